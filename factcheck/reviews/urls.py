from django.urls import URLPattern, path

from factcheck.reviews import converters, opinion_views, views  # noqa: F401  the converter registers itself

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/next/", views.next_open, name="next"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/claims/<claim:label>/", views.claim, name="claim"),
    path("<int:pk>/claims/<claim:label>/split/", views.split, name="split"),
    path("<int:pk>/claims/<claim:label>/join/", views.join, name="join"),
    path("<int:pk>/claims/<claim:label>/second-opinion/", opinion_views.ask, name="ask"),
    path("<int:pk>/claims/<claim:label>/second-opinion/withdraw/", opinion_views.withdraw, name="withdraw"),
    path("<int:pk>/claims/<claim:label>/settle/", opinion_views.settle, name="settle"),
    path("<int:pk>/claims/<claim:label>/send-back/", opinion_views.send_back, name="send_back"),
    path("<int:pk>/second-opinion/", opinion_views.ask_about_article, name="ask_about_article"),
    path("<int:pk>/history/", opinion_views.history, name="history"),
    path("<int:pk>/agreement/", opinion_views.agreement_in_article, name="agreement"),
    path("agreement/", opinion_views.agreement_of_people, name="agreement_of_people"),
]

from django.urls import URLPattern, path

from factcheck.reviews import converters, views  # noqa: F401  the converter registers itself

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/next/", views.next_open, name="next"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/claims/<claim:label>/", views.claim, name="claim"),
    path("<int:pk>/claims/<claim:label>/split/", views.split, name="split"),
    path("<int:pk>/claims/<claim:label>/join/", views.join, name="join"),
]

from django.urls import URLPattern, path

from factcheck.reviews import views

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/next/", views.next_open, name="next"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/claims/<int:number>/", views.claim, name="claim"),
]

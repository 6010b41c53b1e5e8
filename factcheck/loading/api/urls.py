from django.urls import URLPattern, path

from factcheck.loading.api import views

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("articles/", views.load, name="load"),
]

from django.urls import URLPattern, path

from factcheck.articles import api_views

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("articles/", api_views.load, name="load"),
]

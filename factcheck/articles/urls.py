from django.urls import URLPattern, path

from factcheck.articles import views

app_name = "articles"
urlpatterns: list[URLPattern] = [
    path("", views.article_list, name="list"),
    path("<int:pk>/archive/", views.archive, name="archive"),
    path("<int:pk>/restore/", views.restore, name="restore"),
]

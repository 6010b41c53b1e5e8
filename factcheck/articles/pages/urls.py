from django.urls import URLPattern, path

from factcheck.articles.pages import article_list, restriction

app_name = "articles"
urlpatterns: list[URLPattern] = [
    path("", article_list.article_list, name="list"),
    path("<int:pk>/archive/", article_list.archive, name="archive"),
    path("<int:pk>/restore/", article_list.restore, name="restore"),
    path("<int:pk>/restriction/", restriction.restriction, name="restriction"),
]

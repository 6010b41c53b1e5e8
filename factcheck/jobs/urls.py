from django.urls import URLPattern, path

from factcheck.jobs import views

app_name = "jobs"
urlpatterns: list[URLPattern] = [
    path("", views.jobs, name="list"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/outcomes.csv", views.outcomes, name="outcomes"),
]

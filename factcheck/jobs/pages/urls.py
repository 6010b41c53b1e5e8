from django.urls import URLPattern, path

from factcheck.jobs.pages import jobs

app_name = "jobs"
urlpatterns: list[URLPattern] = [
    path("", jobs.jobs, name="list"),
    path("<int:pk>/", jobs.job, name="job"),
    path("<int:pk>/cancel/", jobs.cancel, name="cancel"),
    path("<int:pk>/outcomes.csv", jobs.outcomes, name="outcomes"),
]

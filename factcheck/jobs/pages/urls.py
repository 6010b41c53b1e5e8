from django.urls import URLPattern, path

from factcheck.jobs.pages import jobs

app_name = "jobs"
urlpatterns: list[URLPattern] = [
    path("", jobs.job_list, name="list"),
    path("<int:pk>/", jobs.job_detail, name="job"),
    path("<int:pk>/cancel/", jobs.cancel, name="cancel"),
    path("<int:pk>/outcomes.csv", jobs.outcomes, name="outcomes"),
]

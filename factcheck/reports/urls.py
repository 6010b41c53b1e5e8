from django.urls import URLPattern, path

from factcheck.reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/report.<slug:slug>", views.export, name="export"),
]

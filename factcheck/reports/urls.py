from django.urls import URLPattern, path

from factcheck.reports import bulk_views, frozen_views, log_views, overview_views, views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("articles/<int:pk>/report/", views.report, name="report"),
    path("articles/<int:pk>/report.<slug:slug>", views.export, name="export"),
    path("articles/<int:pk>/freeze/", frozen_views.freeze, name="freeze"),
    path("overview/", overview_views.overview, name="overview"),
    path("overview/<slug:slug>.csv", overview_views.overview_csv, name="overview_csv"),
    path("overview/claims/", overview_views.claims, name="claims"),
    path("exports/", log_views.exports, name="exports"),
    path("exports/new/", bulk_views.new, name="export_many"),
    path("exports/<int:pk>/file/", bulk_views.file, name="bulk_file"),
    path("reports/links/", log_views.links, name="links"),
    path("reports/report-2.schema.json", views.schema, name="schema"),
    path("reports/verify/", frozen_views.verify, name="verify"),
    path("reports/shared/<str:token>/", frozen_views.shared, name="shared"),
    path("reports/<int:number>/", frozen_views.frozen, name="frozen"),
    path("reports/<int:number>/file.<slug:slug>", frozen_views.file, name="file"),
    path("reports/<int:number>/compare/<int:other>/", frozen_views.compare, name="compare"),
    path("reports/<int:number>/share/", frozen_views.share, name="share"),
    path("reports/<int:number>/share/<int:pk>/revoke/", frozen_views.revoke, name="revoke"),
]

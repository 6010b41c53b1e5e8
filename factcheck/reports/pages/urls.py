from django.urls import URLPattern, path

from factcheck.reports.pages import bulk, frozen, log, overview, report

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("articles/<int:pk>/report/", report.report, name="report"),
    path("articles/<int:pk>/report.<slug:slug>", report.export, name="export"),
    path("articles/<int:pk>/freeze/", frozen.freeze, name="freeze"),
    path("overview/", overview.overview, name="overview"),
    path("overview/<slug:slug>.csv", overview.overview_csv, name="overview_csv"),
    path("overview/claims/", overview.claims, name="claims"),
    path("exports/", log.exports, name="exports"),
    path("exports/new/", bulk.new, name="export_many"),
    path("exports/<int:pk>/file/", bulk.file, name="bulk_file"),
    path("reports/links/", log.links, name="links"),
    path("reports/report-2.schema.json", report.schema, name="schema"),
    path("reports/verify/", frozen.verify, name="verify"),
    path("reports/shared/<str:token>/", frozen.shared, name="shared"),
    path("reports/shared/<str:token>/report.<slug:slug>", frozen.shared_file, name="shared_file"),
    path("reports/<int:number>/", frozen.frozen, name="frozen"),
    path("reports/<int:number>/file.<slug:slug>", frozen.file, name="file"),
    path("reports/<int:number>/compare/<int:other>/", frozen.compare, name="compare"),
    path("reports/<int:number>/share/", frozen.share, name="share"),
    path("reports/<int:number>/share/<int:pk>/revoke/", frozen.revoke, name="revoke"),
]

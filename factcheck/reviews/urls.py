from django.urls import URLPattern, path

from factcheck.reviews import (
    converters,  # noqa: F401  registers itself
    evidence_views,
    finding_views,
    live_views,
    opinion_views,
    talk_views,
    views,
)

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.article, name="article"),
    path("<int:pk>/newest/", views.newest, name="newest"),
    path("<int:pk>/next/", views.next_open, name="next"),
    path("<int:pk>/sources/", views.sources, name="sources"),
    path("<int:pk>/findings/", finding_views.of_article, name="findings_of_article"),
    path("<int:pk>/live/", live_views.ask, name="live"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/claims/<claim:label>/", views.claim, name="claim"),
    path("<int:pk>/claims/<claim:label>/split/", views.split, name="split"),
    path("<int:pk>/claims/<claim:label>/join/", views.join, name="join"),
    path("<int:pk>/claims/<claim:label>/findings/", finding_views.of_claim, name="findings"),
    path("<int:pk>/claims/<claim:label>/second-opinion/", opinion_views.ask, name="ask"),
    path("<int:pk>/claims/<claim:label>/second-opinion/withdraw/", opinion_views.withdraw, name="withdraw"),
    path("<int:pk>/claims/<claim:label>/settle/", opinion_views.settle, name="settle"),
    path("<int:pk>/claims/<claim:label>/send-back/", opinion_views.send_back, name="send_back"),
    path("<int:pk>/claims/<claim:label>/evidence/", evidence_views.bring, name="bring"),
    path("<int:pk>/claims/<claim:label>/evidence/use/", evidence_views.use, name="use_evidence"),
    path(
        "<int:pk>/claims/<claim:label>/evidence/<int:use>/withdraw/",
        evidence_views.withdraw,
        name="withdraw_evidence",
    ),
    path("<int:pk>/evidence/<int:evidence_pk>/file/", evidence_views.file, name="evidence_file"),
    path("<int:pk>/claims/<claim:label>/talk/", talk_views.comment, name="comment"),
    path("<int:pk>/claims/<claim:label>/talk/settle/", talk_views.settle_thread, name="settle_thread"),
    path("<int:pk>/claims/<claim:label>/talk/read/", talk_views.read, name="read"),
    path("mentions/colleagues/", talk_views.colleagues, name="colleagues"),
    path("mentions/", talk_views.mentions, name="mentions"),
    path("<int:pk>/second-opinion/", opinion_views.ask_about_article, name="ask_about_article"),
    path("<int:pk>/history/", opinion_views.history, name="history"),
    path("<int:pk>/agreement/", opinion_views.agreement_in_article, name="agreement"),
    path("agreement/", opinion_views.agreement_of_people, name="agreement_of_people"),
]

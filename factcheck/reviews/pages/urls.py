from django.urls import URLPattern, path

from factcheck.reviews.pages import (
    accepting,
    comments,
    converters,  # noqa: F401  registers itself
    evidence,
    findings,
    opinions,
    review,
    updates,
)

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", review.article, name="article"),
    path("<int:pk>/newest/", review.newest, name="newest"),
    path("<int:pk>/next/", review.next_open, name="next"),
    path("<int:pk>/ahead/", review.ahead, name="ahead"),
    path("<int:pk>/sources/", review.sources, name="sources"),
    path("<int:pk>/findings/", findings.of_article, name="findings_of_article"),
    path("<int:pk>/updates/", updates.ask, name="updates"),
    path("<int:pk>/accept/", accepting.accept, name="accept"),
    path("<int:pk>/undo/", review.undo, name="undo"),
    path("<int:pk>/claims/<claim:label>/", review.claim, name="claim"),
    path("<int:pk>/claims/<claim:label>/save/", review.save, name="save"),
    path("<int:pk>/claims/<claim:label>/split/", review.split, name="split"),
    path("<int:pk>/claims/<claim:label>/join/", review.join, name="join"),
    path("<int:pk>/claims/<claim:label>/findings/", findings.of_claim, name="findings"),
    path("<int:pk>/claims/<claim:label>/second-opinion/", opinions.ask, name="ask"),
    path("<int:pk>/claims/<claim:label>/second-opinion/withdraw/", opinions.withdraw, name="withdraw"),
    path("<int:pk>/claims/<claim:label>/settle/", opinions.settle, name="settle"),
    path("<int:pk>/claims/<claim:label>/send-back/", opinions.send_back, name="send_back"),
    path("<int:pk>/claims/<claim:label>/evidence/", evidence.add_evidence, name="add_evidence"),
    path("<int:pk>/claims/<claim:label>/evidence/use/", evidence.use, name="use_evidence"),
    path(
        "<int:pk>/claims/<claim:label>/evidence/<int:use>/withdraw/",
        evidence.withdraw,
        name="withdraw_evidence",
    ),
    path("<int:pk>/evidence/<int:evidence_pk>/file/", evidence.file, name="evidence_file"),
    path("<int:pk>/claims/<claim:label>/comments/", comments.comment, name="comment"),
    path("<int:pk>/claims/<claim:label>/comments/settle/", comments.settle_thread, name="settle_thread"),
    path("<int:pk>/claims/<claim:label>/comments/read/", comments.read, name="read"),
    path("mentions/colleagues/", comments.colleagues, name="colleagues"),
    path("mentions/", comments.mentions, name="mentions"),
    path("<int:pk>/second-opinion/", opinions.ask_about_article, name="ask_about_article"),
    path("<int:pk>/history/", opinions.history, name="history"),
    path("<int:pk>/agreement/", opinions.agreement_in_article, name="agreement"),
    path("agreement/", opinions.agreement_of_people, name="agreement_of_people"),
    # Former addresses: people may have bookmarked the first, and a page that was open during an update sends to all.
    path("<int:pk>/claims/<claim:label>/talk/", comments.former_address),
    path("<int:pk>/claims/<claim:label>/talk/settle/", comments.settle_thread),
    path("<int:pk>/claims/<claim:label>/talk/read/", comments.read),
    path("<int:pk>/live/", updates.ask),
]

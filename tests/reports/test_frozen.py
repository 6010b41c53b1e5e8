"""Frozen reports: what stands in them stands for ever, whoever asks, and a file can be told from a forgery."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports import freezing
from factcheck.reports.build import Report, build_report
from factcheck.reports.comparison import compare
from factcheck.reports.formats import offered_formats
from factcheck.reports.formats.json_file import JsonFile
from factcheck.reports.models import Export, FrozenReport, ReportFile, ShareLink
from factcheck.reports.serialization import UnreadableDocument, read_document, write_document
from factcheck.reviews.dismissals import dismiss
from factcheck.reviews.editions import FOR_DESK
from factcheck.standards import Severity, findings_for_claim
from tests.factories import load_example, make_article, make_claim, make_user
from tests.reports.builders import DISMISSED, HOSTILE, MINUTES, REVISION, make_report, make_reported_claim
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return make_article("Sources said yes.\nThe bridge is old.", "Bridge", statuses=["unnamed_source"])


def freeze(article: Article, by: User, **output: Any) -> FrozenReport:
    return freezing.freeze(article=article, by=by, **({"occasion": "", "key": uuid4()} | output))


# The document


def test_a_report_written_and_read_is_the_same_report(rita: User) -> None:
    article = load_example(by=rita)
    report = build_report(Article.objects.select_related("outlet", "loaded_by").get(pk=article.pk))
    document = write_document(report)
    assert read_document(document) == report
    assert write_document(read_document(document)) == document


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_comes_back_as_it_was(name: str) -> None:
    claim = make_reported_claim(1, HOSTILE[name], note=HOSTILE[name], evidence=(replace(MINUTES, name=HOSTILE[name]),))
    changed = replace(REVISION.changed[0], text=HOSTILE[name], text_before=HOSTILE[name])
    revision = replace(REVISION, changed=(changed,), dropped=(replace(REVISION.dropped[0], text=HOSTILE[name]),))
    report = make_report(claim, title=HOSTILE[name], revision=revision)
    assert read_document(write_document(report)) == report


def test_a_dismissed_finding_is_a_change(article: Article, rita: User, ed: User) -> None:
    claim = make_claim(article)
    before = build_report(article)
    finding = {"rule": "unnamed_source_alone", "words": before.claims[0].findings[0].one, "reason": "Checked."}
    dismiss(article=article, claims=[claim.pk], key=uuid4(), by=ed, **finding)
    (change,) = compare(before, build_report(article)).claims
    ((name, _, after),) = change.rows
    assert name == "Findings"
    assert "why the source is not named. (dismissed)" in after


def test_a_document_from_before_findings_had_a_weight_still_reads() -> None:
    report = make_report(make_reported_claim(1, findings=tuple(findings_for_claim(status="hedged"))))
    value = json.loads(write_document(report))
    value["report"]["findings"][0] = {
        "finding": {name: value["report"]["findings"][0]["finding"][name] for name in ("rule", "one", "many")},
        "claims": ["1"],
        "runs": [["1", "1"]],
    }
    value["report"]["claims"][0]["findings"] = [value["report"]["findings"][0]["finding"]]
    (finding,) = read_document(json.dumps(value)).findings
    assert (finding.sentence, finding.severity, finding.dismissed) == (
        "Claim 1 is hedged and names no source.",
        Severity.CONCERN,
        None,
    )


def test_a_dismissal_is_frozen_with_its_finding() -> None:
    dismissed = (replace(findings_for_claim(status="hedged")[0], dismissed=DISMISSED),)
    report = make_report(make_reported_claim(1, findings=dismissed))
    assert read_document(write_document(report)) == report


def test_a_document_from_before_a_field_was_added_still_reads() -> None:
    value = json.loads(write_document(make_report(make_reported_claim(1))))
    for late in ("evidence", "wording", "said", "second_opinion", "part", "about_source"):
        del value["report"]["claims"][0][late]
    del value["report"]["revision"], value["report"]["article"]["superseded_at"]
    assert read_document(json.dumps(value)).claims[0].evidence == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json", '{"version":99,"report":{}}', '{"version":1,"report":{}}'])
def test_what_is_no_report_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"\w.*\.$"):
        read_document(text)


# Freezing


def test_frozen_it_stays_when_the_article_is_reviewed_further(article: Article, rita: User, ed: User) -> None:
    frozen = freeze(article, ed, occasion="For the lawyer")
    before = frozen.document
    say(make_claim(article), rita, status=SourcingStatus.DOCUMENT)
    frozen.refresh_from_db()
    assert frozen.document == before
    assert freezing.is_intact(frozen)
    assert freezing.load_frozen(frozen).claims[0].sourcing is SourcingStatus.UNNAMED_SOURCE
    assert freezing.load_frozen(frozen).stamp == f"Report {frozen.pk} · SHA-256 {frozen.sha256}"


def test_every_format_is_kept_with_it(article: Article, ed: User) -> None:
    frozen = freeze(article, ed)
    assert {file.slug for file in frozen.files.all()} == set(offered_formats())
    assert all(file.content for file in frozen.files.all())


@pytest.mark.parametrize(
    "change",
    [
        lambda frozen: FrozenReport.objects.filter(pk=frozen.pk).update(document="{}"),
        lambda frozen: FrozenReport.objects.filter(pk=frozen.pk).delete(),
        lambda frozen: ReportFile.objects.filter(report=frozen).update(content=b"x"),
        lambda frozen: ReportFile.objects.filter(report=frozen)._raw_delete("default"),
        lambda frozen: Export.objects.all().update(slug="x"),
    ],
)
def test_the_database_refuses_to_change_it(article: Article, ed: User, change: Any) -> None:
    frozen = freeze(article, ed)
    freezing.log_export(article=article, slug="csv", by=ed, choice=FOR_DESK)
    with pytest.raises((DatabaseError, Exception)) as caught, transaction.atomic():
        change(frozen)
    assert "never changes" in str(caught.value) or "only grows" in str(caught.value) or "protected" in str(caught.value)


def test_the_same_form_twice_freezes_once(article: Article, ed: User) -> None:
    key = uuid4()
    assert freeze(article, ed, key=key).pk == freeze(article, ed, key=key).pk
    assert FrozenReport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_decision_saved_meanwhile_is_in_it_whole_or_not_at_all() -> None:
    """A frozen report's numbers and rows agree, however busy the reviewers are."""
    article = make_article("\n".join(f"Sources said {n}." for n in range(30)), statuses=["unnamed_source"] * 30)
    ed, rita = make_user("editor"), make_user("reviewer")
    stop = threading.Event()

    def decide() -> None:
        try:
            for number in range(1, 31):
                if not stop.is_set():
                    say(make_claim(article, number), rita, status=SourcingStatus.DOCUMENT)
        finally:
            connection.close()

    saving = threading.Thread(target=decide)
    saving.start()
    try:
        reports = [freezing.load_frozen(freeze(article, ed)) for _ in range(3)]
    finally:
        stop.set()
        saving.join(timeout=60)
    for report in reports:
        on_documents = sum(claim.sourcing is SourcingStatus.DOCUMENT for claim in report.claims)
        assert report.numbers.reviewed == on_documents
        assert sum(len(source.claims) for source in report.sources) == 30 - on_documents


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the files are made, reviewers save; and the same form sent again meanwhile freezes once."""
    article = make_article("Sources said yes.", statuses=["unnamed_source"])
    ed, rita = make_user("editor"), make_user("reviewer")
    began, go_on = threading.Event(), threading.Event()

    class Slow:
        slug = ending = label = "slow"
        content_type = "text/plain"

        def render(self, report: Report) -> Iterator[str]:
            began.set()
            assert go_on.wait(timeout=60)
            yield report.stamp

    key = uuid4()
    frozen: list[FrozenReport] = []

    def freeze_in_a_thread() -> None:
        try:
            frozen.append(freeze(article, ed, key=key))
        finally:
            connection.close()

    monkeypatch.setattr(freezing, "offered_formats", lambda: {"slow": Slow()})
    freezers = [threading.Thread(target=freeze_in_a_thread) for _ in range(2)]
    for each in freezers:
        each.start()
    try:
        assert began.wait(timeout=60)
        say(make_claim(article), rita, status=SourcingStatus.DOCUMENT)
        assert not frozen
    finally:
        go_on.set()
        for each in freezers:
            each.join(timeout=60)
    assert {report.pk for report in frozen} == {FrozenReport.objects.get().pk}
    assert len(frozen) == 2
    assert bytes(ReportFile.objects.get().content).decode() == frozen[0].stamp


def test_a_file_that_cannot_be_made_leaves_nothing(article: Article, ed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(JsonFile):
        def render(self, report: Report) -> Iterator[str]:
            raise OSError("The disk is full.")

    monkeypatch.setattr(freezing, "offered_formats", lambda: {"json": JsonFile(), "broken": Broken()})
    with pytest.raises(OSError, match="full"):
        freeze(article, ed)
    assert not FrozenReport.objects.exists()
    assert not ReportFile.objects.exists()


def test_the_page_offers_the_files_that_were_made_then(
    client: Client, article: Article, ed: User, monkeypatch: Any
) -> None:
    with monkeypatch.context() as before:
        before.setattr(freezing, "offered_formats", lambda: {"json": JsonFile()})
        frozen = freeze(article, ed)
    client.force_login(ed)
    html = client.get(f"/reports/{frozen.pk}/").content.decode()
    assert f"/reports/{frozen.pk}/file.json" in html
    assert f"/reports/{frozen.pk}/file.docx" not in html


# Is a file of a report? (more in test_verification.py)


def test_the_command_says_so(article: Article, ed: User, tmp_path: Path) -> None:
    frozen = freeze(article, ed)
    path = tmp_path / "report.json"
    path.write_bytes(bytes(frozen.files.get(slug="json").content))
    output = StringIO()
    call_command("verify_report", str(path), stdout=output)
    assert f"report {frozen.pk} on “Bridge”" in output.getvalue()
    path.write_bytes(path.read_bytes().replace(b"bridge is old", b"bridge is new"))
    with pytest.raises(CommandError, match="changed"):
        call_command("verify_report", str(path))
    with pytest.raises(CommandError, match="can’t be read"):
        call_command("verify_report", str(tmp_path / "nothing"))


# Over HTTP


def test_freeze_read_and_download(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    path = f"/articles/{article.pk}/freeze/"
    page = client.post(path, {"key": uuid4(), "occasion": "For the lawyer"}, follow=True)
    frozen = FrozenReport.objects.get()
    html = page.content.decode()
    assert frozen.sha256 in html
    assert "For the lawyer" in html
    for slug in offered_formats():
        answer = client.get(f"/reports/{frozen.pk}/file.{slug}")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer.content == bytes(frozen.files.get(slug=slug).content)
    assert Export.objects.filter(report=frozen, by=ed).count() == len(offered_formats())


def test_the_pages_of_two_reports(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    first = freeze(article, ed)
    say(make_claim(article, 2), ed, verdict=Verdict.VERIFIED, status=SourcingStatus.UNATTRIBUTED)
    second = freeze(article, ed)
    assert f"/reports/{second.pk}/compare/{first.pk}/" in client.get(f"/reports/{second.pk}/").content.decode()
    html = client.get(f"/reports/{second.pk}/compare/{first.pk}/").content.decode()
    assert "1 claim changed." in html
    assert "Verified" in html
    other = freeze(make_article(), ed)
    assert client.get(f"/reports/{second.pk}/compare/{other.pk}/").status_code == 404


def test_the_page_checks_a_file(client: Client, article: Article, rita: User, ed: User) -> None:
    client.force_login(rita)
    content = bytes(freeze(article, ed).files.get(slug="csv").content)
    for upload, words in ((content, "Yes, unchanged."), (content + b"x", "No"), (b"x", "Unknown.")):
        html = client.post("/reports/verify/", {"file": SimpleUploadedFile("r.csv", upload)}).content.decode()
        assert words in html
    assert client.post("/reports/verify/", {}).status_code == 422
    assert client.post("/reports/verify/", {"file": SimpleUploadedFile("r.csv", b"")}).status_code == 422


def test_rights(client: Client, article: Article, rita: User, ed: User, nora: User) -> None:
    frozen = freeze(article, ed)
    link, _ = freezing.share(report=frozen, recipient="Lawyer", days=1, by=ed)
    reading = ["/reports/verify/", f"/reports/{frozen.pk}/"]
    editing = {
        f"/articles/{article.pk}/freeze/": {"key": uuid4()},
        f"/reports/{frozen.pk}/share/": {"recipient": "Lawyer", "days": 1},
        f"/reports/{frozen.pk}/share/{link.pk}/revoke/": {},
    }
    for path in [*reading, f"/reports/{frozen.pk}/file.csv"]:
        assert client.get(path)["Location"].startswith("/accounts/login/")
    client.force_login(nora)
    assert {client.get(path).status_code for path in reading} == {403}
    client.force_login(rita)
    assert {client.get(path).status_code for path in reading} == {200}
    assert client.get(f"/reports/{frozen.pk}/file.csv").status_code == 403
    assert {client.post(path, data).status_code for path, data in editing.items()} == {403}
    client.force_login(ed)
    assert {client.get(path).status_code for path in editing} == {405}
    assert {client.post(path, data).status_code for path, data in editing.items()} <= {200, 302}


# Somebody outside


def test_a_link_shows_the_report_and_nothing_else(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    frozen = freeze(article, ed)
    fields = {"recipient": "Lawyer", "days": 7, "key": uuid4()}
    html = client.post(f"/reports/{frozen.pk}/share/", fields).content.decode()
    link = html.split('value="http://testserver')[1].split('"')[0]
    stranger = Client()
    page = stranger.get(link)
    text = page.content.decode()
    assert page.status_code == 200
    assert "The bridge is old." in text
    assert "noindex" in page["X-Robots-Tag"]
    assert "/articles/" not in text
    assert "csrf" not in text
    share = ShareLink.objects.get()
    assert share.opened == 1
    assert share.token_sha256 not in link
    client.post(f"/reports/{frozen.pk}/share/{share.pk}/revoke/")
    assert stranger.get(link).status_code == 404
    share.refresh_from_db()
    assert (share.revoked_by, share.opened) == (ed, 1)


def test_a_link_ends(article: Article, ed: User) -> None:
    share, token = freezing.share(report=freeze(article, ed), recipient="Lawyer", days=999, by=ed)
    assert share.until - share.at == freezing.MAX_SHARE
    ShareLink.objects.filter(pk=share.pk).update(at=timezone.now() - dt.timedelta(9), until=timezone.now())
    assert freezing.shared(token) is None


@pytest.mark.parametrize("wrong", [{"recipient": ""}, {"days": 0}, {"days": ""}, {"key": ""}])
def test_a_link_without_its_particulars_is_not_made(client: Client, article: Article, ed: User, wrong: Any) -> None:
    client.force_login(ed)
    frozen = freeze(article, ed)
    fields = {"recipient": "A", "days": 1, "key": uuid4()} | wrong
    page = client.post(f"/reports/{frozen.pk}/share/", fields, follow=True)
    assert "No link created" in page.content.decode()
    assert not ShareLink.objects.exists()

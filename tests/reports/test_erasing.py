"""Erasing on an order: nothing of the words is left in database and folder, and what stays says that it was."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import AuditEntry, User
from factcheck.articles.models import Article, Outlet
from factcheck.articles.services import versions_of
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.jobs.files import store_file
from factcheck.jobs.models import Item, Job
from factcheck.reports import freezing
from factcheck.reports.models import ErasedReport, Erasure, Export, FrozenReport, ReportFile, ShareLink
from factcheck.reviews.assignments import assign
from factcheck.reviews.comments import say
from factcheck.reviews.editions import FOR_DESK
from factcheck.reviews.evidence import NewEvidence, add_evidence
from factcheck.reviews.evidence_files import content_type_of, store
from factcheck.reviews.models import Evidence, EvidenceUse, Review, Stance
from factcheck.reviews.second_opinions import ask
from tests.factories import make_article, make_user
from tests.reports.test_frozen import freeze
from tests.reviews.test_versions import decide, revise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]

MARKER = "Zzyzzx"
ORDER = ("--order", "Court order 12/2026", "--by", "ada", "--yes")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """The private folder of evidence."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture(autouse=True)
def someone(ada: User) -> User:
    """Who carries orders out."""
    return ada


def document(text: str) -> NewEvidence:
    upload = SimpleUploadedFile(f"{MARKER}.txt", text.encode())
    file = store(upload, content_type=content_type_of(upload))
    return NewEvidence(file=file, place=MARKER, quotation=f"{MARKER} “said”", contact=MARKER)


def attach(claims: list[Claim], by: User, text: str = f"{MARKER} in a file") -> Evidence:
    return add_evidence(claims=claims, content=document(text), stance=Stance.SUPPORTS, key=uuid4(), by=by)


def full(ed: User, rita: User) -> Article:
    """An article that has everything an article can have, its marker in each."""
    article = make_article(
        f"{MARKER} said one.\n{MARKER} said two.\nThree.",
        f"{MARKER} in the title",
        url=f"https://example.org/{MARKER}",
        byline=MARKER,
        outlet=MARKER,
        loaded_by=ed,
        statuses=["unnamed_source"],
    )
    first, second, third = article.claims.order_by("number")
    decide(first, rita, note=MARKER, source=MARKER, wording=MARKER)
    decide(first, ed, note=f"{MARKER} again", verdict=Verdict.VERIFIED)
    decide(second, rita, note=MARKER)
    ask(claim=third, version=third.version, key=uuid4(), by=ed)
    say(claim=first, text=f"@ed {MARKER}?", key=uuid4(), by=rita)
    attach([first, second], rita)
    assign(articles=[article], people=[rita], by=ed)
    return article


def leave(article: Article, ed: User) -> tuple[FrozenReport, str]:
    """A frozen report of it, taken out and shared."""
    report = freeze(article, ed, occasion=MARKER)
    freezing.log_export(article=article, slug="csv", by=ed, report=report, choice=FOR_DESK)
    freezing.log_export(article=article, slug="json", by=ed, choice=FOR_DESK)
    _, token = freezing.share(report=report, recipient=MARKER, days=5, by=ed)
    freezing.share(report=report, recipient=MARKER, days=5, by=ed)
    return report, token


def come_in(article: Article, by: User) -> None:
    """What loading, the admin and exports keep of it."""
    job = Job.objects.create(kind="load", label=f"Load “{MARKER}”", by=by, finished_at=timezone.now(), total=1, done=1)
    Item.objects.create(job=job, number=1, name=MARKER, sentence=MARKER, state="done", url=article.get_absolute_url())
    store_file(job=job, name=MARKER, content=[MARKER.encode()])
    draft = Job.objects.create(kind="load", label="Load 1 file", by=by, is_draft=True)
    store_file(job=draft, name="story.txt", content=[f"{article.title}\n\n{article.text}".encode()])
    export = Job.objects.create(kind="export", label="Export", by=by, finished_at=timezone.now(), result_url="/x/")
    store_file(job=export, name="reports.csv", content=[MARKER.encode()])
    LogEntry.objects.log_actions(by.pk, [article], 1, f"Added {MARKER}.", single_object=True)


def dump() -> str:
    """All that the database holds, and the names and contents of all files of evidence."""
    parts = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                parts.append(b"".join(bytes(row) for row in rows).decode())
    return "\n".join(parts)


def is_anywhere(folder: Path) -> bool:
    held = dump()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return (
        MARKER.lower() in held.lower()
        or MARKER.encode().hex() in held
        or any(MARKER.encode() in path.read_bytes() or MARKER in path.name for path in files)
    )


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("erase", *arguments, stdout=out)
    return out.getvalue()


def test_nothing_of_an_article_is_left(folder: Path, ed: User, rita: User) -> None:
    article, other = full(ed, rita), make_article("Another one.", "Another")
    report, _ = leave(article, ed)
    come_in(article, ed)
    kept = decide(other.claims.get(), rita, note="stays")
    assert is_anywhere(folder)

    said = command("article", str(article.pk), *ORDER)

    assert not is_anywhere(folder)
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not Article.objects.filter(pk=article.pk).exists()
    assert not ReportFile.objects.filter(report=report.pk).exists()
    assert not ShareLink.objects.exists()
    assert not Outlet.objects.filter(name=MARKER).exists()
    assert Review.objects.get(pk=kept.pk).note == "stays"
    connection.check_constraints()
    assert "claims: 3" in said
    assert f"Of frozen reports {report.pk} the number" in said
    assert "backups" in said


def test_the_order_is_kept_and_logged(ed: User, rita: User, ada: User) -> None:
    article = full(ed, rita)

    command("article", str(article.pk), *ORDER)

    erasure = Erasure.objects.get()
    assert (erasure.order, erasure.by, erasure.articles) == ("Court order 12/2026", ada, [article.pk])
    entry = AuditEntry.objects.get(event="erased", subject="article")
    assert (entry.person_pk, entry.subject_pk) == (ada.pk, article.pk)
    assert entry.details == {"order": "Court order 12/2026"}


def test_who_took_a_report_out_stays_in_the_log_of_exports(ed: User, rita: User) -> None:
    article = full(ed, rita)
    leave(article, ed)

    command("article", str(article.pk), *ORDER)

    lines = Export.objects.values_list("by", "slug", "what", "article", "report")
    assert set(lines) == {
        (ed.pk, "csv", "An erased report", None, None),
        (ed.pk, "json", "An erased report", None, None),
    }


def test_its_files_and_links_say_that_it_was_erased(
    client: Client, ed: User, rita: User, nora: User, tmp_path: Path
) -> None:
    article = full(ed, rita)
    report, token = leave(article, ed)
    content = bytes(report.files.get(slug="csv").content)
    command("article", str(article.pk), *ORDER)
    sentence = f"Report {report.pk} was erased"

    outside = client.get(f"/reports/shared/{token}/")
    assert outside.status_code == 410
    assert sentence in outside.content.decode()
    assert report.sha256 in outside.content.decode()
    assert client.get(f"/reports/{report.pk}/").status_code == 302
    client.force_login(nora)
    assert client.get(f"/reports/{report.pk}/").status_code == 403
    client.force_login(rita)
    assert sentence in client.get(f"/reports/{report.pk}/").content.decode()

    unaltered = client.post("/reports/verify/", {"file": SimpleUploadedFile("r.csv", content)}).content.decode()
    assert "Yes, and unchanged; the report has since been erased." in unaltered
    assert "The report was erased" in unaltered
    altered = client.post("/reports/verify/", {"file": SimpleUploadedFile("r.csv", content + b"x")}).content.decode()
    assert "but has been changed" in altered

    (tmp_path / "r.csv").write_bytes(content)
    out = StringIO()
    call_command("verify_report", str(tmp_path / "r.csv"), stdout=out)
    assert "was erased" in out.getvalue()
    (tmp_path / "r.csv").write_bytes(content + b"x")
    with pytest.raises(CommandError, match="but has been changed"):
        call_command("verify_report", str(tmp_path / "r.csv"))


def test_a_link_that_had_ended_looks_like_one_that_never_was(client: Client, ed: User, rita: User, ada: User) -> None:
    article = full(ed, rita)
    report = freeze(article, ed)
    link, token = freezing.share(report=report, recipient="Lawyer", days=5, by=ed)
    freezing.revoke(share=link, by=ada)

    command("article", str(article.pk), *ORDER)

    assert client.get(f"/reports/shared/{token}/").status_code == 404


# One piece of evidence


def test_nothing_of_one_piece_of_evidence_is_left(folder: Path, ed: User, rita: User) -> None:
    article = make_article("One.\nTwo.", "Bridge")
    first, second = article.claims.order_by("number")
    before = freeze(article, ed)
    evidence, other = attach([first, second], rita), attach([second], rita, "another file, of the other name")
    showing = freeze(article, ed)

    said = command("evidence", str(evidence.pk), *ORDER)

    assert not Evidence.objects.filter(pk=evidence.pk).exists()
    assert not EvidenceUse.objects.filter(evidence=evidence.pk).exists()
    assert Evidence.objects.filter(pk=other.pk).exists()
    assert not (folder / evidence.file).exists()
    assert (folder / other.file).exists()
    assert "in a file" not in dump()
    assert set(FrozenReport.objects.values_list("pk", flat=True)) == {before.pk}
    assert ErasedReport.objects.get().pk == showing.pk
    assert "frozen reports: 1" in said
    connection.check_constraints()


def test_a_file_that_another_article_uses_too_stays_there(folder: Path, rita: User) -> None:
    erased, kept = make_article("One.", "Here"), make_article("Two.", "There")
    evidence, same = attach(list(erased.claims.all()), rita), attach(list(kept.claims.all()), rita)

    command("evidence", str(evidence.pk), *ORDER)

    assert (folder / same.file).exists()


# Versions


@pytest.fixture
def chain(ed: User, rita: User) -> list[Article]:
    """Three versions; what was decided, and evidence, was carried over."""
    first = make_article("Alpha stays.\nBeta goes.", "Bridge", url="https://example.org/bridge")
    decide(first.claims.get(number=1), rita)
    attach(list(first.claims.filter(number=1)), rita)
    second = revise(first, ed, "Alpha stays.\nGamma came.").article
    decide(second.claims.get(number=2), rita)
    third = revise(second, ed, "Alpha stays.\nGamma came.\nDelta came.").article
    return [first, second, third]


@pytest.mark.parametrize(
    ("number", "versions", "staying"),
    [
        (0, "this", [1, 2]),
        (1, "this", [0, 2]),
        (2, "this", [0, 1]),
        (1, "earlier", [2]),
        (1, "newer", [0]),
        (0, "all", []),
    ],
)
def test_of_a_chain_what_stays_holds_together(
    client: Client, chain: list[Article], rita: User, number: int, versions: str, staying: list[int]
) -> None:
    command("article", str(chain[number].pk), "--versions", versions, *ORDER)

    connection.check_constraints()
    kept = [chain[place].pk for place in staying]
    assert list(Article.objects.order_by("version").values_list("pk", flat=True)) == kept
    if kept:
        newest = Article.objects.get(pk=kept[-1])
        assert [article.pk for article in versions_of(newest)] == kept
        assert not newest.is_superseded
        assert all(article.is_superseded for article in versions_of(newest)[:-1])
        assert newest.claims.get(number=1).status == "document"
        assert EvidenceUse.objects.filter(article=newest).exists()
        client.force_login(rita)
        for key in kept:
            for page in ("claims/1/", "report/", "history/"):
                assert client.get(f"/articles/{key}/{page}", follow=True).status_code == 200


def test_somebody_has_to_say_which_versions(chain: list[Article]) -> None:
    others = f"{chain[0].pk}, {chain[2].pk}"

    with pytest.raises(CommandError, match=f"other versions \\({others}\\), which share its sentences"):
        command("article", str(chain[1].pk), *ORDER)

    assert Article.objects.count() == 3


# Asked, refused, undone


def test_it_asks_first(monkeypatch: pytest.MonkeyPatch, ed: User, rita: User) -> None:
    article = full(ed, rita)
    monkeypatch.setattr("builtins.input", lambda question: "no")

    with pytest.raises(CommandError, match="Nothing was erased"):
        command("article", str(article.pk), *ORDER[:-1])
    assert Article.objects.filter(pk=article.pk).exists()

    monkeypatch.setattr("builtins.input", lambda question: str(article.pk))
    command("article", str(article.pk), *ORDER[:-1])
    assert not Article.objects.exists()


@pytest.mark.parametrize("name", ["ed", "gone", "nobody"])
def test_administrators_alone_carry_orders_out(name: str, ed: User) -> None:
    make_user("administrator", "gone", is_active=False)
    article = make_article()

    with pytest.raises(CommandError, match=f"No active administrator has the username {name}"):
        command("article", str(article.pk), "--order", "A", "--by", name, "--yes")

    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("kind", ["article", "evidence"])
def test_what_is_not_there_is_said(kind: str) -> None:
    with pytest.raises(CommandError, match=f"There is no {kind} 99"):
        command(kind, "99", *ORDER)


def test_a_load_under_way_is_waited_for(ed: User) -> None:
    article = make_article()
    job = Job.objects.create(kind="load", label="Load", by=ed, started_at=timezone.now())
    Item.objects.create(job=job, number=1, name="a", state="done", url=article.get_absolute_url())

    with pytest.raises(CommandError, match="is still loading"):
        command("article", str(article.pk), *ORDER)

    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("title", [f"{MARKER} in the title", MARKER])
def test_of_loads_that_came_to_nothing_no_title_is_left(folder: Path, ed: User, title: str) -> None:
    """A load that failed or was cancelled leads to no article: it is known by what it is called."""
    article, other = make_article(f"{MARKER} said one.", title), make_article("Another one.", "Another")
    jobs = []
    for state, name in (("failed", title), ("cancelled", f"{title.lower().replace(' ', '-')}.docx"), ("failed", "x")):
        job = Job.objects.create(kind="load", label=f"Load “{name}”", by=ed, finished_at=timezone.now())
        Item.objects.create(job=job, number=0, name=name, state=state, sentence=f"“{title}” can’t be read.")
        jobs.append(job)
    jobs[0].arguments, jobs[0].problem = {"sample": {"articles": [{"title": title}]}}, f"“{title}”"
    jobs[0].save()
    loaded = Job.objects.create(kind="load", label="Load", by=ed, is_draft=True, result_url=article.get_absolute_url())
    kept = Job.objects.create(kind="load", label="Load “Another”", by=ed, finished_at=timezone.now())
    Item.objects.create(job=kept, number=0, name="Another", state="done", url=other.get_absolute_url())
    LogEntry.objects.log_actions(ed.pk, [article], 2, f"Changed {title}.", single_object=True)

    command("article", str(article.pk), *ORDER)

    assert not is_anywhere(folder)
    assert not Job.objects.filter(pk=loaded.pk).exists()
    assert {job.label for job in Job.objects.exclude(pk=kept.pk)} == {"Load, of which something was erased"}
    kept.refresh_from_db()
    assert (kept.label, kept.items.get().name) == ("Load “Another”", "Another")


def test_a_word_of_the_title_erases_nothing_else(ed: User) -> None:
    article = make_article("It is shut.", "Bridge")
    job = Job.objects.create(kind="load", label="Load “Bridge in Rome”", by=ed, finished_at=timezone.now())
    draft = Job.objects.create(kind="load", label="Load “Rome”", by=ed, is_draft=True)
    store_file(job=draft, name="rome.txt", content=[b"The Bridge in Rome is open."])

    command("article", str(article.pk), *ORDER)

    job.refresh_from_db()
    assert job.label == "Load “Bridge in Rome”"
    assert Job.objects.filter(pk=draft.pk).exists()


def test_a_file_that_stays_keeps_everything(
    folder: Path, ed: User, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = full(ed, rita)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "no", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(CommandError, match="can’t be removed"):
        command("article", str(article.pk), *ORDER)

    assert Article.objects.filter(pk=article.pk).exists()
    assert not Erasure.objects.exists()


# What the triggers let through


PROTECTED = ["reviews_review", "reviews_comment", "reviews_evidence", "reports_frozenreport", "reports_sharelink"]


@pytest.mark.parametrize("table", PROTECTED)
def test_an_order_opens_nothing_that_it_does_not_name(table: str, ed: User, rita: User, ada: User) -> None:
    article, other = full(ed, rita), make_article()
    leave(article, ed)
    with transaction.atomic(), connection.cursor() as cursor:
        Erasure.objects.create(order="A", by=ada, at=timezone.now(), articles=[other.pk], evidence=[], reports=[])
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reviews_review SET note = 'other'",
        "UPDATE reports_frozenreport SET document = '{}'",
        "DELETE FROM reports_export",
        "DELETE FROM reports_erasure",
        "UPDATE reports_erasure SET articles = '{}'",
    ],
)
def test_an_order_changes_no_words_and_hides_no_trace(statement: str, ed: User, rita: User, ada: User) -> None:
    article = full(ed, rita)
    report, _ = leave(article, ed)
    with transaction.atomic(), connection.cursor() as cursor:
        Erasure.objects.create(
            order="A", by=ada, at=timezone.now(), articles=[article.pk], evidence=[], reports=[report.pk]
        )
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_an_order_opens_its_own_transaction_alone(ed: User, rita: User, ada: User) -> None:
    article = full(ed, rita)
    Erasure.objects.create(order="A", by=ada, at=timezone.now(), articles=[article.pk], evidence=[], reports=[])

    with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_review")


def test_an_order_without_words_is_none(ada: User) -> None:
    with pytest.raises(DatabaseError, match="reports_erasure_ordered"):
        Erasure.objects.create(order="", by=ada, at=timezone.now(), articles=[1], evidence=[], reports=[])

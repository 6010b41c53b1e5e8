"""What could give a source away stays inside: every field has a marker, which is looked for in every page and file.

The edition for the desk holds each marker, so that the search is known to see; the one for outside holds those alone
that an editor ticked, one by one.
"""

from __future__ import annotations

import dataclasses
import html
import json
import re
import typing
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from factcheck.accounts.models import AuditEntry, User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.jobs.models import Job
from factcheck.reports import bulk, freezing
from factcheck.reports.build import Report, build_report
from factcheck.reports.editions import KEPT_FILE, cut, for_outside
from factcheck.reports.filters import ArticleFilter
from factcheck.reports.formats import all_formats, as_bytes
from factcheck.reports.models import Export, FrozenReport, OutsideEdition, OutsideFile, ShareLink
from factcheck.reports.serialization import UnreadableDocument
from factcheck.reports.verification import verify
from factcheck.reviews import comments, evidence, evidence_files
from factcheck.reviews.dismissals import dismiss
from factcheck.reviews.editions import BELONGS, FOR_OUTSIDE, SILENCED_BY, Edition, EditionChoice, Tick, belongs
from factcheck.reviews.models import Stance
from factcheck.reviews.review_fields import REVIEW_FIELDS
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_services import say
from tests.words import body, words_in

pytestmark = pytest.mark.django_db

#: What is written into each place, by the tick that lets it out.
MARKERS: dict[Tick, tuple[str, ...]] = {
    Tick.ANONYMITY_REASON: ("zqreason",),
    Tick.HOW_SOURCE_KNOWS: ("zqknows",),
    Tick.SECOND_SOURCE: ("zqsecond",),
    Tick.NAME_KNOWN_TO: ("zqnameknown",),
    Tick.SOURCES: ("zqjanedoe",),
    Tick.CONTACTS: ("zqcontact", "zqbringer"),
    Tick.FILES: ("zqfilename", "zqfileplace", "zqfilequote"),
    Tick.NOTES: ("zqnote",),
    Tick.WORDING: ("zqwording",),
    Tick.COMMENTS: ("zqcomment",),
    Tick.DISMISSALS: ("zqdismissal",),
}
#: What no tick lets out: what somebody signs in with, and what a report was frozen for.
NEVER = ("zqlogin", "zqoccasion")
#: What both editions hold, so that an empty page is no success.
BOTH = ("zqquotation", "zqrita", "zqed")
#: What a table of many articles has no place for.
NOT_IN_TABLES = ("zqcontact", "zqbringer", "zqfilequote", "zqcomment", "zqdismissal", "zqquotation")
#: What the page of a report and a single format leave to the others.
NOT_THERE = {
    "page": ("zqcontact", "zqbringer"),
    "docx": ("zqcontact", "zqbringer"),
    "csv": ("zqcontact", "zqbringer", "zqfilequote", "zqquotation"),
    "webannotation": ("zqreason", "zqknows", "zqsecond", "zqnameknown", "zqcontact"),
    "claimreview": (*(marker for markers in MARKERS.values() for marker in markers), *BOTH),
}


@dataclass
class Desk:
    """An article with a marker in every place, and the editor who takes it."""

    article: Article
    ed: User
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.ed)

    def freeze(self) -> FrozenReport:
        return freezing.freeze(article=self.article, occasion="zqoccasion", key=uuid.uuid4(), by=self.ed)


@pytest.fixture
def desk(settings: Any, tmp_path: Path) -> Desk:
    settings.EVIDENCE_ROOT = tmp_path
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}#claim-{claim}"
    ed = make_user("editor", "zqlogin", first_name="zqed")
    rita = make_user("reviewer", "rita", first_name="zqrita")
    bringer = make_user("reviewer", "bringer", first_name="zqbringer")
    text = "Aides said the bridge is closed.\nIt may stand."
    article = make_article(text, "Bridge", statuses=["unnamed_source", "hedged"])
    claim = make_claim(article)
    answers = {
        "anonymity_reason": "zqreason",
        "how_source_knows": "zqknows",
        "second_source": "zqsecond",
        "name_known_to": "zqnameknown",
    }
    review = {"source": "zqjanedoe", "note": "zqnote", "wording": "zqwording"} | answers
    say(claim, rita, status=SourcingStatus.UNNAMED_SOURCE, **review)
    stored = evidence_files.store(ContentFile(b"words\n", name="zqfilename.txt"), content_type="text/plain")
    for content in (
        evidence.NewEvidence("https://example.org/minutes", quotation="zqquotation", contact="zqcontact"),
        evidence.NewEvidence(file=stored, place="zqfileplace", quotation="zqfilequote"),
    ):
        evidence.add_evidence(claims=[claim], content=content, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=bringer)
    comments.say(claim=claim, text="zqcomment", key=uuid.uuid4(), by=rita)
    finding = build_report(article).claims[1].open_findings[0]
    words = {"rule": finding.rule, "words": finding.one, "reason": "zqdismissal"}
    dismiss(article=article, claims=[make_claim(article, 2).pk], key=uuid.uuid4(), by=ed, **words)
    say(claim, ed, status=SourcingStatus.UNNAMED_SOURCE, verdict=Verdict.VERIFIED, **review)
    return Desk(article, ed)


def choice(*ticks: Tick) -> EditionChoice:
    return EditionChoice.of(Edition.OUTSIDE, ticks)


#: Nothing ticked, each alone, and all.
CHOICES = [FOR_OUTSIDE, *(choice(tick) for tick in Tick), choice(*Tick)]


def markers(ticked: typing.Iterable[Tick] = Tick) -> set[str]:
    return {marker for tick in ticked for marker in MARKERS[tick]}


def check(words: str, ticked: typing.Iterable[Tick], *, without: typing.Iterable[str] = ()) -> None:
    """Every marker that was let out is there, but for those that have no place there, and no other."""
    # A PDF may break a long word.
    plain = words.replace("\u200b", "")
    assert {marker for marker in (*markers(), *BOTH) if marker in plain} == {*markers(ticked), *BOTH} - {*without}
    if set(ticked) != set(Tick):
        assert not [marker for marker in NEVER if marker in plain]


# ---- The table ------------------------------------------------------------------------------------------------------


def kinds(kind: Any, known: set[Any]) -> Iterator[type[Any]]:
    """Every class of which a report consists."""
    for inner in typing.get_args(kind):
        yield from kinds(inner, known)
    if dataclasses.is_dataclass(kind) and kind not in known:
        known.add(kind)
        yield typing.cast(type[Any], kind)
        for hint in typing.get_type_hints(kind).values():
            yield from kinds(hint, known)


def test_every_field_of_a_report_has_chosen_its_edition() -> None:
    """Whoever adds a field says in ``reviews/editions.py`` who may read it; until then it stays inside."""
    expected = {kind.__name__: {own.name for own in dataclasses.fields(kind)} for kind in kinds(Report, set())}
    expected["about_source"] = {own.name for own in REVIEW_FIELDS if own.is_about_unnamed_source}
    assert {kind: set(names) for kind, names in BELONGS.items()} == expected


def test_what_has_no_row_is_the_desks_alone(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    assert belongs("ReportedClaim", "brand_new") is Edition.DESK
    rows = {name: edition for name, edition in BELONGS["ReportedClaim"].items() if name != "source"}
    monkeypatch.setitem(typing.cast(dict[str, Any], BELONGS), "ReportedClaim", rows)
    claim = cut(build_report(desk.article), choice(*Tick)).claims[0]
    assert (claim.source, claim.note) == ("", "zqnote")


def test_every_tick_has_a_marker_and_lets_something_out() -> None:
    assert set(MARKERS) == set(Tick)
    rows = {edition for fields in BELONGS.values() for edition in fields.values()}
    assert {tick for tick in Tick if tick not in rows} == {Tick.SOURCES, Tick.FILES}, "cut by rules of their own"


def test_what_was_cut_is_never_filled_again(desk: Desk) -> None:
    report = cut(build_report(desk.article), FOR_OUTSIDE)
    assert cut(report, choice(*Tick)) == cut(report, EditionChoice()) == report
    assert report.claims[0].evidence[1].name == KEPT_FILE


def test_a_question_that_is_no_longer_asked_stays_inside(desk: Desk) -> None:
    report = build_report(desk.article)
    old = dataclasses.replace(report.claims[0], about_source=(("Who is it?", "zqjanedoe"),))
    assert cut(dataclasses.replace(report, claims=(old,)), choice(*Tick)).claims[0].about_source == ()


def test_a_source_in_the_articles_own_words_is_told(desk: Desk) -> None:
    """“Aides” is what the text says; “zqjanedoe” is what the desk knows."""
    claim = make_claim(desk.article, 1)
    say(claim, desk.ed, status=SourcingStatus.UNNAMED_SOURCE, source=" AIDES ")
    assert cut(build_report(desk.article), FOR_OUTSIDE).claims[0].source.strip() == "AIDES"


@pytest.mark.parametrize("answered", [name for name in MARKERS if name in BELONGS["about_source"]])
def test_no_finding_tells_whether_a_question_is_answered(ed: User, answered: Tick) -> None:
    """Rules fall silent where the desk has an answer. Its neighbor has none, and shares what they say of both."""
    article = make_article("Sources said it is shut.\nAn official said it rained.\nSources said it is dry.")
    statuses = (SourcingStatus.UNNAMED_SOURCE, SourcingStatus.UNNAMED_OFFICIAL, SourcingStatus.UNNAMED_SOURCE)
    sources = ("Sources", "An official", "Sources")

    def findings(chosen: EditionChoice, **answers: str) -> list[Any]:
        for number, (status, source) in enumerate(zip(statuses, sources, strict=True), start=1):
            say(make_claim(article, number), ed, status=status, source=source, **(answers if number < 3 else {}))
        report = cut(build_report(article), chosen)
        return [report.findings, *(claim.findings for claim in report.claims)]

    others = choice(*(tick for tick in Tick if tick != answered))
    answers = {answered.value: "Zqanswer."}
    for chosen in (FOR_OUTSIDE, others):
        assert findings(chosen) == findings(chosen, **answers)
        assert any(findings(chosen)), "what gives nothing away is said"
    told = choice(answered)
    tells = answered in SILENCED_BY.values()
    assert (findings(told) != findings(told, **answers)) is tells


# ---- Files and pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: chosen.words)
def test_every_format_holds_what_was_let_out_and_nothing_else(desk: Desk, chosen: EditionChoice) -> None:
    report = cut(build_report(desk.article), chosen)
    for slug, file_format in all_formats().items():
        words = words_of(file_format, report)
        check(words, chosen.ticked, without=NOT_THERE.get(slug, ()))
        assert "zqlogin" not in words
        assert "for outside" in words.lower(), f"{slug} doesn’t say which edition it is"


def test_every_format_of_the_desk_holds_everything(desk: Desk) -> None:
    report = build_report(desk.article)
    for slug, file_format in all_formats().items():
        words, is_for_outside = words_of(file_format, report), slug in ("claimreview", "webannotation")
        check(words, () if is_for_outside else Tick, without=NOT_THERE.get(slug, ()))
        assert ("for outside" if is_for_outside else "for the desk") in words.lower()
    assert "zqlogin" in words_of(all_formats()["json"], report)


def words_of(file_format: Any, report: Report) -> str:
    return words_in(b"".join(as_bytes(file_format.render(report))))


def test_the_json_says_which_edition_it_is(desk: Desk) -> None:
    chosen = choice(Tick.NOTES)
    value = json.loads(words_of(all_formats()["json"], cut(build_report(desk.article), chosen)))
    assert (value["edition"]["value"], [tick["value"] for tick in value["ticked"]]) == ("outside", ["notes"])


@pytest.mark.parametrize("form", [bulk.Form.CSV, bulk.Form.XLSX])
@pytest.mark.parametrize("chosen", [EditionChoice(), *CHOICES], ids=lambda chosen: chosen.words)
def test_a_table_of_many_articles(desk: Desk, chosen: EditionChoice, form: bulk.Form) -> None:
    job, words = exported(desk, chosen, form)
    check(words, chosen.ticked if chosen.is_outside else Tick, without=NOT_IN_TABLES)
    assert chosen.words in words
    assert chosen.words in job.label
    assert f"-{chosen.edition.value}-" in job.files.get().name


def test_a_zip_of_reports(desk: Desk) -> None:
    for slug, chosen in (("pdf", FOR_OUTSIDE), ("csv", choice(Tick.NOTES)), ("json", EditionChoice())):
        job, words = exported(desk, chosen, bulk.Form.ZIP, slug)
        check(words, chosen.ticked if chosen.is_outside else Tick, without=NOT_THERE.get(slug, ()))
        assert chosen.words in words, "in the list of what is in it"
        assert f"-{chosen.edition.value}-" in job.files.get().name
    job, words = exported(desk, EditionChoice(), bulk.Form.ZIP, "webannotation")
    check(words, (), without=NOT_THERE["webannotation"])
    assert "for outside" in job.label


def exported(desk: Desk, chosen: EditionChoice, form: bulk.Form, slug: str = "") -> tuple[Job, str]:
    job, _ = bulk.request_export(
        selection=ArticleFilter(), form=form, slug=slug, by=desk.ed, key=uuid.uuid4(), choice=chosen
    )
    bulk.make(job)
    return job, words_in(b"".join(job.files.get(is_whole=True).pieces()))


def test_the_page_of_a_report_and_its_files(desk: Desk) -> None:
    path, file = f"/articles/{desk.article.pk}/report/", f"/articles/{desk.article.pk}/report.docx"
    for chosen in (EditionChoice(), FOR_OUTSIDE, choice(Tick.COMMENTS)):
        ticked = chosen.ticked if chosen.is_outside else Tick
        page = html.unescape(body(desk.client.get(path + chosen.query)))
        check(page, ticked, without=NOT_THERE["page"])
        assert chosen.words in page
        assert f"report.docx{chosen.query}" in page
        answer = desk.client.get(file + chosen.query)
        assert f"-{chosen.edition.value}-" in answer["Content-Disposition"]
        check(body(answer), ticked, without=NOT_THERE["docx"])
        assert Export.objects.latest("pk").what == chosen.words
        details = AuditEntry.objects.filter(event="exported").latest("pk").details
        assert (details["edition"], details["ticked"]) == (chosen.edition, " ".join(chosen.ticked))


def test_a_frozen_report_in_both_editions(desk: Desk) -> None:
    frozen = desk.freeze()
    for chosen in (EditionChoice(), FOR_OUTSIDE, choice(Tick.COMMENTS)):
        ticked = chosen.ticked if chosen.is_outside else Tick
        check(
            html.unescape(body(desk.client.get(f"/reports/{frozen.pk}/{chosen.query}"))),
            ticked,
            without=NOT_THERE["page"],
        )
        answer = desk.client.get(f"/reports/{frozen.pk}/file.json{chosen.query}")
        check(body(answer), ticked)
        assert f"-{frozen.pk}-{chosen.edition.value}-" in answer["Content-Disposition"]
        assert (Export.objects.latest("pk").what, Export.objects.latest("pk").report) == (chosen.words, frozen)
    assert OutsideEdition.objects.count() == 2
    assert not ShareLink.objects.exists()


def test_formats_for_others_name_the_edition_for_outside(desk: Desk) -> None:
    """The desk's fingerprint is of words that stay inside; whoever guesses them could try."""
    frozen = desk.freeze()
    edition = freezing.outside_edition(frozen, FOR_OUTSIDE)
    for slug in ("claimreview", "webannotation"):
        words = body(desk.client.get(f"/reports/{frozen.pk}/file.{slug}"))
        assert (edition.sha256 in words, frozen.sha256 in words) == (True, False)
        assert verify(bytes(frozen.files.get(slug=slug).content)).report == frozen


def test_a_freeze_for_outside_keeps_both(desk: Desk) -> None:
    data = {"key": uuid.uuid4(), "occasion": "", "edition": "outside", "tick": ["notes"]}
    answer = desk.client.post(f"/articles/{desk.article.pk}/freeze/", data)
    frozen = FrozenReport.objects.get()
    assert answer["Location"] == f"/reports/{frozen.pk}/{choice(Tick.NOTES).query}"
    check(frozen.document, Tick)
    check(OutsideEdition.objects.get(report=frozen).document, [Tick.NOTES])


# ---- Somebody outside -----------------------------------------------------------------------------------------------


def shared(desk: Desk, *ticks: Tick) -> tuple[ShareLink, str]:
    data = {"recipient": "Counsel", "days": 7, "tick": [tick.value for tick in ticks], "key": uuid.uuid4()}
    page = html.unescape(body(desk.client.post(f"/reports/{desk.freeze().pk}/share/", data)))
    (path,) = re.findall(r'value="http://testserver(/reports/shared/[^"]*)"', page)
    return ShareLink.objects.latest("pk"), path


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: chosen.words)
def test_a_link_shows_what_was_ticked_for_it(desk: Desk, chosen: EditionChoice) -> None:
    link, path = shared(desk, *chosen.ticked)
    assert link.choice == chosen
    page = html.unescape(body(Client().get(path)))
    check(page, chosen.ticked, without=NOT_THERE["page"])
    assert "zqlogin" not in page
    for query in (choice(*Tick).query, "?edition=desk"):
        assert html.unescape(body(Client().get(path + query))) == page, "the address asks for nothing"


def test_a_guest_takes_files(desk: Desk) -> None:
    link, path = shared(desk, Tick.NOTES)
    page = body(Client().get(path))
    for slug in ("pdf", "docx", "xlsx"):
        assert f'href="{path}report.{slug}"' in page
        for _ in range(2):
            answer = Client().get(f"{path}report.{slug}")
            assert f"-{link.report_id}-outside-" in answer["Content-Disposition"]
            assert "no-store" in answer["Cache-Control"]
            assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
            check(body(answer), [Tick.NOTES], without=NOT_THERE.get(slug, ()))
            assert verify(answer.content).edition == link.edition
        assert Client().post(f"{path}report.{slug}").status_code == 405
    assert OutsideFile.objects.count() == 3
    assert {Client().get(f"{path}report.{slug}").status_code for slug in ("json", "csv", "nothing")} == {404}
    link.refresh_from_db()
    assert (link.opened, link.files_taken) == (1, 6)
    entries = AuditEntry.objects.filter(subject="sharelink", subject_pk=link.pk)
    assert [entry.event for entry in entries.order_by("pk")] == ["share_made", "share_read", *6 * ["share_file_taken"]]
    expected = {"report": link.report_id, "edition": "outside", "ticked": "notes"}
    assert all(entry.details.items() >= expected.items() for entry in entries)
    assert {entry.details["format"] for entry in entries if "format" in entry.details} == {"pdf", "docx", "xlsx"}
    freezing.revoke(share=link, by=desk.ed)
    assert Client().get(f"{path}report.pdf").status_code == 404


def test_a_link_from_before_the_editions_shows_the_one_for_outside(desk: Desk) -> None:
    link, path = shared(desk, Tick.NOTES)
    ShareLink.objects.update(edition=None)
    check(html.unescape(body(Client().get(path))), (), without=NOT_THERE["page"])
    check(body(Client().get(f"{path}report.docx")), (), without=NOT_THERE["docx"])
    for page in (f"/reports/{link.report_id}/", "/reports/links/"):
        assert "for outside" in body(desk.client.get(page)).lower()


def test_the_editor_reads_what_was_ticked_for_each_link(desk: Desk) -> None:
    link, _ = shared(desk, Tick.NOTES, Tick.COMMENTS)
    for page in (f"/reports/{link.report_id}/", "/reports/links/"):
        assert "or outside readers, with reviewers’ notes; comments" in html.unescape(body(desk.client.get(page)))


def test_what_a_link_shows_was_cut_when_it_was_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later program that tells more tells it in later links."""
    _, path = shared(desk)
    rows = dict(BELONGS["ReportedClaim"]) | {"note": Edition.OUTSIDE}
    monkeypatch.setitem(typing.cast(dict[str, Any], BELONGS), "ReportedClaim", rows)
    assert "zqnote" not in body(Client().get(path))
    assert "zqnote" in body(Client().get(shared(desk)[1]))


# ---- Which report a file is of --------------------------------------------------------------------------------------


def test_a_file_for_outside_is_known_with_its_report(desk: Desk) -> None:
    frozen = desk.freeze()
    edition = freezing.outside_edition(frozen, choice(Tick.NOTES))
    assert edition.sha256 != frozen.sha256
    for slug, file_format in all_formats().items():
        content = bytes(freezing.outside_file(edition, file_format).content)
        known = verify(content)
        assert (known.report, known.slug, known.edition, known.is_unaltered) == (frozen, slug, edition, True)
        place = content.index(b"Bridge") if b"Bridge" in content else len(content) - 1
        altered = verify(content[:place] + b"x" + content[place + 1 :])
        assert (altered.report, altered.is_unaltered) == (frozen, False), slug
    assert verify(edition.document.encode()).edition == edition
    page = desk.client.post("/reports/verify/", {"file": ContentFile(edition.document.encode(), name="r.json")})
    for words in (frozen.sha256, edition.sha256, "for outside readers, with reviewers’ notes"):
        assert words in html.unescape(body(page))


@pytest.mark.parametrize("table", ["reports_outsideedition", "reports_outsidefile"])
def test_what_was_cut_never_changes(desk: Desk, table: str) -> None:
    freezing.outside_file(freezing.outside_edition(desk.freeze(), FOR_OUTSIDE), all_formats()["csv"])
    for statement in (f"UPDATE {table} SET sha256 = ''", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_asking_again_keeps_one(desk: Desk) -> None:
    frozen = desk.freeze()
    first, second = (freezing.outside_edition(frozen, choice(Tick.NOTES, Tick.COMMENTS)) for _ in range(2))
    assert first == second
    assert freezing.outside_edition(frozen, choice(Tick.COMMENTS, Tick.NOTES)) == first
    files = [freezing.outside_file(first, all_formats()["csv"]) for _ in range(2)]
    assert files[0] == files[1]


def test_a_report_that_cannot_be_read_has_no_edition_for_outside(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = desk.freeze()
    _, token = freezing.share(report=frozen, recipient="Counsel", days=1, by=desk.ed)
    ShareLink.objects.update(edition=None)
    monkeypatch.setattr(freezing, "read_document", _unreadable)
    for path in (
        f"/reports/{frozen.pk}/?edition=outside&tick=notes",
        f"/reports/{frozen.pk}/file.csv?edition=outside&tick=notes",
    ):
        assert desk.client.get(path).status_code == 404
    assert Client().get(f"/reports/shared/{token}/").status_code == 404


def _unreadable(document: str) -> Report:
    raise UnreadableDocument("The stored text is no report.")


# ---- Who may --------------------------------------------------------------------------------------------------------


def test_who_may_take_what(desk: Desk) -> None:
    frozen, pk = desk.freeze(), desk.article.pk
    pages = [f"/articles/{pk}/report/", f"/reports/{frozen.pk}/"]
    files = [f"/articles/{pk}/report.csv", f"/reports/{frozen.pk}/file.csv"]
    plain, ticked = FOR_OUTSIDE.query, choice(Tick.NOTES).query

    def statuses(client: Client, paths: list[str], query: str) -> set[int]:
        return {client.get(path + query).status_code for path in paths}

    for query in (plain, ticked):
        assert statuses(Client(), pages + files, query) == {302}
    reviewer, nobody = Client(), Client()
    reviewer.force_login(make_user("reviewer"))
    nobody.force_login(make_user(None))
    assert statuses(nobody, pages + files, plain) == {403}
    assert (statuses(reviewer, pages, plain), statuses(reviewer, pages, ticked)) == ({200}, {403})
    assert statuses(reviewer, files, plain) == {403}
    assert statuses(desk.client, pages + files, plain) == statuses(desk.client, pages + files, ticked) == {200}
    assert statuses(desk.client, pages + files, "?edition=public") == {404}
    assert statuses(desk.client, pages + files, "?edition=outside&tick=everything") == {404}


def test_ticks_are_for_those_who_may_share(desk: Desk) -> None:
    """Somebody who may export and freeze, and not share, takes what goes out without a tick."""
    exporter, client = make_user("reviewer"), Client()
    names = ["export_report", "freeze_report"]
    exporter.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(exporter)
    bulk_path, freeze_path = reverse("reports:export_many"), f"/articles/{desk.article.pk}/freeze/"
    for path in (f"/articles/{desk.article.pk}/report/", bulk_path):
        page = body(client.get(path))
        assert 'value="outside"' in page
        assert 'name="tick"' not in page
        assert 'name="tick"' in body(desk.client.get(path))
    ticked = {"edition": "outside", "tick": ["notes"]}
    assert client.get(f"/articles/{desk.article.pk}/report.csv{choice(Tick.NOTES).query}").status_code == 403
    assert client.get(f"/articles/{desk.article.pk}/report.csv{FOR_OUTSIDE.query}").status_code == 200
    for path, data in ((bulk_path, {"form": "csv"}), (freeze_path, {"occasion": ""})):
        assert client.post(path, data | ticked | {"key": uuid.uuid4()}).status_code == 403
        assert client.post(path, data | {"key": uuid.uuid4(), "edition": "outside"}).status_code == 302
    assert not any("notes" in job.label for job in Job.objects.all())


def test_the_desks_edition_takes_no_ticks() -> None:
    assert EditionChoice.of(Edition.DESK, ["notes"]) == EditionChoice()


def test_ticks_that_make_no_sense_are_not_stored(desk: Desk) -> None:
    data = {"recipient": "Counsel", "days": 7, "tick": ["everything"], "key": uuid.uuid4()}
    page = desk.client.post(f"/reports/{desk.freeze().pk}/share/", data, follow=True)
    assert "No link created: Choose from the list." in html.unescape(body(page))
    assert not ShareLink.objects.exists()


def test_a_name_that_stands_elsewhere_is_not_told_of_an_unnamed_source(ed: User) -> None:
    text = "Minister Ann Smith announced a plan.\nAides said it rained.\nIt was dry."
    article = make_article(text, statuses=["named_official", "unnamed_source", "unattributed"])
    typed = [(2, SourcingStatus.UNNAMED_SOURCE, "Ann Smith"), (3, SourcingStatus.HEDGED, "Ann")]
    for number, status, source in typed:
        say(make_claim(article, number), ed, status=status, source=source, cue="whispered by the porter")
    outside = for_outside(build_report(article))
    assert [claim.source for claim in outside.claims[1:]] == ["", ""]
    assert [claim.cue for claim in outside.claims[1:]] == ["", ""]
    say(make_claim(article, 2), ed, status=SourcingStatus.UNNAMED_SOURCE, source="Aides", cue="said")
    told = for_outside(build_report(article)).claims[1]
    assert (told.source, told.cue) == ("Aides", "said")

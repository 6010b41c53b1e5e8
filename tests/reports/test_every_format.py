"""Every format is tried with everything: each file is opened by a reader of its kind, and what it says is compared."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import CHECKLIST, Said, UnattributedReason, Verdict
from factcheck.claims.sources import ListedSource
from factcheck.reports.build import STORED_FIELDS, Report, ReportedClaim
from factcheck.reports.editions import cut
from factcheck.reports.formats import all_formats, as_bytes, choice_in
from factcheck.reports.pages.context import page_context
from factcheck.reviews.editions import FOR_DESK, FOR_OUTSIDE, Edition, EditionChoice, Tick
from factcheck.reviews.models import Comment
from factcheck.reviews.review_fields import REVIEW_FIELDS, ReviewField
from factcheck.standards import findings_for_claim
from tests.reports.builders import AT, DISMISSED, ED, HOSTILE, MINUTES, REMARK, RITA, make_report, make_reported_claim
from tests.reports.page_parser import parse
from tests.reports.readers import READERS, Opened, reader_of
from tests.reports.test_pdf_file import MARKUP, SCRIPTS

#: What Word, a workbook or any other file of XML would take for its own.
XML = {
    "word field": '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r><w:r><w:t>',
    "word link": '<w:hyperlink r:id="rId1"><w:r><w:t>here</w:t></w:r></w:hyperlink>',
    "sheet cell": "</t></is></c><c r='A1'><f>1+1</f></c><c><is><t>",
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;&amp;#60;',
    "escaped letter": "_x000D_ _x0041_ &#x41;",
}
FORMULAS = {
    "sum": "=1+1",
    "after a tab": "\t=1+1",
    "after a line end": "no\n=1+1",
    "after a semicolon": "no;=1+1",
    "at": "@SUM(A1)",
    "minus": "-2+3",
}
DIRECTIONS = {
    "override": "invoice\u202efdp.exe",
    "isolates": "\u2067שלום\u2069 said \u2068Ed\u2069",
    "mixed": "The minister said “القرار نهائي” on Monday, שלום.",
}
EMOJI = {"family": "👨‍👩‍👧‍👦 left", "flag and skin": "🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏾 agreed", "keycap": "1️⃣ of 3️⃣"}
LONG = {"very long": "W" * 10_000, "address": "https://example.org/" + "a/" * 2_000, "letter": "漢" * 3_000}
EVERYTHING = HOSTILE | MARKUP | XML | FORMULAS | DIRECTIONS | EMOJI | SCRIPTS | LONG


@pytest.fixture(autouse=True)
def every_format_is_offered(settings: Any) -> None:
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}#claim-{claim}"


EVERYTHING_TICKED = EditionChoice.of(Edition.OUTSIDE, Tick)


def opened(slug: str, report: Report) -> Opened:
    """The file with all that the format may hold: one that is for outside with all that can be ticked."""
    is_for_outside = choice_in(all_formats()[slug], FOR_DESK) is not FOR_DESK
    report = cut(report, EVERYTHING_TICKED) if is_for_outside else report
    content = b"".join(as_bytes(all_formats()[slug].render(report)))
    return reader_of(slug).open(content)


def report_of(*claims: ReportedClaim, **fields: Any) -> Report:
    """A report whose text is these claims, a line each, all of them verified, so that every format has them."""
    placed, text = [], ""
    for number, claim in enumerate(claims, 1):
        end = len(text) + len(claim.text)
        decided = {"verdict": Verdict.VERIFIED, "verdict_by": ED, "verdict_at": AT}
        placed.append(replace(claim, number=number, start=len(text), end=end, **decided))
        text += claim.text + "\n"
    return make_report(*placed, text=text, **fields)


def claim_of(text: str, **more: Any) -> ReportedClaim:
    fields = {"sourcing": SourcingStatus.NAMED_PERSON, "reviewed_by": RITA, "reviewed_at": AT}
    return make_reported_claim(1, text, **(fields | more))


def test_no_format_goes_without_a_reader() -> None:
    for slug in all_formats():
        reader_of(slug)
    assert READERS.keys() == all_formats().keys(), "A format is gone: take its row out of READERS too."


@pytest.mark.parametrize("slug", all_formats())
def test_any_text_is_only_text(slug: str) -> None:
    reader = reader_of(slug)
    claims = [
        claim_of(text, source=text, note=f"{text} {name}", comments=(replace(REMARK, text=f"{text} {name} once more"),))
        for name, text in EVERYTHING.items()
    ]
    file = opened(slug, report_of(*claims, has_comments=True))
    assert len(file.claims) == len(EVERYTHING)
    for (name, text), claim in zip(EVERYTHING.items(), file.claims, strict=True):
        assert reader.is_same(reader.as_written(text), claim), name
        assert reader.holds(file, text), name
        assert reader.holds(file, f"{text} {name}") == reader.has_notes, name
        # In a cell beside its author's name it needs no guard of its own.
        remark = f"{name} once more" if slug == "csv" else f"{text} {name} once more"
        assert reader.holds(file, remark) == reader.has_notes, name


@pytest.mark.parametrize("slug", all_formats())
@pytest.mark.parametrize("name", [*MARKUP, *XML, "script", "closing", "comment", "template", "command", "emoji", "sum"])
def test_what_surrounds_the_claims_is_only_text(slug: str, name: str) -> None:
    reader, text = reader_of(slug), EVERYTHING[name]
    person = replace(RITA, name=text)
    (hedged,) = findings_for_claim(status="hedged")
    claim = claim_of(
        "The bridge can wait.",
        source=text,
        reviewed_by=person,
        evidence=(replace(MINUTES, name=text, quotation=text),),
        findings=(replace(hedged, dismissed=replace(DISMISSED, reason=text)),),
        comments=(replace(REMARK, text=text, author=text), replace(REMARK, kind=Comment.Kind.RESOLVED, author=text)),
    )
    sources = (ListedSource(text, text, SourcingStatus.NAMED_PERSON, ("1",), "1"),)
    fields = {"title": text, "outlet": text, "byline": text, "url": f"javascript:{text}", "detector": text}
    file = opened(slug, report_of(claim, claim_of("After."), sources=sources, has_comments=True, **fields))
    assert reader.reads(file, ["The bridge can wait.", "After."])
    assert reader.holds(file, text)


#: Questions of an unnamed source with an answer each.
ANSWERS = {field.question: f"What {field.name} says" for field in REVIEW_FIELDS if field.is_about_unnamed_source}
#: An annotation says what was found of a claim; how it was found is left to the report.
NOT_TOLD = {("webannotation", name) for name in ("unattributed_reason", "cue", "said", "recommended", *CHECKLIST)}


def reviewed_claim() -> ReportedClaim:
    """A claim with something in every field of a review."""
    stored = {
        field.name: field.choices[-1][0] if field.choices else f"What {field.name} says" for field in STORED_FIELDS
    }
    return claim_of(
        "The bridge can wait.",
        sourcing=SourcingStatus.UNATTRIBUTED,
        unattributed_reason=UnattributedReason.WITNESSED,
        said=Said.DISPUTED,
        recommended=Verdict.NOT_CHECKABLE,
        about_source=tuple(ANSWERS.items()),
        **stored,
    )


def words_of(field: ReviewField, claim: ReportedClaim) -> str:
    """What a reader is told of a field."""
    if field.is_about_unnamed_source:
        return ANSWERS[field.question]
    if field in STORED_FIELDS:
        return field.shown(claim)
    return str(getattr(claim, {"status": "sourcing"}.get(field.name, field.name)).label)


@pytest.mark.parametrize("slug", all_formats())
@pytest.mark.parametrize("field", REVIEW_FIELDS, ids=lambda field: field.name)
def test_every_field_of_a_review_leaves_with_the_report(field: ReviewField, slug: str) -> None:
    reader, report = reader_of(slug), report_of(reviewed_claim())
    is_told = reader.has_notes and (slug, field.name) not in NOT_TOLD
    assert reader.holds(opened(slug, report), words_of(field, report.claims[0])) or not is_told


@pytest.mark.parametrize("slug", all_formats())
def test_comments_leave_only_where_they_were_ticked(slug: str) -> None:
    reader = reader_of(slug)
    claims = [claim_of("It can wait."), claim_of("It is old.", comments=(REMARK, replace(REMARK, author="Ann Archer")))]
    with_them = opened(slug, report_of(*claims, has_comments=True))
    for words in (REMARK.text, "Ann Archer"):
        assert reader.holds(with_them, words) == reader.has_notes
        assert not reader.holds(opened(slug, cut(report_of(*claims, has_comments=True), FOR_OUTSIDE)), words)
    assert reader.reads(with_them, ["It can wait.", "It is old."])


def test_every_field_of_a_review_is_on_the_page(rf: RequestFactory) -> None:
    report = report_of(reviewed_claim())
    context = page_context(report) | {"is_outside": True}
    row = parse(render_to_string("reports/report.html", context, request=rf.get("/"))).one("tr", id="claim-1")
    for field in REVIEW_FIELDS:
        assert words_of(field, report.claims[0]) in row.words, field.name


#: A verdict that judged another review than there is, and that nobody recommended.
STALE = {"is_verdict_stale": True, "recommended": Verdict.UNVERIFIED}
REMARKS = ("set before the review changed", "differs from the recommendation")


@pytest.mark.parametrize("slug", all_formats())
def test_every_format_says_what_to_know_beside_a_verdict(slug: str) -> None:
    reader, report = reader_of(slug), report_of(claim_of("The bridge can wait.", **STALE))
    file = opened(slug, report)
    if slug == "claimreview":
        assert file.claims == [], "what nobody has judged is no fact check"
    elif slug == "json":
        (claim,) = json.loads(b"".join(as_bytes(all_formats()[slug].render(report))))["claims"]
        assert (claim["is_verdict_stale"], claim["differs_from_recommendation"]) == (True, True)
    else:
        assert all(reader.holds(file, remark) for remark in REMARKS)


@pytest.mark.parametrize("slug", all_formats())
def test_no_format_says_it_of_a_verdict_that_fits(slug: str) -> None:
    file = opened(slug, report_of(claim_of("The bridge can wait.", recommended=Verdict.VERIFIED)))
    assert len(file.claims) == 1
    assert not any(remark in text for remark in REMARKS for text in file.texts)


def test_the_page_says_it(rf: RequestFactory) -> None:
    context = page_context(report_of(claim_of("The bridge can wait.", **STALE))) | {"is_outside": True}
    page = render_to_string("reports/report.html", context, request=rf.get("/"))
    row = parse(page).one("tr", id="claim-1")
    assert all(remark.capitalize() in row.words for remark in REMARKS)
    assert "The verdict on claim 1 was set before the review changed." in page


@pytest.mark.parametrize("slug", all_formats())
def test_a_report_of_nothing_is_a_file(slug: str) -> None:
    nothing = {"text": "", "title": "", "outlet": "", "byline": "", "url": "", "published_on": None, "loaded_by": None}
    report = make_report(sources=(), **nothing)
    empty = replace(report, claims=(), numbers=replace(report.numbers, claims=0, pending=0))
    assert opened(slug, empty).claims == []


@pytest.mark.parametrize("slug", all_formats())
def test_five_hundred_claims_come_in_their_order(slug: str) -> None:
    reader = reader_of(slug)
    endings = ("as said.", "👩🏽‍⚖️ ruled.", "他说桥可以等。", "Совет проголосовал.", "قال المسؤول")
    texts = [f"Number {number} of many was so, {endings[number % len(endings)]}" for number in range(500)]
    file = opened(slug, report_of(*(claim_of(text) for text in texts)))
    assert len(file.claims) == 500
    assert reader.reads(file, texts)

"""One clock: every page and file of a report shows the same moments at the same time of the same day."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports import freezing
from factcheck.reports.build import Report, build_report
from factcheck.reports.clock import day_of, exact_time_of, time_of
from factcheck.reports.file_names import file_name
from factcheck.reports.filters import ArticleFilter
from factcheck.reports.formats import all_formats, as_bytes
from factcheck.reports.formats.csv_file import CsvFile
from factcheck.reports.models import FrozenReport
from factcheck.reports.pages.context import page_context
from factcheck.reports.table import CsvTable, read_batches
from factcheck.reviews.editions import Edition
from factcheck.standards import findings_for_claim
from tests.factories import make_article, make_claim
from tests.reports.builders import DISMISSED, ED, MINUTES, REVISION, RITA, make_report, make_reported_claim
from tests.reports.page_parser import parse
from tests.reports.readers import reader_of

#: When something was, in UTC; what the desk's clock says of it in words; and what in a table.
Moment = tuple[dt.datetime, str, str]
MOMENTS: dict[str, list[Moment]] = {
    # The day at the desk is another than in UTC.
    "Asia/Tokyo": [
        (dt.datetime(2026, 11, 23, 14, 59, 59, tzinfo=dt.UTC), "23 Nov 2026 23:59:59 JST", "2026-11-23 23:59:59"),
        (dt.datetime(2026, 11, 23, 15, 0, 0, tzinfo=dt.UTC), "24 Nov 2026 00:00:00 JST", "2026-11-24 00:00:00"),
    ],
    # Clocks are put back: the same hour twice, told apart by its name.
    "America/New_York": [
        (dt.datetime(2026, 11, 1, 5, 30, 7, tzinfo=dt.UTC), "1 Nov 2026 01:30:07 EDT", "2026-11-01 01:30:07"),
        (dt.datetime(2026, 11, 1, 6, 30, 7, tzinfo=dt.UTC), "1 Nov 2026 01:30:07 EST", "2026-11-01 01:30:07"),
    ],
    # Clocks are put forward at midnight, on the other side of a day.
    "America/Havana": [
        (dt.datetime(2026, 3, 8, 4, 59, 58, tzinfo=dt.UTC), "7 Mar 2026 23:59:58 CST", "2026-03-07 23:59:58"),
        (dt.datetime(2026, 3, 8, 5, 0, 1, tzinfo=dt.UTC), "8 Mar 2026 01:00:01 CDT", "2026-03-08 01:00:01"),
    ],
    "Asia/Dubai": [
        (dt.datetime(2026, 11, 23, 19, 59, 0, tzinfo=dt.UTC), "23 Nov 2026 23:59:00 UTC+04", "2026-11-23 23:59:00"),
        (dt.datetime(2026, 11, 23, 20, 0, 0, tzinfo=dt.UTC), "24 Nov 2026 00:00:00 UTC+04", "2026-11-24 00:00:00"),
    ],
    "UTC": [
        (dt.datetime(2026, 11, 23, 23, 59, 59, tzinfo=dt.UTC), "23 Nov 2026 23:59:59 UTC", "2026-11-23 23:59:59"),
        (dt.datetime(2026, 11, 24, 0, 0, 0, tzinfo=dt.UTC), "24 Nov 2026 00:00:00 UTC", "2026-11-24 00:00:00"),
    ],
}


@pytest.fixture(params=MOMENTS)
def zone(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.TIME_ZONE = request.param
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}"
    return str(request.param)


def report_at(first: dt.datetime, second: dt.datetime) -> Report:
    """A report in which everything that has a time happened at one of these two."""
    (hedged,) = findings_for_claim(status="hedged")
    reviewed = make_reported_claim(
        1,
        sourcing=SourcingStatus.HEDGED,
        reviewed_by=RITA,
        reviewed_at=first,
        verdict=Verdict.VERIFIED,
        verdict_by=ED,
        verdict_at=second,
        evidence=(replace(MINUTES, at=first),),
        findings=(replace(hedged, dismissed=replace(DISMISSED, at=second)),),
    )
    (dropped,) = REVISION.dropped
    revision = replace(REVISION, before_loaded_at=first, dropped=(replace(dropped, verdict_at=second),))
    report = make_report(reviewed, loaded_at=first, archived_at=second, superseded_at=second, revision=revision)
    return replace(report, drawn_at=second, numbers=replace(report.numbers, reviewed=1))


@pytest.mark.parametrize("slug", all_formats())
def test_every_format_shows_the_desks_time(zone: str, slug: str) -> None:
    moments = MOMENTS[zone]
    content = b"".join(as_bytes(all_formats()[slug].render(report_at(moments[0][0], moments[1][0]))))
    reader = reader_of(slug)
    opened = reader.open(content)
    for at, words, cell in moments:
        match reader.clock:
            case "words":
                assert reader.holds(opened, words)
            case "cells":
                assert opened.texts.count(cell) + opened.texts.count(f"{at:%Y-%m-%d %H:%M:%S}") >= 2
                assert any(f"({zone})" in text for text in opened.texts)
                assert any("(UTC)" in text for text in opened.texts)
            case "UTC":
                assert any(text.startswith(f"{at:%Y-%m-%dT%H:%M:%S}") for text in opened.texts)
    if reader.clock == "day":
        assert moments[1][2][:10] in opened.texts
    if slug == "json":
        assert zone in opened.texts


def test_a_table_has_utc_beside_it(zone: str) -> None:
    (first, _, first_cell), (second, _, second_cell) = MOMENTS[zone]
    text = "".join(CsvFile().render(report_at(first, second))).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row[f"Reviewed at ({zone})"], row[f"Verdict at ({zone})"]) == (first_cell, second_cell)
    assert row["Reviewed at (UTC)"] == f"{first:%Y-%m-%d %H:%M:%S}"
    assert row["Verdict at (UTC)"] == f"{second:%Y-%m-%d %H:%M:%S}"
    assert len([heading for heading in row if heading.startswith("Verdict at")]) == (1 if zone == "UTC" else 2)


def test_a_margin_comment_is_dated_by_the_desks_clock(zone: str) -> None:
    (first, _, cell), (second, _, _) = MOMENTS[zone]
    content = b"".join(as_bytes(all_formats()["docx"].render(report_at(first, second))))
    (comment,) = docx.Document(io.BytesIO(content)).comments
    assert comment.timestamp is not None
    assert f"{comment.timestamp:%Y-%m-%d %H:%M:%S}" == cell


def test_the_page_shows_what_its_files_show(zone: str, rf: RequestFactory) -> None:
    (first, first_words, _), (second, second_words, _) = MOMENTS[zone]
    context = page_context(report_at(first, second)) | {"is_outside": True}
    root = parse(render_to_string("reports/report.html", context, request=rf.get("/")))
    claim = root.one("tr", id="claim-1")
    assert claim.all("td")[3].words.startswith(f"Rita Reyes {first_words}")
    assert f"Ed Okafor {second_words}" in claim.all("td")[2].words
    assert f"Review report · generated {second_words} · for the desk Council" in root.one("header", class_="mb-4").words
    for section in ("findings", "revision"):
        assert second_words in root.one("section", **{"aria-labelledby": section}).words
    facts = {term.words: term.parent.one("dd").words for term in root.all("dt") if term.parent}
    assert facts["Loaded"] == f"{time_of(first)} by Ed Okafor"


def test_the_day_of_a_file_is_the_desks(zone: str) -> None:
    for at, _, cell in MOMENTS[zone]:
        assert file_name("Bridge", at, "pdf", Edition.DESK) == f"bridge-report-desk-{cell[:10]}.pdf"


def test_times_in_words(zone: str) -> None:
    for at, words, _ in MOMENTS[zone]:
        day, time, name = words.rsplit(" ", 2)
        assert exact_time_of(at) == words
        assert time_of(at) == f"{day} {time[:5]} {name}"
        assert day_of(at) == day
    assert (time_of(None), exact_time_of(None), day_of(None)) == ("", "", "")
    assert day_of(dt.date(2026, 1, 2)) == "2 Jan 2026"


@pytest.mark.django_db
def test_a_frozen_report_and_what_somebody_outside_sees(zone: str, client: Client, ed: User) -> None:
    at, words, _ = MOMENTS[zone][1]
    article = make_article("Sources said yes.", statuses=["unnamed_source"])
    now = freezing.freeze(article=article, occasion="", key=uuid4(), by=ed)
    frozen = FrozenReport.objects.create(article=article, document=now.document, sha256=now.sha256, by=ed, at=at)
    client.force_login(ed)
    assert f"frozen {words} by Ed" in parse(client.get(f"/reports/{frozen.pk}/").content.decode()).words
    assert f"Report {frozen.pk}, {words} by Ed" in parse(client.get(f"/reports/{now.pk}/").content.decode()).words
    assert words in parse(client.get(f"/reports/{frozen.pk}/compare/{now.pk}/").content.decode()).words
    _, token = freezing.share(report=frozen, recipient="Lawyer", days=1, by=ed)
    assert f"frozen {words} by Ed" in parse(Client().get(f"/reports/shared/{token}/").content.decode()).words


@pytest.mark.django_db
def test_the_table_of_many_articles_has_the_same_clocks(zone: str, rita: User, ed: User) -> None:
    (first, _, cell), (second, _, _) = MOMENTS[zone]
    article = make_article("Sources said yes.", statuses=["unnamed_source"])
    make_claim(article, reviewed_by=rita, reviewed_at=first, verdict=Verdict.VERIFIED, verdict_by=ed, verdict_at=second)
    table = CsvTable()
    lines = [line for batch in read_batches(ArticleFilter(), table.read) for line in batch]
    (row,) = csv.DictReader(io.StringIO((table.heading() + b"".join(lines)).decode("utf-8-sig"), newline=""))
    text = "".join(CsvFile().render(build_report(article))).removeprefix("\ufeff")
    (own,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row[f"Reviewed at ({zone})"] == cell
    times = [heading for heading in own if " at (" in heading]
    assert {heading: row[heading] for heading in times} == {heading: own[heading] for heading in times}
    assert {f"Loaded at ({zone})", "Loaded at (UTC)"} <= row.keys()

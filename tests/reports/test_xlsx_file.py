"""The workbook as a spreadsheet program reads it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from factcheck.reports.build import Report
from factcheck.reports.formats.csv_file import columns
from factcheck.reports.formats.xlsx_file import CUT, MAX_CELL, XlsxFile, shortened
from factcheck.reports.text import visible
from factcheck.standards import findings_for_claim
from tests.reports.builders import AT, ED, HOSTILE, MINUTES, REVISION, RITA, make_report, make_reported_claim
from tests.reports.test_csv_file import DANGEROUS


def read(report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(XlsxFile().render(report))))


def rows(sheet: Any) -> list[dict[str, Any]]:
    heading, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in others]


def test_sheets_with_filters_and_a_heading_that_stays() -> None:
    book = read(make_report())
    assert book.sheetnames == ["Claims", "Evidence", "Sources", "Findings", "About"]
    for sheet in book.worksheets[:-1]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.b
    assert [cell.value for cell in book["Claims"][1]] == list(columns())
    assert book["Claims"].column_dimensions["C"].width > 40
    assert book["Claims"]["C2"].alignment.wrap_text


def test_what_changed_has_a_sheet_in_a_later_version() -> None:
    book = read(make_report(revision=REVISION))
    changed, new, dropped = rows(book["Since the last version"])
    assert (changed["Since then"], changed["Claim"], changed["Claim before"]) == ("Changed", "1", "2")
    assert (changed["Words"], changed["Words before"]) == ("The bridge must wait.", "The bridge can wait.")
    assert (new["Since then"], new["Claim"]) == ("New", "4")
    assert (dropped["Words before"], dropped["Verdict"], dropped["By"]) == ("It rained.", "Verified", "Ed Okafor")
    about = dict(book["About"].iter_rows(values_only=True))
    assert (about["Version"], about["Unchanged claims"]) == (2, 20)


def test_numbers_are_numbers_and_times_are_times() -> None:
    at = dt.datetime(2026, 11, 23, 10, 40, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    claim = make_reported_claim(4, verdict_by=ED, verdict_at=at, suggested_probability=0.416, evidence=(MINUTES,))
    book = read(make_report(claim))
    (row,) = rows(book["Claims"])
    assert (row["Number"], row["Suggestion likely (%)"], row["Start"]) == (4, 42, 0)
    assert row["Verdict at (UTC)"] == AT.replace(tzinfo=None)
    assert row["Reviewed at (UTC)"] is None
    (evidence,) = rows(book["Evidence"])
    assert (evidence["Claim"], evidence["Name"], evidence["By"]) == ("4", "minutes.pdf", "Rita Reyes")


def test_sources_findings_and_about() -> None:
    hedged = tuple(findings_for_claim(status="hedged"))
    stamp = f"Report 12 · SHA-256 {'a' * 64}"
    book = read(replace(make_report(make_reported_claim(1, findings=hedged)), stamp=stamp))
    assert rows(book["Sources"])[0]["Claims"] == "1"
    assert rows(book["Findings"])[0]["Finding"].endswith("Claim 1 is hedged and names no source.")
    about = dict(book["About"].iter_rows(values_only=True))
    assert (about["Frozen as"], about["Article"], about["Claims"]) == (
        stamp,
        "Council votes to delay harbour bridge",
        1,
    )
    assert book.properties.description == f"{stamp} · for the desk"
    assert stamp in book["Claims"].oddFooter.left.text


@pytest.mark.parametrize("text", [*HOSTILE.values(), *DANGEROUS])
def test_no_text_is_a_formula_a_link_or_lost(text: str) -> None:
    person = replace(RITA, name=text)
    claim = make_reported_claim(
        1, text, note=text, source=text, reviewed_by=person, evidence=(replace(MINUTES, name=text),)
    )
    book = read(make_report(claim, title=text, outlet=text))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} == {"https://example.org/bridge"}
    (told,) = rows(book["Claims"])
    assert told["Claim"] == told["Note"] == told["Source"] == visible(text)
    if text.startswith("="):
        assert book["Claims"]["C2"].quotePrefix


def test_only_web_addresses_are_links() -> None:
    script = replace(MINUTES, url="javascript:alert(1)")
    page = replace(MINUTES, url="https://example.org/a?b=1&c=“2”")
    book = read(make_report(make_reported_claim(1, evidence=(script, page)), url="file:///etc/passwd"))
    assert [row[6].hyperlink is not None for row in book["Evidence"].iter_rows(min_row=2)] == [False, True]
    assert not [cell for row in book["About"].iter_rows() for cell in row if cell.hyperlink]


def test_a_cell_that_is_too_long_says_so() -> None:
    (row,) = rows(read(make_report(make_reported_claim(1, "x" * 40_000)))["Claims"])
    assert len(row["Claim"]) == MAX_CELL
    assert row["Claim"].endswith(CUT)


@pytest.mark.parametrize("letter", ["x", "👩", "漢"])
def test_what_excel_counts_fits(letter: str) -> None:
    for length in (MAX_CELL // 2, MAX_CELL, MAX_CELL + 1):
        assert len(shortened(letter * length).encode("utf-16-le")) // 2 <= MAX_CELL
    assert shortened("x" * MAX_CELL) == "x" * MAX_CELL


def test_the_same_report_is_the_same_bytes() -> None:
    first, second = (b"".join(XlsxFile().render(make_report())) for _ in range(2))
    assert first == second


def test_an_empty_report_is_a_workbook() -> None:
    book = read(replace(make_report(), claims=(), sources=()))
    assert rows(book["Claims"]) == rows(book["Sources"]) == rows(book["Findings"]) == []

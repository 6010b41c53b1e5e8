"""The report as a workbook: claims, evidence, sources and findings on sheets of their own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from factcheck.reports.build import Report, ReportedEvidence
from factcheck.reports.clock import clocks
from factcheck.reports.editions import choice_of
from factcheck.reports.formats.csv_file import columns
from factcheck.reports.revision import Revision
from factcheck.reports.text import (
    EVIDENCE_LABELS,
    HEADINGS,
    LABELS,
    article_lines,
    drawn_line,
    finding_words,
    number_lines,
    stamp_of,
    visible,
)
from factcheck.reviews.editions import belongs
from factcheck.spreadsheets import cell

#: What a cell may hold, counted as Excel counts; and what a link may.
MAX_CELL, MAX_LINK = 32_767, 2_079
CUT = " … [cut here: a cell holds no more; the JSON file has all of it]"

#: Letters across, by heading; any other column is _WIDTH wide.
_WIDTH = 18
_WIDTHS = {
    **dict.fromkeys(("Number", "Part", "Start", "End"), 8),
    **dict.fromkeys(("Claim", "Finding", "Quotation", "Note", "Evidence", "Comment", "Suggested wording"), 48),
    **dict.fromkeys(("Words", "Words before"), 48),
    **dict.fromkeys(("Findings", "Dismissed findings", "About the unnamed source", "Link"), 36),
    "Fingerprint of the file": 20,
}

#: Letters that a page holds across and can still be read.
_PAGE_WIDTH = 260


class Link(str):
    """An address that may be followed."""

    __slots__ = ()


Value = str | int | dt.datetime | None
Rows = Iterable[Sequence[Value]]


class XlsxFile:
    """Each sheet with a heading that stays in sight and filters; no cell is ever a formula."""

    slug = ending = "xlsx"
    label = "Excel"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def render(self, report: Report) -> Iterator[bytes]:
        written = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        book = Workbook(written, options)
        book.set_properties(
            {
                "title": visible(report.article.title)[:255],
                "author": "Factcheck",
                "comments": stamp_of(report),
                "created": report.drawn_at.replace(tzinfo=None),
            }
        )
        sheets = _Sheets(book, stamp_of(report))
        choice = choice_of(report)
        table = columns(choice)
        sheets.add("Claims", list(table), ([value(claim) for value in table.values()] for claim in report.claims))
        told = [name for name in EVIDENCE_LABELS if choice.has(belongs("ReportedEvidence", _FIELDS.get(name, name)))]
        sheets.add(
            "Evidence", ["Claim", *(EVIDENCE_LABELS[name] for name in told), *_times_at()], _evidence(report, told)
        )
        if report.has_comments:
            sheets.add("Comments", ["Claim", "Comment", "Written by", *_times_at()], _comments(report))
        sheets.add(
            "Sources", ["Source", "Described as", "Sourcing", "Named in", "Added by hand", "Claims"], _sources(report)
        )
        sheets.add("Findings", ["Finding", "Rule", "Claims"], _findings(report))
        if report.revision:
            sheets.add(HEADINGS["revision"], [*_SINCE, *_times_at()], _since(report.revision))
        sheets.add("About", ["", ""], _about(report), widths=(28, 90))
        book.close()
        yield written.getvalue()


def _times_at() -> list[str]:
    """The headings of a time, one for each clock."""
    return [f"At ({zone})" for zone in clocks()]


def _times(at: dt.datetime | None) -> list[Value]:
    return [clock(at) if at else None for clock in clocks().values()]


#: What a label is called in the report, where that is something else.
_FIELDS = {"link": "url"}


def _evidence(report: Report, told: Sequence[str]) -> Rows:
    for claim in report.claims:
        for evidence in claim.evidence:
            about = _about_evidence(evidence)
            yield [claim.label, *(about[name] for name in told), *_times(evidence.at)]


def _comments(report: Report) -> Rows:
    for claim in report.claims:
        for comment in claim.comments:
            words = comment.text if comment.is_said else f"({comment.kind.label})"
            yield [claim.label, words, comment.author, *_times(comment.at)]


def _about_evidence(evidence: ReportedEvidence) -> dict[str, Value]:
    """By the name of their labels."""
    return {
        "stance": str(evidence.stance.label),
        "is_primary": EVIDENCE_LABELS["is_primary"] if evidence.is_primary else "",
        "name": evidence.name,
        "place": evidence.place,
        "quotation": evidence.quotation,
        "link": Link(evidence.link) if evidence.link else evidence.url,
        "contact": evidence.contact,
        "by": str(evidence.by or ""),
        "sha256": evidence.sha256,
    }


def _sources(report: Report) -> Rows:
    for source in report.sources:
        added = "Added by hand" if source.is_added else ""
        claims = ", ".join(source.claims)
        yield [source.name, source.described, source.status.label, source.named_in, added, claims]


def _findings(report: Report) -> Rows:
    for finding in report.findings:
        yield [finding_words(finding), finding.rule, ", ".join(finding.claims)]


_SINCE = ["Since then", "Claim", "Claim before", "Words", "Words before", LABELS["sourcing"], LABELS["verdict"], "By"]


def _since(revision: Revision) -> Rows:
    for sentence in revision.changed:
        yield ["Changed", sentence.label, sentence.label_before, sentence.text, sentence.text_before]
    for label in revision.new:
        yield ["New", label]
    for claim in revision.dropped:
        state = [claim.sourcing.label, str(claim.verdict.label), str(claim.verdict_by or "")]
        yield ["Removed", "", claim.label, "", claim.text, *state, *_times(claim.verdict_at)]


def _about(report: Report) -> Rows:
    yield ["Article", report.article.title]
    for line in (*article_lines(report), drawn_line(report)):
        yield [line.name, Link(line.words) if line.link and line.link == line.words else line.words]
    if not report.stamp:
        yield ["Frozen as", stamp_of(report)]
    yield ["Times", f"In the zone that a heading names: {' and '.join(clocks())}"]
    yield from number_lines(report)
    if report.revision:
        yield ["Version", report.revision.version]
        yield ["Unchanged claims", report.revision.unchanged]


class _Sheets:
    """Adds sheets of one look to a workbook."""

    def __init__(self, book: Workbook, stamp: str) -> None:
        self._book = book
        self._stamp = stamp
        text: dict[str, Any] = {"text_wrap": True, "valign": "top"}
        self._text = book.add_format(text)
        # As if an apostrophe were in front: the text stays text when somebody edits the cell or saves it as CSV.
        self._guarded = book.add_format(text | {"quote_prefix": True})
        self._link = book.add_format(text | {"font_color": "#0B57A4", "underline": 1})
        self._number = book.add_format({"valign": "top", "align": "left"})
        self._time = book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd hh:mm:ss"})
        self._heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EBF0", "bottom": 1}
        )

    def add(self, name: str, headings: list[str], rows: Rows, widths: Sequence[int] = ()) -> None:
        sheet = self._book.add_worksheet(name)
        has_headings = any(headings)
        first = last = int(has_headings)
        if has_headings:
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, self._heading)
        for last, row in enumerate(rows, start=first):
            for column, value in enumerate(row):
                self._write(sheet, last, column, value)
        across = widths or [_WIDTHS.get(heading, _WIDTH) for heading in headings]
        for column, width in enumerate(across):
            sheet.set_column(column, column, width)
        if has_headings:
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, last, len(headings) - 1)
            sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        if sum(across) > _PAGE_WIDTH:
            # On one page nobody could read it: it goes on over several, each with the claims beside it.
            sheet.set_print_scale(60)
            sheet.repeat_columns(0, headings.index("Claim"))
        else:
            sheet.fit_to_pages(1, 0)
        # The stamp holds no word of the article, so nothing in it is read as a code of the foot.
        sheet.set_footer(f"&L{self._stamp}&R&A, page &P of &N")

    def _write(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int):
            sheet.write_number(row, column, value, self._number)
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None, microsecond=0), self._time)
        elif isinstance(value, Link) and len(value) <= MAX_LINK:
            sheet.write_url(row, column, visible(value), self._link, visible(value))
        else:
            text = shortened(visible(value))
            sheet.write_string(row, column, text, self._guarded if cell(text) != text else self._text)


def shortened(text: str) -> str:
    """Text that fits into a cell; where it was cut, it says so."""
    if _length(text) <= MAX_CELL:
        return text
    room = 2 * (MAX_CELL - _length(CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def _length(text: str) -> int:
    """Excel counts a letter beyond the first 65,536, such as an emoji, as two."""
    return len(text.encode("utf-16-le")) // 2

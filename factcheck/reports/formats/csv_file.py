"""The claims as a table for a spreadsheet: one row each, RFC 4180."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from factcheck.reports.build import Report, ReportedClaim
from factcheck.reports.clock import Clock, clocks
from factcheck.reports.editions import choice_of
from factcheck.reports.text import (
    BESIDE_FIELDS,
    LABELS,
    comment_words,
    evidence_lines,
    finding_line,
    finding_words,
    verdict_remarks,
)
from factcheck.reviews.editions import BELONGS, FOR_DESK, EditionChoice, belongs
from factcheck.spreadsheets import BOM, Echo, cell

Value = str | int | dt.datetime | None
Column = Callable[[ReportedClaim], Value]


def _percent(proportion: float | None) -> Value:
    """A whole number: where decimals are set off by a comma, a spreadsheet takes 0.85 for text or a date."""
    return "" if proportion is None else round(100 * proportion)


def _label(choice: Any) -> str:
    return choice.label if choice else ""


def _evidence(claim: ReportedClaim) -> str:
    """“Supports it: minutes.pdf, page 3”, a line each."""
    lines = (evidence_lines(evidence)[0] for evidence in claim.evidence)
    return "\n".join(f"{line.heading} {line.words}" for line in lines)


def _comments(claim: ReportedClaim) -> str:
    return "\n".join(comment_words(comment) for comment in claim.comments)


def columns(choice: EditionChoice = FOR_DESK, *, with_comments: bool = False) -> dict[str, Column]:
    """The columns of every table of claims in an edition, by heading.

    Numbers stay numbers, and times times, as the clock in their heading shows them; all text passes through ``cell``.
    A column that an edition has nothing for is left out.
    """
    left_out = headings_left_out(choice)
    return {heading: column for heading, column in _columns(with_comments).items() if heading not in left_out}


def headings_left_out(choice: EditionChoice) -> set[str]:
    """The headings for which an edition has nothing."""
    columns = {field.label: belongs("ReportedClaim", field.name) for field in BESIDE_FIELDS}
    left_out = {heading for heading, edition in columns.items() if not choice.has(edition)}
    if not any(choice.has(edition) for edition in BELONGS["about_source"].values()):
        left_out.add(LABELS["about_source"])
    return left_out


def _columns(with_comments: bool) -> dict[str, Column]:
    return {
        "Number": lambda claim: claim.number,
        "Part": lambda claim: claim.label.lstrip("0123456789"),
        "Claim": lambda claim: claim.text,
        LABELS["sourcing"]: lambda claim: claim.sourcing.label,
        LABELS["source"]: lambda claim: claim.source,
        LABELS["leads_to"]: lambda claim: claim.leads_to,
        LABELS["cue"]: lambda claim: claim.cue,
        LABELS["channel"]: lambda claim: claim.channel,
        LABELS["unattributed_reason"]: lambda claim: _label(claim.unattributed_reason),
        LABELS["about_source"]: lambda claim: " ".join(
            f"{question} {answer}" for question, answer in claim.about_source
        ),
        LABELS["findings"]: lambda claim: " ".join(finding_words(finding) for finding in claim.open_findings),
        "Dismissed findings": lambda claim: " ".join(
            finding_line(finding).words for finding in claim.dismissed_findings
        ),
        LABELS["said"]: lambda claim: claim.said.label,
        LABELS["recommended"]: lambda claim: _label(claim.recommended),
        LABELS["verdict"]: lambda claim: claim.verdict.label,
        LABELS["verdict_by"]: lambda claim: str(claim.verdict_by or ""),
        **_times("Verdict at", lambda claim: claim.verdict_at),
        LABELS["is_verdict_stale"]: lambda claim: "; ".join(verdict_remarks(claim)),
        LABELS["reviewed_by"]: lambda claim: str(claim.reviewed_by or ""),
        **_times("Reviewed at", lambda claim: claim.reviewed_at),
        **{field.label: field.shown for field in BESIDE_FIELDS},
        LABELS["evidence"]: _evidence,
        **({LABELS["comments"]: _comments} if with_comments else {}),
        LABELS["second_opinion"]: lambda claim: _label(claim.second_opinion),
        LABELS["suggested"]: lambda claim: claim.suggested.label,
        "Suggestion likely (%)": lambda claim: _percent(claim.suggested_probability),
        "Start": lambda claim: claim.start,
        "End": lambda claim: claim.end,
    }


def _times(name: str, time_of: Callable[[ReportedClaim], dt.datetime | None]) -> dict[str, Column]:
    """A column for each clock."""

    def column(clock: Clock) -> Column:
        return lambda claim: clock(at) if (at := time_of(claim)) else None

    return {f"{name} ({zone})": column(clock) for zone, clock in clocks().items()}


#: For whom the table is, with what was ticked.
EDITION = "Edition"
#: The last column: the number and fingerprint of a frozen report; empty for one that is not frozen.
STAMP = "Report"


class CsvFile:
    """A heading and one row for each claim; lines end in CRLF, text is quoted, numbers are not."""

    slug = ending = "csv"
    label = "CSV"
    content_type = "text/csv; charset=utf-8"

    def render(self, report: Report) -> Iterator[str]:
        writer = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        choice = choice_of(report)
        table = columns(choice, with_comments=report.has_comments)
        yield BOM + writer.writerow([*table, EDITION, STAMP])
        for claim in report.claims:
            values = (_guarded(value_of(claim)) for value_of in table.values())
            yield writer.writerow([*values, choice.words, cell(report.stamp)])


def _guarded(value: Value) -> str | int:
    if value is None or isinstance(value, int):
        return "" if value is None else value
    # What spreadsheets read as a point in time; they know no time zones.
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, dt.datetime) else cell(value)

"""The claims as a table for a spreadsheet: one row each, RFC 4180."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from factcheck.reports.build import Report, ReportedClaim, ReportedEvidence
from factcheck.spreadsheets import BOM, Echo, cell
from factcheck.standards import Finding

Value = str | int | dt.datetime | None


def _time(at: dt.datetime | None) -> str:
    """What spreadsheets read as a point in time; they know no time zones, so it is UTC and the heading says so."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _percent(share: float | None) -> Value:
    """A whole number: where decimals are set off by a comma, a spreadsheet takes 0.85 for text or a date."""
    return "" if share is None else round(100 * share)


def _label(choice: Any) -> str:
    return choice.label if choice else ""


def _evidence(one: ReportedEvidence) -> str:
    """“Supports it: minutes.pdf, page 3”."""
    return f"{one.stance.label}: {', '.join(filter(None, (one.name, one.place)))}"


def _finding(one: Finding) -> str:
    """“Serious: Is hedged and names no source.”"""
    return f"{one.severity.label}: {one.sentence}"


def _dismissed(one: Finding) -> str:
    """“Is hedged and names no source. Dismissed by Ed Okafor, 2026-11-23 09:40:00: said so in paragraph 2.”"""
    gone = one.dismissed
    return f"{one.sentence} Dismissed by {gone.by}, {_time(gone.at)}: {gone.reason}" if gone else ""


#: The columns with their headings, for every table of claims. Numbers stay numbers, and times times; all text passes
#: through ``cell``.
COLUMNS: dict[str, Callable[[ReportedClaim], Value]] = {
    "Number": lambda claim: claim.number,
    "Part": lambda claim: claim.label.lstrip("0123456789"),
    "Claim": lambda claim: claim.text,
    "Sourcing": lambda claim: claim.sourcing.label,
    "Source": lambda claim: claim.source,
    "Leads back to": lambda claim: claim.leads_to,
    "Cue": lambda claim: claim.cue,
    "Channel": lambda claim: claim.channel,
    "Reason without attribution": lambda claim: _label(claim.unattributed_reason),
    "About the unnamed source": lambda claim: " ".join(f"{asked} {answer}" for asked, answer in claim.about_source),
    "Findings": lambda claim: " ".join(_finding(one) for one in claim.open_findings),
    "Dismissed findings": lambda claim: " ".join(_dismissed(one) for one in claim.dismissed_findings),
    "Did the source say it": lambda claim: claim.said.label,
    "Recommended verdict": lambda claim: _label(claim.recommended),
    "Verdict": lambda claim: claim.verdict.label,
    "Verdict by": lambda claim: str(claim.verdict_by or ""),
    "Verdict at (UTC)": lambda claim: claim.verdict_at,
    "Reviewed by": lambda claim: str(claim.reviewed_by or ""),
    "Reviewed at (UTC)": lambda claim: claim.reviewed_at,
    "Suggested wording": lambda claim: claim.wording,
    "Note": lambda claim: claim.note,
    "Evidence": lambda claim: "\n".join(_evidence(one) for one in claim.evidence),
    "Second opinion": lambda claim: claim.second_opinion.label if claim.second_opinion else "",
    "Suggested sourcing": lambda claim: claim.suggested.label,
    "Suggestion likely (%)": lambda claim: _percent(claim.suggested_probability),
    "Start": lambda claim: claim.start,
    "End": lambda claim: claim.end,
}


#: The last column: the number and fingerprint of a frozen report; empty for one as it stands.
STAMP = "Report"


class CsvFile:
    """A heading and one row for each claim; lines end in CRLF, text stands in quotes, numbers don’t."""

    slug = ending = "csv"
    label = "CSV"
    content_type = "text/csv; charset=utf-8"

    def render(self, report: Report) -> Iterator[str]:
        writer = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        yield BOM + writer.writerow([*COLUMNS, STAMP])
        for claim in report.claims:
            yield writer.writerow(
                [*(_guarded(value_of(claim)) for value_of in COLUMNS.values()), _guarded(report.stamp)]
            )


def _guarded(value: Value) -> str | int:
    return value if isinstance(value, int) else cell(value if isinstance(value, str) else _time(value))

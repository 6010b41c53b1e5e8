"""The claims as a table for a spreadsheet: one row each, RFC 4180."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

from factcheck.reports.build import Report, ReportedClaim, ReportedEvidence

#: Excel takes a CSV file without it for Windows-1252; LibreOffice, Sheets and Python’s ``utf-8-sig`` skip it.
BOM = "\ufeff"

# A formula begins with one of these, the full-width and small forms included. Before it, spreadsheets may drop blanks,
# quotes and what can't be seen; the four separators below are left out, so that no letter is looked at twice.
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
_DROPPED = (
    " \"'`“”‘’„«»\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\xa0\\xad\\u061c\\u1680\\u180e"
    "\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff"
)
_FORMULA = re.compile(f"[\\t\\r\\n]|[{_DROPPED}]*[{_SIGNS}]")
# Where a list is separated by semicolons, as in much of Europe, a spreadsheet cuts this file at other places: at every
# semicolon, tab and line end, and a cell may begin there too.
_INNER_FORMULA = re.compile(f"([;\\t\\r\\n])(?=[{_DROPPED}]*[{_SIGNS}])")

Value = str | int


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what could begin one gets an apostrophe in front."""
    guarded = _INNER_FORMULA.sub(r"\1'", text)
    return f"'{guarded}" if _FORMULA.match(guarded) else guarded


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


#: The columns with their headings. Numbers stay numbers; all text passes through ``cell``.
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
    "Findings": lambda claim: " ".join(finding.sentence for finding in claim.findings),
    "Did the source say it": lambda claim: claim.said.label,
    "Recommended verdict": lambda claim: _label(claim.recommended),
    "Verdict": lambda claim: claim.verdict.label,
    "Verdict by": lambda claim: str(claim.verdict_by or ""),
    "Verdict at (UTC)": lambda claim: _time(claim.verdict_at),
    "Reviewed by": lambda claim: str(claim.reviewed_by or ""),
    "Reviewed at (UTC)": lambda claim: _time(claim.reviewed_at),
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


class Echo:
    """What csv writes to: gives each line straight back."""

    def write(self, line: str) -> str:
        return line


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


def _guarded(value: Value) -> Value:
    return cell(value) if isinstance(value, str) else value

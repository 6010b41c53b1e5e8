"""A report as lines of words, for the formats that people read in an office program."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, Verdict
from factcheck.reports.build import Report, ReportedClaim, ReportedEvidence
from factcheck.reports.revision import ChangedSentence
from factcheck.standards import ArticleFinding, Finding

Line = tuple[str, str]

#: What XML has no place for, and what nobody would see: shown as a picture of itself.
_SHOWN = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd"),
}

# Of our own: strftime would ask the machine's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def visible(text: str) -> str:
    """Text that XML can hold: lines end in ``\\n``, and a control character is shown by a sign instead of kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)


def is_rtl(text: str) -> bool:
    """Whether text runs from right to left: its first letter with a direction decides, as in browsers."""
    for letter in text:
        if (direction := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return direction != "L"
    return False


def time_of(at: dt.datetime | None) -> str:
    """“23 Nov 2026, 09:40 UTC”, in the same words whatever the machine's language."""
    return f"{day_of(at)}, {at.astimezone(dt.UTC):%H:%M} UTC" if at else ""


def day_of(at: dt.datetime | dt.date | None) -> str:
    """“23 Nov 2026”; of a time, the day it is in UTC."""
    if at is None:
        return ""
    if isinstance(at, dt.datetime):
        at = at.astimezone(dt.UTC).date()
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def stamp_of(report: Report) -> str:
    """The number and fingerprint or, of a report that was not frozen, when it was drawn."""
    return report.stamp or f"Not frozen: as it stood {time_of(report.drawn_at)}"


def evidence_words(one: ReportedEvidence) -> str:
    """“Contradicts it (primary): minutes.pdf, page 3 – “The council did not vote.””"""
    where = ", ".join(filter(None, (one.name, one.place)))
    said = f" – “{one.quotation}”" if one.quotation else ""
    return f"{one.stance.label}{' (primary)' if one.is_primary else ''}: {where}{said}"


def finding_words(one: Finding | ArticleFinding) -> str:
    """The remark in one line with its weight and, of a dismissed one, who let the text stand and why."""
    words = f"{one.severity.label}: {one.sentence}"
    if gone := one.dismissed:
        words += f" Dismissed{_signed(gone.by, gone.at)}: {gone.reason}"
    return words


def lines_of_article(report: Report) -> list[Line]:
    """Where the text came from and what read it: what is unknown is left out."""
    article = report.article
    loaded = f"{time_of(article.loaded_at)}{f' by {article.loaded_by}' if article.loaded_by else ''}"
    lines = [
        ("Outlet", article.outlet),
        ("Byline", article.byline),
        ("Published", day_of(article.published_on)),
        ("URL", article.url),
        ("Loaded", loaded),
        ("Archived", time_of(article.archived_at)),
        ("Detector", article.detector),
        ("SHA-256 of the text", article.sha256),
        ("Report drawn", time_of(report.drawn_at)),
        ("Frozen as", report.stamp),
    ]
    return [line for line in lines if line[1]]


def lines_of_numbers(report: Report) -> list[tuple[str, int]]:
    """How many claims there are, and how they stand."""
    numbers = report.numbers
    return [
        ("Claims", numbers.claims),
        ("Reviewed", numbers.reviewed),
        *((verdict.label, getattr(numbers, verdict.value)) for verdict in Verdict if verdict is not Verdict.PENDING),
        (Verdict.PENDING.label, numbers.pending),
        ("On unnamed sources alone", numbers.unnamed_alone),
    ]


def lines_of_revision(report: Report) -> list[Line]:
    """What changed since the version before; nothing for a first version."""
    revision = report.revision
    if revision is None:
        return []
    before = revision.version - 1
    lines = [
        ("Version", f"{revision.version}; version {before} was loaded {time_of(revision.before_loaded_at)}"),
        ("Sentences that say the same", str(revision.unchanged)),
    ]
    lines += [(f"Claim {one.label} changed", was(one)) for one in revision.changed]
    if revision.new:
        lines.append(("New", f"Claim{'s' if len(revision.new) > 1 else ''} {', '.join(revision.new)}"))
    for one in revision.dropped:
        stood = f"{one.sourcing.label}, {one.verdict.label}{_signed(one.verdict_by, one.verdict_at)}"
        lines.append((f"Dropped, claim {one.label} before", f"“{one.text}” – {stood}"))
    return lines


def was(one: ChangedSentence) -> str:
    """What a changed sentence said before, and what it was called."""
    return f"Was claim {one.label_before}: “{one.text_before}”"


def claim_lines(claim: ReportedClaim) -> list[Line]:
    """All that is known of a claim, a name and words each; what nobody said is left out."""
    return [(name, words) for name, words in _lines_of_claim(claim) if words]


def _lines_of_claim(claim: ReportedClaim) -> Iterator[Line]:
    yield "Sourcing", claim.sourcing.label + ("" if claim.is_reviewed else " (suggested, nobody has reviewed it)")
    if claim.is_reviewed and claim.sourcing is not claim.suggested:
        yield "Suggested was", claim.suggested.label
    yield "Source", claim.source
    if claim.leads_to != claim.source:
        yield "Leads back to", claim.leads_to
    yield "Cue", claim.cue
    yield "Channel", claim.channel
    if claim.sourcing is SourcingStatus.UNATTRIBUTED and claim.unattributed_reason:
        yield "Why without attribution", str(claim.unattributed_reason.label)
    yield from claim.about_source
    if claim.said is not Said.PENDING:
        yield "Did the source say it", str(claim.said.label)
    yield "Verdict", str(claim.verdict.label) + _signed(claim.verdict_by, claim.verdict_at)
    yield "Recommended", str(claim.recommended.label) if claim.recommended else ""
    yield "Reviewed", _signed(claim.reviewed_by, claim.reviewed_at).strip()
    yield "Second opinion", str(claim.second_opinion.label) if claim.second_opinion else ""
    yield "Suggested wording", claim.wording
    yield "Note", claim.note
    for one in claim.evidence:
        yield "Evidence", evidence_words(one)
    for finding in claim.findings:
        yield "Finding", finding_words(finding)


def _signed(by: object, at: dt.datetime | None) -> str:
    return f"{f' by {by}' if by else ''}{f', {time_of(at)}' if at else ''}"

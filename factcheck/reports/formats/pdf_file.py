"""The report to print, to file and to read aloud: a tagged PDF with bookmarks, typeset by Typst.

The template is ours and never changes with a report. Everything a report says reaches it as data, one JSON text, and is
set as the letters it consists of: nothing of it is ever read as markup.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from factcheck.reports import svg
from factcheck.reports.build import Report, ReportedArticle, ReportedClaim, ReportedEvidence
from factcheck.reports.report_charts import pictures_of
from factcheck.reports.statistics import leaning, single_source_passages
from factcheck.reports.text import is_rtl, lines_of_revision
from factcheck.standards import ArticleFinding, Finding

_FOLDER = Path(__file__).parent.parent / "typesetting"
TEMPLATE = _FOLDER / "report.typ"

#: Where each script's letters are looked for, in this order; what none has is looked for among the machine's own fonts.
_OTHER_SCRIPTS = (
    "Amiri",
    "Noto Sans CJK SC",
    *("Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Gurmukhi", "Noto Sans Gujarati"),
    *("Noto Sans Oriya", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Kannada", "Noto Sans Malayalam"),
    *("Noto Sans Sinhala", "Noto Sans Thai", "Noto Sans Lao", "Noto Sans Myanmar", "Noto Sans Khmer"),
    *("Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Ethiopic", "Noto Sans Symbols"),
    "Noto Emoji",
    "DejaVu Sans Mono",
    "New Computer Modern Math",
)
PROSE = ("Libertinus Serif", "Noto Sans", *_OTHER_SCRIPTS)
LABELS = ("Noto Sans", *_OTHER_SCRIPTS)

#: What has no shape: control characters, and the halves and last places that no letter will ever have.
_SHAPELESS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Longer than a line may be, in scripts whose letters don't join: an address, a fingerprint, a word gone wrong.
_LONG = re.compile("[!-~¡-ԯ]{40,}")
_EVERY_FEW = re.compile("(.{10})(?=.)")

#: A name, what is said under it, and where it leads, if anywhere.
Line = dict[str, str]


class PdfFile:
    """PDF/UA where every letter has a shape, else tagged PDF. The same report is the same file on the same machine."""

    slug = ending = "pdf"
    label = "PDF"
    content_type = "application/pdf"

    def render(self, report: Report) -> Iterator[bytes]:
        said = json.dumps(_told(report), ensure_ascii=False)
        try:
            yield _typeset(said, report.drawn_at, ["ua-1"])
        except typst.TypstError:
            # PDF/UA refuses a letter that no font has; without it a box stands there, and all else is the same.
            yield _typeset(said, report.drawn_at, [])


def _typeset(said: str, at: dt.datetime, standards: list[Any]) -> bytes:
    pdf: bytes = typst.compile(
        TEMPLATE,
        root=_FOLDER,
        font_paths=_fonts(),
        sys_inputs={"report": said},
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Found once for the life of a process."""
    return typst.Fonts(include_system_fonts=True, font_paths=[_FOLDER / "fonts"])


def shown(text: str) -> str:
    """Text as it can be set: line ends in one form, a mark for what has no shape, and places to break a long word."""
    text = _SHAPELESS.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return _LONG.sub(lambda long: _EVERY_FEW.sub("\\1\u200b", long[0]), text)


def _told(report: Report) -> dict[str, Any]:
    """All that the template sets."""
    article, drawn = report.article, _time(report.drawn_at)
    return {
        "fonts": {"prose": PROSE, "labels": LABELS},
        "title": shown(" ".join(article.title.split()) or "Untitled"),
        "right_to_left": is_rtl(article.title),
        "kind": f"Review report · drawn {drawn}",
        "authors": _authors(report) or ["Factcheck"],
        "stamp": report.stamp,
        "footer": report.stamp or f"As it stood {drawn}, not frozen",
        "facts": _facts(article, report.stamp),
        "notice": _notice(report),
        "numbers": _numbers(report),
        "pictures": {
            name: {"svg": str(one.draw("360")), "title": one.title, "alt": f"{one.title}. {one.description}"}
            for name, one in pictures_of(report).items()
        },
        "leaning": leaning(report).sentence,
        "yardsticks": [
            {
                "said": f"{one.percent}% {one.unit}: {one.sentence} {one.author}, ",
                "title": one.title,
                "link": one.link,
                "year": str(one.year),
            }
            for one in report.yardsticks
        ],
        "passages": [
            {"said": f"Claims {one.first}–{one.last}: {one.claims} in a row rest alone on", "source": shown(one.source)}
            for one in single_source_passages(report)
        ],
        "sources": [
            {
                "name": shown(source.name),
                "described": shown(source.described) or "—",
                "sourcing": source.status.label,
                "colour": svg.SOURCING[source.status],
                "claims": len(source.claims),
                "which": ", ".join(source.claims) or f"none, named in {source.named_in}",
            }
            for source in report.sources
        ],
        "since": [_line(name, words) for name, words in lines_of_revision(report)],
        "findings": [shown(": ".join(_finding(finding))) for finding in report.findings],
        "claims": [_claim(claim) for claim in report.claims],
    }


def _finding(one: Finding | ArticleFinding) -> tuple[str, str]:
    """How much weight it has, or that it was dismissed, by whom and why; and what it says."""
    if gone := one.dismissed:
        return "Dismissed", f"{one.sentence} – {gone.by}, {_time(gone.at)}: {gone.reason}"
    return one.severity.label, one.sentence


def _line(name: str, said: str, link: str = "") -> Line:
    return {"name": name, "said": shown(said), "link": link}


def _facts(article: ReportedArticle, stamp: str) -> list[Line]:
    loaded = _time(article.loaded_at) + (f" by {article.loaded_by}" if article.loaded_by else "")
    lines = [
        _line("Outlet", article.outlet),
        _line("Byline", article.byline),
        _line("Published", f"{article.published_on:%-d %b %Y}" if article.published_on else ""),
        _line("URL", article.url, article.link),
        _line("Loaded", loaded),
        _line("Archived", _time(article.archived_at) if article.archived_at else ""),
        _line("Detector", article.detector),
        _line("Frozen as", stamp),
        _line("SHA-256 of the text", article.sha256),
    ]
    return [line for line in lines if line["said"]]


def _notice(report: Report) -> str:
    numbers = report.numbers
    if not numbers.reviewed:
        return "Nobody has reviewed a claim yet: the sourcing below is what the machine suggests."
    if numbers.reviewed < numbers.claims:
        return "Of claims not reviewed yet, the sourcing below is what the machine suggests."
    return ""


def _numbers(report: Report) -> list[Line]:
    numbers = report.numbers
    return [
        _line("claims reviewed", f"{numbers.reviewed} of {numbers.claims}"),
        _line("verified", str(numbers.verified)),
        _line("unverified", str(numbers.unverified)),
        _line("disputed", str(numbers.disputed)),
        _line("not checkable", str(numbers.not_checkable)),
        _line("not checked", str(numbers.pending)),
        _line("on unnamed sources alone", str(numbers.unnamed_alone)),
    ]


def _authors(report: Report) -> list[str]:
    """Whoever reviewed a claim or set a verdict, in the order of the claims."""
    people = (person for claim in report.claims for person in (claim.reviewed_by, claim.verdict_by) if person)
    return list(dict.fromkeys(shown(person.name) for person in people))


def _claim(claim: ReportedClaim) -> dict[str, Any]:
    return {
        "heading": f"Claim {claim.label} · {claim.verdict.label}",
        "colour": svg.SOURCING[claim.sourcing],
        "text": shown(claim.text),
        "right_to_left": is_rtl(claim.text),
        "lines": [line for line in _lines(claim) if line["said"]],
    }


def _lines(claim: ReportedClaim) -> Iterator[Line]:
    """Everything that stands behind a claim, in the order in which the page has it."""
    for finding in claim.findings:
        yield _line(*_finding(finding))
    reason = f" – {claim.unattributed_reason.label.lower()}" if claim.unattributed_reason else ""
    suggested = f" (suggested: {claim.suggested.label})" if claim.sourcing != claim.suggested else ""
    yield _line("Sourcing", f"{claim.sourcing.label}{reason}{suggested}")
    yield _line("Source", claim.source)
    yield _line("Leads back to", claim.leads_to if claim.leads_to != claim.source else "")
    yield _line("Cue", claim.cue)
    yield _line("Channel", claim.channel)
    for asked, answer in claim.about_source:
        yield _line(asked, answer)
    yield _line("Did the source say it?", claim.said.label if claim.said.mark else "")
    yield _line("Recommended", claim.recommended.label if claim.recommended else "")
    yield _line("Verdict", _signed(claim.verdict.label, claim.verdict_by, claim.verdict_at))
    yield _line("Reviewed", _signed("", claim.reviewed_by, claim.reviewed_at) or "Not reviewed")
    yield _line("Second opinion", claim.second_opinion.label if claim.second_opinion else "")
    yield _line("Suggested wording", claim.wording)
    yield _line("Note", claim.note)
    for one in claim.evidence:
        yield from _evidence(one)


def _evidence(one: ReportedEvidence) -> Iterator[Line]:
    place = f", {one.place}" if one.place else ""
    primary = " (primary)" if one.is_primary else ""
    yield _line(f"{one.stance.label}{primary}", f"{one.name}{place}", one.link)
    yield _line("Quotation", one.quotation)
    yield _line("Contact", one.contact)
    yield _line("SHA-256 of the file", one.sha256)
    yield _line("Brought", _signed("", one.by, one.at))


def _signed(what: str, by: object, at: dt.datetime | None) -> str:
    """“Disputed, Ed Okafor, 23 Nov 2026 09:40 UTC”."""
    return ", ".join(filter(None, (what, str(by or ""), _time(at) if at else "")))


def _time(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%-d %b %Y %H:%M %Z}"

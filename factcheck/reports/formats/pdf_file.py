"""The report to print, to file and to read aloud: a tagged PDF with bookmarks, typeset by Typst.

The template is ours and never changes with a report. Everything a report says reaches it as data, one JSON text, and is
set as the letters it consists of: nothing of it is ever read as markup.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typst

from factcheck.reports import svg
from factcheck.reports.build import Report, ReportedClaim
from factcheck.reports.clock import exact_time_of
from factcheck.reports.report_charts import pictures_of
from factcheck.reports.statistics import leaning, single_source_passages
from factcheck.reports.text import (
    HEADINGS,
    SENTENCES,
    Line,
    article_lines,
    claim_lines,
    comment_line,
    evidence_lines,
    finding_line,
    finding_words,
    is_rtl,
    notice,
    revision_lines,
    stamp_of,
    tiles,
    verdict_words,
)

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


class PdfFile:
    """PDF/UA where every letter has a shape, else tagged PDF. The same report is the same file on the same machine."""

    slug = ending = "pdf"
    label = "PDF"
    content_type = "application/pdf"

    def render(self, report: Report) -> Iterator[bytes]:
        content = json.dumps(_content(report), ensure_ascii=False)
        try:
            yield _typeset(content, report.drawn_at, ["ua-1"])
        except typst.TypstError:
            # PDF/UA refuses a letter that no font has; without it a box takes its place, and all else is the same.
            yield _typeset(content, report.drawn_at, [])


def _typeset(content: str, at: dt.datetime, standards: list[Any]) -> bytes:
    pdf: bytes = typst.compile(
        TEMPLATE,
        root=_FOLDER,
        font_paths=_fonts(),
        sys_inputs={"report": content},
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


def _content(report: Report) -> dict[str, Any]:
    """All that the template sets."""
    article = report.article
    return {
        "fonts": {"prose": PROSE, "labels": LABELS},
        "headings": HEADINGS,
        "sentences": SENTENCES,
        "title": shown(" ".join(article.title.split()) or "Untitled"),
        "right_to_left": is_rtl(article.title),
        "kind": f"Review report · generated {exact_time_of(report.drawn_at)}",
        "authors": _authors(report) or ["Factcheck"],
        "footer": stamp_of(report),
        "facts": _lines(article_lines(report)),
        "notice": notice(report),
        "numbers": _lines(tiles(report)),
        "pictures": {
            name: {
                "svg": str(picture.draw("360")),
                "title": picture.title,
                "alt": f"{picture.title}. {picture.description}",
            }
            for name, picture in pictures_of(report).items()
        },
        "leaning": leaning(report).sentence,
        "yardsticks": [
            {
                "words": f"{yardstick.percent}% {yardstick.unit}: {yardstick.sentence} {yardstick.author}, ",
                "title": yardstick.title,
                "link": yardstick.link,
                "year": str(yardstick.year),
            }
            for yardstick in report.yardsticks
        ],
        "passages": [shown(passage.sentence) for passage in single_source_passages(report)],
        "sources": [
            {
                "name": shown(source.name),
                "described": shown(source.described) or "—",
                "sourcing": source.status.label,
                "colour": svg.SOURCING[source.status],
                "claims": len(source.claims),
                "which": ", ".join(source.claims) or f"not relied on (mentioned in {source.named_in})",
            }
            for source in report.sources
        ],
        "since": _lines(revision_lines(report)),
        "findings": [shown(finding_words(finding)) for finding in report.findings],
        "claims": [_claim(claim) for claim in report.claims],
    }


def _lines(lines: Iterable[Line]) -> list[dict[str, str]]:
    return [{"name": shown(line.name), "words": shown(line.words), "link": line.link} for line in lines]


def _authors(report: Report) -> list[str]:
    """Whoever reviewed a claim or set a verdict, in the order of the claims."""
    people = (person for claim in report.claims for person in (claim.reviewed_by, claim.verdict_by) if person)
    return list(dict.fromkeys(shown(person.name) for person in people))


def _claim(claim: ReportedClaim) -> dict[str, Any]:
    lines = [
        *(finding_line(finding) for finding in claim.findings),
        *claim_lines(claim),
        *(line for evidence in claim.evidence for line in evidence_lines(evidence)),
        *(comment_line(comment) for comment in claim.comments),
    ]
    return {
        "heading": f"Claim {claim.label} · {verdict_words(claim) if claim.is_verdict_stale else claim.verdict.label}",
        "colour": svg.SOURCING[claim.sourcing],
        "text": shown(claim.text),
        "right_to_left": is_rtl(claim.text),
        "lines": _lines(lines),
    }

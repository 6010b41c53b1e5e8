"""A reading as a table for the terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Sequence

from factcheck.attribution.types import Reading, SourcingStatus, Span, Suggestion

_WIDTHS = (4, 17, 30, 18, 42)
_HEADINGS = ("No", "Sourcing", "Source", "Cue", "Sentence")


def table_of(text: str, reading: Reading) -> str:
    """One line for each sentence, 119 columns wide, and a count of what they rest on."""
    lines = [_line(_HEADINGS), _line(tuple("─" * width for width in _WIDTHS))]
    for number, (sentence, suggestion) in enumerate(zip(reading.sentences, reading.suggestions, strict=True), 1):
        source, cue = _source_and_cue(text, reading, suggestion, number - 1)
        lines.append(_line((f"{number:>3}", suggestion.status.label, source, cue, sentence.text)))
    return "\n".join([*lines, "", _summary(reading), ""])


def _source_and_cue(text: str, reading: Reading, suggestion: Suggestion, sentence: int) -> tuple[str, str]:
    if suggestion.attribution is None:
        return "", ""
    deciding = reading.attributions[suggestion.attribution]
    source = _words(text, (deciding.introduced,) if deciding.introduced else deciding.source)
    cue = _words(text, deciding.cue) if deciding.sentence == sentence else f"(in {deciding.sentence + 1})"
    return source, cue if deciding.channel is None else f"{cue} → {_words(text, (deciding.channel,))}"


def _words(text: str, spans: Sequence[Span]) -> str:
    return " … ".join(text[span.start : span.end] for span in spans)


def _summary(reading: Reading) -> str:
    counts = Counter(suggestion.status for suggestion in reading.suggestions)
    parts = [f"{counts[status]} {status.label.lower()}" for status in SourcingStatus if counts[status]]
    total = len(reading.sentences)
    counted = f"{total} sentence{'' if total == 1 else 's'}: {', '.join(parts)}."
    return textwrap.fill(f"{counted} Detector: {reading.detector}", 119)


def _line(cells: Sequence[str]) -> str:
    return "  ".join(_fit(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _fit(cell: str, width: int) -> str:
    """A cell cut or filled to a width in terminal columns, in which a Chinese letter takes two and an accent none."""
    cell = "".join(letter if letter.isprintable() else " " for letter in " ".join(cell[: width * 8].split()))
    if _columns(cell) > width:
        while _columns(cell) > width - 1:
            cell = cell[:-1]
        cell += "…"
    return cell + " " * (width - _columns(cell))


def _columns(cell: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell)

"""Where a text is between quotation marks.

Knows typographic and typewriter marks, guillemets, British single quotes, and the custom of leaving a quotation open
at the end of a paragraph when the next one carries on with an opening mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.attribution.types import Span

_PARAGRAPH = re.compile(r"[^\n]+")
_PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’"}
_OPENING = re.compile(r"[“„«\"‘']|''|``")
_WORD = re.compile(r"\w")
#: How many characters are searched for the end of a single quotation mark: beyond, it is an apostrophe. Chosen by hand.
_LONGEST_SINGLE = 2_000


@dataclass(frozen=True, slots=True)
class Quotation:
    """Marks included. ``pieces`` has one span for each paragraph that the quotation runs through."""

    pieces: tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def end(self) -> int:
        return self.pieces[-1].end

    def covers(self, start: int, end: int) -> bool:
        """Whether a stretch of text is inside, marks included."""
        return self.start <= start and end <= self.end


def find_quotations(text: str) -> list[Quotation]:
    """All quotations in reading order, outermost only."""
    quotations: list[Quotation] = []
    open_pieces: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        spans, is_open = _in_paragraph(text, paragraph.start(), paragraph.end())
        if open_pieces and (not spans or text[paragraph.start() : spans[0].start].strip()):
            # It was never closed: the next paragraph does not carry on.
            quotations.append(Quotation(tuple(open_pieces)))
            open_pieces = []
        for place, span in enumerate(spans):
            open_pieces.append(span)
            if not (is_open and place == len(spans) - 1):
                quotations.append(Quotation(tuple(open_pieces)))
                open_pieces = []
    if open_pieces:
        quotations.append(Quotation(tuple(open_pieces)))
    return [quotation for quotation in quotations if _WORD.search(text, quotation.start, quotation.end)]


def _in_paragraph(text: str, start: int, end: int) -> tuple[list[Span], bool]:
    """The quotations of one paragraph, and whether the last is left open."""
    spans: list[Span] = []
    place = start
    while opening := _OPENING.search(text, place, end):
        mark, at = opening.group(), opening.start()
        if not _opens(text, at, mark, start):
            place = opening.end()
            continue
        closing = _closing(text, opening.end(), end, mark)
        if closing is None:
            if mark in "‘'" and mark != "''":
                place = opening.end()  # more likely an apostrophe than a quotation left open
                continue
            return [*spans, Span(at, _trimmed(text, at, end))], True
        spans.append(Span(at, closing))
        place = closing
    return spans, False


def _opens(text: str, at: int, mark: str, start: int) -> bool:
    """A mark opens when no word touches it from the left; single ones also need a letter to their right."""
    if mark in ("“", "„", "«"):
        return True
    before = text[at - 1] if at > start else " "
    after = text[at + len(mark) : at + len(mark) + 1]
    if mark in ("‘", "'"):
        return not before.isalnum() and before not in '”’"' and (after.isalnum() or after in '[“"')
    return not before.isalnum() or after.isalnum()


def _closing(text: str, start: int, end: int, mark: str) -> int | None:
    """Where the quotation ends, its mark included."""
    if mark in ('"', "''", "``"):
        position = min(
            (at for closing_mark in ('"', "''") if (at := text.find(closing_mark, start, end)) >= 0), default=-1
        )
        return None if position < 0 else position + (2 if text.startswith("''", position) else 1)
    if mark in ("‘", "'"):
        return _single_closing(text, start, end, "’" if mark == "‘" else "'")
    ends = [at for closing_mark in _PAIRS[mark] if (at := text.find(closing_mark, start, end)) >= 0]
    return min(ends) + 1 if ends else None


def _single_closing(text: str, start: int, end: int, mark: str) -> int | None:
    """A closing single mark, told from an apostrophe by the punctuation before it or the lack of a letter after it."""
    fallback = None
    end = min(end, start + _LONGEST_SINGLE)
    at = text.find(mark, start, end)
    while at >= 0:
        after = text[at + 1 : at + 2]
        if not after.isalnum():
            if text[at - 1] in ",.!?…;:)" or not text[at - 1].isalnum():
                return at + 1
            if text[at - 1] != "s":  # “the workers’ union” is no end
                return at + 1
            fallback = fallback or at + 1
        at = text.find(mark, at + 1, end)
    return fallback


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end

"""The direct quotations of an article, without their marks."""

from __future__ import annotations

import re

from factcheck.attribution.quotes import find_quotations
from factcheck.record.words import Place

_STRAIGHT = re.compile('"')
_MARKS = "“”„«»\"'‘’`"


def quotations_of(text: str) -> list[Place]:
    """The direct quotations of an article without their marks, one for each paragraph they run through."""
    places = [(piece.start, piece.end) for quotation in find_quotations(_evened(text)) for piece in quotation.pieces]
    return [_within_marks(text, *place) for place in places]


def _evened(text: str) -> str:
    """With straight marks turned where an article mixes both kinds: “one opens so and closes so\"."""
    if '"' not in text or "“" not in text:
        return text
    return _STRAIGHT.sub(lambda match: "“" if _opens(text, match.start()) else "”", text)


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    return (before.isspace() or before in "(—–-[") and not after.isspace()


def _within_marks(text: str, start: int, end: int) -> Place:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end

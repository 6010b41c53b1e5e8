"""A claim's words cut where its source and its cue are, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Start and end in the text, and the role of what is between them.
Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a claim. ``role`` is ``source``, ``cue`` or empty."""

    text: str
    role: str = ""


def cut_at_marks(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in order; joined, the pieces are the text. Of marks that overlap the first counts.

    It is cut here and not in the browser, whose strings count letters outside the basic plane as two.
    """
    apart: list[Mark] = []
    for start, end, role in marks:
        if 0 <= start < end <= len(text) and all(end <= other[0] or start >= other[1] for other in apart):
            apart.append((start, end, role))
    pieces: list[Piece] = []
    at = 0
    for start, end, role in sorted(apart):
        pieces += [Piece(text[at:start]), Piece(text[start:end], role)]
        at = end
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]

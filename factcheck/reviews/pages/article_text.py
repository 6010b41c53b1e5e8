"""The article as prose: its claims in paragraphs, cut into the pieces that are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from factcheck.claims.models import Attribution, Claim


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a claim. ``role`` is ``source``, ``cue`` or empty."""

    text: str
    role: str


def pieces(claim: Claim) -> list[Piece]:
    """The claim's words in order, with its present source and cue marked. Joined, they are ``claim.text``.

    Offsets are cut here and not in the browser, whose strings count letters outside the basic plane as two.
    """
    marks: list[tuple[int, int, str]] = []
    suggested = claim.suggested_by
    for role, present in (("cue", claim.cue), ("source", claim.source)):
        for start, end in _extent(claim, suggested, role, present):
            if all(end <= other[0] or start >= other[1] for other in marks):
                marks.append((start, end, role))
    cut: list[Piece] = []
    at = 0
    for start, end, role in sorted(marks):
        if start > at:
            cut.append(Piece(claim.text[at:start], ""))
        cut.append(Piece(claim.text[start:end], role))
        at = end
    if at < len(claim.text):
        cut.append(Piece(claim.text[at:], ""))
    return cut


def paragraphs(text: str, claims: Sequence[Claim]) -> list[list[list[Claim]]]:
    """Sentences grouped as the text is: by its blank lines, or by its line breaks when it has no blank line.

    A sentence is one claim or, when it is split, its parts.
    """
    sentences = [list(same) for _, same in groupby(claims, key=lambda claim: claim.number)]
    gaps = [text[before[-1].end : after[0].start] for before, after in pairwise(sentences)]
    line_breaks = 2 if any(gap.count("\n") > 1 for gap in gaps) else 1
    groups: list[list[list[Claim]]] = []
    for sentence, gap in zip(sentences, ["\n" * line_breaks, *gaps], strict=False):
        if gap.count("\n") >= line_breaks:
            groups.append([])
        groups[-1].append(sentence)
    return groups


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a claim with where it begins in the article; the first of a claim begins no second part."""

    text: str
    at: int
    is_first: bool


def words(claim: Claim) -> list[Word]:
    """The claim's words as somebody who splits it chooses among them."""
    found = re.finditer(r"\S+", claim.text)
    return [Word(match[0], claim.start + match.start(), place == 0) for place, match in enumerate(found)]


def _extent(claim: Claim, suggested: Attribution | None, role: str, present: str) -> Iterable[tuple[int, int]]:
    """Where the role stands in the claim: where it was found, or, once a person has corrected it, its words."""
    if not present:
        return []
    if suggested is not None and present == claim.suggested_source_and_cue()[0 if role == "source" else 1]:
        spans = suggested.source_spans if role == "source" else suggested.cue_spans
        inside = [(start - claim.start, end - claim.start) for start, end in spans]
        return [(start, end) for start, end in inside if 0 <= start < end <= len(claim.text)]
    at = claim.text.find(present)
    return [(at, at + len(present))] if at >= 0 else []

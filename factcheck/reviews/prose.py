"""The article as prose: its claims in paragraphs, cut into the pieces that are marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def paragraphs(text: str, claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims grouped as the text is: by its blank lines, or by its line breaks when it has no blank line."""
    gaps = [text[before.end : after.start] for before, after in pairwise(claims)]
    line_breaks = 2 if any(gap.count("\n") > 1 for gap in gaps) else 1
    groups: list[list[Claim]] = []
    for claim, gap in zip(claims, ["\n" * line_breaks, *gaps], strict=False):
        if gap.count("\n") >= line_breaks:
            groups.append([])
        groups[-1].append(claim)
    return groups


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

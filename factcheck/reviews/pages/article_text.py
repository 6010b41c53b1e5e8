"""The article as prose: its claims in paragraphs, cut into the pieces that are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from factcheck.claims.marked_text import Piece, cut_at_marks
from factcheck.claims.models import Claim


def pieces(claim: Claim) -> list[Piece]:
    """The claim's words in order, with its present source and cue marked."""
    present = (("cue", claim.cue), ("source", claim.source))
    return cut_at_marks(
        claim.text, [(start, end, role) for role, words in present for start, end in _extent(claim, role, words)]
    )


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


#: In words: what is longer is a sentence, whatever its end.
_LONGEST_HEADING = 14
_ENDS_OF_SENTENCES = ".?!…:;,”\"’')]"


def is_heading(paragraph: Sequence[Sequence[Claim]]) -> bool:
    """Whether a paragraph reads as a headline or subhead: a single short line that doesn't end as a sentence does."""
    if len(paragraph) != 1 or len(paragraph[0]) != 1:
        return False
    text = paragraph[0][0].text.strip()
    return 0 < len(text.split()) <= _LONGEST_HEADING and text[-1] not in _ENDS_OF_SENTENCES and text[0].isupper()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a claim with where it begins in the article; the first of a claim begins no second part."""

    text: str
    at: int
    is_first: bool


def words(claim: Claim) -> list[Word]:
    """The claim's words as somebody who splits it chooses among them."""
    matches = re.finditer(r"\S+", claim.text)
    return [Word(match[0], claim.start + match.start(), place == 0) for place, match in enumerate(matches)]


def _extent(claim: Claim, role: str, present: str) -> Iterable[tuple[int, int]]:
    """Where the role is in the claim: where it was found or, once a person has corrected it, where its words are."""
    if not present:
        return []
    suggested = claim.suggested_by
    if suggested is not None and present == claim.suggested_source_and_cue()[0 if role == "source" else 1]:
        spans = suggested.source_spans if role == "source" else suggested.cue_spans
        return [(start - claim.start, end - claim.start) for start, end in spans]
    at = claim.text.find(present)
    return [(at, at + len(present))] if at >= 0 else []

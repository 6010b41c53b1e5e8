"""The first claims of a text that is not loaded yet, as the detector would find them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cattrs.preconf.json import make_converter

from factcheck.attribution.segmentation import split_sentences
from factcheck.attribution.types import Reading, SourcingStatus
from factcheck.claims.marked_text import Mark, Piece, cut_at_marks

#: How many claims the preview of one article shows, and that of many articles for each.
MAX_CLAIMS = 12
MAX_CLAIMS_OF_EACH = 2
#: About how many letters are read for each claim that is shown.
_LETTERS_PER_CLAIM = 500
_converter = make_converter()


@dataclass(frozen=True, slots=True)
class PreviewClaim:
    number: int
    pieces: tuple[Piece, ...]
    status: SourcingStatus
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    claims: tuple[PreviewClaim, ...]
    #: How many the whole text has.
    count: int


def preview(text: str, detect: Callable[[str], Reading]) -> Preview:
    """What ``detect`` finds at the beginning of a text; a long text isn't read to its end."""
    beginning = opening(text, MAX_CLAIMS)
    reading = detect(beginning)
    is_whole = len(beginning) == len(text)
    return Preview(
        _first(beginning, reading, MAX_CLAIMS), len(reading.sentences if is_whole else split_sentences(text))
    )


def first_claims(text: str, detect: Callable[[str], Reading]) -> tuple[PreviewClaim, ...]:
    """What ``detect`` finds at the very beginning of one text among many."""
    beginning = opening(text, MAX_CLAIMS_OF_EACH)
    return _first(beginning, detect(beginning), MAX_CLAIMS_OF_EACH)


def to_json(claims: tuple[PreviewClaim, ...]) -> Any:
    """The claims as a draft keeps them."""
    return _converter.unstructure(claims)


def from_json(claims: Any) -> tuple[PreviewClaim, ...]:
    """The claims that a draft keeps."""
    return _converter.structure(claims, tuple[PreviewClaim, ...])


def opening(text: str, max_claims: int) -> str:
    """What is read to show this many claims: all of a short text, whole lines from the beginning of a long one."""
    max_letters = max_claims * _LETTERS_PER_CLAIM
    if len(text) <= 2 * max_letters:
        return text
    end = text.rfind("\n", 0, max_letters)
    return text[: end if end > 0 else max_letters].rstrip()


def _first(text: str, reading: Reading, max_claims: int) -> tuple[PreviewClaim, ...]:
    return tuple(_claim(text, reading, index) for index in range(min(max_claims, len(reading.sentences))))


def _claim(text: str, reading: Reading, index: int) -> PreviewClaim:
    sentence, suggestion = reading.sentences[index], reading.suggestions[index]
    marks: list[Mark] = []
    if suggestion.attribution is not None:
        attribution = reading.attributions[suggestion.attribution]
        roles = (("cue", attribution.cue), ("source", attribution.source))
        marks = [
            (span.start - sentence.start, span.end - sentence.start, role) for role, spans in roles for span in spans
        ]
    pieces = cut_at_marks(text[sentence.start : sentence.end], marks)
    return PreviewClaim(index + 1, tuple(pieces), suggestion.status, suggestion.why)

"""The first claims of a text that is not loaded yet, as they would be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cattrs.preconf.json import make_converter

from factcheck.attribution.segmentation import split_sentences
from factcheck.attribution.types import Reading, SourcingStatus

#: The preview of one article shows so many claims, and that of many articles so many of each.
SHOWN = 12
SHOWN_OF_EACH = 2
#: About so many letters are read for each claim that is shown.
_LETTERS = 500
_converter = make_converter()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a claim. ``role`` is ``source``, ``cue`` or empty."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class FoundClaim:
    number: int
    pieces: tuple[Piece, ...]
    status: SourcingStatus
    why: str

    @property
    def css(self) -> str:
        return f"fc-{self.status.value.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Preview:
    claims: tuple[FoundClaim, ...]
    #: How many the whole text has.
    count: int


def preview(text: str, detect: Callable[[str], Reading]) -> Preview:
    """What ``detect`` finds at the beginning of a text; a long text isn't read to its end."""
    beginning = opening(text, SHOWN)
    reading = detect(beginning)
    is_whole = len(beginning) == len(text)
    return Preview(_first(beginning, reading, SHOWN), len(reading.sentences if is_whole else split_sentences(text)))


def first_claims(text: str, detect: Callable[[str], Reading]) -> tuple[FoundClaim, ...]:
    """What ``detect`` finds at the very beginning of a text that is one of many."""
    beginning = opening(text, SHOWN_OF_EACH)
    return _first(beginning, detect(beginning), SHOWN_OF_EACH)


def to_json(claims: tuple[FoundClaim, ...]) -> Any:
    """The claims as JSON has them."""
    return _converter.unstructure(claims)


def from_json(claims: Any) -> tuple[FoundClaim, ...]:
    """The claims that were remembered."""
    return _converter.structure(claims, tuple[FoundClaim, ...])


def opening(text: str, shown: int) -> str:
    """What is read to show so many claims: the whole of a short text, whole lines of the beginning of a long one."""
    most = shown * _LETTERS
    if len(text) <= 2 * most:
        return text
    end = text.rfind("\n", 0, most)
    return text[: end if end > 0 else most].rstrip()


def _first(text: str, reading: Reading, shown: int) -> tuple[FoundClaim, ...]:
    return tuple(_claim(text, reading, index) for index in range(min(shown, len(reading.sentences))))


def _claim(text: str, reading: Reading, index: int) -> FoundClaim:
    sentence, suggestion = reading.sentences[index], reading.suggestions[index]
    marks = []
    if suggestion.attribution is not None:
        one = reading.attributions[suggestion.attribution]
        spans = [(span, "source") for span in one.source] + [(span, "cue") for span in one.cue]
        marks = [(span.start, span.end, role) for span, role in spans]
    pieces = []
    at = sentence.start
    for start, end, role in sorted(marks):
        if at <= start < end <= sentence.end:
            pieces += [Piece(text[at:start]), Piece(text[start:end], role)]
            at = end
    pieces.append(Piece(text[at : sentence.end]))
    return FoundClaim(index + 1, tuple(one for one in pieces if one.text), suggestion.status, suggestion.why)

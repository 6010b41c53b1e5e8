"""The first claims of a text that is not loaded yet, as they would be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.attribution.segmentation import split_sentences
from factcheck.attribution.types import Reading, SourcingStatus

#: A preview shows so many claims, and reads about so many letters for them.
SHOWN = 12
_OPENING = 6_000


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
    beginning = opening(text)
    reading = detect(beginning)
    claims = tuple(_claim(beginning, reading, index) for index in range(min(SHOWN, len(reading.sentences))))
    is_whole = len(beginning) == len(text)
    return Preview(claims, len(reading.sentences) if is_whole else len(split_sentences(text)))


def opening(text: str) -> str:
    """The whole of a short text, and whole lines from the beginning of a long one."""
    if len(text) <= 2 * _OPENING:
        return text
    end = text.rfind("\n", 0, _OPENING)
    return text[: end if end > 0 else _OPENING].rstrip()


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

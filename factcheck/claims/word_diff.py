"""A sentence word by word, as it is compared with another wording of itself. Pure Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A longer stretch is not compared word by word: no sentence has one, and a hostile one would take minutes.
MOST_WORDS = 200

_SAME_SIGN = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad")
    | {"…": "..."}
)
_DASHES = re.compile("-+")
_WORD = re.compile(r"\S+\s*")


def normal_words(sentence: str) -> tuple[str, ...]:
    """The sentence word by word, without what typesetting changes: spaces, the shape of quotation marks and dashes.

    Two sentences with the same words have them at the same places of ``sentence.split()``.
    """
    plain = unicodedata.normalize("NFC", sentence)
    return tuple(_DASHES.sub("-", word.translate(_SAME_SIGN)) for word in plain.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: in both versions (``kept``), in the old one alone (``gone``), or in the new one alone (``come``)."""

    text: str
    kind: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The two sentences laid into one: what is kept and come is, joined, the new one; kept and gone, the old words.

    Words that differ in their typesetting alone are kept.
    """
    was, now = _WORD.findall(old), _WORD.findall(new)
    is_same = [normal_words(one) == normal_words(two) for one, two in zip(was, now, strict=False)]
    first = is_same.index(False) if False in is_same else len(is_same)
    last = 0
    while last < min(len(was), len(now)) - first and normal_words(was[-1 - last]) == normal_words(now[-1 - last]):
        last += 1
    middle = _middle(was[first : len(was) - last], now[first : len(now) - last])
    pieces = [Piece("".join(now[:first]), "kept"), *middle, Piece("".join(now[len(now) - last :]), "kept")]
    return [piece for piece in pieces if piece.text]


def _middle(was: list[str], now: list[str]) -> Iterator[Piece]:
    if max(len(was), len(now)) > MOST_WORDS:
        yield Piece("".join(was), "gone")
        yield Piece("".join(now), "come")
        return
    old, new = ([normal_words(one) for one in words] for words in (was, now))
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(now[start:end]), "kept")
        else:
            yield Piece("".join(was[first:last]), "gone")
            yield Piece("".join(now[start:end]), "come")


def moved_cuts(old: str, new: str, cuts: Sequence[int]) -> list[int]:
    """Where cuts into one sentence are in another with the same words; offsets into the two sentences."""
    was = [match.start() for match in _WORD.finditer(old)]
    now = [match.start() for match in _WORD.finditer(new)]
    place = {start: number for number, start in enumerate(was)}
    return [now[place[cut]] for cut in cuts]

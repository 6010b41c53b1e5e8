"""A sentence word by word, as it is compared with another wording of itself. Pure Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A longer stretch is not compared word by word: no sentence has one, and a hostile one would take minutes.
MAX_WORDS = 200

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
class DiffPiece:
    """Some words: in both versions (``kept``), in the old one alone (``gone``), or in the new one alone (``come``)."""

    text: str
    kind: str


def word_diff(old: str, new: str) -> list[DiffPiece]:
    """The two sentences laid into one: what is kept and come is, joined, the new one; kept and gone, the old words.

    Words that differ in their typesetting alone are kept.
    """
    old_words, new_words = _WORD.findall(old), _WORD.findall(new)
    is_same = [normal_words(words) == normal_words(other) for words, other in zip(old_words, new_words, strict=False)]
    first = is_same.index(False) if False in is_same else len(is_same)
    last = 0
    while last < min(len(old_words), len(new_words)) - first and normal_words(old_words[-1 - last]) == normal_words(
        new_words[-1 - last]
    ):
        last += 1
    middle = _middle(old_words[first : len(old_words) - last], new_words[first : len(new_words) - last])
    pieces = [
        DiffPiece("".join(new_words[:first]), "kept"),
        *middle,
        DiffPiece("".join(new_words[len(new_words) - last :]), "kept"),
    ]
    return [piece for piece in pieces if piece.text]


def _middle(old_words: list[str], new_words: list[str]) -> Iterator[DiffPiece]:
    if max(len(old_words), len(new_words)) > MAX_WORDS:
        yield DiffPiece("".join(old_words), "gone")
        yield DiffPiece("".join(new_words), "come")
        return
    old, new = ([normal_words(word) for word in words] for words in (old_words, new_words))
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield DiffPiece("".join(new_words[start:end]), "kept")
        else:
            yield DiffPiece("".join(old_words[first:last]), "gone")
            yield DiffPiece("".join(new_words[start:end]), "come")


def moved_cuts(old: str, new: str, cuts: Sequence[int]) -> list[int]:
    """Where cuts into one sentence are in another with the same words; offsets into the two sentences."""
    starts = [match.start() for match in _WORD.finditer(old)]
    now = [match.start() for match in _WORD.finditer(new)]
    place = {start: number for number, start in enumerate(starts)}
    return [now[place[cut]] for cut in cuts]

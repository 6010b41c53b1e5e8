"""A text as words with their places, and the keys by which they are compared."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from factcheck.record.lexicon import FILLERS, GOES_ON, HESITATIONS, MONTHS, NO_END
from factcheck.record.numbers import CURRENCIES, STARTS, number_at
from factcheck.record.spelling import keys_of, plain

Place = tuple[int, int]  # start included, end excluded, in characters

_TOKEN = re.compile(
    r"""
    (?P<dotted>(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|[^\W\d_]\.[^\W\d_]\b)   # U.S., p.m., D.C
    | (?P<part>(?<![\d/])[1-9]/(?:10|[2-9])(?![\d/]))                    # 2/3
    | (?P<number>[$£€¥]?\d+(?:[.,:]\d+)*(?:['’]?[^\W\d_]+)?)            # $4.5, 7,000, 1980s, 21st, 4.5bn
    | (?P<sign>[%&])
    | (?P<word>
        (?:(?<!\w)['’](?=(?:em|cause|til|bout)\b))?
        (?:[^\W\d_]|\[[^\W\d_]+\](?=[^\W\d_])|(?<=[^\W\d_])\[[^\W\d_]+\])+
        (?:['’ʼ‘`][^\W\d_]+|\d+)*
        (?:(?<=in)['’](?!\w))?
      )
    """,
    re.VERBOSE,
)
_BRACKET = re.compile(r"\[[^\[\]]{0,400}\]")
_ELLIPSIS = re.compile(r"…|\.(?:\s?\.){2,3}")
_SENTENCE_END = re.compile(r"[.?!…]|\n\s*\n")
_SET_OFF = re.compile(r"[,;:.?!…—–\n]|--| - |-\s|\s-")
_SIGNS = {"%": "percent", "&": "and"}


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    raw: str

    @property
    def place(self) -> Place:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Atom:
    """What is compared: a key, and the words from ``first`` to ``last`` (included) that it stands for."""

    key: str
    first: int
    last: int


@dataclass
class Words:
    """The words of a text between two offsets, but for the ``skipped`` stretches.

    ``inserted`` has the numbers of words that stand in square brackets, and ``brackets`` the places of these brackets,
    if the text is a quotation.
    """

    text: str
    words: list[Word]
    atoms: list[Atom]
    brackets: list[Place] = field(default_factory=list)
    inserted: frozenset[int] = frozenset()

    def gap(self, number: int) -> str:
        """What stands between a word and the one before it."""
        start = self.words[number - 1].end if number else max(0, self.words[0].start - 3)
        end = self.words[number].start if number < len(self.words) else min(len(self.text), start + 3)
        return self.text[start:end]

    def folded(self, first: int, after: int) -> list[str]:
        return [plain(word.raw) for word in self.words[first:after]]

    def keys_between(self, first: int, after: int, without: frozenset[int] = frozenset()) -> list[str]:
        """The keys of the words from one number to another, those numbered in ``without`` left out."""
        low = bisect_left(self._first_words, first)
        high = bisect_left(self._first_words, after)
        return [atom.key for atom in self.atoms[low:high] if atom.first not in without]

    @cached_property
    def _first_words(self) -> list[int]:
        return [atom.first for atom in self.atoms]

    def opens_sentence(self, number: int) -> bool:
        if number == 0:
            return True
        gap = self.gap(number)
        if not _SENTENCE_END.search(gap):
            return False
        return not (gap.strip() == "." and plain(self.words[number - 1].raw) in NO_END)

    def ellipsis_before(self, number: int) -> Place | None:
        """The ellipsis between a word and the one before it."""
        if not 0 < number < len(self.words):
            return None
        match = _ELLIPSIS.search(self.text, self.words[number - 1].end, self.words[number].start)
        if match is None and self.words[number - 1].raw.endswith("."):  # “in the U.S. …”
            match = _ELLIPSIS.search(self.text, self.words[number - 1].end - 1, self.words[number].start)
        return match.span() if match else None

    def filler_at(self, number: int) -> int:
        """How many words from here are a filler: 0 if none."""
        first = plain(self.words[number].raw)
        if first in HESITATIONS:
            return 1
        for filler in FILLERS:
            if first in (filler[0], "ok" if filler[0] == "okay" else ""):
                size = len(filler)
                if tuple(self.folded(number, number + size))[1:] == filler[1:] and self._is_set_off(
                    number, number + size
                ):
                    return size
        return 0

    def _is_set_off(self, first: int, after: int) -> bool:
        """Commas on both sides, or at the start of a sentence with a comma after it; a filler beside it counts too."""
        opens = self.opens_sentence(first) or bool(_SET_OFF.search(self.gap(first)))
        opens = opens or plain(self.words[first - 1].raw) in HESITATIONS
        if not opens:
            return False
        if after >= len(self.words):
            return True
        alone = after - first == 1 and plain(self.words[first].raw) in ("well", "okay", "ok")
        if alone and self.opens_sentence(first) and plain(self.words[after].raw) not in GOES_ON:
            return True
        return bool(_SET_OFF.search(self.gap(after))) or plain(self.words[after].raw) in HESITATIONS

    @cached_property
    def fillers(self) -> frozenset[int]:
        """The numbers of all words that belong to a filler."""
        numbers: set[int] = set()
        for number, word in enumerate(self.words):
            if word.raw[0] in _FILLER_LETTERS and (size := self.filler_at(number)):
                numbers.update(range(number, number + size))
        return frozenset(numbers)


_FILLER_LETTERS = frozenset("uUeEaAoOhHmMyYiIwWlLrR")


def words_of(
    text: str, start: int = 0, end: int | None = None, *, skipped: Sequence[Place] = (), quotation: bool = False
) -> Words:
    """Read the words between two offsets, leaving out what the ``skipped`` stretches cover (in order, apart)."""
    end = len(text) if end is None else end
    words = list(_tokens(text, start, end, skipped))
    brackets: list[Place] = []
    inserted: set[int] = set()
    if quotation:
        whole = [match.span() for match in _BRACKET.finditer(text, start, end)]
        brackets = [
            place for place in whole if not any(word.start <= place[0] and place[1] <= word.end for word in words)
        ]
        inserted = {
            number
            for number, word in enumerate(words)
            if any(place[0] <= word.start and word.end <= place[1] for place in brackets)
        }
    return Words(text, words, _atoms(text, words), brackets, frozenset(inserted))


def _tokens(text: str, start: int, end: int, skipped: Sequence[Place]) -> Iterator[Word]:
    place = start
    for gone_start, gone_end in (*skipped, (end, end)):
        if gone_end <= place or gone_start > end:
            continue
        for match in _TOKEN.finditer(text, place, min(gone_start, end)):
            yield Word(match.start(), match.end(), match.group())
        place = max(place, gone_end)


def _atoms(text: str, words: list[Word]) -> list[Atom]:
    low = [word.raw.lower() for word in words]
    shouted = _is_shouted(words)
    joined = [False] * len(words)
    for number in range(1, len(words)):
        gap = text[words[number - 1].end : words[number].start]
        joined[number] = gap in (" ", "-", "") or (len(gap) < 4 and not gap.strip(" -\u2011\u00a0\n"))
    atoms: list[Atom] = []
    number = 0
    while number < len(words):
        raw, lowered = words[number].raw, low[number]
        number_starts = raw[0].isdigit() or raw[0] in CURRENCIES or lowered in STARTS or lowered in ("a", "an", "half")
        read = number_at(low, joined, number) if number_starts else None
        if read is not None:
            taken, keys = read
            if number and low[number - 1].rstrip(".") in MONTHS and keys[0].endswith("th"):
                keys = (keys[0][:-2],)  # March 3rd and March 3
            atoms += [Atom(key, number, number + taken - 1) for key in keys]
            number += taken
            continue
        if lowered == "per" and number + 1 < len(words) and low[number + 1] == "cent":
            atoms.append(Atom("percent", number, number + 1))
            number += 2
            continue
        if raw in _SIGNS:
            atoms.append(Atom(_SIGNS[raw], number, number))
        else:
            named = number + 1 < len(words) and words[number + 1].raw[0].isupper()
            atoms += [Atom(key, number, number) for key in keys_of(raw, named, shouted)]
        number += 1
    return atoms


def _is_shouted(words: list[Word]) -> bool:
    sample = [word.raw for word in words[:400] if len(word.raw) > 1 and word.raw.isalpha()]
    return sum(raw.isupper() for raw in sample) > 0.6 * max(len(sample), 1) and len(sample) > 3

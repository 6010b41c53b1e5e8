"""How well predicted attributions agree with marked ones.

The unit is the word (letters and digits, with ``' ’ . -`` inside), so that white space and punctuation at the edges of
a span never decide; a span is the set of words it touches. Mentions and attributions are paired one to one by maximum
matching. What is measured, each as precision, recall and F1:

========== ===========================================================================================
A sentence   sentences that any attribution touches
B source     distinct source mentions: with the same words (exact), sharing a word (overlap)
C cue        cues that share a word
D content    words inside attributed content
L linked     source and cue overlap within one attribution
L quote      source overlaps and content words have Jaccard ≥ 0.5, within one attribution
S sentences  sentence ends that the reference has too
========== ===========================================================================================

The measures are those of Newell et al. 2018 and Pareti 2016, with the linked ones added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Spans = Iterable[tuple[int, int]]
Words = frozenset[int]

#: How alike the content of two quotes must be to count as the same (half of their words; chosen by hand).
_MIN_JACCARD_OF_QUOTE = 0.5

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
MEASURES = (
    "A sentence",
    "B source exact",
    "B source overlap",
    "C cue overlap",
    "D content words",
    "L linked",
    "L quote",
    "S sentence ends",
)


@dataclass(frozen=True, slots=True)
class Roles:
    """One attribution as word numbers."""

    source: Words
    cue: Words
    content: Words


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, how many there are, how many were predicted; adds up over articles."""

    hits: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.gold + self.predicted) if self.gold + self.predicted else 0.0


class Article:
    """A text as words; turns spans of characters into sets of word numbers."""

    def __init__(self, text: str) -> None:
        self._at = [-1] * len(text)
        for number, match in enumerate(_WORD.finditer(text)):
            self._at[match.start() : match.end()] = [number] * (match.end() - match.start())

    def words(self, spans: Spans) -> Words:
        """The words that spans touch."""
        numbers: set[int] = set()
        for start, end in spans:
            numbers.update(self._at[start:end])
        numbers.discard(-1)
        return frozenset(numbers)

    def roles(self, source: Spans, cue: Spans, content: Spans) -> Roles:
        """An attribution's spans as words."""
        return Roles(self.words(source), self.words(cue), self.words(content))


def compare(
    gold: Sequence[Roles],
    predicted: Sequence[Roles],
    sentences: Sequence[Words],
    ends: Sequence[Words],
) -> dict[str, Counts]:
    """One article's counts for each of MEASURES. ``sentences`` are the reference's, ``ends`` the predicted ones."""
    gold_touched, predicted_touched = _touched(gold, sentences), _touched(predicted, sentences)
    sources = _mentions(roles.source for roles in gold), _mentions(roles.source for roles in predicted)
    cues = _mentions(roles.cue for roles in gold), _mentions(roles.cue for roles in predicted)
    content = _all(roles.content for roles in gold), _all(roles.content for roles in predicted)
    last = {max(words) for words in sentences if words}, {max(words) for words in ends if words}
    return {
        "A sentence": _sets(gold_touched, predicted_touched),
        "B source exact": _sets(set(sources[0]), set(sources[1])),
        "B source overlap": _pairs(*sources, _overlap),
        "C cue overlap": _pairs(*cues, _overlap),
        "D content words": _sets(content[0], content[1]),
        "L linked": _pairs(
            [roles for roles in gold if roles.source and roles.cue],
            [roles for roles in predicted if roles.source and roles.cue],
            lambda marked, guess: _overlap(marked.source, guess.source) and _overlap(marked.cue, guess.cue),
        ),
        "L quote": _pairs(
            [roles for roles in gold if roles.source and roles.content],
            [roles for roles in predicted if roles.source and roles.content],
            lambda marked, guess: (
                _overlap(marked.source, guess.source)
                and _jaccard(marked.content, guess.content) >= _MIN_JACCARD_OF_QUOTE
            ),
        ),
        "S sentence ends": _sets(*last),
    }


def total(articles: Iterable[dict[str, Counts]]) -> dict[str, Counts]:
    """The counts of several articles added up."""
    sums = dict.fromkeys(MEASURES, Counts())
    for counts in articles:
        for name, count in counts.items():
            sums[name] += count
    return sums


def _touched(rows: Iterable[Roles], sentences: Sequence[Words]) -> set[int]:
    words = _all(words_in_role for roles in rows for words_in_role in (roles.source, roles.cue, roles.content))
    return {number for number, sentence in enumerate(sentences) if sentence & words}


def _all(sets: Iterable[Words]) -> set[int]:
    return set().union(*sets)


def _mentions(sets: Iterable[Words]) -> list[Words]:
    """Distinct ones in reading order."""
    return sorted({words for words in sets if words}, key=min)


def _sets(gold: set[Any], predicted: set[Any]) -> Counts:
    return Counts(len(gold & predicted), len(gold), len(predicted))


def _overlap(first: Words, second: Words) -> bool:
    return bool(first & second)


def _jaccard(first: Words, second: Words) -> float:
    return len(first & second) / len(first | second) if first | second else 0.0


def _pairs(gold: list[Any], predicted: list[Any], same: Callable[[Any, Any], bool]) -> Counts:
    """A maximum one-to-one matching (Kuhn's algorithm)."""
    options = [[number for number, guess in enumerate(predicted) if same(marked, guess)] for marked in gold]
    owner: dict[int, int] = {}  # number of a predicted one to that of the marked one it is matched with

    def match(marked: int, tried: set[int]) -> bool:
        for guess in options[marked]:
            if guess not in tried:
                tried.add(guess)
                if guess not in owner or match(owner[guess], tried):
                    owner[guess] = marked
                    return True
        return False

    return Counts(sum(match(marked, set()) for marked in range(len(gold))), len(gold), len(predicted))


def table(counts: dict[str, Counts]) -> str:
    """The measures, a line each."""
    lines = [f"{'':17s} precision  recall     F1"]
    lines += [
        f"{name:17s}     {count.precision:.3f}   {count.recall:.3f}  {count.f1:.3f}" for name, count in counts.items()
    ]
    return "\n".join(lines) + "\n"


def f1_scores(pairs: Counter[tuple[str, str]], names: Sequence[str]) -> dict[str, float]:
    """F1 of each status, from how often each pair of (expected, given) occurred."""
    return {
        name: Counts(
            hits=pairs[name, name],
            gold=sum(pairs[name, other] for other in names),
            predicted=sum(pairs[other, name] for other in names),
        ).f1
        for name in names
    }


def statuses_table(pairs: Counter[tuple[str, str]], names: Sequence[str]) -> str:
    """A confusion table: rows are expected, columns given; then the F1 of each, and their mean."""
    short = {name: "".join(part[0] for part in name.split("_")).upper() for name in names}
    scores = f1_scores(pairs, names)
    lines = [f"{'':18s}" + "".join(f"{short[name]:>5s}" for name in names) + "    F1"]
    for name in names:
        cells = "".join(f"{pairs[name, other] or '·':>5}" for other in names)
        lines.append(f"{name:15s}{short[name]:>3s}{cells} {scores[name]:.3f}")
    lines.append(f"macro-F1 {sum(scores.values()) / len(scores):.3f} over {sum(pairs.values())} sentences")
    return "\n".join(lines) + "\n"

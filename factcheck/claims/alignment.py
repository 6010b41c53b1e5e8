"""Two versions of a text, sentence by sentence: which stayed, which changed, which are new, which are gone.

Pure Python: words in, pairs of places out. What stores them is in versions.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from factcheck.claims.word_diff import normal_words

#: With at least this share of words and pairs of words in common, two sentences count as one that was changed.
SIMILAR = 0.45
#: The same for sentences that have moved past others, where a chance likeness is likelier.
SIMILAR_ELSEWHERE = 0.7
#: Up to this many pairs of a block are all compared; in a larger one, only sentences at about the same height.
_MAX_PAIRS = 40_000
_BAND = 25
_LETTERS = re.compile(r"\w+")


class SentenceChange(Enum):
    """What became of a sentence."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the old text and its successor in the new, by their places; None where there is none.

    ``is_moved`` says that it comes before others that it came after, or the other way round.
    """

    old: int | None
    new: int | None
    change: SentenceChange
    is_moved: bool = False


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Every sentence of both texts once: first those of the new text in order, then the dropped ones in theirs."""
    old_keys, new_keys = ([normal_words(sentence) for sentence in text] for text in (old, new))
    same = _equal(old_keys, new_keys)
    in_order = set(_longest_run(same.items()))
    similar = _similar(old_keys, new_keys, same, sorted(in_order))
    in_order |= set(_longest_run(similar.items(), keep=in_order))
    of_new = {at: (old_place, SentenceChange.UNCHANGED) for old_place, at in same.items()}
    of_new |= {at: (old_place, SentenceChange.CHANGED) for old_place, at in similar.items()}
    pairs = []
    for at in range(len(new)):
        if at in of_new:
            old_place, change = of_new[at]
            pairs.append(Pair(old_place, at, change, is_moved=(old_place, at) not in in_order))
        else:
            pairs.append(Pair(None, at, SentenceChange.NEW))
    dropped = (old_place for old_place in range(len(old)) if old_place not in same and old_place not in similar)
    return [*pairs, *(Pair(old_place, None, SentenceChange.DROPPED) for old_place in dropped)]


_Key = tuple[str, ...]


def _equal(old: list[_Key], new: list[_Key]) -> dict[int, int]:
    """Old places and the new ones with the same words, each once.

    What stands in both texts once is certain; a sentence that is repeated goes with its certain neighbours, and what
    is then left, in order.
    """
    places = [_places(old), _places(new)]
    pairs = {
        old_places[0]: places[1][key][0]
        for key, old_places in places[0].items()
        if len(old_places) == 1 and len(places[1].get(key, ())) == 1
    }
    used = set(pairs.values())
    edges = [(-1, -1, 1), (len(old), len(new), -1)]
    for old_place, at, step in [
        *edges,
        *((old_place, at, step) for old_place, at in list(pairs.items()) for step in (1, -1)),
    ]:
        old_place, at = old_place + step, at + step
        while 0 <= old_place < len(old) and 0 <= at < len(new) and old[old_place] == new[at]:
            if old_place in pairs or at in used:
                break
            pairs[old_place] = at
            used.add(at)
            old_place, at = old_place + step, at + step
    remaining = {key: deque(at for at in new_places if at not in used) for key, new_places in places[1].items()}
    for old_place, key in enumerate(old):
        if old_place not in pairs and remaining.get(key):
            pairs[old_place] = remaining[key].popleft()
    return pairs


def _places(keys: list[_Key]) -> dict[_Key, list[int]]:
    places: dict[_Key, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    return places


def _longest_run(pairs: Iterable[tuple[int, int]], keep: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The most pairs that stand in the same order in both texts; all of ``keep``, which do, are among them."""
    fixed = sorted(keep)
    pairs = sorted({*fixed, *(pair for pair in pairs if _fits(pair, fixed))})
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (_, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [at]
        last[length : length + 1] = [place]
    run = []
    place = last[-1] if last else -1
    while place >= 0:
        run.append(pairs[place])
        place = before[place]
    return run[::-1]


def _fits(pair: tuple[int, int], fixed: list[tuple[int, int]]) -> bool:
    """Whether a pair is between the same two fixed ones in both texts."""
    place = bisect_left(fixed, pair)
    follows = place == 0 or fixed[place - 1][1] < pair[1]
    return follows and (place == len(fixed) or pair[1] < fixed[place][1])


# ---- What is similar ------------------------------------------------------------------------------------------------


def _similar(old: list[_Key], new: list[_Key], same: dict[int, int], anchors: list[tuple[int, int]]) -> dict[int, int]:
    """Of the remaining sentences, old places and new ones that say nearly the same, each once."""
    used = set(same.values())
    olds = {at: _Words(key) for at, key in enumerate(old) if at not in same}
    news = {at: _Words(key) for at, key in enumerate(new) if at not in used}
    old_places, new_places = list(olds), list(news)
    pairs: dict[int, int] = {}
    for before, after in pairwise([(-1, -1), *anchors, (len(old), len(new))]):
        block = _between(old_places, before[0], after[0]), _between(new_places, before[1], after[1])
        pairs |= _in_order(_alike(block[0], block[1], olds, news, least=SIMILAR))
    used = set(pairs.values())
    old_places = [at for at in old_places if at not in pairs]
    new_places = [at for at in new_places if at not in used]
    return pairs | _likest(_alike(old_places, new_places, olds, news, least=SIMILAR_ELSEWHERE))


def _between(places: list[int], after: int, before: int) -> list[int]:
    return places[bisect_left(places, after + 1) : bisect_left(places, before)]


class _Words:
    """What of a sentence is compared: its words, letters alone and without capitals, and each with the one after it.

    Sets, because the time that difflib takes on a text made to annoy it grows with the third power.
    """

    __slots__ = ("held",)

    def __init__(self, key: _Key) -> None:
        words = _LETTERS.findall(" ".join(key).casefold())
        self.held = frozenset[object]((*words, *pairwise(words)))

    def likeness(self, other: _Words) -> float:
        """The share that both have, 0 to 1."""
        together = len(self.held) + len(other.held)
        return 2 * len(self.held & other.held) / together if together else 0


#: How like two sentences are, how far from the same height they stand, and their places in the old and the new text.
_Alike = tuple[float, float, int, int]


def _alike(
    old: list[int], new: list[int], old_words: dict[int, _Words], new_words: dict[int, _Words], *, least: float
) -> list[_Alike]:
    alike = []
    for old_place, at, distance in _to_compare(old, new):
        likeness = old_words[old_place].likeness(new_words[at])
        if likeness >= least:
            alike.append((likeness, distance, old_place, at))
    return alike


def _in_order(alike: list[_Alike]) -> dict[int, int]:
    """Of pairs that come row by row, the ones that are together the likest and don't cross."""
    columns = {at: place for place, at in enumerate(sorted({at for *_, at in alike}), 1)}
    # A tree of the best sums: which is the best of all that end before a column is told in a few steps.
    best = [(0.0, -1)] * (len(columns) + 1)
    before = []
    for _, row in groupby(enumerate(alike), key=lambda candidate: candidate[1][2]):
        sums = []
        for place, (likeness, distance, _, at) in row:
            column = columns[at] - 1
            reached = best[0]
            while column:
                reached = max(reached, best[column])
                column &= column - 1
            before.append(reached[1])
            # Of two that are as like, the one at about the same height.
            sums.append((reached[0] + likeness - distance * 1e-9, place))
        for reached in sums:
            column = columns[alike[reached[1]][3]]
            while column < len(best):
                best[column] = max(best[column], reached)
                column += column & -column
    pairs = {}
    place = max(best)[1]
    while place >= 0:
        pairs[alike[place][2]] = alike[place][3]
        place = before[place]
    return pairs


def _likest(alike: list[_Alike]) -> dict[int, int]:
    """The likest first, wherever they stand."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, _, old_place, at in sorted(alike, key=lambda candidate: (-candidate[0], candidate[1:])):
        if old_place not in pairs and at not in used:
            pairs[old_place] = at
            used.add(at)
    return pairs


def _to_compare(old: list[int], new: list[int]) -> Iterator[tuple[int, int, float]]:
    """Pairs of a block, with how far from the same height they stand."""
    if not old or not new:
        return
    step = len(new) / len(old)
    has_band = len(old) * len(new) > _MAX_PAIRS
    for row, old_place in enumerate(old):
        height = row * step
        first = max(0, int(height) - _BAND) if has_band else 0
        last = min(len(new), int(height + step) + _BAND) if has_band else len(new)
        for column in range(first, last):
            yield old_place, new[column], abs(column - height)

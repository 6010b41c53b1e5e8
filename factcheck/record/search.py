"""Where in a record a quotation may stand: an index of its words, and the stretches that rare ones point to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import numpy as np

from factcheck.record.alignment import Floats, Ints, Quoted, Stretch
from factcheck.record.lexicon import HESITATIONS, MODALS, NEGATIONS, VERBS
from factcheck.record.spelling import SAME
from factcheck.record.transcript import Transcript
from factcheck.record.words import Words

_BIN = 16
#: How many stretches are looked at, how far each goes beyond the words that pointed to it, and how much of a turn an
#: ellipsis may reach over. Chosen by hand.
_PEAKS, _BEFORE, _BEHIND, _TURN = 6, 24, 48, 1_500
#: A pair of words that stands in no more places than these points to each of them.
_RARE_PAIR, _RARE_PLACES = 3, 40
#: The most places of words that are counted for one quotation: what is as frequent tells nothing.
_MOST_PLACES = 20_000
_DROPPED_PRICE, _FILLER_PRICE, _WALL = 0.9, 0.08, 60.0
_VERB_ROWS = {form: number for number, forms in enumerate(VERBS) for form in forms}


class Index:
    """The atoms of one record, by key. Made once for a record and asked for each quotation."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        atoms = transcript.words.atoms
        self.numbers: dict[str, int] = {}
        self.keys = np.fromiter(
            (self.numbers.setdefault(atom.key, len(self.numbers)) for atom in atoms), dtype=np.int32, count=len(atoms)
        )
        self.order = np.argsort(self.keys, kind="stable").astype(np.int32)
        self.counts = np.bincount(self.keys, minlength=len(self.numbers))
        self.starts = np.concatenate(([0], np.cumsum(self.counts)))
        self._pairs = self.keys[:-1].astype(np.int64) * (len(self.numbers) + 1) + self.keys[1:]
        self._pair_order = np.argsort(self._pairs, kind="stable").astype(np.int32)
        self._sorted_pairs = self._pairs[self._pair_order]

    @cached_property
    def _first_word(self) -> Ints:
        return np.fromiter((atom.first for atom in self.transcript.words.atoms), dtype=np.int32, count=len(self.keys))

    @cached_property
    def turns(self) -> Ints:
        firsts = np.array([turn.first for turn in self.transcript.turns], dtype=np.int32)
        return np.searchsorted(firsts, self._first_word, side="right").astype(np.int32)

    @cached_property
    def dropped(self) -> Floats:
        """What leaving out each atom costs: little where the speaker hesitates, or says the same again."""
        price = np.full(len(self.keys), _DROPPED_PRICE)
        fillers = self.transcript.words.fillers
        for number, atom in enumerate(self.transcript.words.atoms):
            if atom.first in fillers:
                price[number] = _FILLER_PRICE
        for size in (1, 2, 3, 4):
            if len(self.keys) <= size:
                break
            again = self.keys[:-size] == self.keys[size:]
            whole = again.copy()
            for shift in range(1, size):
                whole[:-shift] &= again[shift:]
                whole[-shift:] = False
            for shift in range(2 * size):
                places = np.flatnonzero(whole) + shift
                price[places[places < len(price)]] = _FILLER_PRICE
        return price

    @cached_property
    def alike(self) -> Ints:
        words = self.transcript.words
        return np.fromiter(
            (self.resemblance(atom.key, words.words[atom.first].raw, -1) for atom in words.atoms),
            dtype=np.int32,
            count=len(words.atoms),
        )

    @cached_property
    def _prefixes(self) -> dict[str, int]:
        return {}

    def resemblance(self, key: str, raw: str, otherwise: int) -> int:
        """A number that words share which are likely to be put in each other's place."""
        if key[0] == "#":
            return 1
        if key in MODALS:
            return 2
        if key in NEGATIONS:
            return 4
        if key in _VERB_ROWS:
            return 10 + _VERB_ROWS[key]
        if len(key) >= 4:
            return 1_000 + self._prefixes.setdefault(key[:4], len(self._prefixes))
        return 3 if raw[0].isupper() and raw != "I" else otherwise

    def places(self, key: int) -> Ints:
        return self.order[self.starts[key] : self.starts[key + 1]]

    def pair_places(self, first: int, second: int) -> Ints:
        code = first * (len(self.numbers) + 1) + second
        low, high = np.searchsorted(self._sorted_pairs, code), np.searchsorted(self._sorted_pairs, code, side="right")
        return self._pair_order[low:high]

    def quoted(self, quotation: Words) -> Quoted:
        """A quotation in this record's numbers."""
        atoms = quotation.atoms
        unknown = len(self.numbers) + 1
        return Quoted(
            same=[
                [self.numbers.get(key, unknown) for key in sorted(SAME.get(atom.key, (atom.key,)))] for atom in atoms
            ],
            alike=[self.resemblance(atom.key, quotation.words[atom.first].raw, -2) for atom in atoms],
            filler=[atom.key in HESITATIONS for atom in atoms],
            inserted=[atom.first in quotation.inserted for atom in atoms],
            ellipsis_after=[
                quotation.ellipsis_before(atom.last + 1) is not None and after.first != atom.first
                for atom, after in zip(atoms, [*atoms[1:], atoms[-1]], strict=True)
            ],
        )

    def stretches(self, quotation: Words) -> Stretch | None:
        """The parts of the record that share the quotation's rarest words; None if there are none."""
        known = [self.numbers.get(atom.key) for atom in quotation.atoms]
        size = len(known)
        weights = np.zeros(len(self.keys) // _BIN + 2)
        counted = 0
        for key in sorted({key for key in known if key is not None}, key=lambda key: int(self.counts[key])):
            counted += int(self.counts[key])
            if counted > _MOST_PLACES:
                break
            weights += self._weighed(self.places(key), len(weights))
        pointed: list[int] = []
        for first, second in pairwise(known):
            if first is None or second is None:
                continue
            places = self.pair_places(first, second)
            if 0 < len(places) <= _MOST_PLACES // 20:
                weights += self._weighed(places, len(weights))
            if len(places) <= _RARE_PAIR and len(pointed) < _RARE_PLACES:
                pointed += places.tolist()
        bins = size // _BIN + 2
        sums = np.concatenate(([0], np.cumsum(weights)))
        scores = sums[bins:] - sums[:-bins] if len(sums) > bins else sums[-1:]
        peaks: list[int] = []
        scores = scores.copy()
        for _ in range(_PEAKS):
            best = int(np.argmax(scores))
            if scores[best] <= 0:
                break
            peaks.append(best)
            scores[max(0, best - bins) : best + bins + 1] = 0
        if not peaks:
            return None
        spans = [(peak * _BIN - _BEFORE, (peak + bins) * _BIN + _BEHIND) for peak in peaks]
        spans += [(place - size - _BEFORE, place + size + _BEHIND) for place in pointed]
        if any(quotation.ellipsis_before(number) for number in range(1, len(quotation.words))):
            spans += [self._whole_turn(peak * _BIN) for peak in peaks[:3]]
        return self._stretch(spans)

    def _weighed(self, places: Ints, bins: int) -> Floats:
        """What the places of a word are worth in each bin: the rarer it is, the more."""
        return np.bincount(places // _BIN, minlength=bins) * np.log(len(self.keys) / len(places) + 1)

    def _whole_turn(self, atom: int) -> tuple[int, int]:
        turn = self.turns[min(atom, len(self.turns) - 1)]
        first, after = np.searchsorted(self.turns, turn), np.searchsorted(self.turns, turn, side="right")
        return max(int(first), atom - _TURN), min(int(after), atom + _TURN)

    def _stretch(self, spans: Iterable[tuple[int, int]]) -> Stretch:
        taken: list[list[int]] = []
        for start, end in sorted((max(0, start), min(len(self.keys), end)) for start, end in spans):
            if taken and start <= taken[-1][1]:
                taken[-1][1] = max(taken[-1][1], end)
            elif start < end:
                taken.append([start, end])
        at = np.concatenate([np.arange(start, end, dtype=np.int32) for start, end in taken])
        dropped = self.dropped[at].copy()
        borders = np.flatnonzero(np.diff(at) > 1) + 1
        dropped[borders] += _WALL
        return Stretch(self.keys[at], self.alike[at], dropped, at, self.turns[at], self._interruptions_within(at))

    @cached_property
    def _interruptions(self) -> Ints:
        """Pairs of atoms: where others begin to speak, and where the speaker goes on."""
        words = np.array(self.transcript.interruptions, dtype=np.int32).reshape(-1, 2)
        return np.searchsorted(self._first_word, words).astype(np.int32)

    def _interruptions_within(self, at: Ints) -> list[tuple[int, int]]:
        low, high = np.searchsorted(self._interruptions[:, 0], (at[0], at[-1] + 1))
        pairs = self._interruptions[low:high]
        inside = np.searchsorted(at, pairs)
        inside[inside == len(at)] = 0
        both = (at[inside] == pairs).all(axis=1)
        return [(int(start), int(end)) for start, end in inside[both]]

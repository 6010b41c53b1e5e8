"""The cheapest way to read a quotation out of a record, word by word.

Plain edit distance prices a gap by its length: of a quotation that drops a condition of eighteen words before its last
ten it would rather rewrite the ten. Here a gap costs little more than a word however long it is, and next to nothing
where the record hesitates or repeats itself, where the quotation has an ellipsis, or where somebody interrupts. One
jump elsewhere costs as much as a few words: that is how a splice is read. Each row of the table is computed at once
over all words of the record that are looked at (numpy), so that a quotation takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Move(IntEnum):
    """What comes between one word of the quotation and the next in the record."""

    NONE = 0
    WORDS = 1  # single words left out, each at its own price
    GAP = 2  # many words left out
    ELLIPSIS = 3
    INTERRUPTION = 4
    BRACKET = 5  # words that a bracket stands for
    JUMP = 6


@dataclass(frozen=True, slots=True)
class Step:
    """An atom of the quotation, an atom of the record, or one of each; ``move`` is how those of the record were left
    out, and a jump has neither."""

    quoted: int | None
    recorded: int | None
    equal: bool = False
    move: Move = Move.NONE


@dataclass(frozen=True, slots=True)
class Alignment:
    """``steps`` in the order of the quotation."""

    cost: float
    steps: tuple[Step, ...]


#: Prices, against 1 for a word that is added. Chosen by hand, so that the cheapest reading is what a person would say.
_ADDED, _REPLACED, _REPLACED_ALIKE = 1.0, 1.1, 0.85
_IN_BRACKETS, _FOR_BRACKET = 0.04, 0.25
_WORDS = 0.03
_GAP, _GAP_EACH = 1.6, 0.02
_ELLIPSIS, _ELLIPSIS_EACH, _BEYOND_TURN = 0.02, 0.012, 1.2
_INTERRUPTION = 0.1
_JUMP = 3.0
_FILLER = 0.3


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation's atoms: which keys of the record each may be, what it resembles, and what stands behind it."""

    same: Sequence[Sequence[int]]
    alike: Sequence[int]
    filler: Sequence[bool]
    inserted: Sequence[bool]
    ellipsis_after: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Atoms of the record that are looked at, in order: keys, what each resembles, what leaving it out costs, where in
    the record and in which turn it stands, and interruptions as pairs of indices."""

    keys: Ints
    alike: Ints
    dropped: Floats
    at: Ints
    turn: Ints
    interruptions: Sequence[tuple[int, int]]


def align(quoted: Quoted, stretch: Stretch) -> Alignment:
    """The cheapest reading of the whole quotation; it may begin and end anywhere in the stretch."""
    size, length = len(quoted.same), len(stretch.keys)
    everywhere = np.arange(length + 1, dtype=np.int32)
    single = np.concatenate(([0], np.cumsum(stretch.dropped))).astype(np.float64)
    places = (
        np.concatenate((stretch.at, [stretch.at[-1] + 1])).astype(np.float64) if length else np.zeros(1, np.float64)
    )
    gaps = places * _GAP_EACH
    turns = np.concatenate((stretch.turn, stretch.turn[-1:])) if length else np.zeros(1, np.int32)
    hidden = places * _ELLIPSIS_EACH + turns * _BEYOND_TURN
    leaps_from = np.array([pair[0] for pair in stretch.interruptions], dtype=np.int32)
    leaps_to = np.array([pair[1] for pair in stretch.interruptions], dtype=np.int32)
    row = np.zeros(length + 1, dtype=np.float64)
    paired = np.zeros((size, length + 1), dtype=bool)
    came = np.zeros((size, length + 1), dtype=np.int32)
    moves = np.zeros((size, length + 1), dtype=np.int8)
    base = row
    for number in range(size):
        match = _is_any(stretch.keys, quoted.same[number])
        alike = stretch.alike == quoted.alike[number]
        if quoted.inserted[number]:
            price, added = np.where(match, 0.0, _FOR_BRACKET), _IN_BRACKETS
        else:
            price = np.where(match, 0.0, np.where(alike, _REPLACED_ALIKE, _REPLACED))
            added = _FILLER if quoted.filler[number] else _ADDED
        base = row + np.float64(added)
        diagonal = row[:-1] + price.astype(np.float64)
        better = diagonal <= base[1:]
        base[1:] = np.where(better, diagonal, base[1:])
        paired[number, 1:] = better
        if number == size - 1:
            break
        row = base.copy()
        came[number] = everywhere
        _offer(row, came[number], moves[number], base, single, _WORDS, Move.WORDS, everywhere)
        marked = quoted.ellipsis_after[number]
        _offer(row, came[number], moves[number], base, gaps, _GAP, Move.ELLIPSIS if marked else Move.GAP, everywhere)
        if marked:
            _offer(row, came[number], moves[number], base, hidden, _ELLIPSIS, Move.ELLIPSIS, everywhere)
        if len(leaps_from):
            _leap(row, came[number], moves[number], base, leaps_from, leaps_to)
        if quoted.inserted[number] or quoted.inserted[number + 1]:
            for skipped in (1, 2, 3):
                if skipped <= length:
                    offer = base[:-skipped] + np.float64(_FOR_BRACKET * skipped)
                    cheaper = offer < row[skipped:]
                    row[skipped:][cheaper] = offer[cheaper]
                    came[number][skipped:][cheaper] = everywhere[:-skipped][cheaper]
                    moves[number][skipped:][cheaper] = Move.BRACKET
        best = int(np.argmin(base))
        jumping = base[best] + np.float64(_JUMP) < row
        row[jumping] = base[best] + np.float64(_JUMP)
        came[number][jumping] = best
        moves[number][jumping] = Move.JUMP
    end = int(np.argmin(base))
    return Alignment(float(base[end]), _traced(end, size, quoted, stretch, paired, came, moves))


def _is_any(keys: Ints, wanted: Sequence[int]) -> NDArray[np.bool_]:
    match = keys == wanted[0]
    for key in wanted[1:]:
        match = match | (keys == key)
    return match


def _offer(
    row: Floats,
    came: Ints,
    moves: NDArray[np.int8],
    base: Floats,
    price: Floats,
    entry: float,
    move: Move,
    everywhere: Ints,
) -> None:
    """Let every place be reached from the place before it from which the way costs least."""
    reduced = base - price
    least = np.minimum.accumulate(reduced)
    origin = np.maximum.accumulate(np.where(reduced <= least, everywhere, 0))
    offer = least + price + np.float64(entry)
    cheaper = (offer < row - 1e-4) & (origin < everywhere)
    row[cheaper] = offer[cheaper]
    came[cheaper] = origin[cheaper]
    moves[cheaper] = move


def _leap(row: Floats, came: Ints, moves: NDArray[np.int8], base: Floats, leaps_from: Ints, leaps_to: Ints) -> None:
    for start, end in zip(leaps_from.tolist(), leaps_to.tolist(), strict=True):
        if base[start] + _INTERRUPTION < row[end]:
            row[end] = base[start] + _INTERRUPTION
            came[end] = start
            moves[end] = Move.INTERRUPTION


def _traced(
    end: int,
    size: int,
    quoted: Quoted,
    stretch: Stretch,
    paired: NDArray[np.bool_],
    came: Ints,
    moves: NDArray[np.int8],
) -> tuple[Step, ...]:
    steps: list[Step] = []
    at = end
    for number in range(size - 1, -1, -1):
        if paired[number, at]:
            at -= 1
            equal = bool(_is_any(stretch.keys[at : at + 1], quoted.same[number])[0])
            steps.append(Step(number, at, equal))
        else:
            steps.append(Step(number, None))
        if number == 0:
            break
        origin, move = int(came[number - 1, at]), Move(int(moves[number - 1, at]))
        if move is Move.JUMP:
            steps.append(Step(None, None, move=move))
        elif move is not Move.NONE:
            steps += [Step(None, skipped, move=move) for skipped in range(at - 1, origin - 1, -1)]
        at = origin
    return tuple(reversed(steps))

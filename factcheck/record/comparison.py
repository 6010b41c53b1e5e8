"""One quotation against one or several records: its passage, its class, each difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.record.alignment import Alignment, Move, Step, align
from factcheck.record.classes import Kind, QuoteClass
from factcheck.record.differences import Difference, Piece, Reading, pieces_of, slid, with_edge
from factcheck.record.lexicon import COMMON, CONDITIONS
from factcheck.record.search import Index
from factcheck.record.spelling import plain
from factcheck.record.transcript import Transcript, Where
from factcheck.record.words import Place, Words, words_of

#: A joint without a mark is a splice from so many words on, or from a whole sentence; each side has so many at least.
_SPLICE_GAP, _SPLICE_SIDE = 10, 3
#: A passage may be so many words longer than the quotation and still be about as long.
_LONGER = 6
#: … and holds it, with a change, if so much of all its words stand there: “It's just true”. Chosen by hand.
_MOSTLY = 0.8
#: Of a joint that holds a changed word as well, each side has so many words at least.
_SIDE_OF_MUCH = 5
#: A splice over fewer words than these is shown as one passage.
_ONE_PASSAGE = 60


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a quotation stands to the record in which it most likely stands.

    ``quoted`` is its place in the article without the marks. ``record``, ``passage`` and ``where`` are None if it is in
    none; ``nearest`` is then the passage that comes nearest, if any does, and ``nearest_record`` its record. ``parts``
    has the stretches of a splice.
    """

    quoted: Place
    quote_class: QuoteClass
    differences: tuple[Difference, ...] = ()
    record: str | None = None
    passage: Place | None = None
    parts: tuple[Place, ...] = ()
    where: Where | None = None
    nearest: Place | None = None
    nearest_record: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: Index
    cost: float
    quote_class: QuoteClass
    differences: tuple[Difference, ...]
    passage: Place
    parts: tuple[Place, ...]

    @property
    def rank(self) -> tuple[bool, float]:
        return self.quote_class is QuoteClass.ABSENT, self.cost


def compare(text: str, quoted: Place, indexes: Sequence[Index]) -> Comparison | None:
    """Hold one quotation of an article against records; None if it has no word."""
    quotation = words_of(text, *quoted, quotation=True)
    if len(quotation.inserted) == len(quotation.words):
        return None
    candidates = [candidate for index in indexes if (candidate := _read(quotation, index))]
    if not candidates:
        return Comparison(quoted, QuoteClass.ABSENT)
    best = min(candidates, key=lambda candidate: candidate.rank)
    name = best.index.transcript.name
    if best.quote_class is QuoteClass.ABSENT:
        return Comparison(quoted, QuoteClass.ABSENT, nearest=best.passage, nearest_record=name)
    where = best.index.transcript.where(best.passage[0])
    return Comparison(quoted, best.quote_class, best.differences, name, best.passage, best.parts, where)


def compare_all(text: str, quotations: Iterable[Place], records: Sequence[Transcript]) -> list[Comparison]:
    """Hold every quotation against the records, in the order of the article."""
    indexes = [Index(record) for record in records if record.words.atoms]
    return [comparison for place in quotations if (comparison := compare(text, place, indexes))]


def _read(quotation: Words, index: Index) -> _Candidate | None:
    stretch = index.stretches(quotation)
    if stretch is None:
        return None
    alignment: Alignment = align(index.quoted(quotation), stretch)
    steps = [
        Step(step.quoted, None if step.recorded is None else int(stretch.at[step.recorded]), step.equal, step.move)
        for step in alignment.steps
    ]
    record = index.transcript.words
    pieces = with_edge(slid(pieces_of(steps, quotation, record), record), quotation, record)
    if not any(piece.equal for piece in pieces):
        return None
    account = _Account(quotation, index, pieces)
    return _Candidate(
        index, alignment.cost, account.quote_class, tuple(account.differences), account.passage, account.parts
    )


class _Account:
    """What the pieces come to."""

    def __init__(self, quotation: Words, index: Index, pieces: Sequence[Piece]) -> None:
        self.quotation, self.index, self.record = quotation, index, index.transcript.words
        self.reading = Reading(quotation, self.record, pieces)
        self.pieces = pieces
        self.differences: list[Difference] = []
        #: Words of the quotation before which it is joined, with the number of the difference that says so.
        self.joints: list[tuple[int, int]] = []
        self._walk()
        self.passage, self.parts = self._places()
        self.quote_class = self._class()

    def _walk(self) -> None:
        block: list[Piece] = []
        marked: set[int] = set()
        number = 0
        while number < len(self.pieces):
            piece = self.pieces[number]
            if piece.move in (Move.JUMP, Move.ELLIPSIS, Move.INTERRUPTION) or piece.equal:
                self._settle(block)
                block = []
            if piece.move is Move.JUMP:
                self._jump(number)
            elif piece.move is Move.ELLIPSIS:
                after = number
                while after < len(self.pieces) and self.pieces[after].move is Move.ELLIPSIS:
                    after += 1
                self._ellipsis(piece.quoted[1], (piece.recorded[0], self.pieces[after - 1].recorded[1]))
                marked.add(piece.quoted[1])
                number = after
                continue
            elif piece.equal:
                self._bare_ellipsis(piece, marked)
                is_explained, kind = self.reading.explain(piece)
                if not is_explained or kind is not None:
                    self.differences.append(self.reading.difference(kind or Kind.SPELLING, piece))
            elif piece.move is not Move.INTERRUPTION:
                self._bare_ellipsis(piece, marked)
                block.append(piece)
            number += 1
        self._settle(block)

    def _settle(self, block: Sequence[Piece]) -> None:
        for difference, piece in self.reading.of_block(block):
            if difference.kind is Kind.DROPPED and self._is_long(piece.recorded):
                self.joints.append((piece.quoted[0], len(self.differences)))
            self.differences.append(difference)

    def _is_long(self, gone: tuple[int, int]) -> bool:
        first, after = gone
        if after - first >= _SPLICE_GAP:
            return True
        starts = [number for number in range(first, after + 1) if self._opens(number)]
        return len(starts) > 1

    def _opens(self, number: int) -> bool:
        return number >= len(self.record.words) or self.record.opens_sentence(number)

    def _jump(self, number: int) -> None:
        before = next(
            (piece for piece in reversed(self.pieces[:number]) if piece.recorded[0] < piece.recorded[1]), None
        )
        after = next((piece for piece in self.pieces[number:] if piece.recorded[0] < piece.recorded[1]), None)
        if before is None or after is None:
            return
        if any(piece.recorded[0] <= after.recorded[0] < piece.recorded[1] for piece in self.pieces[:number]):
            rest = (after.quoted[0], self.pieces[-1].quoted[1])  # the same words a second time: added, not joined
            self.differences.append(
                Difference(
                    Kind.ADDED, self.reading.quoted_place(rest), self.reading.recorded_place((before.recorded[1],) * 2)
                )
            )
            return
        low, high = sorted((before.recorded[1], after.recorded[0]))
        if place := self.quotation.ellipsis_before(after.quoted[0]):
            gone = self.reading.recorded_place((low, high))
            self.differences.append(Difference(Kind.ELLIPSIS, place, gone, is_far=True))
            return
        self.joints.append((after.quoted[0], len(self.differences)))
        quoted = self.reading.quoted_place((after.quoted[0], after.quoted[0]))
        self.differences.append(Difference(Kind.DROPPED, quoted, self.reading.recorded_place((low, high))))

    def _ellipsis(self, quoted: int, gone: tuple[int, int]) -> None:
        place = self.quotation.ellipsis_before(quoted) or self.reading.quoted_place((quoted, quoted))
        turns = {self.index.transcript.turn_of(gone[0]), self.index.transcript.turn_of(gone[1] - 1)}
        self.differences.append(
            Difference(Kind.ELLIPSIS, place, self.reading.recorded_place(gone), self._hidden(gone), len(turns) > 1)
        )

    def _bare_ellipsis(self, piece: Piece, marked: set[int]) -> None:
        """An ellipsis where nothing is left out, and where the record has none."""
        number = piece.quoted[0]
        if piece.quoted[0] == piece.quoted[1] or number in marked:
            return
        place = self.quotation.ellipsis_before(number)
        if place is None:
            return
        marked.add(number)
        if piece.recorded[0] < piece.recorded[1] and self.record.ellipsis_before(piece.recorded[0]):
            return
        at = self.reading.recorded_place((piece.recorded[0], piece.recorded[0]))
        self.differences.append(Difference(Kind.ELLIPSIS, place, at))

    def _hidden(self, gone: tuple[int, int]) -> tuple[str, ...]:
        """What an ellipsis takes out that it must not: a negation or condition of a sentence that is quoted in part."""
        first, after = gone
        starts = [number for number in range(first, after + 1) if self._opens(number)]
        inside = [*range(first, starts[0]), *range(starts[-1], after)] if starts else list(range(first, after))
        return tuple(
            self.record.words[number].raw
            for number in inside
            if CONDITIONS & set(self.record.keys_between(number, number + 1))
        )

    def _places(self) -> tuple[Place, tuple[Place, ...]]:
        """From the first word of the record that is quoted to the last; of a splice, each part, the longest first."""
        joints = {number for number, _ in self.joints}
        parts: list[list[int]] = []
        fresh = True
        for piece in self.pieces:
            if piece.move is Move.JUMP or (piece.quoted[0] in joints and piece.quoted[0] < piece.quoted[1]):
                fresh = True
            if piece.recorded[0] == piece.recorded[1] or piece.quoted[0] == piece.quoted[1]:
                continue
            if fresh:
                parts.append([*piece.recorded])
                fresh = False
            parts[-1][1] = piece.recorded[1]
        spans = [self.reading.recorded_place((first, after)) for first, after in parts]
        if len(spans) == 1:
            return spans[0], ()
        close = all(0 <= later[0] - part[1] < _ONE_PASSAGE for part, later in pairwise(parts))
        longest = max(spans, key=lambda span: span[1] - span[0])
        return (spans[0][0], spans[-1][1]) if close else longest, tuple(spans)

    # ── the class ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _class(self) -> QuoteClass:
        if not self.differences:
            return QuoteClass.VERBATIM
        if all(difference.is_allowed for difference in self.differences):
            return QuoteClass.CLEANED
        if self._is_spliced():
            return QuoteClass.SPLICED
        return QuoteClass.ABSENT if self._is_absent() else QuoteClass.ALTERED

    def _is_spliced(self) -> bool:
        joints = {number for _, number in self.joints}
        if not joints or not all(
            difference.is_allowed for number, difference in enumerate(self.differences) if number not in joints
        ):
            return False
        bounds = [0, *(word for word, _ in self.joints), len(self.quotation.words)]
        sides = pairwise(bounds)
        return all(after - first >= _SPLICE_SIDE for first, after in sides)

    def _is_absent(self) -> bool:
        """Whether no stretch about as long as the quotation holds more than half of its own words.

        Two things are added to that: half of all its words have to stand there too, since one rare word that an
        article and a record share is no passage; and where nearly all do, it is one though none of them is rare.
        """
        size = len(self.quotation.words) - len(self.quotation.inserted)
        own = own_words(self.quotation.words[number].raw for number in range(len(self.quotation.words)))
        most = at = 0
        shared = [(piece.recorded, self._shared(piece)) for piece in self.pieces]
        for number, ((start, _), _) in enumerate(shared):
            words = 0
            last = start
            for (low, high), stands in shared[number:]:
                if low < last or high - start > size + _LONGER:
                    break
                last = high
                words += stands
            if words > most:
                most, at = words, start
        best = self._most_own(own, at, size + _LONGER)
        if most >= _MOSTLY * size and size >= _SPLICE_SIDE:
            return False
        if self.joints and self._is_joined_of_much():
            return False
        return 2 * best <= len(own) or 2 * most < size

    def _most_own(self, own: set[str], at: int, reach: int) -> int:
        """The most of these words that stand in one stretch of the record around a word of it."""
        low, high = max(0, at - reach), min(len(self.record.words), at + 2 * reach)
        places = [(number, key) for number in range(low, high) if (key := plain(self.record.words[number].raw)) in own]
        return max(
            (
                len({key for later, key in places[at:] if later - number < reach})
                for at, (number, _) in enumerate(places)
            ),
            default=0,
        )

    def _shared(self, piece: Piece) -> int:
        """How many words of the quotation stand in this place of the record too."""
        if piece.quoted[0] == piece.quoted[1] or piece.recorded[0] == piece.recorded[1]:
            return 0
        if piece.equal:
            return piece.quoted[1] - piece.quoted[0]
        recorded = set(self.record.folded(*piece.recorded))
        return sum(word in recorded for word in self.quotation.folded(*piece.quoted))

    def _is_joined_of_much(self) -> bool:
        """Whether each side of a joint stands in the record for the most part."""
        bounds = [0, *(word for word, _ in self.joints), len(self.quotation.words)]
        for first, after in pairwise(bounds):
            stands = sum(
                piece.quoted[1] - piece.quoted[0]
                for piece in self.pieces
                if piece.equal and first <= piece.quoted[0] < after
            )
            if after - first < _SIDE_OF_MUCH or stands < _MOSTLY * (after - first):
                return False
        return True


def own_words(words: Iterable[str]) -> set[str]:
    """The words that tell a quotation from others: of three letters or more, and not among the common ones."""
    return {word for word in map(plain, words) if word not in COMMON and sum(map(str.isalpha, word)) > 2}

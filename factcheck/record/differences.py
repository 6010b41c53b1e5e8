"""What the differences between a quotation and its passage are: small rules, each for one kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from factcheck.record.alignment import Move, Step
from factcheck.record.classes import Kind
from factcheck.record.lexicon import HESITATIONS, MODALS, NEGATIONS, VERBS
from factcheck.record.spelling import SAME, plain, same_letters
from factcheck.record.words import Place, Words

#: How many words of the record a bracket may stand for.
_BRACKET_WORDS = 3
#: How many pieces that differ are tried together, as “health care” for “healthcare”.
_TOGETHER = 4
#: A gap of more words than these is one difference, whatever is in it.
_SHORT_GAP = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, with its places in the article and in the record.

    The side without a word is empty and stands before the word that follows. ``hides`` are the words for which an
    ellipsis is not allowed; ``is_far`` says that it joins what was said in different turns.
    """

    kind: Kind
    quoted: Place
    recorded: Place
    hides: tuple[str, ...] = ()
    is_far: bool = False

    @property
    def is_allowed(self) -> bool:
        """Whether most house rules let a quotation differ so."""
        return self.kind.is_allowed and not self.hides and not self.is_far


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the quotation and of the record that belong together: ``quoted`` and ``recorded`` are numbers of words,
    the end excluded."""

    quoted: tuple[int, int]
    recorded: tuple[int, int]
    equal: bool
    move: Move = Move.NONE


def pieces_of(steps: Sequence[Step], quotation: Words, record: Words) -> list[Piece]:
    """The steps of an alignment by whole words: a contraction keeps its parts together."""
    pieces: list[Piece] = []
    at_quoted = 0
    at_recorded = next((record.atoms[step.recorded].first for step in steps if step.recorded is not None), 0)
    jumped = False
    for number, step in enumerate(steps):
        if step.move is Move.JUMP:
            after = next((later.recorded for later in steps[number + 1 :] if later.recorded is not None), None)
            at_recorded = record.atoms[after].first if after is not None else at_recorded
            pieces.append(Piece((at_quoted, at_quoted), (at_recorded, at_recorded), False, Move.JUMP))
            jumped = True
            continue
        quoted = (at_quoted, at_quoted)
        recorded = (at_recorded, at_recorded)
        if step.quoted is not None:
            atom = quotation.atoms[step.quoted]
            quoted = (atom.first, atom.last + 1)
        if step.recorded is not None:
            atom = record.atoms[step.recorded]
            recorded = (atom.first, atom.last + 1)
        piece = Piece(quoted, recorded, step.equal, step.move)
        last = pieces[-1] if pieces and not jumped else None
        jumped = False
        if last is not None and _share_a_word(last, piece):
            move = last.move if last.move == piece.move else Move.WORDS
            pieces[-1] = Piece(
                (min(last.quoted[0], quoted[0]), max(last.quoted[1], quoted[1])),
                (min(last.recorded[0], recorded[0]), max(last.recorded[1], recorded[1])),
                last.equal and piece.equal,
                move if not (last.equal and piece.equal) else Move.NONE,
            )
        else:
            pieces.append(piece)
        at_quoted, at_recorded = max(at_quoted, quoted[1]), recorded[1]
    return pieces


def _share_a_word(last: Piece, piece: Piece) -> bool:
    in_quotation = piece.quoted[0] < piece.quoted[1] and piece.quoted[0] < last.quoted[1]
    in_record = piece.recorded[0] < piece.recorded[1] and last.recorded[0] <= piece.recorded[0] < last.recorded[1]
    return in_quotation or in_record


def slid(pieces: list[Piece], record: Words) -> list[Piece]:
    """Where words left out could be these or those, take what a sentence or comma sets off: in “come in. If you come
    in, we” without its condition, “If you come in” rather than “come in. If you”."""
    number = 0
    while number < len(pieces):
        if not _is_dropped(pieces[number]):
            number += 1
            continue
        after = number
        while after < len(pieces) and _is_dropped(pieces[after]):
            after += 1
        _slide(pieces, number, after, record)
        number = after
    return pieces


def with_edge(pieces: list[Piece], quotation: Words, record: Words) -> list[Piece]:
    """The first words of a quotation that were not found: the same, if it begins within a number of the record, or put
    in place of as many with which a sentence of the record begins."""
    number = next((number for number, piece in enumerate(pieces) if piece.recorded[0] < piece.recorded[1]), 0)
    size = pieces[number].quoted[0]
    start = pieces[number].recorded[0]
    if not 0 < size <= start or any(at in quotation.inserted for at in range(size)):
        return pieces
    same = quotation.folded(0, size) == record.folded(start - size, start)
    if same or record.opens_sentence(start - size):
        edge = [Piece((at, at + 1), (start - size + at, start - size + at + 1), same) for at in range(size)]
        return [*edge, *pieces[number:]]
    return pieces


def _is_dropped(piece: Piece) -> bool:
    return piece.move in (Move.WORDS, Move.GAP) and piece.quoted[0] == piece.quoted[1] and not piece.equal


def _slide(pieces: list[Piece], first: int, after: int, record: Words) -> None:
    size = after - first
    low, high = pieces[first].recorded[0], pieces[after - 1].recorded[1]
    if high - low != size:
        return
    ways = [0]
    for step in range(1, size + 1):  # to the left: the word before the gap is its last word too
        before = pieces[first - step] if first >= step else None
        if (
            before is None
            or not _is_single(before)
            or record.folded(low - step, low - step + 1) != record.folded(high - step, high - step + 1)
        ):
            break
        ways.append(-step)
    for step in range(1, size + 1):
        behind = pieces[after + step - 1] if after + step <= len(pieces) else None
        if (
            behind is None
            or not _is_single(behind)
            or record.folded(low + step - 1, low + step) != record.folded(high + step - 1, high + step)
        ):
            break
        ways.append(step)
    best = max(ways, key=lambda way: (_set_off(record, low + way, high + way), -abs(way)))
    if best == 0:
        return
    start, end = min(first, first + best), max(after, after + best)
    quoted = [piece.quoted for piece in pieces[start:end] if piece.equal]
    equal_before = max(0, best)
    fresh: list[Piece] = []
    at = pieces[start].recorded[0]
    for number in range(end - start):
        if equal_before <= number < equal_before + size:
            point = quoted[equal_before][0] if equal_before < len(quoted) else quoted[-1][1]
            fresh.append(Piece((point, point), (at, at + 1), False, pieces[first].move))
        else:
            place = number if number < equal_before else number - size
            fresh.append(Piece(quoted[place], (at, at + 1), True))
        at += 1
    pieces[start:end] = fresh


def _is_single(piece: Piece) -> bool:
    return piece.equal and piece.quoted[1] - piece.quoted[0] == 1 and piece.recorded[1] - piece.recorded[0] == 1


def _set_off(record: Words, low: int, high: int) -> int:
    """How well a gap is bounded: a sentence counts more than a comma, at either end."""
    return sum(
        3 if record.opens_sentence(number) else 1 if set(record.gap(number)) & set(",;:—–-") else 0
        for number in (low, min(high, len(record.words) - 1))
    )


class Reading:
    """The pieces of a quotation and its passage, and what the rules say to each."""

    def __init__(self, quotation: Words, record: Words, pieces: Sequence[Piece]) -> None:
        self.quotation, self.record = quotation, record
        equal = [piece for piece in pieces if piece.equal]
        self._matched_quoted = frozenset(number for piece in equal for number in range(*piece.quoted))
        self._matched_recorded = frozenset(number for piece in equal for number in range(*piece.recorded))

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def quoted_place(self, span: tuple[int, int]) -> Place:
        return _place(self.quotation, span)

    def recorded_place(self, span: tuple[int, int]) -> Place:
        return _place(self.record, span)

    def difference(self, kind: Kind, piece: Piece) -> Difference:
        return Difference(kind, self.quoted_place(piece.quoted), self.recorded_place(piece.recorded))

    # ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def of_block(self, block: Sequence[Piece]) -> list[tuple[Difference, Piece]]:
        """The differences of pieces that follow each other and differ."""
        differences: list[tuple[Difference, Piece]] = []
        number = 0
        while number < len(block):
            if (gap := _gap(block, number)) > _SHORT_GAP:
                whole = _joined(block[number : number + gap])
                differences.append((self.difference(Kind.DROPPED, whole), whole))
                number += gap
                continue
            for size in range(min(_TOGETHER, len(block) - number), 0, -1):
                whole = _joined(block[number : number + size])
                is_explained, kind = self.explain(whole)
                if is_explained:
                    if kind is not None:
                        differences.append((self._bracketed(kind, whole), whole))
                    number += size
                    break
            else:
                differences.append(
                    (self.difference(self.kind(block[number]), self._narrowed(block[number])), block[number])
                )
                number += 1
        return _merged(differences)

    def explain(self, piece: Piece) -> tuple[bool, Kind | None]:
        """Whether a difference is allowed, and its kind: none if the words are the same after all."""
        quoted = self.quotation.folded(*piece.quoted)
        recorded = self.record.folded(*piece.recorded)
        if quoted and recorded and same_letters(quoted, recorded):
            return True, None if len(quoted) == len(recorded) else Kind.SPELLING
        for kind, rule in self._rules:
            if rule(piece, quoted, recorded):
                return True, kind
        return False, None

    @property
    def _rules(self) -> tuple[tuple[Kind | None, Callable[[Piece, list[str], list[str]], bool]], ...]:
        return (
            (None, self._is_cut_number),
            (Kind.BRACKET, self._is_bracket),
            (Kind.SPELLING, self._is_possessive),
            (Kind.SPELLING, self._is_same_otherwise),
            (Kind.FILLER, self._is_filler),
            (Kind.FILLER, self._is_repetition),
        )

    def _is_bracket(self, piece: Piece, quoted: list[str], recorded: list[str]) -> bool:
        """A bracket put in, or in place of three words at most; or a part of a word in brackets: walk[ed]."""
        numbers = range(*piece.quoted)
        if len(quoted) == 1 and "[" in self.quotation.words[piece.quoted[0]].raw:
            return len(recorded) <= 1
        if not any(number in self.quotation.inserted for number in numbers):
            return False
        own = _keys(self.quotation, piece.quoted, self.quotation.inserted)
        theirs = _keys(self.record, piece.recorded)
        replaced = len(theirs) - len(own)
        if not 0 <= replaced <= _BRACKET_WORDS:
            return False
        first_inserted = piece.quoted[0] in self.quotation.inserted
        rest = theirs[replaced:] if first_inserted else theirs[: len(own)]
        return all(_same(one, other) for one, other in zip(own, rest, strict=True))

    def _is_cut_number(self, piece: Piece, quoted: list[str], recorded: list[str]) -> bool:
        """A quotation that begins or ends within a number, as “13” of “13 million”: it may begin and end anywhere."""
        if not quoted or len(quoted) >= len(recorded):
            return False
        ends = piece.quoted[1] == len(self.quotation.words) and recorded[: len(quoted)] == quoted
        return ends or (piece.quoted[0] == 0 and recorded[-len(quoted) :] == quoted)

    def _is_possessive(self, piece: Piece, quoted: list[str], recorded: list[str]) -> bool:
        """Sanders' and Sanders's."""
        if len(quoted) != 1 or len(recorded) != 1:
            return False
        short, long = sorted((quoted[0], recorded[0]), key=len)
        return short.endswith("s") and long == short + "s"

    def _is_same_otherwise(self, piece: Piece, quoted: list[str], recorded: list[str]) -> bool:
        own, theirs = _keys(self.quotation, piece.quoted), _keys(self.record, piece.recorded)
        return (
            bool(own)
            and len(own) == len(theirs)
            and all(_same(one, other) for one, other in zip(own, theirs, strict=True))
        )

    def _is_filler(self, piece: Piece, quoted: list[str], recorded: list[str]) -> bool:
        if quoted and recorded:
            return False
        if quoted:  # put in by the article: “well” may stand where “I think” stood
            return all(word in HESITATIONS for word in quoted)
        return bool(recorded) and all(number in self.record.fillers for number in range(*piece.recorded))

    def _is_repetition(self, piece: Piece, quoted: list[str], recorded: list[str]) -> bool:
        """Up to three words, said twice or more in a row, of which one time is left out or put in."""
        if bool(quoted) == bool(recorded):
            return False
        words, (first, after) = (self.quotation, piece.quoted) if quoted else (self.record, piece.recorded)
        matched = self._matched_quoted if quoted else self._matched_recorded
        for size in (1, 2, 3):
            chunks = [_keys(words, (at, at + size)) for at in range(first, after, size)]
            if (after - first) % size or any(chunk != chunks[0] for chunk in chunks):
                continue
            # What stays has to be quoted, or “very, very” could be put in. It may be part of a word: “I, I’d”.
            behind, before = _keys(words, (after, after + size)), _keys(words, (max(0, first - size), first))
            if behind[: len(chunks[0])] == chunks[0] and matched.issuperset(range(after, after + size)):
                return True
            if before[-len(chunks[0]) :] == chunks[0] and matched.issuperset(range(first - size, first)):
                return True
        return False

    def kind(self, piece: Piece) -> Kind:
        """What kind of change a piece is that no rule allows."""
        own, theirs = set(_keys(self.quotation, piece.quoted)), set(_keys(self.record, piece.recorded))
        gone, new = theirs - own, own - theirs
        if (gone | new) & NEGATIONS:
            return Kind.NEGATION
        if not own:
            return Kind.DROPPED
        if not theirs:
            return Kind.ADDED
        if any(key[0] == "#" for key in gone) and any(key[0] == "#" for key in new):
            return Kind.NUMBER
        if gone & MODALS and new & MODALS:
            return Kind.MODAL
        if len(gone) == 1 and len(new) == 1 and same_verb(*gone, *new):
            return Kind.TENSE
        if self._is_name(self.quotation, piece.quoted) and self._is_name(self.record, piece.recorded):
            return Kind.NAME
        return Kind.WORD

    def _is_name(self, words: Words, span: tuple[int, int]) -> bool:
        return all(
            words.words[number].raw.lstrip("[")[:1].isupper()
            and words.words[number].raw != "I"
            and not words.opens_sentence(number)
            for number in range(*span)
        )

    def _narrowed(self, piece: Piece) -> Piece:
        """Without the words at either end that are the same: of “$4.5 billion” for “$4.6 billion” the first."""
        (first, after), (start, end) = piece.quoted, piece.recorded
        while after - first > 0 and end - start > 0 and after - first + end - start > 2:
            if plain(self.quotation.words[after - 1].raw) == plain(self.record.words[end - 1].raw):
                after, end = after - 1, end - 1
            elif plain(self.quotation.words[first].raw) == plain(self.record.words[start].raw):
                first, start = first + 1, start + 1
            else:
                break
        return Piece((first, after), (start, end), piece.equal, piece.move)

    def _bracketed(self, kind: Kind, piece: Piece) -> Difference:
        difference = self.difference(kind, piece)
        if kind is Kind.BRACKET:
            for start, end in self.quotation.brackets:
                if start < difference.quoted[1] and difference.quoted[0] < end:
                    place = min(start, difference.quoted[0]), max(end, difference.quoted[1])
                    return Difference(kind, place, difference.recorded)
        return difference


def _place(words: Words, span: tuple[int, int]) -> Place:
    first, after = span
    if first < after:
        return words.words[first].start, words.words[after - 1].end
    if first < len(words.words):
        return words.words[first].start, words.words[first].start
    return words.words[-1].end, words.words[-1].end


def _gap(block: Sequence[Piece], number: int) -> int:
    """How many pieces from here are one gap."""
    size = 0
    while number + size < len(block) and block[number + size].move is Move.GAP:
        size += 1
    return size


def _joined(pieces: Sequence[Piece]) -> Piece:
    return Piece(
        (pieces[0].quoted[0], pieces[-1].quoted[1]),
        (pieces[0].recorded[0], pieces[-1].recorded[1]),
        False,
        pieces[0].move,
    )


def _keys(words: Words, span: tuple[int, int], without: frozenset[int] = frozenset()) -> list[str]:
    return words.keys_between(*span, without)


def _same(one: str, other: str) -> bool:
    return one == other or other in SAME.get(one, ())


def _merged(differences: list[tuple[Difference, Piece]]) -> list[tuple[Difference, Piece]]:
    """Words that were left out or added beside each other are one difference."""
    merged: list[tuple[Difference, Piece]] = []
    for difference, piece in differences:
        if merged and difference.kind in (Kind.DROPPED, Kind.ADDED) and merged[-1][0].kind is difference.kind:
            last, before = merged[-1]
            whole = Difference(
                difference.kind,
                (last.quoted[0], difference.quoted[1]),
                (last.recorded[0], difference.recorded[1]),
            )
            merged[-1] = (whole, _joined([before, piece]))
        else:
            merged.append((difference, piece))
    return merged


_ROWS = {form: number for number, forms in enumerate(VERBS) for form in forms}


def same_verb(one: str, other: str) -> bool:
    """Whether two words are forms of one verb: want and wanted, is and was."""
    if one in _ROWS or other in _ROWS:
        return _ROWS.get(one, -1) == _ROWS.get(other, -2)
    return _stem(one) == _stem(other)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            bare = word[: -len(ending)]
            return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] else bare.rstrip("e")
    return word

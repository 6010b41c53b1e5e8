"""From a text to what the tagger reads: words, word pieces and windows of whole paragraphs.

The same code serves training and reading, so that the network never sees one thing in training and another at work.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from tokenizers import Tokenizer

from factcheck.attribution.parse import SURROGATE
from factcheck.attribution.quotes import find_quotations
from factcheck.attribution.types import Span

#: Word pieces in one window, the marks at its start and at the end of each paragraph included. The network
#: was trained with it.
LIMIT = 256
_PARAGRAPH = re.compile(r"[^\n]+")
_STOPS = frozenset(".!?")


class Shape(IntEnum):
    """What lower-casing hides: how a word is written. Within quotation marks ``QUOTED`` is added."""

    LOWER = 0
    CAPITAL = 1
    CAPITALS = 2
    OTHER = 3
    QUOTED = 4


#: How many different values a word's shape can take.
SHAPES = 8


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, with their pieces; ``paragraphs`` are ranges of words.

    A word is a run of letters and digits or one punctuation mark, as the tokenizer cuts it. ``pieces[i]`` are the
    vocabulary numbers of word ``i``, which covers ``spans[i]`` of the text. ``stops`` are the words that are ``.``,
    ``!`` or ``?``.
    """

    spans: list[tuple[int, int]]
    pieces: list[list[int]]
    shapes: list[int]
    paragraphs: list[range]
    stops: frozenset[int]


@dataclass(frozen=True, slots=True)
class Window:
    """What goes through the network at once.

    ``ids`` and ``shapes`` have one number for each piece. ``words`` says which words it holds and ``firsts`` at which
    place the first piece of each stands; words before ``fresh`` are there as context only.
    """

    ids: list[int]
    shapes: list[int]
    words: list[int]
    firsts: list[int]
    fresh: int


def read_words(text: str, tokenizer: Tokenizer) -> Words:
    """Cut ``text`` into words and pieces, a paragraph at a time. A line is a paragraph."""
    quoted = _Quoted(text)
    text = SURROGATE.sub("\ufffd", text)
    spans: list[tuple[int, int]] = []
    pieces: list[list[int]] = []
    shapes: list[int] = []
    paragraphs: list[range] = []
    places = [match.span() for match in _PARAGRAPH.finditer(text) if not match.group().isspace()]
    for (start, _), coded in zip(
        places,
        tokenizer.encode_batch([text[start:end] for start, end in places], add_special_tokens=False),
        strict=True,
    ):
        first = len(spans)
        last = None
        for piece, word, (piece_start, piece_end) in zip(coded.ids, coded.word_ids, coded.offsets, strict=True):
            if word != last:
                last = word
                spans.append((start + piece_start, start + piece_end))
                pieces.append([piece])
            else:
                spans[-1] = (spans[-1][0], start + piece_end)
                pieces[-1].append(piece)
        shapes.extend(
            _shape(text[piece_start:piece_end], quoted.holds(piece_start)) for piece_start, piece_end in spans[first:]
        )
        if len(spans) > first:
            paragraphs.append(range(first, len(spans)))
    stops = frozenset(
        number for number, (piece_start, piece_end) in enumerate(spans) if text[piece_start:piece_end] in _STOPS
    )
    return Words(spans, pieces, shapes, paragraphs, stops)


def windows(words: Words, *, begin: int, end: int, context: int = 64, first_limit: int = LIMIT) -> list[Window]:
    """Whole paragraphs together while they fit, each window opening with up to ``context`` pieces read before.

    ``begin`` and ``end`` are the vocabulary's marks for the start of a window and the end of a paragraph. A paragraph
    that does not fit is cut after a sentence, or anywhere when it has none.
    """
    cut: list[Window] = []
    parts = [part for paragraph in words.paragraphs for part in _parts(words, paragraph, LIMIT - 2)]
    sizes = [sum(len(words.pieces[word]) for word in part) + 1 for part in parts]
    limit = first_limit
    at = 0
    while at < len(parts):
        back, size = at, 1
        while back > 0 and size + sizes[back - 1] <= context + 1:
            back -= 1
            size += sizes[back]
        ahead = at
        while ahead < len(parts) and (ahead == at or size + sizes[ahead] <= limit):
            size += sizes[ahead]
            ahead += 1
        while back < at and size > LIMIT:
            size -= sizes[back]
            back += 1
        cut.append(_window(words, parts[back:ahead], fresh=parts[at].start, begin=begin, end=end))
        at, limit = ahead, LIMIT
    return cut


def _window(words: Words, parts: Sequence[range], *, fresh: int, begin: int, end: int) -> Window:
    ids, shapes, numbers, firsts = [begin], [0], [], []
    for part in parts:
        for word in part:
            firsts.append(len(ids))
            numbers.append(word)
            ids.extend(words.pieces[word])
            shapes.extend([words.shapes[word]] * len(words.pieces[word]))
        ids.append(end)
        shapes.append(0)
    return Window(ids, shapes, numbers, firsts, fresh)


def _parts(words: Words, paragraph: range, limit: int) -> list[range]:
    """A paragraph in parts of at most ``limit`` pieces, cut after a sentence where one ends in the second half."""
    parts: list[range] = []
    start, size, stop = paragraph.start, 0, 0
    for word in paragraph:
        more = min(len(words.pieces[word]), limit)
        if size + more > limit:
            cut = stop if stop > start else word
            parts.append(range(start, cut))
            size = sum(len(words.pieces[word_before]) for word_before in range(cut, word))
            start, stop = cut, 0
        size += more
        if size * 2 > limit and word in words.stops:
            stop = word + 1
    parts.append(range(start, paragraph.stop))
    return [part for part in parts if len(part)]


def _shape(word: str, is_quoted: bool) -> int:
    if not word[:1].isalpha():
        shape = Shape.OTHER
    elif word.islower():
        shape = Shape.LOWER
    elif len(word) > 1 and word.isupper():
        shape = Shape.CAPITALS
    else:
        shape = Shape.CAPITAL
    return int(shape) + (Shape.QUOTED if is_quoted else 0)


class _Quoted:
    """Whether a place is between quotation marks."""

    def __init__(self, text: str) -> None:
        self._spans: list[Span] = sorted(piece for quote in find_quotations(text) for piece in quote.pieces)
        self._starts = [span.start for span in self._spans]

    def holds(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._spans[at].end

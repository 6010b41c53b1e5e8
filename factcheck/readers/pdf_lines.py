"""A page of a PDF as lines in reading order, put together from the position of each letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double
from dataclasses import dataclass
from math import tau
from typing import Any

import pypdfium2.raw as raw

from factcheck.readers.lines import is_note_mark, raised
from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable

#: The share of a page's height, at the top and at the bottom, that has running heads and feet.
_EDGE = 0.1
#: How often a page may be cut in two, at how many places that is tried, and how many lines have to be on either side.
_MAX_COLUMNS = 4
_MAX_GUTTERS = 100
_MIN_LINES_BESIDE = 3
_MAX_INITIALS = 20
#: Letters turned further than this, in radians, are beside the text: a stamp, the credit of a picture.
_UPRIGHT = 0.5
_QUARTER = tau / 4
#: A raised number is at most this share of the size of the words around it; it is put between these two signs.
_RAISED = 0.85
_UP, _DOWN = "\ue000", "\ue001"
#: How many letters are looked at to see which way up a page is.
_MAX_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column. Upwards is larger, as in PDF; ``edge`` says if it is at the top or bottom of the page."""

    words: str
    left: float
    right: float
    bottom: float
    top: float
    #: 1 where running heads are, -1 where feet are, 0 between.
    edge: int

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


def lines_of(page: Any) -> list[Line]:
    """The page's lines in reading order: column by column where there are two or more, else from top to bottom."""
    with closing(page), closing(page.get_textpage()) as text:
        sheet = _Sheet(text, page.get_width(), page.get_height())
        lines = []
        for run in _with_initials(list(_runs(sheet))):
            bottom, top = _of_font(sheet, run)
            edge = (bottom > (1 - _EDGE) * sheet.height) - (top < _EDGE * sheet.height)
            if words := run.words:
                lines.append(Line(words, run.left, run.right, bottom, top, edge))
    return _in_reading_order(lines)


class _Sheet:
    """A page the way up that most of its letters are read: their positions, in points from its lower left."""

    def __init__(self, text: Any, width: float, height: float) -> None:
        self._text = text
        self._corner, self._other = (c_double(), c_double()), (c_double(), c_double())
        self.count: int = text.count_chars()
        if self.count > 2 * MAX_TEXT_BYTES:
            raise Unreadable("One of its pages is longer than an article can be; split it.")
        quarters = Counter(round(self._angle(index) / _QUARTER) % 4 for index in range(min(self.count, _MAX_LOOKED_AT)))
        #: How many quarters most letters are turned, clockwise.
        self._turned = max(quarters, key=lambda turned: quarters[turned], default=0)
        self._width, self._height = width, height
        self.height = width if self._turned % 2 else height

    def letter(self, index: int) -> str:
        return chr(raw.FPDFText_GetUnicode(self._text, index))

    def is_upright(self, index: int) -> bool:
        return not _UPRIGHT < (self._angle(index) - self._turned * _QUARTER) % tau < tau - _UPRIGHT

    def font_size(self, index: int) -> float:
        return float(raw.FPDFText_GetFontSize(self._text, index))

    def baseline(self, index: int) -> float:
        x, y = self._corner
        raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        return self._upright(x.value, y.value)[1]

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a letter."""
        (left, right), (bottom, top) = self._corner, self._other
        raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return self._box_upright(left.value, right.value, bottom.value, top.value)

    def reach(self, index: int) -> tuple[float, float]:
        """How low and how high the letters of its font reach."""
        left, bottom, right, top = self._text.get_charbox(index, loose=True)
        return self._box_upright(left, right, bottom, top)[2:]

    def _angle(self, index: int) -> float:
        """Clockwise, in radians."""
        return float(raw.FPDFText_GetCharAngle(self._text, index))

    def _box_upright(self, left: float, right: float, bottom: float, top: float) -> tuple[float, float, float, float]:
        if not self._turned:
            return left, right, bottom, top
        (x, y), (other_x, other_y) = self._upright(left, bottom), self._upright(right, top)
        return min(x, other_x), max(x, other_x), min(y, other_y), max(y, other_y)

    def _upright(self, x: float, y: float) -> tuple[float, float]:
        if self._turned == 1:
            return self._height - y, x
        if self._turned == 2:
            return self._width - x, self._height - y
        return (y, self._width - x) if self._turned == 3 else (x, y)


@dataclass(slots=True)
class _Run:
    """Letters that follow one another on a line, and the box around them; ``first`` is the number of the first."""

    first: int
    letters: list[str]
    font_size: float
    baseline: float
    left: float
    right: float
    bottom: float
    top: float

    @property
    def size(self) -> float:
        return self.top - self.bottom

    def takes(self, other: _Run) -> bool:
        """Whether a letter goes on with this line. Kerned ones overlap, and some scripts run to the left."""
        size = max(self.size, other.size)
        gap = max(other.left - self.right, self.left - other.right)
        return abs(other.baseline - self.baseline) < 0.5 * size and gap < 1.5 * size

    def is_above(self, other: _Run) -> bool:
        """Whether a letter is a small number or mark that is raised beside the end of this line."""
        gap = other.left - self.right
        return (
            (other.letters[0].isdigit() or other.letters[0] in "[]*†‡§")
            and other.font_size <= _RAISED * self.font_size
            and -0.3 * self.size < gap < 0.5 * self.size
            and self.baseline + 0.1 * self.font_size < other.baseline < self.baseline + self.font_size
        )

    def add_above(self, other: _Run) -> None:
        """Take such a letter: it is marked, until the words are known that it follows."""
        self.letters += [_UP, *other.letters, _DOWN]
        self.right = max(self.right, other.right)

    def add(self, other: _Run) -> None:
        self.letters += other.letters
        self.baseline = other.baseline
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        self.bottom, self.top = min(self.bottom, other.bottom), max(self.top, other.top)

    @property
    def words(self) -> str:
        # Signs beyond U+FFFF come as two halves.
        text = "".join(self.letters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        pieces = re.split(rf"{_UP}([^{_UP}{_DOWN}]*){_DOWN}", text.replace(_DOWN + _UP, ""))
        words = pieces[0]
        for above, after in zip(pieces[1::2], pieces[2::2], strict=True):
            words += ("" if is_note_mark(words, above) else raised(above)) + after
        return " ".join(words.split())


def _with_initials(runs: list[_Run]) -> list[_Run]:
    """A letter beside two lines or more is put before the upper one."""
    initials: list[_Run] = []
    others: list[_Run] = []
    for run in runs:
        (initials if len(run.letters) == 1 and run.letters[0].isalpha() else others).append(run)
    for initial in initials[:_MAX_INITIALS]:
        beside = [
            run
            for run in others
            if initial.bottom < run.top and run.bottom < initial.top and 0 <= run.left - initial.right < initial.size
        ]
        if len(beside) > 1 and initial.size > 1.5 * beside[0].size:
            first = max(beside, key=lambda run: run.top)
            first.letters, first.left = initial.letters + first.letters, initial.left
        else:
            others.append(initial)
    return others + initials[_MAX_INITIALS:]


def _runs(sheet: _Sheet) -> Iterator[_Run]:
    """The letters of a page in the order of the file, put together to runs; turned ones, in a margin, are left out.

    They are asked for one by one, as PDFium's rectangles have a letter twice where it is kerned.
    """
    run: _Run | None = None
    for index in range(sheet.count):
        letter = sheet.letter(index)
        if letter in ("\r", "\n", _UP, _DOWN):
            continue
        if letter.isspace():
            if run is not None:
                run.letters.append(" ")
            continue
        if not sheet.is_upright(index):
            continue
        letter_run = _Run(index, [letter], sheet.font_size(index), sheet.baseline(index), *sheet.box(index))
        if run is not None and run.is_above(letter_run):
            run.add_above(letter_run)
            continue
        if run is not None and run.takes(letter_run):
            run.add(letter_run)
            continue
        if run is not None:
            yield run
        run = letter_run
    if run is not None:
        yield run


def _of_font(sheet: _Sheet, run: _Run) -> tuple[float, float]:
    """How low and high the letters of this font reach: the same for each line, whichever letters it has."""
    low, high = sheet.reach(run.first)
    fits = low <= run.bottom + 1 and high >= run.top - 1 and high - low < 3 * run.size
    return (low, high) if fits else (run.bottom, run.top)


def _in_reading_order(lines: list[Line]) -> list[Line]:
    """Heads, then the body column by column where there are two or more, then feet."""
    body = [line for line in lines if not line.edge]
    edges = {where: [line for line in lines if line.edge == where] for where in (1, -1)}
    return [*edges[1], *_by_column(body), *edges[-1]]


def _by_column(lines: list[Line], depth: int = 0) -> list[Line]:
    """Column by column. A line across columns (a headline, a quotation) divides them into an upper and a lower half."""
    lines = sorted(lines, key=lambda line: (-round(line.middle), line.left))
    gutter = _gutter(lines) if depth < _MAX_COLUMNS else None
    if gutter is None:
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter:
            right.append(line)
        else:
            ordered += [*_by_column(left, depth + 1), *_by_column(right, depth + 1), line]
            left, right = [], []
    return [*ordered, *_by_column(left, depth + 1), *_by_column(right, depth + 1)]


def _gutter(lines: list[Line]) -> float | None:
    """Where hardly any line crosses from one side to the other, and lines are side by side."""
    best: tuple[int, int, float] | None = None
    for at in sorted({round(line.left) - 1.0 for line in lines})[:_MAX_GUTTERS]:
        left = [line for line in lines if line.right <= at]
        right = [line for line in lines if line.left >= at]
        across = len(lines) - len(left) - len(right)
        if (
            4 * across <= len(lines)
            and _beside(left, right) >= _MIN_LINES_BESIDE
            and _beside(right, left) >= _MIN_LINES_BESIDE
        ):
            best = min(best or (across + 1, 0, at), (across, -min(len(left), len(right)), at))
    return best[2] if best else None


def _beside(lines: list[Line], others: list[Line]) -> int:
    """How many of the lines are at a height between the highest and the lowest of the others."""
    if not others:
        return 0
    low, high = min(line.bottom for line in others), max(line.top for line in others)
    return sum(low < line.middle < high for line in lines)

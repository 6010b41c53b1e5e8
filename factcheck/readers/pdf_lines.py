"""A page of a PDF as lines in reading order, put together from where each letter stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double
from dataclasses import dataclass
from math import tau
from typing import Any

import pypdfium2.raw as raw

from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable

#: The share of a page's height in which running heads and feet stand.
_EDGE = 0.1
#: How often a page is cut in two, where that is tried, and how many lines have to stand on either side.
_MAX_COLUMNS = 4
_MAX_GUTTERS = 100
_SIDE = 3
_MAX_INITIALS = 20
#: Letters that are turned further than this, in radians, stand beside the text: a stamp, the credit of a picture.
_UPRIGHT = 0.5
_QUARTER = tau / 4
#: Letters that are looked at to see how a page is to be held.
_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column. Upwards is larger, as in PDF; ``edge`` says where on the page it stands."""

    words: str
    left: float
    right: float
    bottom: float
    top: float
    #: 1 where running heads stand, -1 where feet do, 0 between.
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
        found = []
        for run in _with_initials(list(_runs(sheet))):
            bottom, top = _of_font(sheet, run)
            edge = (bottom > (1 - _EDGE) * sheet.height) - (top < _EDGE * sheet.height)
            if words := run.words:
                found.append(Line(words, run.left, run.right, bottom, top, edge))
    return _in_reading_order(found)


class _Sheet:
    """A page as somebody holds it who reads most of its letters: where they stand, in points from its lower left."""

    def __init__(self, text: Any, width: float, height: float) -> None:
        self._text = text
        self._corner, self._other = (c_double(), c_double()), (c_double(), c_double())
        self.count: int = text.count_chars()
        if self.count > 2 * MAX_TEXT_BYTES:
            raise Unreadable("A page of it holds more letters than an article has; divide it.")
        quarters = Counter(round(self._angle(index) / _QUARTER) % 4 for index in range(min(self.count, _LOOKED_AT)))
        #: How many quarters most letters are turned, clockwise.
        self._turned = max(quarters, key=lambda turned: quarters[turned], default=0)
        self._width, self._height = width, height
        self.height = width if self._turned % 2 else height

    def letter(self, index: int) -> str:
        return chr(raw.FPDFText_GetUnicode(self._text, index))

    def is_upright(self, index: int) -> bool:
        return not _UPRIGHT < (self._angle(index) - self._turned * _QUARTER) % tau < tau - _UPRIGHT

    def baseline(self, index: int) -> float:
        x, y = self._corner
        raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        return self._held(x.value, y.value)[1]

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a letter."""
        (left, right), (bottom, top) = self._corner, self._other
        raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return self._box_held(left.value, right.value, bottom.value, top.value)

    def reach(self, index: int) -> tuple[float, float]:
        """How low and how high the letters of its font reach."""
        left, bottom, right, top = self._text.get_charbox(index, loose=True)
        return self._box_held(left, right, bottom, top)[2:]

    def _angle(self, index: int) -> float:
        """Clockwise, in radians."""
        return float(raw.FPDFText_GetCharAngle(self._text, index))

    def _box_held(self, left: float, right: float, bottom: float, top: float) -> tuple[float, float, float, float]:
        if not self._turned:
            return left, right, bottom, top
        (x, y), (other_x, other_y) = self._held(left, bottom), self._held(right, top)
        return min(x, other_x), max(x, other_x), min(y, other_y), max(y, other_y)

    def _held(self, x: float, y: float) -> tuple[float, float]:
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

    def add(self, other: _Run) -> None:
        self.letters += other.letters
        self.baseline = other.baseline
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        self.bottom, self.top = min(self.bottom, other.bottom), max(self.top, other.top)

    @property
    def words(self) -> str:
        # Signs beyond U+FFFF come as two halves.
        whole = "".join(self.letters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        return " ".join(whole.split())


def _with_initials(runs: list[_Run]) -> list[_Run]:
    """A letter that stands beside two lines or more is put before the upper one."""
    initials: list[_Run] = []
    left: list[_Run] = []
    for run in runs:
        (initials if len(run.letters) == 1 and run.letters[0].isalpha() else left).append(run)
    for initial in initials[:_MAX_INITIALS]:
        beside = [
            run
            for run in left
            if initial.bottom < run.top and run.bottom < initial.top and 0 <= run.left - initial.right < initial.size
        ]
        if len(beside) > 1 and initial.size > 1.5 * beside[0].size:
            first = max(beside, key=lambda run: run.top)
            first.letters, first.left = initial.letters + first.letters, initial.left
        else:
            left.append(initial)
    return left + initials[_MAX_INITIALS:]


def _runs(sheet: _Sheet) -> Iterator[_Run]:
    """The letters of a page, put together as they follow one another in the file; turned ones, in a margin, are not.

    They are asked for one by one, as PDFium's rectangles give a letter twice where it is kerned.
    """
    run: _Run | None = None
    for index in range(sheet.count):
        letter = sheet.letter(index)
        if letter in "\r\n":
            continue
        if letter.isspace():
            if run is not None:
                run.letters.append(" ")
            continue
        if not sheet.is_upright(index):
            continue
        one = _Run(index, [letter], sheet.baseline(index), *sheet.box(index))
        if run is not None and run.takes(one):
            run.add(one)
            continue
        if run is not None:
            yield run
        run = one
    if run is not None:
        yield run


def _of_font(sheet: _Sheet, run: _Run) -> tuple[float, float]:
    """How low and high the letters of this font reach: the same for each line, whatever letters are in it."""
    low, high = sheet.reach(run.first)
    fits = low <= run.bottom + 1 and high >= run.top - 1 and high - low < 3 * run.size
    return (low, high) if fits else (run.bottom, run.top)


def _in_reading_order(lines: list[Line]) -> list[Line]:
    """Heads, then the body column by column where there are two or more, then feet."""
    body = [one for one in lines if not one.edge]
    edges = {where: [one for one in lines if one.edge == where] for where in (1, -1)}
    return [*edges[1], *_by_column(body), *edges[-1]]


def _by_column(lines: list[Line], deep: int = 0) -> list[Line]:
    """What stands across columns (a headline, a quotation) parts them into an upper and a lower half."""
    lines = sorted(lines, key=lambda one: (-round(one.middle), one.left))
    gutter = _gutter(lines) if deep < _MAX_COLUMNS else None
    if gutter is None:
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for one in lines:
        if one.right <= gutter:
            left.append(one)
        elif one.left >= gutter:
            right.append(one)
        else:
            ordered += [*_by_column(left, deep + 1), *_by_column(right, deep + 1), one]
            left, right = [], []
    return [*ordered, *_by_column(left, deep + 1), *_by_column(right, deep + 1)]


def _gutter(lines: list[Line]) -> float | None:
    """Where next to no line crosses from one side to the other, and lines stand side by side."""
    best: tuple[int, int, float] | None = None
    for at in sorted({round(one.left) - 1.0 for one in lines})[:_MAX_GUTTERS]:
        left = [one for one in lines if one.right <= at]
        right = [one for one in lines if one.left >= at]
        across = len(lines) - len(left) - len(right)
        if 4 * across <= len(lines) and _beside(left, right) >= _SIDE and _beside(right, left) >= _SIDE:
            best = min(best or (across + 1, 0, at), (across, -min(len(left), len(right)), at))
    return best[2] if best else None


def _beside(some: list[Line], others: list[Line]) -> int:
    """How many lines stand at a height between the others' highest and lowest."""
    if not others:
        return 0
    low, high = min(one.bottom for one in others), max(one.top for one in others)
    return sum(low < one.middle < high for one in some)

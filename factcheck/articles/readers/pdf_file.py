"""PDF: the words of its pages in reading order, without running heads, and hyphenated words made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all, tidy
from factcheck.articles.text import MAX_BYTES, Unreadable

_MOST_PAGES = 500
#: The share of a page's height in which running heads and feet stand.
_EDGE = 0.1
_NONSENSE = re.compile(r"untitled|document\d*|microsoft word.*|.*\.(?:docx?|indd|qxp|pdf|txt|odt)$", re.I)
#: What stands at the end of a line within a word; PDFium has signs of its own for it.
_HYPHENS = ("-", "\u00ad", "\u2010", "\ufffe", "\x02")
#: How often a page is cut in two, where that is tried, and how many lines have to stand on either side.
_MOST_COLUMNS = 4
_MOST_GUTTERS = 100
_SIDE = 3
_LONGEST_HEADLINE = 250
_HYPHENATED = re.compile(r"\w+-\w+")
_NUMBERS = re.compile(r"\d+")


class PdfFile:
    """Reads text that is there as text; pictures of pages are not."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """The file's one article."""
        data = read_all(file, limits.file_bytes)
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as why:
            if "password" in str(why).lower():
                raise Unreadable("This PDF is protected by a password; save it without one.") from None
            raise Unreadable("This PDF is damaged or cut short; send it again.") from None
        with closing(document):
            if len(document) > _MOST_PAGES:
                raise Unreadable(f"It has {len(document):,} pages; {_MOST_PAGES} is the most for one article.")
            pages = list(_pages(document))
            if not any(pages):
                raise Unreadable("This PDF holds pictures of pages and no text; scan it with text recognition first.")
            title = tidy(str(document.get_metadata_dict().get("Title") or ""))
            language = _language(document)
        pages = _without_running(pages)
        title = "" if _NONSENSE.fullmatch(title) else title
        paragraphs = _paragraphs(pages)
        yield copy_of(paragraphs, title=title or _headline(pages, paragraphs), language=language)


def _pages(document: Any) -> Iterator[list[_Line]]:
    size = 0
    for number in range(len(document)):
        lines = _lines(document[number])
        size += sum(len(one.words) for one in lines)
        if size > 2 * MAX_BYTES:
            raise Unreadable("It holds more letters than an article has; divide it.")
        yield lines


def _language(document: Any) -> str:
    """The language that a tagged PDF names."""
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < size <= 100:
        return ""
    buffer = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


def _headline(pages: list[list[_Line]], paragraphs: list[str]) -> str:
    """The paragraph near the beginning whose letters are larger than those of most lines."""
    lines = next((page for page in pages if page), [])[:8]
    usual = median([one.top - one.bottom for page in pages for one in page] or [0])
    largest = max(lines, key=lambda one: one.top - one.bottom, default=None)
    if largest is None or largest.top - largest.bottom < 1.3 * usual:
        return ""
    words = largest.words.rstrip("".join(_HYPHENS))
    return next((one for one in paragraphs[:8] if words in one and len(one) <= _LONGEST_HEADLINE), "")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a column. Upwards is larger, as in PDF; ``edge`` says where on the page it stands."""

    words: str
    left: float
    right: float
    bottom: float
    top: float
    #: 1 where running heads stand, -1 where feet do, 0 between.
    edge: int

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


def _lines(page: Any) -> list[_Line]:
    """The page's lines in reading order: column by column where there are two or more, else from top to bottom."""
    with closing(page), closing(page.get_textpage()) as text:
        height = page.get_height()
        found = []
        size = 0
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            words = text.get_text_bounded(left, bottom, right, top).strip()
            size += len(words)
            if size > 2 * MAX_BYTES:
                raise Unreadable("A page of it holds more letters than an article has.")
            if words:
                bottom, top = _of_font(text, left, bottom, top)
                found.append((left, bottom, right, top, words))
    return _in_reading_order(_joined(found, height))


def _of_font(text: Any, left: float, bottom: float, top: float) -> tuple[float, float]:
    """How low and high the letters of this font reach: the same for each line, whatever letters are in it."""
    index = text.get_index(left + 0.5, (bottom + top) / 2, 2, 2)
    if index is None:
        return bottom, top
    _, low, _, high = text.get_charbox(index, loose=True)
    fits = low <= bottom + 1 and high >= top - 1 and high - low < 3 * (top - bottom)
    return (low, high) if fits else (bottom, top)


def _joined(found: list[tuple[float, float, float, float, str]], height: float) -> list[_Line]:
    """Pieces of one line put together: a new font begins a new piece."""
    lines: list[_Line] = []
    for left, bottom, right, top, words in found:
        last = lines[-1] if lines else None
        # A hyphen is a small thing in the middle of the line's height.
        size = last.top - last.bottom if last is not None and words in _HYPHENS else top - bottom
        is_same = last is not None and abs(last.bottom - bottom) < 0.5 * size and -1 <= left - last.right < 1.5 * size
        edge = (bottom > (1 - _EDGE) * height) - (top < _EDGE * height)
        if last is not None and is_same:
            gap = "" if left - last.right < 0.1 * size else " "
            both = f"{last.words}{gap}{words}"
            lines[-1] = _Line(both, last.left, right, min(bottom, last.bottom), max(top, last.top), edge)
        else:
            lines.append(_Line(words, left, right, bottom, top, edge))
    return lines


def _in_reading_order(lines: list[_Line]) -> list[_Line]:
    """Heads, then the body column by column where there are two or more, then feet."""
    body = [one for one in lines if not one.edge]
    edges = {where: [one for one in lines if one.edge == where] for where in (1, -1)}
    return [*edges[1], *_by_column(body), *edges[-1]]


def _by_column(lines: list[_Line], deep: int = 0) -> list[_Line]:
    """What stands across columns (a headline, a quotation) parts them into an upper and a lower half."""
    lines = sorted(lines, key=lambda one: (-round(one.middle), one.left))
    gutter = _gutter(lines) if deep < _MOST_COLUMNS else None
    if gutter is None:
        return lines
    ordered: list[_Line] = []
    left: list[_Line] = []
    right: list[_Line] = []
    for one in lines:
        if one.right <= gutter:
            left.append(one)
        elif one.left >= gutter:
            right.append(one)
        else:
            ordered += [*_by_column(left, deep + 1), *_by_column(right, deep + 1), one]
            left, right = [], []
    return [*ordered, *_by_column(left, deep + 1), *_by_column(right, deep + 1)]


def _gutter(lines: list[_Line]) -> float | None:
    """Where next to no line crosses from one side to the other, and lines stand side by side."""
    best: tuple[int, int, float] | None = None
    for at in sorted({round(one.left) - 1.0 for one in lines})[:_MOST_GUTTERS]:
        left = [one for one in lines if one.right <= at]
        right = [one for one in lines if one.left >= at]
        across = len(lines) - len(left) - len(right)
        if 4 * across <= len(lines) and _beside(left, right) >= _SIDE and _beside(right, left) >= _SIDE:
            best = min(best or (across + 1, 0, at), (across, -min(len(left), len(right)), at))
    return best[2] if best else None


def _beside(some: list[_Line], others: list[_Line]) -> int:
    """How many lines stand at a height between the others' highest and lowest."""
    if not others:
        return 0
    low, high = min(one.bottom for one in others), max(one.top for one in others)
    return sum(low < one.middle < high for one in some)


def _without_running(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Without what stands at the edge of several pages, but for numbers the same, and lone page numbers."""
    seen = Counter(_NUMBERS.sub("#", one.words) for page in pages for one in page if one.edge)

    def is_running(one: _Line) -> bool:
        alike = _NUMBERS.sub("#", one.words)
        is_number = bool(re.fullmatch(r"\W*(?:page\s+)?#(?:\s*(?:/|of)\s*#)?\W*", alike, re.I))
        return bool(one.edge) and (seen[alike] > 1 or is_number)

    return [[one for one in page if not is_running(one)] for page in pages]


def _paragraphs(pages: list[list[_Line]]) -> list[str]:
    """Lines put together until a gap, an indent or a change of size begins the next paragraph."""
    lines = [one for page in pages for one in page]
    steps = [step for above, below in pairwise(lines) if 0 < (step := above.middle - below.middle) < 60]
    usual = median(steps) if steps else 0
    height = median(one.top - one.bottom for one in lines) if lines else 0
    hyphenated = {word.lower() for one in lines for word in _HYPHENATED.findall(one.words)}
    paragraphs: list[str] = []
    margin = 0.0  # how far the lines reach since the last gap
    last: _Line | None = None
    for one in lines:
        # Lines of a headline stand further apart, as its letters are larger.
        scale = max((one.top - one.bottom) / height, 1) if height else 1
        if last is None or _begins(one, last, usual * (scale if scale > 1.2 else 1), margin):
            paragraphs.append(one.words)
        elif paragraphs[-1].endswith(_HYPHENS) and paragraphs[-1][-2:-1].isalnum():
            paragraphs[-1] = _whole(paragraphs[-1][:-1], one.words, hyphenated)
        else:
            paragraphs[-1] += f" {one.words}"
        is_next = last is not None and 0 < last.middle - one.middle <= 1.25 * usual
        margin = max(margin, one.right) if is_next else one.right
        last = one
    return paragraphs


def _whole(before: str, after: str, hyphenated: set[str]) -> str:
    """The two halves of a word as one; its hyphen stays where it belongs to the word."""
    first, second = re.findall(r"\w*$", before)[0], re.findall(r"^\w*", after)[0]
    is_own = not after[:1].islower() or f"{first}-{second}".lower() in hyphenated
    return f"{before}-{after}" if is_own else before + after


def _begins(one: _Line, last: _Line, usual: float, margin: float) -> bool:
    size, before = one.top - one.bottom, last.top - last.bottom
    step = last.middle - one.middle
    if step < 0:  # the next column or page: it goes on unless a sentence has ended short of the margin
        return last.words.rstrip().endswith((".", "!", "?", "”", '"')) and one.words[:1].isupper()
    is_indented = one.left - last.left > 0.8 * size and last.words.rstrip().endswith((".", "!", "?", "”", '"'))
    is_other_size = max(size, before) > 1.35 * min(size, before) + 1
    return step > 1.25 * usual or is_indented or is_other_size or _has_ended_early(last, one, margin)


def _has_ended_early(last: _Line, one: _Line, margin: float) -> bool:
    """Whether the next word would have fitted: so end subheadings, and paragraphs without a gap behind them."""
    if last.words.endswith(_HYPHENS) or not one.words[:1].isupper() or abs(one.left - last.left) > one.top - one.bottom:
        return False
    margin = max(margin, one.right)
    word = (one.right - one.left) * (len(one.words.split()[0]) + 1) / len(one.words)
    return last.right - last.left < 0.8 * (margin - last.left) and last.right + 1.2 * word < margin

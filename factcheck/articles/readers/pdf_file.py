"""PDF: the words of its pages in reading order, without running heads, and hyphenated words made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from math import tau
from statistics import median
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all, tidy
from factcheck.articles.readers.head import head_of
from factcheck.articles.text import MAX_BYTES, Unreadable

_MOST_PAGES = 500
#: The share of a page's height in which running heads and feet stand.
_EDGE = 0.1
_NONSENSE = re.compile(
    r"untitled|document\d*|microsoft word.*|(?:https?|file|about):.*|.*\.(?:docx?|indd|qxp|pdf|txt|odt)$", re.I
)
#: What stands at the end of a line within a word; PDFium has signs of its own for it.
_HYPHENS = ("-", "\u00ad", "\u2010", "\ufffe", "\x02")
_ENDS = (".", "!", "?", "”", '"')
#: How often a page is cut in two, where that is tried, and how many lines have to stand on either side.
_MOST_COLUMNS = 4
_MOST_GUTTERS = 100
_SIDE = 3
_MOST_INITIALS = 20
_LONGEST_HEADLINE = 250
#: Letters that are turned further than this, in radians, stand beside the text: a stamp, the credit of a picture.
_UPRIGHT = 0.5
_HYPHENATED = re.compile(r"\w+-\w+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?#(?:\s*(?:/|of)\s*#)?\W*", re.I)
_ADDRESS = re.compile(r"https?://\S+[^\s….]", re.I)
#: Addresses, perhaps cut, and the time at which a browser printed.
_PRINTED = re.compile(r"(?:https?|file|about):\S+|\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d{2}(?: ?[ap]m)?", re.I)
#: Scripts that put no space between words.
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]{2}")
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
        url = _printed_from(pages)
        pages = _without_running(pages, title)
        title = "" if _NONSENSE.fullmatch(title) else title
        paragraphs = _paragraphs(pages)
        head = head_of(paragraphs)
        yield copy_of(
            head.left_of(paragraphs),
            title=title or _headline(pages, paragraphs),
            byline=head.byline,
            published_on=head.published_on,
            language=language,
            url=url,
        )


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
    usual = median([one.height for page in pages for one in page] or [0])
    largest = max(lines, key=lambda one: one.height, default=None)
    if largest is None or largest.height < 1.3 * usual:
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
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


def _lines(page: Any) -> list[_Line]:
    """The page's lines in reading order: column by column where there are two or more, else from top to bottom."""
    with closing(page), closing(page.get_textpage()) as text:
        height = page.get_height()
        found = []
        for run in _with_initials(list(_runs(text))):
            bottom, top = _of_font(text, run)
            edge = (bottom > (1 - _EDGE) * height) - (top < _EDGE * height)
            if words := run.words:
                found.append(_Line(words, run.left, run.right, bottom, top, edge))
    return _in_reading_order(found)


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
    for initial in initials[:_MOST_INITIALS]:
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
    return left + initials[_MOST_INITIALS:]


def _runs(text: Any) -> Iterator[_Run]:
    """The letters of a page, put together as they follow one another in the file; turned ones, in a margin, are not.

    They are asked for one by one, as PDFium's rectangles give a letter twice where it is kerned.
    """
    count = text.count_chars()
    if count > 2 * MAX_BYTES:
        raise Unreadable("A page of it holds more letters than an article has.")
    run: _Run | None = None
    for index in range(count):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter in "\r\n":
            continue
        if letter.isspace():
            if run is not None:
                run.letters.append(" ")
            continue
        if _UPRIGHT < raw.FPDFText_GetCharAngle(text, index) < tau - _UPRIGHT:
            continue
        one = _Run(index, [letter], _baseline(text, index), *_box(text, index))
        if run is not None and run.takes(one):
            run.add(one)
            continue
        if run is not None:
            yield run
        run = one
    if run is not None:
        yield run


def _baseline(text: Any, index: int) -> float:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    return y.value


def _box(text: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a letter."""
    edges = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text, index, *edges)
    left, right, bottom, top = (edge.value for edge in edges)
    return left, right, bottom, top


def _of_font(text: Any, run: _Run) -> tuple[float, float]:
    """How low and high the letters of this font reach: the same for each line, whatever letters are in it."""
    _, low, _, high = text.get_charbox(run.first, loose=True)
    fits = low <= run.bottom + 1 and high >= run.top - 1 and high - low < 3 * run.size
    return (low, high) if fits else (run.bottom, run.top)


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


def _printed_from(pages: list[list[_Line]]) -> str:
    """The address that a browser prints in the margin of a web page."""
    printed = (one.words for page in pages for one in page if one.edge)
    return next((words for words in printed if _ADDRESS.fullmatch(words)), "")


def _without_running(pages: list[list[_Line]], title: str) -> list[list[_Line]]:
    """Without what stands at the edge of several pages, but for numbers the same, and what browsers print there."""
    seen = Counter(_NUMBERS.sub("#", one.words) for page in pages for one in page if one.edge)
    # The headline is no running head, unless it stands there a second time.
    is_twice = sum(one.words == title for page in pages for one in page) > 1

    def is_running(one: _Line) -> bool:
        alike = _NUMBERS.sub("#", one.words)
        is_known = bool(_PAGE_NUMBER.fullmatch(alike) or _PRINTED.fullmatch(one.words))
        return bool(one.edge) and (seen[alike] > 1 or is_known or (is_twice and one.words == title))

    return [[one for one in page if not is_running(one)] for page in pages]


def _paragraphs(pages: list[list[_Line]]) -> list[str]:
    """Lines put together until a gap, an indent or a change of size begins the next paragraph."""
    lines = [one for page in pages for one in page]
    height = median(one.height for one in lines) if lines else 0
    usual = _usual_step([one for one in lines if abs(one.height - height) <= 0.15 * height])
    hyphenated = {word.lower() for one in lines for word in _HYPHENATED.findall(one.words)}
    paragraphs: list[str] = []
    margin = 0.0  # how far the lines reach since the last gap
    last: _Line | None = None
    for one, after in zip(lines, [*lines[1:], None], strict=True):
        # Lines of a headline stand further apart, as its letters are larger.
        scale = max(one.height / height, 1) if height else 1
        if last is None or _begins(one, last, after, usual * (scale if scale > 1.2 else 1), margin):
            paragraphs.append(one.words)
        elif paragraphs[-1].endswith(_HYPHENS) and paragraphs[-1][-2:-1].isalnum():
            paragraphs[-1] = _whole(paragraphs[-1][:-1], one.words, hyphenated)
        else:
            gap = "" if _UNSPACED.fullmatch(paragraphs[-1][-1:] + one.words[:1]) else " "
            paragraphs[-1] += gap + one.words
        is_next = last is not None and 0 < last.middle - one.middle <= 1.25 * usual
        margin = max(margin, one.right) if is_next else one.right
        last = one
    return paragraphs


def _usual_step(lines: list[_Line]) -> float:
    """How far apart lines of the body stand: the lower quarter's end, as paragraphs may be of two lines each."""
    steps = sorted(step for above, below in pairwise(lines) if 0 < (step := above.middle - below.middle) < 60)
    return steps[len(steps) // 4] if steps else 0


def _whole(before: str, after: str, hyphenated: set[str]) -> str:
    """The two halves of a word as one; its hyphen stays where it belongs to the word."""
    first, second = re.findall(r"\w*$", before)[0], re.findall(r"^\w*", after)[0]
    is_own = not after[:1].islower() or f"{first}-{second}".lower() in hyphenated
    return f"{before}-{after}" if is_own else before + after


def _begins(one: _Line, last: _Line, after: _Line | None, usual: float, margin: float) -> bool:
    size, before = one.height, last.height
    step = last.middle - one.middle
    has_ended = last.words.endswith(_ENDS)
    if step < 0:  # the next column or page
        return has_ended and one.words[:1].isupper()
    # Where paragraphs have one line each, only the line behind shows that this one is indented.
    is_below = after is not None and after.middle < one.middle and after.left < one.right
    left = min(last.left, after.left) if after is not None and is_below else last.left
    is_indented = one.left - left > 0.8 * size and has_ended
    # Another alphabet's letters may reach higher at the same size; a capital after a larger line is the body's.
    least = 1.2 * min(size, before) if one.words[:1].isupper() else 1.35 * min(size, before) + 1
    is_other_size = max(size, before) > least
    return step > 1.25 * usual or is_indented or is_other_size or _has_ended_early(last, one, margin)


def _has_ended_early(last: _Line, one: _Line, margin: float) -> bool:
    """Whether the next word would have fitted: so end subheadings, and paragraphs without a gap behind them."""
    if last.words.endswith(_HYPHENS) or not one.words[:1].isupper() or abs(one.left - last.left) > one.height:
        return False
    margin = max(margin, one.right)
    word = (one.right - one.left) * (len(one.words.split()[0]) + 1) / len(one.words)
    # A typesetter may break a line a little early; at the end of a sentence that is no chance.
    reach = 0.95 if last.words.endswith(_ENDS) else 0.8
    return last.right - last.left < reach * (margin - last.left) and last.right + 1.2 * word < margin

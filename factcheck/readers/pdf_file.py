"""PDF: the words of its pages in reading order, without running heads, and with hyphenated words rejoined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from statistics import median
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, clean_article, read_all, tidy
from factcheck.readers.furniture import furniture_of
from factcheck.readers.pdf_lines import Line, lines_of
from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable

_MAX_PAGES = 500
_NONSENSE = re.compile(
    r"untitled|document\d*|microsoft word.*|(?:https?|file|about):.*|.*\.(?:docx?|indd|qxp|pdf|txt|odt)$", re.I
)
#: What ends a line within a word; PDFium has characters of its own for it.
_HYPHENS = ("-", "\u00ad", "\u2010", "\ufffe", "\x02")
_ENDS = (".", "!", "?", "”", '"')
_MAX_HEADLINE_LENGTH = 250
_HYPHENATED = re.compile(r"\w+-\w+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?#(?:\s*(?:/|of)\s*#)?\W*", re.I)
_ADDRESS = re.compile(r"https?://\S+[^\s….]", re.I)
#: What browsers print in the margin: the time, and the address, which may be cut.
_PRINTED_AT = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d{2}(?: ?[ap]m)?", re.I)
_PRINTED_FROM = re.compile(r"(?:https?|file|about):\S+", re.I)
#: Scripts that put no space between words.
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]{2}")
_NUMBERS = re.compile(r"\d+")


class PdfFile:
    """Reads text that is stored as text; pictures of pages are not read."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The file's one article."""
        data = read_all(file, limits.file_bytes)
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as why:
            if "password" in str(why).lower():
                raise Unreadable("This PDF is protected by a password; save it without one.") from None
            raise Unreadable("This PDF is damaged or cut short; send it again.") from None
        with closing(document):
            if len(document) > _MAX_PAGES:
                raise Unreadable(
                    f"It has {len(document):,} pages; {_MAX_PAGES} is the limit for one article, so split it."
                )
            pages = list(_pages(document))
            if not any(pages):
                raise Unreadable("This PDF has pictures of pages but no text; run text recognition (OCR) on it first.")
            title = tidy(str(document.get_metadata_dict().get("Title") or ""))
            language = _language(document)
        url = _printed_from(pages)
        pages = _without_running(pages, title)
        title = "" if _NONSENSE.fullmatch(title) else title
        paragraphs = _paragraphs(pages)
        furniture = furniture_of(paragraphs)
        yield clean_article(
            furniture.removed_from(paragraphs),
            title=title or _headline(pages, paragraphs),
            byline=furniture.byline,
            published_on=furniture.published_on,
            dropped=furniture.dropped_from(paragraphs),
            language=language,
            url=url,
        )


def _pages(document: Any) -> Iterator[list[Line]]:
    size = 0
    for number in range(len(document)):
        lines = lines_of(document[number])
        size += sum(len(line.words) for line in lines)
        if size > 2 * MAX_TEXT_BYTES:
            raise Unreadable("It is longer than one article can be; split it.")
        yield lines


def _language(document: Any) -> str:
    """The language that a tagged PDF names."""
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < size <= 100:
        return ""
    buffer = (raw.FPDF_WCHAR * (size // 2))()
    raw.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


def _headline(pages: list[list[Line]], paragraphs: list[str]) -> str:
    """The paragraph near the beginning whose letters are larger than those of most lines."""
    lines = next((page for page in pages if page), [])[:8]
    usual = median([line.height for page in pages for line in page] or [0])
    largest = max(lines, key=lambda line: line.height, default=None)
    if largest is None or largest.height < 1.3 * usual:
        return ""
    words = largest.words.rstrip("".join(_HYPHENS))
    headlines = (paragraph for paragraph in paragraphs[:8] if len(paragraph) <= _MAX_HEADLINE_LENGTH)
    return next((headline for headline in headlines if words in headline), "")


def _printed_from(pages: list[list[Line]]) -> str:
    """The address that a browser prints in the margin of a web page.

    Without the time of printing beside it, it may be a magazine's, the same for all of its articles.
    """
    margin = [line.words for page in pages for line in page if line.edge]
    is_printed = any(map(_PRINTED_AT.fullmatch, margin))
    return next((words for words in margin if is_printed and _ADDRESS.fullmatch(words)), "")


def _without_running(pages: list[list[Line]], title: str) -> list[list[Line]]:
    """Without what is at the edge of several pages, the same except for numbers, and what browsers print there."""
    seen = Counter(_NUMBERS.sub("#", line.words) for page in pages for line in page if line.edge)
    # The headline is no running head, unless it appears a second time.
    is_twice = sum(line.words == title for page in pages for line in page) > 1

    def is_running(line: Line) -> bool:
        alike = _NUMBERS.sub("#", line.words)
        is_printed = _PRINTED_AT.fullmatch(line.words) or _PRINTED_FROM.fullmatch(line.words)
        is_known = bool(is_printed or _PAGE_NUMBER.fullmatch(alike))
        return bool(line.edge) and (seen[alike] > 1 or is_known or (is_twice and line.words == title))

    return [[line for line in page if not is_running(line)] for page in pages]


def _paragraphs(pages: list[list[Line]]) -> list[str]:
    """Lines put together until a gap, an indent or a change of size begins the next paragraph."""
    lines = [line for page in pages for line in page]
    height = median(line.height for line in lines) if lines else 0
    usual = _usual_step([line for line in lines if abs(line.height - height) <= 0.15 * height])
    hyphenated = {word.lower() for line in lines for word in _HYPHENATED.findall(line.words)}
    paragraphs: list[str] = []
    margin = 0.0  # how far the lines reach since the last gap
    last: Line | None = None
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        # Lines of a headline are further apart, as its letters are larger.
        scale = max(line.height / height, 1) if height else 1
        if last is None or _begins_paragraph(line, last, after, usual * (scale if scale > 1.2 else 1), margin):
            paragraphs.append(line.words)
        elif paragraphs[-1].endswith(_HYPHENS) and paragraphs[-1][-2:-1].isalnum():
            paragraphs[-1] = _rejoined(paragraphs[-1][:-1], line.words, hyphenated)
        else:
            gap = "" if _UNSPACED.fullmatch(paragraphs[-1][-1:] + line.words[:1]) else " "
            paragraphs[-1] += gap + line.words
        is_next = last is not None and 0 < last.middle - line.middle <= 1.25 * usual
        margin = max(margin, line.right) if is_next else line.right
        last = line
    return paragraphs


def _usual_step(lines: list[Line]) -> float:
    """How far apart lines of the body are: the lower quartile, as paragraphs may have two lines each."""
    steps = sorted(step for above, below in pairwise(lines) if 0 < (step := above.middle - below.middle) < 60)
    return steps[len(steps) // 4] if steps else 0


def _rejoined(before: str, after: str, hyphenated: set[str]) -> str:
    """Two lines of which a word's halves end one and begin the other; a hyphen that belongs to the word stays."""
    first, second = re.findall(r"\w*$", before)[0], re.findall(r"^\w*", after)[0]
    is_own = not after[:1].islower() or f"{first}-{second}".lower() in hyphenated
    return f"{before}-{after}" if is_own else before + after


def _begins_paragraph(line: Line, last: Line, after: Line | None, usual: float, margin: float) -> bool:
    size, before = line.height, last.height
    step = last.middle - line.middle
    has_ended = last.words.endswith(_ENDS)
    if step < 0:  # the next column or page
        return has_ended and line.words[:1].isupper()
    # Where paragraphs have one line each, only the line after shows that this one is indented.
    is_below = after is not None and after.middle < line.middle and after.left < line.right
    left = min(last.left, after.left) if after is not None and is_below else last.left
    is_indented = line.left - left > 0.8 * size and has_ended
    # Another alphabet's letters may reach higher at the same size; a capital after a larger line is the body's.
    least = 1.2 * min(size, before) if line.words[:1].isupper() else 1.35 * min(size, before) + 1
    is_other_size = max(size, before) > least
    return step > 1.25 * usual or is_indented or is_other_size or _has_ended_early(last, line, margin)


def _has_ended_early(last: Line, line: Line, margin: float) -> bool:
    """Whether the next word would have fitted: subheadings end so, and paragraphs without a gap after them."""
    if last.words.endswith(_HYPHENS) or not line.words[:1].isupper() or abs(line.left - last.left) > line.height:
        return False
    margin = max(margin, line.right)
    word = (line.right - line.left) * (len(line.words.split()[0]) + 1) / len(line.words)
    # A typesetter may break a line a little early; at the end of a sentence that is no chance.
    reach = 0.95 if last.words.endswith(_ENDS) else 0.8
    return last.right - last.left < reach * (margin - last.left) and last.right + 1.2 * word < margin

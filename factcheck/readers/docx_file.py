"""Word documents: paragraphs, headings and tables in their order.

Margin comments come with the words they are on, and so do foot- and endnotes: a source is then beside the claim that
needs it, and the notes of a page are no sentences of the article.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, BinaryIO

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from factcheck.readers.archive import check_archive
from factcheck.readers.base import (
    MAX_NOTE_LENGTH,
    MAX_NOTES,
    ImportedArticle,
    Limits,
    Note,
    RefusedFile,
    clean_article,
    one_line,
    tidy,
)
from factcheck.readers.head import Head, head_of
from factcheck.readers.text import Unreadable, heading

_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
_GAP = "\n\n"
_HEADING = re.compile(r"heading [1-9]")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What isn't in the text as it reads: deleted, moved away, or repeated for old programs.
_SKIPPED = frozenset({qn("w:del"), qn("w:moveFrom"), _FALLBACK})
#: Notes at the foot of a page and at the end, by their mark in the text: where in the file they are, and their name.
_FOOTNOTES = {
    qn("w:footnoteReference"): (RELATIONSHIP_TYPE.FOOTNOTES, qn("w:footnote"), "Footnote"),
    qn("w:endnoteReference"): (RELATIONSHIP_TYPE.ENDNOTES, qn("w:endnote"), "Endnote"),
}
_EARLIEST = dt.date(1990, 1, 1)
#: When the template was made that python-docx starts from: its documents claim to be as old.
_TEMPLATE = dt.date(2013, 12, 23)


class DocxFile:
    """What was deleted with changes tracked is left out, what was inserted is in."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The document's one article."""
        check_archive(file, limits)
        try:
            document = Document(file)
        except etree.XMLSyntaxError as why:
            if "depth" in str(why):
                raise Unreadable("Its tables are nested too deeply to read; copy the text and paste it.") from None
            raise
        paragraphs = list(_read(document))
        first = next((paragraph for paragraph in paragraphs if paragraph.words), None)
        titled = _titled(paragraphs)
        if titled is not None and titled is first and sum(bool(paragraph.words) for paragraph in paragraphs) > 1:
            titled.apart = "title"
        head = _head(paragraphs)
        text = _GAP.join(paragraph.words for paragraph in paragraphs if paragraph.is_text)
        properties = document.core_properties
        article = clean_article(
            text,
            title=(titled.words if titled else "") or heading(text) or properties.title,
            byline=head.byline,
            published_on=head.published_on or _made_on(properties.created),
            language=properties.language,
        )
        # Offsets hold for the text as it was put together; cleaned otherwise, no place is sure.
        yield replace(article, notes=tuple(_notes(document, paragraphs)) if article.text == text else ())


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's words, and where in them comments begin, end and are referred to, by the comment's number."""

    style: str
    words: str = ""
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    #: Footnotes: the tag of the mark, the note's number in the file, and how many letters come before the mark.
    marks: list[tuple[str, str, int]] = field(default_factory=list)
    #: What the paragraph is instead of text: “title” or “byline”.
    apart: str = ""

    @property
    def is_text(self) -> bool:
        return bool(self.words) and not self.apart

    def read(self, element: Any) -> None:
        """Collect what is in this paragraph itself, and not in a text box within it."""
        raw = ""
        for inner in _walk(element, _SKIPPED | {qn("w:p")}):
            if inner.tag == qn("w:t"):
                raw += _INVISIBLE.sub("", inner.text or "")
            elif inner.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
                raw += " "
            elif inner.tag == qn("w:noBreakHyphen"):
                raw += "-"
            elif inner.tag == qn("w:commentRangeStart"):
                self.begins[str(inner.get(qn("w:id")))] = len(tidy(raw)) + bool(raw.strip() and raw[-1:].isspace())
            elif inner.tag == qn("w:commentRangeEnd"):
                self.ends[str(inner.get(qn("w:id")))] = len(tidy(raw))
            elif inner.tag == qn("w:commentReference"):
                self.named.append(str(inner.get(qn("w:id"))))
            elif inner.tag in _FOOTNOTES:
                self.marks.append((inner.tag, str(inner.get(qn("w:id"))), len(tidy(raw))))
        self.words = tidy(raw)


def _walk(element: Any, skipped: frozenset[str]) -> Iterator[Any]:
    """The elements within an element, in their order and at any depth, without what is skipped or hidden."""
    walker = etree.iterwalk(element, events=("start",))
    for _, inner in walker:
        if inner is not element and (inner.tag in skipped or (inner.tag == qn("w:r") and _is_hidden(inner))):
            walker.skip_subtree()
        else:
            yield inner


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false", "off"}


def _read(document: Any) -> Iterator[_Paragraph]:
    # A style's id is in the language of its author's Word (“berschrift1”); its name is English in every file.
    styles = {
        str(style.get(qn("w:styleId"))): str(name.get(qn("w:val"))).lower()
        for style in document.styles.element.iter(qn("w:style"))
        if (name := style.find(qn("w:name"))) is not None
    }
    for element in _walk(document.element.body, _SKIPPED):
        if element.tag == qn("w:p"):
            style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            paragraph = _Paragraph(styles.get(str(style.get(qn("w:val"))), "") if style is not None else "")
            paragraph.read(element)
            yield paragraph


def _titled(paragraphs: list[_Paragraph]) -> _Paragraph | None:
    """The paragraph that is styled as the title, else the first heading."""
    with_words = [paragraph for paragraph in paragraphs if paragraph.words]
    titles = (paragraph for paragraph in with_words if paragraph.style == "title")
    return next(titles, next((paragraph for paragraph in with_words if _HEADING.fullmatch(paragraph.style)), None))


def _head(paragraphs: list[_Paragraph]) -> Head:
    """Who wrote it and when, as its first lines say. The file's own author is often who set up the computer."""
    lines = [paragraph for paragraph in paragraphs if paragraph.is_text]
    head = head_of([paragraph.words for paragraph in lines], is_titled=any(paragraph.apart for paragraph in paragraphs))
    for number in head.lines:
        lines[number].apart = "byline"
    styled = next(
        (paragraph for paragraph in lines[:4] if paragraph.style in {"byline", "author"} and not paragraph.apart), None
    )
    if styled is None or head.byline:
        return head
    styled.apart = "byline"
    return replace(head, byline=styled.words)


def _made_on(created: dt.datetime | None) -> dt.date | None:
    """The day on which the document was made, unless that is a template's or nonsense."""
    day = created.date() if created else None
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    return day if day and _EARLIEST <= day <= tomorrow and day != _TEMPLATE else None


def _notes(document: Any, paragraphs: list[_Paragraph]) -> Iterator[Note]:
    """Margin comments and footnotes with the words they are on, as many as an article may have."""
    for count, note in enumerate(chain(_comments(document, paragraphs), _footnotes(document, paragraphs))):
        if count == MAX_NOTES:
            yield Note(note.start, note.end, "", "More margin comments and footnotes are left out.")
            return
        yield note


def _comments(document: Any, paragraphs: list[_Paragraph]) -> Iterator[Note]:
    """The comments with the words they are on; one that is on no words with the paragraph it is in."""
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    around: dict[str, tuple[int, int]] = {}
    on: dict[str, str] = {}
    for at, paragraph in _placed(paragraphs):
        length = len(paragraph.words) if paragraph.is_text else 0
        for number, place in paragraph.begins.items():
            begins.setdefault(number, at + min(place, length))
        for number, place in paragraph.ends.items():
            # A range that ends outside of the text ends with the text before.
            ends[number] = at + place if paragraph.is_text else max(at - len(_GAP), 0)
        for number in {*paragraph.begins, *paragraph.ends, *paragraph.named}:
            around.setdefault(number, (at, at + length))
            if paragraph.apart:
                on[number] = paragraph.apart
    for comment in document.comments:
        number = str(comment.comment_id)
        words = "\n".join(line for line in map(tidy, comment.text.splitlines()) if line)
        if number not in around or not words:
            continue
        start, end = begins.get(number, 0), ends.get(number, 0)
        if start >= end:
            start, end = around[number]
            if number in on:
                start, end, words = 0, _first(paragraphs), f"On the {on[number]}: {words}"
        yield Note(start, end, one_line(comment.author, 150), _cut(words), at=_date_of(comment))


def _date_of(comment: Any) -> str:
    """As the file says it: python-docx takes what is no time for the year 1970."""
    return one_line(comment._comment_elm.get(qn("w:date")) or "", 40)


def _footnotes(document: Any, paragraphs: list[_Paragraph]) -> Iterator[Note]:
    """The notes with the last word before their mark, so that they are on the sentence that they belong to."""
    texts = {tag: _footnotes_of(document, *where) for tag, where in _FOOTNOTES.items()}
    counts = dict.fromkeys(_FOOTNOTES, 0)
    for at, paragraph in _placed(paragraphs):
        for tag, number, place in paragraph.marks:
            words = texts[tag].get(number)
            if not words:
                continue
            counts[tag] += 1
            kind = f"{_FOOTNOTES[tag][2]} {counts[tag]}"
            if paragraph.is_text:
                start = paragraph.words.rfind(" ", 0, place) + 1
                yield Note(at + start, at + (place or len(paragraph.words)), "", _cut(words), kind)
            else:
                yield Note(
                    0,
                    _first(paragraphs),
                    "",
                    _cut(f"On the {paragraph.apart}: {words}" if paragraph.apart else words),
                    kind,
                )


def _footnotes_of(document: Any, relationship: str, tag: str, _name: str) -> dict[str, str]:
    """The texts of the notes of one kind, by their number in the file."""
    parts = [part for part in document.part.rels.values() if part.reltype == relationship and not part.is_external]
    if not parts:
        return {}
    texts: dict[str, str] = {}
    for note in parse_xml(parts[0].target_part.blob).iter(tag):
        # The lines that separate notes from the text are notes of a type of their own.
        if note.get(qn("w:type")) in {None, "normal"}:
            texts[str(note.get(qn("w:id")))] = "\n".join(
                paragraph.words for paragraph in _paragraphs_in(note) if paragraph.words
            )
    return texts


def _paragraphs_in(element: Any) -> Iterator[_Paragraph]:
    for inner in _walk(element, _SKIPPED):
        if inner.tag == qn("w:p"):
            paragraph = _Paragraph("")
            paragraph.read(inner)
            yield paragraph


def _placed(paragraphs: list[_Paragraph]) -> Iterator[tuple[int, _Paragraph]]:
    """Each paragraph with its offset in the text; one that is no part of it is placed where the next begins."""
    at = 0
    for paragraph in paragraphs:
        yield at, paragraph
        at += len(paragraph.words) + len(_GAP) if paragraph.is_text else 0


def _first(paragraphs: list[_Paragraph]) -> int:
    """Where the first paragraph of the text ends."""
    return len(next(paragraph.words for paragraph in paragraphs if paragraph.is_text))


def _cut(words: str) -> str:
    return words if len(words) <= MAX_NOTE_LENGTH else f"{words[: MAX_NOTE_LENGTH - 1]}…"

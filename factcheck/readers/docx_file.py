"""Word documents: paragraphs, headings and tables in their order.

Margin comments come with the words they touch, and so do foot- and endnotes: a source stands where it is needed, and
what stands below a page is no sentence of the article.
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
#: What isn't in the text as it reads: deleted, moved away, or there a second time for old programs.
_GONE = frozenset({qn("w:del"), qn("w:moveFrom"), _FALLBACK})
#: Notes at the foot of a page and at the end, by their mark in the text: where in the file they are, and their name.
_FOOTNOTES = {
    qn("w:footnoteReference"): (RELATIONSHIP_TYPE.FOOTNOTES, qn("w:footnote"), "Footnote"),
    qn("w:endnoteReference"): (RELATIONSHIP_TYPE.ENDNOTES, qn("w:endnote"), "Endnote"),
}
_EARLIEST = dt.date(1990, 1, 1)
#: When the template was made that python-docx starts from; its documents say so of themselves.
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
                raise Unreadable(
                    "Its tables are nested too deeply to be read; copy the words and paste them."
                ) from None
            raise
        paragraphs = list(_read(document))
        first = next((one for one in paragraphs if one.words), None)
        titled = _titled(paragraphs)
        if titled is not None and titled is first and sum(bool(one.words) for one in paragraphs) > 1:
            titled.apart = "title"
        head = _head(paragraphs)
        text = _GAP.join(one.words for one in paragraphs if one.is_text)
        properties = document.core_properties
        copy = clean_article(
            text,
            title=(titled.words if titled else "") or heading(text) or properties.title,
            byline=head.byline,
            published_on=head.published_on or _made_on(properties.created),
            language=properties.language,
        )
        # Offsets hold for the text as it was put together; cleaned otherwise, no place is sure.
        yield replace(copy, notes=tuple(_notes(document, paragraphs)) if copy.text == text else ())


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's words, and where in them comments begin, end and are named, by the comment's number."""

    style: str
    words: str = ""
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    #: Footnotes: the tag of the mark, the note's number in the file, and how many letters stand before the mark.
    marks: list[tuple[str, str, int]] = field(default_factory=list)
    #: What it is instead of a part of the text: “title” or “byline”.
    apart: str = ""

    @property
    def is_text(self) -> bool:
        return bool(self.words) and not self.apart

    def read(self, element: Any) -> None:
        """Collect what stands in this paragraph itself, and not in a text box within it."""
        raw = ""
        for one in _walk(element, _GONE | {qn("w:p")}):
            if one.tag == qn("w:t"):
                raw += _INVISIBLE.sub("", one.text or "")
            elif one.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
                raw += " "
            elif one.tag == qn("w:noBreakHyphen"):
                raw += "-"
            elif one.tag == qn("w:commentRangeStart"):
                self.begins[str(one.get(qn("w:id")))] = len(tidy(raw)) + bool(raw.strip() and raw[-1:].isspace())
            elif one.tag == qn("w:commentRangeEnd"):
                self.ends[str(one.get(qn("w:id")))] = len(tidy(raw))
            elif one.tag == qn("w:commentReference"):
                self.named.append(str(one.get(qn("w:id"))))
            elif one.tag in _FOOTNOTES:
                self.marks.append((one.tag, str(one.get(qn("w:id"))), len(tidy(raw))))
        self.words = tidy(raw)


def _walk(element: Any, gone: frozenset[str]) -> Iterator[Any]:
    """What stands in an element, in its order and however deep, without what is gone or hidden."""
    walker = etree.iterwalk(element, events=("start",))
    for _, one in walker:
        if one is not element and (one.tag in gone or (one.tag == qn("w:r") and _is_hidden(one))):
            walker.skip_subtree()
        else:
            yield one


def _is_hidden(run: Any) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return found is not None and found.get(qn("w:val")) not in {"0", "false", "off"}


def _read(document: Any) -> Iterator[_Paragraph]:
    # A style's number is in the language of who made it (“berschrift1”); its name is English in every file.
    styles = {
        str(style.get(qn("w:styleId"))): str(name.get(qn("w:val"))).lower()
        for style in document.styles.element.iter(qn("w:style"))
        if (name := style.find(qn("w:name"))) is not None
    }
    for element in _walk(document.element.body, _GONE):
        if element.tag == qn("w:p"):
            found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            paragraph = _Paragraph(styles.get(str(found.get(qn("w:val"))), "") if found is not None else "")
            paragraph.read(element)
            yield paragraph


def _titled(paragraphs: list[_Paragraph]) -> _Paragraph | None:
    """The paragraph that is styled as the title, else the first heading."""
    with_words = [one for one in paragraphs if one.words]
    titles = (one for one in with_words if one.style == "title")
    return next(titles, next((one for one in with_words if _HEADING.fullmatch(one.style)), None))


def _head(paragraphs: list[_Paragraph]) -> Head:
    """Who wrote it and when, as its first lines say. The file's own author is often who set up the computer."""
    lines = [one for one in paragraphs if one.is_text]
    head = head_of([one.words for one in lines], is_titled=any(one.apart for one in paragraphs))
    for number in head.lines:
        lines[number].apart = "byline"
    styled = next((one for one in lines[:4] if one.style in {"byline", "author"} and not one.apart), None)
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
    """Margin comments and footnotes with the words they touch; so many of them as a copy may have."""
    for count, note in enumerate(chain(_comments(document, paragraphs), _footnotes(document, paragraphs))):
        if count == MAX_NOTES:
            yield Note(note.start, note.end, "", "More margin comments and footnotes are left out.")
            return
        yield note


def _comments(document: Any, paragraphs: list[_Paragraph]) -> Iterator[Note]:
    """The comments with the words they touch; one that touches none with the paragraph it is at."""
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    around: dict[str, tuple[int, int]] = {}
    on: dict[str, str] = {}
    for at, one in _placed(paragraphs):
        length = len(one.words) if one.is_text else 0
        for number, place in one.begins.items():
            begins.setdefault(number, at + min(place, length))
        for number, place in one.ends.items():
            # A range that ends in what is no text ends with the text before.
            ends[number] = at + place if one.is_text else max(at - len(_GAP), 0)
        for number in {*one.begins, *one.ends, *one.named}:
            around.setdefault(number, (at, at + length))
            if one.apart:
                on[number] = one.apart
    for comment in document.comments:
        number = str(comment.comment_id)
        words = "\n".join(one for one in map(tidy, comment.text.splitlines()) if one)
        if number not in around or not words:
            continue
        start, end = begins.get(number, 0), ends.get(number, 0)
        if start >= end:
            start, end = around[number]
            if number in on:
                start, end, words = 0, _first(paragraphs), f"On the {on[number]}: {words}"
        yield Note(start, end, one_line(comment.author, 150), _cut(words))


def _footnotes(document: Any, paragraphs: list[_Paragraph]) -> Iterator[Note]:
    """The notes with the last word before their mark, so that they stand with the sentence that they belong to."""
    said = {tag: _footnotes_of(document, *where) for tag, where in _FOOTNOTES.items()}
    counts = dict.fromkeys(_FOOTNOTES, 0)
    for at, one in _placed(paragraphs):
        for tag, number, place in one.marks:
            words = said[tag].get(number)
            if not words:
                continue
            counts[tag] += 1
            kind = f"{_FOOTNOTES[tag][2]} {counts[tag]}"
            if one.is_text:
                start = one.words.rfind(" ", 0, place) + 1
                yield Note(at + start, at + (place or len(one.words)), "", _cut(words), kind)
            else:
                yield Note(
                    0, _first(paragraphs), "", _cut(f"On the {one.apart}: {words}" if one.apart else words), kind
                )


def _footnotes_of(document: Any, part: str, tag: str, _name: str) -> dict[str, str]:
    """What the notes of one kind say, by their number in the file."""
    parts = [one for one in document.part.rels.values() if one.reltype == part and not one.is_external]
    if not parts:
        return {}
    found: dict[str, str] = {}
    for note in parse_xml(parts[0].target_part.blob).iter(tag):
        # The lines that part notes from the text are notes of a type of their own.
        if note.get(qn("w:type")) in {None, "normal"}:
            found[str(note.get(qn("w:id")))] = "\n".join(one.words for one in _paragraphs_in(note) if one.words)
    return found


def _paragraphs_in(element: Any) -> Iterator[_Paragraph]:
    for one in _walk(element, _GONE):
        if one.tag == qn("w:p"):
            paragraph = _Paragraph("")
            paragraph.read(one)
            yield paragraph


def _placed(paragraphs: list[_Paragraph]) -> Iterator[tuple[int, _Paragraph]]:
    """Each paragraph with its place in the text; what is no part of it stands where the next begins."""
    at = 0
    for one in paragraphs:
        yield at, one
        at += len(one.words) + len(_GAP) if one.is_text else 0


def _first(paragraphs: list[_Paragraph]) -> int:
    """Where the first paragraph of the text ends."""
    return len(next(one.words for one in paragraphs if one.is_text))


def _cut(words: str) -> str:
    return words if len(words) <= MAX_NOTE_LENGTH else f"{words[: MAX_NOTE_LENGTH - 1]}…"

"""Word documents: paragraphs, headings and tables in their order, and margin comments with the words they touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from factcheck.articles.readers.archive import check_archive
from factcheck.articles.readers.base import LONGEST_NOTE, MOST_NOTES, Copy, Limits, Note, Refused, copy_of, line, tidy
from factcheck.articles.text import Unreadable

_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
_GAP = "\n\n"
_TITLES = ("title", "heading1")


class DocxFile:
    """What was deleted with changes tracked is left out, what was inserted is in."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
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
        title = ""
        paragraphs: list[_Paragraph] = []
        for element in document.element.body.iter(qn("w:p")):
            paragraph = _Paragraph()
            paragraph.read(element)
            if not paragraphs and not title and paragraph.words and _style(element, document) in _TITLES:
                title = paragraph.words
            elif paragraph.words:
                paragraphs.append(paragraph)
        properties = document.core_properties
        text = _GAP.join(one.words for one in paragraphs)
        copy = copy_of(text, title=title or properties.title, language=properties.language)
        yield copy_of(
            copy.text,
            title=copy.title,
            language=copy.language,
            # Offsets hold for the text as it was put together; cleaned otherwise, no place is sure.
            notes=_notes(document, paragraphs) if copy.text == text else (),
        )


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's words, and where in them comments begin and end, by the comment's number."""

    words: str = ""
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)

    def read(self, element: Any) -> None:
        """Collect what stands in this paragraph itself, and not in a text box within it."""
        raw = ""
        for one in element.iter():
            if next(one.iterancestors(qn("w:p")), element) is not element:
                continue
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
        self.words = tidy(raw)


def _style(element: Any, document: Any) -> str:
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return str(found.get(qn("w:val")) or "").lower().replace(" ", "") if found is not None else ""


def _notes(document: Any, paragraphs: Iterable[_Paragraph]) -> list[Note]:
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    at = 0
    for one in paragraphs:
        for number, place in one.begins.items():
            begins.setdefault(number, at + place)
        for number, place in one.ends.items():
            ends[number] = at + place
        at += len(one.words) + len(_GAP)
    notes: list[Note] = []
    for comment in document.comments:
        number = str(comment.comment_id)
        words = "\n".join(one for one in map(tidy, comment.text.splitlines()) if one)
        if words and begins.get(number, at) < ends.get(number, 0) and len(notes) < MOST_NOTES:
            notes.append(Note(begins[number], ends[number], line(comment.author, 150), words[:LONGEST_NOTE]))
    return notes

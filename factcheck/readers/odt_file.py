"""OpenDocument texts (ODT), which LibreOffice writes unless told otherwise."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from defusedxml.ElementTree import fromstring

from factcheck.readers.archive import check_archive
from factcheck.readers.base import (
    Dropped,
    ImportedArticle,
    Limits,
    NoteText,
    RefusedFile,
    clean_article,
    note_mark,
    tidy,
    without_note_marks,
)
from factcheck.readers.furniture import furniture_of
from factcheck.readers.lines import is_note_mark, is_wrapped, raised
from factcheck.readers.text import Unreadable, heading
from factcheck.readers.xml import xml_errors_as_unreadable

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
#: The largest part of a document that is read.
_MAX_PART_BYTES = 60_000_000
#: What becomes of each element that bears text; all others are looked into. “keep” is text as it reads.
RULES = {
    _TEXT + "p": "paragraph",
    _TEXT + "h": "paragraph",
    _TEXT + "s": "space",
    _TEXT + "tab": "space",
    _TEXT + "line-break": "break",
    _TEXT + "note": "note",
    _OFFICE + "annotation": "comment",
    _OFFICE + "annotation-end": "drop",
    _TEXT + "tracked-changes": "drop",
    _TEXT + "ruby-text": "drop",
    _TEXT + "hidden-text": "drop",
    _TEXT + "hidden-paragraph": "drop",
    _TEXT + "sequence-decls": "drop",
    _TEXT + "variable-decls": "drop",
    _TEXT + "user-field-decls": "drop",
    _TEXT + "table-of-content": "drop",
    _TEXT + "alphabetical-index": "drop",
    _TEXT + "illustration-index": "drop",
    _TEXT + "table-index": "drop",
    _TEXT + "bibliography": "drop",
    _OFFICE + "forms": "drop",
    _OFFICE + "event-listeners": "drop",
    "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}title": "drop",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title": "drop",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc": "drop",
}


class OdtFile:
    """What was deleted with changes tracked is left out; footnotes and comments are notes on their words."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The document's one article."""
        check_archive(file, limits)
        with zipfile.ZipFile(file) as archive, xml_errors_as_unreadable():
            content, styles, meta = (_part(archive, part) for part in ("content.xml", "styles.xml", "meta.xml"))
        if content is None:
            raise Unreadable("This OpenDocument text is damaged or cut short; send it again.")
        body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise Unreadable("This OpenDocument file holds no text; save its text as .odt or .docx.")
        reading = _Reading(_styles(content, styles))
        reading.walk(body)
        paragraphs = [paragraph for paragraph in reading.paragraphs if paragraph[1]]
        titled = next((words for style, words in paragraphs if style == "Title"), "")
        words = [words for _, words in paragraphs if words != titled or len(paragraphs) == 1]
        furniture = furniture_of(words, is_titled=bool(titled))
        text = furniture.removed_from(words)
        yield clean_article(
            text,
            title=titled or heading("\n\n".join(text)) or _of_meta(meta, _DC + "title"),
            byline=furniture.byline,
            published_on=furniture.published_on or _of_meta(meta, _META + "creation-date"),
            language=_of_meta(meta, _DC + "language"),
            dropped=[*reading.dropped, *furniture.dropped_from(words)],
            marked=reading.notes,
        )


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        with archive.open(name) as part:
            return fromstring(part.read(_MAX_PART_BYTES))
    except KeyError:
        return None


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of its words: its name as people see it, and whether they are struck out, hidden, raised."""

    name: str = ""
    is_struck: bool = False
    is_hidden: bool = False
    is_raised: bool = False


def _styles(*parts: Any) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for part in parts:
        for style in part.iter(_STYLE + "style") if part is not None else ():
            parent = found.get(style.get(_STYLE + "parent-style-name") or "", _Style())
            properties = style.find(_STYLE + "text-properties")
            values = {} if properties is None else properties.attrib
            name = style.get(_STYLE + "name") or ""
            found[name] = _Style(
                style.get(_STYLE + "display-name") or (parent.name if name.startswith("P") and parent.name else name),
                values.get(_STYLE + "text-line-through-style", "none") != "none" or parent.is_struck,
                values.get(_TEXT + "display") == "none" or parent.is_hidden,
                str(values.get(_STYLE + "text-position", "")).startswith(("super", "3")) or parent.is_raised,
            )
            if not parent.name and (above := style.get(_STYLE + "parent-style-name")) and name.startswith("P"):
                found[name] = _Style(above, found[name].is_struck, found[name].is_hidden, found[name].is_raised)
    return found


@dataclass(slots=True)
class _Reading:
    """The paragraphs read so far, each with its style, and the notes that were referred to in them."""

    styles: dict[str, _Style]
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, NoteText] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    _words: str = ""
    _lines: list[str] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def walk(self, element: Any) -> None:
        for child in element:
            self._take(child)
            if child.tail and element.tag != f"{_OFFICE}text":
                self._words += without_note_marks(child.tail)

    def _take(self, element: Any) -> None:
        rule = RULES.get(element.tag, "keep")
        if rule == "paragraph":
            self._paragraph(element)
        elif rule == "space":
            self._words += " "
        elif rule == "break":
            self._lines.append(self._words)
            self._words = ""
        elif rule == "note":
            is_end = element.get(_TEXT + "note-class") == "endnote"
            self._note("Endnote" if is_end else "Footnote", element.find(_TEXT + "note-body"), "", "")
        elif rule == "comment":
            self._note("Margin comment", element, _of_meta(element, _DC + "creator"), _of_meta(element, _DC + "date"))
        elif rule == "keep":
            self._inline(element)

    def _inline(self, element: Any) -> None:
        style = self.styles.get(element.get(_TEXT + "style-name") or "", _Style())
        if element.tag == _TEXT + "span" and (style.is_struck or style.is_hidden):
            if words := tidy("".join(element.itertext())):
                self.dropped.append(Dropped("struck out" if style.is_struck else "hidden", words))
            return
        words = without_note_marks(element.text or "")
        if element.tag == _TEXT + "span" and style.is_raised and re.search(r"\d", words):
            if is_note_mark(self._words, words):
                self.dropped.append(Dropped("mark of a note", words))
                words = ""
            else:
                words = raised(words)
        self._words += words
        self.walk(element)

    def _paragraph(self, element: Any) -> None:
        # One within another, as in a text box, comes before the rest of it.
        outer, outer_lines, self._words, self._lines = self._words, self._lines, "", []
        style = self.styles.get(element.get(_TEXT + "style-name") or "", _Style())
        name = style.name or element.get(_TEXT + "style-name") or ""
        if not style.is_hidden:
            self._words = without_note_marks(element.text or "")
            self.walk(element)
            lines = [*self._lines, self._words]
            filled = [words for line in lines if (words := tidy(line))]
            joined = [" ".join(filled)] if "" not in map(str.strip, lines) and is_wrapped(filled) else filled
            self.paragraphs += [(name, words) for words in joined]
        self._words, self._lines = outer, outer_lines

    def _note(self, kind: str, element: Any, author: str, at: str) -> None:
        if element is None:
            return
        inner = _Reading(self.styles)
        inner.walk(element)
        text = "\n".join(words for _, words in inner.paragraphs if words)
        if not text:
            return
        self._counts[kind] = self._counts.get(kind, 0) + 1
        number = str(len(self.notes))
        named = kind if kind == "Margin comment" else f"{kind} {self._counts[kind]}"
        self.notes[number] = NoteText(named, author, text, at)
        self._words += note_mark(number)


def _of_meta(element: Any, name: str) -> str:
    found = next(element.iter(name), None) if element is not None else None
    return tidy("".join(found.itertext())) if found is not None else ""

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
    Dropped,
    ImportedArticle,
    Limits,
    Note,
    RefusedFile,
    clean_article,
    one_line,
    tidy,
)
from factcheck.readers.characters import decode
from factcheck.readers.furniture import Furniture, furniture_of
from factcheck.readers.html import decode_html, paragraphs_of
from factcheck.readers.lines import is_note_mark, is_wrapped, raised
from factcheck.readers.office import as_plain_document
from factcheck.readers.text import Unreadable, heading

_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
_GAP = "\n\n"
_HEADING = re.compile(r"heading [1-9]")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: What isn't in the text as it reads: deleted, moved away, the reading above East Asian words, or repeated for old
#: programs.
_SKIPPED = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:rt"), _FALLBACK})
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
            document = Document(as_plain_document(file))
        except etree.XMLSyntaxError as why:
            if "depth" in str(why):
                raise Unreadable("Its tables are nested too deeply to read; copy the text and paste it.") from None
            raise
        dropped: list[Dropped] = []
        paragraphs = list(_read(document, dropped))
        first = next((paragraph for paragraph in paragraphs if paragraph.words), None)
        titled = _titled(paragraphs)
        if titled is not None and titled is first and sum(bool(paragraph.words) for paragraph in paragraphs) > 1:
            titled.apart = "title"
        furniture = _furniture(paragraphs, dropped)
        text = _GAP.join(paragraph.words for paragraph in paragraphs if paragraph.is_text)
        properties = document.core_properties
        article = clean_article(
            text,
            title=(titled.words if titled else "") or heading(text) or properties.title,
            byline=furniture.byline,
            published_on=furniture.published_on or _made_on(properties.created),
            language=properties.language,
            dropped=dropped,
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
    #: What the paragraph is instead of text: “title”, “byline” or the name of another rule.
    apart: str = ""
    #: Whether its end was deleted, so that the next one goes on in it.
    goes_on: bool = False

    @property
    def is_text(self) -> bool:
        return bool(self.words) and not self.apart

    def goes_on_in(self, following: _Paragraph, gap: str = " ") -> None:
        """Add the paragraph that follows, as if there were no end between the two."""
        shift = len(self.words) + len(gap) if self.words and following.words else len(self.words)
        self.words = gap.join(filter(None, (self.words, following.words)))
        for number, place in following.begins.items():
            self.begins.setdefault(number, place + shift)
        self.ends |= {number: place + shift for number, place in following.ends.items()}
        self.named += following.named
        self.marks += [(tag, number, place + shift) for tag, number, place in following.marks]
        self.goes_on = following.goes_on


def _paragraphs_of(element: Any, style: str, dropped: list[Dropped]) -> list[_Paragraph]:
    """The paragraphs in a paragraph of the file: many are written with line breaks, which part them.

    What is in a text box within it comes by itself.
    """
    parts = [_Paragraph(style)]
    raw = ""
    breaks = [0]
    for inner in _walk(element, _SKIPPED | {qn("w:p")}, dropped):
        part = parts[-1]
        if inner.tag in (qn("w:br"), qn("w:cr")):
            part.words = tidy(raw)
            if part.words:
                parts.append(_Paragraph(style))
                breaks.append(0)
                raw = ""
            breaks[-1] += 1
        elif inner.tag == qn("w:commentRangeStart"):
            part.begins[str(inner.get(qn("w:id")))] = len(tidy(raw)) + bool(raw.strip() and raw[-1:].isspace())
        elif inner.tag == qn("w:commentRangeEnd"):
            part.ends[str(inner.get(qn("w:id")))] = len(tidy(raw))
        elif inner.tag == qn("w:commentReference"):
            part.named.append(str(inner.get(qn("w:id"))))
        elif inner.tag in _FOOTNOTES:
            part.marks.append((inner.tag, str(inner.get(qn("w:id"))), len(tidy(raw))))
        else:
            raw += _letters_of(inner, raw, dropped)
    parts[-1].words = tidy(raw)
    mark = element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}")
    parts[-1].goes_on = mark is not None
    lines = [part.words for part in parts if part.words]
    if len(parts) > 1 and max(breaks) < 2 and is_wrapped(lines):
        for part in parts[1:]:
            parts[0].goes_on_in(part)
        return parts[:1]
    return parts


def _letters_of(element: Any, before: str, dropped: list[Dropped]) -> str:
    """What an element adds to the text itself."""
    if element.tag == qn("w:t"):
        words = _INVISIBLE.sub("", element.text or "")
        if not _has_property(element.getparent(), "w:vertAlign", "superscript") or not re.search(r"\d", words):
            return words
        if is_note_mark(before, words):
            dropped.append(Dropped("mark of a note", words))
            return ""
        return raised(words)
    if element.tag == _MATH + "t":
        return element.text or ""
    if element.tag == _MATH + "den":
        return "/"
    if element.tag == qn("w:tab"):
        return " "
    if element.tag == qn("w:noBreakHyphen"):
        return "-"
    if element.tag == qn("w:sym"):
        return _sign(element, dropped)
    return ""


def _sign(element: Any, dropped: list[Dropped]) -> str:
    """A character of a font of signs, as Unicode has it."""
    font, code = str(element.get(qn("w:font")) or ""), str(element.get(qn("w:char")) or "")
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    private = 0xF000 <= number <= 0xF0FF
    sign = _SYMBOLS.get(number & 0xFF, "") if font.lower() == "symbol" and (private or number < 0x100) else ""
    if not sign and not private and number > 0x1F:
        sign = chr(number)
    if not sign:
        dropped.append(Dropped("sign of a font", f"{font} {code}".strip()))
    return sign


#: Adobe's Symbol encoding, which Word's font of that name has: code → character.
_SYMBOLS = dict(
    enumerate(
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        start=0x20,
    )
)
_SYMBOLS |= dict(
    enumerate(
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
        start=0xA0,
    )
)


def _walk(element: Any, skipped: frozenset[str], dropped: list[Dropped]) -> Iterator[Any]:
    """The elements within an element, in order and at any depth, without what is skipped, hidden or struck out."""
    walker = etree.iterwalk(element, events=("start",))
    for _, inner in walker:
        if inner is not element and inner.tag in skipped:
            walker.skip_subtree()
        elif inner.tag == qn("w:r") and (rule := _why_left_out(inner)):
            if words := tidy("".join(text.text or "" for text in inner.iter(qn("w:t")))):
                dropped.append(Dropped(rule, words))
            walker.skip_subtree()
        else:
            yield inner


def _why_left_out(run: Any) -> str:
    if _has_property(run, "w:vanish"):
        return "hidden"
    return "struck out" if _has_property(run, "w:strike") or _has_property(run, "w:dstrike") else ""


def _has_property(run: Any, name: str, value: str = "") -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn(name)}")
    if found is None:
        return False
    return found.get(qn("w:val")) == value if value else found.get(qn("w:val")) not in {"0", "false", "off"}


def _read(document: Any, dropped: list[Dropped]) -> Iterator[_Paragraph]:
    # A style's id is in the language of its author's Word (“berschrift1”); its name is English in every file.
    styles = {
        str(style.get(qn("w:styleId"))): str(name.get(qn("w:val"))).lower()
        for style in document.styles.element.iter(qn("w:style"))
        if (name := style.find(qn("w:name"))) is not None
    }
    open_paragraph: _Paragraph | None = None
    for element in _walk(document.element.body, _SKIPPED, []):
        if element.tag == qn("w:altChunk"):
            yield from _embedded(document, str(element.get(qn("r:id"))), dropped)
        if element.tag != qn("w:p"):
            continue
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        named = styles.get(str(style.get(qn("w:val"))), "") if style is not None else ""
        for paragraph in _paragraphs_of(element, named, dropped):
            if open_paragraph is not None:
                open_paragraph.goes_on_in(paragraph)
                paragraph = open_paragraph
            open_paragraph = paragraph if paragraph.goes_on else None
            if open_paragraph is None:
                yield paragraph
    if open_paragraph is not None:
        yield open_paragraph


def _embedded(document: Any, relationship: str, dropped: list[Dropped]) -> Iterator[_Paragraph]:
    """A document within the document (w:altChunk), which Word shows at its place: a web page or plain text."""
    part = document.part.rels.get(relationship)
    if part is None or part.is_external:
        dropped.append(Dropped("embedded document", "It is not in the file, so its words are missing."))
        return
    blob, name = part.target_part.blob, str(part.target_part.partname)
    if name.lower().endswith((".htm", ".html", ".xhtml")):
        words = paragraphs_of(decode_html(blob))
    elif name.lower().endswith(".txt"):
        words = decode(blob).split("\n")
    else:
        dropped.append(
            Dropped("embedded document", f"{name.rpartition('/')[2]} could not be read, so its words are missing.")
        )
        return
    for paragraph in filter(None, map(tidy, words)):
        yield _Paragraph("", paragraph)


def _titled(paragraphs: list[_Paragraph]) -> _Paragraph | None:
    """The paragraph that is styled as the title, else the first heading."""
    with_words = [paragraph for paragraph in paragraphs if paragraph.words]
    titles = (paragraph for paragraph in with_words if paragraph.style == "title")
    return next(titles, next((paragraph for paragraph in with_words if _HEADING.fullmatch(paragraph.style)), None))


def _furniture(paragraphs: list[_Paragraph], dropped: list[Dropped]) -> Furniture:
    """Who wrote it and when, as its first lines say. The file's own author is often who set up the computer."""
    lines = [paragraph for paragraph in paragraphs if paragraph.is_text]
    words = [paragraph.words for paragraph in lines]
    furniture = furniture_of(words, is_titled=any(paragraph.apart for paragraph in paragraphs))
    dropped += furniture.dropped_from(words)
    for number, rule in furniture.lines.items():
        lines[number].apart = rule
    styled = next(
        (paragraph for paragraph in lines[:4] if paragraph.style in {"byline", "author"} and not paragraph.apart), None
    )
    if styled is None or furniture.byline:
        return furniture
    styled.apart = "byline"
    return replace(furniture, byline=styled.words)


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
    for inner in _walk(element, _SKIPPED, []):
        if inner.tag == qn("w:p"):
            yield from _paragraphs_of(inner, "", [])


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

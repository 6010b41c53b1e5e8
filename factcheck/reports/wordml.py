"""The few parts of WordprocessingML that a report is made of. All text goes in as text: nothing of it is markup.

Written as elements, because python-docx asks the whole list of comments for a free number with each one it adds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from factcheck.reports.clock import at_desk
from factcheck.reports.text import is_rtl, visible


def element(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """``element("w:jc", val="end")`` is ``<w:jc w:val="end"/>``."""
    node = OxmlElement(tag)
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), value)
    node.extend(children)
    return node


def run(text: str, *, bold: bool = False, points: int = 0) -> BaseOxmlElement:
    """A run of text; its lines and tabs become Word's own."""
    node = element("w:r")
    content = visible(text)
    properties = [element("w:b"), element("w:bCs")] if bold else []
    if points:
        properties += [element("w:sz", val=str(2 * points)), element("w:szCs", val=str(2 * points))]
    if is_rtl(content):
        properties.append(element("w:rtl"))
    if properties:
        node.append(element("w:rPr", *properties))
    for number, line in enumerate(content.split("\n")):
        if number:
            node.append(element("w:br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                node.append(element("w:tab"))
            if part:
                letters = element("w:t")
                letters.text = part
                letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                node.append(letters)
    return node


def paragraph(
    *parts: BaseOxmlElement, style: str = "", rtl: bool = False, keep_with_next: bool = False
) -> BaseOxmlElement:
    """A paragraph of these runs, from right to left when told so; ``style`` is a style's id."""
    properties = [element("w:pStyle", val=style)] if style else []
    if keep_with_next:
        properties.append(element("w:keepNext"))
    if rtl:
        properties.append(element("w:bidi"))
    return element("w:p", *([element("w:pPr", *properties)] if properties else []), *parts)


def line(heading: str, words: str, style: str = "") -> BaseOxmlElement:
    """“**Note:** Called twice.” as a paragraph of its own."""
    return paragraph(run(f"{heading} ", bold=True), run(words), style=style)


def comment(number: int, paragraphs: Iterable[BaseOxmlElement], *, author: str, at: dt.datetime) -> BaseOxmlElement:
    """A margin comment. Word shows its time as it is written, without a zone: it is that of the desk's clock."""
    paragraphs = list(paragraphs)
    # By its last paragraph a thread knows it.
    paragraphs[-1].set(f"{{{_WORD_2010}}}paraId", _paragraph_id(number))
    name = visible(author).replace("\n", " ")
    initials = "".join(part[0] for part in name.split())[:3].upper()
    stamp = at_desk(at).strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if at_desk(at).tzname() == "UTC" else "")
    return element("w:comment", *paragraphs, id=str(number), author=name, date=stamp, initials=initials)


#: Of a comment, its number; the number of the comment that it answers, if any; and whether the thread is settled.
Threaded = tuple[int, int | None, bool]


def threads(comments: Iterable[Threaded]) -> bytes:
    """Which comment answers which, as Word keeps it in a part of its own: ``commentsExtended.xml``."""
    root = etree.Element(f"{{{_WORD_2012}}}commentsEx", nsmap={"w15": _WORD_2012})
    for number, answered, is_settled in comments:
        node = etree.SubElement(root, f"{{{_WORD_2012}}}commentEx")
        node.set(f"{{{_WORD_2012}}}paraId", _paragraph_id(number))
        if answered is not None:
            node.set(f"{{{_WORD_2012}}}paraIdParent", _paragraph_id(answered))
        node.set(f"{{{_WORD_2012}}}done", str(int(is_settled)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


THREADS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
THREADS_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"


def _paragraph_id(number: int) -> str:
    return f"{number + 1:08X}"


def comment_start(number: int) -> BaseOxmlElement:
    return element("w:commentRangeStart", id=str(number))


def comment_end(number: int) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """The end of what a comment is on, and the mark by which Word finds it."""
    return (
        element("w:commentRangeEnd", id=str(number)),
        element("w:r", element("w:commentReference", id=str(number))),
    )


def table(rows: Iterable[Iterable[str]], widths: Iterable[int]) -> BaseOxmlElement:
    """Rows of text, the first a heading that is repeated on every page; widths in twentieths of a point."""
    grid = element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in widths))
    properties = element(
        "w:tblPr", element("w:tblStyle", val="TableGrid"), element("w:tblW", w="0", type="auto"), element("w:tblLook")
    )
    node = element("w:tbl", properties, grid)
    for number, cells in enumerate(rows):
        row = element("w:tr")
        if not number:
            row.append(element("w:trPr", element("w:tblHeader")))
        for text in cells:
            row.append(element("w:tc", paragraph(run(text, bold=not number), rtl=is_rtl(text))))
        node.append(row)
    return node

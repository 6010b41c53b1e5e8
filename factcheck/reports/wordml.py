"""The few parts of WordprocessingML that a report is made of. All text goes in as text: nothing of it is markup.

Written as elements, because python-docx asks the whole list of comments for a free number with each one it adds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

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
    name = visible(author).replace("\n", " ")
    initials = "".join(part[0] for part in name.split())[:3].upper()
    stamp = at_desk(at).strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if at_desk(at).tzname() == "UTC" else "")
    return element("w:comment", *paragraphs, id=str(number), author=name, date=stamp, initials=initials)


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

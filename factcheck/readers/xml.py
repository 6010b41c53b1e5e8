"""XML of strangers: no entity is expanded and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.entities import entitydefs
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.sax import SAXParseException

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from factcheck.readers.base import one_line
from factcheck.readers.text import Unreadable

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def make_parser() -> Any:
    """A parser that knows HTML's names of characters: they are declared in document types, which are not fetched."""
    parser = DefusedXMLParser()
    parser.entity.update(entitydefs)
    return parser


@contextmanager
def xml_errors_as_unreadable() -> Iterator[None]:
    """Turns what defusedxml and the parsers raise into Unreadable."""
    try:
        yield
    except DefusedXmlException:
        raise Unreadable(
            "It declares entities of its own, which could expand without end; save it without them."
        ) from None
    except ParseError as why:
        raise Unreadable(_broken(why.position[0])) from None
    except SAXParseException as why:
        raise Unreadable(_broken(why.getLineNumber() or 1)) from None


def words_in(element: Any, max_length: int = 1000) -> str:
    """All the words in an element, as one line; empty where there is none."""
    return "" if element is None else one_line(" ".join(element.itertext()), max_length)


def _broken(number: int) -> str:
    return f"The XML is broken at line {number:,}: the file is damaged or cut short; send it again."

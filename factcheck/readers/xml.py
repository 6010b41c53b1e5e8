"""XML of strangers: nothing unfolds and nothing is fetched."""

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


def parser() -> Any:
    """A parser of trees that knows the characters HTML has names for: document types declare them, and stay away."""
    made = DefusedXMLParser()
    made.entity.update(entitydefs)
    return made


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turns what defusedxml and the parsers raise into Unreadable."""
    try:
        yield
    except DefusedXmlException:
        raise Unreadable(
            "It declares entities of its own, which could unfold without end; save it without them."
        ) from None
    except ParseError as why:
        raise Unreadable(_broken(why.position[0])) from None
    except SAXParseException as why:
        raise Unreadable(_broken(why.getLineNumber() or 1)) from None


def words(element: Any, longest: int = 1000) -> str:
    """All the words in an element, as one line; empty where there is none."""
    return "" if element is None else one_line(" ".join(element.itertext()), longest)


def _broken(number: int) -> str:
    return f"The XML is broken at line {number:,}: the file is damaged or cut short; send it again."

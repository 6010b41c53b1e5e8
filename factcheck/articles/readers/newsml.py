"""NewsML-G2 and NITF, as news agencies send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.text import Unreadable

_LARGEST = 20_000_000
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "hl2", "pre"})


class NewsML:
    """A news message with several items, one item, or a bare NITF document."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """Each news item that carries a text; one without is refused by its name."""
        try:
            root = fromstring(read_all(file, _LARGEST))
        except DefusedXmlException:
            raise Unreadable(
                "It declares XML entities, which news items have no use for; it may be meant to do harm."
            ) from None
        except ParseError:
            raise Unreadable("It is not well-formed XML; it may be cut short, so send it again.") from None
        items = [one for one in root.iter() if _tag(one) == "newsItem"] or ([root] if _tag(root) == "nitf" else [])
        if not items:
            raise Unreadable("It holds no news item with a text: packages and pictures are not loaded.")
        for number, item in enumerate(items, 1):
            place = f"item {number}" if len(items) > 1 else ""
            try:
                yield _item(item, place)
            except Unreadable as why:
                yield Refused(str(why), place)


def _item(item: Element, place: str) -> Copy:
    paragraphs = _paragraphs(item)
    if not paragraphs:
        raise Unreadable("This news item has no text: it may be a picture, a film or a notice.")
    html = _first(item, "html")
    return copy_of(
        paragraphs,
        title=_words(_first(item, "headline")) or _words(_first(item, "hl1")) or _words(_first(item, "title")),
        byline=_words(_first(item, "by")) or _name(_first(item, "creator")) or _words(_first(item, "byline")),
        outlet=_name(_first(item, "provider"))
        or _words(_first(item, "copyrightHolder"))
        or _words(_first(item, "distributor")),
        published_on=_words(_first(item, "versionCreated")) or _words(_first(item, "contentCreated")) or _norm(item),
        language=_attribute(_first(item, "language"), "tag") or _lang(html) or _lang(item),
        url=_attribute(_first(item, "link"), "href"),
        place=place,
    )


def _paragraphs(item: Element) -> list[str]:
    body = (
        _first(item, "body.content")
        or _body_of(_first(item, "html"))
        or _first(item, "nitf")
        or _first(item, "inlineXML")
    )
    if body is not None:
        blocks = [_words(one) for one in body.iter() if _tag(one) in _PARAGRAPHS]
        return [one for one in blocks if one] or [one for one in [_words(body)] if one]
    plain = _first(item, "inlineData")
    return [one for one in (plain.text or "").splitlines() if one.strip()] if plain is not None else []


def _body_of(html: Element | None) -> Element | None:
    return _first(html, "body") if html is not None else None


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _first(element: Element | None, tag: str) -> Element | None:
    return next((one for one in element.iter() if _tag(one) == tag), None) if element is not None else None


def _words(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _name(element: Element | None) -> str:
    """A body or person by its name; a bare code is no name."""
    return _words(_first(element, "name")) if element is not None else ""


def _attribute(element: Element | None, name: str) -> str:
    return str(element.get(name) or "") if element is not None else ""


def _lang(element: Element | None) -> str:
    return _attribute(element, "{http://www.w3.org/XML/1998/namespace}lang") or _attribute(element, "lang")


def _norm(item: Element) -> str:
    return _attribute(_first(item, "story.date"), "norm") or _attribute(_first(item, "date.issue"), "norm")

"""NewsML-G2, as agencies send it, and NITF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from defusedxml.ElementTree import iterparse

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of
from factcheck.articles.readers.html import paragraphs_in, paragraphs_of
from factcheck.articles.readers.xml import in_a_sentence, words
from factcheck.articles.text import Unreadable

_NEVER = frozenset("script style head title media media-caption table-caption object iframe svg".split())  # noqa: SIM905
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class NewsML:
    """Reads a newsMessage or a single newsItem of NewsML-G2, and NITF by itself: an article an item."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """Item by item, so that a large message takes no more memory than its largest item."""
        number = 0
        depth = 0
        with in_a_sentence():
            for event, element in iterparse(file, events=("start", "end")):
                tag = _tag(element)
                if tag not in _ITEMS:
                    continue
                depth += 1 if event == "start" else -1
                if event == "end" and not depth:
                    number += 1
                    yield _ITEMS[tag](element, f"item {number}")
                    element.clear()


def _news_item(item: Any, place: str) -> Copy | Refused:
    guid = item.get("guid") or ""
    place = guid or place
    if "cancel" in _qcode(item.find("{*}itemMeta/{*}pubStatus")):
        return Refused("Its provider has cancelled this item.", place)
    paragraphs = _content(item)
    if not paragraphs:
        kind = _name(item.find("{*}itemMeta/{*}itemClass"))
        return Refused(f"This item has no text{f': its class is “{kind}”' if kind else ''}.", place)
    meta = "{*}contentMeta/{*}"
    nitf = item.find(".//{*}inlineXML/{*}nitf")
    language = item.find(meta + "language")
    try:
        return copy_of(
            paragraphs,
            title=words(item.find(meta + "headline")) or _nitf_title(nitf),
            byline=words(item.find(meta + "by"))
            or ", ".join(filter(None, map(_name, item.findall(meta + "creator"))))
            or _nitf_byline(nitf),
            outlet=_name(item.find("{*}itemMeta/{*}provider")),
            published_on=words(item.find("{*}itemMeta/{*}versionCreated")) or words(item.find(meta + "contentCreated")),
            language=(language.get("tag") if language is not None else "") or item.get(_LANG),
            url=guid,
            place=place,
        )
    except Unreadable as why:
        return Refused(str(why), place)


def _package(item: Any, place: str) -> Copy | Refused:
    return Refused("This is a package: it lists other items and has no text.", item.get("guid") or place)


def _nitf(item: Any, place: str) -> Copy | Refused:
    date = item.find("{*}head/{*}docdata/{*}date.issue")
    rights = item.find("{*}head/{*}docdata/{*}doc.copyright")
    try:
        return copy_of(
            _nitf_paragraphs(item),
            title=_nitf_title(item) or words(item.find("{*}head/{*}title")),
            byline=_nitf_byline(item),
            outlet=words(item.find(".//{*}distributor")) or (rights.get("holder") if rights is not None else ""),
            published_on=date.get("norm") if date is not None else "",
            language=item.get(_LANG),
            place=place,
        )
    except Unreadable:
        return Refused("This item has no text.", place)


_ITEMS = {"newsItem": _news_item, "packageItem": _package, "nitf": _nitf}


def _content(item: Any) -> list[str]:
    """Of the renditions of an item the first that has words."""
    for inline in item.iterfind("{*}contentSet/{*}inlineXML"):
        nitf = inline.find("{*}nitf")
        if found := _nitf_paragraphs(nitf) if nitf is not None else paragraphs_in(inline, _NEVER):
            return found
    for inline in item.iterfind("{*}contentSet/{*}inlineData"):
        # Encoded data is a picture or a program's file.
        said = "".join(inline.itertext()) if not inline.get("encoding") else ""
        html = "html" in (inline.get("contenttype") or "")
        if found := paragraphs_of(said) if html else [one for one in said.split("\n") if one.strip()]:
            return found
    return []


def _nitf_paragraphs(nitf: Any) -> list[str]:
    body = nitf.find("{*}body/{*}body.content")
    return [] if body is None else paragraphs_in(body, _NEVER)


def _nitf_title(nitf: Any) -> str:
    if nitf is None:
        return ""
    return words(nitf.find(".//{*}hedline/{*}hl1")) or words(nitf.find(".//{*}hl1"))


def _nitf_byline(nitf: Any) -> str:
    byline = nitf.find("{*}body/{*}body.head/{*}byline") if nitf is not None else None
    return words(byline.find("{*}person") if byline is not None and byline.find("{*}person") is not None else byline)


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _name(element: Any) -> str:
    """What a party or a concept is called: by name, else by its code without the scheme."""
    if element is None:
        return ""
    return words(element.find("{*}name")) or element.get("literal") or _qcode(element).rpartition(":")[2]


def _qcode(element: Any) -> str:
    return (element.get("qcode") or "") if element is not None else ""

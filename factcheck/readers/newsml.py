"""What agencies send as XML: NewsML-G2, NewsML 1 and NITF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from defusedxml.ElementTree import iterparse

from factcheck.readers import agency, newsml_1, nitf
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, clean_article, web_address
from factcheck.readers.text import Unreadable
from factcheck.readers.xml import LANG, make_parser, words_in, xml_errors_as_unreadable

_META = "{*}contentMeta/{*}"
#: Elements that only prose has. Other XML in an item is dates, tables of sports, prices.
_PROSE = frozenset(("html", "body", "p", "div", "pre"))


class NewsML:
    """Reads a message or a single item of NewsML-G2 or NewsML 1, and NITF by itself: an article for each item."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """Item by item, so that a large message takes no more memory than its largest item."""
        number = 0
        depth = 0
        with xml_errors_as_unreadable():
            for event, element in iterparse(file, events=("start", "end"), parser=make_parser()):
                tag = _tag(element)
                if tag not in _ITEMS:
                    continue
                depth += 1 if event == "start" else -1
                if event == "end" and not depth:
                    number += 1
                    yield _ITEMS[tag](element, f"item {number}")
                    element.clear()


def _news_item(item: Any, place: str) -> ImportedArticle | RefusedFile:
    guid = item.get("guid") or ""
    place = guid or place
    if why := agency.why_withheld(_qcode(item.find("{*}itemMeta/{*}pubStatus"))):
        return RefusedFile(why, place)
    kind = _name(item.find("{*}itemMeta/{*}itemClass"))
    fields = _fields(item)
    # The words that come with a picture are its caption.
    is_picture = _qcode(item.find("{*}itemMeta/{*}itemClass")).rpartition(":")[2] in {"picture", "graphic"}
    body = agency.body_of([] if is_picture else _content(item), fields["title"])
    if not body.paragraphs:
        return RefusedFile(agency.why_without_text(kind), place)
    fields["byline"] = agency.join_bylines(fields["byline"], body.byline) or agency.byline_of(
        map(_name, item.findall(_META + "creator"))
    )
    try:
        return clean_article(body.paragraphs, url=_address(item), place=place, dropped=body.dropped, **fields)
    except Unreadable as why:
        return RefusedFile(str(why), place)


def _fields(item: Any) -> dict[str, Any]:
    """What an item says of itself besides the text, by our names; what it lacks may come from the NITF in it."""
    inner = item.find(".//{*}inlineXML/{*}nitf")
    rest = nitf.fields_of(inner) if inner is not None else {}
    language = item.find(_META + "language")
    fields = {
        "title": words_in(item.find(_META + "headline")),
        "byline": words_in(item.find(_META + "by")),
        "outlet": _name(item.find("{*}itemMeta/{*}provider")) or _name(item.find("{*}rightsInfo/{*}copyrightHolder")),
        "published_on": words_in(item.find("{*}itemMeta/{*}versionCreated"))
        or words_in(item.find(_META + "contentCreated")),
        "language": (language.get("tag") if language is not None else "") or item.get(LANG) or "",
    }
    return {name: value or rest.get(name, "") for name, value in fields.items()}


def _address(item: Any) -> str:
    """Where the item is on the web, if it says so."""
    links = item.iterfind("{*}itemMeta/{*}link")
    known = [link.get("href") for link in links if (link.get("rel") or "").rpartition(":")[2] == "canonical"]
    return next(filter(None, map(web_address, [item.get("guid"), *known])), "")


def _without_text(description: str, item: Any, place: str) -> ImportedArticle | RefusedFile:
    return RefusedFile(f"This is a {description} and has no text; load the articles.", item.get("guid") or place)


_ITEMS: dict[str, Callable[[Any, str], ImportedArticle | RefusedFile]] = {
    "newsItem": _news_item,
    "NewsItem": newsml_1.item,
    "nitf": nitf.item,
    "packageItem": partial(_without_text, "package: it lists other items"),
    "conceptItem": partial(_without_text, "concept item: it describes a person, a place or another thing"),
    "knowledgeItem": partial(_without_text, "knowledge item: it describes people, places or other things"),
    "planningItem": partial(_without_text, "planning item: it says what will be covered"),
    "catalogItem": partial(_without_text, "catalog: it lists codes"),
}


def _content(item: Any) -> list[str]:
    """The first rendition of an item that has words."""
    for inline in item.iterfind("{*}contentSet/{*}inlineXML"):
        inner = inline.find("{*}nitf")
        if paragraphs := nitf.paragraphs_in(inner) if inner is not None else _prose(inline):
            return paragraphs
    for inline in item.iterfind("{*}contentSet/{*}inlineData"):
        # Encoded data is a picture or a program's file.
        text = "".join(inline.itertext()) if not inline.get("encoding") else ""
        html = "html" in (inline.get("contenttype") or "") or agency.IS_HTML.search(text)
        if paragraphs := agency.paragraphs_of(text) if html else agency.paragraphs_by_line(text):
            return paragraphs
    return []


def _prose(inline: Any) -> list[str]:
    is_prose = not len(inline) or any(_tag(element).lower() in _PROSE for element in inline.iter())
    return agency.paragraphs_in(inline) if is_prose else []


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _name(element: Any) -> str:
    """What a party or a concept is called: its name, else its code without the scheme."""
    if element is None:
        return ""
    return words_in(element.find("{*}name")) or element.get("literal") or _qcode(element).rpartition(":")[2]


def _qcode(element: Any) -> str:
    return (element.get("qcode") or "") if element is not None else ""

"""What agencies send as XML: NewsML-G2, NewsML 1 and NITF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from defusedxml.ElementTree import iterparse

from factcheck.readers import agency, newsml_1, nitf
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, clean_article, web_address
from factcheck.readers.text import Unreadable
from factcheck.readers.xml import LANG, in_a_sentence, parser, words

_META = "{*}contentMeta/{*}"
#: Elements that only prose has. Other XML in an item is dates, tables of sports, prices.
_PROSE = frozenset(("html", "body", "p", "div", "pre"))


class NewsML:
    """Reads a message or a single item of NewsML-G2 or NewsML 1, and NITF by itself: an article an item."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """Item by item, so that a large message takes no more memory than its largest item."""
        number = 0
        depth = 0
        with in_a_sentence():
            for event, element in iterparse(file, events=("start", "end"), parser=parser()):
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
    if why := agency.in_the_way(_qcode(item.find("{*}itemMeta/{*}pubStatus"))):
        return RefusedFile(why, place)
    kind = _name(item.find("{*}itemMeta/{*}itemClass"))
    said = _says(item)
    # The words that come with a picture are its caption.
    is_picture = _qcode(item.find("{*}itemMeta/{*}itemClass")).rpartition(":")[2] in {"picture", "graphic"}
    paragraphs, line = agency.bare([] if is_picture else _content(item), said["title"])
    if not paragraphs:
        return RefusedFile(agency.without_text(kind), place)
    said["byline"] = agency.signed(said["byline"], line) or agency.people(map(_name, item.findall(_META + "creator")))
    try:
        return clean_article(paragraphs, url=_address(item), place=place, **said)
    except Unreadable as why:
        return RefusedFile(str(why), place)


def _says(item: Any) -> dict[str, Any]:
    """What an item says of itself besides the text, by our names; where it is silent the NITF in it may speak."""
    inner = item.find(".//{*}inlineXML/{*}nitf")
    rest = nitf.says(inner) if inner is not None else {}
    language = item.find(_META + "language")
    said = {
        "title": words(item.find(_META + "headline")),
        "byline": words(item.find(_META + "by")),
        "outlet": _name(item.find("{*}itemMeta/{*}provider")) or _name(item.find("{*}rightsInfo/{*}copyrightHolder")),
        "published_on": words(item.find("{*}itemMeta/{*}versionCreated")) or words(item.find(_META + "contentCreated")),
        "language": (language.get("tag") if language is not None else "") or item.get(LANG) or "",
    }
    return {name: value or rest.get(name, "") for name, value in said.items()}


def _address(item: Any) -> str:
    """Where the item stands on the web, as far as it says so."""
    links = item.iterfind("{*}itemMeta/{*}link")
    known = [link.get("href") for link in links if (link.get("rel") or "").rpartition(":")[2] == "canonical"]
    return next(filter(None, map(web_address, [item.get("guid"), *known])), "")


def _other(what: str, item: Any, place: str) -> ImportedArticle | RefusedFile:
    return RefusedFile(f"This is a {what} and has no text; load the articles.", item.get("guid") or place)


_ITEMS: dict[str, Callable[[Any, str], ImportedArticle | RefusedFile]] = {
    "newsItem": _news_item,
    "NewsItem": newsml_1.item,
    "nitf": nitf.item,
    "packageItem": partial(_other, "package: it lists other items"),
    "conceptItem": partial(_other, "concept item: it describes a person, a place or another thing"),
    "knowledgeItem": partial(_other, "knowledge item: it describes people, places or other things"),
    "planningItem": partial(_other, "planning item: it says what will be covered"),
    "catalogItem": partial(_other, "catalog: it lists codes"),
}


def _content(item: Any) -> list[str]:
    """Of the renditions of an item the first that has words."""
    for inline in item.iterfind("{*}contentSet/{*}inlineXML"):
        inner = inline.find("{*}nitf")
        if found := nitf.paragraphs_in(inner) if inner is not None else _prose(inline):
            return found
    for inline in item.iterfind("{*}contentSet/{*}inlineData"):
        # Encoded data is a picture or a program's file.
        said = "".join(inline.itertext()) if not inline.get("encoding") else ""
        html = "html" in (inline.get("contenttype") or "") or agency.IS_HTML.search(said)
        if found := agency.paragraphs_of(said) if html else agency.paragraphs_by_line(said):
            return found
    return []


def _prose(inline: Any) -> list[str]:
    is_prose = not len(inline) or any(_tag(element).lower() in _PROSE for element in inline.iter())
    return agency.paragraphs_in(inline) if is_prose else []


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _name(element: Any) -> str:
    """What a party or a concept is called: by name, else by its code without the scheme."""
    if element is None:
        return ""
    return words(element.find("{*}name")) or element.get("literal") or _qcode(element).rpartition(":")[2]


def _qcode(element: Any) -> str:
    return (element.get("qcode") or "") if element is not None else ""

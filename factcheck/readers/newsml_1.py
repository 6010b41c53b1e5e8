"""NewsML 1, which some agencies still send."""

from __future__ import annotations

from typing import Any

from factcheck.readers import agency, nitf
from factcheck.readers.base import ImportedArticle, RefusedFile, clean_article
from factcheck.readers.text import Unreadable
from factcheck.readers.xml import LANG, words


def item(news_item: Any, place: str) -> ImportedArticle | RefusedFile:
    """The article of a ``NewsItem``: the first text among its components that is no caption."""
    place = words(news_item.find("{*}Identification/{*}NewsIdentifier/{*}PublicIdentifier")) or place
    if why := agency.in_the_way(_formal(news_item.find("{*}NewsManagement/{*}Status"))):
        return RefusedFile(why, place)
    components, content, paragraphs = _content(news_item)
    said = _says(news_item, components, content)
    paragraphs, line = agency.bare(paragraphs, said["title"])
    if not paragraphs:
        return RefusedFile(
            agency.without_text(_formal(news_item.find(".//{*}ContentItem/{*}MediaType")).lower()), place
        )
    said["byline"] = agency.signed(said["byline"], line) or agency.people(_of(components, "Creator/{*}Party"))
    try:
        return clean_article(paragraphs, place=place, **said)
    except Unreadable as why:
        return RefusedFile(str(why), place)


def _says(news_item: Any, components: list[Any], content: Any) -> dict[str, Any]:
    """What an item says of itself besides the text, by our names; where it is silent the NITF in it may speak."""
    inner = content.find("{*}DataContent/{*}nitf") if content is not None else None
    rest = nitf.says(inner) if inner is not None else {}
    said = {
        "title": _first(_of(components, "HeadLine")),
        "byline": _first(_of(components, "ByLine")),
        "outlet": _first(
            _of(components, "Provider/{*}Party") + _of(components, "Source/{*}Party") + _of(components, "CreditLine")
        ),
        "published_on": words(news_item.find("{*}NewsManagement/{*}ThisRevisionCreated")),
        "language": _first(_of(components, "Language")) or news_item.get(LANG) or "",
        "url": content.get("Href") if content is not None else "",
    }
    return {name: value or rest.get(name, "") for name, value in said.items()}


def _of(components: list[Any], name: str) -> list[str]:
    """What these components say under a name: as words, or as a formal name."""
    found = [one for component in components for one in component.iterfind("{*}*/{*}" + name)]
    return [words(one) or _formal(one) for one in found]


def _first(values: list[str]) -> str:
    return next(filter(None, values), "")


def _content(news_item: Any) -> tuple[list[Any], Any, list[str]]:
    """The components around the text, the outermost first, the element that holds it, and its paragraphs.

    Pictures beside it are components too, with headlines and bylines of their own.
    """
    top = news_item.findall("{*}NewsComponent")
    todo = [(component, [component]) for component in reversed(top)]
    while todo:
        component, around = todo.pop()
        if "caption" in _formal(component.find("{*}Role")).lower():
            continue
        for content in component.iterfind("{*}ContentItem"):
            if _formal(content.find("{*}MediaType")).lower() in {"", "text"} and (found := _paragraphs(content)):
                return around, content, found
        inner = reversed(component.findall("{*}NewsComponent"))
        # Those around are kept as far as somebody would nest them.
        todo.extend((one, [*around[:20], one]) for one in inner)
    return top, None, []


def _paragraphs(content: Any) -> list[str]:
    data = content.find("{*}DataContent")
    if data is None:
        return []
    if (inner := data.find("{*}nitf")) is not None:
        return nitf.paragraphs_in(inner)
    if len(data):
        return agency.paragraphs_in(data)
    said = data.text or ""
    return agency.paragraphs_of(said) if agency.IS_HTML.search(said) else agency.paragraphs_by_line(said)


def _formal(element: Any) -> str:
    return (element.get("FormalName") or "") if element is not None else ""

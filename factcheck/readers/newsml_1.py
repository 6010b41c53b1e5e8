"""NewsML 1, which some agencies still send."""

from __future__ import annotations

import re
from typing import Any

from factcheck.readers import agency, nitf
from factcheck.readers.base import ImportedArticle, RefusedFile, clean_article
from factcheck.readers.text import Unreadable
from factcheck.readers.xml import LANG, words_in

#: Roles of components that hold no article, and of the one that does.
_NO_TEXT = re.compile(
    r"caption|style ?sheet|headline|summary|abstract|teaser|byline|dateline|keyword|logo|picture|photo"
)
_BODY = re.compile(r"body|main|story|article|text")


def item(news_item: Any, place: str) -> ImportedArticle | RefusedFile:
    """The article of a ``NewsItem``: the first text among its components that is no caption."""
    place = words_in(news_item.find("{*}Identification/{*}NewsIdentifier/{*}PublicIdentifier")) or place
    if why := agency.why_withheld(_formal(news_item.find("{*}NewsManagement/{*}Status"))):
        return RefusedFile(why, place)
    components, content, paragraphs = _content(news_item)
    fields = _fields(news_item, components, content)
    body = agency.body_of(paragraphs, fields["title"])
    if not body.paragraphs:
        return RefusedFile(
            agency.why_without_text(_formal(news_item.find(".//{*}ContentItem/{*}MediaType")).lower()), place
        )
    fields["byline"] = agency.join_bylines(fields["byline"], body.byline) or agency.byline_of(
        _of(components, "Creator/{*}Party")
    )
    try:
        return clean_article(body.paragraphs, place=place, dropped=body.dropped, **fields)
    except Unreadable as why:
        return RefusedFile(str(why), place)


def _fields(news_item: Any, components: list[Any], content: Any) -> dict[str, Any]:
    """What an item says of itself besides the text, by our names; what it lacks may come from the NITF in it."""
    inner = content.find("{*}DataContent/{*}nitf") if content is not None else None
    rest = nitf.fields_of(inner) if inner is not None else {}
    fields = {
        "title": _first(_of(components, "HeadLine")),
        "byline": _first(_of(components, "ByLine")),
        "outlet": _first(
            _of(components, "Provider/{*}Party") + _of(components, "Source/{*}Party") + _of(components, "CreditLine")
        ),
        "published_on": words_in(news_item.find("{*}NewsManagement/{*}ThisRevisionCreated")),
        "language": _first(_of(components, "Language")) or news_item.get(LANG) or "",
        "url": content.get("Href") if content is not None else "",
    }
    return {name: value or rest.get(name, "") for name, value in fields.items()}


def _of(components: list[Any], name: str) -> list[str]:
    """The values that these components have under a name: words, or formal names."""
    elements = [element for component in components for element in component.iterfind("{*}*/{*}" + name)]
    return [words_in(element) or _formal(element) for element in elements]


def _first(values: list[str]) -> str:
    return next(filter(None, values), "")


def _content(news_item: Any) -> tuple[list[Any], Any, list[str]]:
    """The components around the text, the outermost first; the element that holds the text; and its paragraphs.

    The text is the component whose role says so, else the longest. Pictures beside it are components too, with
    headlines and bylines of their own; so are style sheets and headlines.
    """
    top = news_item.findall("{*}NewsComponent")
    texts: list[tuple[bool, int, list[Any], Any, list[str]]] = []
    todo = [(component, [component]) for component in reversed(top)]
    while todo:
        component, around = todo.pop()
        role = _formal(component.find("{*}Role")).lower()
        if _NO_TEXT.search(role):
            continue
        for content in component.iterfind("{*}ContentItem"):
            if _is_text(content) and (paragraphs := _paragraphs(content)):
                is_body = bool(_BODY.search(role))
                texts.append((is_body, sum(map(len, paragraphs)), around, content, paragraphs))
        inner = reversed(component.findall("{*}NewsComponent"))
        # More than anybody would nest are not kept.
        todo.extend((component, [*around[:20], component]) for component in inner)
    if not texts:
        return top, None, []
    # Of two as long the first: the others are renditions of it.
    _, _, around, content, paragraphs = max(texts, key=lambda text: text[:2])
    return around, content, paragraphs


def _is_text(content: Any) -> bool:
    """Whether an element holds words, and no style sheet, script or picture."""
    media = _formal(content.find("{*}MediaType")).lower()
    kinds = " ".join(_formal(content.find("{*}" + name)).lower() for name in ("Format", "MimeType"))
    return media in {"", "text"} and not re.search(r"\bcss\b|javascript|image/|audio/|video/|stylesheet", kinds)


def _paragraphs(content: Any) -> list[str]:
    data = content.find("{*}DataContent")
    if data is None:
        return []
    if (inner := data.find("{*}nitf")) is not None:
        return nitf.paragraphs_in(inner)
    if len(data):
        return agency.paragraphs_in(data)
    text = data.text or ""
    return agency.paragraphs_of(text) if agency.IS_HTML.search(text) else agency.paragraphs_by_line(text)


def _formal(element: Any) -> str:
    return (element.get("FormalName") or "") if element is not None else ""

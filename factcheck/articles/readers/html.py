"""Web pages: the article's own words, without what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.settings import Extractor

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, day, read_all
from factcheck.articles.text import Unreadable

#: Markup is many times longer than the words in it.
_LARGEST = 10_000_000
#: Elements that begin a paragraph of their own.
_BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "figcaption", "dt", "dd", "div")
) | {"section", "article", "tr", "br", "hr"}
_UNREAD = frozenset(
    ("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "head", "nav", "form", "button")
) | {"select", "textarea"}


class WebPage:
    """By trafilatura: title, author, date, site and main text as the page gives them. Nothing is fetched."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """The page's one article."""
        yield page(read_all(file, _LARGEST))


def page(markup: bytes | str) -> Copy:
    """The article of a page. Raises Unreadable when there is none."""
    options = Extractor(output_format="python", with_metadata=True, comments=False, tables=True, precision=False)
    found: Any = trafilatura.bare_extraction(markup, options=options)
    words = (found.text or "") if found is not None else ""
    if not words.strip():
        raise Unreadable("This web page holds no article: it may be a list of links, or need scripts to show its text.")
    return copy_of(
        words.splitlines(),
        title=found.title,
        byline=(found.author or "").replace("; ", ", "),
        outlet=found.sitename,
        published_on=day(found.date),
        language=found.language or _language(markup),
        url=found.url,
    )


def paragraphs_of(markup: str) -> list[str]:
    """The paragraphs of a piece of HTML that holds an article and nothing else, as mails and feeds have them."""
    try:
        tree = lxml_html.fromstring(f"<div>{markup}</div>")
    except (etree.ParserError, ValueError):
        return []
    parts: list[list[str]] = [[]]
    # By events instead of recursion: markup may be nested as deeply as it likes.
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        is_tag = isinstance(element.tag, str)
        tag = element.tag.lower() if is_tag else ""
        if event == "start":
            if skipped is None and tag in _UNREAD:
                skipped = element
            if tag in _BLOCKS:
                parts.append([])
            if skipped is None and element.text:
                parts[-1].append(element.text)
        else:
            if tag in _BLOCKS:
                parts.append([])
            if skipped is element:
                skipped = None
            if skipped is None and element.tail and element is not tree:
                parts[-1].append(element.tail)
    return [words for words in (" ".join("".join(part).split()) for part in parts) if words]


def _language(markup: bytes | str) -> str:
    try:
        return str(lxml_html.fromstring(markup).get("lang") or "")
    except (etree.ParserError, ValueError):
        return ""

"""RSS and Atom feeds that someone saved."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
import feedparser

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.readers.html import paragraphs_of
from factcheck.articles.readers.xml import in_a_sentence
from factcheck.articles.text import Unreadable

MOST_BYTES = 50_000_000
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]{1,30};")


class Feed:
    """Reads RSS, RDF and Atom: an article an entry, from its whole content, else from its summary."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        data = read_all(file, min(MOST_BYTES, limits.file_bytes))
        # Feeds are often broken, which feedparser forgives; entities are not forgiven.
        with in_a_sentence(), suppress(SAXException):
            defusedxml.sax.parse(io.BytesIO(data), ContentHandler())
        if b"<!ENTITY" in data[:100_000].replace(b"\x00", b"").upper():
            raise Unreadable("It declares entities of its own, which could unfold without end; save it without them.")
        # From a stream: feedparser would take bytes for the name of a file, or an address.
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        for number, entry in enumerate(found.entries, start=1):
            yield _article(entry, found.feed, f"entry {number}")


def _article(entry: Any, feed: Any, place: str) -> Copy | Refused:
    content = max(entry.get("content") or [{}], key=lambda one: len(one.get("value") or ""))
    paragraphs = _paragraphs(content) or _paragraphs(entry.get("summary_detail") or {})
    if not paragraphs:
        return Refused("This entry has no words, only a link; load the page itself.", place)
    try:
        return copy_of(
            paragraphs,
            title=_line(entry.get("title")),
            byline=", ".join(one["name"] for one in entry.get("authors") or () if one.get("name"))
            or entry.get("author"),
            outlet=_line(feed.get("title")),
            published_on=entry.get("published") or entry.get("updated"),
            language=content.get("language") or feed.get("language"),
            url=entry.get("link"),
            place=place,
        )
    except Unreadable as why:
        return Refused(str(why), place)


def _paragraphs(detail: Any) -> list[str]:
    value = str(detail.get("value") or "")
    if _MARKUP.search(value):
        return paragraphs_of(value)
    return [one for one in re.split(r"\n\s*\n", value) if one.strip()]


def _line(value: object) -> str:
    """Titles may be HTML too."""
    title = str(value or "")
    return " ".join(paragraphs_of(title)) if _MARKUP.search(title) else title

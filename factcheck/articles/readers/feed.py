"""RSS and Atom: each entry is an article, as far as the feed carries its words."""

from __future__ import annotations

import datetime as dt
import xml.sax
from collections.abc import Iterator
from typing import Any, BinaryIO

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.readers.html import paragraphs_of
from factcheck.articles.text import Unreadable

_LARGEST = 20_000_000


class Feed:
    """By feedparser, which takes feeds as they are found."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """The entries in their order; one without words is refused by its number."""
        data = read_all(file, _LARGEST)
        _refuse_bombs(data)
        found = feedparser.parse(data, response_headers={"content-type": "application/xml"})
        feed = found.feed
        if not found.entries:
            raise Unreadable("This feed has no entries, or is cut short before the first.")
        for number, entry in enumerate(found.entries, 1):
            try:
                yield _entry(entry, feed, f"entry {number}")
            except Unreadable as why:
                yield Refused(str(why), f"entry {number}")


def _refuse_bombs(data: bytes) -> None:
    """Raises Unreadable for XML with entities of its own; what is only broken is left to feedparser."""
    try:
        parseString(data, xml.sax.ContentHandler())
    except DefusedXmlException:
        raise Unreadable("It declares XML entities, which a feed has no use for; it may be meant to do harm.") from None
    except (xml.sax.SAXException, ValueError, LookupError):
        return


def _entry(entry: Any, feed: Any, place: str) -> Copy:
    contents = entry.get("content") or ()
    markup = next((one.get("value") for one in contents if one.get("value")), "") or entry.get("summary", "")
    paragraphs = paragraphs_of(markup)
    if not paragraphs:
        raise Unreadable("It has a title and no words; load the page it links to.")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return copy_of(
        paragraphs,
        title=" ".join(paragraphs_of(entry.get("title", ""))),
        byline=entry.get("author", ""),
        outlet=feed.get("title", ""),
        published_on=dt.date(*moment[:3]) if moment else None,
        language=feed.get("language", ""),
        url=entry.get("link", ""),
        place=place,
    )

"""RSS and Atom feeds that someone saved, and what WordPress exports, which is RSS too."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
import feedparser

from factcheck.articles.readers.agency import paragraphs_of
from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.readers.xml import in_a_sentence
from factcheck.articles.text import Unreadable

MOST_BYTES = 50_000_000
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]{1,30};")
_PARAGRAPH = re.compile(r"<p\b", re.I)
_BLANK = re.compile(r"\n[ \t\r]*\n")
#: What WordPress keeps beside the articles.
_NO_ARTICLES = frozenset(
    ("attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request")
)
#: Its own brackets: a picture with its caption, and things that are shown instead of written.
_CAPTION = re.compile(r"\[caption\b[^\[\]]{0,500}\][^\[]*\[/caption\]", re.I)
_BRACKETS = re.compile(r"\[/?([a-z][\w-]{0,50})([^\[\]]{0,500})\]", re.I)
_CLOSED = re.compile(r"\[/([a-z][\w-]{0,50})\]", re.I)
_SHOWN = frozenset(("audio", "caption", "embed", "gallery", "playlist", "video"))


class Feed:
    """Reads RSS, RDF and Atom: an article an entry, from its whole content, else from its summary."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        data = read_all(file, min(MOST_BYTES, limits.file_bytes))
        # Feeds are often broken, which feedparser forgives; entities are not forgiven.
        people = _People()
        with in_a_sentence(), suppress(SAXException):
            defusedxml.sax.parse(io.BytesIO(data), people)
        if b"<!ENTITY" in data[:100_000].replace(b"\x00", b"").upper():
            raise Unreadable("It declares entities of its own, which could unfold without end; save it without them.")
        # From a stream: feedparser would take bytes for the name of a file, or an address.
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        for number, entry in enumerate(found.entries, start=1):
            yield _article(entry, found.feed, people.names, f"entry {number}")


class _People(ContentHandler):
    """Collects what the people are called whose logins WordPress writes beside its articles."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self._login = ""
        self._words: list[str] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's word
        self._words = []

    def characters(self, content: str) -> None:
        self._words.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        if name == "wp:author_login":
            self._login = "".join(self._words)
        elif name == "wp:author_display_name":
            self.names[self._login] = "".join(self._words)


def _article(entry: Any, feed: Any, people: Mapping[str, str], place: str) -> Copy | Refused:
    kind = str(entry.get("wp_post_type") or "")
    if kind in _NO_ARTICLES or kind.startswith("wp_"):
        return Refused(f"This is no article: WordPress calls it “{kind[:40]}”.", place)
    if entry.get("wp_status") == "trash":
        return Refused("This article was thrown away: in WordPress it lies in the trash.", place)
    content = max(entry.get("content") or [{}], key=lambda one: len(one.get("value") or ""))
    if kind:
        content = {**content, "value": _without_brackets(str(content.get("value") or ""))}
    paragraphs = _paragraphs(content) or _paragraphs(entry.get("summary_detail") or {})
    if not paragraphs:
        return Refused("This entry has no words, only a link; load the page itself.", place)
    try:
        return copy_of(
            paragraphs,
            title=_line(entry.get("title")),
            byline=", ".join(people.get(name) or name for name in _authors(entry)),
            outlet=_line(feed.get("title")),
            published_on=entry.get("published") or entry.get("updated"),
            language=content.get("language") or feed.get("language"),
            url=entry.get("link"),
            place=place,
        )
    except Unreadable as why:
        return Refused(str(why), place)


def _without_brackets(value: str) -> str:
    """What WordPress would show: its own brackets have a known name, an end, a value, or an underscore in the name.

    Other brackets are words.
    """
    closed = {name.lower() for name in _CLOSED.findall(value)} | _SHOWN

    def of_its_own(found: re.Match[str]) -> str:
        name = found.group(1).lower()
        return "" if name in closed or "_" in name or "=" in found.group(2) else found.group()

    return _BRACKETS.sub(of_its_own, _CAPTION.sub("", value))


def _authors(entry: Any) -> list[str]:
    return [one["name"] for one in entry.get("authors") or () if one.get("name")] or [str(entry.get("author") or "")]


def _paragraphs(detail: Any) -> list[str]:
    value = str(detail.get("value") or "")
    if _MARKUP.search(value):
        # As it is written in an editor, blank lines part paragraphs although there is markup in them.
        return paragraphs_of(value if _PARAGRAPH.search(value) else _BLANK.sub("<p>", value))
    return [one for one in re.split(r"\n\s*\n", value) if one.strip()]


def _line(value: object) -> str:
    """Titles may be HTML too."""
    title = str(value or "")
    return " ".join(paragraphs_of(title)) if _MARKUP.search(title) else title

"""RSS and Atom feeds that someone saved, and what WordPress exports, which is RSS too."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
import feedparser

from factcheck.readers import html
from factcheck.readers.agency import letters, paragraphs_in, unescaped
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, clean_article, read_all
from factcheck.readers.text import Unreadable
from factcheck.readers.xml import xml_errors_as_unreadable

MAX_FILE_BYTES = 50_000_000
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]{1,30};")
_PARAGRAPH = re.compile(r"<p\b", re.I)
_BLANK = re.compile(r"\n[ \t\r]*\n")
#: Put around the words of a link that leads to the entry itself, until all paragraphs are known.
_MARK = "\ue000"
#: The most letters that a remark about the entry has besides its title.
_MAX_REMARK = 150
#: What WordPress exports beside the articles.
_NO_ARTICLES = frozenset(
    ("attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request")
)
#: Its shortcodes, in brackets: a picture with its caption, and other media.
_CAPTION = re.compile(r"\[caption\b[^\[\]]{0,500}\][^\[]*\[/caption\]", re.I)
_BRACKETS = re.compile(r"\[/?([a-z][\w-]{0,50})([^\[\]]{0,500})\]", re.I)
_CLOSED = re.compile(r"\[/([a-z][\w-]{0,50})\]", re.I)
_MEDIA = frozenset(("audio", "caption", "embed", "gallery", "playlist", "video"))


class Feed:
    """Reads RSS, RDF and Atom: an article for each entry, from its whole content, else from its summary."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        data = read_all(file, min(MAX_FILE_BYTES, limits.file_bytes))
        # Feeds are often broken, which feedparser forgives; entities of their own are refused.
        people = _People()
        with xml_errors_as_unreadable(), suppress(SAXException):
            defusedxml.sax.parse(io.BytesIO(data), people)
        if b"<!ENTITY" in data[:100_000].replace(b"\x00", b"").upper():
            raise Unreadable("It declares entities of its own, which could expand without end; save it without them.")
        # From a stream: feedparser would take bytes for the name of a file, or an address.
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        for number, entry in enumerate(feed.entries, start=1):
            yield _article(entry, feed.feed, people.names, f"entry {number}")


class _People(ContentHandler):
    """Collects the names of the people whose logins WordPress writes beside its articles."""

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


def _article(entry: Any, feed: Any, people: Mapping[str, str], place: str) -> ImportedArticle | RefusedFile:
    kind = str(entry.get("wp_post_type") or "")
    if kind in _NO_ARTICLES or kind.startswith("wp_"):
        return RefusedFile(f"This isn’t an article: WordPress calls it “{kind[:40]}”.", place)
    if blogger := _kind_at_blogger(entry):
        return RefusedFile(f"This isn’t an article: Blogger calls it “{blogger}”.", place)
    if entry.get("wp_status") == "trash":
        return RefusedFile("This article is in the WordPress trash.", place)
    content = max(entry.get("content") or [{}], key=lambda content: len(content.get("value") or ""))
    if kind:
        content = {**content, "value": _without_shortcodes(str(content.get("value") or ""))}
    title, link = _line(entry.get("title")), str(entry.get("link") or "")
    paragraphs = _paragraphs(content, title, link) or _paragraphs(entry.get("summary_detail") or {}, title, link)
    if not paragraphs:
        return RefusedFile("This entry has no text, only a link; load the page itself.", place)
    try:
        return clean_article(
            paragraphs,
            title=title,
            byline=", ".join(people.get(name) or name for name in _authors(entry)),
            outlet=_line(feed.get("title")),
            published_on=entry.get("published") or entry.get("updated"),
            language=content.get("language") or feed.get("language"),
            url=entry.get("link"),
            place=place,
        )
    except Unreadable as why:
        return RefusedFile(str(why), place)


def _kind_at_blogger(entry: Any) -> str:
    """What Blogger's export calls an entry that is no post and no page; empty for all others."""
    for tag in entry.get("tags") or ():
        if str(tag.get("scheme") or "").endswith("g/2005#kind"):
            kind = str(tag.get("term") or "").rpartition("#")[2]
            return "" if kind in {"post", "page"} else kind[:40]
    return ""


def _marked(tree: Any, link: str) -> list[str]:
    """The paragraphs of a piece of HTML, with marks around the words that lead to the entry itself."""
    for anchor in list(tree.iter("a")) if link else ():
        if _bare(anchor.get("href") or "") == _bare(link):
            words, tail = "".join(anchor.itertext()), anchor.tail
            anchor.clear()
            anchor.text, anchor.tail = f"{_MARK}{words}{_MARK}", tail
    return paragraphs_in(tree)


def _unmarked(paragraphs: list[str], title: str) -> list[str]:
    """Without the remark that a feed puts below an entry: “Continue reading”, “The post … appeared first on …”."""
    above, last = [paragraph.replace(_MARK, "") for paragraph in paragraphs[:-1]], "".join(paragraphs[-1:])
    before, mark, rest = last.partition(_MARK)
    words, _, after = rest.partition(_MARK)
    is_titled = bool(title) and letters(title) in letters(words)
    if mark and above and is_titled and len(letters(before + after)) < _MAX_REMARK:
        return above
    if mark and not letters(after):
        return [*above, before] if letters(before) else above
    return [paragraph for paragraph in [*above, last.replace(_MARK, "")] if paragraph]


def _bare(address: str) -> str:
    """An address without the query by which feeds mark their readers; a link to a place within the page is another."""
    return address.strip().partition("?")[0].rstrip("/")


def _without_shortcodes(value: str) -> str:
    """What WordPress would show: its shortcodes have a known name, an end, a value, or an underscore in the name.

    Other brackets are words.
    """
    closed = {name.lower() for name in _CLOSED.findall(value)} | _MEDIA

    def unless_shortcode(bracket: re.Match[str]) -> str:
        name = bracket.group(1).lower()
        return "" if name in closed or "_" in name or "=" in bracket.group(2) else bracket.group()

    return _BRACKETS.sub(unless_shortcode, _CAPTION.sub("", value))


def _authors(entry: Any) -> list[str]:
    return [author["name"] for author in entry.get("authors") or () if author.get("name")] or [
        str(entry.get("author") or "")
    ]


def _paragraphs(detail: Any, title: str, link: str) -> list[str]:
    value = str(detail.get("value") or "").replace(_MARK, "")
    if _MARKUP.search(value):
        # As typed into an editor, blank lines separate paragraphs although there is markup in them.
        value = value if _PARAGRAPH.search(value) else _BLANK.sub("<p>", value)
        paragraphs = _unmarked(html.paragraphs_of(value, partial(_marked, link=link)), title)
        return [part for paragraph in paragraphs for part in unescaped(paragraph)]
    return [paragraph for paragraph in re.split(r"\n\s*\n", value) if paragraph.strip()]


def _line(value: object) -> str:
    """Titles may be HTML too."""
    title = str(value or "")
    return " ".join(html.paragraphs_of(title)) if _MARKUP.search(title) else title

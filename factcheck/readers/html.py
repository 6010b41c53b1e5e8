"""Web pages, and pieces of HTML that other kinds of file carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import trafilatura
from lxml import etree
from lxml.html import HTMLParser

from factcheck.readers.base import (
    Dropped,
    ImportedArticle,
    Limits,
    NoteText,
    RefusedFile,
    clean_article,
    read_all,
    tidy,
    web_address,
    without_note_marks,
)
from factcheck.readers.characters import decode
from factcheck.readers.furniture import furniture_of
from factcheck.readers.html_head import language_of, outlet_of, people_in, people_in_json_ld, title_of
from factcheck.readers.html_marks import headings_before, take_marks
from factcheck.readers.html_tree import repair, write_quotes
from factcheck.readers.text import Unreadable

#: A page is much larger than its words.
MAX_PAGE_BYTES = 20_000_000
#: So few paragraphs come back where trafilatura fused them.
_FEW = 2
#: A text of so few letters, on a page with so many times as many, is seldom the article.
_LITTLE, _MUCH_AROUND = 250, 12

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre section summary table tbody thead tr ul
    head item list quote row
    body.content body.head body.end block hedline hl1 hl2 byline dateline bq fn
    """.split()  # noqa: SIM905 - the third line is what trafilatura calls them, the fourth NITF
)
_CELLS = {"td", "th", "cell"}
_BREAKS = {"br", "lb"}
_NEVER = frozenset(
    """
    script style noscript template iframe object embed applet svg math canvas audio video head title meta
    button select option textarea input
    """.split()  # noqa: SIM905
)
# Nobody writes an article in these. A form is not among them: some pages are one form.
_AROUND = frozenset(("nav", "footer", "dialog"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I
)
_RIGHTS = re.compile(r"(?:copyright )?(?:©|\(c\))", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself, and the paragraphs of its article without what is around it."""

    paragraphs: list[str]
    title: str = ""
    byline: str = ""
    outlet: str = ""
    published_on: object = None
    language: str = ""
    url: str = ""
    notes: dict[str, NoteText] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)

    def article(self, *, title: str = "") -> ImportedArticle:
        """The page as an article; ``title`` is used where the page has none."""
        return clean_article(
            self.paragraphs,
            title=self.title or title,
            byline=self.byline,
            outlet=self.outlet,
            published_on=self.published_on,
            language=self.language,
            url=self.url,
            marked=self.notes,
            dropped=self.dropped,
        )


class WebPage:
    """Reads ``.html``: the article of a saved page. No script runs and nothing is fetched."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        yield page_of(read_all(file, min(MAX_PAGE_BYTES, limits.file_bytes))).article()


def page_of(html: bytes | str, url: str = "") -> Page:
    """The article of a page and what the page says of it. Raises Unreadable when there are no words.

    ``url`` is where it was found; an address that the page itself names comes first.
    """
    tree = _tree(html if isinstance(html, str) else decode_html(html))
    if tree is None:
        raise Unreadable("This web page has no text; copy it from the browser.")
    visible = sum(len(tidy(words)) for words in tree.itertext())
    stated = people_in_json_ld(tree)
    marks = take_marks(tree)
    repair(tree)
    # trafilatura takes the tree apart.
    blocks, parts = _blocks_of_article(tree)
    # A date is read only where pages state it; a guess from other words would be wrong too often.
    extracted: Any = trafilatura.bare_extraction(
        tree,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    paragraphs = (
        paragraphs_in(extracted.body, never=_NEVER - {"head"}) if extracted and extracted.body is not None else []
    )
    paragraphs = _whole(paragraphs, blocks, parts)
    # With too few words trafilatura can't tell which are the article.
    paragraphs = paragraphs or paragraphs_in(tree, never=_NEVER | _AROUND)
    if not paragraphs:
        raise Unreadable("This web page has no text: scripts may add it; copy it from the browser.")
    full_title = tidy((extracted.title if extracted else "") or tree.findtext(".//title") or "")
    site = (extracted.sitename if extracted else "") or ""
    title = title_of(full_title, tree, site) or _styled_title(tree)
    url = web_address(extracted.url if extracted else "") or url
    outlet = outlet_of(site, title, url, tree)
    furniture = furniture_of(paragraphs, is_titled=bool(title) and paragraphs[0] != title)
    text = _without_rights(furniture.removed_from(paragraphs)) or paragraphs
    dropped = [*marks.dropped, *furniture.dropped_from(paragraphs)]
    if sum(map(len, text)) < _LITTLE and visible > _MUCH_AROUND * sum(map(len, text)):
        dropped.insert(0, Dropped("check", "Almost no text was found on this page; compare it with the page itself."))
    return Page(
        text,
        title=title,
        byline=next(
            filter(
                None,
                (
                    people_in(names, outlet)
                    for names in (stated, (extracted.author if extracted else "") or "", furniture.byline)
                ),
            ),
            "",
        ),
        outlet=outlet,
        published_on=(extracted.date if extracted else "") or furniture.published_on,
        language=language_of(tree),
        url=url,
        notes=marks.notes,
        dropped=dropped,
    )


def _styled_title(tree: Any) -> str:
    """The paragraph that a word processor styled as the title."""
    titles = tree.xpath("//p[@class='title' or @class='MsoTitle' or starts-with(@class, 'title ')]")
    return tidy("".join(titles[0].itertext())) if titles else ""


def _blocks_of_article(tree: Any) -> tuple[list[tuple[str, str]], list[str]]:
    """The headings and paragraphs of the page's only article, each with its tag and its words, and all its paragraphs.

    Nothing where a page has several articles.
    """
    articles = [element for element in tree.iter("article") if element.getparent() is not None] or list(
        tree.iter("main")
    )
    if len(articles) != 1:
        return [], []
    blocks = [
        (element.tag, words)
        for element in articles[0].iter("h1", "h2", "h3", "h4", "p", "li")
        if (words := tidy("".join(element.itertext())))
    ]
    return blocks, paragraphs_in(articles[0], never=_NEVER | _AROUND)


def _whole(paragraphs: list[str], blocks: list[tuple[str, str]], parts: list[str]) -> list[str]:
    """Paragraphs as the page parts them, with the headings that got lost above them.

    Of a short article trafilatura gives all words in one piece.
    """
    if 0 < len(paragraphs) <= _FEW < len(parts) and _letters(parts) == _letters(paragraphs):
        return parts
    lost: dict[str, list[str]] = {}
    for heading, below in headings_before(blocks, set(paragraphs)):
        lost.setdefault(below, []).append(heading)
    return [part for paragraph in paragraphs for part in (*lost.pop(paragraph, ()), paragraph)]


def _letters(paragraphs: list[str]) -> str:
    return "".join(filter(str.isalnum, "".join(paragraphs)))


def _without_rights(paragraphs: list[str]) -> list[str]:
    """An article without the copyright line at its end."""
    return paragraphs[:-1] if paragraphs and _RIGHTS.match(paragraphs[-1]) else paragraphs


def paragraphs_of(html: str, read: Callable[[Any], list[str]] | None = None) -> list[str]:
    """The paragraphs of a piece of HTML that is all article: only scripts and what is hidden are left out.

    ``read`` may find them in the tree in another way.
    """
    tree = _piece(html)
    return [] if tree is None else (read or paragraphs_in)(tree)


def chapter_of(data: bytes, css: str = "") -> Page:
    """A page that is all article, such as a chapter of a book: nothing around it is looked for.

    ``css`` are the book's style sheets.
    """
    tree = _tree(decode_html(data))
    if tree is None:
        return Page([])
    marks = take_marks(tree, css=css)
    write_quotes(tree)
    return Page(paragraphs_in(tree, never=_NEVER | {"nav"}), notes=marks.notes, dropped=marks.dropped)


def text_of_page(html: str, prepare: Callable[[Any], None] | None = None) -> str:
    """Such a piece of HTML as plain text, with its line breaks and a blank line between paragraphs.

    ``prepare`` may change the tree before.
    """
    tree = _piece(html)
    if tree is not None and prepare is not None:
        prepare(tree)
    return "" if tree is None else "\n\n".join("\n".join(lines) for lines in _lines_in(tree, _NEVER))


def _piece(html: str) -> Any:
    tree = _tree(html)
    if tree is not None:
        take_marks(tree, with_notes=False)
        write_quotes(tree)
    return tree


def decode_html(data: bytes) -> str:
    """The characters of a page: by its byte order mark, else by what it declares, else as plain text is read."""
    declared = _CHARSET.search(data[:4096])
    return decode(data, declared.group(1).decode("ascii") if declared else "")


def paragraphs_in(root: Any, never: frozenset[str] = _NEVER) -> list[str]:
    """The paragraphs below an element, of lxml or the standard library."""
    return [" ".join(lines) for lines in _lines_in(root, never)]


def _lines_in(root: Any, never: frozenset[str]) -> list[list[str]]:
    """The lines of each paragraph below an element; without recursion, however deep it is."""
    pieces: list[str] = []
    todo = [(root, False)]
    while todo:
        element, ended = todo.pop()
        # Comments and instructions have a function for a tag.
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        around = "\n\n" if tag in _BLOCKS else " " if tag in _CELLS else "\n" if tag in _BREAKS else ""
        pieces.append(around)
        if ended:
            if element is not root and element.tail:
                pieces.append(" ".join(element.tail.split("\n")))
            continue
        if tag in _BREAKS:
            pieces.pop()  # one break, not two
        todo.append((element, True))
        if not tag or tag in never or _is_unseen(element):
            continue
        if element.text:
            pieces.append(" ".join(element.text.split("\n")))
        todo.extend((child, False) for child in reversed(element))
    blocks = re.split(r"\n[ \t\r\f\v]*\n\s*", "".join(pieces))
    return [lines for block in blocks if (lines := [words for line in block.split("\n") if (words := tidy(line))])]


def _is_unseen(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_UNSEEN.search(element.get("style") or ""))


def _tree(html: str) -> Any:
    words = without_note_marks(html.replace("\x00", "")).encode("utf-8", "replace")
    if not words.strip():
        return None
    parser = HTMLParser(
        encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(words, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None

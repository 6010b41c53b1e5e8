"""Markdown, with front matter as site generators write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from markdown_it import MarkdownIt
from markdown_it.token import Token

from factcheck.readers import columns
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, clean_article, read_all, tidy
from factcheck.readers.characters import decode
from factcheck.readers.furniture import furniture_of
from factcheck.readers.html import paragraphs_of
from factcheck.readers.text import MAX_TEXT_BYTES, clean_text

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
_ENTRY = re.compile(r"([\w-]{1,40}):[ \t]*(.*)")


class Markdown:
    """Reads ``.md``: the words without their marks."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """One article, titled by its front matter, else by its first heading, which stays in the text."""
        source = clean_text(decode(read_all(file, 4 * MAX_TEXT_BYTES)))
        fields: dict[str, str] = {}
        if front := _FRONT.match(source):
            fields = _entries(front.group(1))
            source = source[front.end() :]
        tokens = MarkdownIt("commonmark").enable("table").parse(source)
        if not fields.get("title"):
            fields["title"] = _first_heading(tokens)
        fields.pop("text", None)
        paragraphs = list(_paragraphs(tokens))
        furniture = furniture_of(paragraphs)
        fields["byline"] = fields.get("byline") or furniture.byline
        fields["published_on"] = fields.get("published_on") or str(furniture.published_on or "")
        yield clean_article(furniture.removed_from(paragraphs), dropped=furniture.dropped_from(paragraphs), **fields)  # type: ignore[arg-type]


def _entries(front: str) -> dict[str, str]:
    """What the front matter says, by our names. Of YAML only what is used there: values and flat lists."""
    entries: dict[str, list[str]] = {}
    key = ""
    for line in front.splitlines():
        if entry := _ENTRY.match(line):
            key, value = entry.groups()
            listed = value.startswith("[") and value.rstrip().endswith("]")
            entries[key] = value.strip()[1:-1].split(",") if listed else [value]
        elif key and line.lstrip().startswith("- "):
            entries[key].append(line.lstrip()[2:])
    return {
        ours: ", ".join(value for part in entries[theirs] if (value := part.strip().strip("\"'")))
        for ours, theirs in columns.known_columns(entries).items()
    }


def _first_heading(tokens: Sequence[Token]) -> str:
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            return tidy(_words(tokens[number + 1]))
    return ""


def _paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield " ".join(cells or ())
            cells = None
        elif token.type == "inline":
            if cells is None:
                yield _words(token)
            else:
                cells.append(_words(token))
        elif token.type == "html_block":
            yield from paragraphs_of(token.content)
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _words(inline: Token) -> str:
    """The words of a line: a link's text, nothing of a picture."""
    pieces = []
    for token in inline.children or ():
        if token.type in {"text", "code_inline"}:
            pieces.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or (
            token.type == "html_inline" and token.content.lower().startswith("<br")
        ):
            pieces.append(" ")
    return "".join(pieces)

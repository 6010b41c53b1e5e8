"""Markdown: its paragraphs as plain words, and what the lines in front of it say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from markdown_it import MarkdownIt

from factcheck.articles.readers import columns
from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.readers.html import paragraphs_of
from factcheck.articles.readers.plain_text import decode
from factcheck.articles.text import MAX_BYTES

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.S)
_FIELD = re.compile(r"^([A-Za-z][\w -]{0,40}):[ \t]*(.+)$", re.M)


class Markdown:
    """CommonMark. The first heading is the title, unless the front matter gives one."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """The file's one article."""
        text = decode(read_all(file, 4 * MAX_BYTES)).replace("\r\n", "\n").lstrip("\ufeff")
        said: dict[str, object] = {}
        if front := _FRONT.match(text):
            fields = dict(_FIELD.findall(front[1]))
            said = {
                field: fields[named].strip(" \"'") for field, named in columns.known(fields).items() if field != "text"
            }
            text = text[front.end() :]
        paragraphs, heading = _paragraphs(text)
        yield copy_of(paragraphs, **({"title": heading} | said))  # type: ignore[arg-type]


def _paragraphs(text: str) -> tuple[list[str], str]:
    paragraphs: list[str] = []
    heading = opened = ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            opened = token.tag
        elif token.type == "inline":
            words = "".join(
                one.content if one.type in ("text", "code_inline") else " "
                for one in token.children or ()
                if one.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
            if opened == "h1" and not heading and not paragraphs:
                heading = words
            elif words.strip():
                paragraphs.append(words)
            opened = ""
        elif token.type in ("fence", "code_block"):
            paragraphs.extend(token.content.splitlines())
        elif token.type == "html_block":
            paragraphs.extend(paragraphs_of(token.content))
    return paragraphs, heading

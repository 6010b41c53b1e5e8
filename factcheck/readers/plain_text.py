"""Plain text in any sensible encoding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from factcheck.readers import nexis
from factcheck.readers.base import Dropped, ImportedArticle, Limits, RefusedFile, clean_article, read_all
from factcheck.readers.characters import Decoded, decoded
from factcheck.readers.furniture import furniture_of, is_time
from factcheck.readers.lines import without_hyphens
from factcheck.readers.text import MAX_TEXT_BYTES, clean_text, heading


class PlainText:
    """Reads ``.txt``: UTF-8 with or without a mark, UTF-16, UTF-32, or Windows-1252 where it is none of these."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The file's one article."""
        # UTF-16 and UTF-32 need up to four bytes a character.
        data = read_all(file, 4 * MAX_TEXT_BYTES)
        plain = decoded(data)
        text = clean_text(plain.text)
        if nexis.is_archive(text):
            yield from nexis.documents(text)
            return
        article = article_in(text)
        yield replace(article, dropped=(*reading_remarks(plain), *article.dropped))


def reading_remarks(plain: Decoded) -> list[Dropped]:
    """What has to be told of how a file's characters were read."""
    return [Dropped("characters", plain.remark)] if plain.remark else []


def article_in(text: str) -> ImportedArticle:
    """A cleaned text as an article, titled by its first line when that is a heading.

    Lines around it say who wrote it and when, or are none of it; all other lines stay as they are.
    """
    lines = text.split("\n")
    furniture = furniture_of(lines)
    body = without_hyphens("\n".join(furniture.removed_from(lines)).strip("\n"))
    return clean_article(
        body,
        title="" if is_time(body.partition("\n")[0]) else heading(body),
        byline=furniture.byline,
        published_on=furniture.published_on,
        dropped=furniture.dropped_from(lines),
    )

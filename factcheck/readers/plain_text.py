"""Plain text in any sensible encoding."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, clean_article, read_all
from factcheck.readers.head import head_of
from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable, clean_text, heading

# UTF-32 first: its little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class PlainText:
    """Reads ``.txt``: UTF-8 with or without a mark, UTF-16, UTF-32, or Windows-1252 where it is none of these."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The file's one article."""
        # UTF-16 and UTF-32 need up to four bytes a character.
        data = read_all(file, 4 * MAX_TEXT_BYTES)
        yield article_in(clean_text(decode(data)))


def article_in(text: str) -> ImportedArticle:
    """A cleaned text as an article, titled by its first line when that is a heading.

    Lines below it say who wrote it and when; all other lines stay as they are.
    """
    lines = text.split("\n")
    head = head_of(lines)
    body = "\n".join(head.removed_from(lines))
    return clean_article(body, title=heading(text), byline=head.byline, published_on=head.published_on)


def decode(data: bytes) -> str:
    """The bytes as text. Raises Unreadable when no encoding fits."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data)
    if guess := unmarked_utf16(data):
        return _decode_as(guess, data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as("cp1252", data)


def decode_start(head: bytes) -> str:
    """The beginning of a file as text, to look at: a character cut in two at its end does no harm."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff")
    if guess := unmarked_utf16(head[: len(head) // 2 * 2]):
        return head.decode(guess, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")


def _decode_as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("The file’s characters can’t be read; save it as plain text in UTF-8 and try again.") from None


def unmarked_utf16(data: bytes) -> str | None:
    """The name of UTF-16 without a mark. Western text shows it: every second byte is zero, and none of the others."""
    if len(data) < 4 or len(data) % 2:
        return None
    even, odd = data[0:2000:2], data[1:2000:2]
    mostly = 0.7
    if odd.count(0) > mostly * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > mostly * len(even) and not odd.count(0):
        return "utf-16-be"
    return None

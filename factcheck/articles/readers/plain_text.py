"""Plain text in any sensible encoding."""

from __future__ import annotations

import codecs

from factcheck.articles.text import MAX_BYTES, Unreadable, clean_text

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich-text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)


class PlainText:
    """Reads ``.txt``: UTF-8 with or without a mark, UTF-16, UTF-32, or Windows-1252 where it is none of these."""

    def read(self, data: bytes) -> str:
        """The cleaned text of a file's bytes. Raises Unreadable with one sentence."""
        self.check_size(len(data))
        for start, what in _OTHER_FILES:
            if data.startswith(start):
                raise Unreadable(f"This is {what}, not plain text; copy its words and paste them instead.")
        return clean_text(decode(data))

    def check_size(self, size: int) -> None:
        """Raises Unreadable for a file of so many bytes that no text in it can be short enough."""
        # UTF-16 and UTF-32 need up to four bytes a character.
        if size > 4 * MAX_BYTES:
            raise Unreadable("The file is larger than 1 MB (1,000,000 bytes) of text; load it in parts.")


def decode(data: bytes) -> str:
    """The bytes as text. Raises Unreadable when no encoding fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data)
    if guess := _unmarked_utf16(data):
        return _decode_as(guess, data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as("cp1252", data)


def _decode_as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("The file’s characters can’t be read; save it as plain text in UTF-8 and try again.") from None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in Western text: every second byte is zero, and none of the others."""
    if len(data) < 4 or len(data) % 2:
        return None
    even, odd = data[0:2000:2], data[1:2000:2]
    mostly = 0.7
    if odd.count(0) > mostly * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > mostly * len(even) and not odd.count(0):
        return "utf-16-be"
    return None

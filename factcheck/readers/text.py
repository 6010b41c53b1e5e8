"""What counts as the text of an article: one kind of line end, one kind of space, and a limit."""

from __future__ import annotations

import hashlib
import re

#: The longest text that is accepted, in bytes of UTF-8.
MAX_TEXT_BYTES = 1_000_000

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u2007\u202f]")
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
# Control characters that no text has: a file with one is a program's own. Tab and the line ends are not among them.
_BINARY = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")
#: What ends a sentence or leaves it open; a heading does neither.
_NOT_IN_HEADING = (".", ",", ";", ":", "…", "!”", ".”", '."', "-", "–")
_MAX_HEADING_LENGTH = 200


class Unreadable(ValueError):
    """This can't be read; the message is one sentence for the person who wants to load it."""


def clean_text(raw: str) -> str:
    """The text as it is stored: lines end in ``\\n``, no-break spaces are spaces, nothing invisible, no blank ends.

    Raises Unreadable for text that is blank, too long, or no text at all.
    """
    if "\x00" in raw:
        raise Unreadable("The text has invalid characters, so it is probably not plain text; save it as .txt again.")
    if _BINARY.search(raw):
        raise Unreadable("This isn’t plain text but another program’s file; paste the text itself.")
    text = _INVISIBLE.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", raw)))
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    if not text:
        raise Unreadable("The text is empty; paste the article, or choose a file with one.")
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise Unreadable("The text is longer than 1 MB (1,000,000 bytes); load it in parts.")
    return text


def heading(text: str) -> str:
    """The first line of a cleaned text when it is its heading: short, without a full stop, and more follows."""
    first, _, rest = text.partition("\n")
    if not rest.strip() or len(first) > _MAX_HEADING_LENGTH or first.endswith(_NOT_IN_HEADING):
        return ""
    return first.strip()


def fingerprint(text: str) -> str:
    """SHA-256 of a cleaned text: the same for two files that differ only in encoding or line ends."""
    return hashlib.sha256(text.encode()).hexdigest()

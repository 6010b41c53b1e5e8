"""Mail (.eml): its subject, sender, day and words. What is attached is left alone."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from typing import BinaryIO

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.readers.html import paragraphs_of
from factcheck.articles.text import Unreadable

#: With attachments, which are skipped.
_LARGEST = 50_000_000


class Mail:
    """The plain text of a mail or, without one, its HTML."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """The mail's one article."""
        data = read_all(file, _LARGEST)
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        if body is None:
            raise Unreadable("This mail has no text of its own; save what is attached and load that.")
        words = _content(body)
        yield copy_of(
            paragraphs_of(words) if body.get_content_subtype() == "html" else _unwrapped(words),
            title=_header(message, "subject"),
            byline=_sender(message),
            published_on=_day(message),
            language=_header(message, "content-language"),
        )


def _content(body: MIMEPart) -> str:
    """The words, whatever its character set claims to be."""
    try:
        return str(body.get_content())
    except (LookupError, ValueError, KeyError):
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _unwrapped(words: str) -> list[str]:
    """Paragraphs parted by blank lines: mail breaks its lines at 78 letters."""
    return ["\n".join(part.splitlines()) for part in words.replace("\r\n", "\n").split("\n\n")]


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, IndexError, AttributeError):  # what the standard library meets in broken headers
        return ""


def _sender(message: EmailMessage) -> str:
    try:
        addresses = message["from"].addresses if message["from"] else ()
        return ", ".join(one.display_name or one.addr_spec for one in addresses)
    except (ValueError, IndexError, AttributeError):
        return _header(message, "from")


def _day(message: EmailMessage) -> object:
    try:
        return message["date"].datetime if message["date"] else None
    except (ValueError, AttributeError, TypeError):
        return None

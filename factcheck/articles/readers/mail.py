"""Mail: newsletters, press releases and copy sent to the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.readers.html import decode_html, paragraphs_of
from factcheck.articles.readers.plain_text import decode
from factcheck.articles.text import Unreadable

#: With its attachments, which nobody reads.
MOST_BYTES = 50_000_000
#: Lines of plain mail are broken at about 72 letters; where they are longer, each is a paragraph.
_BROKEN_AT = 90
_SIGNATURE = re.compile(r"^-- ?$", re.M)


class Mail:
    """Reads ``.eml``: the words of one mail, from its plain text, else from its HTML. Attachments are left alone."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        data = read_all(file, min(MOST_BYTES, limits.file_bytes)).lstrip()
        mail = BytesParser(policy=policy.default).parsebytes(data)
        paragraphs = _paragraphs(mail)
        if not paragraphs:
            raise Unreadable(_why_empty(mail))
        sender, address = parseaddr(header(mail, "From"))
        yield copy_of(
            paragraphs,
            title=header(mail, "Subject"),
            byline=sender or address,
            outlet=header(mail, "Organization"),
            published_on=_day(header(mail, "Date")),
            language=header(mail, "Content-Language"),
            url=header(mail, "Archived-At").strip(" <>"),
        )


def _paragraphs(mail: EmailMessage) -> list[str]:
    for kind in ("plain", "html"):
        part = mail.get_body(preferencelist=(kind,))
        if part is not None and (words := _words(part, kind)):
            return words
    return []


def _words(part: MIMEPart, kind: str) -> list[str]:
    return paragraphs_of(text_of(part)) if kind == "html" else _plain(text_of(part))


def text_of(part: MIMEPart) -> str:
    """The characters of a part: as it declares, else as its content says; empty for what holds only other parts."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    is_page = part.get_content_subtype() in {"html", "xhtml+xml"}
    try:
        return str(data, part.get_content_charset() or ("" if is_page else "utf-8"))
    except (LookupError, ValueError):
        return decode_html(data) if is_page else decode(data)


def _plain(text: str) -> list[str]:
    """Paragraphs of plain mail, without the signature."""
    text = _SIGNATURE.split(text.replace("\r\n", "\n").replace("\r", "\n"), maxsplit=1)[0]
    found: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        whole = any(len(line) > _BROKEN_AT for line in lines)
        found += lines if whole else [" ".join(lines)] if lines else []
    return found


def header(mail: MIMEPart, name: str) -> str:
    """A header, decoded; empty where it is missing or so broken that the standard library fails at it."""
    try:
        return str(mail.get(name) or "")
    except Exception:
        return ""


def _day(said: str) -> object:
    try:
        return parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return said


def _why_empty(mail: EmailMessage) -> str:
    if mail.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return "This mail is encrypted; decrypt it in your mail program, and save or copy its words."
    if any(True for _ in mail.iter_attachments()) if mail.is_multipart() else mail.get_content_maintype() != "text":
        return "This mail has no words of its own, only what is attached; save the attachment and load that."
    return "This mail has no words."

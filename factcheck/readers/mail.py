"""Mail: newsletters, press releases and copy sent to the desk."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, BinaryIO

from factcheck.readers.base import (
    ImportedArticle,
    Limits,
    RefusedFile,
    clean_article,
    one_line,
    parse_date,
    read_all,
    with_place,
)
from factcheck.readers.dispatch import read_as
from factcheck.readers.html import MEANT, decode_html, text_of_page
from factcheck.readers.kinds import Kind, kind_of
from factcheck.readers.mail_text import Said, said_in, unflowed, without_prefix
from factcheck.readers.plain_text import decode
from factcheck.readers.text import Unreadable

#: With its attachments.
MAX_FILE_BYTES = 50_000_000
#: Attachments that are looked at, and which of them are articles.
_MAX_ATTACHED = 20
_ARTICLES = {"docx", "pdf"}
#: A mail no longer than this that says so only brings what is attached.
_COVERING = 600
_ATTACHED = re.compile(
    r"\b(?:attach(?:ed|ment)|enclosed\b|anbei\b|im anhang\b|ci-joint|pièce jointe|adjunt|allegat|bijlage|vedlagt)",
    re.I,
)
#: Plain text this much shorter than the same in HTML only says that there is HTML.
_STUB = 4
_MAX_NAME_LENGTH = 200


class Mail:
    """Reads ``.eml``: the words of one mail, from its plain text, else from its HTML; or the article attached to it.

    Of a mail that forwards another, that one is read, whether it stands below or is attached.
    """

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        data = read_all(file, min(MAX_FILE_BYTES, limits.file_bytes)).lstrip()
        mail: EmailMessage = BytesParser(policy=policy.default).parsebytes(data)
        said = _said(mail)
        while not said.paragraphs and (inner := _forwarded_whole(mail)) is not None:
            mail, said = inner, _said(inner)
        given = _given(mail, said)
        if (found := _attached(mail, said)) is not None:
            yield from _article_in(*found, given, limits)
        elif said.paragraphs:
            yield clean_article(said.paragraphs, **given)
        else:
            raise Unreadable(_why_empty(mail))


def _said(mail: EmailMessage) -> Said:
    """The article in plain text; in HTML where there is no plain text, or only a line saying that there is HTML."""
    subject = header(mail, "Subject")
    plain, html = (mail.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    text = _plain(plain) if plain is not None else ""
    page = text_of_page(text_of(html)) if html is not None else ""
    is_stub = len(text.strip()) * _STUB < len(page)
    return said_in(page if is_stub else text, subject)


def _plain(part: MIMEPart) -> str:
    text = text_of(part)
    said = dict(part.get_params(failobj=[]))
    if said.get("format", "").lower() != "flowed":
        return text
    return unflowed(text, joins_words=said.get("delsp", "").lower() == "yes")


def text_of(part: MIMEPart) -> str:
    """The characters of a part: as it declares, else as its content says; empty for what holds only other parts."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    is_page = part.get_content_subtype() in {"html", "xhtml+xml"}
    declared = part.get_content_charset() or ("" if is_page else "utf-8")
    try:
        return str(data, MEANT.get(declared, declared))
    except (LookupError, ValueError):
        return decode_html(data) if is_page else decode(data)


def header(mail: MIMEPart, name: str) -> str:
    """A header, decoded; empty where it is missing or so broken that the standard library fails at it."""
    try:
        return str(mail.get(name) or "")
    except Exception:
        return ""


def _given(mail: EmailMessage, said: Said) -> dict[str, Any]:
    """What the heads say of the article: of a forwarded one its own, not that of the mail around it."""
    given: dict[str, Any] = {
        "title": without_prefix(said.subject or header(mail, "Subject")),
        "byline": _name(said.sender) if said.is_forwarded else next(filter(None, parseaddr(header(mail, "From"))), ""),
        "published_on": _day(said.date or ("" if said.is_forwarded else header(mail, "Date"))),
        "language": header(mail, "Content-Language"),
    }
    if not said.is_forwarded:
        given |= {"outlet": header(mail, "Organization"), "url": header(mail, "Archived-At").strip(" <>")}
    return given


def _name(sender: str) -> str:
    """Who sent a mail, as its head is written out below another: “Doe, Jane <jane@example.org>”, or a name alone."""
    name, _, address = sender.replace("[mailto:", "<").rstrip("]>").rpartition("<")
    return name.strip(" \"'") or address


def _day(said: str) -> object:
    try:
        return parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        # “Fri, Mar 1, 2024 at 9:15 AM”
        return parse_date(said) or parse_date(re.sub(r"^[^\W\d_]+\.?,?\s+", "", said))


def _forwarded_whole(mail: EmailMessage) -> EmailMessage | None:
    """The one mail that is attached to this one."""
    parts = list(mail.iter_attachments()) if mail.is_multipart() else [mail]
    inner = [part.get_payload(0) for part in parts if part.get_content_type() == "message/rfc822"]
    return inner[0] if len(inner) == 1 and isinstance(inner[0], EmailMessage) else None


def _attached(mail: EmailMessage, said: Said) -> tuple[str, bytes, Kind] | None:
    """The one article that is attached to a mail that says nothing, or nothing but that something is attached."""
    words = " ".join(said.paragraphs)
    if words and not (len(words) <= _COVERING and _ATTACHED.search(words)):
        return None
    found = list(_articles(mail))
    return found[0] if len(found) == 1 else None


def _articles(mail: EmailMessage) -> Iterator[tuple[str, bytes, Kind]]:
    parts = list(mail.iter_attachments()) if mail.is_multipart() else [mail]
    for part in parts[:_MAX_ATTACHED]:
        data = part.get_payload(decode=True)
        name = one_line(part.get_filename() or "", _MAX_NAME_LENGTH)
        if not isinstance(data, bytes) or not data:
            continue
        try:
            kind = kind_of(io.BytesIO(data), name)
        except Unreadable:
            continue
        if kind.slug in _ARTICLES:
            yield name or kind.label, data, kind


def _article_in(
    name: str, data: bytes, kind: Kind, given: dict[str, Any], limits: Limits
) -> Iterator[ImportedArticle | RefusedFile]:
    """The attached article; what it doesn't say of itself is taken from the mail that brought it."""
    # Whatever fits a copy fits this one as well.
    brought = clean_article("x", **given)
    for item in read_as(kind, io.BytesIO(data), name, limits):
        if isinstance(item, ImportedArticle):
            item = replace(
                item,
                title=item.title or brought.title,
                byline=item.byline or brought.byline,
                published_on=item.published_on or brought.published_on,
                language=item.language or brought.language,
            )
        yield with_place(name, item)


def _why_empty(mail: EmailMessage) -> str:
    if mail.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return "This mail is encrypted; decrypt it in your mail program, and save or copy its words."
    if any(True for _ in mail.iter_attachments()) if mail.is_multipart() else mail.get_content_maintype() != "text":
        return "This mail has no words of its own, only what is attached; save the attachment and load that."
    return "This mail has no words; paste the article instead."

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
from factcheck.readers.characters import decode
from factcheck.readers.dispatch import read_as
from factcheck.readers.furniture import furniture_of
from factcheck.readers.html import decode_html, text_of_page
from factcheck.readers.kinds import Kind, kind_of
from factcheck.readers.mail_text import MailBody, read_body, unflowed, without_prefix
from factcheck.readers.text import Unreadable

#: With its attachments.
MAX_FILE_BYTES = 50_000_000
#: How many attachments are looked at, and which kinds may be the article.
_MAX_ATTACHED = 20
_ARTICLES = {"docx", "pdf", "odt", "rtf"}
#: A mail that mentions an attachment and is no longer than this only covers it.
_COVERING = 600
_ATTACHED = re.compile(
    r"\b(?:attach(?:ed|ment)|enclosed\b|anbei\b|im anhang\b|ci-joint|pièce jointe|adjunt|allegat|bijlage|vedlagt)",
    re.I,
)
#: Plain text this many times shorter than the HTML only says that there is HTML.
_STUB = 4
_MAX_NAME_LENGTH = 200
#: The names of attachments that a desk expects to be read.
_DOCUMENTS = (".doc", ".docx", ".odt", ".rtf", ".pdf", ".pages", ".wpd", ".msg", ".epub")
#: Where a mail begins in a mailbox: a line of its own, with headers below it.
_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]{1,200}\r?\n(?=[!-9;-~]{1,70}:[ \t])")
#: Put around what an HTML mail quotes.
_QUOTED_FROM, _QUOTED_TO = "\ue000", "\ue001"


class Mail:
    """Reads ``.eml``: the words of one mail, from its plain text, else from its HTML; or the article attached to it.

    A mail that forwards another is read as that other one, whether it is quoted below or attached.
    """

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        data = read_all(file, min(MAX_FILE_BYTES, limits.file_bytes)).lstrip()
        mails = _in_mailbox(data)
        for number, source in enumerate(mails, start=1):
            place = f"email {number}" if len(mails) > 1 else ""
            try:
                for item in self._articles(source, limits):
                    yield with_place(place, item)
            except Unreadable as why:
                yield RefusedFile(str(why), place)

    def _articles(self, data: bytes, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        mail: EmailMessage = BytesParser(policy=policy.default).parsebytes(data)
        body = _body(mail)
        while not body.paragraphs and (inner := _forwarded_whole(mail)) is not None:
            mail, body = inner, _body(inner)
        fields = _fields(mail, body)
        furniture = furniture_of(body.paragraphs, is_titled=True)
        paragraphs = furniture.removed_from(body.paragraphs)
        attached = list(_attached(mail, paragraphs))
        if any(not isinstance(part, RefusedFile) for part in attached) or (attached and not body.paragraphs):
            for part in attached:
                yield from [part] if isinstance(part, RefusedFile) else _article_in(*part, fields, limits)
        elif attached and len(" ".join(paragraphs)) <= _COVERING:
            # Only the covering words could be read, and they are no article.
            yield from attached  # type: ignore[misc]
        elif body.paragraphs:
            fields["byline"] = furniture.byline or fields["byline"]
            fields["published_on"] = furniture.published_on or fields["published_on"]
            yield clean_article(paragraphs, dropped=furniture.dropped_from(body.paragraphs), **fields)
        else:
            raise Unreadable(_why_empty(mail))


def _in_mailbox(data: bytes) -> list[bytes]:
    """The mails of a mailbox file (mbox), or the one mail."""
    if not data.startswith(b"From "):
        return [data]
    starts = [match.start() for match in _FROM_LINE.finditer(data)]
    ends = [*starts[1:], len(data)]
    return [
        # “>From” at the beginning of a line was written so that it isn't taken for the next mail.
        re.sub(rb"^>(>*From )", rb"\1", data[start:end].partition(b"\n")[2], flags=re.M).lstrip()
        for start, end in zip(starts, ends, strict=True)
    ]


def _body(mail: EmailMessage) -> MailBody:
    """The article in plain text; from the HTML where there is no plain text, or only a line that refers to the HTML."""
    subject = header(mail, "Subject")
    plain, html = (mail.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    text = _plain(plain) if plain is not None else ""
    page = _text_of_html(text_of(html)) if html is not None else ""
    is_stub = len(text.strip()) * _STUB < len(page)
    return read_body(page if is_stub else text, subject)


def _text_of_html(page: str) -> str:
    """A mail's HTML as text. What it quotes is marked by “>”, as in plain text."""
    lines, depth = [], 0
    for line in text_of_page(page, _mark_quotations).split("\n"):
        depth += line.count(_QUOTED_FROM) - line.count(_QUOTED_TO)
        words = line.replace(_QUOTED_FROM, "").replace(_QUOTED_TO, "").strip()
        if words or not line:
            lines.append(f"> {words}" if depth > 0 and words else words)
    return "\n".join(lines)


def _mark_quotations(tree: Any) -> None:
    """Put a paragraph with a mark before and after each quoted mail."""
    for element in tree.xpath(
        "//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
        " | //*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]"
    ):
        first, last = element.makeelement("p", {}), element.makeelement("p", {})
        first.text, last.text = _QUOTED_FROM, _QUOTED_TO
        last.tail, first.tail, element.text = None, element.text, None
        element.insert(0, first)
        element.append(last)


def _plain(part: MIMEPart) -> str:
    text = text_of(part)
    parameters = dict(part.get_params(failobj=[]))
    if parameters.get("format", "").lower() != "flowed":
        return text
    return unflowed(text, joins_words=parameters.get("delsp", "").lower() == "yes")


def text_of(part: MIMEPart) -> str:
    """The text of a part, decoded as it declares, else as its content suggests; empty for a part that holds others."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    is_page = part.get_content_subtype() in {"html", "xhtml+xml"}
    declared = part.get_content_charset() or ""
    return decode_html(data) if is_page and not declared else decode(data, declared)


def header(mail: MIMEPart, name: str) -> str:
    """A header, decoded; empty where it is missing or too broken for the standard library."""
    try:
        return str(mail.get(name) or "")
    except Exception:
        return ""


def _fields(mail: EmailMessage, body: MailBody) -> dict[str, Any]:
    """What the headers say of the article. A forwarded one has its own; those of the mail around it don't count."""
    fields: dict[str, Any] = {
        "title": without_prefix(body.subject or header(mail, "Subject")),
        "byline": _name(body.sender) if body.is_forwarded else next(filter(None, parseaddr(header(mail, "From"))), ""),
        "published_on": _date(body.date or ("" if body.is_forwarded else header(mail, "Date"))),
        "language": header(mail, "Content-Language"),
    }
    if not body.is_forwarded:
        fields |= {"outlet": header(mail, "Organization"), "url": header(mail, "Archived-At").strip(" <>")}
    return fields


def _name(sender: str) -> str:
    """Who sent a mail that is quoted below another: from “Doe, Jane <jane@example.org>”, or a name alone."""
    name, _, address = sender.replace("[mailto:", "<").rstrip("]>").rpartition("<")
    return name.strip(" \"'") or address


def _date(value: str) -> object:
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        # “Fri, Mar 1, 2024 at 9:15 AM”
        return parse_date(value) or parse_date(re.sub(r"^[^\W\d_]+\.?,?\s+", "", value))


def _forwarded_whole(mail: EmailMessage) -> EmailMessage | None:
    """The one mail that is attached to this one."""
    parts = list(mail.iter_attachments()) if mail.is_multipart() else [mail]
    inner = [part.get_payload(0) for part in parts if part.get_content_type() == "message/rfc822"]
    return inner[0] if len(inner) == 1 and isinstance(inner[0], EmailMessage) else None


def _attached(mail: EmailMessage, paragraphs: list[str]) -> Iterator[tuple[str, bytes, Kind] | RefusedFile]:
    """The articles attached to a mail that says nothing else, or only that something is attached.

    A document that can't be read comes as its refusal; pictures and the like are not looked for.
    """
    words = " ".join(paragraphs)
    if words and not (len(words) <= _COVERING and _ATTACHED.search(words)):
        return
    parts = list(mail.iter_attachments()) if mail.is_multipart() else [mail]
    for part in parts[:_MAX_ATTACHED]:
        data = part.get_payload(decode=True)
        name = one_line(part.get_filename() or "", _MAX_NAME_LENGTH)
        if not isinstance(data, bytes) or not data:
            continue
        try:
            kind = kind_of(io.BytesIO(data), name)
        except Unreadable as why:
            if part.get_content_maintype() in {"application", "text"} and name.lower().endswith(_DOCUMENTS):
                yield RefusedFile(str(why), name)
            continue
        if kind.slug in _ARTICLES:
            yield name or kind.label, data, kind


def _article_in(
    name: str, data: bytes, kind: Kind, fields: dict[str, Any], limits: Limits
) -> Iterator[ImportedArticle | RefusedFile]:
    """The attached article; what it doesn't say of itself comes from its mail."""
    # Cleaned as an article's own values are.
    from_mail = clean_article("x", **fields)
    for item in read_as(kind, io.BytesIO(data), name, limits):
        if isinstance(item, ImportedArticle):
            item = replace(
                item,
                title=item.title or from_mail.title,
                byline=item.byline or from_mail.byline,
                published_on=item.published_on or from_mail.published_on,
                language=item.language or from_mail.language,
            )
        yield with_place(name, item)


def _why_empty(mail: EmailMessage) -> str:
    if mail.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return "This email is encrypted; decrypt it in your email program, then save it or copy its text."
    if any(True for _ in mail.iter_attachments()) if mail.is_multipart() else mail.get_content_maintype() != "text":
        return "This email has no text, only an attachment; save the attachment and load that."
    return "This email has no text; paste the article instead."

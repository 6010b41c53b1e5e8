"""Web pages that a browser saved as one file: the page and its pictures as the parts of a mail."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import BinaryIO

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, read_all, web_address
from factcheck.readers.html import MAX_PAGE_BYTES, page_of
from factcheck.readers.mail import header, text_of
from factcheck.readers.text import Unreadable

#: With its pictures, which nobody reads.
MAX_FILE_BYTES = 50_000_000
_PAGES = {"text/html", "application/xhtml+xml"}


class SavedPage:
    """Reads ``.mhtml``: the page that was saved, as ``html.WebPage`` does. Frames within it are ignored."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        data = read_all(file, min(MAX_FILE_BYTES, limits.file_bytes)).lstrip()
        saved: EmailMessage = BytesParser(policy=policy.default).parsebytes(data)
        # The page comes first; what its frames showed are pages as well, and follow.
        page = next((part for part in saved.walk() if part.get_content_type() in _PAGES), None)
        if page is None:
            raise Unreadable("This file has parts of a web page but not the page itself; save the page again.")
        text = text_of(page)
        if len(text) > MAX_PAGE_BYTES:
            raise Unreadable(
                f"Its page is larger than {MAX_PAGE_BYTES / 1_000_000:g} MB, which is too large; paste its text."
            )
        places = (header(saved, "Snapshot-Content-Location"), header(page, "Content-Location"))
        yield page_of(text, url=next(filter(None, map(web_address, places)), "")).article(
            title=header(saved, "Subject")
        )

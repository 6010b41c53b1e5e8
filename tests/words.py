"""All text of whatever an address answers or a worker makes, so that a test can look for a word in it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdfium2


def words_in(content: bytes) -> str:
    """All text of a page or file, whatever it is packed in."""
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as pdf:
            return "".join(page.get_textpage().get_text_bounded() for page in pdf)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(words_in(packed.read(name)) for name in packed.namelist())
    return content.decode(errors="replace")


def body(answer: Any) -> str:
    """All text of an answer."""
    return words_in(b"".join(answer.streaming_content) if answer.streaming else answer.content)

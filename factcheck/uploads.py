"""Files that come with a request: written to disk piece by piece, and no more of them than is allowed."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

#: A request this many times as long as is allowed isn't even read.
MAX_OVERRUN = 10


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes files to disk; once they have more than ``max_bytes`` together it keeps nothing but their true sizes."""

    def __init__(self, request: HttpRequest, *, max_bytes: int) -> None:
        super().__init__(request)
        self.max_bytes = max_bytes
        self.total = 0

    @property
    def is_too_much(self) -> bool:
        return self.total > self.max_bytes

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        self.total += len(raw_data)
        if not self.is_too_much:
            super().receive_data_chunk(raw_data, start)
        elif temporary := self.file.file:
            temporary.truncate(0)


def is_far_too_long(request: HttpRequest, *, max_bytes: int) -> bool:
    """Whether a request is so long that it isn't worth reading to its end."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length) > MAX_OVERRUN * max(max_bytes, 1024**2)

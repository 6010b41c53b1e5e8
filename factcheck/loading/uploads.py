"""How files come in to be loaded: to disk piece by piece, and not more than the desk allows at once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

#: A request this many times as long as is allowed isn't even read.
_FAR = 10


class LimitedUpload(TemporaryFileUploadHandler):
    """Takes files to disk; from the byte on that is too much, it keeps nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.total = 0

    @property
    def is_too_much(self) -> bool:
        return self.total > _limit()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.total += len(raw_data)
        if not self.is_too_much:
            super().receive_data_chunk(raw_data, start)
        elif kept := self.file.file:
            kept.truncate(0)


def is_far_too_long(content_length: str | None) -> bool:
    """Whether a request is so long that it isn't worth reading to the end."""
    return bool(content_length and content_length.isdecimal() and int(content_length) > _FAR * _limit())


def _limit() -> int:
    return max(settings.LOAD_MAX_MB, 1) * 1024**2

"""One way in for every kind of file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.kinds import Kind, kind_of
from factcheck.readers.text import Unreadable


def read(
    source: BinaryIO | bytes, *, name: str = "", hint: str = "", limits: Limits | None = None
) -> Iterator[ImportedArticle | RefusedFile]:
    """The articles of a file one by one, with a RefusedFile for what can't be read; nothing is raised.

    For files of strangers use ``sandbox.read_sandboxed``, which does this in a process of its own with limits: here a
    hostile file may take all memory and time there is.
    """
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    limits = limits or Limits()
    count = 0
    try:
        if file.seek(0, io.SEEK_END) > limits.file_bytes:
            raise Unreadable(f"It is larger than {limits.file_mb} MB, the limit for one file; split it.")
        for item in read_as(kind_of(file, name, hint), file, name, limits):
            if count == limits.articles:
                raise Unreadable(
                    f"It holds more than {count:,} articles; only the first {count:,} are read, so split it."
                )
            count += 1
            yield item
    except Unreadable as why:
        yield RefusedFile(str(why))


def read_as(kind: Kind, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
    """What the reader of this kind gives; whatever it raises becomes a RefusedFile, except MemoryError."""
    count = 0
    try:
        for item in kind.load().read(file, name, limits):
            count += 1
            yield item
        if not count:
            raise Unreadable(f"There is no article in this {kind.label}; check that it is the right file.")
    except Unreadable as why:
        yield RefusedFile(str(why))
    except RecursionError:
        yield RefusedFile(f"This {kind.label} is nested too deeply to read; copy its text and paste it.")
    except Exception as why:
        # Whatever a library raises for a broken file. Only running out of memory has to end the process: lxml says that
        # in its log alone.
        message = f"{why} {getattr(why, 'error_log', '')}".lower()
        if isinstance(why, MemoryError) or "memory" in message:
            raise MemoryError from None
        yield RefusedFile(f"This {kind.label} is damaged or cut short ({type(why).__name__}); send it again.")

"""Office files are ZIP files, PDFs hold streams: their parts, unpacked within bounds."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

#: How much is unpacked of a file that anybody may have made: parts looked at, bytes of each and of all together.
MAX_PARTS, MAX_PART_BYTES, MAX_BYTES = 500, 8 * 1024**2, 64 * 1024**2


def unpacked(content: bytes) -> Iterator[bytes]:
    """The file itself and, of a ZIP file or a PDF, the beginning of each part: never more than the bounds above.

    What can't be unpacked is left out; nothing is run, followed or written.
    """
    yield content
    remaining = MAX_BYTES
    parts = _of_zip(content) if content.startswith(b"PK") else _of_pdf(content)
    for number, part in enumerate(parts):
        yield part
        remaining -= len(part)
        if remaining <= 0 or number + 1 >= MAX_PARTS:
            return


def _of_zip(content: bytes) -> Iterator[bytes]:
    # A list of parts is held in memory whole: a million empty ones would take hundreds of megabytes.
    if content.count(b"PK\x01\x02") > MAX_PARTS:
        return
    try:
        with ZipFile(io.BytesIO(content)) as file:
            for info in file.infolist():
                # The other ways to compress give no bound to what comes out at once, and no office program uses them.
                if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                    continue
                try:
                    with file.open(info) as part:
                        yield part.read(MAX_PART_BYTES)
                except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
                    continue  # damaged, or locked with a password
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return


_STREAM = re.compile(rb"stream\r?\n")


def _of_pdf(content: bytes) -> Iterator[bytes]:
    """What is compressed in its streams, as far as it can be unpacked without reading the PDF."""
    if not content.startswith(b"%PDF-"):
        return
    view = memoryview(content)
    for start in islice(_STREAM.finditer(content), MAX_PARTS):
        try:
            yield zlib.decompressobj().decompress(view[start.end() : start.end() + MAX_PART_BYTES], MAX_PART_BYTES)
        except zlib.error:
            continue

"""A job's files, written and read in pieces."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from factcheck.jobs.models import File, Job, Piece

#: Bytes in one piece: large enough to be quick, small enough to be held by many at once.
PIECE = 1024 * 1024


def store_file(*, job: Job, name: str, content: Iterable[bytes], content_type: str = "") -> File:
    """Keep a file of a job. It counts once it is whole; what a killed worker left of one is dropped with the next."""
    file = File.objects.create(job=job, name=name[:255], content_type=content_type)
    size = 0
    for number, piece in enumerate(in_pieces(content)):
        Piece.objects.create(file=file, number=number, content=piece)
        size += len(piece)
    with transaction.atomic():
        file.size, file.is_whole = size, True
        file.save(update_fields=["size", "is_whole"])
        File.objects.filter(job=job, is_whole=False).delete()
    return file


def in_pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, PIECE at a time."""
    block = bytearray()
    for part in content:
        block += part
        while len(block) >= PIECE:
            yield bytes(block[:PIECE])
            del block[:PIECE]
    if block:
        yield bytes(block)


@contextmanager
def on_disk(file: File) -> Iterator[Path]:
    """The file as a temporary one that only we can read, under a name of ours with its own ending."""
    ending = Path(file.name).suffix
    suffix = ending if ending.isascii() and ending[1:].isalnum() and len(ending) <= 10 else ""
    with tempfile.NamedTemporaryFile(prefix="factcheck-", suffix=suffix) as copy:
        for piece in file.pieces():
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)

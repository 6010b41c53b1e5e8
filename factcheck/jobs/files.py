"""A job's files, written and read in pieces."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from psycopg import Cursor

from factcheck.jobs.models import File, Job

#: Bytes in one piece: large enough to be quick, small enough to be held by many at once.
PIECE = 1024 * 1024


def store_file(*, job: Job, name: str, content: Iterable[bytes], content_type: str = "") -> File:
    """Keep a file of a job. It counts once it is whole.

    When ``content`` raises, nothing is kept; what a killed worker had written of one is deleted with the next.
    """
    file = File.objects.create(job=job, name=name[:255], content_type=content_type)
    size = 0
    try:
        for number, piece in enumerate(in_pieces(content)):
            _store_piece(file, number, piece)
            size += len(piece)
    except Exception:
        file.delete()
        raise
    with transaction.atomic():
        file.size, file.is_whole = size, True
        file.save(update_fields=["size", "is_whole"])
        File.objects.filter(job=job, is_whole=False).delete()
    return file


def _store_piece(file: File, number: int, content: bytes) -> None:
    """Sent as bytes, where Django would put them into the statement as text, and without waiting for the disk.

    The piece is on disk once the file counts as whole: that is written after it, and waited for.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        with Cursor(connection.connection) as cursor:
            sql = "INSERT INTO jobs_piece (file_id, number, content) VALUES (%s, %s, %b)"
            cursor.execute(sql, [file.pk, number, content])


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
    with tempfile.NamedTemporaryFile(prefix="factcheck-", suffix=suffix) as temporary:
        for piece in file.pieces():
            temporary.write(piece)
        temporary.flush()
        yield Path(temporary.name)

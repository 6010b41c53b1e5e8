"""Tables of articles as CSV, row by row: memory stays flat, however long the table."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from factcheck.articles.readers import columns
from factcheck.articles.readers.base import Copy, Limits, Refused
from factcheck.articles.readers.plain_text import MARKS, decode_start, unmarked_utf16
from factcheck.articles.text import MAX_BYTES, Unreadable

#: So much of the file tells its encoding and what separates its columns.
_HEAD = 64 * 1024


class CsvFile:
    """Columns are parted by comma, semicolon, tab or bar, and named in the first row."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """A row is an article; one that can't be read is refused by its number, and the others go on."""
        csv.field_size_limit(4 * MAX_BYTES)
        head = file.read(_HEAD)
        file.seek(0)
        lines = io.TextIOWrapper(file, encoding=_encoding(file, head), errors="strict", newline="")
        rows = csv.reader(lines, delimiter=_separator(decode_start(head)), strict=False)
        try:
            names = next(rows)
            if len(names) > limits.columns:
                raise Unreadable(f"It has {len(names):,} columns; an article needs fewer than {limits.columns:,}.")
            where = columns.positions(names)
            # By its line: that is what an editor's program shows.
            for row in rows:
                place = f"row {rows.line_num}"
                if len(row) > limits.columns:
                    yield Refused(f"It has {len(row):,} columns; the first row names {len(names):,}.", place)
                elif any(map(str.strip, row)):
                    yield columns.article({field: row[at] for field, at in where.items() if at < len(row)}, place)
        except csv.Error:
            raise Unreadable(
                f"Row {rows.line_num:,} can’t be read: a cell is too long, or a quotation mark is not closed."
            ) from None
        except UnicodeDecodeError:
            raise Unreadable("Its characters can’t be read from some row on; save it as CSV in UTF-8.") from None
        finally:
            lines.detach()


def _encoding(file: BinaryIO, head: bytes) -> str:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if guess := unmarked_utf16(head[: len(head) // 2 * 2]):
        return guess
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        while piece := file.read(1024 * 1024):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def _separator(head: str) -> str:
    """What parts the names in the first line; quoted ones may hold the others."""
    first = next(iter(head.lstrip("\ufeff").splitlines()), "")
    return max(columns.SEPARATORS, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))

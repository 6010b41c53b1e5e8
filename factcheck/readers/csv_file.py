"""Tables of articles as CSV, row by row: memory stays flat, however long the table."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from factcheck.readers import columns
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.characters import MARKS, decode_start, unmarked_utf16
from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable

#: The beginning of the file that is looked at for its encoding and for what separates its columns.
_HEAD = 64 * 1024
_MAX_LINE_LENGTH = 4 * MAX_TEXT_BYTES


class CsvFile:
    """Columns are separated by comma, semicolon, tab or bar, and named in the first row that is not blank."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """A row is an article; one that can't be read is refused by its number, and the others go on."""
        csv.field_size_limit(_MAX_LINE_LENGTH)
        head = file.read(_HEAD)
        file.seek(0)
        lines = io.TextIOWrapper(file, encoding=_encoding(file, head), errors="strict", newline="")
        rows = csv.reader(_bounded(lines), delimiter=_separator(decode_start(head)), strict=False)
        try:
            names = next((row for row in rows if any(map(str.strip, row)) and not _is_mark(row)), [])
            if len(names) > limits.columns:
                raise Unreadable(
                    f"It has {len(names):,} columns, and fewer than {limits.columns:,} are read; leave some out."
                )
            positions = columns.column_positions(names)
            # Named by its line, which is what an editor's program shows.
            for row in rows:
                place = f"row {rows.line_num}"
                if any(map(str.strip, row[len(names) :])):
                    yield RefusedFile(
                        f"It has {len(row):,} cells and the table {len(names):,} columns: "
                        "put cells that hold the separator between quotation marks.",
                        place,
                    )
                elif any(map(str.strip, row)):
                    yield columns.read_row({field: row[at] for field, at in positions.items() if at < len(row)}, place)
        except csv.Error:
            raise Unreadable(
                f"Row {rows.line_num:,} can’t be read: a cell is too long, or a quotation mark not closed; correct it."
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


def _bounded(lines: io.TextIOBase) -> Iterator[str]:
    """Line by line, none of them longer than anything honest."""
    while words := lines.readline(_MAX_LINE_LENGTH):
        if len(words) == _MAX_LINE_LENGTH:
            raise csv.Error
        yield words


def _separator(head: str) -> str:
    """What separates the names in the first line; quoted names may hold the other separators."""
    first = next((line for line in head.lstrip("\ufeff").splitlines() if line.strip()), "")
    if _is_mark([first]) and first[4:] in columns.SEPARATORS:
        return first[-1]

    def fits(mark: str) -> tuple[bool, int]:
        names = next(csv.reader([first], delimiter=mark), [])
        return "text" in columns.known_columns(names), len(names)

    return max(columns.SEPARATORS, key=fits)


def _is_mark(row: list[str]) -> bool:
    """Whether this is the line by which Excel is told the separator, ``sep=;``, and no heading."""
    return row[0].lower().startswith("sep=")

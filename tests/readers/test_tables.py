"""Tables of articles: CSV and Excel."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
import xlsxwriter

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.dispatch import read
from tests.readers.builders import articles, only, refusal

ROWS = [
    ("Headline", "Author", "Publisher", "Date", "Link", "Body", "Notes"),
    ("Ferry sails", "B. Lund", "Example Post", "2026-01-02", "https://example.org/1", "It sails again.\nTwice.", "x"),
    ("No words", "", "", "", "", "", ""),
    ("Fährt", "", "", "nonsense", "javascript:alert(1)", "Das Schiff; es fährt, “wieder”.", ""),
]
FOUND = [
    ImportedArticle(
        text="It sails again.\nTwice.",
        title="Ferry sails",
        byline="B. Lund",
        outlet="Example Post",
        published_on=dt.date(2026, 1, 2),
        url="https://example.org/1",
    ),
    RefusedFile("It has no text; fill it in, or leave the row out."),
    ImportedArticle(text="Das Schiff; es fährt, “wieder”.", title="Fährt"),
]


def csv_of(separator: str, encoding: str) -> bytes:
    def cell(words: str) -> str:
        return '"' + words.replace('"', '""') + '"'

    return "\r\n".join(separator.join(map(cell, row)) for row in ROWS).encode(encoding)


def workbook(*sheets: list[tuple[Any, ...]], **options: Any) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"default_date_format": "yyyy-mm-dd"} | options) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return data.getvalue()


def without_place(items: list[ImportedArticle | RefusedFile]) -> list[ImportedArticle | RefusedFile]:
    return [type(item)(**{**{name: getattr(item, name) for name in item.__slots__}, "place": ""}) for item in items]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_whatever_parts_its_columns_and_however_it_is_encoded(separator: str, encoding: str) -> None:
    assert without_place(articles(csv_of(separator, encoding), "stories.csv", "csv")) == FOUND


def test_csv_names_the_row_as_an_editors_program_shows_it() -> None:
    assert [item.place for item in articles(csv_of(",", "utf-8"), "s.csv")] == ["row 3", "row 4", "row 5"]


def test_excel_is_read_with_its_dates() -> None:
    rows = [*ROWS[:1], (*ROWS[1][:3], dt.date(2026, 1, 2), *ROWS[1][4:]), *ROWS[2:]]
    items = articles(workbook([("About",)], rows), "stories.xlsx", "xlsx")
    assert without_place(items) == FOUND
    assert [item.place for item in items] == ["row 2", "row 3", "row 4"]


@pytest.mark.parametrize("table", [b"When,Who\n1,2\n", workbook([("When", "Who"), ("1", "2")])])
def test_table_without_a_text_column_is_told_what_is_there_and_what_is_missing(table: bytes) -> None:
    sentence = refusal(table, "t.csv")
    assert "“When”, “Who”" in sentence
    assert "call one “text”" in sentence


def test_formula_of_a_workbook_is_never_text() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["text"])
        sheet.write_formula(1, 0, "=1+1", None, "What it came to.")
    assert only(data.getvalue(), "f.xlsx").text == "What it came to."


def test_quotation_that_is_never_closed_is_a_sentence() -> None:
    items = articles(b'text\nGood.\n"' + b"x" * 5_000_000, "t.csv")
    assert isinstance(items[0], ImportedArticle)
    assert isinstance(items[-1], RefusedFile)
    assert "a cell is too long" in items[-1].sentence


def test_too_many_columns_are_refused_at_once() -> None:
    assert "columns" in refusal(b"text" + b",a" * 10_000 + b"\nx\n", "t.csv")


def test_endless_table_is_read_row_by_row() -> None:
    """What was taken is there before the end is looked for; the number of articles is the limit."""

    class Endless(io.RawIOBase):
        """Two gigabytes of rows, none of which is kept."""

        size, at = 2_000_000_000, 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            self.at = self.size + offset if whence == 2 else offset
            return self.at

        def tell(self) -> int:
            return self.at

        def readinto(self, buffer: Any) -> int:
            head = b"text\n" if self.at == 0 else b""
            row = b"A row of it.\n"
            start = (self.at - 5) % len(row) if self.at else 0
            data = (head + row[start:] + row * (len(buffer) // len(row) + 1))[: min(len(buffer), 4096)]
            buffer[: len(data)] = data
            self.at += len(data)
            return len(data)

    stream: Iterator[ImportedArticle | RefusedFile] = read(
        _Sniffed(Endless()), name="t.csv", limits=Limits(file_mb=3000, articles=50)
    )
    items = list(stream)
    assert len(items) == 51
    assert "more than 50 articles" in items[-1].sentence  # type: ignore[union-attr]


class _Sniffed(io.BufferedReader):
    """Answers the look for the encoding with the end of the file, which lies two gigabytes away."""

    def read(self, size: int | None = -1, /) -> bytes:
        return b"" if size == 1024 * 1024 else super().read(size)

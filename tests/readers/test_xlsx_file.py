"""Excel workbooks as other programs write them, and as nobody honest does."""

from __future__ import annotations

import io
import zipfile

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.dispatch import read
from tests.readers.builders import articles, refusal
from tests.readers.test_tables import workbook

SHEET = "xl/worksheets/sheet1.xml"


def changed(book: bytes, *changes: tuple[str, str]) -> bytes:
    """The workbook with other words in its first sheet."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode()
            for before, after in changes if name == SHEET else ():
                assert before in part
                part = part.replace(before, after)
            new.writestr(name, part)
    return data.getvalue()


def test_sheet_that_calls_itself_too_small_loses_no_row() -> None:
    book = changed(workbook([("text",), ("One.",), ("Two.",)]), ('<dimension ref="A1:A3"/>', '<dimension ref="A1"/>'))
    assert articles(book, "t.xlsx", "xlsx") == [
        ImportedArticle("One.", place="row 2"),
        ImportedArticle("Two.", place="row 3"),
    ]


def test_sheet_that_calls_itself_endless_ends() -> None:
    book = changed(workbook([("text",), ("One.",)]), ('ref="A1:A2"', 'ref="A1:A99999999999"'))
    assert articles(book, "t.xlsx") == [ImportedArticle("One.", place="row 2")]


def test_row_beyond_all_that_excel_has_is_a_sentence() -> None:
    far = (('<row r="3"', '<row r="99999999999"'), ('r="A3"', 'r="A99999999999"'))
    items = articles(changed(workbook([("text",), ("One.",), ("Far.",)]), *far), "t.xlsx")
    assert items[0] == ImportedArticle("One.", place="row 2")
    assert isinstance(items[-1], RefusedFile)
    assert "the most that Excel has" in items[-1].sentence


def test_every_sheet_with_a_text_column_is_read() -> None:
    book = workbook([("text",), ("May.",)], [("Notes",), ("none",)], [("Body",), (), ("June.",)])
    assert articles(book, "t.xlsx") == [
        ImportedArticle("May.", place="row 2"),
        ImportedArticle("June.", place="sheet “Sheet3”, row 3"),
    ]


def test_empty_workbook_is_a_sentence() -> None:
    assert "sheets are empty" in refusal(workbook([]), "t.xlsx")


def test_cut_short_is_a_sentence() -> None:
    assert "damaged or cut short" in refusal(workbook([("text",), ("One.",)])[:-200], "t.xlsx")


def test_bomb_is_refused_before_it_unfolds() -> None:
    bomb = changed(workbook([("text",), ("One.",)]), ("<sheetData>", "<sheetData>" + " " * 3_000_000))
    (item,) = read(bomb, name="t.xlsx", limits=Limits(unpacked_mb=1))
    assert isinstance(item, RefusedFile)
    assert "1 MB is the limit" in item.sentence

"""CSV as other programs write it, and as nobody honest does."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.dispatch import read
from factcheck.readers.sandbox import read_sandboxed
from tests.readers.builders import articles, only, refusal


def test_row_with_a_cell_too_many_is_refused_rather_than_cut() -> None:
    cut, good = articles("title,text\nMay,It was warm, she said.\nJune,It is June.\n", "t.csv", "csv")
    assert isinstance(cut, RefusedFile)
    assert cut.place == "row 2"
    assert "3 cells and the table 2 columns" in cut.sentence
    assert good == ImportedArticle("It is June.", title="June", place="row 3")


def test_empty_cells_at_the_end_of_a_row_harm_nothing() -> None:
    assert only("title,text\nMay,It was May.,,,\n", "t.csv").text == "It was May."


@pytest.mark.parametrize("before", ["\r\n\r\n", "sep=;\r\n", "\ufeffsep=;\r\n", ";;\r\n"])
def test_what_stands_before_the_heading_is_passed_over(before: str) -> None:
    assert only(f"{before}title;text\r\nMay;It was May.\r\n", "t.csv", "csv").text == "It was May."


def test_separator_is_what_makes_the_names_known() -> None:
    article = only("text;title;note (a, b, c, d)\nIt was May.;May;x\n", "t.csv")
    assert (article.text, article.title) == ("It was May.", "May")


def test_lines_may_end_as_on_an_old_mac() -> None:
    assert [item.place for item in articles("text\rOne.\rTwo.\r", "t.csv")] == ["row 2", "row 3"]


def test_letter_of_windows_far_behind_the_beginning_is_read() -> None:
    data = b"text\n" + b"A row of it.\n" * 10_000 + "Fährt.\n".encode("cp1252")
    assert articles(data, "t.csv")[-1] == ImportedArticle("Fährt.", place="row 10002")


@pytest.mark.parametrize("blank", ["\n \n\n", ",,,\n,,,\n"])
def test_table_of_nothing_is_a_sentence(blank: str) -> None:
    assert refusal(blank, "t.csv").endswith(".")
    assert "Error" not in refusal(blank, "t.csv")


def test_program_among_the_rows_is_refused_alone() -> None:
    bad, good = articles(b"text\n\x01\x02\x00\nGood.\n", "t.csv")
    assert isinstance(bad, RefusedFile)
    assert good == ImportedArticle("Good.", place="row 3")


def test_line_without_end_takes_no_memory() -> None:
    data = io.BytesIO(b"text\nGood.\n" + b"x" * 60_000_000)
    tracemalloc.start()
    try:
        items = list(read(data, name="t.csv"))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert items[0] == ImportedArticle("Good.", place="row 2")
    assert isinstance(items[-1], RefusedFile)
    assert "a cell is too long" in items[-1].sentence
    assert most < 40_000_000


def test_long_table_comes_through_the_fence_row_by_row() -> None:
    stream = read_sandboxed(b"title,text\n" + b"May,It was May.\n" * 50_000, name="t.csv", limits=Limits(articles=3))
    assert [type(item) for item in stream] == [ImportedArticle, ImportedArticle, ImportedArticle, RefusedFile]

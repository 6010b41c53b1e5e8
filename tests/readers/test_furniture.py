"""Who wrote it and when, read from the lines above a text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from factcheck.readers.base import Note
from factcheck.readers.furniture import furniture_of
from tests.readers.builders import only

DAY = dt.date(2026, 11, 23)
BODY = "The ferry ran aground, officials said."


@pytest.mark.parametrize(
    ("line", "byline", "day"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("BY JANE DOE", "JANE DOE", None),
        ("By Jane Doe and Omar El-Sayed", "Jane Doe and Omar El-Sayed", None),
        ("By Ursula von der Leyen in Rome, staff writer", "Ursula von der Leyen in Rome, staff writer", None),
        ("By The Associated Press", "The Associated Press", None),
        ("Words by Žofia Łukasik", "Žofia Łukasik", None),
        ("By Jane Doe | 23 November 2026", "Jane Doe", DAY),
        ("By Jane Doe, Nov. 23, 2026, 10:45 a.m. ET", "Jane Doe", DAY),
        ("By Jane Doe 23 November 2026", "Jane Doe", DAY),
        ("By Jane Doe · Published 2026-11-23 · 4 min read", "Jane Doe", DAY),
        ("Published: Monday, November 23rd, 2026 at 09:12 GMT", "", DAY),
        ("Published 23.11.2026 – Updated 24.11.2026", "", DAY),
        ("23 Nov 2026", "", DAY),
    ],
)  # fmt: skip
def test_a_line_that_says_who_and_when(line: str, byline: str, day: dt.date | None) -> None:
    head = furniture_of(["Ferry runs aground", "", line, "", BODY])
    assert (head.byline, head.published_on, set(head.lines)) == (byline, day, {2})


@pytest.mark.parametrize(
    "line",
    [
        "By Monday all ferries were back.",
        "By Monday",
        "By and large",
        "By the numbers",
        "By train across Europe",
        "By Jane Doe: the harbour's new voice",
        "By Jane Doe | Why it matters",
        "It happened on 23 November 2026",
        "23 November 2026: the ferry sinks",
        "40 November 2026",
        "03/04/2026",
        "By " + "Jane " * 40,
        "Jane Doe",
    ],
)
def test_any_other_line_is_text(line: str) -> None:
    assert furniture_of(["Ferry runs aground", line, BODY]).lines == {}


def test_the_headline_is_none_unless_the_title_stands_elsewhere() -> None:
    lines = ["By Train Across Europe", "It takes long."]
    assert furniture_of(lines).byline == ""
    assert furniture_of(["By Jane Doe", "It takes long."], is_titled=True).byline == "Jane Doe"


def test_a_line_far_down_is_text() -> None:
    assert furniture_of(["Ferry", *[BODY] * 4, "By Jane Doe"]).lines == {}


def test_dates_of_a_timeline_are_text() -> None:
    lines = ["The ferry, day by day", "23 November 2026", BODY, "24 November 2026", BODY]
    assert furniture_of(lines).lines == {}
    head = furniture_of(["The ferry", "By Jane Doe", *lines[1:]])
    assert (head.byline, head.published_on, set(head.lines)) == ("Jane Doe", None, {1})


@pytest.mark.parametrize(("name", "mark"), [("ferry.txt", ""), ("ferry.md", "# ")])
def test_the_head_of_a_text_is_no_claim(name: str, mark: str) -> None:
    article = only(f"{mark}Ferry runs aground\n\nBy Jane Doe\n\nPublished 23 November 2026\n\n{BODY}\n\nTwo.", name)
    assert article.text == f"Ferry runs aground\n\n{BODY}\n\nTwo."
    assert (article.title, article.byline, article.published_on) == ("Ferry runs aground", "Jane Doe", DAY)


def test_front_matter_is_believed_before_the_head() -> None:
    article = only(f"---\nauthor: Ina Berg\n---\n# Ferry runs aground\n\nBy Jane Doe\n\n{BODY}\n", "ferry.md")
    assert (article.byline, article.text) == ("Ina Berg", f"Ferry runs aground\n\n{BODY}")


def test_the_head_of_a_word_document_keeps_its_comments() -> None:
    document = Document()
    document.add_heading("Ferry runs aground", 0)
    byline = document.add_paragraph().add_run("By Jane Doe | 23 November 2026")
    document.add_comment(byline, text="And Tom?", author="Jo")
    document.add_comment(document.add_paragraph().add_run(BODY), text="Which?", author="Jo")
    file = BytesIO()
    document.save(file)
    article = only(file.getvalue(), "ferry.docx")
    assert (article.title, article.byline, article.published_on) == ("Ferry runs aground", "Jane Doe", DAY)
    assert article.text == BODY
    notes = [replace(note, at="") for note in article.notes]
    assert notes == [Note(0, len(BODY), "Jo", "On the byline: And Tom?"), Note(0, len(BODY), "Jo", "Which?")]


def test_a_byline_is_named_without_its_by() -> None:
    row = '{"title": "Ferry", "byline": "By Jane Doe", "text": "It sank."}\n'
    assert only(row + "\n", "a.jsonl").byline == "Jane Doe"
    assert only(row.replace("By Jane Doe", "Byron Bay"), "a.jsonl").byline == "Byron Bay"

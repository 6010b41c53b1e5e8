"""How each format's file is opened: by a reader of that format which is not ours, and which takes offence.

A reader raises when a file is damaged, or when anything in it is more than text.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import docx
import openpyxl
import pypdfium2
import pytest
from jsonschema import Draft202012Validator

from factcheck.reports.formats.json_file import SCHEMA_FILE
from factcheck.reports.formats.pdf_file import shown
from factcheck.reports.text import visible
from factcheck.spreadsheets import cell
from tests.reports.jsonld_contexts import expanded
from tests.reports.page_parser import parse
from tests.reports.test_csv_file import is_formula
from tests.reports.test_docx_file import anchored, fields_of, words_of

_SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Opened:
    """What a program has of a file: the words of each claim in order, and every text in it."""

    claims: list[str]
    texts: list[str]


def _is_same(text: str, read: str) -> bool:
    return text == read


def _is_within(text: str, read: str) -> bool:
    return text in read


@dataclass(frozen=True)
class Reader:
    open: Callable[[bytes], Opened]
    #: How it says when something was: in words for people, in cells of a table, or for programs.
    clock: Literal["words", "cells", "UTC", "day"]
    #: What becomes of a text in the format: what can't be shown is replaced, what could be run is guarded.
    as_written: Callable[[str], str] = str
    #: Whether what was read is a text as it was written, but for what a page or a paragraph does to it.
    is_same: Callable[[str, str], bool] = _is_same
    is_within: Callable[[str, str], bool] = _is_within
    #: Whether notes and evidence are in it; what the desk keeps to itself has no place in some.
    has_notes: bool = True

    def reads(self, opened: Opened, texts: Sequence[str]) -> bool:
        """Whether these are the words of its claims, in this order."""
        pairs = zip(texts, opened.claims, strict=True)
        return all(self.is_same(self.as_written(text), claim) for text, claim in pairs)

    def holds(self, opened: Opened, text: str) -> bool:
        return any(self.is_within(self.as_written(text), each) for each in opened.texts)


def _texts_in(value: Any) -> list[str]:
    """Every string within a JSON value."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts_in(inner)]
    return [value] if isinstance(value, str) else []


def _open_csv(content: bytes) -> Opened:
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    heading, *rows = table
    assert {len(row) for row in table} == {len(heading)}
    for delimiter in ",;\t":  # in much of Europe a spreadsheet cuts at semicolons
        cut = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
        assert [value for row in cut for value in row if is_formula(value)] == []
    return Opened([row[heading.index("Claim")] for row in rows], [value for row in table for value in row])


def _open_xlsx(content: bytes) -> Opened:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [each for sheet in book for row in sheet.iter_rows() for each in row if each.value is not None]
    assert [each.value for each in cells if each.data_type == "f"] == []
    links = [each.hyperlink.target for each in cells if each.hyperlink]
    assert [link for link in links if not link.startswith(("https://", "http://"))] == []
    heading, *rows = book["Claims"].iter_rows(values_only=True)
    column = heading.index("Claim")
    return Opened([str(row[column]) for row in rows], [str(each.value) for each in cells])


def _open_docx(content: bytes) -> Opened:
    document: Any = docx.Document(io.BytesIO(content))
    assert fields_of(document) == ["PAGE"]
    reviews = [comment.comment_id for comment in document.comments if comment.text.startswith("Claim ")]
    words = anchored(document)
    claims = [words.get(number, "") for number in reviews]
    comments = [words_of(comment._comment_elm) for comment in document.comments]
    authors = [comment.author for comment in document.comments]
    return Opened(claims, [words_of(document.element.body), *comments, *authors])


#: Where a claim's own words end in a PDF: its first line begins with one of these.
_PDF_CLAIM = re.compile(r"Claim\d+[a-z]*·(?:Verified|Notchecked)")
_PDF_LINES = re.compile("Serious|Concern|Note|Dismissed|Sourcing")


def _open_pdf(content: bytes) -> Opened:
    document = pypdfium2.PdfDocument(content)
    assert pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document) == 0
    assert document.count_attachments() == 0
    document.close()
    assert not re.search(rb"/S ?/(JavaScript|Launch|SubmitForm|GoToR|ImportData)\b", content)
    links = re.findall(rb"/URI ?\(([^)]*)\)", content)
    assert [link for link in links if not link.startswith((b"https://", b"http://"))] == []
    without_footer = ("-x", "0", "-y", "0", "-W", "595", "-H", "782")
    run = subprocess.run(["pdftotext", "-raw", *without_footer, "-", "-"], input=content, capture_output=True)
    assert run.returncode == 0
    text = _folded(run.stdout.decode())
    _, *claims = _PDF_CLAIM.split(text)
    return Opened([_PDF_LINES.split(claim)[0] for claim in claims], [text])


def _folded(text: str) -> str:
    """Without what a page adds: its line ends, marks of direction, and places to break a long word."""
    return "".join(re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


def _open_json(content: bytes) -> Opened:
    value = json.loads(content.decode())
    Draft202012Validator(_SCHEMA).validate(value)
    for claim in value["claims"]:
        assert value["article"]["text"][claim["start"] : claim["end"]] == claim["text"]
    return Opened([claim["text"] for claim in value["claims"]], _texts_in(value))


def _jsonld(content: bytes) -> Any:
    """The value, read from the page that it is made to stand in."""
    page = parse(f'<main><script type="application/ld+json">{content.decode()}</script><p>After.</p></main>')
    assert [child.tag for child in page.one("main").children if not isinstance(child, str)] == ["script", "p"]
    value = json.loads(page.one("script").text)
    assert expanded(value)
    return value


def _open_webannotation(content: bytes) -> Opened:
    value = _jsonld(content)
    quotes = [annotation["target"]["selector"][0]["exact"] for annotation in value["first"]["items"]]
    return Opened(quotes, _texts_in(value))


def _open_claimreview(content: bytes) -> Opened:
    value = _jsonld(content)
    reviews = [node["claimReviewed"] for node in value["@graph"] if node["@type"] == "ClaimReview"]
    return Opened(reviews, _texts_in(value))


def _is_from_the_right(text: str) -> bool:
    """Whether a page has some of its letters in another order: the one in which they are seen."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL", "RLO") for letter in text)


def _is_same_on_a_page(text: str, read: str) -> bool:
    if _is_from_the_right(text):
        return sorted(_folded(text)) == sorted(_folded(read))
    return _folded(text) == _folded(read)


def _is_on_the_page(text: str, page: str) -> bool:
    if _is_from_the_right(text):
        return all(word in page or word[::-1] in page for word in re.findall(r"\w+", text))
    return _folded(text) in page


def _without_line_ends(text: str) -> str:
    return text.replace("\n", "")


READERS = {
    "csv": Reader(_open_csv, "cells", as_written=cell),
    "xlsx": Reader(_open_xlsx, "cells", as_written=visible),
    "docx": Reader(
        _open_docx,
        "words",
        as_written=visible,
        # Each line of the article is a paragraph: its line ends are no letters.
        is_same=lambda text, read: _without_line_ends(text) == _without_line_ends(read),
    ),
    "pdf": Reader(_open_pdf, "words", as_written=shown, is_same=_is_same_on_a_page, is_within=_is_on_the_page),
    "json": Reader(_open_json, "UTC"),
    "webannotation": Reader(_open_webannotation, "UTC"),
    "claimreview": Reader(_open_claimreview, "day", has_notes=False),
}


def reader_of(slug: str) -> Reader:
    """The reader of a format; without one the format can't be published."""
    if slug not in READERS:
        pytest.fail(
            f"Nobody reads the format “{slug}” back. Add a row to READERS in tests/reports/readers.py: a function that "
            "opens its file with a program’s own reader and raises when anything in it is more than text, how "
            "it says a time, and what becomes of a text in it."
        )
    return READERS[slug]

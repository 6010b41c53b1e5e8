"""The command line: a page for people, lines for measuring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factcheck.record.__main__ import main

RECORD = "DAHL: We will not close the pier.\n\nVANCE: It carries 1,200 people a day and it pays for itself.\n"
ARTICLE = "“We will close the pier,” Dahl said. Vance said that “it pays for itself”.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "record.txt").write_text(RECORD, encoding="utf-8")
    pair = {"doc": "pier", "text": "article.txt", "records": ["record.txt"]}
    (tmp_path / "pairs.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    return tmp_path


def test_a_page_says_class_place_and_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "article.txt"), str(folder / "record.txt")]) == 0
    page = capsys.readouterr().out
    assert "2 quotations: 1 word for word, 1 altered" in page
    assert "≠ Altered, DAHL, line 1" in page
    assert "“We will [-not-] close the pier,”" in page
    assert "“not” is left out." in page
    assert "= Word for word, VANCE, line 3" in page


def test_lines_for_measuring(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpus", str(folder)]) == 0
    altered, verbatim = map(json.loads, capsys.readouterr().out.splitlines())
    assert altered == {
        "doc": "pier",
        "quote": [1, 24],
        "record": "record.txt",
        "passage": [6, 32],
        "class": "altered",
        "differences": [{"quote": [9, 9], "record": [14, 17], "kind": "negation"}],
    }
    assert (verbatim["class"], verbatim["differences"]) == ("verbatim", [])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name an article and at least one record"),
        (["--corpus", "{}"], "There is no pairs.jsonl"),
        (["{}/none.txt", "{}/none.txt"], "can’t be read"),
        (["{}/binary.txt", "{}/binary.txt"], "is not UTF-8 text"),
        (["{}/empty.txt", "{}/empty.txt"], "There is no text"),
    ],
)
def test_a_refusal_is_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    assert main([argument.format(tmp_path) for argument in arguments]) == 2
    problem = capsys.readouterr().err
    assert sentence in problem
    assert problem.count("\n") == 1

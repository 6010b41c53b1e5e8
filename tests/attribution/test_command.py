"""``python -m factcheck.attribution``: a table for people, JSON lines for scoring."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.attribution.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = "Mayor Jane Doyle told the BBC that the wall held.\r\nIt was said to be old. The shop — 商店 — opened.\n"


class _Input:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)

    def isatty(self) -> bool:
        return False


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch):
    return lambda raw: monkeypatch.setattr(sys, "stdin", _Input(raw))


def test_table_names_status_source_and_cue(stdin, capsys: pytest.CaptureFixture[str]) -> None:
    stdin(ARTICLE.encode())
    assert main([]) == 0
    out = capsys.readouterr().out
    assert "Named official     Mayor Jane Doyle" in out
    assert "told → the BBC" in out
    assert "3 sentences: 1 named official, 1 hedged, no source, 1 no attribution." in out
    assert max(len(line) for line in out.splitlines()) <= 120


def test_the_outlet_may_be_said(stdin, capsys: pytest.CaptureFixture[str]) -> None:
    for options, status in (([], "1 another outlet"), (["--outlet", "bbc.co.uk"], "1 no attribution")):
        stdin(b"The BBC reported on Monday that the wall held.")
        assert main(options) == 0
        assert f"1 sentence: {status}." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"caf\xe9", "This is not UTF-8 text (standard input, byte 3); convert it first."),
        (b" \n", "There is no text in standard input."),
    ],
)
def test_unreadable_input_is_one_sentence(stdin, capsys: pytest.CaptureFixture[str], raw: bytes, words: str) -> None:
    stdin(raw)
    assert main([]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", words + "\n")


def test_corpus_lines_keep_the_offsets_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "one.txt").write_bytes(ARTICLE.encode())
    assert main(["--corpus", str(tmp_path)]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["doc"] == "one"
    assert row["statuses"] == ["named_official", "hedged", "unattributed"]
    first = row["attributions"][0]
    assert [ARTICLE[s:e] for s, e in first["source"]] == ["Mayor Jane Doyle"]
    assert [ARTICLE[s:e] for s, e in first["cue"]] == ["told"]
    assert first["status"] == "named_official"
    assert row["attributions"][1]["source"] is None
    start, end = row["sentences"][0]
    assert ARTICLE[start:end].endswith("held.")


def test_folder_without_texts_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpus", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"There is no .txt file in {tmp_path / 'text'}.\n"


def test_unknown_detector_is_one_sentence(stdin, capsys: pytest.CaptureFixture[str]) -> None:
    stdin(ARTICLE.encode())
    assert main(["--detector", "nowhere.Nobody"]) == 2
    assert capsys.readouterr().err.startswith("There is no detector “nowhere.Nobody”")


def test_detection_leaves_nothing_at_home_and_says_nothing_of_its_own(tmp_path: Path) -> None:
    """A library that would count its users keeps a number in the home folder, or complains that it can't."""
    closed = tmp_path / "closed"
    closed.touch()
    for home in (tmp_path / "home", closed / "home"):
        command = [sys.executable, "-m", "factcheck.attribution"]
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, input="Officials said it rained.", env=environment, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert not home.exists()

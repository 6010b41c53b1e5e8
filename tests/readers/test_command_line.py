"""``python -m factcheck.readers FILE…``: what a file holds, without a database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.readers.__main__ import main
from tests.readers.test_docx_file import bridge
from tests.readers.test_every_kind import WORDS, samples_of


def test_it_prints_what_a_file_says_of_itself_and_its_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "stories.csv"
    path.write_bytes(samples_of("csv").good)

    assert main([str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"file: {path}",
        "place: row 2",
        "title: Ferry sails",
        "byline: Ina Berg",
        "published on: 2024-05-06",
        "",
        WORDS,
        "",
    ]


def test_margin_comments_follow_the_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bridge.docx"
    path.write_bytes(bridge())

    assert main([str(path)]) == 0
    assert "Margin comment by Jane Doe on “closed the bridge”: Who says so?" in capsys.readouterr().out


def test_what_cannot_be_read_is_a_sentence_and_a_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, picture = tmp_path / "stories.csv", tmp_path / "picture.png"
    table.write_bytes(b"title,text\nFerry sails,\n")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")

    assert main([str(table), str(picture)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{table}, row 2: It has no text; fill it in, or leave the row out.",
        f"{picture}: This is a picture; type out its text and paste it.",
    ]


def test_it_runs_as_a_module() -> None:
    seed = Path(__file__).parents[2] / "seeds" / "qatar-hamas-doha.txt"
    done = subprocess.run(
        [sys.executable, "-m", "factcheck.readers", str(seed)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "Qatar has agreed to expel leaders of Hamas" in done.stdout

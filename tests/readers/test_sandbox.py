"""Files of strangers are read in a process of its own: whatever they do to it, the answer is a sentence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import psutil
import pytest

from factcheck.readers.base import ImportedArticle, Limits, Refused
from factcheck.readers.dispatch import read
from factcheck.readers.sandbox import read_sandboxed
from tests.readers.test_docx_file import bridge
from tests.readers.test_pdf_file import typeset
from tests.readers.test_tables import ROWS, csv_of, workbook

GOOD = {
    "bridge.docx": bridge(),
    "bridge.pdf": typeset("The bridge is closed, she said."),
    "stories.csv": csv_of(",", "utf-8"),
    "stories.xlsx": workbook(ROWS),
    "story.md": b"# Ferry\n\nIt *sails* again.\n\n## More\n\nTwice.\n",
    "story.txt": "Fähre fährt\nSie fährt wieder.".encode(),
    "story.eml": b"From: A <a@example.org>\nSubject: Ferry\nMIME-Version: 1.0\n\nIt sails again.\n",
    "feed.xml": b"<rss version='2.0'><channel><title>W</title><item><title>A</title>"
    b"<description>It sails.</description></item></channel></rss>",
    "story.json": b'{"headline": "Ferry", "body_html": "<p>It sails.</p>", "byline": "A"}',
    "story.html": b"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>"
    + b"The ferry sails again, the harbour master said on Monday. " * 5
    + b"</p></article></body></html>",
}


def children() -> list[psutil.Process]:
    ours = psutil.Process().children(recursive=True)
    return [one for one in ours if "factcheck.readers" in one.cmdline()]


@pytest.mark.parametrize("name", GOOD)
def test_behind_the_fence_a_file_reads_as_in_front_of_it(name: str) -> None:
    found = list(read_sandboxed(GOOD[name], name=name))
    assert found == list(read(GOOD[name], name=name))
    assert any(isinstance(one, ImportedArticle) for one in found)
    assert not children()


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_cut_short_is_a_sentence_or_what_is_left(name: str, share: float) -> None:
    data = GOOD[name][: int(len(GOOD[name]) * share)]
    for one in read(data, name=name):
        assert isinstance(one, ImportedArticle) or (one.sentence.endswith(".") and "\n" not in one.sentence)


def refusal(data: bytes, name: str, **limits: int) -> str:
    *_, last = read_sandboxed(data, name=name, limits=Limits(**limits))
    assert isinstance(last, Refused)
    assert not children()
    return last.sentence


def test_memory_is_bounded() -> None:
    big = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bridge())) as old, zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * 800_000)
            new.writestr(name, part)
    said = refusal(big.getvalue(), "big.docx", memory_mb=200, ratio=10_000)
    assert "more than 200 MB of memory" in said


def test_waiting_is_bounded() -> None:
    assert "longer than 0 seconds" in refusal(GOOD["bridge.pdf"], "bridge.pdf", seconds=0)


def test_processor_time_is_bounded() -> None:
    """The kernel ends the process, however busily it answers."""
    long = b"text,title\n" + b",a\n" * 8_000_000
    assert "longer than 1 seconds" in refusal(long, "long.csv", total_seconds=1, articles=10**9)


def test_size_is_bounded() -> None:
    assert "larger than 1 MB" in refusal(b"a" * 1_100_000, "a.txt", file_mb=1)


def test_caller_who_stops_asking_ends_the_process() -> None:
    answers = read_sandboxed(csv_of(",", "utf-8") + b"\r\na,b,c,,,d,\r\n" * 100_000, name="s.csv")
    next(answers)
    assert children()
    answers.close()  # type: ignore[attr-defined]
    assert not children()


def test_pipes_folders_and_what_is_gone_are_sentences(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, words in (
        (tmp_path / "pipe", "a pipe; give a file"),
        (tmp_path, "Is a directory"),
        (tmp_path / "gone", "No such file"),
    ):
        (one,) = read_sandboxed(path)
        assert isinstance(one, Refused)
        assert words in one.sentence


def test_a_reader_reaches_no_network_and_starts_nothing() -> None:
    code = (
        "import socket, subprocess\n"
        "from factcheck.readers.__main__ import limit\n"
        "from factcheck.readers.base import Limits\n"
        "limit(Limits())\n"
        "for tried in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: subprocess.run(['true'])):\n"
        "    try: tried()\n"
        "    except PermissionError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["refused", "refused"], done.stderr

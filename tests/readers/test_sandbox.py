"""Files of strangers are read in a process of its own: whatever they do to it, the answer is a sentence."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import psutil
import pytest

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.dispatch import read
from factcheck.readers.kinds import KINDS
from factcheck.readers.sandbox import read_sandboxed
from tests.readers.test_docx_file import bridge
from tests.readers.test_every_kind import samples_of
from tests.readers.test_tables import csv_of


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if is_sandbox(child)]


def is_sandbox(process: psutil.Process) -> bool:
    try:
        return "factcheck.readers.sandboxed_process" in process.cmdline()
    except psutil.Error:  # it has ended, whatever it was
        return False


@pytest.mark.parametrize("slug", KINDS)
def test_in_the_sandbox_a_file_reads_as_it_does_outside(slug: str) -> None:
    data = samples_of(slug).good
    items = list(read_sandboxed(data))
    assert items == list(read(data))
    assert any(isinstance(item, ImportedArticle) for item in items)
    assert not children()


def test_a_word_file_keeps_its_notes_on_the_way_out_of_the_sandbox() -> None:
    data = bridge()  # once: each is dated when it is made
    (article,) = read_sandboxed(data)
    assert article == next(read(data))
    assert isinstance(article, ImportedArticle)
    assert article.notes


@pytest.mark.parametrize("slug", KINDS)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_cut_short_is_a_sentence_or_what_is_left(slug: str, share: float) -> None:
    data = samples_of(slug).good
    for item in read(data[: int(len(data) * share)], name=f"cut{KINDS[slug].endings[0]}"):
        assert isinstance(item, ImportedArticle) or (item.sentence.endswith(".") and "\n" not in item.sentence)


def refusal(data: bytes, name: str, **limits: Any) -> str:
    *_, last = read_sandboxed(data, name=name, limits=Limits(**limits))
    assert isinstance(last, RefusedFile)
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
    assert "more than 200 MB of memory" in refusal(big.getvalue(), "big.docx", memory_mb=200, ratio=10_000)


def test_waiting_is_bounded() -> None:
    assert "longer than 0 seconds" in refusal(samples_of("pdf").good, "bridge.pdf", seconds=0)


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
        (item,) = read_sandboxed(path)
        assert isinstance(item, RefusedFile)
        assert words in item.sentence

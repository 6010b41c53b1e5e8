"""The model's files: whole, or one sentence at start. And what it reads in one process."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from factcheck.attribution import learned
from factcheck.attribution.learned import LearnedDetector
from factcheck.attribution.parse import ModelMissing
from factcheck.attribution.tagger import FOLDER, Tagger, read_card

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_the_model_is_small_and_8_bit() -> None:
    assert (FOLDER / "tagger.onnx").stat().st_size < 40_000_000


def test_one_place_loads_the_library_that_would_report_its_use() -> None:
    """In training too; the usage reports are off by then."""
    code = (ROOT / "factcheck").rglob("*.py")
    assert [path for path in code if re.search(r"^\s*(import|from) onnxruntime", path.read_text(), re.M)] == []
    loads = "import os; from factcheck.attribution import onnx_runtime; onnx_runtime.load(); print(*os.environ)"
    done = subprocess.run(
        [sys.executable, "-c", loads],
        cwd=ROOT,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ORT_DISABLE_TELEMETRY" in done.stdout.split()


@pytest.mark.parametrize("name", ["tagger.onnx", "tokenizer.json", "model.json"])
def test_a_missing_file_is_one_sentence(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelMissing, match=rf"^The detection model is missing \(.*{name}\); restore the folder .*\.$"):
        Tagger(folder)


@pytest.mark.parametrize("name", ["tagger.onnx", "tokenizer.json"])
def test_a_damaged_file_is_one_sentence(folder: Path, name: str) -> None:
    with (folder / name).open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\0\0\0")
    with pytest.raises(ModelMissing, match=r"^The detection model in .* is damaged or incomplete; restore .*\.$"):
        Tagger(folder)


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"name": "x"}', '{"name": "x", "sha256": {}, "begin": 1, "end": 2, "pad": 0, "weights": {"x": 1}}'],
)
def test_a_damaged_card_is_one_sentence(folder: Path, content: str) -> None:
    (folder / "model.json").write_text(content)
    with pytest.raises(ModelMissing, match="damaged or incomplete"):
        read_card(folder)


def test_a_file_that_is_no_network_is_one_sentence(folder: Path) -> None:
    import hashlib

    (folder / "tagger.onnx").write_bytes(b"no network")
    card = json.loads((folder / "model.json").read_text())
    card["sha256"]["tagger.onnx"] = hashlib.sha256(b"no network").hexdigest()
    (folder / "model.json").write_text(json.dumps(card))
    with pytest.raises(ModelMissing, match="damaged or incomplete"):
        Tagger(folder).read("The mayor said so.")


def test_a_process_forked_behind_a_tagger_reads_and_ends() -> None:
    code = """
import os, sys
from factcheck.attribution.tagger import Tagger
tagger = Tagger()
child = os.fork()
if child == 0:
    words, tagged = tagger.read("The mayor said so.")
    sys.exit(0 if len(words.spans) == len(tagged.tags) == 5 else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_the_system_check_says_it_at_start(folder: Path, monkeypatch: pytest.MonkeyPatch, settings) -> None:  # type: ignore[no-untyped-def]
    settings.ATTRIBUTION_DETECTOR = "factcheck.attribution.learned.LearnedDetector"
    assert run_checks() == []
    (folder / "tagger.onnx").unlink()
    monkeypatch.setattr(learned, "FOLDER", folder)
    assert [message.id for message in run_checks()] == ["factcheck.E006"]
    with pytest.raises(ModelMissing):
        LearnedDetector(folder)

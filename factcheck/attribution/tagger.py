"""The trained network at work: onnxruntime on the CPU, no PyTorch.

The weights are beside this file, in ``model/``: ``tagger.onnx`` (8-bit), ``tokenizer.json`` (the vocabulary) and
``model.json`` (what they are, their SHA-256, and the numbers chosen on held-out articles).
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from factcheck.attribution import onnx_runtime
from factcheck.attribution.decode import Weights
from factcheck.attribution.encoding import Window, Words, read_words
from factcheck.attribution.parse import ModelMissing
from factcheck.attribution.tags import Tagged, filled, tag

FOLDER = Path(__file__).parent / "model"
#: One text is read on one core: a desk's server has other things to do meanwhile.
_THREADS = 1
# The vocabulary's own threads would not survive the fork of a web server's workers.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


@dataclass(frozen=True, slots=True)
class Card:
    """What ``model.json`` says: the name, the vocabulary's marks, and what was chosen on held-out articles."""

    name: str
    begin: int
    end: int
    pad: int
    weights: Weights
    #: See ``probability.Coefficients``; empty while there are none.
    calibration: dict[str, list[float]]


class Tagger:
    """Tags texts. Safe to use from several threads; making one reads 23 MB.

    The network itself is loaded when the first text is read (a tenth of a second), and onnxruntime imported only then:
    it starts threads of its own, and a process forked after that would hang when it ends. So a web server may make a
    Tagger before it forks its workers, and must not read with it.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.card = read_card(folder)
        self._folder = folder
        self._loading = threading.Lock()
        self._session: Any = None
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as problem:  # the library raises bare exceptions
            raise ModelMissing(_damaged(folder)) from problem
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def _network(self) -> Any:
        with self._loading:
            if self._session is None:
                self._session = _load(self._folder / "tagger.onnx")
            return self._session

    def read(self, text: str) -> tuple[Words, Tagged]:
        """The words of a text and what the network says of each. Raises ModelMissing when it can't be loaded."""
        network = self._network()

        def run(batch: Sequence[Window]) -> tuple[Any, Any]:
            ids, shapes, mask = filled(batch, self.card.pad)
            tags, links = network.run(["tags", "links"], {"ids": ids, "shapes": shapes, "mask": mask})
            return tags, links

        words = read_words(text, self._tokenizer)
        return words, tag(words, run, begin=self.card.begin, end=self.card.end)


def _load(path: Path) -> Any:
    onnxruntime = onnx_runtime.load()  # not before: see Tagger
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = _THREADS
    options.enable_cpu_mem_arena = False  # the arena keeps what the longest text needed, for ever
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # the library raises bare exceptions
        raise ModelMissing(_damaged(path.parent)) from problem


def read_card(folder: Path) -> Card:
    """Read ``model.json`` and check that the files beside it are the ones it was written for.

    Raises ModelMissing, in one sentence that says what to do, when a file is missing or damaged.
    """
    path = folder / "model.json"
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        for name, checksum in card["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != checksum:
                raise ModelMissing(_damaged(folder))
        return Card(
            name=card["name"],
            begin=card["begin"],
            end=card["end"],
            pad=card["pad"],
            weights=Weights(**card["weights"]),
            calibration=card["calibration"],
        )
    except OSError as problem:
        raise ModelMissing(
            f"The detection model is missing ({problem.filename}); restore the folder {folder} from the project."
        ) from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise ModelMissing(_damaged(folder)) from problem


def _damaged(folder: Path) -> str:
    return f"The detection model in {folder} is damaged or incomplete; restore the folder from the project."

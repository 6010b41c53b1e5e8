"""Train the tagger again: ``python -m factcheck.attribution.train --corpus DIR --base DIR --teacher DIR --work DIR``.

Needs the packages of ``factcheck/attribution/training/requirements.txt`` in addition to those of the project.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
import transformers
from tokenizers import Tokenizer

from factcheck.attribution.encoding import Window
from factcheck.attribution.learned import LearnedDetector
from factcheck.attribution.probability import STATUS, features
from factcheck.attribution.tagger import FOLDER, read_card
from factcheck.attribution.tags import Tagged, filled, tag
from factcheck.attribution.training.brat import Document, read_corpus
from factcheck.attribution.training.calibrate import Judged, cross_checked, fit, judged, reliability
from factcheck.attribution.training.examples import Example, example
from factcheck.attribution.training.export import write_card, write_onnx
from factcheck.attribution.training.learn import Marks, Opinions, Settings, held_apart, learn, shifted
from factcheck.attribution.training.measure import measure
from factcheck.attribution.training.network import Network
from factcheck.attribution.training.score import table, total

NAME = "tagger-3"
#: This share of the articles is never learned from: thresholds are chosen and probabilities fitted on it.
_HELD_OUT = 0.1
#: Which articles are held out; the year of the corpus.
_SEED = 2016
#: The settings of all runs were chosen by hand, with the held-out articles.
_ALONE = Settings(epochs=3, rate=2e-4)
_TEACHER = Settings(epochs=2, rate=5e-5)
#: Two runs from the same start, and the share of each in the mean of their weights, which errs less than either.
_TAUGHT = {
    "taught-short": (0.4, Settings(epochs=3, rate=2e-4)),
    "taught-long": (0.6, Settings(epochs=8, rate=2e-4, teacher_weight=0.8)),
}
#: How often “reportedly” and the like decided rightly among the sentences of tests/attribution/statuses.
_HEDGES_RIGHT = 0.9


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, export and calibrate; a stage whose file is in the work folder already is not done again."""
    options = _options(arguments)
    transformers.logging.set_verbosity_error()
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    try:
        documents = list(read_corpus(options.corpus))
    except OSError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    learned_names, held_out = held_apart([document.name for document in documents], _HELD_OUT, _SEED)
    examples = [example(document, tokenizer) for document in documents if document.name in set(learned_names)]
    _say(f"{len(learned_names)} articles to learn from, {len(held_out)} held out")

    student, marks = Network(options.base), _marks(options.base)
    path = options.work / "alone.pt"
    if not path.exists():
        _stage(path, lambda part: learn(student, examples, marks, _ALONE, part))
    student.load_state_dict(torch.load(path))
    if options.teacher:
        # A larger network makes fewer mistakes than the annotators' noise lets a small one learn to avoid.
        opinions = _opinions_of_teacher(options, examples)
        alone = torch.load(path)
        for name, (_, settings) in _TAUGHT.items():
            path = options.work / f"{name}.pt"
            if not path.exists():
                student.load_state_dict(alone)
                _stage(path, partial(learn, student, examples, marks, settings, opinions=opinions))
        student.load_state_dict(_mean(options.work))

    options.out.mkdir(parents=True, exist_ok=True)
    write_onnx(student, options.out / "tagger.onnx")
    shutil.copyfile(options.base / "tokenizer.json", options.out / "tokenizer.json")
    card = {"name": NAME, "begin": marks.begin, "end": marks.end, "pad": marks.pad, "weights": {}, "calibration": {}}
    write_card(options.out, card)
    _calibrate(options.out, card, [document for document in documents if document.name in set(held_out)])
    return 0


def _mean(work: Path) -> dict[str, torch.Tensor]:
    """The weights of the taught runs, each with its share."""
    runs = [(share, torch.load(work / f"{name}.pt")) for name, (share, _) in _TAUGHT.items()]
    return {name: torch.stack([share * run[name] for share, run in runs]).sum(0) for name in runs[0][1]}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m factcheck.attribution.train", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, metavar="DIR", help="text/*.txt and attributions/*.ann")
    parser.add_argument("--base", type=Path, required=True, metavar="DIR", help="all-MiniLM-L6-v2, as downloaded")
    parser.add_argument("--teacher", type=Path, metavar="DIR", help="all-mpnet-base-v2, to learn from; may be left out")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="keeps the stages, to go on from")
    parser.add_argument(
        "--out", type=Path, default=FOLDER, metavar="DIR", help="where the model goes (default: %(default)s)"
    )
    return parser.parse_args(arguments)


def _opinions_of_teacher(options: argparse.Namespace, examples: Sequence[Example]) -> Opinions:
    """The tag probabilities that a larger network, trained on the same articles, gives them."""
    path = options.work / "opinions.npz"
    if not path.exists():
        teacher, marks = Network(options.teacher), _marks(options.teacher)
        trained = options.work / "teacher.pt"
        if not trained.exists():
            teacher.freeze(3)
            _stage(trained, lambda part: learn(teacher, examples, marks, _TEACHER, part))
        teacher.load_state_dict(torch.load(trained))
        read = reader(teacher, marks)
        arrays = {}
        for number, article in enumerate(examples, 1):
            arrays[article.name] = read(article).tags
            if number % 100 == 0:
                _say(f"the teacher has read {number} of {len(examples)} articles")
        _stage(path, lambda part: _save(part, arrays))
    with np.load(path) as stored:
        return {article.name: stored[article.name] for article in examples}


def _save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def _stage(path: Path, make: Callable[[Path], None]) -> None:
    """Make a file under another name first, so that an interrupted stage never looks finished."""
    part = path.with_suffix(".part")
    make(part)
    part.rename(path)


def reader(network: Network, marks: Marks) -> Callable[[Example], Tagged]:
    """A function by which a network reads an article."""
    network.eval()

    def run(batch: Sequence[Window]) -> tuple[np.ndarray, np.ndarray]:
        ids, shapes, mask = filled(batch, marks.pad)
        numbers = torch.stack([shifted(row, marks) for row in ids.tolist()])
        numbers = torch.where(torch.from_numpy(mask) == 1, numbers, marks.pad)
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            tags, links = network(numbers, torch.from_numpy(shapes), torch.from_numpy(mask))
        return tags.float().numpy(), links.float().numpy()

    return lambda article: tag(article.words, run, begin=marks.begin, end=marks.end, batch_size=8)


def _marks(base: Path) -> Marks:
    """A base's marks; MPNet has BERT's vocabulary moved along by its own marks."""
    vocabulary = Tokenizer.from_file(str(base / "tokenizer.json")).get_vocab()
    if "<s>" in vocabulary:
        return Marks(vocabulary["<s>"], vocabulary["</s>"], vocabulary["<pad>"], vocabulary["[UNK]"] - 100)
    return Marks(vocabulary["[CLS]"], vocabulary["[SEP]"], vocabulary["[PAD]"])


def _calibrate(folder: Path, card: dict[str, object], documents: Sequence[Document]) -> None:
    """Fit the probabilities on the articles held out, with the model as it will run, and say how well all does."""
    detector = LearnedDetector(folder)
    examples: list[Judged] = []
    figures = []
    for document in documents:
        words, tagged = detector.tagger.read(document.text)
        reading, candidates = detector.read(document.text, words, tagged)
        examples += judged(document, reading, features(reading, candidates, words, tagged))
        figures.append(measure(document, reading))
    coefficients = fit(examples) | {"hedge": [round(float(np.log(_HEDGES_RIGHT / (1 - _HEDGES_RIGHT))), 4)]}
    # Fitted on sentences that are not part of the corpus, so it is kept.
    coefficients |= {name: row for name, row in read_card(FOLDER).calibration.items() if name == STATUS}
    write_card(folder, {**card, "calibration": coefficients})
    _say(table(total(figures)))
    _say(reliability(cross_checked(examples)))


def _say(words: str) -> None:
    sys.stdout.write(words.rstrip("\n") + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Measure a detector: ``python -m factcheck.attribution.evaluate --corpus DIR`` or ``--statuses DIR``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from factcheck.attribution.detectors import DEFAULT, get_detector
from factcheck.attribution.parse import ModelMissing
from factcheck.attribution.training.brat import read_corpus, read_sentences
from factcheck.attribution.training.measure import measure
from factcheck.attribution.training.score import statuses_table, table, total
from factcheck.attribution.types import Detector, SourcingStatus


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0 when all went well, 2 with one sentence on stderr when not."""
    parser = argparse.ArgumentParser(
        prog="python -m factcheck.attribution.evaluate", description="Measure a detector on annotated articles."
    )
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument(
        "--corpus", type=Path, metavar="DIR", help="articles in DIR/text/*.txt, brat annotations in DIR/attributions"
    )
    mode.add_argument(
        "--statuses", type=Path, metavar="DIR", help="files of lines “status | sentence”, a blank line between passages"
    )
    parser.add_argument("--detector", metavar="PATH", help=f"dotted path of a detector (default {DEFAULT})")
    options = parser.parse_args(arguments)
    try:
        detector = get_detector(options.detector)
        print_out = _statuses(detector, options.statuses) if options.statuses else _corpus(detector, options.corpus)
    except (ModelMissing, LookupError, OSError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(f"{detector.name}\n{print_out}")
    return 0


def _corpus(detector: Detector, folder: Path) -> str:
    sentences = read_sentences(folder)
    documents = [document for document in read_corpus(folder) if not sentences or document.name in sentences]
    return table(
        total(measure(document, detector.detect(document.text), sentences.get(document.name)) for document in documents)
    )


def _statuses(detector: Detector, folder: Path) -> str:
    pairs: Counter[tuple[str, str]] = Counter()
    for passage in read_passages(folder):
        suggested = statuses_of(detector, [sentence for _, sentence in passage])
        pairs.update(zip((status for status, _ in passage), suggested, strict=True))
    return statuses_table(pairs, [status.value for status in SourcingStatus])


def statuses_of(detector: Detector, passage: Sequence[str]) -> list[str]:
    """What each sentence of a passage rests on; the passage is read as one paragraph."""
    reading = detector.detect(" ".join(passage))
    statuses, start = [], 0
    for sentence in passage:
        place = start + len(sentence) // 2
        at = next(number for number, sentence_read in enumerate(reading.sentences) if sentence_read.end > place)
        statuses.append(reading.suggestions[at].status.value)
        start += len(sentence) + 1
    return statuses


def read_passages(folder: Path) -> Iterator[list[tuple[str, str]]]:
    """Passages of (status, sentence) from ``folder/*.txt``. Raises ValueError, in one sentence, at a line amiss."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise FileNotFoundError(f"There is no .txt file in {folder}.")
    statuses = {status.value for status in SourcingStatus}
    for path in paths:
        passage: list[tuple[str, str]] = []
        for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
            if line.startswith("#"):
                continue
            if not line.strip():
                if passage:
                    yield passage
                passage = []
                continue
            status, _, sentence = (part.strip() for part in line.partition("|"))
            if status not in statuses or not sentence:
                raise ValueError(f"{path.name}, line {number}: write it as “status | sentence”, with a known status.")
            passage.append((status, sentence))


if __name__ == "__main__":
    sys.exit(main())

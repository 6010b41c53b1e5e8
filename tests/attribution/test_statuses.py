"""The statuses of a few hundred sentences of our own, over many beats, as a careful editor would give them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from factcheck.attribution.detectors import get_detector
from factcheck.attribution.evaluate import read_passages, statuses_of
from factcheck.attribution.training.score import f1_scores, statuses_table
from factcheck.attribution.types import SourcingStatus

FOLDER = Path(__file__).parent / "statuses"
NAMES = [status.value for status in SourcingStatus]


@pytest.fixture(scope="module")
def pairs() -> Counter[tuple[str, str]]:
    """How often which status was expected and which given."""
    counts: Counter[tuple[str, str]] = Counter()
    for passage in read_passages(FOLDER):
        suggested = statuses_of(get_detector(), [sentence for _, sentence in passage])
        counts.update(zip((status for status, _ in passage), suggested, strict=True))
    return counts


def test_there_are_enough_sentences_of_every_status(pairs: Counter[tuple[str, str]]) -> None:
    expected = Counter[str]()
    for (status, _), count in pairs.items():
        expected[status] += count
    assert expected.total() >= 400
    assert min(expected[name] for name in NAMES) >= 20


def test_statuses_are_right_nine_times_in_ten(pairs: Counter[tuple[str, str]]) -> None:
    scores = f1_scores(pairs, NAMES)
    assert sum(scores.values()) / len(scores) >= 0.90, statuses_table(pairs, NAMES)
    assert min(scores.values()) >= 0.80, statuses_table(pairs, NAMES)

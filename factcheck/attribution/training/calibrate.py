"""Fits the probabilities of suggestions to what annotators say, on articles held out from training."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from factcheck.attribution.probability import HEDGE, KINDS, probability
from factcheck.attribution.training.brat import Document
from factcheck.attribution.training.score import Article
from factcheck.attribution.types import Reading

#: All three chosen by hand.
_FOLDS = 5
_RIDGE = 1e-2
_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One suggestion: its article, its kind and features, and whether an annotator would confirm it."""

    article: str
    kind: str
    row: list[float]
    holds: bool


def judged(document: Document, reading: Reading, rows: Sequence[tuple[str, list[float]]]) -> Iterable[Judged]:
    """Each suggestion of a reading against what was marked in the article."""
    article = Article(document.text)
    marked = [article.roles(annotation.source, annotation.cue, annotation.content) for annotation in document.marked]
    for sentence, suggestion, (kind, row) in zip(reading.sentences, reading.suggestions, rows, strict=True):
        if kind == HEDGE:
            continue
        words = article.words([(sentence.start, sentence.end)])
        covering = [
            roles for roles in marked if len((roles.source | roles.cue | roles.content) & words) * 2 >= len(words)
        ]
        if suggestion.attribution is None:
            holds = not covering
        else:
            attribution = reading.attributions[suggestion.attribution]
            source = article.words([(span.start, span.end) for span in attribution.source])
            holds = any(roles.source & source for roles in covering)
        yield Judged(document.name, kind, row, bool(holds))


def fit(examples: Sequence[Judged]) -> dict[str, list[float]]:
    """Coefficients for each kind, the constant first: logistic regression by Newton's method with a small ridge."""
    coefficients = {}
    for kind in KINDS:
        mine = [suggestion for suggestion in examples if suggestion.kind == kind]
        if not mine:
            raise ValueError(f"No suggestion of the kind “{kind}” to calibrate by; give a larger corpus.")
        rows = np.array([[1.0, *suggestion.row] for suggestion in mine])
        coefficients[kind] = [
            round(float(value), 4)
            for value in _logistic(rows, np.array([suggestion.holds for suggestion in mine], float))
        ]
    return coefficients


def _logistic(rows: npt.NDArray[np.float64], holds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    weights = np.zeros(rows.shape[1])
    ridge = np.full(rows.shape[1], _RIDGE * len(rows) ** 0.5)
    for _ in range(50):
        predicted = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (predicted - holds) + ridge * weights
        curvature = (rows * (predicted * (1 - predicted))[:, None]).T @ rows + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if abs(step).max() < 1e-8:
            break
    return weights


def cross_checked(examples: Sequence[Judged], seed: int = 2016) -> list[tuple[float, bool]]:
    """Each suggestion's probability by coefficients fitted on other articles, with whether it holds."""
    articles = sorted({suggestion.article for suggestion in examples})
    random.Random(seed).shuffle(articles)  # noqa: S311 - no secret hangs on it
    fold = {name: place % _FOLDS for place, name in enumerate(articles)}
    pairs = []
    for number in range(_FOLDS):
        coefficients = fit([suggestion for suggestion in examples if fold[suggestion.article] != number])
        pairs += [
            (probability(suggestion.row, coefficients[suggestion.kind]), suggestion.holds)
            for suggestion in examples
            if fold[suggestion.article] == number
        ]
    return pairs


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width: mean distance between promised and kept, 0 to 1."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for promised, holds in pairs:
        bins.setdefault(min(_BINS - 1, int(promised * _BINS)), []).append((promised, holds))
    return sum(abs(sum(g for g, _ in part) - sum(h for _, h in part)) for part in bins.values()) / max(1, len(pairs))


def reliability(pairs: Sequence[tuple[float, bool]]) -> str:
    """A table: for each tenth of probability how many suggestions, what was promised, and what held."""
    lines = ["probability   suggestions   promised   held"]
    for number in range(_BINS):
        part = [(g, h) for g, h in pairs if min(_BINS - 1, int(g * _BINS)) == number]
        if part:
            promised, observed = (sum(values) / len(part) for values in zip(*part, strict=True))
            lines.append(
                f"{number / 10:.1f} to {(number + 1) / 10:.1f}   {len(part):11d}   {promised:8.3f}   {observed:.3f}"
            )
    brier = sum((g - h) ** 2 for g, h in pairs) / len(pairs)
    lines.append(f"expected calibration error {calibration_error(pairs):.3f}, Brier score {brier:.3f}")
    return "\n".join(lines) + "\n"

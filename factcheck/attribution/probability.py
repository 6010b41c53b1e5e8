"""How likely a suggestion holds: a logistic regression over what the network and the rules make of the sentence.

“Holds” means what an annotator would confirm: at least half of the sentence belongs to an attribution with the source
suggested or, where none was suggested, less than half belongs to any. The coefficients lie in the model's card, fitted
on training articles that the network never saw. Annotators of attributions seldom mark a hedge that names nobody
(“reportedly”), so for those the card has one number: how often they were right among the project's own sentences.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from factcheck.attribution.candidate import Candidate
from factcheck.attribution.encoding import Words
from factcheck.attribution.status_probability import status_row
from factcheck.attribution.tags import OUTSIDE, Tagged
from factcheck.attribution.types import Reading, Sentence, Suggestion

#: Kind of suggestion to its coefficients, the constant first.
Coefficients = Mapping[str, Sequence[float]]
#: Found by the network, by a rule alone, or nothing found; and second-hand wording, which few corpora mark.
KINDS = ("tagged", "rule", "none")
HEDGE = "hedge"
#: The coefficients for a status to be right; see ``status_probability``.
STATUS = "status"
#: Beyond this the logistic function is 0 or 1 for all purposes, and its exponential could overflow.
_MAX_LOGIT = 30.0


def with_probabilities(
    reading: Reading, candidates: Sequence[Candidate], words: Words, tagged: Tagged, coefficients: Coefficients
) -> Reading:
    """The same reading, each suggestion with its probability, and how likely its status is right."""
    if not coefficients:
        return reading
    rows = features(reading, candidates, words, tagged)
    reading = replace(
        reading,
        suggestions=tuple(
            replace(suggestion, probability=round(probability(row, coefficients[kind]), 4))
            if suggestion.is_given
            else suggestion
            for suggestion, (kind, row) in zip(reading.suggestions, rows, strict=True)
        ),
    )
    if STATUS not in coefficients:
        return reading
    return replace(
        reading,
        suggestions=tuple(
            replace(
                suggestion,
                status_probability=round(
                    probability(status_row(number, suggestion, reading, candidates), coefficients[STATUS]), 4
                ),
            )
            if suggestion.is_given
            else suggestion
            for number, suggestion in enumerate(reading.suggestions)
        ),
    )


def probability(row: Sequence[float], coefficients: Sequence[float]) -> float:
    """The logistic function of a weighted sum; ``row`` has one number less than ``coefficients``."""
    total = coefficients[0] + sum(weight * value for weight, value in zip(coefficients[1:], row, strict=True))
    return 1 / (1 + math.exp(-max(-_MAX_LOGIT, min(_MAX_LOGIT, total))))


def features(
    reading: Reading, candidates: Sequence[Candidate], words: Words, tagged: Tagged
) -> list[tuple[str, list[float]]]:
    """For each suggestion its kind and what speaks for and against it, as numbers near 0."""
    within = 1 - tagged.tags[:, OUTSIDE]
    starts = [start for start, _ in words.spans]
    rows = []
    for number, (sentence, suggestion) in enumerate(zip(reading.sentences, reading.suggestions, strict=True)):
        inside = within[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        covered = float(inside.mean()) if len(inside) else 0.0
        doubt = float((inside * (1 - inside)).mean()) * 4 if len(inside) else 0.0
        rows.append(_row(number, sentence, suggestion, candidates, covered, doubt))
    return rows


def _row(
    number: int,
    sentence: Sentence,
    suggestion: Suggestion,
    candidates: Sequence[Candidate],
    covered: float,
    doubt: float,
) -> tuple[str, list[float]]:
    length = math.log1p(sentence.end - sentence.start) - 5
    deciding = suggestion.own_reporting if suggestion.attribution is None else suggestion.attribution
    if deciding is None:
        parts = sum(candidate.sentence == number for candidate in candidates)
        return "none", [covered, doubt, float(parts > 0), length]
    candidate = candidates[deciding]
    runs_on = float(candidate.sentence != number)
    if candidate.evidence is None:
        return (HEDGE, []) if candidate.is_hedge else ("rule", [covered, doubt])
    evidence = candidate.evidence
    return "tagged", [
        covered,
        doubt,
        _logit(evidence.cue),
        _logit(evidence.source),
        evidence.link,
        float(evidence.by_rule),
        runs_on,
        length,
    ]


def _logit(share: float) -> float:
    share = min(max(share, 0.01), 0.99)
    return math.log(share / (1 - share))

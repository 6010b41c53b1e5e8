"""Readings as JSON lines, in the form that attribution corpora are scored with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from factcheck.attribution.types import Attribution, Detector, Reading, Span


def corpus_lines(detector: Detector, documents: Iterable[tuple[str, str]]) -> Iterator[str]:
    """One JSON object for each document, given as name and text.

    ``attributions`` leaves nested ones out, as PARC3 and PolNeAR do: there a word belongs to one attribution at most.
    ``statuses``, ``status_probabilities`` and ``kinds`` have one entry for each sentence: null where nothing is
    suggested, because the sentence is in another language than English. ``language`` is that of most of the text.
    """
    for name, text in documents:
        yield json.dumps(_row(name, detector.detect(text)), ensure_ascii=False)


def _row(name: str, reading: Reading) -> dict[str, object]:
    return {
        "doc": name,
        "sentences": [[sentence.start, sentence.end] for sentence in reading.sentences],
        "attributions": [_attribution(attribution) for attribution in reading.attributions if not attribution.nested],
        "statuses": [suggestion.status.value if suggestion.is_given else None for suggestion in reading.suggestions],
        "status_probabilities": [suggestion.status_probability for suggestion in reading.suggestions],
        "kinds": [kind.value for kind in reading.kinds],
        "language": reading.language,
    }


def _attribution(attribution: Attribution) -> dict[str, object]:
    return {
        "source": _pairs(attribution.source),
        "cue": _pairs(attribution.cue),
        "content": _pairs(attribution.content),
        "status": attribution.status.value,
    }


def _pairs(spans: tuple[Span, ...]) -> list[list[int]] | None:
    return [[span.start, span.end] for span in spans] or None

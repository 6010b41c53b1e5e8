"""Readings as JSON lines, in the form that attribution corpora are scored with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from factcheck.attribution.types import Attribution, Detector, Reading, Span


def corpus_lines(detector: Detector, documents: Iterable[tuple[str, str]]) -> Iterator[str]:
    """One JSON object for each document, given as name and text.

    ``attributions`` leaves nested ones out, as PARC3 and PolNeAR do: there a word belongs to one attribution at most.
    ``statuses`` has one status for each sentence.
    """
    for name, text in documents:
        yield json.dumps(_row(name, detector.detect(text)), ensure_ascii=False)


def _row(name: str, reading: Reading) -> dict[str, object]:
    return {
        "doc": name,
        "sentences": [[sentence.start, sentence.end] for sentence in reading.sentences],
        "attributions": [_attribution(each) for each in reading.attributions if not each.nested],
        "statuses": [suggestion.status.value for suggestion in reading.suggestions],
    }


def _attribution(each: Attribution) -> dict[str, object]:
    return {
        "source": _pairs(each.source),
        "cue": _pairs(each.cue),
        "content": _pairs(each.content),
        "status": each.status.value,
    }


def _pairs(spans: tuple[Span, ...]) -> list[list[int]] | None:
    return [[span.start, span.end] for span in spans] or None

"""How likely the status of a suggestion is right, whoever exactly the source is: what a person would have to correct.

A logistic regression of its own, fitted on sentences of real news whose status was judged by a reader; the probability
of the attribution is one of its features. What weighs most: whether a name is a person's in full, whether somebody was
led back to, whether a noun or a capital is known to any table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from factcheck.attribution import lexicon as lex
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.names import is_pronoun
from factcheck.attribution.parse import Word
from factcheck.attribution.status import singular
from factcheck.attribution.types import Reading, Suggestion
from factcheck.attribution.types import SourcingStatus as S
from factcheck.attribution.verbs import Kind

#: What the numbers of a row mean, in order; the model's card has a coefficient for each, after the constant.
FEATURES = (
    "attribution",
    "none",
    "none, parts",
    "rule alone",
    "hedged",
    "runs on",
    "led back",
    "pronoun",
    "named in full",
    "organization",
    "unknown capital",
    "unnamed source",
    "unknown noun",
    "document",
    "unnamed official",
    "outlet",
    "not speech",
    "others",
    "question",
    "length",
)
_KNOWN_BODIES = lex.BODIES | lex.CAPITALS
_KNOWN_PEOPLE = lex.PEOPLE | lex.OFFICES


def status_row(number: int, suggestion: Suggestion, reading: Reading, candidates: Sequence[Candidate]) -> list[float]:
    """The features of the suggestion for a sentence, near 0 each."""
    sentence = reading.sentences[number]
    here = [candidate for candidate in candidates if candidate.sentence == number]
    deciding = None if suggestion.attribution is None else candidates[suggestion.attribution]
    head = deciding.source_head if deciding is not None else None
    status = suggestion.status
    source = "" if deciding is None or not deciding.source else _words(sentence.text, sentence.start, deciding)
    return [
        _logit(suggestion.probability if suggestion.probability is not None else 0.5),
        float(deciding is None),
        float(deciding is None and bool(here)),
        float(deciding is not None and deciding.evidence is None and not deciding.is_turn),
        float(status is S.HEDGED),
        float(deciding is not None and deciding.sentence != number),
        float(deciding is not None and deciding.introduced is not None),
        float(head is not None and is_pronoun(head.text)),
        float(status in (S.NAMED_OFFICIAL, S.NAMED_PERSON) and source.count(" ") > 0),
        float(status is S.ORGANIZATION),
        float(status is S.ORGANIZATION and _is_unknown(head, _KNOWN_BODIES)),
        float(status is S.UNNAMED_SOURCE),
        float(status is S.UNNAMED_SOURCE and _is_unknown(head, _KNOWN_PEOPLE)),
        float(status is S.DOCUMENT),
        float(status is S.UNNAMED_OFFICIAL),
        float(status is S.MEDIA_REPORT),
        float(deciding is not None and deciding.kind is not Kind.SPEECH),
        float(any(c is not deciding and not c.is_nested and c.status is not status for c in here)),
        float(sentence.text.rstrip("”\"’' ").endswith("?")),
        math.log1p(sentence.end - sentence.start) - 5,
    ]


def _words(text: str, start: int, candidate: Candidate) -> str:
    piece = candidate.source[0]
    return text[piece.start - start : piece.end - start] if piece.start >= start else ""


def _is_unknown(head: Word | None, known: frozenset[str]) -> bool:
    return head is None or (head.lower not in known and singular(head.lower) not in known)


def _logit(share: float) -> float:
    share = min(max(share, 0.02), 0.98)
    return math.log(share / (1 - share))

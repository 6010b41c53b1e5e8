"""Each hand-written sentence rests on what a careful editor would say."""

from __future__ import annotations

from collections import Counter

import pytest

from factcheck.attribution.types import SourcingStatus
from tests.attribution.cases import CASES, Case
from tests.attribution.more_cases import MORE_CASES
from tests.attribution.readings import LEARNED, RULES, read

ALL = [*CASES, *MORE_CASES]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.text[:60])
def test_sentence_rests_on_what_an_editor_would_say(case: Case) -> None:
    article = read(case.text, RULES)
    suggestion = article.suggestion(len(article.reading.sentences))
    decides = suggestion.attribution is not None
    number = len(article.reading.sentences)
    source, cue = (article.source(number), article.cue(number)) if decides else ("", "")
    assert (suggestion.status.value, source, cue) == (case.status, case.source, case.cue)


def test_learned_detector_agrees_with_the_editor_on_nearly_all() -> None:
    articles = [read(case.text, LEARNED) for case in ALL]
    wrong = [case.text for case, article in zip(ALL, articles, strict=True) if article.statuses()[-1] != case.status]
    assert len(wrong) <= 0.03 * len(ALL), wrong


def test_every_status_has_cases_enough() -> None:
    counts = Counter(case.status for case in ALL)
    assert min(counts[status.value] for status in SourcingStatus) >= 8
    assert len(ALL) >= 130
    assert len({case.text for case in ALL}) == len(ALL)

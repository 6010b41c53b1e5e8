"""Each hand-written sentence rests on what a careful editor would say."""

from __future__ import annotations

from collections import Counter

import pytest

from factcheck.attribution.types import SourcingStatus
from tests.attribution.cases import CASES, Case
from tests.attribution.more_cases import MORE_CASES
from tests.attribution.readings import read

ALL = [*CASES, *MORE_CASES]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.text[:60])
def test_sentence_rests_on_what_an_editor_would_say(case: Case) -> None:
    found = read(case.text)
    suggestion = found.suggestion(len(found.reading.sentences))
    decides = suggestion.attribution is not None
    number = len(found.reading.sentences)
    source, cue = (found.source(number), found.cue(number)) if decides else ("", "")
    assert (suggestion.status.value, source, cue) == (case.status, case.source, case.cue)


def test_every_status_has_cases_enough() -> None:
    counts = Counter(case.status for case in ALL)
    assert min(counts[status.value] for status in SourcingStatus) >= 8
    assert len(ALL) >= 130
    assert len({case.text for case in ALL}) == len(ALL)

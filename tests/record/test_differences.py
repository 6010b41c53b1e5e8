"""Each differing word gets its kind, whatever the likeness of the whole."""

from __future__ import annotations

import pytest

from factcheck.record.comparison import Comparison, compare
from factcheck.record.search import Index
from factcheck.record.transcript import Transcript
from tests.record.cases import ALLOWED, MEANING, SAME, Row

AROUND = """CHAIR: The meeting of the harbor committee is open. Our agenda is full tonight.

DAHL: {}

CHAIR: Thank you, director. The treasurer of the residents' union asked for the floor.
"""


def held(record: str, quotation: str) -> Comparison:
    comparison = compare(quotation, (0, len(quotation)), [Index(Transcript(record, "council.txt"))])
    assert comparison is not None
    return comparison


@pytest.mark.parametrize("row", [*MEANING, *ALLOWED, *SAME], ids=lambda row: row[1])
def test_each_word_that_differs_has_its_kind(row: Row) -> None:
    words, quotation, expected, *kinds = row
    comparison = held(AROUND.format(words), quotation)
    assert comparison.quote_class == expected
    assert comparison.record == "council.txt"
    if kinds:
        assert [difference.kind.value for difference in comparison.differences] == kinds


@pytest.mark.parametrize("row", [*MEANING, *ALLOWED], ids=lambda row: row[1])
def test_the_other_way_round_nothing_becomes_fine(row: Row) -> None:
    """What changes the meaning changes it in both directions."""
    words, quotation, expected, *_ = row
    if expected != "altered" or "[" in quotation or "…" in quotation or "..." in quotation:
        return
    assert held(AROUND.format(quotation), words).quote_class not in ("verbatim", "cleaned")


def test_a_difference_is_marked_at_its_word() -> None:
    record = AROUND.format("We will not decide anything before the islanders have been heard.")
    quotation = "We will decide anything before the residents have been heard."
    comparison = held(record, quotation)
    marks = [
        (quotation[slice(*difference.quoted)], record[slice(*difference.recorded)])
        for difference in comparison.differences
    ]
    assert marks == [("", "not"), ("residents", "islanders")]
    assert quotation[comparison.differences[0].quoted[0] :].startswith("decide")
    assert (
        record[slice(*(comparison.passage or ()))]
        == record[record.index("We will") : record.index(".\n\nCHAIR: Thank")]
    )


def test_of_what_could_be_left_out_it_is_the_clause() -> None:
    words = "You have no right to come in. If you come in, we want no excuse."
    record = AROUND.format(words)
    comparison = held(record, "You have no right to come in. We want no excuse.")
    assert [record[slice(*difference.recorded)] for difference in comparison.differences] == ["If you come in"]

"""The explanation beside each claim, as an editor reads it."""

import pytest

from factcheck.attribution import explanations
from factcheck.attribution.types import SourcingStatus as S
from factcheck.attribution.types import Span
from tests.attribution.readings import read

#: A text, the number of a sentence in it, its status and every word of the explanation.
READ_ALOUD = [
    ("Mayor Jane Doyle said no.", 1, S.NAMED_OFFICIAL,
     "“Mayor Jane Doyle said”: a named person who speaks for an office."),
    ("Maria Lopez, a neighbor, said no.", 1, S.NAMED_PERSON,
     "“Maria Lopez, a neighbor, said”: a named person, without an office."),
    ("The ministry said no.", 1, S.ORGANIZATION, "“The ministry said”: an organization."),
    ("Court records show he lied.", 1, S.DOCUMENT, "“Court records show”: documents or data."),
    ("Reuters reported the strike was over.", 1, S.MEDIA_REPORT, "“Reuters reported”: another outlet’s reporting."),
    ("Officials said the bridge was unsafe.", 1, S.UNNAMED_OFFICIAL, "“Officials said”: officials, not named."),
    ("An official said the bridge was unsafe.", 1, S.UNNAMED_OFFICIAL, "“An official said”: an official, not named."),
    ("Sources said the deal was dead.", 1, S.UNNAMED_SOURCE, "“Sources said”: people not named, with no office given."),
    ("It reportedly rained.", 1, S.HEDGED, "“reportedly”: second-hand, and nobody is named."),
    ("The shop opened.", 1, S.UNATTRIBUTED,
     "The outlet’s own words: no source is given, and nothing says it is second-hand."),
    ("The mayor embraced the plan.", 1, S.UNATTRIBUTED, "“embraced” isn’t a statement, so nobody is quoted."),
    ("Mayor Jane Doyle said no. She added that it was late.", 2, S.NAMED_OFFICIAL,
     "“She added” refers to “Mayor Jane Doyle”: a named person who speaks for an office."),
    ("An official told CNN that the talks were off.", 1, S.UNNAMED_OFFICIAL,
     "“An official told”: an official, not named, speaking to “CNN”: second-hand."),
    ("“I lost everything,” said Peter Kowalski, a baker.\n“My oven is gone.\n“And so is my bread.”", 3, S.NAMED_PERSON,
     "The quotation continues from “said Peter Kowalski, a baker”: a named person, without an office."),
]  # fmt: skip
#: What a parser would say, and an editor wouldn't.
JARGON = ("leads to", "introduced as", "tells what", "says second-hand", "Also found", "runs on", " – ")


@pytest.mark.parametrize(("text", "number", "status", "why"), READ_ALOUD)
def test_explanation_is_in_the_words_of_a_newsroom(text, number, status, why):
    suggestion = read(text).suggestion(number)
    assert (suggestion.status, suggestion.why) == (status, why)
    assert not any(words in suggestion.why for words in JARGON)


def test_every_status_is_explained():
    assert {status for _, _, status, _ in READ_ALOUD} == set(S)


def test_source_and_cue_are_quoted_as_they_stand():
    text = "No, said the   mayor — on Monday and\nat length."
    source, cue = Span(9, 20), Span(4, 8)
    assert explanations.quote_spans(text, [source], [cue]) == "“said the mayor”"
    assert explanations.quote_spans(text, [source], [cue, Span(37, 46)]) == "“said the mayor … at length”"
    assert explanations.quote("x" * 100) == f"“{'x' * 79}…”"


def test_who_else_speaks_is_named_with_the_status():
    assert explanations.also([]) == ""
    others = [("“they said”", S.UNNAMED_OFFICIAL), ("“court records show”", S.DOCUMENT)]
    assert explanations.also(others) == (
        "Also in this sentence: “they said” (unnamed official); “court records show” (document or data)."
    )

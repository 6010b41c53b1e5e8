"""Where a quotation stands, in which record, and when it stands in none."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.record.classes import QuoteClass
from factcheck.record.comparison import compare_all
from factcheck.record.explanations import segments_of, sentence_of
from factcheck.record.quotations import quotations_of
from factcheck.record.transcript import Transcript

COUNCIL = """CHAIR: The meeting of the harbor committee is open.

DAHL: We cannot run an empty boat every night and call it a service. (APPLAUSE)

DAHL: The last two sailings carry nine -- nine people on an average weekday.

OKORO: So it is settled?

VANCE: No. The contract allows it, yes, with notice. I would keep every boat. I have said so for
eleven years in this very room, to four directors and to two ministers. But the money is simply not there.

LINDQVIST: Is there no other...

OKORO: Please, one at a time.

VANCE: ... and the union knows that as well as I do.
"""


def article(*quotations: str) -> str:
    return "\n\n".join(f"“{quotation},” he said." for quotation in quotations)


def classes(*quotations: str) -> list[str]:
    text = article(*quotations)
    return [each.quote_class.value for each in compare_all(text, quotations_of(text), [Transcript(COUNCIL, "c")])]


def test_stage_directions_and_speakers_are_no_words() -> None:
    assert classes("call it a service. The last two sailings carry") == ["verbatim"]


def test_a_speaker_who_is_interrupted_goes_on() -> None:
    assert classes("the money is simply not there, and the union knows that as well as I do") == ["verbatim"]


def test_two_passages_joined_without_a_mark_are_a_splice() -> None:
    quotation = "The contract allows it, but the money is simply not there"
    text = article(quotation)
    (comparison,) = compare_all(text, quotations_of(text), [Transcript(COUNCIL, "c")])
    assert comparison.quote_class is QuoteClass.SPLICED
    assert [COUNCIL[slice(*part)] for part in comparison.parts] == [
        "The contract allows it",
        "But the money is simply not there",
    ]
    (joint,) = comparison.differences
    assert text[joint.quoted[0] :].startswith("but the money")


def test_passages_in_the_other_order_are_a_splice() -> None:
    assert classes("the money is simply not there, the last two sailings carry nine people") == ["spliced"]


def test_a_marked_ellipsis_over_another_speaker_is_not_fine() -> None:
    assert classes("The last two sailings carry … the contract allows it, yes, with notice") == ["altered"]


@pytest.mark.parametrize(
    "quotation",
    [
        "This is the end of the line for the night boat",
        "The harbor is a quiet triumph of good sense",
        "money from the ministry that nobody has ever seen on these islands",
        "It is what it is",
    ],
)
def test_words_that_stand_nowhere_are_absent(quotation: str) -> None:
    assert classes(quotation) == ["absent"]


def test_short_and_common_words_with_one_left_out_are_altered() -> None:
    assert classes("So is settled?", "No, I would keep each boat") == ["altered", "altered"]


def test_the_likeliest_record_wins() -> None:
    other = "DAHL: We could run an empty boat every night, and call it something else."
    text = article("We cannot run an empty boat every night and call it a service")
    for records in ([other, COUNCIL], [COUNCIL, other]):
        named = [Transcript(record, "right" if record == COUNCIL else "wrong") for record in records]
        (comparison,) = compare_all(text, quotations_of(text), named)
        assert (comparison.record, comparison.quote_class) == ("right", QuoteClass.VERBATIM)


def test_a_quotation_of_several_paragraphs_is_one_for_each() -> None:
    text = "“I would keep every boat.\n\n“But the money is simply not there,” he said."
    assert [text[slice(*place)] for place in quotations_of(text)] == [
        "I would keep every boat.",
        "But the money is simply not there,",
    ]


def test_marks_of_two_kinds_close_each_other() -> None:
    text = '“I would keep every boat," he said. "It is old,” she said.'
    assert [text[slice(*place)] for place in quotations_of(text)] == ["I would keep every boat,", "It is old,"]


def test_the_marked_quotation_says_what_is_gone_and_what_is_new() -> None:
    text = article("The contract forbids it, yes, with notice")
    record = Transcript(COUNCIL, "c")
    (comparison,) = compare_all(text, quotations_of(text), [record])
    segments = segments_of(text, COUNCIL, comparison)
    assert [(s.text, s.gone, s.new) for s in segments if s.gone or s.new] == [
        ("allows", True, False),
        ("forbids", False, True),
    ]
    assert "".join(s.text for s in segments if not s.gone) == text[slice(*comparison.quoted)]
    assert sentence_of(text, COUNCIL, comparison) == "“forbids” stands for “allows”."


WORDS = st.sampled_from(
    ["boat", "not", "don't", "…", "[", "]", "[he]", "$4.5", "bn", "five", "hundred", "a", "half", "and", "um,", "U.S.",
     "“", "”", "\n\n", "DAHL:", "12:30", "(", ")", "very", "very,", "'s", "%", "1st", "\u0130", "\ud7ff", "\x0c", "."]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=12))
def test_any_text_is_taken_and_every_place_is_within(record: list[str], quotation: list[str]) -> None:
    text = f"“{' '.join(quotation)}” he said."
    transcript = Transcript(" ".join(record), "r")
    for comparison in compare_all(text, quotations_of(text), [transcript]):
        assert 0 <= comparison.quoted[0] <= comparison.quoted[1] <= len(text)
        for difference in comparison.differences:
            assert comparison.quoted[0] <= difference.quoted[0] <= difference.quoted[1] <= len(text)
            assert 0 <= difference.recorded[0] <= difference.recorded[1] <= len(transcript.text)
        if comparison.passage:
            assert 0 <= comparison.passage[0] < comparison.passage[1] <= len(transcript.text)
        assert sentence_of(text, transcript.text, comparison)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 60), st.integers(4, 20))
def test_whatever_is_cut_out_of_a_record_stands_there(start: int, size: int) -> None:
    words = COUNCIL.replace("(APPLAUSE)", "").split("\n\n")[4].removeprefix("VANCE: ").split()
    cut = words[start % 20 :][:size]
    text = article(" ".join(cut).strip(",."))
    (comparison,) = compare_all(text, quotations_of(text), [Transcript(COUNCIL, "c")])
    assert comparison.quote_class in (QuoteClass.VERBATIM, QuoteClass.CLEANED)


@pytest.mark.parametrize(
    "record",
    [
        "the " * 60_000,
        "a" * 500_000,
        ("(((" * 100 + "[[[" * 100 + "\n") * 500,
        "A: " * 60_000,
        "We don't " * 30_000,
        "你好，世界。" * 40_000,
        "12:30 " * 60_000,
        "one hundred and " * 20_000,
        "NAME: word\n\n" * 20_000,
        "you know, " * 20_000,
        ". . . " * 60_000,
    ],
    ids=lambda record: record[:12],
)
def test_a_hostile_record_takes_bounded_time(record: str) -> None:
    text = article("We don't know how one hundred boats can run at 12:30 in the night", "the the the the")
    begin = time.process_time()
    compare_all(text, quotations_of(text), [Transcript(record, "r")])
    assert time.process_time() - begin < 6

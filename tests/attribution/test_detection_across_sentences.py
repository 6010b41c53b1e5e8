"""Speakers introduced earlier, quotations that run on, channels, nesting: what one sentence alone can't tell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.attribution import readings
from tests.attribution.readings import BOTH, Read


@pytest.mark.parametrize(
    ("text", "status", "introduced"),
    [
        ("Mayor Jane Doyle toured the harbour. She said the wall had held.", "named_official", "Mayor Jane Doyle"),
        (
            "A senior customs official briefed us. The official said the ship was empty.",
            "unnamed_official",
            "A senior customs official",
        ),
        (
            "Finance Minister Ada Obi said taxes would rise. Obi added that pensions were safe.",
            "named_official",
            "Finance Minister Ada Obi",
        ),
        ("Ruth Allen, a baker, lost her shop. “It is all gone,” Ms Allen said.", "named_person", "Ruth Allen, a baker"),
        (
            "A report by the river board found cracks. The report said the gauges were old.",
            "document",
            "A report by the river board",
        ),
        ("Two residents said they had called for help. They said nobody came.", "unnamed_source", "Two residents"),
        (
            "The minister’s deputy looked tired. “The sirens did not work,” he said.",
            "unnamed_official",
            "The minister’s deputy",
        ),
        (
            "According to the Herald, the minister had been warned. The newspaper said he ignored a letter.",
            "media_report",
            "the Herald",
        ),
        ("Toyota said it would close two plants. The company added that no jobs would go.", "organization", "Toyota"),
        (
            "A spokeswoman for the port said the crane was safe. She added that it had been tested.",
            "unnamed_official",
            "A spokeswoman for the port",
        ),
        (
            "One witness said the bus was speeding. The witness said nobody wore a belt.",
            "unnamed_source",
            "One witness",
        ),
    ],
)
def test_speaker_is_led_back_to_the_introduction(
    read: Callable[[str], Read], text: str, status: str, introduced: str
) -> None:
    article = read(text)
    assert article.status(2) == status
    assert article.introduced(2) == introduced


@pytest.fixture(params=BOTH)
def read(request: pytest.FixtureRequest) -> Callable[[str], Read]:
    return partial(readings.read, detector=request.param)


def test_she_is_not_the_man_who_spoke_last(read: Callable[[str], Read]) -> None:
    article = read("Mrs Gail Turner runs the shop. Mr Bob Hale disagreed, he said. She said it would stay open.")
    assert article.introduced(3) == "Mrs Gail Turner"


def test_channel_is_kept_apart_from_the_source(read: Callable[[str], Read]) -> None:
    article = read("“Talks are over,” a Western diplomat told Reuters.")
    assert (article.source(1), article.channel(1)) == ("a Western diplomat", "Reuters")


def test_parliament_and_reporters_are_no_channel(read: Callable[[str], Read]) -> None:
    article = read("The minister told parliament that the fund was empty.")
    assert not article.channel(1)


def test_channel_is_inherited_by_whoever_points_back(read: Callable[[str], Read]) -> None:
    article = read(
        "A navy officer told CNN that the hull had cracked. The officer added that nobody drowned. He said it was calm."
    )
    assert [article.channel(number) for number in (1, 2, 3)] == ["CNN", "CNN", "CNN"]


def test_channel_of_an_interview(read: Callable[[str], Read]) -> None:
    article = read("Energy Minister Paul Brandt said in an interview with the BBC that prices would fall.")
    assert article.channel(1) == "the BBC"


def test_quotation_runs_on_within_the_paragraph(read: Callable[[str], Read]) -> None:
    article = read("“We had no warning,” Mayor Jane Doyle said. “The river came at night. Nobody slept.”")
    assert article.statuses() == ["named_official"] * len(article.statuses())
    assert {suggestion.attribution for suggestion in article.reading.suggestions} == {article.suggestion(1).attribution}


def test_quotation_runs_on_into_paragraphs_left_open(read: Callable[[str], Read]) -> None:
    article = read(
        "“I lost everything,” said Peter Kowalski, a baker.\n“My oven is gone.\n“And so is my bread.”\nRain fell."
    )
    assert article.statuses() == ["named_person", "named_person", "named_person", "unattributed"]
    assert article.suggestion(3).attribution == article.suggestion(1).attribution
    assert article.suggestion(3).why.startswith("The quotation continues from “")


def test_quotation_before_its_speaker(read: Callable[[str], Read]) -> None:
    article = read('"It is a scandal. It must never happen again. People died," opposition leader Karen Blake said.')
    assert article.statuses() == ["named_official"] * 3


def test_hedge_decides_over_the_speaker_within(read: Callable[[str], Read]) -> None:
    article = read("Foreign Minister Elena Ruiz had reportedly warned the island.")
    nested = [attribution for attribution in article.found_in(1) if attribution.nested]
    assert article.status(1) == "hedged"
    assert [article.words(*attribution.source) for attribution in nested] == ["Foreign Minister Elena Ruiz"]


def test_outlet_decides_over_the_speaker_it_quotes(read: Callable[[str], Read]) -> None:
    article = read("The minister said he would resign, according to the Telegraph.")
    assert (article.status(1), article.source(1)) == ("media_report", "the Telegraph")
    assert [article.words(*attribution.source) for attribution in article.found_in(1) if attribution.nested] == [
        "The minister"
    ]


def test_hedge_inside_a_statement_does_not_decide(read: Callable[[str], Read]) -> None:
    article = read("Police Chief Omar Farah said the gang had allegedly bribed two guards.")
    hedge = next(attribution for attribution in article.found_in(1) if attribution.status.value == "hedged")
    assert hedge.nested
    assert article.status(1) == "named_official"


def test_words_of_others_within_a_quotation_are_nested(read: Callable[[str], Read]) -> None:
    article = read("“The doctors said I would never walk,” Tomasz Nowak recalled.")
    assert article.source(1) == "Tomasz Nowak"
    assert all(
        attribution.nested for attribution in article.found_in(1) if article.words(*attribution.source) == "The doctors"
    )


def test_firmest_of_parallel_sources_decides(read: Callable[[str], Read]) -> None:
    article = read("Residents said the wall was weak and Mayor Jane Doyle said it had been patched.")
    assert article.status(1) == "named_official"


def test_part_of_a_sentence_does_not_decide_but_is_kept(read: Callable[[str], Read]) -> None:
    article = read("While Turkey is considered a possible venue, the group has booked halls in Oslo.")
    assert article.status(1) == "unattributed"
    assert [attribution.status.value for attribution in article.found_in(1)] == ["hedged"]


def test_relative_clause_decides_when_the_main_one_only_presents(read: Callable[[str], Read]) -> None:
    assert read("Among the missing is a diver who is believed to have run out of air.").status(1) == "hedged"
    assert read("The diver, who is believed to be ill, won the race.").status(1) == "unattributed"


def test_source_and_cue_may_interrupt_the_content(read: Callable[[str], Read]) -> None:
    article = read("“We won,” captain Ines Prado said, “and by far.”")
    assert article.words(*article.deciding(1).content) == "“We won,” … “and by far.”"


def test_every_suggestion_says_why(read: Callable[[str], Read]) -> None:
    article = read("Mayor Jane Doyle said no. It reportedly rained. The shop opened.")
    assert article.suggestion(1).why == "“Mayor Jane Doyle said”: a named person who speaks for an office."
    assert article.suggestion(2).why == "“reportedly”: second-hand, and nobody is named."
    assert (
        article.suggestion(3).why == "The outlet’s own words: no source is given, and nothing says it is second-hand."
    )


def test_own_voice_says_what_only_a_part_leans_on(read: Callable[[str], Read]) -> None:
    assert (
        "“is considered” covers only part of the sentence."
        in read("While Oslo is considered a venue, they met in Bonn.").suggestion(1).why
    )
    assert read("The mayor wants a new bridge.").suggestion(1).why == "“wants” isn’t a statement, so nobody is quoted."

"""Where in a record a passage stands: line, paragraph, page, speaker, time."""

from __future__ import annotations

from factcheck.record.transcript import Transcript

SUBTITLES = """WEBVTT

1
00:14:32.000 --> 00:14:36.500
<v Ines Dahl>The last two sailings carry
nine people.</v>

2
00:14:37.000 --> 00:14:40.000
<v Tom Vance>And the first ones?</v>
"""


def words(text: str) -> list[str]:
    return [word.raw for word in Transcript(text).words.words]


def test_subtitles_have_times_and_speakers() -> None:
    transcript = Transcript(SUBTITLES)
    assert words(SUBTITLES) == [
        "The",
        "last",
        "two",
        "sailings",
        "carry",
        "nine",
        "people",
        "And",
        "the",
        "first",
        "ones",
    ]
    where = transcript.where(SUBTITLES.index("nine"))
    assert (where.time, where.speaker, where.line) == ("00:14:32.000", "Ines Dahl", 6)
    assert transcript.where(SUBTITLES.index("first ones")).speaker == "Tom Vance"


def test_speakers_are_names_in_capitals_or_names_that_come_again() -> None:
    text = (
        "Ines Dahl: It is late.\nTom Vance: It is.\nInes Dahl: Note this: the boat left.\nTom Vance: Remember: it did."
    )
    assert words(text) == [
        "It",
        "is",
        "late",
        "It",
        "is",
        "Note",
        "this",
        "the",
        "boat",
        "left",
        "Remember",
        "it",
        "did",
    ]
    assert words("Remember: it was late.") == "Remember it was late".split()  # noqa: SIM905
    assert words("SEN. ANNA BERG (?): It was late.") == ["It", "was", "late"]


def test_times_at_the_start_of_a_line() -> None:
    text = "[14:32] DAHL: It is late.\n\n(21:47) VANCE: It is."
    transcript = Transcript(text)
    assert words(text) == "It is late It is".split()  # noqa: SIM905
    assert transcript.where(text.index("It is.")).time == "21:47"
    assert transcript.where(text.index("It is.")).paragraph == 2


def test_pages_are_counted_where_the_text_has_them() -> None:
    text = "First page.\n\fSecond page."
    assert Transcript(text).where(3).page == 1
    assert Transcript(text).where(text.index("Second")).page == 2
    assert Transcript("No pages.").where(2).page is None


def test_brackets_are_directions_and_parentheses_only_if_they_say_so() -> None:
    assert words("It is [ applause ] late (LAUGHTER) and (we mean it) dark (sic).") == [
        "It",
        "is",
        "late",
        "and",
        "we",
        "mean",
        "it",
        "dark",
    ]


def test_whoever_goes_on_after_a_word_of_others_is_interrupted() -> None:
    transcript = Transcript(
        "DAHL: It is...\n\nVANCE: Oh.\n\nDAHL: ... late.\n\nVANCE: " + "No. " * 60 + "\n\nDAHL: Yes."
    )
    assert transcript.interruptions == [(2, 3), (3, 4)]

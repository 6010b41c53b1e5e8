"""One identity for the whole article: who a name is, wherever it stands."""

import pytest

from tests.attribution.readings import LEARNED, RULES, read

pytestmark = pytest.mark.parametrize("detector", [LEARNED, RULES])


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        # A surname alone, before the full name and after it.
        (
            "Merrill says the bill will pass. Jonathan Merrill, a spokesman for the senator, gave no date.",
            ["named_official", "unattributed"],
        ),
        ("Rep. Bobby Scott won in May. Scott said the seat was safe.", ["unattributed", "named_official"]),
        # Names of all continents.
        ("Kwame Boateng, who sells fruit, said he had seen it.", ["named_person"]),
        ("“It is over,” said the minister’s sister, Inderdai Deyal.", ["named_person"]),
        ("“It is over,” said Ban Ki-moon, the secretary general of the body.", ["named_official"]),
        # A post with an “of” of its own before the name.
        (
            "Moore is the hospital’s medical director. “It is full,” said Paul Moore.",
            ["unattributed", "named_official"],
        ),
        ("Director of nursing and governance Paul Moore said the ward was full.", ["named_official"]),
        # Two of them.
        (
            "Sen. Joan Hassel met Sen. Peter Leary. “It should expire,” Ms. Hassel and Mr. Leary said.",
            ["unattributed", "named_official"],
        ),
        # “The governor”, “the plumber”: somebody with a name.
        (
            "Mike Pence, the governor of Indiana, flew home. The Indiana governor said the media were to blame.",
            ["unattributed", "named_official"],
        ),
        ("Ann Berg, 36, came home late. The 36-year-old said the door was open.", ["unattributed", "named_person"]),
        # “He” is a person, the named before the nameless, and nobody first named inside the words just spoken.
        (
            "Joseph Mensah, a farmer, walked in. A storm hit the valley. He said the crops were gone.",
            ["unattributed", "unattributed", "named_person"],
        ),
        (
            "“My lawyer is Peter Lang,” said Minister Omar Diallo. He added that no vote was planned.",
            ["named_official", "named_official"],
        ),
        # Bodies and people that are not one body.
        ("The WHO said the outbreak was over.", ["organization"]),
        ("The Coast Guard said the ship had sunk.", ["organization"]),
        ("Some Democrats said the appointment was a mistake.", ["unnamed_source"]),
        ("A group of protesters said they would stay.", ["unnamed_source"]),
    ],
)
def test_whoever_speaks_is_known_for_the_whole_article(text: str, statuses: list[str], detector: str) -> None:
    assert read(text, detector).statuses() == statuses


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (
            "MINISTER HALE: The budget is balanced. We have not raised a single tax.\n\n"
            "ANNA BERG: That is not what the auditors say. They found a gap.\n\n"
            "MINISTER HALE: The auditors used last year’s figures.",
            ["named_official", "named_official", "named_person", "named_person", "named_official"],
        ),
        (
            "Dr. Lena Ortiz (chief medical officer): The outbreak is over.\n\nQuestion: Will the schools open?\n\n"
            "Dr. Lena Ortiz: Yes, all of them.",
            ["named_official", "unattributed", "named_official"],
        ),
        (
            "[00:01:12] Speaker 1: I never signed that paper.\n\n[00:01:15] Speaker 2: Your name is on it.\n\n"
            "[00:01:18] Speaker 1: It is not my hand.",
            ["unnamed_source"] * 3,
        ),
    ],
)
def test_a_turn_of_a_transcript_has_the_speaker_before_the_colon(text: str, statuses: list[str], detector: str) -> None:
    assert read(text, detector).statuses() == statuses

"""Nothing is suggested in a language that the detector doesn't read."""

import json

import pytest

from factcheck.attribution.corpus import corpus_lines
from factcheck.attribution.detectors import get_detector
from factcheck.attribution.languages import Languages
from factcheck.attribution.types import SourcingStatus

LEARNED = "factcheck.attribution.learned.LearnedDetector"
RULES = "factcheck.attribution.spacy_rules.SpacyRules"
GERMAN = (
    "Der Hafen wird im Frühjahr ausgebaggert, sagte die Sprecherin der Behörde am Montag. Die Arbeiten waren im "
    "vergangenen Jahr zweimal verschoben worden."
)
ENGLISH = "The harbor will be dredged in the spring, a spokeswoman for the board said on Monday. It had rained."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (
            "Le port sera dragué au printemps, a déclaré lundi la porte-parole de l’autorité.",
            "fr",
        ),
        (
            "El puerto será dragado en primavera, dijo el lunes la portavoz de la autoridad, que no dio ninguna fecha.",
            "es",
        ),
        ("Порт будет углублён весной, сообщила в понедельник представитель ведомства.", "ru"),
        ("قال رئيس البلدية إن الجسر سيبقى مغلقا حتى نهاية الشهر، ووفقا لتقرير الخبراء فقد هبطت دعامتان.", "ar"),
        ("港口将于春季疏浚，发言人周一表示。工程去年两次推迟。", "zh"),
        ("THE HARBOR WILL BE DREDGED IN THE SPRING, A SPOKESWOMAN FOR THE BOARD SAID.", "en"),
        ("Ann Berg", "en"),
        ("", "en"),
        ("12 34", "en"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert Languages(text).main == language


def test_a_short_line_goes_with_its_surroundings() -> None:
    text = f"Bridge\n\n{GERMAN}\n\nBerlin\n\n{GERMAN}"

    assert [Languages(text).at(text.index(word)) for word in ("Bridge", "Berlin")] == ["de", "de"]
    assert Languages(f"{ENGLISH}\n\nBerlin\n\n{ENGLISH}").at(len(ENGLISH) + 3) == "en"


@pytest.mark.parametrize("path", [LEARNED, RULES])
def test_nothing_is_suggested_in_another_language(path: str) -> None:
    reading = get_detector(path).detect(f"{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}")

    assert reading.language == "en"
    assert reading.languages == ("en", "en", "de", "de", "en", "en")
    assert [suggestion.is_given for suggestion in reading.suggestions] == [True, True, False, False, True, True]
    for suggestion in reading.suggestions[2:4]:
        assert suggestion.status is SourcingStatus.UNATTRIBUTED
        assert suggestion.why == "This isn’t in English, so nothing is suggested."
        assert suggestion.probability is None
    assert {attribution.sentence for attribution in reading.attributions} == {0, 4}


@pytest.mark.parametrize("path", [LEARNED, RULES])
def test_the_command_prints_language_and_kinds(path: str) -> None:
    heading = "Harbor to be dredged in the spring of next year after all"
    (line,) = corpus_lines(get_detector(path), [("a", f"{heading}\n\n{ENGLISH} {ENGLISH}\n\n{GERMAN}")])
    row = json.loads(line)

    assert row["language"] == "en"
    assert row["statuses"][1:] == [*["unnamed_official", "unattributed"] * 2, None, None]
    assert row["kinds"] == ["heading", *["claim"] * 6]
    assert len(row["status_probabilities"]) == 7

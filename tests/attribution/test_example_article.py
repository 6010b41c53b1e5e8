"""The sample article comes out as a careful editor would label it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attribution.readings import BOTH, Read, read

SEED = Path(__file__).parents[2] / "seeds" / "qatar-hamas-doha.txt"
ATTRIBUTED = {
    1: "media_report", 4: "unnamed_source", 5: "unnamed_official", 6: "unnamed_official", 10: "hedged",
    14: "organization", 16: "hedged", 17: "hedged", 19: "hedged", 20: "named_official",
}  # fmt: skip


@pytest.fixture(scope="module", params=BOTH)
def detector(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def article(detector: str) -> Read:
    return read(SEED.read_bytes().decode("utf-8"), detector)


def test_statuses(article: Read) -> None:
    assert article.statuses() == [ATTRIBUTED.get(number, "unattributed") for number in range(1, 25)]


def test_outlet_is_the_source_of_the_first_sentence(article: Read) -> None:
    assert article.source(1) in ("CNN", "a report by CNN")
    assert (article.cue(1), article.channel(1)) == ("according to", "")


def test_official_and_channel_come_back(article: Read) -> None:
    assert article.source(5) == "a senior U.S. administration official"
    assert article.introduced(6) == "a senior U.S. administration official"
    assert (article.channel(5), article.channel(6)) == ("CNN", "CNN")


def test_blinken_is_nested_under_the_hedge_and_introduced_by_it(article: Read) -> None:
    nested = [attribution for attribution in article.found_in(19) if attribution.nested]
    assert [article.words(*attribution.source) for attribution in nested] == ["U.S. Secretary of State Antony Blinken"]
    assert article.introduced(20) == "U.S. Secretary of State Antony Blinken"


def test_country_speaks_as_a_body(article: Read) -> None:
    assert (article.source(14), article.cue(14)) == ("The United States", "has made it clear")


def test_joined_into_one_paragraph_it_reads_the_same(article: Read, detector: str) -> None:
    assert read(" ".join(article.text.splitlines()), detector).statuses() == article.statuses()

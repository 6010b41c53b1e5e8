"""In its own article an outlet is neither another outlet nor an unnamed source."""

from functools import partial

import pytest

from factcheck.attribution.detectors import detect, get_detector
from factcheck.attribution.outlets import OwnOutlet, outlet_of
from factcheck.attribution.types import Reading, SourcingStatus
from tests.attribution.readings import BOTH, Read, read
from tests.factories import make_reading

POST, TIMES = "The Washington Post", "New York Times"


@pytest.fixture(params=BOTH)
def by(request):
    return partial(read, detector=request.param)


#: The outlet, what its article says, and the status.
OWN = [
    (POST, "An investigation by The Post last year found that the county paid twice."),
    (POST, "According to an analysis by The Post, the cost has doubled."),
    (POST, "The Washington Post reported in May that the pumps had failed."),
    (POST, "A Washington Post investigation found three more cases."),
    (TIMES, "In August, The New York Times reported that the company had paid him."),
    (TIMES, "According to The Times, the plan was dead."),
    ("BBC News", "The BBC understands that the minister will resign."),
    ("BBC", "BBC analysis found the cost had doubled."),
    ("AP", "The Associated Press reported on Monday that he had left."),
    ("The Associated Press", "According to an AP review of records, the cost doubled."),
    ("reuters.com", "Reuters reported the strike was over."),
    ("The Example Herald", "According to the Herald, the plan was dead."),
    ("", "According to an analysis by this newspaper, the cost doubled."),
    ("", "Our reporter said the door was open."),
    ("", "“It was dark,” we reported in May."),
]
OTHERS = [
    (POST, "The New York Times reported that the firm had lied.", "media_report"),
    (POST, "The New York Post reported that the firm had lied.", "media_report"),
    ("The Times", "The New York Times reported that the firm had lied.", "media_report"),
    (TIMES, "The Los Angeles Times reported that she had left.", "media_report"),
    ("", "The Washington Post reported in May that the pumps had failed.", "media_report"),
    (POST, "Two officials told The Post that the bridge was unsafe.", "unnamed_official"),
    (POST, "According to sources who told The Post about the talks, the deal is dead.", "unnamed_source"),
    (TIMES, "Documents obtained by The Times show the plan.", "document"),
    ("BBC", "“We found it,” said Ann Ray, a nurse.", "named_person"),
]


@pytest.mark.parametrize(("outlet", "text"), OWN)
def test_own_reporting_is_the_outlets_own(by, outlet, text):
    article = by(text, outlet=outlet)
    suggestion = article.suggestion(1)
    assert suggestion.status is SourcingStatus.UNATTRIBUTED
    assert suggestion.attribution is None
    assert article.reading.sources == ()
    assert {attribution.is_own_reporting for attribution in article.reading.attributions} <= {True}


@pytest.mark.parametrize(("outlet", "text"), OWN)
def test_own_reporting_is_said_so(outlet, text):
    suggestion = read(text, outlet=outlet).suggestion(1)
    assert suggestion.why.endswith(": this outlet’s own reporting.")
    assert suggestion.own_reporting is not None


@pytest.mark.parametrize(("outlet", "text", "status"), OTHERS)
def test_another_stays_what_it_is(by, outlet, text, status):
    article = by(text, outlet=outlet)
    assert article.status(1) == status
    assert not any(attribution.is_own_reporting for attribution in article.reading.attributions)


def test_without_the_outlet_nothing_is_its_own(by):
    assert by("The Washington Post reported that it rained.").status(1) == "media_report"


def test_what_was_told_to_the_outlet_is_first_hand_and_said_so():
    why = read("Two officials told The Post that the bridge was unsafe.", outlet=POST).suggestion(1).why
    assert why == "“Two officials told”: officials, not named, speaking to this outlet."
    assert read("Two officials told The Post so.", outlet="CNN").suggestion(1).why.endswith("“The Post”: second-hand.")


def test_who_speaks_within_its_own_report_is_the_source(by):
    article = by("The Times has reported that the mayor said no.", outlet=TIMES)
    assert article.status(1) == "unnamed_official"
    assert article.source(1) == "the mayor"


def test_what_the_outlet_was_told_by_nobody_is_hedged():
    assert read("The BBC has been told that the minister quit.", outlet="BBC").status(1) == "hedged"


def test_it_and_the_newspaper_refer_to_the_outlet():
    article = read("The Post reported in May that the pumps failed. It also reported a fire.", outlet=POST)
    assert article.statuses() == ["unattributed", "unattributed"]
    assert article.suggestion(2).own_reporting is not None


def test_a_short_name_is_whose_full_name_came_last():
    article = read(
        "The Post found a leak. The Denver Post reported a fire. The Post said it began at noon. "
        "The Washington Post counted ten trucks. The Post reported that all had left.",
        outlet=POST,
    )
    assert [article.status(number) for number in (1, 2, 3, 5)] == [
        "unattributed", "media_report", "media_report", "unattributed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "phrase", "is_own"),
    [
        (POST, "the Post", True),
        (POST, "the post", False),
        (POST, "Washington Post", True),
        (POST, "washingtonpost.com", True),
        (POST, "The Post’s", True),
        (POST, "Post", True),
        (POST, "Bangkok Post", False),
        (POST, "Washington", False),
        ("The Guardian", "the Guardian", True),
        ("BBC News", "BBC", True),
        ("BBC", "the BBC", True),
        ("The Wall Street Journal", "The Journal", True),
        ("USA Today", "Today", False),
        ("", "The Post", False),
        ("", "this newspaper", True),
        ("", "the newspaper", False),
    ],
)
def test_names_of_an_outlet(name, phrase, is_own):
    assert OwnOutlet(name).named_by(phrase) is is_own


@pytest.mark.parametrize(
    ("name", "phrase", "speaks"),
    [
        (POST, "a review of records by The Post", True),
        (POST, "a Post reporter", True),
        (POST, "The Post’s own investigation", False),
        (POST, "The Post’s investigation", True),
        (POST, "Post reporter Ann Ray", False),
        (POST, "a review of The Post", False),
        (POST, "a memo by The Post’s publisher", False),
        (POST, "documents obtained by The Post", False),
        ("", "our newsroom", True),
        ("", "our landlord", False),
        ("", "we", True),
        ("", "", False),
    ],
)
def test_staff_and_work_of_an_outlet(name, phrase, speaks):
    assert OwnOutlet(name).speaks_in(phrase) is speaks


@pytest.mark.parametrize(
    ("name", "url", "outlet"),
    [
        ("The  Washington Post", "https://www.nytimes.com/x", "The Washington Post"),
        ("", "https://www.nytimes.com/2026/x.html", "The New York Times"),
        ("bbc.co.uk", "", "BBC"),
        ("www.example-news.org", "", "example-news.org"),
        ("", "https://news.sky.com/story", "Sky News"),
        ("", "https://[broken", ""),
        ("", "", ""),
    ],
)
def test_outlet_is_known_by_name_or_address(name, url, outlet):
    assert outlet_of(name, url) == outlet


def test_a_detector_that_takes_no_outlet_is_asked_as_ever():
    class Plain:
        name = "plain 1"

        def detect(self, text: str) -> Reading:
            return make_reading(text)

    assert len(detect(Plain(), "The Post said so.", outlet=POST).sentences) == 1


def test_own_reporting_has_a_probability_as_what_else_was_found():
    reading = Read("", detect(get_detector(), "The Post reported that it had rained.", outlet=POST))
    other = Read("", detect(get_detector(), "The Post reported that it had rained."))
    assert reading.suggestion(1).probability == other.suggestion(1).probability

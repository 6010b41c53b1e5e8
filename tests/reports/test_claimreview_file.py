"""ClaimReview for the page that publishes a fact check: what is public, signed by whom the settings name."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports.build import Report
from factcheck.reports.formats.claimreview_file import ClaimReviewFile
from factcheck.reports.publisher import Misconfigured, publisher
from tests.reports.builders import AT, ED, HOSTILE, MINUTES, RITA, make_report, make_reported_claim
from tests.reports.jsonld_contexts import expanded

STAMP = f"Report 12 · SHA-256 {'a' * 64}"


@pytest.fixture(autouse=True)
def configured(settings: Any) -> Any:
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}#claim-{claim}"
    settings.CLAIMREVIEW_RATINGS = "disputed=1 False, unverified=3 Unproven, verified=5 True"
    return settings


def decided(verdict: Verdict, number: int = 1, text: str = "The bridge can wait.", **fields: Any) -> Any:
    return make_reported_claim(number, text, verdict=verdict, verdict_by=ED, verdict_at=AT, **fields)


def graph(report: Report) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    source, *reviews = json.loads("".join(ClaimReviewFile().render(report)))["@graph"]
    return source, reviews


def test_only_what_an_editor_decided_for_the_public() -> None:
    claims = [
        decided(verdict, number) for number, verdict in enumerate(Verdict, start=1) if verdict is not Verdict.PENDING
    ]
    _, reviews = graph(make_report(make_reported_claim(1), *claims))
    ratings = {review["url"].rpartition("-")[2]: review["reviewRating"] for review in reviews}
    assert {claim: rating["alternateName"] for claim, rating in ratings.items()} == {
        "2": "True",
        "3": "Unproven",
        "4": "False",
    }
    assert ratings["2"] == {
        "@type": "Rating",
        "ratingValue": 5,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "True",
    }


def test_a_review() -> None:
    claim = decided(Verdict.DISPUTED, sourcing=SourcingStatus.NAMED_OFFICIAL, source="He", leads_to="Anna Berg")
    source, (review,) = graph(replace(make_report(claim), stamp=STAMP))
    assert source["identifier"] == f"{STAMP} · for outside readers"
    assert review["claimReviewed"] == "The bridge can wait."
    assert review["url"] == "https://example.org/checks/7#claim-1"
    assert review["datePublished"] == "2026-11-23"
    assert review["author"] == {"@type": "Organization", "name": "Example Desk"}
    assert review["itemReviewed"]["author"] == {"@type": "Person", "name": "Anna Berg"}
    assert review["itemReviewed"]["appearance"]["url"] == "https://example.org/bridge"
    assert review["itemReviewed"]["datePublished"] == "2026-11-20"


@pytest.mark.parametrize(
    ("status", "author"),
    [
        (SourcingStatus.ORGANIZATION, {"@type": "Organization", "name": "The source"}),
        (SourcingStatus.MEDIA_REPORT, {"@type": "Organization", "name": "The source"}),
        (SourcingStatus.UNATTRIBUTED, {"@type": "Organization", "name": "Example Wire"}),
        (SourcingStatus.UNNAMED_OFFICIAL, None),
        (SourcingStatus.HEDGED, None),
    ],
)
def test_who_said_it_where_that_is_known(status: SourcingStatus, author: Any) -> None:
    _, (review,) = graph(make_report(decided(Verdict.VERIFIED, sourcing=status, source="The source")))
    assert review["itemReviewed"].get("author") == author


def test_what_the_desk_keeps_to_itself_stays_out() -> None:
    claim = decided(
        Verdict.VERIFIED,
        note="Rita’s secret",
        wording="secret",
        reviewed_by=RITA,
        evidence=(MINUTES,),
        about_source=(("a", "secret"),),
    )
    file = "".join(ClaimReviewFile().render(make_report(claim)))
    for word in ("secret", "Rita", "Ed Okafor", "minutes", "clerk"):
        assert word not in file


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_verbatim_and_closes_no_script(text: str) -> None:
    claim = decided(Verdict.VERIFIED, text=text, sourcing=SourcingStatus.NAMED_PERSON, source=text)
    file = "".join(ClaimReviewFile().render(make_report(claim, title=text, outlet=text)))
    assert not set("<>&\u2028\u2029") & set(file)
    _, review = expanded(json.loads(file))
    assert review["@type"] == ["https://schema.org/ClaimReview"]
    assert review["https://schema.org/claimReviewed"] == [{"@value": text}]


def test_expanded_it_says_where_it_is_published() -> None:
    _, review = expanded(json.loads("".join(ClaimReviewFile().render(make_report(decided(Verdict.VERIFIED))))))
    assert review["https://schema.org/url"] == [{"@id": "https://example.org/checks/7#claim-1"}]
    (rating,) = review["https://schema.org/reviewRating"]
    assert rating["https://schema.org/ratingValue"] == [{"@value": 5}]


def test_without_an_organization_there_is_no_file(configured: Any) -> None:
    configured.CLAIMREVIEW_ORGANIZATION = configured.CLAIMREVIEW_URL = ""
    assert publisher() is None
    assert not ClaimReviewFile().is_offered
    with pytest.raises(Misconfigured, match="say who publishes"):
        list(ClaimReviewFile().render(make_report()))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("CLAIMREVIEW_ORGANIZATION", " ", "say who publishes"),
        ("CLAIMREVIEW_URL", "", "must be where a fact check is published"),
        ("CLAIMREVIEW_URL", "example.org/{article}", "must be where a fact check is published"),
        ("CLAIMREVIEW_URL", "https://example.org/checks", "{article}"),
        ("CLAIMREVIEW_URL", "https://example.org/{article}/{reviewer}", "must be where"),
        ("CLAIMREVIEW_URL", "javascript:alert({article})", "must be where"),
        ("CLAIMREVIEW_RATINGS", "", "has to give each verdict"),
        ("CLAIMREVIEW_RATINGS", "verified=1 True", "has to give each verdict"),
        (
            "CLAIMREVIEW_RATINGS",
            "disputed=3 False, unverified=2 Unproven, verified=1 True",
            "from the worst to the best",
        ),
        ("CLAIMREVIEW_RATINGS", "disputed=1 False, unverified=2 Unproven, verified=3", "has to give each verdict"),
    ],
)
def test_nonsense_is_told_in_a_sentence(configured: Any, name: str, value: str, sentence: str) -> None:
    setattr(configured, name, value)
    with pytest.raises(Misconfigured, match=sentence.replace("{", r"\{")):
        publisher()
    assert not ClaimReviewFile().is_offered

import dataclasses
import datetime as dt
import uuid

import pytest
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.articles.services import outlet_named
from factcheck.attribution.types import SourcingStatus, Span
from factcheck.claims.choices import UnattributedReason, Verdict
from factcheck.claims.models import Claim
from factcheck.claims.services import store_reading
from factcheck.claims.sources import sources_of
from factcheck.readers.text import fingerprint
from factcheck.reports.build import Person, build_report
from factcheck.reviews import second_opinions, services
from factcheck.reviews.evidence import NewEvidence, add_evidence
from factcheck.reviews.models import Stance
from tests.claims.test_sources import BLINKEN, stored
from tests.factories import make_article, make_claim, make_reading

pytestmark = pytest.mark.django_db

#: What nearly every claim on an unnamed source leaves unsaid.
ALL = [status.value for status in SourcingStatus]


def article_with(*statuses, **overrides):
    """An article with a claim for each status."""
    text = "\n".join(f"Somebody{number} said so {number}." for number in range(1, len(statuses) + 1))
    return make_article(text, statuses=statuses, **overrides)


def told_to_cnn(outlet):
    """An article whose only claim rests on a person who spoke to CNN."""
    text = "Mayor Berg told CNN that the bridge can wait."
    reading = make_reading(text, ["named_official"])
    told = dataclasses.replace(reading.attributions[0], channel=Span(16, 19))
    article = Article.objects.create(
        title="Told", text=text, text_sha256=fingerprint(text), outlet=outlet_named(outlet), detector="by-hand 1"
    )
    store_reading(article=article, reading=dataclasses.replace(reading, attributions=(told,)))
    return article


def signed(verdict, by):
    return {"verdict": verdict, "verdict_by": by, "verdict_at": timezone.now(), "verdict_version": 1}


def test_numbers_count_every_verdict_review_and_unnamed_source(rita, ed):
    article = article_with(*ALL, "unnamed_source")
    for number, verdict in enumerate(["verified", "verified", "unverified", "disputed", "not_checkable"], 1):
        make_claim(article, number, **signed(verdict, ed))
    for number in (1, 2, 9):
        make_claim(article, number, reviewed_by=rita, reviewed_at=timezone.now())
    numbers = build_report(article).numbers
    assert (numbers.claims, numbers.reviewed, numbers.pending) == (10, 3, 5)
    assert (numbers.verified, numbers.unverified, numbers.disputed, numbers.not_checkable) == (2, 1, 1, 1)
    assert numbers.unnamed_alone == 3


def test_numbers_agree_with_the_tally(rita, ed):
    article = article_with(*ALL)
    numbers, tally = build_report(article).numbers, article.tally
    assert (numbers.claims, numbers.reviewed, numbers.pending) == (tally.claims, tally.reviewed, tally.pending)


def test_footing_has_every_status_in_order():
    report = build_report(article_with("hedged", "hedged", "document"))
    assert [share.status for share in report.footing] == list(SourcingStatus)
    assert {share.status.value: (share.claims, share.percent) for share in report.footing if share.claims} == {
        "document": (1, 33),
        "hedged": (2, 67),
    }


@pytest.mark.parametrize(("hedged", "percent"), [(1, 1), (250, 99), (251, 100), (0, 0)])
def test_a_percentage_is_0_only_for_none_and_100_only_for_all(hedged, percent):
    report = build_report(article_with(*["hedged"] * hedged, *["document"] * (251 - hedged)))
    assert report.footing[SourcingStatus.HEDGED.rank - 1].percent == percent


def test_a_claim_as_it_stands(rita, ed):
    article = article_with("named_person")
    at = dt.datetime(2026, 11, 23, 9, 40, tzinfo=dt.UTC)
    make_claim(
        article,
        status="unattributed",
        unattributed_reason="witnessed",
        source="Maria",
        cue="saw",
        recommended="verified",
        note="Seen.",
        reviewed_by=rita,
        reviewed_at=at,
        verdict="disputed",
        verdict_by=ed,
        verdict_at=at + dt.timedelta(hours=1),
    )
    (claim,) = build_report(article).claims
    assert article.text[claim.start : claim.end] == claim.text == "Somebody1 said so 1."
    assert (claim.number, claim.source, claim.cue, claim.note) == (1, "Maria", "saw", "Seen.")
    assert (claim.sourcing, claim.suggested) == (SourcingStatus.UNATTRIBUTED, SourcingStatus.NAMED_PERSON)
    assert claim.unattributed_reason is UnattributedReason.WITNESSED
    assert claim.recommended is Verdict.VERIFIED
    assert (claim.reviewed_by, claim.reviewed_at) == (Person("rita", "Rita"), at)
    assert claim.verdict is Verdict.DISPUTED
    assert (claim.verdict_by, claim.verdict_at) == (Person("ed", "Ed"), at + dt.timedelta(hours=1))


def test_a_claim_says_how_likely_its_suggestion_was():
    article = make_article("One.\nTwo.")
    article.claims.all().delete()
    article.tally.delete()
    reading = make_reading(article.text)
    likely = dataclasses.replace(reading.suggestions[0], probability=0.42)
    store_reading(article=article, reading=dataclasses.replace(reading, suggestions=(likely, reading.suggestions[1])))
    assert [claim.suggested_probability for claim in build_report(article).claims] == [0.42, None]


def test_an_untouched_claim_has_nobody():
    (claim,) = build_report(article_with("document")).claims
    assert claim.verdict is Verdict.PENDING
    assert claim.recommended is claim.unattributed_reason is claim.reviewed_by is claim.verdict_by is None
    assert (claim.source, claim.cue) == ("Somebody1", "said")


def test_claims_come_in_reading_order():
    article = article_with(*["document"] * 12)
    make_claim(article, 3, note="Changed last.")
    assert [claim.number for claim in build_report(article).claims] == list(range(1, 13))


def test_findings_stand_at_the_claim_and_in_the_article():
    report = build_report(article_with("unnamed_source", "document", "hedged", "hedged"))
    assert [[finding.rule for finding in claim.findings] for claim in report.claims] == [
        ["unnamed_source_alone"],
        [],
        ["hedged_without_source"],
        ["hedged_without_source"],
    ]
    assert [(finding.rule, finding.claims) for finding in report.findings] == [
        ("unnamed_source_alone", ("1",)),
        ("hedged_without_source", ("3", "4")),
    ]
    parts = [part.rule for part in report.claims[0].findings[0].parts]
    assert parts == ["unnamed_source_alone", "not_said_how_they_know", "no_reason_for_anonymity"]
    assert report.findings[0].finding == report.claims[0].findings[0]


def test_what_people_decided_makes_the_findings():
    article = article_with("hedged")
    make_claim(article, status="unattributed", unattributed_reason="needs_source")
    (claim,) = build_report(article).claims
    assert [finding.rule for finding in claim.findings] == ["needs_source"]


@pytest.mark.parametrize(
    ("outlet", "status", "channel", "rules"),
    [
        ("Example Times", "named_official", "CNN", ["second_hand"]),
        ("CNN", "named_official", "CNN", []),
        ("", "named_official", "CNN", ["second_hand"]),
        ("Example Times", "unnamed_official", "CNN", ["unnamed_official_alone", "second_hand"]),
        ("Example Times", "unattributed", "", []),
        ("Example Times", "hedged", "", ["hedged_without_source"]),
    ],
)
def test_a_source_that_spoke_to_another_outlet_is_second_hand(outlet, status, channel, rules):
    article = told_to_cnn(outlet)
    make_claim(article, status=status)
    (claim,) = build_report(article).claims
    assert claim.channel == channel
    assert [finding.rule for finding in claim.findings] == rules


def test_the_article_says_where_it_came_from(ed):
    article = article_with(
        "document", outlet="Example Wire", byline="Sam", url="https://example.org/a", loaded_by=ed, detector="by-hand 2"
    )
    told = build_report(article).article
    assert (told.title, told.outlet, told.byline, told.url) == (
        "Council votes to delay harbour bridge",
        "Example Wire",
        "Sam",
        "https://example.org/a",
    )
    assert (told.loaded_by, told.loaded_at) == (Person("ed", "Ed"), article.loaded_at)
    assert (told.detector, told.sha256, told.text) == ("by-hand 2", article.text_sha256, article.text)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org/a", "HTTP://example.org/a"),
        ("javascript:alert(1)//http://", ""),
        ("data:text/html,x", ""),
        ("", ""),
    ],
)
def test_only_a_web_address_is_a_link(url, link):
    assert build_report(article_with("document", url=url)).article.link == link


def test_the_sources_are_those_of_the_review_page():
    article = stored((BLINKEN, "named_official", ""), ("Blinken", "named_official", BLINKEN), ("", "unattributed", ""))
    make_claim(article, 3, source="Tom Holm", status="named_person")
    report = build_report(article)
    assert report.sources == sources_of(article.pk)
    assert [(source.name, source.claims) for source in report.sources] == [
        ("Antony Blinken", ("1", "2")),
        ("Tom Holm", ("3",)),
    ]
    assert [claim.leads_to for claim in report.claims] == ["Antony Blinken", "Antony Blinken", "Tom Holm"]


def test_the_time_it_was_drawn():
    before = timezone.now()
    assert before <= build_report(article_with("document")).drawn_at <= timezone.now()


@pytest.mark.parametrize("claims", [1, 24, 200])
def test_the_same_queries_whatever_the_number_of_claims(claims, rita, ed, django_assert_num_queries):
    crowded = article_with(*["unnamed_official"] * claims, outlet="Example Wire", loaded_by=ed)
    crowded.claims.update(reviewed_by=rita, reviewed_at=timezone.now(), **signed("verified", ed))
    article = Article.objects.select_related("outlet", "loaded_by").get(pk=crowded.pk)
    # claims, sources, evidence, the desk's sums; how the desk weighs its rules, what was dismissed
    with django_assert_num_queries(7):
        report = build_report(article)
        assert {str(claim.reviewed_by) for claim in report.claims} == {"Rita"}
    assert report.numbers.claims == claims


def brought_to(claim, by, link):
    """Evidence on a claim, as people add it."""
    add_evidence(claims=[claim], content=NewEvidence(link), stance=Stance.SUPPORTS, key=uuid.uuid4(), by=by)


def links(article):
    """By claim, the links that its report gives as evidence."""
    return {claim.label: [evidence.url for evidence in claim.evidence] for claim in build_report(article).claims}


def test_evidence_outlives_a_split_and_a_join(rita):
    article = make_article("One claim stands here.\nTwo stands here.")
    claim = make_claim(article, 1)
    brought_to(claim, rita, "https://example.org/whole")
    brought_to(make_claim(article, 2), rita, "https://example.org/two")
    services.split(claim=claim, at=4, version=0, key=uuid.uuid4(), by=rita)
    second = Claim.objects.get(article=article, number=1, part=2)
    brought_to(second, rita, "https://example.org/part")
    whole, part, two = ("https://example.org/whole", "https://example.org/part", "https://example.org/two")
    assert links(article) == {"1a": [whole], "1b": [whole, part], "2": [two]}
    services.join(claim=second, version=second.version, key=uuid.uuid4(), by=rita)
    assert links(article) == {"1": [whole, part], "2": [two]}


def test_evidence_is_left_out_while_two_opinions_are_asked_for(rita, ed):
    article = make_article("One claim stands here.")
    claim = make_claim(article, 1)
    brought_to(claim, rita, "https://example.org/minutes")
    request = second_opinions.ask(claim=claim, version=0, key=uuid.uuid4(), by=ed)
    assert links(article) == {"1": []}
    second_opinions.withdraw(claim=claim, version=request.version, key=uuid.uuid4(), by=ed)
    assert links(article) == {"1": ["https://example.org/minutes"]}

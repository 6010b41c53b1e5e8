"""Findings of the standards desk: what the review page shows, and letting one stand aside with a reason."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance, restrict_article
from factcheck.attribution.types import Reading, SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.claims.redetection import redetect_article
from factcheck.claims.services import load_article, touch_claim
from factcheck.refusals import Refused
from factcheck.reports.build import build_report
from factcheck.reviews import assignments, history
from factcheck.reviews.dismissals import dismiss, raise_again
from factcheck.reviews.evidence import NewEvidence, add_evidence
from factcheck.reviews.findings import findings_on, read_weights, review_findings
from factcheck.reviews.models import Dismissal, RuleSetting, Stance
from factcheck.standards import BY_NAME, Finding, Severity
from tests.factories import ByHand, make_article, make_claim, make_reading, make_user
from tests.reviews.test_evidence import answer, ask, cut
from tests.reviews.test_services import say
from tests.reviews.test_two_at_once import at_once

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
HEDGED = "is hedged and names no source"
WHY = "The minutes say so; they are in the folder."


@pytest.fixture
def article(db: None) -> Article:
    return make_article(
        "Talks reportedly failed and the ferry stays.\nTrains reportedly stop.\nIt rained.", statuses=["hedged"] * 2
    )


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, 1)


def put_aside(claim: Claim, by: User, **changes: Any) -> list[Dismissal]:
    fields = {"rule": "hedged_without_source", "words": HEDGED, "claims": [claim.pk], "reason": WHY}
    return dismiss(article=claim.article, by=by, **(fields | {"key": uuid.uuid4()} | changes))


def raised(claim: Claim, by: User, **changes: Any) -> list[Dismissal]:
    fields = {"rule": "hedged_without_source", "words": HEDGED, "claims": [claim.pk], "key": uuid.uuid4()}
    return raise_again(article=claim.article, by=by, **(fields | changes))


def gone(article: Article) -> list[tuple[str, str]]:
    """What is dismissed of an article: claim and rule, an empty claim for the article as a whole."""
    reviewed = review_findings(Article.objects.get(pk=article.pk))
    on_claims = [
        (claim.label, finding.rule)
        for claim, section in zip(reviewed.of, reviewed.claims, strict=True)
        for finding in section
        if finding.dismissed
    ]
    return on_claims + [("", finding.rule) for finding in reviewed.of_article if finding.dismissed]


# Dismissing


def test_a_dismissed_finding_says_who_when_and_why_everywhere(article: Article, claim: Claim, ed: User) -> None:
    (row,) = put_aside(claim, ed)
    assert gone(article) == [("1", "hedged_without_source")]
    report = build_report(Article.objects.get(pk=article.pk))
    (finding,) = report.claims[0].dismissed_findings
    assert finding.dismissed
    assert (finding.dismissed.reason, finding.dismissed.by, finding.dismissed.username) == (WHY, "Ed", "ed")
    assert finding.dismissed.at == row.at
    assert [finding.claims for finding in report.open_findings] == [("2",)]
    assert [finding.claims for finding in report.dismissed_findings] == [("1",)]


def test_raised_again_it_stands_and_both_stay_in_the_history(article: Article, claim: Claim, ed: User) -> None:
    put_aside(claim, ed)
    raised(claim, ed)
    assert gone(article) == []
    claim.refresh_from_db()
    did = [(entry.did, entry.words) for entry in history.of_claim(claim, ed).entries]
    sentence = "Is hedged and names no source."
    assert did == [("reopened a finding", sentence), ("dismissed a finding", f"{sentence} {WHY}")]
    put_aside(claim, ed)
    assert gone(article) == [("1", "hedged_without_source")]


def test_the_log_of_dismissals_only_grows(claim: Claim, ed: User) -> None:
    (row,) = put_aside(claim, ed)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Dismissal.objects.filter(pk=row.pk).update(reason="Another.")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        row.delete()


def test_a_dismissal_without_a_reason_is_refused_by_the_database(claim: Claim, ed: User) -> None:
    with pytest.raises(IntegrityError, match="reason_given"), transaction.atomic():
        put_aside(claim, ed, reason="")


def test_the_same_form_twice_is_one_decision(claim: Claim, ed: User) -> None:
    key = uuid.uuid4()
    assert put_aside(claim, ed, key=key) == put_aside(claim, ed, key=key)
    assert Dismissal.objects.count() == 1


def test_of_two_editors_the_second_is_told_what_the_first_said(claim: Claim, ed: User) -> None:
    put_aside(claim, ed)
    with pytest.raises(Refused, match="Ed has already dismissed this finding: The minutes say so"):
        put_aside(claim, make_user("editor", "eva"))
    raised(claim, ed)
    with pytest.raises(Refused, match="already open"):
        raised(claim, ed)
    assert Dismissal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_editors_in_the_same_instant_leave_one_decision() -> None:
    article = make_article("Talks reportedly failed.", statuses=["hedged"])
    claim = make_claim(article)
    people = [make_user("editor", name) for name in ("eva", "emil")]
    outcomes = at_once(*(lambda by=by: put_aside(claim, by) for by in people))  # type: ignore[misc]
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "list"]
    assert Dismissal.objects.count() == 1


def test_what_is_no_finding_of_the_claim_cannot_be_dismissed(article: Article, claim: Claim, ed: User) -> None:
    elsewhere = make_claim(make_article("Others reportedly wait.", statuses=["hedged"]))
    for fields in (
        {"rule": "needs_source"},
        {"words": "is fine"},
        {"claims": [make_claim(article, 3).pk]},
        {"claims": [claim.pk, elsewhere.pk]},
        {"claims": []},
    ):
        with pytest.raises(Refused, match="no longer applies"):
            put_aside(claim, ed, **fields)
    assert not Dismissal.objects.exists()


def test_one_reason_for_several_claims(article: Article, claim: Claim, ed: User) -> None:
    put_aside(claim, ed, claims=[claim.pk, make_claim(article, 2).pk])
    assert gone(article) == [("1", "hedged_without_source"), ("2", "hedged_without_source")]


def test_a_finding_on_the_whole_article(ed: User) -> None:
    article = make_article("CNN says a.\nCNN says b.\nCNN says c.", statuses=["media_report"] * 3)
    words = "comes from a single source: CNN"
    fields = {"rule": "one_origin", "words": words, "claims": [], "reason": WHY, "by": ed}
    dismiss(article=article, key=uuid.uuid4(), **fields)
    assert gone(article) == [("", "one_origin")]
    (entry,) = history.read_page(article, ed).entries
    assert (entry.claim, entry.did) == (None, "dismissed a finding")


def test_open_pages_hear_of_it(article: Article, claim: Claim, ed: User) -> None:
    before = Tally.objects.get(article=article).change_seq
    put_aside(claim, ed)
    claim.refresh_from_db()
    assert claim.changed_seq == before + 1


# What becomes of it


def test_a_dismissal_holds_for_the_words_of_the_finding(article: Article, claim: Claim, ed: User) -> None:
    put_aside(claim, ed)
    Claim.objects.filter(pk=claim.pk).update(status="unattributed", unattributed_reason="needs_source")
    assert gone(article) == []
    Claim.objects.filter(pk=claim.pk).update(status="hedged", unattributed_reason="")
    assert gone(article) == [("1", "hedged_without_source")]


def test_it_survives_another_reading(article: Article, claim: Claim, ed: User) -> None:
    class Again(ByHand):
        name = "by-hand 2"

        def detect(self, text: str) -> Reading:
            return make_reading(text, ["hedged"] * 2)

    put_aside(claim, ed)
    redetect_article(pk=article.pk, detector=Again())
    assert gone(article) == [("1", "hedged_without_source")]


def test_of_a_split_sentence_its_parts_have_it_and_what_is_said_of_a_part_stays_there(
    article: Article, claim: Claim, ed: User
) -> None:
    put_aside(claim, ed)
    cut(claim, ed, at="and the ferry")
    Claim.objects.filter(whole=claim).update(status="hedged")
    first, second = Claim.objects.filter(whole=claim).order_by("part")
    assert [label for label, _ in gone(article)] == ["1a", "1b"]
    raised(second, ed)
    assert [label for label, _ in gone(article)] == ["1a"]
    cut(first, ed)
    assert [label for label, _ in gone(article)] == ["1"]


def test_while_two_opinions_are_asked_for_nothing_is_dismissed(
    article: Article, claim: Claim, rita: User, ed: User
) -> None:
    omar = make_user("reviewer", "omar")
    put_aside(claim, ed)
    ask(claim, ed)
    assert gone(article) == []
    assert not build_report(Article.objects.get(pk=article.pk)).dismissed_findings
    with pytest.raises(Refused, match="Claim 1 is waiting for two opinions"):
        put_aside(claim, ed)
    entries = history.of_claim(claim, rita).entries
    assert "dismissed a finding" not in [entry.did for entry in entries]
    for person in (rita, omar):
        answer(claim, person)
    assert gone(article) == [("1", "hedged_without_source")]


def gathered_article() -> Article:
    return make_article("Sources said a.\nSources said b.\nIt rained.", statuses=["unnamed_source"] * 2)


def rows_of(finding: Finding, claim: Claim, by: User) -> list[Dismissal]:
    return put_aside(claim, by, rule=finding.rule, words=finding.one)


def test_what_says_one_thing_is_one_finding_with_one_dismissal(ed: User) -> None:
    article = gathered_article()
    claim = make_claim(article, 1)
    (finding,) = review_findings(article).on(claim.pk)
    assert [part.rule for part in finding.parts] == [
        "unnamed_source_alone", "source_not_described", "not_said_how_they_know", "no_reason_for_anonymity",
    ]  # fmt: skip
    assert findings_on(claim, outlet="", supports=0, text=article.text) == [finding]
    (row,) = rows_of(finding, claim, ed)
    assert row.words == finding.one
    (dismissed,) = review_findings(article).on(claim.pk)
    assert dismissed.parts == finding.parts
    assert dismissed.dismissed is not None
    claim.refresh_from_db()
    assert findings_on(claim, outlet="", supports=0, text=article.text) == [dismissed]
    assert not review_findings(article).on(make_claim(article, 2).pk)[0].dismissed
    raised(claim, ed, rule=finding.rule, words=finding.one)
    assert review_findings(article).on(claim.pk) == (finding,)


def test_dismissals_from_before_findings_were_gathered_hold_for_their_part_alone(ed: User) -> None:
    article = gathered_article()
    claim = make_claim(article, 1)
    for rule, words in (
        ("unnamed_source_alone", "rests on an unnamed source alone, described by neither name nor office"),
        ("source_not_described", "says no more of its source than “Sources”"),
    ):
        Dismissal.objects.create(article=article, claim=claim, rule=rule, words=words, reason=WHY, by=ed)
    touch_claim(claim)
    still, gone_since = review_findings(article).on(claim.pk)
    assert [part.rule for part in still.parts] == ["not_said_how_they_know", "no_reason_for_anonymity"]
    assert [part.rule for part in gone_since.parts] == ["unnamed_source_alone", "source_not_described"]
    assert gone_since.dismissed is not None
    raised(claim, ed, rule=gone_since.rule, words=gone_since.one)
    assert [finding.dismissed for finding in review_findings(article).on(claim.pk)] == [None]


def test_a_part_that_comes_later_is_open_and_one_that_goes_takes_nothing_along(ed: User) -> None:
    article = gathered_article()
    claim = make_claim(article, 1, how_source_knows="Was there.")
    (finding,) = review_findings(article).on(claim.pk)
    rows_of(finding, claim, ed)
    Claim.objects.filter(pk=claim.pk).update(how_source_knows="")
    later, _ = review_findings(article).on(claim.pk)
    assert (later.rule, later.dismissed) == ("not_said_how_they_know", None)
    Claim.objects.filter(pk=claim.pk).update(how_source_knows="Was there.", anonymity_reason="Her job.")
    (left,) = review_findings(article).on(claim.pk)
    assert left.dismissed is not None
    assert [part.rule for part in left.parts] == ["unnamed_source_alone", "source_not_described"]


# What the rules are given


def rules_on(claim: Claim) -> list[str]:
    return [finding.rule for finding in review_findings(Article.objects.get(pk=claim.article_id)).on(claim.pk)]


def test_evidence_that_supports_a_claim_counts_and_withdrawn_or_contrary_does_not(rita: User, ed: User) -> None:
    claim = make_claim(make_article("Records show a."))
    say(claim, ed, status=SourcingStatus.DOCUMENT, verdict=Verdict.VERIFIED)
    assert rules_on(claim) == ["verified_without_evidence"]
    section = {"claims": [claim], "by": rita}
    add_evidence(content=NewEvidence("https://example.org/no"), stance=Stance.CONTRADICTS, key=uuid.uuid4(), **section)
    assert "verified_without_evidence" in rules_on(claim)
    add_evidence(content=NewEvidence("https://example.org/yes"), stance=Stance.SUPPORTS, key=uuid.uuid4(), **section)
    assert rules_on(claim) == ["verdict_set_before_review_changed"]


@pytest.mark.parametrize(
    ("days", "has_deadline", "is_early"),
    [(0, False, True), (3, False, True), (-1, True, False), (None, True, True), (None, False, False)],
)
def test_about_to_be_published(days: int | None, has_deadline: bool, is_early: bool, rita: User, ed: User) -> None:
    day = None if days is None else timezone.localdate() + dt.timedelta(days)
    article = make_article("Records show a.", published_on=day)
    if has_deadline:
        assignments.assign(articles=[article], people=[rita], by=ed, deadline=timezone.now() + dt.timedelta(hours=4))
    now = {"verdict": "unverified", "verdict_by": ed, "verdict_at": timezone.now()}
    claim = make_claim(article, status="document", **now)
    assert rules_on(claim) == (["unconfirmed_before_publication"] if is_early else [])


def test_the_outlets_own_article_is_found_by_its_title(ed: User) -> None:
    theirs = make_article(
        "Sources said a.\nMayor Berg said b.",
        "Harbour bridge closes for repairs",
        outlet="CNN",
        statuses=["unnamed_source", "named_official"],
    )
    make_article("The opera opens.", "Opera season opens tonight", outlet="CNN", published_on="2030-01-01")
    mine = make_article("CNN reported that the harbour bridge closes.", outlet="Wire", statuses=["media_report"])
    (section,) = review_findings(mine).of_article
    assert section.sentence == (
        f"Claim 1 relies on CNN, whose article “{theirs.title}” is loaded here: "
        "1 of its 2 claims rely on unnamed sources or hedges."
    )
    restrict_article(article=theirs, by=ed)
    assert review_findings(mine).of_article == (), "who reads this article need not know of that one"


@pytest.mark.parametrize("name", ["The Washington Post", "the Post", "a Post investigation", "WaPo"])
def test_the_articles_own_outlet_is_no_other_outlet_and_no_unnamed_source(name: str) -> None:
    article = make_article("Post a.\nPost b.\nPost c.", outlet="The Washington Post", statuses=["media_report"] * 3)
    for claim in article.claims.all():
        make_claim(article, claim.number, source=name, status=["media_report", "unnamed_source"][claim.number % 2])
    reviewed = review_findings(Article.objects.get(pk=article.pk))
    assert (set(reviewed.claims), reviewed.of_article, reviewed.origins) == ({()}, (), ())
    assert findings_on(article.claims.get(number=1), outlet="The Washington Post", supports=0) == []
    assert findings_on(article.claims.get(number=1), outlet="The Denver Gazette", supports=0)


def test_what_a_source_told_the_outlet_is_not_second_hand(settings: Any) -> None:
    settings.ATTRIBUTION_DETECTOR = "factcheck.attribution.spacy_rules.SpacyRules"
    text = "Mayor Jane Doyle told The Post that the bridge was unsafe."
    article = load_article(text=text, provenance=Provenance("Bridge", outlet="The Washington Post"), by=None)
    claim = article.claims.select_related("suggested_by").get()
    assert claim.suggested_by is not None
    assert claim.suggested_by.channel == "The Post"
    assert rules_on(claim) == []
    Article.objects.update(outlet=None)
    assert rules_on(claim) == ["second_hand"]


def test_findings_take_the_same_queries_whatever_the_length(ed: User, django_assert_num_queries: Any) -> None:
    statuses = ["media_report", "unnamed_source", "hedged", "unattributed"]
    for count in (4, 200):
        text = "\n".join(f"CNN said so {number}." for number in range(count))
        article = make_article(text, f"Title {count}", statuses=statuses * 50)
        make_claim(article, verdict="unverified", verdict_by=ed, verdict_at=timezone.now())
        # claims, sources, evidence, deadline, other outlets' articles, the desk's rules, what was dismissed
        with django_assert_num_queries(7):
            review_findings(article)


# The rules as this desk has them


def test_every_rule_is_listed_and_as_it_comes() -> None:
    # All are on but the rule that a desk switches on for itself.
    assert {name: rule.severity for name, rule in BY_NAME.items()} | {"quantity": None} == read_weights()


def test_a_rule_switched_off_or_weighed_otherwise(article: Article) -> None:
    RuleSetting.objects.filter(rule="hedged_without_source").update(severity="note")
    RuleSetting.objects.create(rule="a_rule_of_long_ago", is_on=False)
    assert {finding.severity for finding in review_findings(article).gathered()} == {Severity.NOTE}
    RuleSetting.objects.filter(rule="hedged_without_source").update(is_on=False)
    assert review_findings(article).gathered() == []

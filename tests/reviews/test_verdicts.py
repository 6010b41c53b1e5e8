"""A verdict knows what it judged: it no longer fits once the review or the evidence is another one."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance, archive_article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.claims.services import rebuild_tally
from factcheck.reports.build import build_report
from factcheck.reviews import evidence, second_opinions
from factcheck.reviews.assignments import assign
from factcheck.reviews.evidence import NewEvidence
from factcheck.reviews.models import Evidence, EvidenceUse, Stance
from factcheck.reviews.review_fields import OPINION_COLUMNS
from factcheck.reviews.services import join, split, undo
from factcheck.reviews.verdicts import JUDGED_BEFORE, changes_since_verdict
from factcheck.reviews.versions import revise_article
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_queue import order
from tests.reviews.test_services import assert_tally_right, say

pytestmark = pytest.mark.django_db

OFFICIAL = {"status": SourcingStatus.NAMED_OFFICIAL, "source": "the mayor", "note": "Confirmed on the record."}
TURNED = {"status": SourcingStatus.UNNAMED_SOURCE, "source": "an aide", "note": "The mayor withdrew it."}
#: For each column of a review, values that change it alone.
OTHERWISE: dict[str, dict[str, Any]] = {
    "status": {"status": SourcingStatus.NAMED_PERSON},
    "source": {"source": "the deputy mayor"},
    "cue": {"cue": "told"},
    "unattributed_reason": {"status": SourcingStatus.UNATTRIBUTED, "unattributed_reason": "analysis"},
    "recommended": {"recommended": Verdict.UNVERIFIED},
    "note": {"note": "Rang again."},
    "said": {"said": Said.DISPUTED},
    "wording": {"wording": "The mayor expects the bridge to open in May."},
    "anonymity_reason": {"anonymity_reason": "Fears for the job."},
    "how_source_knows": {"how_source_knows": "Was in the room."},
    "second_source": {"second_source": "The minutes."},
    "name_known_to": {"name_known_to": "Ed"},
}


@pytest.fixture
def claim(rita: User, ed: User) -> Claim:
    """Rita’s review, verified by Ed."""
    claim = make_claim()
    say(claim, rita, recommended=Verdict.VERIFIED, **OFFICIAL)
    say(claim, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    return now(claim)


def now(claim: Claim) -> Claim:
    claim.refresh_from_db()
    return claim


def cite(claim: Claim, by: User, url: str = "https://example.org/minutes") -> Evidence:
    content = NewEvidence(url=url)
    return evidence.add_evidence(claims=[claim], content=content, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=by)


def take_back(claim: Claim, by: User) -> None:
    undo(article=claim.article, key=uuid.uuid4(), by=by)


def test_a_verdict_names_the_version_it_judged(claim: Claim, ed: User) -> None:
    assert (claim.verdict_version, claim.is_verdict_stale) == (2, False)
    assert claim.reviews.get(version=2).verdict_version == 2
    say(claim, ed, verdict=Verdict.PENDING, **OFFICIAL)
    assert (now(claim).verdict_version, claim.is_verdict_stale) == (None, False)


def test_a_review_turned_round_leaves_the_verdict_behind(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, recommended=Verdict.UNVERIFIED, **TURNED)
    assert (now(claim).verdict, claim.verdict_by, claim.verdict_version) == ("verified", ed, 2)
    assert claim.is_verdict_stale
    assert claim.reviews.get(version=3).is_verdict_stale
    assert changes_since_verdict(claim) == ["Sourcing", "Source", "Recommended verdict", "Note"]


@pytest.mark.parametrize("column", OPINION_COLUMNS)
def test_every_column_of_a_review_counts(claim: Claim, rita: User, column: str) -> None:
    say(claim, rita, **({**OFFICIAL, "recommended": Verdict.VERIFIED} | OTHERWISE[column]))
    assert now(claim).is_verdict_stale


def test_saying_the_same_again_leaves_it_as_it_is(claim: Claim, rita: User) -> None:
    say(claim, rita, recommended=Verdict.VERIFIED, **OFFICIAL)
    assert not now(claim).is_verdict_stale
    assert claim.verdict_version == 2


def test_undone_it_fits_again(claim: Claim, rita: User) -> None:
    say(claim, rita, **TURNED)
    say(claim, rita, **TURNED, wording="An aide said the bridge opens.")
    take_back(claim, rita)
    assert now(claim).is_verdict_stale
    take_back(claim, rita)
    assert not now(claim).is_verdict_stale
    assert (claim.verdict, claim.verdict_version, changes_since_verdict(claim)) == ("verified", 2, [])


def test_turned_back_by_hand_it_fits_again(claim: Claim, rita: User) -> None:
    say(claim, rita, **TURNED)
    say(claim, rita, recommended=Verdict.VERIFIED, **OFFICIAL)
    assert not now(claim).is_verdict_stale


def test_an_editor_confirms_the_same_verdict(claim: Claim, rita: User) -> None:
    say(claim, rita, **TURNED)
    eve = make_user("editor", "eve")
    signed_at = now(claim).verdict_at
    say(claim, eve, verdict=Verdict.VERIFIED, confirms=True, **TURNED)
    assert (now(claim).verdict, claim.verdict_by, claim.verdict_version) == ("verified", eve, 4)
    assert claim.verdict_at > signed_at
    assert not claim.is_verdict_stale
    assert claim.reviewed_by == rita
    take_back(claim, eve)
    assert now(claim).is_verdict_stale
    assert (claim.verdict_version, claim.verdict_at) == (2, signed_at)


def test_another_verdict_needs_no_confirmation(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, **TURNED)
    say(claim, ed, verdict=Verdict.UNVERIFIED, **TURNED)
    assert not now(claim).is_verdict_stale
    assert claim.verdict_version == 4


def test_a_reviewer_never_confirms(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, **TURNED)
    say(claim, rita, **TURNED, confirms=True)
    assert now(claim).is_verdict_stale
    assert (claim.verdict_by, claim.verdict_version) == (ed, 2)


def test_an_editor_judges_what_the_same_save_changes(claim: Claim, ed: User) -> None:
    eve = make_user("editor", "eve")
    say(claim, eve, verdict=Verdict.VERIFIED, **(OFFICIAL | {"note": "Rang her myself."}))
    assert not now(claim).is_verdict_stale
    assert (claim.verdict_by, claim.reviewed_by, claim.verdict_version) == (eve, eve, 3)


def test_an_untouched_form_leaves_a_fresh_verdict_with_whom_it_was(claim: Claim, ed: User) -> None:
    signed_at = claim.verdict_at
    say(claim, make_user("editor", "eve"), verdict=Verdict.VERIFIED, confirms=True, **OFFICIAL)
    assert (now(claim).verdict_by, claim.verdict_at, claim.verdict_version) == (ed, signed_at, 2)


def test_evidence_added_and_withdrawn(claim: Claim, rita: User) -> None:
    cite(claim, rita)
    assert now(claim).is_verdict_stale
    assert changes_since_verdict(claim) == ["Evidence"]
    evidence.withdraw(use=EvidenceUse.objects.get(), by=rita)
    assert not now(claim).is_verdict_stale


def test_what_an_editor_has_not_seen_is_not_confirmed(claim: Claim, rita: User, ed: User) -> None:
    """Evidence raises no version: a form drawn before it came says nothing of it."""
    cite(claim, rita)
    say(claim, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    assert now(claim).is_verdict_stale
    say(claim, ed, verdict=Verdict.VERIFIED, confirms=True, **OFFICIAL)
    assert not now(claim).is_verdict_stale


def test_evidence_the_verdict_rests_on_withdrawn_used_again_and_replaced(rita: User, ed: User) -> None:
    claim = make_claim()
    minutes = cite(claim, rita)
    say(claim, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    assert not now(claim).is_verdict_stale
    evidence.withdraw(use=EvidenceUse.objects.get(), by=rita)
    assert now(claim).is_verdict_stale
    use = evidence.use_for(evidence=minutes, claim=claim, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=rita)
    assert not now(claim).is_verdict_stale
    content = NewEvidence(url="https://example.org/minutes", place="page 3")
    evidence.add_evidence(
        claims=[claim], content=content, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=rita, instead_of=use
    )
    assert now(claim).is_verdict_stale


def test_the_same_evidence_for_the_other_side_counts(rita: User, ed: User) -> None:
    claim = make_claim()
    minutes = cite(claim, rita)
    say(claim, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    evidence.withdraw(use=EvidenceUse.objects.get(), by=rita)
    evidence.use_for(evidence=minutes, claim=claim, stance=Stance.CONTRADICTS, key=uuid.uuid4(), by=rita)
    assert now(claim).is_verdict_stale


def test_an_undo_does_not_hide_evidence_that_came_meanwhile(claim: Claim, rita: User) -> None:
    say(claim, rita, **TURNED)
    cite(claim, rita)
    take_back(claim, rita)
    assert now(claim).is_verdict_stale
    assert changes_since_verdict(claim) == ["Evidence"]


def test_only_the_claims_that_evidence_is_brought_for(claim: Claim, rita: User, ed: User) -> None:
    second = make_claim(claim.article, 2)
    say(second, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    cite(claim, rita)
    assert now(claim).is_verdict_stale
    assert not now(second).is_verdict_stale


def test_evidence_of_a_sentence_counts_for_its_parts(rita: User, ed: User) -> None:
    claim = make_claim(make_article("Berg said yes and Bosch said no."))
    cite(claim, rita)
    split(claim=claim, at=14, version=0, key=uuid.uuid4(), by=rita)
    first, second = claim.parts.order_by("part")
    say(first, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    assert not now(first).is_verdict_stale
    evidence.withdraw(use=EvidenceUse.objects.get(), by=rita)
    assert now(first).is_verdict_stale
    assert not now(second).is_verdict_stale


def test_a_sentence_joined_again_has_the_evidence_of_its_parts(rita: User, ed: User) -> None:
    claim = make_claim(make_article("Berg said yes and Bosch said no."))
    say(claim, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    split(claim=claim, at=14, version=1, key=uuid.uuid4(), by=rita)
    first = claim.parts.get(part=1)
    join(claim=first, version=0, key=uuid.uuid4(), by=rita)
    assert not now(claim).is_verdict_stale
    split(claim=claim, at=14, version=3, key=uuid.uuid4(), by=rita)
    cite(now(first), rita)
    join(claim=first, version=0, key=uuid.uuid4(), by=rita)
    assert now(claim).is_verdict_stale
    assert claim.is_current


def test_a_part_that_comes_back_is_judged_by_the_evidence_of_today(rita: User, ed: User) -> None:
    claim = make_claim(make_article("Berg said yes and Bosch said no."))
    split(claim=claim, at=14, version=0, key=uuid.uuid4(), by=rita)
    first = claim.parts.get(part=1)
    say(first, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    join(claim=first, version=1, key=uuid.uuid4(), by=rita)
    cite(now(claim), rita)
    split(claim=claim, at=14, version=2, key=uuid.uuid4(), by=rita)
    assert now(first).is_verdict_stale


def test_asked_and_sent_back_clear_it(claim: Claim, ed: User) -> None:
    second_opinions.ask(claim=claim, version=2, key=uuid.uuid4(), by=ed)
    assert (now(claim).verdict, claim.verdict_version, claim.is_verdict_stale) == ("pending", None, False)
    second_opinions.withdraw(claim=claim, version=3, key=uuid.uuid4(), by=ed)
    assert (now(claim).verdict, claim.verdict_version, claim.is_verdict_stale) == ("verified", 2, False)
    second_opinions.send_back(claim=claim, reason="Ring again.", version=4, key=uuid.uuid4(), by=ed)
    assert (now(claim).verdict, claim.verdict_version, claim.is_verdict_stale) == ("pending", None, False)


def test_a_request_withdrawn_brings_back_a_verdict_as_it_fits_now(claim: Claim, rita: User, ed: User) -> None:
    second_opinions.ask(claim=claim, version=2, key=uuid.uuid4(), by=ed)
    cite(claim, rita)
    second_opinions.withdraw(claim=claim, version=3, key=uuid.uuid4(), by=ed)
    assert now(claim).is_verdict_stale


def revise(article: Article, by: User) -> Article:
    text = f"{article.text}\nA new sentence."
    provenance = Provenance(title=article.title)
    return revise_article(article=article, text=text, provenance=provenance, by=by).article


def test_carried_over_a_fresh_verdict_stays_fresh(claim: Claim, rita: User, ed: User) -> None:
    carried = revise(claim.article, ed).claims.get(number=1)
    assert (carried.verdict, carried.verdict_version, carried.is_verdict_stale) == ("verified", 1, False)
    say(carried, rita, **TURNED)
    assert now(carried).is_verdict_stale
    take_back(carried, rita)
    assert not now(carried).is_verdict_stale


def test_carried_over_a_stale_verdict_stays_stale_until_it_is_judged(claim: Claim, rita: User, ed: User) -> None:
    say(claim, rita, **TURNED)
    first = revise(claim.article, ed)
    carried = revise(first, ed).claims.get(number=1)
    assert (carried.verdict_version, carried.is_verdict_stale) == (JUDGED_BEFORE, True)
    say(carried, rita, **TURNED, wording="An aide said so.")
    take_back(carried, rita)
    assert now(carried).is_verdict_stale
    say(carried, ed, verdict=Verdict.VERIFIED, confirms=True, **TURNED)
    assert (now(carried).verdict_version, carried.is_verdict_stale) == (4, False)


def test_parts_carry_it_over_too(rita: User, ed: User) -> None:
    claim = make_claim(make_article("Berg said yes and Bosch said no."))
    split(claim=claim, at=14, version=0, key=uuid.uuid4(), by=rita)
    for part in claim.parts.all():
        say(part, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    say(claim.parts.get(part=2), rita, **TURNED)
    parts = revise(claim.article, ed).claims.filter(part__gt=0).in_reading_order()
    assert [(part.verdict_version, part.is_verdict_stale) for part in parts] == [(1, False), (JUDGED_BEFORE, True)]


def test_a_request_withdrawn_in_a_new_version_brings_the_verdict_back(claim: Claim, rita: User, ed: User) -> None:
    second_opinions.ask(claim=claim, version=2, key=uuid.uuid4(), by=ed)
    carried = revise(claim.article, ed).claims.get(number=1)
    second_opinions.withdraw(claim=carried, version=1, key=uuid.uuid4(), by=ed)
    assert (now(carried).verdict, carried.verdict_version, carried.is_verdict_stale) == ("verified", 2, False)
    say(carried, rita, **TURNED)
    take_back(carried, rita)
    assert not now(carried).is_verdict_stale


@pytest.mark.parametrize(
    "columns",
    [
        {"verdict": "verified", "verdict_version": None},
        {"verdict": "pending", "verdict_version": 1},
        {"verdict": "pending", "verdict_version": None, "is_verdict_stale": True},
    ],
)
def test_the_database_refuses_a_verdict_that_judges_nothing(ed: User, columns: dict[str, Any]) -> None:
    signed = {"verdict_by": ed, "verdict_at": "2026-01-01T12:00Z"} if columns["verdict"] == "verified" else {}
    with pytest.raises(IntegrityError, match="verdict_judges"), transaction.atomic():
        Claim.objects.filter(pk=make_claim().pk).update(**columns, **signed)


def test_a_save_over_a_verdict_that_fits_asks_the_log_nothing(
    claim: Claim, rita: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):  # the claim read again, and the four of every save
        say(claim, rita, **TURNED)
    with django_assert_num_queries(7):  # and what was judged, with the evidence
        say(claim, rita, recommended=Verdict.VERIFIED, **OFFICIAL)


# Counted


@pytest.fixture
def done(rita: User, ed: User) -> Claim:
    """The one claim of an article, reviewed by Rita and verified by Ed: The article is done."""
    claim = make_claim(make_article("Mayor Berg said the bridge can wait.", "Bridge"))
    say(claim, rita, **OFFICIAL)
    say(claim, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    assert Tally.objects.get(article=claim.article).state == "done"
    return claim


def tally_of(claim: Claim) -> Tally:
    assert_tally_right(claim.article)
    return Tally.objects.get(article=claim.article)


def test_an_article_with_a_stale_verdict_is_with_the_editor(done: Claim, rita: User, ed: User) -> None:
    assert tally_of(done).done_at is not None
    say(done, rita, **TURNED)
    tally = tally_of(done)
    assert (tally.stale, tally.verified, tally.state, tally.done_at) == (1, 1, "with_editor", None)
    say(done, ed, verdict=Verdict.VERIFIED, confirms=True, **TURNED)
    tally = tally_of(done)
    assert (tally.stale, tally.state) == (0, "done")
    assert tally.done_at is not None


def test_evidence_counts_too_and_an_undo_counts_back(done: Claim, rita: User) -> None:
    cite(done, rita)
    assert (tally_of(done).stale, tally_of(done).state) == (1, "with_editor")
    evidence.withdraw(use=EvidenceUse.objects.get(), by=rita)
    assert (tally_of(done).stale, tally_of(done).state) == (0, "done")
    say(done, rita, **TURNED)
    take_back(done, rita)
    assert (tally_of(done).stale, tally_of(done).state) == (0, "done")


def test_parts_count_and_a_recount_says_the_same(rita: User, ed: User) -> None:
    claim = make_claim(make_article("Berg said yes and Bosch said no."))
    split(claim=claim, at=14, version=0, key=uuid.uuid4(), by=rita)
    for part in claim.parts.all():
        say(part, ed, verdict=Verdict.VERIFIED, **OFFICIAL)
    first = claim.parts.get(part=1)
    say(first, rita, **TURNED)
    assert tally_of(claim).stale == 1
    rebuild_tally(claim.article)
    assert tally_of(claim).stale == 1
    join(claim=first, version=first.version + 1, key=uuid.uuid4(), by=rita)
    assert tally_of(claim).stale == 0
    split(claim=claim, at=14, version=2, key=uuid.uuid4(), by=rita)
    assert tally_of(claim).stale == 1


def test_a_new_version_counts_what_it_takes_over(done: Claim, rita: User, ed: User) -> None:
    say(done, rita, **TURNED)
    assert tally_of(revise(done.article, ed).claims.get(number=1)).stale == 1


def test_no_more_verdicts_are_stale_than_there_are(done: Claim) -> None:
    with pytest.raises(IntegrityError, match="stale_within"), transaction.atomic():
        Tally.objects.filter(article=done.article).update(stale=2)


# The queue


def test_an_editor_is_given_it_before_all_else(done: Claim, rita: User, ed: User) -> None:
    urgent = make_article("One.", "Urgent")
    assign(articles=[urgent], people=[ed], by=ed)
    waiting = make_claim(make_article("Two.", "Waiting"))
    say(waiting, rita)
    assert order(ed) == ["Urgent 1", "Waiting 1"]
    say(done, rita, **TURNED)
    assert order(make_user("editor", "eve")) == ["Bridge 1"]
    assert order(rita) == []


def test_whoever_has_the_article_to_review_an_editor_is_given_it(done: Claim, rita: User, ed: User) -> None:
    assign(articles=[done.article], people=[rita], by=ed)
    say(done, rita, **TURNED)
    assert order(ed) == ["Bridge 1"]


def test_confirmed_it_leaves_the_queue(done: Claim, rita: User, ed: User) -> None:
    say(done, rita, **TURNED)
    say(done, ed, verdict=Verdict.VERIFIED, confirms=True, **TURNED)
    assert order(ed) == []


def test_earlier_versions_and_the_archive_are_out_of_it(done: Claim, rita: User, ed: User) -> None:
    say(done, rita, **TURNED)
    newest = revise(done.article, ed)
    assert order(ed)[0] == "Bridge 1"
    archive_article(article=newest, by=ed)
    assert order(make_user("editor", "eve")) == []


def test_it_is_open_for_an_editor_and_not_for_a_reviewer(done: Claim, rita: User) -> None:
    say(done, rita, **TURNED)
    claims = Claim.objects.filter(article=done.article)
    assert list(claims.open(for_editor=True)) == [done]
    assert list(claims.open(for_editor=False)) == []


# Lists


def test_list_and_board_say_how_many_and_show_them_alone(client: Client, done: Claim, rita: User, ed: User) -> None:
    make_article("Two.", "Other")
    client.force_login(rita)
    for url in ("/articles/", "/desk/board/"):
        assert "set before the review changed</div>" not in client.get(url).content.decode()
    say(done, rita, **TURNED)
    for url in ("/articles/?state=stale", "/desk/board/?stale=1"):
        html = client.get(url).content.decode()
        assert "1 verdict set before the review changed" in html
        assert "Bridge" in html
        assert "Other" not in html
    assert "Other" in client.get("/desk/board/").content.decode()


# What leaves


def test_the_report_and_its_findings_have_it_until_it_is_judged(done: Claim, rita: User, ed: User) -> None:
    say(done, rita, **TURNED)
    report = build_report(done.article)
    (claim,) = report.claims
    assert (claim.is_verdict_stale, report.numbers.stale, report.numbers.verified) == (True, 1, 1)
    sentence = "Has a verdict that was set before the review changed (decision 2 of 3)."
    assert sentence in [finding.sentence for finding in claim.findings]
    say(done, ed, verdict=Verdict.VERIFIED, confirms=True, **TURNED)
    (claim,) = build_report(done.article).claims
    assert not claim.is_verdict_stale
    assert "set before" not in " ".join(finding.sentence for finding in claim.findings)

"""Decisions: written once, never lost, taken back by a new row."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.refusals import Refused
from factcheck.reviews.models import Review
from factcheck.reviews.services import Annotation, Conflict, annotate, undo
from tests.factories import make_article, make_claim, make_user

pytestmark = pytest.mark.django_db


def say(claim: Claim, by: User, *, key: uuid.UUID | None = None, version: int | None = None, **fields: Any) -> Review:
    """One decision on the claim as it stands now."""
    claim.refresh_from_db()
    annotation = Annotation(**({"status": SourcingStatus.HEDGED} | fields))
    return annotate(
        claim=claim,
        annotation=annotation,
        version=claim.version if version is None else version,
        key=key or uuid.uuid4(),
        by=by,
    )


def assert_tally_right(article: Article) -> None:
    """The numbers kept beside the article are those of its claims."""
    claims = list(article.claims.all())
    tally = Tally.objects.get(article=article)
    assert tally.claims == len(claims)
    assert tally.reviewed == sum(claim.is_reviewed for claim in claims)
    assert tally.stale == sum(claim.is_verdict_stale for claim in claims)
    assert {s.value: n for s, n in tally.by_status() if n} == Counter(claim.status for claim in claims)
    assert {v.value: n for v, n in tally.by_verdict() if n} == Counter(
        claim.verdict for claim in claims if claim.verdict != Verdict.PENDING
    )


def test_decision_is_on_claim_in_log_and_in_tally(rita: User) -> None:
    claim = make_claim()
    review = say(claim, rita, status=SourcingStatus.UNNAMED_SOURCE, source="sources", cue="according to", note="Rang.")
    claim.refresh_from_db()
    assert (claim.status, claim.source, claim.cue, claim.note) == (
        "unnamed_source",
        "sources",
        "according to",
        "Rang.",
    )
    assert claim.reviewed_by == rita
    assert claim.reviewed_at is not None
    assert (review.version, review.by, review.status) == (1, rita, "unnamed_source")
    assert claim.suggested_status == "unattributed"
    assert_tally_right(claim.article)


def test_same_key_twice_is_one_decision(rita: User) -> None:
    claim = make_claim()
    key = uuid.uuid4()
    first = say(claim, rita, key=key, version=0)
    again = say(claim, rita, key=key, version=0)
    assert first.pk == again.pk
    assert claim.reviews.count() == 1
    assert_tally_right(claim.article)


def test_key_of_another_claim_does_not_swallow_a_decision(rita: User) -> None:
    article = make_article()
    key = uuid.uuid4()
    say(make_claim(article, 1), rita, key=key)
    with pytest.raises(BadRequest), transaction.atomic():
        say(make_claim(article, 2), rita, key=key)


def test_stale_save_changes_nothing_and_says_who_was_first(rita: User, ed: User) -> None:
    claim = make_claim()
    say(claim, ed, note="Ed was here.")
    with pytest.raises(Conflict) as conflict:
        say(claim, rita, version=0, note="Rita too.")
    claim.refresh_from_db()
    assert conflict.value.latest.by == ed
    assert claim.note == "Ed was here."
    assert claim.reviews.count() == 1


def test_editor_sets_verdict_signed_with_time(ed: User) -> None:
    claim = make_claim()
    say(claim, ed, verdict=Verdict.VERIFIED)
    claim.refresh_from_db()
    assert (claim.verdict, claim.verdict_by) == ("verified", ed)
    assert claim.verdict_at is not None
    assert_tally_right(claim.article)


def test_editor_takes_verdict_back_to_pending(ed: User) -> None:
    claim = make_claim()
    say(claim, ed, verdict=Verdict.VERIFIED)
    say(claim, ed, verdict=Verdict.PENDING)
    claim.refresh_from_db()
    assert (claim.verdict, claim.verdict_by, claim.verdict_at) == ("pending", None, None)
    assert_tally_right(claim.article)


def test_verdict_alone_leaves_the_review_in_the_reviewers_name(rita: User, ed: User) -> None:
    claim = make_claim()
    say(claim, rita, source="the mayor")
    say(claim, ed, source="the mayor", verdict=Verdict.DISPUTED)
    claim.refresh_from_db()
    assert (claim.reviewed_by, claim.verdict_by) == (rita, ed)


def test_editors_correction_puts_the_editors_name_on_the_review(rita: User, ed: User) -> None:
    claim = make_claim()
    say(claim, rita, source="the mayor")
    say(claim, ed, source="the deputy mayor")
    claim.refresh_from_db()
    assert claim.reviewed_by == ed


def test_reviewers_later_correction_leaves_the_verdict_alone(rita: User, ed: User) -> None:
    claim = make_claim()
    say(claim, ed, verdict=Verdict.VERIFIED)
    say(claim, rita, recommended=Verdict.DISPUTED)
    claim.refresh_from_db()
    assert (claim.verdict, claim.verdict_by, claim.recommended) == ("verified", ed, "disputed")


def test_undo_restores_what_the_machine_suggested(rita: User) -> None:
    article = make_article("Mayor said yes.\nThe bridge is old.", statuses=["named_official"])
    claim = make_claim(article)
    say(claim, rita, status=SourcingStatus.UNATTRIBUTED, unattributed_reason="analysis", note="Hm.")
    review = undo(article=article, key=uuid.uuid4(), by=rita)
    claim.refresh_from_db()
    assert (claim.status, claim.source, claim.cue, claim.note) == ("named_official", "Mayor", "said", "")
    assert (claim.reviewed_by, claim.unattributed_reason) == (None, "")
    assert (review.version, claim.version, claim.reviews.count()) == (2, 2, 2)
    assert_tally_right(article)


def test_undo_goes_back_step_by_step_over_claims(rita: User) -> None:
    article = make_article()
    first, two = article.claims.in_reading_order()
    say(first, rita, note="first")
    say(first, rita, note="second")
    say(two, rita, note="third")
    assert undo(article=article, key=uuid.uuid4(), by=rita).claim == two
    assert undo(article=article, key=uuid.uuid4(), by=rita).claim == first
    first.refresh_from_db()
    assert first.note == "first"
    undo(article=article, key=uuid.uuid4(), by=rita)
    first.refresh_from_db()
    assert (first.note, first.reviewed_at) == ("", None)
    with pytest.raises(Refused, match="Nothing to undo"):
        undo(article=article, key=uuid.uuid4(), by=rita)
    assert_tally_right(article)


def test_undo_sent_twice_undoes_once(rita: User) -> None:
    article = make_article()
    first, two = article.claims.in_reading_order()
    say(first, rita)
    say(two, rita)
    key = uuid.uuid4()
    assert undo(article=article, key=key, by=rita).pk == undo(article=article, key=key, by=rita).pk
    first.refresh_from_db()
    assert first.is_reviewed


def test_undo_leaves_somebody_elses_newer_decision(rita: User, ed: User) -> None:
    claim = make_claim()
    say(claim, rita, note="Rita")
    say(claim, ed, note="Ed")
    with pytest.raises(Conflict):
        undo(article=claim.article, key=uuid.uuid4(), by=rita)
    claim.refresh_from_db()
    assert claim.note == "Ed"


def test_undo_knows_only_ones_own_decisions(rita: User, ed: User) -> None:
    claim = make_claim()
    say(claim, ed)
    with pytest.raises(Refused, match="Nothing to undo"):
        undo(article=claim.article, key=uuid.uuid4(), by=rita)


def test_undo_of_a_verdict_restores_the_earlier_one_with_its_signature(ed: User) -> None:
    claim = make_claim()
    say(claim, ed, verdict=Verdict.VERIFIED)
    claim.refresh_from_db()
    signed_at = claim.verdict_at
    say(claim, ed, verdict=Verdict.DISPUTED)
    undo(article=claim.article, key=uuid.uuid4(), by=ed)
    claim.refresh_from_db()
    assert (claim.verdict, claim.verdict_by, claim.verdict_at) == ("verified", ed, signed_at)
    assert_tally_right(claim.article)


@pytest.mark.parametrize("column", ["note", "by_id", "verdict"])
def test_database_refuses_to_change_the_log(rita: User, column: str) -> None:
    review = say(make_claim(), rita)
    value = {"note": "x", "by_id": make_user().pk, "verdict": "pending"}[column]
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**{column: value})


def test_database_refuses_to_delete_from_the_log(rita: User) -> None:
    review = say(make_claim(), rita)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_review WHERE id = %s", [review.pk])


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"verdict": "verified", "verdict_version": 1}, "verdict_signed"),
        ({"verdict": "maybe", "verdict_version": 1}, "verdict_known"),
        ({"status": "gossip"}, "status_known"),
        ({"status": "hedged", "unattributed_reason": "analysis"}, "reason_fits"),
    ],
)
def test_database_refuses_a_standing_that_cannot_be(columns: dict[str, Any], constraint: str) -> None:
    claim = make_claim()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**columns)


def test_a_save_touches_three_rows(rita: User, django_assert_num_queries: Any) -> None:
    claim = make_claim()
    assert rita.can_review  # what somebody may do is known since their session was looked up
    # savepoint, claim locked, log row with claim and tally, savepoint released
    with django_assert_num_queries(4):
        annotate(claim=claim, annotation=Annotation(status=SourcingStatus.HEDGED), version=0, key=uuid.uuid4(), by=rita)

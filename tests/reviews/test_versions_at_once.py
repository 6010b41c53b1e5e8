"""A newer version is loaded while others work, in the same instant: real threads, real transactions."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import AlreadyLoaded, Provenance, versions_of
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim, Tally
from factcheck.claims.services import rebuild_tally
from factcheck.reviews import evidence, second_opinions
from factcheck.reviews.models import EvidenceUse, Review, Stance
from factcheck.reviews.previous_versions import previous_version_of
from factcheck.reviews.services import Annotation, annotate, split
from factcheck.reviews.versions import Revised, revise_article
from tests.factories import make_article, make_user
from tests.reviews.test_two_at_once import at_once, until_connections_wait

pytestmark = pytest.mark.django_db(transaction=True)

#: What who asks for a second opinion is told, where the newer version was there first.
ASK_THERE = "This article has a newer version; ask for second opinions there."
LINES = [f"Sentence number {n} of the story stands here." for n in range(12)]


@pytest.fixture(autouse=True)
def by_hand(settings: Any) -> None:
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"


@pytest.fixture
def old(db: None) -> Article:
    return make_article("\n".join(LINES))


def revising(article: Article, by: User, last: str = "And one more of them.") -> Callable[[], Revised]:
    text = "\n".join([*LINES, last])
    return lambda: revise_article(article=article, text=text, provenance=Provenance("Again"), by=by)


def test_two_newer_versions_make_one_chain(old: Article) -> None:
    ed, ella = make_user("editor", "ed"), make_user("editor", "ella")
    outcomes = at_once(revising(old, ed), revising(old, ella, "Another last one stands there."))
    assert all(isinstance(outcome, Revised) for outcome in outcomes), outcomes
    assert [version.version for version in versions_of(old)] == [1, 2, 3]
    assert list(Article.objects.current()) == [versions_of(old)[-1]]


def test_the_same_newer_text_twice_is_loaded_once(old: Article) -> None:
    ed, ella = make_user("editor", "ed"), make_user("editor", "ella")
    outcomes = at_once(revising(old, ed), revising(old, ella))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyLoaded", "Revised"]
    assert any(isinstance(outcome, AlreadyLoaded) for outcome in outcomes)
    assert Article.objects.count() == 2


def test_a_newer_version_waits_for_a_decision_that_is_being_saved(old: Article) -> None:
    rita, ed = make_user("reviewer", "rita"), make_user("editor", "ed")
    claim = old.claims.get(number=1)
    outcomes: list[object] = []
    thread = threading.Thread(target=lambda: outcomes.extend(at_once(revising(old, ed))))
    with transaction.atomic():
        annotate(claim=claim, annotation=Annotation(SourcingStatus.DOCUMENT), version=0, key=uuid.uuid4(), by=rita)
        thread.start()
        until_connections_wait(1)
    thread.join(20)
    (revised,) = outcomes
    assert isinstance(revised, Revised)
    assert revised.article.claims.get(number=1).reviewed_by == rita


def test_a_decision_waits_for_the_newer_version_and_stays_on_the_old_one(old: Article) -> None:
    rita, ed = make_user("reviewer", "rita"), make_user("editor", "ed")
    claim = old.claims.get(number=1)
    annotation = Annotation(SourcingStatus.DOCUMENT)
    outcomes: list[object] = []
    saving = threading.Thread(
        target=lambda: outcomes.extend(
            at_once(lambda: annotate(claim=claim, annotation=annotation, version=0, key=uuid.uuid4(), by=rita))
        )
    )
    with transaction.atomic():
        new = revising(old, ed)().article
        saving.start()
        until_connections_wait(1)
    saving.join(20)
    assert [type(outcome) for outcome in outcomes] == [Review]
    claim.refresh_from_db()
    assert claim.reviewed_by == rita
    following = new.claims.get(number=1)
    assert following.version == 0
    previous = previous_version_of(following, ed)
    assert previous is not None
    assert previous.is_decided_since


def test_every_decision_is_carried_over_or_stays_on_the_old_version(old: Article) -> None:
    """Whoever saves first is carried over; whoever saves later is told of by the new version. Nothing is in between.

    A second opinion is the exception: whoever asks for it later is sent to the new version, and nothing is stored.
    """
    ed = make_user("editor", "ed")
    people = [make_user() for _ in LINES]
    claims = list(old.claims.in_reading_order())

    def saving(claim: Claim, by: User) -> Callable[[], object]:
        annotation = Annotation(SourcingStatus.DOCUMENT, note=f"By {by}.")
        return lambda: annotate(claim=claim, annotation=annotation, version=0, key=uuid.uuid4(), by=by)

    outcomes = at_once(
        *[saving(claim, by) for claim, by in zip(claims[:9:2], people, strict=False)],
        revising(old, ed),
        *[saving(claim, by) for claim, by in zip(claims[1:9:2], people[5:], strict=False)],
        lambda: split(claim=claims[9], at=claims[9].start + 9, version=0, key=uuid.uuid4(), by=people[9]),
        lambda: second_opinions.ask(claim=claims[10], version=0, key=uuid.uuid4(), by=people[10]),
        lambda: evidence.add_evidence(
            claims=[claims[11]],
            content=evidence.NewEvidence(url="https://example.org/"),
            stance=Stance.CONTEXT,
            key=uuid.uuid4(),
            by=people[11],
        ),
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [str(refusal) for refusal in refused] in ([], [ASK_THERE])
    (new,) = [outcome.article for outcome in outcomes if isinstance(outcome, Revised)]
    assert Review.objects.filter(article=old).count() == 11 - len(refused)
    for number, was in enumerate(claims, 1):
        now = Claim.everything.get(article=new, number=number, whole=None)
        carried = now.reviews.first()
        if carried is None:
            assert now.version == 0
            continue
        assert (now.version, carried.carries.claim) == (1, was)
        for name in ("status", "note", "second_opinion", "is_current"):
            assert getattr(now, name) == getattr(Claim.everything.get(pk=was.pk), name)
    assert EvidenceUse.objects.filter(article=old).count() == 1
    for article in (old, new):
        before = Tally.objects.filter(article=article).values().get()
        rebuild_tally(article)
        assert Tally.objects.filter(article=article).values().get() == before

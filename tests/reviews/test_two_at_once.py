"""Two people, or one twice, in the same instant: real threads, real transactions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim, Tally
from factcheck.reviews.dismissals import dismiss
from factcheck.reviews.evidence import NewEvidence, add_evidence
from factcheck.reviews.findings import review_findings
from factcheck.reviews.models import Dismissal, Evidence, Review, Stance
from factcheck.reviews.services import Annotation, Conflict, annotate, split, undo
from tests.factories import make_article, make_claim, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gives or raises, all started in the same moment."""
    ready = threading.Barrier(len(acts), timeout=30)
    outcomes: list[object] = []

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            outcomes.append(act())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def saying(claim: Claim, by: User, status: SourcingStatus, key: UUID | None = None) -> Callable[[], Review]:
    key = key or uuid4()
    return lambda: annotate(claim=claim, annotation=Annotation(status), version=0, key=key, by=by)


def test_of_two_people_one_saves_and_the_other_is_told() -> None:
    claim = make_claim(make_article())
    rita, ed = make_user("reviewer", "rita"), make_user("editor", "ed")
    outcomes = at_once(
        saying(claim, rita, SourcingStatus.HEDGED),
        saying(claim, ed, SourcingStatus.DOCUMENT),
    )
    assert sorted(type(outcome) for outcome in outcomes if not isinstance(outcome, Review)) == [Conflict]
    (saved,) = Review.objects.all()
    claim.refresh_from_db()
    assert (claim.version, claim.status) == (1, saved.status)


def test_the_same_form_twice_in_one_instant_is_one_decision() -> None:
    claim = make_claim(make_article())
    rita, key = make_user("reviewer", "rita"), uuid4()
    outcomes = at_once(*[saying(claim, rita, SourcingStatus.HEDGED, key) for _ in range(4)])
    assert {outcome.pk for outcome in outcomes if isinstance(outcome, Review)} == {Review.objects.get().pk}
    assert len(outcomes) == 4
    assert all(isinstance(outcome, Review) for outcome in outcomes)


def test_decisions_on_one_article_add_up() -> None:
    article = make_article("\n".join(f"Sentence {n} stands here." for n in range(8)))
    people = [make_user() for _ in range(8)]
    acts = [saying(claim, by, SourcingStatus.HEDGED) for claim, by in zip(article.claims.all(), people, strict=True)]
    assert all(isinstance(outcome, Review) for outcome in at_once(*acts))
    tally = Tally.objects.get(article=article)
    assert (tally.reviewed, tally.hedged, tally.unattributed) == (8, 8, 0)


def test_undo_pressed_twice_in_one_instant_undoes_once() -> None:
    article = make_article()
    rita, key = make_user("reviewer", "rita"), uuid4()
    for claim in article.claims.all():
        saying(claim, rita, SourcingStatus.HEDGED)()
    at_once(*[lambda: undo(article=article, key=key, by=rita)] * 2)
    assert Review.objects.filter(undoes__isnull=False).count() == 1
    assert Tally.objects.get(article=article).reviewed == 1


def test_undo_in_two_tabs_in_one_instant_takes_back_two_decisions() -> None:
    article = make_article()
    rita = make_user("reviewer", "rita")
    for claim in article.claims.all():
        saying(claim, rita, SourcingStatus.HEDGED)()
    outcomes = at_once(*[lambda: undo(article=article, key=uuid4(), by=rita)] * 2)
    assert all(isinstance(outcome, Review) for outcome in outcomes)
    assert Review.objects.filter(undoes__isnull=False).count() == 2
    assert Tally.objects.get(article=article).reviewed == 0


def test_a_finding_is_dismissed_while_evidence_comes_in_on_the_same_parts() -> None:
    """Sentence 3 is split before sentence 1, so that the order of the rows is not that of the text."""
    words = "Sources told us it rains, and the council keeps quiet."
    article = make_article("\n".join([words] * 3), statuses=["unnamed_source"] * 3)
    ed = make_user("editor", "ed")
    for number in (3, 1):
        claim = make_claim(article, number)
        split(claim=claim, at=claim.start + words.index("and"), version=0, key=uuid4(), by=ed)
    parts = list(Claim.objects.filter(article=article, part=1, number__in=[1, 3]).in_reading_order())
    assert parts[0].pk > parts[1].pk
    for part in parts:
        saying(part, ed, SourcingStatus.HEDGED)()
    finding = review_findings(article).on(parts[0].pk)[0]

    def send_evidence() -> Evidence:
        link = NewEvidence(url="https://example.org/minutes")
        return add_evidence(claims=parts, content=link, stance=Stance.SUPPORTS, key=uuid4(), by=ed)

    def dismiss_finding() -> list[Dismissal]:
        pks = [part.pk for part in parts]
        named = {"rule": finding.rule, "words": finding.one}
        return dismiss(article=article, claims=pks, reason="It is known.", key=uuid4(), by=ed, **named)

    outcomes: list[object] = []
    with transaction.atomic():
        Claim.everything.select_for_update().get(pk=parts[0].pk)
        threads = [
            in_background(act, outcomes, waiting=1 + place)
            for place, act in enumerate((send_evidence, dismiss_finding))
        ]
    for thread in threads:
        thread.join(timeout=60)
    assert {type(outcome) for outcome in outcomes} == {Evidence, list}, outcomes


def in_background(act: Callable[[], object], outcomes: list[object], *, waiting: int) -> threading.Thread:
    """Start an act and go on once as many connections wait for a lock; what it gives or raises is an outcome."""
    thread = threading.Thread(target=lambda: outcomes.extend(at_once(act)))
    thread.start()
    until_connections_wait(waiting)
    return thread


def until_connections_wait(count: int) -> None:
    """Until as many other connections to this database wait for a lock."""
    patience = threading.Event()
    for _ in range(2000):
        with connection.cursor() as cursor:
            # Within a transaction the activity of others is read once, unless the snapshot is cleared.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= count:
                return
        patience.wait(0.01)
    pytest.fail("Nobody waits.")

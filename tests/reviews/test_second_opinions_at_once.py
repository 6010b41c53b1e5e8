"""Two people asked about one claim, in the same instant: real threads, real transactions."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.refusals import Refused
from factcheck.reviews import second_opinions, services
from factcheck.reviews.models import Kind, Opinion, Review
from factcheck.reviews.services import Annotation, Conflict, annotate
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

HEDGED, DOCUMENT = SourcingStatus.HEDGED, SourcingStatus.DOCUMENT


def saying(
    claim: Claim, by: User, status: SourcingStatus, *, version: int = 1, key: UUID | None = None
) -> Callable[[], object]:
    key = key or uuid4()
    annotation = Annotation(status, recommended=Verdict.PENDING)
    return lambda: annotate(claim=claim, annotation=annotation, version=version, key=key, by=by)


def asking(claim: Claim, by: User, *, version: int = 0) -> Callable[[], object]:
    key = uuid4()
    return lambda: second_opinions.ask(claim=claim, version=version, key=key, by=by)


@pytest.fixture
def article(db: None) -> Article:
    return make_article("\n".join(f"Sentence {n} stands here." for n in range(6)))


@pytest.fixture
def people(db: None) -> list[User]:
    return [make_user("reviewer", name) for name in ("rita", "omar", "lena")]


def test_both_answer_at_the_same_moment(article: Article, people: list[User]) -> None:
    rita, omar, lena = people
    claim = make_claim(article)
    asking(claim, lena)()
    outcomes = at_once(saying(claim, rita, HEDGED), saying(claim, omar, DOCUMENT))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Opinion", "Review"]
    claim.refresh_from_db()
    assert (claim.second_opinion, claim.opinions.count()) == ("differs", 2)
    assert Review.objects.filter(kind=Kind.DIFFERED).count() == 1
    tally = Tally.objects.get(article=article)
    assert (tally.asked, tally.differing, tally.reviewed) == (0, 1, 0)


def test_of_two_second_answers_one_counts_and_the_other_is_told(article: Article, people: list[User]) -> None:
    rita, omar, lena = people
    claim = make_claim(article)
    asking(claim, rita)()
    saying(claim, rita, HEDGED)()
    outcomes = at_once(saying(claim, omar, HEDGED), saying(claim, lena, HEDGED))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Review"]
    claim.refresh_from_db()
    assert (claim.second_opinion, claim.opinions.count()) == ("settled", 2)
    assert Tally.objects.get(article=article).reviewed == 1


def test_one_form_sent_four_times_is_one_answer(article: Article, people: list[User]) -> None:
    claim = make_claim(article)
    asking(claim, people[1])()
    outcomes = at_once(*[saying(claim, people[0], HEDGED, key=uuid4())] * 4)
    (kept,) = Opinion.objects.all()
    assert {outcome.pk for outcome in outcomes if isinstance(outcome, Opinion)} == {kept.pk}
    assert len([outcome for outcome in outcomes if isinstance(outcome, Opinion)]) == 4


def test_one_person_in_two_tabs_answers_once(article: Article, people: list[User]) -> None:
    claim = make_claim(article)
    asking(claim, people[1])()
    outcomes = at_once(saying(claim, people[0], HEDGED), saying(claim, people[0], DOCUMENT))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Opinion", "Refused"]
    assert Opinion.objects.count() == 1


def test_asking_while_somebody_saves(article: Article, people: list[User]) -> None:
    rita, omar, _ = people
    claim = make_claim(article)
    outcomes = at_once(saying(claim, rita, HEDGED, version=0), asking(claim, omar))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Review"]
    claim.refresh_from_db()
    assert (claim.version, claim.reviews.count()) == (1, 1)


def test_two_ask_at_once(article: Article, people: list[User]) -> None:
    claim = make_claim(article)
    outcomes = at_once(asking(claim, people[0]), asking(claim, people[1]))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Review"]
    assert Tally.objects.get(article=article).asked == 1


def test_a_withdrawal_and_the_second_answer(article: Article, people: list[User]) -> None:
    rita, omar, lena = people
    claim = make_claim(article)
    asking(claim, lena)()
    saying(claim, rita, HEDGED)()
    outcomes = at_once(
        saying(claim, omar, HEDGED),
        lambda: second_opinions.withdraw(claim=claim, version=1, key=uuid4(), by=lena),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Review"]
    claim.refresh_from_db()
    assert claim.second_opinion in ("", "settled")
    tally = Tally.objects.get(article=article)
    assert (tally.asked, tally.reviewed) == (0, int(claim.is_reviewed))


def test_two_editors_settle_at_once(article: Article, people: list[User]) -> None:
    rita, omar, lena = people
    claim = make_claim(article)
    asking(claim, lena)()
    saying(claim, rita, HEDGED)()
    saying(claim, omar, DOCUMENT)()
    editors = [make_user("editor", name) for name in ("ed", "eve")]
    both = list(claim.opinions.order_by("pk"))

    def settling(by: User, take: Opinion) -> Callable[[], object]:
        return lambda: second_opinions.settle(claim=claim, reason="So.", version=2, key=uuid4(), by=by, take=take)

    outcomes = at_once(settling(editors[0], both[0]), settling(editors[1], both[1]))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Review"]
    assert Review.objects.filter(kind=Kind.SETTLED).count() == 1


def test_an_article_is_asked_about_while_people_save_split_and_join(article: Article, people: list[User]) -> None:
    """Nobody waits in a circle, and the numbers add up afterwards."""
    ed = make_user("editor", "ed")
    claims = list(article.claims.in_reading_order())
    whole, other = claims[4], claims[5]
    services.split(claim=other, at=other.start + 9, version=0, key=uuid4(), by=ed)
    part = article.claims.get(number=6, part=2)
    key = uuid4()
    outcomes = at_once(
        lambda: second_opinions.ask_about_article(article=article, key=key, by=ed),
        lambda: second_opinions.ask_about_article(article=article, key=key, by=ed),
        saying(claims[0], people[0], HEDGED, version=0),
        saying(claims[3], people[1], HEDGED, version=0),
        lambda: services.split(claim=whole, at=whole.start + 9, version=0, key=uuid4(), by=people[2]),
        lambda: services.join(claim=part, version=0, key=uuid4(), by=people[1]),
    )
    allowed = (int, Review, Conflict, Refused)
    assert [outcome for outcome in outcomes if not isinstance(outcome, allowed)] == []
    now = list(Claim.objects.filter(article=article))
    tally = Tally.objects.get(article=article)
    assert (tally.claims, tally.asked, tally.reviewed) == (
        len(now),
        sum(claim.second_opinion == "asked" for claim in now),
        sum(claim.is_reviewed for claim in now),
    )
    assert tally.asked >= 4

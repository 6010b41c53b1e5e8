"""How far two people agree: against values worked out by hand and published, and silent where they mean nothing."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reviews import agreement
from factcheck.reviews.agreement import FEWEST, Answer, alpha, cohens_kappa, measure
from tests.factories import make_article, make_user
from tests.reviews.test_second_opinions import act, ask, read, say


def judged(*pairs: tuple[str, str]) -> list[list[Answer]]:
    """What persons 1 and 2 said of one item after the other."""
    return [[Answer(1, item, first), Answer(2, item, second)] for item, (first, second) in enumerate(pairs)]


def flat(items: list[list[Answer]]) -> list[Answer]:
    return [answer for item in items for answer in item]


def test_kappa_of_a_published_example() -> None:
    """Artstein and Poesio, “Inter-Coder Agreement for Computational Linguistics” (2008), tables 2 and 3.

    100 utterances, statements or requests: A_o = 0.7, A_e = 0.4 · 0.3 + 0.6 · 0.7 = 0.54, so 0.16 / 0.46.
    """
    items = judged(
        *[("stat", "stat")] * 20, *[("stat", "ireq")] * 20, *[("ireq", "stat")] * 10, *[("ireq", "ireq")] * 50
    )
    assert cohens_kappa(flat(items)) == pytest.approx(0.16 / 0.46)
    measured = measure("Sourcing", items)
    assert (measured.both, measured.same, measured.share) == (100, 70, 0.7)
    assert measured.kappa == pytest.approx(0.348, abs=0.0005)


def test_alpha_of_a_published_example() -> None:
    """Krippendorff, “Computing Krippendorff’s Alpha-Reliability” (2011), example B: Ben and Gerry, 0.692.

    By hand: 3 of 12 differ; 24 values, 4 a, 6 b, 6 c, 6 d, 2 e: expected 1 - 104 / 552, so 1 - 0.25 / 0.8116.
    """
    items = judged(*zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert alpha(flat(items)) == pytest.approx(1 - 0.25 / (448 / 552))
    assert alpha(flat(items)) == pytest.approx(0.692, abs=0.0005)
    assert cohens_kappa(flat(items)) == pytest.approx((0.75 - 30 / 144) / (1 - 30 / 144))


def test_alpha_takes_any_number_of_people_two_to_an_item() -> None:
    items = [
        [Answer(1, 0, "a"), Answer(2, 0, "a")],
        [Answer(2, 1, "a"), Answer(3, 1, "b")],
        [Answer(1, 2, "b"), Answer(3, 2, "b")],
    ]
    # 1 of 3 differs; 6 values, 3 a and 3 b: expected 1 - 12 / 30.
    assert alpha(flat(items)) == pytest.approx(1 - (1 / 3) / (18 / 30))


def test_below_a_number_nothing_is_said() -> None:
    measured = measure("Sourcing", judged(*[("a", "b")] * (FEWEST - 1)))
    assert (measured.kappa, measured.alpha) == (None, None)
    assert measured.why_not == f"too few claims: {FEWEST - 1} of {FEWEST}"
    assert measure("Sourcing", judged(*[("a", "a")] * 10, *[("b", "b")] * (FEWEST - 10))).kappa == pytest.approx(1)
    assert measure("Sourcing", []).share is None


def test_one_category_alone_tells_nothing() -> None:
    measured = measure("Sourcing", judged(*[("a", "a")] * FEWEST))
    assert (measured.kappa, measured.alpha, measured.share) == (None, None, 1)
    assert "always gave the same answer" in measured.why_not


def test_worse_than_chance_is_less_than_nothing() -> None:
    measured = measure("Sourcing", judged(*[("a", "b"), ("b", "a")] * FEWEST))
    assert measured.kappa == pytest.approx(-1)
    assert measured.alpha is not None
    assert measured.alpha < 0


def test_kappa_is_for_two_people() -> None:
    items = judged(*[("a", "a"), ("b", "b")] * FEWEST)
    items[0][0] = Answer(3, 0, "a")
    measured = measure("Sourcing", items)
    assert (measured.kappa, measured.alpha) == (None, pytest.approx(1))


# ---- From opinions --------------------------------------------------------------------------------------------------


@pytest.fixture
def omar(db: None) -> User:
    return make_user("reviewer", "omar")


@pytest.fixture
def article(db: None) -> Article:
    return make_article("\n".join(f"Sentence {n} stands here." for n in range(FEWEST + 2)))


def answer_all(article: Article, rita: User, omar: User, ed: User) -> None:
    """20 claims with two opinions: both say hedged on 10; on 6 both document; on 4 Rita hedged and Omar document."""
    for number, claim in enumerate(article.claims.in_reading_order()[:FEWEST]):
        ask(claim, ed)
        first = SourcingStatus.DOCUMENT if 10 <= number < 16 else SourcingStatus.HEDGED
        second = SourcingStatus.HEDGED if number < 10 else SourcingStatus.DOCUMENT
        so = {"recommended": Verdict.VERIFIED} if number < 3 else {}
        say(claim, rita, status=first, **so)
        say(claim, omar, status=second, **so)


def assert_as_answered(measured: agreement.Agreement, rita: User, omar: User) -> None:
    sourcing, so = measured.measures
    # A_o = 0.8; Rita 14 hedged, Omar 10: A_e = 0.7 · 0.5 + 0.3 · 0.5 = 0.5.
    assert (sourcing.both, sourcing.same, sourcing.kappa) == (20, 16, pytest.approx(0.6))
    # 24 hedged and 16 document among 40: expected 1 - (24 · 23 + 16 · 15) / (40 · 39).
    assert sourcing.alpha == pytest.approx(1 - 0.2 / (1 - 792 / 1560))
    assert (so.both, so.same, so.why_not) == (3, 3, "too few claims: 3 of 20")
    (pair,) = measured.pairs
    assert pair.people == (omar, rita)
    assert pair.measures == measured.measures


@pytest.mark.django_db
def test_of_an_article_and_of_people(
    article: Article, rita: User, omar: User, ed: User, django_assert_num_queries: Any
) -> None:
    answer_all(article, rita, omar, ed)
    with django_assert_num_queries(1):
        measured = agreement.in_article(article)
    assert_as_answered(measured, rita, omar)
    with django_assert_num_queries(1):
        assert agreement.of_people(by=User(is_superuser=True)) == measured
    assert agreement.in_article(make_article()).pairs == ()


@pytest.mark.django_db
def test_what_was_settled_or_withdrawn_since_counts_as_it_was_answered(
    article: Article, rita: User, omar: User, ed: User
) -> None:
    from factcheck.reviews import second_opinions

    answer_all(article, rita, omar, ed)
    differing = article.claims.filter(second_opinion="differs").first()
    assert differing
    act(second_opinions.settle, differing, ed, reason="So.", take=differing.opinions.get(by=rita))
    waiting = article.claims.in_reading_order()[FEWEST]
    ask(waiting, ed)
    say(waiting, rita)  # one answer alone is no pair
    act(second_opinions.withdraw, waiting, ed)
    ask(waiting, ed)
    assert_as_answered(agreement.in_article(article), rita, omar)


@pytest.mark.django_db
@pytest.mark.parametrize("is_first", [True, False], ids=["of the first", "of the second"])
def test_a_review_that_the_other_could_read_makes_no_pair(
    article: Article, rita: User, omar: User, ed: User, is_first: bool
) -> None:
    """Counted as the first of two, taken back or sent back: whoever answered second could have read it."""
    from factcheck.reviews import second_opinions, services

    counted, undone, sent_back, fair = article.claims.in_reading_order()[:4]
    open_reviewer = rita if is_first else omar
    say(counted, rita)
    say(undone, open_reviewer)
    services.undo(article=article, key=uuid.uuid4(), by=open_reviewer)
    say(sent_back, open_reviewer)
    act(second_opinions.send_back, sent_back, ed, reason="Why?")
    for claim in (counted, undone, sent_back, fair):
        ask(claim, ed)
    for claim in (undone, sent_back, fair):
        say(claim, rita)
    for claim in (counted, undone, sent_back, fair):
        say(claim, omar)
        assert claim.second_opinion == "settled"
    (sourcing, _) = agreement.in_article(article).measures
    assert sourcing.both == 1


@pytest.mark.django_db
def test_an_answer_that_was_read_in_an_earlier_round_makes_no_pair(
    article: Article, rita: User, omar: User, ed: User
) -> None:
    from factcheck.reviews import second_opinions

    claim = article.claims.in_reading_order()[0]
    ask(claim, ed)
    say(claim, rita)
    say(claim, omar, status=SourcingStatus.DOCUMENT)
    act(second_opinions.settle, claim, ed, reason="So.", take=claim.opinions.get(by=omar))
    act(second_opinions.send_back, claim, ed, reason="Why?")
    ask(claim, ed)
    say(claim, rita)
    say(claim, make_user("reviewer", "pia"))
    assert claim.second_opinion == "settled"
    assert agreement.in_article(article).measures[0].both == 1


@pytest.mark.django_db
def test_an_answer_that_stayed_secret_through_a_withdrawal_makes_a_pair(
    article: Article, rita: User, omar: User
) -> None:
    from factcheck.reviews import second_opinions, services

    claim = article.claims.in_reading_order()[0]
    ask(claim, omar)
    say(claim, rita)
    act(second_opinions.withdraw, claim, omar)
    services.undo(article=article, key=uuid.uuid4(), by=omar)
    say(claim, omar)
    assert agreement.in_article(article).measures[0].both == 1


@pytest.mark.django_db
def test_pages(client: Client, article: Article, rita: User, omar: User, ed: User, nora: User) -> None:
    url = f"/articles/{article.pk}/agreement/"
    client.force_login(rita)
    assert "No claim has two independent opinions yet." in read(client.get(url).content)
    answer_all(article, rita, omar, ed)
    words = read(client.get(url).content)
    assert re.search(r"Omar and Rita .*?Sourcing 20 16 · 80% 0\.60 0\.59", words)
    assert "Is it true? 3 3 · 100% too few claims: 3 of 20" in words
    assert client.get("/articles/agreement/").status_code == 403
    client.force_login(ed)
    assert "Omar and Rita" in read(client.get("/articles/agreement/").content)
    client.force_login(nora)
    assert client.get("/articles/agreement/").status_code == 403
    client.logout()
    assert client.get("/articles/agreement/").status_code == 302

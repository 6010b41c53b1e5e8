"""In which order somebody goes through an article, and how sure the detector says it is."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from factcheck.articles.models import Article
from factcheck.claims.certainty import Certainty
from factcheck.claims.models import Claim
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
#: By number; the fifth is of a detector that does not know.
PROBABILITIES = (0.9, 0.4, 0.7, 0.4, None)


@pytest.fixture
def article() -> Article:
    article = make_article("One.\nTwo.\nThree.\nFour.\nFive.", statuses=["unattributed"] * 4 + ["hedged"])
    claims = list(article.claims.in_reading_order())
    # A trigger keeps suggestions; these are set as a detector would, by making the claims anew.
    Claim.objects.filter(article=article).delete()
    for claim, probability in zip(claims, PROBABILITIES, strict=True):
        claim.pk, claim.suggested_by, claim.suggested_probability = None, None, probability
    Claim.objects.bulk_create(claims)
    return article


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(make_user())
    return client


def address(article: Article, number: int, query: str = "?order=unsure") -> str:
    return f"/articles/{article.pk}/claims/{number}/{query}"


def save(client: Client, article: Article, number: int, query: str = "?order=unsure") -> str:
    data = {"version": 0, "key": uuid.uuid4(), "status": "unattributed", "verdict": "pending"}
    data |= {"unattributed_reason": "analysis"} if number != 5 else {}
    return client.post(address(article, number, query), data, headers=HTMX)["HX-Push-Url"]


def test_words_for_probabilities() -> None:
    assert [Certainty.of(probability) for probability in (None, 0.0, 0.59, 0.6, 0.84, 0.85, 1.0)] == [
        None, Certainty.UNSURE, Certainty.UNSURE, Certainty.FAIR, Certainty.FAIR, Certainty.LIKELY, Certainty.LIKELY,
    ]  # fmt: skip


def test_unsure_first_goes_from_the_least_to_the_most_likely_and_saves_on(reviewer: Client, article: Article) -> None:
    entered = reviewer.get(f"/articles/{article.pk}/?order=unsure")["Location"]
    assert entered == address(article, 2)
    assert save(reviewer, article, 2) == address(article, 4)
    assert save(reviewer, article, 4) == address(article, 3)
    assert save(reviewer, article, 3) == address(article, 1)
    assert save(reviewer, article, 1) == address(article, 5)


def test_skip_goes_on_in_the_same_order_and_starts_again_at_the_end(reviewer: Client, article: Article) -> None:
    def skip(after: int) -> str:
        return reviewer.get(f"/articles/{article.pk}/next/?after={after}&order=unsure")["Location"]

    assert [skip(number) for number in (2, 4, 3, 1, 5)] == [address(article, number) for number in (4, 3, 1, 5, 2)]
    assert skip(99) == address(article, 2)


def test_filter_and_order_go_together(reviewer: Client, article: Article) -> None:
    page = reviewer.get(address(article, 2, "?sourcing=unattributed&order=unsure")).content.decode()
    assert "Unsure suggestions first" in page
    assert f'href="/articles/{article.pk}/?sourcing=unattributed"' in page  # back to reading order
    assert "after=2&amp;sourcing=unattributed&amp;order=unsure" in page
    assert address(article, 3, "?sourcing=unattributed&amp;order=unsure") in page  # j stays in reading order
    assert save(reviewer, article, 1, "?sourcing=unattributed&order=unsure") == address(
        article, 2, "?sourcing=unattributed&order=unsure"
    )


def test_undo_keeps_filter_and_order(reviewer: Client, article: Article) -> None:
    query = "?sourcing=unattributed&order=unsure"
    save(reviewer, article, 2, query)
    undo = f"/articles/{article.pk}/undo/{query}"
    assert f'action="{undo.replace("&", "&amp;")}"' in reviewer.get(address(article, 4, query)).content.decode()
    assert reviewer.post(undo, {"key": uuid.uuid4()})["Location"] == address(article, 2, query)
    nothing_left = reviewer.post(undo, {"key": uuid.uuid4()})
    assert nothing_left["Location"] == f"/articles/{article.pk}/{query}"


def test_reading_order_is_the_other(reviewer: Client, article: Article) -> None:
    page = reviewer.get(address(article, 2, "")).content.decode()
    assert "Open claims in reading order" in page
    assert f'href="/articles/{article.pk}/?order=unsure"' in page
    assert save(reviewer, article, 2, "") == address(article, 3, "")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, 'title="90% likely to match a trained reader’s answer">likely</span>'),
        (2, ">unsure</span>"),
    ],
)
def test_panel_says_how_sure_the_suggestion_is(reviewer: Client, article: Article, number: int, words: str) -> None:
    assert words in reviewer.get(address(article, number, ""), headers=HTMX).content.decode()


@pytest.mark.parametrize("number", [3, 5])
def test_panel_says_nothing_in_between_or_unknown(reviewer: Client, article: Article, number: int) -> None:
    panel = reviewer.get(address(article, number, ""), headers=HTMX).content.decode()
    assert "likely" not in panel
    assert "unsure" not in panel


def test_prose_marks_an_unsure_claim_until_somebody_decides(reviewer: Client, article: Article) -> None:
    page = reviewer.get(address(article, 1, "")).content.decode()
    assert page.count("unsure suggestion)") == 2
    save(reviewer, article, 2, "")
    assert reviewer.get(address(article, 1, "")).content.decode().count("unsure suggestion)") == 1


@pytest.mark.parametrize("query", ["?order=unsure", "?order=%3Cscript%3E", ""])
def test_order_costs_no_further_query(
    reviewer: Client, article: Article, query: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert reviewer.get(address(article, 1, query)).status_code == 200

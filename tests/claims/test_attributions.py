"""What was loaded and what the machine found stand still, whoever writes: tried through the database."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Attribution, Claim, Tally
from factcheck.reviews.services import Annotation, annotate
from tests.factories import load_example, make_article, make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return make_article("Mayor said yes.\nThe bridge is old.", statuses=["named_official"])


def test_text_stands_still_once_claims_point_into_it(article: Article) -> None:
    with pytest.raises(DatabaseError, match="stands still"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(text="Mayor said no.")
    Article.objects.filter(pk=article.pk).update(title="A better title")  # what is said about it may be corrected


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Mayor said no."},
        {"start": 1},
        {"end": 3},
        {"number": 7},
        {"suggested_status": "hedged"},
        {"suggested_why": "Because."},
        {"suggested_by": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_place_and_suggestion_of_a_claim_stand_still(article: Article, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Claim.objects.filter(article=article, number=1).update(**change)


def test_attributions_stand_still(article: Article) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Attribution.objects.filter(article=article).update(source="The deputy mayor")


def test_two_claims_never_share_a_number(article: Article) -> None:
    with pytest.raises(IntegrityError, match="numbered_once"), transaction.atomic():
        Claim.objects.create(
            article=article, number=1, start=0, end=3, text="May", status="hedged", suggested_status="hedged"
        )


@pytest.mark.parametrize("change", [{"hedged": 1}, {"pending": 0}, {"reviewed": 3}, {"claims": 5}])
def test_tally_that_does_not_add_up_is_refused(article: Article, change: dict[str, int]) -> None:
    with pytest.raises(IntegrityError, match="claims_tally"), transaction.atomic():
        Tally.objects.filter(article=article).update(**change)


def test_article_that_was_worked_on_cannot_be_deleted(article: Article, rita: User) -> None:
    claim = make_claim(article, 1)
    annotate(claim=claim, annotation=Annotation(SourcingStatus.HEDGED), version=0, key=uuid4(), by=rita)
    with pytest.raises(ProtectedError):
        article.delete()
    assert article.claims.count() == 2


def test_article_nobody_worked_on_can_be_deleted(article: Article) -> None:
    article.delete()
    assert not Claim.objects.exists()
    assert not Attribution.objects.exists()


@pytest.mark.parametrize(
    ("reviewed", "verdicts", "state"),
    [(0, 0, "loaded"), (1, 0, "in_review"), (2, 1, "with_editor"), (2, 2, "done"), (1, 1, "in_review")],
)
def test_state_follows_the_numbers(article: Article, reviewed: int, verdicts: int, state: str) -> None:
    Tally.objects.filter(article=article).update(reviewed=reviewed, verified=verdicts, pending=2 - verdicts)
    assert Tally.objects.get(article=article).state == state


def test_example_is_stored_with_exact_offsets() -> None:
    article = load_example()
    claims = list(article.claims.in_reading_order())
    assert [claim.number for claim in claims] == list(range(1, 25))
    for claim in claims:
        assert article.text[claim.start : claim.end] == claim.text
        assert claim.status == claim.suggested_status
        assert claim.suggested_why
    for attribution in article.attributions.all():
        assert (
            " … ".join(article.text[start:end] for start, end in attribution.source_spans)[:500] == attribution.source
        )
        assert " … ".join(article.text[start:end] for start, end in attribution.cue_spans)[:200] == attribution.cue
    nineteenth = claims[18]  # hedged, and the man who is said to have warned is named all the same
    assert nineteenth.status == "hedged"
    assert "Also in this sentence: “U.S. Secretary of State Antony Blinken" in nineteenth.suggested_why
    assert "(named official)" in nineteenth.suggested_why
    sixth = claims[5]
    assert sixth.source == "a senior U.S. administration official"
    assert sixth.suggested_by is not None
    assert (sixth.suggested_by.source, sixth.suggested_by.channel) == ("The official", "CNN")


def test_next_open_claim_goes_on_and_around(article: Article, rita: User) -> None:
    claims = article.claims
    assert [claim.number for claim in claims.unreviewed().after(make_claim(article, 1))] == [2]
    assert [claim.number for claim in claims.unreviewed().after(make_claim(article, 2))] == [1]
    annotate(
        claim=make_claim(article, 1), annotation=Annotation(SourcingStatus.HEDGED), version=0, key=uuid4(), by=rita
    )
    assert [claim.number for claim in claims.open(for_editor=False).after(make_claim(article, 2))] == []
    assert [claim.number for claim in claims.open(for_editor=True).after(make_claim(article, 2))] == [1]
    assert [claim.number for claim in claims.resting_on(SourcingStatus.HEDGED)] == [1]

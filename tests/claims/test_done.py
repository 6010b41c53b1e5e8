"""When an article is done is noted by the database itself."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Tally
from factcheck.reviews.services import undo
from tests.factories import make_article, make_claim
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db


def done_at(article: Article) -> dt.datetime | None:
    return Tally.objects.get(article=article).done_at


def finish(article: Article, by: User) -> None:
    for claim in article.claims.all():
        say(claim, by, status=SourcingStatus.UNATTRIBUTED, verdict=Verdict.VERIFIED)


def test_with_the_last_verdict_and_not_before(rita: User, ed: User) -> None:
    article = make_article("One.\nTwo.")
    for claim in article.claims.all():
        say(claim, rita, status=SourcingStatus.UNATTRIBUTED)
    assert done_at(article) is None
    say(make_claim(article, 1), ed, status=SourcingStatus.UNATTRIBUTED, verdict=Verdict.VERIFIED)
    assert done_at(article) is None
    say(make_claim(article, 2), ed, status=SourcingStatus.UNATTRIBUTED, verdict=Verdict.DISPUTED)
    assert done_at(article) is not None


def test_another_verdict_leaves_the_time_and_an_undone_one_takes_it(ed: User) -> None:
    article = make_article("One.")
    finish(article, ed)
    first = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    Tally.objects.filter(article=article).update(done_at=first)
    say(make_claim(article), ed, status=SourcingStatus.UNATTRIBUTED, verdict=Verdict.DISPUTED)
    assert done_at(article) == first
    undo(article=article, key=uuid4(), by=ed)
    undo(article=article, key=uuid4(), by=ed)
    assert done_at(article) is None


def test_an_article_without_claims_is_never_done() -> None:
    article = make_article(" ")
    assert Tally.objects.get(article=article).claims == 0
    assert done_at(article) is None

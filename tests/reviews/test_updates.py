"""The question that an open page asks: what is new, and who is where."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Tally
from factcheck.claims.services import touch_claim
from factcheck.reviews.models import Lease, Presence
from factcheck.reviews.queue import take_next
from factcheck.reviews.second_opinions import ask
from factcheck.reviews.services import split
from factcheck.reviews.updates import read_news
from tests.factories import make_article, make_claim
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def article(db: None) -> Article:
    return make_article("One stands here.\nSources said two and more.\nThree.", statuses=["hedged", "unnamed_source"])


def changes(article: Article) -> int:
    return Tally.objects.get(article=article).change_seq


def asked(client: Client, article: Article, **fields: Any) -> dict[str, Any]:
    answer = client.post(f"/articles/{article.pk}/updates/", {"since": 0} | fields, headers=HTMX)
    assert answer.status_code == 200
    updates: dict[str, Any] = answer.json()
    return updates


def test_every_change_counts_once_and_stamps_its_claim(article: Article, rita: User) -> None:
    first, second = make_claim(article, 1), make_claim(article, 2)
    say(first, rita)
    say(second, rita)
    touch_claim(first)
    assert changes(article) == 3
    assert [make_claim(article, number).changed_seq for number in (1, 2, 3)] == [3, 2, 0]


def test_what_is_newer_and_nothing_else(article: Article, rita: User, ed: User) -> None:
    say(make_claim(article, 1), rita)
    seen = changes(article)
    say(make_claim(article, 2), rita)
    news = read_news(article_id=article.pk, since=seen, by=ed)
    assert news is not None
    assert [[claim.label for claim in sentence] for sentence in news.sentences] == [["2"]]
    news = read_news(article_id=article.pk, since=changes(article), by=ed)
    assert news is not None
    assert news.sentences == []


def test_a_split_brings_both_parts(client: Client, article: Article, rita: User, ed: User) -> None:
    claim = make_claim(article, 2)
    split(claim=claim, at=claim.start + claim.text.index("and"), version=0, key=uuid4(), by=ed)
    client.force_login(rita)
    updates = asked(client, article, claim=claim.pk, version=0)
    assert 'id="claim-2a"' in updates["sentences"]["2"]
    assert 'id="claim-2b"' in updates["sentences"]["2"]
    assert updates["decided"].startswith("Ed split it into parts")


def test_the_sentence_is_that_of_a_reload(client: Client, article: Article, rita: User, ed: User) -> None:
    say(make_claim(article, 2), ed, note="Rang.")
    client.force_login(rita)
    updates = asked(client, article, claim=make_claim(article, 1).pk)
    page = " ".join(client.get(f"/articles/{article.pk}/claims/1/").content.decode().split())
    assert " ".join(updates["sentences"]["2"].split()) in page


def test_ones_own_decision_is_no_news_on_the_panel(client: Client, article: Article, rita: User) -> None:
    claim = make_claim(article, 1)
    say(claim, rita)
    client.force_login(rita)
    assert asked(client, article, claim=claim.pk, version=0)["decided"] == ""


def test_who_is_there_and_who_is_gone(client: Client, article: Article, rita: User, ed: User) -> None:
    client.force_login(ed)
    asked(client, article, claim=make_claim(article, 2).pk)
    client.force_login(rita)
    assert asked(client, article, claim=make_claim(article, 1).pk)["present"] == {"2": ["Ed"]}
    assert Presence.objects.count() == 2
    Presence.objects.filter(person=ed).update(seen_at=timezone.now() - dt.timedelta(minutes=1))
    assert asked(client, article)["present"] == {}


def test_a_first_opinion_is_no_news(client: Client, article: Article, rita: User, ed: User) -> None:
    claim = make_claim(article, 1)
    ask(claim=claim, version=0, key=uuid4(), by=ed)
    before = make_claim(article, 1)
    seen = changes(article)
    say(before, rita, note="My secret opinion")
    client.force_login(ed)
    text = str(asked(client, article, since=seen, claim=claim.pk, version=before.version))
    assert "secret" not in text
    assert "Rita" not in text


def test_asking_from_the_queue_keeps_the_lease(client: Client, article: Article, rita: User) -> None:
    claim = take_next(by=rita)
    assert claim is not None
    before = Lease.objects.get().until
    client.force_login(rita)
    asked(client, article, claim=claim.pk, queue="1")
    assert Lease.objects.get().until > before


def test_few_questions_without_news(
    client: Client, article: Article, rita: User, django_assert_num_queries: Any
) -> None:
    client.force_login(rita)
    claim = make_claim(article, 1)
    asked(client, article, claim=claim.pk)
    # session, person, whether they find it; the claim; presence: savepoint, lock, update, release; the count; who is
    # there
    with django_assert_num_queries(3 + 1 + 4 + 1 + 1):
        asked(client, article, claim=claim.pk)


@pytest.mark.parametrize("fields", [{"since": "x"}, {"since": "-1"}, {"claim": "9" * 30}, {"version": "٣"}])
def test_nonsense_is_answered(client: Client, article: Article, rita: User, fields: dict[str, str]) -> None:
    client.force_login(rita)
    assert asked(client, article, **fields)["changes"] == 0


def test_rights(client: Client, article: Article, rita: User, ed: User, nora: User) -> None:
    path = f"/articles/{article.pk}/updates/"
    assert client.post(path, headers=HTMX).status_code == 401
    client.force_login(nora)
    assert client.post(path, headers=HTMX).status_code == 403
    client.force_login(rita)
    assert client.get(path).status_code == 405
    assert client.post("/articles/999999/updates/", headers=HTMX).status_code == 404
    # A page that was somebody else's
    assert client.post(path, headers=HTMX | {"X-Desk-User": str(ed.pk)}).status_code == 401
    assert client.post(path, headers=HTMX | {"X-Desk-User": str(rita.pk)}).status_code == 200
    assert Claim.objects.count() == 3

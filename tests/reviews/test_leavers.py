"""Somebody is made inactive: what was in their name is anyone's to do, and every page says so."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.models import Tally
from factcheck.reviews import queue
from factcheck.reviews.assignments import active_for, assign, loads
from factcheck.reviews.board import read_board
from factcheck.reviews.models import Lease
from factcheck.reviews.second_opinions import ask_about_article
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def omar(db: None) -> User:
    return make_user("reviewer", "omar")


def leave(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def test_what_was_theirs_is_handed_out_to_anyone_with_its_deadline_and_range(
    rita: User, omar: User, ed: User, django_assert_num_queries: Any
) -> None:
    article = make_article("One.\nTwo.\nThree.", "Left behind")
    newer = make_article("Other.", "Newer")
    assign(articles=[article], people=[rita], by=ed, first=2, last=3, deadline=timezone.now() + dt.timedelta(hours=2))
    # Somebody else's own part stays theirs.
    assign(articles=[article], people=[ed], by=ed, first=1, last=1)
    assert [str(claim.article) for claims in queue.in_queue(omar) for claim in claims] == ["Newer"]
    leave(rita)
    shared, others = queue.in_queue(omar)
    with django_assert_num_queries(2):
        assert [claim.number for claim in shared] == [2, 3]
        assert [claim.article_id for claim in others] == [newer.pk]
    claim = queue.take_next(by=omar)
    assert claim is not None
    assert (claim.article, claim.number) == (article, 2)


def test_theirs_is_everybodys_and_a_colleagues_is_not(rita: User, omar: User, ed: User) -> None:
    (own,) = assign(articles=[make_article(title="Rita's")], people=[rita], by=ed)
    (omars,) = assign(articles=[make_article(title="Omar's")], people=[omar], by=ed)
    (anyones,) = assign(articles=[make_article(title="Anyone's")], people=[None], by=ed)
    assert set(active_for(omar)) == {omars, anyones}
    leave(rita)
    assert set(active_for(omar)) == {own, omars, anyones}
    assert set(active_for(ed)) == {own, anyones}


def test_what_they_had_in_hand_holds_nothing_back(rita: User, omar: User) -> None:
    make_article("One.")
    claim = queue.take_next(by=rita)
    assert claim is not None
    assert queue.take_next(by=omar) is None
    leave(rita)
    assert queue.holder_of([claim]) == {}
    assert queue.take_next(by=omar) == claim
    assert Lease.objects.get().person == omar
    assert queue.holder_of([claim]) == {claim.pk: omar}


def test_an_answer_they_owe_is_anyones_and_the_one_they_gave_counts(rita: User, omar: User, ed: User) -> None:
    article = make_article("One.\nTwo.")
    assign(articles=[article], people=[rita, ed], by=ed)
    ask_about_article(article=article, key=uuid4(), by=ed)
    answered = make_claim(article, 1)
    say(answered, rita)
    assert queue.take_next(by=omar) is None
    leave(rita)
    assert [claim.number for claim in queue.in_queue(omar)[0]] == [1, 2]
    say(answered, omar)
    answered.refresh_from_db()
    assert answered.second_opinion == SecondOpinion.SETTLED


def test_people_and_the_board_and_the_form_mark_the_name(client: Client, rita: User, omar: User, ed: User) -> None:
    article = make_article("One.\nTwo.", "Left behind")
    assign(articles=[article], people=[rita], by=ed, deadline=timezone.now() - dt.timedelta(hours=1))
    leave(rita)
    by_person = {str(load.person): (load.open, load.overdue) for load in loads(by=User(is_superuser=True))}
    assert by_person == {"Rita": (2, 1), "Ed": (0, 0), "Omar": (0, 0)}
    cards = [card for column in read_board(by=User(is_superuser=True)) for card in column.cards]
    assert [card.people for card in cards] == [["Rita, no longer active"]]
    client.force_login(ed)
    assert "No longer active: these claims are open to anyone." in client.get("/desk/people/").content.decode()
    form = client.get(f"/desk/assign/?article={article.pk}").content.decode()
    assert "<strong>Rita, no longer active</strong>" in form
    assert f'value="{rita.pk}"' not in form
    # Once nothing of theirs is open, People has no line for them.
    for number in (1, 2):
        say(make_claim(article, number), omar)
    assert {str(load.person) for load in loads(by=User(is_superuser=True))} == {"Ed", "Omar"}


def test_reading_who_has_how_much_asks_as_often_with_somebody_who_left(
    rita: User, ed: User, django_assert_num_queries: Any
) -> None:
    for person in (rita, make_user(), make_user()):
        assign(articles=[make_article()], people=[person], by=ed)
        leave(person)
    with django_assert_num_queries(3):
        loads(by=User(is_superuser=True))
    with django_assert_num_queries(1 + 2 * len(Tally.State) + 1):
        read_board(by=User(is_superuser=True))

"""Sharing out the work, the counts per person, and the board."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.utils import IntegrityError
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.services import archive_article
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Tally
from factcheck.reviews.assignments import assign, end, loads, open_for, running
from factcheck.reviews.board import MAX_CARDS, read_board
from factcheck.reviews.models import Assignment, Priority
from factcheck.reviews.second_opinions import ask_about_article
from tests.factories import make_article, make_claim
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db


def test_given_again_the_old_one_ends(rita: User, ed: User) -> None:
    article = make_article()
    (first,) = assign(articles=[article], people=[rita], by=ed)
    later = timezone.now() + dt.timedelta(days=1)
    assign(articles=[article], people=[rita], by=ed, deadline=later, priority=Priority.URGENT)
    (current,) = running()
    assert (current.deadline, current.priority) == (later, Priority.URGENT)
    first.refresh_from_db()
    assert first.ended_by == ed


def test_taken_back_stays_in_the_table(rita: User, ed: User) -> None:
    (assignment,) = assign(articles=[make_article()], people=[rita], by=ed)
    end(assignment=assignment, by=ed)
    end(assignment=assignment, by=rita)
    assignment.refresh_from_db()
    assert (assignment.ended_by, running().count(), Assignment.objects.count()) == (ed, 0, 1)


def test_a_range_that_ends_before_it_begins_is_refused_by_the_database(rita: User, ed: User) -> None:
    with pytest.raises(IntegrityError):
        assign(articles=[make_article()], people=[rita], by=ed, first=3, last=2)


def test_open_claims_of_a_range(rita: User, ed: User) -> None:
    article = make_article("One.\nTwo.\nThree.\nFour.")
    assign(articles=[article], people=[rita], by=ed, first=2, last=3)
    assign(articles=[article], people=[None], by=ed)
    assert [row.open for row in open_for(running())] == [2, 4]  # type: ignore[attr-defined]
    for number in (2, 3):
        say(make_claim(article, number), rita)
    assert [row.open for row in open_for(running())] == [2]  # type: ignore[attr-defined]


def test_counts_per_person(rita: User, ed: User, django_assert_num_queries: Any) -> None:
    article = make_article("One.\nTwo.\nThree.")
    assign(articles=[article], people=[rita], by=ed, deadline=timezone.now() - dt.timedelta(hours=1))
    say(make_claim(article, 1), rita)
    say(make_claim(article, 1), rita, note="Again.")
    by_person = {str(load.person): (load.open, load.overdue, load.today) for load in loads(by=User(is_superuser=True))}
    assert by_person == {"Rita": (2, 1, 1), "Ed": (0, 0, 0)}
    with django_assert_num_queries(3):
        loads(by=User(is_superuser=True))


# The form


def test_bulk_from_the_list(client: Client, rita: User, ed: User) -> None:
    client.force_login(ed)
    articles = [make_article(title=f"Article {n}") for n in range(3)]
    page = client.get("/articles/").content.decode()
    assert page.count('name="article"') == 3
    url = f"/desk/assign/?article={articles[0].pk}&article={articles[2].pk}"
    assert "First claim" not in client.get(url).content.decode()
    done = client.post(url, {"people": [rita.pk, "anyone"], "priority": 1, "deadline": ""}, follow=True)
    assert "2 articles assigned to Rita, anyone." in done.content.decode()
    assert running().count() == 4


def test_a_range_of_one_article(client: Client, rita: User, ed: User) -> None:
    client.force_login(ed)
    article = make_article("One.\nTwo.\nThree.")
    url = f"/desk/assign/?article={article.pk}"
    client.post(url, {"people": [rita.pk], "priority": 0, "first": 2})
    (row,) = running()
    assert (row.first, row.last) == (2, 3)
    html = client.get(url).content.decode()
    assert "claims 2–3" in html
    back = client.post(f"/desk/assignments/{row.pk}/end/", follow=True)
    assert "Rita is no longer assigned" in back.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose at least one person"),
        ({"people": ["x"]}, "not one of the available choices"),
        ({"first": 3, "last": 2}, "comes before the first"),
        ({"last": 9}, "The article has 3 claims."),
        ({"deadline": "tomorrow"}, "Write the deadline like this"),
        ({"deadline": "2001-01-01T10:00"}, "This deadline has passed"),
        ({"priority": 9}, "not one of the available choices"),
    ],
)
def test_a_form_that_makes_no_sense_says_why(
    client: Client, rita: User, ed: User, fields: dict[str, Any], words: str
) -> None:
    client.force_login(ed)
    article = make_article("One.\nTwo.\nThree.")
    sent = ({"people": [rita.pk], "priority": 0} if fields else {"priority": 0}) | fields
    answer = client.post(f"/desk/assign/?article={article.pk}", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Assignment.objects.exists()


def test_nothing_ticked(client: Client, ed: User) -> None:
    client.force_login(ed)
    assert "Select at least one article" in client.get("/desk/assign/?article=x", follow=True).content.decode()


def test_rights(client: Client, rita: User, ed: User, nora: User) -> None:
    article = make_article()
    (row,) = assign(articles=[article], people=[rita], by=ed)
    closed = [("get", f"/desk/assign/?article={article.pk}"), ("get", "/desk/people/")]
    closed += [("post", f"/desk/assign/?article={article.pk}"), ("post", f"/desk/assignments/{row.pk}/end/")]
    for method, path in [*closed, ("get", "/desk/board/")]:
        assert getattr(client, method)(path)["Location"].startswith("/accounts/login/")
    for person in (nora, rita):
        client.force_login(person)
        assert {getattr(client, method)(path).status_code for method, path in closed} == {403}
    assert client.get("/desk/board/").status_code == 200
    client.force_login(ed)
    assert {getattr(client, method)(path).status_code for method, path in closed} <= {200, 302, 422}


# The board


def columns(**filters: Any) -> dict[str, list[str]]:
    return {
        column.state.value: [card.article.title for card in column.cards]
        for column in read_board(by=User(is_superuser=True), **filters)
    }


def test_the_decisions_themselves_move_an_article(rita: User, ed: User) -> None:
    article = make_article("One.\nTwo.", "A")
    assert columns()["loaded"] == ["A"]
    say(make_claim(article, 1), rita)
    assert columns()["in_review"] == ["A"]
    say(make_claim(article, 2), rita)
    assert columns()["with_editor"] == ["A"]
    for number in (1, 2):
        say(make_claim(article, number), ed, verdict=Verdict.VERIFIED)
    assert columns()["done"] == ["A"]


def test_second_opinions_have_a_column(ed: User) -> None:
    from uuid import uuid4

    article = make_article("One.\nTwo.", "A")
    ask_about_article(article=article, key=uuid4(), by=ed)
    assert columns()["second_opinion"] == ["A"]


def test_urgent_cards_first_and_filters(rita: User, ed: User) -> None:
    now = timezone.now()
    articles = {name: make_article(title=name) for name in ("Plain", "Week", "Late", "Archived")}
    assign(articles=[articles["Week"]], people=[rita], by=ed, deadline=now + dt.timedelta(days=3))
    assign(articles=[articles["Late"]], people=[ed], by=ed, deadline=now - dt.timedelta(hours=1))
    archive_article(article=articles["Archived"], by=ed)
    assert columns()["loaded"] == ["Late", "Week", "Plain"]
    assert columns(person=rita.pk)["loaded"] == ["Week"]
    assert columns(due="overdue")["loaded"] == ["Late"]
    assert columns(due="week")["loaded"] == ["Late", "Week"]
    assert columns(due="none")["loaded"] == ["Plain"]


def test_a_long_column_says_how_many_there_are(client: Client, rita: User) -> None:
    for number in range(MAX_CARDS + 3):
        make_article(title=f"Article {number}")
    client.force_login(rita)
    html = client.get("/desk/board/?person=x&due=y").content.decode()
    assert html.count("fc-card") == MAX_CARDS
    assert f"All {MAX_CARDS + 3}" in html
    assert "?state=loaded" in html


@pytest.mark.parametrize("many", [1, 15])
def test_the_board_asks_a_fixed_number_of_questions(
    rita: User, ed: User, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        assign(articles=[make_article(outlet=f"Outlet {number}")], people=[rita, ed], by=ed, deadline=timezone.now())
        make_article()
    with django_assert_num_queries(1 + 2 * len(Tally.State) + 1):
        assert read_board(by=User(is_superuser=True))

"""Making somebody inactive: what they hold goes on in the same moment, by one page and by no way round it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from factcheck.accounts import tokens
from factcheck.accounts.admin import DeskUserAdmin
from factcheck.accounts.models import ApiToken, Session, User
from factcheck.jobs.models import Job
from factcheck.refusals import Refused
from factcheck.reports import freezing
from factcheck.reports.leavers import holdings, make_inactive
from factcheck.reports.models import FrozenReport
from factcheck.reviews import queue
from factcheck.reviews.assignments import active, assign
from factcheck.reviews.models import Assignment, Lease, Priority
from factcheck.reviews.second_opinions import ask_about_article
from tests.factories import PASSWORD, make_article, make_claim, make_user
from tests.reports.test_frozen import freeze
from tests.reviews.test_services import say
from tests.reviews.test_two_at_once import at_once

pytestmark = pytest.mark.django_db


def page(person: User, name: str = "inactive") -> str:
    return f"/admin/accounts/user/{person.pk}/{name}/"


@pytest.fixture
def soon() -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=5)


@pytest.fixture
def leaver(ada: User, soon: dt.datetime) -> User:
    """An editor who holds one of everything."""
    person = make_user("editor", "lee")
    article = make_article("One.\nTwo.\nThree.", "Left behind")
    assign(articles=[article], people=[person], by=ada, first=2, last=3, deadline=soon, priority=Priority.HIGH)
    queue.take_next(by=person)
    tokens.issue(name="CMS", owner=person, scope=ApiToken.Scope.LOAD_ARTICLES, by=ada)
    freezing.share(report=freeze(article, person), recipient="The lawyer", days=3, by=person)
    Job.objects.create(kind="load", label="Load a file", by=person, is_draft=True)
    return person


def test_the_page_lists_what_they_hold(client: Client, leaver: User, ada: User) -> None:
    client.force_login(ada)
    assert f'href="{page(leaver)}"' in client.get(f"/admin/accounts/user/{leaver.pk}/change/").content.decode()
    html = " ".join(client.get(page(leaver)).content.decode().split())
    for words in (
        "Left behind</bdi></a>, claims 2–3: 2 open claims, due ",
        "1 claim open on their screen",
        "API token “<bdi>CMS</bdi>”",
        "for <bdi>The lawyer</bdi>",
        "1 prepared load",
    ):
        assert words in html


def test_second_opinions_they_owe_are_counted_within_their_sentences(client: Client, rita: User, ada: User) -> None:
    article = make_article("One.\nTwo.\nThree.")
    assign(articles=[article], people=[rita], by=ada, first=2, last=3)
    ask_about_article(article=article, key=uuid4(), by=ada)
    client.force_login(ada)
    assert "2 of these claims wait for their second opinion" in client.get(page(rita)).content.decode()
    say(make_claim(article, 2), rita)
    assert "1 of these claims waits for their second opinion" in client.get(page(rita)).content.decode()


def test_somebody_who_holds_nothing(client: Client, rita: User, ada: User) -> None:
    client.force_login(ada)
    html = client.get(page(rita)).content.decode()
    assert "has nothing to hand over" in html
    assert "Their open claims go to" not in html
    response = client.post(page(rita), {"heir": "anyone", "links": "keep"}, follow=True)
    assert "Rita is inactive. They had nothing to hand over." in response.content.decode()


def test_all_goes_to_the_chosen_person_in_one_step(
    client: Client, leaver: User, rita: User, ada: User, soon: dt.datetime
) -> None:
    theirs = Client()
    theirs.force_login(leaver)
    client.force_login(ada)
    response = client.post(page(leaver), {"heir": rita.pk, "links": "revoke"}, follow=True)
    assert "Lee is inactive. 2 open claims handed to Rita, 1 deadline, 1 claim on their screen freed" in (
        response.content.decode()
    )
    leaver.refresh_from_db()
    assert not leaver.is_active
    (row,) = active()
    assert (row.person, row.first, row.last, row.deadline) == (rita, 2, 3, soon)
    assert (row.priority, row.by) == (Priority.HIGH, ada)
    assert Assignment.objects.get(person=leaver).ended_by == ada
    assert not Lease.objects.exists()
    assert ApiToken.objects.get().revoked_by == ada
    assert FrozenReport.objects.get().shares.get().revoked_by == ada
    assert not Job.objects.filter(is_draft=True).exists()
    assert theirs.get("/articles/")["Location"].startswith("/accounts/login/")
    assert holdings(leaver).is_empty


def test_to_anyone_and_the_links_stay(client: Client, leaver: User, ada: User) -> None:
    client.force_login(ada)
    response = client.post(page(leaver), {"heir": "anyone", "links": "keep"}, follow=True)
    assert "2 open claims handed to anyone" in response.content.decode()
    assert "1 link kept" in response.content.decode()
    (row,) = active()
    assert row.person is None
    assert FrozenReport.objects.get().shares.get().revoked_at is None


def test_an_heir_who_has_the_same_keeps_the_nearer_deadline_and_the_higher_priority(
    rita: User, ed: User, ada: User, soon: dt.datetime
) -> None:
    article = make_article()
    assign(articles=[article], people=[rita], by=ada, deadline=soon)
    assign(articles=[article], people=[ed], by=ada, priority=Priority.URGENT)
    make_inactive(person=rita, by=ada, heir=ed, revoke_links=False)
    (row,) = active()
    assert (row.person, row.deadline, row.priority) == (ed, soon, Priority.URGENT)


def test_sent_twice_nothing_moves_a_second_time(client: Client, leaver: User, rita: User, ed: User, ada: User) -> None:
    client.force_login(ada)
    client.post(page(leaver), {"heir": rita.pk, "links": "keep"})
    response = client.post(page(leaver), {"heir": ed.pk, "links": "revoke"}, follow=True)
    assert "Lee is already inactive." in response.content.decode()
    assert [row.person for row in active()] == [rita]
    assert FrozenReport.objects.get().shares.get().revoked_at is None


def test_who_may(client: Client, leaver: User, rita: User, ed: User, ada: User) -> None:
    sent = {"heir": "anyone", "links": "keep"}
    for name in ("inactive", "active"):
        assert client.post(page(leaver, name), sent)["Location"].startswith("/accounts/login/")
        for person in (rita, ed):
            client.force_login(person)
            assert client.post(page(leaver, name), sent).status_code in {302, 403}
            assert client.get(page(leaver, name)).status_code in {302, 403}
        client.logout()
    leaver.refresh_from_db()
    assert leaver.is_active
    ed.is_staff = True
    ed.save()
    ed.user_permissions.add(Permission.objects.get(codename="change_user"))
    client.force_login(ed)
    client.post(page(leaver), sent)
    leaver.refresh_from_db()
    assert not leaver.is_active


def test_a_page_of_another_site_makes_nobody_inactive(leaver: User, ada: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post(page(leaver), {"heir": "anyone", "links": "keep"}).status_code == 403
    leaver.refresh_from_db()
    assert leaver.is_active


def test_neither_oneself_nor_the_last_administrator(client: Client, ed: User, ada: User) -> None:
    client.force_login(ada)
    response = client.post(page(ada), {"heir": "anyone", "links": "keep"})
    assert response.status_code == 409
    assert "You can’t make yourself inactive" in response.content.decode()
    with pytest.raises(Refused, match="the last administrator"):
        make_inactive(person=ada, by=ed, heir=None, revoke_links=False)
    ada.refresh_from_db()
    assert ada.is_active


def test_an_heir_must_be_somebody_who_reviews_and_is_here(
    client: Client, leaver: User, rita: User, nora: User, ada: User
) -> None:
    client.force_login(ada)
    for heir in (nora.pk, leaver.pk, "", "x"):
        assert client.post(page(leaver), {"heir": heir, "links": "keep"}).status_code == 422
    User.objects.filter(pk=rita.pk).update(is_active=False)
    with pytest.raises(Refused, match="Rita is no longer active"):
        make_inactive(person=leaver, by=ada, heir=rita, revoke_links=False)
    leaver.refresh_from_db()
    assert leaver.is_active


@pytest.mark.parametrize("ticked", [{}, {"is_active": "on"}])
def test_the_form_of_the_account_leaves_it_as_it_is(client: Client, rita: User, ada: User, ticked: Any) -> None:
    client.force_login(ada)
    sent = {"username": "rita", "first_name": "Rita", "last_name": "New", "no_access": "on"} | ticked
    for is_active in (True, False):
        User.objects.filter(pk=rita.pk).update(is_active=is_active)
        client.post(f"/admin/accounts/user/{rita.pk}/change/", sent)
        rita.refresh_from_db()
        assert (rita.last_name, rita.is_active) == ("New", is_active)


def test_active_again_with_nothing_come_back(client: Client, leaver: User, rita: User, ada: User) -> None:
    theirs = Client()
    theirs.force_login(leaver)
    make_inactive(person=leaver, by=ada, heir=rita, revoke_links=True)
    # A sign-in that was under way when they were made inactive.
    late = Client()
    late.force_login(leaver)
    client.force_login(ada)
    assert "Claims stay with the people who have them now" in client.get(page(leaver, "active")).content.decode()
    client.post(page(leaver, "active"))
    leaver.refresh_from_db()
    assert leaver.is_active
    assert holdings(leaver).is_empty
    for browser in (theirs, late):
        assert browser.get("/articles/")["Location"].startswith("/accounts/login/")
    assert theirs.login(username="lee", password=PASSWORD)
    assert theirs.get("/articles/").status_code == 200
    assert Session.objects.count() == 2


def test_reading_what_somebody_holds_asks_a_fixed_number_of_questions(
    leaver: User, ada: User, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        assign(articles=[make_article()], people=[leaver], by=ada)
        tokens.issue(name=f"Feed {number}", owner=leaver, scope=ApiToken.Scope.LOAD_ARTICLES, by=ada)
    with django_assert_num_queries(7):
        holdings(leaver)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_make_each_other_inactive_one_remains() -> None:
    ada, abe = make_user("administrator", "ada"), make_user("administrator", "abe")

    def act(person: User, by: User) -> Callable[[], object]:
        return lambda: make_inactive(person=person, by=by, heir=None, revoke_links=False)

    outcomes = at_once(act(ada, abe), act(abe, ada))
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [Refused], outcomes
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_hand_over_the_same_work_once() -> None:
    ada, abe = make_user("administrator", "ada"), make_user("administrator", "abe")
    rita, omar, lee = make_user("reviewer", "rita"), make_user("reviewer", "omar"), make_user("reviewer", "lee")
    articles = [make_article(f"Number {number}.") for number in range(3)]
    assign(articles=articles, people=[lee], by=ada)

    def act(by: User, heir: User) -> Callable[[], object]:
        return lambda: make_inactive(person=lee, by=by, heir=heir, revoke_links=False)

    outcomes = at_once(act(ada, rita), act(abe, omar))
    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    heirs = [row.person for row in active()]
    assert heirs in ([rita] * 3, [omar] * 3)
    assert Assignment.objects.filter(person=lee, ended_at=None).count() == 0


# Deleting


def test_instead_of_deleting_somebody_who_decided_the_page_says_how_much_stays(
    client: Client, rita: User, ada: User
) -> None:
    article = make_article("\n".join(f"Sentence {number}." for number in range(30)))
    for number in range(1, 31):
        say(make_claim(article, number), rita)
    client.force_login(ada)
    html = " ".join(client.get(f"/admin/accounts/user/{rita.pk}/delete/").content.decode().split())
    # The review in the log and the signature on the claim.
    assert "can’t be deleted. 60 decisions, comments and assignments of theirs stay." in html
    assert f'href="{page(rita)}">Make inactive instead …</a>' in html
    assert "Sentence" not in html
    assert "Yes, I’m sure" not in html


@pytest.mark.parametrize("role", [None, "reviewer", "editor"])
def test_who_may_not_delete_a_person(client: Client, nora: User, role: str | None) -> None:
    client.force_login(make_user(role))
    client.post(f"/admin/accounts/user/{nora.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(pk=nora.pk).exists()


def test_in_bulk_nobody_who_decided_is_deleted(client: Client, rita: User, nora: User, ada: User) -> None:
    say(make_claim(make_article(), 1), rita)
    client.force_login(ada)
    sent = {"action": "delete_selected", "_selected_action": [rita.pk, nora.pk], "post": "yes"}
    html = client.post("/admin/accounts/user/", sent).content.decode()
    assert "decisions, comments and assignments of theirs stay. Make them inactive instead." in html
    assert User.objects.filter(pk__in=[rita.pk, nora.pk]).count() == 2
    client.post("/admin/accounts/user/", sent | {"_selected_action": [nora.pk]})
    assert not User.objects.filter(pk=nora.pk).exists()


def test_somebody_who_decides_while_the_page_is_open_is_not_deleted(
    client: Client, rita: User, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(ada)
    related_objects = DeskUserAdmin.get_deleted_objects

    def then_decide(*args: Any) -> Any:
        answer = related_objects(*args)
        say(make_claim(make_article(), 1), rita)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(DeskUserAdmin, "get_deleted_objects", then_decide)
        response = client.post(f"/admin/accounts/user/{rita.pk}/delete/", {"post": "yes"})
    assert response["Location"] == f"/admin/accounts/user/{rita.pk}/delete/"
    assert User.objects.filter(pk=rita.pk).exists()

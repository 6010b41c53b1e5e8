"""Guessing a password is slow; the right one gets in at once from anywhere else."""

from __future__ import annotations

import datetime as dt

import pytest
import requests
from django.db import connection
from django.test import Client
from django.utils import timezone

from factcheck.accounts import tries
from factcheck.accounts.models import Tries
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def attempt(login: str, password: str = "wrong", address: str = "127.0.0.9", client: Client | None = None):
    return (client or Client()).post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


class Visitor:
    """A browser at an address of its own, on real connections."""

    def __init__(self, server: str, address: str) -> None:
        self.session, self.server = requests.Session(), server
        adapter = requests.adapters.HTTPAdapter()
        adapter.init_poolmanager(1, 1, source_address=(address, 0))
        self.session.mount("http://", adapter)

    def signs_in(self, login: str, password: str) -> bool:
        self.session.get(f"{self.server}{LOGIN}", timeout=20)
        fields = {"login": login, "password": password, "csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        return self.session.post(f"{self.server}{LOGIN}", fields, timeout=20).url.endswith("/articles/")


def gets_in(*args, **named) -> bool:
    return attempt(*args, **named).status_code == 302


def later(wait: dt.timedelta) -> None:
    for row in Tries.objects.all():
        Tries.objects.filter(pk=row.pk).update(last_at=row.last_at - wait)


def test_fifty_wrong_ones_stop_nobody_elsewhere(rita, live_server):
    server = live_server.url.replace("localhost", "127.0.0.1")
    stranger = Visitor(server, "127.0.0.9")
    for _ in range(50):
        assert not stranger.signs_in("rita", "wrong")

    assert not stranger.signs_in("rita", PASSWORD)
    assert Visitor(server, "127.0.0.10").signs_in("rita", PASSWORD)


def test_whoever_guesses_waits_and_then_the_right_one_gets_in(rita):
    for _ in range(5):
        assert "not correct" in attempt("rita").content.decode()

    response = attempt("rita", PASSWORD)
    assert "Too many wrong passwords. Try again in" in response.content.decode()
    assert "_auth_user_id" not in response.client.session

    later(dt.timedelta(seconds=6))
    assert gets_in("rita", PASSWORD)


def test_the_wait_grows_and_trying_meanwhile_does_not_lengthen_it(rita):
    waits = [tries.ON_ACCOUNT.wait(count).total_seconds() for count in (4, 5, 6, 7, 12, 13, 1000)]
    assert waits == [0, 5, 10, 20, 640, 900, 900]

    for _ in range(5):
        attempt("rita")
    later(dt.timedelta(seconds=6))
    attempt("rita")
    for _ in range(20):
        assert "Too many" in attempt("rita", PASSWORD).content.decode()
    later(dt.timedelta(seconds=11))

    assert gets_in("rita", PASSWORD)


def test_name_and_address_are_one_person(rita):
    for login in ("rita", rita.email, "RITA", rita.email.upper(), "rita"):
        attempt(login)

    assert "Too many" in attempt(rita.email).content.decode()


def test_a_browser_in_which_somebody_signed_in_before_is_not_stopped_by_strangers_beside_it(rita):
    browser = Client()
    assert gets_in("rita", PASSWORD, client=browser)
    browser.post("/accounts/logout/")
    for _ in range(10):
        attempt("rita")

    assert gets_in("rita", PASSWORD, client=browser)


def test_guessing_with_such_a_browser_is_slow_too(rita):
    browser = Client()
    attempt("rita", PASSWORD, client=browser)
    browser.post("/accounts/logout/")
    for _ in range(5):
        attempt("rita", client=browser)

    assert "Too many" in attempt("rita", PASSWORD, client=browser).content.decode()


def test_somebody_elses_browser_helps_no_guesser(rita, ed):
    browser = Client()
    attempt("ed", PASSWORD, client=browser)
    browser.post("/accounts/logout/")
    for _ in range(5):
        attempt("rita", client=browser)

    assert "Too many" in attempt("rita", PASSWORD).content.decode()


def test_one_password_on_many_names_is_slowed_by_address(rita):
    for number in range(50):
        attempt(f"nobody{number}")

    assert "Too many" in attempt("rita", PASSWORD).content.decode()
    assert gets_in("rita", PASSWORD, address="127.0.0.10")


def test_right_passwords_of_a_newsroom_behind_one_address_are_not_counted():
    for number in range(60):
        make_user("reviewer", f"r{number}")
        assert gets_in(f"r{number}", PASSWORD)


def test_a_right_password_ends_the_count(rita):
    for _ in range(3):
        for _ in range(4):
            attempt("rita")
        assert gets_in("rita", PASSWORD)


def test_an_unknown_name_is_answered_as_a_known_one(rita):
    for _ in range(5):
        known, unknown = attempt("rita"), attempt("nobody")
        assert known.content.decode().replace("rita", "").count("not correct") == unknown.content.decode().count(
            "not correct"
        )

    assert "Too many" in attempt("nobody").content.decode()


def test_no_name_or_address_is_stored_and_what_is_old_is_dropped(rita):
    attempt("rita")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_tries")
        assert "rita" not in str(cursor.fetchall())
    Tries.objects.update(last_at=timezone.now() - dt.timedelta(days=2))
    attempt("ed")

    assert Tries.objects.count() == 2


@pytest.mark.parametrize(
    ("wait", "words"),
    [(0.2, "a second"), (19.5, "20 seconds"), (89, "2 minutes"), (899, "15 minutes")],
)
def test_a_wait_is_said_in_words(wait, words):
    assert tries.in_words(dt.timedelta(seconds=wait)) == words

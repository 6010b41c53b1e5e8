"""How long somebody stays signed in, and where: each session ends by itself, and its owner can end the others."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session as DatabaseSession
from django.test import Client
from django.utils import timezone

from factcheck.accounts import sessions
from factcheck.accounts.models import Session, User
from tests.factories import PASSWORD, make_article

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = "/accounts/sessions/"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def signed_in(person: User, **options) -> Client:
    client = Client(**options)
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert client.get("/articles/").status_code == 200
    return client


def aged(client: Client, **ages: dt.timedelta) -> None:
    now = timezone.now()
    Session.objects.filter(pk=client.session.session_key).update(**{name: now - age for name, age in ages.items()})


def is_in(client: Client) -> bool:
    return client.get("/articles/").status_code == 200


# How long


@pytest.mark.parametrize(
    ("person", "ages", "stays"),
    [
        ("rita", {"seen_at": 11 * HOUR}, True),
        ("rita", {"seen_at": 13 * HOUR}, False),
        ("rita", {"began_at": 13 * DAY}, True),
        ("rita", {"began_at": 15 * DAY}, False),
        ("ada", {"seen_at": HOUR}, True),
        ("ada", {"seen_at": 3 * HOUR}, False),
        ("ada", {"began_at": 11 * HOUR}, True),
        ("ada", {"began_at": 13 * HOUR}, False),
    ],
)
def test_a_session_ends_unused_and_for_good_and_an_administrators_sooner(person, ages, stays, request):
    client = signed_in(request.getfixturevalue(person))
    aged(client, **ages)

    assert is_in(client) is stays
    assert Session.objects.exists() is stays


def test_using_it_keeps_a_session_but_not_beyond_its_end(rita):
    client = signed_in(rita)
    for _ in range(3):
        aged(client, seen_at=11 * HOUR)
        assert is_in(client)
    assert timezone.now() - Session.objects.get().seen_at < HOUR

    aged(client, began_at=15 * DAY)
    assert not is_in(client)


def test_what_an_open_page_asks_by_itself_keeps_no_session(rita):
    article = make_article()
    client = signed_in(rita)
    aged(client, seen_at=11 * HOUR)

    assert client.post(f"/articles/{article.pk}/updates/", {"since": 0}).status_code == 200
    assert client.get("/accounts/session/").status_code == 204

    assert timezone.now() - Session.objects.get().seen_at > 10 * HOUR


def test_a_session_is_written_once_a_minute_at_most(rita, django_assert_num_queries):
    client = signed_in(rita)
    aged(client, seen_at=dt.timedelta(seconds=70))
    client.get(PAGE)
    seen_at = Session.objects.get().seen_at
    with django_assert_num_queries(4):  # the session, the person, the list, their mentions
        client.get(PAGE)

    assert Session.objects.get().seen_at == seen_at


def test_the_settings_say_how_long(rita, settings):
    settings.SESSION_IDLE_HOURS = 1
    client = signed_in(rita)
    aged(client, seen_at=2 * HOUR)

    assert not is_in(client)


def test_a_form_whose_session_has_lasted_too_long_is_kept(rita):
    client = signed_in(rita)
    aged(client, seen_at=13 * HOUR)

    response = client.post("/articles/1/claims/1/", {"note": "said so on the phone"})

    assert response.status_code == 401
    assert 'name="kept"' in response.content.decode()


# Where


def test_somebody_sees_their_sessions_and_nobody_elses(rita, ed):
    signed_in(ed, headers={"user-agent": "Opera on the desk of Ed OPR/1"})
    Session.objects.create(pk="ended", user=rita, browser="Ended", expire_date=timezone.now() - HOUR)
    client = signed_in(rita, headers={"user-agent": FIREFOX}, REMOTE_ADDR="127.0.0.7")

    html = client.get(PAGE).content.decode()

    assert "Firefox on Linux" in html
    assert "127.0.0.7" in html
    assert "This one" in html
    assert "Opera" not in html
    assert "Ended" not in html


def test_signing_out_everywhere_else(rita, ed):
    here, elsewhere, other = signed_in(rita), signed_in(rita), signed_in(ed)

    html = here.post(PAGE, follow=True).content.decode()

    assert "Signed out in one other place" in html
    assert is_in(here)
    assert not is_in(elsewhere)
    assert is_in(other)


def test_a_request_under_way_when_its_session_is_ended_is_still_answered(rita):
    """As it was before: the session isn't written back by a request that only used it."""
    client = signed_in(rita)
    aged(client, seen_at=HOUR)
    request_session = sessions.SessionStore(client.session.session_key)
    assert request_session["_auth_user_id"] == str(rita.pk)
    sessions.end_sessions(rita)

    sessions.note_use(type("Request", (), {"session": request_session})())

    assert not Session.objects.exists()
    assert not request_session.modified


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_list_is_for_whoever_is_signed_in(client, method):
    assert getattr(client, method)(PAGE).status_code in (302, 401)


def test_somebody_without_a_role_has_sessions_too(client, nora):
    client.force_login(nora)

    assert client.get(PAGE).status_code == 200


def test_a_changed_password_leaves_this_browser_alone_signed_in(rita):
    here, elsewhere = signed_in(rita), signed_in(rita)

    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "nine slow herons fly", "password2": "nine slow herons fly"},
    )

    assert is_in(here)
    assert not is_in(elsewhere)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141 Safari/537.36 Edg/141",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Mobile Safari/604", "Safari on iPhone"),
        ("curl/8", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent, name):
    assert sessions.browser_name(user_agent) == name


def test_sessions_of_before_are_read_as_they_were_written(rita):
    """Their rows are copied by a migration, so both have to sign them under one name."""
    before = DatabaseStore()
    before["_auth_user_id"] = str(rita.pk)
    before.create()
    row = DatabaseSession.objects.get()

    Session.objects.create(pk=row.pk, session_data=row.session_data, expire_date=row.expire_date, user=rita)

    assert sessions.SessionStore(row.pk)["_auth_user_id"] == str(rita.pk)


def test_old_sessions_are_cleared_by_djangos_command(rita):
    from django.core.management import call_command

    Session.objects.create(pk="ended", user=rita, expire_date=timezone.now() - HOUR)
    call_command("clearsessions")

    assert not Session.objects.exists()
    assert configured.SESSION_ENGINE == "factcheck.accounts.sessions"

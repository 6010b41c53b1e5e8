"""The second factor: set up, asked for, demanded, lost; with real codes."""

from __future__ import annotations

import html
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from factcheck.accounts import tries
from factcheck.accounts.models import AuditEntry, Session, User
from tests.factories import PASSWORD, make_article, make_user

pytestmark = pytest.mark.django_db

LOGIN, FACTOR, INDEX = "/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/2fa/"
PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}
AJAX = {"HTTP_ACCEPT": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time() // 30) + steps)))


def give_app(person: User) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def by_password(person: User, client: Client | None = None, **named: Any) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.post(LOGIN, {"login": person.username, "password": PASSWORD}, **named)


def signed_in(person: User) -> Client:
    return by_password(person)[0]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


# Setting up


@pytest.mark.django_db(transaction=True)
def test_somebody_sets_up_an_app_and_gets_codes_for_when_it_is_lost(rita, settings):
    settings.HAS_MAIL = True
    client = signed_in(rita)
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    (secret,) = re.findall(r"<code[^>]*>(\w+)</code>", page)
    assert 'src="data:image/svg+xml;base64,' in page

    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)

    assert len(re.findall(r"<li>\d{8}</li>", response.content.decode())) == 10
    assert Authenticator.objects.filter(user=rita, type="totp").exists()
    assert "factor_added" in events()
    subjects = [(letter.subject, letter.to) for letter in mail.outbox]
    assert any("An authenticator app was set up" in subject and to == [rita.email] for subject, to in subjects)


def test_an_open_session_alone_sets_nothing_up(rita):
    client = Client()
    client.force_login(rita)

    response = client.post("/accounts/2fa/totp/activate/", {"code": "123456"})

    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not Authenticator.objects.exists()


# Signing in


def test_the_password_alone_no_longer_gets_in(rita):
    secret = give_app(rita)
    client, response = by_password(rita)

    assert response["Location"] == FACTOR
    assert not is_in(client)
    assert client.get("/articles/").status_code == 302
    response = client.post(FACTOR, {"code": code_of(secret)})
    assert response["Location"] == "/articles/"
    assert is_in(client)


@pytest.mark.parametrize("code", ["000000", "", "code"])
def test_a_wrong_code_does_not(rita, code):
    give_app(rita)
    client, _ = by_password(rita)
    client.post(FACTOR, {"code": code})

    assert not is_in(client)


def test_a_code_works_once(rita):
    secret = give_app(rita)
    code = code_of(secret)
    first, _ = by_password(rita)
    first.post(FACTOR, {"code": code})
    second, _ = by_password(rita)
    second.post(FACTOR, {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_codes_are_not_guessed(rita):
    secret = give_app(rita)
    client, _ = by_password(rita)
    for _ in range(5):
        client.post(FACTOR, {"code": "000000"})
    answer = client.post(FACTOR, {"code": code_of(secret)})

    assert not is_in(client)
    assert "Too many wrong codes. Try again in 5 seconds." in words(answer)
    assert events().count("factor_failed") == 5


def test_whoever_guesses_codes_locks_out_nobody_else(rita):
    secret = give_app(rita)
    guesser, _ = by_password(rita, REMOTE_ADDR="203.0.113.9")
    for _ in range(20):
        guesser.post(FACTOR, {"code": "000000"}, REMOTE_ADDR="203.0.113.9")

    owner, _ = by_password(rita, REMOTE_ADDR="198.51.100.7")
    owner.post(FACTOR, {"code": code_of(secret)}, REMOTE_ADDR="198.51.100.7")
    assert is_in(owner)


def test_codes_are_not_guessed_from_many_addresses_either_and_the_owners_own_browser_gets_in(rita, monkeypatch):
    monkeypatch.setattr(tries, "ON_CODES", replace(tries.ON_CODES, free=6))
    secret = give_app(rita)
    owner, _ = by_password(rita)
    owner.post(FACTOR, {"code": code_of(secret, -1)})
    owner.post("/accounts/logout/")
    for number in range(6):
        guesser, _ = by_password(rita, REMOTE_ADDR=f"203.0.113.{number}")
        guesser.post(FACTOR, {"code": "000000"}, REMOTE_ADDR=f"203.0.113.{number}")

    stranger, _ = by_password(rita, REMOTE_ADDR="203.0.113.99")
    answer = stranger.post(FACTOR, {"code": code_of(secret)}, REMOTE_ADDR="203.0.113.99")
    assert "Too many wrong codes." in words(answer)
    by_password(rita, owner)
    owner.post(FACTOR, {"code": code_of(secret)})
    assert is_in(owner)


def test_nobody_reaches_the_second_step_without_the_first(client, rita):
    secret = give_app(rita)

    response = client.post(FACTOR, {"code": code_of(secret)})

    assert response["Location"] == LOGIN
    assert not is_in(client)


def test_a_recovery_code_gets_in_once(rita):
    give_app(rita)
    code = RecoveryCodes.activate(rita).get_unused_codes()[0]
    first, _ = by_password(rita)
    first.post(FACTOR, {"code": code})
    second, _ = by_password(rita)
    second.post(FACTOR, {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a_form_that_came_too_late_is_carried_past_the_second_factor(rita):
    secret = give_app(rita)
    client, _ = by_password(rita)
    client.post(FACTOR, {"code": code_of(secret)})
    Session.objects.all().delete()
    page = words(client.post("/articles/1/claims/1/", {"note": "said so on the phone"}))
    (kept,) = re.findall(r'name="kept" value="([^"]+)"', page)

    page = words(client.post(LOGIN, {"login": "rita", "password": PASSWORD, "kept": kept}))
    assert "What you typed is kept" in page
    wrong = words(client.post(FACTOR, {"code": "000000", "kept": kept}))
    assert kept in wrong
    page = words(client.post(FACTOR, {"code": code_of(secret, 1), "kept": kept}))

    assert "You are signed in. Send what you typed?" in page
    assert "said so on the phone" in page


def test_in_place_a_page_is_told_that_a_code_is_needed_and_what_is_wrong_with_it(rita):
    secret = give_app(rita)
    client, response = by_password(rita, **AJAX)
    assert response.json()["location"] == FACTOR
    assert client.get(FACTOR, **AJAX).json() == {"passkey": None}
    response = client.post(FACTOR, {"code": "000000"}, **AJAX)
    assert response.status_code == 400
    assert "Wrong code" in response.json()["form"]["errors"][0]

    assert client.post(FACTOR, {"code": code_of(secret)}, **AJAX).json()["location"] == "/articles/"
    assert is_in(client)


# Demanding one


@pytest.mark.parametrize(
    ("setting", "person", "demanded"),
    [
        ("off", "ed", False),
        ("off", "ada", False),
        ("editors", "rita", False),
        ("editors", "ed", True),
        ("editors", "ada", True),
        ("everybody", "rita", True),
        ("everybody", "nora", True),
    ],
)
def test_of_whom_one_is_demanded(setting, person, demanded, settings, request, client):
    settings.SECOND_FACTOR = setting
    client.force_login(request.getfixturevalue(person))

    response = client.get("/articles/")

    assert (response.status_code == 302 and response["Location"] == INDEX) is demanded


def test_until_it_is_set_up_they_do_nothing_else(ed, settings, client):
    settings.SECOND_FACTOR = "editors"
    article = make_article()
    client.force_login(ed)

    assert "Your role requires a second factor" in words(client.get(INDEX))
    for address in (f"/articles/{article.pk}/", "/desk/board/", "/admin/", "/accounts/password/change/"):
        assert client.get(address).headers.get("Location") == INDEX, address
    assert client.post(f"/articles/{article.pk}/archive/").status_code == 403
    part = client.post(f"/articles/{article.pk}/updates/", **PART)
    assert (part.status_code, part.content) == (403, b"Set up a second factor first.")
    article.refresh_from_db()
    assert article.archived_at is None
    assert client.get("/accounts/logout/").status_code == 200

    give_app(ed)
    assert client.get("/articles/").status_code == 200


def test_the_api_needs_none(ed, ada, settings, client, by_hand):
    from factcheck.accounts import tokens
    from factcheck.accounts.models import ApiToken

    settings.SECOND_FACTOR = "everybody"
    _, plain = tokens.issue(name="CMS", owner=ed, scope=ApiToken.Scope.LOAD_ARTICLES, by=ada)

    response = client.post(
        "/api/articles/",
        {"title": "Bridge", "text": "The bridge is old."},
        content_type="application/json",
        headers={"Authorization": f"Bearer {plain}", "Idempotency-Key": "one"},
    )

    assert response.status_code == 201


def test_whether_somebody_has_one_costs_no_query(ed, settings, client, django_assert_num_queries):
    settings.SECOND_FACTOR = "editors"
    give_app(ed)
    client.force_login(ed)
    with django_assert_num_queries(4):  # the session, the person, the list, their mentions
        assert client.get("/accounts/sessions/").status_code == 200


# A lost one


def test_an_administrator_takes_a_lost_factor_away(ada, rita, settings, client):
    settings.HAS_MAIL = True
    give_app(rita)
    RecoveryCodes.activate(rita)
    elsewhere = Client()
    elsewhere.force_login(rita)
    client.force_login(ada)
    address = f"/admin/accounts/user/{rita.pk}/second-factor/"
    assert "call them" in words(client.get(address))

    client.post(address)

    assert not Authenticator.objects.exists()
    assert not is_in(elsewhere) or elsewhere.get("/articles/").status_code == 302
    assert is_in(by_password(rita)[0])
    (letter,) = mail.outbox
    assert letter.to == [rita.email]
    assert "removed the second factor of your Factcheck account" in letter.body
    entry = AuditEntry.objects.get(event="factor_taken_away")
    assert (entry.person_pk, entry.subject_pk) == (ada.pk, rita.pk)


@pytest.mark.parametrize("role", [None, "reviewer", "editor"])
def test_nobody_else_does(role, rita, client):
    give_app(rita)
    client.force_login(make_user(role, "other"))

    assert client.post(f"/admin/accounts/user/{rita.pk}/second-factor/").status_code in (302, 403)
    assert Authenticator.objects.exists()


def test_strangers_do_not_either(rita, client):
    give_app(rita)
    client.post(f"/admin/accounts/user/{rita.pk}/second-factor/")

    assert Authenticator.objects.exists()


@pytest.mark.parametrize("page", ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/recovery-codes/"])
def test_the_pages_are_ones_own(page, rita, ed, client):
    give_app(ed)
    RecoveryCodes.activate(ed)
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    assert client.get(page)["Location"].startswith(LOGIN)
    client.force_login(rita)

    response = client.get(page)
    assert code not in response.content.decode()
    assert "no-store" in response["Cache-Control"]

"""Single sign-on with a real provider: a server of its own, all messages over HTTP."""

from __future__ import annotations

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from factcheck import settings as configured
from factcheck.accounts.models import AuditEntry, User
from factcheck.accounts.single_sign_on import role_of
from tests.factories import PASSWORD, make_user

GROUPS = {"factcheck-admins": "Administrators", "factcheck-editors": "Editors", "factcheck-desk": "Reviewers"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider in which whoever names themselves is signed in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "false",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while True:
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=5).raise_for_status()
            break
        except requests.ConnectionError:
            assert process.poll() is None, "the provider has ended"
            assert time.monotonic() < until, "the provider doesn’t answer"
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(autouse=True)
def desk(request: pytest.FixtureRequest, settings: Any) -> None:
    if "provider" not in request.fixturenames:
        return
    app = {"provider_id": "sso", "name": "Gazette", "client_id": "desk", "secret": "secret"}
    app["settings"] = {"server_url": request.getfixturevalue("provider")}
    settings.OIDC_ISSUER, settings.OIDC_NAME, settings.OIDC_ROLES = app["settings"]["server_url"], "Gazette", GROUPS
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


class Browser:
    """Follows every redirect, as a browser does, between the desk and the provider."""

    def __init__(self, desk: str, provider: str) -> None:
        self.desk, self.provider, self.session = desk, provider, requests.Session()

    def sign_in(self, sub: str, query: str = "", **claims: Any) -> requests.Response:
        requests.put(f"{self.provider}/users/{sub}", json=claims, timeout=20).raise_for_status()
        page = self.session.get(f"{self.desk}/accounts/oidc/sso/login/{query}", timeout=20)
        assert page.url.startswith(self.provider), page.url
        return self.session.post(page.url, data={"sub": sub}, timeout=20)

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.desk}{path}", timeout=20)


@pytest.fixture
def browser(live_server: Any, provider: str) -> Browser:
    return Browser(live_server.url, provider)


def words(response: requests.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(response.text)).split())


def claims(name: str = "mira", groups: Any = ("factcheck-editors",), **more: Any) -> dict[str, Any]:
    return {
        "preferred_username": name,
        "name": f"{name.title()} Vance",
        "email": f"{name}@example.org",
        "email_verified": True,
        "groups": list(groups) if isinstance(groups, tuple) else groups,
    } | more


# Who gets in


@pytest.mark.parametrize(
    ("groups", "role"), [(("factcheck-admins",), "Administrator"), (("other", "factcheck-editors"), "Editors")]
)
def test_an_account_is_made_at_the_first_sign_in_with_the_role_of_its_groups(browser, groups, role):
    response = browser.sign_in("sub-1", "?next=/desk/", **claims(groups=groups))

    assert response.url == f"{browser.desk}/desk/"
    person = User.objects.get()
    assert (person.username, str(person), person.email) == ("mira", "Mira Vance", "mira@example.org")
    assert person.role == role
    assert not person.has_usable_password()
    assert AuditEntry.objects.get(event="signed_in").details == {"method": "socialaccount"}


def test_without_a_role_nobody_gets_in_and_no_account_is_made(browser):
    response = browser.sign_in("sub-1", **claims(groups=("other",)))

    assert response.status_code == 403
    assert "None of your groups has a role at this desk" in words(response)
    assert not User.objects.exists()
    assert browser.get("/articles/").url.startswith(f"{browser.desk}/accounts/login/")


def test_the_role_follows_the_groups_at_each_sign_in(browser, provider):
    browser.sign_in("sub-1", **claims(groups=("factcheck-admins",)))
    elsewhere = Browser(browser.desk, provider)
    elsewhere.sign_in("sub-1", **claims(groups=("factcheck-desk",)))

    person = User.objects.get()
    assert person.role == "Reviewers"
    assert elsewhere.get("/articles/").url.endswith("/articles/")
    assert "/accounts/login/" in browser.get("/articles/").url, "the administrator's session has ended"
    assert AuditEntry.objects.filter(event="role_changed").count() == 2

    assert elsewhere.sign_in("sub-1", **claims(groups=())).status_code == 403
    person = User.objects.get()
    assert not person.has_role
    assert "/accounts/login/" in elsewhere.get("/articles/").url


def test_the_same_role_again_ends_nothing(browser, provider):
    browser.sign_in("sub-1", **claims())
    Browser(browser.desk, provider).sign_in("sub-1", **claims())

    assert browser.get("/articles/").url.endswith("/articles/")


def test_somebody_inactive_stays_out(browser):
    browser.sign_in("sub-1", **claims())
    User.objects.update(is_active=False)

    assert "This account is closed" in words(browser.sign_in("sub-1", **claims()))


def test_a_second_person_of_the_same_name_is_another_account(browser, provider):
    browser.sign_in("sub-1", **claims())
    Browser(browser.desk, provider).sign_in("sub-2", **claims(email="other@example.org"))

    assert User.objects.count() == 2


# Whose account it is


@pytest.mark.parametrize(
    ("linking", "verified", "linked"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_an_account_is_linked_by_a_verified_address_where_the_desk_says_so(
    browser, settings, linking, verified, linked, transactional_db
):
    settings.OIDC_LINK_BY_EMAIL, settings.HAS_MAIL = linking, True
    person = make_user("reviewer", "mira")
    User.objects.filter(pk=person.pk).update(email="Mira@example.org")

    response = browser.sign_in("sub-1", **claims(email_verified=verified))

    assert User.objects.count() == 1
    assert SocialAccount.objects.filter(user=person).exists() is linked
    assert User.objects.get().role == ("Editors" if linked else "Reviewers")
    if linked:
        assert response.url.endswith("/articles/")
        assert "linked to single sign-on" in mail.outbox[0].subject
    else:
        assert "There is already an account with your address" in words(response)


def test_an_open_session_links_no_provider(browser, live_server, ada, transactional_db):
    client = Client()
    client.force_login(ada)
    browser.session.cookies.set("sessionid", client.cookies["sessionid"].value)

    response = browser.sign_in("sub-1", "?process=connect", **claims("stranger"))

    assert response.status_code == 403
    assert not SocialAccount.objects.exists()
    assert browser.get("/accounts/3rdparty/").url.endswith("/accounts/")


# What is said when it doesn't work


def test_whoever_stops_at_the_provider_is_told_so(browser):
    page = browser.session.get(f"{browser.desk}/accounts/oidc/sso/login/", timeout=20)
    response = browser.session.post(page.url, data={"action": "deny"}, timeout=20)

    assert "You are not signed in" in words(response)


def test_an_answer_that_nobody_asked_for_signs_nobody_in(browser):
    response = browser.get("/accounts/oidc/sso/login/callback/?code=guess&state=guess")

    assert "You are not signed in" in words(response)
    assert AuditEntry.objects.filter(event="provider_refused").exists()


def test_a_provider_that_is_away_is_a_sentence(client, settings, provider, db):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"

    response = client.get("/accounts/oidc/sso/login/")

    assert "didn’t respond properly" in response.content.decode()


def test_without_a_provider_there_is_nothing_to_press(client, db):
    assert "oidc" not in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/oidc/sso/login/").status_code == 404


# Passwords beside it


def test_both_ways_are_offered(client, provider, db):
    page = client.get("/accounts/login/?next=/desk/").content.decode()

    assert "/accounts/oidc/sso/login/?next=/desk/" in page
    assert "Sign in with Gazette" in page
    assert 'type="password"' in page


def test_passwords_can_be_switched_off(client, provider, settings, rita):
    settings.PASSWORD_SIGN_IN = False

    assert 'type="password"' not in client.get("/accounts/login/").content.decode()
    client.post("/accounts/login/", {"login": "rita", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/password/reset/", {"email": rita.email})
    assert not mail.outbox


@pytest.mark.parametrize("page", ["reset/", "reset/done/", "reset/key/1-set-password/", "change/"])
def test_where_passwords_are_off_no_page_sets_one(client, provider, settings, rita, page):
    settings.PASSWORD_SIGN_IN = False
    for method in (client.get, client.post):
        assert method(f"/accounts/password/{page}")["Location"].startswith("/accounts/login/")
    client.force_login(rita)
    for method in (client.get, client.post):
        answer = method(f"/accounts/password/{page}", follow=True)
        assert answer.redirect_chain == [("/accounts/", 302)]
        assert "everybody signs in by Gazette" in answer.content.decode()
    assert "Change password" not in answer.content.decode()


def test_who_comes_by_the_provider_gets_no_password_by_a_letter(browser, client):
    browser.sign_in("sub-1", **claims())

    client.post("/accounts/password/reset/", {"email": "mira@example.org"})

    assert not mail.outbox


def test_a_form_that_came_too_late_is_sent_after_signing_in_in_another_tab(browser):
    browser.sign_in("sub-1", **claims())
    from factcheck.accounts.models import Session

    page = browser.get("/accounts/sessions/")
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)) or {""}
    Session.objects.all().delete()
    late = browser.session.post(
        f"{browser.desk}/articles/1/archive/", data={"why": "a duplicate", "csrfmiddlewaretoken": token}, timeout=20
    )
    (kept,) = set(re.findall(r'name="kept" value="([^"]+)"', late.text))
    browser.sign_in("sub-1", **claims())
    token = browser.session.cookies["csrftoken"]
    page = browser.session.post(
        f"{browser.desk}/accounts/login/", data={"kept": kept, "csrfmiddlewaretoken": token}, timeout=20
    )

    assert "Send what you typed?" in words(page)
    assert "a duplicate" in words(page)


# A second factor beside it


def test_the_providers_own_second_factor_counts(browser, settings):
    settings.SECOND_FACTOR = "everybody"
    browser.sign_in("sub-1", **claims())

    assert browser.get("/articles/").url.endswith("/articles/")


# Settings


def test_the_claim_with_the_groups_may_have_another_name(settings):
    settings.OIDC_GROUPS_CLAIM, settings.OIDC_ROLES = "roles", GROUPS

    assert role_of({"roles": ["factcheck-desk"]}) == "Reviewers"
    assert role_of({"groups": ["factcheck-desk"]}) is None


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["factcheck-desk", "factcheck-editors"], "Editors"),
        (["factcheck-editors", "factcheck-admins"], "Administrators"),
        ("factcheck-desk", "Reviewers"),
        ([], None),
        (["other"], None),
        (None, None),
        ({"factcheck-editors": True}, None),
        (7, None),
        ([["factcheck-editors"]], None),
    ],
)
def test_which_role_groups_give(groups, role, settings):
    settings.OIDC_ROLES = GROUPS

    assert role_of({"groups": groups}) == role


def test_groups_are_read_from_one_line(monkeypatch):
    monkeypatch.setenv("OIDC_ROLES", "cn=desk, a = Editors")
    with pytest.raises(ImproperlyConfigured, match="such as desk-editors=Editors"):
        configured.roles("OIDC_ROLES")

    monkeypatch.setenv("OIDC_ROLES", "cn=desk=Reviewers, a = Editors")
    assert configured.roles("OIDC_ROLES") == {"cn=desk": "Reviewers", "a": "Editors"}


@pytest.mark.parametrize("wrong", ["desk", "desk=Owners", "=Editors"])
def test_a_role_that_is_none_is_said_at_the_start(wrong, monkeypatch):
    monkeypatch.setenv("OIDC_ROLES", wrong)
    with pytest.raises(ImproperlyConfigured, match="Administrators, Editors, Reviewers"):
        configured.roles("OIDC_ROLES")

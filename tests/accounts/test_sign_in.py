"""Signing in and out, forgotten passwords, and no registration."""

from __future__ import annotations

import re
from smtplib import SMTPException
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.cache import cache

from factcheck.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_earlier_attempts(db):
    cache.clear()


def test_somebody_signs_in_and_lands_on_the_articles(client, rita):
    response = client.post(LOGIN, {"login": "rita", "password": PASSWORD})

    assert response["Location"] == "/articles/"
    assert client.get("/articles/").status_code == 200


def test_the_address_will_do_for_the_name(client, rita):
    client.post(LOGIN, {"login": rita.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(rita.pk)


def test_after_signing_in_one_is_where_one_wanted_to_go(client, rita):
    response = client.post(f"{LOGIN}?next=/articles/?q=bridge", {"login": "rita", "password": PASSWORD})

    assert response["Location"] == "/articles/?q=bridge"


ELSEWHERE = [
    "https://example.org/",
    "//example.org",
    r"/\example.org",
    "javascript:alert(1)//",
    "\thttps://example.org",
]


@pytest.mark.parametrize("goal", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(client, rita, goal):
    response = client.post(f"{LOGIN}?{urlencode({'next': goal})}", {"login": "rita", "password": PASSWORD})

    assert response["Location"] == "/articles/"


@pytest.mark.parametrize("goal", ELSEWHERE)
def test_nor_does_any_other_page_of_an_account(client, rita, goal):
    typed = {"password": PASSWORD, "next": goal}
    for path in ("reauthenticate/", "login/", "password/change/", "3rdparty/", "email/", "logout/"):
        client.force_login(rita)
        for answer in (
            client.get(f"/accounts/{path}", {"next": goal}),
            client.post(f"/accounts/{path}?{urlencode({'next': goal})}", typed),
        ):
            location = answer.get("Location", "/")
            assert location.startswith("/"), path
            assert not location.startswith(("//", "/\\")), path


def test_a_wrong_password_says_so_and_keeps_the_name(client, rita):
    html = client.post(LOGIN, {"login": "rita", "password": "wrong"}).content.decode()

    assert "not correct" in html
    assert 'value="rita"' in html
    assert "wrong" not in html


def test_too_many_requests_get_a_page_that_says_wait(client):
    for number in range(40):
        response = client.post("/accounts/password/reset/", {"email": f"p{number}@example.org"})
        if response.status_code == 429:
            break

    assert response.status_code == 429
    assert "Try again in a few minutes" in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_can_register(client, method):
    response = getattr(client, method)(
        "/accounts/signup/", {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "Ask an administrator" in response.content.decode()
    assert not User.objects.exists()


def test_the_sign_in_page_does_not_invite_to_register(client):
    assert "signup" not in client.get(LOGIN).content.decode()


def test_signing_out_asks_and_then_does(client, rita):
    client.force_login(rita)

    assert "Sign out?" in client.get("/accounts/logout/").content.decode()
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert client.get("/articles/")["Location"].startswith(LOGIN)


def test_a_forgotten_password_is_replaced_through_a_letter(client, rita):
    page = client.post("/accounts/password/reset/", {"email": rita.email}, follow=True).content.decode()
    (link,) = re.findall(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    new = "another walk by the sea"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)

    assert "Check your email" in page
    assert "Your password is changed" in done.content.decode()
    rita.refresh_from_db()
    assert rita.check_password(new)


def test_a_stranger_gets_the_same_answer_and_no_letter(client):
    page = client.post("/accounts/password/reset/", {"email": "eve@example.org"}, follow=True).content.decode()

    assert "Check your email" in page
    assert mail.outbox == []


@pytest.mark.parametrize("failure", [ConnectionRefusedError, SMTPException])
def test_without_a_mail_server_the_page_says_whom_to_ask(client, rita, monkeypatch, failure):
    def fail(self, *args, **kwargs):
        raise failure

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)

    response = client.post("/accounts/password/reset/", {"email": rita.email}, follow=True)

    assert "can’t send email at the moment; ask an administrator" in response.content.decode()


PAGES = [
    ("", LOGIN),
    ("", "/accounts/signup/"),
    ("", "/accounts/password/reset/"),
    ("", "/accounts/password/reset/done/"),
    ("", "/accounts/password/reset/key/done/"),
    ("", "/accounts/password/reset/key/1-nonsense/"),
    ("", "/accounts/inactive/"),
    ("", "/accounts/confirm-email/"),
    ("", "/accounts/confirm-email/nonsense/"),
    ("rita", "/accounts/logout/"),
    ("rita", "/accounts/password/change/"),
    ("rita", "/accounts/email/"),
    ("rita", "/accounts/reauthenticate/"),
]


@pytest.mark.parametrize(("who", "url"), PAGES)
def test_every_account_page_looks_like_the_desk(client, request, who, url):
    if who:
        client.force_login(request.getfixturevalue(who))

    response = client.get(url, follow=True)
    html = response.content.decode()

    assert response.status_code == 200
    assert "factcheck/factcheck.css" in html
    assert 'class="fc-nav"' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert "sign up" not in html.lower()
    assert " style=" not in html
    assert len(re.findall("<title>", html)) == 1
    for field in re.findall(r'<input type="(?:text|password|email)"[^>]*>', html):
        assert "form-control" in field


def test_one_changes_ones_own_password(client, rita):
    client.force_login(rita)
    new = "another walk by the sea"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    rita.refresh_from_db()
    assert rita.check_password(new)

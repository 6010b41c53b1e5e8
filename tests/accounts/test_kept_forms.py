"""A form that comes after the session has ended: nothing typed is lost, and nobody sends it but its owner."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factcheck.accounts import kept_forms
from factcheck.accounts.models import Session
from factcheck.reports.models import FrozenReport
from tests.factories import PASSWORD, make_article

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
SESSION = "/accounts/session/"


@pytest.fixture
def browser() -> Client:
    """A browser as it is: the check against forgery holds in it."""
    return Client(enforce_csrf_checks=True)


def words(response) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def token(response) -> str:
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())) or {""}
    return token


def sign_in(client: Client, name: str, page=None) -> Any:
    """Signs in by the form of a page, with all that the page carries along."""
    page = page or client.get(LOGIN)
    carried = dict(re.findall(r'<input type="hidden" name="(next|kept)" value="([^"]*)"', page.content.decode()))
    fields = {key: html.unescape(value) for key, value in carried.items()}
    return client.post(
        LOGIN, fields | {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    )


def send_late(client: Client, address: str, fields: dict, page: str, **options):
    """A form whose session has ended since it was drawn."""
    fields = fields | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    Session.objects.all().delete()
    return client.post(address, fields, headers={"referer": page}, **options)


@pytest.fixture
def article(db):
    return make_article("The bridge is old.")


@pytest.fixture
def freeze_url(article) -> str:
    return reverse("reports:freeze", args=[article.pk])


@pytest.fixture
def page_url(article) -> str:
    return f"http://testserver{reverse('reports:report', args=[article.pk])}?charts=1"


@pytest.fixture
def freezing(article) -> dict:
    return {"occasion": "Legal review,\r\n<b>Tuesday</b>", "key": "0e8a2d5e-93b8-4c8b-8f93-1df1ac3a0ea1"}


def opened(client: Client, name: str, page_url: str) -> None:
    sign_in(client, name)
    assert client.get(page_url).status_code == 200


def test_whoever_typed_a_form_sends_it_once_they_are_back(browser, ed, article, freeze_url, page_url, freezing):
    opened(browser, "ed", page_url)

    refused = send_late(browser, freeze_url, freezing, page_url)
    assert refused.status_code == 401
    assert "What you typed is kept: sign in to send it." in words(refused)
    offered = sign_in(browser, "ed", refused)
    assert "You are signed in. Send what you typed?" in words(offered)
    assert "Legal review, <b>Tuesday</b>" in words(offered)
    assert "<b>Tuesday" not in offered.content.decode()
    assert f'href="{reverse("reports:report", args=[article.pk])}?charts=1"' in offered.content.decode()
    assert not FrozenReport.objects.exists()

    assert f'<form method="post" action="{freeze_url}">' in offered.content.decode()
    sent = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', offered.content.decode(), re.DOTALL))
    fields = {name: html.unescape(value) for name, value in sent.items()}
    assert fields == freezing
    browser.post(freeze_url, fields | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value})
    assert FrozenReport.objects.get().by == ed


def test_somebody_else_neither_sees_nor_sends_it(browser, ed, ada, freeze_url, page_url, freezing):
    opened(browser, "ed", page_url)
    refused = send_late(browser, freeze_url, freezing, page_url)

    answer = sign_in(browser, "ada", refused)

    assert "It was not sent, and you can’t see it" in words(answer)
    assert "Legal review" not in words(answer)
    assert freeze_url not in answer.content.decode()


def test_a_wrong_password_keeps_the_form(browser, ed, freeze_url, page_url, freezing):
    opened(browser, "ed", page_url)
    refused = send_late(browser, freeze_url, freezing, page_url)
    (kept,) = re.findall(r'name="kept" value="([^"]+)"', refused.content.decode())
    again = browser.post(
        LOGIN,
        {
            "login": "ed",
            "password": "wrong",
            "kept": kept,
            "csrfmiddlewaretoken": browser.cookies["csrftoken"].value,
        },
    )

    assert "not correct" in words(again)
    assert "Legal review" in words(sign_in(browser, "ed", again))


def test_without_anything_typed_signing_in_leads_back_to_the_page(browser, rita):
    opened(browser, "rita", "/desk/")

    refused = send_late(browser, "/desk/next/", {}, "http://testserver/desk/")

    assert refused["Location"] == f"{LOGIN}?next=/desk/"


@pytest.mark.parametrize("page", ["https://example.org/desk/", "//example.org/", "javascript:alert(1)", ""])
def test_signing_in_never_leads_to_the_page_of_somebody_else(client, page):
    refused = client.post("/desk/next/", headers={"referer": page})

    assert refused["Location"] == f"{LOGIN}?next=/articles/"


def test_a_form_of_nobody_known_is_not_kept(client, freeze_url, freezing):
    """Nobody has signed in in this browser: whose could it be?"""
    assert client.post(freeze_url, freezing)["Location"] == f"{LOGIN}?next=/articles/"


@pytest.mark.parametrize("cookie", ["1", "1:abc:def", ""])
def test_who_was_signed_in_cannot_be_made_up(client, ed, freeze_url, freezing, cookie):
    client.cookies[kept_forms.COOKIE] = cookie

    assert client.post(freeze_url, freezing)["Location"].startswith(LOGIN)


def test_what_was_kept_cannot_be_made_up(client, ed):
    answer = client.post(LOGIN, {"login": "ed", "password": PASSWORD, "kept": "eyJhIjoxfQ:1abcde:nonsense"})

    assert answer["Location"] == "/articles/"


def test_what_was_kept_is_no_good_for_longer_than_a_day(browser, ed, freeze_url, page_url, freezing, monkeypatch):
    opened(browser, "ed", page_url)
    refused = send_late(browser, freeze_url, freezing, page_url)
    monkeypatch.setattr(kept_forms, "MAX_AGE", -1)

    assert sign_in(browser, "ed", refused)["Location"] == page_url.removeprefix("http://testserver")


def test_no_password_is_kept(browser, rita):
    page = "http://testserver/accounts/password/change/"
    opened(browser, "rita", page)
    secret = {"oldpassword": "sea walk 1", "password1": "sea walk 2", "password2": "sea walk 2"}

    refused = send_late(browser, "/accounts/password/change/", secret, page)

    assert refused["Location"] == f"{LOGIN}?next=/accounts/password/change/"


def test_a_file_is_not_kept_and_the_page_says_so(browser, rita, article):
    address = f"/articles/{article.pk}/claims/1/evidence/"
    opened(browser, "rita", address)
    fields = {"title": "The contract", "file": SimpleUploadedFile("contract.pdf", b"%PDF-1.4 secret")}

    refused = send_late(browser, address, fields, f"http://testserver{address}")
    offered = sign_in(browser, "rita", refused)

    assert "You will have to choose files again." in words(refused)
    assert "Files couldn’t be kept" in words(offered)
    assert "The contract" in words(offered)
    assert "contract.pdf" not in words(offered)


def test_more_than_an_article_is_not_kept(browser, ed, freeze_url, page_url, freezing, monkeypatch):
    opened(browser, "ed", page_url)
    monkeypatch.setattr(kept_forms, "MAX_LETTERS", 20)

    refused = send_late(browser, freeze_url, freezing, page_url)

    assert refused["Location"] == f"{LOGIN}?next={quote(page_url.removeprefix('http://testserver'))}"


def test_a_form_drawn_for_the_one_before_is_refused_while_another_is_signed_in(
    browser, ed, ada, freeze_url, page_url, freezing
):
    opened(browser, "ed", page_url)
    drawn = token(browser.get(page_url))
    browser.post("/accounts/logout/", {"csrfmiddlewaretoken": drawn})
    sign_in(browser, "ada")

    answer = browser.post(freeze_url, freezing | {"csrfmiddlewaretoken": drawn}, headers={"referer": page_url})

    assert answer.status_code == 403
    assert not FrozenReport.objects.exists()


def test_a_page_asks_whether_its_owner_is_signed_in(client, rita, ed, nora):
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert client.get(SESSION, headers=part).status_code == 401
    client.force_login(ed)
    assert client.get(SESSION, headers=part | {"X-Desk-User": str(ed.pk)}).status_code == 204
    assert client.get(SESSION, headers=part | {"X-Desk-User": str(rita.pk)}).status_code == 401
    assert client.post(SESSION).status_code == 405
    client.force_login(nora)
    assert client.get(SESSION, headers=part | {"X-Desk-User": str(nora.pk)}).status_code == 204


def test_who_is_signed_in_is_noted_where_no_script_reads_it(browser, ed, page_url):
    opened(browser, "ed", page_url)
    cookie = browser.cookies[kept_forms.COOKIE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert kept_forms.COOKIE not in browser.get(page_url).cookies


def test_an_address_of_a_form_says_so(client, ed, freeze_url):
    client.force_login(ed)
    answer = client.get(freeze_url)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "Nothing was changed" in words(answer)
    assert 'href="/"' in answer.content.decode()
    assert 'class="fc-nav"' in answer.content.decode()


def test_a_part_of_a_page_gets_no_page_for_an_answer(client, ed, freeze_url):
    client.force_login(ed)
    answer = client.get(freeze_url, headers={"HX-Request": "true", "HX-Request-Type": "partial"})

    assert (answer.status_code, answer.content) == (405, b"")

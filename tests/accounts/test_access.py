"""Who gets in, and what everybody else is told."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from factcheck.accounts.models import User
from tests.factories import make_article, make_user

PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_asked_for_by_somebody_signed_out_is_no_sign_in_page(client, method):
    response = getattr(client, method)("/articles/", **PART)

    assert response.status_code == 401
    assert response.content.decode() == "You are signed out."


@pytest.mark.django_db
def test_going_back_in_the_browser_when_signed_out_leads_to_the_sign_in_page(client):
    response = client.get("/articles/", HTTP_HX_REQUEST="true", HTTP_HX_REQUEST_TYPE="full")

    assert response["Location"] == "/accounts/login/?next=/articles/"


def test_somebody_without_a_role_is_told_whom_to_ask(client, nora, ada):
    make_user("administrator", "former", is_active=False)
    client.force_login(nora)

    response = client.get("/articles/")

    html = " ".join(response.content.decode().split())
    assert response.status_code == 403
    assert f'<a href="mailto:{ada.email}">Ada</a>' in html
    assert "<strong>nora</strong>" in html
    assert "Former" not in html


def test_without_any_administrator_the_page_still_makes_sense(client, nora):
    client.force_login(nora)

    assert "Ask an administrator" in client.get("/articles/").content.decode()


@pytest.mark.parametrize("url", ["/accounts/password/change/", "/accounts/logout/"])
def test_somebody_without_a_role_still_reaches_their_own_account(client, nora, url):
    client.force_login(nora)

    assert client.get(url).status_code == 200


EVERYTHING = {
    "has_role",
    "can_review",
    "can_set_verdict",
    "can_load",
    "can_archive",
    "can_restrict",
    "can_export",
    "can_assign",
    "can_freeze",
    "can_verify",
    "can_share",
    "can_dismiss",
    "can_see_overview",
    "can_see_exports",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (None, set()),
        ("reviewer", {"has_role", "can_review", "can_verify"}),
        ("editor", EVERYTHING),
        ("administrator", EVERYTHING | {"can_see_audit"}),
    ],
)
def test_what_each_role_may(role, rights):
    user = User.objects.get(pk=make_user(role).pk)
    names = {name for name in dir(User) if name.startswith("can_")} | {"has_role"}

    assert {name for name in names if getattr(user, name)} == rights


def test_somebody_made_inactive_is_out_at_once(client, rita):
    client.force_login(rita)
    User.objects.filter(pk=rita.pk).update(is_active=False)

    assert client.get("/articles/")["Location"].startswith("/accounts/login/")


def test_a_person_who_decided_something_cannot_be_deleted(client, ada, ed):
    make_article(loaded_by=ed)
    client.force_login(ada)

    html = client.post(f"/admin/accounts/user/{ed.pk}/delete/", {"post": "yes"}).content.decode()

    assert "can’t be deleted" in html
    assert User.objects.filter(pk=ed.pk).exists()


@pytest.mark.parametrize("url", ["/admin/logout/", "/admin/password_change/"])
def test_the_admin_uses_the_desks_own_account_pages(client, ada, url):
    client.force_login(ada)

    assert client.post(url)["Location"].startswith("/accounts/")


@pytest.mark.django_db
@pytest.mark.parametrize("goal", ["https://example.org/", "//example.org/", "story"])
def test_the_admin_never_leads_to_another_site(client, ada, goal):
    client.force_login(ada)

    assert client.get("/admin/login/", {"next": goal})["Location"] == "/admin/"


# What people are told when something fails


def test_a_page_that_is_not_there(client, rita):
    client.force_login(rita)

    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_page_that_is_not_allowed(client, rita):
    client.force_login(rita)

    response = client.post(f"/articles/{make_article().pk}/archive/")

    assert response.status_code == 403
    assert "ask an administrator" in response.content.decode()


def test_a_request_that_makes_no_sense(client, rita, settings):
    client.force_login(rita)

    response = client.get("/articles/", HTTP_HOST="elsewhere.example.org")

    assert response.status_code == 400
    assert "No desk is at this address." in response.content.decode()


def test_an_error_of_ours_is_told_without_the_database():
    # No database mark: a query here would fail the test.
    response = server_error(RequestFactory().get("/articles/"))

    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong" in html
    assert "factcheck.css" in html


@pytest.mark.django_db
def test_an_error_of_ours_reaches_people_as_that_page(rita, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("factcheck.articles.pages.article_list.read_page", fail)
    client = Client(raise_request_exception=False)
    client.force_login(rita)

    response = client.get("/articles/")

    assert response.status_code == 500
    assert "everything saved so far is safe" in response.content.decode()

"""What a browser is told to keep of the desk, and with which keys a person's pages seal what is typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from factcheck.accounts.models import User
from tests.factories import make_article
from tests.reviews.test_blind import World, addresses, routes

pytestmark = pytest.mark.django_db


def test_no_address_lets_anybody_keep_its_answer(ada: User, rita: User, ed: User, client: Client) -> None:
    """Whatever the answer is: a page, a refusal, a file, or that there is nothing."""
    world = World({"rita": rita, "ed": ed, "pia": ada}, [make_article("One.\nTwo.")])
    paths = [path for route in routes(get_resolver()) for path in addresses(world, route) if "evidence_pk" not in route]
    assert len(paths) > 50
    for person in (None, ada):
        if person:
            client.force_login(person)
        for path in [*paths, "/accounts/login/", "/accounts/", "/accounts/password/change/", "/nothing/here/"]:
            kept = client.get(path)["Cache-Control"]
            assert "no-store" in kept, path
            assert "private" in kept, path


def test_who_signs_out_leaves_no_page_behind(rita: User, client: Client) -> None:
    client.force_login(rita)
    assert "Clear-Site-Data" not in client.get("/articles/")
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get("/accounts/login/")


def seals(client: Client) -> list[str]:
    match = re.search(r'data-seals="([0-9a-f ]*)"', client.get("/articles/").content.decode())
    return match[1].split() if match else []


def test_each_person_has_a_key_of_their_own(rita: User, ed: User, client: Client) -> None:
    client.force_login(rita)
    (own,) = seals(client)
    assert len(bytes.fromhex(own)) == 32
    assert seals(client) == [own]
    client.force_login(ed)
    assert seals(client) != [own]
    client.logout()
    assert "data-seals" not in client.get("/accounts/login/").content.decode()


def test_a_new_secret_key_still_opens_what_was_sealed(rita: User, settings: Any) -> None:
    before = rita.seals
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    newest, older = rita.seals.split()
    assert older == before
    assert newest != before

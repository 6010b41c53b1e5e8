"""A person's own keys: whose they are, what is refused, and what the scripts are told."""

from __future__ import annotations

import json
import re

import lxml.html
import pytest
from django.conf import settings
from django.test import Client

from factcheck.accounts.keyboard import ACTIONS
from factcheck.accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
URL = "/accounts/keys/"


def keys_on_the_page(client: Client, url: str = "/articles/") -> object:
    body = lxml.html.fromstring(client.get(url).content).find(".//body")
    assert body is not None
    data = body.get("data-keys")
    return json.loads(data) if data else {}


def test_somebody_unknown_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(URL).status_code == 302
    assert client.post(URL, {"is_on": "1"}).status_code in (302, 401)


def test_keys_are_ones_own(client: Client, rita: User, ed: User) -> None:
    client.force_login(rita)
    assert client.post(URL, {"is_on": "1", "key-j": "n", "key-n": "j"}).status_code == 302
    assert keys_on_the_page(client) == {"j": "n", "n": "j"}
    rita.refresh_from_db()
    ed.refresh_from_db()
    assert (rita.own_keys, ed.own_keys) == ({"j": "n", "n": "j"}, {})
    client.force_login(ed)
    assert keys_on_the_page(client) == {}


def test_without_a_role_too(client: Client) -> None:
    client.force_login(make_user(None))
    assert client.get(URL).status_code == 200


def test_single_keys_are_switched_off_and_on(client: Client, rita: User) -> None:
    client.force_login(rita)
    client.post(URL, {"key-j": "J"})
    assert keys_on_the_page(client) is None
    client.post(URL, {"is_on": "1", "key-j": "J"})
    assert keys_on_the_page(client) == {"j": "J"}


@pytest.mark.parametrize(
    ("key", "own", "words"),
    [
        ("j", "k", "is already the key for “Next claim”"),
        ("j", "jj", "Type a single letter"),
        ("j", "\t\u200b", "Type a single"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(client: Client, rita: User, key: str, own: str, words: str) -> None:
    client.force_login(rita)
    answer = client.post(URL, {"is_on": "1", f"key-{key}": own})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    rita.refresh_from_db()
    assert rita.own_keys == {}


def test_back_to_what_the_desk_comes_with(client: Client, rita: User) -> None:
    User.objects.filter(pk=rita.pk).update(own_keys={"j": "l"}, uses_keys=False)
    client.force_login(rita)
    client.post(URL, {"is_on": "1", "reset": "1", "key-j": "l"})
    assert keys_on_the_page(client) == {}


def test_every_key_of_a_page_may_be_changed() -> None:
    pages = [path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    printed = {key for page in pages for key in re.findall(r'data-key="([^{"])"', page)}
    assert printed <= ACTIONS.keys()

"""Another SECRET_KEY, while what the former one signed still works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from factcheck.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "another-secret-Zt7Qm2Xk9Lb4VhNs6RwYc8FdJp1GuEaTo5Ki3Wz"


def rotate(settings: Any, *, fallback: bool) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if fallback else []
    settings.SECRET_KEY = NEW


@pytest.mark.parametrize(("fallback", "status"), [(True, 200), (False, 302)])
def test_sessions_survive_with_the_former_key_alone(
    client: Client, rita: User, settings: Any, fallback: bool, status: int
) -> None:
    client.post("/accounts/login/", {"login": "rita", "password": PASSWORD})
    rotate(settings, fallback=fallback)

    assert client.get("/articles/").status_code == status
    assert client.get("/articles/").status_code == status  # and goes on, once it is signed anew


@pytest.mark.parametrize("fallback", [True, False])
def test_links_to_set_a_password_survive_with_the_former_key_alone(
    client: Client, rita: User, settings: Any, fallback: bool
) -> None:
    client.post("/accounts/password/reset/", {"email": rita.email})
    letter = str(mail.outbox[0].body)
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter)
    assert link
    rotate(settings, fallback=fallback)

    html = client.get(link[1], follow=True).content.decode()

    assert ("password1" in html) is fallback

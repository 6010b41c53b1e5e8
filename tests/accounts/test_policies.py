"""What every answer tells the browser, and addresses that no database takes."""

from __future__ import annotations

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.readers.base import web_address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/accounts/login/", 302),
        ("/articles/", 200),
        ("/nothing/", 404),
        ("/static/factcheck/factcheck.css", 200),
    ],
)
def test_each_answer_closes_what_no_page_here_needs(client: Client, rita: User, address: str, status: int) -> None:
    client.force_login(rita)

    response = client.get(address)

    assert response.status_code == status
    assert "camera=()" in response["Permissions-Policy"]
    assert "microphone=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    if not address.startswith("/static/"):
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/article/?title=%00",
        "/admin/accounts/user/?q=%00",
        "/admin/accounts/user/?username=a%00b",
        "/desk/audit/?subject=%00",
    ],
)
def test_nul_in_an_address_is_a_sentence_and_no_fault_of_ours(client: Client, ada: User, address: str) -> None:
    client.force_login(ada)

    response = client.get(address)

    assert response.status_code in (200, 302, 400, 422)
    if response.status_code == 400:
        assert "an invalid character" in response.content.decode()


def test_a_filter_of_the_admin_with_nul_is_told_so(client: Client, ada: User) -> None:
    client.force_login(ada)

    assert client.get("/admin/articles/article/?title=%00").status_code == 400


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://example.org/a", True),
        ("http://example.org/@name", True),
        ("ftp://example.org/a", False),
        ("https://me:secret@example.org/a", False),
        ("https://me@example.org/a", False),
    ],
)
def test_no_file_gives_an_article_an_address_with_a_password(address: str, taken: bool) -> None:
    assert bool(web_address(address)) is taken

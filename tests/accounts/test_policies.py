"""What every answer tells the browser, and addresses that no database takes."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client

from factcheck.accounts.models import User
from factcheck.logs import Line, NoTraceback
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


EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("tls", [True, False])
@pytest.mark.parametrize(
    ("address", "host", "status"), [("/healthz", "10.0.0.7", 200), ("/articles/", "evil.example", 400)]
)
def test_no_answer_goes_without_its_headers(
    client: Client,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    tls: bool,
    address: str,
    host: str,
    status: int,
) -> None:
    settings.SECURE_SSL_REDIRECT = tls
    response = client.get(address, headers={"host": host})
    assert response.status_code == status
    assert {name: response.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "camera=()" in response["Permissions-Policy"]
    assert host not in response.content.decode()
    assert [record.exc_info for record in caplog.records] == [None] * (status == 400)


def test_what_makes_no_sense_is_a_line_of_the_log() -> None:
    """Whatever Django finds suspicious comes with a traceback, and with words of a stranger."""
    try:
        raise SuspiciousOperation("a\nb" + "c" * 900)
    except SuspiciousOperation as why:
        error = (type(why), why, why.__traceback__)
    entry = logging.LogRecord("django.security.SuspiciousOperation", 40, "", 0, str(error[1]), None, error)
    other = logging.LogRecord("factcheck", 40, "", 0, "ours: %s", ("\x1b[2J\r\n2026 INFO forged\u2028",), error)
    assert all(NoTraceback().filter(each) for each in (entry, other))
    line, ours = (Line("{message}", style="{").format(each) for each in (entry, other))
    assert (line[:6], "\n" in line, len(line)) == ("a\\nbcc", False, 301)
    assert ours.splitlines()[0] == "ours: \\x1b[2J\\r\\n2026 INFO forged\\u2028"
    assert "Traceback" in ours.splitlines()[1]


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

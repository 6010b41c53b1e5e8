"""/healthz tells a load balancer the truth, and soon."""

from __future__ import annotations

import socket
import time

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from factcheck import health

pytestmark = pytest.mark.django_db


def ask(**headers: str) -> HttpResponse:
    return Client().get("/healthz", headers=headers)


def test_database_that_answers_is_ok() -> None:
    response = ask()
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_load_balancer_need_not_know_our_name(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["desk.example.org"]  # type: ignore[attr-defined]
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert ask(host="10.1.2.3:8000").status_code == 200
    assert Client().get("/articles/", headers={"host": "10.1.2.3:8000"}).status_code == 400


def test_it_asks_nobody_to_sign_in_and_sets_no_cookie() -> None:
    response = ask()
    assert response.status_code == 200
    assert not response.cookies


def test_database_that_is_away_is_503(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    response = ask()
    assert (response.status_code, response.content) == (503, b"The database cannot be reached.")
    assert "no-store" in response["Cache-Control"]


def test_database_that_hangs_is_503_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(silent.getsockname()[1]))
        started = time.monotonic()
        assert ask().status_code == 503
        assert time.monotonic() - started < health.PATIENCE + 2


def test_a_busy_pool_is_no_illness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection of this process may be in use; the database is there all the same."""

    def exhausted() -> None:
        raise AssertionError("the pool was asked")

    monkeypatch.setattr(connection, "cursor", exhausted)
    assert ask().status_code == 200

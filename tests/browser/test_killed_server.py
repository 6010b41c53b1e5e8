"""The web server killed with -9 in the middle of saves, and started again: every decision is there once."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from factcheck.accounts.models import User
from factcheck.reviews.models import Review
from tests.browser.conftest import all_saved
from tests.factories import make_article


class Server:
    """gunicorn as it runs in earnest, on the tests' own database."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        env = os.environ | {
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "tests.settings_of_server",
            "TEST_DATABASE": connection.settings_dict["NAME"],
            "ATTRIBUTION_DETECTOR": "tests.factories.ByHand",
            "WEB_CONCURRENCY": "2",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "python:factcheck.server", "factcheck.wsgi"]
        self.process = subprocess.Popen(command, env=env)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz") as answer:
                if answer.status == 200:
                    return
        raise AssertionError("The server did not start.")

    def kill(self) -> None:
        """All of it, at once and without a word."""
        assert self.process is not None
        with suppress(psutil.NoSuchProcess):  # a test that failed half-way has killed it already
            server = psutil.Process(self.process.pid)
            # The parent first: it would start another child in place of a dead one, which would live on.
            for process in [server, *server.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(desk: None) -> Iterator[Server]:
    gunicorn = Server()
    gunicorn.start()
    yield gunicorn
    gunicorn.kill()


@pytest.fixture
def page_of(browser: Browser, server: Server) -> Iterator[Callable[[User], Page]]:
    contexts = []

    def open_one(user: User) -> Page:
        context = browser.new_context(base_url=server.url, viewport={"width": 1360, "height": 900})
        contexts.append(context)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def test_killed_in_the_middle_and_started_again(
    server: Server, page_of: Callable[[User], Page], rita: User, ed: User
) -> None:
    text = "\n".join(f"Sources said {number}." for number in range(12))
    hers, his = make_article(text, "Hers"), make_article(text.replace("said", "say"), "His")
    pages = [(page_of(rita), hers), (page_of(ed), his)]
    for page, article in pages:
        page.goto(f"/articles/{article.pk}/claims/1/")
        expect(page.locator("#desk")).to_have_attribute("data-ahead", re.compile(r"[4-9]|\d\d"), timeout=30_000)
        page.keyboard.press("8")
        page.keyboard.press("Enter")
        expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
        expect(page.locator("#desk")).to_have_attribute("data-ahead", re.compile(r"[4-9]|\d\d"), timeout=30_000)
    for page, _ in pages:  # saves are under way …
        page.keyboard.press("4")
        page.keyboard.press("Enter")
    server.kill()  # … in the middle of which it dies
    for page, _ in pages:
        expect(page.locator("#panel-heading")).to_contain_text("Claim 3 ")
        page.keyboard.press("3")
        page.keyboard.press("Enter")
        expect(page.locator("#outbox-count")).to_contain_text("waiting")
    server.start()
    for page, article in pages:
        all_saved(page)
        stored = Review.objects.filter(article=article).order_by("claim__number").values_list("claim__number", "status")
        assert list(stored) == [(1, "hedged"), (2, "document"), (3, "organization")]

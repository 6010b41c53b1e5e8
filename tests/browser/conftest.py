"""A real browser against a real server: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright

from factcheck.accounts.models import User
from factcheck.settings import STORAGES
from tests.factories import make_user

# Playwright keeps an event loop in this thread; the tests' own queries are still made one after the other.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

#: The same browser without a window of its own comes first: a page costs a third less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: What Chromium makes beside each window, such as the list below its address bar, costs as much as the window itself.
#: The last list of features counts, so the lines above the last one repeat Playwright's.
WITHOUT = """
AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades HttpsFirstBalancedModeAutoEnable
LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect
TcpPortRandomizationWin OptimizationHints NetworkTimeServiceQuerying AimEnabled PreconnectToSearch
WebUIOmniboxPopup WebUIOmniboxAimPopup PreloadTopChromeWebUI SpareRendererForSitePerProcess
"""


def chromium() -> str:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        pytest.fail("There is no Chromium; install the package “chromium”, or set CHROMIUM to its path.")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # What a page shows shows at once; a machine that is busy with other tests takes longer.
    expect.set_options(timeout=20_000)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                *(*sandbox, "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"),
                f"--disable-features={','.join(WITHOUT.split())}",
            ],
        )
        yield started
        started.close()


@pytest.fixture(autouse=True)
def desk(transactional_db: None) -> None:
    """A desk as a new installation has it."""
    cache.clear()


@pytest.fixture
def rita(desk: None) -> User:
    return make_user("reviewer", "rita")


@pytest.fixture
def ed(desk: None) -> User:
    return make_user("editor", "ed")


@pytest.fixture
def ada(desk: None) -> User:
    return make_user("administrator", "ada")


@pytest.fixture
def nora(desk: None) -> User:
    return make_user(None, "nora")


@pytest.fixture
def open_browser(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_browser(rita)`` is a fresh browser in which Rita is signed in; ``None`` is somebody unknown.

    Fails the test when a page breaks in the console: an error in a script, or something the content policy refused.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(user: User | None = None, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, **({"viewport": {"width": 1360, "height": 900}} | options)
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _allowed(message, complaints))
        page.on("request", lambda request: _only_ours(request.url, live_server.url, complaints))
        return page

    yield open_one
    for context in contexts:
        context.close()
    _until_the_server_is_done()
    assert not complaints


@pytest.fixture
def as_on_a_server(settings: Any, tmp_path: Path) -> Callable[[Page], None]:
    """Gives a page the static files that a server gives away: hashed names, our scripts as bundles."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = STORAGES
    call_command("collectstatic", verbosity=0, interactive=False)

    def serve(route: Route) -> None:
        route.fulfill(path=tmp_path / urlsplit(route.request.url).path.removeprefix("/static/"))

    return lambda page: page.route("**/static/**", serve)


def all_saved(page: Page) -> None:
    """Waits until the server has what was saved: also what was saved just now, and is on its way into the outbox."""
    expect(page.locator("body[data-outbox='0']:not([data-saving])")).to_have_count(1, timeout=60_000)


def _until_the_server_is_done() -> None:
    """An open page asks for news; the last question may still be at work when the tables are cleared, and lock them.

    The server has a thread for each connection, which ends with it; between two of its queries the
    database sees nothing of it.
    """
    until = time.monotonic() + 20
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name and thread.ident:  # not one that is only about to start
            thread.join(max(0, until - time.monotonic()))


def _allowed(message: ConsoleMessage, complaints: list[str]) -> None:
    """The content policy refused something of the page's; what axe-core tries has no address."""
    if "Content Security Policy" in message.text and message.location.get("url"):
        complaints.append(f"{message.text} {message.location}")


def _only_ours(url: str, ours: str, complaints: list[str]) -> None:
    if not url.startswith((ours, "data:", "blob:")):
        complaints.append(f"fetched from another host: {url}")


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails when axe-core finds anything on the page."""

    def check(page: Page) -> None:
        if not page.evaluate("window.axe !== undefined"):
            page.evaluate(AXE_SCRIPT)
        # Only what is wrong: what is right is long, and is copied from one program to the next.
        violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(({violations}) => ({violations}))")
        assert not violations["violations"], AxeResults(violations).generate_report()

    return check

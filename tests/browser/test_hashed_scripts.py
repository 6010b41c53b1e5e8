"""The pages with static files as a server gives them away, each under a name with its hash."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from playwright.sync_api import Page, Route, expect

from factcheck.accounts.models import User
from factcheck.settings import STORAGES
from tests.factories import make_article

HASHED = re.compile(r"\.[0-9a-f]{12}\.")


def test_a_claim_is_reviewed_with_the_files_of_a_server(
    open_browser: Callable[..., Page], rita: User, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = STORAGES
    call_command("collectstatic", verbosity=0, interactive=False)
    article = make_article("Sources said one.\nSources said two.\nSources said three.")
    page = open_browser(rita)
    names: list[str] = []

    def serve(route: Route) -> None:
        names.append(urlsplit(route.request.url).path.removeprefix("/static/"))
        route.fulfill(path=tmp_path / names[-1])

    page.route("**/static/**", serve)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.locator("#desk")).to_have_attribute("data-ahead", re.compile("[1-9]"))
    page.keyboard.press("8")
    page.keyboard.press("Enter")

    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    scripts = [name for name in names if name.endswith(".js")]
    assert all(map(HASHED.search, names))
    assert len(scripts) == len(set(scripts)), "a module was asked for twice, and would run twice"
    assert any("/outbox." in name for name in scripts)

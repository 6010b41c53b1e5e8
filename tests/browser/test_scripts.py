"""The scripts as a server gives them away, in a real browser. Elsewhere the tests run them module by module."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from tests.factories import make_article


def test_a_claim_is_reviewed_with_the_scripts_of_a_server(
    open_browser: Callable[..., Page], rita: User, as_on_a_server: Callable[[Page], None]
) -> None:
    article = make_article("Sources said one.\nSources said two.\nSources said three.")
    page = open_browser(rita)
    as_on_a_server(page)
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url) if request.resource_type == "script" else None)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.locator("#desk")).to_have_attribute("data-ahead", re.compile("[1-9]"))
    page.keyboard.press("8")
    page.keyboard.press("Enter")

    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    assert sorted(re.sub(r".*/(\w+)\.(min\.)?[0-9a-f]{12}\.js", r"\1", url) for url in urls) == ["desk", "htmx"]


def test_files_are_dropped_with_the_scripts_of_a_server(
    open_browser: Callable[..., Page], ada: User, as_on_a_server: Callable[[Page], None]
) -> None:
    page = open_browser(ada)
    as_on_a_server(page)
    page.goto("/admin/articles/article/add/")
    page.locator("[data-drop] input").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"Word."})

    expect(page.locator("[data-drop-list] li")).to_have_text("a.txt, 1 KB")

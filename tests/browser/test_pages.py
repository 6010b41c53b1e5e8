"""Every page, in light and dark, on a desk and on a phone: axe-core finds nothing and nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from tests.factories import make_article

Open = Callable[..., Page]

DESK = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}
LONG = "A title that goes on and on about Donaudampfschifffahrtsgesellschaftskapitänswitwenrente " * 3
STATUSES = [
    "named_official",
    "named_person",
    "organization",
    "document",
    "media_report",
    "unnamed_official",
    "unnamed_source",
    "hedged",
    "unattributed",
]


#: Whoever turns to the dark may have to wait for its style sheet, and for colours that change slowly.
SETTLED = """() => [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.sheet)
  && !document.getAnimations().some((change) => change instanceof CSSTransition && change.playState === "running")"""


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Options of a browser window."""
    return {"viewport": request.param}


def schemes(page: Page) -> Iterator[str]:
    """The page as it is loaded, in light and then in dark: style sheets alone tell them apart, so one load serves."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(SETTLED)
        yield scheme


def assert_nothing_sticks_out(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def assert_colours_follow(page: Page, scheme: str) -> None:
    """A dark page is dark: brightness of the body's background, from 0 to 765."""
    red, green, blue = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    )
    assert (red + green + blue < 300) is (scheme == "dark")


def check(page: Page, axe: Callable[[Page], None]) -> None:
    for scheme in schemes(page):
        assert_nothing_sticks_out(page)
        assert_colours_follow(page, scheme)
        axe(page)


def test_pages_for_strangers(open_browser: Open, axe: Callable[[Page], None], look: dict[str, Any]) -> None:
    page = open_browser(None, **look)
    for url in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        page.goto(url)
        expect(page.get_by_role("heading").first).to_be_visible()
        check(page, axe)
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("rita")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("not correct")).to_be_visible()
    check(page, axe)


def test_pages_without_a_role(
    open_browser: Open, axe: Callable[[Page], None], look: dict[str, Any], nora: User, ada: User
) -> None:
    page = open_browser(nora, **look)
    page.goto("/articles/")
    expect(page.locator("main")).to_contain_text("Ada")
    check(page, axe)


def test_pages_for_a_reviewer(
    open_browser: Open, axe: Callable[[Page], None], look: dict[str, Any], rita: User
) -> None:
    page = open_browser(rita, **look)
    page.goto("/articles/")
    check(page, axe)  # empty
    article = make_article(
        "\n".join(f"Sentence {n} said so." for n in range(9)), LONG, statuses=STATUSES, outlet="Wire"
    )
    for url in (
        "/articles/",
        "/articles/?q=nothing-like-it",
        f"/articles/{article.pk}/claims/9/",
        f"/articles/{article.pk}/claims/4/?sourcing=document",
        f"/articles/{article.pk}/report/",
        "/articles/999999/",
        "/accounts/password/change/",
    ):
        page.goto(url)
        check(page, axe)


def test_pages_for_an_editor(open_browser: Open, axe: Callable[[Page], None], look: dict[str, Any], ed: User) -> None:
    article = make_article("\n".join(f"Sentence {n} said so." for n in range(9)), statuses=STATUSES)
    page = open_browser(ed, **look)
    for url in ("/articles/", f"/articles/{article.pk}/claims/1/", f"/articles/{article.pk}/report/"):
        page.goto(url)
        check(page, axe)


def test_admin_pages_an_editor_needs(open_browser: Open, axe: Callable[[Page], None], ed: User) -> None:
    article = make_article()
    page = open_browser(ed, viewport=DESK)
    for url in (
        "/admin/articles/article/add/",
        "/admin/articles/article/",
        f"/admin/articles/article/{article.pk}/change/",
    ):
        page.goto(url)
        for _ in schemes(page):
            axe(page)


def test_review_page_of_200_claims(
    open_browser: Open, axe: Callable[[Page], None], look: dict[str, Any], rita: User
) -> None:
    text = "\n".join(
        f"Sentence {n} said that the bridge over the harbour can wait until the spring." for n in range(200)
    )
    article = make_article(text, "Two hundred claims", statuses=STATUSES * 22)
    page = open_browser(rita, **look)
    page.goto(f"/articles/{article.pk}/claims/150/")
    expect(page.locator("#claim-150")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Save and next")).to_be_in_viewport()
    if look["viewport"] is DESK:  # the article scrolls within the page, the title stays
        assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    check(page, axe)


def test_an_editor_loads_an_article_in_the_admin(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto("/articles/")
    page.get_by_role("link", name="Load an article").first.click()
    page.get_by_label("Or paste the text").fill("The ferry sails again. “We are glad,” Mayor Anna Berg said.")
    page.get_by_role("button", name="Preview").click()
    page.locator("#id_title").fill("Ferry talks resume")
    page.get_by_role("button", name="Load the article").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry talks resume")
    expect(page.locator(".fc-claim")).to_have_count(2)
    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 of 2")


def test_cold_review_page_is_small(open_browser: Open, rita: User, as_on_a_server: Callable[[Page], None]) -> None:
    """At most 7 requests until it is there; the panels that come next are fetched after that."""
    article = make_article("\n".join(f"Sentence {n} said so." for n in range(24)), statuses=STATUSES)
    page = open_browser(rita)
    as_on_a_server(page)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if request.resource_type != "fetch" else None)
    page.goto(f"/articles/{article.pk}/claims/1/", wait_until="networkidle")
    assert len(requests) <= 7, requests

"""The list and the loading form in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.accounts.models import User
from factcheck.articles.listing import PAGE_SIZE
from tests.browser.test_pages import check
from tests.factories import make_article

Open = Callable[..., Page]


def make_two() -> None:
    make_article("A pelican came.", "Harbour bridge", outlet="Example Wire", statuses=["named_person"])
    make_article("It reportedly failed.", "Rail safety", outlet="Example Post", statuses=["hedged"])


def test_the_results_follow_what_is_typed_and_the_browser_goes_back(open_browser: Open, rita: User) -> None:
    make_two()
    page = open_browser(rita)
    page.goto("/articles/")
    rows = page.locator("#results tbody tr")

    page.keyboard.press("/")
    page.keyboard.type("pelican")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/articles/\?q=pelican$"))
    expect(page.get_by_label("Search titles and text")).to_be_focused()

    page.get_by_label("Sourcing", exact=True).select_option("hedged")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()

    page.go_back()
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Sourcing", exact=True)).to_have_value("")
    page.get_by_label("Search titles and text").fill("rail")
    expect(page.get_by_role("link", name="Rail safety")).to_be_visible()
    expect(rows).to_have_count(1)


def test_words_typed_before_the_scripts_are_there_are_searched(open_browser: Open, rita: User) -> None:
    make_two()
    page = open_browser(rita)
    routes: list[Route] = []
    page.route("**/htmx.min*.js", lambda route: routes.append(route))
    page.goto("/articles/", wait_until="commit")
    page.get_by_label("Search titles and text").fill("pelican")
    expect(page.locator("#results tbody tr")).to_have_count(2)

    routes[0].continue_()

    expect(page.locator("#results tbody tr")).to_have_count(1)


def test_a_browser_that_runs_its_timers_late_still_follows_what_is_typed(open_browser: Open, rita: User) -> None:
    make_two()
    page = open_browser(rita)
    page.add_init_script(
        "const now = window.setTimeout; window.setTimeout = (f, delay, ...rest) => delay ? now(f, delay, ...rest) : 0;"
    )
    page.goto("/articles/")

    page.keyboard.press("/")
    page.keyboard.type("pelican")

    expect(page.locator("#results tbody tr")).to_have_count(1)


def test_without_scripts_one_filters_and_turns_pages(open_browser: Open, rita: User) -> None:
    make_two()
    for number in range(PAGE_SIZE):
        make_article(f"Line {number}.", f"Article {number:02}")
    page = open_browser(rita, java_script_enabled=False)
    page.goto("/articles/?sort=title")

    page.get_by_role("link", name="Next").click()
    expect(page.locator("#results tbody tr")).to_have_count(2)
    page.get_by_label("Outlet").select_option(label="Example Post")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Rail safety")).to_be_visible()


def test_somebody_signed_out_meanwhile_is_told_so_and_keeps_the_list(open_browser: Open, rita: User) -> None:
    make_two()
    page = open_browser(rita)
    page.goto("/articles/")
    page.context.clear_cookies()

    page.get_by_label("State").select_option("done")

    expect(page.locator("#connection")).to_contain_text("signed out")
    expect(page.locator("#results tbody tr")).to_have_count(2)


def test_on_a_phone_nothing_is_cut_off(open_browser: Open, ed: User) -> None:
    make_article("A line.", "A title with " + "averylongwordwithoutanyspace" * 4, outlet="Example Wire")
    page = open_browser(ed, viewport={"width": 390, "height": 800})
    page.goto("/articles/")

    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")

    assert widths[0] <= widths[1]
    expect(page.get_by_role("button", name="Archive")).to_be_visible()


@pytest.mark.parametrize("width", [1360, 390])
def test_axe_finds_nothing(open_browser: Open, ed: User, axe: Callable[[Page], None], width: int) -> None:
    make_two()
    page = open_browser(ed, viewport={"width": width, "height": 900})

    for url in ("/articles/", "/articles/?q=unheard", "/admin/articles/article/add/", "/accounts/password/change/"):
        page.goto(url)
        check(page, axe)


def test_an_editor_pastes_a_text_and_lands_on_its_claims(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto("/articles/")

    page.get_by_role("main").get_by_role("link", name="Load an article").first.click()
    text = "Council delays bridge\nThe council met. Mayor Anna Berg said the bridge can wait."
    page.get_by_label("Or paste the text").fill(text)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Named official")).to_be_visible()
    page.get_by_role("button", name="Load the article").click()

    expect(page.locator("h1")).to_have_text("Council delays bridge")
    expect(page.locator(".fc-claim")).to_have_count(3)

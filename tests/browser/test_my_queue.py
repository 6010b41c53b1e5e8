"""My queue in a browser: one claim after another, through all articles, by somebody who types faster than the line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.reviews.models import Review
from tests.browser.conftest import all_saved
from tests.factories import make_article

Open = Callable[..., Page]


@pytest.fixture
def articles(desk: None) -> list[Article]:
    """As the queue hands them out: the newest first."""
    road = make_article("The road is new.\nIt is wide.", "Road")
    return [make_article("The bridge is old.\nIt is closed.\nIt will reopen.", "Bridge"), road]


def slow_down(page: Page, milliseconds: int) -> None:
    conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)


def decisions() -> list[tuple[str, int]]:
    return sorted(Review.objects.values_list("article__title", "claim__number"))


def at(page: Page, articles: list[Article], number: int) -> None:
    """The page shows the claim of this number in the queue, and knows its keys."""
    article, label = (articles[0], number + 1) if number < 3 else (articles[1], number - 2)
    place = f"/articles/{article.pk}/claims/{label}/?queue=1"
    expect(page.locator(".fc-claim[aria-current]")).to_have_attribute("href", place)
    expect(page.locator("body")).to_have_attribute("data-outbox", re.compile(r"\d"))


ALL = [("Bridge", 1), ("Bridge", 2), ("Bridge", 3), ("Road", 1), ("Road", 2)]


@pytest.mark.parametrize("latency", [0, 400])
def test_enter_goes_through_all_articles_and_says_when_nothing_is_left(
    open_browser: Open, rita: User, articles: list[Article], latency: int
) -> None:
    page = open_browser(rita)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/desk/")
    slow_down(page, latency)
    page.keyboard.press("g")
    for number, count in enumerate((3, 3, 3, 2, 2)):
        expect(page.locator("#panel-heading")).to_contain_text(f"of {count}")
        at(page, articles, number)
        page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("Nothing is left open")
    all_saved(page)
    assert decisions() == ALL
    assert not asked


def test_keys_typed_ahead_go_along_into_the_next_article(
    open_browser: Open, rita: User, articles: list[Article]
) -> None:
    page = open_browser(rita)
    page.goto("/desk/")
    page.keyboard.press("g")
    for number in range(2):
        at(page, articles, number)
        page.keyboard.press("Enter")
    at(page, articles, 2)
    slow_down(page, 400)
    for key in ("Enter", "3", "n", "v", "e", "r", "y"):
        page.keyboard.press(key)
    expect(page.locator("h1")).to_contain_text("Road")
    expect(page.locator("#id_note")).to_have_value("very")
    page.keyboard.press("Control+Enter")
    at(page, articles, 4)
    all_saved(page)
    assert decisions() == ALL[:4]
    road = Review.objects.get(article__title="Road")
    assert (road.status, road.note, road.verdict) == ("organization", "very", "pending")


def test_enter_once_more_where_the_next_claim_cannot_be_had_is_no_other_decision(
    open_browser: Open, rita: User, articles: list[Article]
) -> None:
    page = open_browser(rita)
    for path in ("**/desk/next/", "**/save/**"):
        page.route(path, lambda route: route.abort())
    page.goto(f"/articles/{articles[0].pk}/claims/1/?queue=1")
    expect(page.locator("body")).to_have_attribute("data-outbox", "0")
    for _ in range(3):
        page.keyboard.press("Enter")
        expect(page.locator("#connection")).to_contain_text("No connection")
        expect(page.locator("body[data-saving]")).to_have_count(0)
    page.unroute("**/save/**")
    all_saved(page)
    assert decisions() == ALL[:1]


def test_the_end_is_reached_however_fast_and_no_key_changes_what_was_saved(open_browser: Open, rita: User) -> None:
    """Keys typed further than the last claim meet the end of the article, and not the claim that was just saved."""
    article = make_article("\n".join(f"Sentence {number} is here." for number in range(12)), "Long")
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.locator("body")).to_have_attribute("data-outbox", "0")
    slow_down(page, 100)
    for _ in range(12):
        page.keyboard.press("v")
        page.keyboard.press("Enter")
    page.keyboard.press("v")
    expect(page.locator("#panel")).to_contain_text("All 12 claims are reviewed")
    all_saved(page)
    recommended = Review.objects.filter(article=article).values_list("recommended", flat=True)
    assert list(recommended) == ["verified"] * 12

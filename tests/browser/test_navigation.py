"""The order of the claims in a browser: by key, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from tests.browser.conftest import all_saved
from tests.browser.test_fast_notes import write
from tests.browser.test_review import heading, press
from tests.factories import make_article

Open = Callable[..., Page]


@pytest.fixture
def article() -> Article:
    article = make_article("One.\nTwo.\nThree.\nFour.")
    claims = list(article.claims.in_reading_order())
    Claim.objects.filter(article=article).delete()
    for claim, probability in zip(claims, (0.9, 0.7, 0.3, 0.4), strict=True):
        claim.pk, claim.suggested_probability = None, probability
    Claim.objects.bulk_create(claims)
    return article


def test_o_turns_the_order_and_keys_keep_it(
    open_browser: Open, rita: User, article: Article, axe: Callable[[Page], None]
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.get_by_title("Open claims in reading order")).to_be_visible()
    expect(page.locator("#claim-3 .fc-uncertain")).to_be_visible()
    press(page, "o")
    heading(page, 3)
    expect(page.get_by_title("Unsure suggestions first")).to_be_visible()
    axe(page)
    press(page, "Enter")
    heading(page, 4)
    expect(page.locator("#claim-3 .fc-uncertain")).to_have_count(0)
    press(page, "k")
    heading(page, 3)
    press(page, "j")
    heading(page, 4)
    press(page, "Enter")
    heading(page, 2)
    press(page, "z")
    heading(page, 4)
    expect(page.locator("#claim-4 .fc-uncertain")).to_be_visible()
    press(page, "o")
    heading(page, 1)
    expect(page.get_by_title("Open claims in reading order")).to_be_visible()


def together(page: Page, number: int) -> None:
    """Address, panel and form speak of one claim."""
    heading(page, number)
    place = page.locator("#panel [data-claim]").get_attribute("data-version") or ""
    assert page.locator("#review-form [name=claim]").input_value() == place.split(".")[0]


def test_back_while_a_claim_is_on_its_way_shows_the_claim_of_the_address(
    open_browser: Open, rita: User, article: Article
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.locator("body")).to_have_attribute("data-outbox", "0")
    page.locator("#claim-3").click()
    together(page, 3)
    held: list[Route] = []
    page.route("**/claims/4/", lambda route: held.append(route))
    with page.expect_request("**/claims/4/"):
        page.locator("#claim-4").click()
    page.go_back()
    together(page, 1)
    held[0].abort()
    page.unroute("**/claims/4/")
    write(page, "To the first.")
    together(page, 2)
    page.go_back()
    together(page, 1)
    page.go_forward()
    together(page, 2)
    all_saved(page)
    assert [(review.claim.number, review.note) for review in article.reviews.all()] == [(1, "To the first.")]


def test_back_without_a_connection_leaves_address_and_claim_together(
    open_browser: Open, rita: User, article: Article
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.locator("body")).to_have_attribute("data-outbox", "0")
    page.locator("#claim-4").click()
    together(page, 4)
    page.route("**/claims/1/", lambda route: route.abort())
    page.go_back()
    expect(page.locator("#connection")).to_contain_text("this is still claim 4")
    together(page, 4)
    page.unroute("**/claims/1/")
    write(page, "To the fourth.")
    together(page, 1)
    all_saved(page)
    assert [(review.claim.number, review.note) for review in article.reviews.all()] == [(4, "To the fourth.")]


def test_order_without_scripts(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/")
    page.get_by_role("link", name="Unsure first").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 3 ")
    page.get_by_role("link", name="Skip", exact=True).click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 4 ")
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")

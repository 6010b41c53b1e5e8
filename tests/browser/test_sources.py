"""The list of sources in a browser: it opens, leads to claims, and follows what is saved."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from tests.browser.test_pages import check
from tests.browser.test_review import heading
from tests.factories import make_article

Open = Callable[..., Page]

THREE = "It rained.\nBerg said no.\nSources said yes."
STATUSES = ["unattributed", "named_person", "unnamed_source"]


def test_the_list_leads_to_a_claim_and_stays_open_while_it_follows(
    open_browser: Open, rita: User, axe: Callable[[Page], None]
) -> None:
    article = make_article(THREE, statuses=STATUSES)
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    sources = page.locator("#sources")
    expect(sources.get_by_role("table")).to_be_hidden()
    page.get_by_role("tab", name="Sources 2").click()
    axe(page)
    sources.get_by_role("row", name="Sources").get_by_role("link").click()
    heading(page, 3)
    page.wait_for_load_state()
    page.get_by_label("Source", exact=True).fill("Berg")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    heading(page, 1)
    expect(sources.get_by_role("row", name="Berg").get_by_role("link")).to_have_text("2 claims, first number 2")
    expect(sources).to_be_visible()


def test_long_names_stay_within_a_phone(open_browser: Open, rita: User, axe: Callable[[Page], None]) -> None:
    article = make_article(f"{'W' * 300} said no.\nBerg said yes.", statuses=["organization", "named_person"])
    page = open_browser(rita, viewport={"width": 390, "height": 844})
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.locator(".fc-well-tab[data-tab=sources]").click()
    expect(page.locator("#sources table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    check(page, axe)

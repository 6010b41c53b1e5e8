"""Splitting a sentence as a person does it: by keyboard, on a phone, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from tests.browser.conftest import all_saved
from tests.factories import make_article

Open = Callable[..., Page]

TEXT = "It rained.\nSources said the minister resigned after a court ruled on Monday.\nThe bridge is old."


@pytest.fixture
def article(desk: None) -> Article:
    return make_article(TEXT, statuses=["unattributed", "unnamed_source", "unattributed"])


def test_another_word_after_a_lost_answer_is_refused_in_sight(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/2/split/")

    def lose_answer(route: Route) -> None:
        route.fetch()  # the server splits it, the browser never hears of it
        route.abort()

    page.route("**/split/", lose_answer)
    page.get_by_role("button", name="after", exact=True).click()
    expect(page.locator("#connection")).to_contain_text("No connection")
    page.unroute("**/split/")
    page.get_by_role("button", name="resigned", exact=True).click()
    expect(page.locator("#why [role=alert]").first).to_have_text("Claim 2 is already split, before “after”.")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2a of 4")
    assert [claim.label for claim in article.claims.in_reading_order()] == ["1", "2a", "2b", "3"]


def test_split_decide_and_join_by_keyboard(
    open_browser: Open, rita: User, article: Article, axe: Callable[[Page], None]
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/2/")
    page.keyboard.press("n")
    page.keyboard.type("Half a note")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Choose the word that begins the second part")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="after", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2a of 4")
    expect(page.locator("#claim-2a")).to_contain_text("Sources said the minister resigned")
    expect(page.locator("#claim-2b")).to_contain_text("after a court ruled on Monday.")
    expect(page.locator("#announce")).to_contain_text("Claim 2 is split. Now claim 2a.")
    axe(page)
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2b of 4")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 3 of 4")
    page.keyboard.press("k")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2b of 4")
    page.get_by_role("button", name="Join with the previous part").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 of 3")
    expect(page.locator("#claim-2a")).to_have_count(0)
    # What was typed on the whole before it was split is still there, and all decisions are in its history.
    expect(page.get_by_label("Note")).to_have_value("Half a note")
    page.locator(".fc-well-tab[data-tab=history]").click()
    expect(page.locator("#history")).to_contain_text("split it into parts")
    # What is typed goes first, and comes back if that was a mistake; then what was decided last.
    page.keyboard.press("z")
    expect(page.get_by_label("Note")).to_have_value("")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Note")).to_have_value("Half a note")
    page.keyboard.press("z")
    page.keyboard.press("z")
    expect(page.locator("#claim-2b")).to_be_visible()
    swapped = page.locator(".fc-article-text").inner_text()
    page.reload()
    assert page.locator(".fc-article-text").inner_text() == swapped


def test_without_scripts(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/claims/2/")
    page.get_by_role("link", name="Split").click()
    page.get_by_role("button", name="after", exact=True).click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2a of 4")
    page.get_by_role("button", name="Join with the next part").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 of 3")


def test_on_a_phone_each_word_is_a_target(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"/articles/{article.pk}/claims/2/split/")
    word = page.get_by_role("button", name="a", exact=True)
    box = word.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    word.tap()
    expect(page.locator("#claim-2b")).to_contain_text("a court ruled")


def test_the_two_questions_have_two_answers(open_browser: Open, ed: User, article: Article) -> None:
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/claims/2/")
    page.keyboard.press("Shift+V")
    page.keyboard.press("d")
    page.keyboard.press("w")
    page.get_by_label("Suggested wording").fill("Two aides said …")
    page.get_by_text("About the unnamed source").click()
    page.get_by_label("Why is the source not named?").fill("She may lose her job.")
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 3")
    all_saved(page)
    claim = article.claims.get(number=2)
    assert (claim.said, claim.verdict, claim.wording) == ("verified", "disputed", "Two aides said …")
    assert claim.anonymity_reason == "She may lose her job."
    page.goto(f"/articles/{article.pk}/report/")
    row = page.locator("#claim-2")
    for words in ("Did the source say it: Confirmed", "Disputed", "Two aides said …", "She may lose her job."):
        expect(row).to_contain_text(words)


def test_what_does_not_apply_is_not_asked(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    question = page.get_by_role("group", name="Did the source say it?")
    about = page.get_by_text("About the unnamed source")
    expect(question).to_be_hidden()
    page.keyboard.press("6")
    expect(question).to_be_visible()
    expect(about).to_be_visible()
    page.keyboard.press("1")
    expect(about).to_be_hidden()
    page.keyboard.press("8")
    expect(question).to_be_hidden()

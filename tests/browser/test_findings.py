"""Findings in a browser: shown while working, dismissed by keyboard and without scripts, in light and dark."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.reviews.dismissals import dismiss
from factcheck.reviews.models import Dismissal
from tests.browser.test_evidence_and_comments import arrive
from tests.browser.test_pages import DESK, LONG, PHONE, STATUSES, check
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_services import say

Open = Callable[..., Page]
WHY = "The minutes say so."


@pytest.fixture
def article(desk: None) -> Article:
    return make_article(
        "Talks reportedly failed.\nTrains reportedly stop.\nIt rained.", "Talks", statuses=["hedged", "hedged"]
    )


def test_the_list_comes_by_itself_and_leads_to_its_claims(open_browser: Open, article: Article, ed: User) -> None:
    page = open_browser(ed)
    arrive(page, f"/articles/{article.pk}/claims/1/")
    expect(page.locator(".fc-well-tab[data-tab=findings]")).to_contain_text("Findings (1)")
    # The list is fetched again when it is opened; a click while it is swapped in would be lost.
    with page.expect_response(lambda response: "/findings/" in response.url):
        page.locator(".fc-well-tab[data-tab=findings]").click()
    expect(page.locator("#findings-list li")).to_contain_text("Claims 1 and 2 are hedged")
    page.locator("#findings-list a", has_text="2").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 of 3")


def test_what_needs_the_whole_article_stands_beside_its_claim_too(
    open_browser: Open, ed: User, axe: Callable[[Page], None]
) -> None:
    text = "Norcorp reportedly dismissed 300 welders in Gdansk.\nIt rained.\n"
    text += "The dismissal of the welders in Gdansk came a week before the holidays."
    text += "\nAn aide said so."
    article = make_article(text, "Norcorp", statuses=["hedged", "unattributed", "unattributed", "unnamed_official"])
    page = open_browser(ed)
    arrive(page, f"/articles/{article.pk}/claims/4/")
    beside = page.locator("#remarks-beside")
    expect(page.locator("#findings-count")).not_to_be_empty()
    expect(page.locator("#findings-list")).to_contain_text("Doesn’t say why the source is not named")
    expect(beside).to_be_hidden()  # the panel knows it by itself
    page.keyboard.press("k")
    expect(beside).to_contain_text("States as fact what claim 1 hedges.")
    axe(page)
    page.keyboard.press("k")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 of 4")
    expect(beside).to_be_hidden()
    page.keyboard.press("j")
    expect(beside).to_contain_text("States as fact what claim 1 hedges.")

    # Somebody finds out who says so, and somebody else that nobody does.
    say(make_claim(article, 1), make_user("reviewer", "omar"), status=SourcingStatus.NAMED_PERSON)
    expect(beside).to_be_hidden()
    say(make_claim(article, 1), ed, status=SourcingStatus.HEDGED)
    expect(beside).to_contain_text("States as fact what claim 1 hedges.")

    dismissal = {"rule": "attribution_dropped", "words": "states as fact what claim 1 hedges", "reason": WHY}
    dismiss(article=article, claims=[make_claim(article, 3).pk], key=uuid.uuid4(), by=ed, **dismissal)
    page.locator(".fc-well-tab[data-tab=findings]").click()  # whoever looks sees the list as it now stands
    expect(beside).to_be_hidden()


def test_what_the_page_asks_by_itself_leaves_warnings_alone(open_browser: Open, article: Article, ed: User) -> None:
    page = open_browser(ed)
    findings = f"**/articles/{article.pk}/findings/"
    page.route(findings, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        arrive(page, f"/articles/{article.pk}/claims/1/")
    expect(page.locator("#connection")).to_be_empty()
    for _ in range(2):  # it is asked for each time
        with page.expect_event("requestfailed"):
            page.locator(".fc-well-tab[data-tab=findings]").click()
        expect(page.locator("#connection")).to_contain_text("No connection")

    page.unroute(findings)
    page.keyboard.press("i")  # an open list stays as it is being read
    say(make_claim(article, 2), make_user("reviewer", "omar"), status=SourcingStatus.DOCUMENT)
    expect(page.locator("#findings-count")).to_have_text("(1)")
    expect(page.locator("#connection")).to_contain_text("No connection")


def test_dismissing_by_keyboard(open_browser: Open, article: Article, ed: User) -> None:
    page = open_browser(ed)
    arrive(page, f"/articles/{article.pk}/claims/1/")
    page.locator("#id_note").fill("Half a note")
    page.locator("#remarks summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(WHY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#remarks")).to_contain_text("Dismissed by Ed")
    expect(page.locator("#remarks")).to_contain_text(WHY)
    expect(page.locator("#announce")).to_have_text("The finding is dismissed.")
    expect(page.locator("#id_note")).to_have_value("Half a note")
    page.locator(".fc-well-tab[data-tab=findings]").click()
    expect(page.locator("#findings-list")).to_contain_text("Dismissed (1)")
    assert Dismissal.objects.get().reason == WHY


def test_without_scripts(open_browser: Open, article: Article, ed: User) -> None:
    page = open_browser(ed, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.locator(".fc-well-tab[data-tab=findings]").click()
    page.get_by_role("link", name="All findings on one page").click()
    page.locator("#findings-list summary").first.click()
    page.get_by_label("Why is this acceptable?").fill(WHY)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#findings-list")).to_contain_text("All findings were dismissed.")
    assert Dismissal.objects.count() == 2


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_hold_long_titles_and_200_claims(
    open_browser: Open, axe: Callable[[Page], None], viewport: dict[str, Any], ed: User
) -> None:
    text = "\n".join(f"Sentence{n} said that the bridge might wait until the spring." for n in range(200))
    article = make_article(text, LONG[:290], statuses=STATUSES * 22)
    words = "is hedged and names no source"
    dismissal = {
        "rule": "hedged_without_source",
        "words": words,
        "reason": "word " * 300,
        "key": uuid.uuid4(),
        "by": ed,
    }
    dismiss(article=article, claims=[make_claim(article, 8).pk], **dismissal)
    page = open_browser(ed, viewport=viewport)
    page.goto(f"/articles/{article.pk}/findings/")
    expect(page.locator("#findings-list")).to_contain_text("Dismissed (1)")
    page.locator("#findings-list details summary").first.click()
    check(page, axe)
    for number in (7, 8):
        page.goto(f"/articles/{article.pk}/claims/{number}/")
        expect(page.get_by_role("button", name="Save and next")).to_be_in_viewport()
        page.locator("#remarks summary").first.click()
        check(page, axe)
    page.locator(".fc-well-tab[data-tab=findings]").click()
    expect(page.locator("#findings-list")).to_contain_text("Updated")
    check(page, axe)

"""The pages of a desk of several people and of its reports: nothing for axe-core, nothing wider than a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports import freezing
from factcheck.reviews.assignments import assign
from factcheck.reviews.models import Priority
from tests.browser.test_pages import DESK, PHONE, check
from tests.factories import make_article, make_claim
from tests.reviews.test_services import say

Open = Callable[..., Page]

PAGES = [
    "/desk/",
    "/desk/board/",
    "/desk/people/",
    "/desk/assign/?article={article}",
    "/overview/",
    "/overview/?by=reviewer",
    "/overview/claims/?sourcing=unnamed",
    "/reports/verify/",
    "/reports/{report}/",
    "/reports/{report}/compare/{newer}/",
    "/articles/{article}/history/",
]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages(open_browser: Open, rita: User, ed: User, axe: Callable[[Page], None], viewport: Any) -> None:
    article = make_article(
        "Sources said one.\nReportedly two.\nThree.",
        f"Harbour {'W' * 90} bridge, “a very long title” that goes on and on and on until the very end of it",
        outlet="Wire",
        statuses=["unnamed_source", "hedged"],
    )
    due = timezone.now() - dt.timedelta(hours=1)
    assign(articles=[article], people=[ed, rita], by=ed, deadline=due, priority=Priority.URGENT)
    assign(articles=[article], people=[rita], by=ed, first=1, last=2)
    older = freezing.freeze(article=article, occasion="For the lawyer", key=uuid4(), by=ed)
    freezing.share(report=older, recipient="The lawyer", days=3, by=ed)
    say(make_claim(article, 1), ed, status=SourcingStatus.UNNAMED_SOURCE, verdict=Verdict.DISPUTED, note="W" * 200)
    newer = freezing.freeze(article=article, occasion="", key=uuid4(), by=ed)
    page = open_browser(ed, viewport=viewport)
    for path in PAGES:
        page.goto(path.format(article=article.pk, report=older.pk, newer=newer.pk))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path


def test_freeze_share_and_check_without_scripts(open_browser: Open, ed: User, tmp_path: Any) -> None:
    article = make_article("Sources said one.", "Bridge", statuses=["unnamed_source"])
    page = open_browser(ed, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/report/")
    page.get_by_label("Purpose").fill("For the lawyer")
    page.get_by_role("button", name="Freeze this report").click()
    expect(page.get_by_text("a permanent copy, whatever happens to the article.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_text("More", exact=True).click()
        page.get_by_role("link", name="JSON", exact=True).click()
    path = tmp_path / "report.json"
    download.value.save_as(path)
    page.locator("summary", has_text="Shared links").click()
    page.get_by_label("Recipient").fill("The lawyer")
    page.get_by_role("button", name="Create link").click()
    link = page.get_by_label("Link").input_value()
    stranger = open_browser(java_script_enabled=False)
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Bridge")
    page.goto("/reports/verify/")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("Yes, unchanged.")).to_be_visible()


def test_assign_and_next_by_keyboard(open_browser: Open, rita: User, ed: User) -> None:
    article = make_article("Sources said one.\nTwo.", "Bridge", statuses=["unnamed_source"])
    page = open_browser(ed)
    page.goto("/articles/")
    page.get_by_label("Select “Bridge”").check()
    page.get_by_role("button", name="Assign selected").click()
    page.get_by_label("Rita").check()
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("“Bridge” assigned to Rita.")).to_be_visible()
    hers = open_browser(rita)
    hers.goto("/desk/")
    hers.keyboard.press("g")
    expect(hers.locator("#panel-heading")).to_contain_text("Claim 1 of 2")
    hers.wait_for_load_state()
    hers.keyboard.press("Enter")
    expect(hers.locator("#panel-heading")).to_contain_text("Claim 2 of 2")
    hers.get_by_role("button", name="Skip").click()
    expect(hers.get_by_text("No claims are waiting for you at the moment.")).to_be_visible()
    assert article.reviews.count() == 1


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_report_with_every_picture(open_browser: Open, ed: User, axe: Callable[[Page], None], viewport: Any) -> None:
    """Every sourcing and verdict, a passage on one source, more sources than are drawn one by one."""
    statuses = list(SourcingStatus)
    names = ["Maria", "Maria", "Maria", *(f"Person{letter}{'W' * 60}" for letter in "ABCDEFGHIJK")]
    text = "\n".join(f"{name} said so {number}." for number, name in enumerate(names))
    article = make_article(text, statuses=[statuses[number % 8] for number in range(len(names))])
    for number, verdict in enumerate(Verdict, 1):
        if verdict is not Verdict.PENDING:
            say(make_claim(article, number), ed, status=SourcingStatus.NAMED_PERSON, source="Maria", verdict=verdict)
    page = open_browser(ed, viewport=viewport)
    page.goto(f"/articles/{article.pk}/report/")
    for name in (
        "Where the claims come from",
        "Verdicts by sourcing",
        "Share on unnamed sources",
        "claim by claim",
    ):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    expect(page.get_by_text("others")).to_be_visible()
    expect(page.get_by_text("in a row rely on Maria alone")).to_be_visible()
    check(page, axe)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    # No words run out of their picture.
    beyond = """() => [...document.querySelectorAll("svg.fc-report-chart text")].filter(text => {
        const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
        return inner.right > outer.right + 1 || inner.left < outer.left - 1;
    }).map(text => text.textContent)"""
    assert page.evaluate(beyond) == []

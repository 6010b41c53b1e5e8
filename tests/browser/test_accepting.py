"""Accepting at once what is recommended, by keyboard, with scripts."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import UnattributedReason, Verdict
from factcheck.reviews.services import Annotation, annotate
from tests.browser.conftest import all_saved
from tests.browser.test_review import heading, press
from tests.factories import make_article, make_claim

Open = Callable[..., Page]


@pytest.fixture
def article(rita: User) -> Article:
    """Claims 1 to 3 are recommended; the third has a finding, and 4 is not reviewed."""
    article = make_article("It rained.\nIt snowed.\nIt froze.\nIt thawed.")
    for number, reason in ((1, "established"), (2, "witnessed"), (3, "")):
        said = Annotation(
            SourcingStatus.UNATTRIBUTED,
            unattributed_reason=UnattributedReason(reason) if reason else "",
            recommended=Verdict.VERIFIED,
        )
        annotate(claim=make_claim(article, number), annotation=said, version=0, key=uuid.uuid4(), by=rita)
    return article


def verdicts(article: Article) -> list[str]:
    return [claim.verdict for claim in article.claims.in_reading_order()]


def test_two_keys_accept_and_one_takes_back(
    open_browser: Open, ed: User, article: Article, axe: Callable[[Page], None]
) -> None:
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    accept = page.locator(".fc-accept")
    expect(accept.locator(".fc-count")).to_have_text("2")
    before = accept.bounding_box()
    press(page, "Shift+A")
    expect(page.get_by_role("checkbox")).to_have_count(2)
    axe(page)
    press(page, "Enter")
    heading(page, 3)
    expect(page.locator(".fc-messages")).to_contain_text("2 verdicts set as recommended")
    assert verdicts(article) == ["verified", "verified", "pending", "pending"]
    expect(accept.locator(".fc-count")).to_have_text("0")
    assert accept.bounding_box() == before

    press(page, "z")
    heading(page, 1)
    expect(page.locator(".fc-messages")).to_contain_text("2 verdicts you accepted together undone.")
    assert verdicts(article) == ["pending"] * 4


def test_what_is_on_its_way_is_saved_before_the_list_is_drawn(open_browser: Open, ed: User, article: Article) -> None:
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    press(page, "d", "Enter", "Shift+A")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    expect(page.locator(".fc-accept-list").first).to_contain_text("It snowed.")
    all_saved(page)
    assert verdicts(article) == ["disputed", *["pending"] * 3]


def test_without_a_connection_the_list_waits(open_browser: Open, ed: User, article: Article) -> None:
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    page.wait_for_selector("#desk[data-ahead]", state="attached")
    page.context.set_offline(True)
    press(page, "d", "Enter", "Shift+A")
    expect(page.locator("#connection")).to_contain_text("Not everything is saved yet")
    heading(page, 2)
    page.context.set_offline(False)
    all_saved(page)

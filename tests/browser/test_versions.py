"""A newer version of an article: loaded, read, walked through."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reviews import comments
from factcheck.reviews.services import Annotation, annotate
from factcheck.reviews.versions import revise_article
from tests.browser.test_pages import DESK, PHONE, check
from tests.factories import make_article

Open = Callable[..., Page]
SENTENCES = [
    f"In the year {1800 + n} the harbour board reported that bridge number {n} had been closed for repairs."
    for n in range(200)
]
#: Every fourth says something else; the last two are gone, and one is new.
CHANGED = [
    line.replace("closed for repairs", "opened again, against the advice of the engineers") if n % 4 == 1 else line
    for n, line in enumerate(SENTENCES)
][:-2]
PARAGRAPHS = "\n\n".join


@pytest.fixture(autouse=True)
def by_hand(settings: Any) -> None:
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"


@pytest.fixture
def versions(rita: User, ed: User) -> tuple[Article, Article]:
    """200 claims, of which 49 are changed."""
    old = make_article(PARAGRAPHS(SENTENCES), title="Bridges of the old harbour", url="https://example.org/bridges")
    annotation = Annotation(
        SourcingStatus.DOCUMENT, source="the harbour board", note="In the minutes of the board, page 3."
    )
    for number in (1, 2, 3, 199):
        claim = old.claims.get(number=number)
        annotate(claim=claim, annotation=annotation, version=0, key=uuid.uuid4(), by=rita)
        verdict = Annotation(
            SourcingStatus.DOCUMENT, source="the harbour board", note=annotation.note, verdict=Verdict.VERIFIED
        )
        annotate(claim=claim, annotation=verdict, version=1, key=uuid.uuid4(), by=ed)
    comments.say(
        claim=old.claims.get(number=1), text="I have asked the board for the minutes.", key=uuid.uuid4(), by=rita
    )
    text = PARAGRAPHS([*CHANGED, "Nobody expects another vote on any of them before the summer."])
    revised = revise_article(article=old, text=text, provenance=Provenance("Bridges of the old harbour"), by=ed)
    return old, revised.article


def test_a_newer_version_from_loading_to_the_first_changed_claim(
    open_browser: Open, ed: User, axe: Callable[[Page], None]
) -> None:
    old = make_article("The council met on Monday.\nIt rained all day.", title="Bridge", url="https://example.org/a")
    annotation = Annotation(SourcingStatus.DOCUMENT, verdict=Verdict.VERIFIED)
    annotate(claim=old.claims.get(number=1), annotation=annotation, version=0, key=uuid.uuid4(), by=ed)
    reader = open_browser(ed)
    reader.goto(old.get_absolute_url())
    page = open_browser(ed)
    page.goto(old.get_absolute_url())
    page.get_by_label("More about this article").click()
    page.get_by_role("link", name="New version").click()
    expect(page.get_by_role("heading", name="Load a newer version")).to_be_visible()
    axe(page)
    page.locator("#id_text").fill("The council met on Tuesday.\nIt rained all day.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("becomes version 2 of “Bridge”")).to_be_visible()
    page.get_by_role("button", name="Load the article").click()
    expect(page.get_by_text("This is a newer version of “Bridge”: 1 claim stays, 1 changed")).to_be_visible()
    expect(page.locator(".fc-diff del")).to_contain_text("Monday.")
    expect(page.locator(".fc-diff ins")).to_contain_text("Tuesday.")
    expect(page.get_by_label("The claim since the last version").get_by_text("Was:")).to_contain_text("Verified by Ed")
    # Whoever has the old one open is told, and what is typed there stays.
    reader.locator("#id_note").fill("Half a note")
    expect(reader.get_by_text("There is a newer version of this article")).to_be_visible()
    expect(reader.locator("#id_note")).to_have_value("Half a note")
    reader.get_by_role("link", name="Open version 2").click()
    expect(reader.get_by_text("Version 2: 1 changed")).to_be_visible()


def test_only_what_changed_by_keyboard(open_browser: Open, rita: User, versions: tuple[Article, Article]) -> None:
    page = open_browser(rita)
    page.goto(versions[1].get_absolute_url())
    page.locator(".fc-changes-since > summary").click()
    page.get_by_role("link", name="Show only these").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 of")
    page.wait_for_load_state()
    page.keyboard.press("j")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 6 of")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 10 of")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages(
    open_browser: Open,
    ed: User,
    axe: Callable[[Page], None],
    versions: tuple[Article, Article],
    viewport: dict[str, int],
) -> None:
    old, new = versions
    page = open_browser(ed, viewport=viewport)
    for path in (
        new.claims.get(number=2).get_absolute_url() + "?changed=1",
        new.claims.get(number=1).get_absolute_url(),
        old.claims.get(number=2).get_absolute_url(),
        f"/articles/{new.pk}/report/",
        "/articles/?archived=earlier",
    ):
        page.goto(path)
        for summary in page.locator(".fc-changes-since > summary, .fc-previous-versions summary").all():
            summary.click()
        check(page, axe)

"""The audit log and the invitation, on a screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import User
from tests.factories import make_article

Open = Callable[..., Page]
PHONE, SCREEN = {"width": 375, "height": 700}, {"width": 1280, "height": 720}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_an_administrator_reads_who_did_what_and_invites(
    open_browser: Open, ada: User, ed: User, axe: Callable[[Page], None]
) -> None:
    article = make_article("It is shut.", "Harbour bridge closes for repairs after inspectors find cracks in a pillar")
    record(Event.RESTRICTED_READ, by=ed, subject="article", subject_pk=article.pk, page="reviews:claim")
    record(Event.EXPORTED, by=ed, subject="article", subject_pk=article.pk, format="pdf", edition="desk", ticked="")
    record(Event.REFUSED, by=ed, page="reports:overview", method="GET")
    page = open_browser(ada)
    for size in (PHONE, SCREEN):
        page.set_viewport_size(size)
        page.goto("/desk/audit/")
        row = page.get_by_role("row").filter(has_text="Restricted article read")
        expect(row.get_by_role("link", name=article.title, exact=False).first).to_be_visible()
        assert fits(page)
        axe(page)
    row.get_by_role("link", name="All entries about").click()
    expect(page.get_by_text("Only about Article")).to_be_visible()
    page.get_by_label("What").select_option(label="Report or list exported")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row").filter(has_text="exported")).to_have_count(1)
    expect(page.get_by_text("Restricted article read", exact=True)).to_have_count(1)  # the choice alone
    for size in (PHONE, SCREEN):
        page.set_viewport_size(size)
        page.goto("/admin/accounts/invitation/add/")
        expect(page.get_by_role("link", name="Articles", exact=True)).to_be_visible()
        assert fits(page)
        axe(page)
    page.get_by_role("textbox", name="Email address").fill("nobody")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("Enter a valid email address.")).to_be_visible()
    page.get_by_role("textbox", name="Email address").fill("mira@example.org")
    page.get_by_label("Role").select_option(label="Reviewers")
    page.get_by_role("button", name="Invite").click()
    assert "/accounts/invitation/" in page.get_by_label("Link").input_value()

"""A record beside the article: added without scripts or with, read in the panel, made evidence."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.reviews.models import Evidence
from tests.factories import make_article

TEXT = "“We will decide anything before the islanders have been heard,” Vance told the meeting.\n\nIt rained."
RECORD = "CHAIR: Open.\n\nVANCE: No. We will not decide anything before the islanders have been heard."


def test_a_record_is_added_read_and_made_evidence(
    open_browser: Callable[..., Page], rita: User, axe: Callable[[Page], None]
) -> None:
    article = make_article(TEXT)
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/records/")
    axe(page)
    page.get_by_label("Or paste the text").fill(RECORD)
    page.get_by_label("Title", exact=True).fill("Harbor committee")
    page.get_by_role("button", name="Add and check").click()
    expect(page.get_by_text("“not” is left out.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Claim 1").click()
    expect(page.get_by_label("Quotation in the record")).to_contain_text("Altered")
    axe(page)
    page.get_by_role("button", name="Add the passage as evidence").click()
    expect(page.get_by_text("The passage is evidence on claim 1 now.")).to_be_attached()
    assert Evidence.objects.get().place == "Harbor committee, line 3"

"""A verdict that was set before the review changed, as the editor meets it: first in the queue, confirmed by a key."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from tests.browser.test_review import five_claims, heading, press

Open = Callable[..., Page]


def test_turned_round_by_the_reviewer_confirmed_by_the_editor(
    open_browser: Open, rita: User, ed: User, axe: Callable[[Page], None]
) -> None:
    article = five_claims()
    his, hers = open_browser(ed), open_browser(rita)
    his.goto(f"/articles/{article.pk}/claims/2/")
    heading(his, 2)
    press(his, "v", "Enter")
    heading(his, 3)
    hers.goto(f"/articles/{article.pk}/claims/2/")
    heading(hers, 2)
    expect(hers.locator("#panel")).to_contain_text("set: ✓ Verified by Ed")
    press(hers, "7", "u", "Enter")
    expect(hers.locator("#claim-2 .fc-verdict")).to_have_attribute("title", "Verified, set before the review changed")

    his.goto("/desk/")
    expect(his.locator("main li").first).to_contain_text("Verified, set before the review changed")
    press(his, "g")
    heading(his, 2)
    expect(his.locator("#stale-verdict")).to_contain_text("Changed since: Sourcing, Recommended verdict")
    axe(his)
    # Notices and findings above it never push it out of a small screen.
    his.set_viewport_size({"width": 1280, "height": 720})
    expect(his.get_by_role("button", name="Confirm and next")).to_be_in_viewport(ratio=1)
    press(his, "Enter")
    expect(his.locator("#panel-heading")).not_to_contain_text("Claim 2 ")
    expect(his.locator("#claim-2 .fc-verdict")).to_have_attribute("title", "Verified")
    claim = Claim.objects.get(article=article, number=2)
    assert (claim.verdict, claim.verdict_by, claim.is_verdict_stale, claim.reviewed_by) == ("verified", ed, False, rita)

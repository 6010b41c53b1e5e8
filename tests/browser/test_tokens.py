"""API tokens in the admin: issued, copied and revoked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from tests.browser.test_pages import check

Open = Callable[..., Page]


@pytest.mark.parametrize("width", [1360, 390])
def test_an_administrator_issues_and_revokes_a_token(
    open_browser: Open, axe: Callable[[Page], None], width: int, ada: User, ed: User
) -> None:
    page = open_browser(ada, viewport={"width": width, "height": 900})
    page.goto("/admin/accounts/apitoken/")
    check(page, axe)
    page.get_by_role("link", name="Add API token").click()
    expect(page.get_by_role("heading", name="Issue an API token")).to_be_visible()
    check(page, axe)
    page.get_by_label("Name").fill("The newsroom’s CMS, with a name that goes on and on about what it is and does")
    page.get_by_label("Owner").select_option("Ed")
    page.get_by_role("button", name="Issue the token").click()

    expect(page.get_by_label("Token", exact=True)).to_have_value(re.compile("^factcheck_"))
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    check(page, axe)
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("link", name="The newsroom’s CMS").click()
    expect(page.get_by_role("button", name="Revoke this token")).to_be_visible()
    check(page, axe)
    page.get_by_role("button", name="Revoke this token").click()
    expect(page.get_by_text("no longer works")).to_be_visible()

"""How many keys an article of 20 claims takes, done in full: at most 60 to review it and 22 to judge it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.claims.models import Claim
from tests.browser.conftest import all_saved
from tests.browser.test_review import heading
from tests.factories import make_article

Open = Callable[..., Page]

#: 13 claims without attribution, 7 with a source, as in the example.
STATUSES = ["unattributed", "unattributed", "named_official"] * 6 + ["unattributed", "named_person"]
#: What is other than usual, by number: four sourcings corrected, five verdicts that are not “verified”.
CORRECTED = {3: "2", 6: "3", 9: "4", 12: "6"}
VERDICTS = {3: "u", 7: "x", 11: "d", 12: "u", 17: "d"}


@dataclass
class Keyboard:
    """Presses keys and counts them; Shift is one too."""

    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += len(key.split("+"))


def test_twenty_claims_take_few_keys(
    open_browser: Open, rita: User, ed: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (STATUSES.count("unattributed"), len(STATUSES)) == (13, 20)
    article = make_article("\n".join(f"Berg said no {n} times." for n in range(20)), statuses=STATUSES)
    reviewer = Keyboard(open_browser(rita))
    reviewer.page.goto(f"/articles/{article.pk}/claims/1/")
    for number, status in enumerate(STATUSES, 1):
        heading(reviewer.page, number)
        if number in CORRECTED:
            reviewer.press(CORRECTED[number])
        reviewer.press("q" if status == "unattributed" else "Shift+V")
        reviewer.press(*((VERDICTS[number], "Enter") if number in VERDICTS else ("a",)))
    expect(reviewer.page.locator(".fc-ending")).to_be_visible()
    all_saved(reviewer.page)
    claims = list(Claim.objects.filter(article=article).in_reading_order())
    for claim, status in zip(claims, STATUSES, strict=True):
        assert claim.is_reviewed
        assert claim.recommended != "pending"
        assert claim.unattributed_reason if status == "unattributed" else claim.said == "verified"

    editor = Keyboard(open_browser(ed))
    editor.page.goto(f"/articles/{article.pk}/claims/1/")
    heading(editor.page, 1)
    editor.press("Shift+A")
    expect(editor.page.get_by_role("button", name="Accept selected")).to_be_visible()
    editor.press("Enter")
    expect(editor.page.locator(".fc-messages")).to_contain_text("verdicts set as recommended")
    for number in article.claims.pending().in_reading_order().values_list("number", flat=True):
        heading(editor.page, number)
        editor.press("a")
    expect(editor.page.locator(".fc-ending")).to_be_visible()
    all_saved(editor.page)
    assert [claim.verdict for claim in article.claims.in_reading_order()] == [claim.recommended for claim in claims]

    with capsys.disabled():
        print(f"\nkeys for 20 claims done in full: {reviewer.pressed} to review, {editor.pressed} to set verdicts")
    assert reviewer.pressed <= 60
    assert editor.pressed <= 22

"""Two people answer, an editor settles: by keyboard, without scripts, and as every page has to look."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import second_opinions, services
from factcheck.reviews.services import Annotation
from tests.browser.test_pages import DESK, PHONE, check
from tests.factories import make_article, make_claim, make_user

Open = Callable[..., Page]


@pytest.fixture
def omar(desk: None) -> User:
    return make_user("reviewer", "omar")


@pytest.fixture
def article(desk: None) -> Article:
    return make_article(
        "Sources said the harbour bridge can wait until the spring.\nTwo stands here.\nThree stands here.",
        statuses=["unnamed_source"],
    )


def say(claim: Claim, by: User, status: SourcingStatus, **fields: Any) -> None:
    claim.refresh_from_db()
    fields = {"recommended": Verdict.PENDING} | fields
    services.annotate(
        claim=claim, annotation=Annotation(status, **fields), version=claim.version, key=uuid.uuid4(), by=by
    )


def ask(claim: Claim, by: User) -> None:
    claim.refresh_from_db()
    second_opinions.ask(claim=claim, version=claim.version, key=uuid.uuid4(), by=by)


def differing(article: Article, rita: User, omar: User, ed: User) -> Claim:
    claim = make_claim(article, 1)
    ask(claim, ed)
    say(claim, rita, SourcingStatus.UNNAMED_SOURCE, source="people close to the mayor", note="They rang back.")
    say(
        claim,
        omar,
        SourcingStatus.DOCUMENT,
        source="the minutes of the council",
        recommended=Verdict.DISPUTED,
        note="A long remark on page 3 of the minutes. " * 8,
    )
    return claim


def test_from_asking_to_settling_by_keyboard(
    open_browser: Open, article: Article, rita: User, omar: User, ed: User
) -> None:
    url = f"/articles/{article.pk}/claims/1/"
    editor = open_browser(ed)
    editor.goto(url)
    editor.get_by_role("button", name="Ask for a second opinion").press("Enter")
    expect(editor.locator("#panel")).to_contain_text("0 of 2 in")

    first = open_browser(rita)
    first.goto(url)
    first.keyboard.press("8")
    first.keyboard.press("n")
    first.get_by_label("Note").fill("Nobody stands behind it.")
    first.keyboard.press("Control+Enter")
    expect(first.locator("#panel-heading")).to_contain_text("Claim 2")
    expect(first.locator("#panel-heading")).to_be_focused()
    first.keyboard.press("k")
    expect(first.locator("#panel")).to_contain_text("Waiting for your colleague’s answer")
    expect(first.locator("#panel")).to_contain_text("Nobody stands behind it.")
    expect(first.locator("#review-form")).to_have_count(0)
    first.keyboard.press("z")
    expect(first.locator("#connection")).to_contain_text("your answer on claim 1 stays")
    first.keyboard.press("Enter")
    expect(first.locator("#panel-heading")).to_contain_text("Claim 2")

    second = open_browser(omar)
    second.goto(url)
    expect(second.locator("#panel")).to_contain_text("1 of 2 in")
    expect(second.locator("#panel")).not_to_contain_text("Nobody stands behind it.")
    second.keyboard.press("4")
    second.keyboard.press("Enter")
    expect(second.locator("#announce")).to_contain_text("a colleague’s differs")
    expect(second.locator("#panel-heading")).to_contain_text("Claim 2")

    editor.goto(url)
    expect(editor.locator(".fc-two-opinions")).to_contain_text("Nobody stands behind it.")
    expect(editor.get_by_label("Source", exact=True)).to_be_hidden()
    editor.get_by_label("Neither: my own").check()
    expect(editor.get_by_label("Source", exact=True)).to_be_visible()
    editor.get_by_label("Omar’s opinion").check()
    expect(editor.get_by_label("Source", exact=True)).to_be_hidden()
    editor.get_by_role("button", name="Settle").click()
    expect(editor.locator("#panel")).to_contain_text("Say why in a sentence")
    editor.get_by_label("Why?").fill("The minutes say so.")
    editor.reload()
    expect(editor.get_by_label("Why?")).to_have_value("The minutes say so.")
    expect(editor.get_by_label("Omar’s opinion")).to_be_checked()
    editor.get_by_label("Why?").focus()
    editor.keyboard.press("Control+Enter")
    expect(editor.locator("#announce")).to_have_text("Claim 1 is settled.")
    expect(editor.locator("#panel")).to_contain_text("settled two opinions")
    expect(editor.locator("#draft")).to_be_empty()
    expect(editor.locator(".fc-draft")).to_have_count(0)
    claim = Claim.objects.get(article=article, number=1)
    assert (claim.second_opinion, claim.status, claim.reviewed_by) == ("settled", "document", omar)


def test_without_scripts(open_browser: Open, article: Article, rita: User, omar: User, ed: User) -> None:
    differing(article, rita, omar, ed)
    page = open_browser(ed, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.get_by_label("Rita’s opinion").check()
    page.get_by_label("Why?").fill("They rang back.")
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("Claim 1 is settled.")).to_be_visible()
    page.get_by_text("Send back to review").click()
    page.get_by_label("What should the reviewer check again?").fill("Who are they?")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("Claim 1 is sent back.")).to_be_visible()
    page.get_by_label("More about this article").click()
    page.locator(".dropdown-item", has_text="History").click()
    page.get_by_role("button", name="Undo “sent it back”").click()
    expect(page.get_by_text("Your decision on claim 1 is undone.")).to_be_visible()
    assert Claim.objects.get(article=article, number=1).reviewed_by == rita
    page.get_by_label("More about this article").click()
    page.get_by_role("link", name="Second opinion").click()
    page.get_by_role("button", name="Ask for a second opinion on 2 claims").click()
    expect(page.get_by_text("Second opinion requested on 2 claims.")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages(
    open_browser: Open,
    axe: Callable[[Page], None],
    viewport: dict[str, int],
    article: Article,
    rita: User,
    omar: User,
    ed: User,
) -> None:
    claim = differing(article, rita, omar, ed)
    two, three = make_claim(article, 2), make_claim(article, 3)
    ask(two, ed)
    say(two, rita, SourcingStatus.HEDGED, note="Mine.")
    say(three, rita, SourcingStatus.HEDGED)
    say(three, ed, SourcingStatus.DOCUMENT, source="the minutes", verdict=Verdict.VERIFIED)
    pages = {
        ed: ["claims/1/", "claims/2/", "claims/3/", "history/", "history/?claim=1", "agreement/", "second-opinion/"],
        rita: ["claims/1/", "claims/2/", "claims/3/"],
    }
    for person, paths in pages.items():
        page = open_browser(person, viewport=viewport)
        for path in paths:
            page.goto(f"/articles/{article.pk}/{path}")
            # All at once: one that is opened loads what is in it, and moves the others about.
            page.evaluate("document.querySelectorAll('details:not(.dropdown)').forEach(one => { one.open = true })")
            check(page, axe)
    editor = open_browser(ed, viewport=viewport)
    editor.goto("/articles/agreement/")
    check(editor, axe)
    editor.goto(f"/articles/{article.pk}/claims/1/")
    editor.get_by_label("Neither: my own").check()
    check(editor, axe)
    assert claim.opinions.count() == 2

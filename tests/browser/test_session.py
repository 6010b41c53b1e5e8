"""A session that ends in front of a form, any form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from factcheck.accounts.models import Session, User
from factcheck.articles.models import Article
from factcheck.reports.models import FrozenReport
from factcheck.reviews.models import Comment
from tests.factories import PASSWORD, make_article, make_user

Open = Callable[..., Page]


@pytest.fixture
def article(desk: None) -> Article:
    return make_article("The mayor met the council.\nBerg said no.", "Bridge")


def end_session() -> None:
    Session.objects.all().delete()


def dialog_of(page: Page) -> Locator:
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible()
    return dialog


def sign_in(place: Page | Locator, name: str) -> None:
    place.get_by_label("Username or email").fill(name)
    place.get_by_label("Password").fill(PASSWORD)
    place.get_by_role("button", name="Sign in").click()


def test_next_on_my_queue_leads_on_after_signing_in_in_place(
    open_browser: Open, rita: User, article: Article, axe: Callable[[Page], None]
) -> None:
    page = open_browser(rita)
    page.goto("/desk/")
    end_session()
    page.keyboard.press("g")
    dialog = dialog_of(page)
    axe(page)
    sign_in(dialog, "rita")

    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 ")


def test_a_report_is_frozen_for_what_was_typed(open_browser: Open, ed: User, article: Article) -> None:
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/report/")
    page.get_by_label("Purpose").fill("Legal review, Tuesday")
    end_session()
    page.get_by_role("button", name="Freeze this report").click()
    dialog = dialog_of(page)
    assert not FrozenReport.objects.exists()
    sign_in(dialog, "ed")

    expect(page).to_have_url(re.compile(r"/reports/\d+/"))
    assert FrozenReport.objects.get().occasion == "Legal review, Tuesday"


def test_signing_in_in_another_tab_sends_it_too(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto("/desk/")
    end_session()
    page.keyboard.press("g")
    dialog = dialog_of(page)
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Another way, in a new tab").click()
    sign_in(opened.value, "rita")

    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 ")


def test_a_comment_is_sent_once_its_author_is_back(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.keyboard.press("c")
    page.locator("#id_comment").fill("Call O’Connor.")
    end_session()
    page.keyboard.press("Control+Enter")
    sign_in(dialog_of(page), "rita")

    expect(page.locator("#talk")).to_contain_text("Call O’Connor.")
    assert [(comment.by, comment.text) for comment in Comment.objects.all()] == [(rita, "Call O’Connor.")]


def test_nothing_is_sent_in_the_name_of_who_signs_in_instead(
    open_browser: Open, ed: User, ada: User, article: Article
) -> None:
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/report/")
    page.get_by_label("Purpose").fill("Legal review, Tuesday")
    end_session()
    page.get_by_role("button", name="Freeze this report").click()
    dialog = dialog_of(page)
    sign_in(dialog, "ada")
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody else is signed in now")

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Freeze this report").click()
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Purpose")).to_have_value("Legal review, Tuesday")
    assert not FrozenReport.objects.exists()


def test_whoever_closes_the_dialog_can_press_again(open_browser: Open, ed: User) -> None:
    page = open_browser(ed)
    page.goto("/admin/articles/article/add/")
    page.locator("textarea[name=text]").fill("The mayor met the council.")
    end_session()
    button = page.locator("form[data-load] button[type=submit]").first
    button.click()
    dialog_of(page)
    page.keyboard.press("Escape")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    sign_in(dialog_of(page), "ed")

    expect(page.get_by_text("The mayor met the council.").first).to_be_visible()


def test_without_scripts_the_form_is_shown_again_and_sent(open_browser: Open, ed: User, article: Article) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto(f"/accounts/login/?next=/articles/{article.pk}/report/")
    sign_in(page, "ed")
    page.get_by_label("Purpose").fill("Legal review, “Tuesday”")
    end_session()
    page.get_by_role("button", name="Freeze this report").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "ed")

    expect(page.get_by_role("heading", name="You are signed in. Send what you typed?")).to_be_visible()
    expect(page.locator("dd").first).to_have_text("Legal review, “Tuesday”")
    page.get_by_role("button", name="Send it now").click()
    expect(page).to_have_url(re.compile(r"/reports/\d+/"))
    assert FrozenReport.objects.get().occasion == "Legal review, “Tuesday”"


def test_an_address_of_a_form_is_explained(open_browser: Open, rita: User, axe: Callable[[Page], None]) -> None:
    page = open_browser(rita)
    page.goto("/desk/next/")
    expect(page.get_by_role("heading", name="This isn’t a page")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Go to the articles").click()
    expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()


def test_a_form_never_goes_out_in_the_name_of_whoever_signed_in_meanwhile(
    open_browser: Open, rita: User, ed: User, article: Article
) -> None:
    """The server doesn’t say who is signed in: the form goes as it is, and is refused."""
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/report/")
    page.get_by_label("Purpose").fill("Legal review, Tuesday")
    other = make_user("editor", "omar")
    tab = page.context.new_page()
    page.context.clear_cookies()
    tab.goto("/accounts/login/")
    sign_in(tab, other.username)
    expect(tab).not_to_have_url(re.compile("login"))
    page.route("**/accounts/session/", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Freeze this report").click()
    expect(page).to_have_url(re.compile("freeze"))
    assert not FrozenReport.objects.exists()

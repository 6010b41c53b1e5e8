"""An open page of a restricted article, once its reader needn't know of it any more."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.services import restrict_article
from factcheck.reviews import assignments
from tests.factories import make_article

Open = Callable[..., Page]


def test_an_open_page_says_that_it_is_closed_and_keeps_what_was_typed(open_browser: Open, rita: User, ed: User) -> None:
    article = make_article("The mayor met the council.\nBerg said no.", "Bridge")
    restrict_article(article=article, by=ed)
    (row,) = assignments.assign(articles=[article], people=[rita], by=ed)
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.locator("header").get_by_text("Restricted")).to_be_visible()
    page.get_by_label("Note").fill("The driver told me")
    assignments.end(assignment=row, by=ed)
    expect(page.locator("#connection")).to_contain_text("You no longer have access")
    expect(page.get_by_label("Note")).to_have_value("The driver told me")


def test_an_editor_restricts_names_and_lifts(
    open_browser: Open, ed: User, ada: User, axe: Callable[[Page], None]
) -> None:
    article = make_article("One.", "Bridge")
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.get_by_label("More about this article").click()
    page.get_by_role("link", name="Restrict", exact=True).click()
    page.get_by_role("button", name="Restrict").click()
    expect(page.get_by_text("The article is restricted.")).to_be_visible()
    axe(page)
    page.get_by_label("Add an editor").select_option(label="Ada")
    page.get_by_role("button", name="Name", exact=True).click()
    expect(page.get_by_text("Ada now has access.")).to_be_visible()
    page.goto("/articles/")
    expect(page.get_by_text("Restricted")).to_be_visible()
    page.goto(f"/articles/{article.pk}/restriction/")
    page.get_by_role("button", name="Lift the restriction").click()
    expect(page.get_by_text("Everybody at the desk can see this article.")).to_be_visible()

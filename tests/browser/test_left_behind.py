"""What is left in a browser that several people use, once a session has ended: nothing that anybody else can read.

Chromium's memory of pages to go back to (its back-forward cache), which Playwright switches off, is on here.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from factcheck.accounts.models import Session, User
from factcheck.articles.models import Article
from factcheck.reports import freezing
from tests.browser.conftest import all_saved, chromium
from tests.browser.test_offline import fetched_ahead
from tests.browser.test_session import sign_in
from tests.factories import make_article

Open = Callable[..., Page]
#: Everything that this origin keeps in the browser, as text: both storages, all databases, all caches.
KEPT = """async () => {
  const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result);
    });
    for (const store of database.objectStoreNames) {
      kept.push(await new Promise((resolve) => {
        const all = database.transaction(store).objectStore(store).getAll();
        all.onsuccess = () => resolve(JSON.stringify(all.result));
      }));
    }
    database.close();
  }
  if (globalThis.caches) {
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) kept.push(request.url);
    }
  }
  return kept.join("\\n");
}"""


@pytest.fixture
def article(desk: None) -> Article:
    return make_article("\n".join(f"Sentence {n} stands here." for n in range(8)), "Zqbridge")


# ---- Pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def remembering(browser: Any, live_server: Any, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser that remembers the pages it leaves."""
    playwright: Playwright = browser.browser_type
    context = playwright.launch_persistent_context(  # type: ignore[attr-defined]
        tmp_path,
        executable_path=chromium(),
        args=["--no-sandbox", "--disable-gpu", "--no-first-run"],
        ignore_default_args=["--disable-back-forward-cache"],
        base_url=live_server.url,
    )
    yield context
    context.close()


def test_nothing_comes_back_from_memory_once_somebody_has_signed_out(
    remembering: BrowserContext, ed: User, ada: User, article: Article
) -> None:
    reports = [
        freezing.freeze(article=article, occasion=occasion, key=uuid.uuid4(), by=ed) for occasion in ("one", "two")
    ]
    addresses = [
        "/articles/",
        f"/articles/{article.pk}/claims/1/",
        f"/reports/{reports[0].pk}/compare/{reports[1].pk}/",
        "/reports/verify/",
        f"/desk/assign/?article={article.pk}",
        f"/reports/{reports[0].pk}/",
        "/accounts/",
    ]
    page = remembering.pages[0]
    for address in addresses:
        page.goto("/accounts/login/")
        sign_in(page, "ed")
        expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()
        page.goto(address)
        expect(page.locator("body[data-user]")).to_be_attached()
        page.evaluate("document.querySelector('[data-sign-out]').submit()")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert page.locator("body[data-user]").count() == 0, address
        assert "Zqbridge" not in page.content(), address


# ---- What was typed -------------------------------------------------------------------------------------------------


def test_what_was_typed_waits_for_its_owner_and_is_no_words_to_anybody_else(
    open_browser: Open, rita: User, ed: User, article: Article
) -> None:
    page = open_browser()
    page.goto("/accounts/login/")
    sign_in(page, "rita")
    expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    Session.objects.all().delete()
    page.get_by_label("Note").fill("The minister’s driver told me")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("dialog", name="You are signed out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    page.get_by_label("Note").fill("Nobody else was there")
    page.locator("#tab-talk").dispatch_event("click")  # under the dialog, which comes back with every try
    page.get_by_label("Comment", exact=True).fill("The porter knows")

    page.goto("/accounts/login/")
    sign_in(page, "ed")
    expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()
    kept = page.evaluate(KEPT)
    assert kept.count("sealed:") == 4  # the save, the claim's draft from before it, and both drafts since
    for words in ("driver", "Nobody", "porter", "minister"):
        assert words not in kept
    page.goto(f"/articles/{article.pk}/claims/2/")
    expect(page.get_by_label("Note")).to_have_value("")

    Session.objects.all().delete()
    page.goto("/accounts/login/")
    sign_in(page, "rita")
    all_saved(page)
    assert article.claims.get(number=1).note == "The minister’s driver told me"
    page.goto(f"/articles/{article.pk}/claims/2/")
    expect(page.get_by_label("Note")).to_have_value("Nobody else was there")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("The porter knows")


def test_who_signs_out_takes_their_drafts_along(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.get_by_label("Note").fill("The minister’s driver told me")
    page.evaluate("localStorage.setItem('factcheck:0:/articles/1/claims/1/', 'sealed:somebody else’s')")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    assert asked == ["Sign out and lose what you typed on 1 claim?"]
    page.reload()
    expect(page.get_by_label("Note")).to_have_value("The minister’s driver told me")
    page.once("dialog", lambda dialog: dialog.accept())
    page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == ["factcheck:0:/articles/1/claims/1/"]


def test_what_waits_is_counted_and_sent_from_every_page_of_the_desk(
    open_browser: Open, ada: User, article: Article
) -> None:
    page = open_browser(ada)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.route("**/save/", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    for address in (
        "/articles/",
        "/desk/",
        "/desk/board/",
        f"/articles/{article.pk}/report/",
        "/reports/verify/",
        "/accounts/",
        "/admin/articles/article/add/",
        "/admin/",
    ):
        page.goto(address)
        expect(page.locator("#outbox-count")).to_contain_text("1 ")
    # Closing the tab asks there, and so does signing out.
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Sign out").click()
    assert asked == ["Sign out and leave 1 save unsent until you sign in here again?"]
    with page.expect_event("dialog") as leaving:
        page.evaluate("setTimeout(() => location.assign('about:blank'))")
    assert leaving.value.type == "beforeunload"
    leaving.value.dismiss()
    page.unroute("**/save/")
    all_saved(page)
    assert article.reviews.count() == 1


def test_drafts_of_before_any_were_sealed_are_sealed_or_gone(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto("/articles/")
    own = f"factcheck:{rita.pk}:/articles/{article.pk}/claims/1/"
    typed = '{"version": "0", "typed": {"note": "The driver told me"}}'
    page.evaluate(
        "([own, typed]) => { for (const name of [own, 'factcheck:0:/x/']) localStorage.setItem(name, typed) }",
        [own, typed],
    )
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.get_by_label("Note")).to_have_value("The driver told me")
    assert page.evaluate("Object.keys(localStorage)") == [own]
    assert "driver" not in page.evaluate(KEPT)

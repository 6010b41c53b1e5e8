"""Bad Wi-Fi, a server that is away, a session that runs out, a tab that crashes: nothing that was saved is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.accounts.models import Session, User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.reviews.models import Review
from tests.browser.conftest import all_saved
from tests.factories import PASSWORD, make_article, make_claim
from tests.reviews.test_services import say

Open = Callable[..., Page]

TEXT = "The mayor met the council.\nBerg said no.\nSources said yes.\nReportedly it rained.\nThe bridge is old."
SAVES = "**/claims/*/save/"


@pytest.fixture
def article(desk: None) -> Article:
    return make_article(TEXT, "Bridge", statuses=["unattributed", "named_person", "unnamed_source", "hedged"])


def at(page: Page, label: str) -> None:
    expect(page.locator("#panel-heading")).to_contain_text(f"Claim {label} ")


def fetched_ahead(page: Page) -> None:
    expect(page.locator("#desk")).to_have_attribute("data-ahead", re.compile(r"[4-9]|\d\d"), timeout=30_000)


def saved(article: Article) -> list[tuple[int, str]]:
    return sorted(Review.objects.filter(article=article).values_list("claim__number", "status"))


def test_saves_made_offline_wait_and_are_sent_in_order_exactly_once(
    open_browser: Open, rita: User, article: Article, axe: Callable[[Page], None]
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.context.set_offline(True)
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    at(page, "2")
    expect(page.locator("#outbox-count")).to_contain_text("1 waiting")
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    at(page, "3")
    expect(page.locator("#outbox-count")).to_contain_text("2 waiting")
    expect(page.locator("#claim-1")).to_contain_text("not saved yet")
    axe(page)
    assert saved(article) == []
    page.context.set_offline(False)
    all_saved(page)
    assert saved(article) == [(1, "document"), (2, "hedged")]
    expect(page.locator("#claim-1")).not_to_contain_text("not saved yet")
    expect(page.locator("#claim-1.fc-reviewed")).to_be_visible()
    at(page, "3")
    # What was taken back is said and stays said, though the save was accepted a moment ago.
    with page.expect_response("**/updates/"):
        page.keyboard.press("z")
        at(page, "2")
    expect(page.locator("#decided-note")).to_have_text("Your last decision on claim 2 is undone.")


def test_on_a_phone_the_sheet_says_what_waits(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita, viewport={"width": 390, "height": 844})
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator("#outbox")).to_have_text("1 waiting for the connection")
    expect(page.locator("#outbox .fc-held-up")).to_be_in_viewport()
    page.context.set_offline(False)
    all_saved(page)
    expect(page.locator("#outbox")).to_be_empty()


AS_KEPT_BEFORE = """form => {
  const body = new URLSearchParams(new FormData(form));
  body.set("status", "document");
  body.delete("csrfmiddlewaretoken");
  const [url, claim] = [form.getAttribute("action"), body.get("claim")];
  const entry = { key: body.get("key"), url, address: url, claim, label: "1", said: body.toString(), typed: {} };
  localStorage.setItem(`factcheck-outbox:${document.body.dataset.user}`, JSON.stringify([{ ...entry, stuck: "" }]));
}"""


def test_a_save_that_waited_through_an_update_is_sent(open_browser: Open, rita: User, article: Article) -> None:
    """Saves used to wait in localStorage, their words as one string."""
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.locator("#review-form").evaluate(AS_KEPT_BEFORE)
    page.goto("/articles/")
    all_saved(page)
    page.goto(f"/articles/{article.pk}/claims/1/")
    expect(page.locator("#claim-1.fc-reviewed")).to_be_visible()
    assert saved(article) == [(1, "document")]


def test_news_just_before_the_connection_goes_leaves_something_to_go_on_to(
    open_browser: Open, rita: User, ed: User, article: Article
) -> None:
    """What was fetched ahead is out of date then, and still better than nothing."""
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.route(SAVES, lambda route: route.abort())
    say(make_claim(article, 5), ed, status=SourcingStatus.DOCUMENT)
    expect(page.locator("#claim-5.fc-reviewed")).to_be_visible()  # the news is there, and nothing could be fetched anew
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    at(page, "2")
    expect(page.locator("#outbox-count")).to_contain_text("1 waiting")


def test_what_waits_survives_the_crash_of_the_tab(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.route(SAVES, lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    at(page, "2")
    page.get_by_label("Note").fill("Half a note")
    context = page.context
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(f"/articles/{article.pk}/claims/2/")
    all_saved(page)
    assert saved(article) == [(1, "document")]
    expect(page.get_by_label("Note")).to_have_value("Half a note")


def test_an_answer_lost_on_the_way_is_one_decision(open_browser: Open, rita: User, article: Article) -> None:
    """The server saved it, and the browser never heard."""
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    lost = []

    def lose(route: object) -> None:
        if route.request.method == "POST" and not lost:  # type: ignore[attr-defined]
            lost.append(route.fetch().status)  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.fallback()  # type: ignore[attr-defined]

    page.route(SAVES, lose)
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    at(page, "2")
    all_saved(page)
    assert lost == [200]
    assert saved(article) == [(1, "document")]


def test_a_save_that_waited_never_overwrites_a_newer_decision(
    open_browser: Open, rita: User, ed: User, article: Article
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.context.set_offline(True)
    page.keyboard.press("4")
    page.get_by_label("Note").fill("Rita’s words")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    at(page, "2")
    say(make_claim(article, 1), ed, status=SourcingStatus.ORGANIZATION, note="Ed’s words")
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_contain_text("Claim 1 is not saved: Ed has since decided on it.")
    assert saved(article) == [(1, "organization")]
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("changed this claim at")).to_be_visible()
    expect(page.locator(".fc-conflict")).to_contain_text("Ed’s words")
    expect(page.get_by_label("Note")).to_have_value("Rita’s words")
    all_saved(page)
    page.get_by_role("button", name="Save mine anyway").click()
    at(page, "2")
    all_saved(page)
    assert saved(article) == [(1, "document"), (1, "organization")]


def test_the_session_runs_out_in_the_middle(
    open_browser: Open, rita: User, article: Article, axe: Callable[[Page], None]
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    Session.objects.all().delete()
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible()
    axe(page)
    dialog.get_by_label("Username or email").fill("rita")
    dialog.get_by_label("Password").fill("not the password")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("not correct")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    all_saved(page)
    assert saved(article) == [(1, "document")]


def test_somebody_elses_saves_are_not_sent_in_my_name(
    open_browser: Open, rita: User, ed: User, article: Article
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    Session.objects.all().delete()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="You are signed out")
    dialog.get_by_label("Username or email").fill("ed")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody else is signed in now")
    assert saved(article) == []


def test_who_was_made_inactive_is_told_so(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    User.objects.filter(pk=rita.pk).update(is_active=False)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="You are signed out")
    dialog.get_by_label("Username or email").fill("rita")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This account is no longer active")
    assert saved(article) == []


def test_others_decisions_and_who_is_there_appear(
    open_browser: Open, rita: User, ed: User, article: Article, axe: Callable[[Page], None]
) -> None:
    hers, his = open_browser(rita), open_browser(ed)
    hers.goto(f"/articles/{article.pk}/claims/2/")
    his.goto(f"/articles/{article.pk}/claims/2/")
    expect(hers.locator("#here")).to_have_text("Ed is here too")
    hers.get_by_label("Note").fill("Half a note")
    his.keyboard.press("v")
    his.keyboard.press("Enter")
    at(his, "3")
    expect(hers.locator("#claim-2 .fc-verdict-verified")).to_be_visible()
    expect(hers.locator("#reviewed")).to_have_text("1 of 5")
    expect(hers.locator("#decided-note")).to_contain_text("Ed decided")
    expect(hers.get_by_label("Note")).to_have_value("Half a note")
    expect(hers.locator("#claim-3 .fc-present")).to_contain_text("Ed is on this claim")
    axe(hers)
    hers.locator("#decided-note a").click()
    expect(hers.locator("#claim-2 .fc-verdict-verified")).to_be_visible()
    expect(hers.get_by_label("Note")).to_have_value("Half a note")


def test_moving_on_needs_no_answer(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.context.set_offline(True)
    page.keyboard.press("j")
    at(page, "2")
    page.go_back()
    page.context.set_offline(False)


def test_taking_back_offline_shows_the_claim_again(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.context.set_offline(True)
    for key in ("4", "Enter", "8", "Enter"):
        page.keyboard.press(key)
    at(page, "3")
    page.keyboard.press("z")
    at(page, "2")
    expect(page.locator("#decided-note")).to_contain_text("Your decision on claim 2 is undone")
    assert page.url.endswith("/claims/2/")
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    page.context.set_offline(False)
    all_saved(page)
    assert saved(article) == [(1, "document"), (2, "unnamed_source")]


def test_a_note_typed_while_the_panel_is_coming_is_text(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/2/")
    waiting: list[Route] = []
    page.route("**/claims/1/", lambda route: waiting.append(route))
    page.route("**/ahead/**", lambda route: route.abort())
    page.keyboard.press("k")
    expect(page.locator("#panel")).to_contain_text("Claim 2 ")
    for key in ("n", *"vd u zo", "Backspace", "Enter", *"eX"):
        page.keyboard.press(key)
    expect(page.locator("#keys-count")).to_have_text("12 keys waiting")
    page.unroute("**/ahead/**")
    waiting[0].continue_()
    at(page, "1")
    expect(page.locator("#id_note")).to_have_value("vd u z\neX")
    page.keyboard.press("Control+Enter")
    at(page, "2")
    all_saved(page)
    review = Review.objects.get()
    assert (review.claim.number, review.note, review.verdict) == (1, "vd u z\neX", "pending")


def test_another_tab_never_saves_over_words_it_did_not_show(open_browser: Open, rita: User, article: Article) -> None:
    first = open_browser(rita)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"/articles/{article.pk}/claims/5/")
    second.get_by_label("Note").fill("They deny it.")
    first.get_by_label("Note").fill("They confirm it.")
    first.keyboard.press("Control+Enter")
    all_saved(first)
    expect(second.locator("#claim-5.fc-reviewed")).to_have_count(1)  # it was told
    expect(second.get_by_label("Note")).to_have_value("They deny it.")
    second.keyboard.press("Control+Enter")
    expect(second.locator("#outbox")).to_contain_text("you have since decided on it in another tab")
    assert Review.objects.get().note == "They confirm it."
    second.get_by_role("button", name="Look").click()
    expect(second.locator(".fc-conflict")).to_contain_text("They confirm it.")
    expect(second.get_by_label("Note")).to_have_value("They deny it.")


def test_another_tab_shows_what_was_saved_in_the_first(open_browser: Open, rita: User, article: Article) -> None:
    first = open_browser(rita)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"/articles/{article.pk}/claims/5/")
    first.get_by_label("Note").fill("They confirm it.")
    first.keyboard.press("Control+Enter")
    expect(second.get_by_label("Note")).to_have_value("They confirm it.")
    second.get_by_label("Note").fill("They confirm it, by phone.")
    second.keyboard.press("Control+Enter")
    at(second, "1")
    all_saved(second)
    assert [review.note for review in Review.objects.order_by("pk")] == [
        "They confirm it.",
        "They confirm it, by phone.",
    ]


def test_looking_while_somebody_else_is_signed_in_keeps_the_words(
    open_browser: Open, rita: User, ed: User, article: Article
) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/5/")
    say(make_claim(article, 5), ed, status=SourcingStatus.ORGANIZATION)
    page.get_by_label("Note").fill("Rita’s words")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#outbox")).to_contain_text("Claim 5 is not saved")
    rita_cookies = page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies(open_browser(ed).context.cookies())
    page.get_by_role("button", name="Look").click()
    expect(page.locator("#connection")).to_contain_text("what you typed is kept")
    page.context.add_cookies(rita_cookies)
    page.goto(f"/articles/{article.pk}/claims/5/")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_label("Note")).to_have_value("Rita’s words")


def test_what_was_said_last_is_taken_back_first(open_browser: Open, rita: User, article: Article) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    fetched_ahead(page)
    page.route(SAVES, lambda route: route.abort())
    for key in ("4", "Enter", "8", "Enter", "7", "Enter"):
        page.keyboard.press(key)
    at(page, "4")
    page.locator("#claim-2").click()
    at(page, "2")
    page.get_by_label("Note").fill("Said once more.")
    page.keyboard.press("Control+Enter")
    at(page, "4")
    for claim in ("2", "3"):
        page.keyboard.press("z")
        expect(page.locator("#decided-note")).to_contain_text(f"Your decision on claim {claim} is undone")

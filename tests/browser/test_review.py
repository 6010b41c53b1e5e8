"""The review page as a person uses it: by keyboard, in two browsers at once, with a bad connection."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.reviews.models import Review
from tests.browser.conftest import all_saved
from tests.factories import PASSWORD, load_example, make_article

Open = Callable[..., Page]

FIVE = "The mayor met the council.\nBerg said no.\nSources said yes.\nReportedly it rained.\nThe bridge is old."
STATUSES = ["unattributed", "named_person", "unnamed_source", "hedged", "unattributed"]


def five_claims() -> Article:
    return make_article(FIVE, "Council votes on the bridge", statuses=STATUSES)


def heading(page: Page, number: int) -> None:
    """Waits until the panel shows the claim, the keyboard belongs to it, and the text and address agree."""
    expect(page.locator("#panel-heading")).to_contain_text(f"Claim {number} ")
    expect(page.locator(f"#claim-{number}")).to_have_attribute("aria-current", "true")
    expect(page.locator(".fc-claim[aria-current]")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"/claims/{number}/"))


def press(page: Page, *keys: str) -> None:
    page.wait_for_load_state()  # a page that just came shows its words before it hears keys
    for key in keys:
        page.keyboard.press(key)


def test_the_whole_way(open_browser: Open, rita: User, ed: User, axe: Callable[[Page], None]) -> None:
    """Sign in, review five claims by keyboard, undo one, run into each other, decide, export."""
    article = load_example()
    page = open_browser()
    page.goto("/")
    page.get_by_label("Username").fill("rita")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=article.title).first.click()

    # Five claims: accept, accept, correct, recommend, annotate.
    heading(page, 1)
    press(page, "Enter")
    heading(page, 2)
    press(page, "Enter")
    heading(page, 3)
    press(page, "8", "Enter")
    heading(page, 4)
    press(page, "v", "Enter")
    heading(page, 5)
    press(page, "n")
    page.keyboard.type("Asked the desk in Doha.")
    press(page, "Control+Enter")
    heading(page, 6)
    expect(page.locator("#reviewed")).to_have_text("5 of 24")
    assert Review.objects.filter(by=rita).count() == 5
    claim = {own.number: own for own in article.claims.all()}
    assert claim[1].status == claim[1].suggested_status
    assert claim[3].status == "hedged"
    assert (claim[4].recommended, claim[4].verdict) == ("verified", "pending")
    assert claim[5].note == "Asked the desk in Doha."

    # Undo goes back to the claim it concerns.
    press(page, "z")
    heading(page, 5)
    expect(page.locator("#id_note")).to_have_value("")
    expect(page.locator("#reviewed")).to_have_text("4 of 24")

    # Ed has the same claim open and saves first; Rita's words stay, and she decides.
    his = open_browser(ed)
    his.goto(f"/articles/{article.pk}/claims/5/")
    heading(his, 5)
    press(page, "n")
    page.keyboard.type("Rita's note")
    press(his, "u", "Enter")
    heading(his, 6)
    press(page, "Control+Enter")
    heading(page, 6)
    page.get_by_role("button", name="Look").click()
    expect(page.locator(".fc-conflict")).to_contain_text("Saved by Ed")
    expect(page.locator("#id_note")).to_have_value("Rita's note")
    assert Claim.objects.get(article=article, number=5).note == ""
    axe(page)
    page.get_by_role("button", name="Save mine anyway").click()
    heading(page, 6)
    all_saved(page)
    five = Claim.objects.get(article=article, number=5)
    assert (five.note, five.verdict, five.verdict_by) == ("Rita's note", "unverified", ed)

    # The editor's verdict shows in the text; the report comes out.
    his.goto(f"/articles/{article.pk}/claims/4/")
    expect(his.locator("#panel")).to_contain_text("recommended: ✓ Verified by Rita")
    press(his, "v", "Enter")
    expect(his.locator("#claim-4 .fc-verdict-verified")).to_contain_text("Verified")
    his.get_by_role("link", name="Report", exact=True).click()
    with his.expect_download() as download:
        his.get_by_text("More", exact=True).click()
        his.get_by_role("link", name="Export CSV").click()
    exported = download.value.path().read_text(encoding="utf-8-sig")
    assert "Rita's note" in exported
    assert exported.count("\n") >= 24


def test_keys_stay_out_of_fields(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/2/")
    page.locator("#id_source").fill("")
    page.locator("#id_source").press_sequentially("jkvz129?/")
    expect(page.locator("#id_source")).to_have_value("jkvz129?/")
    heading(page, 2)
    press(page, "Escape", "j")
    heading(page, 3)
    press(page, "k")
    heading(page, 2)
    press(page, "/")
    expect(page.locator("#find")).to_be_focused()
    press(page, "Escape", "?")
    expect(page.get_by_text("Save and go to the next open claim")).to_be_visible()


def test_keys_typed_ahead_mean_the_claim_that_is_coming(open_browser: Open, rita: User) -> None:
    """On a slow line, “j Enter” accepts the next claim and not the one that is still on the screen."""
    article = five_claims()
    page = open_browser(rita)
    routes: list[Any] = []
    released: list[bool] = []
    # Also when it was to be fetched ahead: whatever leads to claim 2 is slow.
    page.route("**/claims/2/", lambda route: route.continue_() if released else routes.append(route))
    page.goto(f"/articles/{article.pk}/claims/1/")
    press(page, "j", "8", "Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 ")
    released.append(True)
    for route in routes:
        route.continue_()
    heading(page, 3)
    all_saved(page)
    assert [(r.claim.number, r.status) for r in article.reviews.select_related("claim")] == [(2, "hedged")]


def test_a_verdict_key_pressed_again_clears_it(open_browser: Open, ed: User) -> None:
    article = five_claims()
    page = open_browser(ed)
    page.goto(f"/articles/{article.pk}/claims/1/")
    press(page, "d")
    expect(page.locator("input[name=verdict][value=disputed]")).to_be_checked()
    press(page, "d", "Enter")
    heading(page, 2)
    assert article.claims.get(number=1).verdict == "pending"


def test_back_and_forward_and_reload_come_back_to_the_claim(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    press(page, "j")
    heading(page, 2)
    page.locator("#claim-4").click()
    heading(page, 4)
    page.go_back()
    heading(page, 2)
    page.go_forward()
    heading(page, 4)
    page.reload()
    heading(page, 4)
    press(page, "Enter")
    heading(page, 5)


def test_no_connection_says_so_and_saves_once_later(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/3/")
    page.locator("#id_note").fill("Said in the train.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator("#outbox-count")).to_contain_text("1 waiting")
    page.context.set_offline(False)
    all_saved(page)
    assert [review.note for review in article.reviews.all()] == ["Said in the train."]


def test_an_answer_lost_on_the_way_is_not_saved_twice(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/3/")
    lost: list[bool] = []

    def lose_first_answer(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(True)
            route.fetch()  # the server saves, the browser never hears of it
            route.abort()
        else:
            route.continue_()

    page.route("**/claims/3/save/", lose_first_answer)
    press(page, "Enter")
    expect(page.locator("#announce")).to_have_text("Claim 3 saved.")
    all_saved(page)
    assert article.reviews.count() == 1


def test_a_double_click_saves_once(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.get_by_role("button", name="Save and next").dblclick()
    heading(page, 2)
    all_saved(page)
    assert article.reviews.count() == 1


def test_signed_out_meanwhile_keeps_what_was_typed(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    page.locator("#id_note").fill("Half an hour of work.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and next").click()
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(page.locator("#outbox-count")).to_contain_text("1 waiting for you to sign in")
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Another way, in a new tab").click()
    tab = opened.value
    tab.get_by_label("Username").fill("rita")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Articles")).to_be_visible()
    expect(dialog).to_be_hidden(timeout=30_000)
    all_saved(page)
    assert article.claims.get(number=1).note == "Half an hour of work."


def test_half_written_note_survives_moving_away_and_reload(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/2/")
    page.locator("#id_note").fill("Half a th")
    press(page, "Escape", "j")
    heading(page, 3)
    expect(page.locator("#id_note")).to_have_value("")
    page.reload()
    page.locator("#claim-2").click()
    heading(page, 2)
    expect(page.locator("#id_note")).to_have_value("Half a th")
    expect(page.locator("#draft")).to_contain_text("Not saved yet")
    press(page, "Enter")
    heading(page, 3)
    press(page, "k")
    heading(page, 2)
    expect(page.locator("#draft")).to_be_empty()
    all_saved(page)
    assert article.claims.get(number=2).note == "Half a th"


def test_what_was_passed_over_is_not_forgotten(open_browser: Open, rita: User) -> None:
    """Whoever jumps about in the article is led to what is still open, and told only then that nothing is."""
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/3/")
    page.locator("#claim-2").click()
    heading(page, 2)
    press(page, "Enter")
    heading(page, 3)
    press(page, "j")
    heading(page, 4)
    press(page, "Enter")
    heading(page, 5)
    press(page, "Enter")
    heading(page, 1)
    press(page, "Enter")
    heading(page, 3)
    press(page, "Enter")
    expect(page.locator("#announce")).to_contain_text("Nothing is left open here")
    assert article.reviews.count() == 5


def test_a_dropped_draft_is_gone(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/2/")
    page.locator("#id_note").fill("No, not this")
    page.reload()
    page.get_by_role("link", name="Discard").click()
    expect(page.locator("#id_note")).to_have_value("")
    expect(page.locator("#draft")).to_be_empty()


def test_the_profile_filters_and_keys_keep_to_the_filter(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/")
    page.locator("#numbers > summary").click()
    page.get_by_role("link", name="No attribution 2").click()
    heading(page, 1)
    expect(page.locator(".fc-match")).to_have_count(2)
    press(page, "j")
    heading(page, 5)
    press(page, "k", "Enter")
    heading(page, 5)
    press(page, "Enter")
    expect(page.locator("#announce")).to_contain_text("Nothing is left open here")


def test_reason_is_offered_only_without_attribution(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/2/")
    expect(page.get_by_role("group", name="Why no attribution?")).to_be_hidden()
    press(page, "t")
    expect(page.locator("[name=unattributed_reason][value=witnessed]")).not_to_be_checked()
    press(page, "9", "t")
    expect(page.get_by_role("radio", name="Witnessed by the reporter")).to_be_checked()
    page.get_by_role("button", name="Save and next").click()
    heading(page, 3)
    all_saved(page)
    two = article.claims.get(number=2)
    assert (two.status, two.unattributed_reason, two.source) == ("unattributed", "witnessed", "")


def test_marks_are_right_after_emoji(open_browser: Open, rita: User) -> None:
    article = make_article("🚨👩‍👩‍👧 𝔐ayor 𝒽𝑒 said — “yes” 🇶🇦 again.", statuses=["named_person"])
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/")
    expect(page.locator("#claim-1 .fc-source")).to_have_text("🚨👩‍👩‍👧")
    expect(page.locator("#claim-1 .fc-cue")).to_have_text("𝔐ayor")


def test_text_from_an_article_is_never_markup(open_browser: Open, rita: User) -> None:
    hostile = '<img src=x onerror=alert(1)> said </a><script>alert(2)</script> {{ 7|add:7 }} &amp; "quoted".'
    article = make_article(hostile, "<b>Bold</b> title", statuses=["named_person"])
    page = open_browser(rita)
    page.on("dialog", lambda dialog: (_ for _ in ()).throw(AssertionError(dialog.message)))
    page.goto(f"/articles/{article.pk}/")
    expect(page.locator("#claim-1")).to_contain_text(hostile)
    expect(page.get_by_role("heading", level=1)).to_have_text("<b>Bold</b> title")
    assert page.locator("#claim-1 img, #claim-1 script").count() == 0


def test_without_scripts(open_browser: Open, rita: User, ed: User) -> None:
    """The whole way once more as plain links and forms."""
    article = five_claims()
    page = open_browser(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Username").fill("rita")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=article.title).first.click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 1")
    for number in (2, 3, 4, 5):
        page.get_by_role("button", name="Save and next").click()
        expect(page.locator("#panel-heading")).to_contain_text(f"Claim {number} ")
    page.get_by_label("Note").fill("On paper.")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text("Nothing is left open here")).to_be_visible()
    assert article.tally.__class__.objects.get(article=article).reviewed == 5
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Your last decision on claim 5 is undone.")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("")

    # Two people on one claim
    page.goto(f"/articles/{article.pk}/claims/5/")
    page.get_by_label("Note").fill("Rita's words")
    his = open_browser(ed, java_script_enabled=False)
    his.goto(f"/articles/{article.pk}/claims/5/")
    his.locator("input[name=verdict][value=verified]").check()
    his.get_by_role("button", name="Save and next").click()
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator(".fc-conflict")).to_contain_text("Saved by Ed")
    expect(page.get_by_label("Note")).to_have_value("Rita's words")
    page.get_by_role("link", name="Keep theirs").click()
    expect(page.get_by_label("Note")).to_have_value("")
    assert article.claims.get(number=5).verdict == "verified"
    his.goto(f"/articles/{article.pk}/")
    his.get_by_role("link", name="Report", exact=True).click()
    with his.expect_download() as download:
        his.get_by_text("More", exact=True).click()
        his.get_by_role("link", name="Export JSON").click()
    assert "Council votes on the bridge" in download.value.path().read_text(encoding="utf-8")

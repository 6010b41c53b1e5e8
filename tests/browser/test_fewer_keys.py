"""What saves keys: an editor agrees with one, a reason has one, the end of an article leads to the next."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reviews import second_opinions
from factcheck.reviews.assignments import assign
from factcheck.reviews.services import Annotation, annotate
from tests.browser.conftest import all_saved
from tests.browser.test_layout import Places
from tests.browser.test_review import five_claims, heading, press
from tests.factories import make_article, make_claim, make_user

Open = Callable[..., Page]


def test_an_editor_agrees_with_one_key_and_sees_the_end(
    open_browser: Open, rita: User, ed: User, axe: Callable[[Page], None]
) -> None:
    article = make_article("It rained.\nBerg reportedly left.", "Rain", statuses=["unattributed", "hedged"])
    following = make_article("Nobody came.", "Ferry operator to cut night sailings")
    assign(articles=[following], people=[ed], by=ed, key=uuid.uuid4(), deadline=timezone.now() + dt.timedelta(hours=3))
    for number, verdict in ((1, Verdict.VERIFIED), (2, Verdict.UNVERIFIED)):
        review = Annotation(SourcingStatus.HEDGED, cue="reportedly", recommended=verdict)
        annotate(claim=make_claim(article, number), annotation=review, version=0, key=uuid.uuid4(), by=rita)
    page = open_browser(ed, viewport={"width": 1280, "height": 720})
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    press(page, "a")
    heading(page, 2)
    press(page, "a")
    ending = page.locator(".fc-ending")
    expect(ending).to_contain_text("All 2 claims are decided")
    expect(ending).to_contain_text("The article is done")
    expect(ending.locator(".fc-outcome")).to_contain_text("Serious findings")
    expect(ending).to_contain_text("Ferry operator to cut night sailings")
    expect(ending).to_contain_text("1 claim · due")
    expect(page.get_by_role("link", name="Open report")).to_be_in_viewport(ratio=1)
    axe(page)
    all_saved(page)
    assert [claim.verdict for claim in article.claims.in_reading_order()] == ["verified", "unverified"]

    # Back to what was decided last, and on to the next article.
    page.get_by_role("link", name="Back to claim 2").click()
    expect(page.get_by_role("button", name="Agree, next")).to_be_disabled()
    # Nobody is told what they did themselves.
    expect(page.locator("#why")).not_to_contain_text("Ed changed")
    page.go_back()
    expect(ending).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry operator to cut night sailings")


def test_a_filter_ends_and_the_article_does_not(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/4/?sourcing=hedged")
    expect(page.locator("#panel-heading")).to_contain_text("1 of 1")
    press(page, "Enter")
    expect(page.locator(".fc-ending")).to_contain_text("4 other claims of this article are open")
    page.get_by_role("link", name="Show all").first.click()
    heading(page, 1)


def test_skip_has_a_key_and_decides_nothing(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    press(page, "s")
    heading(page, 2)
    assert not article.reviews.exists()


def test_the_panel_is_five_tabs_away_and_the_article_one_stop(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/3/")
    heading(page, 3)
    expect(page.locator(".fc-claim[tabindex='0']")).to_have_count(1)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the claim")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-heading")).to_be_focused()


def test_words_are_found_in_the_article_and_copied_clean(open_browser: Open, rita: User) -> None:
    article = make_article("Berg said no.\nSources say that Berg\nagain said no.", statuses=["named_person"])
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    press(page, "/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("berg")
    expect(page.locator("#find-count")).to_have_text("1 of 2")
    page.keyboard.press("Enter")
    expect(page.locator("#find-count")).to_have_text("2 of 2")
    page.keyboard.type(" nowhere")
    expect(page.locator("#find-count")).to_have_text("none")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.fc-article-text'))")
    copied = page.evaluate("getSelection().toString()")
    assert copied.split() == article.text.split()


def test_a_named_official_without_a_name_is_asked_about_once(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = open_browser(rita)
    page.goto(f"/articles/{article.pk}/claims/1/")
    heading(page, 1)
    press(page, "1", "Enter")
    expect(page.locator("#connection")).to_contain_text("No name given")
    expect(page.locator("#id_source")).to_be_focused()
    page.keyboard.type("Mayor Berg")
    press(page, "Enter")
    heading(page, 2)
    expect(page.locator("#connection")).to_be_empty()
    # Whoever means it says so by a second press.
    page.locator("#id_source").fill("")
    press(page, "Escape", "1", "Enter")
    expect(page.locator("#id_source")).to_be_focused()
    press(page, "Enter")
    heading(page, 3)
    all_saved(page)
    assert [(claim.status, claim.source) for claim in article.claims.in_reading_order()[:2]] == [
        ("named_official", "Mayor Berg"),
        ("named_official", ""),
    ]


def test_what_is_read_lies_larger_over_the_article_and_moves_nothing(open_browser: Open, rita: User) -> None:
    page = open_browser(rita, viewport={"width": 1280, "height": 720})
    page.goto(f"/articles/{five_claims().pk}/claims/4/")
    heading(page, 4)
    places = Places()
    places.note(page)
    press(page, "f", "m")
    well, article = (page.locator(place).bounding_box() for place in ("#well-of-article", ".fc-scroll"))
    assert well
    assert article
    assert well["width"] >= article["width"]
    places.note(page)
    # Another part is as large; pressed again, it is back below.
    press(page, "i")
    assert page.locator("#well").bounding_box() == well
    press(page, "m")
    below = page.locator("#well").bounding_box()
    assert below
    assert below["x"] >= article["x"] + article["width"]


def test_one_key_takes_one_of_two_opinions(open_browser: Open, rita: User, ed: User) -> None:
    claim = make_claim(make_article("It rained."))
    second_opinions.ask(claim=claim, version=0, key=uuid.uuid4(), by=ed)
    for person, status in ((rita, SourcingStatus.HEDGED), (make_user("reviewer", "maya"), SourcingStatus.DOCUMENT)):
        annotate(claim=claim, annotation=Annotation(status), version=1, key=uuid.uuid4(), by=person)
    page = open_browser(ed)
    page.goto(claim.get_absolute_url())
    heading(page, 1)
    takes = page.locator("input[name=take]")
    for key, place in (("[", 0), ("]", 1)):
        press(page, key)
        expect(takes.nth(place)).to_be_checked()


def test_whoever_splits_goes_on_to_the_words(open_browser: Open, rita: User) -> None:
    page = open_browser(rita)
    page.goto(f"/articles/{five_claims().pk}/claims/1/")
    heading(page, 1)
    press(page, "p")
    expect(page.locator(".fc-split-word").first).to_be_focused()

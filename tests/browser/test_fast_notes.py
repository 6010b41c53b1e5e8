"""Somebody who types faster than the page: no letter of a note is ever a command, whatever comes meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.accounts.models import Session, User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.reviews.models import Comment, Review
from tests.browser.conftest import all_saved
from tests.browser.test_my_queue import slow_down
from tests.browser.test_review import five_claims, heading
from tests.factories import make_article

Open = Callable[..., Page]

#: Each letter of it is a key of the review page.
WORDS = "vudx jk o pz 12 if"


def opened(open_browser: Open, user: User, address: str) -> Page:
    page = open_browser(user)
    page.goto(address)
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute("data-outbox", re.compile(r"\d"))


def write(page: Page, words: str) -> None:
    page.keyboard.press("n")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")


def go_through(page: Page, count: int) -> None:
    """A note on every third claim, a verdict on the others, without a pause."""
    for number in range(count):
        if number % 3 == 0:
            write(page, f"note {number} {WORDS}")
        else:
            page.keyboard.press("v")
            page.keyboard.press("Enter")


def decided(claims: list[Claim]) -> list[tuple[str, str, str]]:
    for claim in claims:
        claim.refresh_from_db()
    return [(claim.status, claim.note, claim.recommended) for claim in claims]


def in_order_of_decision(*articles: Article) -> list[Claim]:
    reviews = Review.objects.filter(article__in=articles).order_by("pk").select_related("claim")
    return [review.claim for review in reviews]


def as_typed(claims: list[Claim]) -> list[tuple[str, str, str]]:
    """Of claims in the order in which `go_through` met them."""
    return [
        (
            claim.suggested_status,
            "" if number % 3 else f"note {number} {WORDS}",
            "verified" if number % 3 else "pending",
        )
        for number, claim in enumerate(claims)
    ]


def article_of(count: int, title: str = "Long") -> Article:
    statuses = ["unattributed", "unnamed_source", "hedged", "named_person"]
    return make_article(
        "\n".join(f"Berg said sentence {number} of {title} is here." for number in range(count)),
        title,
        statuses=[statuses[number % 4] for number in range(count)],
    )


@pytest.mark.parametrize(("order", "latency"), [("", 0), ("?order=unsure", 300)])
def test_every_note_is_on_its_claim(open_browser: Open, rita: User, order: str, latency: int) -> None:
    article = article_of(10)
    page = opened(open_browser, rita, f"/articles/{article.pk}/{order}")
    slow_down(page, latency)
    order_link = page.locator('[data-key="o"]')
    before = order_link.inner_text()
    go_through(page, 10)
    expect(page.locator("#panel")).to_contain_text("All 10 claims are reviewed")
    all_saved(page)

    claims = in_order_of_decision(article)
    assert len({claim.pk for claim in claims}) == len(claims) == 10
    assert order or claims == list(article.claims.in_reading_order())
    assert decided(claims) == as_typed(claims)
    assert order_link.inner_text() == before
    expect(page.locator(".fc-draft")).to_have_count(0)
    expect(page.locator("#panel-heading")).to_be_focused()


def test_every_note_is_on_its_claim_through_the_queue(open_browser: Open, rita: User) -> None:
    road, bridge = article_of(4, "Road"), article_of(5, "Bridge")
    page = opened(open_browser, rita, "/desk/")
    page.keyboard.press("g")
    expect(page.locator("#panel-heading")).to_contain_text(" of 5")
    ready(page)
    slow_down(page, 300)
    go_through(page, 9)
    expect(page.locator("#panel")).to_contain_text("Nothing is left open")
    all_saved(page)
    claims = in_order_of_decision(road, bridge)
    assert len(claims) == 9
    assert decided(claims) == as_typed(claims)


def test_the_field_that_is_drawn_again_keeps_the_cursor(open_browser: Open, rita: User) -> None:
    """What she decides in another tab comes into this one while she begins to type here."""
    article = five_claims()
    page = opened(open_browser, rita, f"/articles/{article.pk}/claims/2/")
    other = page.context.new_page()
    other.goto(f"/articles/{article.pk}/claims/2/")
    ready(other)
    held: list[Route] = []
    page.route(f"**/articles/{article.pk}/claims/2/", lambda route: held.append(route))
    page.keyboard.press("n")
    with page.expect_request(f"**/articles/{article.pk}/claims/2/"):
        other.keyboard.press("v")
        other.keyboard.press("Enter")
    page.keyboard.type("vu")
    held[0].continue_()
    expect(page.locator("#panel [data-claim]")).to_have_attribute("data-version", re.compile(r"\.1$"))
    page.keyboard.type("dx j")
    expect(page.locator("#id_note")).to_have_value("vudx j")
    expect(page.locator("#id_note")).to_be_focused()
    page.keyboard.press("Control+Enter")
    heading(page, 3)
    all_saved(page)
    claim = Claim.objects.get(article=article, number=2)
    assert (claim.note, claim.recommended) == ("vudx j", "verified")


def test_a_note_where_none_can_be_written_does_nothing_else(open_browser: Open, rita: User) -> None:
    article = make_article("It is old.\nIt is new.", "Short")
    page = opened(open_browser, rita, f"/articles/{article.pk}/claims/1/")
    for _ in range(2):
        page.keyboard.press("v")
        page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("All 2 claims are reviewed")
    address = page.url
    write(page, WORDS)
    expect(page.locator("#connection")).to_contain_text("no field here for what you typed")
    expect(page.locator('[data-key="o"]')).to_contain_text("Unsure first")
    assert page.url == address
    all_saved(page)
    assert article.reviews.count() == 2
    # Escape begins anew.
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    expect(page.locator('[data-key="o"]')).to_contain_text("As written")


def test_what_is_typed_while_a_comment_is_sent_is_the_next_one(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = opened(open_browser, rita, f"/articles/{article.pk}/claims/1/")
    slow_down(page, 200)
    page.keyboard.press("c")
    for number in range(2):
        page.keyboard.type(f"Ask {number} {WORDS}")
        page.keyboard.press("Control+Enter")
    for key in ("Escape", "v", "Enter"):
        page.keyboard.press(key)
    heading(page, 2)
    all_saved(page)
    assert [comment.text for comment in Comment.objects.order_by("pk")] == [f"Ask {n} {WORDS}" for n in range(2)]
    claim = Claim.objects.get(article=article, number=1)
    assert (claim.recommended, claim.note) == ("verified", "")


def test_no_key_typed_before_the_question_was_read_is_a_name(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = opened(open_browser, rita, f"/articles/{article.pk}/claims/1/")
    for key in ("1", "Enter", "v", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#id_source")).to_be_focused()
    expect(page.locator("#connection")).to_contain_text("Keys pressed while loading were ignored.")
    expect(page.locator("#id_source")).to_have_value("")
    heading(page, 1)


def test_words_pasted_before_the_claim_is_there_are_its_note(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = opened(open_browser, rita, f"/articles/{article.pk}/claims/1/")
    slow_down(page, 300)
    page.locator(".fc-claim#claim-4").click(no_wait_after=True)
    page.keyboard.press("n")
    page.evaluate(
        """words => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", words);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }""",
        "He said:\n“No.”",
    )
    page.keyboard.type(" Twice.")
    heading(page, 4)
    expect(page.locator("#id_note")).to_have_value("He said:\n“No.” Twice.")


def test_no_letter_of_a_note_goes_into_the_sign_in(open_browser: Open, rita: User) -> None:
    article = five_claims()
    page = opened(open_browser, rita, f"/articles/{article.pk}/claims/1/")
    page.keyboard.press("v")
    page.keyboard.press("Enter")
    heading(page, 2)
    all_saved(page)
    Session.objects.all().delete()
    page.keyboard.press("Enter")
    with page.expect_response(lambda response: response.status == 401):
        page.keyboard.press("n")
    page.keyboard.type(WORDS)
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Username or email")).to_have_value("")
    expect(page.locator("#id_note")).to_have_value(WORDS)

"""Evidence and talk in a browser: by keyboard, without scripts, without a connection, and as every page has to look."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.reviews import comments
from factcheck.reviews.evidence import NewEvidence, add_evidence
from factcheck.reviews.evidence_files import StoredFile
from factcheck.reviews.models import Comment, Evidence, EvidenceUse, Stance
from tests.browser.test_pages import DESK, PHONE, check
from tests.factories import make_article, make_claim, make_user

Open = Callable[..., Page]
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Path(settings.EVIDENCE_ROOT)


@pytest.fixture
def article(desk: None) -> Article:
    return make_article(
        "Sources said the harbour bridge can wait until the spring.\nTwo stands here.\nThree stands here.",
        statuses=["unnamed_source"],
    )


@pytest.fixture
def url(article: Article) -> str:
    return f"/articles/{article.pk}/claims/1/"


def arrive(page: Page, url: str) -> None:
    """Go to a review page and wait until keys and forms stay on it."""
    page.goto(url)
    expect(page.locator("#review-form[data-htmx-powered]")).to_be_visible()


def open_tab(page: Page, name: str) -> None:
    page.locator(f".fc-well-tab[data-tab={name}]").click()


def comment(claim: Claim, by: User, text: str) -> None:
    comments.say(claim=claim, text=text, key=uuid.uuid4(), by=by)


def test_evidence_by_keyboard_leaves_the_review_form_alone(
    open_browser: Open, article: Article, url: str, rita: User
) -> None:
    page = open_browser(rita)
    arrive(page, url)
    page.get_by_label("Note").fill("Half a note.")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.get_by_label("Link")).to_be_focused()
    page.keyboard.type("example.org/minutes")
    page.get_by_label("Contradicts it").check()
    page.get_by_label("Page or time").fill("page 3")
    page.get_by_label("Quotation").fill("It can wait.")
    page.get_by_label("Applies to claims").fill("1, 7")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#evidence")).to_contain_text("This article has no claim “7”")
    expect(page.get_by_label("Quotation")).to_have_value("It can wait.")
    page.get_by_label("Applies to claims").fill("1, 2")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#announce")).to_have_text("The evidence is added to claims 1, 2.")
    expect(page.locator("#evidence")).to_contain_text("also for claim 2")
    link = page.get_by_role("link", name="https://example.org/minutes (opens in a new tab)")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_role("link", name="Add evidence")).to_be_focused()
    expect(page.get_by_label("Note")).to_have_value("Half a note.")
    page.keyboard.press("e")
    expect(page.get_by_label("Page or time")).to_have_value("")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#announce")).to_contain_text("The evidence is withdrawn")
    expect(page.locator("#evidence")).to_contain_text("Evidence (0)")
    page.locator(".fc-well-tab[data-tab=history]").click()
    expect(page.locator("#history .fc-undone")).to_contain_text("https://example.org/minutes")
    assert EvidenceUse.objects.get(withdrawn_at=None).claim.label == "2"


def test_a_file_goes_up_and_comes_down(open_browser: Open, url: str, rita: User, tmp_path: Path, root: Path) -> None:
    page = open_browser(rita)
    arrive(page, url)
    page.keyboard.press("e")
    chosen = page.get_by_label("or a file")
    archive = tmp_path / "notes.pdf"
    archive.write_bytes(b"PK\x03\x04" + bytes(40))
    chosen.set_input_files(archive)
    page.get_by_label("Supports it").check()
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#evidence")).to_contain_text("This file is a ZIP archive")
    minutes = tmp_path / "Größe “3”.pdf"
    minutes.write_bytes(PDF)
    page.get_by_label("or a file").set_input_files(minutes)
    page.get_by_label("Applies to claims").fill("7")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#evidence")).to_contain_text("This article has no claim “7”")
    page.get_by_label("Applies to claims").fill("1")  # the file that was chosen is still chosen
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#announce")).to_have_text("The evidence is added to claim 1.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Größe “3”.pdf", exact=True).click()
    assert download.value.suggested_filename == "Größe “3”.pdf"
    assert Path(download.value.path()).read_bytes() == PDF
    assert Evidence.objects.get().size == len(PDF)


def test_without_scripts(open_browser: Open, article: Article, url: str, rita: User, ed: User, tmp_path: Path) -> None:
    comment(make_claim(article, 1), ed, "@rita who is this?")
    page = open_browser(rita, java_script_enabled=False)
    page.goto(url)
    page.get_by_role("link", name="Add evidence").click()
    page.get_by_label("Link").fill("ftp://example.org")
    page.get_by_label("Supports it").check()
    page.get_by_label("Quotation").fill("Kept.")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_text("it has to begin with http or https")).to_be_visible()
    expect(page.get_by_label("Quotation")).to_have_value("Kept.")
    page.get_by_label("Link").fill("https://example.org/minutes")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_text("The evidence is added to claim 1.")).to_be_visible()
    page.goto(url.replace("/claims/1/", "/claims/2/"))
    page.get_by_role("link", name="Add evidence").click()
    page.get_by_role("button", name="Use here too").click()
    expect(page.get_by_text("The evidence now applies to claim 2 too.")).to_be_visible()

    page.get_by_role("link", name="Mentions").click()
    page.get_by_role("link", name="claim 1").click()
    expect(page.locator("#talk")).to_contain_text("@rita who is this?")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    page.get_by_label("Comment", exact=True).fill("The clerk.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your comment is sent.")).to_be_visible()
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("The thread is resolved.")).to_be_visible()
    assert comments.unread_mentions(rita) == 0


def test_talk_by_keyboard(open_browser: Open, article: Article, url: str, rita: User, ed: User) -> None:
    two = make_claim(article, 2)
    comment(two, ed, "@rita, who is\nthis?")
    page = open_browser(rita)
    arrive(page, url)
    expect(page.locator("#claim-2 .fc-unread")).to_have_text("1")
    expect(page.locator("#mentions")).to_contain_text("1 unread")
    page.keyboard.press("j")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2")
    expect(page.locator("#claim-2 .fc-unread")).to_have_text("1")
    open_tab(page, "talk")
    expect(page.locator("#claim-2 .fc-unread")).to_have_count(0)  # what is in sight is read
    expect(page.locator("#mentions")).to_have_text("Mentions")
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2")

    page.keyboard.press("c")
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    expect(page.locator("#comment-help")).to_contain_text("Mention with @ed.")
    page.keyboard.type("The town clerk, @ed.")
    page.reload()
    open_tab(page, "talk")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("The town clerk, @ed.")
    page.get_by_label("Comment", exact=True).focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#announce")).to_have_text("Your comment is sent.")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Resolve").press("Enter")
    expect(page.locator("#talk")).to_contain_text("resolved")
    page.get_by_role("button", name="Reopen").press("Enter")
    expect(page.get_by_role("button", name="Resolve")).to_be_visible()
    page.reload()
    open_tab(page, "talk")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")
    assert comments.unread_mentions(ed) == 1
    assert Comment.objects.filter(text="The town clerk, @ed.").count() == 1


def test_offline_nothing_typed_is_lost(open_browser: Open, url: str, rita: User) -> None:
    page = open_browser(rita)
    arrive(page, url)
    page.keyboard.press("e")
    page.get_by_label("Link").fill("https://example.org/minutes")
    page.get_by_label("Supports it").check()
    open_tab(page, "talk")
    page.get_by_label("Comment", exact=True).fill("Who is this?")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#connection")).to_contain_text("what you typed is still here")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Who is this?")
    open_tab(page, "evidence")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_label("Link")).to_have_value("https://example.org/minutes")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#id_comment")).to_have_value("Who is this?")
    page.keyboard.press("e")
    expect(page.get_by_label("Link")).to_have_value("https://example.org/minutes")
    expect(page.get_by_label("Supports it")).to_be_checked()
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#announce")).to_have_text("The evidence is added to claim 1.")
    open_tab(page, "talk")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#announce")).to_have_text("Your comment is sent.")
    assert (Evidence.objects.count(), Comment.objects.count()) == (1, 1)


def test_who_typed_on_while_an_answer_was_lost_is_shown_both_and_sends_the_second(
    open_browser: Open, url: str, rita: User
) -> None:
    page = open_browser(rita)
    arrive(page, url)

    def lose_answer(route: Route) -> None:
        route.fetch()  # the server stores it, the browser never hears of it
        route.abort()

    address = re.compile(r"/(comments|evidence)/$")
    page.route(address, lose_answer)
    open_tab(page, "talk")
    page.get_by_label("Comment", exact=True).fill("Who is this?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#connection")).to_contain_text("what you typed is still here")
    page.unroute(address)
    page.get_by_label("Comment", exact=True).fill("Who is this, and when?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#talk [role=alert]")).to_contain_text("is already in the thread: “Who is this?”")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Who is this, and when?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#announce")).to_have_text("Your comment is sent.")

    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.get_by_label("Link").fill("https://example.org/minutes")
    page.get_by_label("Supports it").check()
    page.route(address, lose_answer)
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#connection")).to_contain_text("what you typed is still here")
    page.unroute(address)
    page.get_by_label("Quotation").fill("The bridge waits.")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#evidence [role=alert]").first).to_contain_text(
        "This form has already added “https://example.org/minutes”"
    )
    expect(page.get_by_label("Quotation")).to_have_value("The bridge waits.")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#announce")).to_have_text("The evidence is added to claim 1.")
    assert list(Comment.objects.order_by("pk").values_list("text", flat=True)) == [
        "Who is this?",
        "Who is this, and when?",
    ]
    assert list(Evidence.objects.order_by("pk").values_list("quotation", flat=True)) == ["", "The bridge waits."]


def test_what_others_say_and_bring_appears_where_nobody_writes(
    open_browser: Open, article: Article, url: str, rita: User, ed: User
) -> None:
    first, second = make_claim(article, 1), make_claim(article, 2)
    page = open_browser(rita)
    arrive(page, url)
    page.get_by_label("Note").fill("Half a note.")
    comment(first, ed, "Who is this?")
    add_evidence(
        claims=[first], content=NewEvidence("https://example.org/a"), stance=Stance.SUPPORTS, key=uuid.uuid4(), by=ed
    )
    expect(page.locator("#talk")).to_contain_text("Who is this?")
    expect(page.locator("#evidence")).to_contain_text("https://example.org/a")
    expect(page.get_by_label("Note")).to_have_value("Half a note.")
    open_tab(page, "talk")
    page.get_by_label("Comment", exact=True).fill("Half a comment.")
    comment(first, ed, "And once more?")
    comment(second, ed, "On another claim.")
    expect(page.locator("#claim-2 .fc-unread")).to_have_text("1")
    expect(page.locator("#talk")).not_to_contain_text("And once more?")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a comment.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#talk")).to_contain_text("And once more?")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages(
    open_browser: Open,
    axe: Callable[[Page], None],
    viewport: dict[str, int],
    article: Article,
    url: str,
    rita: User,
    ed: User,
) -> None:
    make_user("reviewer", "omar")
    first, second = make_claim(article, 1), make_claim(article, 2)
    long = "https://example.org/" + "minutes-of-the-council-" * 12
    for link, stance in ((long, Stance.SUPPORTS), ("https://example.org/a", Stance.CONTRADICTS)):
        link_to_page = NewEvidence(
            link, place="page 3", quotation="It can wait.\nSays who?", is_primary=True, contact="the clerk"
        )
        add_evidence(claims=[first, second], content=link_to_page, stance=stance, key=uuid.uuid4(), by=rita)
    file = StoredFile("ab/cd", "A" * 150 + ".pdf", "application/pdf", 3_000_000, "a" * 64)
    add_evidence(claims=[first], content=NewEvidence(file=file), stance=Stance.CONTEXT, key=uuid.uuid4(), by=ed)
    add_evidence(
        claims=[second], content=NewEvidence("https://example.org/b"), stance=Stance.CONTEXT, key=uuid.uuid4(), by=ed
    )
    for number in range(3):
        comment(first, ed, f"@rita: who is this?\nAnd number {number}? {'x' * 120}")
    comment(second, rita, "Mine.")
    comment(second, ed, "Theirs.")
    page = open_browser(rita, viewport=viewport)
    page.goto("/articles/mentions/")
    check(page, axe)
    page.goto(url.replace("/1/", "/3/"))
    check(page, axe)
    arrive(page, url)
    check(page, axe)
    open_tab(page, "evidence")
    page.get_by_role("link", name="Add evidence").click()
    expect(page.get_by_label("Link")).to_be_visible()
    check(page, axe)
    open_tab(page, "talk")
    page.get_by_label("Comment", exact=True).focus()
    expect(page.locator("#comment-help")).to_contain_text("@omar")
    check(page, axe)
    page.goto(url + "evidence/")
    check(page, axe)
    page.get_by_label("Supports it").check()
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#evidence")).to_contain_text("Give a link or choose a file.")
    check(page, axe)

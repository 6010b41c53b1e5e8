"""Keys on every keyboard: each press as such a keyboard sends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from tests.browser.conftest import all_saved
from tests.factories import make_article

Open = Callable[..., Page]

SHIFT = 8

#: Keyboard, the ``key`` it sends, where on the keyboard (``code``), whether Shift is held, and the choice that is made.
PRESSES = [
    ("US", "u", "KeyU", False, "verdict=unverified"),
    ("US", "U", "KeyU", True, "said=unverified"),
    ("US, Caps Lock", "U", "KeyU", False, "verdict=unverified"),
    ("US, Caps Lock", "u", "KeyU", True, "said=unverified"),
    ("US, Caps Lock", "X", "KeyX", False, "verdict=not_checkable"),
    ("number pad", "1", "Numpad1", False, "status=named_official"),
    ("AZERTY", "&", "Digit1", False, "status=named_official"),
    ("AZERTY", "é", "Digit2", False, "status=named_person"),
    ("AZERTY", "1", "Digit1", True, "status=named_official"),
    ("AZERTY", "v", "KeyV", False, "verdict=verified"),
    ("Dvorak", "u", "KeyF", False, "verdict=unverified"),
    ("Russian", "м", "KeyV", False, "verdict=verified"),
    ("Russian", "М", "KeyV", True, "said=verified"),
    ("Russian, Caps Lock", "В", "KeyD", False, "verdict=disputed"),
    ("Greek", "θ", "KeyU", False, "verdict=unverified"),
    ("Greek", "Θ", "KeyU", True, "said=unverified"),
    ("Hebrew", "ס", "KeyX", False, "verdict=not_checkable"),
    ("Arabic", "ر", "KeyV", False, "verdict=verified"),
    ("Arabic", "}", "KeyV", True, "said=verified"),
    ("Arabic", "٤", "Digit4", False, "status=document"),
    ("Persian", "۱", "Digit1", False, "status=named_official"),
    ("Persian", "۲", "Numpad2", False, "status=named_person"),
    ("Hindi", "ु", "KeyU", False, "verdict=unverified"),
    ("Japanese, full width", "ｕ", "KeyU", False, "verdict=unverified"),
]  # fmt: skip

#: Keys that stand for nothing here, though something would be in that place on a US keyboard.
SILENT = [
    ("Dvorak", "g", "KeyU", False),
    ("Dvorak", ";", "KeyZ", False),
    ("German", "y", "KeyZ", False),
    ("German", "/", "Digit7", True),
    ("US", "!", "Digit1", True),
    ("US", "J", "KeyJ", True),
    ("number pad without Num Lock", "End", "Numpad1", False),
]


def send(cdp: CDPSession, key: str, code: str, *, shift: bool = False) -> None:
    modifiers = SHIFT if shift else 0
    for kind in ("keyDown", "keyUp"):
        cdp.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "modifiers": modifiers})


def chosen(page: Page) -> dict[str, str]:
    choices: dict[str, str] = page.evaluate("""() => Object.fromEntries(
        [...document.querySelectorAll("#review-form :checked[type=radio]")].map(({name, value}) => [name, value]))""")
    return choices


def opened(open_browser: Open, user: User, article: Article, number: int) -> tuple[Page, CDPSession]:
    page = open_browser(user)
    page.goto(f"/articles/{article.pk}/claims/{number}/")
    page.wait_for_load_state()
    return page, page.context.new_cdp_session(page)


@pytest.fixture
def article(desk: None) -> Article:
    text = "The mayor met the council.\nThe mayor said no.\nBerg said yes.\nThe bridge is old."
    return make_article(text, statuses=["unattributed", "unnamed_official", "named_person", "unattributed"])


def test_every_keyboard_makes_the_same_choice(open_browser: Open, ed: User, article: Article) -> None:
    page, cdp = opened(open_browser, ed, article, 2)
    page.locator("#review-form [name=status][value=organization]").check()
    before = chosen(page) | {"said": "pending", "verdict": "pending"}

    for keyboard, key, code, shift, choice in PRESSES:
        page.evaluate(
            """choices => { for (const [name, value] of Object.entries(choices))
            document.querySelector(`#review-form [name="${name}"][value="${value}"]`).checked = true; }""",
            before,
        )
        send(cdp, key, code, shift=shift)
        name, value = choice.split("=")
        assert chosen(page) == before | {name: value}, f"{keyboard}: {key}"


def test_a_sign_of_another_keyboard_is_no_key(open_browser: Open, ed: User, article: Article) -> None:
    page, cdp = opened(open_browser, ed, article, 2)
    before = chosen(page)
    address = page.url

    for keyboard, key, code, shift in SILENT:
        send(cdp, key, code, shift=shift)
        assert chosen(page) == before, f"{keyboard}: {key}"
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    assert page.url == address


def test_caps_lock_answers_the_question_that_was_asked(open_browser: Open, ed: User, article: Article) -> None:
    """Ed judges a claim without a speaker, where nobody is asked whether the source said it."""
    page, cdp = opened(open_browser, ed, article, 1)
    expect(page.locator(".fc-said-question")).to_be_hidden()
    send(cdp, "U", "KeyU")
    send(cdp, "Enter", "Enter")

    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    all_saved(page)
    claim = Claim.objects.get(article=article, number=1)
    assert (claim.verdict, claim.said) == ("unverified", "pending")


def test_a_key_sets_nothing_that_is_hidden(open_browser: Open, ed: User, article: Article) -> None:
    page, cdp = opened(open_browser, ed, article, 1)
    send(cdp, "U", "KeyU", shift=True)
    assert chosen(page)["said"] == "pending"

    # Asked again as soon as it is shown.
    send(cdp, "2", "Digit2")
    send(cdp, "U", "KeyU", shift=True)
    assert chosen(page)["said"] == "unverified"


def test_a_key_presses_nothing_that_is_disabled_or_in_closed_details(
    open_browser: Open, rita: User, article: Article
) -> None:
    page, cdp = opened(open_browser, rita, article, 2)
    page.evaluate("""() => {
        const details = document.createElement("details");
        document.querySelector(".fc-slot-note").prepend(details);
        details.append(document.querySelector("#id_note"));
        document.querySelector("#review-form [name=verdict][value=verified]").disabled = true;
    }""")
    send(cdp, "n", "KeyN")
    send(cdp, "v", "KeyV")
    assert chosen(page)["verdict"] == "pending"
    expect(page.locator("#id_note")).not_to_be_focused()

    # What is typed in one go after it was meant for the field that isn't there.
    send(cdp, "W", "KeyW")
    expect(page.locator("#id_wording")).not_to_be_focused()
    send(cdp, "Escape", "Escape")
    send(cdp, "W", "KeyW")
    expect(page.locator("#id_wording")).to_be_focused()


def test_the_next_claim_and_the_list_of_keys_on_a_russian_keyboard(
    open_browser: Open, rita: User, article: Article
) -> None:
    page, cdp = opened(open_browser, rita, article, 2)
    send(cdp, "о", "KeyJ")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 3 ")
    send(cdp, "Л", "KeyK")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    send(cdp, "?", "Digit7", shift=True)
    expect(page.locator("#help table").first).to_be_visible()


def test_keys_typed_ahead_keep_their_meaning(open_browser: Open, ed: User, article: Article) -> None:
    """With Caps Lock on, and before the next claim is there: it is asked of that claim."""
    page, cdp = opened(open_browser, ed, article, 1)
    expect(page.locator(".fc-said-question")).to_be_hidden()
    send(cdp, "Enter", "Enter")
    send(cdp, "u", "KeyU", shift=True)
    send(cdp, "D", "KeyD")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")

    page.wait_for_function("document.querySelector('#review-form [name=verdict][value=disputed]').checked")
    assert chosen(page)["said"] == "unverified"


def test_ones_own_keys_are_meant_and_printed(open_browser: Open, rita: User, article: Article) -> None:
    rita.own_keys = {"j": "l", "v": "j"}
    rita.save()
    page, cdp = opened(open_browser, rita, article, 2)
    following = page.get_by_role("link", name="Next claim")
    expect(following).to_have_attribute("aria-keyshortcuts", "l")
    expect(following.locator("kbd")).to_have_text("l")
    send(cdp, "j", "KeyJ")
    assert chosen(page)["verdict"] == "verified"
    send(cdp, "v", "KeyV")  # moved: it stands for nothing now
    assert chosen(page)["verdict"] == "verified"
    send(cdp, "l", "KeyL")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 3 ")
    expect(following.locator("kbd")).to_have_text("l")


def test_single_keys_that_are_off_do_nothing(open_browser: Open, rita: User, article: Article) -> None:
    """WCAG 2.1.4: speech input, and whoever rests a hand on the keyboard, sets nothing off."""
    rita.uses_keys = False
    rita.save()
    page, cdp = opened(open_browser, rita, article, 2)
    before = chosen(page)
    for key in "1vujsz?":
        send(cdp, key, f"Key{key.upper()}")
    assert chosen(page) == before
    expect(page.locator("#panel-heading")).to_contain_text("Claim 2 ")
    expect(page.locator(".fc-controls kbd").first).to_be_hidden()
    send(cdp, "Enter", "Enter")
    expect(page.locator("#panel-heading")).to_contain_text("Claim 3 ")

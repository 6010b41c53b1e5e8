"""The second factor in a real browser: the picture to scan, a passkey, and signing in again in place."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from playwright.sync_api import Locator, Page, expect

from factcheck.accounts.models import Session, User
from tests.accounts.test_second_factor import code_of, give_app
from tests.factories import PASSWORD, make_article

Open = Callable[..., Page]


def give_authenticator(page: Page) -> None:
    """A security key as the browser itself plays it, by the protocol of its own tools."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page | Locator, name: str) -> None:
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_role("main").get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Continue").click()


def test_an_app_is_set_up_from_a_picture_that_the_content_policy_lets_through(
    open_browser: Open, rita: User, axe: Callable[[Page], None]
) -> None:
    page = open_browser(rita)
    page.goto("/accounts/")
    page.get_by_role("link", name="Second factor").click()
    axe(page)
    page.get_by_role("link", name="Set up an app").click()
    confirm(page)
    picture = page.get_by_role("img", name="QR code with the key below")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    axe(page)
    page.get_by_label("Authenticator code").fill(code_of(page.locator("ol code").inner_text()))
    page.get_by_role("button", name="Set up").click()

    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    axe(page)
    assert Authenticator.objects.filter(user=rita, type="totp").exists()


def test_a_passkey_is_added_and_signs_in_alone_and_in_place(
    open_browser: Open, rita: User, axe: Callable[[Page], None]
) -> None:
    article = make_article("The mayor met the council.")
    page = open_browser(None)
    give_authenticator(page)
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    sign_in(page, "rita")
    confirm(page)
    page.get_by_label("Name", exact=True).fill("Blue key")
    axe(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("listitem").filter(has_text="Blue key")).to_be_visible()
    axe(page)

    Session.objects.all().delete()
    page.goto("/accounts/login/")
    sign_in(page, "rita")
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()

    page.goto(f"/articles/{article.pk}/?claim=1")
    page.goto("/desk/")
    Session.objects.all().delete()
    page.keyboard.press("g")
    dialog = page.get_by_role("dialog", name="You are signed out")
    sign_in(dialog, "rita")
    dialog.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 ")


def test_in_place_a_code_is_asked_for_and_what_waits_is_sent(
    open_browser: Open, rita: User, axe: Callable[[Page], None]
) -> None:
    make_article("The mayor met the council.")
    secret = give_app(rita)
    page = open_browser(rita)
    page.goto("/desk/")
    Session.objects.all().delete()
    page.keyboard.press("g")
    dialog = page.get_by_role("dialog", name="You are signed out")
    sign_in(dialog, "rita")
    code = dialog.get_by_label("Code from your app, or a recovery code")
    expect(code).to_be_focused()
    expect(dialog.get_by_role("button", name="Use a passkey")).to_be_hidden()
    axe(page)
    code.fill("000000")
    code.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Wrong code")
    code.fill(code_of(secret))
    code.press("Enter")

    expect(page.locator("#panel-heading")).to_contain_text("Claim 1 ")

"""How people come to the desk: by a link, once, with a role that an administrator chose."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from factcheck.accounts import invitations
from factcheck.accounts.models import AuditEntry, Invitation, User
from factcheck.refusals import Refused
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/accounts/invitation/add/"
GOOD = "nine slow herons fly"
FIELDS = {"email": "mira@example.org", "first_name": "Mira", "last_name": "Vance", "role": "Reviewers"}


def words(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def link_in(text: str) -> str:
    (link,) = set(re.findall(r"http://testserver(/accounts/invitation/[\w-]+/)", text))
    return str(link)


def invite(client: Client, **fields: str) -> str:
    """The link, as it is shown to the administrator."""
    return link_in(words(client.post(ADD, FIELDS | fields)))


def accept(link: str, client: Client | None = None, **fields: str) -> Any:
    typed = {"username": "mira", "first_name": "Mira", "last_name": "Vance", "password1": GOOD, "password2": GOOD}
    return (client or Client()).post(link, typed | fields)


@pytest.fixture
def by_ada(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.mark.parametrize(
    ("role", "called"),
    [("Reviewers", "Reviewers"), ("Editors", "Editors"), ("Administrators", "Administrator"), ("none", "None yet")],
)
def test_somebody_is_invited_with_a_role_and_chooses_their_password(by_ada, role, called):
    link = invite(by_ada, role=role)
    guest = Client()
    page = words(guest.get(link))
    assert "mira@example.org" in page
    assert 'value="Vance"' in page

    response = accept(link, guest)

    assert response["Location"] == "/articles/"
    person = User.objects.get(username="mira")
    assert (person.role, person.email, str(person)) == (called, "mira@example.org", "Mira Vance")
    assert guest.session["_auth_user_id"] == str(person.pk)
    assert person.check_password(GOOD)
    assert set(AuditEntry.objects.values_list("event", flat=True)) >= {"invited", "invitation_used"}


def test_where_there_is_mail_the_link_is_sent_and_the_administrator_never_sees_it(by_ada, settings):
    settings.HAS_MAIL = True
    response = by_ada.post(ADD, FIELDS, follow=True)

    (letter,) = mail.outbox
    assert letter.to == ["mira@example.org"]
    link = link_in(letter.body)
    assert link.split("/")[-2] not in response.content.decode()
    assert "sent to mira@example.org" in words(response)
    assert Client().get(link).status_code == 200


def test_where_the_mail_server_is_away_the_link_is_shown(by_ada, settings, monkeypatch):
    settings.HAS_MAIL = True

    def fail(*args: Any, **named: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)

    assert Client().get(invite(by_ada)).status_code == 200


def test_a_link_works_once(by_ada):
    link = invite(by_ada)
    accept(link)

    assert accept(link, username="other").status_code == 404
    assert "doesn’t work" in words(Client().get(link))
    assert not User.objects.filter(username="other").exists()


def test_of_two_who_use_a_link_at_once_one_gets_in(ada):
    group = Group.objects.get(name="Editors")
    invitation, plain = invitations.invite(email="mira@example.org", group=group, is_administrator=False, by=ada)
    both = [invitations.find(plain), invitations.find(plain)]
    invitations.accept(invitation=both[0], person=User(username="first"), password=GOOD)
    with pytest.raises(Refused):
        invitations.accept(invitation=both[1], person=User(username="second"), password=GOOD)

    assert not User.objects.filter(username="second").exists()
    assert Invitation.objects.get(pk=invitation.pk).used_by.username == "first"


@pytest.mark.parametrize("end", ["old", "withdrawn", "again", "unknown", "passwords off"])
def test_links_that_ended_make_no_account(by_ada, settings, end):
    link = invite(by_ada)
    if end == "old":
        Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif end == "withdrawn":
        pk = Invitation.objects.get().pk
        by_ada.post(f"/admin/accounts/invitation/{pk}/change/", {"_withdraw": "1"})
        assert AuditEntry.objects.filter(event="invitation_withdrawn").exists()
    elif end == "again":
        invite(by_ada)
    elif end == "passwords off":
        settings.PASSWORD_SIGN_IN = False
    else:
        link = "/accounts/invitation/guess/"

    assert accept(link).status_code == 404
    assert not User.objects.filter(username="mira").exists()


def test_the_secret_is_not_kept(by_ada):
    secret = invite(by_ada).split("/")[-2]

    assert secret not in str(list(Invitation.objects.values()))
    pk = Invitation.objects.get().pk
    for page in ("/admin/accounts/invitation/", f"/admin/accounts/invitation/{pk}/change/"):
        assert secret not in by_ada.get(page).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password2": "another one here"}, "The two passwords differ."),
        ({"password1": "short", "password2": "short"}, "use at least 12 characters"),
        ({"password1": "Mira Vance Mira", "password2": "Mira Vance Mira"}, "too easy to guess"),
        ({"username": "ADA"}, "This username is taken"),
        ({"username": "Ada@example.org"}, "This username is taken"),
        ({"username": ""}, "required"),
    ],
)
def test_what_doesnt_do_is_said_and_the_rest_stays(by_ada, ada, fields, sentence):
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    link = invite(by_ada)
    response = accept(link, **fields)

    assert response.status_code == 422
    assert sentence in words(response)
    assert 'value="Vance"' in words(response)
    assert accept(link).status_code == 302


def test_who_is_signed_in_makes_no_second_account(by_ada):
    link = invite(by_ada)

    assert "Sign out first" in words(accept(link, by_ada))
    assert accept(link).status_code == 302


# Who invites, and whom


@pytest.mark.parametrize("role", [None, "reviewer", "editor", "nobody"])
def test_administrators_alone_invite(role, client):
    if role != "nobody":
        client.force_login(make_user(role, "other"))
    client.post(ADD, FIELDS)

    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": ""}, "This field is required"),
        ({"role": "Owners"}, "Select a valid choice"),
        ({"email": "ADA@example.org"}, "already has this address"),
        ({"email": ""}, "This field is required"),
    ],
)
def test_nobody_is_invited_without_a_role_or_twice(by_ada, ada, fields, sentence):
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")

    assert sentence in words(by_ada.post(ADD, FIELDS | fields))
    assert not Invitation.objects.exists()


def test_adding_a_person_leads_to_inviting_them(by_ada):
    assert by_ada.get("/admin/accounts/user/add/")["Location"] == ADD
    by_ada.post("/admin/accounts/user/add/", {"username": "x", "password1": GOOD, "password2": GOOD})

    assert not User.objects.filter(username="x").exists()


def test_with_passwords_off_nobody_is_invited(by_ada, settings):
    settings.PASSWORD_SIGN_IN, settings.OIDC_NAME = False, "Gazette"

    assert "people sign in with Gazette" in words(by_ada.get(ADD, follow=True))
    assert by_ada.post(ADD, FIELDS).status_code == 302
    assert not Invitation.objects.exists()


# A person's role and address in the administration


def change(client: Client, person: User, **fields: Any) -> Any:
    kept = {"username": person.username, "first_name": "", "last_name": "", "email": person.email}
    return client.post(f"/admin/accounts/user/{person.pk}/change/", kept | fields)


def test_nobody_is_saved_without_a_role_or_plainly_none(by_ada, rita):
    response = change(by_ada, rita)
    assert "Choose a group or superuser, or select “No access yet”." in words(response)
    assert User.objects.get(pk=rita.pk).can_review

    editors = Group.objects.get(name="Editors").pk
    assert "Choose either a role or no access" in words(change(by_ada, rita, groups=[editors], no_access="on"))
    assert change(by_ada, rita, no_access="on").status_code == 302
    assert not User.objects.get(pk=rita.pk).has_role
    page = words(by_ada.get(f"/admin/accounts/user/{rita.pk}/change/"))
    (box,) = re.findall(r'<input[^>]*name="no_access"[^>]*>', page)
    assert " checked" in box
    change(by_ada, rita, groups=[editors])
    changes = AuditEntry.objects.filter(event="role_changed").order_by("pk")
    assert [entry.details["role"] for entry in changes] == ["None yet", "Editors"]


def test_a_changed_address_is_told_to_the_old_one_and_finds_the_account_alone(by_ada, rita, settings):
    settings.HAS_MAIL = True
    old = rita.email
    reviewers = Group.objects.get(name="Reviewers").pk
    change(by_ada, rita, groups=[reviewers], email="new@example.org")

    assert [letter.to for letter in mail.outbox] == [[old], ["new@example.org"]]
    assert "address was changed" in mail.outbox[0].subject
    assert AuditEntry.objects.filter(event="address_changed", subject_pk=rita.pk).exists()
    mail.outbox.clear()
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": old})
    assert not mail.outbox
    stranger.post("/accounts/password/reset/", {"email": "new@example.org"})
    assert mail.outbox


def test_two_people_never_have_one_address(by_ada, rita, ed):
    reviewers = Group.objects.get(name="Reviewers").pk

    assert "already has this address" in words(change(by_ada, rita, groups=[reviewers], email=ed.email.upper()))


def test_an_open_session_changes_no_address(client, rita, ed):
    client.force_login(rita)
    for fields in ({"email": "mine@example.org", "action_add": ""}, {"email": rita.email, "action_primary": ""}):
        client.post("/accounts/email/", fields)
    client.post("/accounts/password/set/", {"password1": GOOD, "password2": GOOD})

    from allauth.account.models import EmailAddress

    assert not EmailAddress.objects.filter(email="mine@example.org").exists()
    assert User.objects.get(pk=rita.pk).email == rita.email
    assert "An administrator changes it." in words(client.get("/accounts/email/", follow=True))


def test_a_password_that_an_administrator_sets_is_told(by_ada, rita, settings):
    settings.HAS_MAIL = True
    by_ada.post(
        f"/admin/accounts/user/{rita.pk}/password/", {"usable_password": "true", "password1": GOOD, "password2": GOOD}
    )

    assert User.objects.get(pk=rita.pk).check_password(GOOD)
    assert [letter.to for letter in mail.outbox] == [[rita.email]]
    assert AuditEntry.objects.filter(event="password_changed", subject_pk=rita.pk).exists()


def test_secrets_and_links_of_accounts_are_not_in_the_administration(by_ada):
    for place in (
        "mfa/authenticator",
        "account/emailaddress",
        "socialaccount/socialapp",
        "socialaccount/socialaccount",
    ):
        assert by_ada.get(f"/admin/{place}/").status_code == 404

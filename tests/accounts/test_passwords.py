"""Which passwords may be chosen."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from factcheck.accounts.models import User
from tests.accounts.test_second_factor import give_app
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    person = make_user("reviewer", "mvance")
    person.first_name, person.last_name, person.email = "Mira", "Vance", "mira.vance@example.org"
    person.save()
    return person


def is_good(password: str, person: User | None = None) -> bool:
    try:
        validate_password(password, person)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("password", ["nine slow herons fly", "zwölf Häuser", "kT9#vqLp2!xR", "one newsroom of herons"])
def test_long_ones_do(password, person):
    assert is_good(password, person)


@pytest.mark.parametrize(
    "password",
    [
        "Qatar2026",
        "84736251",
        "password1234",
        "factcheck-newsroom",
        "factcheck2026",
        "MiraVance1979!",
        "Vance-Mira-77",
        "mvance-mvance",
        "qwertyuiop123",
    ],
)
def test_short_ones_and_what_everybody_knows_do_not(password, person):
    assert not is_good(password, person)


def test_eight_characters_do_beside_a_second_factor(person):
    assert not is_good("kT9#vqLp", person)
    give_app(person)

    assert is_good("kT9#vqLp", person)
    assert not is_good("kT9#vqL", person)
    assert not is_good("Vance-kT9#", person)
    assert not is_good("newsroom", person)


def test_the_names_of_the_outlet_and_of_the_host_do_not_count(person, settings):
    assert is_good("Marsh-Gazette-77", person)
    settings.CLAIMREVIEW_ORGANIZATION = "The Marsh Gazette"
    assert not is_good("Marsh-Gazette-77", person)

    settings.ALLOWED_HOSTS = ["desk.tidewater.example"]
    assert not is_good("tidewater-desk-1", person)


def test_a_name_of_two_letters_is_no_word():
    person = make_user("editor", "ed")

    assert is_good("wanted, dead or alive", person)


def test_a_password_of_before_goes_on(client, person, settings):
    person.set_password("Qatar2026")
    person.save()
    client.post("/accounts/login/", {"login": "mvance", "password": "Qatar2026"})

    assert "_auth_user_id" in client.session


def test_a_new_one_is_held_to_it_and_told_by_mail(client, person, settings, mailoutbox):
    settings.HAS_MAIL = True
    client.post("/accounts/login/", {"login": "mvance", "password": PASSWORD})
    page = client.get("/accounts/password/change/").content.decode()
    assert "At least 12 characters" in page
    fields = {"oldpassword": PASSWORD, "password1": "factcheck2026", "password2": "factcheck2026"}
    assert "too easy to guess" in client.post("/accounts/password/change/", fields).content.decode()
    assert not mailoutbox

    good = {"oldpassword": PASSWORD, "password1": "nine slow herons fly", "password2": "nine slow herons fly"}
    client.post("/accounts/password/change/", good, headers={"user-agent": "Firefox/1 (Windows)"})

    (letter,) = mailoutbox
    assert letter.to == [person.email]
    assert "Your Factcheck password was changed." in letter.body
    assert "127.0.0.1, Firefox on Windows" in letter.body

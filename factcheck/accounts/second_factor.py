"""The second factor: who needs one, who has one, and taking away one that was lost."""

from __future__ import annotations

from typing import cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from factcheck.accounts import sessions
from factcheck.accounts.models import User

#: What counts. Codes on paper are for the day when these are lost, and never there without one of them.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(person: User) -> bool:
    """Whether this person has an app or a passkey. Whoever is signed in comes with the answer."""
    known: bool | None = getattr(person, "known_factor", None)
    return Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists() if known is None else known


def is_demanded_of(person: User) -> bool:
    """Whether the desk demands one of people with this role (``SECOND_FACTOR``)."""
    demand = settings.SECOND_FACTOR
    return demand == "everybody" or (demand == "editors" and (person.is_superuser or person.can_set_verdict))


def is_missing(request: HttpRequest) -> bool:
    """Whether who is signed in has to set one up first. Who came by single sign-on has that provider's."""
    person = cast(User, request.user)
    return is_demanded_of(person) and not has_one(person) and not came_by_provider(request)


def came_by_provider(request: HttpRequest) -> bool:
    return any(record.get("method") == "socialaccount" for record in get_authentication_records(request, request.user))


@transaction.atomic
def take_away(person: User) -> int:
    """Remove all of somebody's factors and end their sessions; how many factors that were, codes not counted."""
    count = Authenticator.objects.filter(user=person, type__in=FACTORS).count()
    Authenticator.objects.filter(user=person).delete()
    sessions.end_sessions(person)
    return count


class DeskFactors(DefaultMFAAdapter):
    """allauth's second factors, in our words and under our rule on who needs one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Wrong code. Codes change every 30 seconds; try the one showing now.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
    }

    def generate_authenticator_name(self, user: User, type: str) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

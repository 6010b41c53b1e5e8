"""Single sign-on by OpenID Connect: the provider says who somebody is and in which groups, the desk what that means.

Accounts are made at the first sign-in, for people whose groups give a role; at each later one the role follows the
groups. Nobody links an account to a provider by hand: an open session could else be kept for good.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from factcheck.accounts import sessions
from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import ADMINISTRATORS, EDITORS, REVIEWERS, User

logger = logging.getLogger(__name__)

#: The roles that groups may stand for, the one with most rights first: it counts where several fit.
ROLES = (ADMINISTRATORS, EDITORS, REVIEWERS)


def role_of(claims: dict[str, Any]) -> str | None:
    """The role that somebody's groups give them; None for none."""
    groups = claims.get(settings.OIDC_GROUPS_CLAIM, [])
    named = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    roles = {settings.OIDC_ROLES[group] for group in map(str, named) if group in settings.OIDC_ROLES}
    return next((role for role in ROLES if role in roles), None)


@transaction.atomic
def give_role(person: User, role: str | None, *, request: HttpRequest | None = None, by: User | None = None) -> bool:
    """Make it the role somebody has, in place of whichever of the three they had; whether that changed anything.

    Groups that an administrator made stay. Without a role, or with fewer rights, nobody goes on in an open session.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    groups = [] if role in (None, ADMINISTRATORS) else list(Group.objects.filter(name=role))
    had = person.groups.filter(name__in=ROLES)
    is_administrator = role == ADMINISTRATORS
    if set(had) == set(groups) and person.is_superuser == is_administrator:
        return False
    person.groups.remove(*had)
    person.groups.add(*groups)
    User.objects.filter(pk=person.pk).update(is_superuser=is_administrator)
    sessions.end_sessions(person)
    if request is not None and request.user.pk == person.pk:
        request.session.flush()
        request.user = AnonymousUser()
    record(Event.ROLE_CHANGED, request=request, by=by, subject="user", subject_pk=person.pk, role=role or "none")
    return True


def is_linked(person: User) -> bool:
    """Whether this person comes by the provider."""
    return SocialAccount.objects.filter(user=person).exists()


class DeskProviders(DefaultSocialAccountAdapter):
    """allauth's sign-in by a provider, under our rules on who gets in."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Whether this person gets in at all; whose account it is then, and with which role."""
        if sociallogin.state.get("process", "login") != "login":
            self._refuse(request, "Accounts can’t be linked here. Sign out, then sign in with the provider.")
        claims = self._claims(request, sociallogin)
        role = role_of(claims)
        person = sociallogin.user if sociallogin.is_existing else self._known(request, sociallogin)
        if role is None:
            if person is not None and person.is_active:
                give_role(person, None, request=request, by=person)
            sentence = "None of your groups has a role at this desk; ask the person who manages the desk’s groups."
            self._refuse(request, sentence)
        if person is not None:
            if not sociallogin.is_existing:
                sociallogin.connect(request, person)
            if person.is_active:
                give_role(person, role, request=request, by=person)

    def _claims(self, request: HttpRequest, sociallogin: SocialLogin) -> dict[str, Any]:
        """What the provider says, in its token and at its own address. Both have to be about one person."""
        told = sociallogin.account.extra_data
        token, info = told.get("id_token") or {}, told.get("userinfo") or {}
        if token.get("sub") and info.get("sub") and token["sub"] != info["sub"]:
            self._refuse(
                request,
                "The sign-in provider named two different people, so nobody was signed in. Try again, or tell an "
                "administrator.",
            )
        return dict(token) | dict(info)

    def _known(self, request: HttpRequest, sociallogin: SocialLogin) -> User | None:
        """Whose address it is, where the desk links accounts by it; refused if it is somebody's and it doesn't."""
        addresses = {address.email.casefold(): address.verified for address in sociallogin.email_addresses}
        for address, verified in addresses.items():
            people = list(User.objects.filter(email__iexact=address)[:2])
            if not people:
                continue
            if settings.OIDC_LINK_BY_EMAIL and verified and len(people) == 1:
                return people[0]
            sentence = "There is already an account with your address, and it isn’t linked to this sign-in"
            self._refuse(request, f"{sentence}; ask an administrator.")
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever has no role was refused before."""
        return True

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A new account, with its role."""
        person: User = super().save_user(request, sociallogin, form)
        give_role(person, role_of(self._claims(request, sociallogin)), request=request, by=person)
        # The rights were asked for before there were any.
        return User.objects.get(pk=person.pk)

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **named: Any) -> None:
        record(Event.PROVIDER_REFUSED, request=request, why=str(error or "no answer"))
        logger.warning("Single sign-on failed: %s", named.get("exception") or error)

    def send_notification_mail(self, *args: Any, **named: Any) -> None:
        get_account_adapter().send_notification_mail(*args, **named)

    def _refuse(self, request: HttpRequest, sentence: str) -> None:
        record(Event.PROVIDER_REFUSED, request=request, why=sentence)
        raise ImmediateHttpResponse(render(request, "accounts/provider_refused.html", {"why": sentence}, status=403))

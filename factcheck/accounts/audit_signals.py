"""What Django and allauth tell by signals, and the admin's own log, written into the audit log."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth import signals as auth_signals
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import User
from factcheck.accounts.second_factor import FACTORS

_ACTIONS = {ADDITION: Event.ADMIN_ADDED, CHANGE: Event.ADMIN_CHANGED, DELETION: Event.ADMIN_DELETED}


@receiver(auth_signals.user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: User, **named: Any) -> None:
    ways = [step["method"] for step in get_authentication_records(request, user)] if request.session else []
    details: dict[str, Any] = {"method": ", ".join(ways)} if ways else {}
    record(Event.SIGNED_IN, request=request, by=user, **details)


@receiver(auth_signals.user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **named: Any) -> None:
    if user is not None:
        record(Event.SIGNED_OUT, request=request, by=user)


@receiver(auth_signals.user_login_failed)
def sign_in_failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **named: Any) -> None:
    """Whose account was tried, if there is one. What was typed isn't kept: people type passwords into the wrong box."""
    login = str(credentials.get("username") or credentials.get("email") or "").replace("\x00", "")
    tried = User.objects.filter(Q(username=login) | Q(email__iexact=login)).only("pk").first() if login else None
    record(
        Event.SIGN_IN_FAILED, request=request, subject="user" if tried else "", subject_pk=tried.pk if tried else None
    )


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
def password_changed(sender: Any, request: HttpRequest, user: User, **named: Any) -> None:
    record(Event.PASSWORD_CHANGED, request=request, by=user, subject="user", subject_pk=user.pk)


@receiver(account_signals.password_reset)
def password_reset(sender: Any, request: HttpRequest, user: User, **named: Any) -> None:
    record(Event.PASSWORD_RESET, request=request, by=user, subject="user", subject_pk=user.pk)


@receiver(mfa_signals.authenticator_added)
def factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **named: Any) -> None:
    is_factor = authenticator.type in FACTORS
    record(Event.FACTOR_ADDED if is_factor else Event.CODES_MADE, request=request, by=user, kind=authenticator.type)


@receiver(mfa_signals.authenticator_reset)
def codes_made(sender: Any, request: HttpRequest, user: User, **named: Any) -> None:
    record(Event.CODES_MADE, request=request, by=user)


@receiver(mfa_signals.authenticator_removed)
def factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **named: Any) -> None:
    record(Event.FACTOR_REMOVED, request=request, by=user, kind=authenticator.type)


@receiver(mfa_signals.authentication_failed)
def factor_failed(sender: Any, request: HttpRequest, user: User, **named: Any) -> None:
    record(Event.FACTOR_FAILED, request=request, subject="user", subject_pk=user.pk)


@receiver(post_save, sender=LogEntry)
def changed_in_admin(sender: Any, instance: LogEntry, created: bool, **named: Any) -> None:
    """Which fields of what were changed; their values are not in the log."""
    if not created:
        return
    kind = instance.content_type.model if instance.content_type else ""
    key = str(instance.object_id)  # not a text yet in an entry that was just made
    fields = ", ".join(_fields(instance.change_message))
    details: dict[str, Any] = {"fields": fields} if fields else {}
    record(
        _ACTIONS[instance.action_flag],
        by=instance.user,
        subject=kind,
        subject_pk=int(key) if key.isdecimal() else None,
        **details,
    )


def _fields(message: str) -> list[str]:
    """The names of fields in the admin's own list of changes; none in a sentence somebody wrote."""
    try:
        changes = json.loads(message)
    except ValueError:
        return []
    parts = changes if isinstance(changes, list) else []
    return [name for part in parts for kind in part.values() for name in kind.get("fields", [])]

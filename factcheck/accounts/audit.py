"""The audit log: who signed in, was refused, read what is guarded, took copy out or changed what others may do.

It only grows, says nothing of what a text says, and never fails the request it is about. What people decide on claims
isn't in it: the log of decisions has that. Retention is ``AUDIT_DAYS``.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from contextvars import ContextVar
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, connection, models, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from factcheck.accounts.models import AuditEntry, User

logger = logging.getLogger(__name__)
#: With AUDIT_JSON=on, each entry as a line of JSON on standard output, for whatever collects logs.
lines = logging.getLogger("factcheck.audit")

#: Rows that one statement clears away.
_BATCH = 10_000


class Event(models.TextChoices):
    """What is logged, and how the page calls it. The database holds no list: a new event needs no migration."""

    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    LOCKED_OUT = "locked_out", "Sign-in slowed down after too many tries"
    SIGNED_OUT = "signed_out", "Signed out"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PASSWORD_RESET = "password_reset", "Password set by an emailed link"
    FACTOR_ADDED = "factor_added", "Second factor set up"
    FACTOR_REMOVED = "factor_removed", "Second factor removed"
    FACTOR_TAKEN_AWAY = "factor_taken_away", "Second factor removed by an administrator"
    CODES_MADE = "codes_made", "Recovery codes created"
    FACTOR_FAILED = "factor_failed", "Wrong second-factor code"
    SESSIONS_ENDED = "sessions_ended", "Signed out everywhere else"
    SESSION_EXPIRED = "session_expired", "Session expired"
    ADDRESS_CHANGED = "address_changed", "Email address changed"
    ROLE_CHANGED = "role_changed", "Role changed"
    INVITED = "invited", "Person invited"
    INVITATION_USED = "invitation_used", "Invitation accepted"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation withdrawn"
    PROVIDER_REFUSED = "provider_refused", "Single sign-on refused"
    TOKEN_REFUSED = "token_refused", "API token refused"
    REFUSED = "refused", "Refused: not allowed"
    NOT_THERE = "not_there", "Closed or missing page"
    EVIDENCE_READ = "evidence_read", "Evidence file opened"
    SHARE_READ = "share_read", "Report opened through a shared link"
    SHARE_FILE_TAKEN = "share_file_taken", "File downloaded through a shared link"
    SHARE_MADE = "share_made", "Shared link created"
    SHARE_REVOKED = "share_revoked", "Shared link revoked"
    RESTRICTED = "restricted", "Article restricted"
    RESTRICTION_LIFTED = "restriction_lifted", "Restriction lifted"
    EDITOR_NAMED = "editor_named", "Editor given access to a restricted article"
    EDITOR_UNNAMED = "editor_unnamed", "Editor’s access to a restricted article removed"
    RESTRICTED_READ = "restricted_read", "Restricted article read"
    EXPORTED = "exported", "Report or list exported"
    ADMIN_ADDED = "admin_added", "Added in administration"
    ADMIN_CHANGED = "admin_changed", "Changed in administration"
    ADMIN_DELETED = "admin_deleted", "Deleted in administration"
    PERSON_FORGOTTEN = "person_forgotten", "Name replaced by a pseudonym"
    ERASED = "erased", "Erased"


#: The request that is answered now, for what is logged by a signal that doesn't know it.
_current: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def record(
    event: Event,
    *,
    request: HttpRequest | None = None,
    by: User | None = None,
    subject: str = "",
    subject_pk: int | None = None,
    **details: str | int | bool,
) -> None:
    """Add an entry. Without ``by`` it is of whoever is signed in; ``subject`` is a model's label, such as “article”.

    ``details`` hold no copy, no titles, no names and no passwords. An entry that can't be stored is written to the
    server's log instead: nobody's page fails because of it.
    """
    try:
        entry = _entry(event, request or _current.get(), by)
        entry.subject, entry.subject_pk = subject[:100], subject_pk
        entry.details = {name: _clean(value) for name, value in details.items()}
        lines.info(_as_json(entry))
        # Within somebody else's transaction a savepoint: what fails here must not undo what they do.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            entry.save(force_insert=True)
    except (DatabaseError, InterfaceError):
        logger.exception("An entry of the audit log could not be stored: %s %s %s", event, subject, subject_pk)


#: What somebody reads again within this time, from the same address on the same page, is one read.
_ONE_READ = dt.timedelta(minutes=10)


def record_once(
    event: Event, *, request: HttpRequest, subject: str, keys: Iterable[int], page: str, by: User | None = None
) -> None:
    """Add an entry for each of the subjects, but for those that have one of a moment ago.

    A page asks again and again for what is on it; a hundred lines for one read would hide the others.
    """
    person = by or _signed_in(request)
    try:
        lately = AuditEntry.objects.filter(
            event=event.value,
            person_pk=person.pk if person else None,
            client_address=client_address(request),
            subject=subject,
            subject_pk__in=keys,
            at__gt=timezone.now() - _ONE_READ,
            details__page=page,
        )
        known = set(lately.values_list("subject_pk", flat=True))
    except (DatabaseError, InterfaceError):
        known = set()
    for key in sorted(set(keys) - known):
        record(event, request=request, by=person, subject=subject, subject_pk=key, page=page)


def _entry(event: Event, request: HttpRequest | None, by: User | None) -> AuditEntry:
    person = by or _signed_in(request)
    return AuditEntry(
        at=timezone.now(),
        event=event.value,
        person_pk=person.pk if person else None,
        person_name=str(person) if person else "",
        client_address=client_address(request),
        request_id=getattr(request, "audit_id", ""),
    )


def _signed_in(request: HttpRequest | None) -> User | None:
    person = getattr(request, "user", None)
    return person if person is not None and person.is_authenticated else None


def _clean(value: str | int | bool) -> str | int | bool:
    """PostgreSQL takes no NUL in JSON, and nobody reads more than a line."""
    return value.replace("\x00", "")[:200] if isinstance(value, str) else value


def client_address(request: HttpRequest | None) -> str:
    """From where the request came: behind proxies, what the outermost of ours saw (PROXY_COUNT)."""
    if request is None:
        return ""
    try:
        return str(get_adapter(request).get_client_ip(request))[:45]
    except PermissionDenied:  # no address at all: a socket, a test
        return ""


def _as_json(entry: AuditEntry) -> str:
    fields: dict[str, Any] = {
        "at": entry.at.isoformat(),
        "event": entry.event,
        "person": entry.person_pk,
        "name": entry.person_name,
        "address": entry.client_address,
        "request": entry.request_id,
        "subject": entry.subject,
        "subject_pk": entry.subject_pk,
        "details": entry.details,
    }
    return json.dumps(fields, ensure_ascii=False)


def clear_old() -> int:
    """Clear away what is older than AUDIT_DAYS, and say how many entries that were; 0 days keep everything."""
    if not settings.AUDIT_DAYS:
        return 0
    before = timezone.now() - dt.timedelta(days=settings.AUDIT_DAYS)
    cleared = 0
    while True:
        with transaction.atomic():
            _allow("clear_audit")
            oldest = AuditEntry.objects.filter(at__lt=before).order_by("at", "pk").values("pk")[:_BATCH]
            count = AuditEntry.objects.filter(pk__in=oldest).delete()[0]
        cleared += count
        if count < _BATCH:
            return cleared


def forget_name(person: User, pseudonym: str) -> None:
    """Put a pseudonym in the place of somebody's name. In a transaction of the caller's."""
    _allow("forget_audit")
    AuditEntry.objects.filter(person_pk=person.pk).exclude(person_name=pseudonym).update(person_name=pseudonym)


def _allow(purpose: str) -> None:
    """Lets the trigger pass this transaction's changes, which it refuses to everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [f"factcheck.{purpose}"])


class AuditMiddleware:
    """Numbers each request, and logs what somebody signed in was refused.

    Strangers are not logged here: they get the sign-in page, and could fill the log. Addresses of share links and what
    stands in a query aren't written down, only which page it was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.audit_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        token = _current.set(request)
        try:
            response = self.get_response(request)
            if response.status_code in (403, 404):
                _record_refusal(request, response.status_code)
        finally:
            _current.reset(token)
        response["X-Request-ID"] = request.audit_id  # type: ignore[attr-defined]
        return response


def _record_refusal(request: HttpRequest, status: int) -> None:
    match = request.resolver_match
    if match is None or _signed_in(request) is None:
        return
    pk = match.kwargs.get("pk", match.kwargs.get("number"))
    if status == 404 and pk is None:
        return
    record(
        Event.REFUSED if status == 403 else Event.NOT_THERE,
        request=request,
        subject=_subject(match.route),
        subject_pk=pk if isinstance(pk, int) else None,
        page=match.view_name or match.route,
        method=request.method or "",
    )


def _subject(route: str) -> str:
    """What the number in an address counts: the word before it, as ``articles/<int:pk>/`` has it."""
    plural = route.partition("/")[0]
    return {"articles": "article", "reports": "report", "jobs": "job"}.get(plural, "")

"""Invitations: a link by which somebody makes their account, with the role that an administrator gave them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import Invitation, User
from factcheck.refusals import Refused

#: For how long a link works.
LASTS = dt.timedelta(days=7)


@transaction.atomic
def invite(
    *, email: str, group: Group | None, is_administrator: bool, by: User, first_name: str = "", last_name: str = ""
) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link, which is never shown again; earlier ones of this address end."""
    Invitation.objects.open().filter(email__iexact=email).update(withdrawn_at=timezone.now())
    plain = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        first_name=first_name,
        last_name=last_name,
        group=group,
        is_administrator=is_administrator,
        token_sha256=_sha256(plain),
        made_by=by,
        expires_at=timezone.now() + LASTS,
    )
    record(Event.INVITED, by=by, subject="invitation", subject_pk=invitation.pk, role=invitation.role)
    return invitation, plain


def find(plain: str) -> Invitation | None:
    """The invitation of a link, while it works."""
    return Invitation.objects.open().select_related("group").filter(token_sha256=_sha256(plain)).first()


@transaction.atomic
def accept(*, invitation: Invitation, person: User, password: str) -> User:
    """Make the account. ``person`` isn’t saved yet; raises Refused where the link was used or ended meanwhile."""
    locked = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if locked is None:
        raise Refused("This invitation has already been used, or has expired.")
    person.email, person.is_superuser = locked.email, locked.is_administrator
    person.set_password(password)
    person.save()
    if locked.group:
        person.groups.add(locked.group)
    locked.used_at, locked.used_by = timezone.now(), person
    locked.save(update_fields=["used_at", "used_by"])
    record(Event.INVITATION_USED, by=person, subject="invitation", subject_pk=locked.pk, role=locked.role)
    return person


def withdraw(*, invitation: Invitation, by: User) -> None:
    """End an invitation that nobody has used yet."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        record(Event.INVITATION_WITHDRAWN, by=by, subject="invitation", subject_pk=invitation.pk)


def _sha256(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()

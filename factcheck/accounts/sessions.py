"""Sessions, each with whose it is, since when, from where and when it was last used.

Django's own keep that inside, encoded. Here it is in columns: a person sees and ends their sessions by one query, and a
session ends after a time without use (``seen_at``) and for good after another (``began_at``).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from factcheck.accounts.audit import client_address
from factcheck.accounts.models import Session, User

#: What a session remembers of how it began, beside what Django keeps in it.
_CLIENT = "client"
#: How exactly it is known when a session was last used: one write a minute at most.
SEEN_EVERY = dt.timedelta(minutes=1)
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class SessionStore(DatabaseStore):
    """Django's, over our table. ``row`` is what was read of it: None for a session that is new."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]  # missing in the stubs
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        client = data.get(_CLIENT, {})
        owner = data.get(SESSION_KEY)
        now = timezone.now()
        row.user_id = int(owner) if owner is not None else None
        row.began_at = dt.datetime.fromisoformat(client["began"]) if "began" in client else now
        row.seen_at = now
        row.address = client.get("address")
        row.browser = client.get("browser", "")
        return row


def browser_name(user_agent: str) -> str:
    """Such as “Firefox on Windows”: what a person recognizes, and no more."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Unknown browser")
    system = next((name for mark, name in _SYSTEMS if re.search(rf"\b{mark}", user_agent)), "")
    return f"{browser} on {system}" if system else browser


def note_client(request: HttpRequest) -> None:
    """Somebody has signed in: their session begins now, in this browser."""
    request.session[_CLIENT] = {
        "began": timezone.now().isoformat(),
        "address": client_address(request) or None,
        "browser": browser_name(request.META.get("HTTP_USER_AGENT", "")),
    }


# ---- How long a session lasts ---------------------------------------------------------------------------------------


def limits(person: User) -> tuple[dt.timedelta, dt.timedelta]:
    """For how long this person's session lasts unused, and for how long at all."""
    name = "SESSION_ADMIN" if person.is_superuser else "SESSION"
    idle, end = getattr(settings, f"{name}_IDLE_HOURS"), getattr(settings, f"{name}_END_HOURS")
    return dt.timedelta(hours=idle), dt.timedelta(hours=end)


def has_ended(request: HttpRequest) -> bool:
    """Whether the session of who is signed in has lasted too long; one that has just begun has no row yet."""
    row = getattr(request.session, "row", None)
    if row is None:
        return False
    idle, end = limits(cast(User, request.user))
    now = timezone.now()
    return now - row.seen_at > idle or now - row.began_at > end


def note_use(request: HttpRequest) -> None:
    """Somebody did something. Written past the session itself, which may be ended elsewhere at the same time."""
    row = getattr(request.session, "row", None)
    now = timezone.now()
    if row is not None and now - row.seen_at > SEEN_EVERY:
        Session.objects.filter(pk=row.pk).update(seen_at=now)


# ---- A person's sessions --------------------------------------------------------------------------------------------


def sessions_of(person: User) -> QuerySet[Session]:
    """Those that work, the one used last first."""
    idle, end = limits(person)
    now = timezone.now()
    working = Session.objects.filter(user=person, expire_date__gt=now, seen_at__gt=now - idle, began_at__gt=now - end)
    return working.order_by("-seen_at")


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Sign somebody out in every browser but the one whose session has the key ``but``, and say how many that were."""
    return Session.objects.filter(user=person).exclude(pk=but or "").delete()[0]

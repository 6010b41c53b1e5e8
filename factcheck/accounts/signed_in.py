"""Who is signed in: the sessions of a person, ended everywhere at once."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from factcheck.accounts.models import User


def end_sessions(person: User) -> int:
    """Sign somebody out in every browser, and say how many that were.

    Whose a session is stands inside it, so all are read; a desk has some hundreds.
    """
    theirs = [
        session.pk for session in Session.objects.iterator() if session.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]

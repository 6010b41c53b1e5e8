"""What follows when somebody signs in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from factcheck.accounts import sessions


@receiver(user_logged_in)
def signed_in(request: HttpRequest, **named: Any) -> None:
    sessions.note_client(request)

"""Which passwords may be chosen: long ones, and none made of what everybody knows. Passwords of before go on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError

from factcheck.accounts import second_factor
from factcheck.accounts.models import User

LENGTH = 12
#: For whoever has a second factor, and of what is left of a password without the words below.
SHORT_LENGTH = 8
#: A name of fewer letters is part of half the words there are.
_SHORTEST_WORD = 3
_SITE = ("factcheck", "newsroom", "password")


class LongEnough:
    """Twelve characters, or eight beside a second factor."""

    def validate(self, password: str, user: User | None = None) -> None:
        length = SHORT_LENGTH if user is not None and user.pk and second_factor.has_one(user) else LENGTH
        if len(password) < length:
            raise ValidationError(f"This password is too short; use at least {length} characters.", code="short")

    def get_help_text(self) -> str:
        return f"At least {LENGTH} characters, or {SHORT_LENGTH} once you have set up a second factor."


class NothingKnown:
    """Words of the site and of the person don’t count: without them enough has to be left."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = password.casefold()
        for word in sorted(_known_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < min(SHORT_LENGTH, len(password)) and rest != password.casefold():
            raise ValidationError(
                "This password is too easy to guess: leaving out your name and the desk’s names, at least "
                f"{SHORT_LENGTH} characters have to remain.",
                code="known",
            )

    def get_help_text(self) -> str:
        return "Your name and the names of the desk and its outlet don’t count."


def _known_words(user: User | None) -> Iterator[str]:
    known = [*_SITE, settings.CLAIMREVIEW_ORGANIZATION, *settings.ALLOWED_HOSTS]
    if user is not None:
        known += [user.username, user.first_name, user.last_name, user.email]
    for text in known:
        yield from (word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORTEST_WORD)

"""Tries to sign in: whoever guesses waits longer and longer, and locks nobody out but themselves.

Wrong passwords count for the pair of who tries and whose account it is. Who tries is an address, or a browser in which
this person signed in before: strangers can't use that up. So the right password gets in at once from anywhere else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.core.internal.ratelimit import truncate_ip
from django.db import transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone

from factcheck.accounts.audit import client_address
from factcheck.accounts.kept_forms import COOKIE, last_owner
from factcheck.accounts.models import Tries, User


@dataclass(frozen=True, slots=True)
class Patience:
    """After ``free`` tries each next one waits, twice as long as the one before; ``forgotten`` without one ends it."""

    free: int
    first: dt.timedelta
    longest: dt.timedelta
    forgotten: dt.timedelta

    def wait(self, count: int) -> dt.timedelta:
        """How long the next try waits after ``count`` of them."""
        if count < self.free:
            return dt.timedelta()
        return min(self.first * 2 ** min(count - self.free, 20), self.longest)


#: Of one address, or one browser, on one account.
ON_ACCOUNT = Patience(5, dt.timedelta(seconds=5), dt.timedelta(minutes=15), dt.timedelta(days=1))
#: Of one address on all accounts: a newsroom behind one address mistypes too, so it takes many in a short time.
ON_ALL = Patience(50, dt.timedelta(seconds=2), dt.timedelta(minutes=1), dt.timedelta(minutes=10))
#: Of everybody together on the second factor of one account, but for browsers in which its owner signed in before: six
#: digits could else be guessed from many addresses, by somebody who knows the password.
ON_CODES = Patience(200, dt.timedelta(minutes=5), dt.timedelta(hours=1), dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Taken:
    """Tries that were counted before the password was looked at: many at once would else be one."""

    keys: tuple[str, ...]

    def give_back(self) -> None:
        """The password was right. The count of this account ends; others' guesses from here still count."""
        Tries.objects.filter(pk=self.keys[0]).delete()
        Tries.objects.filter(pk__in=self.keys[1:], count__gt=0).update(count=F("count") - 1)


def account_of(login: str) -> User | None:
    """Whose account a name or an address is; both are the same account."""
    return User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).order_by("pk").first()


def take(request: HttpRequest, login: str) -> Taken | dt.timedelta:
    """Count a try on the account of ``login``; where it comes too early, how long there is still to wait."""
    person = account_of(login)
    account = f"person {person.pk}" if person else f"name {login.casefold()}"
    return _take_all(_counted(request, person, account))


def take_code(request: HttpRequest, person: User) -> Taken | dt.timedelta:
    """The same for a code of this person's second factor, once the password was right."""
    return _take_all(_counted(request, person, f"codes of {person.pk}", together=ON_CODES))


def _take_all(counted: Iterator[tuple[str, Patience]]) -> Taken | dt.timedelta:
    keys = []
    for key, patience in counted:
        wait = _take(key, patience)
        if wait:
            return wait
        keys.append(key)
    return Taken(tuple(keys))


def _counted(
    request: HttpRequest, person: User | None, account: str, *, together: Patience | None = None
) -> Iterator[tuple[str, Patience]]:
    if person and last_owner(request) == person.pk:
        yield _key("browser", request.COOKIES[COOKIE], account), ON_ACCOUNT
        return
    address = truncate_ip(client_address(request))
    yield _key("address", address, account), ON_ACCOUNT
    yield _key("address", address), ON_ALL
    if together:
        yield _key("everybody", account), together


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _take(key: str, patience: Patience) -> dt.timedelta:
    """One more, unless it comes too early: then nothing is counted, or whoever goes on would wait for ever."""
    now = timezone.now()
    with transaction.atomic():
        Tries.objects.bulk_create([Tries(key=key)], ignore_conflicts=True)
        tries = Tries.objects.select_for_update().get(pk=key)
        if tries.count and now - tries.last_at > patience.forgotten:
            tries.count = 0
        free_at = tries.last_at + patience.wait(tries.count)
        if tries.count and now < free_at:
            return free_at - now
        tries.count, tries.last_at = tries.count + 1, now
        tries.save()
    return dt.timedelta()


def forget_old() -> None:
    """Drop what no longer counts."""
    Tries.objects.filter(last_at__lt=timezone.now() - ON_ACCOUNT.forgotten).delete()


def in_words(wait: dt.timedelta) -> str:
    """Such as “20 seconds” or “2 minutes”, rounded up."""
    seconds = int(wait.total_seconds()) + 1
    if seconds < 90:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    return f"{-(-seconds // 60)} minutes"

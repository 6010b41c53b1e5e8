"""Tokens by which other programs act at the desk: issued, found by what a program sends, revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.utils import timezone

from factcheck.accounts.models import ApiToken, User

#: Every token begins with this, so that people and scanners for lost secrets know one when they see it.
MARK = "factcheck_"
#: How many characters after that an administrator sees of a token.
_PREFIX_LENGTH = 4


def issue(
    *, name: str, owner: User, scope: ApiToken.Scope, by: User, expires_at: dt.datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token: its row, and the token itself, which is never shown again."""
    plain = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        owner=owner,
        scope=scope,
        token_sha256=_sha256(plain),
        prefix=plain[: len(MARK) + _PREFIX_LENGTH],
        expires_at=expires_at,
        created_by=by,
    )
    return token, plain


def find(plain: str) -> ApiToken | None:
    """The token, while it works; its use is noted.

    It is found by its hash: how long that takes says nothing about how close a guess was.
    """
    token = ApiToken.objects.working().select_related("owner").filter(token_sha256=_sha256(plain)).first()
    if token is not None:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
    return token


def revoke(*, token: ApiToken, by: User) -> None:
    """End a token now; one that was revoked before stays as it is."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)


def _sha256(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()

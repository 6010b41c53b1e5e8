"""A form that was sent after the session had ended: kept in the sign-in page, and sent once its owner is back.

What was typed goes to the browser and comes back from it, encrypted: nothing is stored for people who aren't signed in,
and whoever looks at the sign-in page reads nothing of it.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from factcheck.accounts.requests import safe_redirect_url

#: Letters of all fields, before they are packed. An article may have a million.
MAX_LETTERS = 2_000_000
#: Seconds between a refused form and its owner signing in.
MAX_AGE = 24 * 3600
#: The cookie with who was signed in last in this browser.
COOKIE = f"{settings.COOKIE_PREFIX}lastuser"
_COOKIE_AGE = 365 * 24 * 3600
_SALT = "factcheck.accounts.kept_forms"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Fields are names and values in the order they were sent. The address it goes to is of this desk."""

    owner: int
    address: str
    page: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person recognizes: each field that says something, but for those a form carries for itself."""
        shown = [(name.replace("_", " ").strip(), value) for name, value in self.fields if name not in _CARRIED]
        return [(name.capitalize(), value) for name, value in shown if value.strip()]


#: What forms carry to be told apart; it says nothing to a person.
_CARRIED = frozenset({"key", "version", "claim", "next", "changes", "claims"})


def remember_owner(request: HttpRequest, response: HttpResponseBase) -> None:
    """Notes in the browser who is signed in. A form outlives the session of whoever typed it, and is theirs alone."""
    owner = request.session.get(SESSION_KEY) if request.session.accessed else None
    if owner is not None and str(last_owner(request)) != owner:
        response.set_signed_cookie(
            COOKIE,
            owner,
            salt=_SALT,
            max_age=_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def last_owner(request: HttpRequest) -> int | None:
    """Who signed in last in this browser; None if nobody did."""
    value = request.get_signed_cookie(COOKIE, default=None, salt=_SALT)
    return int(value) if value and value.isdecimal() else None


def page_before(request: HttpRequest) -> str:
    """The path of the page of this desk that a request came from, with its query; else nothing."""
    page = urlsplit(safe_redirect_url(request, request.headers.get("Referer", "")))
    path = f"/{page.path.lstrip('/')}" if page.path else ""  # two slashes would begin the name of another host
    return f"{path}?{page.query}" if page.query else path


def keep_form(request: HttpRequest) -> str:
    """A refused form as one encrypted text; empty when nothing was typed, it is too long, or nobody knows whose it is.

    Files aren't kept, and no passwords. The form passed the check against forgery before, so it is one of ours and
    was given to whoever signed in last.
    """
    owner = last_owner(request)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        for value in values
        if isinstance(value, str)
    ]
    if owner is None or not (fields or request.FILES) or sum(len(value) for _, value in fields) > MAX_LETTERS:
        return ""
    kept = KeptForm(owner, request.get_full_path(), page_before(request), fields, bool(request.FILES))
    packed = zlib.compress(json.dumps(asdict(kept)).encode())
    return _fernet().encrypt(packed).decode()


def read_kept(packed: str) -> KeptForm | None:
    """What ``keep_form()`` packed; None for anything else, and when it is older than a day."""
    try:
        kept = json.loads(zlib.decompress(_fernet().decrypt(packed, ttl=MAX_AGE)))
    except (InvalidToken, ValueError, zlib.error):
        return None
    return KeptForm(**kept | {"fields": [(name, value) for name, value in kept["fields"]]})


def _fernet() -> MultiFernet:
    """By SECRET_KEY, or by one of SECRET_KEY_FALLBACKS what was kept before it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [salted_hmac(_SALT, "", secret=secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])

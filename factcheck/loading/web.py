"""What stands at a URL, as far as this desk's settings let us fetch it."""

from __future__ import annotations

from django.conf import settings

from factcheck import VERSION
from factcheck.loading.fetching import Fetched, Limits, fetch
from factcheck.readers.text import Unreadable


def fetch_copy(url: str) -> Fetched:
    """The bytes at a URL, for a reader. Raises Unreadable with one sentence, also where fetching is off."""
    if not settings.FETCH_URLS:
        raise Unreadable("This desk fetches nothing from the web (FETCH_URLS is off); paste the text or load a file.")
    return fetch(url, limits())


def limits() -> Limits:
    """What the settings say."""
    about = f"+{settings.FETCH_CONTACT}" if settings.FETCH_CONTACT else "fetches single articles for a news desk"
    return Limits(
        seconds=settings.FETCH_SECONDS,
        max_bytes=settings.FETCH_MAX_MB * 1_000_000,
        redirects=settings.FETCH_REDIRECTS,
        user_agent=f"Factcheck/{VERSION} ({about})",
        test_servers=settings.FETCH_TEST_SERVERS,
    )

"""Reading files and fetching pages within the limits of the settings; where an article says it comes from."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.conf import settings

from factcheck import VERSION
from factcheck.articles.services import Provenance
from factcheck.loading import fetching
from factcheck.readers.base import ImportedArticle, Limits
from factcheck.readers.text import Unreadable, heading


def reader_limits() -> Limits:
    limits: dict[str, Any] = settings.READER_LIMITS
    return Limits(**limits)


def fetch_page(url: str) -> fetching.Fetched:
    """The bytes at a URL, for a reader. Raises Unreadable with one sentence, also where fetching is off."""
    if not settings.FETCH_URLS:
        raise Unreadable("This desk doesn’t load from the web (FETCH_URLS is off); paste the text or load a file.")
    about = f"+{settings.FETCH_CONTACT}" if settings.FETCH_CONTACT else "fetches single articles for a news desk"
    limits = fetching.Limits(
        seconds=settings.FETCH_SECONDS,
        max_bytes=settings.FETCH_MAX_MB * 1_000_000,
        redirects=settings.FETCH_REDIRECTS,
        user_agent=f"Factcheck/{VERSION} ({about})",
        test_servers=settings.FETCH_TEST_SERVERS,
    )
    return fetching.fetch(url, limits)


def provenance_of(article: ImportedArticle, name: str = "") -> Provenance:
    """What an article says of itself; its title else from its first line, its place or its file's name."""
    return Provenance(
        title=article.title or heading(article.text) or _title_from_name(article.place, name) or "Untitled",
        outlet=article.outlet,
        byline=article.byline,
        url=article.url,
        published_on=article.published_on,
    )


def readable(stem: str) -> str:
    """A file's name as a title: ``harbour-bridge_2`` becomes “Harbour bridge 2”."""
    words = " ".join(stem.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _title_from_name(place: str, name: str) -> str:
    """The file's name, followed by the place within it where that has no name of its own."""
    member = PurePath(place)
    if member.suffix and "," not in place:
        return readable(member.stem)[:300]
    title = readable(PurePath(name).stem)
    return (f"{title}, {place}" if place else title)[:300]

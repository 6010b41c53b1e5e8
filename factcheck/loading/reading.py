"""From a file to articles that can be loaded: read behind the fence, within the limits of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from django.conf import settings

from factcheck.articles.services import Provenance
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.sandbox import read_sandboxed
from factcheck.readers.text import heading


def reader_limits() -> Limits:
    return Limits(**settings.READER_LIMITS)


def read_file(
    source: Path | bytes | BinaryIO, *, name: str = "", hint: str = ""
) -> Iterator[ImportedArticle | RefusedFile]:
    """The articles of any file, one by one, and a RefusedFile for each that can't be read; nothing is raised.

    It is safe for files of strangers, in a web process too, but may take as long as the limits allow.
    """
    return read_sandboxed(source, name=name, hint=hint, limits=reader_limits())


def provenance_of(copy: ImportedArticle, name: str = "") -> Provenance:
    """Where a copy comes from as far as it says; its title else from its first line, its place or the file's name."""
    return Provenance(
        title=copy.title or heading(copy.text) or _titled(copy.place, name) or "Untitled",
        outlet=copy.outlet,
        byline=copy.byline,
        url=copy.url,
        published_on=copy.published_on,
    )


def readable(stem: str) -> str:
    """A file's name as a title: ``harbour-bridge_2`` becomes “Harbour bridge 2”."""
    words = " ".join(stem.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _titled(place: str, name: str) -> str:
    """The file's name, with the part of it where that has no name of its own."""
    member = PurePath(place)
    if member.suffix and "," not in place:
        return readable(member.stem)[:300]
    title = readable(PurePath(name).stem)
    return (f"{title}, {place}" if place else title)[:300]

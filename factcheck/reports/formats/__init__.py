"""Every file a report can leave as. A new format is one new file here: nothing else has to know of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from factcheck.reports.build import Report


class Format(Protocol):
    """Any class with these. ``slug`` ends its address, ``ending`` the file's name, ``label`` stands on the button."""

    slug: str
    ending: str
    label: str
    content_type: str

    def render(self, report: Report) -> Iterator[str] | Iterator[bytes]:
        """The file piece by piece, so that a long report needn't be held twice; text is to be written as UTF-8."""
        ...


@cache
def all_formats() -> dict[str, Format]:
    """The formats by slug, in the order of their labels."""
    found = [made for module in pkgutil.iter_modules(__path__) for made in _formats_in(f"{__name__}.{module.name}")]
    return {each.slug: each for each in sorted(found, key=lambda each: each.label)}


def _formats_in(name: str) -> Iterator[Format]:
    for value in vars(importlib.import_module(name)).values():
        if isinstance(value, type) and value.__module__ == name and hasattr(value, "slug"):
            yield value()


def as_bytes(pieces: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    """A file's pieces as they are written to disk or sent."""
    for piece in pieces:
        yield piece.encode() if isinstance(piece, str) else piece

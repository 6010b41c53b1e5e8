"""Every file a report can leave as. A new format is one new file here: nothing else has to know of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from factcheck.reports.build import Report


class Format(Protocol):
    """Any class with these. ``slug`` ends its address, ``ending`` the file's name, ``label`` stands on the button.

    A format that can't be written without settings says with ``is_offered`` whether they are there.
    """

    slug: str
    ending: str
    label: str
    content_type: str

    def render(self, report: Report) -> Iterator[str] | Iterator[bytes]:
        """The file piece by piece, so that a long report needn't be held twice; text is to be written as UTF-8."""
        ...


#: What most people want, in the order of the menu. The others follow by label.
_FIRST = ("pdf", "docx", "xlsx", "csv", "json")


@cache
def all_formats() -> dict[str, Format]:
    """Every format by slug, in the order of the menu, also those that a file was once written in."""
    found = [made for module in pkgutil.iter_modules(__path__) for made in _formats_in(f"{__name__}.{module.name}")]
    return {each.slug: each for each in sorted(found, key=_place)}


def offered_formats() -> dict[str, Format]:
    """The formats that a report can now be written in."""
    return {slug: each for slug, each in all_formats().items() if getattr(each, "is_offered", True)}


def _place(each: Format) -> tuple[int, str]:
    return (_FIRST.index(each.slug) if each.slug in _FIRST else len(_FIRST), each.label)


def _formats_in(name: str) -> Iterator[Format]:
    for value in vars(importlib.import_module(name)).values():
        if isinstance(value, type) and value.__module__ == name and hasattr(value, "slug"):
            yield value()


def as_bytes(pieces: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    """A file's pieces as they are written to disk or sent."""
    for piece in pieces:
        yield piece.encode() if isinstance(piece, str) else piece

"""Every file a report can leave as.

A new format is one new file here, a row in the README, and a reader in ``tests/reports/readers.py``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from factcheck.reports.build import Report
from factcheck.reviews.editions import FOR_OUTSIDE, EditionChoice


class Format(Protocol):
    """Any class with these. ``slug`` ends its address, ``ending`` the file's name, ``label`` is on the button.

    A format that can't be written without settings says with ``is_offered`` whether they are there. One that is made
    for other people's programs says ``is_for_outside``, and writes no other edition (``reports/editions.py``).
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
    modules = [f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)]
    formats = [file_format for module in modules for file_format in _formats_in(module)]
    return {file_format.slug: file_format for file_format in sorted(formats, key=_place)}


def offered_formats() -> dict[str, Format]:
    """The formats that a report can now be written in."""
    return {
        slug: file_format for slug, file_format in all_formats().items() if getattr(file_format, "is_offered", True)
    }


def choice_in(file_format: Format, choice: EditionChoice) -> EditionChoice:
    """The edition that a format's file is, where another one was chosen."""
    return FOR_OUTSIDE if getattr(file_format, "is_for_outside", False) and not choice.is_outside else choice


def _place(file_format: Format) -> tuple[int, str]:
    place = _FIRST.index(file_format.slug) if file_format.slug in _FIRST else len(_FIRST)
    return place, file_format.label


def _formats_in(name: str) -> Iterator[Format]:
    for value in vars(importlib.import_module(name)).values():
        if isinstance(value, type) and value.__module__ == name and hasattr(value, "slug"):
            yield value()


def as_bytes(pieces: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    """A file's pieces as they are written to disk or sent."""
    for piece in pieces:
        yield piece.encode() if isinstance(piece, str) else piece

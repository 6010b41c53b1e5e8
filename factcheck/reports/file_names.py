"""What the files of reports are called."""

from __future__ import annotations

import datetime as dt

from django.utils.text import slugify

from factcheck.reports.clock import at_desk
from factcheck.reviews.editions import Edition

#: Letters of a title in a file's name. A letter may take four bytes, and file systems stop at 255.
_SLUG_LETTERS = 50


def file_name(title: str, at: dt.datetime, ending: str, edition: Edition, number: int | None = None) -> str:
    """The title as letters, digits and hyphens of any script, the report's number, its edition, the day at the desk."""
    words = slugify(title, allow_unicode=True)[:_SLUG_LETTERS].strip("-_") or "article"
    return f"{words}-report-{f'{number}-' if number else ''}{edition.value}-{at_desk(at):%Y-%m-%d}.{ending}"

"""What the pages of reports, frozen or not, have in common."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.text import slugify

from factcheck.reports.build import Report
from factcheck.reports.figures import busiest_sources, leaning, single_source_passages
from factcheck.reports.formats import offered_formats
from factcheck.reports.pictures import pictures_of

#: Letters of a title in a file's name. A letter may take four bytes, and file systems stop at 255.
_SLUG_LETTERS = 50


def page_context(drawn: Report) -> dict[str, Any]:
    """For the template ``reports/report.html``."""
    return {
        "report": drawn,
        "pictures": pictures_of(drawn),
        "leaning": leaning(drawn),
        "passages": single_source_passages(drawn),
        "busiest": busiest_sources(drawn),
        "formats": list(offered_formats().values()),
        "nav": "articles",
    }


def file_name(title: str, at: dt.datetime, ending: str, number: int | None = None) -> str:
    """The title as letters, digits and hyphens of any script, the report's number, and the day it was drawn (UTC)."""
    words = slugify(title, allow_unicode=True)[:_SLUG_LETTERS].strip("-_") or "article"
    return f"{words}-report-{f'{number}-' if number else ''}{at:%Y-%m-%d}.{ending}"

"""What the pages of reports, frozen or not, have in common."""

from __future__ import annotations

from typing import Any

from factcheck.reports.build import Report
from factcheck.reports.editions import choice_of
from factcheck.reports.formats import offered_formats
from factcheck.reports.report_charts import pictures_of
from factcheck.reports.statistics import busiest_sources, leaning, single_source_passages
from factcheck.reports.text import HEADINGS, SENTENCES, article_lines, notice, tiles


def page_context(report: Report) -> dict[str, Any]:
    """For the template ``reports/report.html``."""
    return {
        "report": report,
        "choice": choice_of(report),
        "headings": HEADINGS,
        "sentences": SENTENCES,
        "facts": article_lines(report),
        "notice": notice(report),
        "tiles": tiles(report),
        "pictures": pictures_of(report),
        "leaning": leaning(report),
        "passages": single_source_passages(report),
        "busiest": busiest_sources(report),
        "formats": list(offered_formats().values()),
        "nav": "articles",
    }

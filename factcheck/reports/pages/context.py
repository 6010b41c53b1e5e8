"""What the pages of reports, frozen or not, have in common."""

from __future__ import annotations

from typing import Any

from factcheck.reports.build import Report
from factcheck.reports.formats import offered_formats
from factcheck.reports.report_charts import pictures_of
from factcheck.reports.statistics import busiest_sources, leaning, single_source_passages
from factcheck.reports.text import HEADINGS, SENTENCES, article_lines, notice, tiles


def page_context(drawn: Report) -> dict[str, Any]:
    """For the template ``reports/report.html``."""
    return {
        "report": drawn,
        "headings": HEADINGS,
        "sentences": SENTENCES,
        "facts": article_lines(drawn),
        "notice": notice(drawn),
        "tiles": tiles(drawn),
        "pictures": pictures_of(drawn),
        "leaning": leaning(drawn),
        "passages": single_source_passages(drawn),
        "busiest": busiest_sources(drawn),
        "formats": list(offered_formats().values()),
        "nav": "articles",
    }

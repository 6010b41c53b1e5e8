"""What the pages of reports and the overview ask: ``{% load reports %}``."""

from __future__ import annotations

from typing import Any

from django import template

from factcheck.reports import clock, overview_charts, text
from factcheck.reports.build import ReportedClaim
from factcheck.reports.filters import ClaimFilter
from factcheck.reports.overview import Line
from factcheck.reviews.editions import Edition, EditionChoice, Tick

register = template.Library()

register.filter("in_words", overview_charts.in_words)
# A report's words are those of its files.
register.filter("time", clock.time_of)
register.filter("exact_time", clock.exact_time_of)
register.filter("day", clock.day_of)
register.filter("review_lines", text.review_lines)
register.filter("beside_lines", text.beside_lines)
register.filter("verdict_remarks", text.verdict_remarks)
register.filter("comment_line", text.comment_line)


@register.filter
def sourcing_lines(claim: ReportedClaim) -> list[text.Line]:
    return text.sourcing_lines(claim, briefly=True)


@register.filter
def verdict_lines(claim: ReportedClaim) -> list[text.Line]:
    return text.verdict_lines(claim, briefly=True)


@register.inclusion_tag("reports/edition_fields.html")
def edition_fields(choice: EditionChoice, prefix: str, may_tick: bool, legend: str = "") -> dict[str, Any]:
    """The fields of a form that choose an edition, below a legend; without one, only what is ticked for outside."""
    return {
        "choice": choice,
        "prefix": prefix,
        "legend": legend,
        "editions": tuple(Edition) if legend else (),
        "ticks": tuple(Tick) if may_tick else (),
    }


@register.simple_tag
def overview_query(focus: ClaimFilter, by: str) -> str:
    """The overview by another dimension, of the same part of the desk."""
    filters = focus.values()
    filters.pop(by, None)
    return ClaimFilter(**filters).query(by=by)


@register.simple_tag
def overview_line_query(focus: ClaimFilter, by: str, line: Line) -> str:
    """The overview of one line alone: a month by its outlets, all else over time."""
    name, value = line.own
    return ClaimFilter(**focus.values(**{name: value})).query(by="outlet" if by == "month" else "month")

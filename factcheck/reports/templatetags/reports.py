"""What the overview's page asks: ``{% load reports %}``."""

from __future__ import annotations

from django import template

from factcheck.reports import overview_charts
from factcheck.reports.filters import ClaimFilter
from factcheck.reports.overview import Line

register = template.Library()

register.filter("in_words", overview_charts.in_words)


@register.simple_tag
def overview_query(focus: ClaimFilter, by: str) -> str:
    """The overview by another dimension, of the same part of the desk."""
    said = focus.said()
    said.pop(by, None)
    return ClaimFilter(**said).query(by=by)


@register.simple_tag
def overview_line_query(focus: ClaimFilter, by: str, line: Line) -> str:
    """The overview of one line alone: a month by its outlets, all else over time."""
    name, value = line.own
    return ClaimFilter(**focus.said(**{name: value})).query(by="outlet" if by == "month" else "month")

"""What the overview's page asks: ``{% load reports %}``."""

from __future__ import annotations

from django import template

from factcheck.reports import chart
from factcheck.reports.asked import Asked
from factcheck.reports.overview import Line

register = template.Library()

register.filter("in_words", chart.in_words)


@register.simple_tag
def overview_query(focus: Asked, by: str) -> str:
    """The overview by another dimension, of the same part of the desk."""
    said = focus.said()
    said.pop(by, None)
    return Asked(**said).query(by=by)


@register.simple_tag
def overview_line_query(focus: Asked, by: str, line: Line) -> str:
    """The overview of one line alone: a month by its outlets, all else over time."""
    name, value = line.own
    return Asked(**focus.said(**{name: value})).query(by="outlet" if by == "month" else "month")

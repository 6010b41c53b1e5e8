"""The pictures that the list, the review page and the report share: ``{% load desk %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.http import urlencode

from factcheck.claims.models import Tally
from factcheck.claims.profile import Bar, profile_bars, progress_bars, weakest_words

register = template.Library()


@register.inclusion_tag("components/profile.html")
def profile(tally: Tally, *, base_url: str = "", selected: str = "", legend: bool = False) -> dict[str, Any]:
    """The sourcing profile as a stacked bar.

    With ``base_url`` each part leads to ``base_url?sourcing=<status>``, and the ``selected`` one back to ``base_url``;
    the legend then is drawn always, because it holds the links for keyboards and screen readers.
    """
    bars = profile_bars(tally)
    return {
        "parts": [{"bar": bar, "url": _filter_url(base_url, bar, selected)} for bar in bars],
        "words": _words("Sourcing", bars),
        "selected": selected,
        "is_linked": bool(base_url),
        "legend": legend or bool(base_url),
    }


@register.inclusion_tag("components/progress.html")
def progress(tally: Tally, *, legend: bool = False) -> dict[str, Any]:
    """How many claims are reviewed, and with which verdicts."""
    bars = progress_bars(tally)
    return {"bars": bars, "words": _words(str(tally), bars), "legend": legend}


@register.filter
def weakest(tally: Tally) -> str:
    """The largest weak footing, such as “21% on unnamed sources”."""
    return weakest_words(tally)


def _filter_url(base_url: str, bar: Bar, selected: str) -> str:
    if not base_url or bar.name == selected:
        return base_url
    return f"{base_url}{'&' if '?' in base_url else '?'}{urlencode({'sourcing': bar.name})}"


def _words(what: str, bars: tuple[Bar, ...]) -> str:
    return f"{what}: {', '.join(f'{bar.label} {bar.count}' for bar in bars) or 'nothing yet'}"

"""The last twelve months as small charts beside each other: one for each number, one bar for each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from factcheck.reports.overview import Line

MONTHS = 12
#: A chart's own units: the place of a month, the bar in it, and the heights.
SLOT, BAR, TOP, BASE = 30, 22, 22, 104


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of a chart. ``url`` is empty where there is nothing to count."""

    month: str
    year: str
    label: str
    words: str
    url: str
    x: int
    y: float
    height: float
    is_now: bool

    @property
    def middle(self) -> float:
        return self.x + BAR / 2

    @property
    def label_y(self) -> float:
        return self.y - 5


@dataclass(frozen=True, slots=True)
class Chart:
    """One number over the months, oldest first."""

    slug: str
    title: str
    note: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    slug: str
    title: str
    note: str
    value: Callable[[Line], float | None]
    label: Callable[[Line], str]
    words: Callable[[Line], str]
    url: Callable[[Line], str]


def in_words(span: dt.timedelta | None) -> str:
    """“40 min”, “5 h”, “3.5 days”: as exact as anybody needs."""
    if span is None:
        return "–"
    hours = span.total_seconds() / 3600
    if hours < 1:
        return f"{round(hours * 60)} min"
    if hours < 48:
        return f"{round(hours)} h"
    days = hours / 24
    return f"{days:.1f} days".replace(".0", "") if days < 10 else f"{round(days)} days"


def _short(span: dt.timedelta | None) -> str:
    return in_words(span).replace(" min", "m").replace(" h", "h").replace(" days", "d")


def _thousands(count: int) -> str:
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k".replace(".0k", "k") if count < 10_000 else f"{round(count / 1000)}k"


_NUMBERS = (
    _Number(
        "reviewed",
        "Claims reviewed",
        "of the articles loaded in the month",
        lambda line: line.tally.reviewed,
        lambda line: _thousands(line.tally.reviewed),
        lambda line: f"{line.tally.reviewed} of {line.tally.claims} claims reviewed",
        lambda line: line.reviewed_url,
    ),
    _Number(
        "unnamed",
        "On unnamed sources",
        "of all claims",
        lambda line: line.unnamed_percent,
        lambda line: f"{line.unnamed_percent}%",
        lambda line: f"{line.unnamed_percent}%, {line.unnamed} of {line.tally.claims} claims, on unnamed sources",
        lambda line: line.unnamed_url,
    ),
    _Number(
        "verified",
        "Verified",
        "of the claims with a verdict",
        lambda line: line.verified_percent if line.decided else None,
        lambda line: f"{line.verified_percent}%",
        lambda line: (
            f"{line.verified_percent}%, {line.tally.verified} of {line.decided} claims with a verdict, verified"
        ),
        lambda line: line.verified_url,
    ),
    _Number(
        "remarked",
        "With a finding",
        "of all claims, by their sourcing",
        lambda line: line.remarked_percent,
        lambda line: f"{line.remarked_percent}%",
        lambda line: f"{line.remarked_percent}%, {line.remarked} of {line.tally.claims} claims, with a finding",
        lambda line: line.remarked_url,
    ),
    _Number(
        "turnaround",
        "Turnaround",
        "median time from load to done",
        lambda line: line.turnaround.total_seconds() if line.turnaround is not None else None,
        lambda line: _short(line.turnaround),
        lambda line: f"{in_words(line.turnaround)} median time from load to done",
        lambda line: line.turnaround_url,
    ),
)


def charts(lines: Iterable[Line], *, today: dt.date | None = None) -> tuple[Chart, ...]:
    """A chart of each number, from lines by month; a month without a line has an empty place."""
    by_month = {line.own[1]: line for line in lines}
    months = _months(today or timezone.localdate())
    return tuple(Chart(number.slug, number.title, number.note, _bars(number, months, by_month)) for number in _NUMBERS)


def _months(today: dt.date) -> list[dt.date]:
    """The first days of the last months, oldest first."""
    count = 12 * today.year + today.month - 1
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(count - MONTHS + 1, count + 1)]


def _bars(number: _Number, months: list[dt.date], by_month: dict[str, Line]) -> tuple[Bar, ...]:
    lines = [by_month.get(f"{month:%Y-%m}") for month in months]
    known = [None if line is None else number.value(line) for line in lines]
    highest = max((value for value in known if value is not None), default=0) or 1
    bars = []
    for place, (month, line, value) in enumerate(zip(months, lines, known, strict=True)):
        height = 0.0 if value is None else round((BASE - TOP) * value / highest, 1)
        has = line is not None and value is not None
        is_now = place == len(months) - 1
        so_far = " so far" if is_now else ""
        bars.append(
            Bar(
                month=f"{month:%b}",
                # After a first month late in its year the next year's number follows too closely.
                year=f"{month:%Y}" if month.month == 1 or (place == 0 and month.month < 11) else "",
                label=number.label(line) if has and line else "–",
                words=f"{month:%B %Y}{so_far}: {number.words(line) if has and line else 'nothing'}",
                url=number.url(line) if has and line else "",
                x=place * SLOT + (SLOT - BAR) // 2,
                y=BASE - height,
                height=height,
                is_now=is_now,
            )
        )
    return tuple(bars)

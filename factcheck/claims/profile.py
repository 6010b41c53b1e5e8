"""An article's numbers as bars: where each begins and how wide it is, in percent of the picture."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Tally
from factcheck.percent import percent

#: Between two bars, and what the narrowest is given, so that 1 claim of 500 can be seen.
GAP = 0.6
FLOOR = 0.5

_WEAK = {
    SourcingStatus.HEDGED: "hedged, no source",
    SourcingStatus.UNNAMED_SOURCE: "on unnamed sources",
    SourcingStatus.UNNAMED_OFFICIAL: "on unnamed officials",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a stacked bar: ``count`` claims, drawn from ``x`` over ``width`` percent."""

    name: str
    label: str
    count: int
    percent: int
    x: float
    width: float

    @property
    def css_class(self) -> str:
        return SourcingStatus(self.name).css_class


def profile_bars(tally: Tally) -> tuple[Bar, ...]:
    """What the claims rest on, from the firmest footing to the weakest; statuses without a claim are left out."""
    parts = [(status.value, status.label, count) for status, count in tally.by_status() if count]
    left_over = 100 - GAP * (len(parts) - 1) - FLOOR * len(parts)
    bars: list[Bar] = []
    x = 0.0
    for name, label, count in parts:
        width = FLOOR + left_over * count / tally.claims
        bars.append(Bar(name, label, count, percent(count, tally.claims), round(x, 2), round(width, 2)))
        x += width + GAP
    return tuple(bars)


def progress_bars(tally: Tally) -> tuple[Bar, ...]:
    """How far the work is: the claims by verdict, then those reviewed that wait for one; the rest of 100 is open."""
    parts = [(verdict.value, verdict.label, count) for verdict, count in tally.by_verdict()]
    decided = sum(count for _, _, count in parts)
    parts.append(("reviewed", "Reviewed, no verdict yet", max(0, tally.reviewed - decided)))
    bars: list[Bar] = []
    x = 0.0
    for name, label, count in parts:
        if count:
            width = 100 * count / tally.claims
            bars.append(Bar(name, label, count, percent(count, tally.claims), round(x, 2), round(width, 2)))
            x += width
    return tuple(bars)


def weakest_words(tally: Tally) -> str:
    """The largest weak footing in a few words, such as “21% on unnamed sources”; of two alike, the weaker."""
    count, words = max(
        ((getattr(tally, status.value), words) for status, words in _WEAK.items()), key=lambda counted: counted[0]
    )
    if not count:
        return "no unnamed or hedged source" if tally.claims else "no claims"
    return f"{percent(count, tally.claims)}% {words}"

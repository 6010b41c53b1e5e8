"""All rules that hold an article against itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache

from factcheck.standards.consistency.counts import count
from factcheck.standards.consistency.dates import date
from factcheck.standards.consistency.headlines import headline
from factcheck.standards.consistency.people import age, role
from factcheck.standards.consistency.percentages import percentage
from factcheck.standards.consistency.quantities import quantity
from factcheck.standards.consistency.quotations import quotation
from factcheck.standards.consistency.second_references import second_reference
from factcheck.standards.consistency.spellings import name_variant
from factcheck.standards.consistency.sums import sum
from factcheck.standards.consistency.text import ArticleText, Disagreement
from factcheck.standards.consistency.units import unit

Check = Callable[[ArticleText], Iterable[Disagreement]]
CHECKS: tuple[Check, ...] = (
    name_variant,
    second_reference,
    sum,
    percentage,
    count,
    date,
    age,
    quotation,
    headline,
    quantity,
    role,
    unit,
)


#: How many articles are remembered. A text never changes, and the same one is asked about again and again.
_REMEMBERED = 64


def disagreements_of(text: str, *, title: str = "", published_on: dt.date | None = None) -> list[Disagreement]:
    """What doesn't agree in a text, in reading order of the first places."""
    return list(_remembered(text, title, published_on))


@lru_cache(maxsize=_REMEMBERED)
def _remembered(text: str, title: str, published_on: dt.date | None) -> tuple[Disagreement, ...]:
    article = ArticleText(text, title=title, published_on=published_on)
    disagreements = [disagreement for check in CHECKS for disagreement in check(article)]
    return tuple(sorted(disagreements, key=lambda disagreement: disagreement.places))

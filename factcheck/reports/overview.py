"""The desk in numbers, of the articles a person may find: by month, outlet, byline and reviewer.

What the articles rest on, and how far the work is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Aggregate, Count, DurationField, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Outlet, restricted_from
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.percent import percent
from factcheck.reports.filters import REMARKED, ClaimFilter

#: As many lines as anybody reads; the others are in the file.
MAX_LINES = 50

_STATUSES = tuple(status.value for status in SourcingStatus)
_COUNTS = ("claims", "reviewed", *_STATUSES, *Verdict.values)


class Median(Aggregate):
    """The middle one, without those that are missing."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Line:
    """One month, outlet, byline or reviewer. ``articles`` is None where claims are counted by person."""

    name: str
    #: What the list of claims is filtered by to show just these.
    filters: dict[str, str]
    tally: Tally
    articles: int | None = None
    #: Half of the articles were done within this time of being loaded; of a reviewer, half of the claims reviewed.
    turnaround: dt.timedelta | None = None
    #: The part of ``filters`` that is this line's own: what to look at alone.
    own: tuple[str, str] = ("", "")

    @property
    def unnamed(self) -> int:
        return self.tally.unnamed

    @property
    def unnamed_percent(self) -> int:
        return percent(self.unnamed, self.tally.claims)

    @property
    def remarked(self) -> int:
        """Claims on whose sourcing the desk's rules remark. What they remark beyond it is in each report."""
        return sum(getattr(self.tally, status) for status in REMARKED)

    @property
    def remarked_percent(self) -> int:
        return percent(self.remarked, self.tally.claims)

    @property
    def decided(self) -> int:
        return self.tally.claims - self.tally.pending

    @property
    def verified_percent(self) -> int:
        """Of the claims that have a verdict."""
        return percent(self.tally.verified, self.decided)

    def url(self, **others: str) -> str:
        """The claims behind a number."""
        filters = self.filters | others
        return f"{reverse('reports:claims')}?{urlencode(filters)}" if filters else reverse("reports:claims")

    @property
    def claims_url(self) -> str:
        return self.url()

    @property
    def reviewed_url(self) -> str:
        return self.url(reviewed="yes")

    @property
    def unnamed_url(self) -> str:
        return self.url(sourcing="unnamed")

    @property
    def remarked_url(self) -> str:
        return self.url(sourcing="remarked")

    @property
    def decided_url(self) -> str:
        return self.url(verdict="any")

    @property
    def verified_url(self) -> str:
        return self.url(verdict=Verdict.VERIFIED.value)

    @property
    def turnaround_url(self) -> str:
        """The claims whose time is counted: of articles that are done or, of a reviewer, all of theirs."""
        return self.url() if "reviewer" in self.filters else self.url(done="yes")


class Dimension:
    """What the desk can be looked at by: ``slug`` in the address, ``label`` on the page, ``lines()`` the answer."""

    def __init__(self, slug: str, label: str, lines: Callable[[ClaimFilter, User], Iterator[Line]]) -> None:
        self.slug, self.label, self.lines = slug, label, lines


def _by_month(focus: ClaimFilter, person: User) -> Iterator[Line]:
    """By the month in which an article was loaded, the latest first."""
    for row in _summed(focus, person, TruncMonth, "loaded_at").order_by("-key"):
        month: dt.datetime = row["key"]
        yield _line(f"{month:%B %Y}", focus, ("month", f"{month:%Y-%m}"), row)


def _by_outlet(focus: ClaimFilter, person: User) -> Iterator[Line]:
    names = dict(Outlet.objects.values_list("pk", "name"))
    for row in _summed(focus, person, F, "outlet").order_by("-claims_sum", "key"):
        key = row["key"]
        yield _line(names.get(key, "No outlet"), focus, ("outlet", str(key or "none")), row)


def _by_byline(focus: ClaimFilter, person: User) -> Iterator[Line]:
    for row in _summed(focus, person, F, "byline").order_by("-claims_sum", "key"):
        yield _line(row["key"] or "No byline", focus, ("byline", row["key"] or "none"), row)


def _by_reviewer(focus: ClaimFilter, person: User) -> Iterator[Line]:
    """By the person whose name a review bears."""
    people = {person.pk: str(person) for person in User.objects.all()}
    for row in _counted(focus, person, F("reviewed_by")).order_by("-claims_sum", "key"):
        yield _line(people[row["key"]], focus, ("reviewer", str(row["key"])), row)


def _summed(focus: ClaimFilter, person: User, function: Callable[[str], Any], column: str) -> Any:
    """Rows of sums, one for each value of the article's column: the key, the articles, every count, the turnaround."""
    key = function(f"article__{column}")
    if focus.reviewer:
        return _counted(focus, person, key)
    tallies = Tally.objects.of_newest().exclude(article__in=restricted_from(person))
    if focus.values():
        tallies = tallies.filter(article__in=focus.whole_articles())
    sums = {f"{name}_sum": Sum(name) for name in _COUNTS}
    turnaround = Median(F("done_at") - F("article__loaded_at"))
    return tallies.values(key=key).annotate(articles_sum=Count("pk"), turnaround=turnaround, **sums)


def _counted(focus: ClaimFilter, person: User, key: Any) -> Any:
    """The same rows, counted from the claims that somebody has reviewed."""
    claims = Claim.objects.filter(reviewed_at__isnull=False, reviewed_by__isnull=False, article__superseded_at=None)
    claims = claims.visible_to(person)
    if focus.reviewer:
        claims = claims.filter(reviewed_by=int(focus.reviewer))
    if focus.month or focus.outlet or focus.byline:
        claims = claims.filter(article__in=focus.whole_articles())
    values = {"claims_sum": Count("pk"), "reviewed_sum": Count("pk")}
    values |= {f"{status}_sum": Count("pk", filter=Q(status=status)) for status in _STATUSES}
    values |= {f"{verdict}_sum": Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict.values}
    turnaround = Median(F("reviewed_at") - F("article__loaded_at"))
    return claims.values(key=key).annotate(turnaround=turnaround, **values)


def _line(name: str, focus: ClaimFilter, own: tuple[str, str], row: dict[str, Any]) -> Line:
    counts = {count: row[f"{count}_sum"] or 0 for count in _COUNTS}
    filters = focus.values(**{own[0]: own[1]})
    return Line(name, filters, Tally(**counts), row.get("articles_sum"), row["turnaround"], own)


DIMENSIONS = {
    dimension.slug: dimension
    for dimension in (
        Dimension("month", "Over time", _by_month),
        Dimension("outlet", "By outlet", _by_outlet),
        Dimension("byline", "By byline", _by_byline),
        Dimension("reviewer", "By reviewer", _by_reviewer),
    )
}


def focus_of(query: Any) -> ClaimFilter:
    """What the overview looks at alone: a month, an outlet, a byline, a reviewer, or nothing for the whole desk."""
    claims = ClaimFilter.of(query)
    return ClaimFilter(month=claims.month, outlet=claims.outlet, byline=claims.byline, reviewer=claims.reviewer)


def total(lines: Iterable[Line]) -> Tally:
    """All lines together."""
    sums = dict.fromkeys(_COUNTS, 0)
    for line in lines:
        for name in _COUNTS:
            sums[name] += getattr(line.tally, name)
    return Tally(**sums)

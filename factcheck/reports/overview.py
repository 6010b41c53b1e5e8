"""The desk in numbers: by month, outlet, byline and reviewer. What the articles rest on, and how far the work is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, When
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Outlet
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally

#: Nobody on the record stands behind these.
UNNAMED = (SourcingStatus.UNNAMED_OFFICIAL.value, SourcingStatus.UNNAMED_SOURCE.value)
#: As many lines as one reads; the others are in the file.
SHOWN = 50

_COUNTS = ("claims", "reviewed", *(status.value for status in SourcingStatus), *Verdict.values)


@dataclass(frozen=True, slots=True)
class Line:
    """One month, outlet, byline or reviewer. ``articles`` is None where claims are counted by person."""

    name: str
    #: What the list of claims is filtered by to show just these.
    asked: dict[str, str]
    tally: Tally
    articles: int | None = None

    @property
    def unnamed(self) -> int:
        return sum(getattr(self.tally, status) for status in UNNAMED)

    @property
    def unnamed_percent(self) -> int:
        return percent(self.unnamed, self.tally.claims)

    @property
    def decided(self) -> int:
        return self.tally.claims - self.tally.pending

    @property
    def verified_percent(self) -> int:
        """Of the claims that have a verdict."""
        return percent(self.tally.verified, self.decided)

    def url(self, **more: str) -> str:
        """The claims behind a number."""
        return f"{reverse('reports:claims')}?{urlencode(self.asked | more)}"

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
    def verified_url(self) -> str:
        return self.url(verdict=Verdict.VERIFIED.value)


class Dimension:
    """What the desk can be looked at by: ``slug`` in the address, ``label`` on the page, ``lines()`` the answer."""

    def __init__(self, slug: str, label: str, lines: Callable[[], Iterator[Line]]) -> None:
        self.slug, self.label, self.lines = slug, label, lines


def _by_month() -> Iterator[Line]:
    """By the month in which an article was loaded, the latest first."""
    for row in _summed(TruncMonth("article__loaded_at")).order_by("-key"):
        month: dt.datetime = row["key"]
        yield _line(f"{month:%B %Y}", {"month": f"{month:%Y-%m}"}, row)


def _by_outlet() -> Iterator[Line]:
    names = dict(Outlet.objects.values_list("pk", "name"))
    for row in _summed(F("article__outlet")).order_by("-claims_sum"):
        key = row["key"]
        yield _line(names.get(key, "No outlet"), {"outlet": str(key or "none")}, row)


def _by_byline() -> Iterator[Line]:
    for row in _summed(F("article__byline")).order_by("-claims_sum"):
        yield _line(row["key"] or "No byline", {"byline": row["key"] or "none"}, row)


def _by_reviewer() -> Iterator[Line]:
    """By the person whose name a review bears."""
    people = {person.pk: str(person) for person in User.objects.all()}
    values = {"claims_sum": Count("pk"), "reviewed_sum": Count("pk")}
    for name, choices in (("status", SourcingStatus), ("verdict", Verdict)):
        for choice in choices:
            one = Case(When(**{name: choice.value}, then=1), output_field=IntegerField())
            values[f"{choice.value}_sum"] = Count(one)
    claims = Claim.objects.filter(reviewed_by__isnull=False, article__superseded_at=None).values(key=F("reviewed_by"))
    for row in claims.annotate(**values).order_by("-claims_sum"):
        yield _line(people[row["key"]], {"reviewer": str(row["key"])}, row)


def _summed(key: F | TruncMonth) -> Any:
    """Rows of sums, one for each value of ``key``: a dict with the key, the articles and every count."""
    sums = {f"{name}_sum": Sum(name) for name in _COUNTS}
    return Tally.objects.of_newest().values(key=key).annotate(articles_sum=Count("pk"), **sums)


def _line(name: str, asked: dict[str, str], row: dict[str, Any]) -> Line:
    counts = {count: row[f"{count}_sum"] or 0 for count in _COUNTS}
    return Line(name, asked, Tally(**counts), row.get("articles_sum"))


DIMENSIONS = {
    each.slug: each
    for each in (
        Dimension("month", "By month", _by_month),
        Dimension("outlet", "By outlet", _by_outlet),
        Dimension("byline", "By byline", _by_byline),
        Dimension("reviewer", "By reviewer", _by_reviewer),
    )
}


def percent(count: int, total: int) -> int:
    """Rounded, but 0 only for none and 100 only for all."""
    if count in (0, total):
        return 100 if count else 0
    return min(max(round(100 * count / total), 1), 99)


# The claims behind a number


@dataclass(frozen=True, slots=True)
class Asked:
    """Which claims: every filter of the list of claims, empty where it asks for nothing."""

    month: str = ""
    outlet: str = ""
    byline: str = ""
    reviewer: str = ""
    sourcing: str = ""
    verdict: str = ""
    reviewed: str = ""

    @classmethod
    def of(cls, said: Any) -> Asked:
        """From an address; what makes no sense there asks for nothing."""
        asked = cls(**{name: said.get(name, "")[:200] for name in cls.__dataclass_fields__})
        known = {status.value for status in SourcingStatus} | {"unnamed"}
        return cls(
            month=asked.month if _month(asked.month) else "",
            outlet=asked.outlet if asked.outlet == "none" or _is_key(asked.outlet) else "",
            byline=asked.byline.replace("\x00", ""),
            reviewer=asked.reviewer if _is_key(asked.reviewer) else "",
            sourcing=asked.sourcing if asked.sourcing in known else "",
            verdict=asked.verdict if asked.verdict in Verdict.values else "",
            reviewed="yes" if asked.reviewed == "yes" else "",
        )

    def query(self, **more: str) -> str:
        said = {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))} | more
        return f"?{urlencode(said)}" if said else ""

    def claims(self) -> QuerySet[Claim]:
        """The claims, without the texts of their articles."""
        where = Q(article__superseded_at=None)
        if month := _month(self.month):
            where &= Q(article__loaded_at__gte=month, article__loaded_at__lt=_next_month(month))
        if self.outlet:
            where &= Q(article__outlet=None if self.outlet == "none" else int(self.outlet))
        if self.byline:
            where &= Q(article__byline="" if self.byline == "none" else self.byline)
        if self.reviewer:
            where &= Q(reviewed_by=int(self.reviewer))
        if self.sourcing:
            where &= Q(status__in=UNNAMED if self.sourcing == "unnamed" else (self.sourcing,))
        if self.verdict:
            where &= Q(verdict=self.verdict)
        if self.reviewed:
            where &= Q(reviewed_at__isnull=False)
        claims = Claim.objects.filter(where).select_related("article", "article__outlet", "reviewed_by", "verdict_by")
        return claims.defer("article__text", "article__search")

    def words(self) -> list[str]:
        """What was asked for, in words."""
        said = []
        if month := _month(self.month):
            said.append(f"{month:%B %Y}")
        if self.outlet:
            name = Outlet.objects.filter(pk=int(self.outlet)).first() if self.outlet != "none" else None
            said.append(str(name or "no outlet"))
        if self.byline:
            said.append("no byline" if self.byline == "none" else self.byline)
        if self.reviewer:
            said.append(f"reviewed by {User.objects.filter(pk=int(self.reviewer)).first() or 'nobody'}")
        if self.sourcing:
            unnamed = self.sourcing == "unnamed"
            said.append("on unnamed sources" if unnamed else SourcingStatus(self.sourcing).label.lower())
        if self.verdict:
            said.append(Verdict(self.verdict).label.lower())
        if self.reviewed:
            said.append("reviewed")
        return said


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 19


def _month(value: str) -> dt.datetime | None:
    try:
        return timezone.make_aware(dt.datetime.strptime(value, "%Y-%m"))
    except ValueError:
        return None


def _next_month(month: dt.datetime) -> dt.datetime:
    later = timezone.make_naive(month) + dt.timedelta(days=32)
    return timezone.make_aware(later.replace(day=1))


def total(lines: Iterable[Line]) -> Tally:
    """All lines together."""
    sums = dict.fromkeys(_COUNTS, 0)
    for line in lines:
        for name in _COUNTS:
            sums[name] += getattr(line.tally, name)
    return Tally(**sums)

"""What a number counts and what an export takes: filters over articles or over claims, as an address says them."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.listing import EARLIER, choose
from factcheck.articles.models import Article, ArticleQuerySet, Outlet
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import STATE_FILTERS, Claim
from factcheck.parsing import parse_pk
from factcheck.standards import findings_for_claim

UNNAMED = tuple(status.value for status in SourcingStatus if status.is_unnamed)
#: On these the desk's rules remark, whatever else is known of the claim.
REMARKED = tuple(status.value for status in SourcingStatus if findings_for_claim(status=status.value, source="Ann Ray"))

_STATUSES = {status.value for status in SourcingStatus}
#: Several statuses under one name.
_GROUPS = {"unnamed": UNNAMED, "remarked": REMARKED}


@dataclass(frozen=True, slots=True)
class _Filter:
    """Values by name, empty where nothing is filtered."""

    @classmethod
    def of(cls, query: Any) -> Self:
        """From an address; a value that makes no sense there filters nothing."""
        values = {name: str(query.get(name, ""))[:200].replace("\x00", "").strip() for name in cls.__dataclass_fields__}
        return cls(**{name: value for name, value in values.items() if value and cls._makes_sense(name, value)})

    @classmethod
    def _makes_sense(cls, name: str, value: str) -> bool:
        raise NotImplementedError

    def values(self, **others: str) -> dict[str, str]:
        """Those that filter something, and others beside them."""
        return {name: value for name, value in asdict(self).items() if value} | others

    def query(self, **others: str) -> str:
        """The same as the end of an address."""
        values = self.values(**others)
        return f"?{urlencode(values)}" if values else ""


@dataclass(frozen=True, slots=True)
class ArticleFilter(_Filter):
    """Articles, by the filters of their list, with all their claims."""

    q: str = ""
    outlet: str = ""
    state: str = ""
    sourcing: str = ""
    archived: str = ""

    #: What an address calls it.
    slug = "articles"

    @classmethod
    def _makes_sense(cls, name: str, value: str) -> bool:
        known = {"state": set(dict(STATE_FILTERS)), "sourcing": _STATUSES, "archived": {"yes", EARLIER}}
        return parse_pk(value) is not None if name == "outlet" else value in known.get(name, {value})

    def articles(self) -> ArticleQuerySet:
        return choose(**asdict(self))

    def whole_articles(self) -> ArticleQuerySet:
        """Those in which claims are to be looked for."""
        return self.articles()

    def claims(self) -> QuerySet[Claim]:
        return Claim.objects.filter(article__in=self.articles())

    def narrowed(self) -> QuerySet[Claim] | None:
        """Which claims of ``whole_articles`` are taken; None for all."""
        return None

    def words(self) -> list[str]:
        """What is filtered, in words."""
        words = [f"with the words “{self.q}”"] if self.q else []
        if self.outlet:
            words.append(_outlet(self.outlet))
        if self.state:
            words.append(dict(STATE_FILTERS)[self.state].lower())
        if self.sourcing:
            words.append(f"with a claim on: {SourcingStatus(self.sourcing).label.lower()}")
        if self.archived:
            words.append("earlier versions" if self.archived == EARLIER else "archived")
        return words


@dataclass(frozen=True, slots=True)
class ClaimFilter(_Filter):
    """Claims, by the filters of the overview and of the list of claims."""

    month: str = ""
    outlet: str = ""
    byline: str = ""
    reviewer: str = ""
    sourcing: str = ""
    verdict: str = ""
    reviewed: str = ""
    done: str = ""

    slug = "claims"

    @classmethod
    def _makes_sense(cls, name: str, value: str) -> bool:
        if name == "month":
            return _month(value) is not None
        if name in ("outlet", "reviewer"):
            return parse_pk(value) is not None or (name, value) == ("outlet", "none")
        known = {
            "sourcing": _STATUSES | _GROUPS.keys(),
            "verdict": {*Verdict.values, "any"},
            "reviewed": {"yes"},
            "done": {"yes"},
        }
        return value in known.get(name, {value})

    def whole_articles(self) -> ArticleQuerySet:
        """Those in which such claims can be: archived ones count, earlier versions don’t."""
        articles = Article.objects.filter(superseded_at=None)
        if month := _month(self.month):
            articles = articles.filter(loaded_at__gte=month, loaded_at__lt=_next_month(month))
        if self.outlet:
            articles = articles.filter(outlet=None if self.outlet == "none" else int(self.outlet))
        if self.byline:
            articles = articles.filter(byline="" if self.byline == "none" else self.byline)
        if self.done:
            articles = articles.filter(tally__done_at__isnull=False)
        return articles

    def articles(self) -> ArticleQuerySet:
        """The articles with at least one such claim."""
        narrowed = self.narrowed()
        claims = Claim.objects.all() if narrowed is None else narrowed
        return self.whole_articles().filter(Exists(claims.filter(article=OuterRef("pk"))))

    def claims(self) -> QuerySet[Claim]:
        narrowed = self.narrowed()
        claims = Claim.objects.all() if narrowed is None else narrowed
        filters_articles = self.month or self.outlet or self.byline or self.done
        if filters_articles:
            return claims.filter(article__in=self.whole_articles())
        return claims.filter(article__superseded_at=None)

    def narrowed(self) -> QuerySet[Claim] | None:
        """Which claims of ``whole_articles`` are taken; None for all."""
        where = Q()
        if self.reviewer:
            where &= Q(reviewed_by=int(self.reviewer))
        if self.sourcing:
            where &= Q(status__in=_GROUPS.get(self.sourcing, (self.sourcing,)))
        if self.verdict:
            where &= ~Q(verdict=Verdict.PENDING) if self.verdict == "any" else Q(verdict=self.verdict)
        if self.reviewed:
            where &= Q(reviewed_at__isnull=False)
        return Claim.objects.filter(where) if where else None

    def words(self) -> list[str]:
        """What is filtered, in words."""
        words = []
        if month := _month(self.month):
            words.append(f"loaded in {month:%B %Y}")
        if self.outlet:
            words.append("no outlet" if self.outlet == "none" else _outlet(self.outlet))
        if self.byline:
            words.append("no byline" if self.byline == "none" else self.byline)
        if self.reviewer:
            words.append(f"reviewed by {User.objects.filter(pk=int(self.reviewer)).first() or 'nobody'}")
        if self.sourcing in _GROUPS:
            words.append("on unnamed sources" if self.sourcing == "unnamed" else "with a finding on their sourcing")
        elif self.sourcing:
            words.append(SourcingStatus(self.sourcing).label.lower())
        if self.verdict:
            words.append("with a verdict" if self.verdict == "any" else Verdict(self.verdict).label.lower())
        if self.reviewed:
            words.append("reviewed")
        if self.done:
            words.append("in articles that are done")
        return words


Filter = ClaimFilter | ArticleFilter
#: By what an address calls them.
FILTERS: dict[str, type[ArticleFilter] | type[ClaimFilter]] = {
    ArticleFilter.slug: ArticleFilter,
    ClaimFilter.slug: ClaimFilter,
}


def _outlet(key: str) -> str:
    return str(Outlet.objects.filter(pk=int(key)).first() or "an outlet that is gone")


def _month(value: str) -> dt.datetime | None:
    try:
        month = dt.datetime.strptime(value, "%Y-%m")
    except ValueError:
        return None
    return timezone.make_aware(month) if 1900 < month.year < 3000 else None


def _next_month(month: dt.datetime) -> dt.datetime:
    later = timezone.make_naive(month) + dt.timedelta(days=32)
    return timezone.make_aware(later.replace(day=1))

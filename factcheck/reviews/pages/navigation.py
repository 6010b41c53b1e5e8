"""How somebody goes through an article: which claims, and in which order. The address carries it from page to page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.enums import TextChoices

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim, ClaimQuerySet
from factcheck.claims.models.claim import IS_DISPUTED, IS_UNSURE
from factcheck.reviews.findings import review_findings

_UNSURE_FIRST = "unsure"


class Show(TextChoices):
    """What the chips above the article leave to be gone through."""

    OPEN = "open", "Open"
    FINDINGS = "findings", "With findings"
    UNSURE = "unsure", "Unsure"
    DISPUTED = "disputed", "Disputed"
    STALE = "stale", "Recheck"

    @property
    def definition(self) -> str:
        return _DEFINITIONS[self]


_DEFINITIONS = {
    Show.OPEN: "Claims you still have to decide on",
    Show.FINDINGS: "Claims with an open finding",
    Show.UNSURE: "Claims not yet reviewed, with an unsure suggestion",
    Show.DISPUTED: "Claims that are disputed, or recommended as disputed",
    Show.STALE: "Claims with a verdict that was set before the review changed",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter above the article. ``count`` is None where only the list of findings knows it."""

    show: Show
    count: int | None
    url_query: str
    is_on: bool


@dataclass(frozen=True)
class ReviewNavigation:
    """Through the claims of one ``sourcing`` (all for None), in reading order or the unsure suggestions first.

    ``show`` leaves those of one chip, for the person who asks (``by``) in the article ``article_id``. ``changed_only``
    leaves out what the last version of the article said in the same words. ``from_queue`` goes from claim to claim as
    the queue hands them out, through all articles.
    """

    sourcing: SourcingStatus | None = None
    unsure_first: bool = False
    from_queue: bool = False
    changed_only: bool = False
    show: Show | None = None
    by: User | None = field(default=None, compare=False)
    article_id: int = field(default=0, compare=False)

    @classmethod
    def of(cls, request: DeskRequest) -> ReviewNavigation:
        """What the address says; what it says wrongly counts as not said."""
        show = request.GET.get("show", "")
        match = request.resolver_match
        sourcing = request.GET.get("sourcing", "")
        known = sourcing in {status.value for status in SourcingStatus}
        return cls(
            SourcingStatus(sourcing) if known else None,
            unsure_first=request.GET.get("order") == _UNSURE_FIRST,
            from_queue=request.GET.get("queue") == "1",
            changed_only=request.GET.get("changed") == "1",
            show=Show(show) if show in Show.values else None,
            by=request.user,
            article_id=match.kwargs.get("pk", 0) if match else 0,
        )

    def query(self, **more: object) -> str:
        """``?sourcing=…&order=…`` with what else is to be said, empty when there is nothing to say."""
        parameters: dict[str, object] = dict(more)
        if self.sourcing:
            parameters["sourcing"] = self.sourcing.value
        if self.changed_only:
            parameters["changed"] = "1"
        if self.show:
            parameters["show"] = self.show.value
        if self.unsure_first:
            parameters["order"] = _UNSURE_FIRST
        if self.from_queue:
            parameters["queue"] = "1"
        return "?" + urlencode(parameters) if parameters else ""

    def turned(self) -> ReviewNavigation:
        """The same claims in the other order."""
        return replace(self, unsure_first=not self.unsure_first)

    def without_filter(self) -> ReviewNavigation:
        """All claims in the same order."""
        return replace(self, sourcing=None, changed_only=False, show=None)

    def through_changes(self) -> ReviewNavigation:
        """What changed since the last version, in the same order; all claims, where only those are shown already."""
        return replace(self, sourcing=None, show=None, changed_only=not self.changed_only)

    def through(self, show: Show) -> ReviewNavigation:
        """What a chip leaves, in the same order; all claims, where it is on already."""
        return replace(self, sourcing=None, changed_only=False, show=None if self.show is show else show)

    @property
    def is_filtered(self) -> bool:
        return self.sourcing is not None or self.changed_only or self.show is not None

    def shown(self, claims: ClaimQuerySet) -> ClaimQuerySet:
        """Those of some claims that it goes through."""
        claims = self._chosen(claims.resting_on(self.sourcing))
        return claims.changed_since_previous() if self.changed_only else claims

    def _chosen(self, claims: ClaimQuerySet) -> ClaimQuerySet:
        if self.show is Show.FINDINGS:
            return claims.filter(pk__in=self._with_findings)
        if self.show is Show.OPEN:
            return self._open(claims)
        if self.show is Show.UNSURE:
            return claims.unsure()
        if self.show is Show.DISPUTED:
            return claims.disputed()
        return claims.with_stale_verdict() if self.show is Show.STALE else claims

    def _open(self, claims: ClaimQuerySet) -> ClaimQuerySet:
        return claims.open(for_editor=self.by is not None and self.by.can_set_verdict, by=self.by)

    @cached_property
    def _with_findings(self) -> list[int]:
        article = Article.objects.select_related("outlet").defer("search").get(pk=self.article_id)
        reviewed = review_findings(article)
        return [
            claim.pk
            for claim, findings in zip(reviewed.of, reviewed.claims, strict=True)
            if any(not finding.dismissed for finding in findings)
        ]

    def lights(self, claim: Claim) -> bool:
        """Whether a claim stands out because a filter shows it. At most one query for all of an article."""
        if self.show:
            return claim.pk in self._places
        is_shown = self.sourcing is None or claim.status == self.sourcing.value
        return self.is_filtered and is_shown and (not self.changed_only or claim.is_changed_since_previous)

    @cached_property
    def _places(self) -> dict[int, int]:
        """Of the claims that the filter shows, by row: which one it is, from 1."""
        shown = self.shown(Claim.objects.filter(article_id=self.article_id)).in_reading_order()
        return {pk: place for place, pk in enumerate(shown.values_list("pk", flat=True), 1)}

    def place(self, claim: Claim) -> str:
        """“3 of 8” among the claims that the filter shows, “8 shown” from another; empty without a filter."""
        if not self.is_filtered:
            return ""
        place = self._places.get(claim.pk)
        return f"{place} of {len(self._places)}" if place else f"{len(self._places)} shown"

    def chips(self) -> list[Chip]:
        """The filters above the article with what each would leave. Two queries."""
        claims = Claim.objects.filter(article_id=self.article_id)
        counts: dict[str, int] = claims.aggregate(
            unsure=Count("pk", filter=IS_UNSURE),
            disputed=Count("pk", filter=IS_DISPUTED),
            stale=Count("pk", filter=Q(is_verdict_stale=True)),
        ) | {"open": self._open(claims).count()}
        return [
            Chip(show, counts.get(show.value), self.through(show).query() or "?", is_on=self.show is show)
            for show in Show
        ]

    def first(self, claims: ClaimQuerySet, *, after: Claim | None = None) -> Claim | None:
        """Where to go on after a claim; after the last one it starts again from the first."""
        return self.in_order(claims, after=after).first()

    def in_order(self, claims: ClaimQuerySet, *, after: Claim | None) -> ClaimQuerySet:
        """Those of some claims that it goes through, from below a claim on and then from the top."""
        claims = self.shown(claims)
        return claims.doubted_after(after) if self.unsure_first else claims.after(after)

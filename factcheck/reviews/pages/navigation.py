"""How somebody goes through an article: which claims, and in which order. The address carries it from page to page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim, ClaimQuerySet

_UNSURE_FIRST = "unsure"


@dataclass(frozen=True, slots=True)
class ReviewNavigation:
    """Through the claims of one ``sourcing`` (all for None), in reading order or the unsure suggestions first.

    ``changed_only`` leaves out what the last version of the article said in the same words. ``from_queue`` goes from
    claim to claim as the queue hands them out, through all articles.
    """

    sourcing: SourcingStatus | None = None
    unsure_first: bool = False
    from_queue: bool = False
    changed_only: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> ReviewNavigation:
        """What the address says; what it says wrongly counts as not said."""
        sourcing = request.GET.get("sourcing", "")
        known = sourcing in {status.value for status in SourcingStatus}
        return cls(
            SourcingStatus(sourcing) if known else None,
            unsure_first=request.GET.get("order") == _UNSURE_FIRST,
            from_queue=request.GET.get("queue") == "1",
            changed_only=request.GET.get("changed") == "1",
        )

    def query(self, **more: object) -> str:
        """``?sourcing=…&order=…`` with what else is to be said, empty when there is nothing to say."""
        parameters: dict[str, object] = dict(more)
        if self.sourcing:
            parameters["sourcing"] = self.sourcing.value
        if self.changed_only:
            parameters["changed"] = "1"
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
        return replace(self, sourcing=None, changed_only=False)

    def through_changes(self) -> ReviewNavigation:
        """What changed since the last version, in the same order; all claims, where only those are shown already."""
        return replace(self, sourcing=None, changed_only=not self.changed_only)

    @property
    def is_filtered(self) -> bool:
        return self.sourcing is not None or self.changed_only

    def shown(self, claims: ClaimQuerySet) -> ClaimQuerySet:
        """Those of some claims that it goes through."""
        claims = claims.resting_on(self.sourcing)
        return claims.changed_since_previous() if self.changed_only else claims

    def lights(self, claim: Claim) -> bool:
        """Whether a claim stands out among others because a filter shows it."""
        is_shown = self.sourcing is None or claim.status == self.sourcing.value
        return self.is_filtered and is_shown and (not self.changed_only or claim.is_changed_since_previous)

    def first(self, claims: ClaimQuerySet, *, after: Claim | None = None) -> Claim | None:
        """Where to go on after a claim; after the last one it starts again from the first."""
        return self.in_order(claims, after=after).first()

    def in_order(self, claims: ClaimQuerySet, *, after: Claim | None) -> ClaimQuerySet:
        """Those of some claims that it goes through, from below a claim on and then from the top."""
        claims = self.shown(claims)
        return claims.doubted_after(after) if self.unsure_first else claims.after(after)

"""How somebody goes through an article: which claims, and in which order. The address carries it from page to page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim, ClaimQuerySet

_UNSURE_FIRST = "unsure"


@dataclass(frozen=True, slots=True)
class Walk:
    """Through the claims of one ``sourcing`` (all for None), in reading order or the unsure suggestions first.

    ``from_queue`` goes from claim to claim as the queue hands them out, through all articles.
    """

    sourcing: SourcingStatus | None = None
    unsure_first: bool = False
    from_queue: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Walk:
        """What the address says; what it says wrongly counts as not said."""
        asked = request.GET.get("sourcing", "")
        known = asked in {status.value for status in SourcingStatus}
        return cls(
            SourcingStatus(asked) if known else None,
            unsure_first=request.GET.get("order") == _UNSURE_FIRST,
            from_queue=request.GET.get("queue") == "1",
        )

    def query(self, **more: object) -> str:
        """``?sourcing=…&order=…`` with what else is to be said, empty when there is nothing to say."""
        said: dict[str, object] = dict(more)
        if self.sourcing:
            said["sourcing"] = self.sourcing.value
        if self.unsure_first:
            said["order"] = _UNSURE_FIRST
        if self.from_queue:
            said["queue"] = "1"
        return "?" + urlencode(said) if said else ""

    def turned(self) -> Walk:
        """The same claims in the other order."""
        return Walk(self.sourcing, not self.unsure_first, self.from_queue)

    def without_filter(self) -> Walk:
        """All claims in the same order."""
        return Walk(None, self.unsure_first, self.from_queue)

    def first(self, claims: ClaimQuerySet, *, after: Claim | None = None) -> Claim | None:
        """Where to go on behind a claim; behind the last one it starts again from the first."""
        claims = claims.resting_on(self.sourcing)
        return (claims.doubted_after(after) if self.unsure_first else claims.after(after)).first()

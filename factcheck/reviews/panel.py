"""What the panel shows of one claim."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Outlet
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.reviews.forms import REASONS, ReviewForm
from factcheck.reviews.models import Review
from factcheck.reviews.walk import Walk
from factcheck.standards import Finding, findings_for_claim


@dataclass(frozen=True)
class Panel:
    """One claim as ``by`` sees it. A fixed number of queries, whatever the article's length."""

    claim: Claim
    by: User
    url: str
    tally: Tally
    walk: Walk = field(default_factory=Walk)
    form: ReviewForm | None = None
    conflict: Review | None = None

    def context(self) -> dict[str, Any]:
        """For the templates ``reviews/panel.html`` and ``reviews/article_review.html``."""
        claim = self.claim
        return {
            "claim": claim,
            "tally": self.tally,
            "form": self.form or ReviewForm(claim=claim, by=self.by, url=self.url),
            "conflict": self.conflict,
            "findings": self._findings(),
            "history": self._history(),
            "reasons": REASONS,
            "recommended": Verdict(claim.recommended),
            "verdict": Verdict(claim.verdict),
            "previous_url": self._beside(-1),
            "next_url": self._beside(1),
            "skip_url": reverse("reviews:next", args=[claim.article_id]) + self.walk.query(after=claim.number),
            "undo_url": reverse("reviews:undo", args=[claim.article_id]) + self.walk.query(),
            "undo_key": uuid.uuid4(),
            "profile_url": self._article(self.walk.without_filter()),
            "order_url": self._article(self.walk.turned()),
            "walk": self.walk,
            "sourcing": self.walk.sourcing,
            "filter": self.walk.query(),
            "may_review": self.by.can_review,
        }

    def _findings(self) -> list[Finding]:
        """What the standards desk remarks on the claim as it stands."""
        claim = self.claim
        channel = claim.suggested_by.channel if claim.suggested_by else ""
        outlet = Outlet.objects.filter(articles=claim.article_id).first() if channel else None
        return findings_for_claim(
            status=claim.status,
            unattributed_reason=claim.unattributed_reason,
            channel=channel,
            outlet=str(outlet or ""),
        )

    def _history(self) -> list[Review]:
        """Every decision on the claim, the latest first. An untouched claim needs no query to know it has none."""
        if not self.claim.version:
            return []
        return list(self.claim.reviews.select_related("by", "undoes").order_by("-version"))

    def _beside(self, step: int) -> str:
        """The address of the claim before or after, among those the filter shows; empty at the end."""
        number = self._number_beside(step)
        return reverse("reviews:claim", args=[self.claim.article_id, number]) + self.walk.query() if number else ""

    def _article(self, walk: Walk) -> str:
        return reverse("reviews:article", args=[self.claim.article_id]) + walk.query()

    def _number_beside(self, step: int) -> int | None:
        if not self.walk.sourcing:  # numbers run from 1 without a gap
            number = self.claim.number + step
            return number if 1 <= number <= self.tally.claims else None
        shown = Claim.objects.filter(article_id=self.claim.article_id).resting_on(self.walk.sourcing)
        if step > 0:
            found = shown.filter(number__gt=self.claim.number).order_by("number")
        else:
            found = shown.filter(number__lt=self.claim.number).order_by("-number")
        return found.values_list("number", flat=True).first()

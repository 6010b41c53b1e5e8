"""What the panel shows of one claim."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Outlet
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.reviews.dismissals import may_dismiss_on
from factcheck.reviews.evidence import Item
from factcheck.reviews.findings import findings_on
from factcheck.reviews.models import Review, Stance
from factcheck.reviews.pages.evidence_panel import evidence_context, thread_context
from factcheck.reviews.pages.forms.evidence import CommentForm
from factcheck.reviews.pages.forms.findings import DismissForm
from factcheck.reviews.pages.forms.opinions import SendBackForm, SettleForm
from factcheck.reviews.pages.forms.review import REASONS, ReviewForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.opinion_panel import opinion_context
from factcheck.reviews.previous_versions import lineage_of
from factcheck.reviews.second_opinions import Answers
from factcheck.standards import Finding


@dataclass(frozen=True)
class Panel:
    """One claim as ``by`` sees it. A fixed number of queries, whatever the article's length."""

    claim: Claim
    by: User
    url: str
    tally: Tally
    walk: ReviewNavigation = field(default_factory=ReviewNavigation)
    form: ReviewForm | None = None
    conflict: Review | None = None
    #: Whether the words are shown to split the claim at one.
    is_splitting: bool = False
    #: What an editor wrote who sends the review back, when something was wrong with it.
    sending_back: SendBackForm | None = None
    #: What somebody wrote into the thread, when something was wrong with it.
    comment: CommentForm | None = None
    #: What an editor wrote who dismisses a finding, when something was wrong with it.
    dismissing: DismissForm | None = None

    def context(self) -> dict[str, Any]:
        """For the templates ``reviews/panel/panel.html`` and ``reviews/page/review.html``."""
        claim = self.claim
        beside = opinion_context(claim, self.by, url_of=self._claim_url, sending_back=self.sending_back)
        is_blind = beside["answers"].is_blind
        beside["lineage"] = lineage_of(claim, self.by, is_blind=is_blind)
        beside |= evidence_context(claim, self.by, is_blind=is_blind, url_of=self._claim_url)
        beside |= thread_context(claim, self.by, is_blind=is_blind, url_of=self._claim_url, comment=self.comment)
        return beside | {
            "claim": claim,
            "tally": self.tally,
            "form": self.form or self._form(beside["answers"]),
            "conflict": self.conflict,
            "findings": self._findings(beside["evidence"]),
            "may_dismiss": may_dismiss_on(claim, self.by),
            "dismissing": self.dismissing,
            "dismiss_url": self._claim_url("findings"),
            "dismiss_key": uuid.uuid4(),
            "claim_rows": [claim.pk],
            "reasons": REASONS,
            "recommended": Verdict(claim.recommended),
            "verdict": Verdict(claim.verdict),
            "previous_url": self._beside(-1),
            "next_url": self._beside(1),
            "skip_url": reverse("reviews:next", args=[claim.article_id]) + self.walk.query(after=claim.label),
            "splitting": self.is_splitting,
            "split_url": self._claim_url("split"),
            "split_key": uuid.uuid4(),
            "join_url": self._claim_url("join") if claim.part else "",
            "undo_url": reverse("reviews:undo", args=[claim.article_id]) + self.walk.query(),
            "undo_key": uuid.uuid4(),
            "profile_url": self._article(self.walk.without_filter()),
            "changes_url": self._article(self.walk.through_changes()),
            "order_url": self._article(self.walk.turned()),
            "walk": self.walk,
            "sourcing": self.walk.sourcing,
            "filter": self.walk.query(),
            "may_review": self.by.can_review,
        }

    def _findings(self, evidence: Sequence[Item]) -> list[Finding]:
        """What the standards desk remarks on the claim as it stands; rules that need the whole article are left out."""
        claim = self.claim
        channel = claim.suggested_by.channel if claim.suggested_by else ""
        outlet = Outlet.objects.filter(articles=claim.article_id).first() if channel else None
        supports = sum(item.use.stance == Stance.SUPPORTS for item in evidence)
        return findings_on(claim, outlet=str(outlet or ""), supports=supports)

    def _form(self, answers: Answers) -> ReviewForm:
        if answers.differ and self.by.can_set_verdict:
            return SettleForm(claim=self.claim, both=answers.both, by=self.by, url=self._claim_url("settle"))
        return ReviewForm(claim=self.claim, by=self.by, url=self.url)

    def _beside(self, step: int) -> str:
        """The address of the claim before or after, among those the filter shows; empty at the end."""
        label = self._label_beside(step)
        return reverse("reviews:claim", args=[self.claim.article_id, label]) + self.walk.query() if label else ""

    def _claim_url(self, name: str) -> str:
        return reverse(f"reviews:{name}", args=[self.claim.article_id, self.claim.label]) + self.walk.query()

    def _article(self, walk: ReviewNavigation) -> str:
        return reverse("reviews:article", args=[self.claim.article_id]) + walk.query()

    def _label_beside(self, step: int) -> str | None:
        claim = self.claim
        if not self.walk.is_filtered and not self.tally.divided:  # numbers run from 1 without a gap
            number = claim.number + step
            return str(number) if 1 <= number <= self.tally.claims else None
        shown = self.walk.shown(Claim.objects.filter(article_id=claim.article_id))
        found = shown.below(claim).in_reading_order() if step > 0 else shown.above(claim).reverse()
        beside = found.only("number", "part").first()
        return beside.label if beside else None

"""Accepting at once what reviewers recommend, on the claims of which the desk's rules remark nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.choices import OPINIONS_UNDER_WAY, Verdict
from factcheck.claims.locking import lock_claims
from factcheck.claims.models import Claim, Tally
from factcheck.keys import are_other_words, key_of_row, lock_key, words_sha256
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews.decisions import (
    EvidenceChanged,
    agreeing,
    changes_of,
    decide,
    latest_on,
    state_columns,
)
from factcheck.reviews.findings import Reviewed, review_findings
from factcheck.reviews.models import Review
from factcheck.standards import Finding


@dataclass(frozen=True, slots=True)
class Recommended:
    """A claim that waits for an editor to set the verdict that is recommended."""

    claim: Claim
    #: What the rules remark on it as it is, or would once the verdict is set, and nobody has dismissed.
    findings: tuple[Finding, ...]

    @property
    def may_be_accepted(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a form: the decisions, and a sentence on each claim that was left out."""

    reviews: list[Review]
    left_out: list[str]


def recommended_in(reviewed: Reviewed) -> list[Recommended]:
    """The claims of an article with a recommendation and without a verdict, in reading order. No query."""
    return [
        Recommended(claim, tuple(finding for finding in reviewed.if_accepted(place) if not finding.dismissed))
        for place, claim in enumerate(reviewed.of)
        if _is_recommended(claim)
    ]


def _is_recommended(claim: Claim) -> bool:
    is_open = claim.verdict == Verdict.PENDING and claim.second_opinion not in OPINIONS_UNDER_WAY
    return is_open and claim.is_reviewed and claim.recommended != Verdict.PENDING


@transaction.atomic
def accept(*, article: Article, claims: Mapping[int, int], drawn_at: dt.datetime, key: uuid.UUID, by: User) -> Accepted:
    """Set the recommended verdict on each of the ``claims``: rows, with the versions that were seen at ``drawn_at``.

    A claim that has changed since, or on which a rule remarks something now, is left out. All that is set is taken back
    by one undo. The same ``key`` again changes nothing, or raises KeyReused with other claims. Raises Refused for an
    earlier version of an article.
    """
    lock_key(key)
    words = words_sha256("accept", claims=sorted(claims.items()))
    if sent := list(Review.objects.filter(batch=key, article=article, by=by).select_related("claim").order_by("pk")):
        if any(are_other_words(review.words_sha256, words) for review in sent):
            raise KeyReused(f"This form has already accepted {_count(sent)}; nothing else was done.")
        labels = {review.claim_id for review in sent}
        others = Claim.everything.filter(article=article, pk__in=claims).exclude(pk__in=labels)
        return Accepted(sent, [f"Claim {claim.label} was left out." for claim in others.order_by("start")])
    # Claims first, then the tally, as every other change does.
    locked = lock_claims(Claim.everything.filter(article=article, pk__in=claims).select_related("suggested_by"))
    Tally.objects.select_for_update().get(article=article)
    article = Article.objects.select_related("outlet").defer("search").get(pk=article.pk)
    if article.is_superseded:
        raise Refused("This article has a newer version; accept recommendations there.")
    ready = {entry.claim.pk: entry for entry in recommended_in(review_findings(article))}
    reviews: list[Review] = []
    left_out = []
    for claim in sorted(locked, key=lambda claim: claim.start):
        problem = _problem(claim, ready.get(claim.pk), version=claims[claim.pk])
        if not problem:
            try:
                changes = changes_of(claim, agreeing(claim, drawn_at=drawn_at), by=by)
            except EvidenceChanged:
                problem = f"the evidence on claim {claim.label} changed"
        if problem:
            left_out.append(f"Left out: {problem}.")
            continue
        own_key = key_of_row(key, len(reviews), claim.pk)
        columns = state_columns(claim) | changes
        reviews.append(decide(claim, columns, key=own_key, by=by, words_sha256=words, batch=key))
    return Accepted(reviews, left_out)


def _problem(claim: Claim, entry: Recommended | None, *, version: int) -> str:
    """Why a locked claim is not accepted, as the end of a sentence; empty where it is."""
    if claim.version != version:
        return f"{latest_on(claim).by} has decided on claim {claim.label} since"
    if not claim.is_current:
        return f"claim {claim.label} was split or joined"
    if entry is None:
        return f"claim {claim.label} has no recommendation to accept"
    return "" if entry.may_be_accepted else f"there is a finding on claim {claim.label} now"


def _count(reviews: list[Review]) -> str:
    return f"{len(reviews)} recommendation{'' if len(reviews) == 1 else 's'}"

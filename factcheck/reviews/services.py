"""What people decide, written once: the log row, the claim and the tally in one transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import STANDING_FIELDS, Claim, Standing
from factcheck.claims.services import recount
from factcheck.reviews.models import Review


class Conflict(Exception):
    """Somebody changed the claim since the form was drawn. ``latest`` is their decision; nothing was saved."""

    def __init__(self, latest: Review) -> None:
        self.latest = latest
        super().__init__(f"{latest.by} changed claim {latest.claim.number} meanwhile.")


class NothingToUndo(Exception):
    """This person has no decision left to take back in this article."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What somebody says of a claim. ``verdict`` is None from a person who may not set one: it stays as it is."""

    status: SourcingStatus
    source: str = ""
    cue: str = ""
    unattributed_reason: str = ""
    recommended: Verdict | None = None
    note: str = ""
    verdict: Verdict | None = None


@transaction.atomic
def annotate(*, claim: Claim, annotation: Annotation, version: int, key: uuid.UUID, by: User) -> Review:
    """Save a decision on a claim as it stood at ``version``.

    The same ``key`` again changes nothing and gives the decision it made; ``claim`` of either is as it now stands.
    Raises Conflict when the claim has moved on.
    """
    claim = _locked(claim.pk)
    if claim.version != version:
        # A form sent before has moved the claim on itself.
        if sent := Review.objects.filter(key=key, claim=claim, by=by).first():
            sent.claim = claim
            return sent
        raise Conflict(_latest(claim))
    return _decide(claim, standing_of(claim) | _changes(claim, annotation, by=by), key=key, by=by)


@transaction.atomic
def undo(*, article: Article, key: uuid.UUID, by: User) -> Review:
    """Take back this person's last decision in the article, by a new decision; called again, the one before it.

    Raises NothingToUndo, or Conflict when somebody else has decided on that claim since.
    """
    if sent := Review.objects.filter(key=key, article=article, by=by).first():
        return sent
    own = Review.objects.filter(article=article, by=by, undoes=None, undone_by=None)
    last = own.select_related("claim").order_by("-id").first()
    if last is None:
        raise NothingToUndo
    claim = _locked(last.claim_id)
    if Review.objects.filter(undoes=last).exists():  # the same person in another tab, a moment ago
        return undo(article=article, key=key, by=by)
    latest = _latest(claim)
    if claim.reviews.filter(version__gt=last.version).exclude(by=by).exists():
        raise Conflict(latest)
    before = claim.reviews.filter(version=last.version - 1).first()
    return _decide(claim, standing_of(before) if before else suggested_standing(claim), key=key, by=by, undoes=last)


def standing_of(one: Standing) -> dict[str, Any]:
    """The standing as column values, to be written somewhere else."""
    return {name: getattr(one, name) for name in STANDING_FIELDS}


def suggested_standing(claim: Claim) -> dict[str, Any]:
    """Where a claim stands before anybody has looked at it."""
    source, cue = claim.suggested_source_and_cue()
    untouched = Claim(status=claim.suggested_status, source=source, cue=cue)
    return standing_of(untouched)


def _changes(claim: Claim, annotation: Annotation, *, by: User) -> dict[str, Any]:
    """The columns an annotation writes. An editor who sets only the verdict leaves the review in its author's name."""
    now = timezone.now()
    changes: dict[str, Any] = {
        "status": annotation.status.value,
        "source": annotation.source,
        "cue": annotation.cue,
        "unattributed_reason": annotation.unattributed_reason,
        "note": annotation.note,
    }
    if annotation.recommended is not None:
        changes["recommended"] = annotation.recommended.value
    if not claim.is_reviewed or any(getattr(claim, name) != value for name, value in changes.items()):
        changes |= {"reviewed_by_id": by.pk, "reviewed_at": now}
    if annotation.verdict is not None and annotation.verdict.value != claim.verdict:
        is_settled = annotation.verdict is not Verdict.PENDING
        changes |= {
            "verdict": annotation.verdict.value,
            "verdict_by_id": by.pk if is_settled else None,
            "verdict_at": now if is_settled else None,
        }
    return changes


def _locked(pk: int) -> Claim:
    return Claim.objects.select_related("suggested_by").select_for_update(of=("self",)).get(pk=pk)


def _latest(claim: Claim) -> Review:
    return claim.reviews.select_related("by", "claim").latest("version")


def _decide(
    claim: Claim, standing: dict[str, Any], *, key: uuid.UUID, by: User, undoes: Review | None = None
) -> Review:
    """Write the decision: one row into the log, one claim, one tally."""
    before = Claim(**standing_of(claim))
    review = Review(article_id=claim.article_id, claim=claim, version=claim.version + 1, key=key, by=by, undoes=undoes)
    for one in (claim, review):
        for name, value in standing.items():
            setattr(one, name, value)
    review.save(force_insert=True)
    claim.version = review.version
    claim.save(update_fields=[*STANDING_FIELDS, "version"])
    recount(article_id=claim.article_id, before=before, after=claim)
    return review

"""What people decide, written once: the log row, the claim and the tally in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, SecondOpinion, Verdict
from factcheck.claims.models import STANDING_FIELDS, Claim, Standing
from factcheck.claims.parts import cut_at, cuts_without, divide
from factcheck.claims.services import recount
from factcheck.reviews import opinions
from factcheck.reviews.models import Kind, Opinion, Review


class Conflict(Exception):
    """Somebody changed the claim since the form was drawn. ``latest`` is their decision; nothing was saved."""

    def __init__(self, latest: Review) -> None:
        self.latest = latest
        super().__init__(f"{latest.by} changed claim {latest.claim.label} meanwhile.")


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
    #: Whether the source said it, and how the text should put it.
    said: Said = Said.PENDING
    wording: str = ""
    #: The desk's questions about an unnamed source.
    anonymity_reason: str = ""
    how_source_knows: str = ""
    second_source: str = ""
    name_known_to: str = ""


@transaction.atomic
def annotate(*, claim: Claim, annotation: Annotation, version: int, key: uuid.UUID, by: User) -> Review | Opinion:
    """Save a decision on a claim as it stood at ``version``; an opinion on one that waits for two of them.

    The same ``key`` again changes nothing and gives the decision it made; ``claim`` of either is as it now stands.
    Raises Conflict when the claim has moved on, and opinions.Refused where this person is to say nothing now.
    """
    claim = locked(claim.pk)
    if claim.version != version or not claim.is_current:
        # A form sent before has moved the claim on itself.
        sent = Review.objects.filter(key=key, claim=claim, by=by).first()
        if given := sent or opinions.sent_before(claim, key=key, by=by):
            given.claim = claim
            return given
        raise Conflict(latest_on(claim))
    if claim.second_opinion == SecondOpinion.ASKED:
        return opinions.answer(claim, said_in(annotation), key=key, by=by)
    if claim.second_opinion == SecondOpinion.DIFFERS:
        raise opinions.Refused(f"Two opinions on claim {claim.label} differ; an editor settles them first.")
    return decide(claim, standing_of(claim) | changes_of(claim, annotation, by=by), key=key, by=by)


@transaction.atomic
def split(*, claim: Claim, at: int, version: int, key: uuid.UUID, by: User) -> Review:
    """Split a claim before the word at ``at``, an offset into the article. Its parts start from what the machine found.

    Raises CannotSplit, and Conflict when somebody has decided on the claim since ``version``. The same ``key`` again
    changes nothing.
    """
    return _cut(claim, version=version, key=key, by=by, kind=Kind.SPLIT, cuts=lambda one: cut_at(one, at))


@transaction.atomic
def join(*, claim: Claim, version: int, key: uuid.UUID, by: User) -> Review:
    """Join a part to the one before it, or the first to the second.

    The last two make the whole sentence again, which stands as it stood before it was split; what was decided on parts
    stays in the log, and comes back should they be split there again. Raises as split() does.
    """
    return _cut(claim, version=version, key=key, by=by, kind=Kind.JOINED, cuts=cuts_without)


def _cut(
    claim: Claim, *, version: int, key: uuid.UUID, by: User, kind: Kind, cuts: Callable[[Claim], list[int]]
) -> Review:
    # The whole first, always: two people who cut one sentence wait for each other and never both for one another.
    whole = locked(claim.sentence_id)
    if sent := Review.objects.filter(key=key, claim=whole, by=by).first():
        sent.claim = whole
        return sent
    one = whole if claim.pk == whole.pk else locked(claim.pk)
    if one.version != version or not one.is_current:
        raise Conflict(latest_on(one))
    one.whole = None if one.pk == whole.pk else whole
    return decide(whole, standing_of(whole) | {"cuts": cuts(one)}, kind=kind, key=key, by=by)


@transaction.atomic
def undo(*, article: Article, key: uuid.UUID, by: User, review: Review | None = None) -> Review:
    """Take back this person's last decision in the article, by a new decision; called again, the one before it.

    ``review`` names another one of theirs: the claim then stands as it did before that one. Raises NothingToUndo,
    Conflict when somebody else has decided on that claim since, and opinions.Refused where an answer would be lost.
    """
    if sent := Review.objects.filter(key=key, article=article, by=by).first():
        return sent
    own = undoable(article=article, by=by)
    last = own.filter(pk=review.pk).first() if review else own.order_by("-id").first()
    if review is None:
        opinions.refuse_to_skip(article=article, last=last, by=by)
    if last is None:
        raise NothingToUndo
    claim = locked(last.claim_id)
    if not undoable(article=article, by=by).filter(pk=last.pk).exists():  # the same person in another tab, a moment ago
        return undo(article=article, key=key, by=by, review=review)
    later = Review.objects.filter(article=article, claim__in=[claim, *claim.parts.all()], pk__gt=last.pk)
    if others := later.exclude(by=by).select_related("by", "claim").order_by("-pk").first():
        raise Conflict(others)
    opinions.refuse_to_lose(last, claim)
    before = claim.reviews.filter(version=last.version - 1).first()
    standing = standing_of(before) if before else suggested_standing(claim)
    undone = decide(claim, standing, kind=last.kind, reason=last.reason, key=key, by=by, undoes=last)
    opinions.carry_over(claim)
    return undone


def undoable(*, article: Article, by: User) -> QuerySet[Review]:
    """A person's decisions in an article that still count: not taken back, on claims that are there."""
    later = Review.objects.filter(claim=OuterRef("claim"), undoes__isnull=False, version__gt=OuterRef("version"))
    own = Review.objects.filter(article=article, by=by, undoes=None).select_related("claim")
    # Taking one back takes back all that came after it on that claim.
    standing = own.exclude(Exists(later.filter(undoes__version__lte=OuterRef("version"))))
    return standing.filter(Q(claim__is_current=True) | Q(claim__whole=None))


def standing_of(one: Standing) -> dict[str, Any]:
    """The standing as column values, to be written somewhere else."""
    return {name: getattr(one, name) for name in STANDING_FIELDS}


def suggested_standing(claim: Claim) -> dict[str, Any]:
    """Where a claim stands before anybody has looked at it."""
    source, cue = claim.suggested_source_and_cue()
    untouched = Claim(status=claim.suggested_status, source=source, cue=cue)
    return standing_of(untouched)


def said_in(annotation: Annotation) -> dict[str, Any]:
    """The columns of an answer that stands by itself: an editor's verdict is what that editor would recommend."""
    is_so = annotation.recommended or annotation.verdict or Verdict.PENDING
    return _written(annotation) | {"recommended": is_so.value}


def _written(annotation: Annotation) -> dict[str, Any]:
    return {
        "status": annotation.status.value,
        "source": annotation.source,
        "cue": annotation.cue,
        "unattributed_reason": annotation.unattributed_reason,
        "note": annotation.note,
        "said": annotation.said.value,
        "wording": annotation.wording,
        "anonymity_reason": annotation.anonymity_reason,
        "how_source_knows": annotation.how_source_knows,
        "second_source": annotation.second_source,
        "name_known_to": annotation.name_known_to,
    }


def changes_of(claim: Claim, annotation: Annotation, *, by: User) -> dict[str, Any]:
    """The columns an annotation writes. An editor who sets only the verdict leaves the review in its author's name."""
    now = timezone.now()
    changes = _written(annotation)
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


def locked(pk: int) -> Claim:
    """The claim as it now stands, nobody else's until the transaction ends."""
    return Claim.everything.select_related("suggested_by").select_for_update(of=("self",)).get(pk=pk)


def latest_on(claim: Claim) -> Review:
    """The decision that a conflict names."""
    return Review.objects.filter(claim__in=[claim.pk, claim.sentence_id]).select_related("by", "claim").latest("pk")


def decide(
    claim: Claim,
    standing: dict[str, Any],
    *,
    key: uuid.UUID,
    by: User,
    kind: str = Kind.DECIDED,
    reason: str = "",
    undoes: Review | None = None,
) -> Review:
    """Write a decision on a locked claim: one row into the log, one claim, one tally; and its parts when it is cut."""
    before = Claim(**standing_of(claim))
    review = Review(
        article_id=claim.article_id,
        claim=claim,
        version=claim.version + 1,
        key=key,
        by=by,
        kind=kind,
        reason=reason,
        undoes=undoes,
    )
    for one in (claim, review):
        for name, value in standing.items():
            setattr(one, name, value)
    review.save(force_insert=True)
    claim.version = review.version
    if claim.cuts == before.cuts:
        # A whole that is split has changed in the log alone: its parts are what counts.
        counted = ([before], [claim]) if claim.is_current else ((), ())
        claim.changed = recount(article_id=claim.article_id, before=counted[0], after=counted[1])
    else:
        claim.changed = recount(article_id=claim.article_id)
        gone, come = divide(claim, changed=claim.changed)
        recount(
            article_id=claim.article_id,
            before=[before if one is claim else one for one in gone],
            after=come,
            divided=bool(claim.cuts) - bool(before.cuts),
        )
        claim.is_current = not claim.cuts
    claim.save(update_fields=[*STANDING_FIELDS, "version", "is_current", "changed"])
    return review

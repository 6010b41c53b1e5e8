"""What people decide on claims: they annotate, split and join, and take back."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.locking import lock_claim, lock_claims
from factcheck.claims.models import Claim
from factcheck.claims.parts import add_cut, remove_cut
from factcheck.refusals import Refused
from factcheck.reviews import second_opinions
from factcheck.reviews.decisions import (
    Annotation,
    Conflict,
    answer_columns,
    changes_of,
    decide,
    latest_on,
    standing_of,
    suggested_standing,
)
from factcheck.reviews.models import Kind, Opinion, Review


@transaction.atomic
def annotate(*, claim: Claim, annotation: Annotation, version: int, key: uuid.UUID, by: User) -> Review | Opinion:
    """Save a decision on a claim as it stood at ``version``; an opinion on one that waits for two of them.

    The same ``key`` again changes nothing and gives the decision it made; ``claim`` of either is as it now stands.
    Raises Conflict when the claim has moved on, and Refused where this person is to say nothing now.
    """
    claim = lock_claim(claim.pk)
    if claim.version != version or not claim.is_current:
        # A form sent before has moved the claim on itself.
        sent = Review.objects.filter(key=key, claim=claim, by=by).first()
        if given := sent or second_opinions.sent_before(claim, key=key, by=by):
            given.claim = claim
            return given
        raise Conflict(latest_on(claim))
    if claim.second_opinion == SecondOpinion.ASKED:
        return second_opinions.answer(claim, answer_columns(annotation), key=key, by=by)
    if claim.second_opinion == SecondOpinion.DIFFERS:
        raise Refused(f"Two opinions on claim {claim.label} differ; an editor settles them first.")
    return decide(claim, standing_of(claim) | changes_of(claim, annotation, by=by), key=key, by=by)


@transaction.atomic
def split(*, claim: Claim, at: int, version: int, key: uuid.UUID, by: User) -> Review:
    """Split a claim before the word at ``at``, an offset into the article. Its parts start from what the machine found.

    Raises Refused, and Conflict when somebody has decided on the claim since ``version``. The same ``key`` again
    changes nothing.
    """
    return _cut(claim, version=version, key=key, by=by, kind=Kind.SPLIT, cuts=lambda one: add_cut(one, at))


@transaction.atomic
def join(*, claim: Claim, version: int, key: uuid.UUID, by: User) -> Review:
    """Join a part to the one before it, or the first to the second.

    The last two make the whole sentence again, which stands as it stood before it was split; what was decided on parts
    stays in the log, and comes back should they be split there again. Raises as split() does.
    """
    return _cut(claim, version=version, key=key, by=by, kind=Kind.JOINED, cuts=remove_cut)


def _cut(
    claim: Claim, *, version: int, key: uuid.UUID, by: User, kind: Kind, cuts: Callable[[Claim], list[int]]
) -> Review:
    of_sentence = Q(pk=claim.sentence_id) | Q(whole=claim.sentence_id)
    rows = {row.pk: row for row in lock_claims(Claim.everything.filter(of_sentence).select_related("suggested_by"))}
    if claim.pk not in rows:
        raise Claim.DoesNotExist
    whole = rows[claim.sentence_id]
    if sent := Review.objects.filter(key=key, claim=whole, by=by).first():
        sent.claim = whole
        return sent
    one = rows[claim.pk]
    if one.version != version or not one.is_current:
        raise Conflict(latest_on(one))
    one.whole = None if one.pk == whole.pk else whole
    return decide(whole, standing_of(whole) | {"cuts": cuts(one)}, kind=kind, key=key, by=by)


@transaction.atomic
def undo(*, article: Article, key: uuid.UUID, by: User, review: Review | None = None) -> Review:
    """Take back this person's last decision in the article, by a new decision; called again, the one before it.

    ``review`` names another one of theirs: the claim then is as it was before that one. Raises Refused where nothing
    is left to take back or an answer would be lost, and Conflict when somebody else has decided on that claim since.
    """
    if sent := Review.objects.filter(key=key, article=article, by=by).first():
        return sent
    own = undoable(article=article, by=by)
    last = own.filter(pk=review.pk).first() if review else own.order_by("-id").first()
    if review is None:
        second_opinions.check_nothing_skipped(article=article, last=last, by=by)
    if last is None:
        rest = "that decision is taken back already" if review else "you have no decision left in this article"
        raise Refused(f"Nothing to undo: {rest}.")
    claim = lock_claim(last.claim_id)
    if not undoable(article=article, by=by).filter(pk=last.pk).exists():  # the same person in another tab, a moment ago
        return undo(article=article, key=key, by=by, review=review)
    later = Review.objects.filter(article=article, claim__in=[claim, *claim.parts.all()], pk__gt=last.pk)
    if others := later.exclude(by=by).select_related("by", "claim").order_by("-pk").first():
        raise Conflict(others)
    second_opinions.check_last_answer_kept(last, claim)
    before = claim.reviews.filter(version=last.version - 1).first()
    standing = standing_of(before) if before else suggested_standing(claim)
    undone = decide(claim, standing, kind=last.kind, reason=last.reason, key=key, by=by, undoes=last)
    second_opinions.carry_over(claim)
    return undone


def undoable(*, article: Article, by: User) -> QuerySet[Review]:
    """A person's decisions in an article that still count: not taken back, on claims that are there.

    What was carried over from an earlier version was decided there, and is no decision of who loaded the new one.
    """
    later = Review.objects.filter(claim=OuterRef("claim"), undoes__isnull=False, version__gt=OuterRef("version"))
    own = Review.objects.filter(article=article, by=by, undoes=None).exclude(kind=Kind.CARRIED).select_related("claim")
    # Taking one back takes back all that came after it on that claim.
    standing = own.exclude(Exists(later.filter(undoes__version__lte=OuterRef("version"))))
    return standing.filter(Q(claim__is_current=True) | Q(claim__whole=None))

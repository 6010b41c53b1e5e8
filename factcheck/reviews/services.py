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
from factcheck.keys import are_other_words, key_of_row, lock_key, quoted, words_sha256
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import second_opinions
from factcheck.reviews.decisions import (
    Annotation,
    Conflict,
    OtherWords,
    answer_columns,
    changes_of,
    decide,
    latest_on,
    says_the_same,
    state_columns,
    suggested_columns,
)
from factcheck.reviews.models import Kind, Opinion, Review


@transaction.atomic
def annotate(*, claim: Claim, annotation: Annotation, version: int, key: uuid.UUID, by: User) -> Review | Opinion:
    """Save a decision on a claim as it stood at ``version``; an opinion on one that waits for two of them.

    The same ``key`` again changes nothing and returns the decision it made; its ``claim`` is as it is now. Raises
    OtherWords or, of an opinion, KeyReused when it made one from other words, Conflict when the claim has moved on,
    Refused where this person may say nothing now, and Claim.DoesNotExist when the ``claim`` isn't in its article, or
    this person may not find the article.
    """
    place = claim.article_id, claim.number
    is_answer_known = Exists(Opinion.objects.filter(key=key, claim=OuterRef("pk")))
    claim = lock_claim(claim.pk, with_suggestion=False, seen_by=by, is_answer_known=is_answer_known)
    is_asked = claim.second_opinion == SecondOpinion.ASKED
    if place != (claim.article_id, claim.number):
        raise Claim.DoesNotExist
    if claim.version != version or not claim.is_current or is_asked or claim.is_answer_known:  # type: ignore[attr-defined]
        # A form sent before has moved the claim on itself, or was an answer to a question since withdrawn.
        sent = Review.objects.filter(key=key, claim=claim, by=by).first()
        if saved := sent or second_opinions.sent_before(claim, key=key, by=by):
            saved.claim = claim
            if says_the_same(saved, annotation):
                return saved
            if isinstance(saved, Opinion):
                raise KeyReused(f"You have already answered claim {claim.label}; an answer can’t be changed.")
            raise OtherWords(saved)
    if claim.version != version or not claim.is_current:
        raise Conflict(latest_on(claim))
    if is_asked:
        return second_opinions.answer(claim, answer_columns(annotation), key=key, by=by)
    if claim.second_opinion == SecondOpinion.DIFFERS:
        raise Refused(f"Two opinions on claim {claim.label} differ; an editor has to decide first.")
    return decide(claim, state_columns(claim) | changes_of(claim, annotation, by=by), key=key, by=by)


@transaction.atomic
def split(*, claim: Claim, at: int, version: int, key: uuid.UUID, by: User) -> Review:
    """Split a claim before the word at ``at``, an offset into the article. Its parts start from what the machine found.

    Raises Refused, and Conflict when somebody has decided on the claim since ``version``. The same ``key`` again
    changes nothing; with another place to split at, or of a join, it raises KeyReused.
    """
    words = words_sha256("split", at=at)
    return _cut(
        claim, version=version, key=key, by=by, kind=Kind.SPLIT, words=words, cuts=lambda current: add_cut(current, at)
    )


@transaction.atomic
def join(*, claim: Claim, version: int, key: uuid.UUID, by: User) -> Review:
    """Join a part to the one before it, or the first to the second.

    The last two make the whole sentence again, as it was before it was split; what was decided on parts stays in the
    log, and comes back if the sentence is split there again. Raises the same as split().
    """
    words = words_sha256("join", part=claim.pk)
    return _cut(claim, version=version, key=key, by=by, kind=Kind.JOINED, words=words, cuts=remove_cut)


def _cut(
    claim: Claim,
    *,
    version: int,
    key: uuid.UUID,
    by: User,
    kind: Kind,
    words: str,
    cuts: Callable[[Claim], list[int]],
) -> Review:
    of_sentence = Q(pk=claim.sentence_id) | Q(whole=claim.sentence_id)
    locked = {row.pk: row for row in lock_claims(Claim.everything.filter(of_sentence).select_related("suggested_by"))}
    if claim.pk not in locked:
        raise Claim.DoesNotExist
    whole = locked[claim.sentence_id]
    if sent := Review.objects.filter(key=key, claim=whole, by=by).first():
        sent.claim = whole
        if sent.kind != kind or are_other_words(sent.words_sha256, words):
            raise KeyReused(_cut_before(sent, whole))
        return sent
    current = locked[claim.pk]
    if current.version != version or not current.is_current:
        raise Conflict(latest_on(current))
    current.whole = None if current.pk == whole.pk else whole
    return decide(whole, state_columns(whole) | {"cuts": cuts(current)}, kind=kind, key=key, by=by, words_sha256=words)


def _cut_before(sent: Review, whole: Claim) -> str:
    """What a form did to a sentence when it was sent the first time."""
    if sent.kind != Kind.SPLIT:
        return f"Claim {whole.number} is already joined."
    earlier = whole.reviews.filter(version=sent.version - 1).first()
    (at,) = set(sent.cuts) - set(earlier.cuts if earlier else [])
    words = quoted(whole.text[at - whole.start :].partition(" ")[0])
    return f"Claim {whole.number} is already split, before {words}."


@transaction.atomic
def undo(*, article: Article, key: uuid.UUID, by: User, review: Review | None = None) -> Review:
    """Take back this person's last decision in the article, by a new decision; called again, the one before it.

    What one form decided on several claims is taken back together; the first of the new decisions is returned.
    ``review`` names another one of theirs: the claim then is as it was before that one. Raises Refused where nothing
    is left to take back or an answer would be lost, KeyReused when the ``key`` took back another one, and Conflict when
    somebody else has decided on that claim since.
    """
    lock_key(key)
    words = words_sha256("undo", review=review and review.pk)
    if sent := Review.objects.filter(key=key, article=article, by=by).select_related("claim").first():
        if sent.undoes_id is None or are_other_words(sent.words_sha256, words):
            raise KeyReused(f"You have already undone that decision on claim {sent.claim.label}.")
        return sent
    own = undoable(article=article, by=by)
    last = own.filter(pk=review.pk).first() if review else own.order_by("-id").first()
    if review is None:
        second_opinions.check_nothing_skipped(article=article, last=last, by=by)
    if last is None:
        rest = "that decision has already been undone" if review else "you have no more decisions in this article"
        raise Refused(f"Nothing to undo: {rest}.")
    if review is None and last.batch:
        return _undo_batch(last.batch, article=article, key=key, by=by, words=words)
    claim = lock_claim(last.claim_id)
    if not undoable(article=article, by=by).filter(pk=last.pk).exists():  # the same person in another tab, a moment ago
        return undo(article=article, key=key, by=by, review=review)
    if others := _decided_since(last, claim):
        raise Conflict(others)
    return _take_back(last, claim, key=key, by=by, words=words)


def _undo_batch(batch: uuid.UUID, *, article: Article, key: uuid.UUID, by: User, words: str) -> Review:
    """Take back all that one form decided, but for claims on which somebody else has decided since; the first undo."""
    of_batch = undoable(article=article, by=by).filter(batch=batch)
    rows = Claim.everything.filter(pk__in=of_batch.values("claim")).select_related("suggested_by")
    locked = {claim.pk: claim for claim in lock_claims(rows)}
    undone: list[Review] = []
    problems: list[Conflict | Refused] = []
    for review in of_batch.filter(claim__in=locked).order_by("pk"):
        claim = locked[review.claim_id]
        if others := _decided_since(review, claim):
            problems.append(Conflict(others))
            continue
        own_key = key_of_row(key, len(undone), claim.pk)
        try:
            undone.append(_take_back(review, claim, key=own_key, by=by, words=words, batch=key))
        except Refused as problem:
            problems.append(problem)
    if not undone and problems:
        raise problems[0]
    return undone[0] if undone else undo(article=article, key=key, by=by)


def _decided_since(review: Review, claim: Claim) -> Review | None:
    """What somebody else has decided on a locked claim, or its parts, since a decision; the latest."""
    later = Review.objects.filter(
        article=claim.article_id, claim__in=[claim, *claim.parts.all()], pk__gt=review.pk
    ).exclude(by=review.by_id)
    return later.select_related("by", "claim").order_by("-pk").first()


def _take_back(
    last: Review, claim: Claim, *, key: uuid.UUID, by: User, words: str, batch: uuid.UUID | None = None
) -> Review:
    second_opinions.check_last_answer_kept(last, claim)
    before = claim.reviews.filter(version=last.version - 1).first()
    state = state_columns(before) if before else suggested_columns(claim)
    undone = decide(
        claim,
        state,
        kind=last.kind,
        reason=last.reason,
        key=key,
        by=by,
        undoes=last,
        words_sha256=words,
        batch=batch,
    )
    second_opinions.carry_over(claim, withdrawal=last)
    return undone


def left_in_batch(undone: Review) -> tuple[int, int]:
    """Of an undo of what one form decided: how many were taken back, and how many stand."""
    taken_back = Review.objects.filter(article=undone.article_id, by=undone.by_id, batch=undone.batch).count()
    assert undone.undoes is not None
    return taken_back, undoable(article=undone.article, by=undone.by).filter(batch=undone.undoes.batch).count()


def undoable(*, article: Article, by: User) -> QuerySet[Review]:
    """A person's decisions in an article that still count: not taken back, on claims that are there.

    What was carried over from an earlier version was decided there, not by whoever loaded the new one.
    """
    later = Review.objects.filter(claim=OuterRef("claim"), undoes__isnull=False, version__gt=OuterRef("version"))
    own = Review.objects.filter(article=article, by=by, undoes=None).exclude(kind=Kind.CARRIED).select_related("claim")
    # Taking one back takes back all that came after it on that claim.
    valid = own.exclude(Exists(later.filter(undoes__version__lte=OuterRef("version"))))
    return valid.filter(Q(claim__is_current=True) | Q(claim__whole=None))

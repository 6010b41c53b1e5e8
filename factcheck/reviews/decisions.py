"""The log of decisions, and the one place that writes to it: a row in the log, the claim, and the article's tally."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import BadRequest
from django.db import IntegrityError, connection
from django.utils import timezone
from psycopg.errors import UniqueViolation

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, Verdict
from factcheck.claims.models import STATE_FIELDS, Claim, ClaimState
from factcheck.claims.parts import sync_parts
from factcheck.claims.services import tally_step, update_tally
from factcheck.reviews import verdicts
from factcheck.reviews.models import Kind, Opinion, Review
from factcheck.reviews.review_fields import OPINION_COLUMNS


class Conflict(Exception):
    """Somebody changed the claim since the form was drawn. ``latest`` is their decision; nothing was saved."""

    def __init__(self, latest: Review) -> None:
        self.latest = latest
        super().__init__(f"{latest.by} has changed claim {latest.claim.label} in the meantime.")


class EvidenceChanged(Exception):
    """Evidence came or went since the form of a verdict was drawn: nobody signs what they haven't seen."""


class OtherWords(Conflict):
    """The form's key made ``latest`` already, from other words: this person's own, sent before."""


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
    #: Whether the editor saw that the verdict was set before the review changed: the same verdict then is a new one.
    confirms: bool = False
    #: When the form was drawn; None for what no person looked at before.
    drawn_at: dt.datetime | None = None
    #: Whether the source said it, and how the text should put it.
    said: Said = Said.PENDING
    wording: str = ""
    #: The desk's questions about an unnamed source.
    anonymity_reason: str = ""
    how_source_knows: str = ""
    second_source: str = ""
    name_known_to: str = ""


def state_columns(state: ClaimState) -> dict[str, Any]:
    """The state as column values, to be written somewhere else."""
    return {name: getattr(state, name) for name in STATE_FIELDS}


def restored_columns(claim: Claim, earlier: Review) -> dict[str, Any]:
    """The state that a decision led to, to be written on the claim again by its next decision.

    Of a decision in an earlier version of the article, what the verdict judged is this next decision.
    """
    columns = state_columns(earlier)
    if earlier.verdict_version is not None and earlier.claim_id != claim.pk:
        is_fresh = not (earlier.is_verdict_stale or verdicts.evidence_differs(claim, since=earlier.verdict_at))
        columns["verdict_version"] = claim.version + 1 if is_fresh else verdicts.JUDGED_BEFORE
    return columns


def suggested_columns(claim: Claim) -> dict[str, Any]:
    """The state of a claim before anybody has looked at it."""
    source, cue = claim.suggested_source_and_cue()
    untouched = Claim(status=claim.suggested_status, source=source, cue=cue)
    return state_columns(untouched)


def answer_columns(annotation: Annotation) -> dict[str, Any]:
    """The columns of an independent answer: an editor's verdict is what that editor would recommend."""
    recommended = annotation.recommended or annotation.verdict or Verdict.PENDING
    return _written(annotation) | {"recommended": recommended.value}


def _written(annotation: Annotation) -> dict[str, Any]:
    names = [name for name in OPINION_COLUMNS if name != "recommended"]
    values = ((name, getattr(annotation, name)) for name in names)
    return {name: value.value if isinstance(value, Enum) else value for name, value in values}


def agreeing(claim: Claim, *, drawn_at: dt.datetime | None) -> Annotation:
    """What an editor says who sets the recommended verdict and leaves the review as it stands."""
    names = [name for name in OPINION_COLUMNS if name not in ("status", "said", "recommended")]
    return Annotation(
        status=SourcingStatus(claim.status),
        said=Said(claim.said),
        verdict=Verdict(claim.recommended),
        drawn_at=drawn_at,
        **{name: getattr(claim, name) for name in names},
    )


def says_the_same(saved: Review | Opinion, annotation: Annotation) -> bool:
    """Whether a stored decision or opinion is what these words make."""
    if isinstance(saved, Review) and saved.kind in (Kind.AGREED, Kind.DIFFERED):  # the second of two opinions made it
        saved = Opinion.objects.get(key=saved.key)
    if isinstance(saved, Opinion):
        columns = answer_columns(annotation)
    else:
        own = {"recommended": annotation.recommended, "verdict": annotation.verdict}
        columns = _written(annotation) | {name: answer.value for name, answer in own.items() if answer is not None}
    return all(getattr(saved, name) == value for name, value in columns.items())


def changes_of(claim: Claim, annotation: Annotation, *, by: User) -> dict[str, Any]:
    """The columns an annotation writes. An editor who sets only the verdict leaves the review in its author's name.

    A verdict sent along with another review judges that review, and is signed again even where it is the same one.
    """
    now = timezone.now()
    changes = _written(annotation)
    if annotation.recommended is not None:
        changes["recommended"] = annotation.recommended.value
    is_changed = any(getattr(claim, name) != value for name, value in changes.items())
    if not claim.is_reviewed or is_changed:
        changes |= {"reviewed_by_id": by.pk, "reviewed_at": now}
    if annotation.verdict is None:
        return changes
    is_settled = annotation.verdict is not Verdict.PENDING
    is_confirmed = is_settled and (is_changed or (claim.is_verdict_stale and annotation.confirms))
    if annotation.verdict.value != claim.verdict or is_confirmed:
        if is_settled and annotation.drawn_at and verdicts.evidence_differs(claim, since=annotation.drawn_at):
            raise EvidenceChanged(
                f"The evidence on claim {claim.label} has changed while you were deciding. Look at it first."
            )
        changes |= {
            "verdict": annotation.verdict.value,
            "verdict_by_id": by.pk if is_settled else None,
            "verdict_at": now if is_settled else None,
            "verdict_version": claim.version + 1 if is_settled else None,
        }
    return changes


def latest_on(claim: Claim) -> Review:
    """The decision that a conflict names. Raises BadRequest for a form about a version that there never was."""
    decisions = Review.objects.filter(claim__in=[claim.pk, claim.sentence_id]).select_related("by", "claim")
    latest = decisions.order_by("-pk").first()
    if latest is None:
        raise BadRequest("Nobody has decided on this claim yet; reload the page.")
    return latest


def before(claim: Claim) -> Review | None:
    """The state of a claim before its latest decision; if that was carried over, before what was carried.

    None for a first decision: before it there was only the machine's suggestion.
    """
    if previous := claim.reviews.filter(version=claim.version - 1).first():
        return previous
    latest = claim.reviews.filter(version=claim.version).select_related("carries").first()
    if latest is None or latest.carries is None:
        return None
    return Review.objects.filter(claim=latest.carries.claim_id, version=latest.carries.version - 1).first()


def decide(
    claim: Claim,
    state: dict[str, Any],
    *,
    key: uuid.UUID,
    by: User,
    kind: str = Kind.DECIDED,
    reason: str = "",
    undoes: Review | None = None,
    words_sha256: str = "",
    batch: uuid.UUID | None = None,
) -> Review:
    """Write a decision on a locked claim: one row in the log, one claim, one tally; and its parts when it is cut.

    ``words_sha256`` is of the form, unless the state says all that it said (see factcheck/keys.py); ``batch`` is
    its key where it decides on several claims.

    Raises BadRequest for the key of a decision on another claim or by another person, which none of our forms sends.
    """
    before = Claim(**state_columns(claim))
    review = Review(
        article_id=claim.article_id,
        claim=claim,
        version=claim.version + 1,
        key=key,
        words_sha256=words_sha256,
        by=by,
        kind=kind,
        reason=reason,
        undoes=undoes,
        batch=batch,
    )
    for row in (claim, review):
        for name, value in state.items():
            setattr(row, name, value)
    claim.version = review.version
    claim.is_verdict_stale = verdicts.is_stale(claim, before=before, decision=review.version)
    is_cut = claim.cuts != before.cuts
    if is_cut:
        _split(claim, before)
    review.is_verdict_stale = claim.is_verdict_stale
    # A whole that is split counts by its parts, which _split() has counted.
    counted = ([before], [claim]) if not is_cut and claim.is_current else ((), ())
    try:
        _write(review, claim, tally_step(article_id=claim.article_id, before=counted[0], after=counted[1]))
    except IntegrityError as problem:
        if isinstance(problem.__cause__, UniqueViolation):
            raise BadRequest("This form belongs to another decision; reload the page.") from problem
        raise
    return review


def _write(review: Review, claim: Claim, tally: tuple[str, list[Any]]) -> None:
    """The row in the log, the claim and the tally, in one statement: a save waits for the database once."""
    tally_sql, tally_values = tally
    logged: dict[str, Any] = {
        str(field.column): field.get_db_prep_save(field.pre_save(review, add=True), connection)
        for field in Review._meta.local_concrete_fields
        if not field.primary_key
    }
    columns: dict[str, Any] = {
        str(field.column): field.get_db_prep_save(getattr(claim, field.attname), connection)
        for field in Claim._meta.local_concrete_fields
        if field.attname in _DECIDED
    }
    sql = f"""
        WITH review AS (
            INSERT INTO reviews_review ({_names(logged)}) VALUES ({", ".join(["%s"] * len(logged))}) RETURNING id
        ), tally AS ({tally_sql})
        UPDATE claims_claim AS claim
           SET {_names(columns, " = %s")}, changed_seq = tally.change_seq
          FROM review, tally
         WHERE claim.id = %s
        RETURNING review.id, claim.changed_seq
    """  # noqa: S608 - own names
    with connection.cursor() as cursor:
        cursor.execute(sql, [*logged.values(), *tally_values, *columns.values(), claim.pk])
        review.pk, claim.changed_seq = cursor.fetchone()
    review._state.adding = False


#: The columns of a claim that a decision writes.
_DECIDED = {*STATE_FIELDS, "version", "is_current"}


def _names(columns: Iterable[str], after: str = "") -> str:
    return ", ".join(connection.ops.quote_name(column) + after for column in columns)


def _split(claim: Claim, before: Claim) -> None:
    """Make the parts what the claim's cuts now say, and count them instead of it."""
    removed, added = sync_parts(claim, changed_seq=update_tally(article_id=claim.article_id))
    claim.is_current = not claim.cuts
    if judged := [part for part in added if part.verdict_version is not None]:
        claim.save(update_fields=["cuts", "is_current"])  # what no longer counts hands on its evidence
        verdicts.judge_again(judged)
    update_tally(
        article_id=claim.article_id,
        before=[before if part is claim else part for part in removed],
        after=added,
        divided=bool(claim.cuts) - bool(before.cuts),
    )

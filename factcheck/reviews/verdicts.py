"""Whether a verdict still fits: the editor who set it judged a review and its evidence, and both go on changing.

``verdict_version`` says which decision of the log holds the review that was judged. ``is_verdict_stale`` is kept beside
it, by decide() and by what touches a claim for evidence, so that lists, the queue and the tally can ask for it.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable

from factcheck.claims.models import Claim, ClaimState
from factcheck.claims.parts import with_predecessors
from factcheck.claims.services import update_tally
from factcheck.reviews.models import EvidenceUse, Review
from factcheck.reviews.review_fields import OPINION_FIELDS, opinion_columns

#: The ``verdict_version`` of a verdict that no longer fitted when its claim was carried over to a new version of the
#: article: it fits again when an editor has judged it here.
JUDGED_BEFORE = 0


def is_stale(claim: Claim, *, before: ClaimState | None = None, decision: int | None = None) -> bool:
    """Whether anything that the claim's verdict rests on differs from what it was when the verdict was set.

    ``before`` is the state that a decision replaces, and ``decision`` the version that this decision makes of the
    claim. With them, a verdict that fitted costs no query; without them the log and the evidence are read.
    """
    if claim.verdict_version is None or claim.verdict_version == decision:
        return False
    if before and not before.is_verdict_stale and before.verdict_version == claim.verdict_version:
        return opinion_columns(before) != opinion_columns(claim)
    judged = judged_review(claim)
    return judged is None or opinion_columns(judged) != opinion_columns(claim) or evidence_differs(claim)


def judged_review(claim: Claim) -> Review | None:
    """The decision with the review that the verdict judged; None where that stood in an earlier version."""
    if claim.verdict_version is None:
        return None
    return claim.reviews.filter(version=claim.verdict_version).first()


def evidence_differs(claim: Claim, *, since: dt.datetime | None = None) -> bool:
    """Whether other evidence is in use for the claim than at ``since``, which is when the verdict was set."""
    at = since or claim.verdict_at
    assert at is not None
    uses = EvidenceUse.objects.filter(claim__in=with_predecessors(claim))
    rows = list(uses.values_list("evidence", "stance", "at", "withdrawn_at"))
    then = {(evidence, stance) for evidence, stance, used, ended in rows if used <= at and (not ended or ended > at)}
    return then != {(evidence, stance) for evidence, stance, _, ended in rows if not ended}


def changes_since_verdict(claim: Claim) -> list[str]:
    """What a verdict that no longer fits didn't judge: the labels of fields, and “Evidence”. At most two queries."""
    if not claim.is_verdict_stale:
        return []
    judged = judged_review(claim)
    labels = [
        field.label for field in OPINION_FIELDS if judged and getattr(judged, field.name) != getattr(claim, field.name)
    ]
    return [*labels, "Evidence"] if evidence_differs(claim) else labels


def judge_again(claims: Iterable[Claim]) -> None:
    """Note on locked claims whether their verdicts still fit. The tally is not touched."""
    for claim in claims:
        if claim.verdict_version is not None and claim.is_verdict_stale != (stale := is_stale(claim)):
            claim.is_verdict_stale = stale
            Claim.everything.filter(pk=claim.pk).update(is_verdict_stale=stale)


def touch_for_evidence(claims: Iterable[Claim]) -> None:
    """Tell every open page that the evidence on these locked claims changed, and note whether their verdicts fit."""
    claims = list(claims)
    states_before = [copy.copy(claim) for claim in claims]
    judge_again(claims)
    for before, claim in zip(states_before, claims, strict=True):
        counted = ([before], [claim]) if claim.is_current else ((), ())
        update_tally(article_id=claim.article_id, before=counted[0], after=counted[1], stamped=claim)

"""Dismissing a finding with a reason, and raising it again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.locking import lock_claims
from factcheck.claims.models import Claim, Tally
from factcheck.claims.services import touch_claim, update_tally
from factcheck.keys import are_other_words, key_of_row, quoted, words_sha256
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews.findings import Reviewed, review_findings
from factcheck.reviews.models import Dismissal
from factcheck.standards import Finding
from factcheck.standards.dismissal_keys import is_about


@transaction.atomic
def dismiss(
    *, article: Article, rule: str, words: str, claims: Sequence[int], reason: str, key: uuid.UUID, by: User
) -> list[Dismissal]:
    """Dismiss the finding of a rule in these words, on each of the claims or, without any, on the article as a whole.

    Raises Refused, and nothing changes, where the article as it is now has no such finding or somebody else has
    dismissed it; who has may give another reason. The same ``key`` again changes nothing and returns what it did, or
    raises KeyReused when it did something else.
    """
    return _write(Dismissal.Kind.DISMISSED, article, rule, words, claims, reason, key, by)


@transaction.atomic
def raise_again(
    *, article: Article, rule: str, words: str, claims: Sequence[int], key: uuid.UUID, by: User, reason: str = ""
) -> list[Dismissal]:
    """Raise a dismissed finding again. The ``key`` and what is raised work as in dismiss()."""
    return _write(Dismissal.Kind.RAISED, article, rule, words, claims, reason, key, by)


def _write(
    kind: Dismissal.Kind,
    article: Article,
    rule: str,
    words: str,
    claims: Sequence[int],
    reason: str,
    key: uuid.UUID,
    by: User,
) -> list[Dismissal]:
    sent_words = words_sha256(kind.value, rule=rule, words=words, claims=sorted(set(claims)), reason=reason)
    # Claims first, then the tally, as every other change does.
    locked = lock_claims(Claim.everything.filter(article=article, pk__in=claims))
    Tally.objects.select_for_update().get(article=article)
    # One form may be about many claims.
    keys = {key, *(uuid.uuid5(key, str(claim.pk)) for claim in locked)}
    if sent := list(Dismissal.objects.filter(key__in=keys, article=article, by=by).order_by("pk")):
        if any(are_other_words(row.words_sha256, sent_words) for row in sent):
            because = f": {quoted(sent[0].reason)}" if sent[0].reason else ""
            raise KeyReused(f"This form has already {sent[0].get_kind_display()}{because}.")
        return sent
    if blind := next((claim for claim in locked if claim.second_opinion == SecondOpinion.ASKED), None):
        raise Refused(f"Claim {blind.label} is waiting for two opinions; dismiss its findings when both are in.")
    reviewed = review_findings(Article.objects.select_related("outlet").defer("search").get(pk=article.pk))
    rows: list[Dismissal] = []
    on: Sequence[Claim | None] = locked or [None]
    for claim in on:
        finding = _find(reviewed, claim, rule, words)
        if len(locked) != len(set(claims)) or finding is None:
            raise Refused("This finding no longer applies: the claim has changed. Reload the page.")
        is_so_already = (finding.dismissed is not None) == (kind is Dismissal.Kind.DISMISSED)
        if is_so_already and not _is_other_reason(kind, finding, reason, by):
            continue  # somebody else was quicker, or there is nothing to raise again
        rows.append(
            Dismissal(
                article=article,
                claim=claim,
                rule=rule,
                words=words,
                kind=kind,
                reason=reason,
                key=key_of_row(key, len(rows), claim.pk if claim else 0),
                words_sha256=sent_words,
                by=by,
            )
        )
    if not rows:
        raise Refused(_too_late(kind, finding))
    dismissals = Dismissal.objects.bulk_create(rows)
    for row in dismissals:
        touch_claim(row.claim) if row.claim else update_tally(article_id=article.pk)
    return dismissals


def _is_other_reason(kind: Dismissal.Kind, finding: Finding, reason: str, by: User) -> bool:
    """Whether somebody gives another reason for what they dismissed themselves."""
    if kind is not Dismissal.Kind.DISMISSED or finding.dismissed is None:
        return False
    return finding.dismissed.username == by.get_username() and finding.dismissed.reason != reason


def _find(reviewed: Reviewed, claim: Claim | None, rule: str, words: str) -> Finding | None:
    """The finding as it is now."""
    if claim is None:
        findings: Sequence[Finding] = [remark.finding for remark in reviewed.of_article]
    else:
        findings = reviewed.on(claim.pk)
    return next((finding for finding in findings if is_about(finding, rule, words)), None)


def _too_late(kind: Dismissal.Kind, finding: Finding | None) -> str:
    if kind is Dismissal.Kind.DISMISSED and finding and finding.dismissed:
        return f"{finding.dismissed.by} has already dismissed this finding: {finding.dismissed.reason}"
    return "This finding is already open. Reload the page."


def may_dismiss_on(claim: Claim, person: User) -> bool:
    """Whether this person may dismiss a finding on the claim now: not while two opinions are asked for on it."""
    return person.can_dismiss and claim.second_opinion != SecondOpinion.ASKED

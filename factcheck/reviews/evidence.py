"""Links and files that speak for or against a claim: added, used for several claims, withdrawn, never deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.choices import ChangeSincePrevious
from factcheck.claims.locking import lock_claims
from factcheck.claims.models import Claim
from factcheck.claims.parts import with_predecessors
from factcheck.keys import are_other_words, lock_key, quoted, words_sha256
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews.evidence_files import StoredFile
from factcheck.reviews.models import Evidence, EvidenceUse, Stance
from factcheck.reviews.second_opinions import hidden_from, is_blind
from factcheck.reviews.verdicts import touch_for_evidence

#: How much of an article's evidence is offered for another claim.
MAX_OFFERED = 50


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What somebody adds: a link, or a file that is stored already."""

    url: str = ""
    file: StoredFile | None = None
    place: str = ""
    quotation: str = ""
    is_primary: bool = False
    contact: str = ""


@transaction.atomic
def add_evidence(
    *,
    claims: Iterable[Claim],
    content: NewEvidence,
    stance: Stance,
    key: uuid.UUID,
    by: User,
    instead_of: EvidenceUse | None = None,
) -> Evidence:
    """Add evidence to claims of one article. The same ``key`` again changes nothing and returns what it added.

    ``instead_of`` is withdrawn. Raises KeyReused when the key added other evidence, or the same for other claims, and
    Refused when another person's form had it, or when ``instead_of`` isn't theirs to withdraw.
    """
    claims = list(claims)
    words = _words_of(claims, content, stance, instead_of)
    rows = _lock([*claims, instead_of.claim] if instead_of else claims)
    evidence, is_new = Evidence.objects.get_or_create(
        key=key, defaults=_columns(rows[0].article_id, content, by) | {"words_sha256": words}
    )
    if evidence.by_id != by.pk:
        raise Refused("The page was out of date and nothing was added; reload it.")
    if are_other_words(evidence.words_sha256, words):
        quotation = f", with the quotation {quoted(evidence.quotation)}" if evidence.quotation else ""
        raise KeyReused(f"This form has already added {quoted(str(evidence))}{quotation}.")
    if is_new:
        if instead_of:
            _withdraw(instead_of, rows, by)
        _use(evidence, [claim for claim in rows if claim in claims], rows, stance, by)
    return evidence


@transaction.atomic
def use_for(*, evidence: Evidence, claim: Claim, stance: Stance, key: uuid.UUID, by: User) -> EvidenceUse:
    """Use evidence of the article for one more of its claims. If it is in use like that already, nothing changes.

    The same ``key`` again changes nothing and returns what it did, withdrawn since or not. Raises KeyReused when it
    used other evidence, or for another claim, or where this is in use with another stance; and Refused for the key of
    somebody else.
    """
    lock_key(key)
    words = words_sha256("use", evidence=evidence.pk, claim=claim.pk, stance=stance.value)
    if sent := EvidenceUse.objects.filter(key=key).select_related("evidence", "claim").first():
        if sent.by_id != by.pk:
            raise Refused("The page was out of date and nothing was added; reload it.")
        if are_other_words(sent.words_sha256, words):
            where = f"claim {sent.claim.label}, marked “{sent.get_stance_display()}”"
            raise KeyReused(f"This form has already applied {quoted(str(sent.evidence))} to {where}.")
        return sent
    rows = _lock([claim])
    used = EvidenceUse.objects.filter(evidence=evidence, claim=claim, withdrawn_at=None).first()
    if used:
        row = next(row for row in rows if row == claim)
        # What a colleague holds of it stays hidden from whoever is yet to answer, whatever they try.
        is_hidden = used.by_id != by.pk and is_blind(row, by)
        if is_hidden or used.stance != stance:
            marked = "" if is_hidden else f", marked “{used.get_stance_display()}”"
            raise KeyReused(f"Claim {row.label} already has this evidence{marked}. Change it there.")
    form = {"key": key, "words_sha256": words}
    return used or _use(evidence, [row for row in rows if row == claim], rows, stance, by, **form)[0]


@transaction.atomic
def withdraw(*, use: EvidenceUse, by: User) -> EvidenceUse:
    """Take evidence away from a claim; it stays in the history. Again, it changes nothing. Raises Refused."""
    return _withdraw(use, _lock([use.claim]), by)


def may_withdraw(use: EvidenceUse, by: User) -> bool:
    """Whoever added it may, and editors."""
    return by.can_set_verdict or (by.can_review and use.by_id == by.pk)


def _withdraw(use: EvidenceUse, locked: list[Claim], by: User) -> EvidenceUse:
    use = EvidenceUse.objects.select_for_update(of=("self",)).select_related("claim").get(pk=use.pk)
    if not may_withdraw(use, by):
        raise Refused("Only the person who added evidence, or an editor, can withdraw it.")
    if use.withdrawn_at is None:
        use.withdrawn_by, use.withdrawn_at = by, timezone.now()
        use.save(update_fields=["withdrawn_by", "withdrawn_at"])
        _touch([use.claim], locked)
    return use


def _use(
    evidence: Evidence, claims: list[Claim], locked: list[Claim], stance: Stance, by: User, **form: Any
) -> list[EvidenceUse]:
    columns = {"evidence": evidence, "stance": stance.value, "by": by} | form
    uses = EvidenceUse.objects.bulk_create(
        EvidenceUse(article_id=claim.article_id, claim=claim, **columns) for claim in claims
    )
    _touch(claims, locked)
    return uses


def _touch(claims: Iterable[Claim], locked: Iterable[Claim]) -> None:
    """These claims have other evidence now; of one that no longer counts, the claims do that took its place."""
    by_pk = {claim.pk: claim for claim in locked}
    touched = [by_pk[claim.pk] for claim in claims]
    replaced = {claim.sentence_id for claim in touched if not claim.is_current}
    successors = [claim for claim in locked if claim.is_current and claim.sentence_id in replaced]
    touch_for_evidence(dict.fromkeys([*touched, *successors]))


def _lock(claims: Iterable[Claim]) -> list[Claim]:
    """The claims and all others of their sentences, locked. Raises Claim.DoesNotExist for one that isn’t there."""
    sentences = {claim.pk: claim.sentence_id for claim in claims}
    of_sentences = Q(pk__in=sentences.values()) | Q(whole__in=sentences.values())
    locked = lock_claims(Claim.everything.filter(of_sentences))
    if not sentences or not sentences.keys() <= {claim.pk for claim in locked}:
        raise Claim.DoesNotExist
    return locked


def _words_of(claims: list[Claim], content: NewEvidence, stance: Stance, instead_of: EvidenceUse | None) -> str:
    """The sum of what the form says; of a file its content, whatever it is called."""
    return words_sha256(
        "evidence",
        claims=sorted(claim.pk for claim in claims),
        stance=stance.value,
        instead_of=instead_of and instead_of.pk,
        url=content.url,
        file=content.file and content.file.sha256,
        place=content.place,
        quotation=content.quotation,
        is_primary=content.is_primary,
        contact=content.contact,
    )


def _columns(article_id: int, content: NewEvidence, by: User) -> dict[str, object]:
    columns: dict[str, object] = {
        "article_id": article_id,
        "by": by,
        "url": content.url,
        "place": content.place,
        "quotation": content.quotation,
        "is_primary": content.is_primary,
        "contact": content.contact,
    }
    if content.file:
        columns |= {
            "file": content.file.path,
            "file_name": content.file.name,
            "content_type": content.file.content_type,
            "size": content.file.size,
            "sha256": content.file.sha256,
        }
    return columns


# ---- What there is --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence as one person may see it on one claim."""

    use: EvidenceUse
    #: The names of the other claims it is used for.
    others: tuple[str, ...] = ()
    #: Whether it was added to the sentence as it was before a split or a join.
    is_from_before: bool = False
    may_withdraw: bool = False

    @property
    def evidence(self) -> Evidence:
        return self.use.evidence

    @property
    def stance(self) -> Stance:
        return Stance(self.use.stance)


def evidence_of(claim: Claim, person: User, *, is_blind: bool = False) -> list[Item]:
    """The evidence on a claim that isn't withdrawn, the oldest first; nobody else's while ``is_blind``.

    Two queries; none for a claim that nobody has touched.
    """
    if not (claim.changed_seq or claim.part):
        return []
    uses = EvidenceUse.objects.filter(claim__in=with_predecessors(claim), withdrawn_at=None)
    if is_blind:
        uses = uses.filter(by=person)
    rows = list(uses.select_related("evidence", "by").order_by("pk"))
    others = _others(rows, claim, person)
    return [
        Item(
            use,
            others=tuple(dict.fromkeys(others.get(use.evidence_id, ()))),
            is_from_before=use.claim_id != claim.pk,
            may_withdraw=may_withdraw(use, person),
        )
        for use in rows
    ]


def _others(uses: Sequence[EvidenceUse], claim: Claim, person: User) -> dict[int, list[str]]:
    """By evidence, the names of the other claims that it is used for."""
    if not uses:
        return {}
    used = {use.evidence_id for use in uses}
    rows = _seen_by(person).filter(article=claim.article_id, evidence__in=used, claim__is_current=True)
    labels: dict[int, list[str]] = {}
    for use in rows.exclude(claim=claim).select_related("claim").order_by("claim__number", "claim__part"):
        labels.setdefault(use.evidence_id, []).append(use.claim.label)
    return labels


def offered_for(claim: Claim, person: User) -> list[Evidence]:
    """The evidence of the article, and of what it follows in an earlier version, that isn't used for this claim yet.

    The newest first. One query.
    """
    # What a colleague uses for it is offered to whoever may not know that it is used: its absence would tell.
    in_use = _seen_by(person).filter(claim__in=with_predecessors(claim), withdrawn_at=None)
    of_article = Q(article=claim.article_id) | Q(claim__next_versions__article=claim.article_id)
    seen = _seen_by(person).filter(of_article).exclude(evidence__in=in_use.values("evidence"))
    known = Evidence.objects.filter(pk__in=seen.values("evidence"))
    return list(known.select_related("by").order_by("-pk")[:MAX_OFFERED])


def is_seen_by(evidence: Evidence, person: User) -> bool:
    """Whether somebody may know of it: withdrawn or not, but not while all of its claims wait for their opinion."""
    return evidence.by_id == person.pk or EvidenceUse.objects.filter(_own_or_open(person), evidence=evidence).exists()


def is_of(evidence: Evidence, article: Article | int) -> bool:
    """Whether a piece of evidence belongs to an article: added to it, or to what it follows in an earlier version."""
    of_article = Q(article=article) | Q(claim__next_versions__article=article)
    return EvidenceUse.objects.filter(of_article, evidence=evidence).exists()


def copy_to_version(article: Article) -> None:
    """Use for a new version's unchanged sentences what was in use for them before; by whom and when stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO reviews_evidenceuse (article_id, claim_id, evidence_id, stance, by_id, at)
            SELECT one.article_id, one.id, was.evidence_id, was.stance, was.by_id, was.at
              FROM reviews_evidenceuse AS was JOIN claims_claim AS one ON one.previous_id = was.claim_id
             WHERE one.article_id = %s AND one.change_since_previous = %s AND was.withdrawn_at IS NULL ORDER BY was.id
            """,
            [article.pk, ChangeSincePrevious.UNCHANGED.value],
        )


def in_use(article: Article | int, pk: int, person: User) -> EvidenceUse:
    """One use in an article, to withdraw or replace it. Raises EvidenceUse.DoesNotExist, also where it is hidden."""
    uses = EvidenceUse.objects.filter(_own_or_open(person)).select_related("evidence", "claim")
    return uses.get(article=article, pk=pk)


def _own_or_open(person: User) -> Q:
    return ~hidden_from(person) | Q(by=person)


def _seen_by(person: User) -> QuerySet[EvidenceUse]:
    return EvidenceUse.objects.filter(_own_or_open(person), withdrawn_at=None)

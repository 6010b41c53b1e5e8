"""The only place that locks claims, always in one order, so that two people wait for each other and never in a circle.

Whole sentences come before parts, each in the order of the text. A row's sentence and start never change, while its
letter does with every split. docs/architecture.md has the order of all locks.
"""

from __future__ import annotations

from django.db.models import Exists, F

from factcheck.accounts.models import User
from factcheck.claims.models import Claim, ClaimQuerySet


def lock_claims(claims: ClaimQuerySet) -> list[Claim]:
    """The claims as they are now, nobody else's until the transaction ends; whole sentences first.

    Whoever needs several locks them in one call: a second call may go back in the order.
    """
    in_order = claims.order_by(F("whole").asc(nulls_first=True), "start", "pk")
    return list(in_order.select_for_update(of=("self",)))


def lock_claim(pk: int, *, with_suggestion: bool = True, seen_by: User | None = None, **known: Exists) -> Claim:
    """One claim, with what the machine found to suggest its state; where a person is named, only if they find it.

    ``known`` are questions that the same query answers, as attributes of the claim. Raises Claim.DoesNotExist.
    """
    claims = Claim.everything.filter(pk=pk).annotate(**known)
    if seen_by is not None:
        claims = claims.visible_to(seen_by)
    if with_suggestion:
        claims = claims.select_related("suggested_by")
    return claims.select_for_update(of=("self",)).get()


def lock_first_free(claims: ClaimQuerySet) -> Claim | None:
    """The first of the claims that nobody has locked. It waits for nobody, so the order doesn't matter."""
    return claims.select_for_update(of=("self",), skip_locked=True).first()

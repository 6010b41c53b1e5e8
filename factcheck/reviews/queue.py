"""What somebody does next: what is given to them and what is open to anyone, handed out so that no two get the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.locking import lock_first_free
from factcheck.claims.models import Claim, ClaimQuerySet
from factcheck.reviews.assignments import active, active_for
from factcheck.reviews.models import Assignment, Lease, Skip

#: How long the queue doesn't offer a claim again to somebody who passed it over.
PASSED_OVER = dt.timedelta(minutes=30)
#: So many claims a person has in hand at most: what is open, what was fetched ahead, and saves on their way.
MAX_IN_HAND = 10
#: How often a claim that was just handed out is passed over before the queue says that there is none.
_TRIES = 100
_BY_RISK = ("risk", "-article", "number", "part")


def in_queue(by: User) -> list[ClaimQuerySet]:
    """The claims open to a person, in the order of the queue: those somebody shared out, and then the others.

    The first are the person's own and those for anyone, by deadline, priority and risk. The others are by risk alone;
    they are many, and an index holds them in this order. An editor is given what waits for a verdict before what nobody
    has reviewed; and before all else the verdicts that were set before the review changed, whoever has the article to
    review.
    """
    in_current_articles = Claim.objects.filter(article__archived_at=None, article__superseded_at=None)
    in_current_articles = in_current_articles.visible_to(by)
    claims = in_current_articles.open(for_editor=by.can_set_verdict, by=by)
    if by.can_set_verdict:
        claims = claims.pending()  # the others come first, from an index of their own
    own = _covering(active_for(by)).order_by(_by_deadline(), "-priority")
    articles = active_for(by).values("article")
    shared = claims.filter(Exists(own), article__in=articles).annotate(
        deadline=Subquery(own.values("deadline")[:1]), priority=Subquery(own.values("priority")[:1])
    )
    others = claims.exclude(Exists(_covering(active()))).order_by(*_BY_RISK)
    first = shared.order_by(_by_deadline(), "-priority", *_BY_RISK)
    if not by.can_set_verdict:
        return [first, others]
    to_settle = others.filter(second_opinion=SecondOpinion.DIFFERS)
    stale = in_current_articles.with_stale_verdict().order_by(*_BY_RISK)
    return [stale, first, to_settle, others.filter(reviewed_at__isnull=False), others.filter(reviewed_at=None)]


def _by_deadline() -> Any:
    return F("deadline").asc(nulls_last=True)


def _covering(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Of these, the ones that a claim is in."""
    whole = Q(first=None)
    within = Q(first__lte=OuterRef("number"), last__gte=OuterRef("number"))
    return assignments.filter(whole | within, article=OuterRef("article"))


@transaction.atomic
def take_next(*, by: User, besides: Iterable[int] = ()) -> Claim | None:
    """Hand out the next claim under a lease, none of those with the keys ``besides``; None when nothing else is open.

    A claim that somebody else is being given at this moment is passed over, and so is one in somebody's hands.
    """
    for claims in in_queue(by):
        claims = claims.exclude(pk__in=besides)
        for _ in range(_TRIES):
            now = timezone.now()
            free = claims.exclude(Exists(_in_hand(now).exclude(person=by))).exclude(Exists(_passed_over(by, now)))
            claim = lock_first_free(free)
            if claim is None:
                break
            # It may have been handed out between the reading and the locking: asked again, now that it is locked.
            if not _running_leases(now).filter(claim=claim).exclude(person=by).exists():
                until = now + dt.timedelta(minutes=settings.LEASE_MINUTES)
                Lease.objects.update_or_create(claim=claim, defaults={"person": by, "until": until})
                _put_oldest_back(by)
                return claim
    return None


def _put_oldest_back(by: User) -> None:
    """Nobody has more in hand than they can be working on: others get the rest."""
    newest = Lease.objects.filter(person=by).order_by("-until", "-pk")[:MAX_IN_HAND]
    Lease.objects.filter(person=by).exclude(pk__in=newest.values("pk")).delete()


def _running_leases(now: dt.datetime) -> QuerySet[Lease]:
    """Somebody who is no longer active has nothing in hand."""
    return Lease.objects.filter(until__gt=now, person__is_active=True)


def _in_hand(now: dt.datetime) -> QuerySet[Lease]:
    return _running_leases(now).filter(claim=OuterRef("pk"))


def _passed_over(by: User, now: dt.datetime) -> QuerySet[Skip]:
    return Skip.objects.filter(claim=OuterRef("pk"), person=by, until__gt=now)


def release(*, claim: Claim) -> None:
    """The claim is decided on: nobody has it in hand any more."""
    Lease.objects.filter(claim=claim).delete()


def release_all(*, person: User) -> int:
    """Somebody has nothing in hand any more; how many claims they had."""
    return Lease.objects.filter(person=person).delete()[0]


@transaction.atomic
def skip(*, claim: Claim, by: User) -> None:
    """Pass a claim over: others may be given it at once, this person only later."""
    Lease.objects.filter(claim=claim, person=by).delete()
    until = timezone.now() + PASSED_OVER
    Skip.objects.update_or_create(claim=claim, person=by, defaults={"until": until})


def renew(*, claim: Claim, by: User) -> None:
    """Somebody is still at it: a lease that runs goes on."""
    now = timezone.now()
    until = now + dt.timedelta(minutes=settings.LEASE_MINUTES)
    Lease.objects.filter(claim=claim, person=by, until__gt=now).update(until=until)


def holder_of(claims: Iterable[Claim]) -> dict[int, User]:
    """Who has which claim in hand, by the claim's primary key."""
    leases = _running_leases(timezone.now()).filter(claim__in=[claim.pk for claim in claims])
    return {lease.claim_id: lease.person for lease in leases.select_related("person")}


def in_hand(by: User) -> list[Claim]:
    """The claims that a person was handed and has not yet decided on."""
    now = timezone.now()
    handed = Claim.objects.visible_to(by).filter(lease__person=by, lease__until__gt=now)
    return list(handed.select_related("article").order_by("pk"))

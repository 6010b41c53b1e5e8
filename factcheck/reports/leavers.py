"""People who leave: what they hold, and handing it on in the moment in which they are made inactive."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from factcheck.accounts import tokens
from factcheck.accounts.models import ApiToken, User
from factcheck.accounts.sessions import end_sessions
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.models import Claim
from factcheck.jobs.models import Job
from factcheck.refusals import Refused
from factcheck.reports import freezing
from factcheck.reports.models import ShareLink
from factcheck.reviews import assignments, queue
from factcheck.reviews.models import Assignment


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is in somebody's name and isn't done.

    ``assigned`` are the assignments with open claims, each with ``open``; ``opinions`` and ``in_hand`` count claims,
    ``drafts`` loads that were prepared and not asked for, ``jobs`` those that are waiting or at work.
    """

    assigned: list[Assignment]
    opinions: int
    in_hand: list[Claim]
    links: list[ShareLink]
    tokens: list[ApiToken]
    drafts: int
    jobs: int

    @property
    def open(self) -> int:
        return sum(assignment.open for assignment in self.assigned)  # type: ignore[attr-defined]

    @property
    def deadlines(self) -> int:
        return sum(assignment.deadline is not None for assignment in self.assigned)

    @property
    def is_empty(self) -> bool:
        return not (self.assigned or self.in_hand or self.links or self.tokens or self.drafts or self.jobs)


def holdings(person: User) -> Holdings:
    """What this person holds now; a fixed number of queries."""
    assigned = list(assignments.open_for(assignments.running().filter(person=person)))
    awaiting = Claim.objects.filter(
        article__in=[row.article_id for row in assigned], second_opinion=SecondOpinion.ASKED
    )
    numbers = list(awaiting.not_answered(person).values_list("article", "number"))
    opinions = sum(any(_covers(row, article, number) for row in assigned) for article, number in numbers)
    jobs = Job.objects.filter(by=person, finished_at=None)
    return Holdings(
        assigned=assigned,
        opinions=opinions,
        in_hand=queue.in_hand(person),
        links=list(_links(person).select_related("report__article").defer("report__document").order_by("until", "pk")),
        tokens=list(_tokens(person).order_by("name")),
        drafts=jobs.filter(is_draft=True).count(),
        jobs=jobs.filter(is_draft=False, cancelled_at=None).count(),
    )


def _covers(row: Assignment, article: int, number: int) -> bool:
    return row.article_id == article and (row.first is None or row.first <= number <= (row.last or 0))


def _links(person: User) -> QuerySet[ShareLink]:
    return ShareLink.objects.filter(by=person, revoked_at=None, until__gt=timezone.now())


def _tokens(person: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(owner=person, revoked_at=None)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What making somebody inactive did, in numbers."""

    claims: int
    assignments: int
    deadlines: int
    released: int
    tokens: int
    revoked: int
    kept: int
    drafts: int

    def sentence(self, person: User, heir: User | None) -> str:
        counts = [
            (self.deadlines, "deadline", "deadlines"),
            (self.released, "claim on their screen freed", "claims on their screen freed"),
            (self.tokens, "token revoked", "tokens revoked"),
            (self.revoked, "link revoked", "links revoked"),
            (self.kept, "link kept", "links kept"),
            (self.drafts, "prepared load discarded", "prepared loads discarded"),
        ]
        claims = (
            f"{_counted(self.claims, 'open claim', 'open claims')} handed to {heir or 'anyone'}"
            if self.assignments
            else ""
        )
        others = [_counted(count, word, words) for count, word, words in counts if count]
        return f"{person} is inactive. {', '.join(filter(None, [claims, *others])) or 'They had nothing to hand over'}."


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{count} {singular if count == 1 else plural}"


@transaction.atomic
def make_inactive(*, person: User, by: User, heir: User | None, revoke_links: bool) -> HandedOver | None:
    """Make somebody inactive and hand on what they hold, to ``heir`` or for None to anyone; None when they were.

    Their sessions and tokens end at once. Raises Refused for oneself, for the last administrator, for an heir who has
    left meanwhile, and when ``by`` has.
    """
    # All who matter, in order: two administrators who make each other inactive wait here, and the second is refused.
    matter = Q(pk__in=[person.pk, by.pk, *([heir.pk] if heir else [])]) | Q(is_superuser=True, is_active=True)
    locked = {user.pk: user for user in User.objects.select_for_update(no_key=True).filter(matter).order_by("pk")}
    if person.pk == by.pk:
        raise Refused("You can’t make yourself inactive; ask another administrator.")
    if not locked[by.pk].is_active:
        raise Refused("Your own account has been made inactive.")
    if not locked[person.pk].is_active:
        return None
    if heir and not (locked[heir.pk].is_active and heir.pk != person.pk):
        raise Refused(f"{heir} is no longer active; choose somebody else.")
    administrators = [user for user in locked.values() if user.is_superuser and user.is_active]
    if administrators == [locked[person.pk]]:
        raise Refused(f"{person} is the last administrator; make somebody else one first.")
    before = holdings(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    handed_over = assignments.hand_over(person=person, to=heir, by=by)
    released = queue.release_all(person=person)
    for token in _tokens(person):
        tokens.revoke(token=token, by=by)
    if revoke_links:
        for link in before.links:
            freezing.revoke(share=link, by=by)
    Job.objects.filter(by=person, is_draft=True).delete()
    end_sessions(person)
    return HandedOver(
        claims=before.open,
        assignments=handed_over,
        deadlines=before.deadlines,
        released=released,
        tokens=len(before.tokens),
        revoked=len(before.links) if revoke_links else 0,
        kept=0 if revoke_links else len(before.links),
        drafts=before.drafts,
    )


@transaction.atomic
def make_active(*, person: User) -> bool:
    """Let somebody in again; False when they were active. Nothing comes back, nor a session of before."""
    is_new = bool(User.objects.filter(pk=person.pk, is_active=False).update(is_active=True))
    if is_new:
        end_sessions(person)
    return is_new

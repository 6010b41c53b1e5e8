"""Sharing out the work: who is asked to do what by when. What is taken back or replaced ends; nothing is deleted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article, restricted_from
from factcheck.keys import are_other_words, key_of_row, lock_key, words_sha256
from factcheck.refusals import KeyReused
from factcheck.reviews.models import Assignment, Kind, Priority, Review


@transaction.atomic
def assign(
    *,
    articles: Iterable[Article],
    people: Sequence[User | None],
    by: User,
    first: int | None = None,
    last: int | None = None,
    deadline: dt.datetime | None = None,
    priority: Priority = Priority.NORMAL,
    key: uuid.UUID | None = None,
) -> list[Assignment]:
    """Give articles, or their sentences from ``first`` to ``last``, to people; None is anyone.

    What was given to the same person for the same sentences is replaced: deadline and priority are changed so. The same
    ``key`` again changes nothing and returns what it gave. Raises KeyReused when it gave something else.
    """
    articles = list(articles)
    key = key or uuid.uuid4()
    lock_key(key)
    words = words_sha256(
        "assign",
        articles=sorted(article.pk for article in articles),
        people=sorted(person.pk if person else 0 for person in people),
        first=first,
        last=last,
        deadline=deadline and deadline.isoformat(),
        priority=priority.value,
    )
    if sent := Assignment.objects.filter(key=key, by=by).first():
        if are_other_words(sent.words_sha256, words):
            raise KeyReused(_given_before(sent))
        names = [_name(article, person) for article in articles for person in people]
        keys = [key_of_row(key, place, name) for place in (0, 1) for name in names]
        return list(Assignment.objects.filter(key__in=keys).order_by("pk"))
    # In order, so that two editors who share out the same articles wait for each other and never in a circle.
    chosen = Article.objects.filter(pk__in=[article.pk for article in articles])
    locked = list(chosen.select_for_update(no_key=True).only("pk").order_by("pk"))
    new_assignments: list[Assignment] = []
    for article in locked:
        for person in people:
            same = active().filter(article=article, person=person, first=first, last=last)
            same.update(ended_by=by, ended_at=timezone.now())
            new_assignments.append(
                Assignment(
                    article=article,
                    person=person,
                    first=first,
                    last=last,
                    deadline=deadline,
                    priority=priority,
                    key=key_of_row(key, len(new_assignments), _name(article, person)),
                    words_sha256=words,
                    by=by,
                )
            )
    return Assignment.objects.bulk_create(new_assignments)


def _name(article: Article, person: User | None) -> str:
    """What tells the rows of one form apart."""
    return f"{article.pk} {person.pk if person else 0}"


def _given_before(sent: Assignment) -> str:
    """What a form gave to whom when it was sent the first time; ``sent`` is one of its rows."""
    rows = Assignment.objects.filter(by=sent.by_id, words_sha256=sent.words_sha256)
    rows = rows.select_related("article", "person").order_by("pk")
    articles = {assignment.article_id for assignment in rows}
    what = f"“{sent.article}”" if len(articles) == 1 else f"{len(articles)} articles"
    people = dict.fromkeys(str(assignment.person or "anyone") for assignment in rows)
    return f"This form has already assigned {what} to {', '.join(people)}."


def end(*, assignment: Assignment, by: User) -> None:
    """Take an assignment back; one that has ended stays as it is."""
    Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_by=by, ended_at=timezone.now())


def hand_over(*, person: User, to: User | None, by: User) -> int:
    """Give what somebody has to another, or for None to anyone, and say how many assignments that were.

    Deadline, priority and sentences stay. Where the other has the same sentences already, the nearer deadline and the
    higher priority hold. Runs in the caller's transaction.
    """
    # In the order in which assign() locks them, so that the two wait for each other.
    articles = Article.objects.filter(pk__in=active().filter(person=person).values("article"))
    locked = list(articles.select_for_update(no_key=True).only("pk").order_by("pk"))
    rows = active().filter(person=person, article__in=locked).order_by("pk")
    now = timezone.now()
    new_assignments = []
    for row in rows:
        same = active().filter(article=row.article_id, person=to, first=row.first, last=row.last)
        both = [row, *same]
        new_assignments.append(
            Assignment(
                article_id=row.article_id,
                person=to,
                first=row.first,
                last=row.last,
                deadline=min((each.deadline for each in both if each.deadline), default=None),
                priority=max(each.priority for each in both),
                by=by,
            )
        )
        same.update(ended_by=by, ended_at=now)
    rows.update(ended_by=by, ended_at=now)
    return len(Assignment.objects.bulk_create(new_assignments))


def transfer_to_version(*, article: Article, to: Article, numbers: Mapping[int, int], by: User) -> None:
    """Move the running assignments of an article to its newer version; the articles are locked.

    ``numbers`` has the new number of each sentence that is still there. A range goes from the first to the last of
    those within it; one with none left ends.
    """
    new_assignments = []
    rows = active().filter(article=article).order_by("pk")
    for row in rows:
        within = [new for old, new in numbers.items() if row.first and row.last and row.first <= old <= row.last]
        if row.first is None or within:
            new_assignments.append(
                Assignment(
                    article=to,
                    person_id=row.person_id,
                    first=min(within, default=None),
                    last=max(within, default=None),
                    deadline=row.deadline,
                    priority=row.priority,
                    by_id=row.by_id,
                )
            )
    rows.update(ended_by=by, ended_at=timezone.now())
    Assignment.objects.bulk_create(new_assignments)


def active() -> QuerySet[Assignment]:
    """The assignments not taken back, of whatever article."""
    return Assignment.objects.filter(ended_at=None)


def active_for(person: User) -> QuerySet[Assignment]:
    """Of these, what is this person's to do: their own, those for anyone, and those of people no longer active."""
    return active().filter(Q(person=person) | Q(person=None) | Q(person__is_active=False))


def running() -> QuerySet[Assignment]:
    """The assignments not taken back, the most urgent first, of articles on the desk."""
    rows = active().filter(article__archived_at=None, article__superseded_at=None)
    urgent = (F("deadline").asc(nulls_last=True), "-priority", "pk")
    return rows.select_related("person", "article").defer("article__text", "article__search").order_by(*urgent)


def open_for(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With ``open``: how many of its claims nobody has reviewed; those without any are left out."""
    within = Q(article__claims__number__gte=F("first"), article__claims__number__lte=F("last")) | Q(first=None)
    still = Q(article__claims__is_current=True, article__claims__reviewed_at=None) & within
    return assignments.annotate(open=Count("article__claims", filter=still)).filter(open__gt=0)


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has to do and has done: in claims, but for ``overdue``, which counts assignments."""

    person: User
    open: int
    overdue: int
    today: int


def loads(*, by: User) -> list[Load]:
    """Everybody who reviews, those with most to do first, in the articles that ``by`` may find.

    A fixed number of queries.
    Somebody no longer active is among them while open claims are in their name.
    """
    now = timezone.now()
    hidden = restricted_from(by)
    people = set(User.objects.with_perm("reviews.add_review", include_superusers=False))
    open_of: Counter[int | None] = Counter()
    overdue: Counter[int | None] = Counter()
    for row in open_for(running().filter(person__isnull=False).exclude(article__in=hidden)):
        open_of[row.person_id] += row.open  # type: ignore[attr-defined]
        overdue[row.person_id] += bool(row.deadline and row.deadline < now)
        if row.person and not row.person.is_active:
            people.add(row.person)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    done = dict(
        Review.objects.filter(at__gte=midnight, undoes=None)
        .exclude(kind=Kind.CARRIED)
        .exclude(article__in=hidden)
        .values("by")
        .annotate(claims=Count("claim", distinct=True))
        .values_list("by", "claims")
    )
    loads = [Load(person, open_of[person.pk], overdue[person.pk], done.get(person.pk, 0)) for person in people]
    return sorted(loads, key=lambda load: (-load.open, str(load.person), load.person.pk))

"""The board: every article in the column of its state, which the decisions themselves keep right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import STALE, Article, ArticleQuerySet
from factcheck.claims.models import Tally
from factcheck.reviews.assignments import active
from factcheck.reviews.models import Assignment, Priority

#: Cards in a column; the list of articles has the others.
MAX_CARDS = 20


@dataclass(frozen=True, slots=True)
class Card:
    """An article on the board."""

    article: Article
    people: list[str]
    deadline: dt.datetime | None
    priority: Priority

    @property
    def is_overdue(self) -> bool:
        return self.deadline is not None and self.deadline < timezone.now()


@dataclass(frozen=True, slots=True)
class Column:
    """One state: its first cards, the most urgent first, and how many there are in all."""

    state: Tally.State
    cards: list[Card]
    count: int


def read_board(*, by: User, person: int | None = None, due: str = "", stale_only: bool = False) -> list[Column]:
    """All columns; of one person's articles, or of those due ``overdue``, ``today``, ``week`` or ``none``.

    ``by`` is who looks, and finds no restricted article of others.
    ``stale_only`` leaves out articles without a verdict that was set before the review changed. A fixed number of
    queries.
    """
    running = active().filter(article=OuterRef("pk"))
    articles = Article.objects.current().visible_to(by)
    if person is not None:
        articles = articles.filter(Exists(running.filter(person=person)))
    articles = articles.filter(_due(running, due))
    if stale_only:
        articles = articles.in_state(STALE)
    counts = dict(articles.values("tally__state").annotate(n=Count("pk")).values_list("tally__state", "n"))
    with_deadline = running.filter(deadline__isnull=False).order_by("deadline")
    columns = {state: _first(articles.for_lists().in_state(state), with_deadline) for state in Tally.State}
    assignments = _assignments([article.pk for column in columns.values() for article in column])
    return [
        Column(
            state, [_card(article, assignments.get(article.pk, [])) for article in columns[state]], counts.get(state, 0)
        )
        for state in Tally.State
    ]


def _first(articles: ArticleQuerySet, with_deadline: QuerySet[Assignment]) -> list[Article]:
    """Those with a deadline, which are few, and then the newest, which an index of the tally holds in order."""
    due = articles.filter(Exists(with_deadline)).annotate(deadline=Subquery(with_deadline.values("deadline")[:1]))
    urgent = list(due.order_by("deadline", "-pk")[:MAX_CARDS])
    others = articles.exclude(pk__in=[article.pk for article in urgent]).order_by("-tally__article")
    return urgent + list(others[: MAX_CARDS - len(urgent)])


def _card(article: Article, assignments: list[Assignment]) -> Card:
    deadlines = [assignment.deadline for assignment in assignments if assignment.deadline]
    return Card(
        article=article,
        people=sorted({assignment.whose for assignment in assignments}),
        deadline=min(deadlines, default=None),
        priority=Priority(max((assignment.priority for assignment in assignments), default=Priority.NORMAL)),
    )


def _assignments(articles: list[int]) -> dict[int, list[Assignment]]:
    rows: dict[int, list[Assignment]] = {}
    for assignment in active().filter(article__in=articles).select_related("person"):
        rows.setdefault(assignment.article_id, []).append(assignment)
    return rows


def _due(running: QuerySet[Assignment], due: str) -> Q:
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    limits = {"overdue": now, "today": midnight, "week": midnight + dt.timedelta(days=6)}
    if due in limits:
        return Q(Exists(running.filter(deadline__lt=limits[due])))
    if due == "none":
        return ~Q(Exists(running.filter(deadline__isnull=False)))
    return Q()

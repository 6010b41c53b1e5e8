"""What there is to say once nobody has anything left to decide in an article: the outcome, and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.choices import DECIDED, Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.reviews import queue
from factcheck.reviews.assignments import active, active_for
from factcheck.reviews.findings import review_findings
from factcheck.standards import ArticleFinding, Severity

#: Of the serious findings, the first of these are named.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class NextArticle:
    """Where a person's queue goes on."""

    article: Article
    open: int
    #: None where nobody set one.
    deadline: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Ending:
    """An article as a person leaves it."""

    #: How many claims are open to this person all the same, outside of what a filter shows.
    open: int
    claims: int
    #: How many claims have which verdict, set or else recommended, in the order of the buttons.
    verdicts: list[tuple[Verdict, int]]
    serious: list[ArticleFinding]
    #: Who has the article now, in a sentence.
    state: str
    next: NextArticle | None

    @property
    def named(self) -> list[ArticleFinding]:
        return self.serious[:_NAMED]


def ending_of(article: Article, tally: Tally, by: User) -> Ending:
    """What a person is told at the end of an article. A fixed number of queries, whatever its length."""
    claims = Claim.objects.filter(article=article)
    left = claims.open(for_editor=by.can_set_verdict, by=by).count()
    counts = claims.aggregate(
        **{
            verdict.value: Count("pk", filter=Q(verdict=verdict) | Q(verdict=Verdict.PENDING, recommended=verdict))
            for verdict in DECIDED
        }
    )
    serious = [
        finding
        for finding in review_findings(article).gathered()
        if finding.severity is Severity.SERIOUS and not finding.dismissed
    ]
    return Ending(
        open=left,
        claims=tally.claims,
        verdicts=[(verdict, counts[verdict.value]) for verdict in DECIDED],
        serious=serious,
        state=_state(article, tally, by),
        next=_next(article, by),
    )


def _state(article: Article, tally: Tally, by: User) -> str:
    if tally.state == Tally.State.DONE:
        return "Every claim has a verdict. The article is done."
    if tally.state != Tally.State.WITH_EDITOR:
        return "Colleagues still have claims to decide in this article."
    people = [row.person for row in active().filter(article=article).select_related("person") if row.person]
    editors = sorted({str(person) for person in people if person.can_set_verdict and person.pk != by.pk})
    return f"The article is with {' and '.join(editors) if editors else 'the editors'} now."


def _next(article: Article, by: User) -> NextArticle | None:
    for claims in queue.in_queue(by):
        claim = claims.exclude(article=article.pk).first()
        if claim is None:
            continue
        following = Article.objects.without_text().select_related("outlet").get(pk=claim.article_id)
        is_open = Claim.objects.filter(article=following).open(for_editor=by.can_set_verdict, by=by)
        deadlines = active_for(by).filter(article=following, deadline__isnull=False).order_by("deadline")
        return NextArticle(following, is_open.count(), deadlines.values_list("deadline", flat=True).first())
    return None

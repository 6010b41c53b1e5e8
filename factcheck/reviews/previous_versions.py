"""What preceded an article and its claims in the version before, and what became of that: for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.expressions import RawSQL

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import versions_of
from factcheck.claims.choices import ChangeSincePrevious
from factcheck.claims.models import Claim
from factcheck.claims.word_diff import DiffPiece, word_diff
from factcheck.reviews.models import Comment, Kind, Review
from factcheck.reviews.second_opinions import hidden_from

#: How many comments of earlier versions are shown with a claim.
MAX_SHOWN = 50


# ---- One claim ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PreviousVersion:
    """What a claim was in the last version, as one person may see it."""

    since: ChangeSincePrevious
    #: The claims there as they are now: one, or all the parts of a sentence.
    earlier: tuple[Claim, ...] = ()
    #: The old sentence and the new one laid into one, where it changed.
    diff: tuple[DiffPiece, ...] = ()
    #: That what was decided there went over, and by whom.
    carried: Review | None = None
    #: Whether somebody has decided on it there after it went over.
    is_decided_since: bool = False
    #: What was said of it in earlier versions, the oldest first.
    comments: tuple[Comment, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.since is ChangeSincePrevious.CHANGED

    @property
    def is_new(self) -> bool:
        return self.since is ChangeSincePrevious.NEW


def previous_version_of(claim: Claim, person: User, *, is_blind: bool = False) -> PreviousVersion | None:
    """What a claim goes back to; None where there is no earlier version. What others did there is not told while blind.

    At most six queries; none for a claim without an earlier version, or new in this one.
    """
    if not claim.change_since_previous:
        return None
    since = ChangeSincePrevious(claim.change_since_previous)
    if claim.previous_id is None:
        return PreviousVersion(since)
    predecessor = Claim.everything.with_people().select_related("whole").get(pk=claim.previous_id)
    whole = predecessor.whole or predecessor
    diff: tuple[DiffPiece, ...] = ()
    if since is ChangeSincePrevious.CHANGED:
        diff = tuple(word_diff(whole.text, claim.whole.text if claim.whole else claim.text))
    if is_blind:
        return PreviousVersion(since, diff=diff)
    earlier = (predecessor,)
    if not predecessor.is_current or since is ChangeSincePrevious.CHANGED:
        current = Claim.objects.with_people().filter(article=predecessor.article_id, number=predecessor.number)
        earlier = tuple(current.in_reading_order())
    carried = None
    if claim.version:
        carried = Review.objects.filter(claim=claim, kind=Kind.CARRIED).select_related("by").first()
    later = Review.objects.filter(claim=predecessor, pk__gt=carried.pk if carried else 0)
    return PreviousVersion(
        since,
        earlier,
        diff,
        carried,
        is_decided_since=since is ChangeSincePrevious.UNCHANGED and later.exists(),
        comments=_comments_on(whole, person),
    )


def _comments_on(whole: Claim, person: User) -> tuple[Comment, ...]:
    line = RawSQL(_LINE, [whole.pk])  # noqa: S611 - no words of anybody in it
    comments = Comment.objects.filter(Q(claim__in=line) | Q(claim__whole__in=line), kind=Comment.Kind.SAID)
    latest = comments.exclude(hidden_from(person)).select_related("by", "claim").order_by("-pk")[:MAX_SHOWN]
    return tuple(latest)[::-1]


#: A sentence and its predecessors in all versions before.
_LINE = """
    WITH RECURSIVE line AS (
        SELECT id, previous_id FROM claims_claim WHERE id = %s
        UNION ALL
        SELECT one.id, one.previous_id FROM claims_claim one JOIN line ON one.id = line.previous_id
    )
    SELECT id FROM line
"""


# ---- A whole article ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Versions:
    """An article among its versions, and what changed since the one before."""

    article: Article
    #: All of them, the first one first; only the article itself when there are no others.
    all: tuple[Article, ...] = ()
    unchanged: int = 0
    #: The first claim of each sentence that says something else, and of each that is new.
    changed: tuple[Claim, ...] = ()
    new: tuple[Claim, ...] = ()
    #: The claims of the last version that have no successor, as they are there.
    dropped: tuple[Claim, ...] = field(default=())

    @property
    def newest(self) -> Article:
        return self.all[-1]

    @property
    def before(self) -> Article | None:
        """The version that this one revises."""
        return self.all[self.article.version - 2] if self.article.version > 1 else None

    @property
    def others(self) -> list[Article]:
        return [version for version in self.all if version.pk != self.article.pk]


def versions_with(article: Article, claims: Sequence[Claim]) -> Versions | None:
    """An article among its versions; ``claims`` are its current ones, in reading order.

    None, without a query, for an article that has no other version; else two queries.
    """
    if article.version == 1 and not article.is_superseded:
        return None
    versions = tuple(versions_of(article))
    if article.revises_id is None:
        return Versions(article, versions)
    firsts = {claim.number: claim for claim in reversed(claims)}
    by_change = {since: tuple(_of(since, firsts.values())) for since in ChangeSincePrevious}
    return Versions(
        article,
        versions,
        unchanged=len(by_change[ChangeSincePrevious.UNCHANGED]),
        changed=by_change[ChangeSincePrevious.CHANGED],
        new=by_change[ChangeSincePrevious.NEW],
        dropped=tuple(dropped_from(article)),
    )


def _of(since: ChangeSincePrevious, claims: Iterable[Claim]) -> list[Claim]:
    return sorted((claim for claim in claims if claim.change_since_previous == since), key=lambda claim: claim.number)


def dropped_from(article: Article) -> Iterable[Claim]:
    """The claims of the version before an article that have no successor in it. One query."""
    kept = Claim.everything.filter(article=article, whole=None, previous__isnull=False).values("previous__number")
    previous = Claim.objects.with_people().filter(article=article.revises_id)
    return previous.exclude(number__in=kept).in_reading_order()

"""Reads articles again with a newer detector, wherever no person has decided.

A decision keeps the suggestion it was made on: that claim is left as it is, with all that its suggestion points to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from factcheck.articles.models import Article
from factcheck.attribution.detectors import detect
from factcheck.attribution.types import Detector, Reading, SourcingStatus
from factcheck.claims.locking import lock_claims
from factcheck.claims.models import Attribution, Claim, Source, Tally
from factcheck.claims.services import store_reading, store_suggestions, suggestion_of
from factcheck.readers.text import Unreadable


class CutDifferently(ValueError):
    """The detector cuts other sentences, and people have decided on the ones there are. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a second reading did to one article: ``words`` of text, the rest in claims."""

    words: int
    read: int
    changed: int
    decided: int


def unread(detector: str, *, only: Iterable[int] = (), everything: bool = False) -> QuerySet[Article]:
    """The articles that another detector, or another version, has read, and those read as another outlet's; all of
    them with ``everything``.
    """
    articles = Article.objects.order_by("pk")
    if ids := list(only):
        articles = articles.filter(pk__in=ids)
    return articles if everything else articles.exclude(detector=detector) | read_as_another(articles)


def read_as_another(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Of these, the ones whose outlet was corrected, or became known, after they were read."""
    return articles.exclude(read_as=Coalesce("outlet__name", Value("")))


def redetect_article(*, pk: int, detector: Detector) -> Outcome:
    """Read one article again and store what is new, in one transaction; the slow reading comes before it.

    Raises CutDifferently, Unreadable, and Article.DoesNotExist when the article was deleted meanwhile.
    """
    article = Article.objects.select_related("outlet").defer("search").get(pk=pk)
    outlet = article.outlet.name if article.outlet else ""
    reading = detect(detector, article.text, outlet=article.known_outlet)
    if not reading.sentences:
        raise Unreadable("The detector found no sentence in it.")
    with transaction.atomic():
        # A decision locks its claim and then, by its foreign key, the article's key: a full lock here is a deadlock.
        article = Article.objects.select_for_update(no_key=True).get(pk=pk)
        # Whole sentences; a split one is decided on, and its parts with it.
        claims = lock_claims(Claim.everything.filter(article=article, whole=None))
        decided = frozenset(index for index, claim in enumerate(claims) if claim.version)
        _let_suggestions_change()
        if _cut(claims) == [(sentence.start, sentence.end) for sentence in reading.sentences]:
            outcome = _suggest_again(article, reading, claims, decided)
        elif article.version > 1 or article.is_superseded:
            raise CutDifferently(
                f"“{article.title}” was left alone: the detector now cuts its sentences differently, "
                "and its claims are compared with those of another version."
            )
        elif decided:
            raise CutDifferently(
                f"“{article.title}” was left alone: the detector now cuts its sentences differently, "
                f"and {len(decided)} of its claims are decided."
            )
        else:
            outcome = _start_over(article, reading, claims)
        Article.objects.filter(pk=pk).update(detector=reading.detector[:100], read_as=outlet)
    return outcome


def _let_suggestions_change() -> None:
    """For this transaction; the trigger still refuses it for a claim that somebody has decided on."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL factcheck.redetect = 'on'")


def _words(article: Article) -> int:
    return len(article.text.split())


def _cut(claims: Iterable[Claim]) -> list[tuple[int, int]]:
    return [(claim.start, claim.end) for claim in claims]


def _suggest_again(article: Article, reading: Reading, claims: list[Claim], decided: frozenset[int]) -> Outcome:
    before = [(claim.status, claim.source) for claim in claims]
    undecided = [claim for index, claim in enumerate(claims) if index not in decided]
    for claim in undecided:
        for name, value in suggestion_of(article.text, reading, claim.number - 1).items():
            setattr(claim, name, value)
        claim.suggested_by, claim.source, claim.cue = None, "", ""
    columns = ["status", "source", "cue", "suggested_by", *_SUGGESTED]
    Claim.everything.bulk_update(undecided, columns, batch_size=500)
    _clear(article, [claims[index] for index in decided])
    store_suggestions(article=article, reading=reading, claims=claims, kept=decided)
    changed = sum((claim.status, claim.source) != suggestion for claim, suggestion in zip(claims, before, strict=True))
    counts = Counter(Claim.objects.filter(article=article).values_list("status", flat=True))
    Tally.objects.filter(article=article).update(**{status.value: counts[status.value] for status in SourcingStatus})
    return Outcome(words=_words(article), read=len(claims), changed=changed, decided=len(decided))


def _clear(article: Article, decided: list[Claim]) -> None:
    """Remove what only the old reading found: no undecided claim points to it any more."""
    kept = [claim.suggested_by_id for claim in decided if claim.suggested_by_id is not None]
    Attribution.objects.filter(article=article).exclude(pk__in=kept).exclude(claim__in=decided).delete()
    Source.objects.filter(article=article, attributions=None).delete()


_SUGGESTED = ("suggested_status", "suggested_why", "suggested_probability", "suggested_with")


def _start_over(article: Article, reading: Reading, claims: list[Claim]) -> Outcome:
    """Nobody has decided on anything: the claims are created again, cut as the detector cuts them now."""
    Claim.everything.filter(article=article).delete()
    Source.objects.filter(article=article).delete()
    Tally.objects.filter(article=article).delete()
    store_reading(article=article, reading=reading)
    return Outcome(words=_words(article), read=len(reading.sentences), changed=len(reading.sentences), decided=0)

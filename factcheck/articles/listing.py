"""The list of articles: its filters and orders, and one page of it, read by key."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, TextChoices
from django.db.models.functions import Lower

from factcheck import keyset
from factcheck.articles.models import Article, ArticleQuerySet

PAGE_SIZE = 25


class Sort(TextChoices):
    """The order of the list; each ends in the primary key, so that no two articles are equal."""

    NEWEST = "newest", "Newest first"
    LOADED = "loaded", "Last loaded"
    TITLE = "title", "Title A–Z"

    @property
    def keys(self) -> tuple[F | Lower, ...]:
        return _KEYS[self]

    @property
    def is_descending(self) -> bool:
        return self is not Sort.TITLE


_KEYS: dict[Sort, tuple[F | Lower, ...]] = {
    Sort.NEWEST: (F("newest"), F("pk")),
    Sort.LOADED: (F("pk"),),
    Sort.TITLE: (Lower("title"), F("pk")),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles, and the keys from which the neighbouring pages go on (None where there is no such page)."""

    articles: list[Article]
    before: int | None = None
    after: int | None = None


#: The shelf of earlier versions, beside the archive.
EARLIER = "earlier"


def choose(
    *, q: str = "", outlet: str = "", state: str = "", sourcing: str = "", archived: str = ""
) -> ArticleQuerySet:
    """The articles that fit all of these; an empty one doesn't filter, and without ``archived`` they are current."""
    if archived == EARLIER:
        articles = Article.objects.superseded()
    else:
        articles = Article.objects.archived() if archived else Article.objects.current()
    if q:
        articles = articles.matching(q)
    if outlet:
        articles = articles.filter(outlet=int(outlet))
    if state:
        articles = articles.in_state(state)
    if sourcing:
        articles = articles.resting_on(sourcing)
    return articles


def read_page(articles: ArticleQuerySet, *, sort: Sort, before: int | None = None, after: int | None = None) -> Page:
    """The articles that follow the article ``after``, or precede ``before``; the first ones with neither.

    An article that doesn't exist, and a page with nothing in it, give the first page. The article's place in the order
    decides, not whether it is still among ``articles``: archiving one meanwhile moves nobody's page. Of a restricted
    one the place is told only where it is among them.
    """
    if before is not None and (place := _place(articles, before, sort)):
        preceding = _first(_beyond(articles, sort, place, forwards=False), sort, forwards=False)
        # With less than a page before it, this is the first page, which is shown whole.
        if len(preceding) > PAGE_SIZE:
            on_page = preceding[PAGE_SIZE - 1 :: -1]
            return Page(on_page, before=on_page[0].pk, after=on_page[-1].pk)
    if after is not None and (place := _place(articles, after, sort)):
        following = _first(_beyond(articles, sort, place, forwards=True), sort, forwards=True)
        if following:
            return _page(following, has_previous=True)
    return _page(_first(articles, sort, forwards=True), has_previous=False)


def _page(articles: list[Article], *, has_previous: bool) -> Page:
    on_page = articles[:PAGE_SIZE]
    has_next = len(articles) > PAGE_SIZE
    return Page(on_page, before=on_page[0].pk if has_previous else None, after=on_page[-1].pk if has_next else None)


def _place(articles: ArticleQuerySet, pk: int, sort: Sort) -> tuple[object, ...] | None:
    """An article's place in this order, whether or not the filters show it; of a restricted one only if they do.

    Where it stands between two titles says how its own begins.
    """
    is_open = Q(restriction=None) | Q(pk__in=articles.order_by().values("pk"))
    return Article.objects.filter(is_open, pk=pk).values_list(*sort.keys).first()


def _first(articles: ArticleQuerySet, sort: Sort, *, forwards: bool) -> list[Article]:
    """One more than a page, to know whether more follows.

    The page's keys are found first, from an index alone where there is one; only they fetch their rows.
    """
    keys = _ordered(articles, sort, forwards=forwards).values("pk")[: PAGE_SIZE + 1]
    return list(_ordered(Article.objects.filter(pk__in=keys).for_lists(), sort, forwards=forwards))


def _ordered(articles: ArticleQuerySet, sort: Sort, *, forwards: bool) -> ArticleQuerySet:
    downwards = sort.is_descending is forwards
    return articles.order_by(*(key.desc() if downwards else key.asc() for key in sort.keys))


def _beyond(articles: ArticleQuerySet, sort: Sort, place: tuple[object, ...], *, forwards: bool) -> ArticleQuerySet:
    return keyset.beyond(articles, sort.keys, place, descending=sort.is_descending is forwards)

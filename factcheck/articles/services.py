"""Articles found, stored, archived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.addresses import key_of
from factcheck.articles.models import Article, Outlet
from factcheck.readers.text import fingerprint


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text comes from. Only the title has to be known."""

    title: str
    outlet: str = ""
    byline: str = ""
    url: str = ""
    published_on: dt.date | None = None


class AlreadyLoaded(ValueError):
    """The same text was loaded before, as ``article``."""

    def __init__(self, article: Article) -> None:
        self.article = article
        super().__init__(f"This text was loaded before, as “{article.title}”.")


def find_loaded(text: str) -> Article | None:
    """The article that holds this cleaned text already."""
    return Article.objects.filter(text_sha256=fingerprint(text)).first()


def find_by_url(url: str) -> Article | None:
    """The newest version of the article at this address, however the address is written."""
    key = key_of(url)
    if not key:
        return None
    same_url = Article.objects.without_text().filter(url_key=key)
    article = same_url.order_by(F("superseded_at").asc(nulls_first=True), "-pk").first()
    return newest_of(article) if article else None


def newest_of(article: Article) -> Article:
    """The article's newest version, which is itself when there is no newer one."""
    return versions_of(article)[-1]


def versions_of(article: Article) -> list[Article]:
    """All versions of the article from the first to the newest, without their texts. One query."""
    return list(
        Article.objects.without_text()
        .filter(pk__in=RawSQL(_VERSIONS, [article.pk]))  # noqa: S611 - no words of users in it
        .select_related("loaded_by")
        .order_by("version")
    )


#: In both directions from one version: each has at most one before it and one after it.
_VERSIONS = """
    WITH RECURSIVE earlier AS (
        SELECT id, revises_id FROM articles_article WHERE id = %s
        UNION ALL
        SELECT article.id, article.revises_id
        FROM articles_article article JOIN earlier ON article.id = earlier.revises_id
    ), chain AS (
        SELECT id FROM earlier WHERE revises_id IS NULL
        UNION ALL
        SELECT article.id FROM articles_article article JOIN chain ON article.revises_id = chain.id
    )
    SELECT id FROM chain
"""


@transaction.atomic
def store_article(
    *, text: str, provenance: Provenance, detector: str, by: User | None, revises: Article | None = None
) -> Article:
    """A new article with a cleaned ``text``. Raises AlreadyLoaded, also when two people load the same text at once.

    ``revises`` is the version before it, which leaves the lists.
    """
    try:
        with transaction.atomic():
            outlet = outlet_named(provenance.outlet)
            return Article.objects.create(
                title=provenance.title,
                outlet=outlet,
                byline=provenance.byline,
                url=provenance.url,
                published_on=provenance.published_on,
                text=text,
                text_sha256=fingerprint(text),
                detector=detector,
                read_as=outlet.name if outlet else "",
                loaded_by=by,
                revises=revises,
                version=revises.version + 1 if revises else 1,
            )
    except IntegrityError:
        if article := find_loaded(text):
            raise AlreadyLoaded(article) from None
        raise


def outlet_named(name: str) -> Outlet | None:
    """The outlet of this name, created when it is new; capitals don't matter."""
    name = " ".join(name.split())
    if not name:
        return None
    same = Outlet.objects.annotate(lower=Lower("name")).filter(lower=Lower(Value(name)))
    if not same.exists():
        Outlet.objects.bulk_create([Outlet(name=name)], ignore_conflicts=True)
    return same.get()


def archive_article(*, article: Article, by: User) -> None:
    """Take the article out of the lists. Nothing is lost; doing it twice changes nothing."""
    Article.objects.filter(pk=article.pk, archived_at=None).update(archived_at=timezone.now(), archived_by=by)


def restore_article(*, article: Article) -> None:
    """Bring an archived article back into the lists."""
    Article.objects.filter(pk=article.pk).update(archived_at=None, archived_by=None)

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article, Outlet
from factcheck.articles.text import fingerprint


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


@transaction.atomic
def store_article(*, text: str, provenance: Provenance, detector: str, by: User | None) -> Article:
    """A new article with a cleaned ``text``. Raises AlreadyLoaded; two people loading at once are told so too."""
    try:
        with transaction.atomic():
            return Article.objects.create(
                title=provenance.title,
                outlet=outlet_named(provenance.outlet),
                byline=provenance.byline,
                url=provenance.url,
                published_on=provenance.published_on,
                text=text,
                text_sha256=fingerprint(text),
                detector=detector,
                loaded_by=by,
            )
    except IntegrityError:
        if article := find_loaded(text):
            raise AlreadyLoaded(article) from None
        raise


def outlet_named(name: str) -> Outlet | None:
    """The outlet of this name, made when new; capitals don't matter."""
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

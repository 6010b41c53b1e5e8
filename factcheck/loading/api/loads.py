"""Loading through the API once, however often the request is sent."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from factcheck.accounts.models import ApiToken
from factcheck.articles.models import ApiLoad, Article
from factcheck.articles.services import AlreadyLoaded, restricted_at
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.loading import drafts, tasks
from factcheck.readers.base import ImportedArticle

#: For so long a request is told why a worker could not load its article; after that it is tried again.
FAILURE_HOLDS = dt.timedelta(minutes=10)


class KeyTaken(ValueError):
    """The key came before with another request."""


class ArticleGone(ValueError):
    """The key came before, and the article it loaded was deleted since."""


class Later(Exception):
    """The text is long, so a worker loads it; ``job`` says how far it is."""

    def __init__(self, job: Job, title: str) -> None:
        super().__init__(title)
        self.job, self.title = job, title


def sum_of(fields: Mapping[str, Any]) -> str:
    """The fingerprint of a request."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def hand_to_workers(*, token: ApiToken, key: str, fields: Mapping[str, Any], article: ImportedArticle) -> Job:
    """The job that loads this article, begun once however often the request is sent. Raises KeyTaken.

    Once it is done, the request finds the article by its text.
    """
    request = {"token": token.pk, "key": key, "sha256": sum_of(fields)}
    jobs = Job.objects.filter(kind=drafts.KIND, arguments__request__token=token.pk)
    if key and jobs.filter(arguments__request__key=key).exclude(arguments__request__sha256=request["sha256"]).exists():
        raise KeyTaken
    with transaction.atomic():
        if job := jobs.filter(arguments__request=request, finished_at=None).first():
            return job
        label, restricted = f"Load “{article.title}”", fields.get("restricted", False)
        job = services.create_draft(
            kind=drafts.KIND, label=label, by=token.owner, request=request, restricted=restricted
        )
        drafts.keep_single(job, article, name=article.title, revises=brought_by(token, article.url))
        services.submit(job)
        tasks.load.defer(job_id=job.pk)
    return job


def failure_of(*, token: ApiToken, key: str, fields: Mapping[str, Any]) -> str:
    """Why a worker could not load what this request gave it a moment ago; empty where it may try again."""
    request = {"token": token.pk, "key": key, "sha256": sum_of(fields)}
    lately = timezone.now() - FAILURE_HOLDS
    jobs = Job.objects.filter(kind=drafts.KIND, arguments__request=request, finished_at__gte=lately)
    item = Item.objects.filter(job__in=jobs, state=Item.State.FAILED).last()
    return item.sentence if item else ""


def brought_by(token: ApiToken, url: str) -> Article | None:
    """The restricted article at this address, where this very token loaded a version of it.

    The program that has the text brings its newer versions, though the token's owner may not find what was restricted
    since.
    """
    article = restricted_at(url)
    if article is None:
        return None
    versions = Article.objects.filter(restriction=article.restriction_id).without_text()
    if ApiLoad.objects.filter(token=token, article__in=versions).exists():
        return article
    addresses = [version.get_absolute_url() for version in versions]
    jobs = Job.objects.filter(kind=drafts.KIND, arguments__request__token=token.pk)
    return article if Item.objects.filter(job__in=jobs, state=Item.State.DONE, url__in=addresses).exists() else None


def is_from(*, token: ApiToken, fields: Mapping[str, Any], article: Article) -> bool:
    """Whether a worker loaded the article for this very request."""
    jobs = Job.objects.filter(arguments__request__token=token.pk, arguments__request__sha256=sum_of(fields))
    return Item.objects.filter(job__in=jobs, state=Item.State.DONE, url=article.get_absolute_url()).exists()


def load_once(*, token: ApiToken, key: str, fields: Mapping[str, Any], load: Callable[[], Article]) -> ApiLoad:
    """Call ``load`` unless this token sent this ``key`` before: then return what came of it.

    ``fields`` are everything in the request. Two requests with one key in the same instant load one article. A text
    that was loaded before returns that article, with ``is_new`` false. Raises KeyTaken, ArticleGone, and whatever
    ``load`` raises except AlreadyLoaded.
    """
    sha256 = sum_of(fields)
    if earlier := earlier_load(token, key, fields):
        return earlier
    try:
        with transaction.atomic():
            try:
                article, is_new = load(), True
            except AlreadyLoaded as existing:
                article = existing.article
                is_new = is_from(token=token, fields=fields, article=article)
            return ApiLoad.objects.create(token=token, key=key, request_sha256=sha256, article=article, is_new=is_new)
    except IntegrityError:
        # The same key came in the same instant, and the other request was first: what was loaded here is undone.
        if earlier := earlier_load(token, key, fields):
            return earlier
        raise


def earlier_load(token: ApiToken, key: str, fields: Mapping[str, Any]) -> ApiLoad | None:
    """What came of this key before. Raises KeyTaken and ArticleGone."""
    if not key:
        return None
    earlier = ApiLoad.objects.select_related("article__tally").filter(token=token, key=key).first()
    if earlier is None:
        return None
    if earlier.request_sha256 != sum_of(fields):
        raise KeyTaken
    if earlier.article is None:
        raise ArticleGone
    return earlier

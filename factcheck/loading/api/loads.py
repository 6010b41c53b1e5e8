"""Loading through the API once, however often the request is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from django.db import IntegrityError, transaction

from factcheck.accounts.models import ApiToken
from factcheck.articles.models import ApiLoad, Article
from factcheck.articles.services import AlreadyLoaded


class KeyTaken(ValueError):
    """The key came before with another request."""


class ArticleGone(ValueError):
    """The key came before, and the article it loaded was deleted since."""


def load_once(*, token: ApiToken, key: str, fields: Mapping[str, str], load: Callable[[], Article]) -> ApiLoad:
    """Call ``load`` unless this token sent this ``key`` before: then return what came of it.

    ``fields`` are everything in the request. Two requests with one key in the same instant load one article. A text
    that was loaded before returns that article, with ``is_new`` false. Raises KeyTaken, ArticleGone, and whatever
    ``load`` raises except AlreadyLoaded.
    """
    sha256 = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    if earlier := _earlier(token, key, sha256):
        return earlier
    try:
        with transaction.atomic():
            try:
                article, is_new = load(), True
            except AlreadyLoaded as existing:
                article, is_new = existing.article, False
            return ApiLoad.objects.create(token=token, key=key, request_sha256=sha256, article=article, is_new=is_new)
    except IntegrityError:
        # The same key came in the same instant, and the other request was first: what was loaded here is undone.
        if earlier := _earlier(token, key, sha256):
            return earlier
        raise


def _earlier(token: ApiToken, key: str, sha256: str) -> ApiLoad | None:
    if not key:
        return None
    earlier = ApiLoad.objects.select_related("article__tally").filter(token=token, key=key).first()
    if earlier is None:
        return None
    if earlier.request_sha256 != sha256:
        raise KeyTaken
    if earlier.article is None:
        raise ArticleGone
    return earlier

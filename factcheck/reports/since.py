"""What became of an article since its report was frozen: told beside the report, whose bytes stay as they are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from factcheck.articles.models import Article
from factcheck.articles.services import versions_of
from factcheck.claims.alignment import SentenceChange
from factcheck.claims.models import Claim
from factcheck.claims.versions import Alignment
from factcheck.reports.clock import time_of


@dataclass(frozen=True, slots=True)
class Since:
    """The article's newest version, which may be the one that was frozen, as a reader of the report has to know of it.

    Claims are counted by whole sentences.
    """

    article: Article
    is_newer: bool
    changed: int = 0
    dropped: int = 0
    new: int = 0

    @property
    def archived_at(self) -> dt.datetime | None:
        return self.article.archived_at

    @property
    def is_told(self) -> bool:
        """Whether there is anything to be told."""
        return self.is_newer or self.archived_at is not None

    @property
    def sentences(self) -> list[str]:
        """In the words of the page."""
        sentences = []
        if self.is_newer:
            version = f"The article has a newer version of {time_of(self.article.loaded_at)}"
            sentences.append(f"{version}: {self._counts()}.")
        if self.archived_at:
            sentences.append(f"The article was archived on {time_of(self.archived_at)}.")
        return sentences

    def _counts(self) -> str:
        counted = [(self.changed, "changed"), (self.dropped, "removed"), (self.new, "new")]
        first, *others = [f"{count} {change}" for count, change in counted if count] or ["0 changed"]
        count, change = first.split(" ")
        claims = {"0": "no claim", "1": "1 claim"}.get(count, f"{count} claims")
        return ", ".join([f"{claims} {change}", *others])


def since(article: Article) -> Since:
    """What became of the article of a report. No query if there is no newer version, else two."""
    if not article.is_superseded:
        return Since(article, is_newer=False)
    newest = versions_of(article)[-1]
    sentences: dict[int, list[str]] = defaultdict(list)
    whole = Claim.everything.filter(article__in=(article.pk, newest.pk), whole=None)
    for pk, text in whole.order_by("number").values_list("article_id", "text"):
        sentences[pk].append(text)
    changes = Alignment.of(sentences[article.pk], sentences[newest.pk])
    return Since(
        newest,
        is_newer=True,
        changed=changes.count(SentenceChange.CHANGED),
        dropped=changes.count(SentenceChange.DROPPED),
        new=changes.count(SentenceChange.NEW),
    )

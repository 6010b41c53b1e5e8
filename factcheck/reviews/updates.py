"""What happens on an open page: others' decisions, and who is on which claim.

The page asks every few seconds. It is asked rather than told, because questions survive every proxy, need no thread
for each open page, and a web process that restarts loses nothing: the next question goes to another. The article's
count of changes makes “what is newer” exact (see Tally.change_seq).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.claims.models import Claim, Tally
from factcheck.reviews.models import Presence

#: Somebody who hasn't asked for this long has left.
PRESENT = dt.timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class News:
    """What is newer than a page: its count of changes, the sentences that changed, and who is on which claim."""

    changes: int
    sentences: list[list[Claim]]
    #: The claims that changed since, by primary key: which of the sentence's parts it was.
    changed: set[int]
    present: list[Presence]
    #: Whether there is a newer version of the article.
    is_superseded: bool


def note_presence(*, claim: Claim, by: User) -> None:
    """Somebody has this claim open; one row for each person."""
    now = timezone.now()
    Presence.objects.update_or_create(
        person=by, defaults={"article_id": claim.article_id, "claim": claim, "seen_at": now}
    )


def read_news(*, article_id: int, since: int, by: User) -> News | None:
    """What happened in an article after ``since``; None when there is no such article. Two queries without news."""
    row = Tally.objects.filter(article=article_id).values_list("change_seq", "article__superseded_at").first()
    if row is None:
        return None
    changes, superseded_at = row
    present = Presence.objects.filter(article=article_id, seen_at__gt=timezone.now() - PRESENT).exclude(person=by)
    changed: set[int] = set()
    sentences: dict[int, list[Claim]] = {}
    if changes > since:
        newer = Claim.everything.filter(article=article_id, changed_seq__gt=since)
        rows = list(newer.values_list("pk", "number"))
        changed = {pk for pk, _ in rows}
        current = Claim.objects.filter(article=article_id, number__in={number for _, number in rows})
        for claim in current.select_related("suggested_by").in_reading_order():
            sentences.setdefault(claim.number, []).append(claim)
    return News(
        changes,
        list(sentences.values()),
        changed,
        list(present.select_related("person", "claim")),
        superseded_at is not None,
    )

"""Margin comments that a file brought with it, kept in the threads of the claims they touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.claims.services import update_tally
from factcheck.readers.base import Note
from factcheck.reviews.models import Comment

#: How long a comment may be.
_MAX_LENGTH = 5000


@transaction.atomic
def import_notes(*, article: Article, notes: Iterable[Note], by: User) -> int:
    """Say each note in the thread of the claim where its words begin; how many were kept.

    ``by`` is who loaded the file; the comment names who wrote the note. Nobody is mentioned: an @ in a stranger's file
    is just text. Nothing counts as reviewed by it.
    """
    claims = list(article.claims.in_reading_order().only("start", "end", "article_id"))
    comments = [
        Comment(
            article=article,
            claim=claim,
            text=_words(note, article.text),
            by=by,
            written_by=note.author,
            written_at=_written_at(note),
        )
        for note in notes
        if (claim := _touched(claims, note)) is not None
    ]
    Comment.objects.bulk_create(comments)
    if comments:
        update_tally(article_id=article.pk)
    return len(comments)


def _touched(claims: list[Claim], note: Note) -> Claim | None:
    """The first claim that shares a letter with the note; between claims, the one after."""
    return next((claim for claim in claims if claim.end > note.start), None)


def _written_at(note: Note) -> dt.datetime | None:
    """When, by the desk's clock where the file names no zone; None for what is no time, or not one that was yet."""
    try:
        at = dt.datetime.fromisoformat(note.at)
        aware = at if at.tzinfo else timezone.make_aware(at)
        return aware if _EARLIEST <= aware <= timezone.now() + _AHEAD else None
    except (ValueError, OverflowError):
        return None


#: Before that, no word processor wrote comments.
_EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
#: Word writes the time of the writer's own clock and calls it UTC.
_AHEAD = dt.timedelta(hours=14)


def own_words(comment: Comment) -> str:
    """What a comment says: of a note that a file brought, without the line that introduces it in the thread."""
    words = comment.text.partition(":\n")[2]
    return words if comment.written_by and words else comment.text


def _words(note: Note, text: str) -> str:
    quoted = " ".join(text[note.start : note.end].split())
    excerpt = quoted if len(quoted) <= 200 else f"{quoted[:199]}…"
    by = f" by {note.author}" if note.author else ""
    return f"{note.kind}{by} on “{excerpt}”:\n{note.text}"[:_MAX_LENGTH]

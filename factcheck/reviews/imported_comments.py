"""Margin comments that a file brought with it, kept in the threads of the claims they touch."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

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
        Comment(article=article, claim=claim, text=_words(note, article.text), by=by)
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


def _words(note: Note, text: str) -> str:
    quoted = " ".join(text[note.start : note.end].split())
    excerpt = quoted if len(quoted) <= 200 else f"{quoted[:199]}…"
    by = f" by {note.author}" if note.author else ""
    return f"{note.kind}{by} on “{excerpt}”:\n{note.text}"[:_MAX_LENGTH]

"""What people say to each other about a claim: one thread for each, resolved or open."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.keys import words_field


class Comment(models.Model):
    """One remark, or the word that the thread is settled. It is never changed or deleted."""

    class Kind(models.TextChoices):
        SAID = "said", "said"
        RESOLVED = "resolved", "resolved the thread"
        REOPENED = "reopened", "reopened the thread"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="comments")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAID)
    text = models.TextField(max_length=5000, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    at = models.DateTimeField(auto_now_add=True)
    #: Of a note that a file brought: who wrote it there, and when. ``by`` is who loaded the file.
    written_by = models.CharField(max_length=200, blank=True, editable=False)
    written_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reviews_comment_kind_known", condition=Q(kind__in=["said", "resolved", "reopened"])
            ),
            models.CheckConstraint(name="reviews_comment_says_something", condition=~Q(kind="said", text="")),
        ]
        indexes = [
            # The panel: a claim's thread, in order.
            models.Index(fields=["claim", "id"], name="reviews_comment_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:50]}"


class Mention(models.Model):
    """Somebody named with an @ in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="reviews_mention_once")]

    def __str__(self) -> str:
        return f"@{self.person}"


class ReadMark(models.Model):
    """How far somebody has read a claim's thread."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    #: The last comment seen; later ones are unread.
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "claim"], name="reviews_readmark_one_each")]

    def __str__(self) -> str:
        return f"{self.person} · {self.claim}"

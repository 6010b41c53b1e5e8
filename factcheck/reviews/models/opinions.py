"""What one of two people answered who were asked independently of each other."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, ReviewState


class Opinion(ReviewState):
    """An answer that the other person doesn't see before giving one. It only grows, like the log of decisions.

    ``recommended`` holds its answer to “is it so”.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="opinions")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="opinions", db_index=False)
    #: The claim's version when the opinions were asked for; asked again, it is another round.
    round = models.PositiveIntegerField()
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(ReviewState.Meta):
        abstract = False
        constraints = [
            *ReviewState.Meta.constraints,
            models.UniqueConstraint(fields=["claim", "round", "by"], name="reviews_opinion_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} · {self.by}"

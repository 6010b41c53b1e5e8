"""The log of what people decide. It only grows: the database refuses to change or delete a row."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, ClaimState
from factcheck.keys import words_field


class Kind(models.TextChoices):
    """What somebody did to a claim. Taking back is any of these with ``undoes``."""

    DECIDED = "decided", "decided"
    SPLIT = "split", "split it into parts"
    JOINED = "joined", "joined its parts"
    ASKED = "asked", "asked for a second opinion"
    NOT_ASKED = "not_asked", "canceled the second opinion"
    AGREED = "agreed", "gave the same opinion"
    DIFFERED = "differed", "gave another opinion"
    SETTLED = "settled", "settled two opinions"
    SENT_BACK = "sent_back", "sent it back"
    CARRIED = "carried", "carried it over from the earlier version"


class Review(ClaimState):
    """One decision on a claim: who, when, and the state it led to."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="reviews")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    #: The claim's version after this decision; the unique pair keeps two people from both being third.
    version = models.PositiveIntegerField()
    #: Made by the form that was sent: a form sent twice is one decision.
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    #: Of everything but what a person says of a claim: that the columns hold.
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DECIDED)
    #: Why, where one has to be given: an editor settles two opinions, or sends a claim back.
    reason = models.TextField(max_length=2000, blank=True)
    #: The key of the form that made it, where a form made several at once; those are taken back together.
    batch = models.UUIDField(null=True, editable=False)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    #: Of CARRIED: the decision, in the earlier version of the article, that this claim goes on from.
    carries = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(ClaimState.Meta):
        abstract = False
        constraints = [
            *ClaimState.Meta.constraints,
            models.UniqueConstraint(fields=["claim", "version"], name="reviews_review_one_per_version"),
            models.CheckConstraint(name="reviews_review_kind_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="reviews_review_reason_given",
                condition=~models.Q(kind__in=[Kind.SETTLED, Kind.SENT_BACK]) | ~models.Q(reason=""),
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                name="reviews_review_carried_is_first",
                condition=~models.Q(kind=Kind.CARRIED) & models.Q(carries=None)
                | models.Q(kind=Kind.CARRIED, version=1, undoes=None),
            ),
            models.CheckConstraint(name="reviews_review_counted_from_one", condition=models.Q(version__gte=1)),
        ]
        indexes = [
            # Undo: the last decision of a person in an article.
            models.Index(fields=["by", "article", "-id"], name="reviews_own_latest"),
            # The timeline of an article, latest first.
            models.Index(fields=["article", "-id"], name="reviews_article_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} · {self.by} · {self.at:%Y-%m-%d %H:%M}"

"""How the work is shared out: who is asked to do what by when, who has a claim in hand, who is looking at which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from factcheck.articles.models import Article
from factcheck.claims.models import Claim


class Priority(models.IntegerChoices):
    """Before the deadline is the same for two."""

    NORMAL = 0, "Normal"
    HIGH = 1, "High"
    URGENT = 2, "Urgent"


class Assignment(models.Model):
    """An article, or its sentences from ``first`` to ``last``, given to somebody or, without a person, to anyone."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    #: Numbers of sentences; both empty for the whole article.
    first = models.PositiveIntegerField(null=True, blank=True)
    last = models.PositiveIntegerField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    #: Taken back, or replaced by another; never deleted.
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reviews_assignment_range_runs_forwards",
                condition=Q(first=None, last=None) | Q(first__gte=1, last__gte=F("first")),
                violation_error_message="The range ends before it begins.",
            ),
            models.CheckConstraint(name="reviews_assignment_priority_known", condition=Q(priority__in=Priority.values)),
            models.CheckConstraint(
                name="reviews_assignment_end_signed",
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
            ),
        ]
        indexes = [
            # Somebody's queue, the most urgent first.
            models.Index(
                fields=["person", "deadline", "-priority"],
                condition=Q(ended_at=None),
                name="reviews_assignment_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} · {self.person or 'anyone'}"


class Lease(models.Model):
    """A claim that the queue handed to somebody; nobody else is given it before ``until``."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="lease")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.claim} · {self.person}"


class Skip(models.Model):
    """A claim that somebody passed over; the queue gives it to them again only after ``until``."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="skips")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skips", db_index=False)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "claim"], name="reviews_skip_once")]

    def __str__(self) -> str:
        return f"{self.claim} · {self.person}"


class Presence(models.Model):
    """Which claim somebody has open, one row for each person; it counts while ``seen_at`` is recent."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="presence"
    )
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} · {self.claim}"

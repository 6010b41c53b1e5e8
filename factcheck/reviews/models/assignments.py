"""Who is asked to do what, by when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from factcheck.articles.models import Article
from factcheck.keys import words_field


class Priority(models.IntegerChoices):
    """Which of two claims with the same deadline comes first."""

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
    key = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    words_sha256 = words_field()
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

    @property
    def whose(self) -> str:
        """In whose name it is; what is in the name of somebody no longer active is anyone's to do."""
        if self.person is None:
            return "anyone"
        return str(self.person) if self.person.is_active else f"{self.person}, no longer active"

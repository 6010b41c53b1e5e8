"""Where a claim stands: the columns that a claim and every decision on it share."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import (
    OPINIONS_UNDER_WAY,
    SET_BEFORE,
    STATUS_CHOICES,
    Said,
    SecondOpinion,
    UnattributedReason,
    Verdict,
)


class ReviewState(models.Model):
    """What a review says of a claim, and who signs for it: claims, decisions and opinions have these columns."""

    status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    source = models.CharField(max_length=500, blank=True)
    cue = models.CharField(max_length=200, blank=True)
    unattributed_reason = models.CharField(max_length=20, choices=UnattributedReason, blank=True)
    recommended = models.CharField(max_length=20, choices=Verdict, default=Verdict.PENDING)
    note = models.TextField(max_length=5000, blank=True)
    #: Whether the source said it, checked against the recording, transcript or report.
    said = models.CharField(max_length=20, choices=Said, default=Said.PENDING)
    #: How the text should put it, where it is inaccurate.
    wording = models.TextField(max_length=2000, blank=True)
    #: What the desk asks of a claim on an unnamed source. The name itself is never asked for.
    anonymity_reason = models.CharField(max_length=500, blank=True)
    how_source_knows = models.CharField(max_length=500, blank=True)
    second_source = models.CharField(max_length=500, blank=True)
    name_known_to = models.CharField(max_length=150, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_status_known",
                condition=Q(status__in=[status.value for status in SourcingStatus]),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_recommended_known", condition=Q(recommended__in=Verdict.values)
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_said_known", condition=Q(said__in=Said.values)),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_review_signed",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_reason_fits",
                condition=Q(unattributed_reason="")
                | Q(status=SourcingStatus.UNATTRIBUTED.value, unattributed_reason__in=UnattributedReason.values),
                violation_error_message="Only a claim without attribution has a reason for it.",
            ),
        ]

    @property
    def sourcing(self) -> SourcingStatus:
        return SourcingStatus(self.status)

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None


class ClaimState(ReviewState):
    """Where a claim stands: the review, the verdict, second opinions, and the parts it is split into.

    The claim carries the present state, every decision the one it led to. An undo copies these columns.
    """

    second_opinion = models.CharField(max_length=10, choices=SecondOpinion, blank=True, default=SecondOpinion.NONE)
    #: Where a sentence is split into parts: offsets into the article's text, ascending. A part has none.
    cuts = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict, default=Verdict.PENDING)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(null=True)
    #: The claim's version with the review that the verdict judged; 0 when that stood in an earlier version of the
    #: article and hasn't been judged again since.
    verdict_version = models.PositiveIntegerField(null=True)
    #: Whether the review or the evidence differs from what the verdict judged: see reviews/verdicts.py.
    is_verdict_stale = models.BooleanField(default=False)

    class Meta(ReviewState.Meta):
        abstract = True
        constraints = [
            *ReviewState.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_verdict_known", condition=Q(verdict__in=Verdict.values)
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_verdict_signed",
                condition=Q(verdict=Verdict.PENDING, verdict_at=None, verdict_by=None)
                | ~Q(verdict=Verdict.PENDING) & Q(verdict_at__isnull=False, verdict_by__isnull=False),
                violation_error_message="A verdict needs both an editor and a time.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_verdict_judges",
                condition=Q(verdict=Verdict.PENDING, verdict_version=None, is_verdict_stale=False)
                | ~Q(verdict=Verdict.PENDING) & Q(verdict_version__isnull=False),
                violation_error_message="A verdict needs the version of the claim that it judges.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_second_opinion_known",
                condition=Q(second_opinion__in=SecondOpinion.values),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_open_while_asked",
                condition=~Q(second_opinion__in=list(OPINIONS_UNDER_WAY)) | Q(reviewed_at=None),
                violation_error_message="A claim is open until both opinions are in and settled.",
            ),
        ]

    @property
    def verdict_words(self) -> str:
        """The verdict as people read it: “Verified”, or “Verified, set before the review changed”."""
        label = str(Verdict(self.verdict).label)
        return f"{label}, {SET_BEFORE}" if self.is_verdict_stale else label


#: The columns that an undo restores, by attribute name.
STATE_FIELDS = tuple(field.attname for field in ClaimState._meta.local_fields)

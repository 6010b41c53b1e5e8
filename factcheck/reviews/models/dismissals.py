"""What people do about the standards desk's findings: let one stand, and weigh the rules."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.keys import words_field
from factcheck.standards import BY_NAME, Severity


class Dismissal(models.Model):
    """That somebody dismissed a finding, or raised it again. A log: the latest row on a finding counts.

    A finding is known by its claim (none for one on the article as a whole), its rule and its words.
    """

    class Kind(models.TextChoices):
        DISMISSED = "dismissed", "dismissed a finding"
        RAISED = "raised", "reopened a finding"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="dismissals", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="dismissals", db_index=False)
    rule = models.CharField(max_length=50)
    #: As they stand beside one claim; said otherwise, it is another finding.
    words = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DISMISSED)
    reason = models.TextField(max_length=2000, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reviews_dismissal_kind_known", condition=Q(kind__in=["dismissed", "raised"])),
            models.CheckConstraint(
                name="reviews_dismissal_reason_given",
                condition=Q(kind="raised") | ~Q(reason=""),
                violation_error_message="Say why.",
            ),
        ]
        indexes = [
            # The findings of an article, and its timeline.
            models.Index(fields=["article", "-id"], name="reviews_dismissal_of_article"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_kind_display()}: {self.words[:50]}"

    @property
    def sentence(self) -> str:
        return f"{self.words[:1].upper()}{self.words[1:]}."


class RuleSetting(models.Model):
    """What this desk has changed of a rule: switched off, or another weight. A rule without a row is as it comes."""

    rule = models.CharField(max_length=50, unique=True)
    is_on = models.BooleanField("on", default=True)
    severity = models.CharField(
        "weight", max_length=10, choices=[(severity.value, severity.label) for severity in Severity], blank=True
    )

    class Meta:
        verbose_name = "standards rule"
        verbose_name_plural = "standards rules"
        constraints = [
            models.CheckConstraint(
                name="reviews_rulesetting_severity_known",
                condition=Q(severity__in=["", *(severity.value for severity in Severity)]),
            ),
        ]

    def __str__(self) -> str:
        known = BY_NAME.get(self.rule)
        return known.label if known else self.rule

    @property
    def weight(self) -> Severity | None:
        """None when it is switched off. Only of a rule that is known."""
        if not self.is_on:
            return None
        return Severity(self.severity) if self.severity else BY_NAME[self.rule].severity

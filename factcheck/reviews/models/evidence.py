"""What a checker found: links and documents, and which claims they speak to."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.keys import words_field


class Stance(models.TextChoices):
    """What a piece of evidence does to a claim."""

    SUPPORTS = "supports", "Supports it"
    CONTRADICTS = "contradicts", "Contradicts it"
    CONTEXT = "context", "Context"


class Evidence(models.Model):
    """One link or file, for one article. It is never deleted: what was withdrawn stays in the history."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="evidence")
    url = models.URLField(max_length=2000, blank=True)
    #: In the private storage, under the name of its content; empty for a link.
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    #: The exact place: “page 3”, “paragraph 12”, “00:12:40”.
    place = models.CharField(max_length=200, blank=True)
    quotation = models.TextField(max_length=5000, blank=True)
    is_primary = models.BooleanField(default=False)
    #: Whom to ask about it.
    contact = models.CharField(max_length=200, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="reviews_evidence_link_or_file",
                condition=Q(file="", sha256="") & ~Q(url="") | Q(url="") & ~Q(file="") & ~Q(sha256=""),
                violation_error_message="Give a link or a file.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.url


class EvidenceUse(models.Model):
    """That a piece of evidence speaks to a claim, and how."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence_uses")
    stance = models.CharField(max_length=20, choices=Stance)
    #: Of the form that used it for one more claim; none where it was added for this claim.
    key = models.UUIDField(null=True, unique=True, editable=False)
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "claim"], condition=Q(withdrawn_at=None), name="reviews_evidenceuse_once"
            ),
            models.CheckConstraint(name="reviews_evidenceuse_stance_known", condition=Q(stance__in=Stance.values)),
            models.CheckConstraint(
                name="reviews_evidenceuse_withdrawn_signed",
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} · {self.claim}"

"""Transcripts, filings and press releases that an article is held against, and how its quotations stand to them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from factcheck.articles.models import Article
from factcheck.keys import words_field
from factcheck.record.classes import QuoteClass


class Record(models.Model):
    """One record of one article. Its text never changes; it is taken away, and never deleted."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="records")
    title = models.CharField(max_length=300)
    text = models.TextField()
    file_name = models.CharField(max_length=200, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    #: When the article's quotations were held against it; empty while a worker is at it.
    held_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reviews_record_withdrawn_signed",
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HeldQuotation(models.Model):
    """How one quotation of an article, ``article.text[start:end]``, stands to one record."""

    #: The record's; a quotation is looked for by its article and place.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="quotations", db_index=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote_class = models.CharField(max_length=20, choices=[(each.value, each.label) for each in QuoteClass])
    #: Offsets into the record's text; empty where it isn't in the record.
    passage_start = models.PositiveIntegerField(null=True)
    passage_end = models.PositiveIntegerField(null=True)
    speaker = models.CharField(max_length=100, blank=True)
    #: As a person finds it: “00:14:32, line 212”.
    place = models.CharField(max_length=100, blank=True)
    #: What differs, in a sentence.
    remark = models.TextField(blank=True)
    #: The quotation in pieces, as ``factcheck.record.explanations.Segment`` has them.
    segments = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "start"], name="reviews_heldquotation_once"),
            models.CheckConstraint(
                name="reviews_heldquotation_class_known",
                condition=Q(quote_class__in=[each.value for each in QuoteClass]),
            ),
            models.CheckConstraint(
                name="reviews_heldquotation_passage_or_absent",
                condition=Q(quote_class="absent", passage_start=None, passage_end=None)
                | ~Q(quote_class="absent") & Q(passage_start__isnull=False, passage_end__isnull=False),
            ),
        ]
        indexes = [
            # the panel of a claim
            models.Index(fields=["article", "start"], name="reviews_heldquotation_place"),
        ]

    def __str__(self) -> str:
        return f"{self.record}, {self.start}"

    @property
    def standing(self) -> QuoteClass:
        return QuoteClass(self.quote_class)

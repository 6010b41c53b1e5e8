"""What the detector found in an article: its sources, and its attributions of claims to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import STATUS_CHOICES
from factcheck.claims.models.claim import Claim


def spans_field() -> ArrayField:
    """Pairs of offsets into the article's text, e.g. ``[[12, 20], [31, 40]]``; empty when the text names none."""
    return ArrayField(ArrayField(models.PositiveIntegerField(), size=2), default=list, blank=True)


class Source(models.Model):
    """Whom an article's attributions lead back to, once for all the forms it takes: “Antony Blinken”, “Blinken”, “he”.

    What the machine found; people's own words for a source stand on the claim.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sources")
    #: In the order in which they first speak.
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    #: What the article calls it beside its name, such as “U.S. Secretary of State”.
    described = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=STATUS_CHOICES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="claims_source_numbered_once"),
            models.CheckConstraint(
                name="claims_source_status_known",
                condition=Q(status__in=[status.value for status in SourcingStatus]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attribution(models.Model):
    """What the machine found: source, cue and content of one attribution, with offsets into the article's text.

    Never changed (trigger ``claims_attribution_keep``): what people think is written on the claim, so that the two can
    be compared.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="attributions")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="attributions")
    source_spans = spans_field()
    cue_spans = spans_field()
    content_spans = spans_field()
    source = models.CharField(max_length=500, blank=True)
    cue = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    rule = models.CharField(max_length=50)
    why = models.CharField(max_length=500)
    #: Where the speaker was introduced, when the source here only points back.
    introduced_spans = spans_field()
    introduced = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=200, blank=True)
    is_nested = models.BooleanField(default=False)
    #: Whom it leads back to; empty when the text names nobody.
    leads_to = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, related_name="attributions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claims_attribution_status_known",
                condition=Q(status__in=[status.value for status in SourcingStatus]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source or 'nobody'} – {self.cue}"

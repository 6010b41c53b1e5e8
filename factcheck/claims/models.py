"""Sentence by sentence: what the machine found, and how it now stands.

Every table here carries the article's id, so that one article's rows can be read, moved or distributed together.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.certainty import Certainty
from factcheck.claims.choices import DECIDED, STATUS_CHOICES, UnattributedReason, Verdict


def spans_field() -> ArrayField:
    """Pairs of offsets into the article's text, e.g. ``[[12, 20], [31, 40]]``; empty when the text names none."""
    return ArrayField(ArrayField(models.PositiveIntegerField(), size=2), default=list, blank=True)


class Standing(models.Model):
    """Where a claim stands: its sourcing, the check, and who answers for them.

    The claim carries the present standing, every row of the review log the one it led to. An undo copies these columns.
    """

    status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    source = models.CharField(max_length=500, blank=True)
    cue = models.CharField(max_length=200, blank=True)
    unattributed_reason = models.CharField(max_length=20, choices=UnattributedReason, blank=True)
    recommended = models.CharField(max_length=20, choices=Verdict, default=Verdict.PENDING)
    note = models.TextField(max_length=5000, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=20, choices=Verdict, default=Verdict.PENDING)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_status_known",
                condition=Q(status__in=[status.value for status in SourcingStatus]),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_verdict_known",
                condition=Q(verdict__in=Verdict.values, recommended__in=Verdict.values),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_verdict_signed",
                condition=Q(verdict=Verdict.PENDING, verdict_at=None, verdict_by=None)
                | ~Q(verdict=Verdict.PENDING) & Q(verdict_at__isnull=False, verdict_by__isnull=False),
                violation_error_message="A verdict needs both an editor and a time.",
            ),
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


#: The columns that an undo restores, by attribute name.
STANDING_FIELDS = tuple(field.attname for field in Standing._meta.local_fields)


#: Behind every probability.
_UNKNOWN = 2.0


class ClaimQuerySet(models.QuerySet["Claim"]):
    def in_reading_order(self) -> ClaimQuerySet:
        return self.order_by("number")

    def unreviewed(self) -> ClaimQuerySet:
        return self.filter(reviewed_at=None)

    def pending(self) -> ClaimQuerySet:
        return self.filter(verdict=Verdict.PENDING)

    def with_people(self) -> ClaimQuerySet:
        return self.select_related("reviewed_by", "verdict_by")

    def resting_on(self, status: SourcingStatus | None) -> ClaimQuerySet:
        """The claims with this sourcing; all of them for None."""
        return self.filter(status=status.value) if status else self

    def open(self, *, for_editor: bool) -> ClaimQuerySet:
        """What is left to do: claims without a verdict for an editor, without a review for a reviewer."""
        return self.pending() if for_editor else self.unreviewed()

    def after(self, claim: Claim | None) -> ClaimQuerySet:
        """The claims behind one in reading order, and then those before it; from the first on for None."""
        if claim is None:
            return self.in_reading_order()
        behind = Case(When(number__gt=claim.number, then=Value(0)), default=Value(1))
        return self.exclude(pk=claim.pk).order_by(behind, "number")

    def doubted_after(self, claim: Claim | None) -> ClaimQuerySet:
        """The same from the least to the most probable suggestion; those without a probability come last."""
        claims = self.annotate(doubt=Coalesce("suggested_probability", Value(_UNKNOWN)))
        if claim is None:
            return claims.order_by("doubt", "number")
        known = claim.suggested_probability
        own = _UNKNOWN if known is None else known
        is_behind = Q(doubt__gt=own) | Q(doubt=own, number__gt=claim.number)
        behind = Case(When(is_behind, then=Value(0)), default=Value(1))
        return claims.exclude(pk=claim.pk).order_by(behind, "doubt", "number")


class Claim(Standing):
    """One sentence of an article, ``article.text[start:end]``: the machine's suggestion and the present standing."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    #: What the machine suggested; a trigger keeps it, the place and the words as they are.
    suggested_status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    suggested_why = models.CharField(max_length=500)
    suggested_by = models.ForeignKey(
        "claims.Attribution", on_delete=models.CASCADE, null=True, related_name="decides", db_index=False
    )
    #: How likely the suggestion holds, 0 to 1; empty when the detector does not know.
    suggested_probability = models.FloatField(null=True)
    #: Name and version of the detector that made the suggestion.
    suggested_with = models.CharField(max_length=100, default="")
    #: Counts the decisions; a form carries it, so that a save over somebody else's is noticed.
    version = models.PositiveIntegerField(default=0)

    objects = ClaimQuerySet.as_manager()

    class Meta(Standing.Meta):
        abstract = False
        permissions = [("set_verdict", "Can set verdicts")]
        constraints = [
            *Standing.Meta.constraints,
            models.UniqueConstraint(fields=["article", "number"], name="claims_claim_numbered_once"),
            models.CheckConstraint(name="claims_claim_has_extent", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="claims_claim_probability_is_one",
                condition=Q(suggested_probability=None) | Q(suggested_probability__gte=0, suggested_probability__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"Claim {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:claim", args=[self.article_id, self.number])

    @property
    def certainty(self) -> Certainty | None:
        """How sure the detector was of its suggestion."""
        return Certainty.of(self.suggested_probability)

    @property
    def is_doubtful(self) -> bool:
        """Whether the suggestion is unsure and nobody has decided yet."""
        return not self.is_reviewed and self.certainty is Certainty.UNSURE

    def suggested_source_and_cue(self) -> tuple[str, str]:
        """What source and cue were before anybody changed them: whom the deciding attribution leads back to."""
        one = self.suggested_by
        if one is None:
            return "", ""
        return one.introduced or one.source, one.cue if one.claim_id == self.pk else ""


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

    Never changed (a trigger): what people think is written on the claim, so that the two can be compared.
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


def _count() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(default=0)


class Tally(models.Model):
    """An article in numbers, kept in the same transaction as the claims, so that a list of articles is one query."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="tally")
    claims = _count()
    reviewed = _count()
    named_official = _count()
    named_person = _count()
    organization = _count()
    document = _count()
    media_report = _count()
    unnamed_official = _count()
    unnamed_source = _count()
    hedged = _count()
    unattributed = _count()
    pending = _count()
    verified = _count()
    unverified = _count()
    disputed = _count()
    not_checkable = _count()
    state = models.GeneratedField(
        expression=Case(
            When(claims=F("reviewed"), pending=0, then=Value("done")),
            When(claims=F("reviewed"), then=Value("with_editor")),
            When(reviewed=0, then=Value("loaded")),
            default=Value("in_review"),
        ),
        output_field=models.CharField(max_length=20),
        db_persist=True,
    )

    class State(models.TextChoices):
        """How far the work on an article is."""

        LOADED = "loaded", "Loaded"
        IN_REVIEW = "in_review", "In review"
        WITH_EDITOR = "with_editor", "With the editor"
        DONE = "done", "Done"

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.CheckConstraint(
                name="claims_tally_statuses_add_up",
                condition=Q(
                    claims=F("named_official")
                    + F("named_person")
                    + F("organization")
                    + F("document")
                    + F("media_report")
                    + F("unnamed_official")
                    + F("unnamed_source")
                    + F("hedged")
                    + F("unattributed")
                ),
            ),
            models.CheckConstraint(
                name="claims_tally_verdicts_add_up",
                condition=Q(claims=F("pending") + F("verified") + F("unverified") + F("disputed") + F("not_checkable")),
            ),
            models.CheckConstraint(name="claims_tally_reviewed_within", condition=Q(reviewed__lte=F("claims"))),
        ]
        indexes = [
            # The list of articles, filtered by state. Nearly every save leaves the state alone, and with it this index.
            models.Index(fields=["state", "-article"], name="claims_tally_state"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewed} of {self.claims} reviewed"

    def by_status(self) -> list[tuple[SourcingStatus, int]]:
        """Every status with its number of claims, from the firmest footing to the weakest."""
        return [(status, getattr(self, status.value)) for status in SourcingStatus]

    def by_verdict(self) -> list[tuple[Verdict, int]]:
        """Every verdict that was set with its number of claims."""
        return [(verdict, getattr(self, verdict.value)) for verdict in DECIDED]

    @property
    def state_label(self) -> str:
        return Tally.State(self.state).label

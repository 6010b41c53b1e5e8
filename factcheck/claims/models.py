"""Sentence by sentence: what the machine found, and how it now stands.

Every table here carries the article's id, so that one article's rows can be read, moved or distributed together.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.certainty import UNSURE_BELOW, Certainty
from factcheck.claims.choices import (
    DECIDED,
    STATUS_CHOICES,
    Said,
    SecondOpinion,
    SinceLast,
    UnattributedReason,
    Verdict,
)


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
    #: Whether the source said it, checked against the recording, transcript or report.
    said = models.CharField(max_length=20, choices=Said, default=Said.PENDING)
    #: How the text should put it, where it is inaccurate.
    wording = models.TextField(max_length=2000, blank=True)
    #: What the desk asks of a claim on an unnamed source. The name itself is never asked for.
    anonymity_reason = models.CharField(max_length=500, blank=True)
    how_source_knows = models.CharField(max_length=500, blank=True)
    second_source = models.CharField(max_length=500, blank=True)
    name_known_to = models.CharField(max_length=150, blank=True)
    second_opinion = models.CharField(max_length=10, choices=SecondOpinion, blank=True, default=SecondOpinion.NONE)
    #: Where a sentence is split into parts: offsets into the article's text, ascending. A part has none.
    cuts = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
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
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_answers_known",
                condition=Q(said__in=Said.values, second_opinion__in=SecondOpinion.values),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_open_while_asked",
                condition=~Q(second_opinion__in=[SecondOpinion.ASKED, SecondOpinion.DIFFERS]) | Q(reviewed_at=None),
                violation_error_message="A claim is open until both opinions are in and settled.",
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
#: Nobody answers for these with a name: the queue begins with them.
RISKY = (SourcingStatus.UNNAMED_OFFICIAL, SourcingStatus.UNNAMED_SOURCE, SourcingStatus.HEDGED)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def in_reading_order(self) -> ClaimQuerySet:
        return self.order_by("number", "part")

    def at(self, label: str) -> ClaimQuerySet:
        """The claim that is called so: “4”, or “4b” for the second part of the fourth sentence."""
        number, part = read_label(label)
        return self.filter(number=number, part=part)

    def unreviewed(self) -> ClaimQuerySet:
        return self.filter(reviewed_at=None)

    def pending(self) -> ClaimQuerySet:
        return self.filter(verdict=Verdict.PENDING)

    def with_people(self) -> ClaimQuerySet:
        return self.select_related("reviewed_by", "verdict_by")

    def resting_on(self, status: SourcingStatus | None) -> ClaimQuerySet:
        """The claims with this sourcing; all of them for None."""
        return self.filter(status=status.value) if status else self

    def changed_since_last(self) -> ClaimQuerySet:
        """What the last version of the article didn't say, or said in other words."""
        return self.filter(since_last__in=[SinceLast.CHANGED, SinceLast.NEW])

    def open(self, *, for_editor: bool, by: User | None = None) -> ClaimQuerySet:
        """What is left to do: claims without a verdict for an editor, without a review for a reviewer.

        Two opinions that differ wait for an editor alone. With ``by``, what this person has answered and a colleague
        hasn't is left out too.
        """
        claims = self.pending() if for_editor else self.unreviewed().exclude(second_opinion=SecondOpinion.DIFFERS)
        return claims.not_answered(by) if by else claims

    def not_answered(self, by: User) -> ClaimQuerySet:
        """Without the claims that wait for a second opinion to which this person has given one of the two answers."""
        in_this_round = Q(opinions__by=by, opinions__round=F("version"))
        claims = self.alias(own_opinion=FilteredRelation("opinions", condition=in_this_round))
        return claims.exclude(second_opinion=SecondOpinion.ASKED, own_opinion__isnull=False)

    def behind(self, claim: Claim) -> ClaimQuerySet:
        """The claims further on in the article."""
        return self.filter(_is_behind(claim))

    def before(self, claim: Claim) -> ClaimQuerySet:
        """The claims further up, in reading order."""
        is_before = Q(number__lt=claim.number) | Q(number=claim.number, part__lt=claim.part)
        return self.filter(is_before).in_reading_order()

    def after(self, claim: Claim | None) -> ClaimQuerySet:
        """The claims behind one in reading order, and then those before it; from the first on for None."""
        if claim is None:
            return self.in_reading_order()
        behind = Case(When(_is_behind(claim), then=Value(0)), default=Value(1))
        return self.exclude(pk=claim.pk).order_by(behind, "number", "part")

    def doubted_after(self, claim: Claim | None) -> ClaimQuerySet:
        """The same from the least to the most probable suggestion; those without a probability come last."""
        claims = self.annotate(doubt=Coalesce("suggested_probability", Value(_UNKNOWN)))
        if claim is None:
            return claims.order_by("doubt", "number", "part")
        known = claim.suggested_probability
        own = _UNKNOWN if known is None else known
        is_behind = Q(doubt__gt=own) | Q(doubt=own) & _is_behind(claim)
        behind = Case(When(is_behind, then=Value(0)), default=Value(1))
        return claims.exclude(pk=claim.pk).order_by(behind, "doubt", "number", "part")


class CurrentClaims(models.Manager.from_queryset(ClaimQuerySet)):  # type: ignore[misc]
    """The claims that count: whole sentences, and the parts of those that are split."""

    def get_queryset(self) -> ClaimQuerySet:
        return super().get_queryset().filter(is_current=True)


def _is_behind(claim: Claim) -> Q:
    return Q(number__gt=claim.number) | Q(number=claim.number, part__gt=claim.part)


#: A sentence has as many parts as there are letters at most.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOST_PARTS = len(_LETTERS)
#: As the address of a claim has it.
LABEL = "[1-9][0-9]{0,8}[a-z]?"
_LABEL = re.compile("([1-9][0-9]{0,8})([a-z]?)")


def label_of(number: int, part: int) -> str:
    """What people call a claim: its sentence's number and, for a part of it, a letter."""
    return f"{number}{_LETTERS[part - 1]}" if part else str(number)


def read_label(label: str) -> tuple[int, int]:
    """The number and the part, 0 for the whole sentence. Raises ValueError for anything else."""
    named = _LABEL.fullmatch(label)
    if named is None:
        raise ValueError(f"No claim is called {label!r}.")
    return int(named[1]), _LETTERS.index(named[2]) + 1 if named[2] else 0


class Claim(Standing):
    """One sentence of an article, ``article.text[start:end]``: the machine's suggestion and the present standing.

    A sentence that says two things can be split. Its parts are claims of their own, and the whole no longer counts
    until they are joined again. ``objects`` has what counts, ``everything`` also what once did.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    #: Of the sentence.
    number = models.PositiveIntegerField()
    #: The sentence it is a part of, and the how manieth, from 1; 0 for a whole sentence.
    whole = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="parts", db_index=False)
    part = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)
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
    #: The article's count of changes (see Tally) when this claim last changed, or what was said on it.
    changed = models.PositiveBigIntegerField(default=0)
    #: Of a later version of an article: the sentence, or part of one, that stood for it before; a trigger keeps both.
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    since_last = models.CharField(max_length=10, choices=SinceLast, blank=True, default=SinceLast.NONE)
    #: The weakest footing first, then the suggestions that the detector doubts.
    risk = models.GeneratedField(
        expression=Case(
            When(status__in=[status.value for status in RISKY], then=Value(0)),
            When(suggested_probability__lt=UNSURE_BELOW, then=Value(1)),
            default=Value(2),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    objects = CurrentClaims()
    everything = ClaimQuerySet.as_manager()

    class Meta(Standing.Meta):
        abstract = False
        permissions = [("set_verdict", "Can set verdicts")]
        constraints = [
            *Standing.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "number"], condition=Q(whole=None), name="claims_claim_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["article", "number", "part"], condition=Q(is_current=True), name="claims_claim_called_once"
            ),
            models.UniqueConstraint(
                fields=["whole", "start", "end"], condition=Q(whole__isnull=False), name="claims_claim_part_once"
            ),
            models.CheckConstraint(
                name="claims_claim_part_of_a_whole",
                condition=Q(whole=None, part=0) | Q(whole__isnull=False, part__gt=0),
            ),
            models.CheckConstraint(
                name="claims_claim_split_or_current",
                condition=Q(whole=None, cuts=[], is_current=True)
                | Q(whole=None, cuts__len__gt=0, is_current=False)
                | Q(whole__isnull=False, cuts=[]),
            ),
            models.UniqueConstraint(
                fields=["article", "earlier"], condition=Q(whole=None), name="claims_claim_follows_once"
            ),
            models.CheckConstraint(
                name="claims_claim_follows_or_new",
                condition=Q(earlier=None, since_last__in=[SinceLast.NONE, SinceLast.NEW])
                | Q(earlier__isnull=False, since_last__in=[SinceLast.UNCHANGED, SinceLast.CHANGED]),
            ),
            models.CheckConstraint(name="claims_claim_has_extent", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="claims_claim_probability_is_one",
                condition=Q(suggested_probability=None) | Q(suggested_probability__gte=0, suggested_probability__lte=1),
            ),
        ]
        indexes = [
            # The queue: what is open to anyone, the weakest footing first, of the newest articles first.
            models.Index(
                fields=["risk", "-article", "number", "part"],
                condition=Q(is_current=True, reviewed_at=None),
                name="claims_claim_unreviewed",
            ),
            models.Index(
                fields=["risk", "-article", "number", "part"],
                condition=Q(is_current=True, reviewed_at__isnull=False, verdict=Verdict.PENDING),
                name="claims_claim_without_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"Claim {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:claim", args=[self.article_id, self.label])

    @property
    def label(self) -> str:
        """What people call it: “4”, or “4a” for a part."""
        return label_of(self.number, self.part)

    @property
    def sentence_id(self) -> int:
        """The row of the whole sentence, which what the machine found points to."""
        return self.whole_id or self.pk

    @property
    def is_changed_since_last(self) -> bool:
        """Whether the last version of the article didn't say it, or said it in other words."""
        return self.since_last in (SinceLast.CHANGED, SinceLast.NEW)

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
        is_here = one.claim_id == self.sentence_id and (self.whole_id is None or self._has_within(one.cue_spans))
        return one.introduced or one.source, one.cue if is_here else ""

    def _has_within(self, spans: list[list[int]]) -> bool:
        return any(self.start <= start and end <= self.end for start, end in spans)


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


class TallyQuerySet(models.QuerySet["Tally"]):
    def of_newest(self) -> TallyQuerySet:
        """Without the earlier versions of articles, whose claims would be counted twice."""
        return self.exclude(article__in=Article.objects.filter(superseded_at__isnull=False).values("pk"))


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
    #: Sentences that are split into parts.
    divided = _count()
    #: Claims that wait for one or both of two opinions, and those where an editor has to settle two.
    asked = _count()
    differing = _count()
    #: Counts every change to a claim of the article and to what is said on it: what is newer than a page was drawn.
    changes = models.PositiveBigIntegerField(default=0)
    pending = _count()
    verified = _count()
    unverified = _count()
    disputed = _count()
    not_checkable = _count()
    #: Since when every claim is reviewed and has its verdict; a trigger keeps it.
    done_at = models.DateTimeField(null=True, editable=False)
    state = models.GeneratedField(
        expression=Case(
            When(claims=F("reviewed"), pending=0, then=Value("done")),
            When(claims=F("reviewed") + F("differing"), then=Value("with_editor")),
            When(asked__gt=0, claims=F("reviewed") + F("differing") + F("asked"), then=Value("second_opinion")),
            When(reviewed=0, asked=0, differing=0, then=Value("loaded")),
            default=Value("in_review"),
        ),
        output_field=models.CharField(max_length=20),
        db_persist=True,
    )

    objects = TallyQuerySet.as_manager()

    class State(models.TextChoices):
        """How far the work on an article is."""

        LOADED = "loaded", "Loaded"
        IN_REVIEW = "in_review", "In review"
        SECOND_OPINION = "second_opinion", "Second opinion"
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
            models.CheckConstraint(
                name="claims_tally_reviewed_within",
                condition=Q(claims__gte=F("reviewed") + F("asked") + F("differing")),
            ),
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

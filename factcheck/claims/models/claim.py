"""Sentences, the parts of those that are split, and the questions asked of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Article, restricted_from
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.certainty import UNSURE_BELOW, Certainty
from factcheck.claims.choices import STATUS_CHOICES, ChangeSincePrevious, SecondOpinion, Verdict
from factcheck.claims.labels import label_of, read_label
from factcheck.claims.models.state import ClaimState

#: Sorts after every probability.
_UNKNOWN = 2.0
#: Nobody answers for these with a name: the queue begins with them.
RISKY = (SourcingStatus.UNNAMED_OFFICIAL, SourcingStatus.UNNAMED_SOURCE, SourcingStatus.HEDGED)


#: The detector doubts its suggestion, and nobody has decided yet.
IS_UNSURE = Q(reviewed_at=None, suggested_probability__lt=UNSURE_BELOW)
IS_DISPUTED = Q(verdict=Verdict.DISPUTED) | Q(verdict=Verdict.PENDING, recommended=Verdict.DISPUTED)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, person: User) -> ClaimQuerySet:
        """Without those of restricted articles that this person needn't know of."""
        return self if person.is_superuser else self.exclude(article__in=restricted_from(person))

    def in_reading_order(self) -> ClaimQuerySet:
        return self.order_by("number", "part")

    def at(self, label: str) -> ClaimQuerySet:
        """The claim with this label: “4”, or “4b” for the second part of the fourth sentence."""
        number, part = read_label(label)
        return self.filter(number=number, part=part)

    def unreviewed(self) -> ClaimQuerySet:
        return self.filter(reviewed_at=None)

    def pending(self) -> ClaimQuerySet:
        return self.filter(verdict=Verdict.PENDING)

    def with_stale_verdict(self) -> ClaimQuerySet:
        """Whose verdict was set before the review changed."""
        return self.filter(is_verdict_stale=True)

    def unsure(self) -> ClaimQuerySet:
        """Whose suggestion the detector doubts, as long as nobody has decided on them."""
        return self.filter(IS_UNSURE)

    def disputed(self) -> ClaimQuerySet:
        """Which an editor calls disputed or, without a verdict, a reviewer."""
        return self.filter(IS_DISPUTED)

    def to_judge(self) -> ClaimQuerySet:
        """Without a verdict, or with one that was set before the review changed."""
        return self.filter(Q(verdict=Verdict.PENDING) | Q(is_verdict_stale=True))

    def with_people(self) -> ClaimQuerySet:
        return self.select_related("reviewed_by", "verdict_by")

    def resting_on(self, status: SourcingStatus | None) -> ClaimQuerySet:
        """The claims with this sourcing; all of them for None."""
        return self.filter(status=status.value) if status else self

    def changed_since_previous(self) -> ClaimQuerySet:
        """What the last version of the article didn't say, or said in other words."""
        return self.filter(change_since_previous__in=[ChangeSincePrevious.CHANGED, ChangeSincePrevious.NEW])

    def open(self, *, for_editor: bool, by: User | None = None) -> ClaimQuerySet:
        """What is left to do: claims without a verdict that fits for an editor, without a review for a reviewer.

        Two opinions that differ wait for an editor alone. With ``by``, what this person has answered and a colleague
        hasn't is left out too.
        """
        claims = self.to_judge() if for_editor else self.unreviewed().exclude(second_opinion=SecondOpinion.DIFFERS)
        return claims.not_answered(by) if by else claims

    def not_answered(self, by: User) -> ClaimQuerySet:
        """Without the claims that wait for a second opinion to which this person has given one of the two answers."""
        in_this_round = Q(opinions__by=by, opinions__round=F("version"))
        claims = self.alias(own_opinion=FilteredRelation("opinions", condition=in_this_round))
        return claims.exclude(second_opinion=SecondOpinion.ASKED, own_opinion__isnull=False)

    def below(self, claim: Claim) -> ClaimQuerySet:
        """The claims further down in the article."""
        return self.filter(_is_below(claim))

    def above(self, claim: Claim) -> ClaimQuerySet:
        """The claims further up, in reading order."""
        is_above = Q(number__lt=claim.number) | Q(number=claim.number, part__lt=claim.part)
        return self.filter(is_above).in_reading_order()

    def after(self, claim: Claim | None) -> ClaimQuerySet:
        """In reading order from below this claim, then on from the top; from the first claim for None."""
        if claim is None:
            return self.in_reading_order()
        wraps = Case(When(_is_below(claim), then=Value(0)), default=Value(1))
        return self.exclude(pk=claim.pk).order_by(wraps, "number", "part")

    def doubted_after(self, claim: Claim | None) -> ClaimQuerySet:
        """The same from the least to the most probable suggestion; those without a probability come last."""
        claims = self.annotate(doubt=Coalesce("suggested_probability", Value(_UNKNOWN)))
        if claim is None:
            return claims.order_by("doubt", "number", "part")
        known = claim.suggested_probability
        own = _UNKNOWN if known is None else known
        is_below = Q(doubt__gt=own) | Q(doubt=own) & _is_below(claim)
        wraps = Case(When(is_below, then=Value(0)), default=Value(1))
        return claims.exclude(pk=claim.pk).order_by(wraps, "doubt", "number", "part")


class CurrentClaims(models.Manager.from_queryset(ClaimQuerySet)):  # type: ignore[misc]
    """The claims that count: whole sentences, and the parts of those that are split."""

    def get_queryset(self) -> ClaimQuerySet:
        return super().get_queryset().filter(is_current=True)


def _is_below(claim: Claim) -> Q:
    return Q(number__gt=claim.number) | Q(number=claim.number, part__gt=claim.part)


class Claim(ClaimState):
    """One sentence of an article, ``article.text[start:end]``: the detector’s suggestion and the present state.

    A sentence that says two things can be split. Its parts are claims of their own, and the whole no longer counts
    until they are joined again. ``objects`` has what counts, ``everything`` also what once did.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    #: Of the sentence.
    number = models.PositiveIntegerField()
    #: The sentence it is a part of, and its position among the parts, from 1; 0 for a whole sentence.
    whole = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="parts", db_index=False)
    part = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    #: What the detector suggested; triggers (``claims_claim_keep_suggestion``, ``claims_claim_keep_place``) keep it,
    #: the place and the words as they are.
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
    changed_seq = models.PositiveBigIntegerField(default=0)
    #: Of a later version of an article: the sentence, or part of one, that stood for it before;
    #: ``claims_claim_keep_place`` keeps both.
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="next_versions")
    change_since_previous = models.CharField(
        max_length=10, choices=ChangeSincePrevious, blank=True, default=ChangeSincePrevious.NONE
    )
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

    class Meta(ClaimState.Meta):
        abstract = False
        permissions = [("set_verdict", "Can set verdicts")]
        constraints = [
            *ClaimState.Meta.constraints,
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
                fields=["article", "previous"], condition=Q(whole=None), name="claims_claim_follows_once"
            ),
            models.CheckConstraint(
                name="claims_claim_follows_or_new",
                condition=Q(
                    previous=None, change_since_previous__in=[ChangeSincePrevious.NONE, ChangeSincePrevious.NEW]
                )
                | Q(
                    previous__isnull=False,
                    change_since_previous__in=[ChangeSincePrevious.UNCHANGED, ChangeSincePrevious.CHANGED],
                ),
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
            # What is hidden from whom: every page asks, and little is asked about at any time.
            models.Index(fields=["id"], condition=Q(second_opinion=SecondOpinion.ASKED), name="claims_claim_asked"),
            models.Index(
                fields=["risk", "-article", "number", "part"],
                condition=Q(is_current=True, is_verdict_stale=True),
                name="claims_claim_verdict_stale",
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
    def is_changed_since_previous(self) -> bool:
        """Whether the last version of the article didn't say it, or said it in other words."""
        return self.change_since_previous in (ChangeSincePrevious.CHANGED, ChangeSincePrevious.NEW)

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
        deciding = self.suggested_by
        if deciding is None:
            return "", ""
        is_here = deciding.claim_id == self.sentence_id and (
            self.whole_id is None or self._has_within(deciding.cue_spans)
        )
        return deciding.introduced or deciding.source, deciding.cue if is_here else ""

    def _has_within(self, spans: list[list[int]]) -> bool:
        return any(self.start <= start and end <= self.end for start, end in spans)

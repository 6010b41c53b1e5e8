"""An article in numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from factcheck.articles.models import STALE, Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import DECIDED, SET_BEFORE, Verdict


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
    change_seq = models.PositiveBigIntegerField(default=0)
    pending = _count()
    verified = _count()
    unverified = _count()
    disputed = _count()
    not_checkable = _count()
    #: Claims whose verdict was set before the review changed.
    stale = _count()
    #: Since when every claim is reviewed and has a verdict that fits; the trigger ``claims_tally_done`` keeps it.
    done_at = models.DateTimeField(null=True, editable=False)
    state = models.GeneratedField(
        expression=Case(
            When(claims=F("reviewed"), pending=0, stale=0, then=Value("done")),
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
                name="claims_tally_stale_within", condition=Q(claims__gte=F("pending") + F("stale"))
            ),
            models.CheckConstraint(
                name="claims_tally_reviewed_within",
                condition=Q(claims__gte=F("reviewed") + F("asked") + F("differing")),
            ),
        ]
        indexes = [
            # The list of articles, filtered by state. Nearly every save leaves the state alone, and with it this index.
            models.Index(fields=["state", "-article"], name="claims_tally_state"),
            # The same by verdicts that were set before the review changed, which are few.
            models.Index(fields=["-article"], condition=Q(stale__gt=0), name="claims_tally_has_stale"),
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
    def unnamed(self) -> int:
        """Claims that rest on a source without a name."""
        return sum(count for status, count in self.by_status() if status.is_unnamed)

    @property
    def stale_words(self) -> str:
        """Such as “2 verdicts set before the review changed”; empty where all of them fit."""
        return f"{self.stale} verdict{'' if self.stale == 1 else 's'} {SET_BEFORE}" if self.stale else ""

    @property
    def state_label(self) -> str:
        return Tally.State(self.state).label


#: By what lists of articles are filtered: the states, and what editors look at again in any of them.
STATE_FILTERS = [*Tally.State.choices, (STALE, f"Verdict {SET_BEFORE}")]

"""Which version of a text a report is of, and what changed since the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.claims.word_diff import DiffPiece, word_diff
from factcheck.reports.person import Person, person_of
from factcheck.reviews.previous_versions import versions_with


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """A sentence that was changed: what it is called and its words, now and before."""

    label: str
    text: str
    label_before: str
    text_before: str

    @property
    def diff(self) -> list[DiffPiece]:
        """Both in one, with what was removed and added."""
        return word_diff(self.text_before, self.text)


@dataclass(frozen=True, slots=True)
class DroppedClaim:
    """A claim of the version before that is gone, as it was there."""

    label: str
    text: str
    sourcing: SourcingStatus
    verdict: Verdict
    verdict_by: Person | None
    verdict_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Revision:
    """Version ``version`` of an article against the one before. Sentences are counted, and named by their claims."""

    version: int
    #: The article that is the version before, and when it was loaded.
    before: int
    before_loaded_at: dt.datetime
    unchanged: int
    changed: tuple[ChangedSentence, ...]
    new: tuple[str, ...]
    dropped: tuple[DroppedClaim, ...]


def revision_of(article: Article, claims: Sequence[Claim], people: dict[int, Person]) -> Revision | None:
    """What changed since the version before; None, without a query, for a first version. Three queries at most.

    ``claims`` are the article's, in reading order.
    """
    versions = versions_with(article, claims) if article.version > 1 else None
    if versions is None or versions.before is None:
        return None
    earlier = Claim.everything.in_bulk([claim.previous_id for claim in versions.changed if claim.previous_id])
    ends = {claim.number: claim.end for claim in claims}
    return Revision(
        version=article.version,
        before=versions.before.pk,
        before_loaded_at=versions.before.loaded_at,
        unchanged=versions.unchanged,
        changed=tuple(
            ChangedSentence(
                label=claim.label,
                text=article.text[claim.start : ends[claim.number]],
                label_before=previous.label,
                text_before=previous.text,
            )
            for claim in versions.changed
            if claim.previous_id and (previous := earlier[claim.previous_id])
        ),
        new=tuple(claim.label for claim in versions.new),
        dropped=tuple(
            DroppedClaim(
                label=claim.label,
                text=claim.text,
                sourcing=claim.sourcing,
                verdict=Verdict(claim.verdict),
                verdict_by=person_of(claim.verdict_by, people),
                verdict_at=claim.verdict_at,
            )
            for claim in versions.dropped
        ),
    )

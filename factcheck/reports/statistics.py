"""What a report says in numbers: pure functions over it, from which pages and files draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.sources import ListedSource
from factcheck.percent import percent
from factcheck.reports.build import Report, ReportedClaim

#: From this many neighbouring claims on one source is a passage worth naming.
MIN_PASSAGE = 3
#: As many sources as can be taken in at a glance.
MAX_SOURCES = 8


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The claims that rest on one status, by verdict, in the order in which verdicts are listed."""

    status: SourcingStatus
    claims: int
    by_verdict: tuple[tuple[Verdict, int], ...]


def verdicts_by_sourcing(report: Report) -> tuple[Verdicts, ...]:
    """For each status that has claims, from the firmest footing to the weakest; verdicts without a claim left out."""
    counts = Counter((claim.sourcing, claim.verdict) for claim in report.claims)
    rows = []
    for status in SourcingStatus:
        by_verdict = tuple((verdict, counts[status, verdict]) for verdict in _VERDICTS if counts[status, verdict])
        if by_verdict:
            rows.append(Verdicts(status, sum(count for _, count in by_verdict), by_verdict))
    return tuple(rows)


#: What is decided comes first, what nobody has checked last.
_VERDICTS = (*(verdict for verdict in Verdict if verdict is not Verdict.PENDING), Verdict.PENDING)


@dataclass(frozen=True, slots=True)
class Leaning:
    """How far an article leans on unnamed sources, beside the desk's other articles: percent of claims."""

    claims: int
    unnamed: int
    percent: int
    #: None while the desk has no other article.
    desk_percent: int | None
    desk_articles: int

    @property
    def sentence(self) -> str:
        """In words: the article first, then the comparison."""
        noun = "claim" if self.claims == 1 else "claims"
        verb = "relies" if self.unnamed == 1 else "rely"
        counted = f"{self.unnamed} of {self.claims} {noun} {verb} on unnamed sources alone, {self.percent}%."
        if self.desk_percent is None:
            return f"{counted} The desk has no other article to compare it with."
        alone = self.desk_articles == 1
        others = "the desk’s one other article" if alone else f"the desk’s {self.desk_articles:,} other articles"
        if self.percent == self.desk_percent:
            return f"{counted} That is the same as in {others}."
        comparison = "more" if self.percent > self.desk_percent else "less"
        return f"{counted} That is {comparison} than in {others}, {self.desk_percent}%."


def leaning(report: Report) -> Leaning:
    """How far the article leans on unnamed sources."""
    desk, numbers = report.desk, report.numbers
    return Leaning(
        claims=numbers.claims,
        unnamed=numbers.unnamed_alone,
        percent=percent(numbers.unnamed_alone, numbers.claims),
        desk_percent=percent(desk.unnamed, desk.claims) if desk else None,
        desk_articles=desk.articles if desk else 0,
    )


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources on which most claims rest, and what rests on the others together."""

    shown: tuple[ListedSource, ...]
    other_sources: int
    other_claims: int

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((*(len(source.claims) for source in self.shown), self.other_claims), default=0)


def busiest_sources(report: Report, at_most: int = MAX_SOURCES) -> Sources:
    """Sources on which at least one claim rests. A rest of a single one is shown rather than summed."""
    resting = [source for source in report.sources if source.claims]
    count = len(resting) if len(resting) <= at_most + 1 else at_most
    others = resting[count:]
    return Sources(tuple(resting[:count]), len(others), sum(len(source.claims) for source in others))


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring claims that rest on one and the same source. ``start`` counts claims from 0."""

    source: str
    first: str
    last: str
    start: int
    claims: int

    @property
    def sentence(self) -> str:
        return f"Claims {self.first}–{self.last}: {self.claims} in a row rely on {self.source} alone."


def single_source_passages(report: Report, at_least: int = MIN_PASSAGE) -> tuple[Passage, ...]:
    """In reading order. A claim on no source, or on one nobody can tell, ends a passage."""
    return tuple(passage for passage in _runs(report.claims) if passage.claims >= at_least)


def _runs(claims: tuple[ReportedClaim, ...]) -> Iterator[Passage]:
    start = 0
    for source, group in groupby(claims, key=lambda claim: claim.leads_to):
        run = list(group)
        if source:
            yield Passage(source, run[0].label, run[-1].label, start, len(run))
        start += len(run)

"""What an article's share on unnamed sources is laid beside: the desk's own articles, and published counts.

The published ones are few and old, and none counts quite what we count; each says what it counted. A report keeps both,
so that a frozen one shows the yardsticks of its day.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Sum

from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Tally


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk's other articles when the report was drawn, and how many of their claims rest on unnamed sources."""

    articles: int
    claims: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published share of unnamed sourcing. ``sentence`` says what was counted, and where it differs from ours."""

    percent: int
    #: What was counted, in a word or two: “of statements”.
    unit: str
    #: Whose stories, and when.
    sample: str
    author: str
    year: int
    title: str
    url: str
    sentence: str

    @property
    def link(self) -> str:
        """The address when a browser may follow it, as everything that comes out of a stored report."""
        return self.url if self.url.startswith(("https://", "http://")) else ""


#: The nearest to our own way of counting comes first.
PUBLISHED = (
    Benchmark(
        percent=35,
        unit="of factual statements",
        sample="US press, January 1998",
        author="Committee of Concerned Journalists",
        year=1998,
        title="The Clinton Crisis and the Press",
        url="https://legacy.pewresearch.org/journalism/1998/02/18/breakdown-by-news-genre/",
        sentence=(
            "Statements in television, newspapers and magazines over six days of one story rich in leaks; opinion and "
            "analysis are left out, which we count as claims."
        ),
    ),
    Benchmark(
        percent=24,
        unit="of sources",
        sample="US press, September–December 2001",
        author="Project for Excellence in Journalism",
        year=2002,
        title="Return to Normalcy? How the Media Have Covered the War on Terrorism",
        url="http://www.journalism.org/2002/01/28/whos-your-source/",
        sentence="Sources in 2,496 stories, each counted once, however often it is used; we count claims.",
    ),
    Benchmark(
        percent=11,
        unit="of stories",
        sample="25 US outlets, January–March 2021",
        author="Pew Research Center",
        year=2021,
        title="Use of anonymous sources uncommon in early Biden coverage",
        url=(
            "https://www.pewresearch.org/short-reads/2021/06/09/use-of-anonymous-sources-uncommon-in-early-biden-"
            "coverage-least-likely-in-outlets-with-right-leaning-audiences/"
        ),
        sentence=(
            "Stories on the new US administration with at least one unnamed source, however small its part; below "
            "1% relied on such sources alone."
        ),
    ),
)


def desk_without(article_id: int) -> Desk | None:
    """The desk's other articles in their newest versions, in one query over their tallies; restricted ones aren't
    counted, whoever draws the report.

    None when there is no other claim.
    """
    sums = (
        Tally.objects.of_newest()
        .exclude(pk=article_id)
        .exclude(article__in=Article.objects.filter(restriction__isnull=False).values("pk"))
        .aggregate(
            articles=Count("pk"),
            claims=Sum("claims", default=0),
            unnamed=Sum(sum(F(status.value) for status in SourcingStatus if status.is_unnamed), default=0),
        )
    )
    return Desk(**sums) if sums["claims"] else None

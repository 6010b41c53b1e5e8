"""What a report says in numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.sources import ListedSource
from factcheck.reports.benchmarks import PUBLISHED, Desk, desk_without
from factcheck.reports.build import build_report
from factcheck.reports.serialization import read_document, write_document
from factcheck.reports.statistics import busiest_sources, leaning, single_source_passages, verdicts_by_sourcing
from tests.factories import make_article
from tests.reports.builders import make_report, make_reported_claim


def claims_on(*sources: str) -> tuple[object, ...]:
    return tuple(make_reported_claim(number, leads_to=source) for number, source in enumerate(sources, 1))


@pytest.mark.parametrize(
    ("sources", "passages"),
    [
        ("", []),
        ("AA", []),
        ("AAA", [("A", "1", "3", 3)]),
        ("AABAA", []),
        ("BAAAAB", [("A", "2", "5", 4)]),
        ("AAABBB", [("A", "1", "3", 3), ("B", "4", "6", 3)]),
        ("AAA AAA", [("A", "1", "3", 3), ("A", "5", "7", 3)]),
        ("   ", []),
    ],
)
def test_passages_on_a_single_source(sources: str, passages: list[tuple[str, str, str, int]]) -> None:
    report = replace(make_report(), claims=claims_on(*(source.strip() for source in sources)))
    in_report = single_source_passages(report)
    assert [(passage.source, passage.first, passage.last, passage.claims) for passage in in_report] == passages
    assert [report.claims[passage.start].label for passage in in_report] == [passage.first for passage in in_report]


def test_a_passage_names_the_parts_of_sentences() -> None:
    claims = [make_reported_claim(4, part=part, leads_to="A") for part in (1, 2, 3)]
    (passage,) = single_source_passages(make_report(*claims))
    assert (passage.first, passage.last) == ("4a", "4c")


def test_verdicts_by_sourcing_leave_out_what_is_not_there() -> None:
    hedged, document = SourcingStatus.HEDGED, SourcingStatus.DOCUMENT
    report = make_report(
        make_reported_claim(1, sourcing=hedged),
        make_reported_claim(2, sourcing=hedged, verdict=Verdict.DISPUTED),
        make_reported_claim(3, sourcing=hedged, verdict=Verdict.DISPUTED),
        make_reported_claim(4, sourcing=document, verdict=Verdict.VERIFIED),
    )
    first, second = verdicts_by_sourcing(report)
    assert (first.status, first.claims, first.by_verdict) == (document, 1, ((Verdict.VERIFIED, 1),))
    assert (second.status, second.claims) == (hedged, 3)
    assert second.by_verdict == ((Verdict.DISPUTED, 2), (Verdict.PENDING, 1))


@pytest.mark.parametrize(
    ("unnamed", "claims", "desk", "sentence"),
    [
        (3, 10, None, "3 of 10 claims rely on unnamed sources alone, 30%. The desk has no other article"),
        (
            1,
            10,
            Desk(1, 10, 3),
            "1 of 10 claims relies on unnamed sources alone, 10%. That is less than in the desk’s one",
        ),
        (3, 10, Desk(1200, 50_000, 4500), "That is more than in the desk’s 1,200 other articles, 9%."),
        (
            1,
            1,
            Desk(2, 3, 3),
            "1 of 1 claim relies on unnamed sources alone, 100%. That is the same as in the desk’s 2",
        ),
        (0, 0, Desk(2, 3, 1), "0 of 0 claims rely on unnamed sources alone, 0%."),
    ],
)
def test_how_far_an_article_leans_on_unnamed_sources(
    unnamed: int, claims: int, desk: Desk | None, sentence: str
) -> None:
    report = make_report()
    numbers = replace(report.numbers, claims=claims, unnamed_alone=unnamed)
    assert sentence in leaning(replace(report, numbers=numbers, desk=desk)).sentence


def sources_with(*claims: int) -> tuple[ListedSource, ...]:
    return tuple(
        ListedSource(f"S{place}", "", SourcingStatus.NAMED_PERSON, tuple(map(str, range(count))), "1")
        for place, count in enumerate(claims)
    )


@pytest.mark.parametrize(
    ("counts", "listed", "others"),
    [
        ((), 0, (0, 0)),
        ((3, 1, 0), 2, (0, 0)),
        ((3, 2, 1, 1, 0), 2, (2, 2)),
        ((3, 2, 1), 3, (0, 0)),  # one alone is shown, not summed
    ],
)
def test_the_busiest_sources(counts: tuple[int, ...], listed: int, others: tuple[int, int]) -> None:
    sources = busiest_sources(make_report(sources=sources_with(*counts)), at_most=2)
    assert (len(sources.shown), (sources.other_sources, sources.other_claims)) == (listed, others)
    assert sources.most == max(counts, default=0)


@pytest.mark.django_db
def test_the_desk_is_every_other_article(django_assert_num_queries: object) -> None:
    article = make_article("One.\nTwo.", statuses=["unnamed_source", "hedged"])
    assert desk_without(article.pk) is None
    make_article("One.\nTwo.\nThree.", statuses=["unnamed_official", "document"])
    make_article("One.", statuses=["unnamed_source"])
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert desk_without(article.pk) == Desk(articles=2, claims=4, unnamed=2)


@pytest.mark.django_db
def test_a_report_keeps_what_it_was_laid_beside() -> None:
    article = make_article("One.", statuses=["unnamed_source"])
    make_article("Two.")
    report = build_report(Article.objects.get(pk=article.pk))
    make_article("Three.", statuses=["unnamed_source"])
    read = read_document(write_document(report))
    assert read.desk == Desk(1, 1, 0)
    assert read.yardsticks == PUBLISHED


def test_published_yardsticks_say_where_they_come_from() -> None:
    for benchmark in PUBLISHED:
        assert 0 < benchmark.percent < 100
        assert benchmark.link == benchmark.url
        assert benchmark.author
        assert benchmark.title
        assert 1990 < benchmark.year < 2030
        assert benchmark.sentence.endswith(".")

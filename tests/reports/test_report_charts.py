"""Pictures: XML of attributes alone, told in words, in the colours of the style sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import defusedxml.ElementTree as ElementTree
import pytest
from django.conf import settings

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports import svg
from factcheck.reports.benchmarks import PUBLISHED, Desk
from factcheck.reports.build import Report
from factcheck.reports.report_charts import pictures_of
from tests.reports.builders import HOSTILE, make_report, make_reported_claim

SVG = "{http://www.w3.org/2000/svg}"
CSS = " ".join((Path(settings.BASE_DIR) / "static/factcheck/factcheck.css").read_text(encoding="utf-8").split())


def full() -> Report:
    """Every sourcing with every verdict, on sources with hostile names."""
    statuses, verdicts, names = list(SourcingStatus), list(Verdict), list(HOSTILE.values())
    claims = [
        make_reported_claim(
            number + 1,
            sourcing=statuses[number // 5],
            verdict=verdicts[number % 5],
            source=names[number % len(names)],
            leads_to=names[number // 4 % len(names)],
        )
        for number in range(45)
    ]
    return replace(make_report(*claims), desk=Desk(3, 10, 4), yardsticks=PUBLISHED)


def trees(report: Report) -> dict[str, ElementTree]:
    return {name: ElementTree.fromstring(str(picture)) for name, picture in pictures_of(report).items()}


def test_pictures_are_xml_without_style_and_script() -> None:
    for tree in trees(full()).values():
        allowed = {"svg", "title", "desc", "defs", "pattern", "path", "g", "rect", "text"}
        assert {each.tag.removeprefix(SVG) for each in tree.iter()} <= allowed
        attributes = {name for each in tree.iter() for name in each.attrib}
        assert not [name for name in attributes if name == "style" or name.startswith("on") or "href" in name]


def test_pictures_are_told_in_words() -> None:
    for name, tree in trees(full()).items():
        assert tree.get("role") == "img"
        named = {each.get("id"): each.text for each in (tree.find(f"{SVG}title"), tree.find(f"{SVG}desc"))}
        assert tree.get("aria-labelledby").split() == list(named)
        assert all(named.values()), name


def test_ids_are_there_once_and_point_somewhere() -> None:
    ids = [each.get("id") for tree in trees(full()).values() for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    drawn = "".join(map(str, pictures_of(full()).values()))
    used = set(re.findall(r"url\(#([^)]+)\)", drawn))
    assert used
    assert used <= set(ids)


def test_words_in_pictures_are_our_own() -> None:
    drawn = "".join(map(str, pictures_of(full()).values()))
    assert not [name for name, text in HOSTILE.items() if text in drawn]


def test_nothing_reaches_beyond_the_picture() -> None:
    for tree in trees(full()).values():
        for rect in tree.iter(f"{SVG}rect"):
            across = [float(rect.get(name).removesuffix("%")) for name in ("x", "width")]
            assert min(across) >= 0
            assert sum(across) <= 100.5
            assert float(rect.get("y")) + float(rect.get("height")) <= float(tree.get("height"))


@pytest.mark.parametrize("claims", [1, 500])
def test_few_claims_and_many(claims: int) -> None:
    report = make_report(*(make_reported_claim(number) for number in range(1, claims + 1)))
    course = trees(report)["course"]
    assert len(list(course.iter(f"{SVG}rect"))) == claims


def test_verdicts_in_words() -> None:
    report = make_report(
        make_reported_claim(1, sourcing=SourcingStatus.HEDGED, verdict=Verdict.DISPUTED),
        make_reported_claim(2, sourcing=SourcingStatus.HEDGED),
        make_reported_claim(3, sourcing=SourcingStatus.DOCUMENT),
    )
    words = pictures_of(report)["verdicts"].description
    assert words == "Document or data: 1 not checked; Hedged, no source: 1 disputed, 1 not checked."


def test_an_article_without_claims_has_no_pictures() -> None:
    assert pictures_of(replace(make_report(), claims=())) == {}


def test_colours_are_those_of_the_style_sheet() -> None:
    light = CSS.split("@media (prefers-color-scheme: dark)", 1)[0]
    for status, colour in svg.SOURCING.items():
        assert f"--fc-{status.value.replace('_', '-')}: {colour};" in light
    for verdict, colour in svg.VERDICTS.items():
        if verdict is not Verdict.PENDING:
            assert f".fc-report-chart .fc-segment-{verdict.value} {{ --fc-color: {colour}; }}" in CSS

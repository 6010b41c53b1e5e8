"""Web Annotations as whoever reads the standard sees them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports.build import Report
from factcheck.reports.editions import cut
from factcheck.reports.formats.webannotation_file import AROUND, WebAnnotationFile
from factcheck.reports.jsonld import address_of
from factcheck.reviews.editions import Edition, EditionChoice, Tick
from factcheck.standards import findings_for_claim
from tests.reports.builders import AT, ED, HOSTILE, MINUTES, RITA, make_report, make_reported_claim
from tests.reports.jsonld_contexts import _AS, _DCTERMS, _OA, expanded

TEXT = "👩🏽‍⚖️ ruled. Sources say no. The end."
STAMP = f"Report 12 · SHA-256 {'a' * 64}"


def written(report: Report) -> str:
    return "".join(WebAnnotationFile().render(report))


def items(report: Report) -> list[dict[str, Any]]:
    annotations: list[dict[str, Any]] = json.loads(written(report))["first"]["items"]
    return annotations


EVERYTHING_TICKED = EditionChoice.of(Edition.OUTSIDE, Tick)


def claim_at(words: str, text: str = TEXT, **fields: Any) -> Any:
    start = text.index(words)
    return make_reported_claim(1, words, start=start, end=start + len(words), **fields)


FULL = claim_at(
    "Sources say no.",
    sourcing=SourcingStatus.UNNAMED_SOURCE,
    source="Sources",
    reviewed_by=RITA,
    reviewed_at=AT,
    verdict=Verdict.DISPUTED,
    verdict_by=ED,
    verdict_at=AT.replace(hour=10),
    note="Called twice.",
    wording="Two sources say no.",
    findings=tuple(findings_for_claim(status="unnamed_source")),
    evidence=(MINUTES, replace(MINUTES, url="https://example.org/minutes")),
)


def test_a_claim_is_found_by_place_and_by_words() -> None:
    (annotation,) = items(make_report(FULL, text=TEXT))
    quote, position = annotation["target"]["selector"]
    assert annotation["target"]["source"] == "https://example.org/bridge"
    # In code points: the judge alone is five of them.
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == "Sources say no."
    assert quote["prefix"] + quote["exact"] + quote["suffix"] == TEXT
    assert max(len(quote["prefix"]), len(quote["suffix"])) <= AROUND


def test_what_people_said_of_it() -> None:
    (annotation,) = items(cut(make_report(FULL, text=TEXT), EVERYTHING_TICKED))
    bodies = [(body["purpose"], body.get("value") or body["source"]) for body in annotation["body"]]
    assert bodies == [
        ("tagging", "Unnamed source"),
        ("tagging", "Disputed"),
        ("identifying", "Sources"),
        ("editing", "Two sources say no."),
        ("commenting", "Called twice."),
        ("commenting", f"Serious: {FULL.findings[0].sentence}"),
        ("describing", "Contradicts it (primary): minutes.pdf, page 3 – “The council did not vote.”"),
        ("linking", "https://example.org/minutes"),
        ("describing", "Contradicts it (primary): minutes.pdf, page 3 – “The council did not vote.”"),
    ]
    assert annotation["creator"] == {"type": "Person", "name": "Rita Reyes"}
    assert annotation["body"][1]["creator"]["name"] == "Ed Okafor"
    assert (annotation["created"], annotation["modified"]) == ("2026-11-23T09:40:00Z", "2026-11-23T10:40:00Z")


def test_what_nobody_reviewed_is_the_detectors() -> None:
    (annotation,) = items(make_report())
    assert annotation["creator"] == {"type": "Software", "name": "by-hand 1"}
    assert "modified" not in annotation


def test_it_expands_and_loses_nothing() -> None:
    (collection,) = expanded(
        json.loads(written(cut(replace(make_report(FULL, text=TEXT), stamp=STAMP), EVERYTHING_TICKED)))
    )
    assert collection["@type"] == [_AS + "OrderedCollection"]
    labels = [label["@value"] for label in collection["http://www.w3.org/2000/01/rdf-schema#label"]]
    assert f"{STAMP} · for outside readers" in labels
    (page,) = collection[_AS + "first"]
    (annotation,) = page[_AS + "items"][0]["@list"]
    assert annotation["@id"].startswith("urn:uuid:")
    assert annotation[_OA + "motivatedBy"] == [{"@id": _OA + "assessing"}]
    assert annotation[_DCTERMS + "created"][0]["@type"].endswith("#dateTime")
    quote, position = annotation[_OA + "hasTarget"][0][_OA + "hasSelector"]
    assert quote[_OA + "exact"] == [{"@value": "Sources say no."}]
    assert position[_OA + "start"][0]["@value"] == TEXT.index("Sources")
    purposes = {body[_OA + "hasPurpose"][0]["@id"] for body in annotation[_OA + "hasBody"]}
    assert purposes == {
        _OA + name for name in ("tagging", "identifying", "commenting", "editing", "describing", "linking")
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_verbatim_and_closes_no_script(text: str) -> None:
    evidence = replace(MINUTES, url=f"https://example.org/{text}")
    report = make_report(
        make_reported_claim(1, text, note=text, evidence=(evidence,)), title=text, url=f"https://x/{text}"
    )
    report = cut(report, EVERYTHING_TICKED)
    file = written(report)
    assert not set("<>&\u2028\u2029") & set(file)
    (annotation,) = items(report)
    assert annotation["target"]["selector"][0]["exact"] == text
    assert text in [body.get("value") for body in annotation["body"]]
    (collection,) = expanded(json.loads(file))
    (expanded_annotation,) = collection[_AS + "first"][0][_AS + "items"][0]["@list"]
    assert expanded_annotation[_OA + "hasTarget"][0][_OA + "hasSource"][0]["@id"].isascii()


@pytest.mark.parametrize("url", ["", "javascript:alert(1)"])
def test_without_an_address_the_text_is_named_by_its_fingerprint(url: str) -> None:
    assert address_of(make_report(url=url).article).startswith("ni:///sha-256;")
    assert expanded(json.loads(written(make_report(url=url))))

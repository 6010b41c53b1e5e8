import hashlib
import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, SecondOpinion, UnattributedReason, Verdict
from factcheck.claims.sources import ListedSource
from factcheck.reports.benchmarks import PUBLISHED, Desk
from factcheck.reports.formats import json_file
from factcheck.reports.formats.json_file import JsonFile
from factcheck.standards import findings_for_claim
from factcheck.standards.dismissal_keys import gather
from factcheck.standards.findings import sort_key
from tests.reports.builders import AT, DISMISSED, ED, HOSTILE, MINUTES, REVISION, RITA, make_report, make_reported_claim

FULL = make_reported_claim(
    4,
    "Sources say no.",
    start=10,
    end=25,
    sourcing=SourcingStatus.UNNAMED_SOURCE,
    suggested=SourcingStatus.HEDGED,
    source="Sources",
    cue="say",
    channel="CNN",
    recommended=Verdict.VERIFIED,
    reviewed_by=RITA,
    reviewed_at=AT,
    verdict=Verdict.DISPUTED,
    verdict_by=ED,
    verdict_at=AT,
    note="Called twice.",
    suggested_probability=0.42,
    part=2,
    said=Said.VERIFIED,
    wording="Two sources say no.",
    about_source=(("Why is the source not named?", "She may lose her job."),),
    second_opinion=SecondOpinion.SETTLED,
    evidence=(MINUTES,),
    findings=tuple(replace(finding, dismissed=DISMISSED) for finding in findings_for_claim(status="unnamed_source")),
)


def read(*claims, **article):
    """The file as a real reader sees it, through bytes."""
    return json.loads("".join(JsonFile().render(make_report(*claims, **article))).encode())


def names(value):
    """Every field that occurs, with those inside it."""
    if isinstance(value, list):
        value = value[0] if value else {}
    return {key: names(inner) for key, inner in value.items()} if isinstance(value, dict) else None


def test_a_claim_in_full():
    (claim,) = read(FULL)["claims"]
    assert claim == {
        "label": "4b",
        "number": 4,
        "part": 2,
        "start": 10,
        "end": 25,
        "text": "Sources say no.",
        "sourcing": {"value": "unnamed_source", "label": "Unnamed source"},
        "suggested_sourcing": {"value": "hedged", "label": "Hedged, no source"},
        "suggested_probability": 0.42,
        "source": "Sources",
        "cue": "say",
        "channel": "CNN",
        "unattributed_reason": None,
        "about_source": [{"asked": "Why is the source not named?", "answer": "She may lose her job."}],
        "said": {"value": "verified", "label": "Confirmed"},
        "recommended": {"value": "verified", "label": "Verified"},
        "reviewed_by": {"username": "rita", "name": "Rita Reyes"},
        "reviewed_at": "2026-11-23T09:40:00+00:00",
        "verdict": {"value": "disputed", "label": "Disputed"},
        "verdict_by": {"username": "ed", "name": "Ed Okafor"},
        "verdict_at": "2026-11-23T09:40:00+00:00",
        "is_verdict_stale": False,
        "differs_from_recommendation": True,
        "wording": "Two sources say no.",
        "note": "Called twice.",
        "second_opinion": {"value": "settled", "label": "Second opinion done"},
        "evidence": [
            {
                "stance": {"value": "contradicts", "label": "Contradicts it"},
                "name": "minutes.pdf",
                "url": "",
                "sha256": "a" * 64,
                "place": "page 3",
                "quotation": "The council did not vote.",
                "is_primary": True,
                "contact": "the clerk",
                "by": {"username": "rita", "name": "Rita Reyes"},
                "at": "2026-11-23T09:40:00+00:00",
            }
        ],
        "findings": [
            {
                "rule": "unnamed_source_alone",
                "sentence": "Relies on an unnamed source alone, with neither name nor office given.",
                "severity": {"value": "serious", "label": "Serious"},
                "follows": "AP routinely seeks and requires more than one source when sourcing is anonymous.",
                "dismissed": {
                    "reason": "The minister said so on the record in paragraph 2.",
                    "by": {"username": "ed", "name": "Ed Okafor"},
                    "at": "2026-11-23T09:40:00+00:00",
                },
            }
        ],
    }


def test_what_several_rules_say_has_a_sentence_for_each():
    findings = findings_for_claim(status="unnamed_source", source="sources", text="It rained.", tells_why_unnamed=False)
    claim = make_reported_claim(1, findings=tuple(gather(sorted(findings, key=sort_key))))
    (finding,) = read(claim)["claims"][0]["findings"]
    assert finding["parts"] == [
        "Relies on an unnamed source alone, with neither name nor office given.",
        "Describes its source only as “sources”.",
        "Doesn’t say how the source knows.",
        "Doesn’t say why the source is not named.",
    ]
    assert finding["sentence"].count("; ") == 3
    jsonschema.validate(read(claim), json.loads(json_file.SCHEMA_FILE.read_text(encoding="utf-8")))


def test_the_shape_of_version_2_stands_still():
    """Whoever adds a field adds it here; whoever renames one needs version 3."""
    choice = {"value": None, "label": None}
    person = {"username": None, "name": None}
    finding = {
        **dict.fromkeys(["rule", "sentence", "follows"]),
        "severity": choice,
        "dismissed": {"reason": None, "by": person, "at": None},
    }
    shape = read(FULL, revision=REVISION, desk=Desk(3, 10, 4), yardsticks=PUBLISHED)
    assert (shape["schema"], shape["version"]) == ("factcheck.report", 2)
    assert names(shape) == {
        "$schema": None,
        "schema": None,
        "version": None,
        "drawn_at": None,
        "time_zone": None,
        "stamp": None,
        "edition": choice,
        "ticked": {},
        "article": {
            "id": None,
            "title": None,
            "outlet": None,
            "byline": None,
            "url": None,
            "published_on": None,
            "detector": None,
            "loaded_by": person,
            "loaded_at": None,
            "archived_at": None,
            "superseded_at": None,
            "text_sha256": None,
            "text": None,
        },
        "numbers": dict.fromkeys(
            [
                "claims",
                "reviewed",
                "verified",
                "unverified",
                "disputed",
                "not_checkable",
                "pending",
                "unnamed_alone",
                "stale",
            ]
        ),
        "footing": {"sourcing": choice, "claims": None, "percent": None},
        "findings": finding | {"claims": None, "is_of_article": None},
        "sources": {
            "name": None,
            "described": None,
            "sourcing": choice,
            "named_in": None,
            "is_added": None,
            "claims": None,
        },
        "revision": {
            "version": None,
            "before": None,
            "before_loaded_at": None,
            "unchanged": None,
            "changed": dict.fromkeys(["label", "text", "label_before", "text_before"]),
            "new": None,
            "dropped": {
                "label": None,
                "text": None,
                "sourcing": choice,
                "verdict": choice,
                "verdict_by": person,
                "verdict_at": None,
            },
        },
        "desk": dict.fromkeys(["articles", "claims", "unnamed"]),
        "yardsticks": dict.fromkeys(["percent", "unit", "sample", "author", "year", "title", "url", "sentence"]),
        "claims": {
            "label": None,
            "number": None,
            "part": None,
            "start": None,
            "end": None,
            "text": None,
            "sourcing": choice,
            "suggested_sourcing": choice,
            "suggested_probability": None,
            "source": None,
            "cue": None,
            "channel": None,
            "unattributed_reason": None,
            "about_source": {"asked": None, "answer": None},
            "said": choice,
            "recommended": choice,
            "reviewed_by": person,
            "reviewed_at": None,
            "verdict": choice,
            "verdict_by": person,
            "verdict_at": None,
            "is_verdict_stale": None,
            "differs_from_recommendation": None,
            "wording": None,
            "note": None,
            "second_opinion": choice,
            "evidence": {
                "stance": choice,
                **dict.fromkeys(["name", "url", "sha256", "place", "quotation", "is_primary", "contact", "at"]),
                "by": person,
            },
            "findings": finding,
        },
    }


def test_every_field_is_documented():
    def flat(value):
        for key, inner in (value or {}).items():
            yield key
            yield from flat(inner)

    documented = json_file.__doc__
    assert [
        name
        for name in flat(names(read(FULL, revision=REVISION, desk=Desk(3, 10, 4), yardsticks=PUBLISHED)))
        if f"``{name}``" not in documented and f'"{name}"' not in documented
    ] == [*("reviewed", "verified", "unverified", "disputed", "not_checkable", "pending", "unnamed_alone")]


def test_the_article_says_where_it_came_from():
    article = read(FULL, text="The whole text.")["article"]
    assert article == {
        "id": 7,
        "title": "Council votes to delay harbour bridge",
        "outlet": "Example Wire",
        "byline": "Sam Writer",
        "url": "https://example.org/bridge",
        "published_on": "2026-11-20",
        "detector": "by-hand 1",
        "loaded_by": {"username": "ed", "name": "Ed Okafor"},
        "loaded_at": "2026-11-23T09:40:00+00:00",
        "archived_at": None,
        "superseded_at": None,
        "text_sha256": hashlib.sha256(b"The whole text.").hexdigest(),
        "text": "The whole text.",
    }


def test_missing_is_null():
    report = read(make_reported_claim(), published_on=None, loaded_by=None, archived_at=AT)
    (claim,) = report["claims"]
    assert report["article"]["published_on"] is report["article"]["loaded_by"] is None
    assert report["article"]["archived_at"] == "2026-11-23T09:40:00+00:00"
    assert claim["suggested_probability"] is claim["recommended"] is claim["verdict_by"] is claim["reviewed_at"] is None
    assert claim["verdict"] == {"value": "pending", "label": "Not checked"}


def test_a_reason_has_value_and_label():
    (claim,) = read(make_reported_claim(unattributed_reason=UnattributedReason.WITNESSED))["claims"]
    assert claim["unattributed_reason"] == {"value": "witnessed", "label": "Witnessed by the reporter"}


def test_findings_of_the_article_name_their_claims():
    hedged = tuple(findings_for_claim(status="hedged"))
    report = read(*(make_reported_claim(number, findings=hedged) for number in (2, 3, 4)))
    assert report["findings"] == [
        {
            "rule": "hedged_without_source",
            "sentence": "Claims 2–4 are hedged and name no source.",
            "severity": {"value": "serious", "label": "Serious"},
            "follows": hedged[0].follows,
            "dismissed": None,
            "is_of_article": False,
            "claims": ["2", "3", "4"],
        }
    ]


def test_a_source_with_its_claims():
    source = ListedSource("Anna Berg", "mayor", SourcingStatus.NAMED_OFFICIAL, (2, 5), 1)
    (field_names,) = read(FULL, sources=(source,))["sources"]
    assert field_names == {
        "name": "Anna Berg",
        "described": "mayor",
        "sourcing": {"value": "named_official", "label": "Named official"},
        "named_in": 1,
        "is_added": False,
        "claims": [2, 5],
    }


def test_statuses_come_from_the_firmest_to_the_weakest():
    assert [share["sourcing"]["value"] for share in read(FULL)["footing"]] == [
        status.value for status in SourcingStatus
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_verbatim(text):
    report = read(make_reported_claim(1, text, note=text, source=text, cue=text, channel=text), title=text, outlet=text)
    (claim,) = report["claims"]
    assert {claim[name] for name in ("text", "note", "source", "cue", "channel")} == {text}
    assert report["article"]["title"] == report["article"]["outlet"] == report["article"]["text"] == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_verbatim(text):
    (claim,) = read(make_reported_claim(1, text))["claims"]
    assert claim["text"] == text


def test_letters_are_written_as_they_are():
    assert "قال 👩🏽‍⚖️" in "".join(JsonFile().render(make_report(make_reported_claim(1, "قال 👩🏽‍⚖️"))))


def test_an_article_without_claims_is_still_json():
    empty = make_report()
    empty = type(empty)(empty.article, empty.drawn_at, empty.numbers, empty.footing, (), ())
    assert json.loads("".join(JsonFile().render(empty)))["claims"] == []


def test_claims_come_one_by_one():
    pieces = list(JsonFile().render(make_report(FULL, FULL, FULL)))
    assert [piece.count('Sources say no.", "sourcing"') for piece in pieces] == [0, 1, 1, 1, 0]

import datetime as dt
from dataclasses import replace

import pytest

from factcheck.standards import Dismissal, Severity, findings_for_article, findings_for_claim, with_dismissal
from factcheck.standards.dismissal_keys import gather, is_about, keep_parts, keys_of
from factcheck.standards.finding import Part
from factcheck.standards.findings import sort_key

HEDGED = findings_for_claim(status="hedged")
SOURCE = findings_for_claim(status="unnamed_source", how_source_knows="Was there.")
ON_CNN = findings_for_claim(status="named_person", source="Ann Ray", channel="CNN")
ON_BBC = findings_for_claim(status="named_person", source="Ann Ray", channel="the BBC")


def sentences(*claims):
    """Those of an article whose other claims have no findings."""
    by_number = dict(claims)
    every = [(str(number), by_number.get(number, [])) for number in range(1, 21)]
    return [finding.sentence for finding in findings_for_article(every)]


def test_parts_of_a_sentence_are_neighbours():
    claims = [("3", []), ("4a", HEDGED), ("4b", HEDGED), ("5", HEDGED), ("6", [])]
    assert [finding.sentence for finding in findings_for_article(claims)] == [
        "Claims 4a–5 are hedged and name no source."
    ]


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ([4], "Claim 4 is hedged and names no source."),
        ([4, 5], "Claims 4 and 5 are hedged and name no source."),
        ([4, 9], "Claims 4 and 9 are hedged and name no source."),
        ([4, 5, 6], "Claims 4–6 are hedged and name no source."),
        ([10, 16, 17, 18, 19], "Claims 10 and 16–19 are hedged and name no source."),
        ([1, 2, 5, 7, 8, 9], "Claims 1, 2, 5 and 7–9 are hedged and name no source."),
        ([9, 4], "Claims 4 and 9 are hedged and name no source."),
    ],
)
def test_claims_that_share_a_finding_share_a_sentence(numbers, sentence):
    assert sentences(*((number, HEDGED) for number in numbers)) == [sentence]


def test_nothing_to_remark_is_no_sentence():
    assert sentences((1, []), (2, findings_for_claim(status="document"))) == []


def test_the_gravest_come_first_then_the_order_of_the_rules():
    light = replace(HEDGED[0], severity=Severity.NOTE)
    gathered = findings_for_article([("1", [light]), ("2", ON_CNN), ("3", SOURCE)])
    assert [(finding.severity.label, finding.claims) for finding in gathered] == [
        ("Serious", ("3",)),
        ("Concern", ("2",)),
        ("Minor", ("1",)),
    ]


def test_what_was_dismissed_stands_apart_and_last():
    dismissed = replace(HEDGED[0], dismissed=Dismissal("It is in the minutes.", "Ed", "ed", dt.datetime.now(dt.UTC)))
    gathered = findings_for_article([("1", [dismissed]), ("2", HEDGED), ("3", ON_CNN)])
    assert [(finding.rule, finding.claims, finding.dismissed is not None) for finding in gathered] == [
        ("hedged_without_source", ("2",), False),
        ("second_hand", ("3",), False),
        ("hedged_without_source", ("1",), True),
    ]


def test_a_finding_of_a_rule_that_is_no_longer_there_comes_last_of_its_weight():
    old = replace(ON_CNN[0], rule="an_older_rule")
    assert [finding.rule for finding in findings_for_article([("1", [old]), ("2", ON_CNN)])] == [
        "second_hand",
        "an_older_rule",
    ]


def test_findings_come_in_the_order_of_the_rules_not_of_the_claims():
    assert [finding.rule for finding in findings_for_article([("1", ON_CNN), ("2", HEDGED), ("3", SOURCE)])] == [
        "unnamed_source_alone",
        "hedged_without_source",
        "second_hand",
    ]


def test_every_channel_has_its_own_sentence():
    assert sentences((3, ON_BBC), (4, ON_CNN), (6, ON_BBC)) == [
        "Claims 3 and 6 are second-hand: the source spoke to the BBC.",
        "Claim 4 is second-hand: the source spoke to CNN.",
    ]


def gathered_on(**claim):
    return gather(sorted(findings_for_claim(**claim), key=sort_key))


def test_four_remarks_that_say_one_thing_are_one_finding_with_its_parts():
    (finding,) = gathered_on(status="unnamed_source", source="sources", text="It rained.", tells_why_unnamed=False)
    assert (finding.rule, finding.severity) == ("unnamed_source_alone", Severity.SERIOUS)
    assert finding.lead == "Relies on an unnamed source alone, with neither name nor office given."
    assert finding.others == (
        "Describes its source only as “sources”.",
        "Doesn’t say how the source knows.",
        "Doesn’t say why the source is not named.",
    )
    assert finding.sentence == (
        "Relies on an unnamed source alone, with neither name nor office given; describes its source only as "
        "“sources”; doesn’t say how the source knows; doesn’t say why the source is not named."
    )
    assert finding.follows.count("AP") == 3
    (shared,) = findings_for_article([("1", [finding]), ("2", [finding]), ("3", [])])
    assert shared.lead == "rely on an unnamed source alone, with neither name nor office given"
    assert shared.others[0] == "Describe their source only as “sources”."
    assert shared.sentence.startswith("Claims 1 and 2 rely on an unnamed source alone")


def test_a_remark_alone_and_other_remarks_stay_as_they_are():
    assert gathered_on(status="hedged", tells_why_unnamed=False)[0].parts == ()
    official = gathered_on(status="unnamed_official", channel="CNN", how_source_knows="Was there.")
    assert [(finding.rule, finding.parts) for finding in official] == [
        ("unnamed_official_alone", ()),
        ("second_hand", ()),
    ]


def test_what_is_dismissed_and_what_is_not_are_two_findings():
    findings = findings_for_claim(status="unnamed_source", source="sources", text="It rained.")
    why = Dismissal("She was there.", "Ed", "ed", dt.datetime.now(dt.UTC))
    key = keys_of("not_said_how_they_know", "doesn’t say how the source knows")[0]
    first, second = gather([with_dismissal(finding, {key: why}) for finding in findings])
    assert [part.rule for part in first.parts] == ["unnamed_source_alone", "source_not_described"]
    assert (second.rule, second.dismissed) == ("not_said_how_they_know", why)


def test_a_part_that_may_not_leave_takes_no_other_along():
    (finding,) = gathered_on(status="unnamed_source", source="sources", text="It rained.")
    kept = keep_parts(finding, lambda part: "sources" not in part.one)
    assert [part.rule for part in kept.parts] == ["unnamed_source_alone", "not_said_how_they_know"]
    assert "sources" not in f"{kept.one} {kept.many}"
    (alone,) = [keep_parts(finding, lambda part: "how" in part.one)]
    assert (alone.rule, alone.one, alone.parts) == ("not_said_how_they_know", "doesn’t say how the source knows", ())
    assert keep_parts(finding, lambda part: True) is finding
    assert keep_parts(finding, lambda part: False) is None


def test_what_is_left_of_a_finding_weighs_as_if_it_had_stood_alone():
    """Or its weight and its practice would say what was beside it."""
    heavy = {"source_not_described": Severity.SERIOUS, "unnamed_source_alone": Severity.NOTE}
    for weights in ({}, heavy):
        claim = {"status": "unnamed_source", "source": "sources", "text": "It rained.", "weights": weights}
        (finding,) = gather(sorted(findings_for_claim(**claim), key=sort_key))
        (alone,) = [each for each in findings_for_claim(**claim) if each.rule == "source_not_described"]
        assert keep_parts(finding, lambda part: part.rule == "source_not_described") == alone
    earlier = replace(finding, parts=tuple(Part(part.rule, part.one, part.many) for part in finding.parts))
    kept = keep_parts(earlier, lambda part: part.rule == "source_not_described")
    assert (kept.severity, kept.follows) == (Severity.CONCERN, alone.follows)


def test_a_form_is_about_a_finding_or_some_of_its_parts():
    (finding,) = gathered_on(status="unnamed_source", source="sources", text="It rained.", tells_why_unnamed=False)
    alone, nameless, no_knowledge, no_reason = (part.one for part in finding.parts)
    assert is_about(finding, "unnamed_source_alone", f"{alone}; {nameless}; {no_knowledge}; {no_reason}")
    assert is_about(finding, "unnamed_source_alone", f"{alone}; {nameless}; {no_knowledge}")
    assert is_about(finding, "not_said_how_they_know", no_knowledge)
    assert not is_about(finding, "not_said_how_they_know", alone)
    assert not is_about(finding, "unnamed_source_alone", f"{nameless}; {alone}")
    assert not is_about(finding, "unnamed_source_alone", "")


def test_a_claim_may_have_several_findings():
    both = findings_for_claim(status="unnamed_official", channel="CNN", how_source_knows="Was there.")
    assert [finding.claims for finding in findings_for_article([("5", both), ("6", both)])] == [("5", "6"), ("5", "6")]

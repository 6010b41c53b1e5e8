import datetime as dt
from dataclasses import replace

import pytest

from factcheck.standards import Dismissal, Severity, findings_for_article, findings_for_claim

HEDGED = findings_for_claim(status="hedged")
SOURCE = findings_for_claim(status="unnamed_source", how_source_knows="Was there.")
ON_CNN = findings_for_claim(status="named_person", channel="CNN")
ON_BBC = findings_for_claim(status="named_person", channel="the BBC")


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
        ("Note", ("1",)),
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


def test_a_claim_may_have_several_findings():
    both = findings_for_claim(status="unnamed_official", channel="CNN", how_source_knows="Was there.")
    assert [finding.claims for finding in findings_for_article([("5", both), ("6", both)])] == [("5", "6"), ("5", "6")]

import pytest

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import UnattributedReason
from factcheck.standards import findings_for_claim
from factcheck.standards.rules import _SPEAKING, RULES

#: What a claim rests on, and the rules that remark on it, in order.
CASES = [
    ("a named official on the record", {"status": "named_official"}, []),
    ("a named person", {"status": "named_person"}, []),
    ("an organization", {"status": "organization"}, []),
    ("a document", {"status": "document"}, []),
    ("a bare “sources say”", {"status": "unnamed_source"}, ["unnamed_source_alone"]),
    ("an official without a name", {"status": "unnamed_official"}, ["unnamed_official_alone"]),
    ("reportedly", {"status": "hedged"}, ["hedged_without_source"]),
    ("according to CNN", {"status": "media_report"}, ["repeats_another_outlet"]),
    ("the outlet's own voice, nothing said", {"status": "unattributed"}, []),
    ("an established fact", {"status": "unattributed", "unattributed_reason": "established"}, []),
    ("seen by the reporter", {"status": "unattributed", "unattributed_reason": "witnessed"}, []),
    ("the outlet's analysis", {"status": "unattributed", "unattributed_reason": "analysis"}, []),
    ("marked as in need", {"status": "unattributed", "unattributed_reason": "needs_source"}, ["needs_source"]),
    ("a reason left over", {"status": "organization", "unattributed_reason": "needs_source"}, []),
    ("a named official on CNN", {"status": "named_official", "channel": "CNN"}, ["second_hand"]),
    (
        "an unnamed official on CNN",
        {"status": "unnamed_official", "channel": "CNN", "outlet": "The Example Times"},
        ["unnamed_official_alone", "second_hand"],
    ),
    (
        "an unnamed source on CNN",
        {"status": "unnamed_source", "channel": "CNN"},
        ["unnamed_source_alone", "second_hand"],
    ),
    ("told to the article's own outlet", {"status": "named_person", "channel": "CNN", "outlet": "CNN"}, []),
    (
        "its own outlet, written otherwise",
        {"status": "document", "channel": "the Example  Times", "outlet": "The EXAMPLE Times"},
        [],
    ),
    ("an outlet is said once", {"status": "media_report", "channel": "CNN"}, ["repeats_another_outlet"]),
    ("nobody spoke to anybody", {"status": "hedged", "channel": "CNN"}, ["hedged_without_source"]),
    ("nobody spoke at all", {"status": "unattributed", "channel": "CNN"}, []),
]


@pytest.mark.parametrize(("claim", "rules"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_rule(claim, rules):
    assert [finding.rule for finding in findings_for_claim(**claim)] == rules


def test_every_rule_has_a_case_and_is_named_like_its_function():
    assert {rule.name for rule in RULES} == {name for *_, rules in CASES for name in rules}


def test_every_status_has_a_case():
    assert {case[1]["status"] for case in CASES} == set(SourcingStatus)


def test_every_reason_has_a_case():
    assert {case[1].get("unattributed_reason", "") for case in CASES} == {"", *UnattributedReason.values}


def test_plain_strings_are_the_stored_values():
    assert set(SourcingStatus) >= _SPEAKING


def test_enum_members_serve_as_well_as_strings():
    (finding,) = findings_for_claim(status=SourcingStatus.HEDGED)
    assert finding.rule == "hedged_without_source"


def test_sentence_stands_by_itself():
    (finding,) = findings_for_claim(status="unnamed_source")
    assert finding.sentence == "Rests on an unnamed source alone, described by neither name nor office."


def test_unnamed_official_is_worded_apart_from_unnamed_source():
    (official,) = findings_for_claim(status="unnamed_official")
    assert official.sentence == "Rests on an unnamed official alone and needs a second source or an editor’s consent."


def test_second_hand_says_through_whom():
    (finding,) = findings_for_claim(status="organization", channel="the  Example\nWire")
    assert finding.sentence == "Is second-hand: the source spoke to the Example Wire."

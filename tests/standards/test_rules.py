import pytest

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import UnattributedReason, Verdict
from factcheck.standards import BY_NAME, RULES, Severity, findings_for_claim
from factcheck.standards.inputs import SPEAKING, UNNAMED, WITHOUT_SPEAKER
from factcheck.standards.table import CLAIM_RULES

#: The two that nearly every claim on an unnamed source has; named so that rows are about one thing each.
ALONE, OFFICIAL, HOW = "unnamed_source_alone", "unnamed_official_alone", "not_said_how_they_know"
WHY = "no_reason_for_anonymity"
QUOTED = "“We will not wait for another winter like this,”"

#: A claim, and the rules that remark on it, in order.
CASES = [
    ("a named official on the record", {"status": "named_official"}, []),
    ("a named person", {"status": "named_person"}, []),
    ("an organization", {"status": "organization"}, []),
    ("a document", {"status": "document"}, []),
    # alone
    ("an unnamed source", {"status": "unnamed_source", "source": "a banker"}, [ALONE, HOW]),
    ("an official without a name", {"status": "unnamed_official"}, [OFFICIAL, HOW]),
    ("with evidence", {"status": "unnamed_source", "source": "a banker", "evidence": 1}, [HOW]),
    ("with a second source", {"status": "unnamed_official", "second_source": "The minutes."}, [HOW]),
    ("no second source", {"status": "unnamed_official", "second_source": "No, not yet"}, [OFFICIAL, HOW]),
    ("asked and not found", {"status": "unnamed_official", "second_source": "None."}, [OFFICIAL, HOW]),
    ("a second source whose name begins so", {"status": "unnamed_official", "second_source": "Norway’s navy"}, [HOW]),
    # described no further
    ("“sources”", {"status": "unnamed_source", "source": "sources"}, [ALONE, "source_not_described", HOW]),
    ("“two anonymous people”", {"status": "unnamed_source", "source": "Two anonymous people", "evidence": 1}, None),
    ("close to the board", {"status": "unnamed_source", "source": "sources close to the board"}, [ALONE]),
    ("union sources", {"status": "unnamed_source", "source": "union sources"}, [ALONE, HOW]),
    # how they know
    (
        "who was in the room",
        {"status": "unnamed_official", "text": "An official who attended the meeting said no."},
        [OFFICIAL],
    ),
    ("written down by the desk", {"status": "unnamed_official", "how_source_knows": "Sat at the table."}, [OFFICIAL]),
    ("asked and unknown", {"status": "unnamed_official", "how_source_knows": "Unclear."}, [OFFICIAL, HOW]),
    # why no name
    ("not said why", {"status": "unnamed_official", "evidence": 1, "tells_why_unnamed": False}, [HOW, WHY]),
    (
        "the desk wrote it down",
        {"status": "unnamed_official", "evidence": 1, "tells_why_unnamed": False, "anonymity_reason": "Her job."},
        [HOW],
    ),
    ("a named person, not said why", {"status": "named_person", "tells_why_unnamed": False}, []),
    # the article's own outlet
    ("its own analysis", {"status": "media_report", "source": "The Post", "is_own_reporting": True}, []),
    ("its own investigation", {"status": "unnamed_source", "source": "a Post review", "is_own_reporting": True}, []),
    ("its own reporter", {"status": "unnamed_official", "source": "our reporter", "is_own_reporting": True}, []),
    # a name that isn't there
    ("a named official, no source", {"status": "named_official", "source": ""}, ["named_without_name"]),
    ("a named person, no source", {"status": "named_person", "source": " "}, ["named_without_name"]),
    (
        "a senior official",
        {"status": "named_official", "source": "a senior U.S. administration official"},
        ["named_without_name"],
    ),
    ("spokesman for", {"status": "named_official", "source": "A spokesman for the ministry"}, ["named_without_name"]),
    ("spokesman Ray", {"status": "named_official", "source": "a spokesman, Bob Ray"}, []),
    ("a title and a name", {"status": "named_official", "source": "Mayor Ann Ray"}, []),
    ("the president", {"status": "named_official", "source": "the president"}, []),
    # opinion
    (
        "a guess",
        {"status": "unnamed_official", "text": "The mayor will probably resign, an official said.", "evidence": 1},
        [HOW, "opinion_of_unnamed_source"],
    ),
    (
        "a judgment",
        {"status": "unnamed_official", "text": "The plan is a disaster, an aide said.", "evidence": 1},
        [HOW, "opinion_of_unnamed_source"],
    ),
    (
        "in May",
        {"status": "unnamed_official", "text": "In May 2024 the plant closed, an aide said.", "evidence": 1},
        [HOW],
    ),
    (
        "could not: a fact",
        {"status": "unnamed_official", "text": "The crew could not land, an aide said.", "evidence": 1},
        [HOW],
    ),
    (
        "what a conclusion says",
        {
            "status": "unnamed_official",
            "text": "Officials said it would take a lot to change the conclusion that nobody should be charged.",
            "evidence": 1,
        },
        [HOW],
    ),
    (
        "asked whether it could",
        {"status": "unnamed_official", "text": "An aide asked whether the plant could close.", "evidence": 1},
        [HOW],
    ),
    (
        "what he thinks himself",
        {"status": "unnamed_official", "text": "An aide told reporters that the mayor should resign.", "evidence": 1},
        [HOW, "opinion_of_unnamed_source"],
    ),
    ("a named person may think so", {"status": "named_person", "text": "It is a disaster, Ann Ray said."}, []),
    # nobody
    ("reportedly", {"status": "hedged"}, ["hedged_without_source"]),
    ("nobody spoke to anybody", {"status": "hedged", "channel": "CNN"}, ["hedged_without_source"]),
    ("the outlet's own voice, nothing said", {"status": "unattributed"}, []),
    ("an established fact", {"status": "unattributed", "unattributed_reason": "established"}, []),
    ("seen by the reporter", {"status": "unattributed", "unattributed_reason": "witnessed"}, []),
    ("the outlet's analysis", {"status": "unattributed", "unattributed_reason": "analysis"}, []),
    ("marked as in need", {"status": "unattributed", "unattributed_reason": "needs_source"}, ["needs_source"]),
    ("a reason left over", {"status": "organization", "unattributed_reason": "needs_source"}, []),
    ("nobody spoke at all", {"status": "unattributed", "channel": "CNN"}, []),
    # quotations
    ("quoted, by whom?", {"status": "unattributed", "text": QUOTED}, ["quotation_without_speaker"]),
    ("quoted, runs on", {"status": "unattributed", "text": "“We will not wait for another winter."}, None),
    ("straight marks", {"status": "unattributed", "text": 'Signs read "no more winters like this one".'}, None),
    ("with a speaker", {"status": "named_person", "text": f"{QUOTED} Ann Ray said."}, []),
    ("a title", {"status": "unattributed", "text": "She starred in “The Long Way Home” in 1999."}, []),
    ("inches", {"status": "unattributed", "text": 'The 12" pipe is older than any of the 14" ones here.'}, []),
    # other outlets
    ("according to CNN", {"status": "media_report"}, ["repeats_another_outlet"]),
    ("an outlet is said once", {"status": "media_report", "channel": "CNN"}, ["repeats_another_outlet"]),
    ("an outlet, and evidence", {"status": "media_report", "evidence": 1}, []),
    ("a named official on CNN", {"status": "named_official", "channel": "CNN"}, ["second_hand"]),
    (
        "an unnamed official on CNN",
        {"status": "unnamed_official", "channel": "CNN", "outlet": "The Example Times"},
        [OFFICIAL, HOW, "second_hand"],
    ),
    ("told to the article's own outlet", {"status": "named_person", "channel": "CNN", "outlet": "CNN"}, []),
    (
        "its own outlet, written otherwise",
        {"status": "document", "channel": "the Example  Times", "outlet": "The EXAMPLE Times"},
        [],
    ),
    # verdicts
    ("verified, how?", {"status": "document", "verdict": "verified"}, ["verified_without_evidence"]),
    ("verified and shown", {"status": "document", "verdict": "verified", "evidence": 1}, []),
    (
        "verified public record",
        {"status": "unattributed", "unattributed_reason": "established", "verdict": "verified"},
        [],
    ),
    (
        "verified, nobody confirmed that she said it",
        {"status": "named_person", "verdict": "verified", "said": "unverified", "evidence": 1},
        ["verified_though_not_said"],
    ),
    (
        "verified, and she said otherwise",
        {"status": "named_person", "verdict": "verified", "said": "disputed", "evidence": 1},
        ["verified_though_not_said"],
    ),
    ("verified and said so", {"status": "document", "verdict": "verified", "said": "verified", "evidence": 1}, []),
    ("not verified, not said", {"status": "document", "verdict": "unverified", "said": "unverified"}, []),
    ("nobody to say it", {"status": "hedged", "verdict": "verified", "said": "unverified", "evidence": 1}, None),
    (
        "unverified, goes out tomorrow",
        {"status": "document", "verdict": "unverified", "is_to_come": True},
        ["unconfirmed_before_publication"],
    ),
    (
        "disputed, goes out tomorrow",
        {"status": "document", "verdict": "disputed", "is_to_come": True},
        ["unconfirmed_before_publication"],
    ),
    ("a verdict that fits", {"status": "document", "verdict": "unverified", "verdict_version": 2, "version": 3}, []),
    (
        "a verdict on another review",
        {"status": "document", "verdict": "unverified", "is_verdict_stale": True, "verdict_version": 2, "version": 3},
        ["verdict_set_before_review_changed"],
    ),
    ("unverified, out long ago", {"status": "document", "verdict": "unverified"}, []),
    ("not checked yet, goes out tomorrow", {"status": "document", "is_to_come": True}, []),
]
#: Rows that only say that a rule fires.
FIRES = (
    {"“two anonymous people”": "source_not_described"}
    | dict.fromkeys(["quoted, runs on", "straight marks"], "quotation_without_speaker")
    | {"nobody to say it": "hedged_without_source"}
)


#: Whoever is named has a name, unless a row is about that.
_NAMES = {"named_official": "Mayor Ann Ray", "named_person": "Ann Ray"}


def rules_for(claim):
    usual = {"text": "The vote was lost.", "source": _NAMES.get(claim["status"], "")}
    return [finding.rule for finding in findings_for_claim(**(usual | claim))]


@pytest.mark.parametrize(("name", "claim", "rules"), CASES, ids=[case[0] for case in CASES])
def test_rule(name, claim, rules):
    if rules is None:
        assert FIRES[name] in rules_for(claim)
    else:
        assert rules_for(claim) == rules


def test_every_rule_fires_somewhere():
    assert {rule.name for rule in CLAIM_RULES} == {name for case in CASES for name in rules_for(case[1])}


def test_every_rule_says_whose_practice_it_follows_and_when_it_is_silent():
    assert len(BY_NAME) == len(RULES)
    for rule in RULES:
        assert rule.follows.startswith(("AP", "BBC: ", "Reuters: ", "The New York Times: "))
        assert rule.label
        assert rule.check.__doc__


def test_every_status_has_a_case():
    assert {case[1]["status"] for case in CASES} == set(SourcingStatus)


def test_every_reason_and_verdict_is_known():
    assert {case[1].get("unattributed_reason", "") for case in CASES} == {"", *UnattributedReason.values}
    assert {case[1].get("verdict", "pending") for case in CASES} <= set(Verdict.values)


def test_plain_strings_are_the_stored_values():
    assert {status for status in SourcingStatus if status.is_unnamed} == UNNAMED
    assert {status for status in SourcingStatus if not status.has_speaker} == WITHOUT_SPEAKER
    assert set(SourcingStatus) - WITHOUT_SPEAKER == SPEAKING | {SourcingStatus.MEDIA_REPORT}


def test_enum_members_serve_as_well_as_strings():
    (finding,) = findings_for_claim(status=SourcingStatus.HEDGED)
    assert finding.rule == "hedged_without_source"


def test_sentence_stands_by_itself():
    finding, *_ = findings_for_claim(status="unnamed_source")
    assert finding.sentence == "Relies on an unnamed source alone, with neither name nor office given."


def test_unnamed_official_is_worded_apart_from_unnamed_source():
    official, *_ = findings_for_claim(status="unnamed_official")
    assert official.sentence == "Relies on an unnamed official alone and needs a second source or an editor’s consent."


def test_second_hand_says_through_whom():
    (finding,) = findings_for_claim(status="organization", channel="the  Example\nWire")
    assert finding.sentence == "Is second-hand: the source spoke to the Example Wire."


def test_a_rule_that_is_switched_off_is_silent():
    assert findings_for_claim(status="hedged", weights={"hedged_without_source": None}) == []


def test_a_desk_may_give_a_rule_another_weight():
    (finding,) = findings_for_claim(status="hedged", weights={"hedged_without_source": Severity.NOTE, "gone": None})
    assert finding.severity is Severity.NOTE

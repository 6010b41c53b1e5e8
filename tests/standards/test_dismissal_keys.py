"""A dismissal is stored under a rule's name and a finding's words: this table is what is stored out there."""

import pytest

from factcheck.standards import RULES, CreditedArticle, RulesArticle, RulesClaim, apply_rules
from factcheck.standards.dismissal_keys import GATHERED, keys_of

MEETING = "The council met in Gdansk on the Norcorp welders."
ALONE = {"status": "unnamed_source", "source": "a banker", "text": MEETING}
WIRE = {"status": "media_report", "source": "the Example Wire", "text": "Norcorp dismissed 300 welders in Gdansk."}
LATER = {"status": "unattributed", "text": "The dismissal of the welders by Norcorp shook Gdansk."}
LOADED = CreditedArticle("Example Wire", "Welders to go", "5 of its 8 claims rely on unnamed sources")

#: Rule, the claims of an article where it fires, and its words for one claim.
KEYS = [
    (
        "attribution_dropped",
        [WIRE, LATER],
        "states as fact what claim 1 credits to the Example Wire",
    ),
    (
        "attribution_dropped",
        [WIRE | {"status": "hedged", "source": ""}, LATER],
        "states as fact what claim 1 hedges",
    ),
    (
        "attribution_dropped",
        [WIRE | {"status": "unnamed_source", "source": ""}, LATER],
        "states as fact what claim 1 credits to an unnamed source",
    ),
    (
        "unnamed_source_alone",
        [ALONE],
        "relies on an unnamed source alone, with neither name nor office given",
    ),
    (
        "unnamed_official_alone",
        [ALONE | {"status": "unnamed_official"}],
        "relies on an unnamed official alone and needs a second source or an editor’s consent",
    ),
    (
        "source_not_described",
        [ALONE | {"source": "two  sources"}],
        "describes its source only as “two sources”",
    ),
    (
        "not_said_how_they_know",
        [ALONE],
        "doesn’t say how the source knows",
    ),
    (
        "opinion_of_unnamed_source",
        [ALONE | {"text": "The plan is a disaster, a banker said."}],
        "gives an unnamed source’s opinion or speculation (“disaster”)",
    ),
    (
        "hedged_without_source",
        [{"status": "hedged"}],
        "is hedged and names no source",
    ),
    (
        "needs_source",
        [{"status": "unattributed", "unattributed_reason": "needs_source"}],
        "is in the outlet’s own voice and needs a source",
    ),
    (
        "quotation_without_speaker",
        [{"status": "unattributed", "text": "“We will not wait for another winter like this.”"}],
        "quotes somebody and doesn’t say whom",
    ),
    (
        "repeats_another_outlet",
        [WIRE],
        "relies on another outlet’s reporting",
    ),
    (
        "second_hand",
        [{"status": "named_person", "channel": "the  Example Wire"}],
        "is second-hand: the source spoke to the Example Wire",
    ),
    (
        "verified_without_evidence",
        [{"status": "document", "verdict": "verified"}],
        "is verified, but no evidence is attached",
    ),
    (
        "verdict_set_before_review_changed",
        [{"status": "document", "verdict": "unverified", "is_verdict_stale": True, "verdict_version": 2, "version": 3}],
        "has a verdict that was set before the review changed (decision 2 of 3)",
    ),
    (
        "unconfirmed_before_publication",
        [{"status": "document", "verdict": "disputed", "is_to_come": True}],
        "is disputed and about to be published",
    ),
    (
        "unconfirmed_before_publication",
        [{"status": "document", "verdict": "unverified", "is_to_come": True}],
        "is unverified and about to be published",
    ),
    (
        "one_origin",
        [WIRE] * 3,
        "comes from a single source: the Example Wire",
    ),
    (
        "rests_on_an_article_loaded_here",
        [WIRE],
        "relies on Example Wire, whose article “Welders to go” is loaded here: "
        "5 of its 8 claims rely on unnamed sources",
    ),
    (
        "no_reason_for_anonymity",
        [ALONE | {"tells_why_unnamed": False}],
        "doesn’t say why the source is not named",
    ),
    (
        "verified_though_not_said",
        [{"status": "document", "verdict": "verified", "said": "unverified"}],
        "is verified, although nobody could confirm that the source said it",
    ),
    (
        "verified_though_not_said",
        [{"status": "document", "verdict": "verified", "said": "disputed"}],
        "is verified, although the source said otherwise",
    ),
    (
        "named_without_name",
        [{"status": "named_official"}],
        "says its source is a named official, but no name is given",
    ),
    (
        "attribution_far_away",
        [{"status": "named_person", "source": "Ann Ray", "distance": 2}],
        "is attributed more than a sentence away",
    ),
    (
        "person_not_described",
        [{"status": "named_person", "source": "Ann Ray", "text": "It rained, Ann Ray said."}],
        "names Ann Ray and doesn’t say who that is",
    ),
]
#: Of the rules that hold the text against itself: rule, a text, and the words for one claim.
TEXT_KEYS: list[tuple[str, str, str]] = [
    (
        "headline",
        "12 Die in Fire\n\nA fire in which 14 people died.",
        "doesn’t agree with the headline: the headline has 12, the text 14",
    ),
    ("name_variant", "News\n\nAnn Kiedis sang and Keidis bowed.", "spells one name two ways: “Kiedis” and “Keidis”"),
    ("sum", "News\n\nOf the 20 boats, 12 sank and five drifted.", "doesn’t add up: 12 + 5 = 17, the text says 20"),
    (
        "percentage",
        "News\n\nSales rose 30 percent, from 200 to 250.",
        "gives a change or share that doesn’t fit its numbers: from 200 to 250 is a change of 25 percent, the text says 30 percent",
    ),
    (
        "unit",
        "News\n\nIt is 10 miles (26 kilometers) away.",
        "gives amounts that don’t agree: 10 miles is 16.1 kilometers, the text says 26",
    ),
    ("date", "News\n\nHe ruled from 1990 to 1980.", "gives dates that don’t agree: the text goes from 1990 to 1980"),
    (
        "age",
        "News\n\nAnn Marlowe, 45, sang, and then Marlowe, 47, bowed.",
        "gives ages that don’t agree: Marlowe is 45 and 47",
    ),
    (
        "role",
        "News\n\nSen. Ann Marlowe sang. It rained, but Rep. Marlowe bowed.",
        "gives one person offices or pronouns that don’t agree: Marlowe is “Sen” and “Rep”",
    ),
    (
        "quotation",
        "News\n\n“We lost our homes and our pride that night.”\n\n“We lost our jobs and our pride that night.”",
        "gives one quotation in two wordings: “lost our homes and our” and “lost our jobs and our”",
    ),
    (
        "count",
        "News\n\nIt failed for two reasons: cost, time and weather.",
        "announces a number that its list doesn’t have: the text announces two reasons, the list has 3",
    ),
    (
        "quantity",
        "News\n\nThe blast killed 12 miners.\n\nThe 14 miners who were killed were young.",
        "gives two numbers for what looks like one thing: 12 and 14 miner",
    ),
    (
        "second_reference",
        "News\n\nPenhallow said no.",
        "uses a name that was not introduced: “Penhallow” appears by itself, and no full name or post is given",
    ),
]
#: Rule, its words as they were stored once, and as they are now.
FORMER = [
    (
        "unnamed_source_alone",
        "rests on an unnamed source alone, described by neither name nor office",
        "relies on an unnamed source alone, with neither name nor office given",
    ),
    (
        "unnamed_official_alone",
        "rests on an unnamed official alone and needs a second source or an editor’s consent",
        "relies on an unnamed official alone and needs a second source or an editor’s consent",
    ),
    (
        "source_not_described",
        "says no more of its source than “two sources”",
        "describes its source only as “two sources”",
    ),
    (
        "repeats_another_outlet",
        "repeats another outlet; no first-hand source is given",
        "relies on another outlet’s reporting",
    ),
    (
        "needs_source",
        "stands in the outlet’s own voice and needs a source",
        "is in the outlet’s own voice and needs a source",
    ),
    (
        "verdict_set_before_review_changed",
        "has a verdict that was set before the review changed (judged by decision 2 of 3)",
        "has a verdict that was set before the review changed (decision 2 of 3)",
    ),
    ("verified_without_evidence", "is verified, without evidence", "is verified, but no evidence is attached"),
    ("one_origin", "leads back to one origin: the Example Wire", "comes from a single source: the Example Wire"),
    (
        "rests_on_an_article_loaded_here",
        "rests on Example Wire, whose article “Welders to go” is loaded here: "
        "5 of its 8 claims rest on unnamed sources or hedges, 1 on other outlets",
        "relies on Example Wire, whose article “Welders to go” is loaded here: "
        "5 of its 8 claims rely on unnamed sources or hedges, 1 on other outlets",
    ),
    (
        "attribution_dropped",
        "states as fact what claim 1 hedges",
        "states as fact what claim 1 credits to an unnamed source",
    ),
]
CONTRACT = (
    "A dismissal is looked up by its rule’s name and the finding’s words (decision 33). Whoever changes either opens "
    "every finding again that somebody dismissed, unless a row of _FORMER says what the words were before: give it "
    "one, and rows here."
)


def words_for_one_claim(rule, claims):
    claims = tuple(RulesClaim(label=str(number), **claim) for number, claim in enumerate(claims, 1))
    text = " ".join(claim.text for claim in claims)
    findings = apply_rules(RulesArticle(claims, text=text, credited_articles=(LOADED,)))
    every = [finding for of_claim in findings.claims for finding in of_claim]
    every += [shared.finding for shared in findings.of_article]
    return {finding.one for finding in every if finding.rule == rule}


@pytest.mark.parametrize(("rule", "claims", "words"), KEYS)
def test_the_words_of_a_finding_stay_as_they_were_dismissed(rule, claims, words):
    assert words_for_one_claim(rule, claims) == {words}, CONTRACT


@pytest.mark.parametrize(("rule", "text", "words"), TEXT_KEYS)
def test_the_words_on_a_text_stay_as_they_were_dismissed(rule, text, words):
    claims = (RulesClaim("unattributed", label="1", text=text, start=0, end=len(text)),)
    (findings,) = apply_rules(RulesArticle(claims, text=text)).claims
    assert {finding.one for finding in findings if finding.rule == rule} == {words}, CONTRACT


def test_every_rule_keeps_its_name_and_has_its_words_here():
    assert {rule.name for rule in RULES} == {rule for rule, _, _ in KEYS + TEXT_KEYS}, CONTRACT


@pytest.mark.parametrize(("rule", "former", "now"), FORMER)
def test_what_was_dismissed_in_former_words_stays_dismissed(rule, former, now):
    assert keys_of(rule, former) == keys_of(rule, now), CONTRACT


@pytest.mark.parametrize(("rule", "claims", "words"), KEYS)
def test_former_words_cover_no_other_finding(rule, claims, words):
    same = [other for other_rule, _, other in KEYS if keys_of(other_rule, other) == keys_of(rule, words)]
    assert same == [words] or rule == "attribution_dropped"


def test_a_dismissal_of_several_parts_covers_each_and_no_other():
    parts = ["doesn’t say how the source knows", "describes its source only as “sources”"]
    both = keys_of("source_not_described", "; ".join(parts))
    assert both == [key for part in parts for key in keys_of("not_said_how_they_know", part)]
    assert not set(both) & set(keys_of("source_not_described", "describes its source only as “people”"))
    assert {len(keys_of(rule, words)) for rule, _, words in KEYS if rule in GATHERED} == {1}

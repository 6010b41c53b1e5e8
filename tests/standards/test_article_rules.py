"""The rules that need the whole article, on made-up news."""

import pytest

from factcheck.standards import CreditedArticle, RulesArticle, RulesClaim, apply_rules, findings_for_article
from factcheck.standards.article_rules import origins_of
from factcheck.standards.table import ARTICLE_RULES

BRIDGE = "Lisbon will close the Vasco bridge for repairs in June"


def article_of(*claims, **fields):
    claims = tuple(RulesClaim(label=str(number), **claim) for number, claim in enumerate(claims, 1))
    return RulesArticle(claims, text=" ".join(claim.text for claim in claims), **fields)


def told(rule, *claims, **fields):
    """What one rule says of an article, each as “claims: words”."""
    weights = {other.name: None for other in ARTICLE_RULES if other.name != rule}
    article = article_of(*claims, **fields)
    findings = apply_rules(article, weights=weights)
    labels = [claim.label for claim in article.claims]
    gathered = findings_for_article(zip(labels, findings.claims, strict=True), findings.of_article)
    return [finding.sentence for finding in gathered if finding.rule == rule]


def credited(text=f"{BRIDGE}, according to the Example Wire.", **more):
    return {"status": "media_report", "source": "the Example Wire", "text": text} | more


def own(text, **more):
    return {"status": "unattributed", "text": text} | more


#: What else an article about a bridge says of it.
ABOUT_THE_BRIDGE = [own(f"The bridge carries {number} lanes.") for number in (4, 6)]
DROPPED = "Claim 2 states as fact what claim 1 credits to the Example Wire."


@pytest.mark.parametrize(
    ("second", "sentences"),
    [
        (own("The closing of the Vasco bridge comes as Lisbon rebuilds its harbour."), [DROPPED]),
        (own("Lisbon's decision to close the Vasco bridge angered commuters."), [DROPPED]),
        (own("Closing the Vasco bridge could split Lisbon in two."), []),  # only supposed
        (own("If Lisbon closes the Vasco bridge, ferries will be full."), []),
        (own("The Vasco bridge opened in Lisbon in 1998."), []),  # the same place, something else
        (own("Commuters in Lisbon are used to closed roads."), []),
        (own("Lisbon closes the Vasco bridge every year.", unattributed_reason="established"), []),
        ({"status": "named_official", "text": "Mayor Ray said Lisbon would close the Vasco bridge."}, []),
    ],
)
def test_attribution_dropped(second, sentences):
    assert told("attribution_dropped", credited(), second, *ABOUT_THE_BRIDGE) == sentences


def test_a_hedge_dropped_and_a_second_hand_claim():
    hedged = {"status": "hedged", "text": "Norcorp reportedly dismissed 300 welders in Gdansk."}
    later = own("The dismissal of the welders in Gdansk came a week before the holidays.")
    assert told("attribution_dropped", hedged, later) == ["Claim 2 states as fact what claim 1 hedges."]
    aired = credited("A guard told Example Radio that Norcorp dismissed 300 welders in Gdansk.") | {
        "status": "unnamed_source",
        "source": "A guard",
        "channel": "Example Radio",
    }
    assert told("attribution_dropped", aired, later) == [
        "Claim 2 states as fact what claim 1 credits to Example Radio."
    ]


def test_who_says_it_is_not_what_is_said():
    first = credited("The Example Wire of Lisbon said that banks closed early.", source="The Example Wire of Lisbon")
    assert (
        told("attribution_dropped", first, own("A new Example Wire office opens in Lisbon, near closed banks.")) == []
    )


def test_a_word_that_the_whole_article_has_does_not_make_two_sentences_the_same():
    claims = [own(f"The strike at Norcorp in Gdansk went into day {number}.") for number in range(4, 8)]
    first = credited("The strike at Norcorp in Gdansk will end, according to the Example Wire.")
    assert told("attribution_dropped", first, *claims) == []


def test_stated_first_and_credited_later_is_not_dropped():
    assert told("attribution_dropped", own(f"{BRIDGE}."), credited()) == []


def test_what_is_credited_to_nobody_by_name_hedges_nothing():
    said = {"status": "unnamed_source", "source": "", "text": "Norcorp dismissed 300 welders in Gdansk, it was said."}
    later = own("The dismissal of the welders in Gdansk came a week before the holidays.")
    assert told("attribution_dropped", said, later) == [
        "Claim 2 states as fact what claim 1 credits to an unnamed source."
    ]


def test_own_reporting_is_no_origin_and_is_not_borrowed():
    mine = {"status": "media_report", "source": "The Post", "text": "The Post found a leak.", "is_own_reporting": True}
    assert origins_of(article_of(mine, mine, mine)) == []
    assert told("one_origin", mine, mine, mine) == []


@pytest.mark.parametrize(("distance", "is_far"), [(0, False), (1, False), (2, True)])
def test_attribution_far_away(distance, is_far):
    sentences = told("attribution_far_away", {"status": "named_person", "source": "Ann Ray", "distance": distance})
    assert sentences == (["Claim 1 is attributed more than a sentence away."] if is_far else [])


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("The street flooded twice, Ann Ray said.", False),
        ("“It flooded twice,” said Ann Ray.", False),
        ("According to Ann Ray, the street flooded twice.", False),
        ("The street flooded twice, said Ann Ray, who lives there.", True),
        ("Ann Ray, 43, saw the flood.", True),
        ("Ann Ray (Greens) saw the flood.", True),
        ("Neighbours such as baker Ann Ray saw the flood.", True),
        ("The flood was seen by Dr. Ann Ray.", True),
        ("Ann Ray of Norcorp saw the flood.", True),
        ("Ann Ray saw the flood. Ray, a baker, has lived there for years.", True),
        ("The flood came. Ann Ray, said to have seen it, left.", False),
        ("Murray of the council was there, and Ann Ray said so.", False),
    ],
)
def test_person_not_described(text, is_told):
    person = {"status": "named_person", "source": "Ann Ray", "text": text}
    sentences = told("person_not_described", person)
    assert sentences == ([] if is_told else ["Claim 1 names Ann Ray and doesn’t say who that is."])


def test_a_person_is_asked_after_once_and_not_when_the_source_is_known():
    person = {"status": "named_person", "source": "she", "origin": "Ann Ray", "text": "She said so."}
    assert len(told("person_not_described", person, person)) == 1
    assert told("person_not_described", person | {"described": "a baker"}) == []
    assert told("person_not_described", person | {"origin": "Ronaldo"}) == []


def test_many_claims_of_one_outlet():
    aired = {"status": "named_person", "source": "Ann Ray", "channel": "Example Radio"}
    radio = credited(source="Example Radio")
    assert told("one_origin", radio, aired, own("It rained."), radio) == [
        "Claims 1, 2 and 4 come from a single source: Example Radio."
    ]
    assert told("one_origin", radio, aired) == []
    assert told("one_origin", *[aired | {"outlet": "Example Radio"}] * 4) == []


def test_most_claims_of_one_source():
    mayor = {"status": "named_official", "source": "he", "origin": "Tom Berg"}
    court = {"status": "document", "source": "court records"}
    assert told("one_origin", *[mayor] * 5, court) == ["Claims 1–5 come from a single source: Tom Berg."]
    assert told("one_origin", *[mayor] * 5, *[court] * 3) == []
    assert told("one_origin", *[mayor] * 4) == []


def test_distinct_origins_are_counted_once_for_all_their_forms():
    claims = [
        credited(source="The Example Wire"),
        {"status": "named_official", "source": "Berg", "channel": "the Example Wire"},
        {"status": "named_official", "source": "he", "origin": "Tom Berg"},
        {"status": "named_official", "source": "Berg", "origin": "Tom Berg"},
        {"status": "named_official", "source": "Berg", "origin": "Tom Berg"},
        {"status": "hedged"},
        own("It rained."),
    ]
    assert [(origin.name, len(origin.places)) for origin in origins_of(article_of(*claims))] == [
        ("Tom Berg", 3),
        ("The Example Wire", 2),
    ]


def test_an_article_loaded_here_says_what_it_rests_on():
    credited_article = CreditedArticle("Example Wire", "Bridge to close", "5 of its 8 claims rely on unnamed sources")
    assert told("rests_on_an_article_loaded_here", credited(), credited_articles=(credited_article,)) == [
        "Claim 1 relies on Example Wire, whose article “Bridge to close” is loaded here: "
        "5 of its 8 claims rely on unnamed sources."
    ]
    assert (
        told("rests_on_an_article_loaded_here", credited(source="Example Radio"), credited_articles=(credited_article,))
        == []
    )


def test_findings_of_the_article_stand_beside_none_of_its_claims():
    findings = apply_rules(article_of(*[credited()] * 3))
    assert [(shared.rule, shared.is_of_article) for shared in findings.of_article] == [("one_origin", True)]
    assert {finding.rule for claim_findings in findings.claims for finding in claim_findings} == {
        "repeats_another_outlet"
    }


@pytest.mark.parametrize("text", ["", "“", "…", "ʼ", "\x00", "Ann", "“" * 50, "٣ ٤ ٥", "🇶🇦 🇶🇦"])
def test_any_text_is_taken(text):
    claims = [{"status": status, "text": text, "source": text} for status in ("unattributed", "hedged", "named_person")]
    apply_rules(article_of(*claims))

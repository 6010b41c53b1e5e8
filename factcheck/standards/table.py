"""All rules of the desk in one table: how grave each is, what it looks for, and whose practice it follows.

A rule's name is that of its function. Name and words are the key of its dismissals (decision 33); the severity, the
heading and the practice are not, and may be changed freely.

The practice is that of the agencies’ and broadcasters’ published rules: The Associated Press (News Values and
Principles; “When is it OK to use anonymous sources?”), Reuters (Handbook of Journalism, “The Essentials of Reuters
sourcing”), the BBC (Editorial Guidelines, Accuracy), The New York Times (Confidential News Sources Policy).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from factcheck.standards import article_rules, rules
from factcheck.standards.article_rules import PlacedRemark
from factcheck.standards.consistency import ArticleText, Disagreement
from factcheck.standards.consistency import rules as consistency
from factcheck.standards.finding import Finding, Severity
from factcheck.standards.inputs import RulesArticle, RulesClaim
from factcheck.standards.rules import Remark

#: What a desk has changed of the table, by rule: another severity, or None for a rule that is switched off.
Weights = Mapping[str, Severity | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    severity: Severity
    #: What it looks for, as a heading.
    label: str
    #: A sentence that names the practice it follows.
    follows: str

    def finding(self, name: str, remark: Remark, weights: Weights) -> Finding | None:
        """The remark as a finding; None when the rule is switched off."""
        severity = weights.get(name, self.severity)
        return Finding(name, remark.one, remark.many, severity, self.follows) if severity else None


@dataclass(frozen=True, slots=True)
class ClaimRule(_Rule):
    """A rule that looks at one claim."""

    check: Callable[[RulesClaim], Remark | None]

    @property
    def name(self) -> str:
        """Stored with dismissals and in frozen reports, so it stays as it is."""
        return self.check.__name__


@dataclass(frozen=True, slots=True)
class ArticleRule(_Rule):
    """A rule that needs the whole article."""

    check: Callable[[RulesArticle], Iterable[PlacedRemark]]
    #: Whether it remarks on the article as a whole, and beside none of its claims.
    is_of_article: bool = False

    @property
    def name(self) -> str:
        return self.check.__name__


@dataclass(frozen=True, slots=True)
class TextRule(_Rule):
    """A rule that holds the article’s text against itself."""

    check: Callable[[ArticleText], Iterable[Disagreement]]
    #: The words before what doesn't agree, of one claim and of several.
    one: str
    many: str

    @property
    def name(self) -> str:
        return self.check.__name__

    def remark(self, disagreement: Disagreement) -> Remark:
        return Remark(f"{self.one}: {disagreement.message}", f"{self.many}: {disagreement.message}")


_FIRST_HAND = "BBC: gather information first hand, or talk to first-hand sources and corroborate what they say."
_CREDIBLE = "AP: attribution must establish a source’s credibility; simply quoting “a source” is not allowed."
_SECOND = "AP routinely seeks and requires more than one source when sourcing is anonymous."
_REASON = "AP: explain in the story why the source asked for anonymity."
_SOURCED = "Reuters: source every statement, unless it is an established fact, public, or seen by the reporter."
_ATTRIBUTED = "AP: attribute any disputable fact that was not witnessed, gathered or confirmed on our own."
_KNOWING = "The New York Times: tell readers why we consider a source authoritative whom we don’t name."
_FACTS = "AP: material from anonymous sources is information and not opinion or speculation."
_QUOTES = "Reuters: make sure the source of a quotation is identified as quickly as possible."
_NEAR = "AP: put attribution just before or after the information, in the same sentence, unless context is clear."
_NAMED = "Reuters: identify sources by name and position, so that readers can tell how close they are to it."
_SINGLE = "BBC: be reluctant to rely on a single source."
_SOUND = "BBC: output must be well sourced, based on sound evidence and thoroughly tested."

CLAIM_RULES: tuple[ClaimRule, ...] = (
    ClaimRule(Severity.SERIOUS, "One unnamed source alone", _SECOND, rules.unnamed_source_alone),
    ClaimRule(Severity.CONCERN, "One unnamed official alone", _SECOND, rules.unnamed_official_alone),
    ClaimRule(Severity.CONCERN, "Unnamed source not described", _CREDIBLE, rules.source_not_described),
    ClaimRule(Severity.NOTE, "Doesn’t say how an unnamed source knows", _KNOWING, rules.not_said_how_they_know),
    ClaimRule(Severity.NOTE, "No reason for anonymity", _REASON, rules.no_reason_for_anonymity),
    ClaimRule(Severity.CONCERN, "Opinion of an unnamed source", _FACTS, rules.opinion_of_unnamed_source),
    ClaimRule(Severity.SERIOUS, "Hedged without a source", _SOURCED, rules.hedged_without_source),
    ClaimRule(Severity.SERIOUS, "Needs a source", _ATTRIBUTED, rules.needs_source),
    ClaimRule(Severity.SERIOUS, "Quotation without a speaker", _QUOTES, rules.quotation_without_speaker),
    ClaimRule(Severity.CONCERN, "Another outlet’s reporting", _FIRST_HAND, rules.repeats_another_outlet),
    ClaimRule(Severity.CONCERN, "Second-hand", _FIRST_HAND, rules.second_hand),
    ClaimRule(Severity.CONCERN, "Verified, no evidence attached", _SOUND, rules.verified_without_evidence),
    ClaimRule(Severity.CONCERN, "Verified, but not what the source said", _SOUND, rules.verified_though_not_said),
    ClaimRule(Severity.CONCERN, "Named source without a name", _NAMED, rules.named_without_name),
    ClaimRule(
        Severity.SERIOUS, "Verdict set before the review changed", _SOUND, rules.verdict_set_before_review_changed
    ),
    ClaimRule(Severity.SERIOUS, "Unconfirmed, about to be published", _SOUND, rules.unconfirmed_before_publication),
)

ARTICLE_RULES: tuple[ArticleRule, ...] = (
    ArticleRule(Severity.SERIOUS, "Attribution dropped later", _NEAR, article_rules.attribution_dropped),
    ArticleRule(Severity.CONCERN, "Many claims from one source", _SINGLE, article_rules.one_origin, is_of_article=True),
    ArticleRule(
        Severity.NOTE,
        "Relies on an article loaded here",
        _FIRST_HAND,
        article_rules.rests_on_an_article_loaded_here,
        is_of_article=True,
    ),
    ArticleRule(Severity.NOTE, "Attribution too far away", _NEAR, article_rules.attribution_far_away),
    ArticleRule(Severity.NOTE, "Person not described", _NAMED, article_rules.person_not_described),
)

_AGREES = "BBC: check and cross-check facts; what an article says twice has to agree."
_ADDS_UP = "BBC: check and cross-check facts; numbers given together have to add up."
_INTRODUCED = "AP: give the full name on first reference; surname or short form alone come after that."

TEXT_RULES: tuple[TextRule, ...] = (
    TextRule(
        Severity.SERIOUS,
        "Headline and text don’t agree",
        _AGREES,
        consistency.headline,
        "doesn’t agree with the headline",
        "don’t agree with the headline",
    ),
    TextRule(
        Severity.SERIOUS,
        "Name spelled two ways",
        _AGREES,
        consistency.name_variant,
        "spells one name two ways",
        "spell one name two ways",
    ),
    TextRule(Severity.SERIOUS, "Sum that doesn’t add up", _ADDS_UP, consistency.sum, "doesn’t add up", "don’t add up"),
    TextRule(
        Severity.SERIOUS,
        "Percentage that doesn’t fit its numbers",
        _ADDS_UP,
        consistency.percentage,
        "gives a change or share that doesn’t fit its numbers",
        "give a change or share that doesn’t fit its numbers",
    ),
    TextRule(
        Severity.SERIOUS,
        "Amounts that don’t agree",
        _ADDS_UP,
        consistency.unit,
        "gives amounts that don’t agree",
        "give amounts that don’t agree",
    ),
    TextRule(
        Severity.SERIOUS,
        "Dates that don’t agree",
        _AGREES,
        consistency.date,
        "gives dates that don’t agree",
        "give dates that don’t agree",
    ),
    TextRule(
        Severity.CONCERN,
        "Ages that don’t agree",
        _AGREES,
        consistency.age,
        "gives ages that don’t agree",
        "give ages that don’t agree",
    ),
    TextRule(
        Severity.CONCERN,
        "Offices or pronouns that don’t agree",
        _AGREES,
        consistency.role,
        "gives one person offices or pronouns that don’t agree",
        "give one person offices or pronouns that don’t agree",
    ),
    TextRule(
        Severity.CONCERN,
        "Quotation in two wordings",
        _AGREES,
        consistency.quotation,
        "gives one quotation in two wordings",
        "give one quotation in two wordings",
    ),
    TextRule(
        Severity.CONCERN,
        "Count that doesn’t fit its list",
        _ADDS_UP,
        consistency.count,
        "announces a number that its list doesn’t have",
        "announce a number that the list doesn’t have",
    ),
    TextRule(
        Severity.CONCERN,
        "Two numbers for one thing",
        _AGREES,
        consistency.quantity,
        "gives two numbers for what looks like one thing",
        "give two numbers for what looks like one thing",
    ),
    TextRule(
        Severity.NOTE,
        "Name or short form not introduced",
        _INTRODUCED,
        consistency.second_reference,
        "uses a name that was not introduced",
        "use a name that was not introduced",
    ),
)
Rule = ClaimRule | ArticleRule | TextRule

#: In the order in which findings of the same weight are listed.
RULES: tuple[Rule, ...] = (ARTICLE_RULES[0], *TEXT_RULES[:-1], *CLAIM_RULES, *ARTICLE_RULES[1:], TEXT_RULES[-1])
BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}

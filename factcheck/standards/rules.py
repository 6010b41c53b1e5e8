"""One small function for each rule on a claim: it takes the claim and returns a remark or None.

The rules judge what the text says and what the desk has to show for it. The wordings they look for in a claim are in
``patterns``; the rules that need the whole article are in ``article_rules``; ``table`` lists them all.

The name of a rule's function and the words of its remark on one claim are the key of its dismissals (decision 33).
Whoever changes the words says in ``dismissal_keys`` what they were before, or opens every finding that somebody
dismissed.
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.standards import patterns
from factcheck.standards.inputs import WITHOUT_SPEAKER, RulesClaim


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says: the words continue “Claim 4 …” and “Claims 4 and 9 …”."""

    #: Stored with a dismissal, and what it is looked up by.
    one: str
    many: str


def unnamed_source_alone(claim: RulesClaim) -> Remark | None:
    """Nobody else confirms it. Silent once the desk has a second source or evidence that supports it."""
    if not claim.is_unnamed or claim.status != "unnamed_source" or _has_another(claim):
        return None
    says = "on an unnamed source alone, with neither name nor office given"
    return Remark(f"relies {says}", f"rely {says}")


def unnamed_official_alone(claim: RulesClaim) -> Remark | None:
    """The same where the office is given."""
    if not claim.is_unnamed or claim.status != "unnamed_official" or _has_another(claim):
        return None
    says = "on an unnamed official alone and"
    needs = "a second source or an editor’s consent"
    return Remark(f"relies {says} needs {needs}", f"rely {says} need {needs}")


def source_not_described(claim: RulesClaim) -> Remark | None:
    """“Sources”, “a person”: neither position nor way of knowing.

    Silent as soon as the text says anything more of them (“sources close to the board”), and for offices.
    """
    if not claim.is_unnamed or claim.status != "unnamed_source" or not patterns.is_bare(claim.source):
        return None
    source = " ".join(claim.source.split())
    return Remark(f"describes its source only as “{source}”", f"describe their source only as “{source}”")


def not_said_how_they_know(claim: RulesClaim) -> Remark | None:
    """Nothing says why a source without a name should know. Silent when the claim or the desk's answer says it."""
    if not claim.is_unnamed or not claim.text or _is_yes(claim.how_source_knows):
        return None
    if patterns.tells_how_they_know(claim.source) or patterns.tells_how_they_know(claim.text):
        return None
    return Remark("doesn’t say how the source knows", "don’t say how the source knows")


def no_reason_for_anonymity(claim: RulesClaim) -> Remark | None:
    """The article never says why its sources aren’t named.

    Silent as soon as one sentence of it does, wherever that is, and for claims where the desk wrote the reason down.
    """
    if not claim.is_unnamed or claim.tells_why_unnamed or claim.anonymity_reason.strip():
        return None
    says = "why the source is not named"
    return Remark(f"doesn’t say {says}", f"don’t say {says}")


def opinion_of_unnamed_source(claim: RulesClaim) -> Remark | None:
    """What somebody without a name thinks or guesses. Silent on “could not”, “may have to” and the like: facts."""
    if not claim.is_unnamed:
        return None
    opinion = patterns.opinion_in(claim.text)
    if not opinion:
        return None
    says = f"an unnamed source’s opinion or speculation (“{opinion}”)"
    return Remark(f"gives {says}", f"give {says}")


def hedged_without_source(claim: RulesClaim) -> Remark | None:
    """“Reportedly”, “is believed to”: the wording says second-hand, and no source is named."""
    if claim.status != "hedged":
        return None
    return Remark("is hedged and names no source", "are hedged and name no source")


def needs_source(claim: RulesClaim) -> Remark | None:
    """A reviewer found that the outlet’s own voice isn’t enough here."""
    if claim.status != "unattributed" or claim.unattributed_reason != "needs_source":
        return None
    says = "in the outlet’s own voice and"
    return Remark(f"is {says} needs a source", f"are {says} need a source")


def quotation_without_speaker(claim: RulesClaim) -> Remark | None:
    """Words in quotation marks that nobody is said to have spoken. Silent on short ones: titles, names, single words.

    A hedge has its own rule.
    """
    if claim.status != "unattributed" or claim.source or not patterns.has_quotation(claim.text):
        return None
    return Remark("quotes somebody and doesn’t say whom", "quote somebody and don’t say whom")


def repeats_another_outlet(claim: RulesClaim) -> Remark | None:
    """Somebody else’s reporting, taken over. Silent once the desk has evidence that supports it."""
    if claim.status != "media_report" or claim.is_own_reporting or claim.evidence:
        return None
    says = "on another outlet’s reporting"
    return Remark(f"relies {says}", f"rely {says}")


def second_hand(claim: RulesClaim) -> Remark | None:
    """The source spoke to another outlet. What it told the article’s own outlet is first-hand."""
    if not claim.told_to:
        return None
    says = f"second-hand: the source spoke to {claim.told_to}"
    return Remark(f"is {says}", f"are {says}")


def verified_without_evidence(claim: RulesClaim) -> Remark | None:
    """A verdict that nobody can check later. Silent on public record and on what the reporter witnessed."""
    if claim.verdict != "verified" or claim.evidence or claim.unattributed_reason in ("established", "witnessed"):
        return None
    return Remark("is verified, but no evidence is attached", "are verified, but no evidence is attached")


def verified_though_not_said(claim: RulesClaim) -> Remark | None:
    """Verified, and somebody looked for it and couldn't confirm that the source said it. Silent where nobody speaks."""
    if claim.verdict != "verified" or claim.status in WITHOUT_SPEAKER or claim.said not in ("unverified", "disputed"):
        return None
    says = "nobody could confirm that the source said it" if claim.said == "unverified" else "the source said otherwise"
    return Remark(f"is verified, although {says}", f"are verified, although {says}")


def named_without_name(claim: RulesClaim) -> Remark | None:
    """“Named official”, and no name is given: no source at all, or “a senior official”.

    In doubt silent: it looks for the words that people without a name go by.
    """
    kind = {"named_official": "official", "named_person": "person"}.get(claim.status)
    if kind is None or patterns.may_be_name(claim.source):
        return None
    says = f"a named {kind}, but no name is given"
    return Remark(f"says its source is {says}", f"say their source is {says}")


def verdict_set_before_review_changed(claim: RulesClaim) -> Remark | None:
    """What the editor judged is no longer what is said. Silent once an editor has judged it again.

    The words name the decisions, so that dismissing it once covers no later change.
    """
    if not claim.is_verdict_stale:
        return None
    says = "set before the review changed"
    which = f"decision {claim.verdict_version} of {claim.version}"
    return Remark(f"has a verdict that was {says} ({which})", f"have verdicts that were {says}")


def unconfirmed_before_publication(claim: RulesClaim) -> Remark | None:
    """Checked and not confirmed, or contradicted, and the article is still to be published.

    That is an article dated today or later, and one without a date that somebody has to check by a deadline. Silent
    afterwards: then it is a matter for a correction.
    """
    if not claim.is_to_come or claim.verdict not in ("unverified", "disputed"):
        return None
    says = f"{claim.verdict} and about to be published"
    return Remark(f"is {says}", f"are {says}")


def _has_another(claim: RulesClaim) -> bool:
    return claim.evidence > 0 or _is_yes(claim.second_source)


def _is_yes(answer: str) -> bool:
    """Whether the desk's answer names something; “no”, “none yet”, “not known” say that there is nothing."""
    first = answer.split()[0].strip(".,;:–—-!?").casefold() if answer.split() else ""
    return bool(first) and first not in ("no", "none", "not", "nobody", "never", "unknown", "unclear", "n/a")

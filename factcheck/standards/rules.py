"""One small function for each rule on a claim: given the claim, a remark or nothing.

The rules speak of what the text says and of what the desk has to show for it. What they look for in the words of a
claim is in ``words``; what needs the whole article is in ``article_rules``; all of them stand in ``table``.
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.standards import words
from factcheck.standards.passages import UNNAMED, Passage


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says: the words continue “Claim 4 …” and “Claims 4 and 9 …”."""

    one: str
    many: str


def unnamed_source_alone(passage: Passage) -> Remark | None:
    """Nobody else stands behind it. Silent once the desk has a second source or evidence that supports it."""
    if passage.status != "unnamed_source" or _has_another(passage):
        return None
    says = "on an unnamed source alone, described by neither name nor office"
    return Remark(f"rests {says}", f"rest {says}")


def unnamed_official_alone(passage: Passage) -> Remark | None:
    """The same where the office is given."""
    if passage.status != "unnamed_official" or _has_another(passage):
        return None
    says = "on an unnamed official alone and"
    needs = "a second source or an editor’s consent"
    return Remark(f"rests {says} needs {needs}", f"rest {says} need {needs}")


def source_not_described(passage: Passage) -> Remark | None:
    """“Sources”, “a person”: neither position nor way of knowing.

    Silent as soon as the text says anything more of them (“sources close to the board”), and for offices.
    """
    if passage.status != "unnamed_source" or not words.is_bare(passage.source):
        return None
    says = "no more of its source than"
    plural = "no more of their source than"
    said = " ".join(passage.source.split())
    return Remark(f"says {says} “{said}”", f"say {plural} “{said}”")


def not_said_how_they_know(passage: Passage) -> Remark | None:
    """Why a source without a name should know. Silent when the claim says it, or the desk has written it down."""
    if passage.status not in UNNAMED or not passage.text or _is_yes(passage.how_source_knows):
        return None
    if words.tells_how_they_know(passage.source) or words.tells_how_they_know(passage.text):
        return None
    return Remark("doesn’t say how the source knows", "don’t say how the source knows")


def opinion_of_unnamed_source(passage: Passage) -> Remark | None:
    """What somebody without a name thinks or guesses. Silent on “could not”, “may have to” and the like: facts."""
    if passage.status not in UNNAMED:
        return None
    found = words.opinion_in(passage.text)
    if not found:
        return None
    says = f"an unnamed source’s opinion or speculation (“{found}”)"
    return Remark(f"gives {says}", f"give {says}")


def hedged_without_source(passage: Passage) -> Remark | None:
    """“Reportedly”, “is believed to”: the wording says second-hand, and nobody stands behind it."""
    if passage.status != "hedged":
        return None
    return Remark("is hedged and names no source", "are hedged and name no source")


def needs_source(passage: Passage) -> Remark | None:
    """A reviewer found that the outlet’s own voice isn’t enough here."""
    if passage.status != "unattributed" or passage.unattributed_reason != "needs_source":
        return None
    says = "in the outlet’s own voice and"
    return Remark(f"stands {says} needs a source", f"stand {says} need a source")


def quotation_without_speaker(passage: Passage) -> Remark | None:
    """Words in quotation marks that nobody is said to have spoken. Silent on short ones: titles, names, single words.

    A hedge has its own rule.
    """
    if passage.status != "unattributed" or passage.source or not words.has_quotation(passage.text):
        return None
    return Remark("quotes somebody and doesn’t say whom", "quote somebody and don’t say whom")


def repeats_another_outlet(passage: Passage) -> Remark | None:
    """Somebody else’s reporting, taken over. Silent once the desk has evidence that supports it."""
    if passage.status != "media_report" or passage.evidence:
        return None
    says = "another outlet; no first-hand source is given"
    return Remark(f"repeats {says}", f"repeat {says}")


def second_hand(passage: Passage) -> Remark | None:
    """The source spoke to another outlet. To the article’s own outlet is first-hand."""
    if not passage.told_to:
        return None
    says = f"second-hand: the source spoke to {passage.told_to}"
    return Remark(f"is {says}", f"are {says}")


def verified_without_evidence(passage: Passage) -> Remark | None:
    """A verdict that nobody can check later. Silent on public record and on what the reporter witnessed."""
    if passage.verdict != "verified" or passage.evidence or passage.unattributed_reason in ("established", "witnessed"):
        return None
    return Remark("is verified, without evidence", "are verified, without evidence")


def unconfirmed_before_publication(passage: Passage) -> Remark | None:
    """Looked for and not confirmed, or contradicted, and the article is still to come out.

    Still to come out is an article dated today or later, and one without a date that somebody has until a deadline to
    check. Silent afterwards: then it is a matter for a correction.
    """
    if not passage.is_to_come or passage.verdict not in ("unverified", "disputed"):
        return None
    says = f"{passage.verdict} and about to be published"
    return Remark(f"is {says}", f"are {says}")


def _has_another(passage: Passage) -> bool:
    return passage.evidence > 0 or _is_yes(passage.second_source)


def _is_yes(answer: str) -> bool:
    """Whether an answer of the desk says something: “no”, “none yet”, “not known” say that there is nothing."""
    first = answer.split()[0].strip(".,;:–—-!?").casefold() if answer.split() else ""
    return bool(first) and first not in ("no", "none", "not", "nobody", "never", "unknown", "unclear", "n/a")

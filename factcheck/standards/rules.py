"""One small function for each rule: given what a claim rests on, a finding or nothing.

The rules speak of what the text says, whatever the verdict: a claim that turned out true may still be badly sourced.
Statuses and reasons are the stored values, as plain strings; a test holds them to the words of attribution and claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.standards.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Footing:
    """What a claim rests on. An empty string is “none”."""

    status: str
    unattributed_reason: str = ""
    #: The outlet that the source spoke to: “an official told CNN” has CNN.
    channel: str = ""
    #: The outlet whose article this is.
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says: the words continue “Claim 4 …” and “Claims 4 and 9 …”."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the desk: a function that gives a remark or None, its weight, and the practice it comes from."""

    function: Callable[[Footing], Remark | None]
    severity: Severity
    #: A sentence that names what it follows.
    follows: str

    @property
    def name(self) -> str:
        """A stable identifier."""
        return self.function.__name__

    def look_at(self, footing: Footing) -> Finding | None:
        remark = self.function(footing)
        return Finding(self.name, remark.one, remark.many, self.severity, self.follows) if remark else None


#: Statuses where somebody or something speaks, who may have spoken to another outlet.
_SPEAKING = frozenset(
    {"named_official", "named_person", "organization", "document", "unnamed_official", "unnamed_source"}
)


def unnamed_source_alone(footing: Footing) -> Remark | None:
    """The agencies refuse a bare “sources say”: neither name nor office tells the reader why to believe it."""
    if footing.status != "unnamed_source":
        return None
    words = "on an unnamed source alone, described by neither name nor office"
    return Remark(f"rests {words}", f"rest {words}")


def unnamed_official_alone(footing: Footing) -> Remark | None:
    """The agencies run a described but unnamed official only with an editor’s consent, and look for a second source."""
    if footing.status != "unnamed_official":
        return None
    words = "on an unnamed official alone and needs a second source or an editor’s consent"
    plural = "on an unnamed official alone and need a second source or an editor’s consent"
    return Remark(f"rests {words}", f"rest {plural}")


def hedged_without_source(footing: Footing) -> Remark | None:
    """“Reportedly”, “is believed to”: the wording says second-hand, and nobody stands behind it."""
    if footing.status != "hedged":
        return None
    return Remark("is hedged and names no source", "are hedged and name no source")


def repeats_another_outlet(footing: Footing) -> Remark | None:
    """Somebody else’s reporting, taken over."""
    if footing.status != "media_report":
        return None
    words = "another outlet; no first-hand source is given"
    return Remark(f"repeats {words}", f"repeat {words}")


def needs_source(footing: Footing) -> Remark | None:
    """A reviewer found that the outlet’s own voice isn’t enough here."""
    if footing.status != "unattributed" or footing.unattributed_reason != "needs_source":
        return None
    words = "in the outlet’s own voice and"
    return Remark(f"stands {words} needs a source", f"stand {words} need a source")


def second_hand(footing: Footing) -> Remark | None:
    """The source spoke to another outlet. To the article’s own outlet is first-hand."""
    if footing.status not in _SPEAKING or not footing.channel or _is_same(footing.channel, footing.outlet):
        return None
    words = f"second-hand: the source spoke to {' '.join(footing.channel.split())}"
    return Remark(f"is {words}", f"are {words}")


#: In the order of a report: the weakest footing first.
RULES: tuple[Rule, ...] = (
    Rule(
        unnamed_source_alone,
        Severity.SERIOUS,
        "AP: attribution must establish a source’s credibility; simply quoting “a source” is not allowed.",
    ),
    Rule(
        unnamed_official_alone,
        Severity.CONCERN,
        "AP seeks more than one source when sourcing is anonymous, and a news manager’s approval.",
    ),
    Rule(
        hedged_without_source,
        Severity.SERIOUS,
        "Reuters: source every statement, unless it is an established fact, public, or seen by the reporter.",
    ),
    Rule(
        needs_source,
        Severity.SERIOUS,
        "AP: attribute any disputable fact that was not witnessed, gathered or confirmed on our own.",
    ),
    Rule(
        repeats_another_outlet,
        Severity.CONCERN,
        "BBC: gather information first hand, or talk to first-hand sources and corroborate what they say.",
    ),
    Rule(
        second_hand,
        Severity.CONCERN,
        "BBC: gather information first hand, or talk to first-hand sources and corroborate what they say.",
    ),
)


def _is_same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(outlet: str) -> str:
    """The outlet’s name without capitals and article: “the Example Times” is the Example Times."""
    return " ".join(outlet.casefold().split()).removeprefix("the ")

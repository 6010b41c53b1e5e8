"""One small function for each rule: given what a claim rests on, a finding or nothing.

The rules speak of what the text says, whatever the verdict: a claim that turned out true may still be badly sourced.
Statuses and reasons are the stored values, as plain strings; a test holds them to the words of attribution and claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
class Finding:
    """A remark on one claim. ``rule`` is a stable identifier; the words continue “Claim 4 …” and “Claims 4 and 9 …”."""

    rule: str
    one: str
    many: str

    @property
    def sentence(self) -> str:
        """The remark standing beside its claim."""
        return f"{self.one[0].upper()}{self.one[1:]}."


Rule = Callable[[Footing], Finding | None]

#: Statuses where somebody or something speaks, who may have spoken to another outlet.
_SPEAKING = frozenset(
    {"named_official", "named_person", "organization", "document", "unnamed_official", "unnamed_source"}
)


def unnamed_source_alone(footing: Footing) -> Finding | None:
    """The agencies refuse a bare “sources say”: neither name nor office tells the reader why to believe it."""
    if footing.status != "unnamed_source":
        return None
    words = "on an unnamed source alone, described by neither name nor office"
    return Finding("unnamed_source_alone", f"rests {words}", f"rest {words}")


def unnamed_official_alone(footing: Footing) -> Finding | None:
    """The agencies run a described but unnamed official only with an editor’s consent, and look for a second source."""
    if footing.status != "unnamed_official":
        return None
    words = "on an unnamed official alone and needs a second source or an editor’s consent"
    plural = "on an unnamed official alone and need a second source or an editor’s consent"
    return Finding("unnamed_official_alone", f"rests {words}", f"rest {plural}")


def hedged_without_source(footing: Footing) -> Finding | None:
    """“Reportedly”, “is believed to”: the wording says second-hand, and nobody stands behind it."""
    if footing.status != "hedged":
        return None
    return Finding("hedged_without_source", "is hedged and names no source", "are hedged and name no source")


def repeats_another_outlet(footing: Footing) -> Finding | None:
    """Somebody else’s reporting, taken over."""
    if footing.status != "media_report":
        return None
    words = "another outlet; no first-hand source is given"
    return Finding("repeats_another_outlet", f"repeats {words}", f"repeat {words}")


def needs_source(footing: Footing) -> Finding | None:
    """A reviewer found that the outlet’s own voice isn’t enough here."""
    if footing.status != "unattributed" or footing.unattributed_reason != "needs_source":
        return None
    words = "in the outlet’s own voice and"
    return Finding("needs_source", f"stands {words} needs a source", f"stand {words} need a source")


def second_hand(footing: Footing) -> Finding | None:
    """The source spoke to another outlet. To the article’s own outlet is first-hand."""
    if footing.status not in _SPEAKING or not footing.channel or _is_same(footing.channel, footing.outlet):
        return None
    words = f"second-hand: the source spoke to {' '.join(footing.channel.split())}"
    return Finding("second_hand", f"is {words}", f"are {words}")


#: In the order of a report: the weakest footing first.
RULES: tuple[Rule, ...] = (
    unnamed_source_alone,
    unnamed_official_alone,
    hedged_without_source,
    needs_source,
    repeats_another_outlet,
    second_hand,
)


def _is_same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(outlet: str) -> str:
    """The outlet’s name without capitals and article: “the Example Times” is the Example Times."""
    return " ".join(outlet.casefold().split()).removeprefix("the ")

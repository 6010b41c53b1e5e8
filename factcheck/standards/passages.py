"""What the rules look at: claims and their article as plain values.

Statuses, reasons and verdicts are the stored values, as plain strings; a test holds them to the words of attribution
and claims. An empty string is “none”.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Statuses where somebody or something speaks, who may have spoken to another outlet.
SPEAKING = frozenset(
    {"named_official", "named_person", "organization", "document", "unnamed_official", "unnamed_source"}
)
UNNAMED = frozenset({"unnamed_official", "unnamed_source"})
WITHOUT_SPEAKER = frozenset({"hedged", "unattributed"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One claim as it stands."""

    status: str
    #: What people call it: “4”, or “4a” for a part.
    label: str = ""
    text: str = ""
    unattributed_reason: str = ""
    #: Whom it rests on, in the words of the text or of a reviewer.
    source: str = ""
    #: The same source once for all its forms, and what the article calls it beside its name.
    origin: str = ""
    described: str = ""
    cue: str = ""
    #: The outlet that the source spoke to: “an official told CNN” has CNN.
    channel: str = ""
    #: The outlet whose article this is.
    outlet: str = ""
    #: How many sentences lie between the claim and the words that attribute it: 0 for the same sentence.
    distance: int = 0
    verdict: str = "pending"
    #: Pieces of evidence that support it.
    evidence: int = 0
    #: The desk's answers on a source without a name.
    anonymity_reason: str = ""
    how_source_knows: str = ""
    second_source: str = ""
    #: Whether the article is still to come out.
    is_to_come: bool = False

    @property
    def told_to(self) -> str:
        """The other outlet that the source spoke to; empty when it spoke to this one, or nobody spoke."""
        if self.status not in SPEAKING or not self.channel or is_same_outlet(self.channel, self.outlet):
            return ""
        return " ".join(self.channel.split())

    @property
    def leads_to(self) -> str:
        """Where the claim comes from in the end: the other outlet that had it first, else its source."""
        return self.told_to or " ".join((self.origin or self.source).split())

    @property
    def is_borrowed(self) -> bool:
        """Whether the article has it from another outlet."""
        return self.status == "media_report" or bool(self.told_to)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An article of another outlet that is loaded here, and what it rests on, in words."""

    outlet: str
    title: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class Article:
    """All claims in reading order, the text they stand in, and what is loaded of the outlets they credit."""

    passages: tuple[Passage, ...]
    text: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()


def is_same_outlet(one: str, other: str) -> bool:
    return bare(one) == bare(other)


def bare(outlet: str) -> str:
    """The outlet’s name without capitals and article: “the Example Times” is the Example Times."""
    return " ".join(outlet.casefold().split()).removeprefix("the ")

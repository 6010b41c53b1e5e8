"""What the rules look at: claims and their article as plain values.

Statuses, reasons and verdicts are the stored values, as plain strings; a test checks that they are those of
attribution and claims. An empty string means “none”.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

#: Statuses where somebody or something speaks, who may have spoken to another outlet.
SPEAKING = frozenset(
    {"named_official", "named_person", "organization", "document", "unnamed_official", "unnamed_source"}
)
UNNAMED = frozenset({"unnamed_official", "unnamed_source"})
WITHOUT_SPEAKER = frozenset({"hedged", "unattributed"})


@dataclass(frozen=True, slots=True)
class RulesClaim:
    """One claim as the rules see it."""

    status: str
    #: What people call it: “4”, or “4a” for a part.
    label: str = ""
    text: str = ""
    #: Where it stands in the article’s text; 0 and 0 where nobody says.
    start: int = 0
    end: int = 0
    unattributed_reason: str = ""
    #: The source it rests on, in the words of the text or of a reviewer.
    source: str = ""
    #: The same source under one name for all its forms, and what the article calls it besides its name.
    origin: str = ""
    described: str = ""
    cue: str = ""
    #: The outlet that the source spoke to: “an official told CNN” has CNN.
    channel: str = ""
    #: The outlet whose article this is, and whether the source is that outlet itself.
    outlet: str = ""
    is_own_reporting: bool = False
    #: How many sentences away the words are that attribute it: 0 for the same sentence.
    distance: int = 0
    verdict: str = "pending"
    #: The answer to “did the source say it?”.
    said: str = "pending"
    #: Whether it was set before the review or its evidence changed; by which decision, and how many there are now.
    is_verdict_stale: bool = False
    verdict_version: int = 0
    version: int = 0
    #: Pieces of evidence that support it.
    evidence: int = 0
    #: The desk's answers on a source without a name.
    anonymity_reason: str = ""
    how_source_knows: str = ""
    second_source: str = ""
    #: Whether the article says, anywhere, why its sources aren't named.
    tells_why_unnamed: bool = True
    #: Whether the article is still to be published.
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
        """Whether the article took it from another outlet."""
        return not self.is_own_reporting and (self.status == "media_report" or bool(self.told_to))

    @property
    def is_unnamed(self) -> bool:
        """Whether somebody without a name speaks, and not the outlet itself."""
        return self.status in UNNAMED and not self.is_own_reporting


@dataclass(frozen=True, slots=True)
class CreditedArticle:
    """An article of another outlet that is loaded here, and what it rests on, in words."""

    outlet: str
    title: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class RulesArticle:
    """All claims in reading order, the text they are in, and articles loaded here of the outlets they credit."""

    claims: tuple[RulesClaim, ...]
    text: str = ""
    credited_articles: tuple[CreditedArticle, ...] = ()
    title: str = ""
    published_on: dt.date | None = None


def is_same_outlet(name: str, other: str) -> bool:
    return outlet_key(name) == outlet_key(other)


def outlet_key(outlet: str) -> str:
    """The outlet’s name as outlets are compared, without capitals and “the”."""
    return " ".join(outlet.casefold().split()).removeprefix("the ")

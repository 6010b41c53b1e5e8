"""What a rule has to say: a remark, how much weight it has, whose practice it follows, and whether it was dismissed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much weight a finding has, from the gravest to the lightest. Values are stored, labels are displayed."""

    SERIOUS = "serious"
    CONCERN = "concern"
    NOTE = "note"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def definition(self) -> str:
        """One sentence that says what the desk does with such a finding."""
        return _DEFINITIONS[self]

    @property
    def rank(self) -> int:
        """1 for the gravest."""
        return _RANK[self]


_LABELS = {Severity.SERIOUS: "Serious", Severity.CONCERN: "Concern", Severity.NOTE: "Minor"}
_DEFINITIONS = {
    Severity.SERIOUS: "The article should not be published like this.",
    Severity.CONCERN: "An editor should look at this and decide.",
    Severity.NOTE: "Good to know; there is often a good reason for it.",
}
_RANK = {severity: rank for rank, severity in enumerate(Severity, start=1)}


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Somebody looked at a finding, left the text as it is, and gave a reason."""

    reason: str
    #: The person's name, and the one they sign in with.
    by: str
    username: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One of several remarks that are gathered into a finding; the words as in Finding."""

    rule: str
    one: str
    many: str
    #: Its own weight and practice; reports that were frozen before don't have them.
    severity: Severity | None = None
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the article that a finding is about, with the words around it.

    ``start`` and ``end`` count characters of the article's text or, with ``is_title``, of its title.
    """

    start: int
    end: int
    before: str
    words: str
    after: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark on one claim. ``rule`` is a stable identifier; the words continue “Claim 4 …” and “Claims 4 and 9 …”.

    Fields with a default were added later: reports that were frozen before are read with it.
    """

    rule: str
    #: The words for one claim; with ``rule`` they are the key of its dismissals.
    one: str
    many: str
    severity: Severity = Severity.CONCERN
    #: The practice the rule comes from, in a sentence.
    follows: str = ""
    dismissed: Dismissal | None = None
    #: What it is made of, where several rules say one thing of a claim; the gravest first. Empty for a single remark.
    parts: tuple[Part, ...] = ()
    #: The places that don't agree, where that is what it is about.
    passages: tuple[Passage, ...] = ()

    @property
    def sentence(self) -> str:
        """The remark as a sentence, all of its parts included."""
        return _sentence(self.one)

    @property
    def lead(self) -> str:
        """The sentence that stands first beside the claim; those of the other parts are listed under it."""
        return _sentence(self.parts[0].one) if self.parts else self.sentence

    @property
    def others(self) -> tuple[str, ...]:
        """The sentences of the parts after the first."""
        return tuple(_sentence(part.one) for part in self.parts[1:])


@dataclass(frozen=True, slots=True)
class ArticleFinding:
    """A remark that several claims share, in one sentence. ``claims`` are their labels, in reading order."""

    finding: Finding
    claims: tuple[str, ...]
    #: The same as the first and last of each run of neighbours.
    runs: tuple[tuple[str, str], ...]
    #: Whether the remark is on the article as a whole, and beside none of its claims.
    is_of_article: bool = False

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def follows(self) -> str:
        return self.finding.follows

    @property
    def dismissed(self) -> Dismissal | None:
        return self.finding.dismissed

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.finding.passages

    @property
    def words(self) -> str:
        """What is said of the claims: “rest on …” or, of a single one, “rests on …”."""
        return self.finding.one if len(self.claims) <= 1 else self.finding.many

    @property
    def lead(self) -> str:
        """The same without the parts after the first."""
        parts = self.finding.parts
        if not parts:
            return self.words
        return parts[0].one if len(self.claims) == 1 else parts[0].many

    @property
    def others(self) -> tuple[str, ...]:
        """What the parts after the first say, each as a sentence."""
        return tuple(_sentence(part.one if len(self.claims) == 1 else part.many) for part in self.finding.parts[1:])

    @property
    def sentence(self) -> str:
        """“Claims 10 and 16–19 are hedged and name no source.”"""
        if not self.claims:
            return f"The article {self.finding.one}."
        noun = "Claim" if len(self.claims) == 1 else "Claims"
        return f"{noun} {_enumerated(self.runs)} {self.words}."


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _enumerated(runs: Sequence[tuple[str, str]]) -> str:
    parts = [first if first == last else f"{first}–{last}" for first, last in runs]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]

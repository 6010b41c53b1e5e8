"""The words of attribution: what a detector is given and what it gives back.

Pure values without Django. All offsets count Unicode code points of the text that was read, start included, end
excluded, so that ``text[span.start:span.end]`` is what the span covers. The words follow PARC3 and PolNeAR
(Pareti 2016; Newell et al. 2018): an attribution links a *source* with a *content* through a *cue*.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class SourcingStatus(StrEnum):
    """What a claim rests on, from the firmest footing to the weakest. Values are stored, labels are shown."""

    NAMED_OFFICIAL = "named_official"
    NAMED_PERSON = "named_person"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    MEDIA_REPORT = "media_report"
    UNNAMED_OFFICIAL = "unnamed_official"
    UNNAMED_SOURCE = "unnamed_source"
    HEDGED = "hedged"
    UNATTRIBUTED = "unattributed"

    @property
    def label(self) -> str:
        """The words a reader sees."""
        return _WORDS[self][0]

    @property
    def definition(self) -> str:
        """One sentence that says when the status applies, with an example."""
        return _WORDS[self][1]

    @property
    def rank(self) -> int:
        """1 for the firmest footing, then upwards to the weakest."""
        return _RANK[self]

    @property
    def is_unnamed(self) -> bool:
        """Whether somebody speaks who isn't named, with an office or without."""
        return self in _UNNAMED

    @property
    def has_speaker(self) -> bool:
        """Whether somebody or something speaks: without a speaker, nobody can have said it or told another outlet."""
        return self not in _WITHOUT_SPEAKER

    @property
    def css_class(self) -> str:
        """The class that gives an element the colour of the status."""
        return f"fc-{self.value.replace('_', '-')}"

    @property
    def key(self) -> str:
        """The key on the review page; empty when the digits have run out."""
        return str(self.rank) if self.rank <= 9 else ""


_WORDS = {
    SourcingStatus.NAMED_OFFICIAL: (
        "Named official",
        "A person with a name, speaking for an office: “Foreign Minister Anna Berg warned …”",
    ),
    SourcingStatus.NAMED_PERSON: (
        "Named person",
        "Any other person with a name: “Maria Lopez, who lives nearby, said …”",
    ),
    SourcingStatus.ORGANIZATION: (
        "Organization",
        "A body speaking as one, such as a government, party or company: “The ministry has made it clear that …”",
    ),
    SourcingStatus.DOCUMENT: (
        "Document or data",
        "A filing, report, poll, transcript or dataset: “Court records show …”",
    ),
    SourcingStatus.MEDIA_REPORT: (
        "Another outlet",
        "Somebody else’s reporting: “according to a report by the Example Wire”",
    ),
    SourcingStatus.UNNAMED_OFFICIAL: (
        "Unnamed official",
        "The office is given, the name withheld: “a senior administration official told …”",
    ),
    SourcingStatus.UNNAMED_SOURCE: (
        "Unnamed source",
        "Neither name nor office: “according to sources”, “people familiar with the matter”",
    ),
    SourcingStatus.HEDGED: (
        "Hedged, no source",
        "The wording is second-hand and no source is named: “reportedly”, “allegedly”, “it is expected”",
    ),
    SourcingStatus.UNATTRIBUTED: (
        "No attribution",
        "The outlet’s own voice: “This decision comes after months of talks.”",
    ),
}
_RANK = {status: rank for rank, status in enumerate(SourcingStatus, start=1)}
_UNNAMED = frozenset({SourcingStatus.UNNAMED_OFFICIAL, SourcingStatus.UNNAMED_SOURCE})
_WITHOUT_SPEAKER = frozenset({SourcingStatus.HEDGED, SourcingStatus.UNATTRIBUTED})


class ClaimKind(StrEnum):
    """What a sentence is. All but claims are lines of an article in which nobody claims anything. Values are stored."""

    CLAIM = "claim"
    HEADING = "heading"
    DATELINE = "dateline"
    BYLINE = "byline"
    CAPTION = "caption"
    CREDIT = "credit"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (excluded) of the text that was read."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``text[start:end] == self.text`` always holds; sentences come in order and never overlap."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, the words that say so, what was said.

    ``sentence`` is the index of the sentence that holds the cue. Each role is a tuple of spans in reading order,
    because a role may be broken in two (“We won,” she said, “and by far.”); an empty tuple means the text names none.
    """

    sentence: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    status: SourcingStatus
    #: Which rule found it, a stable identifier such as ``according_to``.
    rule: str
    #: One sentence for a reviewer that says why, e.g. “‘said’ with the subject ‘Anna Berg’”.
    why: str
    #: Where the speaker was introduced, when the source here only points back (“The official added”, “He said”).
    introduced: Span | None = None
    #: Through whom it came: “an official told CNN” has CNN as channel. Such a claim is second-hand.
    channel: Span | None = None
    #: Whether it is inside the content of another attribution, or under a hedge, that decides instead.
    nested: bool = False
    #: Index into ``Reading.sources`` of whom it leads back to; None when it names nobody.
    leads_to: int | None = None

    @property
    def is_own_reporting(self) -> bool:
        """Whether the article's own outlet speaks: “The Post found”, in an article of the Post."""
        return self.rule == OWN_REPORTING


#: The rule of an attribution to the article's own outlet. Its status is ``unattributed``, and it leads to no source.
OWN_REPORTING = "own_reporting"


@dataclass(frozen=True, slots=True)
class Source:
    """Whom attributions lead back to, once for all the forms it takes in an article.

    “U.S. Secretary of State Antony Blinken”, “Blinken” and “he” are one source: ``name`` is “Antony Blinken”,
    ``described`` “U.S. Secretary of State” (empty when the article says no more than the name), ``mentions`` are the
    places where an attribution names it, in reading order.
    """

    name: str
    described: str
    status: SourcingStatus
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a sentence rests on, derived from its attributions. ``attribution`` indexes the one that decides.

    The deciding attribution may belong to an earlier or later sentence: a quotation that runs on is still attributed.
    It is None when the status is ``unattributed``. ``probability`` (0 to 1) says how likely it is that an annotator
    would point to the same source, or to none; None from a detector that does not know.
    """

    status: SourcingStatus
    attribution: int | None
    why: str
    probability: float | None = None
    #: The attribution that says it is the outlet's own reporting; the status is ``unattributed`` then.
    own_reporting: int | None = None
    #: How likely the status is right (0 to 1), whoever exactly the source is; None from a detector that does not know.
    status_probability: float | None = None
    #: Whether anything is suggested at all. Nothing is in another language than English: then the status is
    #: ``unattributed``, both probabilities are None, and ``why`` says so.
    is_given: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a detector found in one text: one suggestion for each sentence, in the same order."""

    detector: str
    sentences: tuple[Sentence, ...]
    attributions: tuple[Attribution, ...]
    suggestions: tuple[Suggestion, ...]
    #: In the order in which they first speak.
    sources: tuple[Source, ...] = ()
    #: What each sentence is, and the language it is in (ISO 639-1), in the same order; empty from a detector that
    #: does not tell.
    kinds: tuple[ClaimKind, ...] = ()
    languages: tuple[str, ...] = ()
    #: The language of most of the text.
    language: str = "en"


class Detector(Protocol):
    """Anything with a name and a way to read. ``name`` carries the version and is stored with every article."""

    name: str

    def detect(self, text: str) -> Reading:
        """Split ``text`` into sentences and find their attributions. Any string is taken; none raises.

        A detector that tells the article's own outlet from others takes its name too, as ``outlet``; see
        ``detectors.detect()``.
        """
        ...

"""What the rules and the network propose, before speakers are resolved and quotations linked."""

from __future__ import annotations

from dataclasses import dataclass, field

from factcheck.attribution.parse import Word
from factcheck.attribution.types import SourcingStatus, Span
from factcheck.attribution.verbs import Kind


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure the network is: mean probabilities (0 to 1) of the cue's and the source's words, and of their link."""

    cue: float
    source: float
    link: float
    #: Whether a rule found the same cue.
    by_rule: bool = False


@dataclass(slots=True)
class Candidate:
    """An attribution in the making. Rules fill the first part; later steps fill the rest."""

    sentence: int
    rule: str
    anchor: Word
    cue: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    source_head: Word | None = None
    #: The words of the source where they are in another sentence than the cue; empty when they are in the same.
    source_words: list[Word] = field(default_factory=list)
    content: tuple[Span, ...] = ()
    kind: Kind = Kind.SPEECH
    #: Whether the whole sentence rests on it, and not only a part.
    is_main: bool = False
    channel: Span | None = None
    status: SourcingStatus | None = None
    why: str = ""
    introduced: Span | None = None
    is_nested: bool = False
    #: Whether the article's own outlet speaks, and whether the words are within those of such a candidate.
    is_own: bool = False
    is_in_own: bool = False
    #: Whether the channel is the article's own outlet.
    is_told_own: bool = False
    #: Whether it is known to be within another's words, whatever its own words seem to cover.
    is_inner: bool = False
    #: Whether it is a turn of a transcript, whose words hold all that is said in them.
    is_turn: bool = False
    #: How sure the network is; None where only a rule found it.
    evidence: Evidence | None = None
    #: Whether the cue is between quotation marks.
    in_quotation: bool = False
    #: Quotations that belong to the content, in reading order, until they are merged into it.
    quotations: list[Span] = field(default_factory=list)

    @property
    def extent(self) -> Span:
        """From the first to the last character of source and cue."""
        spans = (*self.source, *self.cue)
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def is_hedge(self) -> bool:
        return self.status is SourcingStatus.HEDGED

    def covers(self, span: Span) -> bool:
        """Whether the content includes a stretch of text."""
        return any(piece.start <= span.start and span.end <= piece.end for piece in self.content)

"""What the rules hand on before speakers are followed and quotations joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from factcheck.attribution.parse import Word
from factcheck.attribution.types import SourcingStatus, Span
from factcheck.attribution.verbs import Kind


@dataclass(slots=True)
class Finding:
    """An attribution in the making. Rules fill the first part; later steps fill the rest."""

    sentence: int
    rule: str
    anchor: Word
    cue: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    source_head: Word | None = None
    content: tuple[Span, ...] = ()
    kind: Kind = Kind.SPEECH
    #: Whether the sentence rests on it, or only a part of the sentence.
    is_main: bool = False
    channel: Span | None = None
    status: SourcingStatus | None = None
    why: str = ""
    introduced: Span | None = None
    is_nested: bool = False
    #: Whether the cue stands between quotation marks.
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
        """Whether the content holds a stretch of text."""
        return any(piece.start <= span.start and span.end <= piece.end for piece in self.content)

"""Why a sentence has its status, in the words an editor reads: one table, and the sentences made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from factcheck.attribution.types import SourcingStatus as S
from factcheck.attribution.types import Span

#: How many characters of the article an explanation quotes at once; chosen by hand.
_MAX_QUOTED = 80
#: So many characters apart, source and cue are still quoted as they stand: “the mayor, said”. Chosen by hand.
_MAX_GAP = 2

#: Who speaks, to follow what is quoted: of one, and of several.
_WHO = {
    S.NAMED_OFFICIAL: ("a named person who speaks for an office", "named people who speak for an office"),
    S.NAMED_PERSON: ("a named person, without an office", "named people, without an office"),
    S.ORGANIZATION: ("an organization", "organizations"),
    S.DOCUMENT: ("a document or data", "documents or data"),
    S.MEDIA_REPORT: ("another outlet’s reporting", "other outlets’ reporting"),
    S.UNNAMED_OFFICIAL: ("an official, not named", "officials, not named"),
    S.UNNAMED_SOURCE: ("somebody not named, with no office given", "people not named, with no office given"),
}
NOT_ENGLISH = "This isn’t in English, so nothing is suggested."
OWN_VOICE = "The outlet’s own words: no source is given, and nothing says it is second-hand."


def attributed(
    quoted: str, status: S, *, is_plural: bool = False, introduced: str = "", told: str = "", is_told_here: bool = False
) -> str:
    """“Officials said”: officials, not named. ``introduced`` is whom the words refer to, ``told`` the outlet that the
    source spoke to, which ``is_told_here`` says is the article's own."""
    refers = f" refers to {quote(introduced)}" if introduced else ""
    channel = ""
    if told:
        channel = ", speaking to this outlet" if is_told_here else f", speaking to {quote(told)}: second-hand"
    return f"{quoted}{refers}: {_WHO[status][is_plural]}{channel}."


def hedged(cue: str) -> str:
    return f"{quote(cue)}: second-hand, and nobody is named."


def own_reporting(quoted: str) -> str:
    return f"{quoted}: this outlet’s own reporting."


def not_a_statement(cue: str) -> str:
    """Of an act, a wish or an attitude."""
    return f"{quote(cue)} isn’t a statement, so nobody is quoted."


def covers_a_part(cue: str) -> str:
    return f"The main statement is the outlet’s own; {quote(cue)} covers only part of the sentence."


def continues(why: str, *, is_quotation: bool) -> str:
    """The sentence is still part of what was said in another."""
    return f"{'The quotation' if is_quotation else 'What was said'} continues from {why}"


def also(others: Iterable[tuple[str, S]]) -> str:
    """Who else speaks in the sentence, each as quoted, with the status."""
    parts = [f"{quoted} ({status.label.lower()})" for quoted, status in others]
    return f"Also in this sentence: {'; '.join(parts)}." if parts else ""


def quote(words: str) -> str:
    """Words of the article in quotation marks, on one line and not too long."""
    words = " ".join(words.split()).strip('“”"')
    return f"“{words if len(words) <= _MAX_QUOTED else words[: _MAX_QUOTED - 1] + '…'}”"


def quote_spans(text: str, source: Sequence[Span], cue: Sequence[Span]) -> str:
    """Source and cue as they stand in the article, what is between them left out: “the mayor … said”."""
    words, end = "", 0
    for span in sorted({*source, *cue}):
        if span.end <= end:
            continue
        gap = " … " if span.start - end > _MAX_GAP else text[end : span.start]
        words += gap + text[max(span.start, end) : span.end] if words else text[span.start : span.end]
        end = span.end
    return quote(words)

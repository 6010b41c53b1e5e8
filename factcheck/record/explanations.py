"""What is said of a comparison: a sentence, and the quotation with its differences marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.record.classes import Kind, QuoteClass
from factcheck.record.comparison import Comparison
from factcheck.record.differences import Difference

#: So many words left out are counted rather than shown.
_SHOWN = 9
#: So many differences are named in a sentence.
_NAMED = 3
_ALLOWED = {
    Kind.FILLER: "a hesitation or repetition",
    Kind.SPELLING: "another way of writing the same word",
    Kind.BRACKET: "a bracket",
    Kind.ELLIPSIS: "an ellipsis",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a marked quotation: ``gone`` is in the record alone, ``new`` in the article alone. ``count`` has
    the number of words where too many are gone to be shown."""

    text: str
    gone: bool = False
    new: bool = False
    is_allowed: bool = False
    count: int = 0


def segments_of(article: str, record: str, comparison: Comparison) -> list[Segment]:
    """The quotation in the order of the article, with what the record has instead before what the article has."""
    segments: list[Segment] = []
    at = comparison.quoted[0]
    for difference in sorted(comparison.differences, key=lambda difference: difference.quoted):
        start, end = difference.quoted
        if start > at:
            segments.append(Segment(article[at:start]))
        gone = record[slice(*difference.recorded)].strip()
        words = len(gone.split())
        if words > _SHOWN:
            segments.append(Segment(gone, gone=True, is_allowed=difference.is_allowed, count=words))
        elif gone:
            space = " " if start == end else ""
            segments.append(Segment(" ".join(gone.split()) + space, gone=True, is_allowed=difference.is_allowed))
        if end > max(start, at):
            segments.append(Segment(article[max(start, at) : end], new=True, is_allowed=difference.is_allowed))
        at = max(at, end)
    if at < comparison.quoted[1]:
        segments.append(Segment(article[at : comparison.quoted[1]]))
    return segments


def sentence_of(article: str, record: str, comparison: Comparison) -> str:
    """One or two plain sentences on what differs."""
    if comparison.quote_class is QuoteClass.VERBATIM:
        return "Word for word."
    if comparison.quote_class is QuoteClass.ABSENT:
        return "Not in this record. It may have been said elsewhere."
    if comparison.quote_class is QuoteClass.CLEANED:
        kinds = dict.fromkeys(_ALLOWED[difference.kind] for difference in comparison.differences)
        return f"Differs only by {_listed(list(kinds))}."
    named = list(_named(article, record, comparison))
    if comparison.quote_class is QuoteClass.SPLICED:
        return "Two passages are joined without a mark."
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    sentence = "; ".join(named[:_NAMED]) + more
    return sentence[:1].upper() + sentence[1:] + "."


def _named(article: str, record: str, comparison: Comparison) -> Iterator[str]:
    for difference in comparison.differences:
        if not difference.is_allowed:
            yield words_of_difference(article, record, difference)


def words_of_difference(article: str, record: str, difference: Difference) -> str:
    """One difference in words: “not” is left out."""
    new, gone = article[slice(*difference.quoted)], " ".join(record[slice(*difference.recorded)].split())
    count = len(gone.split())
    if difference.is_far:
        return "the ellipsis joins what was said at different times"
    if difference.hides:
        return f"the ellipsis hides “{'”, “'.join(dict.fromkeys(difference.hides))}”"
    if not new:
        return f"“{gone}” is left out" if count <= _SHOWN else f"{count} words are left out"
    if not gone:
        return f"“{new}” is added"
    return f"“{new}” stands for “{gone}”" if count <= _SHOWN else f"“{new}” stands for {count} words"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

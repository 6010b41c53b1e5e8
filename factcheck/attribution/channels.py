"""Through whom a statement came: “told CNN”, “in an interview with the Guardian”. Only outlets are channels."""

from __future__ import annotations

from factcheck.attribution import grammar
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree, Word, span_of
from factcheck.attribution.status import status_of
from factcheck.attribution.types import SourcingStatus, Span

_LINKS = frozenset({"to", "with", "on", "in", "by"})
_TALKS = words_of("""interview conversation call statement comment remarks podcast programme program show appearance""")
_HEARERS = frozenset({"tell", "told", "tells", "telling", "inform", "informed"})


def channel_of(verb: Word, source: Word | None) -> Span | None:
    """The outlet that a source spoke to, when the sentence names one along with the verb."""
    if source is not None and _outlet(source):
        return None
    for child in verb.children:
        if child is source or child.i < verb.i:
            continue
        if child.dep in ("dobj", "dative", "iobj", "nsubj") and verb.lower in _HEARERS and (span := _outlet(child)):
            return span
        if child.dep in ("prep", "dative", "agent") and child.lower in _LINKS and (span := _behind(child)):
            return span
    return None


def _behind(link: Word) -> Span | None:
    noun = link.child("pobj")
    if noun is None:
        return None
    if noun.lower in _TALKS:
        talk_links = [c for c in noun.children if c.dep == "prep" and c.lower in _LINKS]
        return next((span for c in talk_links if (span := _behind(c))), None)
    return _outlet(noun) if link.lower != "in" else None


def _outlet(noun: Word) -> Span | None:
    words = _short(grammar.noun_phrase(noun))
    if not words or status_of(" ".join(word.text for word in words)) is not SourcingStatus.MEDIA_REPORT:
        return None
    return span_of(words)


def _short(words: Tree) -> Tree:
    """Up to the first comma, preposition or clause, so that a day or a reason isn't taken for part of the outlet."""
    for place, word in enumerate(words):
        if place and (
            word.lower in (",", "on", "in", "that", "after", "during", "about", "when", "for", "at", "'s")
            or word.is_verb
        ):
            return words[:place]
    return words

"""From candidates to a reading. Both detectors propose candidates; this resolves their speakers, links quotations and
decides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from factcheck.attribution import channels, grammar, lexicon
from factcheck.attribution.anaphora import Anaphora
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.link_quotations import join_quotations, mark_nested, suggestions
from factcheck.attribution.parse import Tree
from factcheck.attribution.quotes import Quotation, find_quotations
from factcheck.attribution.sources import find_sources
from factcheck.attribution.status import because, singular
from factcheck.attribution.types import Attribution, Reading, Sentence, SourcingStatus, Span
from factcheck.attribution.verbs import LEMMAS, Kind

_FIRST_PERSON = words_of("""i we you me us my our""")

#: Gives what it sees in one sentence's tree, in any order.
#: How many characters of a source or cue an explanation quotes; chosen by hand.
_MAX_QUOTED = 80
Propose = Callable[[Tree, int], list[Candidate]]


def complete_reading(
    name: str,
    text: str,
    sentences: tuple[Sentence, ...],
    trees: Iterable[tuple[int, Tree]],
    propose: Propose,
) -> tuple[Reading, list[Candidate]]:
    """The reading of a text, and the candidates of its attributions, in the same order."""
    quotes = find_quotations(text)
    candidates = list(_settled(trees, propose, quotes))
    candidates.sort(key=lambda candidate: candidate.cue[0].start)
    join_quotations(text, sentences, candidates, quotes)
    mark_nested(candidates)
    sources, attributions = find_sources(text, [_attribution(text, candidate) for candidate in candidates])
    return Reading(
        name, sentences, attributions, tuple(suggestions(text, sentences, attributions, candidates)), sources
    ), candidates


def _settled(trees: Iterable[tuple[int, Tree]], propose: Propose, quotes: list[Quotation]) -> Iterator[Candidate]:
    """The candidates of all sentences with kind, channel, status and introduction, in reading order."""
    anaphora = Anaphora()
    inside = _Inside(quotes)
    for number, tree in trees:
        candidates = [candidate for candidate in propose(tree, number) if not _first_person(candidate, inside)]
        for candidate in candidates:
            _complete(candidate, tree, inside)
            _stay_inside(candidate, inside)
        anaphora.read(tree, candidates, number)
        yield from (candidate for candidate in candidates if _is_credible(candidate))


def _complete(candidate: Candidate, tree: Tree, inside: _Inside) -> None:
    if candidate.source_head is not None and (candidate.anchor.is_verb or candidate.anchor.lower in LEMMAS):
        candidate.channel = channels.channel_of(candidate.anchor, candidate.source_head)
        candidate.is_main = grammar.carries_sentence(candidate.anchor) or _covers_root(candidate, tree)
        if grammar.is_question(tree) and not inside.holds(tree[-1].start) and not inside.touches(tree):
            candidate.is_main = False
    elif candidate.evidence is not None and candidate.source:
        candidate.is_main = candidate.is_main or _covers_root(candidate, tree)


def _is_credible(candidate: Candidate) -> bool:
    """“The move shows that …” reports nobody's finding: what shows must be a paper, a body or a person."""
    if candidate.evidence is not None:
        return True  # the network, which has seen the whole sentence, says so too
    if candidate.kind is not Kind.FINDING or candidate.status is not SourcingStatus.UNNAMED_SOURCE:
        return True
    head = candidate.source_head
    return head is None or not head.is_noun or singular(head.lower) in lexicon.PEOPLE


def _stay_inside(candidate: Candidate, inside: _Inside) -> None:
    """What is said within a quotation ends with it."""
    quote = inside.around(candidate.anchor.start)
    if quote is not None:
        candidate.in_quotation = True
        cut = (Span(max(span.start, quote.start), min(span.end, quote.end)) for span in candidate.content)
        candidate.content = tuple(span for span in cut if span.start + 1 < span.end)


def _covers_root(candidate: Candidate, tree: Tree) -> bool:
    root = next((word for word in tree if word.head is word and not word.text.isspace()), None)
    return root is not None and any(piece.start <= root.start < piece.end for piece in candidate.content)


def _first_person(candidate: Candidate, inside: _Inside) -> bool:
    """“I think”, “we said” within a quotation: the speaker's own words, not another source."""
    head = candidate.source_head
    return head is not None and head.lower in _FIRST_PERSON and inside.holds(head.start)


class _Inside:
    """Whether a place is between quotation marks; places may be asked for in any order."""

    def __init__(self, quotes: list[Quotation]) -> None:
        self._spans = [piece for quote in quotes for piece in quote.pieces]
        self._starts = [span.start for span in self._spans]

    def around(self, place: int) -> Span | None:
        at = bisect_right(self._starts, place) - 1
        return self._spans[at] if at >= 0 and place < self._spans[at].end else None

    def holds(self, place: int) -> bool:
        return self.around(place) is not None

    def touches(self, tree: Tree) -> bool:
        return any(self.holds(word.start) for word in tree)


def _attribution(text: str, candidate: Candidate) -> Attribution:
    status = candidate.status or SourcingStatus.UNNAMED_SOURCE
    return Attribution(
        sentence=candidate.sentence,
        source=candidate.source,
        cue=candidate.cue,
        content=candidate.content,
        status=status,
        rule=candidate.rule,
        why=_why(text, candidate, status),
        introduced=candidate.introduced,
        channel=candidate.channel,
        nested=candidate.is_nested,
    )


def _why(text: str, candidate: Candidate, status: SourcingStatus) -> str:
    cue = _short(" … ".join(text[span.start : span.end] for span in candidate.cue))
    if status is SourcingStatus.HEDGED:
        return f"“{cue}” says second-hand and names nobody."
    source = _short(" … ".join(text[span.start : span.end] for span in candidate.source))
    named = f"“{cue}” leads to “{source}”"
    if candidate.introduced is not None:
        named += f", introduced as “{_short(text[candidate.introduced.start : candidate.introduced.end])}”"
    return f"{named}: {because(status)}."


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _MAX_QUOTED else words[: _MAX_QUOTED - 1] + "…"

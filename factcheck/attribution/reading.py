"""From findings to a reading: whoever proposes the attributions, speakers are followed and quotations joined here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from factcheck.attribution import channels, grammar, lexicon
from factcheck.attribution.anaphora import Anaphora
from factcheck.attribution.assemble import join_quotations, mark_nested, suggestions
from factcheck.attribution.found import Finding
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree
from factcheck.attribution.quotes import Quotation, find_quotations
from factcheck.attribution.sources import find_sources
from factcheck.attribution.status import because, singular
from factcheck.attribution.types import Attribution, Reading, Sentence, SourcingStatus, Span
from factcheck.attribution.verbs import LEMMAS, Kind

_FIRST_PERSON = words_of("""i we you me us my our""")

#: Gives what it sees in one sentence's tree, in any order.
Propose = Callable[[Tree, int], list[Finding]]


def assemble_reading(
    name: str,
    text: str,
    sentences: tuple[Sentence, ...],
    trees: Iterable[tuple[int, Tree]],
    propose: Propose,
) -> tuple[Reading, list[Finding]]:
    """The reading of a text, and the findings behind its attributions, in the same order."""
    quotes = find_quotations(text)
    findings = list(_settled(trees, propose, quotes))
    findings.sort(key=lambda each: each.cue[0].start)
    join_quotations(text, sentences, findings, quotes)
    mark_nested(findings)
    sources, found = find_sources(text, [_attribution(text, finding) for finding in findings])
    return Reading(name, sentences, found, tuple(suggestions(text, sentences, found, findings)), sources), findings


def _settled(trees: Iterable[tuple[int, Tree]], propose: Propose, quotes: list[Quotation]) -> Iterator[Finding]:
    """The findings of all sentences with kind, channel, status and introduction, in reading order."""
    anaphora = Anaphora()
    inside = _Inside(quotes)
    for number, tree in trees:
        found = [each for each in propose(tree, number) if not _first_person(each, inside)]
        for each in found:
            _complete(each, tree, inside)
            _stay_inside(each, inside)
        anaphora.read(tree, found, number)
        yield from (each for each in found if _is_credible(each))


def _complete(finding: Finding, tree: Tree, inside: _Inside) -> None:
    if finding.source_head is not None and (finding.anchor.is_verb or finding.anchor.lower in LEMMAS):
        finding.channel = channels.channel_of(finding.anchor, finding.source_head)
        finding.is_main = grammar.carries_sentence(finding.anchor) or _covers_root(finding, tree)
        if grammar.is_question(tree) and not inside.holds(tree[-1].start) and not inside.touches(tree):
            finding.is_main = False
    elif finding.evidence is not None and finding.source:
        finding.is_main = finding.is_main or _covers_root(finding, tree)


def _is_credible(finding: Finding) -> bool:
    """“The move shows that …” reports nobody's finding: what shows must be a paper, a body or a person."""
    if finding.evidence is not None:
        return True  # the network, which has seen the whole sentence, says so too
    if finding.kind is not Kind.FINDING or finding.status is not SourcingStatus.UNNAMED_SOURCE:
        return True
    head = finding.source_head
    return head is None or not head.is_noun or singular(head.lower) in lexicon.PEOPLE


def _stay_inside(finding: Finding, inside: _Inside) -> None:
    """What is said within a quotation ends with it."""
    quote = inside.around(finding.anchor.start)
    if quote is not None:
        finding.in_quotation = True
        cut = (Span(max(span.start, quote.start), min(span.end, quote.end)) for span in finding.content)
        finding.content = tuple(span for span in cut if span.start + 1 < span.end)


def _covers_root(finding: Finding, tree: Tree) -> bool:
    root = next((word for word in tree if word.head is word and not word.text.isspace()), None)
    return root is not None and any(piece.start <= root.start < piece.end for piece in finding.content)


def _first_person(finding: Finding, inside: _Inside) -> bool:
    """“I think”, “we said” within a quotation: the speaker's own words, not another source."""
    head = finding.source_head
    return head is not None and head.lower in _FIRST_PERSON and inside.holds(head.start)


class _Inside:
    """Whether a place lies between quotation marks; asked in reading order or not."""

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


def _attribution(text: str, finding: Finding) -> Attribution:
    status = finding.status or SourcingStatus.UNNAMED_SOURCE
    return Attribution(
        sentence=finding.sentence,
        source=finding.source,
        cue=finding.cue,
        content=finding.content,
        status=status,
        rule=finding.rule,
        why=_why(text, finding, status),
        introduced=finding.introduced,
        channel=finding.channel,
        nested=finding.is_nested,
    )


def _why(text: str, finding: Finding, status: SourcingStatus) -> str:
    cue = _short(" … ".join(text[span.start : span.end] for span in finding.cue))
    if status is SourcingStatus.HEDGED:
        return f"“{cue}” says second-hand and names nobody."
    source = _short(" … ".join(text[span.start : span.end] for span in finding.source))
    named = f"“{cue}” leads to “{source}”"
    if finding.introduced is not None:
        named += f", introduced as “{_short(text[finding.introduced.start : finding.introduced.end])}”"
    return f"{named}: {because(status)}."


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79] + "…"

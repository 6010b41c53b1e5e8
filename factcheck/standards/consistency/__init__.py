"""An article held against itself: what doesn't agree in it. One function for each rule, over plain text."""

from factcheck.standards.consistency.rules import CHECKS, disagreements_of
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place

__all__ = ["CHECKS", "ArticleText", "Disagreement", "Place", "disagreements_of"]

"""The standards desk's rules over plain values: pure Python, without Django and without a database."""

from factcheck.standards.finding import ArticleFinding, Dismissal, Finding, Severity
from factcheck.standards.findings import Findings, dismissed, findings_for_article, findings_for_claim, look_at
from factcheck.standards.passages import Article, Elsewhere, Passage
from factcheck.standards.table import BY_NAME, RULES, Weights

__all__ = [
    "BY_NAME",
    "RULES",
    "Article",
    "ArticleFinding",
    "Dismissal",
    "Elsewhere",
    "Finding",
    "Findings",
    "Passage",
    "Severity",
    "Weights",
    "dismissed",
    "findings_for_article",
    "findings_for_claim",
    "look_at",
]

"""The standards desk's rules over plain values: pure Python, without Django and without a database."""

from factcheck.standards.finding import ArticleFinding, Dismissal, Finding, Severity
from factcheck.standards.findings import findings_for_article, findings_for_claim
from factcheck.standards.rules import Footing

__all__ = [
    "ArticleFinding",
    "Dismissal",
    "Finding",
    "Footing",
    "Severity",
    "findings_for_article",
    "findings_for_claim",
]

"""The standards desk's rules over plain values: pure Python, without Django and without a database."""

from factcheck.standards.findings import ArticleFinding, findings_for_article, findings_for_claim
from factcheck.standards.rules import Finding, Footing

__all__ = ["ArticleFinding", "Finding", "Footing", "findings_for_article", "findings_for_claim"]

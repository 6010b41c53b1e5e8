"""The standards desk's rules over plain values: pure Python, without Django and without a database."""

from factcheck.standards.finding import ArticleFinding, Dismissal, Finding, Passage, Severity
from factcheck.standards.findings import (
    Findings,
    apply_rules,
    findings_for_article,
    findings_for_claim,
    with_dismissal,
)
from factcheck.standards.inputs import CreditedArticle, RulesArticle, RulesClaim
from factcheck.standards.table import BY_NAME, RULES, Weights

__all__ = [
    "BY_NAME",
    "RULES",
    "ArticleFinding",
    "CreditedArticle",
    "Dismissal",
    "Finding",
    "Findings",
    "Passage",
    "RulesArticle",
    "RulesClaim",
    "Severity",
    "Weights",
    "apply_rules",
    "findings_for_article",
    "findings_for_claim",
    "with_dismissal",
]

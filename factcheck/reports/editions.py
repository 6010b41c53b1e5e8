"""Cuts the edition for outside from a report, by the table in ``reviews/editions.py``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any, cast

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import CHECKLIST
from factcheck.claims.sources import ListedSource
from factcheck.reports.build import Report, ReportedClaim, ReportedEvidence
from factcheck.reviews.editions import FOR_OUTSIDE, SILENCED_BY, EditionChoice, Tick, belongs
from factcheck.standards import Finding, findings_for_article
from factcheck.standards.dismissal_keys import keep_parts
from factcheck.standards.findings import sort_key

#: What stands for a file of which nothing more is told.
KEPT_FILE = "A file kept at the desk"

#: Sourcings that name whom they mean, for everybody to read.
_NAMED = {
    SourcingStatus.NAMED_OFFICIAL,
    SourcingStatus.NAMED_PERSON,
    SourcingStatus.ORGANIZATION,
    SourcingStatus.MEDIA_REPORT,
}
#: By the question that is asked about an unnamed source. An old report may ask others; those stay inside.
_QUESTIONS = {question: belongs("about_source", name) for name, question in CHECKLIST.items()}


def choice_of(report: Report) -> EditionChoice:
    """Which edition a report is."""
    return EditionChoice(report.edition, report.ticked)


def cut(report: Report, choice: EditionChoice) -> Report:
    """The report as the edition that was chosen. What was cut once is never filled again, only cut as it is now."""
    if choice_of(report).is_outside:
        return _without_answered(report, choice_of(report))
    if not choice.is_outside:
        return report
    report = _without_answered(cast(Report, _cut(report, choice)), choice)
    if Tick.FILES not in choice.ticked:
        report = _without_files(report)
    if Tick.SOURCES not in choice.ticked:
        report = _without_own_names(report)
    return replace(report, edition=choice.edition, ticked=choice.ticked)


def for_outside(report: Report) -> Report:
    """For formats that are made for others: a report that is cut already as it is, any other without a tick."""
    return cut(report, FOR_OUTSIDE)


def _cut(value: Any, choice: EditionChoice) -> Any:
    """A value without what doesn't belong to the edition, however deep it is."""
    if isinstance(value, tuple):
        return tuple(_cut(inner, choice) for inner in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kind = type(value).__name__
    kept = {
        field.name: _cut(getattr(value, field.name), choice)
        if choice.has(belongs(kind, field.name))
        else _nothing(field, getattr(value, field.name))
        for field in fields(value)
    }
    if isinstance(value, ReportedClaim):
        kept["about_source"] = tuple(
            (question, answer)
            for question, answer in value.about_source
            if question in _QUESTIONS and choice.has(_QUESTIONS[question])
        )
    return replace(value, **kept)


def _nothing(field: Field[Any], value: Any) -> Any:
    """What a field holds when nothing was said in it."""
    if field.default is not MISSING:
        return field.default
    empty: dict[type, Any] = {str: "", tuple: (), bool: False}
    return empty.get(type(value))


def _without_answered(report: Report, choice: EditionChoice) -> Report:
    """Without the findings that are silent where a question has an answer which this edition doesn't hold.

    What stays is weighed, gathered and put in order anew, or its place would tell what stood beside it.
    """
    silenced = {rule for rule, tick in SILENCED_BY.items() if not choice.has(tick)}
    claims = tuple(
        replace(claim, findings=tuple(sorted(_keep(claim.findings, silenced), key=sort_key))) for claim in report.claims
    )
    of_article = [finding for finding in report.findings if finding.is_of_article]
    shared = findings_for_article([(claim.label, claim.findings) for claim in claims], of_article)
    return replace(report, claims=claims, findings=tuple(shared))


def _keep(findings: Iterable[Finding], silenced: Set[str]) -> Iterator[Finding]:
    for finding in findings:
        if kept := keep_parts(finding, lambda part: part.rule not in silenced):
            yield kept


def _without_files(report: Report) -> Report:
    """A link says itself what it shows. A file's name and words may tell who gave it, and so does its fingerprint to
    whoever has a copy."""

    def told(evidence: ReportedEvidence) -> ReportedEvidence:
        return replace(evidence, name=KEPT_FILE, place="", quotation="", sha256="") if evidence.sha256 else evidence

    claims = tuple(replace(claim, evidence=tuple(map(told, claim.evidence))) for claim in report.claims)
    return replace(report, claims=claims)


def _without_own_names(report: Report) -> Report:
    """Whom a source leads back to, where the desk alone says it: that an article names somebody elsewhere doesn't say
    that they are the source here."""
    introduced = {_plain(claim.source) for claim in report.claims if _may_expose(claim) and _says(claim, claim.source)}
    hidden = {
        claim.label: {_plain(name) for name in (claim.source, claim.leads_to) if name}
        for claim in report.claims
        if _may_expose(claim) and not _says(claim, claim.source) and _plain(claim.source) not in introduced
    }
    claims = tuple(
        replace(claim, cue=claim.cue if _says(claim, claim.cue) else "") if claim.cue else claim
        for claim in report.claims
    )
    if not hidden:
        return replace(report, claims=claims)
    names = set().union(*hidden.values())
    text = _plain(report.article.text)
    untold = {name for name in names if not is_told(name, text)}

    def without(findings: Iterable[Finding], names: set[str]) -> tuple[Finding, ...]:
        kept = (keep_parts(finding, lambda part: not _names(f"{part.one} {part.many}", names)) for finding in findings)
        return tuple(finding for finding in kept if finding)

    claims = tuple(
        replace(claim, findings=without(claim.findings, untold))
        if claim.label not in hidden
        else replace(claim, source="", leads_to="", findings=without(claim.findings, names))
        for claim in claims
    )
    findings = tuple(
        replace(shared, finding=kept) for shared in report.findings for kept in without([shared.finding], names)
    )
    sources = tuple(_shown_sources(report.sources, hidden.keys(), names))
    return replace(report, claims=claims, findings=findings, sources=sources)


def _may_expose(claim: ReportedClaim) -> bool:
    """Whether the claim has a source that its sourcing doesn't say is named."""
    return bool(claim.source) and claim.sourcing not in _NAMED


def _says(claim: ReportedClaim, words: str) -> bool:
    return is_told(words, _plain(claim.text))


def is_told(name: str, text: str) -> bool:
    """Whether a plain text has these words, whole and in this order."""
    return bool(re.search(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", text))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _names(words: str, names: Iterable[str]) -> bool:
    return any(name in _plain(words) for name in names)


def _shown_sources(sources: Iterable[ListedSource], hidden: Iterable[str], names: set[str]) -> Iterable[ListedSource]:
    """The sources without those that the desk alone names; the rest aren't linked to what was said without a name."""
    labels = set(hidden)
    for source in sources:
        if _plain(source.name) not in names:
            yield source
        elif shown := tuple(label for label in source.claims if label not in labels):
            yield replace(source, claims=shown, named_in=shown[0])

"""The review as W3C Web Annotations: each claim one annotation on the article.

A claim is found by its words, with what comes before and after, and by its place in the text as it was loaded,
counted in Unicode code points. On a web page the words are what leads there; the place is that of the text alone,
whose SHA-256 is among the labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from factcheck.claims.choices import Verdict
from factcheck.reports.build import Person, Report, ReportedClaim, ReportedEvidence
from factcheck.reports.editions import for_outside
from factcheck.reports.jsonld import address_of, iri, name_of, report_name, time_of, written
from factcheck.reports.text import BESIDE_FIELDS, evidence_words, finding_words, stamp_of, verdict_remarks

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Letters before and after a claim by which its words are told from the same words elsewhere.
AROUND = 32
_OURSELVES = {"type": "Software", "name": "Factcheck"}


class WebAnnotationFile:
    """An AnnotationCollection with one page that holds them all: what may be said outside."""

    slug = "webannotation"
    ending = "annotations.jsonld"
    is_for_outside = True
    label = "Web Annotation"
    content_type = f'application/ld+json; profile="{CONTEXT}"'

    def render(self, report: Report) -> Iterator[str]:
        report = for_outside(report)
        yield written(
            {
                "@context": CONTEXT,
                "id": report_name(report),
                "type": "AnnotationCollection",
                "label": [report.article.title, stamp_of(report), f"SHA-256 of the text: {report.article.sha256}"],
                "generated": time_of(report.drawn_at),
                "generator": _OURSELVES,
                "total": len(report.claims),
                "first": {
                    "id": name_of("page", report_name(report)),
                    "type": "AnnotationPage",
                    "startIndex": 0,
                    "items": [_annotation(claim, report) for claim in report.claims],
                },
            }
        )


def _annotation(claim: ReportedClaim, report: Report) -> dict[str, Any]:
    article = report.article
    decided_at = [at for at in (claim.reviewed_at, claim.verdict_at) if at]
    return {
        "id": name_of("claim", report_name(report), claim.start, claim.end),
        "type": "Annotation",
        "motivation": "assessing",
        "creator": _person(claim.reviewed_by) if claim.reviewed_by else {"type": "Software", "name": article.detector},
        "created": time_of(min(decided_at, default=article.loaded_at)),
        "modified": time_of(max(decided_at, default=None)),
        "body": list(_bodies(claim)),
        "target": {
            "type": "SpecificResource",
            "source": address_of(article),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": article.text[claim.start : claim.end],
                    "prefix": article.text[max(0, claim.start - AROUND) : claim.start],
                    "suffix": article.text[claim.end : claim.end + AROUND],
                },
                {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
            ],
        },
    }


def _bodies(claim: ReportedClaim) -> Iterator[dict[str, Any]]:
    yield _text(claim.sourcing.label, "tagging")
    if claim.verdict is not Verdict.PENDING:
        signature = {"creator": _person(claim.verdict_by), "created": time_of(claim.verdict_at)}
        yield _text(str(claim.verdict.label), "tagging") | signature
        for remark in verdict_remarks(claim):
            yield _text(remark, "commenting") | {"creator": _OURSELVES}
    if claim.source:
        yield _text(claim.leads_to or claim.source, "identifying")
    for field in BESIDE_FIELDS:
        if value := field.shown(claim):
            yield _text(value, "editing" if field.name == "wording" else "commenting")
    for finding in claim.findings:
        dismissed_at = time_of(finding.dismissed.at) if finding.dismissed else None
        yield _text(finding_words(finding), "commenting") | {"creator": _OURSELVES, "modified": dismissed_at}
    for evidence in claim.evidence:
        yield from _evidence(evidence)
    for comment in claim.comments:
        if comment.is_said:
            author = {"type": "Person", "name": comment.author}
            yield _text(comment.text, "replying") | {"creator": author, "created": time_of(comment.at)}


def _evidence(evidence: ReportedEvidence) -> Iterator[dict[str, Any]]:
    signature = {"creator": _person(evidence.by), "created": time_of(evidence.at)}
    if evidence.link:
        yield {"type": "SpecificResource", "source": iri(evidence.link), "purpose": "linking"} | signature
    yield _text(evidence_words(evidence), "describing") | signature


def _text(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"}


def _person(person: Person | None) -> dict[str, str] | None:
    return {"type": "Person", "name": person.name} if person else None

"""The whole report for programs.

The shape is stable: within a ``version`` fields are only added, never renamed, removed or given another meaning.

- ``$schema`` names the JSON Schema that holds all of this, ``reports/report-2.schema.json``; ``schema`` is
  ``"factcheck.report"``, ``version`` a whole number; ``drawn_at`` is when the report was taken; ``time_zone`` is the
  desk's, in which people read its times everywhere else; ``stamp`` is the number and fingerprint of a frozen one, null
  for a report that is not frozen. ``edition`` says for whom it is, “desk” or “outside”, and ``ticked`` what an editor
  let out beside what everybody outside may know. In the edition for outside, words that are left out are empty and
  people and usernames missing: ask the desk whether there is something.
- ``article``: ``id``, ``title``, ``outlet``, ``byline``, ``url``, ``published_on``, ``detector``, ``loaded_by``,
  ``loaded_at``, ``archived_at``, ``superseded_at`` (when a newer version was loaded), ``text_sha256`` (of ``text`` in
  UTF-8) and ``text``, verbatim.
- ``numbers``: counts of all claims, of those reviewed, of those with each verdict, and of those that rest on unnamed
  sources alone; ``stale`` counts the verdicts that were set before the review changed.
- ``footing``: for each sourcing status, from the firmest to the weakest, ``claims`` and ``percent``.
- ``findings``, the gravest first and dismissed ones last: ``rule``, ``sentence``, ``severity``, ``follows`` (the
  practice the rule comes from), ``dismissed`` (``reason``, ``by``, ``at``; null for an open one), ``is_of_article``
  (it belongs to none of the claims), the labels of the ``claims`` that share it and, where several rules say one
  thing of a claim, ``parts`` with a sentence for each.
- ``sources``, those on which most claims rest first: ``name``, ``described`` (what the article calls it beside its
  name), ``sourcing``, ``named_in`` (the first claim that names it), ``is_added`` (a person wrote it, and the detector
  had found no such source) and the labels of the ``claims`` that rest on it.
- ``revision``, null for a first version: ``version``, ``before`` (the id of the article before) and
  ``before_loaded_at``; ``unchanged`` (how many sentences), ``changed`` (``label``, ``text``, ``label_before``,
  ``text_before``), ``new`` (labels) and ``dropped`` (``label``, ``text``, ``sourcing``, ``verdict``, ``verdict_by``,
  ``verdict_at``).
- ``desk``, null when there is none to compare it with: the desk's other ``articles``, their ``claims`` and how many of
  those rest on ``unnamed`` sources. ``yardsticks``, published shares of unnamed sourcing: ``percent``, the ``unit``
  that was counted, ``sample``, ``author``, ``year``, ``title``, ``url`` and a ``sentence`` on what was counted.
- ``claims``, in reading order: ``label`` (“4”, or “4a” for a part of a sentence), the sentence's ``number`` and the
  ``part`` (from 1; 0 for a whole sentence); ``start`` and ``end``, counted in Unicode code points, so that
  ``text[start:end]`` of the article is the claim's ``text``; ``sourcing``, ``suggested_sourcing``,
  ``suggested_probability`` (0 to 1, null when the detector did not say), ``source``, ``cue``, ``channel``,
  ``unattributed_reason``, ``about_source`` (``asked``, ``answer``), ``said`` (whether the source said it),
  ``recommended``, ``reviewed_by``, ``reviewed_at``, ``verdict`` (whether it is so), ``verdict_by``, ``verdict_at``,
  ``is_verdict_stale`` (it was set before the review or the evidence changed), ``differs_from_recommendation``,
  ``wording`` (how the text should put it), ``note``, ``second_opinion``, ``evidence`` (``stance``, ``name``, ``url``,
  ``sha256`` of the file, ``place``, ``quotation``, ``is_primary``, ``contact``, ``by``, ``at``), and ``findings``
  (``rule``, ``sentence``, ``severity``, ``follows``, ``dismissed``). Where the edition holds the desk's
  comments, ``comments``, the oldest first: ``kind`` (“said”, “resolved”, “reopened”), ``text``, ``author`` and ``at``
  (of a note that a file brought, as the file says) and ``by``, whose account it came by.

A choice is ``{"value", "label"}``: compare values, show labels, which may change. A person is ``{"username", "name"}``.
Times are ISO 8601 in UTC, dates ISO 8601. What is missing is null; words that are missing are an empty string.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, SecondOpinion, UnattributedReason, Verdict
from factcheck.claims.sources import ListedSource
from factcheck.reports.build import Person, Report, ReportedArticle, ReportedClaim, ReportedEvidence
from factcheck.reports.clock import desk_zone
from factcheck.reports.revision import Revision
from factcheck.reports.text import BESIDE_FIELDS
from factcheck.reviews.editions import Edition, Tick
from factcheck.reviews.models import Stance
from factcheck.reviews.review_fields import ReviewField
from factcheck.standards import ArticleFinding, Dismissal, Finding, Severity

Choice = SourcingStatus | UnattributedReason | Verdict | Said | SecondOpinion | Stance | Severity | Edition | Tick

SCHEMA = "factcheck.report"
VERSION = 2
#: The name of the JSON Schema. Whoever adds a field adds it there too, and not to what is required.
SCHEMA_ID = f"urn:factcheck:schema:report:{VERSION}"
SCHEMA_FILE = Path(__file__).parent.parent / f"report-{VERSION}.schema.json"


class JsonFile:
    """One object, one line for each claim: easy to compare, and written as it goes."""

    slug = ending = "json"
    label = "JSON"
    content_type = "application/json"

    def render(self, report: Report) -> Iterator[str]:
        # The claims come last, so that everything before them can be written first.
        yield _json(_head(report)).removesuffix("}") + ', "claims": ['
        for place, claim in enumerate(report.claims):
            fields = _claim(claim) | (_comments(claim) if report.has_comments else {})
            yield f"{',' if place else ''}\n{_json(fields)}"
        yield "\n]}\n"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _head(report: Report) -> dict[str, Any]:
    return {
        "$schema": SCHEMA_ID,
        "schema": SCHEMA,
        "version": VERSION,
        "drawn_at": _time(report.drawn_at),
        "time_zone": desk_zone(),
        "stamp": report.stamp or None,
        "edition": _choice(report.edition),
        "ticked": [_choice(tick) for tick in report.ticked],
        "article": _article(report.article),
        "numbers": asdict(report.numbers),
        "footing": [
            {"sourcing": _choice(proportion.status), "claims": proportion.claims, "percent": proportion.percent}
            for proportion in report.footing
        ],
        "findings": [
            _finding(finding) | {"is_of_article": finding.is_of_article, "claims": list(finding.claims)}
            for finding in report.findings
        ],
        "sources": [_source(source) for source in report.sources],
        "revision": _revision(report.revision) if report.revision else None,
        "desk": asdict(report.desk) if report.desk else None,
        "yardsticks": [asdict(yardstick) for yardstick in report.yardsticks],
    }


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "version": revision.version,
        "before": revision.before,
        "before_loaded_at": _time(revision.before_loaded_at),
        "unchanged": revision.unchanged,
        "changed": [
            {
                "label": sentence.label,
                "text": sentence.text,
                "label_before": sentence.label_before,
                "text_before": sentence.text_before,
            }
            for sentence in revision.changed
        ],
        "new": list(revision.new),
        "dropped": [
            {
                "label": claim.label,
                "text": claim.text,
                "sourcing": _choice(claim.sourcing),
                "verdict": _choice(claim.verdict),
                "verdict_by": _person(claim.verdict_by),
                "verdict_at": _time(claim.verdict_at),
            }
            for claim in revision.dropped
        ],
    }


def _source(source: ListedSource) -> dict[str, Any]:
    return {
        "name": source.name,
        "described": source.described,
        "sourcing": _choice(source.status),
        "named_in": source.named_in,
        "is_added": source.is_added,
        "claims": list(source.claims),
    }


def _article(article: ReportedArticle) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "url": article.url,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "detector": article.detector,
        "loaded_by": _person(article.loaded_by),
        "loaded_at": _time(article.loaded_at),
        "archived_at": _time(article.archived_at),
        "superseded_at": _time(article.superseded_at),
        "text_sha256": article.sha256,
        "text": article.text,
    }


def _claim(claim: ReportedClaim) -> dict[str, Any]:
    return {
        "label": claim.label,
        "number": claim.number,
        "part": claim.part,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "sourcing": _choice(claim.sourcing),
        "suggested_sourcing": _choice(claim.suggested),
        "suggested_probability": claim.suggested_probability,
        "source": claim.source,
        "cue": claim.cue,
        "channel": claim.channel,
        "unattributed_reason": _choice(claim.unattributed_reason),
        "about_source": [{"asked": question, "answer": answer} for question, answer in claim.about_source],
        "said": _choice(claim.said),
        "recommended": _choice(claim.recommended),
        "reviewed_by": _person(claim.reviewed_by),
        "reviewed_at": _time(claim.reviewed_at),
        "verdict": _choice(claim.verdict),
        "verdict_by": _person(claim.verdict_by),
        "verdict_at": _time(claim.verdict_at),
        "is_verdict_stale": claim.is_verdict_stale,
        "differs_from_recommendation": claim.differs_from_recommendation,
        **{field.name: _stored(field, claim) for field in BESIDE_FIELDS},
        "second_opinion": _choice(claim.second_opinion),
        "evidence": [_evidence(evidence) for evidence in claim.evidence],
        "findings": [_finding(finding) for finding in claim.findings],
    }


def _stored(field: ReviewField, claim: ReportedClaim) -> str | dict[str, str] | None:
    value: str = getattr(claim, field.name)
    if not field.choices:
        return value
    return {"value": value, "label": field.shown(claim)} if value else None


def _finding(finding: Finding | ArticleFinding) -> dict[str, Any]:
    remark = finding.finding if isinstance(finding, ArticleFinding) else finding
    return {
        "rule": finding.rule,
        "sentence": finding.sentence,
        "severity": _choice(finding.severity),
        "follows": finding.follows,
        "dismissed": _dismissal(finding.dismissed) if finding.dismissed else None,
        **({"parts": [remark.lead, *remark.others]} if remark.parts else {}),
    }


def _dismissal(dismissal: Dismissal) -> dict[str, Any]:
    person = {"username": dismissal.username, "name": dismissal.by}
    return {"reason": dismissal.reason, "by": person, "at": _time(dismissal.at)}


def _evidence(evidence: ReportedEvidence) -> dict[str, Any]:
    return {
        "stance": _choice(evidence.stance),
        "name": evidence.name,
        "url": evidence.url,
        "sha256": evidence.sha256,
        "place": evidence.place,
        "quotation": evidence.quotation,
        "is_primary": evidence.is_primary,
        "contact": evidence.contact,
        "by": _person(evidence.by),
        "at": _time(evidence.at),
    }


def _comments(claim: ReportedClaim) -> dict[str, Any]:
    return {
        "comments": [
            {
                "kind": comment.kind.value,
                "text": comment.text,
                "author": comment.author,
                "at": _time(comment.at),
                "by": _person(comment.by),
            }
            for comment in claim.comments
        ]
    }


def _choice(choice: Choice | None) -> dict[str, str] | None:
    return {"value": choice.value, "label": str(choice.label)} if choice else None


def _person(person: Person | None) -> dict[str, str] | None:
    return {"username": person.username, "name": person.name} if person else None


def _time(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat() if at else None

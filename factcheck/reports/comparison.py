"""What changed between two reports, of one text or of two versions of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from factcheck.claims.alignment import align
from factcheck.claims.choices import SET_BEFORE
from factcheck.claims.word_diff import normal_words
from factcheck.reports.build import STORED_FIELDS, Report, ReportedArticle, ReportedClaim
from factcheck.reports.text import BESIDE_FIELDS, LABELS, evidence_lines
from factcheck.reviews.review_fields import FIELDS_BY_NAME
from factcheck.standards import ArticleFinding, Finding

#: A name, and what it said before and after.
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One claim that is not the same in two reports: its label and words, and field by field before and after."""

    label: str
    text: str
    rows: tuple[Row, ...]
    #: “changed”, “new” or “gone”.
    kind: str = "changed"
    #: What it was called before, where that was something else.
    label_before: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is not the same of the article itself, and of its claims: in reading order, those that are gone last.

    In two reports of one text, what is gone keeps its place.
    """

    article: tuple[Row, ...]
    claims: tuple[Change, ...]


#: What a reader wants to know of a claim.
OF_CLAIM = (
    "sourcing",
    "source",
    "cue",
    "unattributed_reason",
    "said",
    "recommended",
    "verdict",
    "verdict_by",
    "is_verdict_stale",
    "reviewed_by",
    *(field.name for field in BESIDE_FIELDS),
    "second_opinion",
    "about_source",
    "evidence",
    "findings",
)
#: The same of the article.
OF_ARTICLE = {
    "title": "Title",
    "outlet": "Outlet",
    "byline": "Byline",
    "published_on": "Published",
    "url": "URL",
    "detector": "Suggestions by",
}


def compare(before: Report, after: Report) -> Comparison:
    """What changed from one report to the other.

    A claim is known by its place in the text; in another version of the text, by its words or the likest sentence.
    """
    is_same_text = before.article.sha256 == after.article.sha256
    pairs = _by_place(before, after) if is_same_text else _by_words(before, after)
    article = [(label, _plain(before.article, name), _plain(after.article, name)) for name, label in OF_ARTICLE.items()]
    article.append(("Findings on the whole article", _of_article(before), _of_article(after)))
    return Comparison(
        article=tuple(row for row in article if row[1] != row[2]),
        claims=tuple(change for old, new in pairs if (change := _change(old, new))),
    )


Pair = tuple[ReportedClaim | None, ReportedClaim | None]


def _by_place(before: Report, after: Report) -> Iterator[Pair]:
    old = {(claim.start, claim.end): claim for claim in before.claims}
    new = {(claim.start, claim.end): claim for claim in after.claims}
    for place in sorted(old.keys() | new.keys()):
        yield old.get(place), new.get(place)


def _by_words(before: Report, after: Report) -> Iterator[Pair]:
    """Sentence by sentence; of a sentence that was split, part by part."""
    old_sentences, new_sentences = _sentences(before), _sentences(after)
    for pair in align([text for text, _ in old_sentences], [text for text, _ in new_sentences]):
        old = {claim.part: claim for claim in (old_sentences[pair.old][1] if pair.old is not None else ())}
        new = {claim.part: claim for claim in (new_sentences[pair.new][1] if pair.new is not None else ())}
        for part in sorted(old.keys() | new.keys()):
            yield old.get(part), new.get(part)


def _sentences(report: Report) -> list[tuple[str, list[ReportedClaim]]]:
    grouped = [list(claims) for _, claims in groupby(report.claims, key=lambda claim: claim.number)]
    return [(report.article.text[claims[0].start : claims[-1].end], claims) for claims in grouped]


def _change(old: ReportedClaim | None, new: ReportedClaim | None) -> Change | None:
    if old is None or new is None:
        claim = new or old
        assert claim is not None
        return Change(claim.label, claim.text, (), "new" if new else "gone")
    rows = [(LABELS[name], _value(old, name), _value(new, name)) for name in OF_CLAIM]
    if normal_words(old.text) != normal_words(new.text):
        rows.insert(0, ("Words", old.text, new.text))
    rows = [row for row in rows if row[1] != row[2]]
    label_before = old.label if old.label != new.label else ""
    return Change(new.label, new.text, tuple(rows), label_before=label_before) if rows else None


def _value(claim: ReportedClaim, name: str) -> str:
    """The value of a field as a person reads it."""
    match name:
        case "evidence":
            lines = (evidence_lines(evidence)[0] for evidence in claim.evidence)
            return "; ".join(f"{line.heading} {line.words}" for line in lines)
        case "findings":
            return _findings(claim.findings)
        case "is_verdict_stale":
            return SET_BEFORE if claim.is_verdict_stale else ""
        case "about_source":
            return " ".join(f"{question} {answer}" for question, answer in claim.about_source)
    stored = FIELDS_BY_NAME.get(name)
    return stored.shown(claim) if stored in STORED_FIELDS else _plain(claim, name)


def _plain(claim_or_article: ReportedClaim | ReportedArticle, name: str) -> str:
    value: Any = getattr(claim_or_article, name)
    return str(getattr(value, "label", value) or "")


def _of_article(report: Report) -> str:
    """The findings on the article as a whole."""
    return _findings(finding for finding in report.findings if finding.is_of_article)


def _findings(findings: Iterable[Finding | ArticleFinding]) -> str:
    return " ".join(
        f"{finding.sentence} (dismissed)" if finding.dismissed else finding.sentence for finding in findings
    )

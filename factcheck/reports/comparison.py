"""What changed between two reports, of one text or of two versions of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from factcheck.claims.alignment import align
from factcheck.claims.word_diff import normal_words
from factcheck.reports.build import Report, ReportedClaim
from factcheck.reports.text import BESIDE_FIELDS, LABELS, evidence_lines
from factcheck.standards import ArticleFinding, Finding

#: A name, and what stood there before and after.
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

    In two reports of one text, what is gone stands at its place.
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
    "detector": "Detector",
}


def compare(before: Report, after: Report) -> Comparison:
    """What changed from one report to the other.

    A claim is known by its place in the text; in another version of the text, by its words or the likest sentence.
    """
    is_same_text = before.article.sha256 == after.article.sha256
    pairs = _by_place(before, after) if is_same_text else _by_words(before, after)
    article = [(words, _plain(before.article, name), _plain(after.article, name)) for name, words in OF_ARTICLE.items()]
    article.append(("Findings on the whole article", _of_article(before), _of_article(after)))
    return Comparison(
        article=tuple(row for row in article if row[1] != row[2]),
        claims=tuple(change for was, now in pairs if (change := _change(was, now))),
    )


Pair = tuple[ReportedClaim | None, ReportedClaim | None]


def _by_place(before: Report, after: Report) -> Iterator[Pair]:
    old = {(claim.start, claim.end): claim for claim in before.claims}
    new = {(claim.start, claim.end): claim for claim in after.claims}
    for place in sorted(old.keys() | new.keys()):
        yield old.get(place), new.get(place)


def _by_words(before: Report, after: Report) -> Iterator[Pair]:
    """Sentence by sentence; of a sentence that was split, part by part."""
    old, new = _sentences(before), _sentences(after)
    for pair in align([words for words, _ in old], [words for words, _ in new]):
        was = {claim.part: claim for claim in (old[pair.old][1] if pair.old is not None else ())}
        now = {claim.part: claim for claim in (new[pair.new][1] if pair.new is not None else ())}
        for part in sorted(was.keys() | now.keys()):
            yield was.get(part), now.get(part)


def _sentences(report: Report) -> list[tuple[str, list[ReportedClaim]]]:
    grouped = [list(claims) for _, claims in groupby(report.claims, key=lambda claim: claim.number)]
    return [(report.article.text[claims[0].start : claims[-1].end], claims) for claims in grouped]


def _change(was: ReportedClaim | None, now: ReportedClaim | None) -> Change | None:
    if was is None or now is None:
        one = now or was
        assert one is not None
        return Change(one.label, one.text, (), "new" if now else "gone")
    rows = [(LABELS[name], _shown(was, name), _shown(now, name)) for name in OF_CLAIM]
    if normal_words(was.text) != normal_words(now.text):
        rows.insert(0, ("Words", was.text, now.text))
    rows = [row for row in rows if row[1] != row[2]]
    label_before = was.label if was.label != now.label else ""
    return Change(now.label, now.text, tuple(rows), label_before=label_before) if rows else None


def _shown(claim: ReportedClaim, name: str) -> str:
    """A value as a person reads it."""
    value: Any = getattr(claim, name)
    if name == "evidence":
        lines = (evidence_lines(evidence)[0] for evidence in value)
        return "; ".join(f"{line.heading} {line.words}" for line in lines)
    if name == "findings":
        return _told(value)
    if name == "about_source":
        return " ".join(f"{asked} {answer}" for asked, answer in value)
    return _plain(claim, name)


def _plain(one: Any, name: str) -> str:
    value = getattr(one, name)
    return str(getattr(value, "label", value) or "")


def _of_article(report: Report) -> str:
    """The findings that stand beside none of the claims."""
    return _told(one for one in report.findings if one.is_of_article)


def _told(findings: Iterable[Finding | ArticleFinding]) -> str:
    return " ".join(f"{one.sentence} (dismissed)" if one.dismissed else one.sentence for one in findings)

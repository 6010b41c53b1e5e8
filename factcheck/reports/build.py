"""The review of one article as plain values, which every format draws from.

A report is taken from the claims in one query, so that its numbers and its rows can't disagree, however busy the
reviewers are while it is drawn. A second one asks what the machine found of the sources, which nobody changes, a third
what evidence there is, a fourth what people said to each other, a fifth for the sums of the desk's other articles; the
findings of the standards desk take up to five more.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import CHECKLIST, Said, SecondOpinion, UnattributedReason, Verdict
from factcheck.claims.labels import label_of
from factcheck.claims.models import Claim
from factcheck.claims.sources import ListedSource, list_sources
from factcheck.percent import percent
from factcheck.reports.benchmarks import PUBLISHED, Benchmark, Desk, desk_without
from factcheck.reports.person import Person, person_of
from factcheck.reports.revision import Revision, revision_of
from factcheck.reviews.editions import Edition, Tick
from factcheck.reviews.findings import review_findings
from factcheck.reviews.imported_comments import own_words
from factcheck.reviews.models import Comment, EvidenceUse, Stance
from factcheck.reviews.review_fields import REVIEW_FIELDS
from factcheck.standards import ArticleFinding, Finding

#: Fields of a review that a report holds as a choice; what is said about an unnamed source it holds together.
_CHOICES = {"status", "unattributed_reason", "said", "recommended", "verdict"}
#: All others it holds as they are stored, under the same name.
STORED_FIELDS = tuple(
    field for field in REVIEW_FIELDS if field.name not in _CHOICES and not field.is_about_unnamed_source
)


@dataclass(frozen=True, slots=True)
class ReportedArticle:
    """Where the text came from and what read it. ``sha256`` is that of ``text`` in UTF-8."""

    id: int
    title: str
    outlet: str
    byline: str
    url: str
    published_on: dt.date | None
    text: str
    sha256: str
    detector: str
    loaded_by: Person | None
    loaded_at: dt.datetime
    archived_at: dt.datetime | None
    #: When a newer version of the text was loaded.
    superseded_at: dt.datetime | None = None

    @property
    def link(self) -> str:
        """The address when a browser may follow it: never a script, whoever wrote it."""
        return _followable(self.url)


def _followable(url: str) -> str:
    return url if url.lower().startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Claims, counted. The five verdicts add up to ``claims``; ``unnamed_alone`` is counted across them."""

    claims: int
    reviewed: int
    verified: int
    unverified: int
    disputed: int
    not_checkable: int
    pending: int
    unnamed_alone: int
    #: Verdicts that were set before the review changed; they are counted among the verdicts as well.
    stale: int = 0


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many claims rest on a status."""

    status: SourcingStatus
    claims: int
    #: Rounded, but 0 only for none and 100 only for all.
    percent: int


@dataclass(frozen=True, slots=True)
class ReportedEvidence:
    """What a checker found for or against a claim: a link, or a file of which ``sha256`` is the fingerprint."""

    stance: Stance
    #: The file's name, or the address.
    name: str
    url: str
    sha256: str
    #: The exact place: “page 3”, “00:12:40”.
    place: str
    quotation: str
    is_primary: bool
    contact: str
    by: Person | None
    at: dt.datetime

    @property
    def link(self) -> str:
        """The address when a browser may follow it: never a script, whoever wrote it."""
        return _followable(self.url)


@dataclass(frozen=True, slots=True)
class ReportedComment:
    """What somebody said of a claim to the desk, or the word that the thread is settled."""

    kind: Comment.Kind
    text: str
    #: Who wrote it, and when: of a note that a file brought, as the file says.
    author: str
    at: dt.datetime
    #: Whose account it came by.
    by: Person | None

    @property
    def is_said(self) -> bool:
        return self.kind is Comment.Kind.SAID


@dataclass(frozen=True, slots=True)
class ReportedClaim:
    """One claim as it is now; ``article.text[start:end] == text``. A missing choice is None, missing words are empty.

    A further field of a review is a row in ``reviews/review_fields.py`` and a field here, with a default.
    ``channel`` is the outlet that the source spoke to, ``leads_to`` the name under which the article's list has the
    source. A verdict of ``pending`` has neither a person nor a time.
    """

    number: int
    start: int
    end: int
    text: str
    sourcing: SourcingStatus
    suggested: SourcingStatus
    source: str
    cue: str
    channel: str
    unattributed_reason: UnattributedReason | None
    recommended: Verdict | None
    reviewed_by: Person | None
    reviewed_at: dt.datetime | None
    verdict: Verdict
    verdict_by: Person | None
    verdict_at: dt.datetime | None
    note: str
    findings: tuple[Finding, ...]
    leads_to: str = ""
    #: How likely the suggestion was said to hold, 0 to 1; None when the detector did not know.
    suggested_probability: float | None = None
    #: Its position among the parts of its sentence, from 1; 0 for a whole sentence.
    part: int = 0
    #: Whether the source said it, and how the text should put it.
    said: Said = Said.PENDING
    wording: str = ""
    #: The desk's questions about an unnamed source, those that have an answer: label and answer.
    about_source: tuple[tuple[str, str], ...] = ()
    second_opinion: SecondOpinion = SecondOpinion.NONE
    evidence: tuple[ReportedEvidence, ...] = ()
    #: What colleagues said to each other of it.
    comments: tuple[ReportedComment, ...] = ()
    #: Whether the verdict was set before the review or the evidence changed; no in reports older than this field.
    is_verdict_stale: bool = False

    @property
    def label(self) -> str:
        """What people call it: “4”, or “4a” for a part."""
        return label_of(self.number, self.part)

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None

    @property
    def differs_from_recommendation(self) -> bool:
        """Whether an editor has set another verdict than the reviewer recommended."""
        return self.verdict is not Verdict.PENDING and self.recommended not in (None, self.verdict)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that nobody has dismissed."""
        return tuple(finding for finding in self.findings if not finding.dismissed)

    @property
    def dismissed_findings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.dismissed)


@dataclass(frozen=True, slots=True)
class Report:
    """The review of one article at ``drawn_at``; claims in reading order, every status in ``footing``."""

    article: ReportedArticle
    drawn_at: dt.datetime
    numbers: Numbers
    footing: tuple[Proportion, ...]
    findings: tuple[ArticleFinding, ...]
    claims: tuple[ReportedClaim, ...]
    #: Those on which most claims rest come first.
    sources: tuple[ListedSource, ...] = ()
    #: “Report 12 · SHA-256 …” of a frozen one; one that was not frozen has none.
    stamp: str = ""
    #: The desk's other articles; None when there was no other, or when the report is older than this field.
    desk: Desk | None = None
    #: What others counted, as far as it was known then.
    yardsticks: tuple[Benchmark, ...] = ()
    #: What changed since the version before; None for a first one.
    revision: Revision | None = None
    #: Whether it holds the desk's comments: in reports older than this field, and in the edition for outside, not.
    has_comments: bool = False
    #: For whom it is, and what was ticked for outside. Reports older than this field are the desk's.
    edition: Edition = Edition.DESK
    ticked: tuple[Tick, ...] = ()

    @property
    def open_findings(self) -> tuple[ArticleFinding, ...]:
        """The findings that nobody has dismissed, the gravest first."""
        return tuple(finding for finding in self.findings if not finding.dismissed)

    @property
    def dismissed_findings(self) -> tuple[ArticleFinding, ...]:
        return tuple(finding for finding in self.findings if finding.dismissed)


def build_report(article: Article) -> Report:
    """The article's review as it is now, in the edition for the desk.

    At most ten queries, if its outlet and who loaded it were selected with it; three more for a later version of a
    text.
    """
    rows = list(article.claims.in_reading_order().with_people().select_related("suggested_by"))
    sources = list_sources(article.pk, rows)
    leads_to = {label: source.name for source in sources for label in source.claims}
    outlet = article.outlet.name if article.outlet else ""
    people: dict[int, Person] = {}
    by_place = _evidence_by_place(article, people)
    evidence = {row.pk: _of_claim(row, by_place) for row in rows}
    comments_by_place = _comments_by_place(article, people)
    comments = {row.pk: _of_claim(row, comments_by_place) for row in rows}
    supports = {pk: sum(piece.stance is Stance.SUPPORTS for piece in pieces) for pk, pieces in evidence.items()}
    reviewed = review_findings(article, rows, sources, supports)
    claims = tuple(
        _claim(row, leads_to.get(row.label, ""), people, evidence[row.pk], comments[row.pk], findings)
        for row, findings in zip(rows, reviewed.claims, strict=True)
    )
    return Report(
        article=_article(article, outlet),
        drawn_at=timezone.now(),
        numbers=_numbers(claims),
        footing=_footing(claims),
        findings=tuple(reviewed.gathered()),
        claims=claims,
        sources=sources,
        desk=desk_without(article.pk),
        yardsticks=PUBLISHED,
        revision=revision_of(article, rows, people),
        has_comments=True,
    )


def _article(article: Article, outlet: str) -> ReportedArticle:
    return ReportedArticle(
        id=article.pk,
        title=article.title,
        outlet=outlet,
        byline=article.byline,
        url=article.url,
        published_on=article.published_on,
        text=article.text,
        sha256=article.text_sha256,
        detector=article.detector,
        loaded_by=person_of(article.loaded_by, {}),
        loaded_at=article.loaded_at,
        archived_at=article.archived_at,
        superseded_at=article.superseded_at,
    )


_Item = TypeVar("_Item", ReportedEvidence, ReportedComment)
#: A claim that counts, or a sentence in which one did before it was split or joined.
_Place = tuple[Literal["claim", "sentence"], int]


def _evidence_by_place(article: Article, people: dict[int, Person]) -> dict[_Place, list[ReportedEvidence]]:
    """In the order in which it was added; what was withdrawn is left out."""
    uses = EvidenceUse.objects.filter(article=article, withdrawn_at=None)
    by_place: dict[_Place, list[ReportedEvidence]] = {}
    for use in uses.select_related("claim", "evidence", "evidence__by").order_by("pk"):
        by_place.setdefault(_place_of(use.claim), []).append(_reported_evidence(use, people))
    return by_place


def _comments_by_place(article: Article, people: dict[int, Person]) -> dict[_Place, list[ReportedComment]]:
    """In the order in which they were said."""
    by_place: dict[_Place, list[ReportedComment]] = {}
    for comment in Comment.objects.filter(article=article).select_related("claim", "by").order_by("pk"):
        by_place.setdefault(_place_of(comment.claim), []).append(_reported_comment(comment, people))
    return by_place


def _place_of(claim: Claim) -> _Place:
    return ("claim", claim.pk) if claim.is_current else ("sentence", claim.number)


def _reported_comment(comment: Comment, people: dict[int, Person]) -> ReportedComment:
    by = person_of(comment.by, people)
    return ReportedComment(
        kind=Comment.Kind(comment.kind),
        text=own_words(comment),
        author=comment.written_by or str(by),
        at=comment.written_at or comment.at,
        by=by,
    )


def _reported_evidence(use: EvidenceUse, people: dict[int, Person]) -> ReportedEvidence:
    evidence = use.evidence
    return ReportedEvidence(
        stance=Stance(use.stance),
        name=str(evidence),
        url=evidence.url,
        sha256=evidence.sha256,
        place=evidence.place,
        quotation=evidence.quotation,
        is_primary=evidence.is_primary,
        contact=evidence.contact,
        by=person_of(evidence.by, people),
        at=evidence.at,
    )


def _of_claim(claim: Claim, by_place: dict[_Place, list[_Item]]) -> tuple[_Item, ...]:
    """What was added to the claim, or said of it, or, before it was split or joined, to its sentence.

    Until both opinions that were asked for are in, a claim is as the machine suggested it, without what people found
    and said.
    """
    if claim.second_opinion == SecondOpinion.ASKED:
        return ()
    pieces = (*by_place.get(("sentence", claim.number), ()), *by_place.get(("claim", claim.pk), ()))
    return tuple(sorted(pieces, key=lambda piece: piece.at))


def _claim(
    claim: Claim,
    leads_to: str,
    people: dict[int, Person],
    evidence: tuple[ReportedEvidence, ...],
    comments: tuple[ReportedComment, ...],
    findings: tuple[Finding, ...],
) -> ReportedClaim:
    suggested = claim.suggested_by
    channel = suggested.channel if suggested is not None and claim.sourcing.has_speaker else ""
    recommended = Verdict(claim.recommended)
    return ReportedClaim(
        number=claim.number,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        sourcing=claim.sourcing,
        suggested=SourcingStatus(claim.suggested_status),
        channel=channel,
        unattributed_reason=UnattributedReason(claim.unattributed_reason) if claim.unattributed_reason else None,
        recommended=recommended if recommended is not Verdict.PENDING else None,
        reviewed_by=person_of(claim.reviewed_by, people),
        reviewed_at=claim.reviewed_at,
        verdict=Verdict(claim.verdict),
        verdict_by=person_of(claim.verdict_by, people),
        verdict_at=claim.verdict_at,
        findings=findings,
        leads_to=leads_to,
        suggested_probability=claim.suggested_probability,
        part=claim.part,
        said=Said(claim.said),
        about_source=tuple((label, getattr(claim, name)) for name, label in CHECKLIST.items() if getattr(claim, name)),
        second_opinion=SecondOpinion(claim.second_opinion),
        evidence=evidence,
        comments=comments,
        is_verdict_stale=claim.is_verdict_stale,
        **{field.name: getattr(claim, field.name) for field in STORED_FIELDS},
    )


def _numbers(claims: tuple[ReportedClaim, ...]) -> Numbers:
    verdicts = Counter(claim.verdict for claim in claims)
    return Numbers(
        claims=len(claims),
        reviewed=sum(claim.is_reviewed for claim in claims),
        unnamed_alone=sum(claim.sourcing.is_unnamed for claim in claims),
        stale=sum(claim.is_verdict_stale for claim in claims),
        **{verdict.value: verdicts[verdict] for verdict in Verdict},
    )


def _footing(claims: tuple[ReportedClaim, ...]) -> tuple[Proportion, ...]:
    counts = Counter(claim.sourcing for claim in claims)
    return tuple(Proportion(status, counts[status], percent(counts[status], len(claims))) for status in SourcingStatus)

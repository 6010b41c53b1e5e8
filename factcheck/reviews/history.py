"""What happened to a claim, or to all claims of an article: who, when, and what changed from what to what.

Decisions, opinions, evidence, comments and dismissed findings in one order, read a page at a time by key. A fixed
number of queries, whatever the article's length. Somebody who owes a second opinion on a claim is shown nothing of
what was said on it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from itertools import pairwise
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleIn
from django.utils.text import Truncator

from factcheck import keyset
from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, ClaimState
from factcheck.reviews import decisions, services
from factcheck.reviews.models import Comment, Dismissal, EvidenceUse, Kind, Opinion, Review
from factcheck.reviews.review_fields import FIELDS_BY_NAME, OPINION_FIELDS, REVIEW_FIELDS
from factcheck.reviews.second_opinions import hidden_from, open_answers

PAGE_SIZE = 50
_TOOK_BACK = {
    Kind.DECIDED: "undid a decision",
    Kind.SPLIT: "undid the split",
    Kind.JOINED: "undid the join",
    Kind.ASKED: "undid the request for a second opinion",
    Kind.NOT_ASKED: "undid canceling the second opinion",
    Kind.SETTLED: "undid settling two opinions",
    Kind.SENT_BACK: "undid sending it back",
}
#: What nobody takes back: an answer, and what was decided in an earlier version.
_STAYS = (Kind.AGREED, Kind.DIFFERED, Kind.CARRIED)
#: A request hides what was said before it; how that differs from what the machine suggested would give it away.
_WITHOUT_CHANGES = (Kind.ASKED, Kind.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from what to what, as people read it. ``old`` is None where only what was said is told."""

    label: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did."""

    at: dt.datetime
    by: User
    #: None for what was done to the article as a whole.
    claim: Claim | None
    did: str
    changes: tuple[Change, ...] = ()
    #: What they wrote: a reason, a comment, the name of a link.
    words: str = ""
    #: The decision, if it was one, and the one before it on the claim.
    review: Review | None = None
    before: Review | None = None
    is_undone: bool = False
    #: Whether whoever looks may take it back.
    may_undo: bool = False
    #: For the button that does.
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends; the next one begins after it."""

    at: dt.datetime
    stream: int
    row: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.stream}~{self.row}"

    @classmethod
    def read(cls, written: str) -> Place | None:
        """None for anything that ``str()`` of a place doesn't produce."""
        try:
            at, stream, row = written.split("~")
            place = cls(dt.datetime.fromisoformat(at), int(stream), int(row))
        except (ValueError, OverflowError):
            return None
        return place if place.at.tzinfo and 0 <= place.row < 2**63 else None


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the latest first, and where the older ones begin, if there are any."""

    entries: tuple[Entry, ...] = ()
    older: Place | None = None


def of_claim(claim: Claim, person: User) -> Page:
    """What happened to a claim and, of a part, to its sentence. No query for a claim that nobody has touched."""
    if not (claim.version or claim.changed_seq or claim.part):
        return Page()
    return read_page(Article(pk=claim.article_id), person, about={claim.pk, claim.sentence_id})


def read_page(
    article: Article, person: User, *, about: Iterable[int] | None = None, before: Place | None = None
) -> Page:
    """What happened before a place, or the latest; ``about`` some claims, or all of the article."""
    streams = [
        _beyond(stream, number, before)
        for number, stream in enumerate(_streams(article, person, None if about is None else list(about)))
    ]
    rows = list(streams[0].union(*streams[1:], all=True).order_by("-when", "-stream", "-row")[: PAGE_SIZE + 1])
    places = [Place(*row) for row in rows[:PAGE_SIZE]]
    entries = _entries(places, article, person)
    return Page(
        tuple(entries[place.stream, place.row] for place in places),
        older=places[-1] if len(rows) > PAGE_SIZE else None,
    )


# ---- What there is --------------------------------------------------------------------------------------------------

_REVIEWS, _OPINIONS, _EVIDENCE, _WITHDRAWN, _COMMENTS, _DISMISSALS = _KINDS = range(6)


def _streams(article: Article, person: User, about: list[int] | None) -> list[QuerySet[Any]]:
    """The rows of each kind, as ``when`` something happened; in the order of the numbers above."""
    of_article = Q(article=article) if about is None else Q(article=article, claim__in=about)
    hidden = hidden_from(person)
    answers = Opinion.objects.filter(of_article, open_answers(person), reviewed_at=None)
    uses = EvidenceUse.objects.filter(of_article).exclude(hidden)
    return [
        Review.objects.filter(of_article).exclude(hidden & ~Q(kind=Kind.ASKED)).annotate(when=F("at")),
        # A review that was counted as an opinion is in the log as what it was.
        answers.exclude(hidden).annotate(when=F("at")),
        uses.annotate(when=F("at")),
        uses.filter(withdrawn_at__isnull=False).annotate(when=F("withdrawn_at")),
        Comment.objects.filter(of_article).exclude(hidden).annotate(when=F("at")),
        Dismissal.objects.filter(of_article).exclude(hidden).annotate(when=F("at")),
    ]


def _beyond(stream: QuerySet[Any], number: int, place: Place | None) -> QuerySet[Any]:
    """The keys of the rows after a place, in the order of pages: time, then kind, then row."""
    rows = stream.annotate(stream=Value(number), row=F("pk"))
    if place is not None:
        rows = keyset.beyond(rows, [F("when"), F("stream"), F("row")], astuple(place), descending=True)
    return rows.values_list("when", "stream", "row").order_by("-when", "-row")[: PAGE_SIZE + 1]


def _entries(places: Sequence[Place], article: Article, person: User) -> dict[tuple[int, int], Entry]:
    """The entries by kind and row; a query for each kind that occurs."""
    rows = {number: [place.row for place in places if place.stream == number] for number in _KINDS}
    entries: dict[tuple[int, int], Entry] = {}
    for entry in _decisions(rows[_REVIEWS], article, person) if rows[_REVIEWS] else ():
        entries[_REVIEWS, entry.review.pk] = entry  # type: ignore[union-attr]  # a decision has its review
    if rows[_OPINIONS]:
        for opinion in _with_people(Opinion.objects.filter(pk__in=rows[_OPINIONS])):
            entries[_OPINIONS, opinion.pk] = _opinion_entry(opinion)
    if rows[_EVIDENCE] or rows[_WITHDRAWN]:
        uses = EvidenceUse.objects.filter(pk__in=rows[_EVIDENCE] + rows[_WITHDRAWN])
        for use in _with_people(uses).select_related("by", "claim", "withdrawn_by", "evidence"):
            entries[_EVIDENCE, use.pk] = _evidence_entry(use)
            if use.withdrawn_by and use.withdrawn_at:
                entries[_WITHDRAWN, use.pk] = Entry(
                    use.withdrawn_at, use.withdrawn_by, use.claim, "withdrew evidence", words=str(use.evidence)
                )
    if rows[_COMMENTS]:
        for comment in _with_people(Comment.objects.filter(pk__in=rows[_COMMENTS])):
            entries[_COMMENTS, comment.pk] = _comment_entry(comment)
    if rows[_DISMISSALS]:
        for dismissal in _with_people(Dismissal.objects.filter(pk__in=rows[_DISMISSALS])):
            entries[_DISMISSALS, dismissal.pk] = _dismissal_entry(dismissal)
    return entries


def _with_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("by", "claim")


def _opinion_entry(opinion: Opinion) -> Entry:
    return Entry(opinion.at, opinion.by, opinion.claim, "gave an opinion", tuple(changes_of_opinion(opinion)))


def changes_of_opinion(opinion: Opinion) -> list[Change]:
    """What an opinion says, field by field."""
    return [Change(field.label, None, field.shown(opinion)) for field in OPINION_FIELDS if field.is_said_by(opinion)]


def _evidence_entry(use: EvidenceUse) -> Entry:
    did = f"added evidence ({use.get_stance_display().lower()})"
    is_withdrawn = use.withdrawn_at is not None
    return Entry(use.at, use.by, use.claim, did, words=str(use.evidence), is_undone=is_withdrawn)


def _comment_entry(comment: Comment) -> Entry:
    is_said = comment.kind == Comment.Kind.SAID
    did = "commented" if is_said else comment.get_kind_display()
    return Entry(comment.at, comment.by, comment.claim, did, words=Truncator(comment.text).chars(300))


def _dismissal_entry(dismissal: Dismissal) -> Entry:
    words = f"{dismissal.sentence} {dismissal.reason}".strip()
    return Entry(dismissal.at, dismissal.by, dismissal.claim, dismissal.get_kind_display(), words=words)


# ---- Decisions ------------------------------------------------------------------------------------------------------


def _decisions(pks: list[int], article: Article, person: User) -> Iterable[Entry]:
    taken_back = Review.objects.filter(
        claim=OuterRef("claim"),
        undoes__isnull=False,
        version__gt=OuterRef("version"),
        undoes__version__lte=OuterRef("version"),
    )
    reviews = list(
        Review.objects.filter(pk__in=pks)
        .annotate(is_undone=Exists(taken_back))
        .select_related("by", "claim__suggested_by", "undoes", "carries__by")
    )
    befores = _befores(reviews)
    own = _undoable(reviews, article, person)
    for review in reviews:
        before = befores.get((review.claim_id, review.version - 1))
        yield Entry(
            review.at,
            review.by,
            review.claim,
            _did(review, before),
            changes_in(review, before),
            review.reason if review.undoes is None else "",
            review,
            before,
            is_undone=review.is_undone,
            may_undo=review.pk in own,
        )


def _befores(reviews: Sequence[Review]) -> Mapping[tuple[int, int], Review]:
    """The decision before each, by claim and version; those of the page itself need no query."""
    known = {(review.claim_id, review.version): review for review in reviews}
    missing = {(review.claim_id, review.version - 1) for review in reviews if review.version > 1} - known.keys()
    if missing:
        others = Review.objects.filter(TupleIn(Tuple("claim_id", "version"), sorted(missing)))
        known |= {(review.claim_id, review.version): review for review in others}
    return known


def _undoable(reviews: Sequence[Review], article: Article, person: User) -> set[int]:
    """Those that this person may take back, as far as can be told without a lock."""
    candidates = [
        review.pk
        for review in reviews
        if review.by_id == person.pk and review.undoes_id is None and review.kind not in _STAYS
    ]
    if not candidates:
        return set()
    others = Review.objects.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk")).exclude(by=person)
    own = services.undoable(article=article, by=person).filter(pk__in=candidates)
    return set(own.exclude(Exists(others)).values_list("pk", flat=True))


def _did(review: Review, before: Review | None) -> str:
    kind = Kind(review.kind)
    if review.undoes is not None:
        return _TOOK_BACK.get(kind, "undid it")
    if review.batch:
        return "accepted the recommendation, with others at once"
    if kind is Kind.DECIDED and before and _confirms(review, before):
        return "confirmed the verdict"
    if kind is Kind.DECIDED and not changes_in(review, before):
        return "accepted the suggestion" if before is None else "confirmed it unchanged"
    return kind.label


def _confirms(review: Review, before: Review) -> bool:
    """Whether a decision set the verdict that was there, on a review that had changed."""
    return (
        review.verdict_version == review.version and review.verdict == before.verdict and not changes_in(review, before)
    )


def changes_in(review: Review, before: Review | None) -> tuple[Change, ...]:
    """What a decision changed, field by field, against the one before it or against the machine's suggestion."""
    if review.kind in _WITHOUT_CHANGES:
        return ()
    previous: ClaimState = before or Claim(**decisions.suggested_columns(review.claim))
    changes = [
        Change(field.label, field.shown(previous), field.shown(review))
        for field in REVIEW_FIELDS
        if getattr(previous, field.name) != getattr(review, field.name)
    ]
    if review.is_verdict_stale and not previous.is_verdict_stale:
        verdict = FIELDS_BY_NAME["verdict"].label
        changes.append(Change(verdict, previous.verdict_words, review.verdict_words))
    if previous.cuts != review.cuts:
        changes.append(Change("Parts", _parts(review.claim, previous.cuts), _parts(review.claim, review.cuts)))
    return tuple(changes)


def _parts(whole: Claim, cuts: list[int]) -> str:
    """The words of a sentence, cut as it was."""
    edges = [whole.start, *cuts, whole.end]
    return " | ".join(whole.text[start - whole.start : end - whole.start].strip() for start, end in pairwise(edges))


# ---- What the panel says first --------------------------------------------------------------------------------------


def _decisive(page: Page, claim: Claim) -> Entry | None:
    """The decision that made the claim what it is now, unless it took another back."""
    about_it = (entry for entry in page.entries if entry.review and entry.review.claim_id == claim.pk)
    latest = next(about_it, None)
    return latest if latest and latest.review and latest.review.undoes_id is None else None


def sent_back(page: Page, claim: Claim) -> Entry | None:
    """That the claim was sent back, until somebody decides again."""
    latest = _decisive(page, claim)
    if latest and latest.review and (carried := latest.review.carries):
        return replace(latest, by=carried.by, words=carried.reason) if carried.kind == Kind.SENT_BACK else None
    return latest if latest and latest.review and latest.review.kind == Kind.SENT_BACK else None


def changed_by_another(page: Page, claim: Claim, reader: User) -> Entry | None:
    """What the latest decision changed of somebody else's review; None for who made it.

    A verdict where none was yet is what editors are there for, and the panel says it beside the question.
    """
    latest = _decisive(page, claim)
    if not latest or not latest.review or not latest.before or latest.review.kind != Kind.DECIDED:
        return None
    is_anothers = latest.before.reviewed_by_id not in (None, latest.by.pk)
    if not is_anothers or latest.by.pk == reader.pk:
        return None
    none_yet = (FIELDS_BY_NAME["verdict"].label, Verdict.PENDING.label)
    is_more = any((change.label, change.old) != none_yet for change in latest.changes)
    return latest if is_more else None

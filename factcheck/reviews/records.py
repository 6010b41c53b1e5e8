"""Records of an article: added, taken away, and the article's quotations held against them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.keys import are_other_words, key_of_row, quoted, words_sha256
from factcheck.record.classes import QuoteClass
from factcheck.record.comparison import Comparison, compare_all
from factcheck.record.explanations import segments_of, sentence_of
from factcheck.record.quotations import quotations_of
from factcheck.record.transcript import Transcript
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews.models import HeldQuotation, Record

#: Letters of article and record together up to which nobody waits for a worker: half a second.
LONGEST_AT_ONCE = 200_000
#: The longest record: a million words.
LONGEST = 8_000_000
#: The most records that one article may have.
MOST = 20


@transaction.atomic
def add_record(*, article: Article, title: str, text: str, key: uuid.UUID, by: User, file_name: str = "") -> Record:
    """Add a record to an article. The same ``key`` again changes nothing and returns what it added.

    It is held against the article at once if it is short, else by a worker. Raises KeyReused when the key added
    another record, and Refused when it was another person's, when there are too many, or when it is too long.
    """
    words = words_sha256("record", article=article.pk, title=title, text=text)
    if len(text) > LONGEST:
        raise Refused(f"The record has {len(text):,} characters; the limit is {LONGEST:,}. Add it in parts.")
    existing = Record.objects.filter(key=key).first()
    if existing is None and standing(article).count() >= MOST:
        raise Refused(f"This article has {MOST} records; take one away first.")
    columns = {"article": article, "title": title, "text": text, "file_name": file_name, "by": by}
    record, is_new = Record.objects.get_or_create(key=key, defaults=columns | {"words_sha256": words})
    if record.by_id != by.pk:
        raise Refused("The page was out of date and nothing was added; reload it.")
    if are_other_words(record.words_sha256, words):
        raise KeyReused(f"This form has already added the record {quoted(record.title)}.")
    if is_new:
        _hold_soon(record, article)
    return record


def _hold_soon(record: Record, article: Article) -> None:
    if len(record.text) + len(article.text) <= LONGEST_AT_ONCE:
        hold(record.pk)
        return
    from factcheck.reviews import tasks  # which imports this module

    tasks.hold.defer(record_pk=record.pk)


@transaction.atomic
def hold(record_pk: int) -> None:
    """Hold the article's quotations against a record and store how they stand. Again, it changes nothing."""
    record = Record.objects.select_for_update(of=("self",)).select_related("article").filter(pk=record_pk).first()
    if record is None or record.held_at is not None:  # erased since, or another worker did it
        return
    text = record.article.text
    comparisons = compare_all(text, quotations_of(text), [Transcript(record.text, record.title)])
    HeldQuotation.objects.bulk_create(_row(record, text, comparison) for comparison in comparisons)
    record.held_at = timezone.now()
    record.save(update_fields=["held_at"])


def _row(record: Record, text: str, comparison: Comparison) -> HeldQuotation:
    passage = comparison.passage or (None, None)
    where = comparison.where
    return HeldQuotation(
        article_id=record.article_id,
        record=record,
        start=comparison.quoted[0],
        end=comparison.quoted[1],
        quote_class=comparison.quote_class.value,
        passage_start=passage[0],
        passage_end=passage[1],
        speaker=where.speaker[:100] if where else "",
        place=str(where)[:100] if where else "",
        remark=sentence_of(text, record.text, comparison),
        segments=[asdict(segment) for segment in segments_of(text, record.text, comparison)],
    )


def may_withdraw(record: Record, by: User) -> bool:
    """Whoever added it may, and editors."""
    return by.can_set_verdict or (by.can_review and record.by_id == by.pk)


@transaction.atomic
def withdraw(*, record: Record, by: User) -> Record:
    """Take a record away; what it was and how quotations stood to it stays stored. Again, it changes nothing."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not may_withdraw(record, by):
        raise Refused("Only the person who added a record, or an editor, can take it away.")
    if record.withdrawn_at is None:
        record.withdrawn_by, record.withdrawn_at = by, timezone.now()
        record.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return record


def copy_to_version(*, before: Article, to: Article) -> None:
    """Hold a newer version against the same records; who added them and when stays."""
    for record in standing(before):
        added = Record.objects.create(
            article=to,
            title=record.title,
            text=record.text,
            file_name=record.file_name,
            key=key_of_row(record.key, 1, to.pk),
            by_id=record.by_id,
        )
        Record.objects.filter(pk=added.pk).update(at=record.at)
        _hold_soon(added, to)


# ---- What there is --------------------------------------------------------------------------------------------------


def standing(article: Article | int) -> QuerySet[Record]:
    """The records of an article that weren't taken away, the oldest first."""
    return Record.objects.filter(article=article, withdrawn_at=None).order_by("pk")


#: The likeliest first: of several records, a quotation is shown with the one that has it best.
_ORDER = Case(
    *(When(quote_class=each.value, then=Value(rank)) for rank, each in enumerate(QuoteClass)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Held:
    """One quotation with the record that has it best, and how many others have it too."""

    quotation: HeldQuotation
    also: int = 0


def _best(rows: Iterable[HeldQuotation]) -> list[Held]:
    by_place: dict[int, list[HeldQuotation]] = {}
    for row in rows:
        by_place.setdefault(row.start, []).append(row)
    return [
        Held(found[0], sum(row.quote_class != QuoteClass.ABSENT for row in found[1:]))
        for _, found in sorted(by_place.items())
    ]


def _rows(article: int) -> QuerySet[HeldQuotation]:
    rows = HeldQuotation.objects.filter(article=article, record__withdrawn_at=None)
    return rows.select_related("record").defer("record__text").order_by(_ORDER, "record")


def quotations_in(article: Article) -> list[Held]:
    """All quotations of an article that has records, in reading order. One query."""
    return _best(_rows(article.pk))


def quotations_of_claim(claim: Claim) -> list[Held]:
    """The quotations that a claim's words share a character with. One query."""
    return _best(_rows(claim.article_id).filter(start__lt=claim.end, end__gt=claim.start))


def counts(held: Iterable[Held]) -> list[tuple[QuoteClass, int]]:
    """How many quotations stand how, the classes in their order."""
    known = Counter(each.quotation.quote_class for each in held)
    return [(each, known[each.value]) for each in QuoteClass if known[each.value]]

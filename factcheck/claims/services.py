"""From a text to claims, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import AlreadyLoaded, Provenance, find_loaded, store_article
from factcheck.attribution import explanations
from factcheck.attribution.outlets import outlet_of
from factcheck.attribution.types import Reading, SourcingStatus, Span
from factcheck.claims.choices import ChangeSincePrevious, SecondOpinion, Verdict
from factcheck.claims.detection import detector, read_text
from factcheck.claims.models import Attribution, Claim, ClaimState, Source, Tally
from factcheck.readers.text import Unreadable, clean_text


def load_article(*, text: str, provenance: Provenance, by: User | None) -> Article:
    """Split, detect and store; all of it or nothing.

    Raises Unreadable for a text that can't be taken and AlreadyLoaded for one that is there. The slow part, reading,
    happens before the transaction.
    """
    text, reading, reader = read_new(text, provenance)
    with transaction.atomic():
        article = store_article(text=text, provenance=provenance, detector=reader, by=by)
        store_reading(article=article, reading=reading)
    return article


def read_new(text: str, provenance: Provenance) -> tuple[str, Reading, str]:
    """A text that isn't there yet, cleaned, what the detector finds in it, and the detector's name.

    Raises as load_article() does. It stores nothing and may take seconds.
    """
    text = clean_text(text)
    if loaded := find_loaded(text):
        raise AlreadyLoaded(loaded)
    reading = read_text(text, outlet=outlet_of(provenance.outlet, provenance.url))
    if not reading.sentences:
        raise Unreadable("There is no sentence in this text; paste the article’s own words.")
    return text, reading, detector().name


@dataclass(frozen=True, slots=True)
class PreviousClaim:
    """What a sentence stands for of the last version: the claim there, if any, and whether it says the same."""

    previous: int | None
    change: ChangeSincePrevious

    def columns(self) -> dict[str, Any]:
        return {"previous_id": self.previous, "change_since_previous": self.change}


@transaction.atomic
def store_reading(*, article: Article, reading: Reading, follows: Sequence[PreviousClaim] = ()) -> None:
    """The claims of a new article, their attributions and its tally.

    ``follows`` says of each sentence, or of none, what it stands for of the last version.
    """
    claims = Claim.objects.bulk_create(
        Claim(
            article=article,
            number=index + 1,
            start=sentence.start,
            end=sentence.end,
            text=sentence.text,
            **(follows[index].columns() if follows else {}),
            **suggestion_of(article.text, reading, index),
        )
        for index, sentence in enumerate(reading.sentences)
    )
    store_suggestions(article=article, reading=reading, claims=claims)
    Tally.objects.create(
        article=article, claims=len(claims), pending=len(claims), **Counter(claim.status for claim in claims)
    )


def store_suggestions(
    *, article: Article, reading: Reading, claims: Sequence[Claim], kept: Set[int] = frozenset()
) -> None:
    """A reading's sources and attributions, and to each claim the attribution that decides.

    ``claims`` are all of the article's in order. Of those whose index is ``kept`` nothing is changed or added, but for
    attributions that decide another claim; one that is there already decides it, so that reading again adds no more.
    """
    deciding = {suggestion.attribution for index, suggestion in enumerate(reading.suggestions) if index not in kept} - {
        None
    }
    indexes = [
        index
        for index, attribution in enumerate(reading.attributions)
        if attribution.sentence not in kept or index in deciding
    ]
    rows = {index: _stored(article, claims[reading.attributions[index].sentence], reading, index) for index in indexes}
    stored = _there_already(rows, kept={claims[index].pk for index in kept})
    new = {index: row for index, row in rows.items() if index not in stored}
    sources = _store_sources(article, reading, {reading.attributions[index].leads_to for index in new})
    for index, row in new.items():
        if (leads_to := reading.attributions[index].leads_to) is not None:
            row.leads_to = sources[leads_to]
    stored |= dict(zip(new, Attribution.objects.bulk_create(new.values()), strict=True))
    changed = []
    for index, (claim, suggestion) in enumerate(zip(claims, reading.suggestions, strict=True)):
        if index not in kept and suggestion.attribution is not None:
            claim.suggested_by = stored[suggestion.attribution]
            claim.source, claim.cue = claim.suggested_source_and_cue()
            changed.append(claim)
    Claim.everything.bulk_update(changed, ["suggested_by", "source", "cue"], batch_size=500)


def suggestion_of(text: str, reading: Reading, index: int) -> dict[str, Any]:
    """The columns of a claim that say what was suggested, and where it stands until somebody decides."""
    suggestion = reading.suggestions[index]
    return {
        "status": suggestion.status.value,
        "suggested_status": suggestion.status.value,
        "suggested_why": _why(text, reading, index)[:500],
        "suggested_probability": suggestion.probability,
        "suggested_with": reading.detector[:100],
    }


def _store_sources(article: Article, reading: Reading, used: Set[int | None]) -> dict[int, Source]:
    """The sources by their index in the reading, numbered behind those that are there."""
    last_number = Source.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0
    indexes = [index for index in range(len(reading.sources)) if index in used]
    rows = (
        Source(
            article=article,
            number=number,
            name=source.name[:500],
            described=source.described[:500],
            status=source.status.value,
        )
        for number, source in enumerate((reading.sources[index] for index in indexes), last_number + 1)
    )
    return dict(zip(indexes, Source.objects.bulk_create(rows), strict=True))


def _there_already(rows: Mapping[int, Attribution], *, kept: Set[int]) -> dict[int, Attribution]:
    """Of the rows that stand in claims to be kept, those that say what one of the claim's attributions says."""
    kept_rows = {index: row for index, row in rows.items() if row.claim_id in kept}
    existing = Attribution.objects.filter(claim__in={row.claim_id for row in kept_rows.values()}).order_by("pk")
    known = [(_said(attribution), attribution) for attribution in existing] if kept_rows else []
    same = {
        index: next((attribution for words, attribution in known if words == _said(row)), None)
        for index, row in kept_rows.items()
    }
    return {index: attribution for index, attribution in same.items() if attribution is not None}


_SAID = [field.attname for field in Attribution._meta.local_fields if field.attname not in ("id", "leads_to_id")]


def _said(attribution: Attribution) -> list[Any]:
    return [getattr(attribution, name) for name in _SAID]


def _why(text: str, reading: Reading, index: int) -> str:
    """Why a sentence rests on what it does, and whom else it names: all attributions are kept, one decides."""
    suggestion = reading.suggestions[index]
    others = [
        (explanations.quote_spans(text, attribution.source, attribution.cue), attribution.status)
        for number, attribution in enumerate(reading.attributions)
        if attribution.sentence == index
        and number != suggestion.attribution
        and attribution.source
        and not attribution.is_own_reporting
    ]
    return f"{suggestion.why} {explanations.also(others)}".strip()


def rebuild_tally(article: Article) -> None:
    """Count the tally of an article again by its claims, after many of them were written at once."""
    counts: Counter[str] = Counter()
    for claim in Claim.objects.filter(article=article).only(
        "status", "verdict", "is_verdict_stale", "second_opinion", "reviewed_at"
    ):
        counts.update(["claims", claim.status, Verdict(claim.verdict).value, *_COUNTED_AS[claim.second_opinion]])
        counts["reviewed"] += claim.is_reviewed
        counts["stale"] += claim.is_verdict_stale
    counts["divided"] = Claim.everything.filter(article=article, whole=None, is_current=False).count()
    Tally.objects.filter(article=article).update(**{name: counts[name] for name in _COUNTS})


#: What the tally counts of the claims themselves.
_COUNTS = [
    *("claims", "reviewed", "divided", "asked", "differing", "stale"),
    *(status.value for status in SourcingStatus),
    *(verdict.value for verdict in Verdict),
]


def update_tally(
    *,
    article_id: int,
    before: Iterable[ClaimState] = (),
    after: Iterable[ClaimState] = (),
    divided: int = 0,
    stamped: Claim | None = None,
) -> int:
    """Carry a change into the article's tally: the claims that counted before and those that do now.

    The tally's row is locked from here to the end of the transaction, so the count of changes that comes back grows in
    the order in which changes become visible, and this is best the last statement. ``stamped`` is the claim that gets
    the count, in the same statement; ``divided`` is how many more sentences are split than before.
    """
    sql, values = tally_step(article_id=article_id, before=before, after=after, divided=divided)
    if stamped is not None:
        sql = (
            f"WITH tally AS ({sql}) UPDATE claims_claim SET changed_seq = tally.change_seq FROM tally "  # noqa: S608
            "WHERE claims_claim.id = %s RETURNING claims_claim.changed_seq"
        )
        values.append(stamped.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def tally_step(
    *, article_id: int, before: Iterable[ClaimState] = (), after: Iterable[ClaimState] = (), divided: int = 0
) -> tuple[str, list[Any]]:
    """The statement of update_tally() and its values, to be part of a larger one; it gives back ``change_seq``."""
    steps_by_column: Counter[str] = Counter(change_seq=1, divided=divided)
    for step, states in ((-1, before), (1, after)):
        for state in states:
            for column in ("claims", state.status, Verdict(state.verdict).value, *_COUNTED_AS[state.second_opinion]):
                steps_by_column[column] += step
            steps_by_column["reviewed"] += step * state.is_reviewed
            steps_by_column["stale"] += step * state.is_verdict_stale
    columns = {column: by for column, by in steps_by_column.items() if by}
    steps = ", ".join(f"{name} = {name} + %s" for name in map(connection.ops.quote_name, columns))
    sql = f"UPDATE claims_tally SET {steps} WHERE article_id = %s RETURNING change_seq"  # noqa: S608 - own names
    return sql, [*columns.values(), article_id]


_COUNTED_AS: dict[str, tuple[str, ...]] = {
    SecondOpinion.NONE: (),
    SecondOpinion.ASKED: ("asked",),
    SecondOpinion.DIFFERS: ("differing",),
    SecondOpinion.SETTLED: (),
}


def touch_claim(claim: Claim) -> None:
    """Tell every open page that something was said on a claim; its state is as it was."""
    update_tally(article_id=claim.article_id, stamped=claim)


def _stored(article: Article, claim: Claim, reading: Reading, index: int) -> Attribution:
    attribution = reading.attributions[index]
    introduced = (attribution.introduced,) if attribution.introduced else ()
    return Attribution(
        article=article,
        claim=claim,
        source_spans=_pairs(attribution.source),
        cue_spans=_pairs(attribution.cue),
        content_spans=_pairs(attribution.content),
        source=words(article.text, attribution.source)[:500],
        cue=words(article.text, attribution.cue)[:200],
        status=attribution.status.value,
        rule=attribution.rule,
        why=attribution.why[:500],
        introduced_spans=_pairs(introduced),
        introduced=words(article.text, introduced)[:500],
        channel=words(article.text, (attribution.channel,))[:200] if attribution.channel else "",
        is_nested=attribution.nested,
    )


def words(text: str, spans: Iterable[Span]) -> str:
    """The words that spans cover, pieces joined by an ellipsis."""
    return " … ".join(text[span.start : span.end] for span in spans)


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]

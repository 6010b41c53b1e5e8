"""Who the sources of an article are, and which claims now rest on each: what the machine found, as people left it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from factcheck.attribution.names import Kind, form_of, is_pronoun, normal
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Attribution, Claim


@dataclass(frozen=True, slots=True)
class ListedSource:
    """One source with the claims that rest on it, as “4” or “4a”, in reading order."""

    name: str
    #: What the article calls it beside its name; empty when it says no more.
    described: str
    #: As people decided on its claims, or else as it was found.
    status: SourcingStatus
    claims: tuple[str, ...]
    #: The first claim that names it, whether or not that claim rests on it.
    named_in: str
    #: Whether a person wrote it, and the machine had found no such source.
    is_added: bool = False

    @property
    def first(self) -> str:
        """Where to go to read what it says."""
        return self.claims[0] if self.claims else self.named_in


@dataclass(slots=True)
class _Row:
    name: str
    described: str = ""
    found: SourcingStatus | None = None
    claims: list[Claim] = field(default_factory=list)
    named_in: set[int] = field(default_factory=set)
    is_added: bool = False

    def listed(self, places: dict[int, Claim]) -> ListedSource:
        named_in = [*self.claims, *(places[pk] for pk in self.named_in if pk in places)]
        first = min(named_in, key=lambda claim: (claim.number, claim.part), default=None)
        return ListedSource(
            name=self.name,
            described=self.described,
            status=self._status(),
            claims=tuple(claim.label for claim in self.claims),
            named_in=first.label if first else "1",
            is_added=self.is_added,
        )

    def _status(self) -> SourcingStatus:
        """What most of its claims say: a corrected one its correction, which wins a tie, any other what was found."""
        votes_by_status = Counter(claim.sourcing if self._is_corrected(claim) else self.found for claim in self.claims)
        if not votes_by_status:
            return self.found or SourcingStatus.UNNAMED_SOURCE
        votes = {status: count for status, count in votes_by_status.items() if status is not None}
        return min(votes, key=lambda status: (-votes[status], status is self.found, status.rank))

    def _is_corrected(self, claim: Claim) -> bool:
        return self.found is None or claim.status != claim.suggested_status


def list_sources(article_id: int, claims: Iterable[Claim]) -> tuple[ListedSource, ...]:
    """The sources of an article, first those on which most claims rest; one query.

    ``claims`` are all of the article’s, in reading order, with ``suggested_by`` at hand. A claim counts for the source
    that its suggestion leads to or, once a person has written another, for the one that those words name. Words that
    name none of the article’s sources, or more than one, are a source of their own.
    """
    rows, known = _found(article_id)
    added: dict[str, _Row] = {}
    # By sentence: what was found in a split one is said to be named in its first part.
    places: dict[int, Claim] = {}
    for claim in claims:
        places.setdefault(claim.sentence_id, claim)
        if not claim.source:
            continue
        suggested = claim.suggested_by
        is_as_suggested = suggested is not None and claim.source == claim.suggested_source_and_cue()[0]
        if is_as_suggested and suggested is not None and suggested.leads_to_id in rows:
            rows[suggested.leads_to_id].claims.append(claim)
        elif (named := known.meant_in(claim)) is not None:
            rows[named].claims.append(claim)
        elif not (is_as_suggested and is_pronoun(claim.source)):  # “he” leads to nobody
            key = normal(claim.source) or claim.source
            row = added.setdefault(key, _Row(claim.source))
            row.claims.append(claim)
            row.is_added = row.is_added or not is_as_suggested
    each = {id(row): row for row in (*rows.values(), *added.values())}
    listed = [row.listed(places) for row in each.values()]
    return tuple(sorted(listed, key=lambda source: -len(source.claims)))


def sources_of(article_id: int) -> tuple[ListedSource, ...]:
    """The same for a caller that has not read the claims: two queries."""
    claims = Claim.objects.filter(article_id=article_id).select_related("suggested_by").in_reading_order()
    return list_sources(article_id, claims.only(*_NEEDED))


def moves_sources(claim: Claim) -> bool:
    """Whether the last decision on a claim may have changed the list; to agree with a suggestion changes nothing."""
    source, _ = claim.suggested_source_and_cue()
    return claim.version > 1 or (claim.source, claim.status) != (source, claim.suggested_status)


_PEOPLE = (SourcingStatus.NAMED_OFFICIAL, SourcingStatus.NAMED_PERSON)
_NEEDED = (
    "number",
    "part",
    "whole_id",
    "start",
    "end",
    "source",
    "status",
    "suggested_status",
    "suggested_by__claim_id",
    "suggested_by__cue_spans",
    "suggested_by__source",
    "suggested_by__cue",
    "suggested_by__introduced",
    "suggested_by__leads_to_id",
)


class _Known:
    """The words for each source: its name, a person’s surname, and every form in which it was found."""

    def __init__(self) -> None:
        self._names: defaultdict[str, set[int]] = defaultdict(set)
        self._forms: defaultdict[str, set[int]] = defaultdict(set)
        self._in_claim: defaultdict[int, set[int]] = defaultdict(set)

    def learn(self, source: int, *, name: str, forms: Iterable[str], claim: int) -> None:
        self._names[normal(name)].add(source)
        for form in forms:
            if form and not is_pronoun(form):
                self._forms[normal(form)].add(source)
        self._in_claim[claim].add(source)

    def meant_in(self, claim: Claim) -> int | None:
        """The one source that a claim’s words name; of several, the one that the claim itself names."""
        form = form_of(claim.source, claim.sourcing)
        for words in (claim.source, form.name if form else ""):
            for known in (self._names, self._forms):
                candidates = known.get(normal(words), set())
                here = candidates & self._in_claim.get(claim.sentence_id, set())
                for these in (here, candidates):
                    if len(these) == 1:
                        return next(iter(these))
        return None


def _found(article_id: int) -> tuple[dict[int, _Row], _Known]:
    """What the machine found, by source, in the order in which they first speak."""
    attributions = list(
        Attribution.objects.filter(article_id=article_id, leads_to__isnull=False)
        .select_related("leads_to")
        .only("claim_id", "source", "introduced", "source_spans", "introduced_spans", "leads_to")
        .order_by("leads_to__number", "pk")
    )
    same = _same(attributions)
    rows: dict[int, _Row] = {}
    known = _Known()
    for attribution in attributions:
        source = attribution.leads_to
        if source is None:
            continue
        place = same.get(source.pk, source.pk)
        row = rows.setdefault(place, _Row(source.name, source.described, SourcingStatus(source.status)))
        rows[source.pk] = row
        row.named_in.add(attribution.claim_id)
        surname = source.name.rpartition(" ")[2] if row.found in _PEOPLE else ""
        known.learn(
            place,
            name=source.name,
            forms=(attribution.source, attribution.introduced, surname),
            claim=attribution.claim_id,
        )
    return rows, known


def _same(attributions: Iterable[Attribution]) -> dict[int, int]:
    """For each source the first that is the same: an article read twice may hold one of each reading.

    Within a reading they are joined already, so a name that can mean only one, or one phrase at one place, is enough.
    """
    first: dict[tuple[object, ...], int] = {}
    same: dict[int, int] = {}
    for attribution in attributions:
        source = attribution.leads_to
        if source is None:
            continue
        keys: list[tuple[object, ...]] = [
            (normal(source.name), *spans[0])
            for spans in (attribution.source_spans, attribution.introduced_spans)
            if spans
        ]
        form = form_of(source.name, SourcingStatus(source.status))
        if form is not None and form.is_definite and (form.kind is Kind.BODY or form.is_full):
            keys.append((form.kind, form.words, form.initials))
        known = next((first[key] for key in keys if key in first), source.pk)
        place = same.setdefault(source.pk, known)
        for key in keys:
            first.setdefault(key, place)
    return same

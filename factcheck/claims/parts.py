"""A sentence that says two things on two footings, split into parts that are claims of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.db.models import Q

from factcheck.attribution.types import OWN_REPORTING, SourcingStatus
from factcheck.claims.choices import OPINIONS_UNDER_WAY
from factcheck.claims.labels import MAX_PARTS
from factcheck.claims.locking import lock_claims
from factcheck.claims.models import Attribution, Claim, ClaimQuerySet
from factcheck.refusals import Refused

#: Said of a part that no attribution reaches.
_NOTHING_HERE = "This part of the sentence names no source."


def add_cut(claim: Claim, at: int) -> list[int]:
    """The cuts of the claim's sentence with one more before the word that begins at ``at``, an offset into the article.

    Raises Refused where no word begins, or where a part would hold no word.
    """
    inside = at - claim.start
    if not 0 < inside < len(claim.text) or not (claim.text[inside - 1].isspace() and not claim.text[inside].isspace()):
        raise Refused("Choose the word that begins the second part.")
    if not all(any(letter.isalnum() for letter in words) for words in (claim.text[:inside], claim.text[inside:])):
        raise Refused("Each part needs at least one word.")
    if claim.second_opinion in OPINIONS_UNDER_WAY:
        raise Refused("This claim is waiting for two opinions; split it afterwards.")
    cuts = sorted({*_whole(claim).cuts, at})
    if len(cuts) >= MAX_PARTS:
        raise Refused(f"A sentence can have at most {MAX_PARTS} parts.")
    return cuts


def remove_cut(part: Claim) -> list[int]:
    """The cuts of the sentence once a part is joined to the one before it, or the first to the second.

    Raises Refused for a whole sentence, and when one of the two waits for opinions, which would no longer have a claim.
    """
    if not part.part:
        raise Refused("This claim is not split; there is nothing to join.")
    whole = _whole(part)
    two = (part.part - 1 or 2, part.part)
    if whole.parts.filter(is_current=True, part__in=two, second_opinion__in=OPINIONS_UNDER_WAY).exists():
        raise Refused("One of the parts is waiting for two opinions; join them afterwards.")
    cuts = list(whole.cuts)
    del cuts[max(0, part.part - 2)]
    return cuts


def sync_parts(whole: Claim, *, changed_seq: int) -> tuple[list[Claim], list[Claim]]:
    """Make the parts what the whole's cuts say: the claims that no longer count, and those that now do.

    ``whole`` is locked and carries the new cuts, not yet saved. A part that was there before comes back with all that
    was decided on it. ``changed_seq`` is the article's count of changes.
    """
    parts = lock_claims(Claim.everything.filter(whole=whole))
    before = [part for part in parts if part.is_current] or [whole]
    known = {(part.start, part.end): part for part in parts}
    # All of them first: two parts are never called the same, not even for a moment.
    Claim.everything.filter(whole=whole, is_current=True).update(is_current=False)
    after = []
    for place, (start, end) in enumerate(_extents(whole), 1):
        part = known.get((start, end)) or new_part(whole, start, end)
        part.part, part.is_current, part.changed_seq = place, True, changed_seq
        part.save()
        after.append(part)
    return before, after or [whole]


def _extents(whole: Claim) -> list[tuple[int, int]]:
    """Where the parts begin and end in the article, without the space between them; none of an uncut sentence."""
    if not whole.cuts:
        return []
    extents = []
    edges = [whole.start, *whole.cuts, whole.end]
    for start, end in pairwise(edges):
        words = whole.text[start - whole.start : end - whole.start]
        extents.append((start, start + len(words.rstrip())))
    return extents


def new_part(whole: Claim, start: int, end: int) -> Claim:
    """A part as the machine's findings leave it, not yet saved; it follows what its sentence follows."""
    deciding = _deciding(whole, start, end)
    has_none = deciding is None and whole.suggested_by is not None
    part = Claim(
        article_id=whole.article_id,
        number=whole.number,
        whole=whole,
        previous_id=whole.previous_id,
        change_since_previous=whole.change_since_previous,
        start=start,
        end=end,
        text=whole.text[start - whole.start : end - whole.start],
        suggested_by=deciding,
        suggested_with=whole.suggested_with,
        suggested_why=_NOTHING_HERE if has_none else deciding.why if deciding else whole.suggested_why,
        suggested_probability=whole.suggested_probability if deciding == whole.suggested_by else None,
    )
    part.suggested_status = _status(whole, deciding).value
    part.status = part.suggested_status
    part.source, part.cue = part.suggested_source_and_cue()
    return part


def _status(whole: Claim, deciding: Attribution | None) -> SourcingStatus:
    if deciding is None:
        return SourcingStatus.UNATTRIBUTED
    return SourcingStatus(whole.suggested_status if deciding == whole.suggested_by else deciding.status)


def _deciding(whole: Claim, start: int, end: int) -> Attribution | None:
    """The attribution that a part rests on: whose cue stands in it, or else whose content covers half of it."""
    suggested = whole.suggested_by
    if suggested is not None and suggested.claim_id != whole.pk:
        return suggested  # what is said goes on from another sentence
    # The sentence's own first, then what is not nested in another.
    attributions = sorted(
        whole.attributions.exclude(rule=OWN_REPORTING).order_by("pk"),
        key=lambda attribution: (attribution != suggested, attribution.is_nested),
    )
    for attribution in attributions:
        if _covered(attribution.cue_spans, start, end):
            return attribution
    return next(
        (
            attribution
            for attribution in attributions
            if 2 * _covered(attribution.content_spans, start, end) >= end - start
        ),
        None,
    )


def _covered(spans: Sequence[Sequence[int]], start: int, end: int) -> int:
    """How many characters between two offsets the spans cover."""
    return sum(max(0, min(end, last) - max(start, first)) for first, last in spans)


def _whole(claim: Claim) -> Claim:
    return claim.whole or claim


def with_predecessors(claim: Claim) -> ClaimQuerySet:
    """The claim, and of its sentence what no longer counts: the whole that was split, parts that were joined away.

    What was brought to one of these, or said of it, stands with the claim.
    """
    of_sentence = Q(pk=claim.sentence_id) | Q(whole=claim.sentence_id)
    before: ClaimQuerySet = Claim.everything.filter(Q(pk=claim.pk) | of_sentence & Q(is_current=False))
    return before

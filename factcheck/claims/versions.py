"""A new version of an article beside the last one: which claim follows which, and the states that go over.

What people decided on a sentence that says the same counts in the new version as it did; of any other nothing is
taken over. Who did it and when goes over with it: see reviews/versions.py, which also writes the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from factcheck.articles.models import Article
from factcheck.claims.alignment import Pair, SentenceChange, align
from factcheck.claims.choices import OPINIONS_UNDER_WAY, ChangeSincePrevious
from factcheck.claims.models import STATE_FIELDS, Claim, ClaimState
from factcheck.claims.parts import new_part
from factcheck.claims.services import PreviousClaim
from factcheck.claims.word_diff import moved_cuts


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two versions laid side by side; places are those of sentences, from 0."""

    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, old: Sequence[str], new: Sequence[str]) -> Alignment:
        return cls(tuple(align(old, new)))

    def count(self, change: SentenceChange) -> int:
        return sum(pair.change is change for pair in self.pairs)

    def follows(self, earlier: Sequence[Claim]) -> list[PreviousClaim]:
        """For each new sentence, what it follows of the ``earlier`` whole sentences, in order."""
        return [
            PreviousClaim(None if pair.old is None else earlier[pair.old].pk, ChangeSincePrevious(pair.change.value))
            for pair in self.pairs
            if pair.new is not None
        ]

    def numbers(self) -> dict[int, int]:
        """The new number of each old sentence that has one."""
        return {pair.old + 1: pair.new + 1 for pair in self.pairs if pair.old is not None and pair.new is not None}


#: What a state is made of, but for the cuts, whose offsets differ in another text.
_COLUMNS = [name for name in STATE_FIELDS if name != "cuts"]
#: What a verdict judged is the first decision in the new version, which begins its log; or stands in an earlier one.
_JUDGED_HERE, _JUDGED_BEFORE = 1, 0


def carry_states(article: Article) -> None:
    """Give every unchanged sentence of a new version, and its parts, the state of the claim it follows.

    The earlier claims are locked. The tally is not touched.
    """
    # A claim that waits for opinions is as the machine suggested it, and now it may suggest something else.
    under_way = [state.value for state in OPINIONS_UNDER_WAY]
    own = "was.version = 0 OR was.second_opinion = ANY(%s)"
    quoted = [connection.ops.quote_name(name) for name in _COLUMNS if name != "second_opinion"]
    judged = (
        f"CASE WHEN was.is_verdict_stale THEN {_JUDGED_BEFORE} "
        f"WHEN was.verdict_version IS NOT NULL THEN {_JUDGED_HERE} END"
    )
    values = {name: judged if name == '"verdict_version"' else f"was.{name}" for name in quoted}
    carried = ", ".join(f"{name} = CASE WHEN {own} THEN one.{name} ELSE {value} END" for name, value in values.items())
    # Decisions, comments and evidence mark a claim as touched: an untouched one costs no queries.
    sql = f"""
        UPDATE claims_claim AS one
           SET {carried}, second_opinion = was.second_opinion,
               version = least(was.version, 1), changed_seq = least(was.version + was.changed_seq, 1)
          FROM claims_claim AS was
         WHERE one.article_id = %s AND one.change_since_previous = %s AND one.previous_id = was.id
    """  # noqa: S608 - own names
    with connection.cursor() as cursor:
        cursor.execute(sql, [*[under_way] * len(quoted), article.pk, ChangeSincePrevious.UNCHANGED.value])
    _carry_parts(article)


def _carry_parts(article: Article) -> None:
    """The parts of sentences that are split, or once were: what was decided on them comes back should they be again."""
    here = Claim.everything.filter(article=article, whole=None, change_since_previous=ChangeSincePrevious.UNCHANGED)
    parts = Claim.everything.filter(whole__next_versions__in=here).order_by("number", "pk")
    parts = parts.select_related("whole", "suggested_by")
    for _, of_sentence in groupby(parts, key=lambda part: part.number):
        earlier = list(of_sentence)
        old_whole = earlier[0].whole
        assert old_whole is not None
        new_whole = here.select_related("suggested_by").get(previous=old_whole)
        for part in earlier:
            _carry_part(part, old_whole, new_whole).save()
        new_whole.cuts = [
            new_whole.start + at
            for at in moved_cuts(old_whole.text, new_whole.text, [at - old_whole.start for at in old_whole.cuts])
        ]
        new_whole.is_current = old_whole.is_current
        new_whole.save(update_fields=["cuts", "is_current"])


def _carry_part(part: Claim, old_whole: Claim, new_whole: Claim) -> Claim:
    start, end = _extent(part, old_whole, new_whole)
    carried = new_part(new_whole, start, end)
    carried.previous, carried.part, carried.is_current = part, part.part, part.is_current
    carried.version, carried.changed_seq = min(part.version, 1), min(part.version + part.changed_seq, 1)
    if part.version:
        _take_over_state(carried, part)
    return carried


def _take_over_state(carried: Claim, previous: ClaimState) -> None:
    carried.second_opinion = previous.second_opinion
    if previous.second_opinion not in OPINIONS_UNDER_WAY:
        for name in _COLUMNS:
            setattr(carried, name, getattr(previous, name))
        if previous.verdict_version is not None:
            carried.verdict_version = _JUDGED_BEFORE if previous.is_verdict_stale else _JUDGED_HERE


def _extent(part: Claim, old_whole: Claim, new_whole: Claim) -> tuple[int, int]:
    """Where the words of a part are in a sentence with the same words."""
    (first,) = moved_cuts(old_whole.text, new_whole.text, [part.start - old_whole.start])
    after = len(new_whole.text)
    if part.end < old_whole.end:
        # The part ends where the next word of its sentence begins, less the space between them.
        rest = old_whole.text[part.end - old_whole.start :]
        next_word = part.end - old_whole.start + len(rest) - len(rest.lstrip())
        (after,) = moved_cuts(old_whole.text, new_whole.text, [next_word])
    return new_whole.start + first, new_whole.start + len(new_whole.text[:after].rstrip())

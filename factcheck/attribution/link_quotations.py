"""Links candidates: quotations with their speakers, nested ones with what surrounds them, sentences with what they
rest on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from factcheck.attribution import explanations
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.quotes import Quotation
from factcheck.attribution.statements import covered
from factcheck.attribution.types import Attribution, Sentence, SourcingStatus, Span, Suggestion
from factcheck.attribution.verbs import Kind

#: A candidate is compared with this many on either side, so that time stays in proportion to the text. Chosen by
#: hand.
_REACH = 30
#: Words that may separate a quotation from its speaker (“… ,” the mayor said late on Monday). Chosen by hand.
_MAX_WORDS_BETWEEN = 3
#: A sentence that a statement fills by this share rests on it; chosen on articles that are not scored.
_FULL = 0.8
#: A quotation that opens a sentence carries on an earlier one only if it has more characters. Chosen by hand.
_MIN_FULL_QUOTATION = 12


def join_quotations(
    text: str, sentences: Sequence[Sentence], candidates: Sequence[Candidate], quotes: Sequence[Quotation]
) -> None:
    """Give each quotation to the candidate beside it, else to the one that spoke last and still may be speaking.

    Candidates come in the order of their cues.
    """
    starts = [sentence.start for sentence in sentences]
    cues = [candidate.cue[0].start for candidate in candidates]
    last: tuple[int, Candidate] | None = None  # the sentence that its words reach, and the speaker
    for quote in quotes:
        first = max(0, bisect_right(starts, quote.start) - 1)
        final = max(0, bisect_right(starts, quote.end - 1) - 1)
        near = _near(candidates, cues, quote)
        owner = _owner(text, quote, [f for f in near if first <= f.sentence <= final and _may_own(f, quote)])
        if owner is None and last is not None and first - last[0] <= 1 and _is_full(quote, sentences[first], text):
            owner = last[1]
        if owner is not None:
            owner.quotations.extend(quote.pieces)
            last = (final, owner)
    for candidate in candidates:
        if candidate.quotations and not all(candidate.covers(piece) for piece in candidate.quotations[:20]):
            spans = (*candidate.content, *candidate.quotations)
            candidate.content = merged(spans, without=(*candidate.source, *candidate.cue))


def _near(candidates: Sequence[Candidate], cues: Sequence[int], quote: Quotation) -> list[Candidate]:
    """The candidates with cues just before, in and just after a quotation."""
    first, final = bisect_left(cues, quote.start), bisect_right(cues, quote.end)
    around = {*range(max(0, first - _REACH), min(first + _REACH, len(cues)))}
    around |= {*range(max(0, final - _REACH), min(final + _REACH, len(cues)))}
    return [candidates[index] for index in sorted(around)]


def _may_own(candidate: Candidate, quote: Quotation) -> bool:
    at = candidate.cue[0]
    return bool(candidate.source) and not quote.covers(at.start, at.end) and candidate.kind is not Kind.STANCE


def _owner(text: str, quote: Quotation, near: list[Candidate]) -> Candidate | None:
    """Whose content the quotation is already, else the speaker with nothing but a comma between."""
    for candidate in near:
        if any(piece.start < quote.end and quote.start < piece.end for piece in candidate.content):
            return candidate
    for candidate in near:
        extent = candidate.extent
        between = text[quote.end : extent.start] if extent.start >= quote.end else text[extent.end : quote.start]
        if len(between.split()) <= _MAX_WORDS_BETWEEN and "." not in between:
            return candidate
    return None


def _is_full(quote: Quotation, sentence: Sentence, text: str) -> bool:
    """Whether the quotation opens the sentence and is long enough to carry on an earlier one."""
    return not text[sentence.start : quote.start].strip() and quote.end - quote.start > _MIN_FULL_QUOTATION


def merged(spans: Sequence[Span], without: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Spans in reading order, touching ones joined, other roles cut out."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end + 1:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    for hole in without:
        joined = [part for span in joined for part in _cut(span, hole)]
    return tuple(span for span in joined if span.end > span.start)


def _cut(span: Span, hole: Span) -> list[Span]:
    if hole.end <= span.start or span.end <= hole.start:
        return [span]
    return [part for part in (Span(span.start, hole.start), Span(hole.end, span.end)) if part.end - part.start > 1]


def mark_nested(candidates: Sequence[Candidate]) -> None:
    """What is said inside another's words, or under a hedge, does not decide. Candidates come in reading order."""
    for index, candidate in enumerate(candidates):
        around = candidates[max(0, index - _REACH) : index + _REACH]
        holders = [
            other
            for other in around
            if other is not candidate and _holds(other, candidate) and not _outranks(candidate, other)
        ]
        candidate.is_nested = candidate.is_inner or bool(holders)
        candidate.is_in_own = bool(holders) and all(other.is_own and _hands_on(other, candidate) for other in holders)


def _holds(other: Candidate, candidate: Candidate) -> bool:
    """Beyond its own sentence, only a quotation holds what others say: “He said no. It reportedly rained.”"""
    if other.is_inner or not other.covers(candidate.cue[0]):
        return False
    return other.sentence == candidate.sentence or candidate.in_quotation or other.is_turn


def _hands_on(own: Candidate, candidate: Candidate) -> bool:
    """“The Post reported that officials said so”: in the Post's own article, the officials are who says so."""
    clause = candidate.anchor.head if candidate.is_hedge or candidate.rule == "according_to" else candidate.anchor
    return own.is_main and (clause.head is own.anchor or clause is own.anchor)


def _outranks(candidate: Candidate, other: Candidate) -> bool:
    """Each may seem to hold the other when the parser is wrong; then the main one is outside."""
    if other.is_turn or not candidate.covers(other.cue[0]):
        return False
    if candidate.in_quotation != other.in_quotation:
        return other.in_quotation
    if candidate.is_hedge != other.is_hedge:
        return candidate.is_hedge
    if (candidate.rule == "according_to") != (other.rule == "according_to"):
        return candidate.rule == "according_to"
    return (candidate.is_main, -candidate.cue[0].start) > (other.is_main, -other.cue[0].start)


def suggestions(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution], candidates: Sequence[Candidate]
) -> list[Suggestion]:
    """What each sentence rests on: its own main attributions, else the one whose words run through it."""
    own: dict[int, list[int]] = {}
    through: dict[int, int] = {}
    starts = [sentence.start for sentence in sentences]
    for index, candidate in enumerate(candidates):
        own.setdefault(candidate.sentence, []).append(index)
        for piece in candidate.content:
            for number in range(max(0, bisect_right(starts, piece.start) - 1), bisect_right(starts, piece.end - 1)):
                if number != candidate.sentence and not candidate.is_nested and _fills(piece, sentences[number]):
                    through.setdefault(number, index)
    return [
        _suggestion(text, sentence, own.get(number, []), through.get(number), attributions, candidates)
        for number, sentence in enumerate(sentences)
    ]


def _fills(piece: Span, sentence: Sentence) -> bool:
    shared = min(piece.end, sentence.end) - max(piece.start, sentence.start)
    return shared * 2 > sentence.end - sentence.start


def _suggestion(
    text: str,
    sentence: Sentence,
    own: list[int],
    through: int | None,
    attributions: Sequence[Attribution],
    candidates: Sequence[Candidate],
) -> Suggestion:
    deciding = [
        i for i in own if not candidates[i].is_own and candidates[i].kind is not Kind.STANCE and _decides(candidates[i])
    ]
    if deciding:
        best = min(deciding, key=lambda i: (attributions[i].status.rank, i))
        return Suggestion(attributions[best].status, best, attributions[best].why)
    if (fullest := _fullest(own, candidates, sentence)) is not None:
        return Suggestion(attributions[fullest].status, fullest, attributions[fullest].why)
    reporting = next((i for i in own if candidates[i].is_own and _decides(candidates[i])), None)
    if reporting is None and through is not None:
        why = explanations.continues(attributions[through].why, is_quotation=bool(candidates[through].quotations))
        if candidates[through].is_own:
            return Suggestion(SourcingStatus.UNATTRIBUTED, None, why, own_reporting=through)
        return Suggestion(attributions[through].status, through, why)
    if reporting is not None:
        return Suggestion(SourcingStatus.UNATTRIBUTED, None, attributions[reporting].why, own_reporting=reporting)
    return Suggestion(SourcingStatus.UNATTRIBUTED, None, _own_voice(text, own, candidates))


def _fullest(own: list[int], candidates: Sequence[Candidate], sentence: Sentence) -> int | None:
    """Whose words fill the sentence though no rule calls them its main statement: the parser may be wrong."""
    whole = Span(sentence.start, sentence.end)
    for index in own:
        candidate = candidates[index]
        if candidate.is_nested or candidate.is_own or candidate.kind is Kind.STANCE or candidate.evidence is None:
            continue
        if candidate.source and not candidate.is_hedge and covered(candidate, whole) >= _FULL:
            return index
    return None


def _decides(candidate: Candidate) -> bool:
    return (candidate.is_main and not candidate.is_nested) or candidate.is_in_own


def _own_voice(text: str, own: list[int], candidates: Sequence[Candidate]) -> str:
    """Why nothing decides, though part of the sentence may be attributed."""
    parts = [candidates[index] for index in own if not candidates[index].is_nested]
    if not parts:
        return explanations.OWN_VOICE
    cue = text[parts[0].cue[0].start : parts[0].cue[0].end]
    return explanations.not_a_statement(cue) if parts[0].kind is Kind.STANCE else explanations.covers_a_part(cue)

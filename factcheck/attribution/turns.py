"""Transcripts: “MINISTER HALE: The budget is balanced. …” has one source for the whole turn, given before the colon."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.attribution import lexicon as lex
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree
from factcheck.attribution.status import singular, status_of
from factcheck.attribution.types import Sentence, Span
from factcheck.attribution.types import SourcingStatus as S
from factcheck.attribution.verbs import Kind

_TURN = re.compile(
    r"^[ \t]*(?:[-–—•*][ \t]*)?(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[ \t]*)?"
    r"(?P<who>[A-ZÀ-Þ][^\n:.!?“”\"()]{0,50}?(?:\.[^\n:.!?“”\"()]{1,40})?)"
    r"(?P<note>[ \t]*\([^()\n]{2,80}\))?[ \t]*:(?=[ \t])",
    re.MULTILINE,
)
#: Who asks or leads through a broadcast is the outlet itself.
_ASKING = words_of(
    """q question questioner host reporter presenter anchor narrator interviewer moderator announcer correspondent
    editor wikinews wn"""
)
#: Labels that are no speakers.
_NO_SPEAKERS = words_of(
    """note update correction photo photos image video source sources credit by published updated location date time
    where when what why how related tags read watch listen more"""
)
_COURT = words_of("court clerk judge bench magistrate coroner")
#: A text with fewer turns is no transcript, nor one whose turns are fewer than this share of its lines. By hand.
_FEWEST = 2
_SHARE = 0.3
_LONGEST_LABEL = 7


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph of a transcript: its speaker's label, the colon, and what is said."""

    label: Span
    colon: Span
    words: Span
    status: S


def turns_of(text: str) -> list[Turn]:
    """The turns of a transcript in reading order, without those of the outlet itself; none in other texts."""
    found = [match for match in _TURN.finditer(text) if _is_label(match["who"])]
    lines = [line for line in text.split("\n") if line.strip()]
    names = [_key(match["who"]) for match in found]
    if len(found) < _FEWEST or len(found) < _SHARE * len(lines) or len(set(names)) * 2 > len(names) + 2:
        return []
    notes: dict[str, str] = {}
    for match, name in zip(found, names, strict=True):
        if match["note"]:
            notes.setdefault(name, match["note"].strip(" \t()"))
    turns = []
    for match, name in zip(found, names, strict=True):
        if set(name.split()) & _ASKING and len(name.split()) < 3:
            continue
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        said = Span(match.end() + 1, end)
        if text[said.start : said.end].strip():
            label = Span(*match.span("who"))
            colon = Span(match.end() - 1, match.end())
            turns.append(Turn(label, colon, said, _status(match["who"], notes.get(name, ""))))
    return turns


def _is_label(who: str) -> bool:
    words = who.split()
    if not words or len(words) > _LONGEST_LABEL or (_key(who).split()[:1] and _key(who).split()[0] in _NO_SPEAKERS):
        return False
    capitals = sum(word[:1].isupper() or word[:1].isdigit() for word in words)
    return capitals * 2 > len(words)


def _key(who: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", who.lower()))


def _status(who: str, note: str) -> S:
    """The status of a label, which may be in capitals, with what its first appearance says in brackets."""
    words = [word.capitalize() if word.isupper() and len(word) > 1 else word for word in who.split()]
    lower = [word.lower().strip(".") for word in words]
    if lower[0] == "the" or lower[-1].isdigit() or len(lower[0]) == 1:
        if set(lower) & _COURT or singular(lower[-1]) in lex.OFFICES:
            return S.UNNAMED_OFFICIAL
        return S.UNNAMED_SOURCE
    if len(lower) == 1 and singular(lower[0]) in lex.OFFICES | lex.PEOPLE:
        return S.UNNAMED_OFFICIAL if singular(lower[0]) in lex.OFFICES else S.UNNAMED_SOURCE
    phrase = f"{' '.join(words)}, {note}" if note else " ".join(words)
    status = status_of(phrase, people=frozenset(words))
    return status if status in (S.NAMED_OFFICIAL, S.NAMED_PERSON) else S.NAMED_PERSON


def turn_candidates(
    turns: Iterable[Turn], sentences: Sequence[Sentence], trees: Sequence[tuple[int, Tree]]
) -> list[Candidate]:
    """A candidate for each turn; its words hold whatever is said in them."""
    starts = [sentence.start for sentence in sentences]
    by_sentence: dict[int, list] = {}
    for number, tree in trees:
        by_sentence.setdefault(number, []).extend(tree)
    candidates = []
    for turn in turns:
        number = max(0, bisect_right(starts, turn.label.start) - 1)
        words = by_sentence.get(number, [])
        if not words:
            continue
        place = min(bisect_left([word.start for word in words], turn.colon.start), len(words) - 1)
        candidate = Candidate(
            sentence=number,
            rule="turn",
            anchor=words[place],
            cue=(turn.colon,),
            source=(turn.label,),
            content=(turn.words,),
            kind=Kind.SPEECH,
            status=turn.status,
        )
        candidate.is_main = candidate.is_turn = True
        candidates.append(candidate)
    return candidates


def without_labels(candidates: Iterable[Candidate], turns: Sequence[Turn]) -> list[Candidate]:
    """Candidates that take a turn's label or colon for something else are left out."""
    ends = [turn.colon.end for turn in turns]
    kept = []
    for candidate in candidates:
        at = bisect_left(ends, candidate.cue[0].end)
        turn = turns[at] if at < len(turns) else None
        in_label = turn is not None and candidate.cue[0].end > turn.label.start
        from_label = any(
            turn.label.start <= piece.start < turn.colon.end
            for turn in turns[max(0, at - 1) : at + 1]
            for piece in candidate.source
        )
        if not in_label and not from_label:
            kept.append(candidate)
    return kept

"""A record: its words without speaker names, stage directions and time codes, and where in it they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from factcheck.record.words import Place, Words, words_of

_LINE = re.compile(r"[^\n]*\n?")
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_CUE = re.compile(rf"\s*({_TIME})\s*-->\s*{_TIME}.*$", re.DOTALL)
_CUE_NUMBER = re.compile(r"\s*\d+\s*$")
_LEADING_TIME = re.compile(rf"\s*[\[(]?({_TIME})[\])]?(?=\s|$)")
_LABEL = re.compile(r"\s{0,8}(?:>>\s?)?([A-Z][^:\n]{0,60}?)\s{0,2}(?:\((" + _TIME + r")\))?\s{0,2}:(?=\s|$)(?:\s?:)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^<>\n]{1,60})>")
_SQUARE = re.compile(r"\[[^\[\]\n]{0,200}\]")
_STAGE = re.compile(
    r"\(\s*(?:applause|laugh|cheer|boo|cross-?talk|inaudible|unintelligible|sic\b|ph\b|bell|commercial|begin|end |video"
    r"|audio|off-?mi[ck]|through|via|speaking|singing|chant|music|pause|silence|break|audience|foreign|in spanish"
    r"|recess|standing|gasps?|whistl|interrupt|technical|\?)[^()\n]{0,120}\)",
    re.IGNORECASE,
)
_LOUD = re.compile(r"\((?=[^()\n]{0,20}[A-Z])[^a-z()\n]{1,80}\)")
_PAGE = "\f"
#: As many words of others, in as many turns, are an interruption after which a speaker goes on. Chosen by hand.
_INTERRUPTION_WORDS = 40
_INTERRUPTION_TURNS = 4


@dataclass(frozen=True, slots=True)
class Where:
    """A place as a person finds it again. ``line``, ``paragraph`` and ``page`` count from 1; ``time`` is as written."""

    line: int
    paragraph: int
    page: int | None
    speaker: str
    time: str

    def __str__(self) -> str:
        page = f"page {self.page}" if self.page else ""
        return ", ".join(part for part in (self.time, page, f"line {self.line}") if part)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says until another speaks. ``first`` to ``after`` are words."""

    speaker: str
    first: int
    after: int


class Transcript:
    """A record that was read once. Offsets count characters of ``text``, start included, end excluded."""

    def __init__(self, text: str, name: str = "") -> None:
        self.text, self.name = text, name
        self._times: list[tuple[int, str]] = []
        self._speakers: list[tuple[int, str]] = []
        self.words: Words = words_of(text, skipped=self._skipped())
        starts = [word.start for word in self.words.words]
        bounds = [(bisect_right(starts, at - 1), speaker) for at, speaker in self._speakers]
        if not bounds or bounds[0][0] > 0:
            bounds.insert(0, (0, ""))
        self.turns: list[Turn] = []
        for (first, speaker), (after, _) in zip(bounds, [*bounds[1:], (len(starts), "")], strict=True):
            if first == after:
                continue
            if self.turns and self.turns[-1].speaker == speaker:
                self.turns[-1] = Turn(speaker, self.turns[-1].first, after)
            else:
                self.turns.append(Turn(speaker, first, after))

    def _skipped(self) -> list[Place]:
        lines = [match.span() for match in _LINE.finditer(self.text) if match.group()]
        labels = Counter(match[1] for start, end in lines if (match := self._label(start, end)))
        skipped: list[Place] = []
        for number, (start, end) in enumerate(lines):
            line = self.text[start:end]
            if cue := _CUE.match(line):
                self._times.append((start, cue[1]))
                skipped.append((start, end))
                continue
            if _CUE_NUMBER.match(line) and number + 1 < len(lines) and _CUE.match(self.text[slice(*lines[number + 1])]):
                skipped.append((start, end))
                continue
            if line.startswith("WEBVTT") and number == 0:
                skipped.append((start, end))
                continue
            place = start
            if time := _LEADING_TIME.match(line):
                self._times.append((start, time[1]))
                place = start + time.end()
                skipped.append((start, place))
            if (label := self._label(place, end)) and (labels[label[1]] > 1 or label[1].upper() == label[1]):
                self._speakers.append((place, " ".join(label[1].split())))
                if label[2]:
                    self._times.append((place, label[2]))
                skipped.append((place, label.end()))
                place = label.end()
            if voice := _VOICE.search(line):
                self._speakers.append((start, voice[1].strip()))
            for pattern in (_TAG, _SQUARE, _STAGE, _LOUD):
                skipped += [match.span() for match in pattern.finditer(self.text, place, end)]
        skipped.sort()
        apart: list[Place] = []
        for gone in skipped:
            if apart and gone[0] < apart[-1][1]:
                apart[-1] = (apart[-1][0], max(apart[-1][1], gone[1]))
            else:
                apart.append(gone)
        return apart

    def _label(self, start: int, end: int) -> re.Match[str] | None:
        """A speaker's name at the start of a line: in capitals, or every word with a capital."""
        if time := _LEADING_TIME.match(self.text, start, end):
            start = time.end()
        match = _LABEL.match(self.text, start, end)
        if match is None:
            return None
        name = re.sub(r"\([^)]*\)", "", match[1])
        parts = name.split()
        if not parts or len(parts) > 9:
            return None
        if name.upper() == name or (len(parts) < 6 and all(part[0].isupper() or part[0] in "“\"'" for part in parts)):
            return match
        return None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [match.start() for match in _LINE.finditer(self.text) if match.group()] or [0]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [match.start() for match in re.finditer(r"(?:(?<=\n\n)|\A)(?=[^\n])", self.text)] or [0]

    @cached_property
    def _page_ends(self) -> list[int]:
        return [match.start() for match in re.finditer(_PAGE, self.text)]

    def where(self, offset: int) -> Where:
        """The place of a character."""
        at_time = bisect_right(self._times, (offset, "\uffff")) - 1
        at_speaker = bisect_right(self._speakers, (offset, "\uffff")) - 1
        return Where(
            line=bisect_right(self._line_starts, offset),
            paragraph=bisect_right(self._paragraph_starts, offset),
            page=bisect_right(self._page_ends, offset) + 1 if self._page_ends else None,
            speaker=self._speakers[at_speaker][1] if at_speaker >= 0 else "",
            time=self._times[at_time][1] if at_time >= 0 else "",
        )

    @cached_property
    def _turn_starts(self) -> list[int]:
        return [turn.first for turn in self.turns]

    def turn_of(self, word: int) -> Turn:
        """The turn that a word belongs to."""
        return self.turns[max(0, bisect_right(self._turn_starts, word) - 1)]

    @cached_property
    def interruptions(self) -> list[Place]:
        """Stretches of words in which others speak before a speaker goes on."""
        stretches = []
        for number, turn in enumerate(self.turns):
            for later in self.turns[number + 2 : number + 2 + _INTERRUPTION_TURNS]:
                if later.first - turn.after > _INTERRUPTION_WORDS:
                    break
                if turn.speaker and later.speaker == turn.speaker:
                    stretches.append((turn.after, later.first))
        return stretches

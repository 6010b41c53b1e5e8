"""An article as the rules see it that hold it against itself: sentences, quotations, words and the headline."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from factcheck.standards.consistency.words import words_of

_ABBREVIATED = words_of(
    """mr mrs ms mx dr prof gen lt col maj capt cpl sgt pvt cmdr adm brig sen sens rep reps gov govs pres rev fr
    hon supt det insp amb st mt ft jan feb mar apr jun jul aug sep sept oct nov dec no nos vs inc corp ltd co jr
    sr u.s u.k u.n e.u d.c a.m p.m ph.d i.e e.g mass calif fla ga ill ind wash va vt wis pa ore okla conn del
    ariz colo minn mo mont neb nev tenn tex ark ala n.y n.j n.c s.c n.h n.d s.d r.i approx est ave blvd"""
)
_STOP = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]*[A-Z0-9$€£])|\n+")
_LAST_WORD = re.compile(r"[\w.]*$")
_QUOTED = re.compile(r"“[^“”\n]{2,2000}”?|\"[^\"\n]{2,2000}\"")
_WORD = re.compile(r"[^\W_](?:[\w'’]*[^\W_])?")
#: A first line of more words than this is no headline. Chosen by hand.
_LONGEST_HEADLINE = 25
#: In characters. Nobody writes longer ones, and time must not grow with the square. Chosen by hand.
_LONGEST_SENTENCE = 3_000


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Characters ``start`` to ``end`` (excluded) of the article's text or, with ``is_title``, of its title."""

    start: int
    end: int
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two places of an article that can't both be right, or one that can't be right by itself; and the sum done."""

    rule: str
    places: tuple[Place, ...]
    #: Says what the two places say, never which is wrong.
    message: str

    @property
    def rule_name(self) -> str:
        """The rule as the table of rules calls it: “name_variant” for “name-variant”."""
        return self.rule.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, headline or quotation: ``text`` is what stands at ``start`` to ``end``."""

    start: int
    end: int
    text: str
    paragraph: int = 0


def _pieces(sentence: Stretch) -> Iterator[Stretch]:
    """A sentence, or pieces of one without end, so that a rule never looks at more than this at once."""
    for start in range(0, len(sentence.text), _LONGEST_SENTENCE):
        text = sentence.text[start : start + _LONGEST_SENTENCE]
        yield Stretch(sentence.start + start, sentence.start + start + len(text), text, sentence.paragraph)


class ArticleText:
    """A text with its title and the day it was published, if known. Offsets count characters of ``text``."""

    def __init__(self, text: str, *, title: str = "", published_on: dt.date | None = None) -> None:
        self.text = text
        self.title = title
        self.published_on = published_on

    @cached_property
    def headline(self) -> Stretch | None:
        """The first line, if it is the headline: the title or, where none is known, short and apart from the text."""
        match = re.match(r"\s*([^\n]+?)[ \t\r]*\n(?P<blank>[ \t\r]*\n)?", self.text)
        if match is None or len(match[1].split()) > _LONGEST_HEADLINE:
            return None
        line = match[1]
        if self.title:
            is_headline = line.strip(" .").casefold() == self.title.strip(" .").casefold()
        else:
            ends = line.rstrip("”\"’'")[-1:]
            is_headline = ends not in "!:,." or (ends == "." and line.count(".") == 1 and bool(match["blank"]))
        return Stretch(match.start(1), match.end(1), line) if is_headline else None

    @cached_property
    def sentences(self) -> tuple[Stretch, ...]:
        """All sentences in order, the headline left out."""
        sentences = []
        start = self.headline.end if self.headline else 0
        paragraph = 0
        for stop in self._stops(start):
            sentence = self._trimmed(start, stop.end(), paragraph)
            if sentence:
                sentences.append(sentence)
            paragraph += "\n" in stop.group()
            start = stop.end()
        last = self._trimmed(start, len(self.text), paragraph)
        if last:
            sentences.append(last)
        return tuple(piece for sentence in sentences for piece in _pieces(sentence))

    def _stops(self, start: int) -> Iterator[re.Match[str]]:
        for stop in _STOP.finditer(self.text, start):
            if self.text[stop.start()] == ".":
                before = _LAST_WORD.search(self.text[max(0, stop.start() - 12) : stop.start()])
                word = before.group().casefold() if before else ""
                if word in _ABBREVIATED or (len(word) == 1 and word.isalpha()):
                    continue
            yield stop

    def _trimmed(self, start: int, end: int, paragraph: int) -> Stretch | None:
        text = self.text[start:end]
        left = len(text) - len(text.lstrip())
        stripped = text.strip()
        return Stretch(start + left, start + left + len(stripped), stripped, paragraph) if stripped else None

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, place: int) -> int:
        """The index of the sentence that holds a place, or of the one before it; -1 for the headline."""
        return bisect_right(self._starts, place) - 1

    @cached_property
    def quotations(self) -> tuple[Stretch, ...]:
        """What stands between double quotation marks, without the marks."""
        return tuple(
            Stretch(match.start() + 1, match.end() - 1, match.group()[1:-1])
            for match in _QUOTED.finditer(self.text)
            if match.group()[-1] in '”"'
        )

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    def is_quoted(self, place: int) -> bool:
        """Whether a place is between quotation marks."""
        at = bisect_right(self._quotation_starts, place) - 1
        return at >= 0 and place < self.quotations[at].end

    def is_sic(self, end: int) -> bool:
        """Whether the writer vouches for what ends here: “[sic]”."""
        return bool(re.match(r"[\w'’”\"]*\s*[(\[]\s*sic\b", self.text[end : end + 16]))

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that stand in small letters somewhere."""
        return frozenset(word for word in _WORD.findall(self.text) if word[0].islower())

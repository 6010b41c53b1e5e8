"""Which language each paragraph of a text is in.

English is told by its commonest words, which nothing has to be loaded for. The rest is asked of a small model that
knows 97 languages. Short lines (headings, bylines) say too little and go with what surrounds them.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any

from factcheck.attribution.lexicon import words_of
from factcheck.attribution.types import Span

ENGLISH = "en"
#: Paragraphs end at a line break; lines as short as this are read with the lines around them, because a text may be
#: wrapped by hand. In characters, chosen by hand.
_WRAPPED = 90
_BLOCK = re.compile(r"\S[^\n]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Words of English that other languages hardly have.
_COMMON = words_of(
    """the and that with from this have has they but which who would said were been their its she you when about after
    it it's his not of what there says could into than other because where we i are is an by to in on for"""
)
#: Some of them are words elsewhere too (“in”, “an”, “is”); only these count for themselves.
_TELLING = words_of(
    """the and that with from this have has they but which would said were been their its she you when about after it
    his not of what says could into than because where"""
)
#: With this share of such words a paragraph is English; chosen on texts of thirty languages.
_ENGLISH_SHARE = 0.08
#: Paragraphs of fewer words, in the Latin alphabet, go with their surroundings.
_FEWEST_WORDS = 12
#: … and a text of fewer words altogether says nothing. Both chosen by hand.
_FEWEST_TOGETHER = 6
#: The model's own certainty below which a paragraph with some English in it stays English. Chosen by hand.
_SURE = 0.55
#: Close enough to English to be taken for it in a headline: Nigerian Pidgin, Scots.
_LIKE_ENGLISH = words_of("pcm sco")
#: How many characters of a paragraph are looked at, so that time stays in bounds; chosen by hand.
_LOOKED_AT = 2_000


class Languages:
    """The languages of one text, ISO 639-1. ``main`` is that of most of its letters, “en” when nothing tells."""

    def __init__(self, text: str) -> None:
        self._blocks = _blocks(text)
        self._starts = [block.start for block in self._blocks]
        words = [_WORD.findall(text[block.start : min(block.end, block.start + _LOOKED_AT)]) for block in self._blocks]
        told = [_told(block_words) for block_words in words]
        together = [word for block in words for word in block]
        if not any(told) and len(together) >= _FEWEST_TOGETHER:
            told = [_language(together)] * len(told)  # nothing but short lines
        letters: Counter[str] = Counter()
        for language, block_words in zip(told, words, strict=True):
            letters[language or ""] += sum(map(len, block_words))
        letters.pop("", None)
        self.main = letters.most_common(1)[0][0] if letters else ENGLISH
        self._languages = _filled(told, self.main)

    def at(self, place: int) -> str:
        """The language of the paragraph that holds a character."""
        number = bisect_right(self._starts, place) - 1
        return self._languages[number] if number >= 0 else self.main


def _blocks(text: str) -> list[Span]:
    """Paragraphs; short lines without an empty one between them are one."""
    blocks: list[Span] = []
    for match in _BLOCK.finditer(text):
        start, end = match.span()
        is_next_line = bool(blocks) and text.count("\n", blocks[-1].end, start) == 1
        if is_next_line and end - start <= _WRAPPED and _last_line(text, blocks[-1]) <= _WRAPPED:
            blocks[-1] = Span(blocks[-1].start, end)
        else:
            blocks.append(Span(start, end))
    return blocks


def _last_line(text: str, block: Span) -> int:
    return block.end - max(block.start, text.rfind("\n", block.start, block.end) + 1)


def _told(words: Sequence[str]) -> str:
    """The language that some words tell by themselves; empty where they are too few."""
    if not words:
        return ""
    is_latin = sum(word.isascii() or word[0].lower() < "Ͱ" for word in words) * 2 > len(words)
    if is_latin and len(words) < _FEWEST_WORDS:
        return ENGLISH if _share(words) >= _ENGLISH_SHARE * 2 and len(words) > _FEWEST_WORDS / 2 else ""
    return _language(words)


def _share(words: Sequence[str]) -> float:
    return sum(word.lower() in _TELLING for word in words) / len(words)


def _language(words: Sequence[str]) -> str:
    share = _share(words)
    if share >= _ENGLISH_SHARE:
        return ENGLISH
    language, certainty = _model().classify(" ".join(words).lower())
    common = sum(word.lower() in _COMMON for word in words) / len(words)
    if (common > _ENGLISH_SHARE and certainty < _SURE) or (
        language in _LIKE_ENGLISH and len(words) < _FEWEST_WORDS * 2
    ):
        return ENGLISH
    return str(language)


def _filled(told: Sequence[str], main: str) -> list[str]:
    """A short line gets the language on both sides of it and, where these differ, that of the whole text."""
    before, last = [], main
    for language in told:
        last = language or last
        before.append(last)
    languages, following = [], main
    for language, preceding in zip(reversed(told), reversed(before), strict=True):
        following = language or following
        languages.append(language or (preceding if preceding == following else main))
    return languages[::-1]


_loading = threading.Lock()
_loaded: list[Any] = []


def _model() -> Any:
    """The model, loaded for the first text that isn't plainly English: it takes half a second and 60 MB."""
    with _loading:
        if not _loaded:
            from py3langid.langid import MODEL_FILE, LanguageIdentifier

            _loaded.append(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))
        return _loaded[0]

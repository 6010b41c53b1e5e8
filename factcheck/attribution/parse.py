"""Sentences as trees of words: all that the rules need from spaCy, in plain Python.

The rules read these trees and never a spaCy object, so they can run in any thread, and what the parser allocated for
one text is given back when that text is read.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from factcheck.attribution.types import Sentence, Span

#: The parser's memory grows with the longest text it is handed; a sentence beyond this is parsed in windows.
WINDOW = 3_000
_BATCH = 64
#: How many sentences are held as spaCy objects at once.
_CHUNK = 512
_UNUSED = ["lemmatizer", "attribute_ruler", "senter", "textcat"]


class ModelMissing(RuntimeError):
    """No such spaCy pipeline is installed, or it can't parse. Says in one sentence what to do."""


class Word:
    """A word in its sentence's tree. ``start`` and ``end`` count characters of the whole article."""

    __slots__ = ("after", "before", "children", "dep", "end", "entity", "head", "i", "lower", "start", "tag", "text")

    def __init__(self, i: int, text: str, start: int, tag: str, dep: str, entity: str) -> None:
        self.i = i
        self.text = text
        self.lower = text.lower().replace("’", "'")
        self.start = start
        self.end = start + len(text)
        self.tag = tag
        self.dep = dep
        self.entity = entity
        self.head: Word = self
        self.before: Word | None = None
        self.after: Word | None = None
        self.children: list[Word] = []

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}/{self.dep}"

    @property
    def is_verb(self) -> bool:
        return self.tag.startswith("VB")

    @property
    def is_noun(self) -> bool:
        return self.tag.startswith("NN")

    @property
    def is_name(self) -> bool:
        return self.tag.startswith("NNP")

    def child(self, *deps: str) -> Word | None:
        """The first child that hangs by one of these relations."""
        return next((word for word in self.children if word.dep in deps), None)

    def subtree(self) -> list[Word]:
        """The word and all beneath it, in reading order."""
        found, waiting = [], [self]
        while waiting:
            word = waiting.pop()
            found.append(word)
            waiting.extend(word.children)
        return sorted(found, key=lambda word: word.i)

    def ancestors(self) -> Iterator[Word]:
        """From the word's head up to the root."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def is_under(self, other: Word) -> bool:
        """Whether ``other`` is the word itself or above it."""
        return self is other or any(above is other for above in self.ancestors())


Tree = list[Word]


def span_of(words: Sequence[Word]) -> Span:
    """From the first to the last of some words in reading order."""
    return Span(words[0].start, words[-1].end)


class Parser:
    """Parses sentences with one spaCy pipeline. Safe to use from several threads: they take turns."""

    def __init__(self, pipeline: str) -> None:
        self._nlp = _load(pipeline)
        self._lock = threading.Lock()
        self.name = f"{self._nlp.meta['lang']}_{self._nlp.meta['name']}-{self._nlp.meta['version']}"

    def parse(self, sentences: Sequence[Sentence]) -> Iterator[Tree]:
        """One tree for each sentence. An overlong sentence comes as several trees one after the other in one list."""
        for first in range(0, len(sentences), _CHUNK):
            yield from self._parse_chunk(sentences[first : first + _CHUNK])

    def _parse_chunk(self, sentences: Sequence[Sentence]) -> list[Tree]:
        windows = [(number, window) for number, each in enumerate(sentences) for window in _windows(each)]
        trees: list[Tree] = [[] for _ in sentences]
        # The lock serves the memory zone, which must not be entered twice; trees outlive the zone, Docs don't.
        with self._lock, self._nlp.memory_zone():
            docs = self._nlp.pipe((self._doc(window.text) for _, window in windows), batch_size=_BATCH)
            for (number, window), doc in zip(windows, docs, strict=True):
                _grow(trees[number], doc, window.start)
        return trees

    def _doc(self, text: str) -> Doc:
        doc = self._nlp.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0  # the sentence is ours; the parser must not break it again
        return doc


def _load(pipeline: str) -> Language:
    try:
        nlp = spacy.load(pipeline, exclude=_UNUSED)
    except (OSError, ImportError) as problem:
        raise ModelMissing(
            f"The spaCy pipeline “{pipeline}” is not installed; run `pip install -r requirements.txt` or name another."
        ) from problem
    if missing := {"parser", "tagger"} - set(nlp.pipe_names):
        raise ModelMissing(f"The spaCy pipeline “{pipeline}” has no {' and no '.join(sorted(missing))}; name another.")
    return nlp


def _windows(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, cut at white space where it is longer than the parser should be handed."""
    text, start = sentence.text, 0
    while len(text) - start > WINDOW:
        end = text.rfind(" ", start + WINDOW // 2, start + WINDOW)
        end = end if end > 0 else start + WINDOW
        yield Sentence(sentence.start + start, sentence.start + end, text[start:end])
        start = end
    yield Sentence(sentence.start + start, sentence.end, text[start:])


def _grow(tree: Tree, doc: Doc, offset: int) -> None:
    """Append a parsed window's words to the tree; white space is left out."""
    by_place: dict[int, Word] = {}
    for token in doc:
        if token.is_space:
            continue
        word = Word(len(tree), token.text, offset + token.idx, token.tag_, token.dep_, token.ent_type_)
        by_place[token.i] = word
        if tree:
            word.before, tree[-1].after = tree[-1], word
        tree.append(word)
    for token in doc:
        if (word := by_place.get(token.i)) is not None:
            word.head = by_place.get(token.head.i, word)
            if word.head is not word:
                word.head.children.append(word)

"""Sentences as trees of words: all that the rules need from spaCy, in plain Python.

The rules read these trees and never a spaCy object, so they can run in any thread, and what the parser allocated for
one text is given back when that text is read.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Container, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.attribution.types import Sentence, Span

if TYPE_CHECKING:  # spaCy takes as long to import as all of Django: only code that parses waits for it
    from spacy.language import Language
    from spacy.tokens import Doc

#: The parser's time and memory grow with what it is given at once, so a sentence of more characters is read in windows.
#: Chosen by hand.
WINDOW = 1_200
#: Sentences for the parser at once; chosen by hand.
_BATCH = 64
#: How many characters are kept as spaCy objects at once; chosen by hand, for the memory.
_CHUNK = 40_000
_LETTER = re.compile(r"[^\W\d_]")
#: Half a letter beyond the basic plane, which no encoder takes. Another letter of the same length keeps the offsets.
SURROGATE = re.compile("[\ud800-\udfff]")
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
        """The first child in one of these relations."""
        return next((word for word in self.children if word.dep in deps), None)

    def subtree(self) -> list[Word]:
        """The word and all beneath it, in reading order."""
        words, waiting = [], [self]
        while waiting:
            word = waiting.pop()
            words.append(word)
            waiting.extend(word.children)
        return sorted(words, key=lambda word: word.i)

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


def as_written(words: Sequence[Word]) -> str:
    """Words as the text has them, with a space where there is any."""
    parts = []
    for number, word in enumerate(words):
        if number and word.start > words[number - 1].end:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


class Parser:
    """Parses sentences with one spaCy pipeline. Safe to use from several threads: they take turns."""

    def __init__(self, pipeline: str) -> None:
        self._nlp = _load(pipeline)
        self._lock = threading.Lock()
        self._names = [name for name in ("ner",) if name in self._nlp.pipe_names]
        self.name = f"{self._nlp.meta['lang']}_{self._nlp.meta['name']}-{self._nlp.meta['version']}"

    def parse(self, sentences: Sequence[Sentence], among: Container[int] | None = None) -> Iterator[tuple[int, Tree]]:
        """Trees in reading order, each with the index of its sentence. An overlong sentence comes as several trees.

        ``among`` are the indices of those to be parsed, or None for all.
        """
        chunk: list[tuple[int, Sentence]] = []
        size = 0
        for number, sentence in enumerate(sentences):
            if among is not None and number not in among:
                continue
            for window in _windows(sentence):
                chunk.append((number, window))
                size += len(window.text)
                if size > _CHUNK:
                    yield from self._parse_chunk(chunk)
                    chunk, size = [], 0
        yield from self._parse_chunk(chunk)

    def _parse_chunk(self, chunk: Sequence[tuple[int, Sentence]]) -> list[tuple[int, Tree]]:
        # The lock serves the memory zone, which must not be entered twice; trees outlive the zone, Docs don't.
        with self._lock, self._nlp.memory_zone():
            texts = (self._doc(window.text) for _, window in chunk)
            docs = self._nlp.pipe(texts, batch_size=_BATCH, disable=self._names)
            return [(number, _tree(doc, window.start)) for (number, window), doc in zip(chunk, docs, strict=True)]

    def recognize(self, text: str, trees: Sequence[Tree]) -> None:
        """Write into trees of a text which words the parser's second network takes for names of people and bodies.

        It takes longer than all the rest of the parser, so it is asked of a few sentences only.
        """
        for start in range(0, len(trees) if self._names else 0, _BATCH):
            self._recognize_batch(text, trees[start : start + _BATCH])

    def _recognize_batch(self, text: str, trees: Sequence[Tree]) -> None:
        with self._lock, self._nlp.memory_zone():
            docs = [self._doc(text[tree[0].start : tree[-1].end]) for tree in trees]
            recognizer: Any = self._nlp.get_pipe("ner")
            for tree, doc in zip(trees, recognizer.pipe(docs, batch_size=_BATCH), strict=True):
                entities = {tree[0].start + token.idx: token.ent_type_ for token in doc if token.ent_type_}
                for word in tree:
                    word.entity = entities.get(word.start, "")

    def _doc(self, text: str) -> Doc:
        doc = self._nlp.make_doc(SURROGATE.sub("\ufffd", text))
        for token in doc:
            token.is_sent_start = token.i == 0  # the sentence is ours; the parser must not break it again
        return doc


def find_pipeline(pipeline: str) -> None:
    """Raises ModelMissing when no such pipeline is installed; does not load it."""
    try:
        distribution(pipeline)
    except (PackageNotFoundError, ValueError) as problem:
        if not Path(pipeline).exists():
            raise ModelMissing(_not_installed(pipeline)) from problem


def _not_installed(pipeline: str) -> str:
    return f"The spaCy pipeline “{pipeline}” is not installed; run `pip install -r requirements.txt` or name another."


def _load(pipeline: str) -> Language:
    import spacy

    try:
        nlp = spacy.load(pipeline, exclude=_UNUSED)
    except (OSError, ImportError) as problem:
        raise ModelMissing(_not_installed(pipeline)) from problem
    if missing := {"parser", "tagger"} - set(nlp.pipe_names):
        raise ModelMissing(f"The spaCy pipeline “{pipeline}” has no {' and no '.join(sorted(missing))}; name another.")
    return nlp


def _windows(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, cut at white space where it is too long; stretches with hardly a letter are left out."""
    text, start = sentence.text, 0
    while start < len(text):
        end = len(text)
        if end - start > WINDOW:
            space = text.rfind(" ", start + WINDOW // 2, start + WINDOW)
            end = space if space > 0 else start + WINDOW
        piece = text[start:end]
        if len(piece) < 100 or len(_LETTER.findall(piece)) * 5 > len(piece):
            yield Sentence(sentence.start + start, sentence.start + end, piece)
        start = end


def _tree(doc: Doc, offset: int) -> Tree:
    """A parsed window as words; white space is left out."""
    tree: Tree = []
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
        if (word_ := by_place.get(token.i)) is not None:
            word_.head = by_place.get(token.head.i, word_)
            if word_.head is not word_:
                word_.head.children.append(word_)
    return tree

"""A reading against what people marked."""

from __future__ import annotations

from factcheck.attribution.segmentation import split_sentences
from factcheck.attribution.training.brat import Document
from factcheck.attribution.training.score import Article, Counts, Roles, compare
from factcheck.attribution.types import Attribution, Reading, Span


def measure(document: Document, reading: Reading, sentences: list[tuple[int, int]] | None = None) -> dict[str, Counts]:
    """One article's counts. Without reference ``sentences`` our own are used.

    Nested attributions are left out, as in PARC3 and PolNeAR, where a word belongs to one attribution at most.
    """
    article = Article(document.text)
    if sentences is None:
        sentences = [(sentence.start, sentence.end) for sentence in split_sentences(document.text)]
    gold = [article.roles(marked.source, marked.cue, marked.content) for marked in document.marked]
    predicted = [_roles(article, attribution) for attribution in reading.attributions if not attribution.nested]
    ends = [article.words([(sentence.start, sentence.end)]) for sentence in reading.sentences]
    return compare(gold, predicted, [article.words([span]) for span in sentences], ends)


def _roles(article: Article, attribution: Attribution) -> Roles:
    return article.roles(_pairs(attribution.source), _pairs(attribution.cue), _pairs(attribution.content))


def _pairs(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]

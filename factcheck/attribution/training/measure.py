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
        sentences = [(one.start, one.end) for one in split_sentences(document.text)]
    gold = [article.roles(one.source, one.cue, one.content) for one in document.marked]
    predicted = [_roles(article, one) for one in reading.attributions if not one.nested]
    ends = [article.words([(one.start, one.end)]) for one in reading.sentences]
    return compare(gold, predicted, [article.words([span]) for span in sentences], ends)


def _roles(article: Article, one: Attribution) -> Roles:
    return article.roles(_pairs(one.source), _pairs(one.cue), _pairs(one.content))


def _pairs(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]

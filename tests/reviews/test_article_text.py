"""Offsets are code points: marks stand where they should, whatever stands before them."""

from __future__ import annotations

import pytest

from factcheck.attribution.types import Attribution, Reading, Sentence, SourcingStatus, Span, Suggestion
from factcheck.claims.models import Claim
from factcheck.claims.services import store_reading
from factcheck.reviews.pages.article_text import paragraphs, pieces
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.django_db

EMOJI = "🇶🇦👩‍👩‍👧 𝔐onday: sources said 𝒽𝑒 left — “done”."


def article_with_emoji() -> Claim:
    text = f"🚨🚨 Breaking 𝟚𝟘𝟚𝟞.\n{EMOJI}"
    start = text.index("👩") - 2
    source, cue = text.index("sources"), text.index("said")
    attribution = Attribution(
        sentence=1,
        source=(Span(source, source + 7),),
        cue=(Span(cue, cue + 4),),
        content=(),
        status=SourcingStatus.UNNAMED_SOURCE,
        rule="by_hand",
        why="Said so by hand.",
    )
    sentences = (Sentence(0, text.index("\n"), text[: text.index("\n")]), Sentence(start, len(text), text[start:]))
    suggestions = (
        Suggestion(SourcingStatus.UNATTRIBUTED, None, "Nobody."),
        Suggestion(SourcingStatus.UNNAMED_SOURCE, 0, "By hand."),
    )
    article = make_article("A placeholder stands here.")
    article.claims.all().delete()
    article.tally.delete()
    type(article).objects.filter(pk=article.pk).update(text=text)
    article.refresh_from_db()
    store_reading(article=article, reading=Reading("by-hand 1", sentences, (attribution,), suggestions))
    return make_claim(article, 2)


def test_marks_after_emoji_and_astral_letters_are_exact() -> None:
    cut = pieces(article_with_emoji())
    assert [(piece.text, piece.role) for piece in cut if piece.role] == [("sources", "source"), ("said", "cue")]
    assert "".join(piece.text for piece in cut) == EMOJI


def test_a_corrected_source_is_marked_where_its_words_stand() -> None:
    claim = article_with_emoji()
    claim.source = "𝒽𝑒"
    assert [(p.text, p.role) for p in pieces(claim) if p.role] == [("said", "cue"), ("𝒽𝑒", "source")]


def test_a_source_that_is_not_in_the_sentence_is_not_marked() -> None:
    claim = article_with_emoji()
    claim.source = "Somebody else"
    assert [p.role for p in pieces(claim) if p.role] == ["cue"]


def test_marks_never_overlap() -> None:
    claim = article_with_emoji()
    claim.source = claim.cue = "said"
    assert "".join(p.text for p in pieces(claim)) == EMOJI
    assert [p.text for p in pieces(claim) if p.role] == ["said"]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("One.\nTwo.\nThree.", [1, 1, 1]),
        ("One.\nTwo.\n\nThree.", [2, 1]),
        ("One.\n\nTwo.\n\n\nThree.", [1, 1, 1]),
    ],
)
def test_paragraphs_follow_blank_lines_or_else_line_breaks(text: str, groups: list[int]) -> None:
    article = make_article(text)
    claims = list(article.claims.in_reading_order())
    assert [len(group) for group in paragraphs(article.text, claims)] == groups

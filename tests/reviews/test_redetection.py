"""A newer detector reads the article while somebody has a form open."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import Reading, Sentence, SourcingStatus, Suggestion
from factcheck.claims.models import Claim
from factcheck.claims.redetection import redetect_article
from factcheck.reviews import services
from factcheck.reviews.models import Review
from tests.factories import make_article, make_reading

pytestmark = pytest.mark.django_db

TEXT = "Berg said no.\nReportedly it rained.\nObi said yes."
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Newer:
    name = "by-hand 2"

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def detect(self, text: str) -> Reading:
        return replace(self.reading, detector=self.name)


def in_two() -> Reading:
    """The text cut into two sentences instead of three."""
    cut = TEXT.index("\n")
    sentences = (Sentence(0, cut, TEXT[:cut]), Sentence(cut + 1, len(TEXT), TEXT[cut + 1 :]))
    return Reading("", sentences, (), (Suggestion(SourcingStatus.UNATTRIBUTED, None, "Cut anew."),) * 2)


@pytest.fixture
def article() -> Article:
    return make_article(TEXT, statuses=["named_person"])


@pytest.fixture
def reviewer(client: Client, rita: User) -> Client:
    client.force_login(rita)
    return client


def address(article: Article, number: int) -> str:
    return f"/articles/{article.pk}/claims/{number}/"


def opened(client: Client, article: Article, number: int) -> dict[str, Any]:
    """The form as the panel shows it, with what the reviewer chooses."""
    panel = client.get(address(article, number), headers=HTMX).content.decode()
    review_form = panel[: panel.index('id="undo-form"')]
    hidden = re.findall(r'<input type="hidden"\s+name="(\w+)"[^>]*?value="([^"]*)"', review_form)
    return dict(hidden) | {"status": "hedged", "source": "", "cue": "", "verdict": "pending", "note": "Typed."}


def test_another_suggestion_does_not_stop_a_save(reviewer: Client, article: Article) -> None:
    form = opened(reviewer, article, 1)
    redetect_article(pk=article.pk, detector=Newer(make_reading(TEXT, ["organization"])))
    assert reviewer.post(address(article, 1), form, headers=HTMX).status_code == 200
    claim = article.claims.get(number=1)
    assert (claim.status, claim.suggested_status, claim.note, claim.version) == ("hedged", "organization", "Typed.", 1)


def test_a_form_never_decides_on_a_sentence_it_did_not_show(reviewer: Client, article: Article) -> None:
    form = opened(reviewer, article, 2)
    redetect_article(pk=article.pk, detector=Newer(in_two()))
    for _ in range(2):  # sending what came back changes nothing
        answer = reviewer.post(address(article, 2), form, headers=HTMX)
        assert answer.status_code == 422
        html = answer.content.decode()
        assert "This page was out of date and nothing was saved" in html
        assert "Typed." in html
        form["claim"] = re.findall(r'name="claim"\s+value="(\d+)"', html)[0]
    assert not Review.objects.exists()
    assert reviewer.post(address(article, 2), opened(reviewer, article, 2), headers=HTMX).status_code == 200


def test_a_draft_knows_the_sentence_it_was_typed_for(reviewer: Client, article: Article) -> None:
    def version() -> str:
        panel = reviewer.get(address(article, 2), headers=HTMX).content.decode()
        match = re.search(r'data-version="([^"]+)"', panel)
        assert match
        return match[1]

    before = version()
    redetect_article(pk=article.pk, detector=Newer(make_reading(TEXT)))
    assert version() == before
    redetect_article(pk=article.pk, detector=Newer(in_two()))
    assert version() != before


def test_a_claim_that_is_no_longer_there_is_not_found(
    reviewer: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = opened(reviewer, article, 3)

    def gone(**fields: Any) -> None:
        raise Claim.DoesNotExist

    with monkeypatch.context() as just_then:
        just_then.setattr(services, "annotate", gone)
        assert reviewer.post(address(article, 3), form, headers=HTMX).status_code == 404
    redetect_article(pk=article.pk, detector=Newer(in_two()))
    assert reviewer.post(address(article, 3), form, headers=HTMX).status_code == 404
    assert not Review.objects.exists()

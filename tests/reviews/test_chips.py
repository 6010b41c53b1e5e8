"""The chips above the article: what each leaves to be gone through, and that the panel counts along."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.reviews.services import Annotation, annotate
from tests.factories import make_article, make_claim
from tests.reviews.test_review_page import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(rita: User) -> Article:
    """Claim 2 has a finding, 3 is unsure, 4 is recommended as disputed."""
    article = make_article("One.\nBerg reportedly left.\nThree.\nFour.", statuses=["unattributed", "hedged"])
    # A trigger keeps suggestions; this one is set as a detector would, by making the claim anew.
    unsure = make_claim(article, 3)
    Claim.objects.filter(pk=unsure.pk).delete()
    unsure.pk, unsure.suggested_probability = None, 0.1
    Claim.objects.bulk_create([unsure])
    disputed = Annotation(SourcingStatus.DOCUMENT, source="the minutes", recommended=Verdict.DISPUTED)
    annotate(claim=make_claim(article, 4), annotation=disputed, version=0, key=uuid.uuid4(), by=rita)
    return article


def lit(client: Client, article: Article, show: str) -> list[str]:
    page = client.get(f"/articles/{article.pk}/claims/1/?show={show}").content.decode()
    return re.findall(r'id="claim-(\w+)" class="[^"]*fc-match', page)


def counts(html: str) -> dict[str, str]:
    return dict(re.findall(r'title="[^"]+"[^>]*>([\w ]+) <b[^>]*>(\w*)</b></a>', " ".join(html.split())))


def test_each_chip_leaves_its_claims(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    shown = {show: lit(client, article, show) for show in ("open", "findings", "unsure", "disputed", "stale", "other")}
    assert shown == {
        "open": ["1", "2", "3"],
        "findings": ["2"],
        "unsure": ["3"],
        "disputed": ["4"],
        "stale": [],
        "other": [],
    }


def test_open_is_what_is_open_for_who_asks(client: Client, article: Article, ed: User) -> None:
    client.force_login(ed)
    assert lit(client, article, "open") == ["1", "2", "3", "4"]


def test_the_chips_count_and_the_panel_counts_along(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    page = client.get(f"/articles/{article.pk}/claims/2/?show=open").content.decode()
    # How many have findings is known to their list, which comes by itself.
    assert counts(page) == {"Open": "3", "With findings": "", "Unsure": "1", "Disputed": "1", "Recheck": "0"}
    assert "· 2 of 3" in page
    panel = client.get(f"/articles/{article.pk}/claims/4/?show=open", headers=HTMX).content.decode()
    assert "· 3 shown" in panel
    assert f'href="/articles/{article.pk}/claims/3/?show=open"' not in panel.split('data-key="k"')[1]
    panel = client.get(f"/articles/{article.pk}/claims/1/?show=disputed", headers=HTMX).content.decode()
    assert f'href="/articles/{article.pk}/claims/4/?show=disputed"' in panel


def test_a_chip_without_claims_leads_nowhere_unless_it_is_on(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    page = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert "?show=disputed" in page
    assert "?show=stale" not in page
    page = client.get(f"/articles/{article.pk}/claims/1/?show=stale").content.decode()
    assert f'href="/articles/{article.pk}/?"' in page.split('title="Claims with a verdict that was set')[0][-200:]


def test_a_chip_that_is_on_leads_back_to_all(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    page = client.get(f"/articles/{article.pk}/claims/1/?show=unsure&order=unsure").content.decode()
    assert re.search(
        rf'href="/articles/{article.pk}/\?order=unsure"\s+title="Claims not yet reviewed[^>]+aria-current', page
    )


def test_an_open_page_gets_the_counts_with_the_news(client: Client, article: Article, ed: User, rita: User) -> None:
    client.force_login(ed)
    sent = {"since": 0, "claim": make_claim(article, 1).pk, "version": 0}
    news = client.post(f"/articles/{article.pk}/updates/", sent).json()
    assert counts(news["chips"])["Disputed"] == "1"
    claim = Claim.objects.get(article=article, number=4)
    annotate(
        claim=claim,
        annotation=Annotation(SourcingStatus.DOCUMENT, source="the minutes", recommended=Verdict.VERIFIED),
        version=claim.version,
        key=uuid.uuid4(),
        by=rita,
    )
    news = client.post(f"/articles/{article.pk}/updates/", sent | {"since": news["changes"]}).json()
    assert counts(news["chips"])["Disputed"] == "0"


def test_the_list_of_findings_says_which_claims_have_some(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    html = client.get(f"/articles/{article.pk}/findings/", headers=HTMX).content.decode()
    assert 'data-claims="2"' in html
    assert 'data-serious="2"' in html


def test_the_findings_chip_takes_the_same_queries_whatever_the_length(client: Client, rita: User) -> None:
    client.force_login(rita)
    numbers = []
    for length in (3, 30):
        article = make_article(
            "\n".join(f"Berg{n} reportedly left." for n in range(length)), statuses=["hedged"] * length
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/articles/{article.pk}/ahead/?after=1&count=2&show=findings")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]

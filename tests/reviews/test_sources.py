"""The list of sources on the review page."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from tests.claims.test_sources import BLINKEN, stored
from tests.factories import make_article, make_claim
from tests.reports.builders import HOSTILE
from tests.reports.page_parser import Element, parse
from tests.reviews.test_review_page import HTMX, fragment_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(rita: User, client: Client) -> Article:
    client.force_login(rita)
    return stored(
        (BLINKEN, "named_official", ""),
        ("Blinken", "named_official", BLINKEN),
        ("the ministry", "organization", ""),
        ("", "unattributed", ""),
    )


def address(article: Article, number: int = 1) -> str:
    return f"/articles/{article.pk}/claims/{number}/"


def section(client: Client, url: str) -> Element:
    answer = client.get(url)
    assert answer.status_code == 200
    return parse(answer.content.decode()).one("section", id="sources")


def rows(section: Element) -> list[list[str]]:
    return [[cell.words for cell in (*row.all("th"), *row.all("td"))] for row in section.one("tbody").all("tr")]


def save(client: Client, url: str, **fields: Any) -> str:
    sent = {"version": 0, "key": str(uuid.uuid4()), "verdict": "pending"} | fields
    answer = client.post(url, sent, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_lists_who_how_described_what_and_how_many(client: Client, article: Article) -> None:
    html = section(client, address(article, 3))
    assert html.one("h3").words == "Sources (2)"
    assert rows(html) == [
        ["Antony Blinken", "Secretary of State", "Named official", "2 claims, first number 1"],
        ["the ministry", "—", "Organization", "1 claim, first number 3"],
    ]
    assert [link.attrs["href"] for link in html.all("a")] == [address(article, 1), address(article, 3)]


def test_links_keep_the_filter(client: Client, article: Article) -> None:
    html = section(client, address(article) + "?sourcing=organization")
    assert html.all("a")[0].attrs["href"] == address(article) + "?sourcing=organization"


def asked_again(client: Client, html: str) -> str:
    """What the page gets when somebody looks at the list after a save that moved a claim."""
    placeholder = fragment_of(html, "#sources")
    match = re.search(r'hx-get="([^"]+)"\s+hx-trigger="revealed"\s+hx-target="#sources"', placeholder)
    assert match
    return client.get(match[1].replace("&amp;", "&"), headers=HTMX).content.decode().strip()


def test_the_list_follows_a_save(client: Client, article: Article) -> None:
    html = save(client, address(article, 2), status="named_person", source="Tom Holm", cue="said")
    swapped = asked_again(client, html)
    page = client.get(address(article, 3)).content.decode()
    assert swapped in page
    assert rows(parse(swapped)) == [
        ["Antony Blinken", "Secretary of State", "Named official", "1 claim, first number 1"],
        ["the ministry", "—", "Organization", "1 claim, first number 3"],
        ["Tom Holm added by a reviewer", "—", "Named person", "1 claim, first number 2"],
    ]


def test_the_list_follows_an_undo(client: Client, article: Article) -> None:
    before = client.get(address(article, 2)).content.decode()
    save(client, address(article, 2), status="unattributed")
    answer = client.post(f"/articles/{article.pk}/undo/", {"key": uuid.uuid4()}, headers=HTMX)
    assert asked_again(client, answer.content.decode()) in before


def test_a_save_that_agrees_leaves_the_list_alone(client: Client, article: Article) -> None:
    html = save(client, address(article, 3), status="organization", source="the ministry", cue="said")
    assert 'hx-target="#sources"' not in html
    assert rows(section(client, address(article, 3)))[1][3] == "1 claim, first number 3"


def test_a_source_without_claims_says_where_it_is_named(client: Client, article: Article) -> None:
    make_claim(article, 3, status="unattributed", source="", cue="")
    html = section(client, address(article))
    assert rows(html)[1][3] == "not relied on (mentioned in 3)"
    assert html.all("a")[1].attrs["href"] == address(article, 3)


def test_the_list_by_itself_needs_a_role(article: Article, nora: User) -> None:
    stranger = Client()
    assert stranger.get(f"/articles/{article.pk}/sources/").status_code == 302
    stranger.force_login(nora)
    assert stranger.get(f"/articles/{article.pk}/sources/").status_code == 403


def test_nobody_named(client: Client, rita: User) -> None:
    client.force_login(rita)
    html = section(client, address(make_article("It rained.")))
    assert html.one("h3").words == "Sources (0)"
    assert "No sources" in html.words
    assert not html.all("table")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_only_text(client: Client, article: Article, words: str) -> None:
    make_claim(article, 3, source=words[:500])
    html = section(client, address(article))
    assert " ".join(words[:500].split()) in [row.one("th").one("bdi").words for row in html.one("tbody").all("tr")]


@pytest.mark.parametrize("many", [3, 200])
def test_the_page_takes_the_same_queries_for_3_and_for_200_sources(
    client: Client, rita: User, many: int, django_assert_num_queries: Any
) -> None:
    client.force_login(rita)
    article = stored(*((f"Anna Berg{number}", "named_person", "") for number in range(many)))
    # with whether she finds the article, the counts of the chips, of what is left to her, and how quotations stand to
    # records
    with django_assert_num_queries(13):
        answer = client.get(address(article))
    assert f"Sources ({many})" in answer.content.decode()

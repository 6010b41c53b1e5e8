"""When two addresses mean the same page."""

from __future__ import annotations

import pytest

from factcheck.articles.addresses import key_of
from factcheck.articles.models import Article
from factcheck.articles.services import find_by_url
from tests.factories import make_article


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/bridge",
        "HTTP://Example.ORG/news/bridge",
        "https://example.org:443/news/bridge/",
        "https://example.org/news/bridge#comments",
        "https://example.org/news/bridge?utm_source=mail&utm_medium=x&fbclid=1",
        " https://somebody@example.org/news/bridge ",
    ],
)
def test_ways_to_write_one_address(url: str) -> None:
    assert key_of(url) == "example.org/news/bridge"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/News/bridge",
        "https://www.example.org/news/bridge",
        "https://example.org:8000/news/bridge",
        "https://example.org/news/bridge?page=2",
        "https://example.org/news",
    ],
)
def test_other_addresses(url: str) -> None:
    assert key_of(url) != "example.org/news/bridge"


def test_the_order_and_the_values_of_a_query_stay() -> None:
    assert key_of("https://example.org/a?id=7&utm_id=1&q=") == "example.org/a?id=7&q="


@pytest.mark.parametrize("url", ["", "bridge", "mailto:a@example.org", "https://[broken/"])
def test_what_is_no_address(url: str) -> None:
    assert key_of(url) == ""


@pytest.mark.django_db
def test_an_article_is_found_by_its_address_also_once_it_is_corrected() -> None:
    article = make_article(url="https://example.org/a/?utm_source=x")
    make_article("Another.")
    assert find_by_url("http://example.org/a", None) == article
    article.url = "https://example.org/b"
    article.save(update_fields=["url"])
    assert find_by_url("http://example.org/a", None) is None
    assert find_by_url("http://example.org/b/", None) == article
    assert find_by_url("", None) is None


@pytest.mark.django_db
def test_of_several_the_one_on_the_desk_and_of_a_chain_the_newest() -> None:
    first = make_article("One.", url="https://example.org/a")
    second = make_article("Two.", revises=first, version=2)
    assert find_by_url("https://example.org/a", None) == second
    other = make_article("Three.", url="https://example.org/a")
    assert find_by_url("https://example.org/a", None) == other


@pytest.mark.django_db
def test_a_very_long_address_is_taken() -> None:
    url = f"https://example.org/{'ü' * 950}"
    make_article(url=url)
    assert find_by_url(url, None) == Article.objects.get()

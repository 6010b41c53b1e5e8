"""One page of the list, read by key."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from factcheck.articles.listing import PAGE_SIZE, Sort, read_page
from factcheck.articles.models import Article, Outlet
from tests.factories import make_article

pytestmark = pytest.mark.django_db

MANY = 2 * PAGE_SIZE + 10
#: Pages: whoever walks in circles is stopped.
TOO_MANY = 10


def make_bare(count: int, **fields) -> list[Article]:
    """Articles without claims: order and pages need none."""
    start = Article.objects.count()
    return Article.objects.bulk_create(
        Article(**{"title": f"Article {n:03}", "text": "x", "text_sha256": f"{start + n:064}"} | fields)
        for n in range(count)
    )


def walk(sort: Sort) -> list[list[str]]:
    """Every page from the first to the last, as titles."""
    page = read_page(Article.objects.all(), sort=sort)
    pages = [page]
    while page.after is not None and len(pages) < TOO_MANY:
        page = read_page(Article.objects.all(), sort=sort, after=page.after)
        pages.append(page)
    return [[article.pk for article in page.articles] for page in pages]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "fields", [{}, {"title": "All alike"}, {"published_on": dt.date(2024, 11, 9)}], ids=["bare", "title", "date"]
)
def test_pages_show_every_article_once_also_when_keys_are_equal(sort, fields):
    make_bare(MANY, **fields)

    pages = walk(sort)

    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 10]
    assert sorted(itertools.chain(*pages)) == sorted(Article.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("sort", Sort)
def test_going_back_shows_the_same_pages(sort):
    make_bare(3 * PAGE_SIZE + 5, title="All alike")
    forward = walk(sort)

    page = read_page(Article.objects.all(), sort=sort, after=forward[2][-1])
    backward = [[article.pk for article in page.articles]]
    while page.before is not None and len(backward) < TOO_MANY:
        page = read_page(Article.objects.all(), sort=sort, before=page.before)
        backward.append([article.pk for article in page.articles])

    assert backward == forward[::-1]


def test_an_article_loaded_meanwhile_moves_no_later_page():
    make_bare(MANY, published_on=dt.date(2024, 1, 1))
    first = read_page(Article.objects.all(), sort=Sort.NEWEST)
    expected = read_page(Article.objects.all(), sort=Sort.NEWEST, after=first.after).articles

    make_bare(5, published_on=dt.date(2024, 2, 1))

    assert read_page(Article.objects.all(), sort=Sort.NEWEST, after=first.after).articles == expected


def test_the_article_a_page_goes_on_from_may_have_left_the_list():
    articles = make_bare(MANY)
    first = read_page(Article.objects.all(), sort=Sort.LOADED)
    others = Article.objects.exclude(pk=first.after)

    following = read_page(others, sort=Sort.LOADED, after=first.after)

    assert following.articles[0].pk == first.articles[-1].pk - 1
    assert len(articles) == MANY


@pytest.mark.parametrize("key", [0, 10**18])
@pytest.mark.parametrize("side", ["before", "after"])
def test_a_key_of_nothing_gives_the_first_page(side, key):
    make_bare(MANY)

    page = read_page(Article.objects.all(), sort=Sort.TITLE, **{side: key})

    assert page == read_page(Article.objects.all(), sort=Sort.TITLE)


def test_behind_the_last_article_the_first_page_follows():
    articles = make_bare(3)

    assert len(read_page(Article.objects.all(), sort=Sort.LOADED, after=articles[0].pk).articles) == 3


def test_the_last_page_has_no_next_and_the_first_no_previous():
    make_bare(PAGE_SIZE + 1)
    first = read_page(Article.objects.all(), sort=Sort.TITLE)
    last = read_page(Article.objects.all(), sort=Sort.TITLE, after=first.after)

    assert (first.before, last.after) == (None, None)
    assert last.before == last.articles[0].pk


def test_the_orders():
    old = make_article(title="Banana", published_on=dt.date(2024, 1, 1))
    new = make_article(title="apple", published_on=dt.date(2024, 5, 1))
    undated = make_article(title="cherry")

    def order(sort):
        return read_page(Article.objects.all(), sort=sort).articles

    assert order(Sort.NEWEST) == [new, old, undated]
    assert order(Sort.LOADED) == [undated, new, old]
    assert order(Sort.TITLE) == [new, old, undated]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("bridge", True),
        ("bridges", True),
        ("HARBOUR delay", True),
        ("pelican", True),
        ('"pelican crossing"', True),
        ('"crossing pelican"', False),
        ("bridge -harbour", False),
        ("tunnel or bridge", True),
        ("tunnel", False),
    ],
)
def test_words_are_sought_in_title_and_text(words, is_found):
    make_article(title="Council votes to delay harbour bridge", text="A pelican crossing was built.")

    assert Article.objects.matching(words).exists() is is_found


def test_filters_by_state_and_by_what_a_claim_rests_on():
    hedged = make_article(text="One.\nTwo.", statuses=["hedged"])
    make_article(text="Three.")

    assert list(Article.objects.resting_on("hedged")) == [hedged]
    assert Article.objects.in_state("loaded").count() == 2
    assert not Article.objects.in_state("done").exists()


def test_a_list_never_reads_the_text():
    make_article()

    (article,) = Article.objects.for_lists()

    assert article.get_deferred_fields() == {"text", "search"}


def test_outlets_are_listed_without_a_look_at_all_articles(rita):
    outlet = Outlet.objects.create(name="Wire")
    make_bare(MANY, outlet=outlet)

    plan = Outlet.objects.visible_to(rita).explain(analyze=True, costs=False, timing=False)

    scans = [line for line in plan.split("\n") if "articles_article" in line]
    assert scans
    assert not [line for line in scans if "never executed" not in line and "rows=0" not in line], plan

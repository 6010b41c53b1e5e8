"""The list as people meet it: filters, results, who may archive."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from factcheck.articles.listing import PAGE_SIZE
from factcheck.articles.models import Article
from factcheck.articles.services import archive_article
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

LIST = "/articles/"
PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}


@pytest.fixture
def as_rita(client, rita) -> Client:
    client.force_login(rita)
    return client


@pytest.fixture
def as_ed(client, ed) -> Client:
    client.force_login(ed)
    return client


def titles(response) -> list[str]:
    encoded = re.findall(r'class="fc-serif fc-list-title"\s+href="[^"]+">([^<]*)<', response.content.decode())
    return [unescape(title) for title in encoded]


def results(response) -> str:
    """The element that htmx replaces, as the whole page draws it."""
    html = response.content.decode()
    start = html.index('<div id="results">')
    return html[start : html.index("</main>", start)]


def test_a_row_says_what_the_article_is_and_how_far_the_work_is(as_rita):
    article = make_article(
        title="Bridge", text="One.\nTwo.", outlet="Example Wire", published_on="2024-11-09", statuses=["unnamed_source"]
    )

    html = as_rita.get(LIST).content.decode()

    assert f'href="{article.get_absolute_url()}"' in html
    words = " ".join(re.sub(r"<[^>]+>", " ", results(as_rita.get(LIST))).split())
    assert "Bridge Example Wire · 9 Nov 2024 · 2 claims 50% on unnamed sources 0 of 2 reviewed" in words
    assert 'aria-label="Sourcing: Unnamed source 1, No attribution 1"' in html


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"])
def test_a_hostile_title_is_only_a_title(as_ed, title):
    article = make_article(title=title, outlet=title[:200], byline=title)
    archive_article(article=article, by=make_user("editor"))

    html = as_ed.get(LIST, {"archived": "yes", "q": title}).content.decode()

    assert "<script>alert" not in html
    assert "<img" not in html
    assert titles(as_ed.get(LIST, {"archived": "yes"})) == [title]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Harbour bridge", "Rail safety"}),
        ({"q": "pelican"}, {"Harbour bridge"}),
        ({"q": "\x00pelican\x00"}, {"Harbour bridge"}),
        ({"q": "RAILS"}, {"Rail safety"}),
        ({"sourcing": "hedged"}, {"Rail safety"}),
        ({"state": "in_review"}, {"Harbour bridge"}),
        ({"state": "loaded"}, {"Rail safety"}),
        ({"archived": "yes"}, {"Old tunnel"}),
        ({"q": "pelican", "sourcing": "hedged"}, set()),
        ({"outlet": "Example Wire"}, {"Harbour bridge"}),
    ],
)
def test_filters(as_rita, ed, query, expected):
    bridge = make_article(title="Harbour bridge", text="A pelican came.\nIt left.", outlet="Example Wire")
    make_article(title="Rail safety", text="It reportedly failed.", outlet="Example Post", statuses=["hedged"])
    archive_article(article=make_article(title="Old tunnel", outlet="Example Wire"), by=ed)
    bridge.tally.reviewed = 1
    bridge.tally.save(update_fields=["reviewed"])
    if "outlet" in query:
        query = {"outlet": bridge.outlet_id}

    assert set(titles(as_rita.get(LIST, query))) == expected


@pytest.mark.parametrize(
    "query",
    [
        "state=zzz&sourcing=<b>&outlet=9999999&sort=no&archived=maybe",
        "outlet=1%00&q=%00%00",
        "after=1%27;drop&before=-5",
        "after=99999999999999999999999999",
        "before=%F0%9F%99%82",
        "before=" + "9" * 5000,
        "q=" + "a" * 5000,
        "q=%22%20%26%20!%20%7C%20(%20%3A*%20--%20or%20or",
        "state=loaded&state=done",
    ],
)
@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "part"])
def test_nonsense_in_the_address_is_no_error(as_rita, query, headers):
    make_article()

    assert as_rita.get(f"{LIST}?{query}", **headers).status_code == 200


def test_pages_lead_on_and_back_and_keep_the_filters(as_rita):
    for number in range(PAGE_SIZE + 2):
        make_article(title=f"Article {number:02}", text=f"Line {number}.")

    first = as_rita.get(LIST, {"sort": "title", "q": "article"})
    (on,) = re.findall(r'rel="next"\s+href="([^"]+)"', first.content.decode())
    second = as_rita.get(unescape(on))
    (back,) = re.findall(r'rel="prev"\s+href="([^"]+)"', second.content.decode())

    assert "q=article" in on
    assert titles(first) == [f"Article {number:02}" for number in range(PAGE_SIZE)]
    assert titles(second) == ["Article 25", "Article 26"]
    assert 'rel="next"' not in second.content.decode()
    assert titles(as_rita.get(unescape(back))) == titles(first)


@pytest.mark.parametrize("count", [3, 60])
def test_the_number_of_queries_is_the_same_however_many_articles(
    as_rita, django_assert_num_queries: DjangoAssertNumQueries, count
):
    for number in range(count):
        make_article(title=f"Article {number:02}", text=f"Line {number}.", outlet=f"Outlet {number % 7}")

    # The session, the person, their rights, the outlets, one page of articles, and the mentions.
    with django_assert_num_queries(5):
        as_rita.get(LIST, {"q": "article", "sourcing": "unattributed"})


@pytest.mark.parametrize("query", [{}, {"q": "bridge"}, {"q": "nothing has this"}, {"archived": "yes"}])
def test_the_part_is_the_same_as_in_the_whole_page(as_rita, query):
    make_article()
    whole, part = as_rita.get(LIST, query), as_rita.get(LIST, query, **PART)

    assert "<html" not in part.content.decode()
    assert " ".join(results(whole).split()).startswith(" ".join(part.content.decode().split()))
    assert titles(whole) == titles(part)


def test_the_part_puts_the_short_address_into_the_browser(as_rita):
    response = as_rita.get(f"{LIST}?q=bridge&outlet=&state=&sourcing=&archived=&sort=newest", **PART)

    assert response["HX-Push-Url"] == f"{LIST}?q=bridge"


def test_the_same_address_again_is_no_step_to_go_back_over(as_rita):
    response = as_rita.get(LIST, {"q": "bridge"}, **PART, HTTP_HX_CURRENT_URL=f"http://testserver{LIST}?q=bridge")

    assert response["HX-Push-Url"] == "false"


def test_going_back_in_the_browser_gets_the_whole_page(as_rita):
    response = as_rita.get(LIST, HTTP_HX_REQUEST="true", HTTP_HX_REQUEST_TYPE="full")

    assert "<html" in response.content.decode()
    assert "HX-Push-Url" not in response


def test_a_cache_keeps_page_and_part_apart(as_rita):
    vary = as_rita.get(LIST)["Vary"]

    assert "HX-Request" in vary
    assert "HX-Request-Type" in vary


def test_the_form_works_without_scripts(as_rita):
    html = as_rita.get(LIST, {"q": "bridge", "state": "done"}).content.decode()
    middle = html.index('id="filters"')
    form = html[html.rindex("<form", 0, middle) : html.index("</form>", middle)]

    assert 'method="get"' in form
    assert f'action="{LIST}"' in form
    assert 'value="bridge"' in form
    assert '<option value="done" selected' in form
    assert 'type="submit"' in form


def test_without_articles_an_editor_is_shown_how_to_load(as_ed):
    html = results(as_ed.get(LIST))

    assert "No articles yet" in html
    assert reverse("admin:articles_article_add") in html


def test_without_articles_a_reviewer_is_told_whom_to_ask(as_rita, ed):
    html = as_rita.get(LIST).content.decode()

    assert "ask Ed" in " ".join(results(as_rita.get(LIST)).split())
    assert reverse("admin:articles_article_add") not in html


def test_when_nothing_is_found_the_filters_can_be_cleared(as_rita):
    make_article()

    html = results(as_rita.get(LIST, {"q": "unheard"}))

    assert "Nothing found" in html
    assert f'href="{LIST}"' in html


def test_when_all_are_archived_the_list_says_so(as_rita, ed):
    archive_article(article=make_article(), by=ed)

    assert "All articles are archived" in results(as_rita.get(LIST))


# Who may archive


@pytest.mark.parametrize("action", ["archive", "restore"])
def test_nobody_is_sent_to_the_sign_in_page(client, action):
    url = reverse(f"articles:{action}", args=[make_article().pk])

    assert client.post(url)["Location"] == f"/accounts/login/?next={LIST}"
    assert client.get(LIST)["Location"] == f"/accounts/login/?next={LIST}"


@pytest.mark.parametrize("action", ["archive", "restore"])
def test_a_reviewer_may_not_archive(as_rita, ed, action):
    article = make_article()
    if action == "restore":
        archive_article(article=article, by=ed)

    assert as_rita.post(reverse(f"articles:{action}", args=[article.pk])).status_code == 403

    before = article.archived_at
    article.refresh_from_db()
    assert article.is_archived is (action == "restore")
    assert before is None
    html = as_rita.get(LIST).content.decode()
    assert "/archive/" not in html
    assert "/restore/" not in html


def test_somebody_without_a_role_may_not_even_look(client, nora):
    client.force_login(nora)

    assert client.get(LIST).status_code == 403
    assert client.post(reverse("articles:archive", args=[make_article().pk])).status_code == 403


def test_an_editor_archives_and_restores(as_ed, ed):
    article = make_article()

    response = as_ed.post(reverse("articles:archive", args=[article.pk]), {"next": f"{LIST}?q=bridge"})
    article.refresh_from_db()
    assert response["Location"] == f"{LIST}?q=bridge"
    assert article.archived_by == ed
    assert titles(as_ed.get(LIST)) == []
    assert reverse("articles:restore", args=[article.pk]) in as_ed.get(LIST, {"archived": "yes"}).content.decode()

    as_ed.post(reverse("articles:restore", args=[article.pk]))
    assert titles(as_ed.get(LIST)) == [article.title]


@pytest.mark.parametrize("goal", ["https://example.org/", "//example.org/", "javascript:alert(1)", "story", "1", ""])
def test_after_archiving_nobody_is_led_to_another_site(as_ed, goal):
    response = as_ed.post(reverse("articles:archive", args=[make_article().pk]), {"next": goal})

    assert response["Location"] == LIST


def test_looking_never_archives(as_ed):
    article = make_article()

    assert as_ed.get(reverse("articles:archive", args=[article.pk])).status_code == 405
    assert Article.objects.current().exists()


def test_archiving_needs_the_token_of_our_own_page(ed):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ed)

    response = strict.post(reverse("articles:archive", args=[make_article().pk]))

    assert response.status_code == 403
    assert "This was not saved" in response.content.decode()


def test_what_does_not_exist_is_not_found(as_ed):
    assert as_ed.post(reverse("articles:archive", args=[999])).status_code == 404

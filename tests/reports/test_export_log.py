"""Who took what and when, and which links still work."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.reports import freezing
from factcheck.reports.models import Export, FrozenReport, ShareLink
from factcheck.reviews.editions import FOR_DESK
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return make_article("One.", "Bridge <b>& harbour</b>")


def freeze(article: Article, by: User) -> FrozenReport:
    return freezing.freeze(article=article, occasion="", key=uuid4(), by=by)


def test_every_way_out_is_in_it(client: Client, article: Article, ed: User) -> None:
    frozen = freeze(article, ed)
    client.force_login(ed)
    client.get(f"/articles/{article.pk}/report.csv")
    client.get(f"/reports/{frozen.pk}/file.json")
    client.get("/overview/outlet.csv")
    freezing.log_export_of(what="Export as CSV · Articles: all", slug="csv", by=ed, articles=1200, claims=30_000)
    html = client.get("/exports/").content.decode()
    assert f"Report {frozen.pk}" in html
    assert "Bridge &lt;b&gt;&amp; harbour&lt;/b&gt;" in html
    assert "Overview: by outlet" in html
    assert "1,200 articles, 30,000 claims" in html


def test_of_one_person_and_of_one_article(client: Client, article: Article, ed: User, ada: User) -> None:
    freezing.log_export(article=article, slug="csv", by=ed, choice=FOR_DESK)
    freezing.log_export(article=make_article(title="Other"), slug="csv", by=ada, choice=FOR_DESK)
    freezing.log_export_of(what="Many", slug="zip", by=ada)
    client.force_login(ed)
    assert shown(client, f"person={ed.pk}") == {"Bridge &lt;b&gt;&amp; harbour&lt;/b&gt;"}
    assert shown(client, f"person={ada.pk}") == {"Other", "Many"}
    assert shown(client, f"article={article.pk}") == {"Bridge &lt;b&gt;&amp; harbour&lt;/b&gt;"}
    assert shown(client, "person=x&article=-1&before=%00") == {
        "Bridge &lt;b&gt;&amp; harbour&lt;/b&gt;",
        "Other",
        "Many",
    }
    assert f"/exports/?article={article.pk}" in client.get(f"/articles/{article.pk}/report/").content.decode()


def shown(client: Client, query: str) -> set[str]:
    table = client.get(f"/exports/?{query}").content.decode().split("<tbody>")[1]
    return set(re.findall(r"<bdi>([^<]*)</bdi>", table)) - {"Ed", "Ada"}


def test_page_by_page(client: Client, ed: User) -> None:
    for number in range(150):
        freezing.log_export_of(what=f"Export {number}.", slug="csv", by=ed)
    client.force_login(ed)
    first = client.get(f"/exports/?person={ed.pk}").content.decode()
    following = re.search(r'href="(\?person=[^"]*before=\d+)"', first)
    assert following
    freezing.log_export_of(what="Meanwhile.", slug="csv", by=ed)
    second = client.get("/exports/" + following[1].replace("&amp;", "&")).content.decode()
    numbers = [int(number) for number in re.findall(r"Export (\d+)\.", first + second)]
    assert numbers == list(reversed(range(150)))
    assert "before=" not in second


@pytest.mark.parametrize("many", [1, 30])
def test_a_fixed_number_of_queries(client: Client, ed: User, many: int, django_assert_num_queries: Any) -> None:
    for _ in range(many):
        frozen = freeze(make_article(), ed)
        freezing.log_export(article=frozen.article, slug="csv", by=ed, choice=FOR_DESK, report=frozen)
        freezing.share(report=frozen, recipient="Lawyer", days=1, by=ed)
    client.force_login(ed)
    with django_assert_num_queries(5):  # session, person; exports, people; mentions
        client.get("/exports/")
    with django_assert_num_queries(5):
        client.get("/reports/links/")


@pytest.mark.parametrize("change", [lambda: Export.objects.update(what="x"), lambda: Export.objects.all().delete()])
def test_the_log_only_grows(ed: User, change: Any) -> None:
    freezing.log_export_of(what="Many", slug="zip", by=ed)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        change()


def test_a_line_says_what_was_taken(article: Article, ed: User) -> None:
    frozen = freeze(article, ed)
    for columns in ({}, {"report": frozen}, {"report": frozen, "what": "Many"}):
        with pytest.raises(IntegrityError, match="says_what"), transaction.atomic():
            Export.objects.create(slug="csv", by=ed, **columns)


def test_nothing_yet(client: Client, ed: User) -> None:
    client.force_login(ed)
    assert "No exports yet." in client.get("/exports/").content.decode()
    assert "No exports that fits yet." in client.get(f"/exports/?person={ed.pk}").content.decode()
    assert "No links are active." in client.get("/reports/links/").content.decode()


def test_the_links_that_work(client: Client, article: Article, ed: User) -> None:
    frozen = freeze(article, ed)
    later, token = freezing.share(report=frozen, recipient="The lawyer", days=9, by=ed)
    sooner, _ = freezing.share(report=frozen, recipient="The agency", days=2, by=ed)
    revoked, _ = freezing.share(report=frozen, recipient="Revoked", days=9, by=ed)
    freezing.revoke(share=revoked, by=ed)
    ended, _ = freezing.share(report=frozen, recipient="Ended", days=1, by=ed)
    ShareLink.objects.filter(pk=ended.pk).update(at=timezone.now() - dt.timedelta(2), until=timezone.now())
    Client().get(f"/reports/shared/{token}/")
    client.force_login(ed)
    html = client.get("/reports/links/").content.decode()
    assert html.index("The agency") < html.index("The lawyer")
    assert "Revoked" not in html
    assert "Ended" not in html
    assert "1 time, last" in " ".join(html.split())
    back = client.post(f"/reports/{frozen.pk}/share/{later.pk}/revoke/", {"next": "/reports/links/"}, follow=True)
    assert back.redirect_chain == [("/reports/links/", 302)]
    assert "The link for The lawyer no longer works." in back.content.decode()
    away = client.post(f"/reports/{frozen.pk}/share/{sooner.pk}/revoke/", {"next": "https://example.org/"})
    assert away["Location"] == f"/reports/{frozen.pk}/"


def test_who_opens_a_link_can_only_read(article: Article, ed: User) -> None:
    _, token = freezing.share(report=freeze(article, ed), recipient="Lawyer", days=1, by=ed)
    stranger = Client()
    path = f"/reports/shared/{token}/"
    assert stranger.get(path).status_code == 200
    assert {stranger.post(path).status_code, stranger.put(path).status_code, stranger.delete(path).status_code} == {405}
    html = stranger.get(path).content.decode()
    assert "<form" not in html
    assert stranger.get("/articles/").status_code == 302


def test_rights(client: Client, rita: User, ed: User, ada: User, nora: User) -> None:
    for path in ("/exports/", "/reports/links/"):
        client.logout()
        assert client.get(path)["Location"].startswith("/accounts/login/")
        for person, status in ((nora, 403), (rita, 403), (ed, 200), (ada, 200)):
            client.force_login(person)
            assert client.get(path).status_code == status


#: Each page with the one right, of all of Ed's, that opens it.
NEEDED = {
    "/exports/": "view_export",
    "/reports/links/": "share_report",
    "/overview/": "view_overview",
    "/overview/claims/": "view_overview",
    "/reports/verify/": "verify_report",
    "/exports/new/": "export_report",
    "/articles/{article}/report.csv": "export_report",
    "/reports/{frozen}/file.csv": "export_report",
}


@pytest.mark.parametrize("path", NEEDED)
def test_each_is_a_right_of_its_own(client: Client, article: Article, ed: User, path: str) -> None:
    from django.contrib.auth.models import Permission

    frozen = freeze(article, ed)
    editor = Permission.objects.filter(group__name="Editors")
    person = make_user(None)
    person.user_permissions.set(editor.exclude(codename=NEEDED[path]))
    client.force_login(person)
    address = path.format(article=article.pk, frozen=frozen.pk)
    assert client.get(address).status_code == 403
    person.user_permissions.set(editor.filter(codename__in=["view_article", NEEDED[path]]))
    assert client.get(address).status_code == 200
    assert client.post(f"/articles/{article.pk}/freeze/", {"key": uuid4()}).status_code == 403

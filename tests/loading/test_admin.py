"""Correcting, archiving and deleting in the admin; loading has tests of its own."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.articles.services import archive_article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim
from factcheck.loading.admin import ArticleAdmin
from factcheck.reviews.services import Annotation, annotate
from tests.factories import PASSWORD, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]

ADD = "/admin/articles/article/add/"
INDEX = "/admin/articles/article/"
GIVEN = {"title": "Bridge", "outlet_name": "Example Wire", "byline": "A. Berg", "url": "https://example.org/bridge"}


@pytest.fixture
def as_ed(client, ed) -> Client:
    client.force_login(ed)
    return client


def errors(response) -> dict[str, list[str]]:
    """The sentences beside each field, without their links."""
    assert response.status_code == 200
    form = response.context["adminform"].form
    return {
        name: [re.sub(r"<[^>]+>", "", str(error)) for error in sentences] for name, sentences in form.errors.items()
    }


def review(article: Article, by) -> None:
    annotation = Annotation(status=SourcingStatus.HEDGED)
    annotate(claim=article.claims.get(number=1), annotation=annotation, version=0, key=uuid.uuid4(), by=by)


# Correcting


def test_where_a_text_comes_from_can_be_corrected_and_the_text_not(as_ed):
    article = make_article(text="One.\nTwo.", outlet="Wier")
    url = reverse("admin:articles_article_change", args=[article.pk])

    html = as_ed.get(url).content.decode()
    response = as_ed.post(url, {**GIVEN, "text": "Other words.", "published_on": "2024-11-10"})

    article.refresh_from_db()
    assert response.status_code == 302
    assert (article.title, str(article.outlet), article.byline) == ("Bridge", "Example Wire", "A. Berg")
    assert article.published_on == dt.date(2024, 11, 10)
    assert article.text == "One.\nTwo."
    assert 'value="Wier"' in html
    assert "<textarea" not in html


def test_who_corrects_the_outlet_learns_how_to_have_it_read_again(as_ed):
    article = make_article(text="One.\nTwo.", outlet="Wier")
    url = reverse("admin:articles_article_change", args=[article.pk])
    page = as_ed.post(url, {**GIVEN, "published_on": ""}, follow=True).content.decode()
    assert "were made as an article of Wier." in page
    assert f"manage.py redetect --article {article.pk}" in page
    Article.objects.filter(pk=article.pk).update(read_as="Example Wire")
    assert "redetect" not in as_ed.post(url, {**GIVEN, "published_on": ""}, follow=True).content.decode()


def test_no_title_is_listed_among_what_somebody_did_lately(as_ed):
    """The article may be closed to them by now."""
    article = make_article(title="Bridge")
    as_ed.post(f"/admin/articles/article/{article.pk}/change/", GIVEN | {"title": "Harbour bridge", "published_on": ""})
    assert LogEntry.objects.filter(object_id=str(article.pk)).exists()
    as_ed.get("/admin/")  # takes the message about the change
    assert "bridge" not in as_ed.get("/admin/").content.decode().lower()


def test_no_link_leads_where_an_editor_may_not_go(as_ed, ed):
    article = make_article(loaded_by=ed)
    archive_article(article=article, by=ed)
    html = as_ed.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert html.count(f'<div class="readonly">{ed}</div>') == 2
    assert "/admin/accounts/" not in html


def test_a_correction_refused_keeps_the_article(as_ed):
    article = make_article(title="Before")

    response = as_ed.post(reverse("admin:articles_article_change", args=[article.pk]), {**GIVEN, "title": ""})

    assert "title" in errors(response)
    article.refresh_from_db()
    assert article.title == "Before"


def test_a_correction_does_not_bring_an_archived_article_back(as_ed, ed, monkeypatch):
    article = make_article()
    save = ArticleAdmin.save_model

    def archived_meanwhile(self, request, obj, form, change):
        archive_article(article=article, by=ed)
        save(self, request, obj, form, change)

    monkeypatch.setattr(ArticleAdmin, "save_model", archived_meanwhile)
    as_ed.post(reverse("admin:articles_article_change", args=[article.pk]), GIVEN)

    article.refresh_from_db()
    assert article.title == "Bridge"
    assert article.is_archived


# Deleting and archiving


def test_an_article_nobody_worked_on_can_be_deleted(as_ed):
    article = make_article(statuses=["hedged"])
    url = reverse("admin:articles_article_delete", args=[article.pk])

    page = as_ed.get(url).content.decode()
    as_ed.post(url, {"post": "yes"})

    assert "with all its claims" in page
    assert not Article.objects.exists()
    assert not Claim.objects.exists()


def test_an_article_people_worked_on_is_never_deleted(as_ed, rita):
    article = make_article()
    review(article, rita)
    url = reverse("admin:articles_article_delete", args=[article.pk])

    change_page = as_ed.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    response = as_ed.post(url, {"post": "yes"}, follow=True)

    assert url not in change_page
    assert "it can’t be deleted; archive it instead" in response.content.decode()
    assert Article.objects.get() == article


def test_a_first_review_during_the_question_saves_the_article(as_ed, rita, monkeypatch):
    article = make_article()
    delete = ArticleAdmin.delete_model

    def reviewed_meanwhile(self, request, obj):
        review(article, rita)
        delete(self, request, obj)

    monkeypatch.setattr(ArticleAdmin, "delete_model", reviewed_meanwhile)
    url = reverse("admin:articles_article_delete", args=[article.pk])

    response = as_ed.post(url, {"post": "yes"}, follow=True)

    assert "it can’t be deleted; archive it instead" in response.content.decode()
    assert Article.objects.get() == article


def test_many_at_once_are_archived_but_never_deleted(as_ed, ed):
    first, other = make_article(), make_article()
    chosen = {"_selected_action": [first.pk, other.pk]}

    assert "delete_selected" not in as_ed.get(INDEX).content.decode()
    as_ed.post(INDEX, {**chosen, "action": "delete_selected", "post": "yes"})
    as_ed.post(INDEX, {**chosen, "action": "archive"})
    assert Article.objects.archived().filter(archived_by=ed).count() == 2

    as_ed.post(INDEX, {**chosen, "action": "restore"})
    assert Article.objects.current().count() == 2


# Who may


@pytest.mark.parametrize("url", [ADD, INDEX, "/admin/"])
def test_nobody_is_sent_to_the_desks_own_sign_in_and_comes_back(client, ed, url):
    response = client.get(url, follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    signed_in = client.post(response.redirect_chain[-1][0], {"login": "ed", "password": PASSWORD}, follow=True)
    assert signed_in.redirect_chain[-1][0] == url


@pytest.mark.parametrize("url", [ADD, INDEX, "/admin/"])
def test_a_reviewer_may_not_enter(client, rita, url):
    client.force_login(rita)

    assert client.get(url, follow=True).status_code == 403
    assert client.post(ADD, {"text": "One."}, follow=True).status_code in {403, 405}
    assert not Article.objects.exists()


def test_somebody_without_a_role_may_not_enter(client, nora):
    client.force_login(nora)

    response = client.get(ADD)

    assert response.status_code == 403
    assert "have no role yet" in response.content.decode()


def test_an_editor_sees_articles_and_nothing_else(as_ed):
    html = as_ed.get("/admin/").content.decode()

    assert INDEX in html
    for closed in ("/admin/accounts/user/", "/admin/articles/outlet/", "/admin/auth/group/"):
        assert closed not in html
        assert as_ed.get(closed).status_code == 403


@pytest.mark.parametrize(
    "url", ["/admin/accounts/user/", "/admin/articles/outlet/", "/admin/accounts/invitation/add/", INDEX]
)
def test_an_administrator_sees_all(client, ada, url):
    client.force_login(ada)

    assert client.get(url).status_code == 200


def test_the_list_in_the_admin_asks_a_fixed_number_of_questions(as_ed, django_assert_max_num_queries):
    for number in range(30):
        make_article(title=f"Article {number}", outlet=f"Outlet {number}")

    with django_assert_max_num_queries(8):
        as_ed.get(INDEX)

"""Loading and need to know: the tick, the API's field, and what is told of an article that is restricted already."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts import tokens
from factcheck.accounts.models import ApiToken, User
from factcheck.articles.models import Article
from factcheck.articles.services import LOADED_ELSEWHERE, restrict_article
from factcheck.jobs.models import Item, Job
from factcheck.jobs.services import submit
from factcheck.loading import drafts, pace, tasks
from factcheck.readers.base import ImportedArticle
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]

ADD = "/admin/articles/article/add/"
TEXT = "The mayor met the council.\nBerg said no."


@pytest.fixture
def ella(db: None) -> User:
    return make_user("editor", "ella")


@pytest.fixture
def hidden(ed: User) -> Article:
    """Restricted by Ed."""
    article = make_article(TEXT, "Zqtitle", url="https://example.org/a")
    restrict_article(article=article, by=ed)
    return article


def load(client: Client, text: str, **fields: Any) -> Any:
    preview = client.post(ADD, {"text": text})
    assert preview.status_code == 302
    return client.post(preview["Location"], {"title": "Bridge", "outlet_name": "", "byline": "", "url": ""} | fields)


def post(client: Client, person: User, ada: User, **fields: Any) -> Any:
    _, plain = tokens.issue(name=f"CMS of {person}", owner=person, scope=ApiToken.Scope.LOAD_ARTICLES, by=ada)
    return client.post(
        "/api/articles/",
        json.dumps(fields),
        content_type="application/json",
        headers={"Authorization": f"Bearer {plain}"},
    )


def test_a_tick_restricts_it_to_who_loads_it(client: Client, ed: User, ella: User) -> None:
    client.force_login(ed)
    load(client, TEXT, restricted="on")
    article = Article.objects.get()
    assert article.is_visible_to(ed)
    assert not article.is_visible_to(ella)


def test_without_the_tick_everybody_finds_it(client: Client, ed: User, ella: User) -> None:
    client.force_login(ed)
    load(client, TEXT)
    assert Article.objects.get().is_visible_to(ella)


def test_the_same_text_is_refused_without_its_title(client: Client, hidden: Article, ed: User, ella: User) -> None:
    client.force_login(ella)
    answer = client.post(ADD, {"text": TEXT}).content.decode()
    assert LOADED_ELSEWHERE in answer
    assert "Zqtitle" not in answer
    client.force_login(ed)
    assert "Zqtitle" in client.post(ADD, {"text": TEXT}).content.decode()


def test_at_its_url_a_text_is_an_article_of_its_own_for_who_may_not_find_it(
    client: Client, hidden: Article, ed: User, ella: User
) -> None:
    """As if nothing were there: nobody adds to a restricted article unseen, nor learns that there is one."""
    url = "https://example.org/a"
    client.force_login(ella)
    answer = load(client, f"{TEXT}\nIt rained.", url=url)
    page = client.get(answer["Location"], follow=True).content.decode()
    assert "“Bridge” is loaded: 3 claims." in page
    own = Article.objects.get(title="Bridge")
    assert (own.revises, own.is_restricted) == (None, False)
    hidden.refresh_from_db()
    assert not hidden.is_superseded
    client.force_login(ed)
    load(client, f"{TEXT}\nIt snowed.", url=url, title="Snow")
    newer = Article.objects.get(title="Snow")
    assert newer.revises == hidden, "the restricted one, or its newer version would be everybody’s"
    assert not newer.is_visible_to(ella)


def test_nor_does_a_file_of_many_or_a_long_text_become_its_version(hidden: Article, ella: User) -> None:
    imported = ImportedArticle(text=f"{TEXT}\nIt rained.", title="Rain", url="https://example.org/a")
    job = drafts.create_single_draft(imported, name="many.csv", by=ella)
    submit(job)
    tasks.load(job_id=job.pk)
    item = job.items.get()
    assert (item.state, item.sentence) == (Item.State.DONE, "“Rain”, 3 claims")
    assert Article.objects.get(title="Rain").revises is None


def test_a_program_brings_newer_versions_of_what_it_brought(
    client: Client, ed: User, ella: User, ada: User, settings: Any
) -> None:
    """The CMS knows nothing of restrictions: what it sends again stays closed. Another token opens nothing."""
    url = "https://example.org/cms"
    _, cms = tokens.issue(name="CMS", owner=ella, scope=ApiToken.Scope.LOAD_ARTICLES, by=ada)

    def send(token: str, text: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        fields = json.dumps({"title": "From the CMS", "text": text, "url": url})
        return client.post("/api/articles/", fields, content_type="application/json", headers=headers)

    assert send(cms, TEXT).status_code == 201
    first = Article.objects.get()
    restrict_article(article=first, by=ed)
    assert send(cms, f"{TEXT}\nIt rained.").status_code == 201
    second = Article.objects.get(revises=first)
    assert not second.is_visible_to(ella)
    long = f"{TEXT}\n" + "It rained on and on. " * (pace.MAX_LETTERS_AT_ONCE // 20)
    assert send(cms, long).status_code == 202
    tasks.load(job_id=Job.objects.latest("pk").pk)
    third = Article.objects.get(revises=second)
    assert not third.is_visible_to(ella)
    assert post(client, ella, ada, title="Other", text="Another text.", url=url).status_code == 201
    assert Article.objects.get(title="Other").revises is None


def test_nobody_else_loads_a_version_of_it_by_its_number(client: Client, hidden: Article, ed: User, ella: User) -> None:
    for person, is_named in ((ella, False), (ed, True)):
        client.force_login(person)
        assert ("Zqtitle" in client.get(f"{ADD}?revises={hidden.pk}").content.decode()) is is_named
    client.force_login(ella)
    answer = client.post(ADD, {"text": "Another text.", "revises": hidden.pk})
    assert "no longer exists" in answer.content.decode()


def test_the_api_restricts_and_says_what_it_takes(client: Client, ed: User, ella: User, ada: User) -> None:
    assert post(client, ed, ada, title="T", text=TEXT, restricted=True).status_code == 201
    assert not Article.objects.get().is_visible_to(ella)
    answer = post(client, ella, ada, title="T", text="Another.", restricted="yes")
    assert (answer.status_code, answer.json()["field"]) == (422, "restricted")


def test_the_api_does_not_name_it(client: Client, hidden: Article, ella: User, ada: User) -> None:
    answer = post(client, ella, ada, title="T", text=TEXT)
    assert answer.status_code == 409
    assert "Zqtitle" not in answer.content.decode()
    assert f"/articles/{hidden.pk}/" not in answer.content.decode()


def test_the_admin_has_it_for_who_finds_it(client: Client, hidden: Article, ed: User, ella: User) -> None:
    for person, is_named in ((ella, False), (ed, True)):
        client.force_login(person)
        assert ("Zqtitle" in client.get("/admin/articles/article/").content.decode()) is is_named
        assert (client.get(f"/admin/articles/article/{hidden.pk}/change/").status_code == 200) is is_named

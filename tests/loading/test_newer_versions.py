"""Loading a newer version, in the admin and by command, and where the list keeps the earlier ones."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from tests.factories import make_article
from tests.loading.builders import ADD, submit
from tests.loading.builders import load as press_load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]

URL = "https://example.org/bridge"
TEXT = "The council met on Monday.\nIt rained all day.\nNobody came."
NEWER = "The council met on Tuesday.\nIt rained all day.\nA vote follows."


@pytest.fixture
def old() -> Article:
    return make_article(TEXT, title="<b>Bridge</b>", url=URL, outlet="Example Wire", byline="A. Berg")


@pytest.fixture
def as_ed(client: Client, ed: User) -> Client:
    client.force_login(ed)
    return client


def newest() -> Article:
    return Article.objects.latest("pk")


def test_a_known_url_loads_a_newer_version_and_says_so(as_ed: Client, old: Article) -> None:
    preview = submit(as_ed, text=NEWER)
    refused = press_load(as_ed, preview, title="Bridge", url=f"{URL}/?utm_source=x", published_on="yesterday")
    assert "This becomes its version 2" in refused.content.decode()
    response = as_ed.get(
        press_load(as_ed, preview, title="Bridge", url=f"{URL}/?utm_source=x")["Location"], follow=True
    )
    assert newest().revises == old
    (message,) = [str(sent) for sent in response.context["messages"]]
    assert message == "This is a newer version of “<b>Bridge</b>”: 1 claim stays, 1 changed, 1 new, 1 removed."
    assert "&lt;b&gt;Bridge&lt;/b&gt;" in response.content.decode()


def test_the_editor_may_say_that_it_is_an_article_of_its_own(as_ed: Client, old: Article) -> None:
    press_load(as_ed, submit(as_ed, text=NEWER), title="Bridge", url=URL, as_new="on")
    assert newest() != old
    assert newest().revises is None


def test_a_newer_version_of_an_article_that_the_editor_names(as_ed: Client, old: Article) -> None:
    html = as_ed.get(f"{ADD}?revises={old.pk}").content.decode()
    assert f'value="{old.pk}"' in html
    assert "<bdi>&lt;b&gt;Bridge&lt;/b&gt;</bdi>" in html
    preview = submit(as_ed, text=NEWER, revises=old.pk)
    html = preview.content.decode()
    assert "becomes version 2 of “&lt;b&gt;Bridge&lt;/b&gt;”" in html
    for value in ("&lt;b&gt;Bridge&lt;/b&gt;", "A. Berg", "Example Wire", URL):
        assert f'value="{value}"' in html
    response = press_load(as_ed, preview)
    assert newest().revises == old
    assert response["Location"] == newest().get_absolute_url()


def test_what_is_wrong_is_said_and_the_article_stays_named(as_ed: Client, old: Article) -> None:
    html = submit(as_ed, text=TEXT, revises=old.pk).content.decode()
    assert "This text is already loaded" in html
    assert f'name="revises" value="{old.pk}"' in html
    assert "Load a newer version" in html
    assert Article.objects.count() == 1


@pytest.mark.parametrize("named", ["x", "0", "99999999", "9" * 40, "²"])
def test_an_article_that_is_not_there_is_not_revised(as_ed: Client, old: Article, named: str) -> None:
    assert as_ed.get(f"{ADD}?revises={named}").status_code == 200
    html = submit(as_ed, text=NEWER, revises=named).content.decode()
    assert "The earlier version no longer exists" in html
    preview = submit(as_ed, text=NEWER)
    html = press_load(as_ed, preview, title="Bridge", revises=named).content.decode()
    assert "The earlier version no longer exists" in html
    assert Article.objects.count() == 1


def test_rights(client: Client, old: Article, rita: User) -> None:
    assert client.get(f"{ADD}?revises={old.pk}").status_code == 302
    client.force_login(rita)
    refused = client.post(ADD, {"text": NEWER, "revises": old.pk})
    assert refused["Location"].startswith("/admin/login/"), "the admin lets nobody in who edits nothing"
    assert Article.objects.count() == 1


def test_an_earlier_version_can_not_be_deleted_and_a_newer_one_can(as_ed: Client, ada: User, old: Article) -> None:
    press_load(as_ed, submit(as_ed, text=NEWER, revises=old.pk))
    as_ed.force_login(ada)
    as_ed.post(f"/admin/articles/article/{old.pk}/delete/", {"post": "yes"})
    assert Article.objects.count() == 2
    as_ed.post(f"/admin/articles/article/{newest().pk}/delete/", {"post": "yes"})
    assert list(Article.objects.current()) == [old]


def load(path: Path, *more: str) -> str:
    out = io.StringIO()
    call_command("load_article", str(path), *more, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(NEWER)
    return path


def test_the_command_loads_a_newer_version_in_somebodys_name(old: Article, ed: User, file: Path) -> None:
    output = load(file, "--url", URL, "--by", "ed")
    assert "newer version of “<b>Bridge</b>”: 1 claim stays, 1 changed, 1 new, 1 removed." in output
    assert (newest().revises, newest().loaded_by) == (old, ed)


def test_the_command_loads_an_article_of_its_own(old: Article, file: Path) -> None:
    load(file, "--url", URL, "--new")
    assert newest().revises is None


def test_the_command_asks_who_it_is(old: Article, file: Path) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("load_article", str(file), "--url", URL, stderr=out, no_color=True)
    assert "Say who with --by, or load it as a separate article with --new." in out.getvalue()
    assert Article.objects.count() == 1
    file.write_text(TEXT)
    assert "This text is already loaded" in load(file, "--url", URL)


@pytest.mark.parametrize("name", ["rita", "nobody"])
def test_the_command_takes_nobody_who_may_not_load(old: Article, rita: User, file: Path, name: str) -> None:
    with pytest.raises(CommandError, match=f"{name} can’t load articles"):
        load(file, "--url", URL, "--by", name)
    assert Article.objects.count() == 1


def test_the_list_keeps_earlier_versions_on_a_shelf_of_their_own(as_ed: Client, old: Article) -> None:
    press_load(as_ed, submit(as_ed, text=NEWER, revises=old.pk), title="Bridge, again")

    def titles(**filters: Any) -> list[str]:
        return [article.title for article in as_ed.get("/articles/", filters).context["page"].articles]

    assert titles() == ["Bridge, again"]
    assert titles(archived="earlier") == ["<b>Bridge</b>"]
    assert titles(archived="earlier", q="Monday") == ["<b>Bridge</b>"]
    assert titles(archived="yes") == []

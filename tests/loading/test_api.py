"""The address the newsroom's CMS sends articles to."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import re
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from factcheck.accounts import tokens
from factcheck.accounts.models import ApiToken, User
from factcheck.articles.models import ApiLoad, Article
from factcheck.attribution.types import Reading
from factcheck.jobs.models import Job
from factcheck.loading import pace, tasks
from tests.factories import make_article, make_user

URL = "/api/articles/"
STORY = {
    "title": "Bridge to stay closed",
    "text": "The bridge stays closed.\nThe mayor said so.",
    "outlet": "Example Wire",
    "byline": "A. Berg",
    "url": "https://example.org/bridge",
    "published_on": "2024-11-09",
}


@pytest.fixture(autouse=True)
def _quick(by_hand, db) -> None:
    cache.clear()


@pytest.fixture
def plain(ed, ada) -> str:
    return make_token(ed, ada)


def make_token(owner: User, by: User) -> str:
    return tokens.issue(name="CMS", owner=owner, scope=ApiToken.Scope.LOAD_ARTICLES, by=by)[1]


def send(client: Client, plain: str | None, article: object = STORY, *, key: str = "", **changes):
    """POST as a CMS does it; ``article`` is sent as JSON unless it is bytes."""
    headers = {"Authorization": f"Bearer {plain}"} if plain is not None else {}
    if key:
        headers["Idempotency-Key"] = key
    data = article if isinstance(article, bytes) else json.dumps(article)
    return client.post(URL, data, **{"content_type": "application/json", "headers": headers} | changes)


def refused(response, status: int, sentence: str, field: str | None = None) -> None:
    """A problem in one sentence, and nothing loaded."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert sentence in problem["detail"]
    assert problem.get("field") == field
    assert "no-store" in response["Cache-Control"]


# Loading


def test_an_article_is_loaded_and_its_address_answered(client, plain, ed):
    response = send(client, plain)

    article = Article.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"http://testserver/articles/{article.pk}/"
    assert response.json() == {
        "id": article.pk,
        "url": response["Location"],
        "title": "Bridge to stay closed",
        "claims": 2,
        "already": False,
    }
    assert (article.text, article.byline, article.url) == (STORY["text"], "A. Berg", "https://example.org/bridge")
    assert (str(article.outlet), article.published_on, article.loaded_by) == ("Example Wire", dt.date(2024, 11, 9), ed)
    client.force_login(ed)
    assert client.get(response["Location"], follow=True).status_code == 200


def test_only_the_text_is_needed_when_it_begins_with_its_heading(client, plain):
    article = {"text": "Bridge\n\nThe bridge stays closed.", "title": None, "byline": None, "outlet": ""}

    assert send(client, plain, article).status_code == 201
    assert Article.objects.get().title == "Bridge"


def test_a_text_that_is_there_gives_its_article(client, plain):
    existing = make_article(STORY["text"], title="Loaded by hand")

    response = send(client, plain)

    assert response.status_code == 200
    assert (response.json()["id"], response.json()["already"]) == (existing.pk, True)
    assert response["Location"] == f"http://testserver/articles/{existing.pk}/"
    assert Article.objects.count() == 1


# Sent again


def test_a_request_sent_again_is_answered_as_before(client, plain):
    first = send(client, plain, key="story-1")
    again = send(client, plain, dict(reversed(STORY.items())), key="story-1")

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert Article.objects.count() == ApiLoad.objects.count() == 1


def test_one_key_is_for_one_article(client, plain):
    send(client, plain, key="story-1")

    response = send(client, plain, STORY | {"text": "Another text."}, key="story-1")

    refused(response, 422, "This Idempotency-Key was already used for another article")
    assert Article.objects.count() == 1


def test_a_key_means_nothing_to_another_token(client, plain, ada):
    send(client, plain, key="story-1")
    ApiToken.objects.update(name="old CMS")

    response = send(client, make_token(ada, ada), STORY | {"text": "Another text."}, key="story-1")

    assert response.status_code == 201


def test_a_refused_request_may_be_mended_under_its_key(client, plain):
    refused(send(client, plain, STORY | {"text": ""}, key="story-1"), 422, "The text is empty", "text")

    assert send(client, plain, key="story-1").status_code == 201


def test_a_key_does_not_bring_back_what_was_deleted(client, plain):
    send(client, plain, key="story-1")
    Article.objects.get().delete()

    refused(send(client, plain, key="story-1"), 409, "has since been deleted; to load it again, send another key")
    assert not Article.objects.exists()
    assert send(client, plain, key="story-2").status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("texts", [("One text.",) * 4, ("One text.", "Another text.")], ids=["same", "different"])
def test_one_key_at_once_loads_one_article(texts):
    plain = make_token(make_user("editor"), make_user("administrator"))
    ready = threading.Barrier(len(texts), timeout=30)
    statuses: list[int] = []

    def run(text: str) -> None:
        ready.wait()
        try:
            statuses.append(send(Client(), plain, STORY | {"text": text}, key="story-1").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(statuses) == ([201] * 4 if len(texts) == 4 else [201, 422])
    assert Article.objects.count() == ApiLoad.objects.count() == 1


# Who may


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic ZWQ6c2VjcmV0", "factcheck_x", "Token x"])
def test_without_a_token_nothing_is_loaded(client, header):
    headers = {} if header is None else {"Authorization": header}

    response = client.post(URL, json.dumps(STORY), content_type="application/json", headers=headers)

    refused(response, 401, "A token is needed")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_being_signed_in_is_no_token(ed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ed)

    refused(send(client, None), 401, "A token is needed")
    assert not Article.objects.exists()


def test_a_token_needs_no_cookie_and_leaves_none(plain):
    response = send(Client(enforce_csrf_checks=True), plain)

    assert response.status_code == 201
    assert not response.cookies


@pytest.mark.parametrize("change", ["unknown", "revoked", "expired", "left"])
def test_a_token_that_ended_is_told_from_none_by_nobody(client, plain, ed, ada, change):
    if change == "unknown":
        plain = plain[:-1] + ("A" if plain[-1] != "A" else "B")
    elif change == "revoked":
        tokens.revoke(token=ApiToken.objects.get(), by=ada)
    elif change == "expired":
        now = timezone.now()
        ApiToken.objects.update(created_at=now - dt.timedelta(days=2), expires_at=now - dt.timedelta(days=1))
    else:
        User.objects.filter(pk=ed.pk).update(is_active=False)

    response = send(client, plain)

    refused(response, 401, "This token is unknown, expired or revoked; ask an administrator for another.")
    assert not Article.objects.exists()


def test_a_token_for_something_else_loads_nothing(client, plain):
    # There is one scope so far, and the database knows no other.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_apitoken DROP CONSTRAINT accounts_apitoken_scope_known")
    ApiToken.objects.update(scope="reports:read")

    refused(send(client, plain), 403, "This token is for something else")
    assert not Article.objects.exists()


@pytest.mark.parametrize("role", ["rita", "nora"])
def test_a_token_may_no_more_than_its_owner(client, request, ada, role):
    owner = request.getfixturevalue(role)
    plain = make_token(owner, ada)

    refused(send(client, plain), 403, f"This token acts for {owner}, who may not load articles")
    assert not Article.objects.exists()


def test_an_owner_who_loses_the_right_ends_the_token_at_once(client, plain, ed):
    ed.groups.clear()

    refused(send(client, plain), 403, "may not load articles")


def test_guessing_is_stopped_but_no_good_token_beside_it(client, plain):
    for _ in range(20):
        refused(send(client, "guess"), 401, "unknown, expired or revoked")

    response = send(client, "guess")

    refused(response, 429, "wait a minute")
    assert response["Retry-After"] == "60"
    assert send(client, plain).status_code == 201


# What the request says


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_articles_are_sent_with_post(client, method):
    response = getattr(client, method)(URL)

    assert response.status_code == 405
    assert response["Allow"] == "POST"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_only_json_is_read(client, plain, kind):
    refused(send(client, plain, content_type=kind), 415, "must be JSON")


def test_json_may_say_its_encoding(client, plain):
    assert send(client, plain, content_type="application/json; charset=utf-8").status_code == 201


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b" ", "is not JSON in UTF-8"),
        (b"{", "is not JSON in UTF-8"),
        (b'{"title": "Caf\xe9"}', "is not JSON in UTF-8"),
        (b"[" * 100_000, "is not JSON in UTF-8"),
        (b'{"title": ' + b"9" * 5000 + b"}", "is not JSON in UTF-8"),
        (b"[]", "must look like"),
        (b"null", "must look like"),
        (b'"title"', "must look like"),
        (b'{"text": "a", "text": "b"}', "The JSON has 'text' twice"),
    ],
)
def test_what_is_no_article_in_json(client, plain, body, sentence):
    refused(send(client, plain, body), 400, sentence)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"headline": "x"}, "headline", "There is no field 'headline'; there are title, text, outlet"),
        ({"text": None}, "text", "The text is empty"),
        ({"text": " \n "}, "text", "The text is empty"),
        ({"text": "a\u0001b"}, "text", "isn’t plain text"),
        ({"text": "a\u0000b"}, "text", "invalid characters"),
        ({"text": "x" * 1_000_001}, "text", "longer than 1 MB"),
        ({"text": ["a"]}, "text", "“text” must be text in quotes"),
        ({"title": 5}, "title", "“title” must be text in quotes"),
        ({"title": ""}, "title", "Give a title"),
        ({"title": "x" * 301}, "title", "at most 300 characters"),
        ({"title": "\ud800"}, "title", "invalid characters"),
        ({"outlet": "x" * 201}, "outlet", "at most 200 characters"),
        ({"byline": "x" * 201}, "byline", "at most 200 characters"),
        ({"url": "not a url"}, "url", "Enter a valid URL."),
        ({"url": "javascript:alert(1)"}, "url", "Enter a valid URL."),
        (
            {"url": "ftp://example.org/bridge"},
            "url",
            "Enter an address that begins with http:// or https://, without a username or password.",
        ),
        (
            {"url": "https://me:secret@example.org/bridge"},
            "url",
            "Enter an address that begins with http:// or https://, without a username or password.",
        ),
        ({"published_on": "9.11.2024"}, "published_on", "must be a date such as 2024-11-09"),
        ({"published_on": "03/04/2024"}, "published_on", "must be a date such as 2024-11-09"),
        ({"published_on": "2024-02-30"}, "published_on", "Enter a valid date."),
    ],
)
def test_a_field_that_will_not_do_is_named(client, plain, change, field, sentence):
    refused(send(client, plain, STORY | change), 422, sentence, field)
    assert not Article.objects.exists()


@pytest.mark.parametrize("key", ["x" * 256, "a b", "ü", "\t"])
def test_a_key_is_a_word(client, plain, key):
    refused(send(client, plain, key=key), 400, "1 to 255 letters, digits and signs")


def test_a_request_far_too_large_is_not_read(client, plain, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    refused(send(client, plain), 413, "an article may have 1 MB")


# Over the network, and in the documentation


@pytest.mark.django_db(transaction=True)
def test_over_http_as_a_program_does_it(live_server):
    plain = make_token(make_user("editor"), make_user("administrator"))
    server = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=30)
    headers = {"Authorization": f"Bearer {plain}", "Content-Type": "application/json", "Idempotency-Key": "1"}
    answers = []
    for _ in range(2):
        server.request("POST", URL, json.dumps(STORY), headers)
        response = server.getresponse()
        answers.append((response.status, response.headers["Location"], json.load(response)))
    server.close()

    article = Article.objects.get()
    address = f"{live_server.url}/articles/{article.pk}/"
    answer = {"id": article.pk, "url": address, "title": article.title, "claims": 2, "already": False}
    assert answers == [(201, address, answer)] * 2


def test_the_example_of_the_documentation_works(client, plain):
    page = (Path(django_settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"--data @- <<'END'\n(.*?)\nEND\n", page, re.DOTALL)

    response = send(client, plain, example.encode())

    assert response.status_code == 201
    answered = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL).group(1))
    assert answered.keys() == response.json().keys()
    for status in (200, 201, 400, 401, 403, 405, 409, 413, 415, 422, 429):
        assert f"| {status} |" in page


# Long texts


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story is a long one."""
    monkeypatch.setattr(pace, "MAX_LETTERS_AT_ONCE", 10)


def work() -> None:
    for job in Job.objects.filter(finished_at=None):
        tasks.load(job.pk)


@pytest.mark.usefixtures("_long")
@pytest.mark.parametrize("key", ["", "story-1"])
def test_a_long_text_is_left_to_a_worker_and_the_same_request_asks_for_it(client, plain, ed, key):
    for _ in range(2):
        response = send(client, plain, key=key)
        assert response.status_code == 202
        assert response["Retry-After"] == "10"
    job = Job.objects.get()
    assert response.json() == {
        "loading": True,
        "title": "Bridge to stay closed",
        "job": f"http://testserver{job.get_absolute_url()}",
    }
    assert job.by == ed
    assert not Article.objects.exists()
    work()
    article = Article.objects.get()
    assert (article.title, article.byline, article.url, article.loaded_by) == (
        STORY["title"],
        STORY["byline"],
        STORY["url"],
        ed,
    )
    for _ in range(2):
        response = send(client, plain, key=key)
        assert response.status_code == 201
        assert response.json()["url"].endswith(article.get_absolute_url())
    assert (Article.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.usefixtures("_long")
def test_a_key_under_way_belongs_to_its_article(client, plain):
    assert send(client, plain, key="story-1").status_code == 202
    refused(
        send(client, plain, STORY | {"text": "Another one is long."}, key="story-1"),
        422,
        "was already used for another",
    )
    assert Job.objects.count() == 1


@pytest.mark.usefixtures("_long")
def test_what_a_worker_could_not_load_is_said_and_may_be_tried_again(client, plain, settings):
    settings.ATTRIBUTION_DETECTOR = f"{__name__}.Wordless"
    assert send(client, plain).status_code == 202
    work()
    refused(send(client, plain), 422, "There is no sentence in this text", field="text")
    Job.objects.update(finished_at=timezone.now() - dt.timedelta(minutes=11))
    assert send(client, plain).status_code == 202


class Wordless:
    """A detector that finds no sentence."""

    name = "wordless 1"

    def detect(self, text: str) -> Reading:
        return Reading(self.name, (), (), ())


def test_many_letters_within_a_minute_are_left_to_a_worker(client, plain, monkeypatch):
    monkeypatch.setattr(pace, "MAX_LETTERS_A_MINUTE", 70)
    assert send(client, plain).status_code == 201
    assert send(client, plain).status_code == 200  # it is there, and needn't be read
    assert send(client, plain, STORY | {"text": STORY["text"] + " It was May.", "url": ""}).status_code == 202


def test_a_good_token_has_its_pace(client, plain, ed, ada, monkeypatch):
    monkeypatch.setattr(pace, "MAX_REQUESTS_A_MINUTE", 2)
    assert [send(client, plain).status_code for _ in range(2)] == [201, 200]
    response = send(client, plain)
    refused(response, 429, "more than 2 requests within a minute")
    assert response["Retry-After"] == "60"
    other = tokens.issue(name="Other", owner=ed, scope=ApiToken.Scope.LOAD_ARTICLES, by=ada)[1]
    assert send(client, other).status_code == 200  # another token isn't held up

"""A frozen report says beside itself that its text was replaced, and stays as it is."""

from __future__ import annotations

import html
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance, archive_article
from factcheck.reports import freezing
from factcheck.reports.clock import time_of
from factcheck.reports.models import FrozenReport
from factcheck.reports.since import since
from factcheck.reviews.versions import revise_article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

OLD = "The bridge can wait for us.\nIt rained all day.\nNobody came to the harbour."
NEW = "Nobody came to the harbour.\nThe bridge must wait for us.\nA vote of the council follows.\nIt is in May."
WORDS = "1 claim changed, 1 removed, 2 new."


@pytest.fixture
def article(settings: Any, db: None) -> Article:
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"
    settings.TIME_ZONE = "America/New_York"
    return make_article(OLD)


@pytest.fixture
def frozen(article: Article, ed: User) -> FrozenReport:
    return freezing.freeze(article=article, occasion="", key=uuid.uuid4(), by=ed)


def revise(article: Article, text: str, by: User) -> Article:
    return revise_article(article=article, text=text, provenance=Provenance("Again"), by=by).article


def words(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def shared_link(frozen: FrozenReport, ed: User) -> str:
    _, token = freezing.share(report=frozen, recipient="Ms O’Hara", days=1, by=ed)
    return f"/reports/shared/{token}/"


def checked(client: Client, content: bytes) -> Any:
    return client.post("/reports/verify/", {"file": SimpleUploadedFile("report.csv", content)})


def test_nothing_is_said_while_nothing_happened(client: Client, frozen: FrozenReport, ed: User) -> None:
    client.force_login(ed)
    content = bytes(frozen.files.get(slug="csv").content)
    for answer in (client.get(f"/reports/{frozen.pk}/"), client.get(shared_link(frozen, ed)), checked(client, content)):
        assert "fc-since" not in words(answer)


def test_the_page_says_what_changed_and_leads_to_the_newest(
    client: Client, article: Article, frozen: FrozenReport, rita: User, ed: User
) -> None:
    between = revise(article, OLD.replace("all day", "all night"), ed)
    newest = revise(between, NEW, ed)
    client.force_login(rita)
    page = words(client.get(f"/reports/{frozen.pk}/"))

    assert f"The article has a newer version of {time_of(newest.loaded_at)}: {WORDS}" in page
    assert time_of(newest.loaded_at)[-3:] in ("EST", "EDT")
    assert f'href="/articles/{newest.pk}/report/">The report on version 3</a>' in page
    assert f'href="/articles/{newest.pk}/report/">See the live report</a>' in page
    assert f'href="/articles/{article.pk}/report/"' not in page
    assert page.index("fc-since") < page.index("<h1")


def test_somebody_outside_is_told_and_led_nowhere(
    client: Client, article: Article, frozen: FrozenReport, ed: User
) -> None:
    link = shared_link(frozen, ed)
    revise(article, NEW, ed)
    # Nor is somebody of the desk who opens it: it is the page that outsiders see.
    for signed_in in (False, True):
        if signed_in:
            client.force_login(ed)
        page = words(client.get(link))
        assert WORDS in page
        assert "/articles/" not in page
        assert "The report on version" not in page


def test_checking_a_file_says_it_too(
    client: Client, article: Article, frozen: FrozenReport, rita: User, ed: User
) -> None:
    content = bytes(frozen.files.get(slug="csv").content)
    newest = revise(article, NEW, ed)
    client.force_login(rita)

    page = words(checked(client, content))
    assert "Yes, unchanged." in page
    assert WORDS in page
    assert f'href="/articles/{newest.pk}/report/"' in page
    assert "fc-since" not in words(checked(client, b"x"))


def test_archived_is_said_of_the_newest_version(
    client: Client, article: Article, frozen: FrozenReport, ed: User
) -> None:
    link = shared_link(frozen, ed)
    archive_article(article=article, by=ed)
    article.refresh_from_db()
    sentence = f"The article was archived on {time_of(article.archived_at)}."
    assert sentence in words(client.get(link))

    newest = revise(article, NEW, ed)
    page = words(client.get(link))
    assert WORDS in page
    assert ("archived" in page) == bool(newest.archived_at)


def test_what_was_frozen_stays_as_it_is(client: Client, article: Article, frozen: FrozenReport, ed: User) -> None:
    client.force_login(ed)
    files = {file.slug: (bytes(file.content), file.sha256) for file in frozen.files.all()}
    document, sha256 = frozen.document, frozen.sha256
    revise(article, NEW, ed)
    archive_article(article=article, by=ed)
    assert WORDS in words(client.get(f"/reports/{frozen.pk}/"))

    kept = FrozenReport.objects.get(pk=frozen.pk)
    assert (kept.document, kept.sha256) == (document, sha256)
    assert freezing.is_intact(kept)
    assert {file.slug: (bytes(file.content), file.sha256) for file in kept.files.all()} == files
    for slug, (content, _) in files.items():
        assert client.get(f"/reports/{frozen.pk}/file.{slug}").content == content


def test_one_that_was_frozen_of_an_earlier_version_says_it_once(client: Client, article: Article, ed: User) -> None:
    revise(article, NEW, ed)
    article.refresh_from_db()
    late = freezing.freeze(article=article, occasion="", key=uuid.uuid4(), by=ed)
    client.force_login(ed)
    page = words(client.get(f"/reports/{late.pk}/"))

    assert page.count("newer version") == 1
    assert WORDS in page


def test_it_costs_two_queries_and_none_while_nothing_happened(
    article: Article, ed: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert not since(article).is_told
    revise(article, NEW, ed)
    article.refresh_from_db()
    with django_assert_num_queries(2):
        assert since(article).sentences


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (OLD.replace("can wait", "will wait").replace("all day", "all night"), "2 claims changed."),
        (OLD + "\nIt is in May.", "1 claim new."),
        ("It rained all day.\nNobody came to the harbour.", "1 claim removed."),
        ("Nobody came to the harbour.\nIt rained all day.\nThe bridge can wait for us.", "no claim changed."),
    ],
)
def test_the_counts_in_words(article: Article, ed: User, text: str, counts: str) -> None:
    revise(article, text, ed)
    article.refresh_from_db()
    (sentence,) = since(article).sentences
    assert sentence.endswith(f": {counts}")

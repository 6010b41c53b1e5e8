"""Loading: all of it or nothing, and each text once."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from factcheck.articles.models import Article, Outlet
from factcheck.articles.services import AlreadyLoaded, Provenance, archive_article, outlet_named, restore_article
from factcheck.claims.models import Claim, Tally
from factcheck.claims.services import load_article
from tests.factories import EXAMPLE, ByHand, load_example, make_article, make_user

pytestmark = pytest.mark.django_db


def test_loading_stores_text_claims_and_tally(by_hand, ed):
    provenance = Provenance(title="Bridge", outlet="Example Wire")

    article = load_article(text="One line.\r\nAnother line.\r\n", provenance=provenance, by=ed)

    article.refresh_from_db()
    assert article.text == "One line.\nAnother line."
    assert [article.text[claim.start : claim.end] for claim in article.claims.in_reading_order()] == [
        "One line.",
        "Another line.",
    ]
    assert article.loaded_by == ed
    assert (article.tally.claims, article.tally.unattributed, article.tally.state) == (2, 2, "loaded")


def test_the_same_text_is_loaded_once_however_its_lines_end(by_hand):
    first = load_article(text="One.\nTwo.", provenance=Provenance(title="First"), by=None)

    with pytest.raises(AlreadyLoaded, match="as “First”") as refused:
        load_article(text="\ufeffOne.\r\nTwo.\r\n", provenance=Provenance(title="Second"), by=None)

    assert refused.value.article == first
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_loading_the_same_text_at_once_store_it_once(monkeypatch, settings):
    both_are_reading = threading.Barrier(2, timeout=30)

    class Slow(ByHand):
        def detect(self, text):
            both_are_reading.wait()
            return super().detect(text)

    monkeypatch.setattr("tests.factories.Slow", Slow, raising=False)
    settings.ATTRIBUTION_DETECTOR = "tests.factories.Slow"  # made once for each name, and this one is new
    outcomes = []

    def load(title):
        try:
            outcomes.append(load_article(text="One.\nTwo.", provenance=Provenance(title=title, outlet="Wire"), by=None))
        except AlreadyLoaded as why:
            outcomes.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=load, args=(title,)) for title in ("First", "Second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    article = Article.objects.get()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyLoaded", "Article"]
    assert next(outcome for outcome in outcomes if isinstance(outcome, AlreadyLoaded)).article == article
    assert Claim.objects.count() == 2
    assert Outlet.objects.count() == 1


def test_when_storing_the_claims_fails_nothing_is_left(monkeypatch, by_hand):
    def fail(**kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("factcheck.claims.services.store_reading", fail)

    with pytest.raises(RuntimeError):
        load_article(text="One.\nTwo.", provenance=Provenance(title="First", outlet="New"), by=None)

    assert not Article.objects.exists()
    assert not Outlet.objects.exists()


def test_an_outlet_is_found_whatever_its_capitals_and_spaces():
    wire = outlet_named("Example Wire")

    assert outlet_named("  example   WIRE ") == wire
    assert outlet_named(" ") is None
    assert Outlet.objects.count() == 1


def test_archiving_twice_keeps_the_first_name_and_restoring_clears_it(ed, ada):
    article = make_article()

    archive_article(article=article, by=ed)
    archive_article(article=article, by=ada)

    article.refresh_from_db()
    assert article.is_archived
    assert article.archived_by == ed
    assert list(Article.objects.current()) == []
    restore_article(article=article)
    article.refresh_from_db()
    assert (article.archived_at, article.archived_by) == (None, None)


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"text": ""}, {"archived_by_id": 1}, {"text": "Other words."}],
    ids=["title", "text", "signature", "standing text"],
)
def test_the_database_itself_refuses(change):
    article = make_article()
    if "archived_by_id" in change:
        change = {"archived_by": make_user("editor")}

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**change)


def test_the_database_keeps_one_outlet_per_name():
    Outlet.objects.create(name="Example Wire")

    with pytest.raises(IntegrityError), transaction.atomic():
        Outlet.objects.create(name="EXAMPLE WIRE")


def test_the_example_loads_through_the_real_pipeline():
    article = load_example()

    assert (article.title, str(article.outlet), str(article.published_on)) == (
        "Qatar agrees to expel Hamas leaders from Doha",
        "Example Wire",
        "2024-11-09",
    )
    assert Tally.objects.get(article=article).claims == len(EXAMPLE.read_text().splitlines())

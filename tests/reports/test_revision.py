"""What a report says of the version before."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Tally
from factcheck.reports.build import build_report
from factcheck.reports.freezing import freeze, load_frozen
from factcheck.reviews.services import Annotation, annotate, split
from factcheck.reviews.versions import revise_article
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions(settings: Any, ed: User) -> tuple[Article, Article]:
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"
    old = make_article("The bridge can <b>wait</b> for us.\nIt rained all day.\nNobody came to the harbour.")
    annotation = Annotation(SourcingStatus.DOCUMENT, verdict=Verdict.VERIFIED)
    for number in (2, 3):
        annotate(claim=old.claims.get(number=number), annotation=annotation, version=0, key=uuid.uuid4(), by=ed)
    text = "Nobody came to the harbour.\nThe bridge must <b>wait</b> for us.\nA vote of the council follows."
    revised = revise_article(article=old, text=text, provenance=Provenance("Again"), by=ed)
    old.refresh_from_db()
    return old, revised.article


def test_it_says_which_version_it_is_and_what_changed(versions: tuple[Article, Article], ed: User) -> None:
    old, new = versions
    revision = build_report(new).revision
    assert revision is not None
    assert (revision.version, revision.before, revision.unchanged, revision.new) == (2, old.pk, 1, ("3",))
    (changed,) = revision.changed
    assert (changed.label, changed.label_before) == ("2", "1")
    assert (changed.text_before, changed.text) == (old.claims.get(number=1).text, new.claims.get(number=2).text)
    (dropped,) = revision.dropped
    assert (dropped.text, dropped.verdict, str(dropped.verdict_by)) == ("It rained all day.", Verdict.VERIFIED, "Ed")


def test_a_changed_sentence_that_is_split_is_told_whole(versions: tuple[Article, Article], rita: User) -> None:
    claim = versions[1].claims.get(number=2)
    split(claim=claim, at=claim.start + claim.text.index("must"), version=0, key=uuid.uuid4(), by=rita)
    revision = build_report(versions[1]).revision
    assert revision is not None
    assert [(sentence.label, sentence.text) for sentence in revision.changed] == [("2a", claim.text)]


def test_the_first_version_says_that_there_is_a_newer_one(versions: tuple[Article, Article]) -> None:
    report = build_report(versions[0])
    assert report.revision is None
    assert report.article.superseded_at == versions[1].loaded_at


def test_the_page_shows_it_and_the_old_report_stays_readable(
    client: Client, ed: User, versions: tuple[Article, Article]
) -> None:
    old, new = versions
    client.force_login(ed)
    page = client.get(f"/articles/{new.pk}/report/").content.decode()
    assert "This is version 2; version 1 was loaded on" in page
    assert '<del><span class="visually-hidden">[removed: </span>can <span' in page
    assert "&lt;b&gt;wait&lt;/b&gt;" in page
    assert "(verified by <bdi>Ed</bdi>" in page
    page = client.get(f"/articles/{old.pk}/report/").content.decode()
    assert "A newer version of this text was loaded on" in page
    assert "It rained all day." in page


def test_a_frozen_report_keeps_it(versions: tuple[Article, Article], ed: User) -> None:
    frozen = freeze(article=versions[1], occasion="", key=uuid.uuid4(), by=ed)
    assert load_frozen(frozen).revision == build_report(versions[1]).revision


def test_the_overview_counts_the_newest_alone(versions: tuple[Article, Article]) -> None:
    assert [tally.article for tally in Tally.objects.of_newest()] == [versions[1]]

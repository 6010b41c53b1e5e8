"""Need to know: who finds a restricted article, by the rule itself and in the lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.accounts.models import AuditEntry, User
from factcheck.articles.models import Article, Outlet, finders
from factcheck.articles.services import (
    editors_named_on,
    lift_restriction,
    name_editor,
    restrict_article,
    unname_editor,
)
from factcheck.claims.models import Claim
from factcheck.refusals import Refused
from factcheck.reports.models import ErasedReport, Erasure
from factcheck.reviews import assignments
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_versions import by_hand, revise  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(ed: User) -> Article:
    """Restricted by Ed."""
    article = make_article("Zqsecret one.\nTwo.", "Zqheadline", url="https://example.org/a", outlet="Zqoutlet")
    assert restrict_article(article=article, by=ed)
    article.refresh_from_db()
    return article


@pytest.fixture
def ella(db: None) -> User:
    """Another editor."""
    return make_user("editor", "ella")


def finds(person: User, article: Article) -> bool:
    """By the rule, asked from both sides; and by the claims, which have to agree."""
    answers = {
        Article.objects.visible_to(person).filter(pk=article.pk).exists(),
        Claim.objects.visible_to(person).filter(article=article).exists(),
        finders(article, User.objects.filter(is_active=True)).filter(pk=person.pk).exists(),
    }
    assert len(answers) == 1
    return answers.pop()


def test_everybody_finds_an_article_that_is_not_restricted(rita: User, ed: User, ada: User) -> None:
    article = make_article()
    assert all(finds(person, article) for person in (rita, ed, ada))


def test_who_restricts_it_and_administrators_find_it(
    article: Article, rita: User, ed: User, ella: User, ada: User
) -> None:
    assert [finds(person, article) for person in (rita, ella)] == [False, False]
    assert [finds(person, article) for person in (ed, ada)] == [True, True]
    assert not restrict_article(article=article, by=ella)
    assert editors_named_on(article) == [ed]


@pytest.mark.parametrize("part", [{}, {"first": 2, "last": 2}])
def test_whoever_has_it_to_do_finds_it_as_long_as_they_have_it(
    article: Article, rita: User, ed: User, part: dict[str, int]
) -> None:
    (row,) = assignments.assign(articles=[article], people=[rita], by=ed, **part)
    assert finds(rita, article)
    assignments.end(assignment=row, by=ed)
    assert not finds(rita, article)


def test_what_is_for_anyone_to_do_opens_it_to_nobody(article: Article, rita: User, ed: User) -> None:
    left = make_user("reviewer", "lea", is_active=False)
    assignments.assign(articles=[article], people=[None, left], by=ed)
    assert not finds(rita, article)


def test_named_editors_find_it_as_long_as_they_are_named_and_editors(article: Article, ed: User, ella: User) -> None:
    assert name_editor(article=article, person=ella, by=ed)
    assert not name_editor(article=article, person=ella, by=ed)
    assert finds(ella, article)
    ella.groups.clear()
    assert not finds(User.objects.get(pk=ella.pk), article)


def test_an_editor_is_taken_off_but_not_the_last(article: Article, ed: User, ella: User) -> None:
    with pytest.raises(Refused, match="only editor"):
        unname_editor(article=article, person=ed, by=ed)
    name_editor(article=article, person=ella, by=ed)
    assert unname_editor(article=article, person=ed, by=ella)
    assert not finds(ed, article)
    assert finds(ella, article)


def test_a_reviewer_can_not_be_named(article: Article, rita: User, ed: User) -> None:
    with pytest.raises(Refused, match="isn’t an editor"):
        name_editor(article=article, person=rita, by=ed)


def test_lifted_it_is_everybodys_again(article: Article, rita: User, ed: User) -> None:
    assert lift_restriction(article=article, by=ed)
    article.refresh_from_db()
    assert finds(rita, article)
    assert not lift_restriction(article=article, by=ed)
    with pytest.raises(Refused, match="isn’t restricted any more"):
        name_editor(article=article, person=ed, by=ed)


@pytest.mark.usefixtures("by_hand")
def test_all_versions_are_restricted_alike(article: Article, rita: User, ed: User) -> None:
    assignments.assign(articles=[article], people=[rita], by=ed)
    newer = revise(article, ed, "Zqsecret one.\nTwo.\nThree.").article
    # Rita's assignment is of the newer version now, and the earlier one is still open to her.
    assert finds(rita, newer)
    assert finds(rita, article)
    stranger = make_user("reviewer")
    assert not finds(stranger, newer)
    assert not finds(stranger, article)
    lift_restriction(article=article, by=ed)
    for version in (article, newer):
        version.refresh_from_db()
        assert finds(stranger, version)


@pytest.mark.usefixtures("by_hand")
def test_to_restrict_one_version_restricts_the_others(rita: User, ed: User) -> None:
    first = make_article("One.", url="https://example.org/b")
    second = revise(first, ed, "One.\nTwo.").article
    restrict_article(article=first, by=ed)
    for version in (first, second):
        version.refresh_from_db()
        assert not finds(rita, version)


def test_what_is_done_is_in_the_audit_log(article: Article, ed: User, ella: User, client: Client) -> None:
    name_editor(article=article, person=ella, by=ed)
    client.force_login(ella)
    assert client.get(reverse("reviews:claim", args=[article.pk, "1"])).status_code == 200
    unname_editor(article=article, person=ed, by=ella)
    lift_restriction(article=article, by=ella)
    entries = AuditEntry.objects.filter(subject="article", subject_pk=article.pk).order_by("pk")
    assert list(entries.values_list("event", "person_pk")) == [
        ("restricted", ed.pk),
        ("editor_named", ed.pk),
        ("restricted_read", ella.pk),
        ("editor_unnamed", ella.pk),
        ("restriction_lifted", ella.pk),
    ]


def test_the_list_search_and_filters_know_nothing_of_it(article: Article, rita: User, ed: User, client: Client) -> None:
    make_article(title="Open", outlet="Open Wire")
    client.force_login(rita)
    for query in ("", "?q=zqsecret", "?sort=title", f"?outlet={article.outlet_id}", "?archived=earlier"):
        answer = client.get(f"/articles/{query}").content.decode()
        assert "Zqheadline" not in answer
        assert "Zqoutlet" not in answer
    client.force_login(ed)
    assert "Zqheadline" in client.get("/articles/?q=zqsecret").content.decode()


def test_an_outlet_of_other_articles_too_is_listed(article: Article, rita: User) -> None:
    make_article(outlet="Zqoutlet")
    assert [outlet.name for outlet in Outlet.objects.visible_to(rita)] == ["Zqoutlet"]


def test_a_page_of_the_list_does_not_go_on_from_it(article: Article, rita: User, client: Client) -> None:
    """Where it stands among the titles would say how its own begins."""
    make_article(title="Aaa")
    client.force_login(rita)
    answer = client.get(f"/articles/?sort=title&after={article.pk}").content.decode()
    assert "Aaa" in answer
    assert "after=" not in answer
    assert "before=" not in answer


@pytest.mark.parametrize("path", ["", "claims/1/", "history/", "report/", "nonsense/"])
def test_its_addresses_answer_as_if_there_were_none(
    path: str, article: Article, rita: User, ella: User, client: Client
) -> None:
    for person in (rita, ella):
        client.force_login(person)
        answer = client.get(f"/articles/{article.pk}/{path}")
        nothing = client.get(f"/articles/999999/{path}")
        assert (answer.status_code, nothing.status_code) == (404, 404)
        assert answer.content == nothing.content


def test_so_do_its_forms_whatever_right_they_need(article: Article, rita: User, client: Client) -> None:
    client.force_login(rita)
    for path in ("archive/", "freeze/", "claims/1/save/", "undo/"):
        assert client.post(f"/articles/{article.pk}/{path}").status_code == 404
        assert client.post(f"/articles/999999/{path}").status_code == 404


def test_assigning_opens_the_page_and_ending_it_closes_it_at_once(
    article: Article, rita: User, ed: User, client: Client
) -> None:
    client.force_login(rita)
    page, polled = reverse("reviews:claim", args=[article.pk, "1"]), f"/articles/{article.pk}/updates/"
    values: dict[str, Any] = {"since": 0, "claim": make_claim(article, 1).pk}
    assert client.get(page).status_code == 404
    (row,) = assignments.assign(articles=[article], people=[rita], by=ed)
    assert client.get(page).status_code == 200
    assert client.post(polled, values).status_code in (200, 204)
    assignments.end(assignment=row, by=ed)
    assert client.post(polled, values).status_code == 404
    assert client.get(page).status_code == 404


def test_an_erased_report_opens_no_article_of_the_same_number(article: Article, ella: User, client: Client) -> None:
    erasure = Erasure.objects.create(
        order="Court order 12", by=ella, at=timezone.now(), articles=[], evidence=[], reports=[article.pk]
    )
    ErasedReport.objects.create(number=article.pk, erasure=erasure, sha256="0" * 64, frozen_at=timezone.now())
    client.force_login(ella)
    for path in ("report/", "history/", "restriction/"):
        assert client.get(f"/articles/{article.pk}/{path}").status_code == 404

"""What shows an answer that somebody is asked for stays closed to them until they have given theirs."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.reports import bulk, freezing
from factcheck.reports.bulk import Form
from factcheck.reports.filters import ArticleFilter
from factcheck.reports.models import FrozenReport
from factcheck.reports.tasks import export
from factcheck.reviews import comments, evidence, second_opinions
from factcheck.reviews.models import EvidenceUse, Stance
from tests.factories import make_article, make_user
from tests.reviews.test_second_opinions import act, ask, say
from tests.reviews.test_versions import OLD, at, by_hand, decide, revise  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NOT_YET = "shows an answer that you will be asked for. You can open it once you have answered claim 1."


def freeze(article: Article, by: User) -> FrozenReport:
    return freezing.freeze(article=article, occasion="", key=uuid.uuid4(), by=by)


@pytest.fixture
def old() -> Article:
    return make_article(OLD, title="Bridge", url="https://example.org/bridge")


@pytest.fixture
def new(old: Article, rita: User, ed: User) -> Article:
    """The newer version of a claim that Rita reviewed, after somebody asked for a second opinion there."""
    decide(at(old, "1"), rita, note="What Rita found.")
    new = revise(old, ed).article
    ask(at(new, "1"), ed)
    return new


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_earlier_version_opens_once_one_has_answered(
    client: Client, old: Article, new: Article, rita: User, headers: dict[str, str]
) -> None:
    omar = make_user("reviewer", "omar")
    client.force_login(omar)
    url = at(old, "1").get_absolute_url()
    answer = client.get(url, headers=headers)
    assert f"This earlier version {NOT_YET}" in answer.content.decode()
    assert "What Rita found." not in answer.content.decode()
    if headers:
        assert answer["HX-Retarget"] == "#connection"
    else:
        assert answer.status_code == 403
        assert at(new, "1").get_absolute_url() in answer.content.decode()
    client.force_login(rita)
    assert "What Rita found." in client.get(url, headers=headers).content.decode()
    say(at(new, "1"), omar)
    client.force_login(omar)
    assert "What Rita found." in client.get(url, headers=headers).content.decode()


def test_a_decision_in_an_earlier_version_is_kept_all_the_same(client: Client, old: Article, new: Article) -> None:
    omar = make_user("reviewer", "omar")
    client.force_login(omar)
    claim = at(old, "2")
    sent = {"status": "hedged", "verdict": "pending", "said": "pending", "claim": claim.pk, "version": 0}
    answer = client.post(claim.get_absolute_url(), sent | {"key": uuid.uuid4()}, headers=HTMX)
    assert f"Now claim 3. This earlier version {NOT_YET}" in answer.content.decode()
    claim.refresh_from_db()
    assert claim.reviewed_by == omar


def test_an_earlier_version_of_another_claim_stays_open(client: Client, old: Article, rita: User, ed: User) -> None:
    decide(at(old, "4"), rita, note="Of another claim.")
    new = revise(old, ed).article
    ask(at(new, "1"), ed)
    client.force_login(make_user("reviewer", "omar"))
    assert "Of another claim." in client.get(at(old, "4").get_absolute_url()).content.decode()


def test_everything_before_is_hidden_through_several_versions(old: Article, rita: User, ed: User) -> None:
    omar = make_user("reviewer", "omar")
    claim = at(old, "1")
    comments.say(claim=claim, text="@omar, look.", key=uuid.uuid4(), by=rita)
    link = evidence.NewEvidence("https://example.org/minutes")
    evidence.add_evidence(claims=[claim], content=link, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=rita)
    middle = revise(old, ed).article
    newest = revise(middle, ed, OLD + "\nThe end came late.").article
    assert comments.unread_mentions(omar) == 1
    assert len(evidence.offered_for(at(newest, "2"), omar)) == 1
    ask(at(newest, "1"), ed)
    assert comments.unread_mentions(omar) == 0
    assert evidence.offered_for(at(newest, "2"), omar) == []
    for article in (old, middle, newest):
        assert second_opinions.is_blind(at(article, "1"), omar)
        assert not second_opinions.is_blind(at(article, "3"), omar)
    say(at(newest, "1"), omar)
    assert comments.unread_mentions(omar) == 1
    assert len(evidence.offered_for(at(newest, "2"), omar)) == 1


def test_a_report_from_before_the_request_opens_once_one_has_answered(
    client: Client, old: Article, rita: User, ed: User
) -> None:
    claim = at(old, "1")
    say(claim, rita, note="What Rita found.")
    before = freeze(old, ed)
    link, token = freezing.share(report=before, recipient="Counsel", days=1, by=ed)
    ask(claim, rita)
    during = freeze(old, ed)
    client.force_login(ed)
    paths = [f"/reports/{before.pk}/", f"/reports/{before.pk}/file.json", f"/reports/shared/{token}/"]
    paths += [f"/reports/{before.pk}/compare/{during.pk}/", f"/reports/{during.pk}/compare/{before.pk}/"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 403
        assert f"This report {NOT_YET}" in answer.content.decode()
    assert client.post(f"/reports/{before.pk}/share/", {"recipient": "Me", "days": 1}).status_code == 403
    assert before.shares.get() == link
    assert client.get(f"/reports/{during.pk}/").status_code == 200
    client.logout()
    assert client.get(f"/reports/shared/{token}/").status_code == 200, "whom it was given reads it"
    client.force_login(rita)
    assert client.get(f"/reports/{before.pk}/").status_code == 200
    say(claim, ed)
    client.force_login(ed)
    assert client.get(f"/reports/{before.pk}/").status_code == 200


def test_a_report_that_shows_nothing_of_the_claim_stays_open(
    client: Client, old: Article, rita: User, ed: User
) -> None:
    say(at(old, "2"), rita)
    report = freeze(old, ed)
    ask(at(old, "1"), rita)
    client.force_login(ed)
    assert client.get(f"/reports/{report.pk}/").status_code == 200


def exported(by: User, selection: ArticleFilter | None = None) -> Any:
    job, _ = bulk.request_export(selection=selection or ArticleFilter(), form=Form.CSV, slug="", by=by, key=None)
    export(job_id=job.pk)
    job.refresh_from_db()
    return job


def test_an_export_from_before_the_request_is_to_be_made_again(
    client: Client, old: Article, rita: User, ed: User
) -> None:
    say(at(old, "1"), rita, note="What Rita found.")
    job = exported(ed)
    client.force_login(ed)
    path = f"/exports/{job.pk}/file/"
    assert b"What Rita found." in b"".join(client.get(path).streaming_content)  # type: ignore[attr-defined]
    ask(at(old, "1"), rita)
    answer = client.get(path, follow=True)
    assert "This file may include articles you no longer have access to. Export again." in answer.content.decode()
    again = b"".join(client.get(f"/exports/{exported(ed).pk}/file/").streaming_content)  # type: ignore[attr-defined]
    assert b"What Rita found." not in again
    assert b"Mayor Berg" in again


def test_an_export_leaves_out_an_earlier_version_that_is_withheld(old: Article, new: Article, ed: User) -> None:
    selection = ArticleFilter(archived="earlier")
    job = exported(ed, selection)
    assert (job.arguments["articles"], job.arguments["claims"]) == (0, 0)
    say(at(new, "1"), ed)
    assert exported(ed, selection).arguments["articles"] == 1


def test_a_withdrawn_request_opens_what_it_closed(client: Client, old: Article, new: Article, ed: User) -> None:
    client.force_login(make_user("reviewer", "omar"))
    assert client.get(at(old, "1").get_absolute_url()).status_code == 403
    act(second_opinions.withdraw, at(new, "1"), ed)
    assert client.get(at(old, "1").get_absolute_url()).status_code == 200


def test_who_would_delete_a_person_is_not_shown_what_they_wrote(
    client: Client, old: Article, rita: User, ada: User
) -> None:
    comments.say(claim=at(old, "1"), text="Ask the mayor.", key=uuid.uuid4(), by=rita)
    client.force_login(ada)
    page = client.get(f"/admin/accounts/user/{rita.pk}/delete/").content.decode()
    assert "One decision, comment or assignment of theirs stays" in page
    assert "Ask the mayor." not in page
    client.post(f"/admin/accounts/user/{rita.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(pk=rita.pk).exists()
    nobody = make_user(None, "nobody")
    client.post(f"/admin/accounts/user/{nobody.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=nobody.pk).exists()


def test_evidence_that_is_hidden_is_neither_replaced_nor_withdrawn(
    client: Client, old: Article, rita: User, ed: User
) -> None:
    claim = at(old, "1")
    link = evidence.NewEvidence("https://example.org/minutes", quotation="It is so.")
    evidence.add_evidence(claims=[claim], content=link, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=rita)
    ask(claim, rita)
    use = EvidenceUse.objects.get(claim=claim)
    url = f"{claim.get_absolute_url()}evidence/"
    client.force_login(ed)
    assert client.get(f"{url}?instead_of={use.pk}").status_code == 404
    assert client.post(f"{url}{use.pk}/withdraw/").status_code == 404
    client.force_login(rita)
    assert "It is so." in client.get(f"{url}?instead_of={use.pk}").content.decode()

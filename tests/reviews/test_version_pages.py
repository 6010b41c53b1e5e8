"""The review pages of an article that has several versions."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import comments, second_opinions
from factcheck.reviews.previous_versions import previous_version_of
from tests.factories import make_article, make_user
from tests.reviews.test_versions import NEW, OLD, at, by_hand, decide, revise  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def old() -> Article:
    return make_article(OLD, title="Bridge", url="https://example.org/bridge")


def page(client: Client, claim: Claim, query: str = "") -> str:
    """The words of a page, as they are read aloud."""
    html = client.get(claim.get_absolute_url() + query).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", html[html.index("<main") :]).split())


def test_the_page_says_what_changed(client: Client, old: Article, rita: User, ed: User) -> None:
    decide(at(old, "4"), ed, verdict=Verdict.VERIFIED)
    new = revise(old, ed).article
    client.force_login(rita)
    words = page(client, at(new, "1"))
    assert "1 changed since the last version , 1 new, 1 removed; 2 unchanged." in words
    assert "Removed, with the decisions made there: Claim 4 of version 1 : ✓ Verified by Ed" in words
    assert "“It rained all day.”" in words
    assert "Version 2 of this article." in words
    assert "There is a newer version" not in words


def test_the_old_page_leads_to_the_newest_and_still_saves(client: Client, old: Article, rita: User, ed: User) -> None:
    new = revise(revise(old, ed).article, ed, NEW + "\nThe end came late.").article
    client.force_login(rita)
    words = page(client, at(old, "1"))
    assert "There is a newer version of this article" in words
    assert "by Ed. Decisions you make here stay here." in words
    assert (
        f'href="{new.get_absolute_url()}">Open version 3'
        in client.get(at(old, "1").get_absolute_url()).content.decode()
    )
    panel = client.get(at(old, "1").get_absolute_url(), headers=HTMX).content.decode()
    assert f'<a href="/articles/{old.pk}/newest/">Open the newest version</a>' in panel
    assert client.get(f"/articles/{old.pk}/newest/")["Location"] == new.get_absolute_url()
    decide(at(old, "1"), rita)
    assert at(old, "1").is_reviewed
    assert not at(new, "1").is_reviewed


def test_an_article_without_versions_says_nothing_of_them(client: Client, old: Article, rita: User) -> None:
    client.force_login(rita)
    assert "version" not in page(client, at(old, "1"))


def test_the_panel_of_a_changed_claim_shows_both_wordings_and_what_was_decided(
    client: Client, old: Article, rita: User, ed: User
) -> None:
    decide(at(old, "2"), ed, verdict=Verdict.VERIFIED, note="In the minutes.")
    new = revise(old, ed).article
    client.force_login(rita)
    words = page(client, at(new, "2"))
    assert "[removed: Monday ]" in words
    assert "[added: Tuesday ]" in words
    assert "Was: ✓ Verified by Ed" in words
    assert "Claim 2 of the last version Note there: In the minutes." in words


def test_the_panel_of_an_unchanged_claim_says_who_carried_it_over(
    client: Client, old: Article, rita: User, ed: User
) -> None:
    decide(at(old, "1"), rita)
    new = revise(old, ed).article
    client.force_login(rita)
    words = page(client, at(new, "1"))
    assert "Unchanged since the last version ( claim 1 there ); decisions carried over by Ed" in words
    assert "Somebody has since decided on it in the last version" not in words
    decide(at(old, "1"), rita, "hedged")
    assert "Somebody has since decided on it in the last version" in page(client, at(new, "1"))


def test_what_was_said_of_it_can_be_read(client: Client, old: Article, rita: User, ed: User) -> None:
    comments.say(claim=at(old, "1"), text="Ask <b>the mayor</b>.", key=uuid.uuid4(), by=rita)
    third = revise(revise(old, ed).article, ed, NEW + "\nThe end came late.").article
    client.force_login(ed)
    assert "Comments in earlier versions (1) Rita" in page(client, at(third, "1"))
    assert "Ask &lt;b&gt;the mayor&lt;/b&gt;." in client.get(at(third, "1").get_absolute_url()).content.decode()


def test_who_owes_an_opinion_is_told_nothing_of_the_last_version(old: Article, rita: User, ed: User) -> None:
    decide(at(old, "1"), rita, note="My own view.")
    comments.say(claim=at(old, "1"), text="Ask the mayor.", key=uuid.uuid4(), by=rita)
    second_opinions.ask(claim=at(old, "1"), version=1, key=uuid.uuid4(), by=ed)
    new = revise(old, ed).article
    previous = previous_version_of(at(new, "1"), make_user(), is_blind=True)
    assert previous is not None
    assert (previous.earlier, previous.carried, previous.comments) == ((), None, ())


def test_only_what_changed_is_walked_through(client: Client, old: Article, rita: User, ed: User) -> None:
    new = revise(old, ed).article
    client.force_login(rita)
    assert client.get(f"/articles/{new.pk}/?changed=1")["Location"] == at(new, "2").get_absolute_url() + "?changed=1"
    html = client.get(at(new, "2").get_absolute_url() + "?changed=1").content.decode()
    assert html.count(" fc-match") == 2
    assert f'href="{at(new, "4").get_absolute_url()}?changed=1"' in html
    answer = client.post(
        at(new, "2").get_absolute_url() + "?changed=1",
        {
            "claim": at(new, "2").pk,
            "version": 0,
            "key": uuid.uuid4(),
            "status": "unattributed",
            "verdict": "pending",
            "said": "pending",
        },
        headers=HTMX,
    )
    assert answer["HX-Push-Url"] == at(new, "4").get_absolute_url() + "?changed=1"


def test_an_open_page_hears_that_there_is_a_newer_version(client: Client, old: Article, rita: User, ed: User) -> None:
    client.force_login(rita)
    path = f"/articles/{old.pk}/updates/"
    assert client.post(path, {"since": 0}, headers=HTMX).json()["superseded"] == ""
    revise(old, ed)
    news = client.post(path, {"since": 0}, headers=HTMX).json()
    assert "There is a newer version" in news["superseded"]
    assert client.post(path, {"since": news["changes"]}, headers=HTMX).json()["superseded"] == ""


@pytest.mark.parametrize("many", [4, 200])
def test_a_fixed_number_of_queries(
    client: Client, rita: User, ed: User, many: int, django_assert_num_queries: Any
) -> None:
    lines = [f"Sentence number {n} of the long story stands here as it is." for n in range(many)]
    old = make_article("\n".join(lines))
    for number in (1, 2):
        decide(at(old, str(number)), rita)
    lines[1::4] = [line.replace("as it is", "as it was") for line in lines[1::4]]
    new = revise(old, ed, "\n".join(lines)).article
    client.force_login(rita)
    changed, unchanged = (at(new, label).get_absolute_url() for label in ("2", "1"))
    # As ever 13; the versions, and what is dropped; the claim there, all that stands there now, what was said there.
    with django_assert_num_queries(13 + 2 + 3):
        client.get(changed)
    # As ever 6; the claim there, that it was carried over, whether decided on since, what was said; what is brought to
    # it and said of it here; and its history.
    with django_assert_num_queries(6 + 4 + 2 + 2):
        client.get(unchanged, headers=HTMX)


def test_rights(client: Client, old: Article, rita: User, ed: User, nora: User) -> None:
    new = revise(old, ed).article
    button = f"/admin/articles/article/add/?revises={new.pk}"
    path = at(new, "1").get_absolute_url()
    assert client.get(path).status_code == 302
    assert client.get(f"/articles/{new.pk}/newest/").status_code == 302
    client.force_login(nora)
    assert client.get(path).status_code == 403
    assert client.get(f"/articles/{new.pk}/newest/").status_code == 403
    client.force_login(rita)
    assert button not in client.get(path).content.decode()
    client.force_login(ed)
    assert button in client.get(path).content.decode()

"""The queue: who is given which claim next, never two the same, and what ends a lease."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import archive_article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import SecondOpinion, Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import queue
from factcheck.reviews.assignments import assign, end
from factcheck.reviews.models import Lease, Priority, Skip
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def order(by: User) -> list[str]:
    """Every claim that a person is handed, one after the other, as “title label”."""
    handed = []
    while (claim := queue.take_next(by=by)) is not None:
        handed.append(f"{claim.article.title} {claim.label}")
        Lease.objects.filter(claim=claim).update(person=make_user())  # somebody else’s now
    return handed


def soon(hours: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=hours)


def test_the_weakest_footing_comes_first_then_the_unsure_then_the_newest_article(rita: User) -> None:
    old = make_article("One.\nSources said two.\nThree.", "Old", statuses=["document", "unnamed_source", "document"])
    make_article("Four.", "New")
    unsure = make_claim(old, 3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL factcheck.redetect = 'on'")
    Claim.objects.filter(pk=unsure.pk).update(suggested_probability=0.4)
    assert order(rita) == ["Old 2", "Old 3", "New 1", "Old 1"]


def test_what_is_given_comes_by_deadline_then_priority_before_all_else(rita: User, ed: User) -> None:
    articles = {name: make_article(f"{name} said so.", name) for name in ("A", "B", "C", "D", "E")}
    later, sooner = soon(9), soon(2)  # asked once: B and C are due at the very same moment
    for name, deadline, priority in (("A", later, 0), ("B", sooner, 0), ("C", sooner, 2), ("D", None, 0)):
        assign(articles=[articles[name]], people=[rita], by=ed, deadline=deadline, priority=Priority(priority))
    assert order(rita) == ["C 1", "B 1", "A 1", "D 1", "E 1"]


def test_what_is_given_to_others_alone_is_not_in_my_queue(rita: User, ed: User) -> None:
    article = make_article("One.\nTwo.\nThree.", "Split up")
    omar = make_user("reviewer", "omar")
    assign(articles=[article], people=[omar], by=ed, first=1, last=2)
    assert order(rita) == ["Split up 3"]
    assert sorted(order(omar)) == ["Split up 1", "Split up 2"]


def test_given_to_anyone_is_in_everybodys_queue_and_first(rita: User, ed: User) -> None:
    urgent = make_article("One.", "Urgent")
    make_article("Two.", "Other")
    assign(articles=[urgent], people=[None], by=ed, deadline=soon(1))
    assert order(rita) == ["Urgent 1", "Other 1"]


def test_taken_back_it_is_open_to_anyone_again(rita: User, ed: User) -> None:
    article = make_article("One.", "Back")
    (assignment,) = assign(articles=[article], people=[ed], by=ed)
    assert queue.take_next(by=rita) is None
    end(assignment=assignment, by=ed)
    assert order(rita) == ["Back 1"]


def test_archived_articles_are_out(rita: User, ed: User) -> None:
    article = make_article("One.")
    archive_article(article=article, by=ed)
    assert queue.take_next(by=rita) is None


def test_an_editor_is_given_what_waits_for_a_verdict_first(rita: User, ed: User) -> None:
    article = make_article("One.\nTwo.\nThree.", "A")
    say(make_claim(article, 3), rita)
    make_claim(article, 2, second_opinion=SecondOpinion.DIFFERS)
    assert order(ed) == ["A 2", "A 3", "A 1"]
    Lease.objects.all().delete()
    assert order(rita) == ["A 1"]


def test_the_same_person_is_given_the_same_claim_until_it_is_saved(rita: User) -> None:
    article = make_article("One.\nTwo.")
    first = queue.take_next(by=rita)
    assert first is not None
    assert queue.take_next(by=rita) == first
    say(first, rita)
    second = queue.take_next(by=rita)
    assert second is not None
    assert second.pk == make_claim(article, 2).pk


def test_a_lease_ends_by_time_and_goes_on_while_renewed(rita: User, ed: User, settings: Any) -> None:
    make_article("One.")
    claim = queue.take_next(by=rita)
    assert claim is not None
    assert queue.take_next(by=ed) is None
    assert queue.holder_of([claim]) == {claim.pk: rita}
    before = Lease.objects.get().until
    queue.renew(claim=claim, by=rita)
    assert Lease.objects.get().until > before
    queue.renew(claim=claim, by=ed)
    assert Lease.objects.get().person == rita
    Lease.objects.update(until=timezone.now())
    assert queue.holder_of([claim]) == {}
    assert queue.take_next(by=ed) == claim


def test_a_claim_passed_over_goes_to_others_at_once_and_to_me_later(rita: User, ed: User) -> None:
    make_article("One.", "A")
    claim = queue.take_next(by=rita)
    assert claim is not None
    queue.skip(claim=claim, by=rita)
    assert queue.take_next(by=rita) is None
    assert queue.take_next(by=ed) == claim
    Lease.objects.all().delete()
    Skip.objects.update(until=timezone.now())
    assert queue.take_next(by=rita) == claim


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_are_never_given_the_same_claim() -> None:
    make_article("\n".join(f"Sentence {n}." for n in range(24)))
    people = [make_user("reviewer") for _ in range(8)]
    others = iter([make_user("reviewer") for _ in range(24)])
    ready = threading.Barrier(len(people), timeout=30)
    handed: list[int] = []

    def run(person: User) -> None:
        try:
            ready.wait()
            for _ in range(3):
                claim = queue.take_next(by=person)
                assert claim is not None
                handed.append(claim.pk)
                # In hand until the end: the next one has to be another.
                Lease.objects.filter(claim=claim).update(person=next(others))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Lease.objects.count() == len(set(handed))
    assert len(handed) == 24


# Over HTTP


def form(claim: Claim, **fields: Any) -> dict[str, Any]:
    return {"status": "hedged", "version": claim.version, "key": str(uuid4()), "verdict": "pending"} | fields


def test_from_claim_to_claim_through_all_articles(client: Client, rita: User) -> None:
    client.force_login(rita)
    make_article("One.", "Old")
    make_article("Two.", "New")
    address = client.post("/desk/next/")["Location"]
    assert address.endswith("/claims/1/?queue=1")
    claim = Lease.objects.get().claim
    assert claim.article.title == "New"
    page = client.get(address).content.decode()
    assert 'form="skip-form"' in page
    answer = client.post(address, form(claim))
    assert answer["Location"].endswith("/claims/1/?queue=1")
    (lease,) = Lease.objects.all()
    assert lease.claim.article.title == "Old"
    answer = client.post(answer["Location"], form(lease.claim), headers=HTMX)
    assert "Nothing is left open here" in answer.content.decode()
    assert (
        client.post("/desk/next/", follow=True).content.decode().count("No claims are waiting for you at the moment")
        == 1
    )


def test_htmx_is_sent_to_the_other_article(client: Client, rita: User) -> None:
    client.force_login(rita)
    old, new = make_article("One.", "Old"), make_article("Two.", "New")
    address = client.post("/desk/next/")["Location"]
    answer = client.post(address, form(make_claim(new)), headers=HTMX)
    assert answer["HX-Redirect"] == f"/articles/{old.pk}/claims/1/?queue=1"


def test_skip(client: Client, rita: User) -> None:
    client.force_login(rita)
    make_article("One.", "Old")
    make_article("Two.", "New")
    client.post("/desk/next/")
    claim = Lease.objects.get().claim
    address = client.post("/desk/skip/", {"claim": claim.pk})["Location"]
    assert address != f"{claim.get_absolute_url()}?queue=1"
    assert not claim.reviews.exists()
    assert client.post("/desk/skip/", {"claim": "x"}).status_code == 302


def test_my_queue(client: Client, rita: User, ed: User) -> None:
    client.force_login(rita)
    assert "No claims are waiting for you" in client.get("/desk/").content.decode()
    mine = make_article("One.\nTwo.", "Mine")
    make_article("Three.", "Anyone’s")
    assign(articles=[mine], people=[rita], by=ed, deadline=timezone.now() - dt.timedelta(hours=1))
    client.post("/desk/next/")
    html = client.get("/desk/").content.decode()
    assert "overdue" in html
    assert html.index("Mine</bdi>") < html.index("Anyone’s</bdi>")
    assert "You’re working on" in html


@pytest.mark.parametrize("many", [2, 30])
def test_a_fixed_number_of_queries(
    client: Client, rita: User, ed: User, many: int, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        assign(articles=[make_article()], people=[rita], by=ed)
        make_article()
    client.force_login(rita)
    with django_assert_num_queries(2 + 1 + (2 if many == 2 else 1) + 1 + 1):  # who; given; coming; in hand; mentions
        client.get("/desk/")


@pytest.mark.parametrize(("path", "method"), [("/desk/", "get"), ("/desk/next/", "post"), ("/desk/skip/", "post")])
def test_rights(client: Client, path: str, method: str, rita: User, nora: User) -> None:
    ask = getattr(client, method)
    assert ask(path)["Location"].startswith("/accounts/login/")
    client.force_login(nora)
    assert ask(path).status_code == 403
    client.force_login(rita)
    assert ask(path).status_code in (200, 302)
    if method == "post":
        assert client.get(path).status_code == 405


def test_the_verdict_ends_it_for_the_editor(rita: User, ed: User) -> None:
    claim = make_claim(make_article("One."))
    say(claim, ed, verdict=Verdict.VERIFIED, status=SourcingStatus.DOCUMENT)
    assert queue.take_next(by=ed) is None
    assert Article.objects.count() == 1


def test_one_more_is_handed_out_beside_what_is_in_hand(client: Client, rita: User) -> None:
    """The page asks for it while the claim before it is still worked on, so that it is there at once."""
    article = make_article("One is here.\nTwo is here.\nThree is here.")
    client.force_login(rita)
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    first, second, third = article.claims.order_by("number")
    client.post("/desk/next/")
    answer = client.post("/desk/next/", {"besides": [first.pk]}, headers=headers)
    assert answer.json() == {"url": f"/articles/{article.pk}/claims/2/?queue=1"}
    assert set(Lease.objects.values_list("claim", flat=True)) == {first.pk, second.pk}
    answer = client.post("/desk/next/", {"besides": [first.pk, second.pk, third.pk, "nonsense"]}, headers=headers)
    assert answer.json() == {"url": ""}

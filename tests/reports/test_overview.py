"""The desk in numbers: they add up, and each leads to the claims it counts."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.reports.asked import Asked
from factcheck.reports.overview import DIMENSIONS, Line
from tests.factories import make_article, make_claim
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(rita: User, ed: User) -> None:
    wire = make_article("One.\nTwo.\nThree.", outlet="Wire", byline="Sam", statuses=["unnamed_source", "hedged"])
    make_article("Four.\nFive.", outlet="Paper", statuses=["named_official", "unnamed_official"])
    make_article("Six.")
    say(make_claim(wire, 1), rita, status=SourcingStatus.UNNAMED_SOURCE)
    say(make_claim(wire, 2), ed, status=SourcingStatus.DOCUMENT, verdict=Verdict.VERIFIED)
    say(make_claim(wire, 3), ed, status=SourcingStatus.UNATTRIBUTED, verdict=Verdict.DISPUTED)


def lines(slug: str) -> dict[str, Line]:
    return {line.name: line for line in DIMENSIONS[slug].lines(Asked())}


def test_by_outlet(desk: None) -> None:
    found = lines("outlet")
    assert list(found) == ["Wire", "Paper", "No outlet"]
    wire = found["Wire"]
    assert (wire.articles, wire.tally.claims, wire.tally.reviewed) == (1, 3, 3)
    assert (wire.unnamed, wire.unnamed_percent) == (1, 33)
    assert (wire.decided, wire.tally.verified, wire.verified_percent) == (2, 1, 50)
    assert found["Paper"].unnamed_percent == 50


def test_by_byline_and_month(desk: None) -> None:
    assert {name: line.tally.claims for name, line in lines("byline").items()} == {"Sam": 3, "No byline": 3}
    (month,) = DIMENSIONS["month"].lines(Asked())
    assert (month.name, month.articles, month.tally.claims) == (f"{timezone.now():%B %Y}", 3, 6)


def test_by_reviewer(desk: None) -> None:
    found = lines("reviewer")
    assert {name: (line.tally.claims, line.tally.verified) for name, line in found.items()} == {
        "Ed": (2, 1),
        "Rita": (1, 0),
    }


@pytest.mark.parametrize("slug", DIMENSIONS)
def test_every_number_leads_to_the_claims_it_counts(desk: None, slug: str) -> None:
    for line in DIMENSIONS[slug].lines(Asked()):
        asked = line.asked
        assert Asked.of(asked).claims().count() == line.tally.claims
        assert Asked.of(asked | {"sourcing": "unnamed"}).claims().count() == line.unnamed
        assert Asked.of(asked | {"verdict": "verified"}).claims().count() == line.tally.verified
        assert Asked.of(asked | {"reviewed": "yes"}).claims().count() == line.tally.reviewed


def test_a_split_claim_counts_by_its_parts(desk: None) -> None:
    Claim.everything.filter(text="Six.").update(is_current=False, cuts=[1])
    assert Asked().claims().count() == 5


NONSENSE = {"month": "2026-13", "outlet": "x", "reviewer": "-1", "sourcing": "y", "verdict": "z", "byline": "\x00"}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_asks_for_nothing(desk: None, client: Client, ed: User, name: str) -> None:
    assert Asked.of({name: NONSENSE[name]}) == Asked()
    client.force_login(ed)
    assert client.get("/overview/claims/", {name: NONSENSE[name], "after": "9" * 30}).status_code == 200


@pytest.mark.parametrize("slug", DIMENSIONS)
def test_the_page_and_its_links(desk: None, client: Client, ed: User, slug: str) -> None:
    client.force_login(ed)
    html = client.get(f"/overview/?by={slug}").content.decode()
    links = set(re.findall(r'href="(/overview/claims/[^"]*)"', html))
    assert links
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_the_file_has_every_line_and_no_formula(client: Client, ed: User) -> None:
    make_article(outlet="=1+1")
    client.force_login(ed)
    text = b"".join(client.get("/overview/outlet.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][0] == "'=1+1"
    assert rows[1][1:] == ["1", "2", "0", "0", "0", "0", "0", ""]
    assert client.get("/overview/nothing.csv").status_code == 404


def test_pages_of_claims(client: Client, ed: User) -> None:
    make_article("\n".join(f"Sentence {n}." for n in range(130)))
    client.force_login(ed)
    page = client.get("/overview/claims/").content.decode()
    assert page.count("Sentence") == 100
    following = re.search(r'href="(\?after=\d+)"', page)
    assert following
    assert client.get(f"/overview/claims/{following[1]}").content.decode().count("Sentence") == 30


@pytest.mark.parametrize("many", [1, 12])
def test_a_fixed_number_of_queries(client: Client, ed: User, many: int, django_assert_num_queries: Any) -> None:
    for number in range(many):
        make_article(outlet=f"Outlet {number}")
    client.force_login(ed)
    with django_assert_num_queries(6):  # session, person, rights; outlets, sums; mentions
        client.get("/overview/?by=outlet")
    with django_assert_num_queries(5):
        client.get("/overview/claims/")


def test_empty_desk(client: Client, ed: User) -> None:
    client.force_login(ed)
    assert "Nothing to count yet" in client.get("/overview/").content.decode()
    assert "No claim is like that" in client.get("/overview/claims/").content.decode()


@pytest.mark.parametrize("path", ["/overview/", "/overview/month.csv", "/overview/claims/"])
def test_rights(client: Client, path: str, rita: User, ed: User, nora: User) -> None:
    assert client.get(path)["Location"].startswith("/accounts/login/")
    for person, status in ((nora, 403), (rita, 403), (ed, 200)):
        client.force_login(person)
        assert client.get(path).status_code == status

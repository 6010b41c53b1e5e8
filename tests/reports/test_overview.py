"""The desk in numbers: they add up, and each leads to the claims it counts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim, Tally
from factcheck.reports.filters import REMARKED, ClaimFilter
from factcheck.reports.overview import DIMENSIONS, Line
from factcheck.reports.overview_charts import charts, in_words
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


def lines(slug: str, focus: ClaimFilter | None = None) -> dict[str, Line]:
    return {line.name: line for line in DIMENSIONS[slug].lines(focus or ClaimFilter(), User(is_superuser=True))}


# The charts


def line_of(month: str, turnaround: dt.timedelta | None = None, **counts: int) -> Line:
    return Line(month, {"month": month}, Tally(**counts), 1, turnaround, ("month", month))


def test_twelve_months_with_an_empty_place_where_there_is_nothing() -> None:
    drawn = charts(
        [
            line_of("2026-11", claims=40, reviewed=10, unnamed_source=10, pending=40),
            line_of("2026-09", dt.timedelta(hours=30), claims=20, reviewed=20, pending=10, verified=5, disputed=5),
            line_of("2025-11", claims=999, reviewed=999),
        ],
        today=dt.date(2026, 11, 25),
    )
    named = {chart.slug: chart for chart in drawn}
    assert list(named) == ["reviewed", "unnamed", "verified", "remarked", "turnaround"]
    reviewed = named["reviewed"].bars
    assert [bar.month for bar in reviewed] == [
        "Dec",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
    ]
    assert [bar.label for bar in reviewed][-3:] == ["20", "–", "10"]
    assert reviewed[-1].words == "November 2026 so far: 10 of 40 claims reviewed"
    assert reviewed[-1].url == "/overview/claims/?month=2026-11&reviewed=yes"
    assert (reviewed[-2].url, reviewed[-2].height) == ("", 0)
    assert reviewed[-3].height == 2 * reviewed[-1].height
    assert [bar.label for bar in named["verified"].bars][-3:] == ["50%", "–", "–"]
    assert [bar.label for bar in named["turnaround"].bars][-3:] == ["30h", "–", "–"]
    assert [bar.label for bar in named["unnamed"].bars][-3:] == ["0%", "–", "25%"]


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "0 min"), (0.5, "30 min"), (5, "5 h"), (47, "47 h"), (72, "3 days"), (84, "3.5 days"), (999, "42 days")],
)
def test_how_long_in_words(hours: float, words: str) -> None:
    assert in_words(dt.timedelta(hours=hours)) == words


# The numbers


def test_by_outlet(desk: None) -> None:
    by_outlet = lines("outlet")
    assert list(by_outlet) == ["Wire", "Paper", "No outlet"]
    wire = by_outlet["Wire"]
    assert (wire.articles, wire.tally.claims, wire.tally.reviewed) == (1, 3, 3)
    assert (wire.unnamed, wire.unnamed_percent) == (1, 33)
    assert (wire.decided, wire.tally.verified, wire.verified_percent) == (2, 1, 50)
    assert by_outlet["Paper"].unnamed_percent == 50


def test_by_byline_and_month(desk: None) -> None:
    assert {name: line.tally.claims for name, line in lines("byline").items()} == {"Sam": 3, "No byline": 3}
    (month,) = DIMENSIONS["month"].lines(ClaimFilter(), User(is_superuser=True))
    assert (month.name, month.articles, month.tally.claims) == (f"{timezone.now():%B %Y}", 3, 6)


def test_by_reviewer(desk: None) -> None:
    by_reviewer = lines("reviewer")
    assert {name: (line.tally.claims, line.tally.verified) for name, line in by_reviewer.items()} == {
        "Ed": (2, 1),
        "Rita": (1, 0),
    }


@pytest.mark.parametrize("slug", DIMENSIONS)
def test_every_number_leads_to_the_claims_it_counts(desk: None, slug: str) -> None:
    for line in DIMENSIONS[slug].lines(ClaimFilter(), User(is_superuser=True)):
        filters = line.filters
        assert ClaimFilter.of(filters).claims().count() == line.tally.claims
        assert ClaimFilter.of(filters | {"sourcing": "unnamed"}).claims().count() == line.unnamed
        assert ClaimFilter.of(filters | {"verdict": "verified"}).claims().count() == line.tally.verified
        assert ClaimFilter.of(filters | {"reviewed": "yes"}).claims().count() == line.tally.reviewed
        assert ClaimFilter.of(filters | {"sourcing": "remarked"}).claims().count() == line.remarked
        assert ClaimFilter.of(filters | {"verdict": "any"}).claims().count() == line.decided


def test_findings_are_those_that_follow_from_the_sourcing_alone(desk: None) -> None:
    assert set(REMARKED) == {"media_report", "unnamed_official", "unnamed_source", "hedged"}
    assert {name: line.remarked for name, line in lines("outlet").items()} == {"Wire": 1, "Paper": 1, "No outlet": 0}


def test_turnaround_is_of_what_is_done(desk: None, ed: User) -> None:
    loaded = timezone.now() - dt.timedelta(days=9)
    paper = Article.objects.get(outlet__name="Paper")
    Article.objects.update(loaded_at=loaded)
    assert {line.turnaround for line in lines("outlet").values()} == {None}
    for claim in paper.claims.all():
        say(claim, ed, status=SourcingStatus.DOCUMENT, verdict=Verdict.VERIFIED)
    Tally.objects.filter(article=paper).update(done_at=loaded + dt.timedelta(days=3))
    by_outlet = lines("outlet")
    assert by_outlet["Paper"].turnaround == dt.timedelta(days=3)
    assert by_outlet["Wire"].turnaround is None
    assert ClaimFilter.of(by_outlet["Paper"].filters | {"done": "yes"}).claims().count() == 2
    Claim.objects.filter(reviewed_by=ed).update(reviewed_at=loaded + dt.timedelta(hours=5))
    assert lines("reviewer")["Ed"].turnaround == dt.timedelta(hours=5)


def test_one_outlet_alone(desk: None, client: Client, rita: User, ed: User) -> None:
    wire = Article.objects.get(outlet__name="Wire").outlet_id
    focus = ClaimFilter(outlet=str(wire))
    assert {name: line.tally.claims for name, line in lines("byline", focus).items()} == {"Sam": 3}
    assert {name: line.tally.claims for name, line in lines("reviewer", focus).items()} == {"Ed": 2, "Rita": 1}
    (month,) = DIMENSIONS["month"].lines(ClaimFilter(reviewer=str(rita.pk)), User(is_superuser=True))
    assert (month.tally.claims, month.articles) == (1, None)
    client.force_login(ed)
    html = client.get(f"/overview/?outlet={wire}").content.decode()
    assert "Wire" in html
    assert f"/overview/claims/?outlet={wire}&amp;month={timezone.localdate():%Y-%m}" in html
    assert f'href="/overview/month.csv?outlet={wire}"' in html


def test_a_split_claim_counts_by_its_parts(desk: None) -> None:
    Claim.everything.filter(text="Six.").update(is_current=False, cuts=[1])
    assert ClaimFilter().claims().count() == 5


NONSENSE = {
    "month": "9999-12",
    "done": "no",
    "outlet": "x",
    "reviewer": "-1",
    "sourcing": "y",
    "verdict": "z",
    "byline": "\x00",
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_asks_for_nothing(desk: None, client: Client, ed: User, name: str) -> None:
    assert ClaimFilter.of({name: NONSENSE[name]}) == ClaimFilter()
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
    with django_assert_num_queries(5):  # session, person; outlets, sums; mentions
        client.get("/overview/?by=outlet")
    with django_assert_num_queries(4):  # without the outlets: no names are needed
        client.get("/overview/")
    with django_assert_num_queries(4):
        client.get("/overview/claims/")


def test_empty_desk(client: Client, ed: User) -> None:
    client.force_login(ed)
    assert "Nothing to show yet" in client.get("/overview/").content.decode()
    assert "No claims match any more" in client.get("/overview/claims/").content.decode()


@pytest.mark.parametrize("path", ["/overview/", "/overview/month.csv", "/overview/claims/"])
def test_rights(client: Client, path: str, rita: User, ed: User, nora: User) -> None:
    assert client.get(path)["Location"].startswith("/accounts/login/")
    for person, status in ((nora, 403), (rita, 403), (ed, 200)):
        client.force_login(person)
        assert client.get(path).status_code == status

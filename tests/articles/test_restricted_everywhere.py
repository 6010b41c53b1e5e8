"""Need to know: a restricted article at every address of the project, for who needn't know of it and for who does.

All its words begin with “zq”. An address that is new is searched as well; tests/reviews/test_blind.py knows what to put
into it.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from factcheck.accounts.models import AuditEntry, User
from factcheck.articles.models import Article
from factcheck.articles.services import name_editor, restrict_article, unname_editor
from factcheck.jobs.models import Item, Job
from factcheck.reports import bulk
from factcheck.reports.bulk import Form
from factcheck.reports.filters import ArticleFilter, ClaimFilter, Filter
from factcheck.reports.models import Export
from factcheck.reports.tasks import export
from factcheck.reviews import assignments, second_opinions
from tests.factories import make_article, make_user
from tests.plain_words import on_page, unplain
from tests.reviews.test_blind import HTMX, POLLED, World, addresses, body, bring, routes, take_reports
from tests.reviews.test_second_opinions import act, say
from tests.reviews.test_versions import by_hand, revise  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

TEXT = "Zqsources said the zqbridge is closed.\nZqtwo stands here."
#: Rita has it to do, Ed restricts it; Omar reviewed in it and Ella edited it before, and both needn't know any more.
ROLES = {
    "rita": "reviewer",
    "ed": "editor",
    "omar": "reviewer",
    "ella": "editor",
    "pia": "reviewer",
    "ada": "administrator",
}
#: Addresses of a single article or report; everything else is a list, a figure or a form.
OF_ONE = ("articles/<int:pk>/", "reports/<int:number>/", "admin/articles/article/<path:object_id>/")
#: A link is an editor's deliberate act: it goes on working, for whoever has it.
BY_LINK = "reports/shared/"


#: Two letters alone are in a form's token now and then.
SECRET = re.compile(
    "zq(title|byline|outlet|sources?|bridge|two|third|note|wording|quotation|file|comment)", re.IGNORECASE
)


def tells(answer: Any) -> bool:
    return bool(SECRET.search(body(answer)))


@pytest.fixture
def world(by_hand: None, settings: Any, tmp_path: Path) -> World:  # noqa: F811
    """Two versions with a review, evidence, comments, an open second opinion, reports and exports; then restricted."""
    settings.EVIDENCE_ROOT = tmp_path
    people = {name: make_user(role, name) for name, role in ROLES.items()}
    make_article("The open one.\nIt stays.", title="Everybody’s")
    article = make_article(
        TEXT,
        title="Zqtitle",
        byline="Zqbyline",
        outlet="Zqoutlet",
        url="https://example.org/zqbridge",
        statuses=["unnamed_source"],
    )
    world = World(people, [article])
    say(world.claim, world.omar, note="zqnote", source="zqsource", wording="zqwording")
    bring(world)
    assignments.assign(articles=[article], people=[world.rita, None], by=world.ed)
    take_reports(world)
    export_as(world, world.ella, Form.CSV)
    world.articles.append(revise(article, world.ella, f"{TEXT}\nZqthird came later.").article)
    Article.objects.filter(pk=world.articles[-1].pk).update(title="Zqtitle", outlet=article.outlet)
    take_reports(world)
    act(second_opinions.ask, world.claim, world.ed)
    Export.objects.create(article=article, slug="csv", by=world.ed)
    load = Job.objects.create(kind="load", label="Load “Zqtitle”", by=world.ella, is_listed=True)
    Item.objects.create(
        job=load, number=0, name="zqfile", state=Item.State.DONE, sentence="“Zqtitle”", url=article.get_absolute_url()
    )
    world.jobs.append(load.pk)
    restrict_article(article=world.articles[-1], by=world.ed)
    for form in (Form.CSV, Form.ZIP):
        for selection in (ArticleFilter(), ArticleFilter(archived="earlier"), ClaimFilter()):
            export_as(world, world.ella, form, selection)
    return world


def export_as(world: World, by: User, form: Form, selection: Filter | None = None) -> None:
    slug = "json" if form is Form.ZIP else ""
    job, _ = bulk.request_export(selection=selection or ArticleFilter(), form=form, slug=slug, by=by, key=uuid.uuid4())
    export(job_id=job.pk)
    world.jobs.append(job.pk)


def signed_in(person: User) -> Client:
    client = Client(headers={"X-Desk-User": str(person.pk)})
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", ["omar", "ella"])
def test_who_need_not_know_of_it_finds_it_nowhere(name: str, world: World) -> None:
    client = signed_in(world.people[name])
    for route in routes(get_resolver()):
        if route.startswith(BY_LINK):
            continue
        for path in addresses(world, route):
            answers = [client.get(path), client.get(path, headers=HTMX)]
            if route in POLLED:
                answers.append(client.post(path, {"since": 0, "claim": world.claim.pk}, headers=HTMX))
            for answer in answers:
                assert not tells(answer), f"{name} finds it at {path}"
                if answer.get("Content-Type", "").startswith("text/html"):
                    assert not unplain(on_page(body(answer))), path
                # The admin leads who names no article to its front page, whatever is asked for.
                if route.startswith(OF_ONE):
                    assert answer.status_code in ((302, 403, 404) if "admin" in route else (404,)), path


@pytest.mark.parametrize("name", ["omar", "ella"])
def test_no_form_of_it_does_anything_for_them(name: str, world: World) -> None:
    client = signed_in(world.people[name])
    for route in routes(get_resolver()):
        if route.startswith(OF_ONE[:2]):
            for path in addresses(world, route):
                assert client.post(path, {"claim": world.claim.pk, "key": uuid.uuid4()}).status_code == 404, path


LISTS = (
    "/articles/",
    "/articles/?archived=earlier",
    "/desk/board/",
    "/overview/claims/",
    "/overview/?by=outlet",
    "/exports/",
    "/reports/links/",
)


@pytest.mark.parametrize("name", ["rita", "ed", "ada"])
def test_who_needs_to_know_of_it_finds_it(name: str, world: World) -> None:
    person = world.people[name]
    client = signed_in(person)
    of_editors = {"/overview/claims/", "/overview/?by=outlet", "/exports/", "/reports/links/"}
    for path in LISTS:
        if path not in of_editors or person.can_see_overview:
            assert tells(client.get(path)), path
    for article in world.articles:
        for path in ("claims/1/", "history/", "report/"):
            answer = client.get(f"/articles/{article.pk}/{path}")
            # Rita owes an opinion on the newer version, so that the earlier one is withheld; that isn't this rule.
            assert answer.status_code in (200, 403), path
    assert client.get(f"/articles/{world.articles[-1].pk}/claims/1/").status_code == 200


#: Words of the text, of comments and of notes: to be shown one of them is to read the article. Titles are in lists.
WORDS = re.compile("zq(sources said|bridge is|two stands|third came|note|comment|wording|quotation)", re.IGNORECASE)
#: Where an event of its own is the entry.
OTHER_EVENTS = {"reviews:evidence_file": "evidence_read"}


@pytest.mark.parametrize("name", ["ed", "ada", "rita"])
def test_whoever_is_shown_its_words_leaves_an_entry(name: str, world: World) -> None:
    person = world.people[name]
    client = signed_in(person)
    if person.can_export:
        export_as(world, person, Form.CSV)
    shown = set()
    for route in routes(get_resolver()):
        for path in addresses(world, route) if not route.startswith(BY_LINK) else ():
            answers = [client.get(path)]
            if route in POLLED:
                answers.append(client.post(path, {"since": 0, "claim": world.claim.pk}, headers=HTMX))
            for answer in answers:
                if answer.status_code == 200 and WORDS.search(body(answer)):
                    shown.add(answer.resolver_match.view_name)
    entries = AuditEntry.objects.filter(event="restricted_read", person_pk=person.pk, subject="article")
    assert {entry.details["page"] for entry in entries} >= shown
    assert {"reviews:claim", "reports:report", "desk:queue"} <= shown
    if person.can_export:
        assert {"reports:bulk_file", "reports:claims", "admin:articles_article_change"} <= shown


def test_the_same_read_again_is_one_entry_and_another_is_not(world: World) -> None:
    client = signed_in(world.people["ed"])
    claim = f"/articles/{world.articles[-1].pk}/claims/1/"
    entries = AuditEntry.objects.filter(event="restricted_read", details__page="reviews:claim")
    for _ in range(3):
        assert client.get(claim).status_code == 200
    assert entries.count() == 1
    client.get(claim, REMOTE_ADDR="192.0.2.7")
    assert entries.count() == 2, "from another machine"
    signed_in(world.people["ada"]).get(claim)
    assert entries.count() == 3, "another person"
    assert signed_in(world.people["omar"]).get(claim).status_code == 404
    assert entries.count() == 3, "nothing was read"
    for path in ("/articles/", "/desk/board/", "/jobs/"):
        client.get(path)
    assert not AuditEntry.objects.filter(event="restricted_read", details__page__in=["articles:list", "jobs:list"])


def test_a_file_that_was_made_while_one_found_it_is_closed_afterwards(world: World) -> None:
    ed, ella, article = world.people["ed"], world.people["ella"], world.articles[-1]
    name_editor(article=article, person=ella, by=ed)
    export_as(world, ella, Form.CSV)
    path = reverse("reports:bulk_file", args=[world.jobs[-1]])
    client = signed_in(ella)
    assert tells(client.get(path))
    unname_editor(article=article, person=ella, by=ed)
    answer = client.get(path)
    assert (answer.status_code, tells(answer)) == (302, False)


def test_a_link_goes_on_working(world: World, client: Client) -> None:
    assert tells(client.get(f"/reports/shared/{world.tokens[0]}/"))

"""Blind is blind: every address, for every role, through the life of a round.

The first answer holds secret words. Whoever may not read it finds them at no address of the project and in no format;
whoever may finds them at one at least, so that the search is known to see. ``ANSWERED`` and ``OPEN`` say who may, step
by step. An address that is new makes the search fail until VALUES knows what to put into it.

Three of the steps look at every address, as a page and as a part of one. What these find is what TELLING lists; the
other steps look at the pages of these alone.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim
from factcheck.reports import bulk, freezing
from factcheck.reports.bulk import Form
from factcheck.reports.filters import ArticleFilter
from factcheck.reports.formats import all_formats
from factcheck.reports.models import FrozenReport
from factcheck.reports.overview import DIMENSIONS
from factcheck.reports.tasks import export
from factcheck.reviews import comments, evidence, evidence_files, second_opinions, services
from factcheck.reviews.models import Evidence, EvidenceUse, HeldQuotation, Record, Stance
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_second_opinions import act, say
from tests.reviews.test_versions import by_hand, revise  # noqa: F401  a fixture
from tests.words import body

pytestmark = pytest.mark.django_db

TEXT = "Sources said the bridge is closed.\nTwo stands here."
#: What the first person answers, and what that person brings and says beside it.
ANSWER = {"note": "zqnote", "source": "zqsource", "wording": "zqwording", "how_source_knows": "zqknows"}
BROUGHT = ("zqquotation", "zqfile", "zqcomment")

GIVER = {"rita"}
EVERYBODY = {"rita", "omar", "pia", "ed", "ada"}
#: Rita answers, Omar asked, Pia is a third reviewer; then an editor and an administrator.
ROLES = {"rita": "reviewer", "omar": "reviewer", "pia": "reviewer", "ed": "editor", "ada": "administrator"}


@dataclass
class World:
    """The people, the versions of the article with the first on top, and all that was taken of them."""

    people: dict[str, User]
    articles: list[Article]
    frozen: list[FrozenReport] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    jobs: list[int] = field(default_factory=list)

    @property
    def claim(self) -> Claim:
        return make_claim(self.articles[-1], 1)

    def __getattr__(self, name: str) -> User:
        return self.people[name]


# ---- What people do -------------------------------------------------------------------------------------------------


def ask(world: World) -> None:
    act(second_opinions.ask, world.claim, world.omar)


def answer(world: World) -> None:
    """Rita says what she thinks: an answer while one is asked for, else a review."""
    say(world.claim, world.rita, **ANSWER)


def bring(world: World) -> None:
    """What Rita adds to her answer: a link with a quotation, a file, and a comment that names the others."""
    claims, rita = [world.claim], world.rita
    stored = evidence_files.store(ContentFile(b"zqfile in it\n", name="zqfile.txt"), content_type="text/plain")
    link = evidence.NewEvidence("https://example.org/minutes", quotation="zqquotation")
    for content in (link, evidence.NewEvidence(file=stored)):
        evidence.add_evidence(claims=claims, content=content, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=rita)
    comments.say(claim=world.claim, text="@omar @pia @ed @ada zqcomment", key=uuid.uuid4(), by=rita)


def withdraw(world: World) -> None:
    act(second_opinions.withdraw, world.claim, world.omar)


def undo(world: World) -> None:
    services.undo(article=world.articles[-1], key=uuid.uuid4(), by=world.omar)


def load_newer_version(world: World) -> None:
    text = f"{TEXT}\nThe third came later."
    world.articles.append(revise(world.articles[-1], make_user("editor", "ella"), text).article)


def take_reports(world: World) -> None:
    """Ed freezes the report, shares it, and exports everything."""
    world.frozen.append(freezing.freeze(article=world.articles[-1], occasion="", key=uuid.uuid4(), by=world.ed))
    world.tokens.append(freezing.share(report=world.frozen[-1], recipient="Counsel", days=1, by=world.ed)[1])
    export_all(world)


def agree(world: World) -> None:
    say(world.claim, world.pia)


def differ(world: World) -> None:
    say(world.claim, world.omar, status=SourcingStatus.DOCUMENT)


def settle(world: World) -> None:
    take = second_opinions.answers_on(world.claim, world.ed).both[0]
    act(second_opinions.settle, world.claim, world.ed, reason="So.", take=take)


Step = tuple[str, tuple[Callable[[World], None], ...], set[str], set[str]]
#: Each step: what is done, who then may read what Rita answered, and who what she brought. First where she is asked …
ANSWERED: list[Step] = [
    ("answered", (ask, answer, bring), GIVER, GIVER),
    # An answer stays with who gave it; evidence and comments are the desk's again.
    ("withdrawn", (withdraw,), GIVER, EVERYBODY),
    # They tell the answer, so it no longer counts: Rita owes another, and is blind like everybody.
    ("undone", (undo,), set(), GIVER),
    ("asked again", (withdraw, ask), set(), GIVER),
    ("answered again", (answer,), GIVER, GIVER),
    ("frozen and revised", (take_reports, load_newer_version), GIVER, GIVER),
    # Editors see both answers side by side, to settle them.
    ("differed", (differ,), {"rita", "ed", "ada"}, EVERYBODY),
    ("settled", (settle,), EVERYBODY, EVERYBODY),
]
#: … and where she has reviewed the claim before anybody asks: then it was open, and is hidden once it is asked for.
OPEN: list[Step] = [
    ("reviewed and revised", (answer, bring, take_reports, load_newer_version), EVERYBODY, EVERYBODY),
    ("asked", (ask,), GIVER, GIVER),
    ("withdrawn", (withdraw,), EVERYBODY, EVERYBODY),
    ("undone", (undo,), GIVER, GIVER),
    ("agreed", (agree,), EVERYBODY, EVERYBODY),
]


# ---- Where people look ----------------------------------------------------------------------------------------------


def export_all(world: World, form: Form = Form.CSV, slug: str = "") -> None:
    for selection in (ArticleFilter(), ArticleFilter(archived="earlier")):
        job, _ = bulk.request_export(selection=selection, form=form, slug=slug, by=world.ed, key=None)
        export(job_id=job.pk)
        world.jobs.append(job.pk)


#: What is put into an address, by how it begins and what the place is called; the first line that fits.
VALUES: list[tuple[str, str, Callable[[World], Any]]] = [
    ("articles/", "pk", lambda world: [article.pk for article in world.articles]),
    ("articles/", "label", lambda world: ["1", "2"]),
    ("articles/", "use", lambda world: EvidenceUse.objects.values_list("pk", flat=True)),
    ("articles/", "record", lambda world: Record.objects.values_list("pk", flat=True)),
    ("articles/", "quotation", lambda world: HeldQuotation.objects.values_list("pk", flat=True)),
    ("articles/", "evidence_pk", lambda world: Evidence.objects.values_list("pk", flat=True)),
    ("articles/", "slug", lambda world: all_formats()),
    ("overview/", "slug", lambda world: DIMENSIONS),
    ("exports/", "pk", lambda world: world.jobs),
    ("jobs/", "pk", lambda world: world.jobs),
    ("reports/", "number", lambda world: [report.pk for report in world.frozen]),
    ("reports/", "other", lambda world: [report.pk for report in world.frozen]),
    ("reports/", "slug", lambda world: all_formats()),
    ("reports/", "token", lambda world: world.tokens),
    ("reports/", "pk", lambda world: [1]),
    ("desk/", "pk", lambda world: [1]),
    ("admin/accounts/user/", "object_id", lambda world: [world.rita.pk, world.ed.pk]),
    ("admin/accounts/invitation/", "object_id", lambda world: [1]),
    ("admin/accounts/user/", "pk", lambda world: [world.rita.pk, world.ed.pk]),
    ("admin/", "object_id", lambda world: [article.pk for article in world.articles]),
    ("admin/", "id", lambda world: [world.pia.pk]),
    ("admin/", "key", lambda world: [uuid.uuid4()]),
    ("admin/", "content_type_id", lambda world: [1]),
]
#: Addresses that are more than one page; ``{use}`` stands for each piece of evidence.
QUERIES = {
    "articles/": ["?archived=earlier", "?q=bridge", "?sourcing=hedged"],
    "articles/<int:pk>/": ["?changed=1"],
    "articles/<int:pk>/ahead/": ["?after=1&also=2", "?after=2&also=1"],
    "articles/<int:pk>/history/": ["?claim=1"],
    "articles/<int:pk>/report/": ["?edition=outside"],
    "articles/<int:pk>/report.<slug:slug>": ["?edition=outside"],
    "reports/<int:number>/": ["?edition=outside"],
    "reports/<int:number>/file.<slug:slug>": ["?edition=outside"],
    "articles/<int:pk>/claims/<claim:label>/evidence/": ["?news=1", "?close=1", "?instead_of={use}"],
    "exports/new/": ["?of=claims", "?archived=earlier"],
    "overview/claims/": ["?reviewed=yes"],
}
#: What an open page asks by POST.
POLLED = ["articles/<int:pk>/updates/", "articles/<int:pk>/live/"]
#: Addresses of what knows no claim: people's own accounts, whether the program runs, signing out, and all other words.
ELSEWHERE = ("accounts/", "healthz", "admin/logout/", "admin/^", "admin/(?P")


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern) and not route.startswith(ELSEWHERE):
            yield route


def values(world: World, route: str, name: str) -> list[Any]:
    for before, place, listed in VALUES:
        if route.startswith(before) and place == name:
            return list(listed(world))
    raise AssertionError(f"/{route} is new: say in VALUES what stands for <{name}>, so that it is looked at too.")


def addresses(world: World, route: str) -> Iterator[str]:
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    for chosen in product(*(values(world, route, name) for name in names)):
        filled = iter(chosen)
        path = "/" + re.sub(r"<(?:\w+:)?\w+>", lambda _, filled=filled: str(next(filled)), route)
        yield path
        for query in QUERIES.get(route, []):
            uses = values(world, route, "use") if "{use}" in query else [""]
            yield from (path + query.format(use=use) for use in uses)


#: Steps at which all addresses are looked at: while most is hidden, and once everybody may read everything.
EVERYWHERE = {"frozen and revised", "settled", "reviewed and revised"}
#: The addresses that tell what is said or brought of a claim.
TELLING = {
    "articles/<int:pk>/ahead/",
    "articles/<int:pk>/claims/<claim:label>/",
    "articles/<int:pk>/claims/<claim:label>/evidence/",
    "articles/<int:pk>/claims/<claim:label>/split/",
    "articles/<int:pk>/evidence/<int:evidence_pk>/file/",
    "articles/<int:pk>/history/",
    "articles/<int:pk>/report.<slug:slug>",
    "articles/<int:pk>/report/",
    "articles/<int:pk>/sources/",
    "articles/mentions/",
    "exports/<int:pk>/file/",
    "reports/<int:number>/",
    "reports/<int:number>/file.<slug:slug>",
    "reports/shared/<str:token>/",
    "reports/shared/<str:token>/report.<slug:slug>",
}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def look(world: World, person: User, *, everywhere: bool) -> dict[str, set[str]]:
    """Each secret word that this person is shown, and the routes of where: at all addresses, or at those of TELLING."""
    client = Client(headers={"X-Desk-User": str(person.pk)})
    client.force_login(person)
    shown: dict[str, set[str]] = {}

    def search(route: str, answer: Any) -> None:
        words = body(answer)
        for secret in (*ANSWER.values(), *BROUGHT):
            if secret in words:
                shown.setdefault(secret, set()).add(route)

    for route in routes(get_resolver()):
        if not everywhere and route not in TELLING:
            continue
        for path in addresses(world, route):
            answer = client.get(path)
            search(route, answer)
            if everywhere and answer.status_code == 200 and "HX-Request" in answer.get("Vary", ""):
                search(route, client.get(path, headers=HTMX))
            if route in POLLED:
                search(route, client.post(path, {"since": 0, "claim": world.claim.pk}, headers=HTMX))
    return shown


# ---- The test -------------------------------------------------------------------------------------------------------


def lives() -> Iterator[Any]:
    for life, steps in (("answered in the round", ANSWERED), ("reviewed before it", OPEN)):
        for number, (name, *_) in enumerate(steps, 1):
            yield pytest.param(steps[:number], id=f"{life}, {name}")


@pytest.mark.parametrize("steps", list(lives()))
def test_nobody_reads_an_answer_that_is_not_for_them(steps: list[Step], settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_ROOT = tmp_path
    world = World(
        {name: make_user(role, name) for name, role in ROLES.items()},
        [make_article(TEXT, title="Bridge", url="https://example.org/bridge", statuses=["unnamed_source"])],
    )
    for _, doings, _, _ in steps:
        for do in doings:
            do(world)
    export_all(world, Form.ZIP, "json")
    _, _, may_read_answer, may_read_brought = steps[-1]
    everywhere = steps[-1][0] in EVERYWHERE
    for name, person in world.people.items():
        shown = look(world, person, everywhere=everywhere)
        unlisted = set().union(*shown.values()) - TELLING
        assert not unlisted, f"{unlisted} tell of a claim: add them to TELLING, so that every step looks there"
        for secrets, readers in ((ANSWER.values(), may_read_answer), (BROUGHT, may_read_brought)):
            for secret in secrets:
                if name in readers:
                    assert shown.get(secret), f"{name} is shown “{secret}” nowhere"
                else:
                    assert not shown.get(secret), f"{name} is shown “{secret}”"

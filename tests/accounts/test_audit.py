"""The audit log: what is in it, what never is, who reads it, and that it only grows."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from factcheck.accounts import audit
from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import AuditEntry, User
from factcheck.articles.services import restrict_article
from factcheck.attribution.types import SourcingStatus
from factcheck.jobs.tasks import clear_away
from factcheck.reports import freezing
from factcheck.reports.forgetting import forget
from factcheck.reviews.editions import Tick
from factcheck.reviews.evidence import NewEvidence, add_evidence
from factcheck.reviews.models import Stance
from factcheck.reviews.services import Annotation, annotate
from tests.factories import PASSWORD, make_article, make_user
from tests.reports.test_frozen import freeze

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def made(event: Event, *, days: float = 0, **fields: Any) -> AuditEntry:
    """An entry of some days ago."""
    at = timezone.now() - dt.timedelta(days=days)
    return AuditEntry.objects.create(at=at, event=event.value, **fields)


# What is in it


def test_who_signs_in_and_out_and_from_where(client: Client, rita: User) -> None:
    client.post("/accounts/login/", {"login": "rita", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    client.post("/accounts/logout/")

    signed_in, signed_out = AuditEntry.objects.order_by("pk")
    assert (signed_in.event, signed_in.person_pk, signed_in.person_name) == ("signed_in", rita.pk, "Rita")
    assert signed_in.client_address == "192.0.2.7"
    assert (signed_out.event, signed_out.person_pk) == ("signed_out", rita.pk)


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(client: Client, rita: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = "198.51.100.1, 192.0.2.7"

    client.post("/accounts/login/", {"login": "rita", "password": PASSWORD}, HTTP_X_FORWARDED_FOR=forged)

    assert AuditEntry.objects.get().client_address == "192.0.2.7"


def test_a_failed_sign_in_names_the_account_and_nothing_that_was_typed(client: Client, rita: User) -> None:
    client.post("/accounts/login/", {"login": "rita", "password": "MARKER1"})
    client.post("/accounts/login/", {"login": "rita@example.org", "password": "MARKER2"})
    client.post("/accounts/login/", {"login": "MARKER3 a password in the wrong box", "password": "x"})

    entries = list(AuditEntry.objects.order_by("pk"))
    assert {entry.event for entry in entries} == {"sign_in_failed"}
    assert [(entry.subject, entry.subject_pk) for entry in entries] == [
        ("user", rita.pk),
        ("user", rita.pk),
        ("", None),
    ]
    assert "MARKER" not in str([vars(entry) for entry in entries])


def test_what_somebody_signed_in_was_refused(client: Client, rita: User) -> None:
    article = make_article()
    client.force_login(rita)

    client.post(f"/articles/{article.pk}/archive/")
    client.get("/articles/987654/report/?q=MARKER")

    refused, not_there = AuditEntry.objects.exclude(event="signed_in").order_by("pk")
    assert (refused.event, refused.subject, refused.subject_pk) == ("refused", "article", article.pk)
    assert (not_there.event, not_there.person_pk, not_there.subject_pk) == ("not_there", rita.pk, 987654)
    assert "MARKER" not in str([vars(refused), vars(not_there)])


def test_strangers_fill_no_log_with_pages_they_do_not_get(client: Client) -> None:
    client.get("/articles/987654/report/")
    client.get("/shared/unknown/")
    client.get("/nothing/here/")

    assert events() == []


def test_a_change_of_somebodys_rights_names_the_fields_and_not_their_values(client: Client, ada: User) -> None:
    nora = make_user(None, "nora")
    client.force_login(ada)

    client.post(
        f"/admin/accounts/user/{nora.pk}/change/",
        {"username": "nora", "first_name": "MARKER", "groups": [Group.objects.get(name="Editors").pk]},
    )

    entry = AuditEntry.objects.get(event="admin_changed")
    assert (entry.person_pk, entry.subject, entry.subject_pk) == (ada.pk, "user", nora.pk)
    assert "Groups" in str(entry.details)
    assert entry.client_address == "127.0.0.1"
    assert "MARKER" not in str(vars(entry))


def test_people_deleted_in_a_row_are_each_in_the_log(client: Client, ada: User) -> None:
    gone = [make_user(None).pk, make_user(None).pk]
    client.force_login(ada)

    client.post("/admin/accounts/user/", {"action": "delete_selected", "_selected_action": gone, "post": "yes"})

    deleted = AuditEntry.objects.filter(event="admin_deleted", subject="user").order_by("subject_pk")
    assert list(deleted.values_list("subject_pk", flat=True)) == gone


def test_a_report_that_leaves_is_in_the_log_once(client: Client, ed: User) -> None:
    article = make_article(title="MARKER")
    client.force_login(ed)

    client.get(f"/articles/{article.pk}/report.csv")

    entry = AuditEntry.objects.exclude(event="signed_in").get()
    assert (entry.event, entry.person_pk, entry.subject_pk) == ("exported", ed.pk, article.pk)
    assert entry.details["format"] == "csv"


def test_each_answer_says_the_number_of_its_request(client: Client, rita: User) -> None:
    client.force_login(rita)

    response = client.post(f"/articles/{make_article().pk}/archive/")

    assert AuditEntry.objects.get(event="refused").request_id == response["X-Request-ID"]


def test_reading_and_saving_add_nothing(client: Client, rita: User) -> None:
    article = make_article()
    client.force_login(rita)
    before = events()

    client.get(f"/articles/{article.pk}/claims/1/")
    annotation = Annotation(SourcingStatus.HEDGED)
    annotate(claim=article.claims.get(number=1), annotation=annotation, version=0, key=uuid4(), by=rita)

    assert events() == before


# It never fails anybody's page


def test_the_page_is_answered_while_the_log_cannot_be_written(
    client: Client, rita: User, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry ADD CONSTRAINT full_disk CHECK (event = '') NOT VALID")

    response = client.post("/accounts/login/", {"login": "rita", "password": PASSWORD})

    assert response.status_code == 302
    assert "could not be stored: signed_in" in caplog.text


def test_a_failed_entry_undoes_nothing_of_what_its_transaction_does(rita: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry ADD CONSTRAINT full_disk CHECK (event = '') NOT VALID")
    with transaction.atomic():
        User.objects.filter(pk=rita.pk).update(first_name="Margherita")
        record(Event.REFUSED, by=rita)

    assert User.objects.get(pk=rita.pk).first_name == "Margherita"


def test_what_no_database_takes_is_left_out() -> None:
    record(Event.REFUSED, page="a\x00b" + "c" * 500)

    assert AuditEntry.objects.get().details == {"page": "ab" + "c" * 198}


# For a collector


def test_each_entry_is_a_line_of_json_for_who_collects_them(rita: User) -> None:
    written: list[str] = []

    class Collector(logging.Handler):
        def emit(self, line: logging.LogRecord) -> None:
            written.append(line.getMessage())

    collector = Collector()
    audit.lines.addHandler(collector)
    level = audit.lines.level
    audit.lines.setLevel(logging.INFO)
    try:
        record(Event.EVIDENCE_READ, by=rita, subject="evidence", subject_pk=3, article=12)
    finally:
        audit.lines.removeHandler(collector)
        audit.lines.setLevel(level)

    (line,) = written
    entry = json.loads(line)
    assert (entry["event"], entry["person"], entry["name"]) == ("evidence_read", rita.pk, "Rita")
    assert (entry["subject"], entry["subject_pk"], entry["details"]) == ("evidence", 3, {"article": 12})


# It only grows


@pytest.mark.parametrize("purpose", ["", "factcheck.clear_audit", "factcheck.forget_audit"])
@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_auditentry SET event = 'signed_out'", "DELETE FROM accounts_auditentry"]
)
def test_no_entry_of_this_month_is_changed_or_deleted(purpose: str, statement: str) -> None:
    made(Event.SIGNED_IN, days=29)

    with transaction.atomic(), connection.cursor() as cursor:
        if purpose:
            cursor.execute("SELECT set_config(%s, 'on', true)", [purpose])
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            cursor.execute(statement)

    assert events() == ["signed_in"]


def test_an_old_entry_goes_only_with_retention() -> None:
    made(Event.SIGNED_IN, days=800)

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_retention_clears_what_is_older_than_its_days(settings: Any) -> None:
    settings.AUDIT_DAYS = 90
    made(Event.SIGNED_IN, days=91)
    made(Event.SIGNED_OUT, days=89)

    clear_away(0)

    assert events() == ["signed_out"]


def test_retention_of_no_days_keeps_everything(settings: Any) -> None:
    settings.AUDIT_DAYS = 0
    made(Event.SIGNED_IN, days=5000)

    assert audit.clear_old() == 0
    assert events() == ["signed_in"]


def test_who_is_forgotten_stays_in_the_log_under_a_pseudonym(rita: User, ed: User) -> None:
    record(Event.SIGNED_IN, by=rita)
    record(Event.SIGNED_IN, by=ed)
    User.objects.filter(pk=rita.pk).update(is_active=False)

    forget(rita)

    names = AuditEntry.objects.filter(event="signed_in").order_by("pk").values_list("person_pk", "person_name")
    assert list(names) == [(rita.pk, f"Former colleague {rita.pk}"), (ed.pk, "Ed")]
    assert AuditEntry.objects.get(event="person_forgotten").subject_pk == rita.pk


# The page


@pytest.mark.parametrize(("role", "status"), [(None, 403), ("reviewer", 403), ("editor", 403), ("administrator", 200)])
def test_administrators_alone_read_it(client: Client, role: str | None, status: int) -> None:
    client.force_login(make_user(role))

    assert client.get("/desk/audit/").status_code == status


def test_nobody_signed_in_reads_nothing(client: Client) -> None:
    assert client.get("/desk/audit/")["Location"] == "/accounts/login/?next=/desk/audit/"


@pytest.fixture
def log(ada: User, client: Client) -> Client:
    """Three entries, and somebody who may read them."""
    client.force_login(ada)
    made(Event.SIGN_IN_FAILED, days=40, person_name="Old", client_address="192.0.2.1")
    made(Event.EXPORTED, days=20, person_pk=ada.pk, person_name="Taker", subject="article", subject_pk=12)
    made(Event.EVIDENCE_READ, days=10, person_pk=ada.pk, person_name="Reader", subject="evidence", subject_pk=12)
    return client


def day(days: int) -> str:
    return timezone.localdate(timezone.now() - dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, {"Old", "Taker", "Reader"}),
        ({"event": "exported"}, {"Taker"}),
        ({"subject": "article", "number": "12"}, {"Taker"}),
        ({"number": "12"}, {"Taker", "Reader"}),
        ({"since": day(25)}, {"Taker", "Reader"}),
        ({"until": day(15)}, {"Old", "Taker"}),
        ({"since": day(25), "until": day(15)}, {"Taker"}),
    ],
)
def test_it_is_filtered(log: Client, filters: dict[str, str], names: set[str]) -> None:
    html = log.get("/desk/audit/", filters).content.decode()

    assert {name for name in ("Old", "Taker", "Reader") if f"<bdi>{name}</bdi>" in html} == names


def test_it_is_filtered_by_who(log: Client, ada: User) -> None:
    html = log.get("/desk/audit/", {"person": ada.pk}).content.decode()

    assert "<bdi>Taker</bdi>" in html
    assert "<bdi>Old</bdi>" not in html


def page(client: Client, **filters: str) -> str:
    """The words of the page, as they are read."""
    html = client.get("/desk/audit/", filters).content.decode()
    return " ".join(unescape(re.sub("<[^>]+>", " ", html.split("<main", 1)[-1])).split())


def test_it_reads_as_the_desk_speaks(ada: User, ed: User, client: Client) -> None:
    """Whom and what an entry is about is told by name, where it came from and when; nothing is a code."""
    article = make_article("It is shut.", "Bridge to close")
    report = freeze(article, ed)
    freezing.share(report=report, recipient="Counsel", days=3, by=ed, ticked=[Tick.NOTES])
    gone = {"subject": "article", "subject_pk": 10**6}
    at = {"client_address": "192.0.2.7", "request_id": "5f3a5f3a5f3a5f3a", "person_pk": ed.pk, "person_name": "Ed"}
    made(Event.RESTRICTED_READ, subject="article", subject_pk=article.pk, details={"page": "reviews:claim"}, **at)
    made(Event.REFUSED, details={"page": "reports:overview", "method": "GET"}, **at)
    made(Event.SIGNED_IN, details={"method": "password, mfa"}, **at)
    made(Event.ROLE_CHANGED, subject="user", subject_pk=ada.pk, **at)
    made(Event.ERASED, details={"order": "Court order 12/2026"}, **gone)
    client.force_login(ada)
    words = page(client)
    for expected in (
        "Ed Restricted article read on its claims Article “Bridge to close” all about it 192.0.2.7",
        "Ed Refused: not allowed on Overview 192.0.2.7",
        "Ed Signed in by password; by second factor 192.0.2.7",
        "Ed Role changed Person “Ada” all about it 192.0.2.7",
        "Nobody signed in Erased order: Court order 12/2026 Article 1000000",
        f"Shared link created for outside readers, with reviewers’ notes; report {report.pk} Shared link for “Counsel”",
        f"{timezone.localtime():%A, %-d %B %Y}",
    ):
        assert expected in words
    for code in ("5f3a5f3a", "reviews:claim", "sharelink", "{", "method"):
        assert code not in words
    assert f'href="{article.get_absolute_url()}"' in client.get("/desk/audit/").content.decode()
    assert "Only about Article “Bridge to close”" in page(client, subject="article", number=str(article.pk))


def test_it_names_no_article_that_its_reader_may_not_find(ed: User, client: Client) -> None:
    """A house may let an editor read the log."""
    article = make_article("It is shut.", "Zqtitle", outlet="Zqoutlet")
    reader = make_user("editor", "reader")
    reader.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    report = freeze(article, ed)
    freezing.share(report=report, recipient="Zqrecipient", days=3, by=ed)
    restrict_article(article=article, by=ed)
    item = add_evidence(
        claims=list(article.claims.all()),
        content=NewEvidence("https://example.org/zq"),
        stance=Stance.SUPPORTS,
        key=uuid4(),
        by=ed,
    )
    for subject, pk in (("article", article.pk), ("report", report.pk), ("evidence", item.pk)):
        made(Event.RESTRICTED_READ, subject=subject, subject_pk=pk, person_name="Ed")
    made(Event.ADMIN_CHANGED, subject="outlet", subject_pk=article.outlet.pk)
    for person, is_told in ((reader, False), (make_user("administrator", "boss"), True)):
        client.force_login(person)
        words = page(client).lower()
        assert [name in words for name in ("zqtitle", "zqrecipient", "zqoutlet")] == [is_told] * 3
        assert f"article {article.pk}" in words or is_told


def test_every_event_can_be_looked_for(log: Client) -> None:
    html = log.get("/desk/audit/").content.decode()
    assert [event for event in Event.values if f'<option value="{event}"' not in html] == []


def test_an_empty_log_says_what_will_be_there(log: Client) -> None:
    assert "Nothing in the log fits. Show all" in page(log, event="erased")


@pytest.mark.parametrize("filters", [{"since": "yesterday"}, {"event": "x"}, {"person": "0"}, {"number": "9" * 30}])
def test_a_filter_that_makes_no_sense_is_said(log: Client, filters: dict[str, str]) -> None:
    response = log.get("/desk/audit/", filters)

    assert response.status_code == 422
    assert "Correct the fields marked above" in response.content.decode()


def test_it_is_read_page_by_page_with_few_questions(
    log: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("factcheck.accounts.pages.audit.PAGE", 2)
    at = timezone.now() - dt.timedelta(days=50)
    AuditEntry.objects.bulk_create([AuditEntry(at=at, event="refused", person_name=f"Many{n}") for n in range(4)])
    html, pages = log.get("/desk/audit/?event=refused").content.decode(), 0
    names = []
    while True:
        names += [f"Many{n}" for n in (3, 2, 1, 0) if f"<bdi>Many{n}</bdi>" in html]
        pages += 1
        if "Earlier entries" not in html:
            break
        query = html.split('href="?', 1)[1].split('"', 1)[0].replace("&amp;", "&")
        with django_assert_max_num_queries(8):
            html = log.get(f"/desk/audit/?{query}").content.decode()

    assert names == ["Many3", "Many2", "Many1", "Many0"]
    assert pages == 2

"""Exports of many articles: one whole file or none, whoever cancels or kills, and logged when it is taken."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from psycopg.types.json import Jsonb

from factcheck.accounts.models import User
from factcheck.attribution.types import SourcingStatus
from factcheck.jobs import services
from factcheck.jobs.models import File, Job
from factcheck.reports import bulk, bundle, table
from factcheck.reports.bulk import Form
from factcheck.reports.filters import ArticleFilter, ClaimFilter, Filter
from factcheck.reports.formats import offered_formats
from factcheck.reports.models import Export
from factcheck.reports.tasks import export
from tests.factories import make_article, make_claim, make_user
from tests.jobs.worker import work_until_nothing_is_left
from tests.reports.builders import HOSTILE
from tests.reviews.test_services import say

pytestmark = pytest.mark.django_db


def ask(by: User, form: Form = Form.CSV, slug: str = "", selection: Filter | None = None) -> Job:
    job, _ = bulk.request_export(selection=selection or ArticleFilter(), form=form, slug=slug, by=by, key=None)
    return job


def made(job: Job) -> bytes:
    """What comes of a job when a worker does it."""
    export(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.problem
    return b"".join(job.files.get(is_whole=True).pieces())


def zipped(job: Job) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(made(job)))


def index_of(file: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read("index.csv").decode("utf-8-sig"), newline="")))


# What is in the file


def test_the_table(ed: User) -> None:
    make_article("One.\nTwo.")
    make_article("Three.", archived_at="2026-11-01T00:00Z", archived_by=ed)
    job = ask(ed)
    rows = list(csv.DictReader(io.StringIO(made(job).decode("utf-8-sig"), newline="")))
    assert [row["Claim"] for row in rows] == ["One.", "Two."]
    assert (job.done, job.total) == (2, 2)
    assert (job.arguments["articles"], job.arguments["claims"]) == (1, 2)


def test_the_workbook_has_the_same_as_text(ed: User, rita: User) -> None:
    say(make_claim(make_article("=1+1\n-2 degrees."), 2), rita, note="@home\nand “=away”")
    sheet = load_workbook(io.BytesIO(made(ask(ed, Form.XLSX))))["Claims"]
    heading, first, second = ([cell.value for cell in row] for row in sheet.rows)
    assert (first[heading.index("Number")], first[heading.index("Claim")]) == (1, "=1+1")
    assert second[heading.index("Note")] == "@home\nand “=away”"
    assert {cell.data_type for row in sheet.rows for cell in row} == {"n", "s"}


def test_more_claims_than_a_sheet_has_room_for(ed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MAX_ROWS", 2)
    make_article("One.\nTwo.")
    job = ask(ed, Form.XLSX)
    export(job_id=job.pk)
    job.refresh_from_db()
    assert job.problem == "Excel holds 1 claims at most; choose CSV, or export fewer."
    assert not File.objects.exists()


@pytest.mark.parametrize("slug", offered_formats())
def test_the_zip_has_a_report_for_each_article_and_an_index(ed: User, slug: str) -> None:
    articles = [make_article(f"Sentence {number}.", "Same title", outlet="Wire") for number in range(3)]
    file = zipped(ask(ed, Form.ZIP, slug))
    assert file.testzip() is None
    rows = index_of(file)
    assert file.namelist() == [*(row["File"] for row in rows), "index.csv"]
    assert [row["Article"] for row in rows] == [str(article.pk) for article in articles]
    assert all(file.read(row["File"]) for row in rows)
    assert all(row["File"].endswith(f".{offered_formats()[slug].ending}") for row in rows)


def test_names_are_safe_wherever_it_is_unpacked(ed: User) -> None:
    titles = [text[:300] for text in HOSTILE.values()]
    titles += ["../../etc/passwd", "C:\\Windows\\x", "CON", "nul.txt", "…", "Same", "SAME", "a" * 300, "标题" * 100]
    for number, title in enumerate(titles):
        make_article(f"Sentence {number}.", title.replace("\x00", ""))
    file = zipped(ask(ed, Form.ZIP, "csv"))
    names = file.namelist()
    assert len({name.casefold() for name in names}) == len(titles) + 1
    for name in names:
        assert len(name.encode()) < 250
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
        assert not name.startswith((".", " "))
        assert not name.endswith((".", " "))
        assert name == "index.csv" or name[0].isdigit()  # no device of Windows begins so
    assert not any(value.startswith(("=", "+", "-", "@")) for row in index_of(file) for value in row.values())


def test_a_report_that_cannot_be_drawn_stops_no_other(ed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    _, broken, _ = (make_article(f"Sentence {number}.") for number in range(3))
    build = bundle.build_report

    def fail_for_one(article: Any, **options: Any) -> Any:
        if article.pk == broken.pk:
            raise ValueError("on purpose")
        return build(article, **options)

    monkeypatch.setattr(bundle, "build_report", fail_for_one)
    job = ask(ed, Form.ZIP, "json")
    file = zipped(job)
    assert len(file.namelist()) == 3
    assert [bool(row["Problem"]) for row in index_of(file)] == [False, True, False]
    assert (job.arguments["articles"], job.arguments["failed"]) == (2, 1)
    assert (job.done, job.total) == (3, 3)


def test_a_zip_of_claims_has_the_articles_that_hold_them(ed: User, rita: User) -> None:
    article = make_article("One.\nTwo.")
    make_article("Three.")
    say(make_claim(article, 2), rita, status=SourcingStatus.UNATTRIBUTED)
    rows = index_of(zipped(ask(ed, Form.ZIP, "csv", ClaimFilter(reviewer=str(rita.pk)))))
    assert [(row["Article"], row["Claims"], row["Reviewed"]) for row in rows] == [(str(article.pk), "2", "1")]


def test_as_many_queries_for_few_claims_as_for_many(ed: User, django_assert_num_queries: Any) -> None:
    for count in (1, 60):
        make_article("\n".join(f"Sentence {count} {number}." for number in range(count)))
        job = ask(ed)
        with django_assert_num_queries(35):  # six for who asked, and what is withheld or hidden from them
            made(job)


# Cancelled, killed, failed


@pytest.mark.parametrize("form", Form)
def test_cancelled_in_the_middle_nothing_is_kept(ed: User, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_ARTICLES", 1)
    for number in range(3):
        make_article(f"Sentence {number}.")
    job = ask(ed, form, "csv" if form is Form.ZIP else "")
    note = services.note_progress

    def cancel_at_the_second(job: Job, done: int, total: int | None = None) -> None:
        note(job, done, total)
        if done == 2:
            services.cancel(job=job, by=ed)

    monkeypatch.setattr(services, "note_progress", cancel_at_the_second)
    export(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.result_url) == (Job.State.CANCELLED, 2, "")
    assert not File.objects.exists()


class Killed(BaseException):
    """As a process that is gone: nothing is cleared up."""


def test_killed_in_the_middle_it_is_begun_anew(ed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_ARTICLES", 1)
    monkeypatch.setattr("factcheck.jobs.files.PIECE", 100)
    for number in range(3):
        make_article(f"Sentence {number}.")
    job = ask(ed)
    with monkeypatch.context() as once:
        once.setattr(services, "is_cancelled", lambda job: _raise(Killed))
        with pytest.raises(Killed):
            export(job_id=job.pk)
    assert File.objects.filter(job=job, is_whole=False).exists()
    content = made(job)
    assert content.count(b"Sentence") == 3
    assert job.files.count() == 1


def test_killed_between_the_file_and_the_last_word_it_is_not_made_twice(ed: User, monkeypatch: Any) -> None:
    make_article()
    job = ask(ed)
    with monkeypatch.context() as once:
        once.setattr(services, "finish", lambda job, **fields: _raise(Killed))
        with pytest.raises(Killed):
            export(job_id=job.pk)
    file = job.files.get()
    made(job)
    assert job.files.get() == file
    assert job.result_url == f"/exports/{job.pk}/file/"


def test_what_takes_the_program_down_each_time_is_given_up(ed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ask(ed)
    monkeypatch.setattr(bulk, "_make", lambda job: _raise(Killed))
    for _ in range(3):
        with pytest.raises(Killed):
            export(job_id=job.pk)
    export(job_id=job.pk)
    job.refresh_from_db()
    assert job.problem == "It crashed the program 3 times and was given up."


def test_a_fault_of_ours_ends_it_with_a_sentence(ed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    monkeypatch.setattr(bulk, "CsvTable", lambda: _raise(ValueError))
    job = ask(ed)
    export(job_id=job.pk)
    job.refresh_from_db()
    assert "Something went wrong" in job.problem
    assert not File.objects.exists()


def test_a_database_that_is_away_costs_no_attempt(ed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ask(ed)
    with monkeypatch.context() as once:
        once.setattr(bulk, "_make", lambda job: _raise(OperationalError))
        for _ in range(5):
            with pytest.raises(OperationalError):
                export(job_id=job.pk)
    assert made(job)


def _raise(what: type[BaseException]) -> Any:
    raise what


# Over HTTP


def send(client: Client, path: str = "/exports/new/", **fields: Any) -> HttpResponse:
    return client.post(path, {"form": "csv", "key": uuid4()} | fields)  # type: ignore[return-value]


def test_ask_make_and_take(client: Client, ed: User) -> None:
    wire = make_article("One.", outlet="Wire")
    make_article("Two.", outlet="Paper")
    client.force_login(ed)
    path = f"/exports/new/?outlet={wire.outlet_id}"
    html = client.get(path).content.decode()
    assert "Wire" in html
    assert "<strong>1</strong> article" in html
    key = uuid4()
    page = send(client, path, key=key)
    job = Job.objects.get()
    assert page["Location"] == send(client, path, key=key)["Location"] == f"/jobs/{job.pk}/"
    assert job.label == "Export as CSV, for the desk · Articles: Wire"
    assert client.get(f"/exports/{job.pk}/file/")["Location"] == f"/jobs/{job.pk}/"
    assert not Export.objects.exists()
    content = made(job)
    assert f'href="/exports/{job.pk}/file/"' in client.get(f"/jobs/{job.pk}/").content.decode()
    answer = client.get(f"/exports/{job.pk}/file/")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer["Content-Length"] == str(len(content))
    assert re.fullmatch(r'attachment; filename="factcheck-articles-desk-[0-9-]+\.csv"', answer["Content-Disposition"])
    export = Export.objects.get()
    assert (export.by, export.what, export.slug) == (ed, "Export as CSV, for the desk · Articles: Wire", "csv")
    assert (export.article, export.articles, export.claims) == (None, 1, 1)


def test_the_queue_has_it_once(client: Client, ed: User) -> None:
    make_article()
    client.force_login(ed)
    key = uuid4()
    for _ in range(2):
        send(client, key=key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'factcheck.reports.tasks.export'")
        assert len(cursor.fetchall()) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"form": "exe"}, "Choose one of the options."),
        ({"form": ""}, "Choose a format."),
        ({"form": "zip", "slug": "exe"}, "Choose one of these formats."),
        ({"form": "zip", "slug": ""}, "Choose the format of the reports."),
        ({"key": "x"}, ""),
    ],
)
def test_nonsense_is_answered_with_a_sentence(client: Client, ed: User, fields: Any, sentence: str) -> None:
    make_article()
    client.force_login(ed)
    page = send(client, **fields)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Job.objects.exists()


def test_nothing_fits(client: Client, ed: User) -> None:
    client.force_login(ed)
    assert "Nothing matches this filter" in client.get("/exports/new/?q=zeppelin").content.decode()
    assert send(client).status_code == 422
    assert not Job.objects.exists()


def test_the_lists_lead_there_with_their_filters(client: Client, ed: User) -> None:
    article = make_article("Sources said one.", outlet="Wire", statuses=["unnamed_source"])
    client.force_login(ed)
    html = client.get(f"/articles/?q=sources&outlet={article.outlet_id}&sort=title").content.decode()
    assert f'href="/exports/new/?q=sources&amp;outlet={article.outlet_id}"' in html
    html = client.get("/overview/claims/?sourcing=unnamed").content.decode()
    assert 'href="/exports/new/?sourcing=unnamed&amp;of=claims"' in html
    assert "on unnamed sources" in client.get("/exports/new/?sourcing=unnamed&of=claims").content.decode()


def test_rights(client: Client, rita: User, ed: User, nora: User, ada: User) -> None:
    make_article()
    job = ask(ed)
    made(job)
    paths = ["/exports/new/", f"/exports/{job.pk}/file/"]
    for path in paths:
        assert client.get(path)["Location"].startswith("/accounts/login/")
    for person in (nora, rita):
        client.force_login(person)
        assert {client.get(path).status_code for path in paths} == {403}
        assert send(client).status_code == 403
    client.force_login(make_user("editor"))
    assert client.get(paths[1]).status_code == 404
    for person in (ed, ada):
        client.force_login(person)
        assert {client.get(path).status_code for path in paths} == {200}
    assert client.post(paths[1]).status_code == 405
    assert client.head(paths[1]).status_code == 405
    assert Export.objects.count() == 2


def test_who_may_export_no_longer_gets_no_file(client: Client, ed: User) -> None:
    make_article()
    job = ask(ed)
    made(job)
    ed.groups.clear()
    client.force_login(ed)
    assert client.get(f"/exports/{job.pk}/file/").status_code == 403


def test_the_file_of_another_kind_of_job_is_not_given_away(client: Client, ed: User) -> None:
    job, _ = services.create_job(kind="load", label="Load", by=ed)
    client.force_login(ed)
    assert client.get(f"/exports/{job.pk}/file/").status_code == 404


def test_claims_of_the_overview_are_for_who_may_see_it(client: Client, ed: User) -> None:
    from django.contrib.auth.models import Permission

    clerk = make_user(None)
    for codename in ("view_article", "export_report"):
        clerk.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(clerk)
    assert client.get("/exports/new/").status_code == 200
    assert client.get("/exports/new/?of=claims").status_code == 403


# The worker


@pytest.mark.django_db(transaction=True)
def test_one_zip_at_a_time_so_that_a_worker_is_free(client: Client) -> None:
    client.force_login(make_user("editor", "ed"))
    make_article("One.")
    for form in (Form.ZIP, Form.ZIP, Form.CSV):
        send(client, form=form, slug="pdf")
    first, second, table_of_all = Job.objects.order_by("pk")
    assert [taken_by_a_worker() for _ in range(3)] == [first.pk, table_of_all.pk, None]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args = %s", [Jsonb({"job_id": first.pk})])
    assert taken_by_a_worker() == second.pk


def taken_by_a_worker() -> int | None:
    """What a free worker takes up next, and is at from then on."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
        cursor.execute("SELECT (args->>'job_id')::int FROM procrastinate_fetch_job_v2(NULL, %s)", cursor.fetchone())
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_it(client: Client) -> None:
    ed = make_user("editor")
    make_article("One.")
    client.force_login(ed)
    job_page = send(client, form="zip", slug="json")["Location"]
    work_until_nothing_is_left()
    job = Job.objects.get()
    assert job.state == Job.State.DONE
    assert "Download" in client.get(job_page).content.decode()
    content = b"".join(client.get(job.result_url).streaming_content)  # type: ignore[attr-defined]
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 2

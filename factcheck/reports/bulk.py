"""The export of many articles: asked for on a page, made by a worker, kept for some days, logged when it is taken."""

from __future__ import annotations

import logging
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import xlsxwriter
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format

from factcheck.accounts.models import User
from factcheck.jobs import services
from factcheck.jobs.files import store_file
from factcheck.jobs.models import File, Job
from factcheck.reports.build import Report
from factcheck.reports.bundle import zip_of
from factcheck.reports.filters import KINDS, AskedArticles, ClaimFilter
from factcheck.reports.formats import offered_formats
from factcheck.reports.freezing import log_export_of
from factcheck.reports.table import CsvTable, Row, SheetTable, read_batches

log = logging.getLogger(__name__)

KIND = "export"
#: A job that took the program down with it so many times is given up.
MOST_ATTEMPTS = 3
#: Rows that fit on a sheet, with the heading.
MOST_ROWS = 1_048_576
_BLOCK = 64 * 1024


class Form(TextChoices):
    """What an export comes as."""

    CSV = "csv", "One table of all claims, as CSV"
    XLSX = "xlsx", "One table of all claims, as an Excel workbook"
    ZIP = "zip", "One ZIP with a report for each article"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.ZIP: "application/zip",
}


class Stopped(Exception):
    """Somebody cancelled the job."""


@dataclass(slots=True)
class _Count:
    """How much there was, and how much is in the file."""

    articles: int = 0
    claims: int = 0
    failed: int = 0


def size_of(asked: ClaimFilter | AskedArticles) -> tuple[int, int]:
    """How many articles and claims an export would take now."""
    return asked.articles().count(), asked.claims().count()


def describe(asked: ClaimFilter | AskedArticles) -> str:
    """What is asked for, in words, such as “Articles: Example Wire, in review”."""
    noun = "Articles" if isinstance(asked, AskedArticles) else "Claims"
    return f"{noun}: {', '.join(asked.words()) or 'all'}"


def ask_for_export(
    *, asked: ClaimFilter | AskedArticles, form: Form, slug: str, by: User, key: uuid.UUID | None
) -> tuple[Job, bool]:
    """A job that makes the file, and whether it is new: the same ``key`` asks once. ``slug`` is a ZIP’s format."""
    what = f"Export as {offered_formats()[slug].label} in a ZIP" if form is Form.ZIP else f"Export as {form.name}"
    arguments = {"of": asked.slug, "asked": asked.said(), "form": form.value, "slug": slug}
    return services.create_job(kind=KIND, label=f"{what} · {describe(asked)}", by=by, key=key, **arguments)


def make(job: Job) -> None:
    """Do the whole job. A file that was begun by a worker that was killed is begun anew; no half of one ever counts."""
    attempts = job.arguments.get("attempts", 0) + 1
    _note(job, attempts=attempts)
    if file := job.files.filter(is_whole=True).first():
        _finish(job, file)
    elif attempts > MOST_ATTEMPTS:
        services.fail(job, f"It ended the program {MOST_ATTEMPTS} times and was given up.")
    else:
        try:
            _make(job)
        except Stopped:
            services.close(job)
        except (OperationalError, InterfaceError):
            # Not this export's fault: it is asked for again.
            _note(job, attempts=attempts - 1)
            raise
        except Exception:
            log.exception("Job %s", job.pk)
            services.fail(job, "Something went wrong here; the server’s log says what.")


def _make(job: Job) -> None:
    asked, form = asked_of(job), Form(job.arguments["form"])
    articles, claims = size_of(asked)
    if form is Form.XLSX and claims >= MOST_ROWS:
        services.fail(
            job, f"A sheet has room for {number_format(MOST_ROWS - 1)} claims; take the CSV, or ask for less."
        )
        return
    count = _Count()
    if form is Form.ZIP:
        content = _zip(job, asked, count, articles)
    else:
        count.articles = articles
        content = _csv(job, asked, count, claims) if form is Form.CSV else _xlsx(job, asked, count, claims)
    name = f"factcheck-{asked.slug}-{timezone.localdate():%Y-%m-%d}-{job.pk}.{form.value}"
    file = store_file(job=job, name=name, content=content, content_type=form.content_type)
    _note(job, articles=count.articles, claims=count.claims, failed=count.failed)
    _finish(job, file)


def _finish(job: Job, file: File) -> None:
    services.finish(job, result_url=reverse("reports:bulk_file", args=[job.pk]))


def asked_of(job: Job) -> ClaimFilter | AskedArticles:
    return KINDS[job.arguments["of"]].of(job.arguments["asked"])


def _csv(job: Job, asked: ClaimFilter | AskedArticles, count: _Count, total: int) -> Iterator[bytes]:
    table = CsvTable()
    yield table.heading()
    for lines in _batches(job, asked, count, total, table.read):
        yield b"".join(lines)


def _xlsx(job: Job, asked: ClaimFilter | AskedArticles, count: _Count, total: int) -> Iterator[bytes]:
    """The same table. The workbook grows on disk; text stays text, so that nothing needs a guard in front."""
    with tempfile.NamedTemporaryFile(prefix="factcheck-", suffix=".xlsx") as made:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(made.name, options) as book:
            sheet = book.add_worksheet("Claims")
            sheet.freeze_panes(1, 0)
            bold = book.add_format({"bold": True})
            table = SheetTable()
            for column, heading in enumerate(table.heading()):
                sheet.write_string(0, column, heading, bold)
            rows = chain.from_iterable(_batches(job, asked, count, total, table.read))
            for number, row in enumerate(islice(rows, MOST_ROWS - 1), 1):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        sheet.write_number(number, column, value)
                    elif value:
                        sheet.write_string(number, column, value if len(value) <= _CELL else f"{value[: _CELL - 1]}…")
        while block := made.read(_BLOCK):
            yield block


#: Characters in a cell; a spreadsheet takes no more, and what is cut off ends in “…”.
_CELL = 32_767


def _batches(
    job: Job, asked: ClaimFilter | AskedArticles, count: _Count, total: int, read: Callable[[bytes], Row]
) -> Iterator[list[Row]]:
    """Each batch, with the progress noted behind it."""
    services.note_progress(job, 0, total)
    for rows in read_batches(asked, read):
        yield rows
        count.claims += len(rows)
        _go_on(job, min(count.claims, total))


def _zip(job: Job, asked: ClaimFilter | AskedArticles, count: _Count, total: int) -> Iterator[bytes]:
    def tell(report: Report | None) -> None:
        count.failed += report is None
        count.articles += report is not None
        count.claims += report.numbers.claims if report else 0
        _go_on(job, min(count.articles + count.failed, total))

    services.note_progress(job, 0, total)
    yield from zip_of(asked, offered_formats()[job.arguments["slug"]], tell=tell)


def _go_on(job: Job, done: int) -> None:
    services.note_progress(job, done)
    if services.is_cancelled(job):
        raise Stopped


def _note(job: Job, **what: Any) -> None:
    job.arguments |= what
    job.save(update_fields=["arguments"])


@transaction.atomic
def take(*, job: Job, by: User) -> File | None:
    """The finished file, with a line in the log of exports; None once it was cleared away."""
    file = job.files.filter(is_whole=True).first()
    if file is not None:
        said = job.arguments
        log_export_of(
            what=job.label,
            slug=said["slug"] or said["form"],
            by=by,
            articles=said.get("articles"),
            claims=said.get("claims"),
        )
    return file

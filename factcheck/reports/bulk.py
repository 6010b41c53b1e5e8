"""The export of many articles: requested on a page, made by a worker, kept for some days, logged when it is taken."""

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
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format

from factcheck.accounts.models import User
from factcheck.articles.models import Article, restricted_from
from factcheck.jobs import services
from factcheck.jobs.files import store_file
from factcheck.jobs.models import File, Job
from factcheck.reports.build import Report
from factcheck.reports.bundle import zip_of
from factcheck.reports.filters import FILTERS, ArticleFilter, Filter
from factcheck.reports.formats import choice_in, offered_formats
from factcheck.reports.freezing import log_export_of
from factcheck.reports.table import CsvTable, Row, SheetTable, read_batches
from factcheck.reviews.editions import FOR_DESK, Edition, EditionChoice
from factcheck.reviews.second_opinions import is_owed_since, withheld_articles

log = logging.getLogger(__name__)

KIND = "export"
#: A job that ended the program this often is given up.
MAX_ATTEMPTS = 3
#: Rows that fit on a sheet, with the heading.
MAX_ROWS = 1_048_576
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


def size_of(selection: Filter, *, by: User) -> tuple[int, int]:
    """How many articles and claims an export would take now, without what this person may not see."""
    without = left_out(by)
    claims = selection.claims().exclude(article__in=without)
    return selection.articles().exclude(pk__in=without).count(), claims.count()


def left_out(person: User) -> set[int]:
    """The keys of the articles that aren't exported for this person now: withheld, or restricted and not theirs."""
    return {*withheld_articles(person), *restricted_from(person).values_list("pk", flat=True)}


def describe(selection: Filter) -> str:
    """What is exported, in words, such as “Articles: Example Wire, in review”."""
    noun = "Articles" if isinstance(selection, ArticleFilter) else "Claims"
    return f"{noun}: {', '.join(selection.words()) or 'all'}"


def request_export(
    *,
    selection: Filter,
    form: Form,
    slug: str,
    by: User,
    key: uuid.UUID | None,
    choice: EditionChoice = FOR_DESK,
) -> tuple[Job, bool]:
    """A job that makes the file, and whether it is new: the same ``key`` makes one.

    ``slug`` is a ZIP’s format. Raises KeyReused when the key asked for another file.
    """
    choice = choice_in(offered_formats()[slug], choice) if form is Form.ZIP else choice
    label = f"Export as {offered_formats()[slug].label} in a ZIP" if form is Form.ZIP else f"Export as {form.name}"
    label += f", {choice.words}"
    arguments: dict[str, Any] = {"of": selection.slug, "asked": selection.values(), "form": form.value, "slug": slug}
    arguments |= {"edition": choice.edition.value, "ticked": [tick.value for tick in choice.ticked]}
    return services.create_job(kind=KIND, label=f"{label} · {describe(selection)}", by=by, key=key, **arguments)


def make(job: Job) -> None:
    """Do the whole job. A file that was begun by a worker that was killed is begun again; half a file never counts."""
    attempts = job.arguments.get("attempts", 0) + 1
    _note(job, attempts=attempts)
    if file := job.files.filter(is_whole=True).first():
        _finish(job, file)
    elif attempts > MAX_ATTEMPTS:
        services.fail(job, f"It crashed the program {MAX_ATTEMPTS} times and was given up.")
    else:
        try:
            _make(job)
        except Stopped:
            services.close(job)
        except (OperationalError, InterfaceError):
            # Not this export's fault: it is tried again.
            _note(job, attempts=attempts - 1)
            raise
        except Exception:
            log.exception("Job %s", job.pk)
            services.fail(job, "Something went wrong; see the server log.")


def restricted_in(job: Job) -> list[Article]:
    """The restricted articles that a file holds, or holds as far as can be told: they may have changed since."""
    return list(Article.objects.without_text().filter(pk__in=[*job.arguments.get("restricted", ()), *_restricted(job)]))


def _restricted(job: Job) -> list[int]:
    articles = filter_of(job).articles().filter(restriction__isnull=False).exclude(pk__in=left_out(job.by))
    return list(articles.order_by("pk").values_list("pk", flat=True))


def _make(job: Job) -> None:
    selection, form = filter_of(job), Form(job.arguments["form"])
    _note(job, restricted=_restricted(job))
    articles, claims = size_of(selection, by=job.by)
    if form is Form.XLSX and claims >= MAX_ROWS:
        services.fail(job, f"Excel holds {number_format(MAX_ROWS - 1)} claims at most; choose CSV, or export fewer.")
        return
    count = _Count()
    if form is Form.ZIP:
        content = _zip(job, selection, count, articles)
    else:
        count.articles = articles
        content = _csv(job, selection, count, claims) if form is Form.CSV else _xlsx(job, selection, count, claims)
    edition = choice_for(job).edition.value
    name = f"factcheck-{selection.slug}-{edition}-{timezone.localdate():%Y-%m-%d}-{job.pk}.{form.value}"
    file = store_file(job=job, name=name, content=content, content_type=form.content_type)
    _note(job, articles=count.articles, claims=count.claims, failed=count.failed)
    _finish(job, file)


def _finish(job: Job, file: File) -> None:
    services.finish(job, result_url=reverse("reports:bulk_file", args=[job.pk]))


def filter_of(job: Job) -> Filter:
    return FILTERS[job.arguments["of"]].of(job.arguments["asked"])


def choice_for(job: Job) -> EditionChoice:
    """The edition that a job makes: the desk's, for jobs from before there were two."""
    return EditionChoice.of(job.arguments.get("edition", Edition.DESK), job.arguments.get("ticked", ()))


def _csv(job: Job, selection: Filter, count: _Count, total: int) -> Iterator[bytes]:
    table = CsvTable(choice_for(job))
    yield table.heading()
    for lines in _batches(job, selection, count, total, table.read):
        yield b"".join(lines)


def _xlsx(job: Job, selection: Filter, count: _Count, total: int) -> Iterator[bytes]:
    """The same table. The workbook grows on disk; text stays text, so that nothing needs a guard in front."""
    with tempfile.NamedTemporaryFile(prefix="factcheck-", suffix=".xlsx") as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file.name, options) as book:
            sheet = book.add_worksheet("Claims")
            sheet.freeze_panes(1, 0)
            bold = book.add_format({"bold": True})
            table = SheetTable(choice_for(job))
            for column, heading in enumerate(table.heading()):
                sheet.write_string(0, column, heading, bold)
            rows = chain.from_iterable(_batches(job, selection, count, total, table.read))
            for number, row in enumerate(islice(rows, MAX_ROWS - 1), 1):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        sheet.write_number(number, column, value)
                    elif value:
                        sheet.write_string(
                            number, column, value if len(value) <= _MAX_CELL else f"{value[: _MAX_CELL - 1]}…"
                        )
        while block := file.read(_BLOCK):
            yield block


#: Characters in a cell; a spreadsheet takes no more, and what is cut off ends in “…”.
_MAX_CELL = 32_767


def _batches(
    job: Job, selection: Filter, count: _Count, total: int, read: Callable[[bytes], Row]
) -> Iterator[list[Row]]:
    """Each batch, with the progress noted after it."""
    services.note_progress(job, 0, total)
    for rows in read_batches(selection, read, choice=choice_for(job), without=left_out(job.by)):
        yield rows
        count.claims += len(rows)
        _note_progress(job, min(count.claims, total))


def _zip(job: Job, selection: Filter, count: _Count, total: int) -> Iterator[bytes]:
    def tell(report: Report | None) -> None:
        count.failed += report is None
        count.articles += report is not None
        count.claims += report.numbers.claims if report else 0
        _note_progress(job, min(count.articles + count.failed, total))

    services.note_progress(job, 0, total)
    file_format = offered_formats()[job.arguments["slug"]]
    without = left_out(job.by)
    yield from zip_of(selection, file_format, tell=tell, choice=choice_for(job), without=without)


def _note_progress(job: Job, done: int) -> None:
    services.note_progress(job, done)
    if services.is_cancelled(job):
        raise Stopped


def _note(job: Job, **arguments: Any) -> None:
    job.arguments |= arguments
    job.save(update_fields=["arguments"])


def is_withheld(job: Job, person: User) -> bool:
    """Whether a finished file may show an answer that this person was asked for since, or that its owner need not give,
    or an article that was restricted since, or that they need no longer know of. Exported again, it doesn't.
    """
    in_file = Q(restriction__at__gte=job.asked_at) | Q(pk__in=job.arguments.get("restricted", ()))
    if restricted_from(person).filter(in_file).exists():
        return True
    is_anothers = job.by_id != person.pk and bool(withheld_articles(person))
    return is_anothers or is_owed_since(person, job.asked_at)


@transaction.atomic
def take(*, job: Job, by: User) -> File | None:
    """The finished file, with a line in the export log; None once it was cleared away."""
    file = job.files.filter(is_whole=True).first()
    if file is not None:
        arguments = job.arguments
        log_export_of(
            what=job.label,
            slug=arguments["slug"] or arguments["form"],
            by=by,
            articles=arguments.get("articles"),
            claims=arguments.get("claims"),
            choice=choice_for(job),
        )
    return file

"""The pages of jobs: work that goes on after a page was answered."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.articles.models import Article, restricted_from
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.spreadsheets import BOM, Echo, cell

#: Jobs in the list, and items of each state on a job's page; the CSV file of outcomes has all.
MAX_LISTED = 100


@require_safe
@never_cache
def job_list(request: DeskRequest) -> HttpResponse:
    """One's own jobs, the latest first; an administrator sees everybody's."""
    latest = Job.objects.seen_by(request.user).select_related("by").order_by("-pk")[:MAX_LISTED]
    return render(
        request, "jobs/job_list.html", {"jobs": _as_told(list(latest), _hidden_from(request.user)), "nav": "jobs"}
    )


@require_safe
@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
def job_detail(request: DeskRequest, pk: int) -> HttpResponse:
    """How far a job is and what came of it; of an open page that asks again, the part that changes alone."""
    hidden = _hidden_from(request.user)
    (job,) = _as_told([_visible_job(request, pk)], hidden)
    progress = job.progress()
    items = _visible_items(job, hidden).defer("payload")
    context = {
        "job": job,
        "progress": progress,
        "failed": items.filter(state=Item.State.FAILED)[:MAX_LISTED],
        "already": items.filter(state=Item.State.ALREADY)[:MAX_LISTED],
        "done": items.filter(state=Item.State.DONE)[:MAX_LISTED],
        "counts": [(state, progress.of(state)) for state in Item.State if progress.of(state)],
        "is_waiting_for_a_worker": job.finished_at is None and not services.is_anybody_working(),
        "nav": "jobs",
    }
    return render(request, "jobs/job.html#progress" if wants_fragment(request) else "jobs/job.html", context)


@require_POST
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    job = _visible_job(request, pk)
    if services.cancel(job=job, by=request.user):
        messages.success(request, "It stops after the current step. What is already done stays.")
    else:
        messages.info(request, "It had already ended.")
    return redirect(job)


@require_safe
@never_cache
def outcomes(request: DeskRequest, pk: int) -> StreamingHttpResponse:
    """What came of every item, as a table to keep."""
    hidden = _hidden_from(request.user)
    (job,) = _as_told([_visible_job(request, pk)], hidden)
    response = StreamingHttpResponse(_table(_visible_items(job, hidden)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(job.label)[:50] or "job"}-{job.pk}.csv"'
    return response


def _table(items: QuerySet[Item]) -> Iterator[str]:
    writer = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield BOM + writer.writerow(["Number", "Name", "Outcome", "Why"])
    rows = items.values_list("name", "state", "sentence")
    for number, (name, state, sentence) in enumerate(rows.iterator(chunk_size=1000), start=1):
        yield writer.writerow([number, cell(name), Item.State(state).label, cell(sentence)])


def _hidden_from(person: User) -> list[str]:
    """The addresses of articles that were restricted since they were loaded and that this person needn't know of."""
    return [Article(pk=pk).get_absolute_url() for pk in restricted_from(person).values_list("pk", flat=True)]


def _visible_items(job: Job, hidden: list[str]) -> QuerySet[Item]:
    return job.items.exclude(url__in=hidden).order_by("number")


def _as_told(jobs: list[Job], hidden: list[str]) -> list[Job]:
    """With a plain label where a hidden article came of it: the label may be its title."""
    if hidden:
        telling = set(Item.objects.filter(job__in=jobs, url__in=hidden).values_list("job", flat=True))
        for job in jobs:
            if job.pk in telling:
                job.label = "Load"
    return jobs


def _visible_job(request: DeskRequest, pk: int) -> Job:
    """A job that this person may see; others are not even known to exist."""
    return get_object_or_404(Job.objects.seen_by(request.user).select_related("by", "cancelled_by"), pk=pk)

"""What people see of the work that goes on after a page was answered."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.requests import DeskRequest
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.spreadsheets import BOM, Echo, cell

#: Jobs in the list, and items of each state on a job's page; the file of outcomes has all.
SHOWN = 100


@require_safe
@never_cache
def jobs(request: DeskRequest) -> HttpResponse:
    """One's own jobs, the latest first; an administrator sees everybody's."""
    latest = Job.objects.seen_by(request.user).select_related("by").order_by("-pk")[:SHOWN]
    return render(request, "jobs/job_list.html", {"jobs": latest, "nav": "jobs"})


@require_safe
@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
def job(request: DeskRequest, pk: int) -> HttpResponse:
    """How far a job is and what came of it; the part that changes alone when the page asks for news."""
    one = _job(request, pk)
    progress = one.progress()
    items = one.items.order_by("number").defer("payload")
    context = {
        "job": one,
        "progress": progress,
        "failed": items.filter(state=Item.State.FAILED)[:SHOWN],
        "already": items.filter(state=Item.State.ALREADY)[:SHOWN],
        "made": items.filter(state=Item.State.DONE)[:SHOWN],
        "counts": [(state, progress.of(state)) for state in Item.State if progress.of(state)],
        "is_waiting_for_a_worker": one.finished_at is None and not services.is_anybody_working(),
        "nav": "jobs",
    }
    is_part = request.htmx and request.htmx.request_type == "partial"
    return render(request, "jobs/job.html#progress" if is_part else "jobs/job.html", context)


@require_POST
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    one = _job(request, pk)
    if services.cancel(job=one, by=request.user):
        messages.success(request, "It stops after what it is doing now. What is done stays done.")
    else:
        messages.info(request, "It had ended already.")
    return redirect(one)


@require_safe
@never_cache
def outcomes(request: DeskRequest, pk: int) -> StreamingHttpResponse:
    """What came of every item, as a table to keep."""
    one = _job(request, pk)
    response = StreamingHttpResponse(_table(one), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(one.label)[:50] or "job"}-{one.pk}.csv"'
    return response


def _table(one: Job) -> Iterator[str]:
    writer = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield BOM + writer.writerow(["Number", "Name", "Outcome", "Why"])
    rows = one.items.order_by("number").values_list("name", "state", "sentence")
    for number, (name, state, sentence) in enumerate(rows.iterator(chunk_size=1000), start=1):
        yield writer.writerow([number, cell(name), Item.State(state).label, cell(sentence)])


def _job(request: DeskRequest, pk: int) -> Job:
    """A job that this person may see; of others nobody learns that they are there."""
    return get_object_or_404(Job.objects.seen_by(request.user).select_related("by", "cancelled_by"), pk=pk)

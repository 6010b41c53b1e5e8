"""Asking for an export of many articles, and getting its file."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.articles.reads import note_read
from factcheck.jobs.models import Job
from factcheck.keys import give_new_key
from factcheck.refusals import KeyReused
from factcheck.reports import bulk
from factcheck.reports.filters import FILTERS, ArticleFilter, ClaimFilter, Filter
from factcheck.reports.pages.editions import check_ticks
from factcheck.reports.pages.forms import BulkForm
from factcheck.reports.tasks import enqueue


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission("can_export")
@never_cache
def new(request: DeskRequest) -> HttpResponse:
    """What would be exported, and as what; the address has the filter of the list it was reached from."""
    selection = _selection(request)
    form = BulkForm(request.POST) if request.method == "POST" else BulkForm(initial={"key": uuid.uuid4()})
    check_ticks(form.choice, request.user)
    articles, claims = bulk.size_of(selection, by=request.user)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and claims:
        try:
            return redirect(_request_export(request, selection, form))
        except KeyReused as problem:
            give_new_key(form)
            form.add_error(None, f"{problem} What you changed since then isn’t exported yet.")
            status = 409
    context = {
        "form": form,
        "selection": selection,
        "words": selection.words(),
        "articles": articles,
        "claims": claims,
        "nav": "articles" if isinstance(selection, ArticleFilter) else "overview",
    }
    return render(request, "reports/export_many.html", context, status=status)


@transaction.atomic
def _request_export(request: DeskRequest, selection: Filter, form: BulkForm) -> Job:
    cleaned = form.cleaned_data
    job, is_new = bulk.request_export(
        selection=selection,
        form=bulk.Form(cleaned["form"]),
        slug=cleaned["slug"],
        by=request.user,
        key=cleaned["key"],
        choice=form.choice,
    )
    if is_new:
        enqueue(job)
    return job


def _selection(request: DeskRequest) -> Filter:
    """By the address; the filters of the overview are only for who may see it."""
    selection = FILTERS.get(request.GET.get("of", ""), ArticleFilter).of(request.GET)
    if isinstance(selection, ClaimFilter) and not request.user.can_see_overview:
        raise PermissionDenied
    return selection


@require_GET
@require_permission("can_export")
@never_cache
def file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The file of a finished export, for who asked for it. It is logged each time."""
    job = get_object_or_404(Job.objects.seen_by(request.user).filter(kind=bulk.KIND), pk=pk)
    if bulk.is_withheld(job, request.user):
        messages.info(request, "This file may include articles you no longer have access to. Export again.")
        return redirect(job)
    export_file = bulk.take(job=job, by=request.user)
    note_read(request, bulk.restricted_in(job) if export_file else ())
    if export_file is None:
        messages.info(request, "The file isn’t there: the export is still running, or it has expired. Export again.")
        return redirect(job)
    response = StreamingHttpResponse(export_file.pieces(), content_type=export_file.content_type)
    response["Content-Length"] = str(export_file.size)
    response["Content-Disposition"] = content_disposition_header(True, export_file.name)
    return response

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
from factcheck.jobs.models import Job
from factcheck.reports import bulk
from factcheck.reports.filters import KINDS, AskedArticles, ClaimFilter
from factcheck.reports.pages.forms import BulkForm
from factcheck.reports.tasks import enqueue


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission("can_export")
@never_cache
def new(request: DeskRequest) -> HttpResponse:
    """What would be exported, and as what; the address has the filter of the list it was reached from."""
    asked = _asked(request)
    form = BulkForm(request.POST) if request.method == "POST" else BulkForm(initial={"key": uuid.uuid4()})
    articles, claims = bulk.size_of(asked)
    if form.is_bound and form.is_valid() and claims:
        said = form.cleaned_data
        with transaction.atomic():
            job, is_new = bulk.ask_for_export(
                asked=asked, form=bulk.Form(said["form"]), slug=said["slug"], by=request.user, key=said["key"]
            )
            if is_new:
                enqueue(job)
        return redirect(job)
    context = {
        "form": form,
        "asked": asked,
        "words": asked.words(),
        "articles": articles,
        "claims": claims,
        "nav": "articles" if isinstance(asked, AskedArticles) else "overview",
    }
    return render(request, "reports/export_many.html", context, status=422 if form.is_bound else 200)


def _asked(request: DeskRequest) -> ClaimFilter | AskedArticles:
    """By the address; the filters of the overview are only for who may see it."""
    asked = KINDS.get(request.GET.get("of", ""), AskedArticles).of(request.GET)
    if isinstance(asked, ClaimFilter) and not request.user.can_see_overview:
        raise PermissionDenied
    return asked


@require_GET
@require_permission("can_export")
@never_cache
def file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The file of a finished export, for who asked for it. Each time it is taken is logged."""
    job = get_object_or_404(Job.objects.seen_by(request.user).filter(kind=bulk.KIND), pk=pk)
    kept = bulk.take(job=job, by=request.user)
    if kept is None:
        messages.info(request, "The file is not there: it is not finished, or it was cleared away. Export it anew.")
        return redirect(job)
    response = StreamingHttpResponse(kept.pieces(), content_type=kept.content_type)
    response["Content-Length"] = str(kept.size)
    response["Content-Disposition"] = content_disposition_header(True, kept.name)
    return response

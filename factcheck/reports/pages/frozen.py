"""Frozen reports: kept, read, compared, checked, shown to somebody outside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import Article
from factcheck.articles.services import versions_of
from factcheck.reports import freezing, verification
from factcheck.reports.build import Report
from factcheck.reports.comparison import compare as compare_reports
from factcheck.reports.file_names import file_name
from factcheck.reports.formats import Format, all_formats
from factcheck.reports.models import FrozenReport, ReportFile, Share
from factcheck.reports.pages.context import page_context
from factcheck.reports.pages.forms import FreezeForm, ShareForm, VerifyForm
from factcheck.reports.serialization import UnreadableDocument


@require_POST
@require_permission("can_freeze")
def freeze(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep the report of an article as it now stands."""
    article = get_object_or_404(Article.objects.only("pk"), pk=pk)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Not frozen: the page was out of date or the words too long. Please try again.")
        return redirect("reports:report", pk)
    said = form.cleaned_data
    frozen = freezing.freeze(article=article, occasion=said["occasion"], key=said["key"], by=request.user)
    messages.success(request, f"Report {frozen.pk} is frozen. It stays as it is, whatever happens to the article.")
    return redirect(frozen)


@require_safe
@never_cache
def frozen(request: DeskRequest, number: int) -> HttpResponse:
    """A frozen report as a page, with its files, its links and the other reports of its article."""
    one = _frozen(number)
    person = request.user
    context = page_context(_thawed(one)) | {
        "frozen": one,
        "formats": _kept_formats(one),
        "is_intact": freezing.is_intact(one),
        "others": freezing.reports_of(one.article).exclude(pk=one.pk),
        "shares": one.shares.select_related("by").order_by("-pk") if person.can_share else [],
        "share_form": ShareForm(),
        "now": timezone.now(),
    }
    return render(request, "reports/frozen.html", context)


@require_safe
@never_cache
def file(request: DeskRequest, number: int, slug: str) -> HttpResponse:
    """One of its files, the same for ever."""
    if not request.user.can_export:
        raise PermissionDenied
    one = _frozen(number)
    kept = get_object_or_404(ReportFile, report=one, slug=slug)
    freezing.log_export(article=one.article, slug=slug, by=request.user, report=one)
    known = all_formats().get(slug)
    response = HttpResponse(bytes(kept.content), content_type=known.content_type if known else None)
    name = file_name(one.article.title, one.at, known.ending if known else slug, number=one.pk)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_safe
def compare(request: DeskRequest, number: int, other: int) -> HttpResponse:
    """What changed between two reports of an article or its versions: from the earlier one to the later."""
    before, after = sorted((_frozen(number), _frozen(other)), key=lambda one: (one.article.version, one.pk))
    if before.article_id != after.article_id and after.article not in versions_of(before.article):
        raise Http404
    context = {"before": before, "after": after, "changes": compare_reports(_thawed(before), _thawed(after))}
    return render(request, "reports/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission("can_verify")
def verify(request: DeskRequest) -> HttpResponse:
    """Whether a file is of a frozen report, and unaltered."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form, "nav": "verify"}
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        context |= {"name": sent.name, "found": verification.verify(sent.read())}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "reports/verify.html", context, status=status)


@require_POST
@require_permission("can_share")
def share(request: DeskRequest, number: int) -> HttpResponse:
    """Make a link for somebody outside. It is shown this once."""
    one = _frozen(number)
    form = ShareForm(request.POST)
    if not form.is_valid():
        sentence = next(iter(form.errors.values()))[0]
        messages.warning(request, f"No link was made: {sentence}")
        return redirect(one)
    said = form.cleaned_data
    made, token = freezing.share(report=one, recipient=said["recipient"], days=said["days"], by=request.user)
    link = request.build_absolute_uri(reverse("reports:shared", args=[token]))
    return render(request, "reports/shared_link.html", {"frozen": one, "share": made, "link": link})


@require_POST
@require_permission("can_share")
def revoke(request: DeskRequest, number: int, pk: int) -> HttpResponse:
    """End a link now."""
    one = get_object_or_404(Share.objects.select_related("report"), pk=pk, report=number)
    freezing.revoke(share=one, by=request.user)
    messages.success(request, f"The link for {one.recipient} no longer works.")
    return redirect("reports:links" if request.POST.get("next") == reverse("reports:links") else one.report)


@login_not_required
@require_safe
@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A frozen report for somebody outside, read-only. A link that ended looks like one that never was."""
    one = freezing.shared(token)
    if one is None:
        raise Http404
    response = render(request, "reports/shared.html", page_context(_thawed(one)) | {"frozen": one, "is_outside": True})
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _kept_formats(one: FrozenReport) -> list[Format]:
    """The formats that it was written in: of an old report fewer than are written today."""
    kept = set(one.files.values_list("slug", flat=True))
    return [each for slug, each in all_formats().items() if slug in kept]


def _frozen(number: int) -> FrozenReport:
    return get_object_or_404(FrozenReport.objects.select_related("article", "by"), pk=number)


def _thawed(one: FrozenReport) -> Report:
    try:
        return freezing.load_frozen(one)
    except UnreadableDocument as problem:
        raise Http404(str(problem)) from problem

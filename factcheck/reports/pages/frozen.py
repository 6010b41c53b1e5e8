"""Frozen reports: kept, read, compared, checked, shown to somebody outside."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
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

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import Article
from factcheck.articles.services import versions_of
from factcheck.keys import give_new_key
from factcheck.refusals import KeyReused, Refused
from factcheck.reports import freezing, verification
from factcheck.reports.build import Report
from factcheck.reports.comparison import compare as compare_reports
from factcheck.reports.file_names import file_name
from factcheck.reports.formats import Format, all_formats, choice_in, offered_formats
from factcheck.reports.models import ErasedReport, FrozenReport, OutsideFile, ReportFile, ShareLink
from factcheck.reports.pages.context import page_context
from factcheck.reports.pages.editions import asked_edition, check_ticks
from factcheck.reports.pages.forms import FreezeForm, ShareForm, VerifyForm
from factcheck.reports.pages.report import draw_report
from factcheck.reports.serialization import UnreadableDocument
from factcheck.reports.since import since
from factcheck.reviews.editions import FOR_DESK, EditionChoice
from factcheck.reviews.second_opinions import check_open


@require_POST
@require_permission("can_freeze")
def freeze(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep the report of an article as it is now."""
    article = get_object_or_404(Article.objects.only("pk"), pk=pk)
    form = FreezeForm(request.POST)
    check_ticks(form.choice, request.user)
    if not form.is_valid():
        messages.warning(request, "Not frozen: the page was out of date, or the purpose too long. Try again.")
        return redirect("reports:report", pk)
    cleaned = form.cleaned_data
    try:
        report = freezing.freeze(
            article=article,
            occasion=cleaned["occasion"],
            key=cleaned["key"],
            by=request.user,
            choice=form.choice,
        )
    except KeyReused as problem:
        give_new_key(form)
        form.add_error("occasion", f"{problem} What you changed since then isn’t frozen yet.")
        return draw_report(request, pk, form, status=409)
    messages.success(request, f"Report {report.pk} is frozen: a permanent copy, whatever happens to the article.")
    return redirect(report.get_absolute_url() + form.choice.query)


@require_safe
@never_cache
def frozen(request: DeskRequest, number: int) -> HttpResponse:
    """A frozen report as a page, in either edition, with its files, its links and the other reports of its article."""
    if erased := ErasedReport.objects.filter(pk=number).select_related("erasure").first():
        return _erased_page(request, erased)
    return _draw_frozen(request, _frozen_report(number, request.user))


def _draw_frozen(
    request: DeskRequest, report: FrozenReport, share_form: ShareForm | None = None, *, status: int = 200
) -> HttpResponse:
    choice = asked_edition(request)
    shares = report.shares.select_related("by", "edition").defer("edition__document").order_by("-pk")
    context = page_context(_content_of(report, choice)) | {
        "frozen": report,
        "formats": list(offered_formats().values()) if choice.is_outside else _formats_of(report),
        "is_intact": freezing.is_intact(report),
        "since": since(report.article),
        "others": freezing.reports_of(report.article).exclude(pk=report.pk),
        "shares": shares if request.user.can_share else [],
        "share_form": share_form or ShareForm(initial={"tick": choice.ticked, "key": uuid.uuid4()}),
        "now": timezone.now(),
    }
    return render(request, "reports/frozen.html", context, status=status)


@require_safe
@never_cache
def file(request: DeskRequest, number: int, slug: str) -> HttpResponse:
    """One of its files, the same for ever."""
    if not request.user.can_export:
        raise PermissionDenied
    report = _frozen_report(number, request.user)
    choice = asked_edition(request)
    report_file = _file_of(report, slug, choice)
    file_format = all_formats().get(slug)
    if file_format:
        choice = choice_in(file_format, choice)
    freezing.log_export(article=report.article, slug=slug, by=request.user, report=report, choice=choice)
    return _download(report, slug, bytes(report_file.content), choice)


def _file_of(report: FrozenReport, slug: str, choice: EditionChoice) -> ReportFile | OutsideFile:
    """A file of the edition; the desk's was made when the report was frozen. 404 where there is none."""
    if not choice.is_outside:
        return get_object_or_404(ReportFile, report=report, slug=slug)
    if (file_format := offered_formats().get(slug)) is None:
        raise Http404
    with _readable():
        return freezing.outside_file(freezing.outside_edition(report, choice), file_format)


def _download(report: FrozenReport, slug: str, content: bytes, choice: EditionChoice) -> HttpResponse:
    file_format = all_formats().get(slug)
    response = HttpResponse(content, content_type=file_format.content_type if file_format else None)
    ending = file_format.ending if file_format else slug
    name = file_name(report.article.title, report.at, ending, choice.edition, number=report.pk)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_safe
def compare(request: DeskRequest, number: int, other: int) -> HttpResponse:
    """What changed between two reports of an article or its versions: from the earlier one to the later."""
    reports = (_frozen_report(number, request.user), _frozen_report(other, request.user))
    before, after = sorted(reports, key=lambda report: (report.article.version, report.pk))
    if before.article_id != after.article_id and after.article not in versions_of(before.article):
        raise Http404
    changes = compare_reports(_content_of(before), _content_of(after))
    return render(request, "reports/compare.html", {"before": before, "after": after, "changes": changes})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission("can_verify")
def verify(request: DeskRequest) -> HttpResponse:
    """Whether a file is of a frozen report, and unaltered."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form, "nav": "verify"}
    status = 422 if form.is_bound and not form.is_valid() else 200
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        with verification.turn_of(request.user) as why_not:
            if why_not:
                form.add_error("file", why_not)
                status = 429
            else:
                result = verification.seen_by(verification.verify(upload.read()), request.user)
                article = result.report.article if result.report else None
                context |= {"name": upload.name, "verification": result, "since": since(article) if article else None}
    return render(request, "reports/verify.html", context, status=status)


@require_POST
@require_permission("can_share")
def share(request: DeskRequest, number: int) -> HttpResponse:
    """Make a link for somebody outside. It is shown this once."""
    report = _frozen_report(number, request.user)
    form = ShareForm(request.POST)
    if not form.is_valid():
        sentence = next(iter(form.errors.values()))[0]
        messages.warning(request, f"No link created: {sentence}")
        return redirect(report)
    cleaned = form.cleaned_data
    try:
        with _readable():
            new_share, token = freezing.share(
                report=report,
                recipient=cleaned["recipient"],
                days=cleaned["days"],
                by=request.user,
                ticked=form.choice.ticked,
                key=cleaned["key"],
            )
    except KeyReused as problem:
        give_new_key(form)
        form.add_error("recipient", f"{problem} What you changed since then isn’t shared yet.")
        return _draw_frozen(request, report, form, status=409)
    except Refused as problem:
        messages.warning(request, str(problem))
        return redirect(report)
    link = request.build_absolute_uri(reverse("reports:shared", args=[token]))
    return render(request, "reports/shared_link.html", {"frozen": report, "share": new_share, "link": link})


@require_POST
@require_permission("can_share")
def revoke(request: DeskRequest, number: int, pk: int) -> HttpResponse:
    """End a link now."""
    share = get_object_or_404(ShareLink.objects.select_related("report"), pk=pk, report=number)
    freezing.revoke(share=share, by=request.user)
    messages.success(request, f"The link for {share.recipient} no longer works.")
    return redirect("reports:links" if request.POST.get("next") == reverse("reports:links") else share.report)


@login_not_required
@require_safe
@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A frozen report for somebody outside, read-only. A link that ended looks like one that never was."""
    shown = freezing.shared(token)
    if shown is None:
        return _erased_page(request, freezing.erased_behind(token))
    link = _opened(request, shown)
    formats = offered_formats()
    with _readable():
        report = freezing.load_outside(freezing.edition_of(link))
    context = page_context(report) | {
        "frozen": link.report,
        "token": token,
        "is_outside": True,
        "formats": [formats[slug] for slug in _FOR_GUESTS if slug in formats],
        "since": since(link.report.article),
    }
    return _for_nobody_else(render(request, "reports/shared.html", context))


@login_not_required
@require_safe
@never_cache
def shared_file(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """The same as a file."""
    if slug not in _FOR_GUESTS or (file_format := offered_formats().get(slug)) is None:
        raise Http404
    link = _opened(request, freezing.shared(token, takes=slug))
    with _readable():
        content = bytes(freezing.outside_file(freezing.edition_of(link), file_format).content)
    return _for_nobody_else(_download(link.report, slug, content, link.choice))


#: What people outside read and print.
_FOR_GUESTS = ("pdf", "docx", "xlsx")


def _opened(request: HttpRequest, link: ShareLink | None) -> ShareLink:
    """The link. 404 for one that doesn't work. Raises Withheld."""
    if link is None:
        raise Http404
    report = link.report
    if isinstance(request.user, User):  # a colleague at the desk, who may be asked for an answer that is in it
        check_open(report.article_id, request.user, what="report", taken_at=report.at)
    return link


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    """No search engine lists it, and no other page learns its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _erased_page(request: HttpRequest, erased: ErasedReport | None) -> HttpResponse:
    """That a report existed and was erased: 410; 404 for one that never was."""
    if erased is None:
        raise Http404
    return _for_nobody_else(render(request, "reports/erased.html", {"erased": erased}, status=410))


def _formats_of(report: FrozenReport) -> list[Format]:
    """The formats that it was written in: for an old report fewer than are written today."""
    slugs = set(report.files.values_list("slug", flat=True))
    return [file_format for slug, file_format in all_formats().items() if slug in slugs]


def _frozen_report(number: int, person: User) -> FrozenReport:
    """The report of this number, if this person may read it now. Raises Withheld."""
    report = get_object_or_404(FrozenReport.objects.select_related("article", "by"), pk=number)
    check_open(report.article_id, person, what="report", taken_at=report.at)
    return report


def _content_of(report: FrozenReport, choice: EditionChoice = FOR_DESK) -> Report:
    """What an edition of it says; 404 for a document that can't be read."""
    with _readable():
        return freezing.load_edition(report, choice)


@contextmanager
def _readable() -> Iterator[None]:
    """404 for a document that can't be read."""
    try:
        yield
    except UnreadableDocument as problem:
        raise Http404(str(problem)) from problem

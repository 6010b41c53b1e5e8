"""The desk in numbers, and the claims behind each of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import restricted_from
from factcheck.articles.reads import note_read
from factcheck.parsing import parse_pk
from factcheck.reports.filters import ClaimFilter
from factcheck.reports.freezing import log_export_of
from factcheck.reports.overview import DIMENSIONS, MAX_LINES, Line, focus_of, total
from factcheck.reports.overview_charts import charts
from factcheck.spreadsheets import BOM, Echo, cell

#: Claims on one page.
_PAGE = 100


@require_safe
@require_permission("can_see_overview")
@never_cache
def overview(request: DeskRequest) -> HttpResponse:
    """The page, by one dimension; of the whole desk, or of a month, an outlet, a byline or a reviewer alone."""
    by = DIMENSIONS.get(request.GET.get("by", ""), DIMENSIONS["month"])
    focus = focus_of(request.GET)
    lines = list(by.lines(focus, request.user))
    counts_reviews = by.slug == "reviewer" or bool(focus.reviewer)
    reviewed = {"reviewed": "yes"} if counts_reviews else {}
    context = {
        "by": by,
        "dimensions": DIMENSIONS.values(),
        "focus": focus,
        "words": focus.words(),
        "lines": lines[:MAX_LINES],
        "hidden": max(0, len(lines) - MAX_LINES),
        "total": Line("All", focus.values(**reviewed), total(lines)),
        "counts_reviews": counts_reviews,
        "charts": charts(lines) if by.slug == "month" and not focus.month else (),
        "nav": "overview",
    }
    return render(request, "reports/overview.html", context)


@require_GET
@require_permission("can_see_overview")
@require_permission("can_export")
@never_cache
def overview_csv(request: DeskRequest, slug: str) -> StreamingHttpResponse:
    """The same as a table to keep, every line of it. That it was taken is logged."""
    if slug not in DIMENSIONS:
        raise Http404
    by, focus = DIMENSIONS[slug], focus_of(request.GET)
    log_export_of(what=f"Overview: {', '.join([by.label.lower(), *focus.words()])}", slug="csv", by=request.user)
    response = StreamingHttpResponse(_table(by.lines(focus, request.user)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="overview-{slug}.csv"'
    return response


_HEADINGS = [
    "",
    "Articles",
    "Claims",
    "Reviewed",
    "On unnamed sources",
    "With a finding on their sourcing",
    "With a verdict",
    "Verified",
    "Median turnaround (hours)",
]


def _table(lines: Iterator[Line]) -> Iterator[str]:
    writer = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    rows = (
        [
            cell(line.name),
            "" if line.articles is None else line.articles,
            line.tally.claims,
            line.tally.reviewed,
            line.unnamed,
            line.remarked,
            line.decided,
            line.tally.verified,
            "" if line.turnaround is None else round(line.turnaround.total_seconds() / 3600),
        ]
        for line in lines
    )
    for number, row in enumerate(chain([_HEADINGS], rows)):
        yield ("" if number else BOM) + writer.writerow(row)


@require_safe
@require_permission("can_see_overview")
@never_cache
def claims(request: DeskRequest) -> HttpResponse:
    """The claims that a number counts, the latest first, page by page."""
    selection = ClaimFilter.of(request.GET)
    claims = (
        selection.claims()
        .exclude(article__in=restricted_from(request.user))
        .defer("article__text", "article__search")
        .order_by("-pk")
    )
    claims = claims.select_related("article", "article__outlet", "reviewed_by", "verdict_by")
    if (after := parse_pk(request.GET.get("after"))) is not None:
        claims = claims.filter(pk__lt=after)
    page = list(claims[: _PAGE + 1])
    note_read(request, (claim.article for claim in page[:_PAGE]))
    context = {
        "selection": selection,
        "claims": page[:_PAGE],
        "export_query": selection.query(of=selection.slug),
        "next_url": selection.query(after=str(page[_PAGE - 1].pk)) if len(page) > _PAGE else "",
        "nav": "overview",
    }
    return render(request, "reports/claim_list.html", context)

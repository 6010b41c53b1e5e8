"""The desk in numbers, and the claims behind each of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.accounts.rights import needs
from factcheck.reports.overview import DIMENSIONS, SHOWN, Asked, Line, total
from factcheck.spreadsheets import BOM, Echo, cell

#: Claims on one page.
_PAGE = 100


@require_safe
@needs("can_see_overview")
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """The page, by one dimension."""
    by = DIMENSIONS.get(request.GET.get("by", ""), DIMENSIONS["month"])
    lines = list(by.lines())
    context = {
        "by": by,
        "dimensions": DIMENSIONS.values(),
        "lines": lines[:SHOWN],
        "hidden": max(0, len(lines) - SHOWN),
        "total": Line("All", {"reviewed": "yes"} if by.slug == "reviewer" else {}, total(lines)),
        "nav": "overview",
    }
    return render(request, "reports/overview.html", context)


@require_safe
@needs("can_see_overview")
@never_cache
def overview_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same as a table to keep, every line of it."""
    if slug not in DIMENSIONS:
        raise Http404
    response = StreamingHttpResponse(_table(DIMENSIONS[slug].lines()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="overview-{slug}.csv"'
    return response


def _table(lines: Iterator[Line]) -> Iterator[str]:
    writer = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    heading = ["", "Articles", "Claims", "Reviewed", "On unnamed sources", "With a verdict", "Verified"]
    rows = (
        [
            cell(line.name),
            "" if line.articles is None else line.articles,
            line.tally.claims,
            line.tally.reviewed,
            line.unnamed,
            line.decided,
            line.tally.verified,
        ]
        for line in lines
    )
    for number, row in enumerate(chain([heading], rows)):
        yield ("" if number else BOM) + writer.writerow(row)


@require_safe
@needs("can_see_overview")
@never_cache
def claims(request: HttpRequest) -> HttpResponse:
    """The claims that a number counts, the latest first, page by page."""
    asked = Asked.of(request.GET)
    after = request.GET.get("after", "")
    found = asked.claims().order_by("-pk")
    if after.isascii() and after.isdecimal() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    page = list(found[: _PAGE + 1])
    context = {
        "asked": asked,
        "claims": page[:_PAGE],
        "next_url": asked.query(after=str(page[_PAGE - 1].pk)) if len(page) > _PAGE else "",
        "nav": "overview",
    }
    return render(request, "reports/claim_list.html", context)

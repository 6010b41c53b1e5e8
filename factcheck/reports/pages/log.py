"""Who took what out of the house, and which links still let somebody outside in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.accounts.models import User
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import Article
from factcheck.parsing import parse_pk
from factcheck.reports.models import Export, ShareLink

#: Lines on one page.
PAGE = 100


@require_safe
@require_permission("can_see_exports")
@never_cache
def exports(request: HttpRequest) -> HttpResponse:
    """The log of exports, the latest first; of one person or one article when asked."""
    person, article, before = (parse_pk(request.GET.get(name)) for name in ("person", "article", "before"))
    log = Export.objects.of_person(person).of_article(article).order_by("-pk")
    if before:
        log = log.filter(pk__lt=before)
    page = list(
        log.select_related("by", "report", "article").defer("article__text", "article__search", "report__document")[
            : PAGE + 1
        ]
    )
    context: dict[str, Any] = {
        "exports": page[:PAGE],
        "people": User.objects.order_by("username"),
        "person": person,
        "article": Article.objects.only("title").filter(pk=article).first() if article else None,
        "next_key": page[PAGE - 1].pk if len(page) > PAGE else None,
    }
    return render(request, "reports/export_log.html", context)


@require_safe
@require_permission("can_share")
@never_cache
def links(request: HttpRequest) -> HttpResponse:
    """The links that work now, those that end first on top."""
    now = timezone.now()
    live = ShareLink.objects.filter(until__gt=now, revoked_at=None)
    rows = live.select_related("by", "report", "report__article", "edition")
    rows = rows.defer("report__document", "edition__document", "report__article__text", "report__article__search")
    first = rows.order_by("until", "pk")
    return render(request, "reports/link_list.html", {"links": first[:PAGE], "count": live.count()})

"""Who took what out of the house, and which links still let somebody outside in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import Article, restricted_from
from factcheck.parsing import parse_pk
from factcheck.reports.models import Export, ShareLink

#: Lines on one page.
PAGE = 100


@require_safe
@require_permission("can_see_exports")
@never_cache
def exports(request: DeskRequest) -> HttpResponse:
    """The export log, the latest first; of one person or one article when asked."""
    person, article, before = (parse_pk(request.GET.get(name)) for name in ("person", "article", "before"))
    hidden = restricted_from(request.user)
    # A row without an article would be lost to NOT IN.
    log = (
        Export.objects.exclude(article__isnull=False, article__in=hidden)
        .of_person(person)
        .of_article(article)
        .order_by("-pk")
    )
    if before:
        log = log.filter(pk__lt=before)
    page = list(
        log.select_related("by", "report", "article").defer("article__text", "article__search", "report__document")[
            : PAGE + 1
        ]
    )
    named = Article.objects.visible_to(request.user).only("title").filter(pk=article or 0)
    context: dict[str, Any] = {
        "exports": page[:PAGE],
        "people": User.objects.order_by("username"),
        "person": person,
        "article": named.first() if article else None,
        "next_key": page[PAGE - 1].pk if len(page) > PAGE else None,
    }
    return render(request, "reports/export_log.html", context)


@require_safe
@require_permission("can_share")
@never_cache
def links(request: DeskRequest) -> HttpResponse:
    """The links that work now, those that end first on top."""
    now = timezone.now()
    live = ShareLink.objects.filter(until__gt=now, revoked_at=None)
    live = live.exclude(report__article__in=restricted_from(request.user))
    rows = live.select_related("by", "report", "report__article", "edition")
    rows = rows.defer("report__document", "edition__document", "report__article__text", "report__article__search")
    first = rows.order_by("until", "pk")
    return render(request, "reports/link_list.html", {"links": first[:PAGE], "count": live.count()})

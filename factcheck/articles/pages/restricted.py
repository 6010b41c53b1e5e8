"""Need to know: whoever may not find a restricted article gets the same answer as if there were none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from factcheck.articles.models import Article, restricted_from
from factcheck.articles.reads import log_reads, note_read
from factcheck.parsing import parse_pk
from factcheck.reports.models import ErasedReport, FrozenReport


class RestrictedMiddleware:
    """Closes every address of an article and of a frozen report, also those that are added one day.

    What belongs to no one article (lists, the queue, figures) asks ``visible_to()``. Share links need nobody signed in:
    who made one decided that somebody outside reads it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        log_reads(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Raises Http404 for what isn't there and for what this person may not find, before the view says anything."""
        match = request.resolver_match
        if match is None or not request.user.is_authenticated:
            return
        if request.method == "POST" and getattr(view, "finds_by_itself", False):
            return
        if match.route.startswith("articles/<int:pk>/"):
            keys = {kwargs["pk"]}
            visible = Article.objects.visible_to(request.user).filter(pk__in=keys)
            rows = list(visible.values_list("pk", "restriction"))
        elif match.route.startswith("reports/<int:number>/"):
            keys = {kwargs["number"], kwargs.get("other", kwargs["number"])}
            reports = FrozenReport.objects.filter(pk__in=keys).exclude(article__in=restricted_from(request.user))
            rows = list(reports.values_list("article", "article__restriction"))
            if len(rows) < len(keys):
                # Of a report that was erased there is no article left: its page says that it existed.
                keys -= set(ErasedReport.objects.filter(pk__in=keys).values_list("pk", flat=True))
        elif match.route.startswith("admin/articles/article/<path:object_id>/"):
            # Who may not find it is led to the front page by the admin itself.
            pk = parse_pk(kwargs["object_id"])
            note_read(request, Article.objects.visible_to(request.user).without_text().filter(pk=pk or 0))
            return
        else:
            return
        if len(rows) < len(keys):
            raise Http404
        note_read(request, [Article(pk=article, restriction_id=restriction) for article, restriction in rows])

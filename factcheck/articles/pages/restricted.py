"""Need to know: whoever may not find a restricted article gets the same answer as if there were none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from factcheck.accounts.audit import Event, record
from factcheck.articles.models import Article, restricted_from
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
        article = getattr(request, "restricted_article", None)
        if article is not None and request.method == "GET" and response.status_code == 200:
            page = request.resolver_match.view_name if request.resolver_match else ""
            record(Event.RESTRICTED_READ, request=request, subject="article", subject_pk=article, page=page)
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
        else:
            return
        if len(rows) < len(keys):
            raise Http404
        request.restricted_article = next((article for article, restriction in rows if restriction), None)  # type: ignore[attr-defined]

"""Who finds an article: the page on which editors restrict it, name each other on it, and lift that again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from factcheck.accounts.models import DESK_BACKEND, User
from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import Article
from factcheck.articles.services import (
    editors_named_on,
    lift_restriction,
    name_editor,
    restrict_article,
    unname_editor,
)
from factcheck.parsing import parse_pk
from factcheck.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission("can_restrict")
def restriction(request: DeskRequest, pk: int) -> HttpResponse:
    """Who finds the article at present, and changing that. Every button does nothing when it is pressed twice."""
    article = get_object_or_404(Article.objects.without_text(), pk=pk)
    if request.method == "POST":
        return _change(request, article)
    editors = editors_named_on(article)
    of_article = Article.objects.filter(restriction=article.restriction_id) if article.is_restricted else [article]
    assigned = User.objects.filter(assignments__article__in=of_article, assignments__ended_at=None, is_active=True)
    unnamed = User.objects.with_perm("articles.change_article", backend=DESK_BACKEND).exclude(
        pk__in=[person.pk for person in editors]
    )
    context = {
        "article": article,
        "editors": editors,
        "unnamed": unnamed.order_by("username"),
        "assigned": assigned.order_by("username").distinct(),
        "nav": "articles",
    }
    return render(request, "articles/restriction.html", context)


def _change(request: DeskRequest, article: Article) -> HttpResponse:
    pressed, by = request.POST.get("do", ""), request.user
    person = User.objects.filter(pk=parse_pk(request.POST.get("person")) or 0).first()
    try:
        if pressed == "restrict":
            restrict_article(article=article, by=by)
            messages.success(request, "The article is restricted.")
        elif pressed == "lift":
            lift_restriction(article=article, by=by)
            messages.success(request, "The restriction is lifted: the whole desk can see the article.")
        elif pressed == "name" and person:
            name_editor(article=article, person=person, by=by)
            messages.success(request, f"{person} now has access.")
        elif pressed == "unname" and person:
            unname_editor(article=article, person=person, by=by)
            messages.success(request, f"{person} no longer has access as an editor.")
        else:
            messages.warning(request, "The page was out of date and nothing was changed.")
    except Refused as problem:
        messages.warning(request, str(problem))
    article.refresh_from_db(fields=["restriction"])
    # An editor who took their own name off finds it no more.
    return redirect("articles:restriction", article.pk) if article.is_visible_to(by) else redirect("articles:list")

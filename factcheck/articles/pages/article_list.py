"""The list of articles, and archiving one from it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest, safe_redirect_url, wants_fragment
from factcheck.articles.listing import read_page
from factcheck.articles.models import Article, Outlet
from factcheck.articles.pages.forms import FilterForm
from factcheck.articles.services import archive_article, restore_article


@require_safe
@vary_on_headers("HX-Request", "HX-Request-Type")
def article_list(request: DeskRequest) -> HttpResponse:
    """The page, or its results alone when the filters ask for them."""
    form = FilterForm(request.GET, outlets=list(Outlet.objects.visible_to(request.user)))
    before, after = form.key("before"), form.key("after")
    page = read_page(form.articles(request.user), sort=form.order, before=before, after=after)
    here = form.url(before=before, after=after)
    context = {
        "form": form,
        "page": page,
        "here": here,
        "previous_url": form.url(before=page.before),
        "next_url": form.url(after=page.after),
        "nav": "articles",
        "has_own_search": True,
    }
    if not page.articles and not Article.objects.visible_to(request.user).exists():
        context |= {"is_new": True, "editors": User.objects.with_perm("articles.add_article").order_by("pk")[:5]}
    if wants_fragment(request):
        # The same address again adds no step to the browser's history.
        is_new_step = request.htmx.current_url_abs_path != here
        return push_url(render(request, "articles/article_list.html#results", context), here if is_new_step else False)
    return render(request, "articles/article_list.html", context)


@require_POST
@permission_required("articles.change_article", raise_exception=True)
def archive(request: DeskRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    archive_article(article=article, by=request.user)
    messages.success(request, f"“{article.title}” is archived. To find it, choose “Archived” in the list’s filter.")
    return redirect(_way_back(request))


@require_POST
@permission_required("articles.change_article", raise_exception=True)
def restore(request: DeskRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    restore_article(article=article)
    messages.success(request, f"“{article.title}” is restored.")
    return redirect(_way_back(request))


def _way_back(request: DeskRequest) -> str:
    """The page that the button was on, when it is one of ours."""
    return safe_redirect_url(request, request.POST.get("next", "")) or reverse("articles:list")

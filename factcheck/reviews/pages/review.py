"""The review page: the article as prose, one panel to decide in."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import newest_of
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.labels import read_label
from factcheck.claims.models import Claim, ClaimQuerySet, Tally
from factcheck.claims.sources import list_sources, moves_sources, sources_of
from factcheck.refusals import Refused
from factcheck.reviews import queue, second_opinions, services
from factcheck.reviews.comments import unread_counts
from factcheck.reviews.decisions import Conflict
from factcheck.reviews.models import Kind, Review
from factcheck.reviews.pages.article_text import paragraphs
from factcheck.reviews.pages.forms.review import CutForm, ReviewForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.panel import Panel
from factcheck.reviews.previous_versions import versions_with


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx will swap the answer into the page. Going back in the browser asks for the whole page instead."""
    return request.headers.get("HX-Request-Type") == "partial"


@require_GET
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first claim that waits for this person, or to the first of all."""
    return redirect(_first_open(request, get_object_or_404(Article.objects.only("pk"), pk=pk)))


@require_GET
def newest(request: HttpRequest, pk: int) -> HttpResponse:
    """To the newest version of an article."""
    return redirect(newest_of(get_object_or_404(Article.objects.only("pk"), pk=pk)))


@require_GET
def next_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Skip: on to the next open claim, with nothing saved."""
    here = claim_by_label(pk, request.GET.get("after", ""))
    return redirect(_first_open(request, get_object_or_404(Article.objects.only("pk"), pk=pk), after=here))


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, pk: int, label: str) -> HttpResponse:
    """One claim, to read (the page, or its panel for htmx) and to decide on."""
    if request.method == "POST":
        return _decide(request, claim_from_form(request, pk, label))
    one = _claims().filter(article_id=pk).at(label).first()
    if one is None:
        return redirect(_url(closest_claim(pk, label), request))
    return respond_panel(request, _panel(request, one))


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, pk: int, label: str) -> HttpResponse:
    """The claim's words, to choose the one that begins its second part; and the split itself."""
    if request.method == "POST":
        return _cut(request, claim_from_form(request, pk, label), split=True)
    _reviewer(request)
    one = get_object_or_404(_claims().at(label), article_id=pk)
    return respond_panel(request, _panel(request, one, is_splitting=True))


@require_POST
def join(request: HttpRequest, pk: int, label: str) -> HttpResponse:
    """Join a part to the one before it, or the first to the second."""
    return _cut(request, claim_from_form(request, pk, label), split=False)


@never_cache
@require_GET
def sources(request: HttpRequest, pk: int) -> HttpResponse:
    """What #sources holds, once a save has moved a claim from one source to another and somebody looks."""
    article = get_object_or_404(Article.objects.only("pk"), pk=pk)
    context = {
        "sources": sources_of(pk),
        "claim": Claim(article=article),
        "filter": ReviewNavigation.of(request).query(),
    }
    return render(request, "reviews/sources.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own last decision in this article, and go to its claim."""
    by = _reviewer(request)
    article = get_object_or_404(Article.objects.only("pk"), pk=pk)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        named = _named_decision(request)
    except ValueError:
        return respond_refused(request, article, "The button was out of date and nothing was undone; reload the page.")
    try:
        review = services.undo(article=article, key=key, by=by, review=named)
    except Refused as problem:
        return respond_refused(request, article, str(problem))
    except Conflict as conflict:
        return respond_refused(
            request,
            article,
            f"Not undone: {conflict.latest.by} has decided on claim {conflict.latest.claim.label} after you.",
        )
    one = current_claim_for(review.claim)
    say = f"Your {'' if named else 'last '}decision on claim {review.claim.label} is undone."
    return respond_saved(request, saved=one, to=one, say=say, is_cut=review.kind in (Kind.SPLIT, Kind.JOINED))


def _named_decision(request: HttpRequest) -> Review | None:
    """The decision whose own button was pressed; None for the last one. Raises ValueError for what names none."""
    named = request.POST.get("review", "")
    if not named:
        return None
    if not named.isdecimal() or len(named) > 18:
        raise ValueError(named)
    return Review(pk=int(named))


def _decide(request: HttpRequest, one: Claim) -> HttpResponse:
    by = _reviewer(request)
    form = ReviewForm(request.POST, by=by, url=request.get_full_path())
    if not form.is_valid() or not form.is_about(one):
        return respond_panel(request, _panel(request, current_claim_for(one), form=form), status=422)
    said = form.cleaned_data
    try:
        given = services.annotate(
            claim=one, annotation=form.annotation(), version=said["version"], key=said["key"], by=by
        )
    except Claim.DoesNotExist as gone:  # cut into other sentences a moment ago
        raise Http404 from gone
    except Refused as problem:
        return respond_refused(request, one.article, str(problem))
    except Conflict as conflict:
        return _show_conflict(request, one.pk, conflict)
    saved = given.claim
    following = _following(request, saved)
    if following is None:
        return respond_saved(
            request, saved=saved, to=saved, say=f"{second_opinions.outcome(given)} Nothing is left open here."
        )
    say = f"{second_opinions.outcome(given)} Now claim {following.label}."
    return respond_saved(request, saved=saved, to=following, say=say)


def _following(request: HttpRequest, saved: Claim) -> Claim | None:
    """Where to go on after a save: what the queue hands out next, or the next open claim of the article."""
    walk = ReviewNavigation.of(request)
    if not walk.from_queue:
        return walk.first(_open_claims(request, saved.article_id), after=saved)
    queue.release(claim=saved)
    return queue.take_next(by=_person(request))


def _cut(request: HttpRequest, one: Claim, *, split: bool) -> HttpResponse:
    by = _reviewer(request)
    form = CutForm(request.POST)
    if not form.is_valid() or (split and form.cleaned_data["at"] is None):
        return respond_refused(
            request, one.article, "The page was out of date and nothing was split or joined; reload it."
        )
    said = form.cleaned_data
    try:
        if split:
            services.split(claim=one, at=said["at"], version=said["version"], key=said["key"], by=by)
        else:
            services.join(claim=one, version=said["version"], key=said["key"], by=by)
    except Refused as problem:
        return respond_refused(request, one.article, f"Not {'split' if split else 'joined'}: {problem}")
    except Conflict as conflict:
        latest = conflict.latest
        return respond_refused(
            request, one.article, f"Nothing was changed: {latest.by} {latest.get_kind_display()} meanwhile."
        )
    to = current_claim_for(one)
    did = f"Claim {one.label} is split. Now claim {to.label}." if split else f"Joined to claim {to.label}."
    return respond_saved(request, saved=to, to=to, say=did, is_cut=True)


def _show_conflict(request: HttpRequest, pk: int, conflict: Conflict) -> HttpResponse:
    """Both decisions side by side. The form keeps what was typed; sending it again now means: mine, over theirs.

    A sentence that was split or joined meanwhile has no claim of this name, and two opinions that differ are an
    editor's to settle: then nothing happens to what was typed.
    """
    now = Claim.everything.select_related("suggested_by").get(pk=pk)
    if not now.is_current or now.second_opinion == SecondOpinion.DIFFERS:
        latest = conflict.latest
        did = (
            f"Not saved: {latest.by} {latest.get_kind_display()} meanwhile. Copy what you typed, then reload the page."
        )
        return respond_refused(request, now.article, did)
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    typed["key"] = str(uuid.uuid4())
    form = ReviewForm(typed, claim=now, by=_person(request), url=_url(now, request))
    return respond_panel(request, _panel(request, now, form=form, conflict=conflict.latest), status=409)


def respond_saved(request: HttpRequest, *, saved: Claim, to: Claim, say: str, is_cut: bool = False) -> HttpResponse:
    """After a change: the next panel, and what the change touched, as it now stands in the database."""
    if not wants_fragment(request):
        messages.success(request, say)
        return redirect(_url(to, request))
    if to.article_id != saved.article_id:  # the queue goes on in another article
        messages.success(request, say)
        response = HttpResponse()
        response["HX-Redirect"] = _url(to, request)
        return response
    context = _panel(request, to).context()
    # Who the sources are takes all claims of the article: it is read when somebody looks at it.
    is_moved = is_cut or moves_sources(saved)
    context |= {"saved": saved, "sentence": _sentence(saved), "say": say, "sources_moved": is_moved}
    context["unread"] = unread_counts(to.article_id, _person(request))
    response = render(request, "reviews/saved.html", context)
    response["HX-Push-Url"] = _url(to, request)
    return response


def respond_refused(request: HttpRequest, article: Article, sentence: str) -> HttpResponse:
    """Say why nothing happened, and leave the panel and all that was typed in it alone."""
    if wants_fragment(request):
        response = render(request, "reviews/refused.html", {"sentence": sentence})
        response["HX-Retarget"] = "#connection"
        return response
    messages.warning(request, sentence)
    return redirect(article.get_absolute_url() + ReviewNavigation.of(request).query())


def respond_panel(request: HttpRequest, panel: Panel, *, status: int = 200) -> HttpResponse:
    context = panel.context()
    if wants_fragment(request):
        return render(request, "reviews/panel.html", context, status=status)
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=panel.claim.article_id)
    claims = list(_claims().filter(article=article).in_reading_order())
    context |= {
        "article": article,
        "paragraphs": paragraphs(article.text, claims),
        "sources": list_sources(article.pk, claims),
        "unread": unread_counts(article.pk, panel.by),
        "versions": versions_with(article, claims),
        "nav": "articles",
        "help_template": "reviews/help.html",
    }
    return render(request, "reviews/article_review.html", context, status=status)


def _panel(request: HttpRequest, one: Claim, **more: Any) -> Panel:
    return Panel(
        claim=one,
        by=_person(request),
        tally=Tally.objects.annotate(superseded_at=F("article__superseded_at")).get(article_id=one.article_id),
        walk=ReviewNavigation.of(request),
        url=_url(one, request),
        **more,
    )


def _claims() -> ClaimQuerySet:
    """Claims as the prose and the panel draw them. People and outlet are looked up where one claim has them."""
    return Claim.objects.select_related("suggested_by")


def _open_claims(request: HttpRequest, article_id: int) -> ClaimQuerySet:
    """What is left to do for this person in the article."""
    by = _person(request)
    return _claims().filter(article_id=article_id).open(for_editor=by.can_set_verdict, by=by)


def _first_open(request: HttpRequest, article: Article, *, after: Claim | None = None) -> str:
    """The address of the next open claim; with nothing left open, of the next one that the filter lights."""
    walk = ReviewNavigation.of(request)
    one = walk.first(_open_claims(request, article.pk), after=after)
    if one is None:
        one = walk.first(_claims().filter(article=article), after=after) or Claim(article=article, number=1)
    return _url(one, request)


def claim_from_form(request: HttpRequest, article_id: int, label: str) -> Claim:
    """The claim that a form was drawn for: by its row, which a split or a join may have taken out of sight."""
    sent = request.POST.get("claim", "")
    # What a lock will read again is not read twice.
    claims = Claim.everything.filter(article_id=article_id).only("article_id", "number", "part", "whole_id", "start")
    number, _ = read_label(label)
    if sent.isdecimal() and len(sent) < 19 and (one := claims.filter(pk=int(sent), number=number).first()):
        return one
    return get_object_or_404(claims.filter(is_current=True).at(label))


def claim_by_label(article_id: int, label: str) -> Claim | None:
    """The claim of this name, if the words are the name of one."""
    try:
        return Claim.objects.filter(article_id=article_id).at(label[:10]).first()
    except ValueError:
        return None


def closest_claim(article_id: int, label: str) -> Claim:
    """What now stands for a claim that was split or joined; nothing at all is a page that is not there."""
    number, part = read_label(label)
    there = list(_claims().filter(article_id=article_id, number=number).in_reading_order())
    if not there:
        raise Http404
    return there[min(part, len(there)) - 1] if part else there[0]


def current_claim_for(one: Claim) -> Claim:
    """The claim as it now stands or, when it was split or joined, what now stands in its place."""
    there = _claims().filter(article_id=one.article_id, number=one.number).in_reading_order()
    same = there.filter(pk=one.pk).first()
    return same or there.filter(start__lte=one.start).last() or there.get(part__lte=1)


def _sentence(one: Claim) -> list[Claim]:
    """The sentence of a claim as the page draws it: itself, or all of its parts."""
    if not one.part:
        return [one]
    return list(_claims().filter(article_id=one.article_id, number=one.number).in_reading_order())


def _url(one: Claim, request: HttpRequest) -> str:
    return one.get_absolute_url() + ReviewNavigation.of(request).query()


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _reviewer(request: HttpRequest) -> User:
    by = _person(request)
    if not by.can_review:
        raise PermissionDenied
    return by

"""Second opinions, sending back, and what happened so far: buttons of the panel, and pages of their own."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from factcheck.accounts.requests import DeskRequest
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.keys import give_new_key
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import agreement, second_opinions
from factcheck.reviews.history import Place, read_page
from factcheck.reviews.models import Review
from factcheck.reviews.pages.forms.opinions import ActForm, ArticleActForm, SendBackForm, SettleForm
from factcheck.reviews.pages.forms.review import ReviewForm
from factcheck.reviews.pages.responses import (
    OUT_OF_DATE,
    claim_by_label,
    claim_from_form,
    claim_url,
    current_claim_for,
    panel_for,
    require_editor,
    require_reviewer,
    respond_panel,
    respond_refused,
    respond_reused,
    respond_saved,
)
from factcheck.reviews.services import Conflict


@require_POST
def ask(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Ask for two independent reviews of a claim."""
    return _act(
        request,
        claim_from_form(request, pk, label),
        second_opinions.ask,
        message="Second opinion requested on claim {claim}.",
    )


@require_POST
def withdraw(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Take back the request for a second opinion."""
    message = "Second opinion canceled; claim {claim} is as it was before. Answers already given stay hidden."
    return _act(request, claim_from_form(request, pk, label), second_opinions.withdraw, message=message)


@require_POST
def send_back(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Open a reviewed claim again, with a comment for the reviewer."""
    require_editor(request)
    claim = claim_from_form(request, pk, label)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return respond_panel(request, panel_for(request, current_claim_for(claim), sending_back=form), status=422)
    reason = form.cleaned_data["reason"]
    try:
        return _act(request, claim, second_opinions.send_back, message="Claim {claim} is sent back.", reason=reason)
    except KeyReused as problem:
        now = current_claim_for(claim)
        _draw_anew(form, now)
        form.add_error("reason", f"{problem} What you typed since then is not sent.")
        return respond_panel(request, panel_for(request, now, sending_back=form), status=409)


@require_POST
def settle(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Settle two opinions that differ, with a reason."""
    by = require_editor(request)
    claim = claim_from_form(request, pk, label)
    message = "Claim {claim} is settled."
    both = second_opinions.answers_on(claim, by).both
    # Without both they were settled a moment ago, perhaps by this very form.
    form = SettleForm(
        request.POST, both=both or second_opinions.latest_answers(claim), by=by, url=request.get_full_path()
    )
    if not form.is_valid() and both:
        return respond_panel(request, panel_for(request, current_claim_for(claim), form=form), status=422)
    take = own = None
    reason = form.cleaned_data.get("reason", "")
    if form.is_valid():
        take = form.taken
        own = None if take else form.annotation()
    try:
        return _act(request, claim, second_opinions.settle, message=message, reason=reason, take=take, own=own)
    except KeyReused as problem:
        now = current_claim_for(claim)
        review = ReviewForm(request.POST, claim=now, by=by, url=claim_url(now, request)) if own else None
        if review:
            _draw_anew(review, now)
        return respond_reused(request, claim, f"{problem}{_kept({'reason': reason})}", form=review)


@never_cache
@require_http_methods(["GET", "POST"])
def ask_about_article(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for two independent reviews of everything in an article that is not decided yet."""
    by = require_editor(request)
    article = get_object_or_404(Article.objects.select_related("outlet", "tally"), pk=pk)
    form = ArticleActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = second_opinions.ask_about_article(article=article, key=form.cleaned_data["key"], by=by)
        except Refused as problem:
            return respond_refused(request, article, problem)
        messages.success(request, f"Second opinion requested on {count} claim{'' if count == 1 else 's'}.")
        return redirect(article)
    wanted = second_opinions.askable(article).count()
    context = {"article": article, "wanted": wanted, "others": article.tally.claims - wanted, "nav": "articles"}
    status = 422 if request.method == "POST" else 200
    return render(
        request, "reviews/opinions/ask_about_article.html", context | {"form": form, "key": uuid.uuid4()}, status=status
    )


@never_cache
@require_GET
def history(request: DeskRequest, pk: int) -> HttpResponse:
    """What happened in an article, or with ``?claim=4`` to one claim, a page at a time."""
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=pk)
    claim = claim_by_label(pk, request.GET.get("claim", ""))
    before = Place.read(request.GET.get("before", ""))
    about = {claim.pk, claim.sentence_id} if claim else None
    page = read_page(article, request.user, about=about, before=before)
    context = {"article": article, "page": page, "claim": claim, "is_first": before is None, "nav": "articles"}
    return render(request, "reviews/history/page.html", context)


@never_cache
@require_GET
def agreement_in_article(request: DeskRequest, pk: int) -> HttpResponse:
    """How far people agree who judged the claims of an article independently of each other."""
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=pk)
    context = {"article": article, "agreement": agreement.in_article(article), "nav": "articles"}
    return render(request, "reviews/opinions/agreement.html", context)


@never_cache
@require_GET
def agreement_of_people(request: DeskRequest) -> HttpResponse:
    """How far each two people agree, over all articles; for editors."""
    require_editor(request)
    return render(
        request,
        "reviews/opinions/agreement_of_people.html",
        {"agreement": agreement.of_people(by=request.user), "nav": "articles"},
    )


def _act(request: DeskRequest, claim: Claim, service: Any, *, message: str, **more: Any) -> HttpResponse:
    """Do what a button of the panel says, and show the claim as it then stands.

    Raises KeyReused where something was typed, which the caller keeps in its form.
    """
    by = require_reviewer(request)
    form = ActForm(request.POST)
    if not form.is_valid():
        return respond_refused(request, claim.article, OUT_OF_DATE + _kept(more))
    try:
        done: Review = service(claim=claim, by=by, **form.cleaned_data, **more)
    except KeyReused as problem:
        if more:
            raise
        return respond_reused(request, claim, problem)
    except Refused as problem:
        return respond_refused(request, claim.article, f"{problem}{_kept(more)}")
    except Conflict as conflict:
        latest = conflict.latest
        did = f"Nothing was changed: {latest.by} {latest.get_kind_display()} in the meantime; reload the page."
        return respond_refused(request, claim.article, did + _kept(more))
    now = current_claim_for(done.claim)
    return respond_saved(request, saved=now, to=now, message=message.format(claim=now.label))


def _draw_anew(form: forms.Form, claim: Claim) -> None:
    """Let what was typed be a decision of its own, on the claim as it is now."""
    give_new_key(form, version=str(claim.version))


def _kept(more: dict[str, Any]) -> str:
    """What was typed, for a page without scripts, whose form is gone."""
    return f" You wrote: “{more['reason']}”" if more.get("reason") else ""

"""Talk in the panel: comments, whether a thread is settled, what is read; and a page of what waits for somebody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.claims.models import Claim
from factcheck.refusals import Refused
from factcheck.reviews import comments
from factcheck.reviews.pages.forms.evidence import CommentForm, ReadForm, ThreadForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.responses import (
    OUT_OF_DATE,
    claim_from_form,
    claim_url,
    current_claim_for,
    panel_for,
    require_reviewer,
    respond_panel,
    respond_refused,
    sentence_of,
)
from factcheck.reviews.second_opinions import is_blind


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def comment(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """The thread of a claim, and saying something in it."""
    one = claim_from_form(request, pk, label)
    if request.method == "GET":
        return _thread(request, one)
    by = require_reviewer(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _again(request, one, form)
    try:
        comments.say(claim=one, text=form.cleaned_data["text"], key=form.cleaned_data["key"], by=by)
    except Refused as problem:
        form.add_error(None, str(problem))
        return _again(request, one, form)
    return _thread(request, one, say="Your comment is sent.")


@require_POST
def settle_thread(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Say that a thread is resolved or, with ``again``, that it is open."""
    by = require_reviewer(request)
    one = claim_from_form(request, pk, label)
    form = ThreadForm(request.POST)
    if not form.is_valid():
        return respond_refused(request, one.article, OUT_OF_DATE)
    is_again = "again" in request.POST
    try:
        (comments.reopen if is_again else comments.resolve)(claim=one, key=form.cleaned_data["key"], by=by)
    except Refused as problem:
        return respond_refused(request, one.article, str(problem))
    return _thread(request, one, say=f"The thread is {'open again' if is_again else 'resolved'}.")


@require_POST
def read(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Remember that somebody has read a thread. While they owe an opinion, nothing counts as read."""
    one = claim_from_form(request, pk, label)
    now = current_claim_for(one)
    form = ReadForm(request.POST)
    person = request.user
    if form.is_valid() and not is_blind(now, person):
        comments.mark_read(claim=now, up_to=form.cleaned_data["up_to"], person=person)
    if not wants_fragment(request):
        return redirect(f"{claim_url(now, request)}#talk")
    unread = comments.unread_counts(pk, person)
    walk = ReviewNavigation.of(request)
    context = {"claim": now, "sentence": sentence_of(now), "unread": unread, "walk": walk}
    return render(request, "reviews/comments/read_marks.html", context | {"filter": walk.query()})


@never_cache
@require_GET
def mentions(request: DeskRequest) -> HttpResponse:
    """What waits for this person: comments that name them, and what is new in threads they take part in."""
    person = request.user
    named, others = comments.waiting_for(person)
    context = {"named": named, "others": others, "most": comments.MOST_SHOWN, "nav": "mentions"}
    return render(request, "reviews/comments/mentions.html", context | {"colleagues": comments.colleagues_of(person)})


@never_cache
@require_GET
def colleagues(request: DeskRequest) -> HttpResponse:
    """Whom a comment can mention, for the line below its field; read when somebody begins to write."""
    return render(request, "reviews/comments/colleagues.html", {"colleagues": comments.colleagues_of(request.user)})


def _again(request: DeskRequest, one: Claim, form: CommentForm) -> HttpResponse:
    """The same form with what was typed and what is wrong with it."""
    panel = panel_for(request, current_claim_for(one), comment=form)
    if wants_fragment(request):
        return render(request, "reviews/comments/thread.html", panel.context(), status=422)
    return respond_panel(request, panel, status=422)


def _thread(request: DeskRequest, one: Claim, *, say: str = "") -> HttpResponse:
    """The thread of a claim as it now stands, and what was done in it."""
    now = current_claim_for(one)
    if not wants_fragment(request):
        if say:
            messages.success(request, say)
        return redirect(f"{claim_url(now, request)}#talk")
    context = panel_for(request, now).context()
    if not say:
        return render(request, "reviews/comments/thread.html", context)
    return render(request, "reviews/comments/thread_and_history.html", context | {"say": say, "focus_comment": True})

"""Comments in the panel, whether a thread is settled, what is read; and a page of what waits for somebody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.articles.models import Article
from factcheck.articles.reads import note_read
from factcheck.claims.models import Claim
from factcheck.keys import give_new_key
from factcheck.parsing import parse_pk
from factcheck.refusals import KeyReused, Refused
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
    respond_part_reused,
    respond_refused,
    respond_reused,
    sentence_of,
)
from factcheck.reviews.second_opinions import EARLIER, check_open, is_blind


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def comment(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """The thread of a claim, and saying something in it."""
    claim = claim_from_form(request, pk, label)
    if request.method == "GET":
        return _show_thread(request, claim)
    by = require_reviewer(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show_errors(request, claim, form)
    try:
        comments.say(claim=claim, text=form.cleaned_data["text"], key=form.cleaned_data["key"], by=by)
    except KeyReused as problem:
        give_new_key(form)
        form.add_error(None, f"{problem} What you typed since then is not sent yet.")
        return _show_errors(request, claim, form, status=409)
    except Refused as problem:
        form.add_error(None, str(problem))
        return _show_errors(request, claim, form)
    return _show_thread(request, claim, message="Your comment is sent.")


@require_http_methods(["GET", "HEAD", "POST"])
def former_address(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Where the thread was before: leads to it, and takes what a page sends that was open during an update."""
    if request.method == "POST":
        return comment(request, pk, label)
    query = request.META["QUERY_STRING"]
    return redirect(reverse("reviews:comment", args=[pk, label]) + (f"?{query}" if query else ""), permanent=True)


@require_POST
def settle_thread(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Say that a thread is resolved or, with ``again``, that it is open."""
    by = require_reviewer(request)
    claim = claim_from_form(request, pk, label)
    form = ThreadForm(request.POST)
    if not form.is_valid():
        return respond_refused(request, claim.article, OUT_OF_DATE)
    is_again = "again" in request.POST
    try:
        (comments.reopen if is_again else comments.resolve)(claim=claim, key=form.cleaned_data["key"], by=by)
    except KeyReused as problem:
        if not wants_fragment(request):
            return respond_reused(request, claim, problem)
        context = {"comments": panel_for(request, current_claim_for(claim)).comments}
        return respond_part_reused(request, "reviews/comments/thread.html", context, problem)
    except Refused as problem:
        return respond_refused(request, claim.article, str(problem))
    return _show_thread(request, claim, message=f"The thread is {'open again' if is_again else 'resolved'}.")


@require_POST
def read(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Remember that somebody has read a thread. While they owe an opinion, nothing counts as read."""
    claim = claim_from_form(request, pk, label)
    current = current_claim_for(claim)
    form = ReadForm(request.POST)
    person = request.user
    check_open(pk, person, what=EARLIER)
    if form.is_valid() and not is_blind(current, person):
        comments.mark_read(claim=current, up_to=form.cleaned_data["up_to"], person=person)
    if not wants_fragment(request):
        return redirect(f"{claim_url(current, request)}#talk")
    navigation = ReviewNavigation.of(request)
    context = {
        "sentence": sentence_of(current),
        "selected": current,
        "unread": comments.unread_counts(pk, person),
        "navigation": navigation,
        "query": navigation.query(),
    }
    return render(request, "reviews/comments/read_marks.html", context)


@never_cache
@require_GET
def mentions(request: DeskRequest) -> HttpResponse:
    """What waits for this person: comments that name them, and what is new in threads they take part in."""
    person = request.user
    named, others = comments.waiting_for(person)
    note_read(request, (comment.article for comment in (*named, *others)))
    context = {"named": named, "others": others, "most": comments.MAX_SHOWN, "nav": "mentions"}
    return render(request, "reviews/comments/mentions.html", context | {"colleagues": comments.colleagues_of(person)})


@never_cache
@require_GET
def colleagues(request: DeskRequest) -> HttpResponse:
    """Whom a comment can mention, for the line below its field; read when somebody begins to write.

    ``article`` is the one that the comment is on: of a restricted one, those who find it.
    """
    article = None
    if (pk := parse_pk(request.GET.get("article"))) is not None:
        article = get_object_or_404(Article.objects.visible_to(request.user).only("pk", "restriction"), pk=pk)
    context = {"colleagues": comments.colleagues_of(request.user, article)}
    return render(request, "reviews/comments/colleagues.html", context)


def _show_errors(request: DeskRequest, claim: Claim, form: CommentForm, *, status: int = 422) -> HttpResponse:
    """The same form with what was typed and what is wrong with it."""
    panel = panel_for(request, current_claim_for(claim), comment=form)
    if wants_fragment(request):
        return render(request, "reviews/comments/thread.html", {"comments": panel.comments}, status=status)
    return respond_panel(request, panel, status=status)


def _show_thread(request: DeskRequest, claim: Claim, *, message: str = "") -> HttpResponse:
    """The thread of a claim as it is now, and what was done in it."""
    current = current_claim_for(claim)
    if not wants_fragment(request):
        if message:
            messages.success(request, message)
        return redirect(f"{claim_url(current, request)}#talk")
    if not message:
        return render(request, "reviews/comments/thread.html", {"comments": panel_for(request, current).comments})
    panel = panel_for(request, current, focus="comments")
    return render(request, "reviews/comments/thread_and_history.html", {"panel": panel, "message": message})

"""Talk in the panel: comments, whether a thread is settled, what is read; and a page of what waits for somebody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from factcheck.claims.models import Claim
from factcheck.reviews import talk
from factcheck.reviews.evidence_forms import CommentForm, ReadForm, ThreadForm
from factcheck.reviews.opinions import is_blind
from factcheck.reviews.views import (
    _meant,
    _panel,
    _person,
    _refuse,
    _reviewer,
    _sentence,
    _show,
    _standing_for,
    _url,
    wants_fragment,
)
from factcheck.reviews.walk import Walk

_OUT_OF_DATE = "The page was out of date and nothing was changed; reload it."


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int, label: str) -> HttpResponse:
    """The thread of a claim, and saying something in it."""
    one = _meant(request, pk, label)
    if request.method == "GET":
        return _thread(request, one)
    by = _reviewer(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _again(request, one, form)
    try:
        talk.say(claim=one, text=form.cleaned_data["text"], key=form.cleaned_data["key"], by=by)
    except talk.Refused as problem:
        form.add_error(None, str(problem))
        return _again(request, one, form)
    return _thread(request, one, say="Your comment is sent.")


@require_POST
def settle_thread(request: HttpRequest, pk: int, label: str) -> HttpResponse:
    """Say that a thread is resolved or, with ``again``, that it is open."""
    by = _reviewer(request)
    one = _meant(request, pk, label)
    form = ThreadForm(request.POST)
    if not form.is_valid():
        return _refuse(request, one.article, _OUT_OF_DATE)
    is_again = "again" in request.POST
    try:
        (talk.reopen if is_again else talk.resolve)(claim=one, key=form.cleaned_data["key"], by=by)
    except talk.Refused as problem:
        return _refuse(request, one.article, str(problem))
    return _thread(request, one, say=f"The thread is {'open again' if is_again else 'resolved'}.")


@require_POST
def read(request: HttpRequest, pk: int, label: str) -> HttpResponse:
    """Remember that somebody has read a thread. While they owe an opinion, nothing counts as read."""
    one = _meant(request, pk, label)
    now = _standing_for(one)
    form = ReadForm(request.POST)
    person = _person(request)
    if form.is_valid() and not is_blind(now, person):
        talk.mark_read(claim=now, up_to=form.cleaned_data["up_to"], person=person)
    if not wants_fragment(request):
        return redirect(f"{_url(now, request)}#talk")
    unread = talk.unread_counts(pk, person)
    walk = Walk.of(request)
    context = {"claim": now, "sentence": _sentence(now), "unread": unread, "walk": walk}
    return render(request, "reviews/thread_read.html", context | {"filter": walk.query()})


@never_cache
@require_GET
def mentions(request: HttpRequest) -> HttpResponse:
    """What waits for this person: comments that name them, and what is new in threads they take part in."""
    person = _person(request)
    named, others = talk.waiting_for(person)
    context = {"named": named, "others": others, "most": talk.MOST_SHOWN, "nav": "mentions"}
    return render(request, "reviews/thread_mentions.html", context | {"colleagues": talk.colleagues_of(person)})


@never_cache
@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    """Whom a comment can mention, for the line below its field; read when somebody begins to write."""
    return render(request, "reviews/thread_colleagues.html", {"colleagues": talk.colleagues_of(_person(request))})


def _again(request: HttpRequest, one: Claim, form: CommentForm) -> HttpResponse:
    """The same form with what was typed and what is wrong with it."""
    panel = _panel(request, _standing_for(one), comment=form)
    if wants_fragment(request):
        return render(request, "reviews/thread.html", panel.context(), status=422)
    return _show(request, panel, status=422)


def _thread(request: HttpRequest, one: Claim, *, say: str = "") -> HttpResponse:
    """The thread of a claim as it now stands, and what was done in it."""
    now = _standing_for(one)
    if not wants_fragment(request):
        if say:
            messages.success(request, say)
        return redirect(f"{_url(now, request)}#talk")
    context = _panel(request, now).context()
    if not say:
        return render(request, "reviews/thread.html", context)
    return render(request, "reviews/thread_saved.html", context | {"say": say, "focus_comment": True})

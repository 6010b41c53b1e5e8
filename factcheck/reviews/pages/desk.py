"""The desk of several people: my queue, who does what by when, and the board."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import Article, restricted_from
from factcheck.articles.reads import note_read
from factcheck.claims.choices import SET_BEFORE
from factcheck.claims.models import Claim
from factcheck.keys import give_new_key
from factcheck.parsing import parse_pk
from factcheck.refusals import KeyReused
from factcheck.reviews import assignments, queue
from factcheck.reviews.board import read_board
from factcheck.reviews.models import Assignment, Priority
from factcheck.reviews.pages.forms.assignments import AssignForm

#: Claims of the queue that the page names.
_SHOWN = 25
_DUE = {"": "Any deadline", "overdue": "Overdue", "today": "Today", "week": "This week", "none": "No deadline"}


@require_safe
@require_permission("can_review")
@never_cache
def my_queue(request: DeskRequest) -> HttpResponse:
    """What is given to me and what is open to anyone, the most urgent first."""
    person = request.user
    coming: list[Claim] = []
    for claims in queue.in_queue(person):
        remaining = _SHOWN - len(coming)
        coming += (
            claims.select_related("article").defer("article__text", "article__search")[:remaining] if remaining else []
        )
    note_read(request, (claim.article for claim in coming))
    context = {
        "assignments": list(assignments.open_for(assignments.running().filter(person=person))),
        "coming": [(article, list(claims)) for article, claims in groupby(coming, key=lambda claim: claim.article)],
        "in_hand": queue.in_hand(person),
        "now": timezone.now(),
        "nav": "queue",
        "Priority": Priority,
    }
    return render(request, "desk/my_queue.html", context)


@require_POST
@require_permission("can_review")
def next_claim(request: DeskRequest) -> HttpResponse:
    """Hand out the next claim; none of those ``besides``, which a page has in hand or is about to save.

    For htmx JSON: ``url``, its address, empty when nothing is open.
    """
    besides = {pk for key in request.POST.getlist("besides") if (pk := parse_pk(key)) is not None}
    if not wants_fragment(request):
        return _to_next(request)
    claim = queue.take_next(by=request.user, besides=besides)
    return JsonResponse({"url": _queue_url(claim) if claim else ""})


@require_POST
@require_permission("can_review")
def skip(request: DeskRequest) -> HttpResponse:
    """Pass a claim over, with nothing saved, and hand out the next."""
    pk = parse_pk(request.POST.get("claim"))
    if pk is not None and (claim := Claim.everything.visible_to(request.user).filter(pk=pk).first()):
        queue.skip(claim=claim, by=request.user)
    return _to_next(request)


def _to_next(request: DeskRequest) -> HttpResponse:
    claim = queue.take_next(by=request.user)
    if claim is None:
        messages.info(request, "No claims are waiting for you at the moment.")
        return redirect("desk:queue")
    return redirect(_queue_url(claim))


def _queue_url(claim: Claim) -> str:
    return f"{claim.get_absolute_url()}?queue=1"


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission("can_assign")
def assign(request: DeskRequest) -> HttpResponse:
    """Give articles to people: the form, for the articles that the address names, and the giving."""
    keys = {pk for key in request.GET.getlist("article") if (pk := parse_pk(key)) is not None}
    articles = list(Article.objects.visible_to(request.user).filter(pk__in=keys).for_lists().order_by("-pk"))
    if not articles:
        messages.warning(request, "Select at least one article to assign.")
        return redirect("articles:list")
    sentences = _sentences(articles[0]) if len(articles) == 1 else None
    form = AssignForm(request.POST if request.method == "POST" else None, claims=sentences)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _assign(request, articles, form)
        except KeyReused as problem:
            give_new_key(form)
            form.add_error(None, f"{problem} What you changed since then isn’t assigned yet.")
            status = 409
    context = {"form": form, "articles": articles, "assignments": _assigned(articles), "nav": "board"}
    return render(request, "desk/assign.html", context, status=status)


def _assign(request: DeskRequest, articles: list[Article], form: AssignForm) -> HttpResponse:
    cleaned = form.cleaned_data
    new_assignments = assignments.assign(
        articles=articles,
        people=form.chosen(),
        first=cleaned.get("first"),
        last=cleaned.get("last"),
        deadline=cleaned["deadline"],
        priority=Priority(cleaned["priority"]),
        key=cleaned["key"],
        by=request.user,
    )
    whom = ", ".join(str(person or "anyone") for person in form.chosen())
    what = f"“{articles[0]}”" if len(articles) == 1 else f"{len(articles)} articles"
    messages.success(request, f"{what} assigned to {whom}." if new_assignments else "Nothing was assigned.")
    return redirect(articles[0] if len(articles) == 1 else "desk:board")


@require_POST
@require_permission("can_assign")
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an assignment back."""
    visible = Assignment.objects.exclude(article__in=restricted_from(request.user))
    assignment = get_object_or_404(visible.select_related("person", "article"), pk=pk)
    assignments.end(assignment=assignment, by=request.user)
    messages.success(request, f"{assignment.person or 'Anyone'} is no longer assigned. Decisions already made stay.")
    return redirect("articles:list" if "list" in request.POST else assignment.article)


@require_safe
@require_permission("can_assign")
@never_cache
def people(request: DeskRequest) -> HttpResponse:
    """Workload."""
    return render(request, "desk/people.html", {"loads": assignments.loads(by=request.user), "nav": "board"})


@require_safe
@never_cache
def board(request: DeskRequest) -> HttpResponse:
    """Every article in the column of its state."""
    person = parse_pk(request.GET.get("person"))
    due = request.GET.get("due", "") if request.GET.get("due", "") in _DUE else ""
    stale_only = request.GET.get("stale") == "1"
    context = {
        "columns": read_board(by=request.user, person=person, due=due, stale_only=stale_only),
        "stale_only": stale_only,
        "set_before": SET_BEFORE,
        "people": User.objects.with_perm("reviews.add_review", include_superusers=False).order_by("username"),
        "person": person,
        "due": due,
        "dues": _DUE.items(),
        "nav": "board",
    }
    return render(request, "desk/board.html", context)


def _assigned(articles: list[Article]) -> list[Assignment]:
    return list(assignments.running().filter(article__in=articles))


def _sentences(article: Article) -> int:
    """How many sentences an article has, split or not."""
    return Claim.everything.filter(article=article, whole=None).count()

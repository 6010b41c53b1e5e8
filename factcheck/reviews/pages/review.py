"""The review page: the article as prose, one panel to decide in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.accounts.rights import finds_by_itself
from factcheck.articles.models import Article
from factcheck.articles.services import newest_of
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.labels import read_label
from factcheck.claims.models import Claim, ClaimQuerySet, Tally
from factcheck.claims.sources import sources_of
from factcheck.parsing import parse_pk
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import queue, second_opinions, services
from factcheck.reviews.decisions import Conflict, EvidenceChanged, OtherWords
from factcheck.reviews.ending import Ending, ending_of
from factcheck.reviews.models import Kind, Review
from factcheck.reviews.pages.forms.review import CutForm, ReviewForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.responses import (
    claim_by_label,
    claim_from_form,
    claim_url,
    closest_claim,
    current_claim_for,
    draw_panel,
    drawn_claims,
    panel_for,
    require_reviewer,
    respond_panel,
    respond_refused,
    respond_reused,
    respond_saved,
    respond_undrawn,
)

#: How many panels are fetched ahead, and how many neighbours of the claim that is shown.
AHEAD = 12
_ALSO = 4


@require_GET
def article(request: DeskRequest, pk: int) -> HttpResponse:
    """To the first claim that waits for this person, or to the first of all."""
    return redirect(_first_open(request, get_object_or_404(Article.objects.only("pk"), pk=pk)))


@require_GET
def newest(request: DeskRequest, pk: int) -> HttpResponse:
    """To the newest version of an article."""
    return redirect(newest_of(get_object_or_404(Article.objects.only("pk"), pk=pk)))


@require_GET
def next_open(request: DeskRequest, pk: int) -> HttpResponse:
    """Skip: on to the next open claim, with nothing saved."""
    here = claim_by_label(pk, request.GET.get("after", ""))
    return redirect(_first_open(request, get_object_or_404(Article.objects.only("pk"), pk=pk), after=here))


@never_cache
@require_GET
def ahead(request: DeskRequest, pk: int) -> JsonResponse:
    """The panels that come next, for the page to show without waiting.

    ``after`` is the claim that is shown, ``also`` are others that may be wanted, such as its neighbours, and ``have``
    the claims with their versions that the page has panels of. JSON: ``next``, the addresses of the open claims that
    follow, at most ``count``; ``is_complete``, whether these are all; ``panels`` with ``url``, ``version``, ``html``.
    """
    after = claim_by_label(pk, request.GET.get("after", ""))
    if after is None:
        raise Http404
    following = ReviewNavigation.of(request).in_order(_open_claims(request, pk), after=after)
    count = min(parse_pk(request.GET.get("count")) or AHEAD, AHEAD)
    claims = list(following[: count + 1])
    is_complete = len(claims) <= count
    claims = claims[:count]
    claims_by_version = {f"{claim.pk}.{claim.version}": claim for claim in [*_named_also(request, pk), *claims]}
    panels = [
        {"url": claim_url(claim, request), "version": version, "html": draw_panel(request, panel_for(request, claim))}
        for version, claim in claims_by_version.items()
        if version not in request.GET.getlist("have")
    ]
    following_urls = [claim_url(claim, request) for claim in claims]
    return JsonResponse({"next": following_urls, "is_complete": is_complete, "panels": panels})


def _named_also(request: DeskRequest, pk: int) -> list[Claim]:
    named = (claim_by_label(pk, label) for label in request.GET.getlist("also")[:_ALSO])
    rows = [claim.pk for claim in named if claim is not None]
    return list(drawn_claims().filter(pk__in=rows).in_reading_order()) if rows else []


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def claim(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """One claim, to read (the page, or its panel for htmx) and to decide on."""
    if request.method == "POST":
        return _decide(request, claim_from_form(request, pk, label))
    claim = drawn_claims().filter(article_id=pk).at(label).first()
    if claim is None:
        return redirect(claim_url(closest_claim(pk, label), request))
    ending = _ending(request, claim) if request.GET.get("end") == "1" else None
    return respond_panel(request, panel_for(request, claim, ending=ending))


def _ending(request: DeskRequest, claim: Claim) -> Ending | None:
    """What is said at the end of an article; None as long as something that the filter shows is open."""
    if ReviewNavigation.of(request).first(_open_claims(request, claim.article_id)):
        return None
    article = Article.objects.select_related("outlet").defer("search").get(pk=claim.article_id)
    if article.is_superseded:
        second_opinions.check_open(article.pk, request.user, what=second_opinions.EARLIER)
    return ending_of(article, Tally.objects.get(article=article), request.user)


@require_POST
@finds_by_itself
def save(request: DeskRequest, pk: int, label: str) -> JsonResponse:
    """A decision from the outbox: what became of it, and no page.

    JSON. 200: ``label``, ``version`` (the claim's, after this decision) and ``message``. 409 and 422: ``problem``, a
    sentence why nothing was saved; 409 where the form was right when it was drawn.
    """
    by = require_reviewer(request)
    number, _ = read_label(label)
    form = ReviewForm(request.POST, by=by, url=request.path)
    if not form.is_valid():
        get_object_or_404(Article.objects.visible_to(by).only("pk"), pk=pk)
        return JsonResponse({"problem": next(iter(form.errors.values()))[0]}, status=422)
    cleaned = form.cleaned_data
    claim = Claim(pk=cleaned["claim"] or 0, article_id=pk, number=number)
    try:
        saved = services.annotate(
            claim=claim, annotation=form.annotation(), version=cleaned["version"], key=cleaned["key"], by=by
        )
    except Claim.DoesNotExist:
        get_object_or_404(Article.objects.visible_to(by).only("pk"), pk=pk)
        return JsonResponse({"problem": "the article’s sentences have changed since then."}, status=409)
    except Refused as problem:
        return JsonResponse({"problem": str(problem)}, status=409)
    except EvidenceChanged as problem:
        return JsonResponse({"problem": str(problem)}, status=409)
    except BadRequest:  # the key is of another decision
        return JsonResponse({"problem": "this form was already saved; open the claim again."}, status=409)
    except OtherWords:
        return JsonResponse({"problem": "this form was already saved with different answers."}, status=409)
    except Conflict as conflict:
        latest = conflict.latest.by
        who = "you have since decided on it in another tab" if latest == by else f"{latest} has since decided on it"
        return JsonResponse({"problem": f"{who}."}, status=409)
    if ReviewNavigation.of(request).from_queue:
        queue.release(claim=saved.claim)
    # An answer to a second opinion leaves the claim as it was when it was asked for, whatever has happened since.
    version = saved.version if isinstance(saved, Review) else saved.round
    return JsonResponse(
        {"label": saved.claim.label, "version": version, "message": second_opinions.outcome(saved)},
    )


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def split(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """The claim's words, to choose the one that begins its second part; and the split itself."""
    if request.method == "POST":
        return _cut(request, claim_from_form(request, pk, label), split=True)
    require_reviewer(request)
    sentence = get_object_or_404(drawn_claims().at(label), article_id=pk)
    return respond_panel(request, panel_for(request, sentence, is_splitting=True))


@require_POST
def join(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Join a part to the one before it, or the first to the second."""
    return _cut(request, claim_from_form(request, pk, label), split=False)


@never_cache
@require_GET
def sources(request: DeskRequest, pk: int) -> HttpResponse:
    """What #sources holds, once a save has moved a claim from one source to another and somebody looks."""
    article = get_object_or_404(Article.objects.only("pk", "superseded_at"), pk=pk)
    if article.is_superseded:
        second_opinions.check_open(pk, request.user, what=second_opinions.EARLIER)
    query = ReviewNavigation.of(request).query()
    context = {"sources": sources_of(article.pk), "article_id": article.pk, "query": query}
    return render(request, "reviews/page/sources.html", context)


@require_POST
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back one's own last decision in this article, and go to its claim."""
    by = require_reviewer(request)
    article = get_object_or_404(Article.objects.only("pk"), pk=pk)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        named = _named_decision(request)
    except ValueError:
        return respond_refused(request, article, "The page was out of date and nothing was undone; reload it.")
    try:
        review = services.undo(article=article, key=key, by=by, review=named)
    except KeyReused as problem:
        return respond_reused(request, Review.objects.select_related("claim").get(key=key).claim, problem)
    except Refused as problem:
        return respond_refused(request, article, str(problem))
    except Conflict as conflict:
        return respond_refused(
            request,
            article,
            f"Not undone: {conflict.latest.by} has decided on claim {conflict.latest.claim.label} after you.",
        )
    undone_claim = current_claim_for(review.claim)
    if review.batch:
        return _respond_undone_together(request, undone_claim, *services.left_in_batch(review))
    message = f"Your {'' if named else 'last '}decision on claim {review.claim.label} is undone."
    return respond_saved(
        request, saved=undone_claim, to=undone_claim, message=message, is_cut=review.kind in (Kind.SPLIT, Kind.JOINED)
    )


def _respond_undone_together(request: DeskRequest, claim: Claim, taken_back: int, left: int) -> HttpResponse:
    """The whole page: many of its claims have changed."""
    message = f"{taken_back} verdict{'' if taken_back == 1 else 's'} you accepted together undone."
    if left:
        message += f" {left} stay{'s' if left == 1 else ''}: somebody else has decided there since."
    messages.success(request, message)
    if not wants_fragment(request):
        return redirect(claim_url(claim, request))
    response = HttpResponse()
    response["HX-Redirect"] = claim_url(claim, request)
    return response


def _named_decision(request: DeskRequest) -> Review | None:
    """The decision whose own button was pressed; None for the last one. Raises ValueError for what names none."""
    named = request.POST.get("review", "")
    if not named:
        return None
    pk = parse_pk(named)
    if pk is None:
        raise ValueError(named)
    return Review(pk=pk)


def _decide(request: DeskRequest, claim: Claim) -> HttpResponse:
    by = require_reviewer(request)
    form = ReviewForm(request.POST, by=by, url=request.get_full_path())
    if not form.is_valid() or not form.is_about(claim):
        return respond_panel(request, panel_for(request, current_claim_for(claim), form=form), status=422)
    cleaned = form.cleaned_data
    try:
        saved_review = services.annotate(
            claim=claim, annotation=form.annotation(), version=cleaned["version"], key=cleaned["key"], by=by
        )
    except Claim.DoesNotExist as gone:  # cut into other sentences a moment ago
        raise Http404 from gone
    except Refused as problem:
        return respond_refused(request, claim.article, problem)
    except EvidenceChanged as problem:
        return respond_reused(request, claim, str(problem), form=_form_again(request, claim))
    except Conflict as conflict:
        return _show_conflict(request, claim.pk, conflict)
    saved = saved_review.claim
    outcome = second_opinions.outcome(saved_review)
    try:
        following = _following(request, saved)
    except Exception:
        return respond_undrawn(request, saved=saved, message=outcome)
    if following is None:
        return respond_saved(
            request, saved=saved, to=saved, message=f"{outcome} Nothing is left open here.", is_end=True
        )
    return respond_saved(request, saved=saved, to=following, message=f"{outcome} Now claim {following.label}.")


def _following(request: DeskRequest, saved: Claim) -> Claim | None:
    """Where to go on after a save: what the queue hands out next, or the next open claim of the article."""
    navigation = ReviewNavigation.of(request)
    if not navigation.from_queue:
        return navigation.first(_open_claims(request, saved.article_id), after=saved)
    queue.release(claim=saved)
    return queue.take_next(by=request.user)


def _cut(request: DeskRequest, claim: Claim, *, split: bool) -> HttpResponse:
    by = require_reviewer(request)
    form = CutForm(request.POST)
    if not form.is_valid() or (split and form.cleaned_data["at"] is None):
        return respond_refused(
            request, claim.article, "The page was out of date and nothing was split or joined; reload it."
        )
    cleaned = form.cleaned_data
    try:
        if split:
            services.split(claim=claim, at=cleaned["at"], version=cleaned["version"], key=cleaned["key"], by=by)
        else:
            services.join(claim=claim, version=cleaned["version"], key=cleaned["key"], by=by)
    except KeyReused as problem:
        return respond_reused(request, claim, problem)
    except Refused as problem:
        return respond_refused(request, claim.article, f"Not {'split' if split else 'joined'}: {problem}")
    except Conflict as conflict:
        latest = conflict.latest
        return respond_refused(
            request, claim.article, f"Nothing was changed: {latest.by} {latest.get_kind_display()} in the meantime."
        )
    to = current_claim_for(claim)
    did = f"Claim {claim.label} is split. Now claim {to.label}." if split else f"Joined as claim {to.label}."
    return respond_saved(request, saved=to, to=to, message=did, is_cut=True)


def _show_conflict(request: DeskRequest, pk: int, conflict: Conflict) -> HttpResponse:
    """Both decisions side by side. The form keeps what was typed; sending it again now means: mine, over theirs.

    A sentence that was split or joined meanwhile has no claim of this name, and two opinions that differ are an
    editor's to settle: then nothing happens to what was typed.
    """
    now = Claim.everything.select_related("suggested_by").get(pk=pk)
    if not now.is_current or now.second_opinion == SecondOpinion.DIFFERS:
        latest = conflict.latest
        did = f"Not saved: {latest.by} {latest.get_kind_display()} in the meantime. Copy what you typed, then reload."
        return respond_refused(request, now.article, did)
    form = _form_again(request, now)
    return respond_panel(request, panel_for(request, now, form=form, conflict=conflict.latest), status=409)


def _form_again(request: DeskRequest, claim: Claim) -> ReviewForm:
    """What was typed, to be sent as a decision of its own on the claim as it is now."""
    typed = request.POST.copy()
    typed["version"] = str(claim.version)
    typed["key"] = str(uuid.uuid4())
    typed["confirms"] = "on" if claim.is_verdict_stale else ""
    typed["drawn_at"] = str(timezone.now().timestamp())
    return ReviewForm(typed, claim=claim, by=request.user, url=claim_url(claim, request))


def _open_claims(request: DeskRequest, article_id: int) -> ClaimQuerySet:
    """What is left to do for this person in the article."""
    by = request.user
    return drawn_claims().filter(article_id=article_id).open(for_editor=by.can_set_verdict, by=by)


def _first_open(request: DeskRequest, article: Article, *, after: Claim | None = None) -> str:
    """The address of the next open claim; with nothing left open, of the next one that the filter lights."""
    navigation = ReviewNavigation.of(request)
    claim = navigation.first(_open_claims(request, article.pk), after=after)
    if claim is None:
        claim = navigation.first(drawn_claims().filter(article=article), after=after) or Claim(
            article=article, number=1
        )
    return claim_url(claim, request)

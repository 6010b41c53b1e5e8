"""What every view of the review page answers with, and how it finds the claim it was asked about."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.articles.models import Article
from factcheck.claims.labels import read_label
from factcheck.claims.models import Claim, ClaimQuerySet, Tally
from factcheck.claims.sources import list_sources, moves_sources
from factcheck.parsing import parse_pk
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews.comments import unread_counts
from factcheck.reviews.pages.article_text import paragraphs
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.panel import Panel
from factcheck.reviews.pages.withheld import respond_withheld
from factcheck.reviews.previous_versions import versions_with
from factcheck.reviews.second_opinions import EARLIER, Withheld, check_open

_log = logging.getLogger(__name__)

OUT_OF_DATE = "The page was out of date and nothing was changed; reload it."


def respond_panel(request: DeskRequest, panel: Panel, *, status: int = 200) -> HttpResponse:
    """The panel, for htmx; else the whole page with it."""
    if wants_fragment(request):
        return render(request, "reviews/panel/panel.html", {"panel": panel}, status=status)
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=panel.claim.article_id)
    claims = list(drawn_claims().filter(article=article).in_reading_order())
    context = {
        "panel": panel,
        "article": article,
        "paragraphs": paragraphs(article.text, claims),
        "sources": list_sources(article.pk, claims),
        "unread": unread_counts(article.pk, panel.by),
        "versions": versions_with(article, claims),
        "nav": "articles",
        "help_template": "reviews/page/help.html",
    }
    return render(request, "reviews/page/review.html", context, status=status)


def draw_panel(request: DeskRequest, panel: Panel) -> str:
    """The panel’s HTML."""
    return render_to_string("reviews/panel/panel.html", {"panel": panel}, request)


def respond_saved(
    request: DeskRequest, *, saved: Claim, to: Claim, message: str, is_cut: bool = False, is_end: bool = False
) -> HttpResponse:
    """After a change: the next panel, and what the change touched, as it is in the database now."""
    if not wants_fragment(request):
        messages.success(request, message)
        return redirect(end_url(to, request) if is_end else claim_url(to, request))
    if to.article_id != saved.article_id:  # the queue goes on in another article
        messages.success(request, message)
        response = HttpResponse()
        response["HX-Redirect"] = claim_url(to, request)
        return response
    try:
        # Who the sources are takes all claims of the article: it is read when somebody looks at it.
        context = {
            "panel": panel_for(request, to),
            "sentence": sentence_of(saved),
            "unread": unread_counts(to.article_id, request.user),
            "sources_moved": is_cut or moves_sources(saved),
            "message": message,
        }
        response = render(request, "reviews/panel/panel_and_sentence.html", context)
    except Withheld as problem:
        return respond_withheld(request, f"{message} {problem}")
    except Exception:
        return respond_undrawn(request, saved=saved, message=message)
    response["HX-Push-Url"] = claim_url(to, request)
    return response


def respond_undrawn(request: DeskRequest, *, saved: Claim, message: str) -> HttpResponse:
    """After a change, when what comes next can't be shown: that it is saved, whatever went wrong since.

    An error here would say that it isn't, and the browser would send it again for ever. To be called while the
    exception is handled; it goes into the log.
    """
    _log.exception("Claim %s of article %s is saved; what comes next can't be shown.", saved.label, saved.article_id)
    message = f"{message} But the next claim can’t be shown; reload the page and tell an administrator."
    if not wants_fragment(request):
        messages.warning(request, message)
        return redirect("articles:list")
    response = render(request, "reviews/panel/refusal.html", {"message": message})
    response["HX-Retarget"] = "#connection"
    return response


def respond_refused(request: DeskRequest, article: Article, message: str | Refused) -> HttpResponse:
    """Say why nothing happened, and leave the panel and all that was typed in it alone."""
    if wants_fragment(request):
        status = 409 if isinstance(message, KeyReused) else 200
        response = render(request, "reviews/panel/refusal.html", {"message": message}, status=status)
        response["HX-Retarget"] = "#connection"
        return response
    messages.warning(request, str(message))
    return redirect(article.get_absolute_url() + ReviewNavigation.of(request).query())


def respond_reused(request: DeskRequest, claim: Claim, problem: KeyReused | str, **state: Any) -> HttpResponse:
    """Say what a form did before, with other words: its claim as it is now, with new keys in the panel's forms.

    ``state`` is what was typed, in a form to be sent again.
    """
    return respond_panel(
        request, panel_for(request, current_claim_for(claim), reused=str(problem), **state), status=409
    )


def respond_part_reused(
    request: DeskRequest, template: str, context: dict[str, Any], problem: KeyReused
) -> HttpResponse:
    """The same for htmx, where a form swaps a part of the panel: the part as it is now, and the sentence above."""
    context |= {"part": template, "message": problem}
    return render(request, "reviews/panel/part_and_refusal.html", context, status=409)


def panel_for(request: DeskRequest, claim: Claim, **state: Any) -> Panel:
    """The panel of a claim as the person who asks sees it; ``state`` is what they are in the middle of.

    Raises Withheld for an earlier version that shows what they are yet to answer.
    """
    tally = Tally.objects.annotate(superseded_at=F("article__superseded_at")).get(article_id=claim.article_id)
    if tally.superseded_at:
        check_open(claim.article_id, request.user, what=EARLIER)
    return Panel(
        claim=claim,
        by=request.user,
        tally=tally,
        navigation=ReviewNavigation.of(request),
        url=claim_url(claim, request),
        **state,
    )


def claim_from_form(request: DeskRequest, article_id: int, label: str) -> Claim:
    """The claim that a form was drawn for: by its row, which a split or a join may have taken out of sight."""
    pk = parse_pk(request.POST.get("claim"))
    # What a lock will read again is not read twice.
    claims = Claim.everything.filter(article_id=article_id).only("article_id", "number", "part", "whole_id", "start")
    number, _ = read_label(label)
    if pk is not None and (claim := claims.filter(pk=pk, number=number).first()):
        return claim
    return get_object_or_404(claims.filter(is_current=True).at(label))


def claim_by_label(article_id: int, label: str) -> Claim | None:
    """The claim of this name, if the words are the name of one."""
    try:
        return Claim.objects.filter(article_id=article_id).at(label[:10]).first()
    except ValueError:
        return None


def closest_claim(article_id: int, label: str) -> Claim:
    """What has taken the place of a claim that was split or joined. Raises Http404 where there is no such sentence."""
    number, part = read_label(label)
    sentence = list(drawn_claims().filter(article_id=article_id, number=number).in_reading_order())
    if not sentence:
        raise Http404
    return sentence[min(part, len(sentence)) - 1] if part else sentence[0]


def current_claim_for(claim: Claim) -> Claim:
    """The claim as it is in the database now or, when it was split or joined, what has taken its place."""
    sentence = drawn_claims().filter(article_id=claim.article_id, number=claim.number).in_reading_order()
    same = sentence.filter(pk=claim.pk).first()
    return same or sentence.filter(start__lte=claim.start).last() or sentence.get(part__lte=1)


def sentence_of(claim: Claim) -> list[Claim]:
    """The sentence of a claim as the page draws it: itself, or all of its parts."""
    if not claim.part:
        return [claim]
    return list(drawn_claims().filter(article_id=claim.article_id, number=claim.number).in_reading_order())


def drawn_claims() -> ClaimQuerySet:
    """Claims as the prose and the panel draw them. People and outlet are looked up where one claim has them."""
    return Claim.objects.select_related("suggested_by")


def claim_url(claim: Claim, request: DeskRequest) -> str:
    """The address of a claim's panel, with how the person goes through the article."""
    return claim.get_absolute_url() + ReviewNavigation.of(request).query()


def end_url(claim: Claim, request: DeskRequest) -> str:
    """The address of what is said where nothing is left to decide on, with the claim that was decided on last."""
    return claim.get_absolute_url() + ReviewNavigation.of(request).query(end=1)


def require_reviewer(request: DeskRequest) -> User:
    """The person who asks, if they may review. Raises PermissionDenied."""
    if not request.user.can_review:
        raise PermissionDenied
    return request.user


def require_editor(request: DeskRequest) -> User:
    """The person who asks, if they may set verdicts. Raises PermissionDenied."""
    if not request.user.can_set_verdict:
        raise PermissionDenied
    return request.user

"""The question that an open review page asks every few seconds."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import asked_by_the_page
from factcheck.articles.models import Article
from factcheck.articles.services import newest_of
from factcheck.claims.models import Claim, Tally
from factcheck.parsing import parse_pk
from factcheck.reviews import queue, updates
from factcheck.reviews.comments import unread_counts
from factcheck.reviews.models import Kind, Review
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.second_opinions import EARLIER, check_open, is_blind


@never_cache
@require_POST
@asked_by_the_page
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """What is new since ``since``, and that this person has ``claim`` open.

    JSON: ``changes``; ``sentences`` and ``tally`` as HTML to swap in; ``present``, names by what a claim is called;
    ``superseded``, HTML once there is a newer version of the article; ``decided``, a sentence when somebody else has
    decided on the claim that is open.
    """
    person = request.user
    since, claim_pk = _number(request, "since"), _number(request, "claim")
    claim = Claim.everything.filter(pk=claim_pk, article=pk).first() if claim_pk else None
    if claim is not None:
        updates.note_presence(claim=claim, by=person)
        if request.POST.get("queue") == "1":
            queue.renew(claim=claim, by=person)
    news = updates.read_news(article_id=pk, since=since, by=person)
    if news is None:
        raise Http404
    if news.is_superseded:
        check_open(pk, person, what=EARLIER)
    present: dict[str, list[str]] = {}
    for presence in news.present:
        present.setdefault(presence.claim.label, []).append(str(presence.person))
    navigation = ReviewNavigation.of(request)
    answer = {
        "changes": news.changes,
        "present": present,
        "sentences": {},
        "tally": "",
        "chips": "",
        "decided": "",
        "superseded": _superseded(pk, request) if news.is_superseded and news.changes > since else "",
    }
    if news.sentences:
        drawn_with = {
            "selected": claim,
            "navigation": navigation,
            "query": navigation.query(),
            "unread": unread_counts(pk, person),
        }
        answer["sentences"] = {
            str(sentence[0].number): render_to_string(
                "reviews/page/sentence.html", drawn_with | {"sentence": sentence}, request
            )
            for sentence in news.sentences
        }
        tally_context = {
            "tally": Tally.objects.get(article=pk),
            "all_url": request.POST.get("profile", "")[:500],
            "sourcing": navigation.sourcing,
        }
        chips = {"chips": navigation.chips(), "article_url": reverse("reviews:article", args=[pk])}
        answer["chips"] = render_to_string("reviews/page/chips.html", chips, request)
        answer["tally"] = render_to_string("reviews/page/tally.html", tally_context, request)
        if claim is not None and claim.pk in news.changed:
            answer["decided"] = _decided(claim, person, _number(request, "version"))
    return JsonResponse(answer)


def _superseded(pk: int, request: DeskRequest) -> str:
    newest = newest_of(Article.objects.without_text().get(pk=pk))
    return render_to_string("reviews/page/superseded.html", {"newest": newest}, request)


def _decided(claim: Claim, person: User, version: int) -> str:
    """Who has decided what on the claim since the panel was drawn; empty for one's own decisions and for talk.

    Also for whoever owes a second opinion on it: they are told nothing of what others decided.
    """
    later = Review.objects.filter(claim__in=[claim.pk, claim.sentence_id]).exclude(by=person).select_related("by")
    if claim.version > version or not claim.is_current:
        latest = later.order_by("-pk").first()
        if latest is None or is_blind(claim, person):
            return ""
        if latest.claim_id != claim.pk or latest.version > version:
            did = Kind(latest.kind).label
            return f"{latest.by} {'undid this: ' if latest.undoes_id else ''}{did}: {latest.get_status_display()}."
    return ""


def _number(request: DeskRequest, name: str) -> int:
    """A number that was sent; 0 for anything else."""
    return parse_pk(request.POST.get(name)) or 0

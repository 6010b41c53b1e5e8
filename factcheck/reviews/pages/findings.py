"""The standards desk's findings on the review page: those of the panel's claim, and those of the whole article."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.articles.models import Article
from factcheck.claims.choices import SecondOpinion
from factcheck.claims.models import Claim
from factcheck.refusals import Refused
from factcheck.reviews import dismissals
from factcheck.reviews.findings import review_findings
from factcheck.reviews.models import Dismissal
from factcheck.reviews.pages.forms.findings import DismissForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.responses import (
    OUT_OF_DATE,
    claim_from_form,
    claim_url,
    current_claim_for,
    panel_for,
    respond_panel,
    respond_refused,
)
from factcheck.standards import BY_NAME, ArticleFinding, Severity
from factcheck.standards.table import ClaimRule


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding in the list of an article's, and the rows of the claims on which it may be dismissed now."""

    #: For the elements of its form.
    name: str
    finding: ArticleFinding
    claims: tuple[int, ...]
    may_be_dismissed: bool

    @property
    def beside(self) -> str:
        """The names of the claims in whose panel it stands too: where the panel can't know it, and it matters there."""
        one = self.finding
        is_known = isinstance(BY_NAME[one.rule], ClaimRule)
        is_light = one.severity is Severity.NOTE or one.dismissed
        return "" if is_known or is_light or one.is_of_article else " ".join(one.claims)


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def of_claim(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """What #remarks holds, and dismissing one of the claim's findings there."""
    one = claim_from_form(request, pk, label)
    if request.method == "GET":
        now = current_claim_for(one)
        if not wants_fragment(request):
            return redirect(f"{claim_url(now, request)}#remarks")
        return render(request, "reviews/findings/claim_findings.html", panel_for(request, now).context())
    form = _form(request, [one.pk])
    if form.is_out_of_date:
        return respond_refused(request, one.article, OUT_OF_DATE)
    if not form.is_valid():
        panel = panel_for(request, current_claim_for(one), dismissing=form)
        if wants_fragment(request):
            return render(request, "reviews/findings/claim_findings.html", panel.context(), status=422)
        return respond_panel(request, panel, status=422)
    try:
        say = _decide(request, one.article, form)
    except Refused as problem:
        return respond_refused(request, one.article, str(problem))
    now = current_claim_for(one)
    if not wants_fragment(request):
        messages.success(request, say)
        return redirect(f"{claim_url(now, request)}#remarks")
    context = panel_for(request, now).context() | {"say": say, "focus_findings": True}
    return render(request, "reviews/findings/claim_findings_and_history.html", context)


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def of_article(request: DeskRequest, pk: int) -> HttpResponse:
    """All findings on an article, as a page or, for htmx, as what #findings-list holds; and dismissing one there."""
    article = get_object_or_404(Article.objects.select_related("outlet").defer("search"), pk=pk)
    if request.method == "GET":
        return _list(request, article)
    form = _form(request, list(article.claims.values_list("pk", flat=True)))
    if form.is_out_of_date:
        return respond_refused(request, article, OUT_OF_DATE)
    if not form.is_valid():
        return _list(request, article, form=form, status=422)
    try:
        say = _decide(request, article, form)
    except Refused as problem:
        return respond_refused(request, article, str(problem))
    if not wants_fragment(request):
        messages.success(request, say)
        return redirect(reverse("reviews:findings_of_article", args=[pk]) + ReviewNavigation.of(request).query())
    return _list(request, article, say=say)


def _form(request: DeskRequest, claims: list[int]) -> DismissForm:
    if not request.user.can_dismiss:
        raise PermissionDenied
    return DismissForm(request.POST, claims=claims)


def _decide(request: DeskRequest, article: Article, form: DismissForm) -> str:
    """Do what the form says; in words what was done. Raises Refused."""
    said = form.cleaned_data
    service = dismissals.raise_again if said["again"] else dismissals.dismiss
    done: list[Dismissal] = service(
        article=article,
        rule=said["rule"],
        words=said["words"],
        claims=said["claims"],
        reason=said["reason"],
        key=said["key"],
        by=request.user,
    )
    where = f" on {len(done)} claims" if len(done) > 1 else ""
    return f"The finding stands again{where}." if said["again"] else f"The finding is dismissed{where}."


def _listed(one: ArticleFinding, name: str, rows: dict[str, int], *, may: bool) -> Listed:
    if one.is_of_article:
        return Listed(name, one, (), may)
    claims = tuple(rows[label] for label in one.claims if label in rows)
    return Listed(name, one, claims, may and bool(claims))


def _list(
    request: DeskRequest, article: Article, *, form: DismissForm | None = None, say: str = "", status: int = 200
) -> HttpResponse:
    reviewed = review_findings(article)
    person = request.user
    # While two opinions are asked for on a claim, its findings can't be dismissed.
    rows = {one.label: one.pk for one in reviewed.of if one.second_opinion != SecondOpinion.ASKED}
    listed = [
        _listed(one, f"listed-{number}", rows, may=person.can_dismiss)
        for number, one in enumerate(reviewed.gathered(), 1)
    ]
    labels = [one.label for one in reviewed.of]
    context: dict[str, Any] = {
        "article": article,
        "listed": [one for one in listed if not one.finding.dismissed],
        "dismissed": [one for one in listed if one.finding.dismissed],
        "origins": [(one.name, len(one.places), labels[one.places[0]]) for one in reviewed.origins],
        "dismissing": form,
        "dismiss_key": uuid.uuid4(),
        "say": say,
        "at": timezone.now(),
        "filter": ReviewNavigation.of(request).query(),
        "claim": Claim(article=article),
        "nav": "articles",
    }
    name = (
        "reviews/findings/article_findings_and_count.html" if wants_fragment(request) else "reviews/findings/page.html"
    )
    return render(request, name, context, status=status)

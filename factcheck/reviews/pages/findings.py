"""The standards desk's findings on the review page: those of the panel's claim, and those of the whole article."""

from __future__ import annotations

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
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import dismissals
from factcheck.reviews.accepting import recommended_in
from factcheck.reviews.findings import Reviewed, review_findings
from factcheck.reviews.models import Dismissal
from factcheck.reviews.pages.forms.findings import DismissForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.panel import Panel
from factcheck.reviews.pages.responses import (
    OUT_OF_DATE,
    claim_from_form,
    claim_url,
    current_claim_for,
    panel_for,
    respond_panel,
    respond_refused,
)
from factcheck.reviews.pages.sections import Dismissing
from factcheck.reviews.second_opinions import EARLIER, check_open
from factcheck.standards import BY_NAME, ArticleFinding, Severity
from factcheck.standards.table import ClaimRule


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """A finding in the list of an article's, and the rows of the claims on which it may be dismissed now."""

    #: For the elements of its form.
    name: str
    finding: ArticleFinding
    claims: tuple[int, ...]
    may_be_dismissed: bool

    @property
    def beside(self) -> str:
        """The names of the claims in whose panel it stands too: where the panel can't know it, and it matters there."""
        finding = self.finding
        is_known = isinstance(BY_NAME[finding.rule], ClaimRule)
        is_light = finding.severity is Severity.NOTE or finding.dismissed
        return "" if is_known or is_light or finding.is_of_article else " ".join(finding.claims)


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def of_claim(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """What #remarks holds, and dismissing one of the claim's findings there."""
    claim = claim_from_form(request, pk, label)
    if request.method == "GET":
        current = current_claim_for(claim)
        if not wants_fragment(request):
            return redirect(f"{claim_url(current, request)}#remarks")
        return _show_claim_findings(request, panel_for(request, current))
    form = _form(request, [claim.pk])
    if form.is_out_of_date:
        return respond_refused(request, claim.article, OUT_OF_DATE)
    if not form.is_valid():
        return _show_again(request, claim, form, status=422)
    try:
        message = _decide(request, claim.article, form)
    except KeyReused as problem:
        form.add_error("reason", f"{problem} Nothing else is saved yet.")
        return _show_again(request, claim, form, status=409)
    except Refused as problem:
        return respond_refused(request, claim.article, str(problem))
    current = current_claim_for(claim)
    if not wants_fragment(request):
        messages.success(request, message)
        return redirect(f"{claim_url(current, request)}#remarks")
    context = {"panel": panel_for(request, current, focus="findings"), "message": message}
    return render(request, "reviews/findings/claim_findings_and_history.html", context)


def _show_again(request: DeskRequest, claim: Claim, form: DismissForm, *, status: int) -> HttpResponse:
    """The same form with what was typed and what is wrong with it."""
    panel = panel_for(request, current_claim_for(claim), dismissing=form)
    if wants_fragment(request):
        return _show_claim_findings(request, panel, status=status)
    return respond_panel(request, panel, status=status)


def _show_claim_findings(request: DeskRequest, panel: Panel, *, status: int = 200) -> HttpResponse:
    return render(request, "reviews/findings/claim_findings.html", {"findings": panel.findings}, status=status)


@never_cache
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def of_article(request: DeskRequest, pk: int) -> HttpResponse:
    """All findings on an article, as a page or, for htmx, as what #findings-list holds; and dismissing one there."""
    article = get_object_or_404(Article.objects.select_related("outlet").defer("search"), pk=pk)
    if article.is_superseded:
        check_open(pk, request.user, what=EARLIER)
    if request.method == "GET":
        return _list(request, article)
    form = _form(request, list(article.claims.values_list("pk", flat=True)))
    if form.is_out_of_date:
        return respond_refused(request, article, OUT_OF_DATE)
    if not form.is_valid():
        return _list(request, article, form=form, status=422)
    try:
        message = _decide(request, article, form)
    except KeyReused as problem:
        form.add_error("reason", f"{problem} Nothing else is saved yet.")
        return _list(request, article, form=form, status=409)
    except Refused as problem:
        return respond_refused(request, article, str(problem))
    if not wants_fragment(request):
        messages.success(request, message)
        return redirect(reverse("reviews:findings_of_article", args=[pk]) + ReviewNavigation.of(request).query())
    return _list(request, article, message=message)


def _form(request: DeskRequest, claims: list[int]) -> DismissForm:
    if not request.user.can_dismiss:
        raise PermissionDenied
    return DismissForm(request.POST, claims=claims)


def _decide(request: DeskRequest, article: Article, form: DismissForm) -> str:
    """Do what the form says; in words what was done. Raises Refused."""
    cleaned = form.cleaned_data
    service = dismissals.raise_again if cleaned["again"] else dismissals.dismiss
    done: list[Dismissal] = service(
        article=article,
        rule=cleaned["rule"],
        words=cleaned["words"],
        claims=cleaned["claims"],
        reason=cleaned["reason"],
        key=cleaned["key"],
        by=request.user,
    )
    where = f" on {len(done)} claims" if len(done) > 1 else ""
    return f"The finding is open again{where}." if cleaned["again"] else f"The finding is dismissed{where}."


def _listed(finding: ArticleFinding, name: str, rows: dict[str, int], *, may_dismiss: bool) -> ListedFinding:
    if finding.is_of_article:
        return ListedFinding(name, finding, (), may_dismiss)
    claims = tuple(rows[label] for label in finding.claims if label in rows)
    return ListedFinding(name, finding, claims, may_dismiss and bool(claims))


def _claims_with(reviewed: Reviewed) -> dict[str, str]:
    """The labels of the claims with ``any`` finding that still stands, and with a ``serious`` one, for the rail."""
    standing = [
        (claim.label, [finding.severity for finding in findings if not finding.dismissed])
        for claim, findings in zip(reviewed.of, reviewed.claims, strict=True)
    ]
    return {
        "any": " ".join(label for label, severities in standing if severities),
        "serious": " ".join(label for label, severities in standing if Severity.SERIOUS in severities),
    }


def _list(
    request: DeskRequest, article: Article, *, form: DismissForm | None = None, message: str = "", status: int = 200
) -> HttpResponse:
    reviewed = review_findings(article)
    # While two opinions are asked for on a claim, its findings can't be dismissed.
    rows = {claim.label: claim.pk for claim in reviewed.of if claim.second_opinion != SecondOpinion.ASKED}
    listed = [
        _listed(finding, f"listed-{number}", rows, may_dismiss=request.user.can_dismiss)
        for number, finding in enumerate(reviewed.gathered(), 1)
    ]
    labels = [claim.label for claim in reviewed.of]
    query = ReviewNavigation.of(request).query()
    accepted = recommended_in(reviewed) if request.user.can_set_verdict else []
    context: dict[str, Any] = {
        "article": article,
        "acceptable": sum(entry.may_be_accepted for entry in accepted),
        "listed": [entry for entry in listed if not entry.finding.dismissed],
        "dismissed": [entry for entry in listed if entry.finding.dismissed],
        "origins": [(origin.name, len(origin.places), labels[origin.places[0]]) for origin in reviewed.origins],
        "claims_with": _claims_with(reviewed),
        "dismissing": Dismissing(url=reverse("reviews:findings_of_article", args=[article.pk]) + query, form=form),
        "message": message,
        "at": timezone.now(),
        "query": query,
        "nav": "articles",
    }
    if wants_fragment(request):
        return render(request, "reviews/findings/article_findings_and_count.html", context, status=status)
    return render(request, "reviews/findings/page.html", context, status=status)

"""Accepting recommendations at once: first the list of what would be set, with a tick for each, then setting it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.articles.models import Article
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import accepting
from factcheck.reviews.accepting import Recommended, recommended_in
from factcheck.reviews.findings import review_findings
from factcheck.reviews.pages.forms.accepting import AcceptForm
from factcheck.reviews.pages.responses import require_editor, respond_refused

_OUT_OF_DATE = "This page was out of date and nothing was set; look at the list below, and accept again."
_NONE_TICKED = "Select at least one claim."


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    entry: Recommended
    is_ticked: bool

    @property
    def claim(self) -> Claim:
        return self.entry.claim

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.claim.recommended)


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: DeskRequest, pk: int) -> HttpResponse:
    """What would be accepted, and accepting it."""
    by = require_editor(request)
    article = get_object_or_404(Article.objects.select_related("outlet").defer("search"), pk=pk)
    if request.method == "GET":
        return _show(request, article)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _show(request, article, problem=_OUT_OF_DATE, status=422)
    claims: dict[int, int] = form.cleaned_data["claims"]
    if not claims:
        return _show(request, article, problem=_NONE_TICKED, ticked=claims, status=422)
    try:
        accepted = accepting.accept(
            article=article, claims=claims, drawn_at=form.seen_at, key=form.cleaned_data["key"], by=by
        )
    except KeyReused as problem:
        return _show(request, article, problem=str(problem), ticked=claims, status=409)
    except Refused as problem:
        return respond_refused(request, article, problem)
    if not accepted.reviews:
        problem_sentence = " ".join(["Nothing was set.", *accepted.left_out])
        return _show(request, article, problem=problem_sentence, ticked=claims, status=409)
    count = len(accepted.reviews)
    message = f"{count} verdict{'' if count == 1 else 's'} set as recommended; one undo takes all of it back."
    messages.success(request, " ".join([message, *accepted.left_out]))
    return redirect(_after(article, accepted.reviews[-1].claim, by))


def _show(
    request: DeskRequest,
    article: Article,
    *,
    problem: str = "",
    ticked: dict[int, int] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list as it is now; what was ticked stays ticked, and everything is at first."""
    entries = [] if article.is_superseded else recommended_in(review_findings(article, _claims_of(article)))
    rows = [Row(entry, ticked is None or entry.claim.pk in ticked) for entry in entries if entry.may_be_accepted]
    context = {
        "article": article,
        "rows": rows,
        "others": [entry for entry in entries if not entry.may_be_accepted],
        "problem": problem,
        "key": uuid.uuid4(),
        "drawn_at": timezone.now().timestamp(),
        "nav": "articles",
    }
    return render(request, "reviews/page/accept.html", context, status=status)


def _claims_of(article: Article) -> list[Claim]:
    claims = Claim.objects.filter(article=article).select_related("suggested_by", "reviewed_by")
    return list(claims.in_reading_order())


def _after(article: Article, last: Claim, by: User) -> str:
    """The first claim that is open to this person; with none left, the end of the article."""
    claims = Claim.objects.filter(article=article).open(for_editor=by.can_set_verdict, by=by)
    following = claims.in_reading_order().first()
    return following.get_absolute_url() if following else f"{last.get_absolute_url()}?end=1"

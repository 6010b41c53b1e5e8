"""Records of an article: the list with the form, an article against one of them, a passage taken as evidence."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.accounts.audit import Event
from factcheck.accounts.audit import record as audit
from factcheck.accounts.requests import DeskRequest
from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.keys import give_new_key
from factcheck.record.classes import QuoteClass
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import evidence, records
from factcheck.reviews.models import HeldQuotation, Record, Stance
from factcheck.reviews.pages.forms.records import PassageForm, RecordForm
from factcheck.reviews.pages.responses import OUT_OF_DATE, claim_from_form, require_reviewer, respond_refused
from factcheck.uploads import LimitedUpload, is_far_too_long

#: How a passage speaks to a claim: what the article changed is for the reviewer to judge.
_STANCES = {QuoteClass.VERBATIM: Stance.SUPPORTS, QuoteClass.CLEANED: Stance.SUPPORTS}


@never_cache
@csrf_exempt  # checked in _add(): reading the token reads the whole request, and here it is looked at first
@require_http_methods(["GET", "POST"])
def all_records(request: DeskRequest, pk: int) -> HttpResponse:
    """The records of an article and how its quotations stand to them; adding one."""
    article = get_object_or_404(Article, pk=pk)
    if request.method == "GET":
        return _show(request, article, RecordForm())
    require_reviewer(request)
    max_bytes = settings.READER_LIMITS["file_mb"] * 1024**2
    if is_far_too_long(request, max_bytes=max_bytes):
        message = f"The file is too large; the limit is {settings.READER_LIMITS['file_mb']} MB."
        return render(request, "reviews/evidence/too_large.html", {"message": message}, status=413)
    request.upload_handlers = [LimitedUpload(request, max_bytes=max_bytes)]
    return _add(request, article)


@csrf_protect
def _add(request: DeskRequest, article: Article) -> HttpResponse:
    form = RecordForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, article, form, status=422)
    cleaned = form.cleaned_data
    try:
        added = records.add_record(
            article=article,
            title=cleaned["title"],
            text=cleaned["record"],
            file_name=(cleaned["file"].name or "")[:200] if cleaned["file"] else "",
            key=cleaned["key"],
            by=request.user,
        )
    except KeyReused as problem:
        give_new_key(form)
        form.add_error(None, f"{problem} What you typed since then is not added yet.")
        return _show(request, article, form, status=409)
    except Refused as problem:
        form.add_error(None, str(problem))
        return _show(request, article, form, status=422)
    return redirect("reviews:record", article.pk, added.pk)


def _show(request: DeskRequest, article: Article, form: RecordForm, *, status: int = 200) -> HttpResponse:
    held = records.quotations_in(article)
    context = {
        "article": article,
        "form": form,
        "records": list(records.standing(article).defer("text").select_related("by")),
        "counts": records.counts(held),
        "quotations": len(held),
        "may_review": request.user.can_review,
        "was_file_sent": bool(request.FILES),
        "nav": "articles",
    }
    return render(request, "reviews/records/list.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record in pieces: each words, and the anchor of the passage that begins with them."""

    number: int
    pieces: list[tuple[str, int, bool]]
    is_hit: bool = False


@never_cache
@require_safe
def one_record(request: DeskRequest, pk: int, record: int) -> HttpResponse:
    """An article against one record; ``?class=altered`` shows these quotations alone."""
    known = get_object_or_404(Record.objects.select_related("by", "article"), pk=record, article=pk, withdrawn_at=None)
    audit(Event.EVIDENCE_READ, request=request, subject="record", subject_pk=known.pk, article=pk)
    every = list(HeldQuotation.objects.filter(record=known).order_by("start"))
    wanted = request.GET.get("class", "")
    shown = [row for row in every if wanted in ("", row.quote_class)]
    context = {
        "article": known.article,
        "record": known,
        "shown": _with_claims(shown, known.article),
        "counts": records.counts(records.Held(row) for row in every),
        "wanted": wanted,
        "quotations": len(every),
        "lines": _lines(known.text, every),
        "may_withdraw": records.may_withdraw(known, request.user),
        "may_review": request.user.can_review,
        "nav": "articles",
    }
    return render(request, "reviews/records/page.html", context)


def _with_claims(rows: list[HeldQuotation], article: Article) -> list[tuple[HeldQuotation, Claim | None]]:
    claims = list(Claim.objects.filter(article=article).in_reading_order().only("number", "part", "start", "end"))
    return [
        (row, next((claim for claim in claims if claim.start < row.end and claim.end > row.start), None))
        for row in rows
    ]


def _lines(text: str, rows: list[HeldQuotation]) -> list[Line]:
    """The lines with a passage in them, and the one before and after; a gap is a line without pieces."""
    passages = sorted(
        (row.passage_start, row.passage_end, row.pk)
        for row in rows
        if row.passage_start is not None and row.passage_end is not None
    )
    lines: list[tuple[int, int, bool]] = []
    at = 0
    number = 0
    for line in text.split("\n"):
        end = at + len(line)
        while number < len(passages) and passages[number][1] <= at:
            number += 1
        lines.append((at, end, any(start < end and stop > at for start, stop, _ in passages[number : number + 20])))
        at = end + 1
    drawn: list[Line] = []
    last = -1
    for place, (start, end, is_hit) in enumerate(lines):
        if not any(near[2] for near in lines[max(0, place - 1) : place + 2]) or not text[start:end].strip():
            continue
        if place > last + 2 or (
            place > last + 1 and any(text[slice(*lines[gap][:2])].strip() for gap in range(last + 1, place))
        ):
            drawn.append(Line(0, []))
        drawn.append(Line(place + 1, _pieces(text, start, end, passages), is_hit))
        last = place
    return drawn


def _pieces(text: str, start: int, end: int, passages: list[tuple[int, int, int]]) -> list[tuple[str, int, bool]]:
    pieces: list[tuple[str, int, bool]] = []
    at = start
    for low, high, anchor in passages:
        low, high, begins = max(low, at), min(high, end), low >= start
        if low >= high:
            continue
        if low > at:
            pieces.append((text[at:low], 0, False))
        pieces.append((text[low:high], anchor if begins else 0, True))
        at = high
    if at < end:
        pieces.append((text[at:end], 0, False))
    return pieces


@require_POST
def withdraw(request: DeskRequest, pk: int, record: int) -> HttpResponse:
    """Take a record away from an article."""
    by = require_reviewer(request)
    known = get_object_or_404(Record, pk=record, article=pk)
    if not records.may_withdraw(known, by):
        raise PermissionDenied
    records.withdraw(record=known, by=by)
    messages.success(request, "The record is taken away. What was decided with its help stays.")
    return redirect("reviews:records", pk)


@require_POST
def take_passage(request: DeskRequest, pk: int, label: str, quotation: int) -> HttpResponse:
    """Make a passage evidence on the claim: a link to it, its place and its very words."""
    by = require_reviewer(request)
    claim = claim_from_form(request, pk, label)
    form = PassageForm(request.POST)
    if not form.is_valid():
        return respond_refused(request, claim.article, OUT_OF_DATE)
    rows = HeldQuotation.objects.filter(article=pk, record__withdrawn_at=None).exclude(passage_start=None)
    row = get_object_or_404(rows.select_related("record"), pk=quotation)
    if not (claim.start < row.end and claim.end > row.start):
        raise Http404
    address = request.build_absolute_uri(reverse("reviews:record", args=[pk, row.record_id]))
    content = evidence.NewEvidence(
        url=f"{address}#passage-{row.pk}",
        place=", ".join(part for part in (row.record.title[:90], row.place) if part)[:200],
        quotation=row.record.text[row.passage_start : row.passage_end][:5000],
        is_primary=True,
    )
    stance = _STANCES.get(row.standing, Stance.CONTEXT)
    try:
        evidence.add_evidence(claims=[claim], content=content, stance=stance, key=form.cleaned_data["key"], by=by)
    except (KeyReused, Refused) as problem:
        return respond_refused(request, claim.article, str(problem))
    messages.success(request, f"The passage is evidence on claim {claim.label} now.")
    return redirect(f"{reverse('reviews:claim', args=[pk, claim.label])}#evidence")

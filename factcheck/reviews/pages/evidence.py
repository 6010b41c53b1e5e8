"""Evidence in the panel: added, used for another claim, withdrawn, and its files given out."""

from __future__ import annotations

import logging
import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest, wants_fragment
from factcheck.claims.models import Claim
from factcheck.keys import give_new_key
from factcheck.parsing import parse_pk
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import evidence, evidence_files
from factcheck.reviews.models import Evidence, EvidenceUse, Stance
from factcheck.reviews.pages.forms.evidence import EvidenceForm, UseForm
from factcheck.reviews.pages.navigation import ReviewNavigation
from factcheck.reviews.pages.responses import (
    OUT_OF_DATE,
    claim_from_form,
    claim_url,
    current_claim_for,
    panel_for,
    require_reviewer,
    respond_part_reused,
    respond_refused,
    respond_reused,
)
from factcheck.reviews.pages.sections import EvidenceFormSection
from factcheck.uploads import LimitedUpload, is_far_too_long

logger = logging.getLogger(__name__)


@never_cache
@csrf_exempt  # checked in _add_evidence(): reading the token reads the whole request, and here it is looked at first
@vary_on_headers("HX-Request", "HX-Request-Type")
@require_http_methods(["GET", "POST"])
def add_evidence(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """The form for evidence on a claim, and adding it. A file that is far too large isn't even read."""
    if request.method == "GET" and ("close" in request.GET or "news" in request.GET):
        return _show_section(request, claim_from_form(request, pk, label))
    require_reviewer(request)
    if request.method == "POST":
        if is_far_too_long(request, max_bytes=evidence_files.max_bytes()):
            return _refuse_size(request)
        request.upload_handlers = [LimitedUpload(request, max_bytes=evidence_files.max_bytes())]
    return _add_evidence(request, pk, label)


@csrf_protect
def _add_evidence(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    claim = claim_from_form(request, pk, label)
    replaced = _replaced(request, pk)
    if request.method == "GET":
        return _show_form(request, claim, EvidenceForm(claim=claim, instead_of=replaced))
    form = EvidenceForm(request.POST, request.FILES, claim=claim, instead_of=replaced)
    if not form.is_valid():
        return _show_form(request, claim, form, status=422)
    return _add(request, claim, form)


@require_POST
def use(request: DeskRequest, pk: int, label: str) -> HttpResponse:
    """Use evidence of the article for this claim too."""
    by = require_reviewer(request)
    claim = claim_from_form(request, pk, label)
    form = UseForm(request.POST)
    if not form.is_valid():
        return respond_refused(request, claim.article, OUT_OF_DATE)
    cleaned = form.cleaned_data
    known = get_object_or_404(Evidence, pk=cleaned["evidence"])
    if not evidence.is_of(known, pk) or not evidence.is_seen_by(known, by):
        raise Http404
    try:
        stance = Stance(cleaned["stance"])
        used = evidence.use_for(evidence=known, claim=claim, stance=stance, key=cleaned["key"], by=by)
    except KeyReused as problem:
        if not wants_fragment(request):
            return respond_reused(request, claim, problem)
        section = _form_section(request, claim, EvidenceForm(claim=claim))
        context = {"evidence": panel_for(request, section.claim, evidence_form=section).evidence}
        return respond_part_reused(request, "reviews/evidence/section.html", context, problem)
    except Refused as problem:
        return respond_refused(request, claim.article, problem)
    message = f"The evidence now applies to claim {claim.label} too."
    if used.withdrawn_at:
        message = f"The evidence was applied to claim {claim.label} and has since been withdrawn."
    return _show_section(request, claim, message=message)


@require_POST
def withdraw(request: DeskRequest, pk: int, label: str, use: int) -> HttpResponse:
    """Take evidence away from a claim. It stays in the history."""
    by = require_reviewer(request)
    claim = claim_from_form(request, pk, label)
    named = _use(pk, use, by)
    if not evidence.may_withdraw(named, by):
        raise PermissionDenied
    evidence.withdraw(use=named, by=by)
    return _show_section(request, claim, message="The evidence is withdrawn. It stays in the history.")


@never_cache
@require_safe
def file(request: DeskRequest, pk: int, evidence_pk: int) -> HttpResponseBase:
    """A file of evidence, to be saved and never shown in the page."""
    item = get_object_or_404(Evidence.objects.exclude(file=""), pk=evidence_pk)
    if not evidence.is_of(item, pk) or not evidence.is_seen_by(item, request.user):
        raise Http404
    try:
        content = evidence_files.opened(item.file)
    except evidence_files.Gone as gone:
        logger.error("The file of evidence %s is gone: %s", item.pk, gone)
        return render(request, "reviews/evidence/file_missing.html", {"evidence": item}, status=404)
    record(Event.EVIDENCE_READ, request=request, subject="evidence", subject_pk=item.pk, article=pk)
    kind = item.content_type or "application/octet-stream"
    response = FileResponse(content, as_attachment=True, filename=item.file_name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _add(request: DeskRequest, claim: Claim, form: EvidenceForm) -> HttpResponse:
    cleaned = form.cleaned_data
    try:
        evidence.add_evidence(
            claims=cleaned["claims"],
            content=form.new_evidence(form.store_file()),
            stance=Stance(cleaned["stance"]),
            key=cleaned["key"],
            by=require_reviewer(request),
            instead_of=form.instead_of,
        )
    except OSError:
        logger.exception("Evidence can’t be stored in EVIDENCE_ROOT.")
        form.add_error("file", "The file couldn’t be saved; try again, or ask an administrator to check the disk.")
        return _show_form(request, claim, form, status=422)
    except KeyReused as problem:
        give_new_key(form)
        form.add_error(None, f"{problem} What you typed since then is not added yet.")
        return _show_form(request, claim, form, status=409)
    except Refused as problem:
        form.add_error(None, str(problem))
        return _show_form(request, claim, form, status=422)
    except Claim.DoesNotExist as gone:  # cut into other sentences a moment ago
        raise Http404 from gone
    labels = [claim.label for claim in cleaned["claims"]]
    return _show_section(
        request, claim, message=f"The evidence is added to claim{'s' * (len(labels) > 1)} {', '.join(labels)}."
    )


def _show_section(request: DeskRequest, claim: Claim, *, message: str = "") -> HttpResponse:
    """The evidence of a claim as it is now."""
    current = current_claim_for(claim)
    if not wants_fragment(request):
        if message:
            messages.success(request, message)
        return redirect(f"{claim_url(current, request)}#evidence")
    panel = panel_for(request, current, focus="" if "news" in request.GET else "evidence")
    if not message:
        return render(request, "reviews/evidence/section.html", {"evidence": panel.evidence})
    return render(request, "reviews/evidence/section_and_history.html", {"panel": panel, "message": message})


def _show_form(request: DeskRequest, claim: Claim, form: EvidenceForm, *, status: int = 200) -> HttpResponse:
    section = _form_section(request, claim, form)
    if section.is_page:
        context = {"evidence_form": section, "nav": "articles"}
        return render(request, "reviews/evidence/form_page.html", context, status=status)
    panel = panel_for(request, section.claim, evidence_form=section)
    return render(request, "reviews/evidence/section.html", {"evidence": panel.evidence}, status=status)


def _form_section(request: DeskRequest, claim: Claim, form: EvidenceForm) -> EvidenceFormSection:
    is_page = not wants_fragment(request)
    current = current_claim_for(claim)
    query = ReviewNavigation.of(request).query()
    return EvidenceFormSection(
        claim=current,
        form=form,
        offered=[] if form.instead_of else [(item, uuid.uuid4()) for item in evidence.offered_for(claim, request.user)],
        add_url=request.get_full_path(),
        use_url=reverse("reviews:use_evidence", args=[claim.article_id, claim.label]) + query,
        cancel_url=claim_url(current, request),
        is_page=is_page,
        was_file_sent=is_page and bool(request.FILES),
    )


def _refuse_size(request: DeskRequest) -> HttpResponse:
    message = f"The file is too large; the limit is {settings.EVIDENCE_MAX_MB} MB. Give a link to it instead."
    if wants_fragment(request):
        response = render(request, "reviews/panel/refusal.html", {"message": message}, status=413)
        response["HX-Retarget"] = "#evidence-says"
        return response
    return render(request, "reviews/evidence/too_large.html", {"message": message}, status=413)


def _replaced(request: DeskRequest, pk: int) -> EvidenceUse | None:
    """The use that the form is to replace, if it names one that this person may withdraw."""
    named = request.GET.get("instead_of", "")
    if not named:
        return None
    use = _use(pk, parse_pk(named) or 0, request.user)
    if not evidence.may_withdraw(use, request.user):
        raise PermissionDenied
    return use


def _use(article: int, pk: int, person: User) -> EvidenceUse:
    try:
        return evidence.in_use(article, pk, person)
    except EvidenceUse.DoesNotExist as gone:
        raise Http404 from gone

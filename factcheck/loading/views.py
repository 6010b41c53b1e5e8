"""Loading in the admin: bring copy, look at it, load it. The admin checks who may."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from factcheck.accounts.requests import DeskRequest
from factcheck.articles.models import Article
from factcheck.articles.services import AlreadyLoaded, find_by_url, find_loaded
from factcheck.claims.detection import detector
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.loading import drafts, tasks
from factcheck.loading.drafts import IncomingFile, Sample, create_draft, lay_out_one
from factcheck.loading.forms import BringForm, DefaultsForm, PreviewForm, already_loaded, refusals
from factcheck.loading.preview import first_claims, from_json, preview, to_json
from factcheck.loading.reading import provenance_of
from factcheck.loading.web import fetch_copy
from factcheck.readers.base import ImportedArticle
from factcheck.readers.plain_text import article_in
from factcheck.readers.text import Unreadable, heading
from factcheck.reviews.versions import Revised, load_or_revise
from factcheck.uploads import LimitedUpload, is_far_too_long

#: Letters of a text that takes so long to read that a worker loads it.
LONG = 100_000
#: So long the first claims of many articles are looked for; behind that an article is shown without.
CLAIMS_SECONDS = 2.0
#: With fewer words than this it may be the beginning of an article alone, as feeds and newsletters have it.
SHORT = 80
_PASTED = "Pasted text"
_ONE_ALONE = "A newer version is one article, and here are several or some that can’t be read; bring the one."
EXPIRED = "What you brought is no longer here: it is kept for a day. Please bring it again."


# ---- Bringing --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def bring(request: DeskRequest) -> HttpResponse:
    """The form for files, a text or a URL. What is brought is read and laid out; nothing is loaded yet."""
    max_bytes = max(settings.LOAD_MAX_MB, 1) * 1024**2
    if request.method == "POST" and is_far_too_long(request, max_bytes=max_bytes):
        return _show_form(request, BringForm({}, is_too_much=True), status=413)
    upload = LimitedUpload(request, max_bytes=max_bytes)
    if request.method == "POST":
        request.upload_handlers = [MemoryFileUploadHandler(request), upload]
    return _bring(request, upload)


@csrf_protect
def _bring(request: DeskRequest, upload: LimitedUpload) -> HttpResponse:
    if request.method == "GET":
        revises = _article(request.GET.get("revises", ""))
        return _show_form(request, BringForm(initial={"revises": revises.pk if revises else None}))
    posted, files = request.POST, request.FILES  # reading them fills the upload
    form = BringForm(posted, files, is_too_much=upload.is_too_much)
    if not form.is_valid():
        return _show_form(request, form)
    draft, refused = _laid_out(request, form)
    if draft is None:
        return _show_form(request, _refused(form, refused))
    if revised := form.cleaned_data["revises"]:
        draft.arguments["revises"] = revised.pk
        draft.save(update_fields=["arguments"])
    return redirect("admin:articles_article_preview", draft.key)


def _laid_out(request: DeskRequest, form: BringForm) -> tuple[Job | None, list[Any]]:
    """A draft of what was brought, or the sentences why there is none."""
    if form.way == "text":
        return lay_out_one(article_in(form.cleaned_data["text"]), name=_PASTED, by=request.user), []
    url = ""
    if form.way == "url":
        try:
            fetched = fetch_copy(form.cleaned_data["url"])
        except Unreadable as why:
            return None, [str(why)]
        url = fetched.url
        brought = [IncomingFile(fetched.name or url, [fetched.body], fetched.hint)]
    else:
        brought = [_brought(file) for file in form.cleaned_data["file"]]
    label = f"Load “{drafts.tidy_name(brought[0].name)}”" if len(brought) == 1 else f"Load {len(brought)} files"
    draft = create_draft(brought, label=label, by=request.user)
    found = drafts.look(draft)
    if found.is_whole and not found.copies:
        draft.delete()
        return None, refusals(found.refused)
    if found.is_whole and len(found.copies) == 1 and not found.refused:
        return _one(request, draft, *found.copies[0], url=url)
    if form.cleaned_data["revises"]:
        draft.delete()
        return None, [_ONE_ALONE]
    draft.arguments["look"] = _remembered(found)
    draft.save(update_fields=["arguments"])
    return draft, []


def _one(
    request: DeskRequest, draft: Job, name: str, copy: ImportedArticle, *, url: str
) -> tuple[Job | None, list[Any]]:
    if there := find_loaded(copy.text):
        draft.delete()
        return None, [already_loaded(there)]
    if url:
        # What the page says of its own address is its author's word; where it was found, we know.
        copy = drafts.with_url(copy, url)
    return lay_out_one(copy, name=name, by=request.user, draft=draft), []


def _brought(file: UploadedFile) -> IncomingFile:
    return IncomingFile(file.name or "file", file.chunks(), file.content_type or "")


def _remembered(found: Sample) -> dict[str, Any]:
    sample = []
    until = time.monotonic() + CLAIMS_SECONDS
    for name, copy in found.copies:
        claims = first_claims(copy.text, detector().detect) if time.monotonic() < until else ()
        said = provenance_of(copy, drafts.file_of(name, copy))
        sample.append(
            {
                "name": name,
                "title": said.title,
                "outlet": said.outlet,
                "byline": said.byline,
                "date": said.published_on.isoformat() if said.published_on else "",
                "words": len(copy.text.split()),
                "claims": to_json(claims),
            }
        )
    return {"sample": sample, "refused": found.refused, "is_whole": found.is_whole}


def _refused(form: BringForm, sentences: list[Any]) -> BringForm:
    for sentence in sentences:
        form.add_error(form.way, sentence)
    return form


def _show_form(request: DeskRequest, form: BringForm, *, status: int = 200) -> HttpResponse:
    revised = _article(str(form["revises"].value() or ""))
    context = {
        "form": form,
        "revised": revised,
        "most_mb": settings.LOAD_MAX_MB,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "nav": "load",
    }
    return render(request, "admin/articles/article/load.html", context, status=status)


def _article(named: str) -> Article | None:
    is_number = named.isascii() and named.isdecimal() and len(named) < 19
    return Article.objects.without_text().filter(pk=named).first() if is_number else None


# ---- Looking, and loading --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def look(request: DeskRequest, key: uuid.UUID) -> HttpResponse:
    """What was brought. A POST loads it, once, however often it is sent."""
    draft = Job.objects.filter(key=key, by=request.user, kind=drafts.KIND).first()
    if draft is None:
        messages.warning(request, EXPIRED)
        return redirect("admin:articles_article_add")
    if not draft.is_draft:
        return redirect(draft)
    if draft.result_url:
        return redirect(draft.result_url)
    item = draft.items.first()
    if item is None:
        return _load_all(request, draft) if request.method == "POST" else _show_many(request, draft, DefaultsForm())
    if request.method == "POST":
        return _load_one(request, draft, item)
    return _show_one(request, draft, item, _preview_form(draft, item))


def _show_many(request: DeskRequest, draft: Job, form: DefaultsForm) -> HttpResponse:
    look = draft.arguments["look"]
    # What was laid out before there were claims and words in it is shown without.
    sample = [one | {"claims": from_json(one.get("claims", []))} for one in look["sample"]]
    short = sum(one.get("words", SHORT) < SHORT for one in sample)
    context = {
        "draft": draft,
        "form": form,
        "look": look | {"sample": sample},
        "short": short if 2 * short > len(sample) else 0,
        "short_words": SHORT,
        "files": list(draft.files.order_by("pk")),
        "nav": "load",
    }
    return render(request, "admin/articles/article/load_many.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _load_all(request: DeskRequest, draft: Job) -> HttpResponse:
    form = DefaultsForm(request.POST)
    if not form.is_valid():
        return _show_many(request, draft, form)
    if services.submit(draft):
        draft.arguments["unsaid"] = form.unsaid()
        draft.save(update_fields=["arguments"])
        tasks.load.defer(job_id=draft.pk)
    return redirect(draft)


def _preview_form(draft: Job, item: Item, data: Any = None) -> PreviewForm:
    copy = drafts.from_payload(item.payload or {})
    said = provenance_of(copy, "" if item.name == _PASTED else drafts.file_of(item.name, copy))
    start: dict[str, Any] = {
        "title": "" if said.title == "Untitled" else said.title,
        "outlet_name": said.outlet,
        "byline": said.byline,
        "url": said.url,
        "published_on": said.published_on,
    }
    if revised := _article(str(draft.arguments.get("revises", ""))):
        own = {"title": revised.title, "byline": revised.byline, "url": revised.url}
        own["outlet_name"] = revised.outlet.name if revised.outlet else ""
        # It most likely comes from where the article came from, and only a headline gives it another title.
        if not copy.title and not heading(copy.text):
            start["title"] = ""
        start |= {name: value for name, value in own.items() if value and not start[name]}
        start["revises"] = revised.pk
    return PreviewForm(data, initial=start, text=copy.text)


def _show_one(request: DeskRequest, draft: Job, item: Item, form: PreviewForm) -> HttpResponse:
    copy = drafts.from_payload(item.payload or {})
    there = find_loaded(copy.text)
    url = form.cleaned_data.get("url") if form.is_bound else form.initial["url"]
    context = {
        "draft": draft,
        "form": form,
        "name": item.name,
        "copy": copy,
        "words": len(copy.text.split()),
        "preview": preview(copy.text, detector().detect),
        "there": there,
        "known": None if there or form["revises"].value() else find_by_url(url or ""),
        "is_long": len(copy.text) > LONG,
        "is_foreign": bool(copy.language) and not copy.language.lower().startswith("en"),
        "nav": "load",
    }
    return render(request, "admin/articles/article/load_one.html", context)


def _load_one(request: DeskRequest, draft: Job, item: Item) -> HttpResponse:
    try:
        with transaction.atomic():
            # A second click waits here for the first, and then finds what that has loaded.
            draft = Job.objects.select_for_update().get(pk=draft.pk)
            if draft.result_url or not draft.is_draft:
                return redirect(draft.result_url or draft)
            form = _preview_form(draft, item, request.POST)
            if not form.is_valid():
                return _show_one(request, draft, item, form)
            if len(form.text) > LONG:
                return _load_later(draft, item, form)
            return _load_now(request, draft, item, form)
    except AlreadyLoaded:
        # Somebody loaded the same text while this one was being read. Asked again, the form finds it and says so.
        return _show_one(request, draft, item, _bound(_preview_form(draft, item, request.POST)))
    except Unreadable as why:
        form = _bound(_preview_form(draft, item, request.POST))
        form.add_error(None, str(why))
        return _show_one(request, draft, item, form)


def _bound(form: PreviewForm) -> PreviewForm:
    form.is_valid()
    return form


def _load_now(request: DeskRequest, draft: Job, item: Item, form: PreviewForm) -> HttpResponse:
    loaded = load_or_revise(
        text=form.text,
        provenance=form.provenance(),
        by=request.user,
        revises=form.cleaned_data["revises"],
        as_new=form.cleaned_data["as_new"],
        notes=drafts.from_payload(item.payload or {}).notes,
    )
    article = loaded.article if isinstance(loaded, Revised) else loaded
    claims = article.tally.claims
    said = f"“{article.title}” is loaded: {claims} claim{'' if claims == 1 else 's'}."
    draft.result_url = article.get_absolute_url()
    draft.save(update_fields=["result_url"])
    draft.items.all().delete()
    messages.success(request, str(loaded) if isinstance(loaded, Revised) else said)
    return redirect(article)


def _load_later(draft: Job, item: Item, form: PreviewForm) -> HttpResponse:
    """Hand a long text to the workers, with what the editor says of it."""
    copy = drafts.from_payload(item.payload or {})
    revises = form.cleaned_data["revises"]
    item.payload = drafts.as_payload(drafts.corrected(copy, form.provenance())) | {
        "as_new": form.cleaned_data["as_new"],
        "revises": revises.pk if revises else None,
    }
    item.save(update_fields=["payload"])
    services.submit(draft)
    tasks.load.defer(job_id=draft.pk)
    return redirect(draft)

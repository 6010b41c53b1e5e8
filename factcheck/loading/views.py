"""Loading in the admin: upload articles, look at them, load them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.accounts.rights import require_permission
from factcheck.articles.models import Article
from factcheck.articles.services import REVISED_ELSEWHERE, AlreadyLoaded, find_by_url, find_loaded
from factcheck.attribution.outlets import outlet_of
from factcheck.attribution.types import Reading
from factcheck.claims.detection import read_text
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.keys import are_other_words, words_sha256
from factcheck.loading import drafts, pace, tasks
from factcheck.loading.drafts import IncomingFile, Sample
from factcheck.loading.forms import DefaultsForm, PreviewForm, UploadForm, already_loaded, article_by_pk, refusals
from factcheck.loading.preview import first_claims, from_json, preview, to_json
from factcheck.loading.reading import fetch_page, provenance_of
from factcheck.readers.plain_text import article_in
from factcheck.readers.text import Unreadable, heading
from factcheck.reviews.versions import Revised, load_or_revise
from factcheck.uploads import LimitedUpload, is_far_too_long

#: For this long the first claims of many articles are looked for; the articles after that are shown without.
CLAIMS_SECONDS = 2.0
#: With fewer words than this it may be only the beginning of an article, as feeds and newsletters have it.
SHORT_WORDS = 80
_PASTED = "Pasted text"
_ONE_ARTICLE = "A newer version is a single article. Load just that one."
EXPIRED = "Uploads are kept for one day, and this one is gone. Upload it again."


# ---- Uploading -------------------------------------------------------------------------------------------------------


@csrf_exempt  # checked in _upload(): reading the token reads all files, and that is bounded first
@require_permission("can_load")
@require_http_methods(["GET", "POST"])
def upload(request: DeskRequest) -> HttpResponse:
    """The form for files, a text or a URL. What is sent is read and kept as a draft; nothing is loaded yet."""
    max_bytes = max(settings.LOAD_MAX_MB, 1) * 1024**2
    if request.method == "POST" and is_far_too_long(request, max_bytes=max_bytes):
        return _show_form(request, UploadForm({}, by=request.user, is_too_much=True), status=413)
    handler = LimitedUpload(request, max_bytes=max_bytes)
    if request.method == "POST":
        request.upload_handlers = [MemoryFileUploadHandler(request), handler]
    return _upload(request, handler)


@csrf_protect
def _upload(request: DeskRequest, handler: LimitedUpload) -> HttpResponse:
    if request.method == "GET":
        revised = article_by_pk(request.GET.get("revises"), request.user)
        return _show_form(request, UploadForm(initial={"revises": revised.pk if revised else None}, by=request.user))
    posted, files = request.POST, request.FILES  # reading them runs the handler
    form = UploadForm(posted, files, by=request.user, is_too_much=handler.is_too_much)
    if not form.is_valid():
        return _show_form(request, form)
    try:
        draft = _draft_of(form, by=request.user)
    except ValidationError as errors:
        form.add_error(form.way, errors)
        return _show_form(request, form)
    return redirect("admin:articles_article_preview", draft.key)


def _draft_of(form: UploadForm, *, by: User) -> Job:
    """A draft of what the form has. Raises ValidationError, and then there is none."""
    if form.way == "text":
        draft = drafts.create_single_draft(article_in(form.cleaned_data["text"]), name=_PASTED, by=by)
    else:
        files, url = _files_of(form)
        label = f"Load “{drafts.tidy_name(files[0].name)}”" if len(files) == 1 else f"Load {len(files)} files"
        draft = drafts.create_draft(files, label=label, by=by)
        try:
            _keep_readable(draft, url=url, is_revision=bool(form.cleaned_data["revises"]))
        except ValidationError:
            draft.delete()
            raise
    if revised := form.cleaned_data["revises"]:
        draft.arguments["revises"] = revised.pk
        draft.save(update_fields=["arguments"])
    return draft


def _files_of(form: UploadForm) -> tuple[list[IncomingFile], str]:
    """The files that were uploaded; or the one that a URL gives, and where it was found in the end."""
    if form.way == "file":
        uploads = form.cleaned_data["file"]
        return [IncomingFile(file.name or "file", file.chunks(), file.content_type or "") for file in uploads], ""
    try:
        page = fetch_page(form.cleaned_data["url"])
    except Unreadable as why:
        raise ValidationError(str(why)) from None
    return [IncomingFile(page.name or page.url, [page.body], page.hint)], page.url


def _keep_readable(draft: Job, *, url: str, is_revision: bool) -> None:
    """Read the beginning of a draft's files: a single article takes their place, several stay with a sample of them.

    Raises ValidationError when there is nothing in them to load.
    """
    sample = drafts.sample(draft)
    if sample.is_whole and not sample.articles:
        raise ValidationError(refusals(sample.refused))
    if sample.is_single:
        ((name, article),) = sample.articles
        if existing := find_loaded(article.text):
            raise ValidationError(already_loaded(existing, draft.by))
        if url:
            # What the page says of its own address is its author's word; where it was found, we know.
            article = drafts.with_url(article, url)
        drafts.keep_single(draft, article, name=name)
        return
    if is_revision:
        raise ValidationError(_ONE_ARTICLE)
    draft.arguments["sample"] = _sample_as_json(sample)
    draft.save(update_fields=["arguments"])


def _sample_as_json(sample: Sample) -> dict[str, Any]:
    articles = []
    deadline = time.monotonic() + CLAIMS_SECONDS
    for name, article in sample.articles:
        provenance = provenance_of(article, drafts.file_name(name, article))
        read = _reader_for(provenance.outlet, provenance.url)
        claims = first_claims(article.text, read) if time.monotonic() < deadline else ()
        articles.append(
            {
                "name": name,
                "title": provenance.title,
                "outlet": provenance.outlet,
                "byline": provenance.byline,
                "date": provenance.published_on.isoformat() if provenance.published_on else "",
                "words": len(article.text.split()),
                "claims": to_json(claims),
            }
        )
    return {"articles": articles, "refused": sample.refused, "is_whole": sample.is_whole}


def _reader_for(outlet: str | None, url: str | None) -> Callable[[str], Reading]:
    """Reads a text as one of this outlet, or of the outlet whose address this is."""
    return partial(read_text, outlet=outlet_of(outlet or "", url or ""))


def _show_form(request: DeskRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "revised": article_by_pk(form["revises"].value(), request.user),
        "max_mb": settings.LOAD_MAX_MB,
        "max_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "nav": "load",
    }
    return render(request, "loading/upload.html", context, status=status)


# ---- Looking, and loading --------------------------------------------------------------------------------------------


@require_permission("can_load")
@require_http_methods(["GET", "POST"])
def preview_draft(request: DeskRequest, key: uuid.UUID) -> HttpResponse:
    """What was uploaded, before anything of it is loaded. A POST loads it, once, however often it is sent."""
    draft = Job.objects.filter(key=key, by=request.user, kind=drafts.KIND).first()
    if draft is None:
        messages.warning(request, EXPIRED)
        return redirect("admin:articles_article_add")
    if not draft.is_draft or draft.result_url:
        return _show_result(request, draft)
    item = draft.items.first()
    if item is None:
        return _load_all(request, draft) if request.method == "POST" else _show_many(request, draft, DefaultsForm())
    if request.method == "POST":
        return _load_one(request, draft, item)
    return _show_one(request, draft, item, _preview_form(draft, item))


def _show_result(request: DeskRequest, draft: Job) -> HttpResponse:
    """To what a draft was loaded as. Who sends it again with other words is told that these were not used."""
    url = draft.result_url or draft.get_absolute_url()
    if request.method != "POST" or not are_other_words(draft.words_sha256, _words_of(request)):
        return redirect(url)
    is_single = bool(draft.result_url)
    typed = {name: value for name, value in request.POST.items() if value and name != "csrfmiddlewaretoken"}
    labels = {name: field.label for name, field in PreviewForm(text="", by=request.user).fields.items()}
    rows = [(labels[name], value) for name, value in typed.items() if labels.get(name)]
    pk = resolve(url).kwargs.get("pk") if is_single else None
    correct_url = reverse("admin:articles_article_change", args=[pk]) if pk else ""
    context = {"url": url, "correct_url": correct_url, "typed": rows, "nav": "load"}
    return render(request, "loading/loaded_before.html", context, status=409)


def _words_of(request: DeskRequest) -> str:
    """The sum of what the form says that was sent."""
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return words_sha256("load", **typed)


def _show_many(request: DeskRequest, draft: Job, form: DefaultsForm) -> HttpResponse:
    sample = _sample_from_json(draft.arguments)
    short = sum(article.get("words", SHORT_WORDS) < SHORT_WORDS for article in sample["articles"])
    context = {
        "draft": draft,
        "form": form,
        "sample": sample,
        "short": short if 2 * short > len(sample["articles"]) else 0,
        "short_words": SHORT_WORDS,
        "files": list(draft.files.order_by("pk")),
        "nav": "load",
    }
    return render(request, "loading/preview_many.html", context, status=422 if form.errors else 200)


def _sample_from_json(arguments: dict[str, Any]) -> dict[str, Any]:
    """The sample that a draft keeps. Drafts of earlier versions call it “look”; the oldest lack claims and words."""
    sample = arguments.get("sample") or arguments["look"]
    articles = sample.get("articles") or sample.get("sample", [])
    return sample | {"articles": [article | {"claims": from_json(article.get("claims", []))} for article in articles]}


@transaction.atomic
def _load_all(request: DeskRequest, draft: Job) -> HttpResponse:
    form = DefaultsForm(request.POST)
    if not form.is_valid():
        return _show_many(request, draft, form)
    if not services.submit(draft, words=_words_of(request)):  # by this same form, a moment ago
        draft.refresh_from_db()
        return _show_result(request, draft)
    draft.arguments["defaults"] = form.defaults()
    draft.arguments["restricted"] = form.cleaned_data["restricted"]
    draft.save(update_fields=["arguments"])
    tasks.load.defer(job_id=draft.pk)
    return redirect(draft)


def _preview_form(draft: Job, item: Item, data: Any = None) -> PreviewForm:
    imported = drafts.from_payload(item.payload or {})
    provenance = provenance_of(imported, "" if item.name == _PASTED else drafts.file_name(item.name, imported))
    initial: dict[str, Any] = {
        "title": "" if provenance.title == "Untitled" else provenance.title,
        "outlet_name": provenance.outlet,
        "byline": provenance.byline,
        "url": provenance.url,
        "published_on": provenance.published_on,
    }
    if revised := article_by_pk(draft.arguments.get("revises"), draft.by):
        # It most likely comes from where the article came from, and only a headline gives it another title.
        if not imported.title and not heading(imported.text):
            initial["title"] = ""
        previous = {"title": revised.title, "byline": revised.byline, "url": revised.url}
        previous["outlet_name"] = revised.outlet.name if revised.outlet else ""
        initial |= {name: value for name, value in previous.items() if value and not initial[name]}
        initial["revises"] = revised.pk
    return PreviewForm(data, initial=initial, text=imported.text, by=draft.by)


def _show_one(request: DeskRequest, draft: Job, item: Item, form: PreviewForm) -> HttpResponse:
    imported = drafts.from_payload(item.payload or {})
    existing = find_loaded(imported.text)
    url = form.cleaned_data.get("url") if form.is_bound else form.initial["url"]
    context = {
        "draft": draft,
        "form": form,
        "name": item.name,
        "imported": imported,
        "words": len(imported.text.split()),
        "preview": preview(imported.text, _reader_for(form["outlet_name"].value(), url)),
        "existing": already_loaded(existing, request.user) if existing else "",
        "revised": None if existing or form["revises"].value() else find_by_url(url or "", request.user),
        "is_long": len(imported.text) > pace.MAX_LETTERS_AT_ONCE,
        "is_foreign": bool(imported.language) and not imported.language.lower().startswith("en"),
        "nav": "load",
    }
    return render(request, "loading/preview_one.html", context)


def _load_one(request: DeskRequest, draft: Job, item: Item) -> HttpResponse:
    try:
        with transaction.atomic():
            # A second click waits here for the first, and then finds what that has loaded.
            draft = Job.objects.select_for_update().get(pk=draft.pk)
            if draft.result_url or not draft.is_draft:
                return _show_result(request, draft)
            form = _preview_form(draft, item, request.POST)
            if not form.is_valid():
                return _show_one(request, draft, item, form)
            if not pace.may_be_read_at_once(f"person {request.user.pk}", len(form.text)):
                return _load_later(request, draft, item, form)
            return _load_now(request, draft, item, form)
    except AlreadyLoaded:
        # Somebody loaded the same text while this one was being read. Validated again, the form finds it and says so.
        return _show_one(request, draft, item, _validated(_preview_form(draft, item, request.POST)))
    except Unreadable as why:
        form = _validated(_preview_form(draft, item, request.POST))
        form.add_error(None, str(why))
        return _show_one(request, draft, item, form)


def _validated(form: PreviewForm) -> PreviewForm:
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
        restrict=form.cleaned_data["restricted"],
    )
    article = loaded.article if isinstance(loaded, Revised) else loaded
    is_visible = article.is_visible_to(request.user)
    draft.result_url = article.get_absolute_url() if is_visible else reverse("articles:list")
    draft.words_sha256 = _words_of(request)
    draft.save(update_fields=["result_url", "words_sha256"])
    draft.items.all().delete()
    if not is_visible:
        messages.success(request, REVISED_ELSEWHERE)
    else:
        messages.success(request, str(loaded) if isinstance(loaded, Revised) else _loaded(article))
    return redirect(draft.result_url)


def _loaded(article: Article) -> str:
    claims = article.tally.claims
    return f"“{article.title}” is loaded: {claims} claim{'' if claims == 1 else 's'}."


def _load_later(request: DeskRequest, draft: Job, item: Item, form: PreviewForm) -> HttpResponse:
    """Hand a long text to the workers, with what the editor says of it."""
    imported = drafts.with_provenance(drafts.from_payload(item.payload or {}), form.provenance())
    revises = form.cleaned_data["revises"]
    item.payload = drafts.to_payload(imported) | {
        "as_new": form.cleaned_data["as_new"],
        "revises": revises.pk if revises else None,
        "restricted": form.cleaned_data["restricted"],
    }
    item.save(update_fields=["payload"])
    services.submit(draft, words=_words_of(request))
    tasks.load.defer(job_id=draft.pk)
    return redirect(draft)

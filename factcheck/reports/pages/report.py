"""The report as a page to read and as files to keep."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.accounts.models import User
from factcheck.accounts.requests import DeskRequest
from factcheck.articles.models import Article
from factcheck.reports.build import build_report
from factcheck.reports.editions import cut
from factcheck.reports.file_names import file_name
from factcheck.reports.formats import as_bytes, choice_in, offered_formats
from factcheck.reports.formats.json_file import SCHEMA_FILE
from factcheck.reports.freezing import log_export, reports_of
from factcheck.reports.pages.context import page_context
from factcheck.reports.pages.editions import asked_edition
from factcheck.reports.pages.forms import FreezeForm
from factcheck.reviews.editions import FOR_DESK, EditionChoice
from factcheck.reviews.second_opinions import EARLIER, check_open

#: Bytes sent at once: a file of many claims as some large pieces instead of many small ones.
_BLOCK_BYTES = 64 * 1024


@require_safe
@never_cache
def report(request: DeskRequest, pk: int) -> HttpResponse:
    """The report as a page. Everybody with a role may read it."""
    choice = asked_edition(request)
    initial = {"key": uuid.uuid4(), "edition": choice.edition, "tick": choice.ticked}
    return draw_report(request, pk, FreezeForm(initial=initial), choice)


def draw_report(
    request: DeskRequest, pk: int, freeze_form: FreezeForm, choice: EditionChoice = FOR_DESK, *, status: int = 200
) -> HttpResponse:
    """The report as it is now, in the edition that was chosen, with the form that freezes it."""
    article = _article(pk, request.user)
    context = page_context(cut(build_report(article), choice)) | {
        "freeze_form": freeze_form,
        "others": reports_of(article),
    }
    return render(request, "reports/report.html", context, status=status)


@require_safe
@never_cache
def export(request: DeskRequest, pk: int, slug: str) -> StreamingHttpResponse:
    """The report as a file to keep: for those who may take copy out of the house."""
    if not request.user.can_export:
        raise PermissionDenied
    if (file_format := offered_formats().get(slug)) is None:
        raise Http404
    article = _article(pk, request.user)
    choice = choice_in(file_format, asked_edition(request))
    current = cut(build_report(article), choice)
    log_export(article=article, slug=slug, by=request.user, choice=choice)
    blocks = _in_blocks(as_bytes(file_format.render(current)))
    response = StreamingHttpResponse(blocks, content_type=file_format.content_type)
    response["Content-Disposition"] = content_disposition_header(
        True, file_name(current.article.title, current.drawn_at, file_format.ending, choice.edition)
    )
    return response


@require_safe
def schema(request: DeskRequest) -> HttpResponse:
    """The JSON Schema that the JSON export follows, for everybody with a role."""
    response = HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json")
    response["Content-Disposition"] = content_disposition_header(True, SCHEMA_FILE.name)
    return response


def _in_blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= _BLOCK_BYTES:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _article(pk: int, person: User) -> Article:
    """The article, if this person may read its report now. Raises Withheld."""
    article = get_object_or_404(Article.objects.select_related("outlet", "loaded_by").defer("search"), pk=pk)
    if article.is_superseded:
        check_open(pk, person, what=EARLIER)
    return article

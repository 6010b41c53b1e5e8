"""Known afterwards: whoever is shown the words of a restricted article leaves an entry in the audit log (decision 77).

An answer of an address of the article, of its reports or of its form in the administration shows them, whatever it is;
a list that shows sentences or comments of several articles says so by ``note_read()``. Titles in lists are no read.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck.accounts.audit import Event, record_once
from factcheck.articles.models import Article

#: Answers that show what was asked for, or a form with it.
_SHOWS = (200, 409, 422)


def note_read(request: HttpRequest, articles: Iterable[Article]) -> None:
    """Say that the answer to this request shows words of these articles; the restricted ones go into the audit log."""
    noted = {article.pk for article in articles if article.is_restricted}
    request.read_articles = getattr(request, "read_articles", frozenset()) | noted  # type: ignore[attr-defined]


def log_reads(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write down what was noted, where the answer shows it."""
    read: frozenset[int] = getattr(request, "read_articles", frozenset())
    if read and response.status_code in _SHOWS:
        page = request.resolver_match.view_name if request.resolver_match else ""
        record_once(Event.RESTRICTED_READ, request=request, subject="article", keys=read, page=page)

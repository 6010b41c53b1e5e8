"""The reports of many articles as one ZIP, written as they are drawn: one report at a time is held, never the file."""

from __future__ import annotations

import csv
import logging
import tempfile
from collections.abc import Callable, Collection, Iterator
from typing import IO

from django.db import InterfaceError, OperationalError
from zipstream import ZIP_DEFLATED, ZipStream

from factcheck import keyset
from factcheck.articles.models import Article
from factcheck.reports.build import Report, build_report
from factcheck.reports.editions import cut
from factcheck.reports.file_names import file_name
from factcheck.reports.filters import Filter
from factcheck.reports.formats import Format, as_bytes, choice_in
from factcheck.reviews.editions import FOR_DESK, EditionChoice
from factcheck.spreadsheets import BOM, Echo, cell

log = logging.getLogger(__name__)

#: The list of what is in the ZIP.
INDEX = "index.csv"
_HEADINGS = [
    *("File", "Edition", "Article", "Title", "Outlet", "Byline", "Published", "URL", "Claims", "Reviewed"),
    "Problem",
]
#: Keys read at once.
_KEYS = 500
_BLOCK = 64 * 1024


def zip_of(
    selection: Filter,
    file_format: Format,
    *,
    tell: Callable[[Report | None], None],
    choice: EditionChoice = FOR_DESK,
    without: Collection[int] = (),
) -> Iterator[bytes]:
    """The ZIP piece by piece: a file for each article in ascending order of their keys, and the index at the end.

    Which articles there are is settled by the highest key at the beginning. Each report is as it was when it was
    drawn. ``without`` has keys to leave out. ``tell`` is given each report, or None for one that could not be drawn,
    and may stop the work by raising.
    """
    choice = choice_in(file_format, choice)
    zipped = ZipStream(compress_type=ZIP_DEFLATED)
    with tempfile.TemporaryFile(prefix="factcheck-") as index:
        index.write((BOM + _line(_HEADINGS)).encode())
        for key in _keys(selection, without):
            article = Article.objects.select_related("outlet", "loaded_by").defer("search").filter(pk=key).first()
            if article is None:
                continue
            report, content = _drawn(article, file_format, choice=choice)
            name = _name(article, report, file_format) if report else ""
            if report:
                zipped.add(content, name)
                yield from zipped.all_files()
            index.write(_line(_row(article, name, report, choice)).encode())
            tell(report)
        index.seek(0)
        zipped.add(_blocks(index), INDEX)
        yield from zipped.finalize()


def _name(article: Article, report: Report, file_format: Format) -> str:
    return f"{article.pk}-{file_name(article.title, report.drawn_at, file_format.ending, report.edition)}"


def _drawn(article: Article, file_format: Format, *, choice: EditionChoice) -> tuple[Report | None, bytes]:
    """The report and its file. One that can't be drawn is told of in the index and stops nobody else’s."""
    try:
        report = cut(build_report(article), choice)
        return report, b"".join(as_bytes(file_format.render(report)))
    except (OperationalError, InterfaceError):  # the database's: that is not this article's fault
        raise
    except Exception:
        log.exception("The report of article %s as %s", article.pk, file_format.slug)
        return None, b""


def _row(article: Article, name: str, report: Report | None, choice: EditionChoice) -> list[str | int]:
    return [
        name,
        choice.words,
        article.pk,
        cell(article.title),
        cell(article.outlet.name if article.outlet else ""),
        cell(article.byline),
        article.published_on.isoformat() if article.published_on else "",
        cell(article.url),
        report.numbers.claims if report else "",
        report.numbers.reviewed if report else "",
        "" if report else "This report could not be made; see the server log.",
    ]


def _line(row: list[str] | list[str | int]) -> str:
    return csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerow(row)


def _keys(selection: Filter, without: Collection[int]) -> Iterator[int]:
    """The keys of the articles there are now; what is loaded later isn't among them."""
    articles = selection.articles().exclude(pk__in=without)
    last = articles.order_by("-pk").values_list("pk", flat=True).first()
    return keyset.primary_keys(articles, batch=_KEYS, last=last or 0)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block

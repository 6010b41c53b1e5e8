"""All claims of many articles as one table, in batches: nothing is held but the batch, however many there are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from factcheck.articles.models import ArticleQuerySet
from factcheck.claims.models import Claim
from factcheck.reports.columns import Columns, columns, lines_of
from factcheck.reports.filters import Filter
from factcheck.reviews.editions import FOR_DESK, EditionChoice
from factcheck.spreadsheets import BOM, Echo, cell, may_hold_formula

#: Articles and claims in a batch, whichever is reached first; one article is never cut.
_ARTICLES = 500
_CLAIMS = 5000

#: What becomes of a line.
Row = TypeVar("Row")

_WRITER = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
# A sentence may be as long as an article; Python's own limit is an eighth of that.
csv.field_size_limit(64 * 1024 * 1024)


def read_batches(
    selection: Filter,
    read: Callable[[bytes], Row],
    *,
    choice: EditionChoice = FOR_DESK,
    without: Collection[int] = (),
) -> Iterator[list[Row]]:
    """What ``read`` makes of each claim's line, by article and in reading order, a batch at a time.

    Which articles there are is settled by the highest key at the beginning: what is loaded later isn't in it. Each
    batch is as it was when its turn came. ``without`` has keys to leave out. A line is as PostgreSQL writes it, see
    ``columns``; it is read while PostgreSQL works on the next ones.
    """
    narrowed = selection.narrowed()
    for keys in _batches_of_keys(selection.whole_articles().exclude(pk__in=without)):
        yield _rows(keys, narrowed, read, choice)


def _batches_of_keys(articles: ArticleQuerySet) -> Iterator[list[int]]:
    """The keys of the articles in ascending order, as many at a time as make a batch."""
    last = articles.order_by("-pk").values_list("pk", flat=True).first()
    after = 0
    while last is not None and after < last:
        beyond = articles.filter(pk__gt=after, pk__lte=last).order_by("pk")
        keys: list[int] = []
        claims = 0
        for key, count in beyond.values_list("pk", "tally__claims")[:_ARTICLES]:
            if keys and claims + (count or 0) > _CLAIMS:
                break
            keys.append(key)
            claims += count or 0
        if not keys:
            return
        yield keys
        after = keys[-1]


def _rows(
    keys: list[int], narrowed: QuerySet[Claim] | None, read: Callable[[bytes], Row], choice: EditionChoice
) -> list[Row]:
    values: dict[str, Any] = {"articles": keys}
    condition = ""
    if narrowed is not None:
        sql, params = narrowed.filter(article__in=keys).values("pk").query.sql_with_params()
        names = {f"narrowed{place}": value for place, value in enumerate(params)}
        condition = f"AND claim.id IN ({sql % tuple(f'%({name})s' for name in names)})"
        values |= names
    # psycopg's own cursor: what Django puts around it in tests knows a COPY without values only.
    with connection.cursor() as cursor, cursor.cursor.copy(lines_of(condition, choice), values) as lines:
        # One message of the protocol is one line, whatever is in it.
        return [read(bytes(line)) for line in lines]


class CsvTable:
    """Lines of a CSV file: no text is a formula, lines end in CRLF."""

    def __init__(self, choice: EditionChoice = FOR_DESK) -> None:
        self._columns = columns(choice)

    def heading(self) -> bytes:
        return (BOM + _WRITER.writerow(self._columns.headings)).encode()

    def read(self, line: bytes) -> bytes:
        if may_hold_formula(line):
            return _WRITER.writerow(
                [cell(value) if isinstance(value, str) else value for value in _values(line, self._columns)]
            ).encode()
        return line[:-1] + b"\r\n"


class SheetTable:
    """Values for who keeps text apart from formulas by other means; a number that is missing is empty."""

    def __init__(self, choice: EditionChoice = FOR_DESK) -> None:
        self._columns = columns(choice)

    def heading(self) -> list[str]:
        return list(self._columns.headings)

    def read(self, line: bytes) -> list[str | int]:
        return _values(line, self._columns)


def _values(line: bytes, table: Columns) -> list[str | int]:
    (row,) = csv.reader([line.decode()])
    return [value if is_text or not value else int(value) for value, is_text in zip(row, table.are_texts, strict=True)]

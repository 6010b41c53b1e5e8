"""Reading on by key: from the place of the last row that was read, whatever was added or removed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Rows = TypeVar("Rows", bound=QuerySet[Any])


def beyond(rows: Rows, keys: Sequence[Combinable], place: Sequence[object], *, descending: bool) -> Rows:
    """The rows that follow a place in the order of the keys, all of them ascending or all descending.

    Compared as a row, PostgreSQL enters an index at the very place, however many share the first key.
    """
    compare = TupleLessThan if descending else TupleGreaterThan
    return rows.filter(compare(Tuple(*keys), tuple(place)))


def primary_keys(rows: QuerySet[Any], *, batch: int, last: int | None = None) -> Iterator[int]:
    """The primary keys in ascending order, as many as a ``batch`` to a query; none above ``last``, if it is given.

    A cursor on the server would not outlive its connection.
    """
    rows = rows.order_by("pk").values_list("pk", flat=True)
    if last is not None:
        rows = rows.filter(pk__lte=last)
    after = 0
    while keys := list(rows.filter(pk__gt=after)[:batch]):
        yield from keys
        after = keys[-1]

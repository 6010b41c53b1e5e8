"""What workers do for reviews."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from factcheck.reviews import records

#: A database that is away delays the work and doesn't end it.
_AGAIN = RetryStrategy(wait=10, retry_exceptions={OperationalError, InterfaceError})


@app.task(retry=_AGAIN)
def hold(record_pk: int) -> None:
    """Hold an article's quotations against a record that is too long for a page to wait."""
    records.hold(record_pk)

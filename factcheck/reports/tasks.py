"""What workers do for reports."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from factcheck.jobs import services
from factcheck.reports import bulk

#: A database that is away delays an export and doesn't end it.
_AGAIN = RetryStrategy(wait=10, retry_exceptions={OperationalError, InterfaceError})


@app.task(retry=_AGAIN)
def export(job_id: int) -> None:
    """Make the file of many articles."""
    if job := services.start(job_id):
        bulk.make(job)

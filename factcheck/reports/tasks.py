"""What workers do for reports."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from factcheck.jobs import services
from factcheck.jobs.models import Job
from factcheck.reports import bulk

#: A database that is away delays an export and doesn't end it.
_AGAIN = RetryStrategy(wait=10, retry_exceptions={OperationalError, InterfaceError})
#: A ZIP of reports keeps its worker for minutes. One is made after the other, so that of two workers one is free.
_ZIP_LOCK = "factcheck.reports.zip"


def enqueue(job: Job) -> None:
    """Put an export into the queue."""
    lock = _ZIP_LOCK if job.arguments["form"] == bulk.Form.ZIP else None
    export.configure(lock=lock).defer(job_id=job.pk)


@app.task(retry=_AGAIN)
def export(job_id: int) -> None:
    """Make the file of many articles."""
    if job := services.start(job_id):
        bulk.make(job)

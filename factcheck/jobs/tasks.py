"""What workers do by themselves: requeue what a killed one had begun, and clear away what is old."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from factcheck.accounts.audit import clear_old as clear_old_audit
from factcheck.jobs.models import File, Item, Job
from factcheck.jobs.services import WORKER_GONE_SECONDS

#: How long somebody may look at a draft before they submit it.
DRAFT_LIFETIME = dt.timedelta(days=1)


async def requeue_stalled() -> None:
    """Put what dead workers had begun back into the queue."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=WORKER_GONE_SECONDS):
        await app.job_manager.retry_job(stalled)


@app.periodic(cron="* * * * * */10", periodic_id="jobs")
@app.task(queueing_lock="jobs.retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Every ten seconds."""
    await requeue_stalled()


@app.periodic(cron="17 * * * *", periodic_id="jobs")
@app.task(queueing_lock="jobs.clear_away")
def clear_away(timestamp: int) -> None:
    """Every hour: drafts that were never submitted; files and payloads of jobs that ended a while ago, and old entries
    of the audit log.

    What was done and what failed stays listed.
    """
    now = timezone.now()
    Job.objects.filter(is_draft=True, asked_at__lt=now - DRAFT_LIFETIME).delete()
    before = now - dt.timedelta(days=settings.JOB_DAYS)
    old = Job.objects.filter(finished_at__lt=before)
    File.objects.filter(job__in=old).delete()
    Item.objects.filter(job__in=old, payload__isnull=False).update(payload=None)
    old.exclude(result_url="").update(result_url="")
    clear_old_audit()

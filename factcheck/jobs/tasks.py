"""What workers do by themselves: take up what a killed one left, and clear away what is old."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from factcheck.jobs.models import File, Item, Job
from factcheck.jobs.services import WORKER_GONE_SECONDS

#: How long somebody may look at what they have laid out before they ask for it.
DRAFTS_ARE_KEPT = dt.timedelta(days=1)


async def take_up_what_was_left() -> None:
    """Put what gone workers were at back into the queue."""
    for left in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=WORKER_GONE_SECONDS):
        await app.job_manager.retry_job(left)


@app.periodic(cron="* * * * * */10", periodic_id="jobs")
@app.task(queueing_lock="jobs.retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Every ten seconds."""
    await take_up_what_was_left()


@app.periodic(cron="17 * * * *", periodic_id="jobs")
@app.task(queueing_lock="jobs.clear_away")
def clear_away(timestamp: int) -> None:
    """Every hour: what was prepared and never asked for; files and payloads of jobs that ended a while ago.

    What was done and what failed stays listed.
    """
    now = timezone.now()
    Job.objects.filter(is_draft=True, asked_at__lt=now - DRAFTS_ARE_KEPT).delete()
    before = now - dt.timedelta(days=settings.JOB_DAYS)
    old = Job.objects.filter(finished_at__lt=before)
    File.objects.filter(job__in=old).delete()
    Item.objects.filter(job__in=old, payload__isnull=False).update(payload=None)
    old.exclude(result_url="").update(result_url="")

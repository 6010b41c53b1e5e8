"""What workers do with a load: list its articles and load them, any number of workers at once."""

from __future__ import annotations

import logging

from django.db import OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from factcheck.articles.models import Article
from factcheck.articles.services import REVISED_ELSEWHERE, AlreadyLoaded, find_by_url
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.jobs.services import Outcome
from factcheck.loading import drafts
from factcheck.loading.reading import provenance_of
from factcheck.readers.text import Unreadable
from factcheck.reviews.versions import Revised, load_or_revise

log = logging.getLogger(__name__)

#: When the database is away for a moment, the task is tried again for a quarter of an hour.
_RETRY = RetryStrategy(max_attempts=90, wait=10, retry_exceptions=[OperationalError])


# The aliases are the tasks' names in the version before: its jobs may still be in the queue.
@app.task(name="factcheck.loading.tasks.load", aliases=["factcheck.articles.tasks.load"], retry=_RETRY)
def load(job_id: int) -> None:
    """List what is in the files of a job, while others load it already, and then load with them."""
    job = services.start(job_id)
    if job is None:
        drafts.delete_files(job_id)
        return
    if not job.is_listed:
        try:
            for _ in drafts.list_articles(job):
                ensure_turn_queued(job)
        except OperationalError:
            raise
        except Exception:
            log.exception("Listing job %s", job.pk)
            services.fail(job, "Something went wrong while the files were read; see the server log.")
            return
        job.refresh_from_db()
    load_waiting(job)


@app.task(name="factcheck.loading.tasks.load_more", aliases=["factcheck.articles.tasks.load_more"], retry=_RETRY)
def load_more(job_id: int) -> None:
    """Join in loading what is listed."""
    if job := services.start(job_id):
        load_waiting(job)


def ensure_turn_queued(job: Job) -> None:
    """See that a turn of this job is in the queue, for whichever worker is free; one is enough."""
    queued = ProcrastinateJob.objects.filter(task_name=load_more.name, status="todo", args__job_id=job.pk)
    if not queued.exists():
        load_more.defer(job_id=job.pk)


def load_waiting(job: Job) -> None:
    """One turn. Whoever takes it queues the next one first: that is how any number of workers share a job."""
    if job.items.filter(state=Item.State.WAITING).exists():
        ensure_turn_queued(job)
    services.process_items(job, lambda item: load_item(item, job))
    if Job.objects.filter(pk=job.pk, finished_at__isnull=False).exists():
        drafts.delete_files(job.pk)


def load_item(item: Item, job: Job) -> Outcome:
    """Load one article, as a newer version where its URL is known, and say what came of it."""
    payload = item.payload or {}
    imported = drafts.from_payload(payload)
    provenance = provenance_of(imported, drafts.file_name(item.name, imported))
    # “unsaid” is what the version before called the defaults.
    defaults = job.arguments.get("defaults") or job.arguments.get("unsaid", {})
    provenance = drafts.with_defaults(provenance, defaults)
    revises = payload.get("revises")
    revised = Article.objects.without_text().filter(pk=revises).first() if revises else None
    as_new = payload.get("as_new", False)
    restrict = payload.get("restricted", False) or job.arguments.get("restricted", False)
    # Two texts at one address in the same load are two articles, or a table that gives its site as every row's URL
    # would end as one article in a thousand versions.
    if not revised and (existing := find_by_url(provenance.url, job.by)) and existing.loaded_at >= job.asked_at:
        as_new = True
    try:
        loaded = load_or_revise(
            text=imported.text,
            provenance=provenance,
            by=job.by,
            revises=revised,
            as_new=as_new,
            notes=imported.notes,
            restrict=restrict,
        )
    except AlreadyLoaded as why:
        url = why.article.get_absolute_url() if why.article.is_visible_to(job.by) else ""
        return Outcome(Item.State.ALREADY, why.sentence_for(job.by), url)
    except Unreadable as why:
        return Outcome(Item.State.FAILED, str(why))
    if isinstance(loaded, Revised) and not loaded.article.is_visible_to(job.by):
        return Outcome(Item.State.DONE, REVISED_ELSEWHERE)
    if isinstance(loaded, Revised):
        return Outcome(Item.State.DONE, str(loaded), loaded.article.get_absolute_url())
    claims = loaded.tally.claims
    return Outcome(
        Item.State.DONE, f"“{loaded.title}”, {claims} claim{'' if claims == 1 else 's'}", loaded.get_absolute_url()
    )

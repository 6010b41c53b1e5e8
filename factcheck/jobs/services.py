"""Jobs: asked for, worked on item by item, stopped."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.jobs.models import Item, Job
from factcheck.keys import are_other_words, quoted, words_sha256
from factcheck.refusals import KeyReused

log = logging.getLogger(__name__)

#: An item that was begun this often and never ended is given up: it takes the worker down with it.
MAX_ATTEMPTS = 3
#: After this many seconds a long job lets others have a turn.
TURN_SECONDS = 20.0
#: This many seconds after its last sign of life a worker counts as gone.
WORKER_GONE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an item."""

    state: Item.State
    sentence: str = ""
    url: str = ""


def create_job(*, kind: str, label: str, by: User, key: uuid.UUID | None = None, **arguments: Any) -> tuple[Job, bool]:
    """A job and whether it is new: the same ``key`` of the same person is the same job. The caller defers its task.

    Raises KeyReused when the key made another job, or one with other arguments.
    """
    key = key or uuid.uuid4()
    words = words_sha256(kind, **arguments)
    columns = {"kind": kind, "label": label[:300], "arguments": arguments, "words_sha256": words}
    try:
        with transaction.atomic():
            return Job.objects.create(key=key, by=by, **columns), True
    except IntegrityError:
        job = Job.objects.get(key=key, by=by)
    if are_other_words(job.words_sha256, words):
        raise KeyReused(f"This form has already started {quoted(job.label)}.")
    return job, False


def create_draft(*, kind: str, label: str, by: User, **arguments: Any) -> Job:
    """A job for its owner to look at. Nobody works on it until it is submitted."""
    return Job.objects.create(kind=kind, label=label[:300], by=by, arguments=arguments, is_draft=True)


def submit(draft: Job, *, words: str = "") -> bool:
    """Make a draft a job; False when that has been done. The caller defers its task, in the same transaction.

    ``words`` is the sum of the form that was sent, see factcheck/keys.py.
    """
    columns = {"is_draft": False, "asked_at": timezone.now(), "words_sha256": words}
    return bool(Job.objects.filter(pk=draft.pk, is_draft=True).update(**columns))


def start(job_id: int) -> Job | None:
    """Note that a worker has begun with a job; None when there is nothing left to do."""
    Job.objects.filter(pk=job_id, started_at=None).update(started_at=timezone.now())
    job = Job.objects.filter(pk=job_id, finished_at=None).first()
    if job is not None and job.cancelled_at:
        close(job)
        return None
    return job


@transaction.atomic
def add_items(job: Job, items: Sequence[Item]) -> bool:
    """Add some items of a job that is still being listed; False when it has ended or is to stop.

    Items whose numbers exist are left as they are: whoever lists a job again after a worker was killed adds what is
    missing.
    """
    if not Job.objects.select_for_update().filter(pk=job.pk, finished_at=None, cancelled_at=None).exists():
        return False
    Item.objects.bulk_create(items, ignore_conflicts=True)
    return True


def finish_listing(job: Job) -> None:
    """Say that no more items come: from now on the job ends with its last item."""
    Job.objects.filter(pk=job.pk).update(is_listed=True)


def is_cancelled(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, cancelled_at__isnull=False).exists()


def cancel(*, job: Job, by: User) -> bool:
    """Ask a job to stop; what is done stays done. False when it has ended already."""
    running = Job.objects.filter(pk=job.pk, finished_at=None, cancelled_at=None)
    is_new = bool(running.update(cancelled_at=timezone.now(), cancelled_by=by))
    if is_new and not Job.objects.filter(pk=job.pk, started_at__isnull=False).exists():
        close(job)
    return is_new


def fail(job: Job, sentence: str) -> None:
    """End a job that can't be done, saying why."""
    Job.objects.filter(pk=job.pk, finished_at=None).update(finished_at=timezone.now(), problem=sentence[:500])


def note_progress(job: Job, done: int, total: int | None = None) -> None:
    """Say how far a job without items is."""
    Job.objects.filter(pk=job.pk).update(done=done, **({} if total is None else {"total": total}))


def finish(job: Job, *, result_url: str = "") -> None:
    """End a job without items that is done."""
    Job.objects.filter(pk=job.pk, finished_at=None).update(
        finished_at=timezone.now(), result_url=result_url, total=F("done")
    )


def process_items(job: Job, handle: Callable[[Item], Outcome], *, seconds: float = TURN_SECONDS) -> bool:
    """Work on the waiting items one by one, beside any number of other workers; True when the turn ends before them.

    ``handle`` does an item's work within a transaction in which its outcome is written too. An exception fails the item
    and undoes its work; that of an unreachable database is raised again, so that the job is retried.
    """
    until = time.monotonic() + seconds
    while not is_cancelled(job):
        if time.monotonic() >= until:
            return True
        with _claimed_item(job) as item:
            if item is None:
                break
            _process(item, handle)
    close(job)
    return False


@contextmanager
def _claimed_item(job: Job) -> Iterator[Item | None]:
    """The next item that no other worker has, ours for the block; None when there is none.

    The attempt is counted, and that is committed, before it is made: it may be the last. From then until the work
    begins the row is unlocked, so an advisory lock says that a worker has it, and no other one counts an attempt.
    """
    item = _claim_next(job)
    try:
        yield item
    finally:
        if item is not None:
            with suppress(OperationalError):  # a lost connection holds no lock
                _advisory_lock("pg_advisory_unlock", item)


def _claim_next(job: Job) -> Item | None:
    busy: list[int] = []
    waiting = Item.objects.select_for_update(skip_locked=True).filter(job=job, state=Item.State.WAITING)
    while True:
        with transaction.atomic():
            item = waiting.exclude(pk__in=busy).order_by("attempts", "number").defer("payload").first()
            if item is None:
                return None
            if _advisory_lock("pg_try_advisory_lock", item):
                item.attempts += 1
                item.save(update_fields=["attempts"])
                return item
            busy.append(item.pk)


def _advisory_lock(function: str, item: Item) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('jobs_item'), %s)", [item.pk % 2**31])
        return bool(cursor.fetchone()[0])


def _process(item: Item, handle: Callable[[Item], Outcome]) -> None:
    if item.attempts > MAX_ATTEMPTS:
        _record(item, Outcome(Item.State.FAILED, f"It crashed the program {MAX_ATTEMPTS} times and was given up."))
        return
    try:
        with transaction.atomic():
            # Waited for, not skipped: another worker that looks for an item may hold this row for a moment.
            locked = Item.objects.select_for_update().filter(pk=item.pk, state=Item.State.WAITING).first()
            if locked is not None:
                _record(locked, handle(locked))
    except OperationalError:
        raise
    except Exception:
        log.exception("Item %s of job %s", item.pk, item.job_id)
        _record(item, Outcome(Item.State.FAILED, "Something went wrong; see the server log."))


def _record(item: Item, outcome: Outcome) -> None:
    Item.objects.filter(pk=item.pk, state=Item.State.WAITING).update(
        state=outcome.state, sentence=outcome.sentence[:1000], url=outcome.url, payload=None
    )


@transaction.atomic
def close(job: Job) -> None:
    """End a job whose items are all known and done, or one that was cancelled. Any worker may call it; one ends it."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.finished_at is not None:
        return
    waiting = Item.objects.filter(job=job, state=Item.State.WAITING)
    if job.cancelled_at:
        # What another worker is working on is finished there: its row is locked, and so is skipped.
        unlocked = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)
        Item.objects.filter(pk__in=list(unlocked)).update(state=Item.State.CANCELLED, payload=None)
    if (job.is_listed or job.cancelled_at) and not waiting.exists():
        job.finished_at = timezone.now()
        job.save(update_fields=["finished_at"])


def is_anybody_working() -> bool:
    """Whether a worker has shown signs of life lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second')",
            [WORKER_GONE_SECONDS],
        )
        return bool(cursor.fetchone()[0])

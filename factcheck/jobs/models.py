"""Work that goes on after the page was answered: who asked for it, how far it is, what came of each part.

The queue itself is procrastinate's; these tables are what people see of it, and what a worker that was killed goes on
from.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.keys import words_field


class JobQuerySet(models.QuerySet["Job"]):
    def seen_by(self, user: User) -> JobQuerySet:
        """Everybody sees their own; administrators see all. What is only prepared is nobody's job yet."""
        submitted = self.filter(is_draft=False)
        return submitted if user.is_superuser else submitted.filter(by=user)

    def prepared_by(self, user: User) -> JobQuerySet:
        """What this person has laid out and not asked for yet."""
        return self.filter(by=user, is_draft=True)


class Job(models.Model):
    """Something somebody asked for that takes longer than a page may. ``key`` makes a form sent twice one job."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WORKING = "working", "Working"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Canceled"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=30)
    #: What is being done, as its page is headed: “Load 3 files”.
    label = models.CharField(max_length=300)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    words_sha256 = words_field()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    #: Laid out with its files, but not asked for: its owner still looks at it. Cleared away after a day.
    is_draft = models.BooleanField(default=False)
    #: What the work needs to know; its kind knows the names.
    arguments = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    #: Set when somebody asked to stop; the worker notices before the next item.
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    #: One sentence why the whole could not be done.
    problem = models.CharField(max_length=500, blank=True)
    #: Steps of work that has no items; ``total`` is empty until it is known.
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    #: Whether all items are known.
    is_listed = models.BooleanField(default=False)
    #: Where to get what came of it.
    result_url = models.CharField(max_length=300, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="jobs_job_cancelled_signed",
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="jobs_job_done_within", condition=Q(total=None) | Q(done__lte=F("total")) | Q(finished_at=None)
            ),
        ]
        indexes = [
            # The list of a person's jobs, the latest first.
            models.Index(fields=["by", "-id"], name="jobs_job_of_person"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    @property
    def state(self) -> State:
        if self.finished_at is None:
            return Job.State.WORKING if self.started_at else Job.State.WAITING
        if self.problem:
            return Job.State.FAILED
        return Job.State.CANCELLED if self.cancelled_at else Job.State.DONE

    def progress(self) -> Progress:
        """How far it is, in one query at most."""
        counts = dict(self.items.values_list("state").annotate(Count("pk")).order_by())
        return Progress(job=self, counts=counts)


class Item(models.Model):
    """One part of a job that succeeds or fails by itself, such as an article of a file.

    ``number`` is its place in the job. Its outcome is written in the transaction that does the work, so that a worker
    killed in the middle leaves it waiting, and nothing is done twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        ALREADY = "already", "Already loaded"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Not started"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    #: What a person finds it by: a file's name, “row 7 of stories.csv”.
    name = models.CharField(max_length=500)
    #: What the work needs; dropped once it is done.
    payload = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    #: Result, in a sentence.
    sentence = models.CharField(max_length=1000, blank=True)
    #: Where to see what came of it.
    url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="jobs_item_numbered_once"),
            models.CheckConstraint(
                name="jobs_item_state_known",
                condition=Q(state__in=["waiting", "done", "already", "failed", "cancelled"]),
            ),
        ]
        indexes = [
            # The page of a job: how many of each state, and which; the worker: what comes next.
            models.Index(fields=["job", "state", "attempts", "number"], name="jobs_item_by_state"),
        ]

    def __str__(self) -> str:
        return self.name


class File(models.Model):
    """A file that a job works on or makes, kept in pieces: every worker reaches it, and none holds it whole."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    #: Set once all of it is there.
    is_whole = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    def pieces(self) -> Iterator[bytes]:
        """The content, a piece at a time."""
        number = -1
        while piece := Piece.objects.filter(file=self, number__gt=number).order_by("number").first():
            number = piece.number
            yield bytes(piece.content)


class Piece(models.Model):
    """At most files.PIECE bytes of a file."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="jobs_piece_numbered_once")]

    def __str__(self) -> str:
        return f"{self.file}, piece {self.number}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. ``total`` is None while nobody knows how much there is."""

    job: Job
    counts: dict[str, int]

    def of(self, state: Item.State) -> int:
        return self.counts.get(state, 0)

    @property
    def done(self) -> int:
        """Items or steps that need no more work, whatever came of them."""
        return sum(self.counts.values()) - self.of(Item.State.WAITING) if self.counts else self.job.done

    @property
    def total(self) -> int | None:
        if self.counts:
            return sum(self.counts.values()) if self.job.is_listed else None
        return self.job.total

    @property
    def percent(self) -> int | None:
        """Rounded down: 100 only when all is done."""
        total = self.total
        return None if total is None else 100 * self.done // total if total else 100

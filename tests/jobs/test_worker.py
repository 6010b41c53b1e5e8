"""The worker itself, on the real queue."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from factcheck.jobs import tasks
from factcheck.jobs.services import is_anybody_working
from tests.jobs.worker import work_until_nothing_is_left

pytestmark = pytest.mark.django_db(transaction=True)


def run(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def test_worker_does_what_is_in_the_queue() -> None:
    tasks.clear_away.defer(timestamp=0)
    work_until_nothing_is_left()
    assert run("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%clear_away'") == [(0,)]


def test_a_worker_requeues_what_a_killed_one_had_begun() -> None:
    tasks.clear_away.defer(timestamp=0)
    # As a worker that was killed a while ago leaves it: begun, and nobody working on it.
    [(dead,)] = run(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
    )
    run("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", dead)
    assert not is_anybody_working()
    work_until_nothing_is_left()
    assert run("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%clear_away'") == [(0,)]


def test_what_another_worker_is_working_on_is_left_to_it() -> None:
    tasks.clear_away.defer(timestamp=0)
    [(busy,)] = run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
    run("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", busy)
    assert is_anybody_working()
    work_until_nothing_is_left()
    assert run("SELECT status FROM procrastinate_jobs WHERE worker_id = %s", busy) == [("doing",)]


def test_every_task_has_a_name_that_stays() -> None:
    """A job in the queue is found by its task's name, also after an update."""
    ours = {name for name in app.tasks if name.startswith("factcheck.")}
    assert {"factcheck.jobs.tasks.retry_stalled", "factcheck.jobs.tasks.clear_away"} <= ours

"""Workers as they really run, several at once, killed with -9 in the middle: every article is loaded once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import psutil
import pytest
from django.db import connection

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Tally
from factcheck.jobs import services
from factcheck.jobs.models import File, Item, Job
from factcheck.loading import tasks
from factcheck.loading.drafts import IncomingFile, create_draft
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def ed(db: None) -> User:
    return make_user("editor", "ed")


@pytest.fixture
def start_worker() -> Iterator[Start]:
    """``manage.py work`` in a process of its own, on the test's database."""
    started: list[subprocess.Popen[bytes]] = []
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings_of_server",
        "TEST_DATABASE": connection.settings_dict["NAME"],
        "ATTRIBUTION_DETECTOR": "tests.factories.ByHand",
    }

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "manage.py", "work"], env=env))
        return started[-1]

    yield start
    for worker in started:
        kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    """End it with its children, without warning."""
    if worker.poll() is None:
        for process in [*psutil.Process(worker.pid).children(recursive=True), psutil.Process(worker.pid)]:
            process.send_signal(signal.SIGKILL)
    worker.wait()


def forget_the_dead() -> None:
    """As if the twenty seconds had gone by after which a worker without signs of life counts as gone."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 90
    while not happened():
        assert time.monotonic() < end, Counter(Item.objects.values_list("state", flat=True))


def submit_load(by: User, count: int) -> Job:
    """A load of this many articles, with one file that can't be read and one that comes twice."""
    files = [
        IncomingFile(f"{n}.txt", [f"Story {n}\nIt happened on day {n}.\nNobody came.".encode()]) for n in range(count)
    ]
    files += [
        IncomingFile("picture.gif", [b"GIF89a"]),
        IncomingFile("again.txt", [b"Story 0\nIt happened on day 0.\nNobody came."]),
    ]
    job = create_draft(files, label="Load the stories", by=by)
    services.submit(job)
    tasks.load.defer(job_id=job.pk)
    return job


def assert_everything_is_there_once(job: Job, count: int) -> None:
    job.refresh_from_db()
    assert job.state is Job.State.DONE
    assert Counter(job.items.values_list("state", flat=True)) == {"done": count, "failed": 1, "already": 1}
    assert sorted(Article.objects.values_list("title", flat=True)) == sorted(f"Story {n}" for n in range(count))
    assert Claim.objects.count() == 3 * count
    assert Tally.objects.filter(claims=3).count() == count
    assert not File.objects.exists()
    assert {url for (url,) in job.items.filter(state="done").values_list("url")} == {
        article.get_absolute_url() for article in Article.objects.all()
    }


def is_done(job: Job) -> Callable[[], bool]:
    return lambda: Job.objects.filter(pk=job.pk, finished_at__isnull=False).exists()


def test_two_workers_killed_in_the_middle_and_started_again(start_worker: Start, ed: User) -> None:
    job = submit_load(ed, 40)
    first, second = start_worker(), start_worker()
    # While the files are still being read, some are loaded.
    until(lambda: Article.objects.count() >= 2)
    kill(first)
    kill(second)
    assert not is_done(job)()
    before = Article.objects.count()
    forget_the_dead()
    start_worker()
    start_worker()
    until(is_done(job))
    assert before < 40
    assert_everything_is_there_once(job, 40)


def test_worker_killed_while_listing(start_worker: Start, ed: User) -> None:
    job = submit_load(ed, 40)
    only = start_worker()
    until(lambda: job.items.exists())
    kill(only)
    job.refresh_from_db()
    assert not job.is_listed
    forget_the_dead()
    start_worker()
    until(is_done(job))
    assert_everything_is_there_once(job, 40)


def test_cancelled_job_stops_and_its_counts_are_right(start_worker: Start, ed: User) -> None:
    job = submit_load(ed, 40)
    start_worker()
    until(lambda: Article.objects.exists())
    services.cancel(job=job, by=ed)
    until(is_done(job))
    job.refresh_from_db()
    assert job.state is Job.State.CANCELLED
    states = Counter(job.items.values_list("state", flat=True))
    assert states["done"] == Article.objects.count() > 0
    assert not states["waiting"]
    assert not job.items.exclude(payload=None).exists()

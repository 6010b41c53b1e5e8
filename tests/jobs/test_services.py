"""Work item by item: what succeeds, what fails, what is stopped, and what a killed worker leaves."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import Counter

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from factcheck.accounts.models import User
from factcheck.articles.models import Outlet
from factcheck.jobs import services, tasks
from factcheck.jobs.files import PIECE, on_disk, store_file
from factcheck.jobs.models import File, Item, Job, Piece
from factcheck.jobs.services import Outcome
from tests.factories import make_user

DONE = Outcome(Item.State.DONE)


def make_job(by: User, names: list[str] | None = None, **overrides: object) -> Job:
    job, _ = services.create_job(kind="test", label="Load some files", by=by)
    Item.objects.bulk_create(
        Item(job=job, number=number, name=name) for number, name in enumerate(names or ["a", "b", "c"], 1)
    )
    Job.objects.filter(pk=job.pk).update(is_listed=True, **overrides)
    job.refresh_from_db()
    return job


def states(job: Job) -> list[str]:
    return list(job.items.order_by("number").values_list("state", flat=True))


def test_the_same_key_is_the_same_job(ed: User) -> None:
    key = uuid.uuid4()
    first, is_new = services.create_job(kind="test", label="Once", by=ed, key=key)
    again, is_new_again = services.create_job(kind="test", label="Once", by=ed, key=key)
    assert (first, is_new, is_new_again) == (again, True, False)


def test_each_item_has_its_own_outcome(ed: User) -> None:
    outcomes = {
        "a": Outcome(Item.State.DONE, url="/articles/1/"),
        "b": Outcome(Item.State.ALREADY, "It is there already."),
        "c": Outcome(Item.State.FAILED, "There is no text in it."),
    }
    job = make_job(ed)
    services.start(job.pk)
    assert services.process_items(job, lambda item: outcomes[item.name]) is False
    assert states(job) == ["done", "already", "failed"]
    assert job.items.get(name="c").sentence == "There is no text in it."
    job.refresh_from_db()
    assert job.state is Job.State.DONE
    progress = job.progress()
    assert (progress.done, progress.total, progress.percent) == (3, 3, 100)


def test_an_item_that_breaks_fails_alone_and_leaves_nothing_behind(ed: User, caplog: pytest.LogCaptureFixture) -> None:
    def handle(item: Item) -> Outcome:
        Outlet.objects.create(name=f"Outlet of {item.name}")
        if item.name == "b":
            raise ValueError("a fault of ours")
        return DONE

    job = make_job(ed)
    services.process_items(job, handle)
    assert states(job) == ["done", "failed", "done"]
    assert set(Outlet.objects.values_list("name", flat=True)) == {"Outlet of a", "Outlet of c"}
    assert "a fault of ours" not in job.items.get(name="b").sentence
    assert "a fault of ours" in caplog.text


def test_database_that_goes_away_fails_no_item(ed: User) -> None:
    def handle(item: Item) -> Outcome:
        raise OperationalError("the connection is lost")

    job = make_job(ed, ["a"])
    with pytest.raises(OperationalError):
        services.process_items(job, handle)
    assert states(job) == ["waiting"]
    services.process_items(job, lambda item: DONE)
    assert states(job) == ["done"]


def test_item_that_ends_the_worker_each_time_is_given_up(ed: User) -> None:
    class Killed(BaseException):
        """What a signal does: nothing after it runs."""

    def handle(item: Item) -> Outcome:
        if item.name == "a":
            raise Killed
        return DONE

    job = make_job(ed)
    ended = 0
    for _ in range(10):
        try:
            services.process_items(job, handle)
        except Killed:
            ended += 1
    assert ended == services.MAX_ATTEMPTS
    assert states(job) == ["failed", "done", "done"]
    assert "given up" in job.items.get(name="a").sentence


def test_cancelled_job_keeps_what_is_done(ed: User) -> None:
    job = make_job(ed)
    services.start(job.pk)

    def handle(item: Item) -> Outcome:
        services.cancel(job=job, by=ed)
        return DONE

    services.process_items(job, handle)
    assert states(job) == ["done", "cancelled", "cancelled"]
    job.refresh_from_db()
    assert job.state is Job.State.CANCELLED


def test_job_cancelled_before_it_began_ends_at_once(ed: User) -> None:
    job = make_job(ed)
    assert services.cancel(job=job, by=ed) is True
    assert services.cancel(job=job, by=ed) is False
    job.refresh_from_db()
    assert job.state is Job.State.CANCELLED
    assert states(job) == ["cancelled"] * 3
    assert services.start(job.pk) is None


def test_long_job_lets_others_have_a_turn(ed: User) -> None:
    job = make_job(ed)
    assert services.process_items(job, lambda item: DONE, seconds=0) is True
    assert services.process_items(job, lambda item: DONE) is False


def test_draft_is_nobodys_job_until_it_is_asked_for(ed: User, ada: User) -> None:
    draft = services.create_draft(kind="test", label="Load 3 files", by=ed, place=7)
    assert not Job.objects.seen_by(ed).exists()
    assert not Job.objects.seen_by(ada).exists()
    assert Job.objects.prepared_by(ed).get() == draft
    assert [services.submit(draft), services.submit(draft)] == [True, False]
    job = Job.objects.seen_by(ed).get()
    assert (job, job.arguments, job.state) == (draft, {"place": 7}, Job.State.WAITING)
    assert not Job.objects.prepared_by(ed).exists()


def test_drafts_nobody_came_back_to_are_cleared_away(ed: User) -> None:
    old, fresh = (services.create_draft(kind="test", label=name, by=ed) for name in ("old", "fresh"))
    store_file(job=old, name="a.txt", content=[b"One."])
    submitted = services.create_draft(kind="test", label="asked", by=ed)
    services.submit(submitted)
    past = timezone.now() - tasks.DRAFT_LIFETIME - dt.timedelta(minutes=1)
    Job.objects.filter(pk__in=[old.pk, submitted.pk]).update(asked_at=past)
    tasks.clear_away(timestamp=0)
    assert set(Job.objects.all()) == {fresh, submitted}
    assert not Piece.objects.exists()


def test_job_does_not_end_before_all_of_it_is_known(ed: User) -> None:
    job, _ = services.create_job(kind="test", label="Load", by=ed)
    items = [Item(job=job, number=number, name=str(number)) for number in range(3)]
    assert services.add_items(job, items[:2])
    assert services.process_items(job, lambda item: DONE) is False
    job.refresh_from_db()
    assert job.finished_at is None
    # Listed again, as after a kill: what was done stays done, what is missing is added.
    assert services.add_items(job, items)
    services.finish_listing(job)
    job.refresh_from_db()
    assert states(job) == ["done", "done", "waiting"]
    services.process_items(job, lambda item: DONE)
    job.refresh_from_db()
    assert (states(job), job.state) == (["done"] * 3, Job.State.DONE)


def test_nothing_is_added_to_a_job_that_is_to_stop(ed: User) -> None:
    job, _ = services.create_job(kind="test", label="Load", by=ed)
    services.start(job.pk)
    services.add_items(job, [Item(job=job, number=1, name="a")])
    services.cancel(job=job, by=ed)
    assert services.add_items(job, [Item(job=job, number=2, name="b")]) is False
    services.process_items(job, lambda item: DONE)
    job.refresh_from_db()
    assert (states(job), job.state) == (["cancelled"], Job.State.CANCELLED)


def test_failed_job_says_why(ed: User) -> None:
    job, _ = services.create_job(kind="test", label="Broken", by=ed)
    services.fail(job, "The file is gone.")
    job.refresh_from_db()
    assert (job.state, job.problem) == (Job.State.FAILED, "The file is gone.")


def test_work_without_items_counts_its_steps(ed: User) -> None:
    job, _ = services.create_job(kind="test", label="Export", by=ed)
    services.note_progress(job, 5, 20)
    job.refresh_from_db()
    assert job.progress().percent == 25
    services.note_progress(job, 20)
    services.finish(job, result_url="/there/")
    job.refresh_from_db()
    assert (job.state, job.progress().percent, job.result_url) == (Job.State.DONE, 100, "/there/")


@pytest.mark.django_db(transaction=True)
def test_item_that_a_slow_worker_has_just_taken_is_not_given_up_by_others() -> None:
    job = make_job(make_user("editor", "ed"), ["a"])
    claimed, others_came = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with services._claimed_item(job) as item:
                claimed.set()
                others_came.wait(10)
                assert item is not None
                services._process(item, lambda item: DONE)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    claimed.wait(10)
    for _ in range(services.MAX_ATTEMPTS + 1):
        services.process_items(job, lambda item: Outcome(Item.State.FAILED))
    others_came.set()
    thread.join()
    assert states(job) == ["done"]
    assert job.items.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_item_that_another_worker_just_looks_at_is_done_at_the_first_attempt() -> None:
    job = make_job(make_user("editor", "ed"), ["a"])
    looking, done = threading.Event(), threading.Event()

    def look() -> None:
        """Hold the row, as whoever looks for an item does, until somebody waits for it or has gone on without it."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                Item.objects.select_for_update().get(job=job)
                looking.set()
                while not done.is_set():
                    cursor.execute(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid')"
                    )
                    if cursor.fetchone()[0]:
                        break
        finally:
            connection.close()

    thread = threading.Thread(target=look)
    with services._claimed_item(job) as item:
        thread.start()
        looking.wait(10)
        assert item is not None
        services._process(item, lambda item: DONE)
        done.set()
    thread.join()
    assert states(job) == ["done"]


@pytest.mark.django_db(transaction=True)
def test_workers_beside_each_other_never_do_an_item_twice() -> None:
    ed = make_user("editor", "ed")
    job = make_job(ed, [f"item {number}" for number in range(40)])
    done: Counter[str] = Counter()
    gate = threading.Barrier(4)

    def work() -> None:
        gate.wait()
        try:
            services.process_items(job, handle)
        finally:
            connection.close()

    def handle(item: Item) -> Outcome:
        with transaction.atomic():
            Outlet.objects.create(name=item.name)
        done[item.name] += 1
        return DONE

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(done.values()) == {1}
    assert set(states(job)) == {"done"}
    assert Outlet.objects.count() == 40
    job.refresh_from_db()
    assert job.state is Job.State.DONE


def test_file_is_kept_in_pieces_and_comes_back_whole(ed: User) -> None:
    job, _ = services.create_job(kind="test", label="File", by=ed)
    content = bytes(range(256)) * 10_000  # 2.56 MB
    unfinished = File.objects.create(job=job, name="what a killed worker left")
    Piece.objects.create(file=unfinished, number=0, content=b"half")
    file = store_file(
        job=job, name="../../etc/passwd.html", content=(content[n : n + 1000] for n in range(0, len(content), 1000))
    )
    assert file.size == len(content)
    assert max(len(piece) for piece in file.pieces()) == PIECE
    assert b"".join(file.pieces()) == content
    with on_disk(file) as path:
        assert path.read_bytes() == content
        assert path.suffix == ".html"
        assert "passwd" not in path.name
    assert not path.exists()
    assert list(job.files.all()) == [file]

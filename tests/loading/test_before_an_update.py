"""What the version before has queued or kept when a desk is updated: it is loaded as if nothing had happened."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from factcheck.articles.models import Article
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.loading import drafts, tasks
from factcheck.loading.drafts import IncomingFile, create_draft
from tests.factories import make_user
from tests.jobs.worker import work_until_nothing_is_left

pytestmark = pytest.mark.usefixtures("by_hand")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("task", ["factcheck.articles.tasks.load", "factcheck.articles.tasks.load_more"])
def test_a_load_queued_under_its_old_name_is_done(task: str) -> None:
    ed = make_user("editor", "ed")
    job = create_draft([IncomingFile("a.txt", [b"Bridge\nThe bridge is closed."])], label="Load “a.txt”", by=ed)
    # The version before called the defaults “unsaid”.
    job.arguments = {"unsaid": {"outlet": "Example Wire", "published_on": "2026-11-20"}}
    job.save()
    services.submit(job)
    if task.endswith("load_more"):
        assert list(drafts.list_articles(job)) == [1]
    tasks.load.defer(job_id=job.pk)
    assert queue("UPDATE procrastinate_jobs SET task_name = %s", task) == 1
    assert task not in {known.name for known in app.tasks.values()}

    work_until_nothing_is_left()

    article = Article.objects.get()
    assert (article.title, str(article.outlet), str(article.published_on)) == ("Bridge", "Example Wire", "2026-11-20")
    job.refresh_from_db()
    assert job.state is Job.State.DONE
    assert not ProcrastinateJob.objects.filter(task_name__contains="load").exists()


def queue(sql: str, *values: Any) -> int:
    """Change rows of the queue without procrastinate; how many they were."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.mark.django_db
def test_a_payload_kept_before_is_read() -> None:
    ed = make_user("editor", "ed")
    job = services.create_draft(kind=drafts.KIND, label="Load", by=ed)
    kept = {
        "text": "The bridge is closed.",
        "title": "Bridge",
        "byline": "",
        "outlet": "Example Wire",
        "published_on": "2026-11-20",
        "language": "en",
        "url": "",
        "notes": [{"start": 0, "end": 3, "author": "Ed", "text": "Which?", "kind": "Margin comment"}],
        "place": "row 2",
        "as_new": True,
        "revises": None,
    }
    item = Item.objects.create(job=job, number=0, name="row 2 of stories.csv", payload=kept)

    outcome = tasks.load_item(item, job)

    article = Article.objects.get()
    assert outcome.url == article.get_absolute_url()
    assert (str(article.outlet), str(article.published_on)) == ("Example Wire", "2026-11-20")
    assert article.comments.get().text == "Margin comment by Ed on “The”:\nWhich?"

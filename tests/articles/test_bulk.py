"""Many articles at once: listed behind the fence, loaded item by item, whatever happens to some of them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from factcheck.accounts.models import User
from factcheck.articles import tasks
from factcheck.articles.models import Article
from factcheck.articles.staging import Brought, lay_out
from factcheck.jobs import services
from factcheck.jobs.models import File, Job, Piece
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]


def brought(**files: str) -> list[Brought]:
    return [Brought(name.replace("_", "."), [text.encode()]) for name, text in files.items()]


@pytest.fixture
def job_of(ed: User, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Job]:
    """A load of these files that was asked for; nobody stands in the queue, the test does the work."""
    monkeypatch.setattr(tasks, "call_others", lambda job: None)

    def make(**files: str) -> Job:
        job = lay_out(brought(**files), label="Load some files", by=ed)
        services.ask(job)
        return job

    return make


def outcomes(job: Job) -> list[tuple[str, str]]:
    return list(job.items.order_by("number").values_list("name", "state"))


def table(*rows: dict[str, str]) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def test_each_file_and_each_article_of_a_file_has_its_own_outcome(job_of: Callable[..., Job], ed: User) -> None:
    there = make_article("Known.\nWords.", title="Known")
    job = job_of(
        a_txt="Council delays bridge\nThe council met.",
        known_txt="Known.\nWords.",
        picture_txt="GIF89a",
        empty_txt=" \n",
    )
    tasks.load(job.pk)

    assert outcomes(job) == [
        ("a.txt", "done"),
        ("known.txt", "already"),
        ("picture.txt", "failed"),
        ("empty.txt", "failed"),
    ]
    article = Article.objects.get(title="Council delays bridge")
    assert article.loaded_by == ed
    assert job.items.get(name="a.txt").url == article.get_absolute_url()
    assert job.items.get(name="known.txt").url == there.get_absolute_url()
    assert "loaded before" in job.items.get(name="known.txt").sentence
    job.refresh_from_db()
    assert job.state is Job.State.DONE
    assert not File.objects.exists()
    assert not Piece.objects.exists()
    assert not job.items.exclude(payload=None).exists()

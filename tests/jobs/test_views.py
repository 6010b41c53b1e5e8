"""The pages of jobs: who sees which, and what they say."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.jobs import services
from factcheck.jobs.models import Item, Job
from factcheck.jobs.services import Outcome
from tests.jobs.test_services import make_job

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def pages(job: Job) -> list[tuple[str, str]]:
    return [
        ("get", job.get_absolute_url()),
        ("get", reverse("jobs:outcomes", args=[job.pk])),
        ("post", reverse("jobs:cancel", args=[job.pk])),
    ]


def test_a_job_is_its_owners_and_the_administrators(
    client: Client, ed: User, rita: User, nora: User, ada: User
) -> None:
    job = make_job(ed)
    for method, url in pages(job):
        assert getattr(client, method)(url).status_code == 302  # nobody: to sign in
    for person, status in ((nora, 403), (rita, 404)):
        client.force_login(person)
        for method, url in pages(job):
            assert getattr(client, method)(url).status_code == status
    job.refresh_from_db()
    assert job.cancelled_at is None
    for person in (ada, ed):
        client.force_login(person)
        assert client.get(job.get_absolute_url()).status_code == 200
        assert job.label in client.get(reverse("jobs:list")).content.decode()
    client.force_login(rita)
    assert job.label not in client.get(reverse("jobs:list")).content.decode()


def test_page_says_what_failed_and_why(client: Client, ed: User) -> None:
    job = make_job(ed, ["good.txt", "<b>bad</b>.txt"])
    services.start(job.pk)
    outcome = {
        "good.txt": Outcome(Item.State.DONE, url="/articles/7/"),
        "<b>bad</b>.txt": Outcome(Item.State.FAILED, "There is no sentence in <i>it</i>."),
    }
    services.process_items(job, lambda item: outcome[item.name])
    client.force_login(ed)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "2 of 2" in page
    assert '<a href="/articles/7/"><bdi>good.txt</bdi></a>' in page
    assert "<bdi>&lt;b&gt;bad&lt;/b&gt;.txt</bdi>: <bdi>There is no sentence in &lt;i&gt;it&lt;/i&gt;.</bdi>" in page
    assert "hx-trigger" not in page  # it has ended: the page asks no more
    table = b"".join(client.get(reverse("jobs:outcomes", args=[job.pk])).streaming_content).decode()  # type: ignore[attr-defined]
    assert '"good.txt","Done",""' in table
    assert '"There is no sentence in <i>it</i>."' in table


def test_part_that_changes_comes_alone(client: Client, ed: User) -> None:
    job = make_job(ed)
    client.force_login(ed)
    part = client.get(job.get_absolute_url(), headers=PART).content.decode()
    assert part.strip().startswith('<div id="progress"')
    assert "every 2s" in part
    assert "nothing is running background jobs" in part


def test_cancelling_is_a_post_and_says_what_happens(client: Client, ed: User) -> None:
    job = make_job(ed)
    client.force_login(ed)
    assert client.get(reverse("jobs:cancel", args=[job.pk])).status_code == 405
    page = client.post(reverse("jobs:cancel", args=[job.pk]), follow=True).content.decode()
    assert "What is already done stays" in page
    assert "Canceled by" in page
    again = client.post(reverse("jobs:cancel", args=[job.pk]), follow=True).content.decode()
    assert "It had already ended" in again


@pytest.mark.parametrize("names", [["a"], [f"file {number}" for number in range(300)]])
def test_number_of_queries_is_fixed(
    client: Client, ed: User, names: list[str], django_assert_num_queries: pytest.FixtureRequest
) -> None:
    job = make_job(ed, names)
    services.process_items(job, lambda item: Outcome(Item.State.DONE))
    client.force_login(ed)
    client.get(job.get_absolute_url())
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(job.get_absolute_url())

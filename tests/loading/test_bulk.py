"""Many articles at once: listed in the sandbox, loaded item by item, whatever happens to some of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import versions_of
from factcheck.jobs import services
from factcheck.jobs.models import File, Job, Piece
from factcheck.loading import drafts, tasks, views
from factcheck.loading.drafts import IncomingFile, create_draft, from_payload, to_payload
from factcheck.readers.base import ImportedArticle, Note, RefusedFile
from tests.factories import ByHand, make_article, make_reading
from tests.loading.builders import ADD, submit, upload, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]


@pytest.fixture
def job_of(ed: User, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Job]:
    """A load of these files that was submitted; nothing is queued, the test does the work."""
    monkeypatch.setattr(tasks, "ensure_turn_queued", lambda job: None)

    def make(**files: str | list[ImportedArticle | RefusedFile]) -> Job:
        """The name of a file, a dot written as _, and its text or what a reader finds in it."""
        named = {name.replace("_", "."): content for name, content in files.items()}
        texts = [
            IncomingFile(name, [content.encode() if isinstance(content, str) else b"."])
            for name, content in named.items()
        ]
        items = {name: content for name, content in named.items() if isinstance(content, list)}
        if items:
            monkeypatch.setattr(drafts, "read_sandboxed", lambda path, *, name, **more: iter(items[name]))
        job = create_draft(texts, label="Load some files", by=ed)
        services.submit(job)
        return job

    return make


def outcomes(job: Job) -> list[tuple[str, str]]:
    return list(job.items.order_by("number").values_list("name", "state"))


def test_each_file_has_its_own_outcome_and_nothing_is_left_behind(job_of: Callable[..., Job], ed: User) -> None:
    known = make_article("Known.\nWords.", title="Known")
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
    assert job.items.get(name="known.txt").url == known.get_absolute_url()
    assert "already loaded" in job.items.get(name="known.txt").sentence
    assert "picture" in job.items.get(name="picture.txt").sentence
    job.refresh_from_db()
    assert job.state is Job.State.DONE
    assert not File.objects.exists()
    assert not Piece.objects.exists()
    assert not job.items.exclude(payload=None).exists()


def test_articles_of_one_file_are_named_by_their_place(job_of: Callable[..., Job]) -> None:
    job = job_of(
        stories_csv=[
            ImportedArticle(text="One.", title="First", place="row 2"),
            RefusedFile("It has no text.", "row 3"),
            ImportedArticle(text="Two.", place="2024/ferry_talks.docx"),
            ImportedArticle(text="Three.", place="row 5"),
        ]
    )
    tasks.load(job.pk)
    assert outcomes(job) == [
        ("row 2 of stories.csv", "done"),
        ("row 3 of stories.csv", "failed"),
        ("2024/ferry_talks.docx in stories.csv", "done"),
        ("row 5 of stories.csv", "done"),
    ]
    assert set(Article.objects.values_list("title", flat=True)) == {"First", "Ferry talks", "Stories, row 5"}


def test_known_url_with_another_text_becomes_a_newer_version(job_of: Callable[..., Job]) -> None:
    old = make_article("One.\nTwo.", title="Bridge", url="https://example.org/bridge")
    job = job_of(
        a_csv=[ImportedArticle(text="One.\nThree.", title="Bridge", url="https://example.org/bridge", place="row 2")]
    )
    tasks.load(job.pk)
    assert [article.revises for article in versions_of(old)] == [None, old]
    assert "newer version of “Bridge”" in job.items.get().sentence


def test_two_texts_at_one_address_in_the_same_load_are_two_articles(job_of: Callable[..., Job]) -> None:
    """A table may give its site as every row’s URL."""
    job = job_of(
        a_csv=[
            ImportedArticle(text=f"Text {n}.", title=f"T{n}", url="https://example.org", place=f"row {n}")
            for n in "234"
        ]
    )
    tasks.load(job.pk)
    assert Article.objects.current().count() == 3


def test_listed_again_after_a_kill_nothing_is_there_twice(job_of: Callable[..., Job], monkeypatch: Any) -> None:
    monkeypatch.setattr(drafts, "BATCH_ITEMS", 2)
    rows: list[ImportedArticle | RefusedFile] = [
        ImportedArticle(text=f"Text {n}.", title=f"T{n}", place=f"row {n}") for n in range(7)
    ]
    job = job_of(a_csv=[*rows, RefusedFile("The rest is damaged.")], b_csv=rows[:1])
    killed = drafts.list_articles(job)
    assert [next(killed), next(killed)] == [2, 2]
    killed.close()
    job.refresh_from_db()
    assert not job.is_listed
    tasks.load_waiting(job)  # another worker is quick
    assert Article.objects.count() == 4
    tasks.load(job.pk)
    job.refresh_from_db()
    assert job.state is Job.State.DONE
    assert [state for _, state in outcomes(job)] == ["done"] * 7 + ["failed", "already"]
    assert outcomes(job)[7] == ("a.csv", "failed")
    assert Article.objects.count() == 7


def test_cancelled_while_listing_it_stops_and_keeps_what_is_done(
    job_of: Callable[..., Job], ed: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(drafts, "BATCH_ITEMS", 2)
    job = job_of(a_csv=[ImportedArticle(text=f"Text {n}.", place=f"row {n}") for n in range(8)])
    services.start(job.pk)
    listing = drafts.list_articles(job)
    next(listing)
    tasks.load_waiting(job)
    next(listing)
    services.cancel(job=job, by=ed)
    assert list(listing) == []
    tasks.load(job.pk)
    job.refresh_from_db()
    assert job.state is Job.State.CANCELLED
    assert [state for _, state in outcomes(job)] == ["done", "done", "cancelled", "cancelled"]
    assert not File.objects.exists()


def test_fault_of_ours_while_listing_ends_the_job_with_a_sentence(
    job_of: Callable[..., Job], monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any) -> Any:
        raise error

    job = job_of(a_txt="One.")
    monkeypatch.setattr(drafts, "read_stored", broken)
    error: Exception = OperationalError("the connection is lost")
    with pytest.raises(OperationalError):
        tasks.load(job.pk)
    job.refresh_from_db()
    assert job.finished_at is None, "it is tried again"
    error = ValueError("a fault of ours")
    tasks.load(job.pk)
    job.refresh_from_db()
    assert "see the server log" in job.problem
    assert "a fault of ours" in caplog.text


def test_one_turn_is_in_the_queue_while_there_is_something_to_do(ed: User) -> None:
    job = create_draft([IncomingFile(f"{n}.txt", [f"Text {n}.".encode()]) for n in range(3)], label="Load", by=ed)
    services.submit(job)
    for _ in drafts.list_articles(job):
        tasks.ensure_turn_queued(job)
        tasks.ensure_turn_queued(job)
    queued = tasks.ProcrastinateJob.objects.filter(task_name=tasks.load_more.name, args__job_id=job.pk, status="todo")
    assert queued.count() == 1


def test_an_article_comes_back_from_its_payload_as_it_was() -> None:
    article = ImportedArticle(
        text="One.", title="T", byline="B", outlet="O", language="en", url="https://e.org/", place="row 1",
        published_on=views.provenance_of(ImportedArticle(text="x")).published_on, notes=(Note(0, 3, "Ed", "Really?"),),
    )  # fmt: skip
    assert from_payload(to_payload(article)) == article


def test_names_are_kept_on_one_line_with_their_ending() -> None:
    assert drafts.tidy_name("a\nb\u202e.txt") == "a b .txt"
    assert drafts.tidy_name("\x00") == "file"
    name = drafts.tidy_name("x" * 400 + ".docx")
    assert len(name) == 200
    assert name.endswith(".docx")


# In the admin


def test_several_files_are_shown_and_then_loaded_by_a_worker(client: Client, ed: User) -> None:
    client.force_login(ed)
    files = [upload(f"Story {n}\nIt happened.", f"story-{n}.txt") for n in range(3)] + [upload("GIF89a", "<b>.txt")]
    preview = submit(client, file=files)
    page = preview.content.decode()
    assert "Story 2" in page
    assert "<bdi>&lt;b&gt;.txt</bdi>" in page
    assert not Article.objects.exists()
    assert not Job.objects.seen_by(ed).exists()
    first, second = client.post(url_of(preview)), client.post(url_of(preview))
    job = Job.objects.seen_by(ed).get()
    assert first["Location"] == second["Location"] == job.get_absolute_url()
    assert tasks.ProcrastinateJob.objects.filter(task_name=tasks.load.name, args__job_id=job.pk).count() == 1
    assert client.get(url_of(preview))["Location"] == job.get_absolute_url()
    tasks.load(job.pk)
    assert Article.objects.count() == 3
    assert [state for _, state in outcomes(job)] == ["done", "done", "done", "failed"]


def test_the_first_claims_of_each_are_shown_and_what_none_says_is_said_once(
    client: Client, ed: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(ed)
    monkeypatch.setattr(ByHand, "detect", lambda self, text: make_reading(text, ["named_person"]))
    text = '"Berg said so.\nIt <i>rained</i>.\nIt snowed."'
    preview = submit(
        client, file=upload(f"title,text,author\nFerry sails,{text},B. Lund\nBridge,It waits.,\n", "a.csv")
    )
    page = preview.content.decode()
    assert 'class="fc-source">Berg</span>' in page
    assert "Named person" in page
    assert "It &lt;i&gt;rained&lt;/i&gt;." in page
    assert "It snowed." not in page
    assert "2 of these 2 articles have fewer than 80 words" in page
    wrong = client.post(url_of(preview), {"outlet_name": "Example Wire", "published_on": "soon"})
    assert wrong.status_code == 422
    assert "Enter a valid date." in wrong.content.decode()
    assert 'value="Example Wire"' in wrong.content.decode()
    assert not Job.objects.seen_by(ed).exists()
    defaults = {"outlet_name": "Example Wire", "byline": "The desk", "published_on": "2026-11-20"}
    client.post(url_of(preview), defaults)
    refused = client.post(url_of(preview), defaults | {"outlet_name": "Another"})  # after a change of mind
    assert refused.status_code == 409
    assert "What you typed since then is not saved" in refused.content.decode()
    assert "<bdi>Another</bdi>" in refused.content.decode()
    assert client.post(url_of(preview), defaults)["Location"] == Job.objects.seen_by(ed).get().get_absolute_url()
    tasks.load(Job.objects.seen_by(ed).get().pk)
    ferry, bridge = Article.objects.order_by("-title")
    assert (str(bridge.outlet), bridge.byline, str(bridge.published_on)) == ("Example Wire", "The desk", "2026-11-20")
    assert (str(ferry.outlet), ferry.byline, str(ferry.published_on)) == ("Example Wire", "B. Lund", "2026-11-20")


def test_looking_for_the_first_claims_takes_a_bounded_time(
    client: Client, ed: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(ed)
    monkeypatch.setattr(views, "CLAIMS_SECONDS", 0)
    preview = submit(client, file=[upload(f"Story {n}\nIt rained.", f"story-{n}.txt") for n in range(2)])
    assert "Story 1" in preview.content.decode()
    assert "It rained." not in preview.content.decode()


def test_whole_articles_are_not_called_short(client: Client, ed: User) -> None:
    client.force_login(ed)
    files = [upload(f"Story {n}\n" + "It is a long way. " * 20, f"story-{n}.txt") for n in range(2)]
    assert "have fewer than" not in submit(client, file=files).content.decode()


def test_a_draft_made_before_previews_had_claims_is_still_shown(client: Client, ed: User) -> None:
    client.force_login(ed)
    preview = submit(client, file=[upload(f"Story {n}\nIt happened.", f"story-{n}.txt") for n in range(2)])
    draft = Job.objects.get()
    sample = draft.arguments.pop("sample")
    for article in sample["articles"]:
        del article["claims"], article["words"]
    draft.arguments["look"] = {"sample": sample["articles"], "refused": [], "is_whole": True}
    draft.save()
    assert "Story 1" in client.get(url_of(preview)).content.decode()


def test_files_of_which_none_can_be_read_are_refused_by_name(client: Client, ed: User) -> None:
    client.force_login(ed)
    response = submit(client, file=[upload("GIF89a", f"{n}.txt") for n in range(14)])
    sentences = [str(sentence) for sentence in response.context["form"].errors["file"]]  # type: ignore[attr-defined]
    assert len(sentences) == 11
    assert "picture" in sentences[0]
    assert sentences[-1] == "… and 4 more."
    assert not Job.objects.exists()


def test_the_sample_is_bounded(ed: User, monkeypatch: Any) -> None:
    rows = [ImportedArticle(text=f"Text {n}.", place=f"row {n}") for n in range(500)]
    read_rows: list[int] = []

    def read(*args: Any, **more: Any) -> Any:
        for number, row in enumerate(rows):
            read_rows.append(number)
            yield row

    monkeypatch.setattr(drafts, "read_sandboxed", read)
    draft = create_draft([IncomingFile("a.csv", [b"."]), IncomingFile("b.csv", [b"."])], label="Load", by=ed)
    sample = drafts.sample(draft)
    assert len(sample.articles) == drafts.SAMPLE_ARTICLES
    assert len(read_rows) == drafts.SAMPLE_ARTICLES + 1
    assert not sample.is_whole
    assert not drafts.sample(draft, seconds=0).is_whole


def test_newer_version_is_one_article(client: Client, ed: User) -> None:
    old = make_article()
    client.force_login(ed)
    response = submit(client, file=[upload("One.", "a.txt"), upload("Two.", "b.txt")], revises=old.pk)
    assert "A newer version is a single article" in str(response.context["form"].errors["file"])  # type: ignore[attr-defined]
    assert not Job.objects.exists()


def test_nothing_comes_in_without_the_forms_token(ed: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ed)
    assert client.post(ADD, {"text": "One."}).status_code == 403
    assert client.post(f"{ADD}{uuid.uuid4()}/", {}).status_code == 403
    assert not Job.objects.exists()


def test_too_many_files_at_once_are_answered_with_a_sentence(client: Client, ed: User, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    client.force_login(ed)
    response = client.post(ADD, {"file": [upload("One.", f"{n}.txt") for n in range(4)]})
    assert response.status_code == 400
    assert "more than 3 files" in response.content.decode()


@pytest.mark.parametrize("person", [None, "rita", "nora"])
def test_only_people_who_may_load_upload_and_look(client: Client, person: str | None, request: Any) -> None:
    if person:
        client.force_login(request.getfixturevalue(person))
    for url in (ADD, f"{ADD}{uuid.uuid4()}/"):
        for response in (client.get(url), client.post(url, {"text": "One."})):
            assert response.status_code in {302, 403}
            assert response.status_code == 403 or "/login/" in response["Location"]
    assert not Job.objects.exists()

"""Articles that somebody has given and that are not loaded yet: drafts to look at, and lists for the workers.

A load is a job of the kind KIND. Its files are read in the sandbox alone; what comes out waits as items, each with its
article as payload. A draft is such a job that an editor still looks at.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any

from cattrs.preconf.json import make_converter

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance
from factcheck.jobs import services
from factcheck.jobs.files import on_disk, store_file
from factcheck.jobs.models import File, Item, Job
from factcheck.loading.reading import reader_limits
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, parse_date, web_address
from factcheck.readers.sandbox import read_sandboxed

KIND = "load"
#: An item's number is its position in its file, plus this many for each file before: the same whenever it is listed.
ITEMS_PER_FILE = 1_000_000
#: A sample ends after this many articles or seconds: somebody waits for the page.
SAMPLE_ARTICLES = 20
SAMPLE_SECONDS = 8.0
#: Items go into the database in batches, with never more of them, or characters in them, or seconds of waiting.
BATCH_ITEMS = 50
BATCH_CHARACTERS = 2_000_000
BATCH_SECONDS = 2.0
#: “row 7”, “entry 3”: places that are counted.
_COUNTED = re.compile(r"[a-z]+ [0-9]+")

_converter = make_converter()


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """Something with bytes: an upload, or what a URL gave. ``hint`` is the content type that came with it."""

    name: str
    content: Iterable[bytes]
    hint: str = ""


@dataclass(slots=True)
class Sample:
    """The articles at the beginning of a draft's files, and what could not be read, each by its name.

    ``is_whole`` when there is nothing beyond them.
    """

    articles: list[tuple[str, ImportedArticle]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    is_whole: bool = True

    @property
    def is_full(self) -> bool:
        return max(len(self.articles), len(self.refused)) >= SAMPLE_ARTICLES

    @property
    def is_single(self) -> bool:
        """Whether the files hold one article and nothing else."""
        return self.is_whole and len(self.articles) == 1 and not self.refused

    def add(self, name: str, item: ImportedArticle | RefusedFile) -> None:
        if isinstance(item, ImportedArticle):
            self.articles.append((name, item))
        else:
            self.refused.append((name, item.sentence))


def create_draft(files: Iterable[IncomingFile], *, label: str, by: User) -> Job:
    """A draft with these files."""
    draft = services.create_draft(kind=KIND, label=label, by=by)
    for file in files:
        store_file(job=draft, name=tidy_name(file.name), content=file.content, content_type=file.hint[:200])
    return draft


def create_single_draft(article: ImportedArticle, *, name: str, by: User) -> Job:
    """A draft of one article that came without a file."""
    draft = services.create_draft(kind=KIND, label=f"Load “{name}”", by=by)
    keep_single(draft, article, name=name)
    return draft


def keep_single(draft: Job, article: ImportedArticle, *, name: str, revises: Article | None = None) -> None:
    """Keep the one article of a draft instead of the file that it came from."""
    payload = to_payload(article) | ({"revises": revises.pk} if revises else {})
    Item.objects.create(job=draft, number=0, name=name[:500], payload=payload)
    services.finish_listing(draft)
    delete_files(draft.pk)


def sample(draft: Job, *, seconds: float | None = None) -> Sample:
    """Read the beginning of a draft's files, in the sandbox. What takes longer is left to the workers."""
    beginning = Sample()
    deadline = time.monotonic() + (SAMPLE_SECONDS if seconds is None else seconds)
    for file in _files(draft):
        remaining = deadline - time.monotonic()
        if remaining <= 1 or beginning.is_full:
            beginning.is_whole = False
            break
        allowed = int(min(remaining, reader_limits().seconds))
        with closing(read_stored(file, replace(reader_limits(), seconds=allowed))) as items:
            for item in items:
                is_file = isinstance(item, ImportedArticle) and not item.place
                is_late = time.monotonic() >= deadline - 1 and not is_file
                if is_late or beginning.is_full:
                    beginning.is_whole = False
                    break
                beginning.add(item_name(file, item), item)
    return beginning


def list_articles(job: Job) -> Iterator[int]:
    """Put everything in the job's files into its items; how many, after each batch. Ends early when it is to stop.

    It may be called again after a worker was killed in the middle.
    """
    for batch in _batches(chain.from_iterable(_items(job, n, file) for n, file in enumerate(_files(job)))):
        if not services.add_items(job, batch):
            return
        yield len(batch)
    services.finish_listing(job)
    delete_files(job.pk)


def read_stored(file: File, limits: Limits) -> Generator[ImportedArticle | RefusedFile]:
    """What is in a file of a job."""
    with on_disk(file) as path:
        yield from read_sandboxed(path, name=file.name, hint=file.content_type, limits=limits)


def delete_files(job_id: int) -> None:
    File.objects.filter(job=job_id).delete()


def item_name(file: File, item: ImportedArticle | RefusedFile) -> str:
    """What a person finds it by: “row 7 of stories.csv”, “bridge.docx in may.zip”, or the file itself."""
    if not item.place:
        return file.name
    return f"{item.place} {'of' if _COUNTED.fullmatch(item.place) else 'in'} {file.name}"


def file_name(name: str, article: ImportedArticle) -> str:
    """The file's own name, from what item_name() made of it."""
    if not article.place:
        return name
    return name.removeprefix(f"{article.place} of ").removeprefix(f"{article.place} in ")


def with_url(article: ImportedArticle, url: str) -> ImportedArticle:
    return replace(article, url=web_address(url))


def with_provenance(article: ImportedArticle, provenance: Provenance) -> ImportedArticle:
    """The article with what an editor says of it."""
    return replace(article, **asdict(provenance))


def with_defaults(provenance: Provenance, defaults: dict[str, str]) -> Provenance:
    """Completed with what an editor says of all articles that don't say it themselves, in the form their job keeps."""
    return replace(
        provenance,
        outlet=provenance.outlet or defaults.get("outlet", ""),
        byline=provenance.byline or defaults.get("byline", ""),
        published_on=provenance.published_on or parse_date(defaults.get("published_on")),
    )


def to_payload(article: ImportedArticle) -> dict[str, Any]:
    payload: dict[str, Any] = _converter.unstructure(article)
    return payload


def from_payload(payload: dict[str, Any]) -> ImportedArticle:
    return _converter.structure(payload, ImportedArticle)


def tidy_name(name: str) -> str:
    """A file's name on one line; one that is too long keeps its ending."""
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split()) or "file"
    return name if len(name) <= 200 else f"{name[:180]}…{name[-19:]}"


def _files(job: Job) -> Iterable[File]:
    return job.files.filter(is_whole=True).order_by("pk")


def _items(job: Job, number: int, file: File) -> Iterator[Item]:
    """The items of the job's file of this number."""
    for position, read in enumerate(read_stored(file, reader_limits())):
        item = Item(job=job, number=number * ITEMS_PER_FILE + position, name=item_name(file, read)[:500])
        if isinstance(read, ImportedArticle):
            item.payload = to_payload(read)
        else:
            item.state, item.sentence = Item.State.FAILED, read.sentence[:1000]
            if not read.place:
                # It is about the whole file. Read again after a kill, the file may get further, but never this far.
                item.number = (number + 1) * ITEMS_PER_FILE - 1
        yield item


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    characters, began = 0, time.monotonic()
    for item in items:
        batch.append(item)
        characters += len(item.payload["text"]) if item.payload else 0
        is_late = time.monotonic() - began >= BATCH_SECONDS
        if len(batch) >= BATCH_ITEMS or characters >= BATCH_CHARACTERS or is_late:
            yield batch
            batch, characters, began = [], 0, time.monotonic()
    if batch:
        yield batch

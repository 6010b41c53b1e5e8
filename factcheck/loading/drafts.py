"""Copy that somebody has brought and that is not loaded yet: laid out for them to look at, and listed for the workers.

A load is a job of the kind KIND. Its files are read behind the fence alone; what comes out waits as items, each with
its copy as payload. Drafts hold what an editor still looks at.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any

from factcheck.accounts.models import User
from factcheck.articles.services import Provenance
from factcheck.jobs import services
from factcheck.jobs.files import on_disk, store_file
from factcheck.jobs.models import File, Item, Job
from factcheck.loading.reading import reader_limits
from factcheck.readers.base import ImportedArticle, Limits, Note, RefusedFile, parse_date, web_address
from factcheck.readers.sandbox import read_sandboxed

KIND = "load"
#: An item's number is its place in its file, behind so many of each file before: listed anew it is the same.
PER_FILE = 1_000_000
#: A first look ends after so many articles or seconds: somebody waits for the page.
LOOK_ARTICLES = 20
LOOK_SECONDS = 8.0
#: Items go into the database together, but never more of them, or letters in them, or seconds later, than this.
BATCH_ITEMS = 50
BATCH_LETTERS = 2_000_000
BATCH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """Something with bytes: an upload, or what stood at a URL. ``hint`` is the content type that was said of it."""

    name: str
    content: Iterable[bytes]
    hint: str = ""


@dataclass(slots=True)
class Sample:
    """What a first look at a draft's files found. ``is_whole`` when there is nothing beyond it."""

    copies: list[tuple[str, ImportedArticle]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    is_whole: bool = True


def create_draft(brought: Iterable[IncomingFile], *, label: str, by: User) -> Job:
    """A draft with these files."""
    draft = services.create_draft(kind=KIND, label=label, by=by)
    for one in brought:
        store_file(job=draft, name=tidy_name(one.name), content=one.content, content_type=one.hint[:200])
    return draft


def lay_out_one(copy: ImportedArticle, *, name: str, by: User, draft: Job | None = None) -> Job:
    """A draft of a single article; of ``draft``, whose file it came from, or of its own."""
    draft = draft or services.create_draft(kind=KIND, label=f"Load “{name}”", by=by)
    Item.objects.create(job=draft, number=0, name=name[:500], payload=as_payload(copy))
    services.finish_listing(draft)
    drop_files(draft.pk)
    return draft


def look(draft: Job, *, seconds: float = LOOK_SECONDS) -> Sample:
    """Read the beginning of a draft's files, behind the fence. What takes longer is left to the workers."""
    found = Sample()
    until = time.monotonic() + seconds
    for file in _files(draft):
        left = until - time.monotonic()
        if left <= 1 or len(found.copies) >= LOOK_ARTICLES:
            found.is_whole = False
            break
        with closing(read(file, replace(reader_limits(), seconds=int(left)))) as articles:
            for one in articles:
                is_late = time.monotonic() >= until - 1 and not (isinstance(one, ImportedArticle) and not one.place)
                if is_late or len(found.copies) >= LOOK_ARTICLES or len(found.refused) >= LOOK_ARTICLES:
                    found.is_whole = False
                    break
                name = name_of(file, one)
                if isinstance(one, ImportedArticle):
                    found.copies.append((name, one))
                else:
                    found.refused.append((name, one.sentence))
    return found


def list_copies(job: Job) -> Iterator[int]:
    """Put everything in the job's files into its items; how many, after each batch. Ends early when it is to stop.

    It may be done again after a worker was killed in the middle.
    """
    for batch in _batches(chain.from_iterable(_items(job, n, file) for n, file in enumerate(_files(job)))):
        if not services.add_items(job, batch):
            return
        yield len(batch)
    services.finish_listing(job)
    drop_files(job.pk)


def read(file: File, limits: Limits) -> Generator[ImportedArticle | RefusedFile]:
    """What is in a file of a job."""
    with on_disk(file) as path:
        yield from read_sandboxed(path, name=file.name, hint=file.content_type, limits=limits)


def drop_files(job_id: int) -> None:
    File.objects.filter(job=job_id).delete()


def name_of(file: File, one: ImportedArticle | RefusedFile) -> str:
    """What a person finds it by: “row 7 of stories.csv”, “bridge.docx in may.zip”, or the file itself."""
    if not one.place:
        return file.name
    return f"{one.place} {'of' if _COUNTED.fullmatch(one.place) else 'in'} {file.name}"


def file_of(name: str, copy: ImportedArticle) -> str:
    """The file's own name, out of what name_of() made of it."""
    return name.removeprefix(f"{copy.place} of ").removeprefix(f"{copy.place} in ") if copy.place else name


def with_url(copy: ImportedArticle, url: str) -> ImportedArticle:
    return replace(copy, url=web_address(url))


def corrected(copy: ImportedArticle, said: Provenance) -> ImportedArticle:
    """The copy with what an editor says of it."""
    return replace(
        copy, title=said.title, outlet=said.outlet, byline=said.byline, url=said.url, published_on=said.published_on
    )


def completed(said: Provenance, unsaid: dict[str, str]) -> Provenance:
    """With what an editor says of all articles that don't say it themselves, as it stands in their job."""
    return replace(
        said,
        outlet=said.outlet or unsaid.get("outlet", ""),
        byline=said.byline or unsaid.get("byline", ""),
        published_on=said.published_on or parse_date(unsaid.get("published_on")),
    )


def as_payload(copy: ImportedArticle) -> dict[str, Any]:
    said = asdict(copy)
    return said | {"published_on": copy.published_on.isoformat() if copy.published_on else None}


def from_payload(payload: dict[str, Any]) -> ImportedArticle:
    notes = tuple(Note(**one) for one in payload["notes"])
    return ImportedArticle(**(payload | {"published_on": parse_date(payload["published_on"]), "notes": notes}))


def tidy_name(name: str) -> str:
    """What a file is called, on one line, its ending kept when it is too long."""
    name = " ".join("".join(one if one.isprintable() else " " for one in name).split()) or "file"
    return name if len(name) <= 200 else f"{name[:180]}…{name[-19:]}"


#: “row 7”, “entry 3”: places that are counted.
_COUNTED = re.compile(r"[a-z]+ [0-9]+")


def _files(job: Job) -> Iterable[File]:
    return job.files.filter(is_whole=True).order_by("pk")


def _items(job: Job, number: int, file: File) -> Iterator[Item]:
    for place, one in enumerate(read(file, reader_limits())):
        item = Item(job=job, number=number * PER_FILE + place, name=name_of(file, one)[:500])
        if isinstance(one, ImportedArticle):
            item.payload = as_payload(one)
        else:
            item.state, item.sentence = Item.State.FAILED, one.sentence[:1000]
            if not one.place:
                # It speaks of the file. Read anew after a kill, the file may get further, but never so far.
                item.number = (number + 1) * PER_FILE - 1
        yield item


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    letters, began = 0, time.monotonic()
    for item in items:
        batch.append(item)
        letters += len(item.payload["text"]) if item.payload else 0
        is_late = time.monotonic() - began >= BATCH_SECONDS
        if len(batch) >= BATCH_ITEMS or letters >= BATCH_LETTERS or is_late:
            yield batch
            batch, letters, began = [], 0, time.monotonic()
    if batch:
        yield batch

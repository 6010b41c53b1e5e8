"""A bulk load as it runs in earnest. ``python -m tests.benchmarks.bulk [ARTICLES …] [--workers 1]``, 500 and 2000 else.

A table of made articles of 700 words is laid out as a job; ``manage.py work`` loads it. Prints articles per minute, the
highest memory of a worker, and what a single article's time is made of.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import psutil

from factcheck import embedded_postgres
from tests.benchmarks.desk import database, say, timed

if TYPE_CHECKING:
    from factcheck.accounts.models import User
    from factcheck.jobs.models import Job

WORDS = 700
_PEOPLE = [
    "Anna Berg",
    "Tomas Lind",
    "Grace Okafor",
    "Ruth Alvarez",
    "Per Holm",
    "Mina Sato",
    "Joan Price",
    "Ali Demir",
]
_OFFICES = ["Mayor", "Transport Minister", "Police Chief", "Professor", "Governor", "Senator", "Union leader"]
_BODIES = ["the harbour office", "the ministry", "the rail company", "the city council", "the coast guard", "the union"]
_THINGS = ["bridge", "ferry", "budget", "tunnel", "hospital", "contract", "timetable", "inquiry", "strike", "school"]
_VERBS = ["reopen", "be delayed", "cost more than planned", "be put to a vote", "move to the old port", "be sold"]
_TIMES = ["in the spring", "by Friday", "before the end of the year", "after the election", "within two weeks"]
_FRAMES = [
    "{office} {person} said on Tuesday that the {thing} near the market would {verb} {when}, whatever is voted.",
    "“We have waited long enough for the {thing},” {person} told reporters, adding that it should {verb} {when}.",
    "According to {body}, the {thing} may {verb} {when}, and nobody has been asked to pay for it so far.",
    "People familiar with the matter said the {thing} will {verb} {when}, a step that both sides had ruled out before.",
    "The {thing} is expected to {verb} {when}, reportedly because {body} has not answered three letters about it.",
    "The decision on the {thing} comes after months of talks between {body} and the families who live along the river.",
    "A senior official at {body}, not to be named, said the {thing} could {verb} {when} if the money is found.",
    "It rained for most of the week, and the {thing} stood empty while work went on at the other end of the harbour.",
]


def article(number: int) -> dict[str, str]:
    """A made story of about 700 words, the same for the same number and for no other."""
    dice = random.Random(number)
    lines: list[str] = []
    count = 0
    while count < WORDS:
        paragraph = []
        for _ in range(dice.randint(2, 4)):
            line = dice.choice(_FRAMES).format(
                office=dice.choice(_OFFICES),
                person=dice.choice(_PEOPLE),
                body=dice.choice(_BODIES),
                thing=dice.choice(_THINGS),
                verb=dice.choice(_VERBS),
                when=dice.choice(_TIMES),
            )
            paragraph.append(line[0].upper() + line[1:])
            count += len(line.split())
        lines.append(" ".join(paragraph))
    title = f"The {dice.choice(_THINGS)} and the {dice.choice(_THINGS)}, part {number}"
    return {"title": title, "text": "\n\n".join(lines), "outlet": f"Example Wire {number % 20}", "date": "2026-01-02"}


def table(first: int, count: int) -> Iterator[bytes]:
    """A CSV of so many articles, a piece at a time."""
    names = list(article(0))
    for number in range(first - 1, first + count):
        line = io.StringIO(newline="")
        writer = csv.DictWriter(line, names)
        writer.writeheader() if number < first else writer.writerow(article(number))
        yield line.getvalue().encode()


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.bulk", description=__doc__)
    options.add_argument("articles", type=int, nargs="*", default=[500, 2000])
    options.add_argument("--workers", type=int, default=1)
    arguments = options.parse_args()
    # A worker that ends would stop a database that nobody else uses.
    with database(), embedded_postgres.running():
        from tests.factories import make_user

        ed = make_user("editor", "ed")
        one_article(ed)
        first = 1
        for count in arguments.articles:
            bulk(ed, first, count, workers=arguments.workers)
            first += count


def one_article(ed: User) -> None:
    """What the time of one article is made of, in one process."""
    from factcheck.articles.services import Provenance
    from factcheck.claims.detection import detector
    from factcheck.claims.models import Claim
    from factcheck.readers.base import ImportedArticle
    from factcheck.readers.sandbox import read_sandboxed
    from factcheck.reviews.versions import load_or_revise

    texts = [article(1_000_000 + number)["text"] for number in range(40)]
    detector().detect(texts[0])
    reading = whole = 0.0
    for number, text in enumerate(texts):  # in turn: both meet the same moments of the machine
        reading += timed(partial(detector().detect, text)) / len(texts)
        provenance = Provenance(f"Made {number}")
        whole += timed(partial(load_or_revise, text=text, provenance=provenance, by=ed)) / len(texts)
    data = b"".join(table(1, 500))
    read: list[object] = []
    listing = timed(lambda: read.extend(read_sandboxed(data, name="made.csv"))) / 500
    assert len(read) == 500
    assert all(isinstance(item, ImportedArticle) for item in read)
    total = whole + listing
    say(f"one article of {WORDS} words, {Claim.objects.count() // len(texts)} claims", f"{1000 * total:.0f} ms")
    for what, part in (("detection", reading), ("the database", whole - reading), ("reading the table", listing)):
        say(f"  … {what}", f"{1000 * part:.0f} ms   {part / total:.0%}")


def bulk(ed: User, first: int, count: int, *, workers: int) -> None:
    from django.db import connections

    from factcheck.jobs import services
    from factcheck.loading import tasks
    from factcheck.loading.drafts import IncomingFile, create_draft

    storing = time.perf_counter()
    job = create_draft([IncomingFile("made.csv", table(first, count))], label=f"Load {count} made articles", by=ed)
    storing = time.perf_counter() - storing
    services.submit(job)
    tasks.load.defer(job_id=job.pk)
    connections.close_all()
    start = time.perf_counter()
    with working(workers) as peaks:
        while not _is_done(job):
            time.sleep(0.5)
    spent = time.perf_counter() - start
    progress = job.progress()
    assert progress.counts == {"done": count}, progress.counts
    many = f"{workers} worker{'' if workers == 1 else 's'}"
    say(f"{count:,} articles, {many} (stored in {storing:.1f} s)", f"{60 * count / spent:,.0f} articles a minute")
    say("  … a worker’s memory at its highest; the fenced reader’s", " + ".join(f"{peak:.0f} MiB" for peak in peaks()))


def _is_done(job: Job) -> bool:
    job.refresh_from_db()
    return job.finished_at is not None


@contextmanager
def working(count: int) -> Iterator[Callable[[], list[float]]]:
    """Workers in processes of their own; gives a function that says the highest memory of one, and of its children."""
    processes = [subprocess.Popen([sys.executable, "manage.py", "work"], env=os.environ) for _ in range(count)]
    highest = [0.0, 0.0]
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.05):
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    worker = psutil.Process(process.pid)
                    highest[0] = max(highest[0], worker.memory_info().rss / 1024**2)
                    for child in worker.children(recursive=True):
                        highest[1] = max(highest[1], child.memory_info().rss / 1024**2)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield lambda: highest
    finally:
        is_over.set()
        watching.join()
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


if __name__ == "__main__":
    main()

"""``manage.py redetect``: the present detector over articles that another one has read."""

from __future__ import annotations

import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection
from tqdm import tqdm

from factcheck.articles.models import Article
from factcheck.attribution.parse import ModelMissing
from factcheck.attribution.types import Detector
from factcheck.claims.detection import detector
from factcheck.claims.redetection import CutDifferently, read_as_another, redetect_article, unread
from factcheck.keyset import primary_keys

_CHUNK = 500
_EVERY = 100
_STOPPED = 130


class Command(BaseCommand):
    help = (
        "Suggest sourcing again, with the detector in the settings, for articles read by another detector or "
        "whose outlet has since been set or corrected. Claims somebody has decided on don’t change. Stop with "
        "Ctrl-C and run it again: it continues where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", type=int, action="append", default=[], metavar="ID", help="only this article")
        parser.add_argument("--all", action="store_true", help="also articles the current detector has read")
        parser.add_argument("--dry-run", action="store_true", help="only say how many articles it would read")

    def handle(self, *, article: list[int], **options: Any) -> None:
        known = set(Article.objects.filter(pk__in=article).values_list("pk", flat=True))
        if missing := sorted(set(article) - known):
            raise CommandError(f"There is no article {missing[0]}.")
        with _stopping() as stop:
            try:
                reader = detector()
            except (ModelMissing, LookupError) as problem:
                raise CommandError(str(problem)) from problem
            waiting = unread(reader.name, only=article, everything=options["all"])
            run = Run(waiting.count())
            if corrected := read_as_another(waiting).count():
                self.stdout.write(f"{corrected} of {run.count} articles had their outlet set or corrected since.")
            if options["dry_run"]:
                self.stdout.write(f"{run.count} articles would be read again by {reader.name}.")
                return
            with tqdm(total=run.count, unit="article", disable=None, leave=False) as bar:
                for pk in primary_keys(waiting, batch=_CHUNK):
                    if stop or run.is_cut_off:
                        break
                    run.read(pk, reader, raises=options["traceback"])
                    bar.set_postfix_str(run.speed(), refresh=False)
                    bar.update()
                    if bar.disable and run.seen % _EVERY == 0:
                        self.stderr.write(f"{run.seen} of {run.count} articles ({run.percent}%), {run.speed()}")
        self.report(run, reader)
        if run.is_cut_off:
            raise CommandError("The database can’t be reached any more; run the command again to continue.")
        if stop and run.seen < run.count:
            raise CommandError("Stopped; run it again to continue.", returncode=_STOPPED)
        if run.left_alone or run.failed:
            raise CommandError(f"{len(run.left_alone)} articles were left alone, {len(run.failed)} failed.")

    def report(self, run: Run, reader: Detector) -> None:
        """Result, and each article with which nothing came of it."""
        for sentence in (*run.left_alone, *run.failed):
            self.stderr.write(sentence)
        self.stdout.write(
            f"{run.done} of {run.count} articles read again by {reader.name}: {run.claims} claims, {run.changed} with "
            f"another suggestion, {run.decided} left as people decided them."
        )


class Run:
    """One call over many articles: what has come of them so far."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.seen = self.done = self.words = self.claims = self.changed = self.decided = 0
        self.left_alone: list[str] = []
        self.failed: list[str] = []
        self.is_cut_off = False
        self._began = time.monotonic()

    def read(self, pk: int, reader: Detector, *, raises: bool) -> None:
        """Read one article. Whatever goes wrong with it is noted, unless it ``raises``: the others wait."""
        try:
            outcome = redetect_article(pk=pk, detector=reader)
        except Article.DoesNotExist:
            pass  # deleted meanwhile
        except CutDifferently as why:
            self.left_alone.append(str(why))
        except Exception as problem:
            if raises:
                raise
            reason = str(problem).partition("\n")[0] or type(problem).__name__
            self.failed.append(f"Article {pk} could not be read again: {reason}")
            self.is_cut_off = isinstance(problem, DatabaseError | InterfaceError) and not _reaches_database()
        else:
            self.done += 1
            self.words += outcome.words
            self.claims += outcome.read
            self.changed += outcome.changed
            self.decided += outcome.decided
        self.seen += 1

    @property
    def percent(self) -> int:
        return 100 * self.seen // max(self.count, self.seen)

    def speed(self) -> str:
        return f"{self.words / max(time.monotonic() - self._began, 0.001):.0f} words/s"


def _reaches_database() -> bool:
    """Whether there is a connection, or a new one in the place of one that was lost."""
    try:
        connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """A list that is not empty once somebody asked to stop: the article at hand is finished first."""
    signals: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        signals.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""``manage.py redetect``: the present detector over articles that another one has read."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.articles.models import Article
from factcheck.attribution.parse import ModelMissing
from factcheck.claims.detection import detector
from factcheck.claims.redetection import CutDifferently, redetect_article, unread

_CHUNK = 500
_STOPPED = 130


class Command(BaseCommand):
    help = (
        "Read again, with the detector of the settings, the articles that another one has read. Where somebody has "
        "decided on a claim, nothing of it changes. Stop it with Ctrl-C and call it again: it goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", type=int, action="append", default=[], metavar="ID", help="only this article")
        parser.add_argument("--all", action="store_true", help="also articles that the present detector has read")
        parser.add_argument("--dry-run", action="store_true", help="say how many articles it would read, and stop")

    def handle(self, *, article: list[int], **options: Any) -> None:
        try:
            reader = detector()
        except (ModelMissing, LookupError) as problem:
            raise CommandError(str(problem)) from problem
        waiting = unread(reader.name, only=article, everything=options["all"])
        count = waiting.count()
        if options["dry_run"]:
            self.stdout.write(f"{count} articles would be read again by {reader.name}.")
            return
        done = claims = changed = decided = 0
        failed: list[str] = []
        with _stopping() as stop, tqdm(total=count, unit="article", disable=None, leave=False) as bar:
            for pk in waiting.values_list("pk", flat=True).iterator(chunk_size=_CHUNK):
                try:
                    outcome = redetect_article(pk=pk, detector=reader)
                except Article.DoesNotExist:
                    continue  # deleted meanwhile
                except CutDifferently as why:
                    failed.append(str(why))
                else:
                    done, claims = done + 1, claims + outcome.read
                    changed, decided = changed + outcome.changed, decided + outcome.decided
                bar.update()
                if bar.disable and done and done % 100 == 0:
                    self.stdout.write(f"{done} of {count} articles read.")
                if stop:
                    break
        for sentence in failed:
            self.stderr.write(sentence)
        self.stdout.write(
            f"{done} of {count} articles read again by {reader.name}: {claims} claims, {changed} with another "
            f"suggestion, {decided} left as people decided them."
        )
        if stop:
            raise CommandError("Stopped; call it again to go on.", returncode=_STOPPED)
        if failed:
            raise CommandError(f"{len(failed)} of {count} articles were left alone.")


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """A list that is not empty once somebody asked to stop: the article at hand is finished first."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""``manage.py verify_report FILE``: is this file of a frozen report, and unaltered?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.reports.clock import exact_time_of
from factcheck.reports.verification import TOO_MUCH, verify


class Command(BaseCommand):
    help = "Say whether a file is of a frozen report and unaltered. Exits with 1 when it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file of a report, in any format")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(f"{file} can’t be read: {problem.strerror}.") from problem
        verification = verify(content)
        if (erased := verification.erased) and verification.is_unaltered:
            self.stdout.write(
                f"{file} is report {erased.number}, frozen {exact_time_of(erased.frozen_at)}, and unaltered. It "
                f"was erased {exact_time_of(erased.erasure.at)} on an order."
            )
            return
        if erased:
            sentence = f"{file} says it is report {erased.number}, which was erased, but it was changed."
            raise CommandError(sentence, returncode=1)
        if verification.is_unread:
            raise CommandError(f"{file} can’t be looked through: {TOO_MUCH}", returncode=1)
        if verification.report is None:
            raise CommandError(f"{file} is no file of a frozen report as it was made here.", returncode=1)
        if not verification.is_unaltered:
            raise CommandError(f"{file} says it is report {verification.report.pk}, but it was changed.", returncode=1)
        self.stdout.write(
            f"{file} is report {verification.report.pk} on “{verification.report.article.title}”, frozen "
            f"{exact_time_of(verification.report.at)} by {verification.report.by}, and unaltered. "
            f"It is the edition {verification.words}."
        )

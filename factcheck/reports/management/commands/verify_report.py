"""``manage.py verify_report FILE``: is this file of a frozen report, and unaltered?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.reports.clock import exact_time_of
from factcheck.reports.verification import TOO_MUCH, verify


class Command(BaseCommand):
    help = "Say whether a file is one of a frozen report, and unchanged. Exits with 1 if it isn’t."

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
                f"{file} is report {erased.number}, frozen {exact_time_of(erased.frozen_at)}, and unchanged. It "
                f"was erased {exact_time_of(erased.erasure.at)} by order."
            )
            return
        if erased:
            sentence = f"{file} claims to be report {erased.number}, which was erased, but has been changed."
            raise CommandError(sentence, returncode=1)
        if verification.is_unread:
            raise CommandError(f"{file} can’t be checked: {TOO_MUCH}", returncode=1)
        if verification.report is None:
            raise CommandError(f"{file} isn’t a file of a frozen report as downloaded from this desk.", returncode=1)
        if not verification.is_unaltered:
            raise CommandError(
                f"{file} claims to be report {verification.report.pk}, but has been changed.", returncode=1
            )
        self.stdout.write(
            f"{file} is report {verification.report.pk} on “{verification.report.article.title}”, frozen "
            f"{exact_time_of(verification.report.at)} by {verification.report.by}, and unchanged. "
            f"Edition: {verification.words}."
        )

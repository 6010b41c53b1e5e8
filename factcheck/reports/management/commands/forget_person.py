"""``manage.py forget_person USERNAME``: a pseudonym in the place of somebody who has left."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.accounts.models import User
from factcheck.refusals import Refused
from factcheck.reports.clock import day_of
from factcheck.reports.forgetting import Kept, forget, is_forgotten, naming, pseudonym


class Command(BaseCommand):
    help = (
        "Replace the name, username and email of an inactive person with a pseudonym, and list where the name "
        "remains: frozen reports, and what people wrote. This can’t be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="username of the account, which must be inactive")
        parser.add_argument("--yes", action="store_true", help="don’t ask for confirmation")

    def handle(self, *, username: str, yes: bool, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody has the username {username}.")
        if is_forgotten(person):
            forget(person)
            self.stdout.write(f"{pseudonym(person)} has already been forgotten; the name is no longer known.")
            return
        if person.is_active:
            raise CommandError(f"{person} is active; make the account inactive in the admin first.")
        name = str(person)
        if not yes:
            self.report(naming(person), name)
            if not confirmed(
                f"{name} will become “{pseudonym(person)}” for good. Type {username} to continue: ", username
            ):
                raise CommandError("Nothing was changed.")
        try:
            kept = forget(person)
        except Refused as why:
            raise CommandError(str(why)) from why
        if yes:
            self.report(kept, name)
        self.stdout.write(f"{name} is now “{pseudonym(person)}”.")

    def report(self, kept: Kept, name: str) -> None:
        """Print what goes on naming somebody: reports one by one, other texts by their addresses."""
        if not (kept.reports or kept.texts):
            self.stdout.write(f"No frozen report and no text names {name}.")
        if kept.reports:
            self.stdout.write(f"Frozen reports that keep the name ({len(kept.reports)}), with their files:")
        for report in kept.reports:
            self.stdout.write(f"  {report}, “{report.article.title}”, {day_of(report.at)}")
        if kept.texts:
            self.stdout.write(f"Texts that keep the name ({sum(text.count for text in kept.texts)}):")
        for text in kept.texts:
            self.stdout.write(f"  {text.what}: {text.count}, {text.address}")


def confirmed(question: str, word: str) -> bool:
    """Whether somebody at the terminal typed the word; nobody at the terminal is a no."""
    try:
        return input(question).strip() == word
    except EOFError:
        return False

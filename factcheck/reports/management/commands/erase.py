"""``manage.py erase article NUMBER`` and ``manage.py erase evidence NUMBER``: gone for good, on an order."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import versions_of
from factcheck.refusals import Refused
from factcheck.reports.erasing import Plan, erase, plan_article, plan_evidence
from factcheck.reports.management.commands.forget_person import confirmed
from factcheck.reviews.models import Evidence

REMAINS = (
    "Not erased by this: backups, files people have downloaded, unsent forms kept in browsers, and uploads of "
    "packed files such as Word, which are deleted within a day. Run VACUUM FULL in the database to overwrite "
    "the freed pages."
)


class Command(BaseCommand):
    help = (
        "Erase an article with its claims, decisions, evidence, comments and frozen reports, or one piece of evidence "
        "with the frozen reports that show it. The order is logged. Of a frozen report, the number, "
        "fingerprints and date stay, to show that it existed. This can’t be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["article", "evidence"])
        parser.add_argument("number", type=int, help="from its address")
        parser.add_argument(
            "--order", required=True, help="on whose order, such as “Court order 12/2026”; this is kept"
        )
        parser.add_argument(
            "--by", required=True, metavar="USERNAME", help="username of the administrator who does this"
        )
        parser.add_argument(
            "--versions",
            choices=["this", "earlier", "newer", "all"],
            help="if the article has several versions: this one only, with all earlier ones, with all newer ones, "
            "or all",
        )
        parser.add_argument("--yes", action="store_true", help="don’t ask for confirmation")

    def handle(
        self, *, kind: str, number: int, order: str, by: str, versions: str | None, yes: bool, **options: Any
    ) -> None:
        person = User.objects.filter(username=by, is_active=True, is_superuser=True).first()
        if person is None:
            raise CommandError(f"No active administrator has the username {by}.")
        if not (order := order.strip()) or len(order) > 300:
            raise CommandError("Give the order in 1 to 300 characters.")
        plan = _article(number, versions) if kind == "article" else _evidence(number)
        self.show(plan, kind, number)
        if not yes and not confirmed(f"This can’t be undone. Type {number} to erase {kind} {number}: ", str(number)):
            raise CommandError("Nothing was erased.")
        try:
            erasure = erase(plan, order=order, by=person)
        except Refused as why:
            raise CommandError(str(why)) from why
        except OSError as problem:
            raise CommandError(f"Nothing was erased: {problem.filename} can’t be removed.") from problem
        self.stdout.write(f"{kind.capitalize()} {number} is erased; the order is number {erasure.pk}.")
        self.stdout.write(REMAINS)

    def show(self, plan: Plan, kind: str, number: int) -> None:
        """Print what goes: how many of each kind, and the numbers of frozen reports."""
        self.stdout.write(f"{kind.capitalize()} {number} will be erased together with:")
        for name, count in sorted(plan.counts.items()):
            self.stdout.write(f"  {name}: {count}")
        self.stdout.write(f"  files in the evidence folder: {len(plan.files)}")
        if len(plan.articles) > 1:
            self.stdout.write(f"These are articles {_listed(plan.articles)}.")
        if plan.reports:
            self.stdout.write(f"Of frozen reports {_listed(plan.reports)} the number, fingerprints and date stay.")


def _listed(keys: list[int]) -> str:
    return ", ".join(str(key) for key in keys)


def _article(number: int, versions: str | None) -> Plan:
    article = Article.objects.without_text().filter(pk=number).first()
    if article is None:
        raise CommandError(f"There is no article {number}.")
    chain = versions_of(article)
    if len(chain) > 1 and versions is None:
        keys = _listed([each.pk for each in chain if each.pk != number])
        raise CommandError(
            f"Article {number} has other versions ({keys}), which share its sentences; "
            "say --versions this, earlier, newer or all."
        )
    place = [each.pk for each in chain].index(number)
    taken = {"earlier": chain[: place + 1], "newer": chain[place:], "all": chain}
    return plan_article(taken.get(versions or "", [article]))


def _evidence(number: int) -> Plan:
    evidence = Evidence.objects.filter(pk=number).first()
    if evidence is None:
        raise CommandError(f"There is no evidence {number}.")
    return plan_evidence(evidence)

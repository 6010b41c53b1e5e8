"""Ten people on deadline, and many more: what is accepted is in the database once. ``python -m tests.benchmarks.load``.

Simulated reviewers save decisions as fast as the answers come, each on an article of their own, then all on one, then
all on the same few claims. One form in twenty is sent twice. Afterwards every decision that the server accepted is
looked up by its key: once each, with its words, on the claim as its last decision says, and in the article's tally.
``--reviewers 16 64`` and ``--saves 24`` (each) are what it does without arguments.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.benchmarks.desk import Ask, database, milliseconds, say, signed_in, web

_LINE = "The harbour office said on day {} that the bridge can wait until the spring, whatever the council votes."
_STATUSES = ("organization", "hedged", "unnamed_source", "unattributed")
_TWICE = 0.05
#: A claim: its article, its number there, its row.
Place = tuple[int, int, int]


@dataclass(slots=True)
class Saved:
    """What one reviewer was told: the decisions accepted, by key, and what became of the others."""

    accepted: dict[uuid.UUID, tuple[int, str]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    conflicts: int = 0
    failures: Counter[int] = field(default_factory=Counter)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    options.add_argument("--reviewers", type=int, nargs="+", default=[16, 64])
    options.add_argument("--saves", type=int, default=24, help="of each reviewer in each part")
    arguments = options.parse_args()
    with database():
        from tests.factories import make_user

        people = [make_user("reviewer", f"reviewer{number}") for number in range(max(arguments.reviewers))]
        queries()
        with web() as port, ExitStack() as links:
            asks = [links.enter_context(signed_in(person, port)) for person in people]
            for count in arguments.reviewers:
                for title, work in parts(count, arguments.saves):
                    run(title, asks[:count], work)


def parts(count: int, saves: int) -> Iterator[tuple[str, list[list[Place]]]]:
    """What is measured: a title, and for each reviewer the claims to decide on."""
    yield f"{count} reviewers, each on an article of their own", [claims_of_article(saves) for _ in range(count)]
    claims = claims_of_article(count * saves)
    yield f"{count} reviewers on one article", [claims[who::count] for who in range(count)]
    yield f"{count} reviewers on the same {saves} claims", [claims_of_article(saves)] * count


def claims_of_article(count: int) -> list[Place]:
    """The claims of a new article."""
    from tests import factories

    text = "\n".join(_LINE.format(uuid.uuid4()) for _ in range(count))
    article = factories.make_article(text, statuses=["organization"] * count)
    return [(article.pk, claim.number, claim.pk) for claim in article.claims.order_by("number")]


def run(title: str, asks: list[Ask], work: list[list[Place]]) -> None:
    """All at once, from one signal; then what they were told is compared with what is stored."""
    from django.db import connections

    connections.close_all()
    answers = [Saved() for _ in asks]
    ready = threading.Barrier(len(asks) + 1)
    threads = [
        threading.Thread(target=review, args=(ready, ask, claims, saved))
        for ask, claims, saved in zip(asks, work, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - start
    accepted = sum(len(saved.accepted) for saved in answers)
    times = [seconds for saved in answers for seconds in saved.times]
    conflicts = sum(saved.conflicts for saved in answers)
    failures = sum((saved.failures for saved in answers), Counter())
    check({article for claims in work for article, _, _ in claims}, answers)
    say(title, f"{accepted / spent:6.0f} decisions a second   {milliseconds(times)}")
    failed = f", failed: {dict(failures)}" if failures else ""
    say("", f"{accepted} accepted and stored once each, {conflicts} told of a conflict{failed}")


def review(ready: threading.Barrier, ask: Ask, claims: list[Place], saved: Saved) -> None:
    dice = random.Random(id(saved))
    ready.wait()
    for article, number, claim in claims:
        key, status = uuid.uuid4(), dice.choice(_STATUSES)
        form = {"status": status, "source": "", "version": 0, "claim": claim, "key": key, "note": f"Note {key}"}
        for _ in range(2 if dice.random() < _TWICE else 1):
            spent, code, _text = ask(f"/articles/{article}/claims/{number}/save/", form)
            saved.times.append(spent)
            if code == 200:
                saved.accepted[key] = (number, status)
            elif code == 409:
                saved.conflicts += 1
            else:
                saved.failures[code] += 1


def check(articles: set[int], answers: list[Saved]) -> None:
    """Raises AssertionError when a decision is missing, stored twice, or not what the claim and the tally say."""
    from factcheck.claims.models import Claim, Tally
    from factcheck.reviews.models import Review

    stored = list(Review.objects.filter(article__in=articles).select_related("claim"))
    keys = Counter(review.key for review in stored)
    accepted = {key: fields for saved in answers for key, fields in saved.accepted.items()}
    assert keys == Counter(accepted.keys()), "what was accepted and what is stored are not the same"
    for review in stored:
        assert accepted[review.key] == (review.claim.number, review.status)
        assert review.note == f"Note {review.key}"
    last = {review.claim_id: review for review in sorted(stored, key=lambda review: review.version)}
    for claim in Claim.objects.filter(article__in=articles):
        decided = last.get(claim.pk)
        assert claim.version == (decided.version if decided else 0)
        assert decided is None or (claim.status, claim.note) == (decided.status, decided.note)
    for tally in Tally.objects.filter(article__in=articles):
        claims = Claim.objects.filter(article_id=tally.article_id)
        assert tally.reviewed == claims.filter(reviewed_at__isnull=False).count()
        counted = Counter(claims.values_list("status", flat=True))
        assert {status.value: count for status, count in tally.by_status() if count} == counted


def queries() -> None:
    """What one save asks of the database, the beginning and the end of its transaction included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.factories import make_user

    client = Client()
    client.force_login(make_user("reviewer", "counted"))
    ((article, number, claim),) = claims_of_article(1)
    form = {"status": "hedged", "version": 0, "claim": claim, "key": uuid.uuid4()}
    with CaptureQueriesContext(connection) as seen:
        client.post(f"/articles/{article}/claims/{number}/save/", form, HTTP_HOST="localhost")
    say("queries of a save, with the beginning and the end of its transaction", str(len(seen)))


if __name__ == "__main__":
    main()

"""How far people agree who judged the same claims without seeing each other's answer.

Three figures, because each alone misleads: the share of claims answered alike; Cohen's kappa, for two people; and
Krippendorff's alpha, for any number of them. The last two ask how much better that is than answering with the same
habits but without reading: two people who call nearly everything “No attribution” agree often and tell us little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from factcheck.accounts.models import User
from factcheck.articles.models import Article, restricted_from
from factcheck.claims.choices import Verdict
from factcheck.reviews.models import Opinion
from factcheck.reviews.second_opinions import was_secret, was_told_before

#: Claims that both judged, below which kappa and alpha are not shown. With 20 claims, 16 of them answered alike, chance
#: alone gives or takes 0.18 in the share (1.96 · √(0.8 · 0.2 / 20)) and more in the other two; with fewer, that
#: swallows what separates a good figure from a bad one.
FEWEST = 20
#: Of all articles together, the latest opinions are enough, and the page stays quick.
_LATEST = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person said of a claim: who, of what, which category."""

    by: int
    item: int
    category: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Agreement in one question. A figure is None where it would mean nothing, and ``why_not`` says why."""

    question: str
    #: Claims that two people judged, and how many of them alike.
    both: int
    same: int
    kappa: float | None = None
    alpha: float | None = None
    why_not: str = ""

    @property
    def share(self) -> float | None:
        return self.same / self.both if self.both else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, in the order of their names, and how far they agree."""

    people: tuple[User, User]
    measures: tuple[Measure, ...]

    def __str__(self) -> str:
        return " and ".join(map(str, self.people))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everybody together, and each two people."""

    measures: tuple[Measure, ...]
    pairs: tuple[Pair, ...]
    fewest: int = FEWEST


def in_article(article: Article) -> Agreement:
    """Agreement on an article's claims. One query."""
    return _agreement(Opinion.objects.filter(article=article))


def of_people(*, by: User) -> Agreement:
    """Agreement over all articles that ``by`` may find, by the latest opinions. One query."""
    visible = Opinion.objects.exclude(article__in=restricted_from(by))
    return _agreement(Opinion.objects.filter(pk__in=visible.order_by("-pk").values("pk")[:_LATEST]))


def _agreement(opinions: QuerySet[Opinion]) -> Agreement:
    judged = _judged_by_two(opinions)
    between: dict[tuple[int, int], list[tuple[Opinion, Opinion]]] = defaultdict(list)
    people: dict[int, User] = {}
    for two in judged:
        first, second = sorted(two, key=lambda opinion: (str(opinion.by), opinion.by_id))
        people |= {opinion.by_id: opinion.by for opinion in two}
        between[first.by_id, second.by_id].append((first, second))
    pairs = (Pair((people[first], people[second]), _measures(both)) for (first, second), both in between.items())
    return Agreement(_measures(judged), tuple(sorted(pairs, key=lambda pair: [str(person) for person in pair.people])))


def _judged_by_two(opinions: QuerySet[Opinion]) -> list[tuple[Opinion, Opinion]]:
    """The two answers of each round that has both and in which neither person could read the other's before.

    Also of rounds that were settled since. Somebody who had answered or reviewed the claim in the open before the round
    is in no pair.
    """
    known = opinions.annotate(was_told=~was_secret() | was_told_before())
    in_order = known.select_related("by").order_by("claim_id", "round", "pk")
    rounds = (list(same) for _, same in groupby(in_order, key=lambda opinion: (opinion.claim_id, opinion.round)))
    two = [(answers[0], answers[1]) for answers in rounds if len(answers) > 1]
    # Two answers that were both given before went over into a newer version; they count where they were given.
    is_new = [both for both in two if any(opinion.reviewed_at is None for opinion in both)]
    return [both for both in is_new if not any(opinion.was_told for opinion in both)]


def _measures(judged: Sequence[tuple[Opinion, Opinion]]) -> tuple[Measure, ...]:
    sourcing = [[Answer(opinion.by_id, item, opinion.status) for opinion in two] for item, two in enumerate(judged)]
    # Where one of the two gave no verdict there is nothing to compare.
    so = [
        [Answer(opinion.by_id, item, opinion.recommended) for opinion in two]
        for item, two in enumerate(judged)
        if all(opinion.recommended != Verdict.PENDING for opinion in two)
    ]
    return measure("Sourcing", sourcing), measure("Is it true?", so)


def measure(question: str, judged: Sequence[Sequence[Answer]]) -> Measure:
    """Agreement in one question on the claims that two people judged."""
    same = sum(first.category == second.category for first, second in judged)
    both = len(judged)
    if both < FEWEST:
        return Measure(question, both, same, why_not=f"too few claims: {both} of {FEWEST}")
    answers = [answer for two in judged for answer in two]
    if len({answer.category for answer in answers}) < 2:
        return Measure(
            question, both, same, why_not="everybody always gave the same answer, so there is nothing to compare"
        )
    is_two = len({answer.by for answer in answers}) == 2
    return Measure(question, both, same, kappa=cohens_kappa(answers) if is_two else None, alpha=alpha(answers))


def cohens_kappa(answers: Iterable[Answer]) -> float:
    """Cohen's kappa of two people who judged the same items, in two categories or more between them."""
    return float(_task(answers).kappa())


def alpha(answers: Iterable[Answer]) -> float:
    """Krippendorff's alpha for categories without order; each item judged by any two of any number of people."""
    return float(_task(answers).alpha())


def _task(answers: Iterable[Answer]) -> Any:
    # The library takes a quarter of a second and some 20 MB: only who opens these pages pays for it.
    from nltk.metrics.agreement import AnnotationTask

    return AnnotationTask([(answer.by, answer.item, answer.category) for answer in answers])

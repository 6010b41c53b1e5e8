"""The rules applied: to one claim, and to a whole article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from factcheck.standards.finding import ArticleFinding, Dismissal, Finding
from factcheck.standards.passages import Article, Passage
from factcheck.standards.table import ARTICLE_RULES, CLAIM_RULES, RULES, Weights

_AS_IT_IS: Weights = {}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules remark on an article."""

    #: On each claim, in reading order.
    claims: tuple[tuple[Finding, ...], ...]
    #: On the article as a whole.
    of_article: tuple[ArticleFinding, ...]


def findings_for_claim(passage: Passage | None = None, *, weights: Weights = _AS_IT_IS, **said: Any) -> list[Finding]:
    """What the rules that need no other claim remark on one; an empty list when there is nothing.

    Takes a passage, or the values that make one. A rule that ``weights`` has as None is silent.
    """
    one = passage or Passage(**said)
    found = ((rule, rule.look(one)) for rule in CLAIM_RULES)
    made = (rule.finding(rule.name, remark, weights) for rule, remark in found if remark)
    return [finding for finding in made if finding]


def look_at(article: Article, *, weights: Weights = _AS_IT_IS) -> Findings:
    """What all rules remark on an article and its claims."""
    claims = [findings_for_claim(passage, weights=weights) for passage in article.passages]
    labels = [passage.label for passage in article.passages]
    of_article = []
    for rule in ARTICLE_RULES:
        for places, remark in rule.look(article):
            finding = rule.finding(rule.name, remark, weights)
            if finding is None:
                continue
            if rule.is_of_article:
                of_article.append(_gathered(finding, places, labels, is_of_article=True))
                continue
            for place in places:
                claims[place].append(finding)
    return Findings(tuple(tuple(sorted(found, key=weight)) for found in claims), tuple(of_article))


def dismissed(finding: Finding, dismissals: Mapping[tuple[str, str], Dismissal]) -> Finding:
    """The finding with its dismissal, if there is one of its rule in its words. Said otherwise, it stands again."""
    gone = dismissals.get((finding.rule, finding.one))
    return replace(finding, dismissed=gone) if gone else finding


def findings_for_article(
    claims: Iterable[tuple[str, Sequence[Finding]]], of_article: Iterable[ArticleFinding] = ()
) -> list[ArticleFinding]:
    """The findings of all claims in reading order, gathered: one sentence for those that share one; and the article’s.

    The gravest come first, and the dismissed ones after all others.
    """
    labels: list[str] = []
    places: dict[Finding, list[int]] = {}
    for place, (label, findings) in enumerate(claims):
        labels.append(label)
        for finding in findings:
            places.setdefault(finding, []).append(place)
    order = {label: place for place, label in enumerate(labels)}
    gathered = [_gathered(finding, of, labels) for finding, of in places.items()] + list(of_article)
    return sorted(gathered, key=lambda one: (*weight(one.finding), order.get(one.claims[0], 0)))


_ORDER = {rule.name: place for place, rule in enumerate(RULES)}


def weight(finding: Finding) -> tuple[bool, int, int]:
    """The gravest first; of the same weight in the order of the rules. A rule that is no longer there comes last."""
    return (finding.dismissed is not None, finding.severity.rank, _ORDER.get(finding.rule, len(_ORDER)))


def _gathered(
    finding: Finding, places: Sequence[int], labels: Sequence[str], *, is_of_article: bool = False
) -> ArticleFinding:
    return ArticleFinding(
        finding,
        tuple(labels[place] for place in places),
        tuple((labels[first], labels[last]) for first, last in _runs(places)),
        is_of_article,
    )


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """``[10, 16, 17, 18]`` as ``[(10, 10), (16, 18)]``; two neighbours stay two, “16 and 17” reads better."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return [part for run in runs for part in _apart(run)]


def _apart(run: tuple[int, int]) -> list[tuple[int, int]]:
    first, last = run
    return [(first, first), (last, last)] if last == first + 1 else [run]

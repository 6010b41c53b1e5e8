"""Applies the rules: to one claim, and to a whole article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from factcheck.standards.consistency import Place, disagreements_of
from factcheck.standards.dismissal_keys import keys_of
from factcheck.standards.finding import ArticleFinding, Dismissal, Finding, Passage
from factcheck.standards.inputs import RulesArticle, RulesClaim
from factcheck.standards.table import ARTICLE_RULES, CLAIM_RULES, RULES, TEXT_RULES, Weights

_UNCHANGED: Weights = {}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules remark on an article."""

    #: On each claim, in reading order.
    claims: tuple[tuple[Finding, ...], ...]
    #: On the article as a whole.
    of_article: tuple[ArticleFinding, ...]


def findings_for_claim(
    claim: RulesClaim | None = None, *, weights: Weights = _UNCHANGED, **values: Any
) -> list[Finding]:
    """What the rules that need no other claim remark on this one; an empty list when there is nothing.

    Takes a claim, or the values that make one. A rule whose weight is None is silent.
    """
    claim = claim or RulesClaim(**values)
    remarks = ((rule, rule.check(claim)) for rule in CLAIM_RULES)
    findings = (rule.finding(rule.name, remark, weights) for rule, remark in remarks if remark)
    return [finding for finding in findings if finding]


def apply_rules(article: RulesArticle, *, weights: Weights = _UNCHANGED) -> Findings:
    """What all rules remark on an article and its claims."""
    claim_findings = [findings_for_claim(claim, weights=weights) for claim in article.claims]
    labels = [claim.label for claim in article.claims]
    of_article = []
    for rule in ARTICLE_RULES:
        for places, remark in rule.check(article):
            finding = rule.finding(rule.name, remark, weights)
            if finding is None:
                continue
            if rule.is_of_article:
                of_article.append(_gather(finding, places, labels, is_of_article=True))
                continue
            for place in places:
                claim_findings[place].append(finding)
    for finding, places in _within_text(article, weights):
        for place in places:
            claim_findings[place].append(finding)
        if not places:
            of_article.append(_gather(finding, (), labels, is_of_article=True))
    in_order = tuple(tuple(sorted(findings, key=sort_key)) for findings in claim_findings)
    return Findings(in_order, tuple(of_article))


#: How many characters are shown on either side of a passage.
_AROUND = 60


def _within_text(article: RulesArticle, weights: Weights) -> Iterator[tuple[Finding, tuple[int, ...]]]:
    """What doesn't agree within the text, each with the claims that it stands in."""
    if all(weights.get(rule.name, rule.severity) is None for rule in TEXT_RULES):
        return
    by_name = {rule.name: rule for rule in TEXT_RULES}
    starts = [claim.start for claim in article.claims]
    for disagreement in disagreements_of(article.text, title=article.title, published_on=article.published_on):
        rule = by_name[disagreement.rule_name]
        finding = rule.finding(rule.name, rule.remark(disagreement), weights)
        if finding is None:
            continue
        inside = (place.start for place in disagreement.places if not place.is_title)
        places = {bisect_right(starts, start) - 1: start for start in inside}
        passages = tuple(_passage(article, place) for place in disagreement.places)
        yield (
            replace(finding, passages=passages),
            tuple(sorted(at for at, start in places.items() if at >= 0 and start < article.claims[at].end)),
        )


def _passage(article: RulesArticle, place: Place) -> Passage:
    text = article.title if place.is_title else article.text
    before = text[max(0, place.start - _AROUND) : place.start].rpartition("\n")[2]
    after = text[place.end : place.end + _AROUND].partition("\n")[0]
    if len(before) == _AROUND and " " in before:
        before = f"…{before.partition(' ')[2]}"
    if len(after) == _AROUND and " " in after:
        after = f"{after.rpartition(' ')[0]}…"
    return Passage(place.start, place.end, before, text[place.start : place.end], after, place.is_title)


def with_dismissal(finding: Finding, dismissals: Mapping[tuple[str, str], Dismissal]) -> Finding:
    """The finding with its dismissal, if somebody dismissed this rule in these words.

    Dismissals are looked up by ``keys_of()`` the rule's name and the finding's words for one claim. Once either is
    different, the finding is open again. It is a single remark here: findings are gathered afterwards.
    """
    dismissal = dismissals.get(keys_of(finding.rule, finding.one)[0])
    return replace(finding, dismissed=dismissal) if dismissal else finding


def findings_for_article(
    claims: Iterable[tuple[str, Sequence[Finding]]], of_article: Iterable[ArticleFinding] = ()
) -> list[ArticleFinding]:
    """The findings of all claims in reading order, one sentence for the claims that share a finding; and the article’s.

    The gravest come first, and the dismissed ones after all others.
    """
    labels: list[str] = []
    places: dict[Finding, list[int]] = {}
    for place, (label, findings) in enumerate(claims):
        labels.append(label)
        for finding in findings:
            places.setdefault(finding, []).append(place)
    order = {label: place for place, label in enumerate(labels)}
    gathered = [_gather(finding, shared_by, labels) for finding, shared_by in places.items()] + list(of_article)
    return sorted(
        gathered, key=lambda shared: (*sort_key(shared.finding), order.get(shared.claims[0], 0) if shared.claims else 0)
    )


_ORDER = {rule.name: place for place, rule in enumerate(RULES)}


def sort_key(finding: Finding) -> tuple[bool, int, int]:
    """The gravest first; within a severity in the order of the rules, a rule that no longer exists last."""
    return (finding.dismissed is not None, finding.severity.rank, _ORDER.get(finding.rule, len(_ORDER)))


def _gather(
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
    return [part for run in runs for part in _split_pair(run)]


def _split_pair(run: tuple[int, int]) -> list[tuple[int, int]]:
    first, last = run
    return [(first, first), (last, last)] if last == first + 1 else [run]

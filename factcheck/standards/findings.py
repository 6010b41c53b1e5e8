"""The rules applied: to one claim, and to an article whose claims share a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from factcheck.standards.finding import ArticleFinding, Finding
from factcheck.standards.rules import RULES, Footing


def findings_for_claim(
    *, status: str, unattributed_reason: str = "", channel: str = "", outlet: str = ""
) -> list[Finding]:
    """What the desk’s rules remark on a claim, in the rules’ order; an empty list when there is nothing.

    Stored values go in: a status and a reason as the claim has them, the channel of the attribution that decides and
    the name of the outlet whose article it is.
    """
    footing = Footing(status, unattributed_reason, channel, outlet)
    return [finding for rule in RULES if (finding := rule.look_at(footing)) is not None]


def findings_for_article(claims: Iterable[tuple[str, Sequence[Finding]]]) -> list[ArticleFinding]:
    """The findings of all claims in reading order, gathered: one sentence for those that share one.

    The gravest come first, and the dismissed ones after all others.
    """
    labels: list[str] = []
    places: dict[Finding, list[int]] = {}
    for place, (label, findings) in enumerate(claims):
        labels.append(label)
        for finding in findings:
            places.setdefault(finding, []).append(place)
    gathered = sorted(places.items(), key=lambda one: (*_weight(one[0]), one[1]))
    return [
        ArticleFinding(
            finding,
            tuple(labels[place] for place in of),
            tuple((labels[first], labels[last]) for first, last in _runs(of)),
        )
        for finding, of in gathered
    ]


_ORDER = {rule.name: place for place, rule in enumerate(RULES)}


def _weight(finding: Finding) -> tuple[bool, int, int]:
    """The gravest first; of the same weight in the order of the rules. A rule that is no longer there comes last."""
    return (finding.dismissed is not None, finding.severity.rank, _ORDER.get(finding.rule, len(_ORDER)))


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

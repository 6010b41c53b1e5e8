"""The rules applied: to one claim, and to an article whose claims share a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.standards.rules import RULES, Finding, Footing


@dataclass(frozen=True, slots=True)
class ArticleFinding:
    """A remark that several claims share, in one sentence. ``claims`` are what they are called, in reading order."""

    finding: Finding
    claims: tuple[str, ...]
    #: The same as first and last of each row of neighbours.
    runs: tuple[tuple[str, str], ...]

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def words(self) -> str:
        """What is said of the claims: “rest on …” or, of a single one, “rests on …”."""
        return self.finding.one if len(self.claims) == 1 else self.finding.many

    @property
    def sentence(self) -> str:
        """“Claims 10 and 16–19 are hedged and name no source.”"""
        noun = "Claim" if len(self.claims) == 1 else "Claims"
        return f"{noun} {_enumerated(self.runs)} {self.words}."


def findings_for_claim(
    *, status: str, unattributed_reason: str = "", channel: str = "", outlet: str = ""
) -> list[Finding]:
    """What the desk’s rules remark on a claim, in the rules’ order; an empty list when there is nothing.

    Stored values go in: a status and a reason as the claim has them, the channel of the attribution that decides and
    the name of the outlet whose article it is.
    """
    footing = Footing(status, unattributed_reason, channel, outlet)
    return [finding for rule in RULES if (finding := rule(footing)) is not None]


def findings_for_article(claims: Iterable[tuple[str, Sequence[Finding]]]) -> list[ArticleFinding]:
    """The findings of all claims in reading order, gathered: one sentence for those that share one, by rule."""
    labels: list[str] = []
    places: dict[Finding, list[int]] = {}
    for place, (label, findings) in enumerate(claims):
        labels.append(label)
        for finding in findings:
            places.setdefault(finding, []).append(place)
    order = {rule.__name__: place for place, rule in enumerate(RULES)}
    gathered = sorted(places.items(), key=lambda one: (order[one[0].rule], one[1]))
    return [
        ArticleFinding(
            finding,
            tuple(labels[place] for place in of),
            tuple((labels[first], labels[last]) for first, last in _runs(of)),
        )
        for finding, of in gathered
    ]


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


def _enumerated(runs: Sequence[tuple[str, str]]) -> str:
    parts = [first if first == last else f"{first}–{last}" for first, last in runs]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]

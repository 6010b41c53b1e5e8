"""The rules applied: to one claim, and to an article whose claims share a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.standards.rules import RULES, Finding, Footing


@dataclass(frozen=True, slots=True)
class ArticleFinding:
    """A remark that several claims share, in one sentence. ``claims`` are their numbers, ascending."""

    finding: Finding
    claims: tuple[int, ...]

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def words(self) -> str:
        """What is said of the claims: “rest on …” or, of a single one, “rests on …”."""
        return self.finding.one if len(self.claims) == 1 else self.finding.many

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The numbers as first and last of each row of neighbours."""
        return _runs(self.claims)

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


def findings_for_article(claims: Iterable[tuple[int, Sequence[Finding]]]) -> list[ArticleFinding]:
    """The findings of numbered claims, gathered: one sentence for all claims that share one, in the rules’ order."""
    numbers: dict[Finding, list[int]] = {}
    for number, findings in claims:
        for finding in findings:
            numbers.setdefault(finding, []).append(number)
    gathered = [ArticleFinding(finding, tuple(sorted(of))) for finding, of in numbers.items()]
    order = {rule.__name__: place for place, rule in enumerate(RULES)}
    return sorted(gathered, key=lambda one: (order[one.rule], one.claims))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """``[10, 16, 17, 18]`` as ``[(10, 10), (16, 18)]``; two neighbours stay two, “16 and 17” reads better."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [part for run in runs for part in _apart(run)]


def _apart(run: tuple[int, int]) -> list[tuple[int, int]]:
    first, last = run
    return [(first, first), (last, last)] if last == first + 1 else [run]


def _enumerated(runs: Sequence[tuple[int, int]]) -> str:
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]

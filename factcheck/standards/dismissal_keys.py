"""By what a dismissal is found again: the rule's name and the finding's words.

Dismissals are stored with the words as they stood. Where a rule says the same in other words now, the table here has
what it said before, so that nothing that was dismissed comes back. Rules that are gathered into one finding are known
by their words alone, part by part: a dismissal covers the parts it was made on, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from factcheck.standards.finding import Finding, Part
from factcheck.standards.table import BY_NAME

#: Between the parts of a finding that is made of several.
_JOINT = "; "
#: Say one thing of one claim between them: its source has no name. Beside the claim they are one finding.
GATHERED = (
    "unnamed_source_alone",
    "unnamed_official_alone",
    "source_not_described",
    "not_said_how_they_know",
    "no_reason_for_anonymity",
)
_GROUP = "unnamed"
#: By rule: what it once said, as a pattern, and what it says in its place.
_FORMER = {
    "unnamed_source_alone": [
        (
            "rests on an unnamed source alone, described by neither name nor office",
            "relies on an unnamed source alone, with neither name nor office given",
        )
    ],
    "unnamed_official_alone": [
        (
            "rests on an unnamed official alone and needs a second source or an editor’s consent",
            "relies on an unnamed official alone and needs a second source or an editor’s consent",
        )
    ],
    "source_not_described": [("says no more of its source than (“.*”)", r"describes its source only as \1")],
    "needs_source": [
        (
            "stands in the outlet’s own voice and needs a source",
            "is in the outlet’s own voice and needs a source",
        )
    ],
    "verdict_set_before_review_changed": [
        (
            r"(has a verdict that was set before the review changed) \(judged by (decision \d+ of \d+)\)",
            r"\1 (\2)",
        )
    ],
    "repeats_another_outlet": [
        ("repeats another outlet; no first-hand source is given", "relies on another outlet’s reporting")
    ],
    "verified_without_evidence": [("is verified, without evidence", "is verified, but no evidence is attached")],
    "one_origin": [("leads back to one origin: (.*)", r"comes from a single source: \1")],
    "rests_on_an_article_loaded_here": [
        (
            "rests on (.*, whose article “.*” is loaded here: .* claims) rest (on unnamed sources or hedges.*)",
            r"relies on \1 rely \2",
        )
    ],
    # One thing, said of what was hedged and of what nobody with a name said.
    "attribution_dropped": [("(states as fact what claim .*) credits to an unnamed source", r"\1 hedges")],
}


def keys_of(rule: str, words: str) -> list[tuple[str, str]]:
    """What a dismissal under this rule, in these words, is found by: one key, or one for each part."""
    if rule not in GATHERED:
        return [(rule, _as_said_now(rule, words))]
    return [(_GROUP, _as_said_now_by_any(part)) for part in words.split(_JOINT)]


def gather(findings: Sequence[Finding]) -> list[Finding]:
    """The findings on one claim, those that say one thing made into one at the place of the gravest.

    They stay apart where some are dismissed and some are not, or for other reasons.
    """
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.rule in GATHERED:
            together.setdefault(_dismissal_of(finding), []).append(finding)
    done: set[tuple[str, str]] = set()
    gathered = []
    for finding in findings:
        which = _dismissal_of(finding)
        if finding.rule not in GATHERED:
            gathered.append(finding)
        elif which not in done:
            done.add(which)
            gathered.append(_one_of(together[which]))
    return gathered


def is_about(finding: Finding, rule: str, words: str) -> bool:
    """Whether a form with this rule and these words is about the finding, or about some of its parts."""
    parts = finding.parts or (Part(finding.rule, finding.one, finding.many),)
    return any(
        chosen[0].rule == rule and _JOINT.join(part.one for part in chosen) == words
        for size in range(len(parts), 0, -1)
        for chosen in combinations(parts, size)
    )


def keep_parts(finding: Finding, may_stay: Callable[[Part], bool]) -> Finding | None:
    """The finding as it would be without the parts that may not stay; None where none of it may."""
    parts = finding.parts or (Part(finding.rule, finding.one, finding.many, finding.severity, finding.follows),)
    kept = [_of_part(part, finding) for part in parts if may_stay(part)]
    if len(kept) == len(parts):
        return finding
    return _one_of(kept) if kept else None


def _of_part(part: Part, finding: Finding) -> Finding:
    """The part as a finding of its own. What an old report doesn't say of it is as its rule comes."""
    rule = BY_NAME.get(part.rule)
    severity = part.severity or (rule.severity if rule else finding.severity)
    follows = part.follows or (rule.follows if rule else finding.follows)
    return Finding(part.rule, part.one, part.many, severity, follows, finding.dismissed)


def _dismissal_of(finding: Finding) -> tuple[str, str]:
    dismissal = finding.dismissed
    return (dismissal.username, dismissal.reason) if dismissal else ("", "")


def _one_of(findings: list[Finding]) -> Finding:
    """The gravest first, as they come."""
    first = findings[0]
    if len(findings) == 1:
        return first
    return Finding(
        first.rule,
        _JOINT.join(finding.one for finding in findings),
        _JOINT.join(finding.many for finding in findings),
        first.severity,
        " ".join(dict.fromkeys(finding.follows for finding in findings)),
        first.dismissed,
        tuple(Part(finding.rule, finding.one, finding.many, finding.severity, finding.follows) for finding in findings),
    )


def _as_said_now(rule: str, words: str) -> str:
    for former, now in _FORMER.get(rule, ()):
        if match := re.fullmatch(former, words, re.DOTALL):
            return match.expand(now)
    return words


def _as_said_now_by_any(words: str) -> str:
    return next((now for rule in GATHERED if (now := _as_said_now(rule, words)) != words), words)

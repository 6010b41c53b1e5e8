"""The single keys of the desk, and those that somebody has put in their place (WCAG 2.1.4)."""

from __future__ import annotations

from collections.abc import Mapping

#: What each key does, by the key it comes with. That key is its name in pages and settings.
ACTIONS = {
    "a": "Editors: agree with the recommended verdict, next claim. Reviewers: verified, next claim",
    "A": "Editors: accept the recommendations without findings",
    "s": "Skip to the next open claim",
    "j": "Next claim",
    "k": "Previous claim",
    "1": "Named official",
    "2": "Named person",
    "3": "Organization",
    "4": "Document or data",
    "5": "Another outlet",
    "6": "Unnamed official",
    "7": "Unnamed source",
    "8": "Hedged, no source",
    "9": "No attribution",
    "q": "No attribution: fact or record",
    "t": "No attribution: witnessed",
    "y": "No attribution: analysis",
    "h": "No attribution: needs a source",
    "v": "Verified",
    "u": "Unverified",
    "d": "Disputed",
    "x": "Not checkable",
    "V": "The source said it: confirmed",
    "U": "The source said it: couldn’t confirm",
    "D": "The source said otherwise",
    "[": "Two opinions: take the left one",
    "]": "Two opinions: take the right one",
    "n": "Write a note",
    "w": "Suggest a wording",
    "p": "Split the claim",
    "i": "Why",
    "f": "Findings in the article",
    "e": "Add evidence",
    "c": "Comment",
    "m": "Enlarge the lower part of the panel, or shrink it",
    "l": "Show what couldn’t be saved",
    "o": "Unsure suggestions first, or reading order",
    "z": "Undo",
    "g": "My queue: the next claim",
    "/": "Search",
    "?": "The list of keys",
}


def problems_with(keys: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with keys, by the key that each replaces, in a sentence; empty when all may be stored."""
    problems: dict[str, str] = {}
    taken: dict[str, str] = {}
    for key, label in ACTIONS.items():
        own = keys.get(key, key)
        if len(own) != 1 or not own.isprintable() or own.isspace():
            problems[key] = "Type a single letter, digit or symbol. A capital letter means Shift."
        elif own in taken:
            problems[key] = f"“{own}” is already the key for “{ACTIONS[taken[own]]}”. Choose another for “{label}”."
        else:
            taken[own] = key
    return problems

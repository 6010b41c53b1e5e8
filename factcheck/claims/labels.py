"""What people call a claim: “4”, or “4b” for the second part of the fourth sentence."""

from __future__ import annotations

import re

#: A sentence has at most as many parts as there are letters.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
MAX_PARTS = len(_LETTERS)
#: As the address of a claim has it.
LABEL = "[1-9][0-9]{0,8}[a-z]?"
_LABEL = re.compile("([1-9][0-9]{0,8})([a-z]?)")


def label_of(number: int, part: int) -> str:
    """What people call a claim: its sentence's number and, for a part of it, a letter."""
    return f"{number}{_LETTERS[part - 1]}" if part else str(number)


def read_label(label: str) -> tuple[int, int]:
    """The number and the part, 0 for the whole sentence. Raises ValueError for anything else."""
    named = _LABEL.fullmatch(label)
    if named is None:
        raise ValueError(f"No claim is called {label!r}.")
    return int(named[1]), _LETTERS.index(named[2]) + 1 if named[2] else 0

"""What lines and raised digits mean in any kind of file: whether a line was wrapped, and what a raised number is."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The narrowest and the widest column in which programs wrap lines.
_NARROWEST, _WIDEST = 35, 100
#: How many of the lines of a wrapped paragraph, but for its last, are at least how full.
_MOST, _FULL = 0.8, 0.85
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_UNITS = frozenset("m cm km mm in ft yd mi nm dm".split())  # noqa: SIM905
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether these lines are one paragraph that a program broke: all but the last fill nearly the same width.

    A heading above its text isn't, however long it is: the line below it begins a sentence.
    """
    if len(lines) < 2:
        return True
    widest = max(map(len, lines))
    if not _NARROWEST <= widest <= _WIDEST:
        return False
    full = sum(len(line) >= _FULL * widest for line in lines[:-1])
    if full < _MOST * (len(lines) - 1):
        return False
    if len(lines) > 2:
        return True
    first, second = lines
    # Of two lines the longer is always full: only the words tell.
    return second[:1].islower() or bool(_HYPHENATED.search(first)) or first.endswith((",", ";"))


def joined(lines: Sequence[str]) -> str:
    """Wrapped lines as one: a word that was divided at the end of a line is whole again."""
    words = ""
    for line in lines:
        if words and _HYPHENATED.search(words) and line[:1].islower():
            words = words[:-1] + line
        else:
            words = f"{words} {line}" if words else line
    return words


def without_hyphens(text: str) -> str:
    """A text whose lines stay, but for words that were divided at the end of one: they are whole on that line."""
    blocks = text.split("\n\n")
    for number, block in enumerate(blocks):
        lines = block.split("\n")
        if len(lines) > 1 and is_wrapped([line.strip() for line in lines]):
            for at in range(len(lines) - 1):
                word, _, rest = lines[at + 1].lstrip().partition(" ")
                if _HYPHENATED.search(lines[at]) and word[:1].islower():
                    lines[at], lines[at + 1] = lines[at][:-1] + word, rest
            blocks[number] = "\n".join(line for line in lines if line.strip())
    return "\n\n".join(blocks)


def is_note_mark(before: str, raised: str) -> bool:
    """Whether a raised number is the mark of a note, and no power: “300 m²” and “10⁶” are numbers."""
    if not re.fullmatch(r"\[?\d{1,3}\]?(?:[,–-]\d{1,3})*|[*†‡§]{1,3}|\[[a-z]{1,3}\]", raised.strip()):
        return False
    word = re.search(r"[^\s(]*$", before)
    preceding = word.group() if word else ""
    is_power = preceding[-1:].isdigit() or (
        preceding.lower() in _UNITS and bool(re.search(r"\d\s*$", before[: -len(preceding)]))
    )
    return not is_power and bool(before.strip())


def raised(digits: str) -> str:
    """A number as the raised signs of Unicode, so that “m2” is read as it is printed."""
    return digits.translate(_RAISED)

"""The lines above an article's text that say who wrote it and when. Read as such, they become no claims."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.readers.base import parse_date

#: How far down such a line may be, and how long.
_MAX_LINES = 5
_MAX_LINE_LENGTH = 150
_BETWEEN = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+")
_BY = re.compile(r"(?:(?:words|written|reporting|story|text) )?by:? (.+)", re.I)
_ISSUED = re.compile(r"(?:(?:first )?published|posted|issued|date)(?: on| at)?:?\s*", re.I)
_CHANGED = re.compile(r"(?:last )?(?:updated|modified|changed)(?: on| at)?:?\s*", re.I)
_READING = re.compile(r"\d{1,3}[ -]min(?:ute)?s? read", re.I)
_DATE = re.compile(
    r"(?:[A-Z][a-z]{2,8}day,? |(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,4}\.?,? )?"
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
_TIME = re.compile(r",?(?: at)?[ T]*\d{1,2}[:.]\d{2}(?::\d{2})? ?(?:[ap]\.?m\.?)?(?: ?\(?[A-Z]{1,4}T?\)?)?$", re.I)
#: What may come between names besides words with a capital.
_SMALL = frozenset(
    """
    & al and at bin da de del den der di dos du e el for ibn in la le of the van von with y
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Head:
    """Who wrote an article and when, as far as lines of their own say so, and which lines these are (from 0)."""

    byline: str = ""
    published_on: dt.date | None = None
    lines: frozenset[int] = frozenset()

    def removed_from(self, lines: Sequence[str]) -> list[str]:
        """The same lines without those of the head and the blank lines that follow them."""
        remaining: list[str] = []
        is_after_head = False
        for number, line in enumerate(lines):
            if number in self.lines:
                is_after_head = True
            elif line.strip() or not is_after_head:
                remaining.append(line)
                is_after_head = False
        return remaining


def head_of(lines: Sequence[str], *, is_titled: bool = False) -> Head:
    """What the first lines or paragraphs of an article say of it. Blank ones don't count.

    The very first is the headline, unless the title is known to be elsewhere. A line that says anything besides who and
    when is text, and so is a line with only a date where the article has more of them: it is a timeline or a diary.
    """
    byline, published_on = "", None
    numbers = set()
    filled = [(number, line) for number, line in enumerate(lines) if line.strip()]
    dates = sum(bool(_DATE.fullmatch(line.strip())) for _, line in filled)
    for number, line in filled[0 if is_titled else 1 : _MAX_LINES]:
        if dates > 1 and _DATE.fullmatch(line.strip()):
            continue
        if names_and_day := _read(line):
            byline = byline or names_and_day[0]
            published_on = published_on or names_and_day[1]
            numbers.add(number)
    return Head(byline, published_on, frozenset(numbers))


def _read(line: str) -> tuple[str, dt.date | None] | None:
    """The names and the day of publication in a line that says nothing else; None for any other line."""
    words = " ".join(line.split())
    if not words or len(words) > _MAX_LINE_LENGTH:
        return None
    names, issued = "", None
    for part in _BETWEEN.split(words):
        if _READING.fullmatch(part):
            continue
        without, on = _without_date(part)
        if on and _CHANGED.fullmatch(without):
            continue
        if on and (not without or _ISSUED.fullmatch(without)):
            issued = issued or on
            continue
        by = _BY.fullmatch(without.rstrip(" ,"))
        if by is None or names or not _are_names(by.group(1)):
            return None
        names, issued = by.group(1), issued or on
    return names, issued


def _without_date(part: str) -> tuple[str, dt.date | None]:
    """A line without the date at its end, and that date."""
    plain = _TIME.sub("", part)
    for match in _DATE.finditer(plain):
        if match.end() == len(plain) and (on := parse_date(match.group())):
            return plain[: match.start()].rstrip(" ,"), on
    return part, None


def _are_names(words: str) -> bool:
    """Whether this could be people or bodies: two words with a capital at least; their office may follow a comma."""
    parts = words.partition(",")[0].split()
    is_named = len(parts) > 1 and all(part[0].isupper() or part.lower() in _SMALL for part in parts)
    return is_named and parts[0].lower() not in _SMALL - {"the"} and not words.endswith((".", "!", "?", ":"))

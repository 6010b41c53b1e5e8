"""The numbers of a text: figures and words, with what they count and how exactly they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.standards.consistency.words import ABOUT

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)  # noqa: SIM905
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEN = "|".join(_TENS)
_SMALL = rf"(?:(?:{_TEN})(?:-(?:{_UNIT}))?|{_UNIT})"
_SCALE = "hundred|thousand|million|billion|trillion"
_SPELLED = (
    rf"(?:(?:a|half a|{_SMALL})[ -](?:{_SCALE})(?:[ -](?:{_SCALE}))?(?:,? (?:and )?{_SMALL}"
    rf"(?:[ -](?:{_SCALE}))?)*|(?:a|two|three|four|five|six|half a)[ -]dozen|{_SMALL})"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/:#-])(?P<money>(?:US|A|C)?[$€£¥])?\s?(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:[\s\u00a0-]?(?P<scale>hundred|thousand|million|billion|trillion)\b|(?P<short>k|mn|mln|m|bn|b|tn)\b)?"
    rf"(?![\d/]|:\d|,\d|\.\d|(?:st|nd|rd|th)\b|s\b)|(?<![\w-])(?P<spelled>{_SPELLED})\b(?!['’]s\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?:[\s-]?%|[\s-](?:percent|per cent|pct)\b)(?P<points>[\s-]+points?\b)?|"
    r"[\s-](?P<pp>(?:percentage[\s-]+)?points?|pp)\b",
    re.IGNORECASE,
)
_ABOUT_BEFORE = re.compile(rf"(?:^|\W){ABOUT}\s*(?:an?\s+|another\s+|its\s+|their\s+)?$", re.IGNORECASE)
_ABOUT_AFTER = re.compile(r"\s*(?:or so|or more|plus|-plus|-some|-odd|\+)(?:\W|$)")
_MONTH_BEFORE = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June|July|August|September|"
    r"October|November|December)\.? $"
)
_MONTH_AFTER = re.compile(
    r" (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|[a-z]*)\b|\s?(?:[ap]\.?m\b|[AP]M\b|"
    r"o['’]clock)"
)
_NOT_COUNTED_BEFORE = re.compile(
    r"(?:\b(?:No|no|Nos|number|Number|Section|section|Article|Chapter|Title|Route|Interstate|Highway|Flight|Room|"
    r"Channel|"
    r"Rule|Proposition|Amendment|Act|Page|page|Bill|District|Ward|Precinct|Apollo|Boeing|Airbus|iPhone|Pier|Unit|Gate|"
    r"Week|Day|Game|Area|Super Bowl|World War|Fortune|Russell|S&P|Top|top|Group|Resolution|H\.R|I|U\.S|aged?|Psalm|"
    r"Matthew|Luke|Romans|Corinthians|v|Form|form)\.?|#|-)\s?$"
)
_FOLLOWING = re.compile(r"(?:[\s-]+(?:of the |of its |of their |of )?)?((?:[A-Za-z][\w'’-]*\s?){1,6})")


#: What has more digits is no number that anybody adds up.
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. ``step`` is the value of its last digit as given: 0.1 million for “1.2 million”."""

    start: int
    end: int
    value: float
    step: float
    text: str
    currency: str = ""
    #: “percent”, “points” or nothing.
    percent: str = ""
    is_about: bool = False
    is_year: bool = False
    #: A day of a month, a time, a number that is a name.
    is_label: bool = False
    is_spelled: bool = False
    scale: str = ""

    @property
    def kind(self) -> str:
        """What can be added to what: money, shares, or things."""
        return self.currency or self.percent

    @property
    def is_plain(self) -> bool:
        """Whether it counts or measures something."""
        return not (self.is_year or self.is_label)

    @property
    def is_exact(self) -> bool:
        return self.is_plain and not self.is_about


def find_numbers(text: str, offset: int = 0) -> list[Number]:
    """All numbers of a text, in order; ``offset`` is added to their places."""
    return list(_numbers(text, offset))


def _numbers(text: str, offset: int) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        value, step = _value(match)
        if value is None or len(match["figure"] or "") > _MOST_DIGITS:
            continue
        start = match.start("money") if match["money"] else match.start("figure" if match["figure"] else "spelled")
        end = match.end()
        share = _PERCENT.match(text, end)
        percent = ""
        if share:
            is_points = bool(share["points"] or share["pp"])
            percent = "points" if is_points else "percent"
            if share["pp"] and not share["pp"].startswith("pe") and share["pp"] != "pp" and text[end] != "-":
                percent = ""
        before, after = text[max(0, start - 28) : start], text[end : end + 16]
        figure = match["figure"] or ""
        is_year = (
            len(figure) == 4
            and figure.isdigit()
            and 1500 <= int(figure) <= 2100
            and not match["money"]
            and not (match["scale"] or match["short"] or percent)
        )
        is_label = bool(
            not match["money"]
            and not percent
            and (
                (figure and len(figure) <= 2 and _MONTH_BEFORE.search(before))
                or (figure and _MONTH_AFTER.match(after) and len(figure) <= 2)
                or (
                    _MONTH_AFTER.match(after) and ("m" in after[:5].casefold() or "clock" in after) and len(figure) <= 2
                )
                or _NOT_COUNTED_BEFORE.search(before)
            )
        )
        yield Number(
            offset + start,
            offset + end,
            value,
            step,
            text[start : share.end() if share and percent else end].strip(),
            (match["money"] or "")[-1:],
            percent,
            bool(_ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after)),
            is_year,
            is_label,
            bool(match["spelled"]),
            (match["scale"] or match["short"] or "").casefold(),
        )


def _value(match: re.Match[str]) -> tuple[float | None, float]:
    if match["spelled"]:
        value = spelled_value(match["spelled"].casefold())
        return value, 1.0
    figure = match["figure"].replace(",", "")
    scale = 1.0
    if match["scale"]:
        scale = _SCALES[match["scale"].casefold()]
    elif match["short"]:
        short = match["short"]
        if short.casefold() in ("m", "b", "k") and not match["money"] and short != "K":
            scale = 1.0 if short.casefold() == "m" else _SHORT[short.casefold()]
        else:
            scale = _SHORT[short.casefold()]
    decimals = len(figure.partition(".")[2])
    return round(float(figure) * scale, 6), scale / 10**decimals


def spelled_value(words: str) -> float | None:
    """“twenty-five” as 25, “two dozen” as 24, “one hundred and five” as 105; None for what is none."""
    total, current = 0.0, 0.0
    parts = [part for part in re.split(r"[\s,-]+", words) if part != "and"]
    if parts[:2] == ["half", "a"]:
        parts = ["half", *parts[2:]]
    for part in parts:
        if part in _UNITS:
            current += _UNITS[part]
        elif part in _TENS:
            current += _TENS[part]
        elif part == "a":
            current += 1
        elif part == "half":
            current += 0.5
        elif part == "dozen":
            current *= 12
        elif part == "hundred":
            current = (current or 1) * 100
        elif part in _SCALES:
            total += (current or 1) * _SCALES[part]
            current = 0
        else:
            return None
    return total + current


def shown(value: float) -> str:
    """A number as people write it: 1,250 or 2.5, millions in words."""
    for scale, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= scale:
            return f"{value / scale:.6g} {word}"
    if abs(value - round(value)) < 1e-9:
        return f"{round(value):,}"
    return f"{value:,.6g}" if abs(value) >= 1 else f"{value:.3g}"


def shown_as(value: float, like: Number) -> str:
    """The same with the currency or percent sign of another number."""
    suffix = {"percent": " percent", "points": " points"}.get(like.percent, "")
    return f"{like.currency}{shown(value)}{suffix}"

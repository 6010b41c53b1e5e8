"""Percentages and changes that disagree with the numbers they are stated of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from factcheck.standards.consistency.numbers import Number, find_numbers, shown, shown_as
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place, Stretch

_UP = (
    r"(?:r[io]se|risen|rising|increas\w+|grew|grow(?:s|n|ing|th)?|climb\w*|jump\w*|soar\w*|surg\w+|gain\w*|up|"
    r"higher|more|"
    r"expan\w+|swell\w*|swelled|raised?|raising|hike[ds]?|rall\w+|advanc\w+|boost\w*|lift\w*)"
)
_DOWN = (
    r"(?:f[ae]ll(?:s|en|ing)?|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|down|lower\w*|fewer|less|slip\w*|slid\w*|"
    r"plung\w+|tumbl\w+|cut(?:s|ting)?|sank|sink\w*|reduc\w+|slump\w*|plummet\w*|dip\w*|los[st]\w*|eased?|"
    r"slash\w*|trimm\w+)"
)
_MOVES = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)
_FACTORS = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "halv": 0.5}
_FACTOR = re.compile(
    r"\b(?P<bound>(?:more|less|nearly|almost|about|roughly|than|to|not quite)\s+)*(?P<word>doubl|tripl|trebl|"
    r"quadrupl|quintupl|halv)(?:e[ds]?|ing)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"^[\w\s,.'’()-]{0,60}?\bto\s*(?:a |an |the |its |just |only |some |record |current )*$")
_FROM = re.compile(r"\bfrom\s*(?:a |an |the |its |just |only |some |record |current )*$")
_RANKS = re.compile(
    r"\b(?:No\.|number \d|seed\w*|rank\w*|place|spot|seat \d|grade|age[ds]?|ages|level|stage|route|mile|floor|"
    r"channel|column|score)\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^[\s\w'’-]{0,30}?\b(?:out )?of (?:the |its |their |all |those |these |a total of |some )*(?:\w+ ){0,2}$"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_FRACTIONS = {
    "half": 1 / 2,
    "a third": 1 / 3,
    "one-third": 1 / 3,
    "one third": 1 / 3,
    "two-thirds": 2 / 3,
    "two thirds": 2 / 3,
    "a quarter": 1 / 4,
    "one-quarter": 1 / 4,
    "one quarter": 1 / 4,
    "three-quarters": 3 / 4,
    "three quarters": 3 / 4,
    "a fifth": 1 / 5,
    "one-fifth": 1 / 5,
    "one in five": 1 / 5,
}


def percentage(article: ArticleText) -> Iterator[Disagreement]:
    """A share or change in one sentence, or in two that follow each other, and the numbers that it is of.

    Silent within the rounding of the digits that are stated, on “about”, “more than” and the like, and on ranks.
    """
    before: Stretch | None = None
    numbers_before: list[Number] = []
    for sentence in article.sentences:
        numbers = [number for number in find_numbers(sentence.text, sentence.start) if number.is_plain]
        finding = _change(sentence, numbers) or _share(sentence, numbers) or _lead(sentence, numbers)
        if finding is None and before is not None and before.paragraph >= sentence.paragraph - 1:
            finding = _change_after(before, numbers_before, sentence, numbers)
        if finding is not None and not any(article.is_sic(place.end) for place in finding.places):
            yield finding
        before, numbers_before = sentence, numbers


def _says(first: Place, second: Place, message: str) -> Disagreement:
    return Disagreement("percentage", (first, second), message)


def _place(number: Number) -> Place:
    return Place(number.start, number.end)


def _pair(first: Number, second: Number) -> Place:
    return Place(min(first.start, second.start), max(first.end, second.end))


def _movement(text: str, start: int, numbers: list[Number]) -> tuple[Number, Number] | None:
    """The numbers that something went from and to."""
    for at, number in enumerate(numbers):
        ahead = text[: number.start - start]
        if _FROM.search(ahead) and at + 1 < len(numbers):
            after = numbers[at + 1]
            if _TO.match(text[number.end - start : after.start - start]):
                return number, after
        # “to 250 from 200”
        if re.search(r"\bto (?:a |an |the |just |some |record )*$", ahead) and at + 1 < len(numbers):
            after = numbers[at + 1]
            gap = text[number.end - start : after.start - start]
            if len(gap) < 50 and _FROM.search(gap) and not re.search(r"[.;:]", gap):
                return after, number
    return None


def _comparison(text: str, start: int, numbers: list[Number]) -> tuple[Number, Number] | None:
    """“250, compared with 200 a year earlier”: earlier number first."""
    for first, second in itertools.pairwise(numbers):
        gap = text[first.end - start : second.start - start]
        if len(gap) < 70 and re.search(
            r"\b(?:compared (?:with|to)|versus|against|up from|down from)\s+(?:\w+\s+)?$", gap
        ):
            return second, first
    for first, second in itertools.pairwise(numbers):
        between = text[first.end - start : second.start - start]
        behind = text[second.end - start : second.end - start + 40]
        mine = re.match(rf"[\w\s’'-]{{0,40}}? in (?P<year>{_YEAR})\b", between)
        theirs = re.match(rf"[\w\s’'-]{{0,25}}? in (?P<year>{_YEAR})\b", behind)
        if mine and theirs and len(between) < 80 and mine["year"] != theirs["year"]:
            return (first, second) if mine["year"] < theirs["year"] else (second, first)
    return None


def _same_kind(first: Number, second: Number) -> bool:
    return first.currency == second.currency and bool(first.percent) == bool(second.percent)


def _range_of_change(first: Number, second: Number) -> tuple[float, float]:
    """Between which percentages a change lies, given how exactly both numbers are given."""
    slack_first = first.step / 2 if first.step < 1 or first.scale else 0.0
    slack_second = second.step / 2 if second.step < 1 or second.scale else 0.0
    changes = [
        100 * (later - earlier) / earlier
        for earlier in (first.value - slack_first, first.value + slack_first)
        for later in (second.value - slack_second, second.value + slack_second)
        if earlier
    ]
    return (min(changes), max(changes)) if changes else (0.0, 0.0)


def _change(sentence: Stretch, numbers: list[Number]) -> Disagreement | None:
    text, start = sentence.text, sentence.start
    movement = _movement(text, start, numbers) or _comparison(text, start, numbers)
    if movement is None:
        return None
    earlier, later = movement
    if not _same_kind(earlier, later):
        if earlier.percent == "percent" or later.percent != "percent" or earlier.currency:
            return None
        earlier = _as_percent(earlier)  # “from 40 to 44 percent”
    if not (earlier.is_exact and later.is_exact) or earlier.value <= 0 or _RANKS.search(text):
        return None
    others = [number for number in numbers if number.start not in (earlier.start, later.start)]
    near = [number for number in others if _is_near(text, start, number, earlier, later)]
    for number in near:
        finding = _stated_change(text, start, number, earlier, later)
        if finding:
            return finding
    return _factor(text, start, earlier, later) or _direction(text, start, earlier, later, len(others))


def _change_after(
    before: Stretch, numbers_before: list[Number], sentence: Stretch, numbers: list[Number]
) -> Disagreement | None:
    """“It rose from 200 to 250. That is an increase of 30 percent.”"""
    if not re.match(r"(?:That|This|It|The|Such|A|An)\b", sentence.text) or len(numbers) != 1:
        return None
    if not re.search(
        r"\b(?:That|This|It)(?:['’]s| is| was| represents?| represented| marks?| marked| amounts?| amounted|"
        r" means| meant|"
        r" works out| equals| translates)|^The (?:\d|[\w-]+ )?[\w-]+[\s-]percent\b|^The (?:increase|rise|drop|decline|"
        r"decrease|change|growth|fall|cut|gain|jump|reduction)\b",
        sentence.text,
    ):
        return None
    movement = _movement(before.text, before.start, numbers_before) or _comparison(
        before.text, before.start, numbers_before
    )
    if movement is None or not numbers[0].percent:
        return None
    earlier, later = movement
    if not _same_kind(earlier, later) or not (earlier.is_exact and later.is_exact) or earlier.value <= 0:
        return None
    return _stated_change(sentence.text, sentence.start, numbers[0], earlier, later, is_near=True)


def _as_percent(number: Number) -> Number:
    return replace(number, percent="percent")


def _is_near(text: str, start: int, number: Number, earlier: Number, later: Number) -> bool:
    """Whether nothing ends between a number and the movement."""
    low, high = min(earlier.start, later.start), max(earlier.end, later.end)
    gap = text[high - start : number.start - start] if number.start > high else text[number.end - start : low - start]
    return len(gap) <= 90 and not re.search(
        r"[;.:]\s|\bwhile\b|\bbut\b|\bwhereas\b|\band (?:the|his|her|its|that)\b", gap
    )


def _stated_change(
    text: str, start: int, number: Number, earlier: Number, later: Number, *, is_near: bool = False
) -> Disagreement | None:
    if number.is_about or number.value == 0:
        return None
    behind = text[number.end - start : number.end - start + 45]
    ahead = text[max(0, min(number.start - 45, earlier.start - 30, later.start - 30) - start) : number.start - start]
    if re.search(r"\b(?:to|at|with|from|below|above)\s*$", ahead) or "margin" in behind[:30]:
        return None
    if (
        number.percent
        and re.match(r"[\s\w%-]{0,14}?\b(?:of|chance|margin|to)\b", behind)
        and not re.search(_UP + "|" + _DOWN, ahead + behind[:22], re.IGNORECASE)
    ):
        return None
    movement = f"from {shown_as(earlier.value, earlier)} to {shown_as(later.value, later)}"
    places = (_place(number), _pair(earlier, later))
    if not number.percent:
        return _stated_difference(text, start, number, earlier, later)
    if not (
        is_near
        or re.search(rf"\b(?:{_UP}|{_DOWN}|by|change|jump|swing|of)\b", ahead + " " + behind[:30], re.IGNORECASE)
    ):
        return None
    if number.percent == "points":
        if not earlier.percent:
            return None
        points = abs(later.value - earlier.value)
        if abs(points - number.value) <= (number.step + earlier.step + later.step) / 2 + 1e-9 and number.step < 1:
            return None
        if abs(points - number.value) < 1e-9:
            return None
        return _says(*places, f"{movement} is {shown(points)} points, the text says {shown(number.value)}")
    low, high = _range_of_change(earlier, later)
    exact = 100 * (later.value - earlier.value) / earlier.value
    stated = -number.value if exact < 0 else number.value
    slack = number.step / 2 + 1e-9
    if low - slack <= stated <= high + slack or abs(exact - stated) <= slack:
        return None
    rounds_to_integer = number.step >= 1 and abs(round(exact) - stated) < 1e-9
    if rounds_to_integer:
        return None
    if earlier.percent and abs(abs(later.value - earlier.value) - number.value) < slack:
        return _says(
            *places,
            f"{movement} is {shown(number.value)} percentage points, or {shown(round(abs(exact), 1))} percent;"
            f" the text says {shown(number.value)} percent",
        )
    return _says(
        *places,
        f"{movement} is a change of {shown(round(abs(exact), 1))} percent, the text says {shown(number.value)} percent",
    )


def _stated_difference(text: str, start: int, number: Number, earlier: Number, later: Number) -> Disagreement | None:
    """“Rose by 30, from 200 to 250”."""
    if number.currency != earlier.currency or earlier.percent:
        return None
    ahead = text[max(0, number.start - start - 30) : number.start - start]
    if not re.search(rf"(?:\b{_UP}|\b{_DOWN})(?:\s+of|\s+by)\s*(?:a |an )?$", ahead, re.IGNORECASE):
        return None
    difference = abs(later.value - earlier.value)
    slack = 1e-6
    if any(value.scale or value.step < 1 for value in (number, earlier, later)):
        slack += (number.step + earlier.step + later.step) / 2
    if abs(difference - number.value) <= slack:
        return None
    return _says(
        _place(number),
        _pair(earlier, later),
        f"from {shown_as(earlier.value, earlier)} to {shown_as(later.value, later)} is"
        f" {shown_as(round(difference, 6), number)}, the text says {shown_as(number.value, number)}",
    )


def _factor(text: str, start: int, earlier: Number, later: Number) -> Disagreement | None:
    match = _FACTOR.search(text)
    if match is None:
        return None
    words = text[max(0, match.start() - 14) : match.end()].casefold()
    factor = _FACTORS[match["word"].casefold()]
    actual = later.value / earlier.value
    is_bound = bool(re.search(r"\b(?:more than|nearly|almost|about|roughly|less than)\b", words))
    if "more than" in words:
        is_wrong = actual < factor * 0.97 if factor > 1 else actual > factor * 1.03
    elif is_bound:
        is_wrong = not 0.75 * factor <= actual <= 1.2 * factor
    else:
        is_wrong = (
            not 0.9 * factor <= actual <= 1.12 * factor if factor < 1 else not 0.9 * factor <= actual <= 1.25 * factor
        )
    if not is_wrong:
        return None
    return _says(
        Place(start + match.start("word"), start + match.end()),
        _pair(earlier, later),
        f"{shown_as(later.value, later)} is {shown(round(actual, 2))} times {shown_as(earlier.value, earlier)},"
        f" the text says “{match.group().strip()}”",
    )


def _direction(text: str, start: int, earlier: Number, later: Number, others: int) -> Disagreement | None:
    """“Rose from 250 to 200”."""
    low = min(earlier.start, later.start) - start
    moves = list(_MOVES.finditer(text[max(0, low - 40) : low]))
    if not moves or earlier.value == later.value:
        return None
    move = moves[-1]
    gap = text[max(0, low - 40) : low][move.end() :]
    if not re.fullmatch(
        r"(?:\s+(?:sharply|slightly|steadily|dramatically|quickly|significantly|again|nationwide|by|"
        r"\S+ (?:percent|points|per cent|percentage points)|\S+%|in \w+)|,)*\s+(?:from|to)\s+(?:a |an |just )?",
        gap,
    ):
        return None
    if (
        re.search(
            r"\b(?:ago|minutes?|hours|remain|left|under|below|unemployment)\b",
            text[low - 60 if low > 60 else 0 : low + 60],
        )
        and others > 3
    ):
        return None
    is_up = bool(move["up"])
    if (
        move.group().casefold() in ("more", "less", "fewer", "up", "lost", "loss", "raised", "cut", "cuts", "lose")
        and "from" not in gap
    ):
        return None
    if is_up == (later.value > earlier.value):
        return None
    word = move.group()
    at = start + max(0, low - 40) + move.start()
    return _says(
        Place(at, at + len(word)),
        _pair(earlier, later),
        f"the text says “{word}”, but goes from {shown_as(earlier.value, earlier)} to {shown_as(later.value, later)}",
    )


def _share(sentence: Stretch, numbers: list[Number]) -> Disagreement | None:
    """“60 of 120 (50 percent)”, “50 percent, or 60 of 120”, “half of the 80, or 40”."""
    text, start = sentence.text, sentence.start
    for at, part in enumerate(numbers[:-1]):
        whole = numbers[at + 1]
        gap = text[part.end - start : whole.start - start]
        is_turned = bool(
            re.search(r"(?:^|[,;—] )[Oo]f (?:the |its |their |those |all )*(?:\w+[’']s )?$", text[: part.start - start])
            and re.fullmatch(r"[\w\s’'-]{1,40}, (?:only |just |exactly )?", gap)
        )
        if part.percent or whole.percent or part.currency != whole.currency or not (is_turned or _OF.match(gap)):
            continue
        if is_turned:
            part, whole = whole, part
        if not (part.is_exact and whole.is_exact) or not 0 < part.value <= whole.value or whole.value < 3:
            continue
        if re.match(r"\s*(?:years?|months?|days?|hours?)\b", text[whole.end - start :]):
            continue
        share = 100 * part.value / whole.value
        for number in numbers[max(0, at - 1) : at] + numbers[at + 2 : at + 3]:
            if number.percent != "percent" or number.is_about or not _is_apposed(text, start, number, part, whole):
                continue
            if not _rounds_to(share, number, part, whole):
                return _says(
                    _place(number),
                    _pair(part, whole),
                    f"{shown_as(part.value, part)} of {shown_as(whole.value, whole)} is"
                    f" {shown(round(share, 1))} percent, the text says {shown(number.value)} percent",
                )
        finding = _fraction(text, start, part, whole)
        if finding:
            return finding
    return _amount_of_share(text, start, numbers)


def _rounds_to(share: float, number: Number, part: Number, whole: Number) -> bool:
    slack = number.step / 2 + 1e-9
    if part.scale or whole.scale:
        slack += share * (part.step / 2 / part.value + whole.step / 2 / whole.value)
    return abs(share - number.value) <= slack


def _is_apposed(text: str, start: int, number: Number, part: Number, whole: Number) -> bool:
    """Whether a percentage stands beside “60 of 120” as the same said again."""
    if number.start > max(whole.end, part.end):
        gap = text[max(whole.end, part.end) - start : number.start - start]
        return len(gap) <= 60 and bool(
            re.search(
                r"(?:\(|,\s*or|—|–|\s-\s|,|\bor|\bwhich is|\bthat is|\bequal to|\bmeaning|\bmaking)\s*(?:just |"
                r"only |a |an |exactly |some |(?:rate|share|proportion|total) of )*$",
                gap,
            )
        )
    gap = text[number.end - start : part.start - start]
    return (
        bool(re.search(r"(?:\(|,\s*or|—|–|\s-\s|,|:|\bor|\bmeaning)\s*(?:just |only |exactly |some )*$", gap))
        and len(gap) <= 60
    )


def _fraction(text: str, start: int, part: Number, whole: Number) -> Disagreement | None:
    """“60 of the 120 members, half,”: only right beside it."""
    after = text[whole.end - start : whole.end - start + 60]
    match = re.match(
        r"[\w\s'’]{0,30}?(?:,| \(|\s*—\s*)\s*(?:or |exactly |which is )*("
        + "|".join(sorted(_FRACTIONS, key=len, reverse=True))
        + r")\b(?! of)",
        after,
    )
    if match is None:
        return None
    share = part.value / whole.value
    if abs(share - _FRACTIONS[match[1]]) <= 0.02:
        return None
    place = whole.end + match.start(1)
    return _says(
        Place(place, place + len(match[1])),
        _pair(part, whole),
        f"{shown(part.value)} of {shown(whole.value)} is {shown(round(100 * share, 1))}"
        f" percent, the text says “{match[1]}”",
    )


def _amount_of_share(text: str, start: int, numbers: list[Number]) -> Disagreement | None:
    """“10 percent of the $5 million, or $600,000”; “half of the 80 members, 30,”."""
    for at, number in enumerate(numbers[:-2]):
        whole, part = numbers[at + 1], numbers[at + 2]
        gap = text[number.end - start : whole.start - start]
        if number.percent != "percent" or whole.percent or part.percent or whole.currency != part.currency:
            continue
        if (
            not re.match(r"[\s\w%'’-]{0,12}\bof (?:the |its |their |all |those |a )*(?:\w+ ){0,2}$", gap)
            or number.is_about
        ):
            continue
        beside = text[whole.end - start : part.start - start]
        if not re.fullmatch(r"[\w\s'’-]{0,40}(?:,\s*or|\s*\(|\s*—|,)\s*(?:just |exactly )?", beside):
            continue
        if not (whole.is_exact and part.is_exact) or whole.value <= 0:
            continue
        share = 100 * part.value / whole.value
        if share <= 100 and not _rounds_to(share, number, part, whole) and abs(share - number.value) > 0.5:
            amount = round(number.value * whole.value / 100, 6)
            return _says(
                _place(part),
                _pair(number, whole),
                f"{shown(number.value)} percent of {shown_as(whole.value, whole)} is {shown_as(amount, whole)},"
                f" the text says {shown_as(part.value, part)}",
            )
    for match in re.finditer(
        r"\b(" + "|".join(sorted(_FRACTIONS, key=len, reverse=True)) + r") of (?:the |its |their |all )*$|"
        r"\b(" + "|".join(sorted(_FRACTIONS, key=len, reverse=True)) + r") of (?:the |its |their |all )*(?=[\d$€£a-z])",
        text,
        re.IGNORECASE,
    ):
        words = (match[1] or match[2]).casefold()
        following = [number for number in numbers if number.start >= start + match.end() - 1]
        if (
            len(following) < 2
            or following[0].start - start - match.end() > 2
            or re.search(r"(?:about|nearly|almost|roughly|than|over|some)\s$", text[: match.start()])
        ):
            continue
        whole, part = following[:2]
        beside = text[whole.end - start : part.start - start]
        if not re.fullmatch(r"[\w\s'’-]{0,40}(?:,\s*or|\s*\(|\s*—|,)\s*", beside):
            continue
        if part.kind != whole.kind or not (part.is_exact and whole.is_exact) or not 0 < part.value < whole.value:
            continue
        share = part.value / whole.value
        if abs(share - _FRACTIONS[words]) > 0.02:
            return _says(
                _place(part),
                Place(start + match.start(), whole.end),
                f"{shown(part.value)} of {shown(whole.value)} is {shown(round(100 * share, 1))} percent,"
                f" the text says “{words}”",
            )
    return None


def _lead(sentence: Stretch, numbers: list[Number]) -> Disagreement | None:
    """“48 percent to 42 percent, an 8-point lead”."""
    text, start = sentence.text, sentence.start
    shares = [number for number in numbers if number.percent == "percent" or not (number.percent or number.currency)]
    for number in numbers:
        if number.percent != "points" and not re.match(r"[\s-]points?\b", text[number.end - start :]):
            continue
        behind = text[number.end - start : number.end - start + 50]
        ahead = text[max(0, number.start - start - 25) : number.start - start]
        if not re.search(r"\b(?:lead|advantage|edge|margin|gap|ahead|difference)\b", ahead + behind) or number.is_about:
            continue
        if re.search(r"margin of (?:sampling )?error", text):
            continue
        for first, second in itertools.pairwise(shares):
            if number.start in (first.start, second.start) or not (first.is_exact and second.is_exact):
                continue
            gap = text[first.end - start : second.start - start]
            is_pair = re.fullmatch(
                r"(?:[\s-](?:percent|per cent)|%)?\s?(?:-|–|to|,? (?:to|versus|vs\.|against|compared with|"
                r"and)(?: \S+){0,4}?)\s?(?:[\w.'’]+\s){0,4}",
                gap,
            )
            if (
                not is_pair
                or not (first.percent or second.percent)
                or not (0 < first.value <= 100 and 0 < second.value <= 100)
            ):
                continue
            between = text[min(number.end, second.end) - start : max(number.start, first.start) - start]
            if re.search(r"[;.]\s|\bwhile\b|\bbut\b|\bamong\b", between) or len(between) > 60:
                continue
            points = abs(first.value - second.value)
            if abs(points - number.value) > 1e-9 + (
                1 if number.step >= 1 and (first.step < 1 or second.step < 1) else 0
            ):
                return _says(
                    _place(number),
                    _pair(first, second),
                    f"{shown(first.value)} and {shown(second.value)} percent are {shown(points)} points apart,"
                    f" the text says {shown(number.value)}",
                )
    return None

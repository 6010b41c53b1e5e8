"""Numbers of the same value are the same: twenty and 20, $4.5bn and 4.5 billion dollars, first and 1st."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
)
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
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_TENS["fourty"] = 40
_SCALES = {
    "hundred": 100,
    "dozen": 12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
}
_WRITTEN_SCALES = frozenset(set(_SCALES) - {"k", "m"})
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
        ],
        start=1,
    )
}
_ORDINALS |= {word[:-1] + "ieth": value for word, value in _TENS.items()}
_ORDINALS |= {"hundredth": 100, "thousandth": 1000}
_DECADES = {word[:-1] + "ies": value for word, value in _TENS.items()}
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourths": 4,
    "fifths": 5,
    "sixths": 6,
    "sevenths": 7,
    "eighths": 8,
    "ninths": 9,
    "tenths": 10,
}
CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
_DIGITS = re.compile(r"(?P<currency>[$£€¥])?(?P<number>\d+(?:[.,:]\d+)*)(?P<tail>[^\W\d_]*)$")
#: Whatever can begin a number; asked first, since most words can't.
STARTS = frozenset({*_UNITS, *_TENS, *_ORDINALS, *_DECADES, "hundred", "thousand", "million", "billion", "trillion"})


def number_at(words: Sequence[str], joined: Sequence[bool], start: int) -> tuple[int, tuple[str, ...]] | None:
    """The number that begins at a word: how many words it takes, and the keys that stand for it; None if none does.

    ``words`` are in lower case, ``joined[i]`` says that nothing but a space or hyphen stands before word i.
    """
    word = words[start]
    if word[0].isdigit() or word[0] in CURRENCIES:
        return _in_digits(words, joined, start)
    if word in _DECADES:
        return 1, (f"#{_DECADES[word]}s",)
    if word in _ORDINALS:
        return 1, (f"#{_ORDINALS[word]}th",)
    if word == "half":
        return _half(words, joined, start)
    article = word in ("a", "an") and _follows(words, joined, start + 1, _WRITTEN_SCALES)
    if not (article or word in STARTS):
        return None
    return _in_words(words, joined, start + 1 if article else start, 1 if article else 0)


def _half(words: Sequence[str], joined: Sequence[bool], start: int) -> tuple[int, tuple[str, ...]] | None:
    """Half a million."""
    if _follows(words, joined, start + 1, ("a",)) and _follows(words, joined, start + 2, _WRITTEN_SCALES):
        return 3, (_key(Decimal(_SCALES[words[start + 2]]) / 2),)
    return None


def _and_a_half(words: Sequence[str], joined: Sequence[bool], at: int) -> bool:
    return all(_follows(words, joined, at + step, (word,)) for step, word in enumerate(("and", "a", "half")))


def _follows(words: Sequence[str], joined: Sequence[bool], at: int, allowed: object) -> bool:
    return at < len(words) and joined[at] and words[at] in allowed  # type: ignore[operator]


def _key(value: Decimal | int) -> str:
    return f"#{Decimal(value).normalize():f}"


def _in_digits(words: Sequence[str], joined: Sequence[bool], start: int) -> tuple[int, tuple[str, ...]] | None:
    if "/" in words[start]:
        return 1, (f"#{words[start]}",)
    match = _DIGITS.match(words[start])
    if match is None:
        return None
    digits, tail = match["number"], match["tail"]
    money = (CURRENCIES[match["currency"]],) if match["currency"] else ()
    if tail in ("st", "nd", "rd", "th") and digits.isdigit():
        return 1, (f"#{int(digits)}th",)
    if tail == "s" and digits.isdigit():
        return 1, (f"#{int(digits[2:] if len(digits) == 4 and digits.startswith('19') else digits)}s",)
    value = _value(digits)
    if value is None:
        return 1, (f"#{digits}{tail}", *money)
    if tail and tail not in _SCALES:
        return 1, (_key(value), tail, *money)
    value *= _SCALES[tail] if tail else 1
    after = start + 1
    while _follows(words, joined, after, _WRITTEN_SCALES):
        value *= _SCALES[words[after]]
        after += 1
    if after - start == 1 and not tail and not money and _follows(words, joined, after, _PARTS) and value < 100:
        return 2, (f"#{int(value)}/{_PARTS[words[after]]}",)
    return after - start, (_key(value), *money)


def _value(digits: str) -> Decimal | None:
    """7,000 and 7000 and 4.5; None for what is no single number, as 9:30."""
    if ":" in digits:
        return None
    if "," in digits and not re.fullmatch(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?", digits):
        return None
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:  # 1.2.3
        return None


def _in_words(
    words: Sequence[str], joined: Sequence[bool], start: int, before: int
) -> tuple[int, tuple[str, ...]] | None:
    total, group, at, ordinal = 0, 1 if before else 0, start, False
    last = 100 if before else 10**6  # the size of what was read last: a number is read from large to small
    pairs = 0
    while at < len(words) and (at == start or joined[at]):
        word = words[at]
        if word in _UNITS or word in _TENS or (word in _ORDINALS and at > start):
            value = _UNITS.get(word, _TENS.get(word, _ORDINALS.get(word, 0)))
            if at > start and not _fits(last, value):
                if not (pairs == 0 and total == 0 and 10 <= group <= 20 and value >= 10 and word not in _ORDINALS):
                    break
                group, pairs = group * 100 + value, 1  # nineteen eighty, twenty sixteen
            else:
                group += value
            last = 10 if word in _TENS else 1
            ordinal = word in _ORDINALS
            at += 1
            if ordinal:
                break
        elif word in _WRITTEN_SCALES and (at > start or word != "dozen"):
            scale = _SCALES[word]
            if scale <= 100:
                group = (group or 1) * scale
            else:
                total, group = total + (group or 1) * scale, 0
            last = min(scale, 100)
            at += 1
        elif word == "and" and last == 100 and at + 1 < len(words) and joined[at + 1] and _small(words[at + 1]):
            at += 1
        else:
            break
    taken = at - start + before
    if not taken or at == start:
        return None
    if not ordinal and _and_a_half(words, joined, at):
        half = Decimal(total + group) + Decimal("0.5")
        if last == 100 and total and not group:  # a million and a half
            return taken + 3, (_key(total + Decimal(total) / 2),)
        at += 3
        if _follows(words, joined, at, _WRITTEN_SCALES):
            half *= _SCALES[words[at]]
            at += 1
        return at - start + before, (_key(half),)
    value_key = f"#{total + group}th" if ordinal else _key(total + group)
    if not ordinal and total == 0 and group < 20 and _follows(words, joined, at, _PARTS):
        return taken + 1, (f"#{group}/{_PARTS[words[at]]}",)
    if not ordinal and _follows(words, joined, at, ("point",)) and _follows(words, joined, at + 1, _UNITS):
        decimals = ""
        end = at + 1
        while _follows(words, joined, end, _UNITS) and _UNITS[words[end]] < 10:
            decimals += str(_UNITS[words[end]])
            end += 1
        read = Decimal(f"{total + group}.{decimals or 0}")
        while _follows(words, joined, end, _WRITTEN_SCALES):
            read *= _SCALES[words[end]]
            end += 1
        return end - start + before, (_key(read),)
    return taken, (value_key,)


def _fits(last: int, value: int) -> bool:
    """Whether a number goes on: twenty five, hundred twenty, but not five twenty."""
    return (last == 10 and value < 10) or last >= 100


def _small(word: str) -> bool:
    return word in _UNITS or word in _TENS

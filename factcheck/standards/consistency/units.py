"""Conversions that disagree with the value they stand beside, and millions for billions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from factcheck.standards.consistency.numbers import Number, find_numbers, shown
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place, Stretch

#: By dimension: a unit's spellings, and how much of the first unit it is.
_UNITS: dict[str, tuple[tuple[str, float], ...]] = {
    "length": (
        (r"kilomet(?:er|re)s?|km|kms", 1000.0),
        (r"met(?:er|re)s?|m", 1.0),
        (r"centimet(?:er|re)s?|cm", 0.01),
        (r"millimet(?:er|re)s?|mm", 0.001),
        (r"nautical miles?", 1852.0),
        (r"miles?|mi", 1609.344),
        (r"yards?|yds?", 0.9144),
        (r"feet|foot|ft", 0.3048),
        (r"inch(?:es)?|in", 0.0254),
    ),
    "weight": (
        (r"kilograms?|kilos?|kg|kgs", 1.0),
        (r"milligrams?|mg", 1e-6),
        (r"grams?|g", 0.001),
        (r"metric tons?|tonnes?", 1000.0),
        (r"short tons?|tons?", 907.18474),
        (r"pounds?|lbs?", 0.45359237),
        (r"ounces?|oz", 0.028349523),
        (r"stone", 6.35029318),
    ),
    "area": (
        (r"square kilomet(?:er|re)s?|sq\.? km|km2|km²", 1e6),
        (r"square met(?:er|re)s?|sq\.? m|m2|m²", 1.0),
        (r"hectares?|ha", 1e4),
        (r"square miles?|sq\.? mi", 2589988.11),
        (r"acres?", 4046.8564),
        (r"square feet|square foot|sq\.? ft", 0.09290304),
        (r"square yards?", 0.83612736),
    ),
    "volume": (
        (r"millilit(?:er|re)s?|ml", 0.001),
        (r"lit(?:er|re)s?|l", 1.0),
        (r"cubic met(?:er|re)s?", 1000.0),
        (r"cubic feet|cubic foot", 28.316847),
        (r"gallons?|gal", 3.7854118),
        (r"quarts?", 0.94635295),
        (r"pints?", 0.47317647),
        (r"barrels?", 158.98729),
        (r"fluid ounces?|fl\.? oz", 0.02957353),
    ),
    "speed": (
        (r"kilomet(?:er|re)s? (?:per|an) hour|km/h|kph|kmh|kmph", 1.0),
        (r"miles? (?:per|an) hour|mph", 1.609344),
        (r"knots?|kt", 1.852),
        (r"met(?:er|re)s? per second|m/s", 3.6),
        (r"feet per second", 1.09728),
    ),
    "time": (
        (r"seconds?", 1.0),
        (r"minutes?", 60.0),
        (r"hours?", 3600.0),
        (r"days?", 86400.0),
        (r"weeks?", 604800.0),
    ),
}
_ORDER = ("speed", "area", "volume", "weight", "length", "time")
_UNIT = re.compile(
    r"[\s\u00a0-]?(?:"
    + "|".join(
        f"(?P<{dimension}_{at}>{spelling})"
        for dimension in _ORDER
        for at, (spelling, _) in enumerate(_UNITS[dimension])
    )
    + r")(?![\w²-])",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"\s?(?:degrees? |deg\.? |°\s?)?(?:(?P<f>Fahrenheit|F)|(?P<c>Celsius|centigrade|C))\b|\s?(?P<d>degrees|°)"
)
_DEGREES_ONLY = re.compile(
    r"\s?(?:degrees? |deg\.? |°\s?)(?:(?P<f>Fahrenheit|F)|(?P<c>Celsius|centigrade|C))\b|\s?(?P<d>degrees|°)"
)
#: Between a value and its conversion.
_BESIDE = re.compile(
    r"^(?:\s+[a-z]+){0,2}?\s*(?:\(|,\s*or|\[|/|\s—|\s–|,\s*which is|\s+or|,\s*(?=about|around|roughly|nearly|"
    r"almost|approximately|some)|,\s*equal to|,\s*equivalent to)\s*"
    r"(?P<about>(?:about|around|roughly|nearly|almost|some|approximately|just over|just under|more than|over|"
    r"~)\s+)?(?:a |an )?$"
)
#: A conversion may be off by this part: nobody converts to the last digit. Chosen by hand.
_SLACK = 0.035
_SLACK_ABOUT = 0.12
_SCALED = re.compile(r"^(?:million|billion|trillion|m|bn|mn)$")


def unit(article: ArticleText) -> Iterator[Disagreement]:
    """“10 miles (26 kilometers)”, and “$3.2 billion” that is “$3.2 million” elsewhere.

    Silent within the rounding of the digits that are stated, and where the two are of different things.
    """
    amounts: defaultdict[tuple[str, str], list[tuple[Number, Stretch]]] = defaultdict(list)
    for sentence in article.sentences:
        numbers = find_numbers(sentence.text, sentence.start)
        for finding in _conversions(sentence, numbers):
            if not any(article.is_sic(place.end) for place in finding.places):
                yield finding
        for number in numbers:
            if number.scale in ("million", "billion", "trillion", "m", "bn") and not number.percent:
                amounts[number.text.split()[0].split("-")[0].strip("$€£"), number.currency].append((number, sentence))
    yield from _scales(article, amounts)


def _conversions(sentence: Stretch, numbers: list[Number]) -> Iterator[Disagreement]:
    text, offset = sentence.text, sentence.start
    previous: tuple[Number, str, float, int] | None = None
    for number in numbers:
        measured = _unit_of(text, number.end - offset)
        if measured is None:
            previous = None
            continue
        dimension, factor, end = measured
        if previous is not None:
            first, first_dimension, first_factor, first_end = previous
            beside = _BESIDE.match(text[first_end : number.start - offset])
            if beside and first_dimension == dimension and first_factor != factor and not number.is_label:
                finding = _compare(
                    sentence, first, first_factor, first_end, number, factor, end, dimension, bool(beside["about"])
                )
                if finding:
                    yield finding
                previous = None
                continue
        previous = (number, dimension, factor, end)


def _unit_of(text: str, at: int) -> tuple[str, float, int] | None:
    """The dimension of what follows a number, the factor to its first unit, and where the unit ends."""
    degrees = _DEGREES_ONLY.match(text, at) or re.compile(r"\s?(?:(?P<f>F)|(?P<c>C))\b(?!\w)").match(text, at)
    if degrees and not (degrees.groupdict().get("d") and not degrees[0].strip()):
        groups = degrees.groupdict()
        if groups.get("f") or groups.get("c"):
            return "temperature", 1.0 if groups.get("c") else 2.0, degrees.end()
        return "temperature", 0.0, degrees.end()
    match = _UNIT.match(text, at)
    if match is None:
        return None
    name = match.lastgroup or ""
    dimension, _, place = name.rpartition("_")
    return dimension, _UNITS[dimension][int(place)][1], match.end()


def _compare(
    sentence: Stretch,
    first: Number,
    first_factor: float,
    first_end: int,
    second: Number,
    second_factor: float,
    second_end: int,
    dimension: str,
    is_about: bool,
) -> Disagreement | None:
    offset = sentence.start
    first_words = sentence.text[first.start - offset : first_end]
    second_words = sentence.text[second.start - offset : second_end]
    places = (Place(first.start, offset + first_end), Place(second.start, offset + second_end))
    if dimension == "temperature":
        return _temperature(first, first_factor, second, second_factor, first_words, second_words, places)
    converted = first.value * first_factor / second_factor
    if converted <= 0:
        return None
    slack = converted * (_SLACK_ABOUT if is_about or first.is_about or second.is_about else _SLACK)
    slack += second.step / 2 + first.step / 2 * first_factor / second_factor
    if second.value >= 10 and second.value % 10 == 0:
        slack += _round_step(second.value) / 2
    if first.value >= 100 and first.value % 10 == 0:
        slack += _round_step(first.value) / 2 * first_factor / second_factor * 0.5
    if dimension == "weight" and "ton" in first_words + second_words and 0.85 <= second.value / converted <= 1.18:
        return None  # long, short and metric tons
    if abs(second.value - converted) <= slack:
        return None
    return Disagreement(
        "unit",
        places,
        f"{first_words} is {shown(_rounded(converted))} {second_words[len(second.text) :].strip(' -')},"
        f" the text says {shown(second.value)}",
    )


def _round_step(value: float) -> float:
    step = 10.0
    while value % (step * 10) == 0:
        step *= 10
    return step


def _rounded(value: float) -> float:
    return round(value, 1) if value < 100 else float(round(value))


def _temperature(
    first: Number,
    first_scale: float,
    second: Number,
    second_scale: float,
    first_words: str,
    second_words: str,
    places: tuple[Place, Place],
) -> Disagreement | None:
    if first_scale == 0.0 and second_scale:
        first_scale = 3.0 - second_scale
    if not first_scale or not second_scale or first_scale == second_scale:
        return None
    converted = (first.value - 32) / 1.8 if first_scale == 2.0 else first.value * 1.8 + 32
    if abs(converted - second.value) <= 1.6 + second.step / 2:
        return None
    if abs((first.value / 1.8 if first_scale == 2.0 else first.value * 1.8) - second.value) <= 0.6 + second.step / 2:
        return None  # a difference of temperatures
    minus = -first.value
    other = (minus - 32) / 1.8 if first_scale == 2.0 else minus * 1.8 + 32
    if min(abs(abs(other) - second.value), abs(-converted - second.value)) <= 1.6:
        return None
    scale = "C" if second_scale == 1.0 else "F"
    return Disagreement(
        "unit",
        places,
        f"{first_words.strip()} is {shown(round(converted))} {scale}, the text says {second_words.strip()}",
    )


_WORD = re.compile(r"[A-Za-z][\w’'-]{3,}")
_DULL = frozenset(
    """about more than would could should from with that this which were have been said says according year years over
    that's into their there they also will million billion trillion percent dollars total than last other some only
    people when after before nearly almost under what while where amount worth cost costs""".split()  # noqa: SIM905
)


def _scales(
    article: ArticleText, amounts: dict[tuple[str, str], list[tuple[Number, Stretch]]]
) -> Iterator[Disagreement]:
    """The same figure with another scale, of what looks like the same thing."""
    for (figure, _), group in amounts.items():
        scales = {_scale(number) for number, _ in group}
        if len(scales) < 2 or len(group) > 12:
            continue
        digits = len(figure.replace(".", "").replace(",", "").strip("0"))
        for at, (first, sentence) in enumerate(group):
            second_pair = next(
                (
                    (second, other)
                    for second, other in group[at + 1 :]
                    if _scale(second) != _scale(first)
                    and _is_same_thing(article, first, sentence, second, other, digits)
                ),
                None,
            )
            if second_pair:
                second = second_pair[0]
                yield Disagreement(
                    "unit",
                    (Place(first.start, first.end), Place(second.start, second.end)),
                    f"{article.text[first.start : first.end].strip()}"
                    f" and {article.text[second.start : second.end].strip()}",
                )
                break


def _scale(number: Number) -> str:
    return {"m": "million", "bn": "billion"}.get(number.scale, number.scale)


def _is_same_thing(
    article: ArticleText, first: Number, sentence: Stretch, second: Number, other: Stretch, digits: int
) -> bool:
    shared = _about(article, first) & _about(article, second)
    wide = {word.casefold() for word in _WORD.findall(sentence.text)} & {
        word.casefold() for word in _WORD.findall(other.text)
    }
    wide = {word for word in wide if word not in _DULL}
    if sentence is other:
        return False
    if digits >= 2:
        return bool(shared) or len(wide) >= 2
    return len(shared) >= 1 and len(wide) >= 3


def _about(article: ArticleText, number: Number) -> set[str]:
    window = article.text[max(0, number.start - 45) : number.start] + " " + article.text[number.end : number.end + 45]
    return {_stem(word.casefold()) for word in _WORD.findall(window)} - _DULL


def _stem(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s").removesuffix("s")

"""Two values for the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from factcheck.standards.consistency.numbers import Number, find_numbers, shown_as
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place, Stretch

#: Of what a number is: the noun it counts, a measured quality, or what is named behind its hyphen.
_COUNTED = re.compile(r"^(?P<link>[\s-])(?P<words>(?:[a-z][a-z’'-]*[ -]){0,3}?)(?P<noun>[a-z][a-z’'-]*)\b")
_WORD = re.compile(r"[A-Za-z][a-z’']+")
_MEASURES = re.compile(
    r"^[\s-](?P<unit>feet|foot|meters?|metres?|miles?|kilometers?|acres?|hectares?|pounds?|tons?|tonnes?|"
    r"square[- ](?:feet|foot|meters?|miles?)|gallons?|barrels?|megawatts?|stories|story|storeys?|storey|floors?|"
    r"pages?|minutes?|hours?|days?|weeks?|months?|years?|degrees)\b(?:[\s-](?P<quality>high|tall|long|wide|deep|"
    r"old|away))?"
)
_CURRENT = frozenset(
    """killed died dead injured wounded hurt arrested detained missing destroyed damaged evacuated rescued
    displaced fired hired charged voted signed attended employs employed seats holds built bought sold sickened
    infected hospitalized stranded jailed convicted laid closed carried pulled saved freed seized recovered
    awarded fined planted""".split()  # noqa: SIM905
)
_DULL = frozenset(
    """the a an of in on at to for and or with from by as is are was were be been being has have had it its his her
    their he she they we i you that this these those which who whom whose what when where there here not no but
    if so than then also only just about more most some any all each other others another such into over under
    after before during since until while between among against through per out up down off again said says say
    told according reported officials official would could will can may might did do does one two new last next
    year years month months week weeks day days time times percent million billion people person them him our us
    my your""".split()  # noqa: SIM905
)
#: Another time, place or voice: then two numbers are two.
_ELSEWHERE = re.compile(
    r"\b(?:last|previous(?:ly)?|earlier|later|initial(?:ly)?|first|second|third|originally|revised|updated|rose|risen|"
    r"increased|grew|grown|fell|dropped|declined|decreased|now|then|by (?:the )?\w+day|another|additional|more|"
    r"other|others|"
    r"each|every|per|average|estimate[ds]?|projected|expected|forecast|planned|proposed|next|annual(?:ly)?|"
    r"monthly|weekly|"
    r"daily|ago|before|since|once|compared|while|but|instead|up from|down from|remaining|rest|half of|quarter|"
    r"short|within|original|of (?:them|those|whom)|"
    r"including|different|similar|apiece|until|between|goal|target|maximum|minimum|limit|claim(?:s|ed)?|disputed|"
    r"denied|"
    r"contrary|however|though|although|whereas|current|old|if|early|late|scenario|needed|only|pledged)\b"
    r"|\b(?:19|20)\d\d\b|\bat first\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"^[\s-]*(?:[\w-]+ ){1,3}?(?:an?|per|each|every) (?:year|day|week|month|hour|person|night)\b|^\s?an? (?:year|"
    r"day|week|month|hour|night)\b"
)
_LOCATED = re.compile(r"\b(?:in|at|near|from|of|outside) ([A-Z][\w’'-]+)")
_OWNER_BEFORE = re.compile(
    r"(?P<owner>[A-Za-z-]+)[’']s (?:[a-z-]+ )?$|(?P<subject>[A-Za-z-]+) (?:has|have|had|held|is|was|took|[a-z]{3,}s|"
    r"[a-z]{2,}ed) (?:a |an |just |up |down |in |out )?$"
)
_OWNER_BEHIND = re.compile(
    r"^[\s-](?:[a-z-]+ ){1,3}?(?:on|of|in|at|aboard|inside) (?:the|its|this|that) (?P<owner>[A-Za-z-]+)"
)


@dataclass(frozen=True, slots=True)
class _Value:
    number: Number
    #: What it counts or measures, in the singular.
    noun: str
    #: Other words near it that say of what it is.
    context: frozenset[str]
    #: Whether it is spoken of as known: “the 14 people”, “the 350-meter bridge”.
    is_definite: bool
    sentence: Stretch
    is_hyphenated: bool = False
    #: Whose it is or what has it: “the school’s 850 students”, “the school has 850 students”.
    owners: frozenset[str] = frozenset()


def quantity(article: ArticleText) -> Iterator[Disagreement]:
    """Two exact values of what is clearly the same: “killed 12 people”, later “the 14 people who were killed”.
    Silent where times, places or voices are named that may tell them apart, and on rounded numbers."""
    by_noun: defaultdict[tuple[str, str], list[_Value]] = defaultdict(list)
    for sentence in article.sentences:
        for number in find_numbers(sentence.text, sentence.start):
            value = _value_of(article, sentence, number)
            if value is not None:
                value = replace(value, owners=_owners(value))
                by_noun[value.noun, number.kind].append(value)
    for values in by_noun.values():
        if 2 <= len(values) <= 40:
            yield from _clashes(article, values)


def _value_of(article: ArticleText, sentence: Stretch, number: Number) -> _Value | None:
    if not number.is_exact or number.percent or number.value < 2 or article.is_quoted(number.start):
        return None
    text = sentence.text
    at, end = number.start - sentence.start, number.end - sentence.start
    ahead, behind = text[max(0, at - 60) : at], text[end : end + 60]
    measured = _MEASURES.match(behind)
    is_hyphenated = behind[:1] == "-"
    if measured and not number.currency:
        rest = behind[measured.end() :]
        quality = measured["quality"] or ""
        if quality in ("old", "away") and quality == "old":
            return None
        thing = re.match(r"[\s-]+(?:[a-z][a-z’'-]*\s)?(?P<thing>[a-z][a-z’'-]+)", rest) if is_hyphenated else None
        noun = _unit(measured["unit"])
        context = _context(rest[:40]) if thing else _context(ahead[-45:] + " " + rest[:35])
        if not context:
            return None
        return _Value(
            number,
            noun,
            context,
            bool(re.search(r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Tt]hat)(?: [a-z-]+)?\s*$", ahead)),
            sentence,
            is_hyphenated,
        )
    counted = _COUNTED.match(behind)
    is_definite = bool(
        re.search(
            r"(?:\b(?:[Tt]he|[Tt]hose|[Tt]hese|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Aa]ll|[Tt]his|[Tt]hat)(?: [a-z]+)?|"
            r"[’']s)\s*$",
            ahead,
        )
    )
    if number.currency:
        context = _context(ahead[-50:] + " " + behind[:45])
        return _Value(number, "money", context, is_definite, sentence, bool(counted)) if context else None
    if counted is None:
        return None
    hurt = _HURT.match(behind)
    if hurt:
        return _Value(number, "people", _context(ahead[-45:] + " " + behind[:60]), is_definite, sentence)
    phrase = [word.casefold() for word in re.findall(r"[A-Za-z][a-z’'-]*", behind[:40])]
    if (
        phrase
        and phrase[0] in ("fans", "spectators")
        and re.search(r"\b(?:holds|seats|has room for|accommodates)\b", ahead)
    ):
        phrase[0] = "seats"
    noun = _singular(phrase[0].split("-")[0]) if is_hyphenated and phrase else _head(phrase)
    if is_hyphenated and noun in _DULL:
        return None
    if not noun:
        return None
    return _Value(
        number, noun, _context(ahead[-45:] + " " + behind[:60]) - {noun}, is_definite, sentence, is_hyphenated
    )


def _unit(unit: str) -> str:
    unit = unit.replace("-", " ").casefold()
    return {
        "foot": "feet",
        "square foot": "square feet",
        "story": "stories",
        "storey": "stories",
        "storeys": "stories",
    }.get(unit, unit.rstrip("s") if unit not in ("feet", "square feet") else unit)


def _head(words: list[str]) -> str:
    """The noun that a number counts: the first plural, or what is hyphenated to it."""
    for word in words[:4]:
        if word.endswith("ed") or "-" in word:
            continue
        if word in _DULL and word not in ("people", "day", "days", "week", "weeks", "month", "months", "year", "years"):
            return ""
        if word in ("people", "men", "women", "children", "police"):
            return word
        if word.endswith("s") and not word.endswith(("ss", "’s", "'s", "us", "is")) and len(word) > 3:
            return _singular(word)
    return _singular(words[0]) if words and len(words[0]) > 3 and words[0] not in _DULL else ""


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")


def _context(text: str) -> frozenset[str]:
    text = _DEATHS.sub("killed", text)
    words = {_stem(word.casefold()) for word in _WORD.findall(text) if word.casefold() not in _DULL and len(word) > 2}
    return frozenset(words)


_DEATHS = re.compile(r"\b(?:dead|died|deaths?|dies|die|kills?|fatalities|perished)\b")
_HURT = re.compile(r"^[\s-](?P<noun>injured|wounded|dead|victims|survivors|fatalities|missing|deaths)\b")


def _stem(word: str) -> str:
    word = word.removesuffix("’s").removesuffix("'s")
    for ending in ("ers", "ing", "ed", "es", "s", "er", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _clashes(article: ArticleText, values: list[_Value]) -> Iterator[Disagreement]:
    for at, first in enumerate(values):
        for second in values[at + 1 :]:
            if first.number.value == second.number.value or first.sentence is second.sentence:
                continue
            if not _is_same_thing(article, first, second, values):
                continue
            if article.is_sic(first.number.end) or article.is_sic(second.number.end):
                continue
            noun = "" if first.noun == "money" else f" {first.noun}"
            yield Disagreement(
                "quantity",
                (Place(first.number.start, first.number.end), Place(second.number.start, second.number.end)),
                f"{shown_as(first.number.value, first.number)}"
                f" and {shown_as(second.number.value, second.number)}{noun}",
            )
            return


def _is_same_thing(article: ArticleText, first: _Value, second: _Value, values: list[_Value]) -> bool:
    ratio = second.number.value / first.number.value
    if not 0.1 <= ratio <= 10:
        return False
    if max(first.number.step, second.number.step) > 1 and _is_rounding(first.number, second.number):
        return False
    if first.noun != "money" and len({value.number.value for value in values}) > (3 if first.noun == "people" else 2):
        return False
    shared = {word for word in first.context & second.context if word != first.noun}
    if not shared:
        return False
    for value in (first, second):
        near = _clause(value)
        if _ELSEWHERE.search(near):
            return False
    is_owned = bool(first.owners & second.owners)
    is_possessed = not (first.is_hyphenated or second.is_hyphenated)
    if first.owners and second.owners and not is_owned and is_possessed:
        return False
    if _are_elsewhere(first, second):
        return False
    known = second.is_definite or first.is_definite
    if known and (
        shared & _VERB_STEMS
        or _share_participle(first, second, shared)
        or is_owned
        or (second.is_hyphenated and second.owners & first.context)
        or (first.is_hyphenated and first.owners & second.context)
    ):
        return first.noun != "money" or len(shared) >= 2 or bool(_names_near(first) & _names_near(second))
    if (
        first.noun == "money"
        and not _names_near(first) & _names_near(second)
        and _names_near(first)
        and _names_near(second)
    ):
        return False
    if first.noun == "money":
        return (
            len(shared) >= 4
            or (bool(shared - _PRICE) and all(value.context & _PRICE for value in (first, second)))
            or (known and len(shared) >= 2)
        )
    is_small = any(value.number.is_spelled and value.number.value <= 10 for value in (first, second))
    return not is_small and len(shared) >= (2 if known else 3)


def _names_near(value: _Value) -> frozenset[str]:
    """Names beside an amount, that tell whose it is."""
    text = value.sentence.text
    start, end = value.number.start - value.sentence.start, value.number.end - value.sentence.start
    window = text[max(0, start - 70) : start] + " · " + text[end : end + 70]
    return frozenset(re.findall(r"(?<=[a-z,’'.] )[A-Z][a-z]{2,}", window))


def _share_participle(first: _Value, second: _Value, shared: set[str]) -> bool:
    """Whether the same was done to both: “knocked down 74 trees”, “the 83 trees that were knocked down”."""
    forms = [
        {_stem(word) for word in re.findall(r"[a-z]{3,}ed\b", value.sentence.text.casefold())}
        for value in (first, second)
    ]
    return bool(shared & forms[0] & forms[1])


def _owners(value: _Value) -> frozenset[str]:
    """The words that may say whose it is; empty where none does."""
    text = value.sentence.text
    start, end = value.number.start - value.sentence.start, value.number.end - value.sentence.start
    if value.is_hyphenated:
        match = re.match(r"-[a-z]+(?:-[a-z]+)?((?: [a-z]+){1,2})", text[end:])
        return frozenset(_stem(word) for word in match[1].split()) if match else frozenset()
    before = _OWNER_BEFORE.search(text[:start])
    if before:
        return frozenset({_stem((before["owner"] or before["subject"]).casefold())})
    behind = _OWNER_BEHIND.match(text[end:])
    return frozenset({_stem(behind["owner"].casefold())}) if behind else frozenset()


def _are_elsewhere(first: _Value, second: _Value) -> bool:
    """Whether the later one names a place that the earlier doesn’t, or one of them is a rate."""
    if any(_RATE.match(value.sentence.text[value.number.end - value.sentence.start :]) for value in (first, second)):
        return True
    mine, theirs = (
        set(_LOCATED.findall(value.sentence.text[max(0, value.number.start - value.sentence.start - 30) :][:65]))
        for value in (first, second)
    )
    return bool(theirs - mine) and not theirs & mine


_VERB_STEMS = frozenset(_stem(word) for word in _CURRENT)
_PRICE = frozenset(
    _stem(word)
    for word in ("sold", "paid", "bought", "cost", "costs", "worth", "price", "fetched", "pay", "paying", "purchased")
)


def _clause(value: _Value) -> str:
    text = value.sentence.text
    at = value.number.start - value.sentence.start
    return text[max(0, at - 40) : at] + " · " + text[value.number.end - value.sentence.start :][:30]


def _is_rounding(first: Number, second: Number) -> bool:
    coarse, fine = sorted((first, second), key=lambda number: -number.step)
    return abs(coarse.value - fine.value) <= coarse.step / 2

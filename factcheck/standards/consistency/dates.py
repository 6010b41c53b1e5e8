"""Dates that can't be: a weekday against its date, an order that runs backwards, “years ago” against a year."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

from factcheck.standards.consistency.numbers import spelled_value
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place, Stretch
from factcheck.standards.consistency.words import MONTHS, WEEKDAYS

_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DATE = re.compile(
    rf"\b(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:,]\d\d\d)(?:,? (?P<year>{_YEAR})\b)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month2>{_MONTH})(?:,? (?P<year2>{_YEAR})\b)?)"
)
_WEEKDAY_BEFORE = re.compile(rf"\b{_WEEKDAY}(?:,| the|,? \(|, on| —|, the)?\s*$")
_WEEKDAY_AFTER = re.compile(
    rf"^(?:,| \(|, which (?:was|is|fell on|falls on)|, on| (?:was|is|fell on|falls on|will be))\s*(?:a |"
    rf"an )?{_WEEKDAY}\b(?! (?:night|morning|evening|afternoon)? ?before)"
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAMES = tuple("January February March April May June July August September October November December".split())  # noqa: SIM905
_WEEKDAY_NAMES = tuple(word.capitalize() for word in WEEKDAYS)
_SPELLED = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|"
    r"three|four|five|six|seven|eight|nine))?|\d{1,3})"
)
_YEARS = rf"(?P<years>{_SPELLED})[ -](?P<unit>years?|decades?|century|centuries)"
_NOT_EXACT = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|some|more than|less than|fewer than|over|at least|under|approximately|"
    r"close to|as many as|early|late|mid|fiscal|school|academic|season|budget|up to|within|just)\b[\s-]*(?:a |the )?$",
    re.IGNORECASE,
)
_FISCAL = re.compile(r"\b(?:fiscal|FY|school year|academic|season|budget year|tax year|B\.?C\.?|BCE)\b")
#: What begins, and what ends later.
_BEGINS = (
    r"(?:born|founded|began|begun|begins|started|opened|launched|established|created|formed|joined|hired|built|"
    r"introduced|elected|appointed|enrolled|moved|married|entered|signed|took office|arrived|bought|purchased|acquired|"
    r"incorporated|first elected|inaugurated|adopted|enacted|sworn in|set up|won election|broke ground|graduated)"
)
_ENDS = (
    r"(?:died|ended|closed|shut(?:tered)?|left|retired|resigned|stepped down|dissolved|disbanded|demolished|sold|"
    r"re-?elected|finished|completed|concluded|repealed|expired|divorced|quit|was fired|burned|folded|abolished|"
    r"collapsed|sank|was destroyed|vanished|torn down|"
    r"departed|reopened|renovated|went bankrupt|ceased|lost his seat|lost her seat|torn down|separated|canceled|"
    r"cancelled|killed)"
)
_IN_YEAR = re.compile(
    rf"\b(?:in|since|of|during)\s+(?:(?:early|late|mid)[- ])?(?:{_MONTH}(?: \d{{1,2}},)?,? )?(?P<year>{_YEAR})\b(?!s)",
    re.IGNORECASE,
)


def date(article: ArticleText) -> Iterator[Disagreement]:
    """Weekdays, orders and distances of dates.

    Silent on inclusive counts, fiscal years, round numbers and, without a year or the day of publication, on weekdays.
    """
    previous: Stretch | None = None
    for sentence in article.sentences:
        for finding in _in_sentence(article, sentence, previous):
            if not any(article.is_sic(place.end) for place in finding.places):
                yield finding
        previous = sentence


def _in_sentence(article: ArticleText, sentence: Stretch, previous: Stretch | None) -> Iterator[Disagreement]:
    if not any(character.isdigit() for character in sentence.text):
        return
    yield from _weekdays(article, sentence)
    yield from _ranges(article, sentence)
    yield from _began_and_ended(sentence)
    yield from _ago(article, sentence)
    yield from _later(sentence, previous)
    yield from _anniversaries(article, sentence)


def _says(message: str, *places: Place) -> Disagreement:
    return Disagreement("date", places, message)


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".").casefold()]


def _weekdays(article: ArticleText, sentence: Stretch) -> Iterator[Disagreement]:
    text = sentence.text
    for match in _DATE.finditer(text):
        month = _month(match["month"] or match["month2"])
        day = int(match["day"] or match["day2"])
        year = match["year"] or match["year2"]
        place = Place(sentence.start + match.start(), sentence.start + match.end())
        if not 1 <= day <= _DAYS[month - 1]:
            if 1 <= day <= 31:
                yield _says(f"{_NAMES[month - 1]} has no day {day}", place)
            continue
        beside = _WEEKDAY_BEFORE.search(text[max(0, match.start() - 24) : match.start()])
        start = max(0, match.start() - 24)
        if beside is None:
            beside = _WEEKDAY_AFTER.match(text[match.end() : match.end() + 40])
            start = match.end()
        if beside is None:
            continue
        weekday = WEEKDAYS[beside["weekday"].casefold()]
        days = _possible_days(article, year, month, day)
        if not days or any(possible.weekday() == weekday for possible in days):
            continue
        shown = days[0]
        at = sentence.start + start + beside.start("weekday")
        yield _says(
            f"{_NAMES[month - 1]} {day}, {shown.year}, was a {_WEEKDAY_NAMES[shown.weekday()]}, the text says"
            f" {beside['weekday']}",
            Place(at, at + len(beside["weekday"])),
            place,
        )


def _possible_days(article: ArticleText, year: str | None, month: int, day: int) -> list[dt.date]:
    """The days a date may mean; without a year, those around the day of publication."""
    years = [int(year)] if year else []
    if not year and article.published_on:
        now = article.published_on
        around = (_day(now.year + shift, month, day) for shift in (0, -1, 1))
        near = [possible for possible in around if possible and abs((possible - now).days) <= 240]
        return sorted(near, key=lambda possible: abs((possible - now).days))
    return [possible for possible in (_day(value, month, day) for value in years) if possible]


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _years_in(words: re.Match[str]) -> float:
    value = words["years"].casefold()
    number = float(value) if value.isdigit() else (1.0 if value in ("a", "an") else spelled_value(value) or 0.0)
    unit = words["unit"].casefold()
    return number * (10 if unit.startswith("decade") else 100 if unit.startswith("centur") else 1)


_RANGE = re.compile(
    rf"\b(?:(?P<from>[Ff]rom|[Bb]etween)\s+(?:early |late |mid-?)?(?:the )?(?:fall of |spring of |summer of |"
    rf"winter of )?(?:(?P<m1>{_MONTH}) (?:(?P<d1>\d{{1,2}}),? )?)?(?P<y1>{_YEAR})\s*(?:to|until|through|and|till|"
    rf"-|–)\s*"
    rf"(?:early |late |mid-?)?(?:the )?(?:fall of |spring of |summer of |"
    rf"winter of )?(?:(?P<m2>{_MONTH}) (?:(?P<d2>\d{{1,2}}),? )?)?(?P<y2>{_YEAR})"
    rf"|\((?P<y3>{_YEAR})\s?[-–]\s?(?P<y4>{_YEAR})\)|(?:served|office|lived|worked|mayor|governor|senator|"
    rf"president|ran|lasted),?\s(?P<y5>{_YEAR})[-–](?P<y6>{_YEAR}))\b(?!s)"
)
_DAY_RANGE = re.compile(
    rf"\bfrom (?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:,? (?P<y1>{_YEAR}),?)? (?:to|until|"
    rf"through) (?P<m2>{_MONTH})? ?(?P<d2>\d{{1,2}})(?:,? (?P<y2>{_YEAR}))?\b"
)


def _ranges(article: ArticleText, sentence: Stretch) -> Iterator[Disagreement]:
    text, offset = sentence.text, sentence.start
    for match in _RANGE.finditer(text):
        first_group, last_group = next(
            (pair for pair in (("y1", "y2"), ("y3", "y4"), ("y5", "y6")) if match[pair[0]]), ("y1", "y2")
        )
        first, last = int(match[first_group]), int(match[last_group])
        places = (
            Place(offset + match.start(first_group), offset + match.end(first_group)),
            Place(offset + match.start(last_group), offset + match.end(last_group)),
        )
        if _FISCAL.search(text):
            continue
        if (
            re.search(
                r"\b(?:B\.?C|compar|versus|difference|dropped|fell|rose|changed|change|increase|decrease|grew)\b",
                text[: match.start()][-60:],
            )
            and first > last
        ):
            continue
        if first > last or (
            first == last and match["m1"] and match["m2"] and _month(match["m1"]) > _month(match["m2"])
        ):
            yield _says(f"the text goes from {_label(match, 1, first)} to {_label(match, 2, last)}", *places)
            continue
        yield from _length(sentence, match, first, last)
    for match in _DAY_RANGE.finditer(text):
        month = _month(match["m1"])
        until = _month(match["m2"]) if match["m2"] else month
        if match["y1"] and match["y2"] and match["y1"] != match["y2"]:
            continue
        is_back = (until, int(match["d2"])) < (month, int(match["d1"]))
        may_turn = month >= 9 and until <= 5 and not (match["y1"] and match["y2"])
        if is_back and not may_turn and int(match["d2"]) <= 31:
            end = match.end("d2")
            begin = match.start("m2") if match["m2"] else match.start("d2")
            yield _says(
                f"the text goes from {match['m1']} {match['d1']} to {match['m2'] or match['m1']} {match['d2']}",
                Place(offset + match.start("m1"), offset + match.end("d1")),
                Place(offset + begin, offset + end),
            )


def _label(match: re.Match[str], at: int, year: int) -> str:
    month = match[f"m{at}"]
    return f"{month} {year}" if month else str(year)


def _length(sentence: Stretch, match: re.Match[str], first: int, last: int) -> Iterator[Disagreement]:
    """“for twelve years, from 1990 to 2005”."""
    text, offset = sentence.text, sentence.start
    ahead = text[max(0, match.start() - 60) : match.start()]
    start = max(0, match.start() - 60)
    before = list(
        re.finditer(
            rf"\b{_YEARS}\b"
            r"(?! (?:old|ago|later|earlier|before|after|in prison|sentence|deal|plan|contract))",
            ahead,
            re.IGNORECASE,
        )
    )
    words: re.Match[str] | None = before[-1] if before else None
    if words is None:
        words = re.match(
            rf"(?:,| —| \()\s*(?:a (?:span|period|stretch|run|reign|total) of |a |for |or |"
            rf"some )*{_YEARS}\b(?! (?:old|ago|later|after|before))",
            text[match.end() : match.end() + 50],
            re.IGNORECASE,
        )
        start = match.end()
        if words is None:
            return
    else:
        gap = ahead[words.end() :]
        if not re.fullmatch(r"(?:,|\s*\(|\s—|\s(?:as|in|at|of|with|on)\s[\w\s.’']{0,40},?|\s+\w+,?)?\s*", gap):
            return
    if _NOT_EXACT.search(text[max(0, start + words.start() - 16) : start + words.start()]):
        return
    years = _years_in(words)
    if years < 1 or words["unit"].casefold().startswith(("decade", "centur")):
        return
    if abs(last - first - years) > 1:
        at = offset + start
        yield _says(
            f"{first} to {last} is {last - first} years, the text says {words.group(0).strip(' ,(—')}",
            Place(at + words.start("years"), at + words.end("unit")),
            Place(offset + match.start(), offset + match.end()),
        )


_EVENT = re.compile(
    rf"\b(?:(?P<begin>{_BEGINS})|(?P<end>{_ENDS}))\b(?P<gap>[^.;]{{0,60}}?)\b(?:in|on|of)\s+"
    rf"(?:{_MONTH}(?: \d{{1,2}},)?,? )?(?P<year>{_YEAR})\b(?!s)",
    re.IGNORECASE,
)


def _began_and_ended(sentence: Stretch) -> Iterator[Disagreement]:
    """“Founded in 1998, it closed in 1990”: of one thing, in one sentence."""
    events = list(_EVENT.finditer(sentence.text))
    for first, second in itertools.pairwise(events):
        between = sentence.text[first.end() : second.start()]
        if re.search(
            r"\b(?:who|whose|which|while|but his|but her|father|mother|wife|husband|son|daughter|brother|sister|"
            r"predecessor|successor|after|before|because|replac\w+|another|earlier|older)\b|;",
            between,
        ):
            continue
        begin, end = (first, second) if first["begin"] else (second, first)
        if not (begin["begin"] and end["end"]) or len(between) > 90:
            continue
        # In either order in the sentence, what ends ends after it began.
        is_same = re.match(r"(?:,|\s*\))?\s*(?:and|but|then|it|he|she|they|the \w+|before|until|only to)?", between)
        if int(begin["year"]) > int(end["year"]) and is_same and begin is first:
            yield _says(
                f"{begin['begin']} in {begin['year']}, {end['end']} in {end['year']}",
                Place(sentence.start + begin.start("year"), sentence.start + begin.end("year")),
                Place(sentence.start + end.start("year"), sentence.start + end.end("year")),
            )


def _ago(article: ArticleText, sentence: Stretch) -> Iterator[Disagreement]:
    """“Five years ago, in 2005,” against the year of publication."""
    if article.published_on is None:
        return
    now = article.published_on.year
    text, offset = sentence.text, sentence.start
    for words in re.finditer(rf"\b{_YEARS} (?:ago|since)\b", text, re.IGNORECASE):
        if _NOT_EXACT.search(text[max(0, words.start() - 18) : words.start()]) or article.is_quoted(
            offset + words.start()
        ):
            continue
        after = re.match(
            rf"(?:,| \(|, back| this \w+,| —)?\s*(?:in|on|"
            rf"back in)?\s*(?:{_MONTH} (?:\d{{1,2}}, )?)?(?P<year>{_YEAR})\b(?!s)",
            text[words.end() : words.end() + 40],
        )
        before = None
        shift = words.end()
        if after is None:
            shift = max(0, words.start() - 26)
            before = re.search(
                rf"\b(?P<year>{_YEAR})(?:,| \(|, or| —|, just|, only)?\s*(?:just |exactly )?$",
                text[shift : words.start()],
            )
        match = after or before
        if match is None:
            match = _year_of_clause(text, words)
            shift = 0
        if match is None:
            continue
        years = _years_in(words)
        slack = 1 if words["unit"].casefold().startswith("year") and years < 20 else max(1, round(years * 0.05))
        if words["unit"].casefold().startswith(("decade", "centur")):
            slack = max(1, round(years * 0.1))
        stated = now - int(match["year"])
        if abs(stated - years) > slack:
            at = offset + shift + match.start("year")
            yield _says(
                f"{match['year']} was {stated} years before {now}, the text says {words.group()}",
                Place(offset + words.start(), offset + words.end()),
                Place(at, at + 4),
            )


def _year_of_clause(text: str, words: re.Match[str]) -> re.Match[str] | None:
    """“opened in 2005, twenty years ago”; “founded 30 years ago by his father in 1990”: one year in the same clause."""
    start = max(text.rfind(mark, 0, words.start()) for mark in (";", ". ", "—"))
    ends = [text.find(mark, words.end()) for mark in (";", "—")]
    end = min([at for at in ends if at > 0], default=len(text))
    years = [match for match in _IN_YEAR.finditer(text) if start < match.start() and match.end() <= end]
    if len(years) != 1:
        return None
    between = text[min(words.end(), years[0].end()) : max(words.start(), years[0].start())]
    if len(between) > 45 or re.search(r"\b(?:and|but|who|which|when|while|after|before|until|than)\b", between):
        return None
    return years[0]


def _later(sentence: Stretch, previous: Stretch | None) -> Iterator[Disagreement]:
    """“in 2008 … Three years later, in 2015,”."""
    text, offset = sentence.text, sentence.start
    for words in re.finditer(rf"\b{_YEARS} (?P<way>later|earlier|before|after)\b", text, re.IGNORECASE):
        if _NOT_EXACT.search(text[max(0, words.start() - 18) : words.start()]) or _FISCAL.search(text):
            continue
        after = re.match(
            rf"(?:,| \()?\s*(?:in|on)\s+(?:{_MONTH} (?:\d{{1,2}}, )?)?(?P<year>{_YEAR})\b(?!s)",
            text[words.end() : words.end() + 34],
        )
        if after and words["way"].casefold() in ("later", "earlier"):
            target = (int(after["year"]), offset + words.end() + after.start("year"))
            earlier = list(_IN_YEAR.finditer(text[: words.start()]))
            base_offset = offset
            if not earlier and previous is not None and words.start() < 25:
                earlier = list(_IN_YEAR.finditer(previous.text))
                base_offset = previous.start
            if not earlier or (base_offset != offset and len({match["year"] for match in earlier}) > 1):
                continue
            base = (int(earlier[-1]["year"]), base_offset + earlier[-1].start("year"))
        elif words["way"].casefold() in ("after", "before"):
            back = re.search(
                rf"\b(?P<year>{_YEAR}),?\s*(?:just |exactly |only |— )?$",
                text[max(0, words.start() - 16) : words.start()],
            )
            ahead = _IN_YEAR.search(text, words.end(), min(len(text), words.end() + 90))
            if back is None or ahead is None or re.search(r"[.;]|\band\b", text[words.end() : ahead.start()]):
                continue
            target = (int(back["year"]), offset + max(0, words.start() - 16) + back.start("year"))
            base = (int(ahead["year"]), offset + ahead.start("year"))
        else:
            continue
        years = _years_in(words)
        sign = 1 if words["way"].casefold() in ("later", "after") else -1
        distance = sign * (target[0] - base[0])
        slack = 1 if years < 10 or words["unit"].startswith("year") else years * 0.1
        if abs(distance - years) > slack:
            yield _says(
                f"{base[0]} to {target[0]} is {target[0] - base[0]} years, the text says {words.group()}",
                Place(offset + words.start(), offset + words.end()),
                Place(target[1], target[1] + 4),
                Place(base[1], base[1] + 4),
            )


_ANNIVERSARY = re.compile(
    rf"\b(?P<count>\d{{1,3}})(?:st|nd|rd|th) (?:anniversary|birthday)\b[^.;]{{0,60}}?\b(?:of|in|"
    rf"from)?\s*(?:the )?(?:{_MONTH} (?:\d{{1,2}}, )?)?(?P<year>{_YEAR})\b(?!s)"
)


def _anniversaries(article: ArticleText, sentence: Stretch) -> Iterator[Disagreement]:
    """“the 20th anniversary of the 1990 flood” against the year of publication."""
    if article.published_on is None:
        return
    text, offset = sentence.text, sentence.start
    for match in _ANNIVERSARY.finditer(text):
        others = re.findall(rf"\b{_YEAR}\b", text)
        if len(others) != 1 or re.search(r"\b(?:next year|last year|was to|in \d{4}, )\b", text):
            continue
        years = article.published_on.year - int(match["year"])
        if abs(years - int(match["count"])) > 1 and years > 0 and abs(years - int(match["count"])) < 60:
            yield _says(
                f"{match['year']} is {years} years before {article.published_on.year}, the text says"
                f" {match.group().split()[0]} {match.group().split()[1]}",
                Place(offset + match.start(), offset + match.start() + len(" ".join(match.group().split()[:2]))),
                Place(offset + match.start("year"), offset + match.end("year")),
            )

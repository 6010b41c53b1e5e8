"""The names in a text, and the people they are of.

The one place that tells who is who for the rules of this folder: they ask ``names_of()`` and ``people_of()``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from factcheck.standards.consistency.text import ArticleText
from factcheck.standards.consistency.words import (
    BODIES,
    COMMON,
    DEMONYMS,
    GIVEN,
    LEADING,
    NICKNAMES,
    PARTICLES,
    SUFFIXES,
    TITLES,
)

_WORD = (
    r"(?:(?:Sens?|Reps?|Govs?|Lt|Col|Gen|Maj|Sgt|Rev|Mrs?|Ms|Dr|St|Adm|Atty|Capt|Cmdr|Prof|Det|Supt|Insp|Jr|Sr)\.|"
    r"(?:[A-Z]\.){1,3}|[A-ZÀ-ÖØ-Þ][\w’'‑-]*\w|[A-Z](?= ))"
)
_JOIN = (
    r"(?: (?:(?:de la|della|dello|delle|de|del|der|den|van der|van|von|bin|al|el|da|di|du|le|la|dos|das|ibn|"
    r"ben|ter|ten|y) )?)"
)
_RUN = re.compile(rf"(?<![\w@#/.]){_WORD}(?:{_JOIN}{_WORD})*")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Name:
    """Capitalized words in a row, without titles before them. ``words`` are as written, without possessives."""

    start: int
    end: int
    words: tuple[str, ...]
    #: The last title before the name, in small letters without full stop: “sen”, “mayor”.
    title: str = ""
    #: All titles before the name.
    titles: tuple[str, ...] = ()
    begins_sentence: bool = False
    is_headline: bool = False
    #: Where each word stands.
    starts: tuple[int, ...] = ()

    @property
    def last(self) -> str:
        """The surname, of a person: the last word that is no “Jr.”."""
        words = [word for word in self.words if word.rstrip(".").casefold() not in SUFFIXES]
        return words[-1] if words else self.words[-1]

    @property
    def given(self) -> str:
        """The first word of several; empty for a single one."""
        words = [word for word in self.words if word.rstrip(".").casefold() not in SUFFIXES]
        return words[0] if len(words) > 1 else ""

    @property
    def is_body(self) -> bool:
        return any(word.casefold().rstrip(".") in BODIES for word in self.words[-1:]) or (
            len(self.words) > 1 and any(word.casefold() in _IN_BODIES for word in self.words)
        )

    @property
    def is_person(self) -> bool:
        """Whether it looks like a person's full name."""
        if not 2 <= len(self.words) <= 5 or self.is_body:
            return False
        if any(word.isupper() and len(word) > 2 for word in self.words[1:]):
            return False
        first = self.words[0].rstrip(".").casefold()
        return (
            first in GIVEN
            or (bool(self.title) and len(self.words) <= 3)
            or bool(re.fullmatch(r"[A-Z]\.(?:[A-Z]\.)?", self.words[0]))
        )


_IN_BODIES = BODIES & {
    "university", "college", "committee", "council", "department", "ministry", "association", "institute", "party",
    "company", "corporation", "corp", "inc", "bank", "court", "school", "hospital", "church", "agency", "bureau",
    "foundation", "center", "centre", "commission", "street", "avenue", "county", "city", "house", "senate", "news",
    "times", "post", "journal", "club", "league", "union", "states", "act", "war", "group", "board",
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """Somebody with a full name, and the places that name them. ``given`` are the first names as written."""

    surname: str
    given: str
    names: list[Name] = field(default_factory=list)
    #: Whether somebody else in the article has the surname too.
    is_shared: bool = False


def names_of(article: ArticleText) -> list[Name]:
    """All names of a text, in reading order. Made once for an article."""
    cached: list[Name] | None = article.__dict__.get("_names")
    if cached is None:
        cached = article.__dict__["_names"] = _find(article)
    return cached


def names_between(article: ArticleText, start: int, end: int) -> list[Name]:
    """The names that begin in a stretch of text."""
    names = names_of(article)
    starts: list[int] | None = article.__dict__.get("_name_starts")
    if starts is None:
        starts = article.__dict__["_name_starts"] = [name.start for name in names]
    return names[bisect_left(starts, start) : bisect_left(starts, end)]


def _find(article: ArticleText) -> list[Name]:
    text = article.text
    headline_end = article.headline.end if article.headline else 0
    starts = {sentence.start for sentence in article.sentences}
    names = []
    for match in _RUN.finditer(text):
        for words, places in _split(match):
            before = text[places[0] - 1 : places[0]]
            begins = places[0] in starts or before in ("'", "“", '"', "‘", "(", "—")
            name = _name(words, places, begins=begins, is_headline=places[0] < headline_end)
            if name:
                names.append(name)
    return names


def _split(match: re.Match[str]) -> Iterator[tuple[list[str], list[int]]]:
    """The words and where they stand; “Kerry’s State Department” are two names."""
    words: list[str] = []
    places: list[int] = []
    for word in re.finditer(r"\S+", match.group()):
        bare = _POSSESSIVE.sub("", word.group())
        if bare and (bare[0].isupper() or bare.casefold() in PARTICLES):
            words.append(bare)
            places.append(match.start() + word.start())
        if bare != word.group() and words:
            yield words, places
            words, places = [], []
    if words:
        yield words, places


def _name(words: list[str], places: list[int], *, begins: bool, is_headline: bool) -> Name | None:
    """The name in capitalized words, without what stands before it; None where nothing is left."""
    titles: list[str] = []
    while len(words) > 1 and words[0].casefold() in LEADING - GIVEN:
        words, places = words[1:], places[1:]
    while len(words) > 1 and words[-1].casefold() in LEADING - GIVEN - {"long", "best"}:
        words, places = words[:-1], places[:-1]
    while words and _is_title(words, titles):
        titles.append(words[0].rstrip(".").casefold())
        words, places = words[1:], places[1:]
    is_opener = bool(words) and words[0].casefold() in COMMON - GIVEN - {"may", "will", "mark"}
    if begins and not titles and is_opener:
        words, places, begins = words[1:], places[1:], False
    if not words:
        return None
    return Name(
        places[0],
        places[-1] + len(words[-1]),
        tuple(words),
        titles[-1] if titles else "",
        tuple(titles),
        begins and not titles,
        is_headline,
        tuple(places),
    )


def _is_title(words: list[str], titles: list[str]) -> bool:
    word = words[0].rstrip(".").casefold()
    is_before_title = word in ("u.s", "us", "state", "house", "senate", "republican", "democratic", "former")
    if is_before_title and len(words) > 1 and words[1].rstrip(".").casefold() in TITLES:
        return True
    if len(words) > 2 and not word.endswith(".") and word not in GIVEN:
        # “Russian President Vladimir Putin”, “Prosecutor Ann Ray”: whatever stands before a title or a first name.
        following = [other.rstrip(".").casefold() for other in words[1:]]
        if (
            following[0] in GIVEN
            and (word not in BODIES - TITLES or word == "state")
            and len(words[0]) > 2
            and not words[0].isupper()
        ):
            return True
        if any(other in TITLES for other in following[:-1]) and not set(following) & _IN_BODIES:
            return True
    if (
        word
        in (
            "king",
            "pope",
            "bishop",
            "dean",
            "major",
            "judge",
            "justice",
            "first",
            "chance",
            "prince",
            "queen",
            "father",
        )
        and len(words) <= 1
    ):
        return False
    return word in TITLES and len(words) > 1


def people_of(article: ArticleText) -> list[Person]:
    """The people who have a full name, with the places that name them. Made once.

    A surname alone is whoever has it; where several have it, who was called by it first, or nobody.
    """
    cached: list[Person] | None = article.__dict__.get("_people")
    if cached is None:
        cached = article.__dict__["_people"] = _people(article)
    return cached


def person_of(article: ArticleText, name: Name) -> Person | None:
    """Who is named here."""
    by_place: dict[int, Person] | None = article.__dict__.get("_person_by_place")
    if by_place is None:
        by_place = {other.start: person for person in people_of(article) for other in person.names}
        article.__dict__["_person_by_place"] = by_place
    return by_place.get(name.start)


def _people(article: ArticleText) -> list[Person]:
    by_surname: defaultdict[str, list[Person]] = defaultdict(list)
    names = [name for name in names_of(article) if not name.is_headline and not name.is_body]
    for name in names:
        if name.is_person:
            same = next((person for person in by_surname[name.last] if is_same_given(person.given, name.given)), None)
            if same is None:
                same = Person(name.last, name.given)
                by_surname[name.last].append(same)
            same.names.append(name)
    bare: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names:
        if len(name.words) == 1 and name.words[0] in by_surname:
            bare[name.words[0]].append(name)
    for surname, uses in bare.items():
        owner = _owner(by_surname[surname], uses)
        if owner is not None:
            owner.names.extend(uses)
    firsts: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        if len(name.words) == 2 and name.last in by_surname and name.given.casefold() not in COMMON | TITLES | BODIES:
            firsts[name.last].add(name.given)
    people = [person for group in by_surname.values() for person in group]
    for person in people:
        person.is_shared = len(by_surname[person.surname]) > 1 or any(
            not is_same_given(given, person.given) for given in firsts[person.surname]
        )
        person.names.sort(key=lambda name: name.start)
    return people


def _owner(group: list[Person], bare: list[Name]) -> Person | None:
    """Whom a surname alone means: who was called by it before anybody else with the surname came in."""
    if len(group) == 1:
        return group[0]
    introduced = sorted((person.names[0].start, at) for at, person in enumerate(group))
    first, second = introduced[:2]
    return group[first[1]] if any(first[0] < name.start < second[0] for name in bare) else None


def is_same_given(first: str, second: str) -> bool:
    """Whether two first names may be one person's: the same, an initial, or a usual short form."""
    lower, other = first.rstrip(".").casefold(), second.rstrip(".").casefold()
    if lower == other or not lower or not other:
        return True
    if min(len(lower.replace(".", "")), len(other.replace(".", ""))) <= 2 and lower[0] == other[0]:
        return True
    if len(lower) >= 3 and len(other) >= 3 and (lower.startswith(other) or other.startswith(lower)):
        return True
    return any(lower in line and other in line for line in NICKNAMES)


def is_demonym(word: str) -> bool:
    return word.casefold().rstrip("s") in DEMONYMS or word.casefold() in DEMONYMS

"""Who the sources of an article are: one for each person or body, whatever forms it takes.

Attributions that share an introduction share a source. Beyond that, names are compared: a surname alone joins the one
person whose full name ends with it. When in doubt two sources stay apart, because a reviewer sees two rows that belong
together at a glance, and can't see that one row mixes two people.

A pronoun without introduction leads to nobody: “he” as a row in a list of sources would tell a reader nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from factcheck.attribution import lexicon as lex
from factcheck.attribution.names import Form, Kind, form_of, is_pronoun
from factcheck.attribution.status import singular
from factcheck.attribution.types import Attribution, Source, SourcingStatus, Span

#: A short form in brackets ends at most this many characters after the name; chosen by hand.
_BRACKETS = 16
#: A bare surname is compared with fewer people than this; where more share it, it stays a source of its own. Chosen
#: by hand, to bound the time.
_MOST_NAMESAKES = 8
#: Last words that people’s names share with bodies’: these stay the body’s.
_OF_BODIES = lex.CAPITALS | lex.BODIES | lex.OUTLET_ENDS | lex.OUTLETS


@dataclass(slots=True)
class _Mentioned:
    """Attributions that lead to one place in the text, and in the end all that lead to one source."""

    attributions: list[int] = field(default_factory=list)
    forms: dict[Form, None] = field(default_factory=dict)

    @property
    def person(self) -> Form | None:
        """The fullest name of a person."""
        named = [form for form in self.forms if form.kind is Kind.PERSON and form.words]
        return max(named, key=_fullness) if named else None

    def thing(self, kind: Kind) -> Iterable[Form]:
        return (form for form in self.forms if form.kind is kind and form.words and form.is_definite)


def find_sources(text: str, attributions: Sequence[Attribution]) -> tuple[tuple[Source, ...], tuple[Attribution, ...]]:
    """The sources in the order in which they first speak, and the attributions, each with whom it leads to."""
    mentioned = _by_place(text, attributions)
    groups = _Groups(len(mentioned))
    _join_people(mentioned, groups)
    _join_things(mentioned, groups)
    merged: dict[int, _Mentioned] = defaultdict(_Mentioned)
    for place, group in enumerate(mentioned):
        whole = merged[groups.of(place)]
        whole.attributions += group.attributions
        whole.forms |= group.forms
    ordered = sorted(
        merged.values(), key=lambda group: min(_place(attributions[index]) for index in group.attributions)
    )
    leads_to = {index: number for number, group in enumerate(ordered) for index in group.attributions}
    return (
        tuple(_source(group, attributions) for group in ordered),
        tuple(replace(attribution, leads_to=leads_to.get(index)) for index, attribution in enumerate(attributions)),
    )


# -- mentions by place -------------------------------------------------------------------------------------------------


def _by_place(text: str, attributions: Sequence[Attribution]) -> list[_Mentioned]:
    """The attributions by the place that names their source: its introduction, or the source itself."""
    read = _Reader(text)
    places: dict[tuple[object, ...], _Mentioned] = {}
    for index, attribution in enumerate(attributions):
        if not attribution.source or attribution.is_own_reporting:
            continue
        own = read.form(attribution.source, attribution.status)
        introduced = read.form((attribution.introduced,), attribution.status) if attribution.introduced else None
        if introduced is not None and own is not None and _differ(own, introduced):
            introduced = None
        form, spans = (
            (introduced, (attribution.introduced,))
            if introduced and attribution.introduced
            else (own, attribution.source)
        )
        if form is None:
            continue
        # Two readings of one phrase may end at different words, but “Berg” and “Berg’s aides” are not one source.
        end = spans[-1].end if form.kind in (Kind.PERSON, Kind.BODY) else None
        place = places.setdefault((form.kind, spans[0].start, end), _Mentioned())
        place.attributions.append(index)
        place.forms |= dict.fromkeys(named_form for named_form in (introduced, own) if named_form is not None)
    return list(places.values())


class _Reader:
    """Reads the forms of one text; the same words are read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, SourcingStatus, str], Form | None] = {}

    def form(self, spans: Sequence[Span], status: SourcingStatus) -> Form | None:
        phrase = self._words(spans[:4])
        following = self._text[spans[-1].end : spans[-1].end + _BRACKETS]
        key = phrase, status, following if "(" in following[:2] else ""
        if key not in self._known:
            self._known[key] = form_of(*key)
        return self._known[key]

    def _words(self, spans: Sequence[Span]) -> str:
        """The words of a source; one that is broken in two continues after a comma, as a description does."""
        phrase, end = "", 0
        for span in spans:
            words = self._text[span.start : min(span.end, span.start + 1000)]
            if phrase and is_pronoun(words):
                continue
            gap = self._text[end : span.start] if phrase and span.start - end < 3 else ", "
            phrase += gap + words if phrase else words
            end = span.end
        return phrase


def _differ(own: Form, introduced: Form) -> bool:
    """Whether a source can't be whom it was led back to: “Mr Clinton” is not Hillary Clinton."""
    if own.kind is not Kind.PERSON or introduced.kind is not Kind.PERSON:
        return False
    if own.is_full and introduced.is_full:
        return own.words[-1] != introduced.words[-1] and own.words[0] != introduced.words[0]
    return bool(own.words) and _sexes_differ(own.gender, introduced.gender)


def _sexes_differ(first: str, second: str) -> bool:
    return bool(first and second and first != second)


# -- people ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Person:
    """Somebody with a name, as far as it is known."""

    place: int
    initials: str
    gender: str
    #: Whether the article calls them something that holds no office: a neighbour, an expert.
    is_private: bool

    def may_be(self, form: Form) -> bool:
        if _sexes_differ(self.gender, form.gender):
            return False
        return not (self.initials and form.initials and self.initials != form.initials)

    def learn(self, form: Form) -> None:
        self.initials = self.initials or form.initials
        self.gender = self.gender or form.gender


def _join_people(mentioned: Sequence[_Mentioned], groups: _Groups) -> None:
    """One source for each person: full names first, then surnames that can mean only one of them."""
    named = [(place, form) for place, group in enumerate(mentioned) if (form := group.person) is not None]
    full: dict[tuple[str, str], list[_Person]] = defaultdict(list)
    ends: dict[tuple[str, ...], list[_Person]] = defaultdict(list)
    for place, form in named:
        if not form.is_full:
            continue
        person = _the_one(full[form.words[0], form.words[-1]], form)
        if person is None:
            person = _Person(place, form.initials, form.gender, _is_private(form))
            _keep(full[form.words[0], form.words[-1]], person)
            for start in range(1, len(form.words)):
                _keep(ends[form.words[start:]], person)
            _keep(ends[form.words[:1]], person)
        groups.join(place, person.place)
        person.learn(form)
    bare: dict[tuple[str, ...], list[_Person]] = defaultdict(list)
    for place, form in named:
        if form.is_full and not ends.get(form.words):
            continue
        person = _the_one(
            [namesake for namesake in ends.get(form.words, ()) if not (form.has_title and namesake.is_private)], form
        )
        if person is None and not form.is_full:
            person = _the_one(bare[form.words], form)
        if person is None:
            person = _Person(place, form.initials, form.gender, False)
            _keep(bare[form.words], person)
        groups.join(place, person.place)
        person.learn(form)
    _join_misread(mentioned, groups, full, ends)


def _join_misread(
    mentioned: Sequence[_Mentioned],
    groups: _Groups,
    full: dict[tuple[str, str], list[_Person]],
    ends: dict[tuple[str, ...], list[_Person]],
) -> None:
    """Join a headline’s “Obama” that was taken for a body with the person of that name in the article."""
    for place, group in enumerate(mentioned):
        for form in group.thing(Kind.BODY):
            if (
                not form.name[:1].isupper()
                or form.words[-1] in lex.CAPITALS | lex.BODIES | lex.OUTLET_ENDS | lex.OUTLETS
            ):
                continue
            person = form_of(form.name, SourcingStatus.NAMED_PERSON)
            if person is None or not person.words:
                continue
            namesakes = full.get((person.words[0], person.words[-1])) if person.is_full else ends.get(person.words)
            if namesakes and (match := _the_one(namesakes, person)) is not None:
                groups.join(place, match.place)


def _the_one(people: Sequence[_Person], form: Form) -> _Person | None:
    """The person that a name means, if it can mean only one of them."""
    if len(people) >= _MOST_NAMESAKES:
        return None
    matches = [person for person in people if person.may_be(form)]
    return matches[0] if len(matches) == 1 else None


def _keep(people: list[_Person], person: _Person) -> None:
    if len(people) < _MOST_NAMESAKES:
        people.append(person)


def _is_private(form: Form) -> bool:
    words = [singular(word.strip(",.()").lower()) for word in form.described.split()]
    return any(word in lex.PEOPLE for word in words) and not any(word in lex.OFFICES for word in words)


# -- bodies, outlets, documents, people without a name ---------------------------------------------------------------


def _join_things(mentioned: Sequence[_Mentioned], groups: _Groups) -> None:
    """One source for words that mean the same everywhere, and for a body’s short form."""
    first: dict[tuple[Kind, tuple[str, ...]], int] = {}
    bodies: list[tuple[int, Form]] = []
    for place, group in enumerate(mentioned):
        for form in (form for kind in (Kind.BODY, Kind.DOCUMENT, Kind.UNNAMED) for form in group.thing(kind)):
            groups.join(place, first.setdefault((form.kind, form.words), place))
            if form.kind is Kind.BODY:
                bodies.append((place, form))
    _join_short_forms(bodies, groups)


def _join_short_forms(bodies: Sequence[tuple[int, Form]], groups: _Groups) -> None:
    """“The EPA”, “the Post”: when one body alone can be meant."""
    by_alias: dict[str, set[int]] = defaultdict(set)
    by_acronym: dict[str, set[int]] = defaultdict(set)
    by_last_word: dict[str, set[int]] = defaultdict(set)
    for place, form in bodies:
        whole = groups.of(place)
        for alias in form.aliases:
            by_alias[alias].add(whole)
        if len(form.words) > 1:
            by_acronym[form.acronym].add(whole)
            by_last_word[form.words[-1]].add(whole)
    for place, form in bodies:
        if len(form.words) > 1:
            continue
        word = form.words[0]
        bodies_meant = by_alias.get(word) or (by_acronym.get(word) if form.name.replace(".", "").isupper() else None)
        if bodies_meant is None and word in lex.OUTLET_ENDS:
            bodies_meant = by_last_word.get(word)
        if bodies_meant is not None and len(bodies_meant) == 1:
            groups.join(place, next(iter(bodies_meant)))


# -- what comes out --------------------------------------------------------------------------------------------------


def _source(mentioned: _Mentioned, attributions: Sequence[Attribution]) -> Source:
    own = [attributions[index] for index in mentioned.attributions]
    named = [form for form in mentioned.forms if form.kind is Kind.PERSON and form.words]
    forms = named or list(mentioned.forms)
    fullest = max(forms, key=_fullness)
    kinds = {Kind.PERSON} if named else {form.kind for form in forms}
    described = [form.described for form in mentioned.forms if form.kind in kinds]
    statuses = {attribution.status for attribution in own}
    return Source(
        name=fullest.name,
        described=max(described, key=_telling),
        status=min(statuses, key=lambda status: status.rank),
        mentions=tuple(sorted({attribution.source[0] for attribution in own})),
    )


def _fullness(form: Form) -> tuple[bool, bool, int, int]:
    """Names before phrases that point, “Blinken” before “BLINKEN”, the longest."""
    is_name = form.name[:1].isupper() or not form.name[:1].islower()
    return is_name, not form.name.isupper() or len(form.words) < 2, len(form.words), len(form.name)


def _telling(described: str) -> tuple[bool, bool, int]:
    """A post before “who left the talks”, anything before an age; then what tells more."""
    return any(map(str.isalpha, described)), not described.startswith(("who ", "which ")), len(described)


def _place(attribution: Attribution) -> Span:
    return attribution.source[0]


class _Groups:
    """Which mentions belong together: union–find."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, member: int) -> int:
        while self._above[member] != member:
            self._above[member] = self._above[self._above[member]]
            member = self._above[member]
        return member

    def join(self, member: int, other: int) -> None:
        """Put two together; the earlier one represents both."""
        low, high = sorted((self.of(member), self.of(other)))
        self._above[high] = low

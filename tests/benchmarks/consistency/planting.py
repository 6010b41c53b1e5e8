"""Puts one error into a copy of an article, by a template or in what the article has itself."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass

from tests.benchmarks.consistency.slots import filled, misspelled, slots

_MARK = re.compile(r"⟦(.*?)⟧")


@dataclass(frozen=True)
class Planted:
    """A text with an error; where it has to be named, and what was put in."""

    text: str
    places: list[tuple[int, int]]
    inserted: list[tuple[int, int]]
    title: str = ""

    def shown(self) -> str:
        if not self.inserted:
            return " | ".join(self.text[max(0, start - 30) : end + 30].replace("\n", " ") for start, end in self.places)
        return " … ".join(self.text[start:end] for start, end in self.inserted)


def plant_by_template(templates: list[str], article: str, rng: random.Random, day: dt.date, *, at: int) -> Planted:
    """The template whose turn it is, with its sentences in paragraphs of their own; those with “ || ” apart."""
    template = templates[at % len(templates)]
    while True:
        values = slots(rng, day)
        pieces = filled(template, values).split(" || ")
        # A template may hold two versions of one error, for rules that may find either: the last pair counts.
        if all(name not in article for name in (values["a"], values["b"], values["acr"])):
            break
    headline, _, body = article.partition("\n")
    paragraphs = [paragraph for paragraph in body.split("\n") if paragraph.strip()]
    if pieces[0].startswith("# "):
        headline, pieces = pieces[0][2:], pieces[1:]
        paragraphs = [*pieces, *_without_numbers(paragraphs)]
        rebuilt = [headline, *paragraphs]
        chosen = list(range(len(pieces) + 1))
    else:
        slots_for = sorted(rng.sample(range(len(paragraphs) + 1), min(len(pieces), len(paragraphs) + 1)))
        rebuilt = [headline]
        chosen = []
        for place in range(len(paragraphs) + 1):
            while slots_for and slots_for[0] == place:
                slots_for.pop(0)
                chosen.append(len(rebuilt))
                rebuilt.append(pieces[len(chosen) - 1])
            if place < len(paragraphs):
                rebuilt.append(paragraphs[place])
    text, places, inserted = "", [], []
    for number, paragraph in enumerate(rebuilt):
        start = len(text)
        if number in chosen:
            bare = ""
            position = 0
            for mark in _MARK.finditer(paragraph):
                bare += paragraph[position : mark.start()]
                places.append((start + len(bare), start + len(bare) + len(mark[1])))
                bare += mark[1]
                position = mark.end()
            bare += paragraph[position:]
            paragraph = bare
            inserted.append((start, start + len(paragraph)))
        text += paragraph + "\n\n"
    return Planted(text, _to_name(text, places), inserted)


def _without_numbers(paragraphs: list[str]) -> list[str]:
    """Paragraphs without figures: they would say something else of what the new headline says."""
    return [paragraph for paragraph in paragraphs if not re.search(r"\d", paragraph)] or paragraphs[:1]


def _to_name(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One place for each of two wordings: of three marks, two that differ."""
    by_words: dict[str, tuple[int, int]] = {}
    for start, end in places:
        by_words.setdefault(text[start:end], (start, end))
    unique = list(by_words.values())
    return unique[-2:] if len(unique) > 2 else unique


# ---- In what the article has ----------------------------------------------------------------------------------------


def plant_in_article(name: str, articles: list[str], rng: random.Random) -> Planted | None:
    """The same class of error in an article's own words; None where none of the articles has any for it."""
    plant = _PLANTERS.get(name)
    if plant is None:
        return None
    for text in articles:
        planted = plant(text, rng)
        if planted is not None:
            return planted
    return None


def _replaced(text: str, start: int, end: int, words: str, other: tuple[int, int] | None) -> Planted:
    shift = len(words) - (end - start)
    changed = text[:start] + words + text[end:]
    places = [(start, start + len(words))]
    if other:
        places.append(other if other[0] < start else (other[0] + shift, other[1] + shift))
    return Planted(changed, places, [])


_FULL = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{2,9}) ([A-Z][a-z]{4,11})(?=[,. ’'])")
_NOT_PEOPLE = re.compile(
    r"^(?:New|North|South|West|East|United|White|Supreme|Wall|Fox|Los|San|Las|Saint|World|Super|Middle|Great|"
    r"Real|Black|"
    r"Capitol|Air|Fort|Second|First|Third|Social|Planned|National|American|Democratic|Republican|Associated|Washington|"
    r"Barack|Cook|Obama|President|Mr|Mrs|Donald|Hillary|Mike|Ted|Marco|Jeb|Bernie|Tim|Mitt|Bill|Vladimir|"
    r"Affordable|House|Senate|Justice|State|Iowa|Ohio|Texas|Trump|Clinton|Oval|Prime|Vice|Attorney|Secret|Tea|"
    r"Mother|The)"
)


def _people(text: str) -> list[tuple[re.Match[str], list[re.Match[str]]]]:
    """Full names, each with the later places of the surname alone."""
    people = []
    body = text.find("\n")
    for match in _FULL.finditer(text, max(0, body)):
        given, surname = match[1], match[2]
        if _NOT_PEOPLE.match(given) or re.search(rf"\b{surname}\b", text[: match.start()]):
            continue
        bare = [
            later
            for later in re.finditer(rf"\b{surname}\b", text)
            if later.start() > match.end() and not re.search(r"[A-Z][a-z.]+ $", text[: later.start()][-12:])
        ]
        if bare and len(re.findall(rf"\b{given} {surname}\b", text)) <= 2:
            people.append((match, bare))
    return people


def _name(text: str, rng: random.Random) -> Planted | None:
    people = [
        person
        for person in _people(text)
        if re.search(r" (?:said|told|added|who)", text[person[0].end() : person[0].end() + 400])
    ]
    if not people:
        return None
    full, bare = rng.choice(people)
    changed = rng.choice(bare)
    return _replaced(text, changed.start(), changed.end(), misspelled(full[2], rng), (full.start(2), full.end(2)))


def _second(text: str, rng: random.Random) -> Planted | None:
    """The sentence that introduces somebody is taken out."""
    people = [
        (full, bare)
        for full, bare in _people(text)
        if any(re.match(r" (?:said|added|told|argued)\b", text[use.end() : use.end() + 8]) for use in bare)
        and full[2] not in text[: text.find("\n")]
        and len(re.findall(rf"\b[A-Z][\w.]+ {full[2]}\b", text)) == 1
    ]
    if not people:
        return None
    full, _bare = rng.choice(people)
    start = text.rfind("\n", 0, full.start()) + 1
    end = text.find("\n", full.end())
    cut = text[:start] + text[end + 1 :]
    use = re.search(rf"\b{full[2]}\b", cut)
    if use is None or re.search(rf"\b{full[2]}\b", cut[: max(0, use.start() - 1)]):
        return None
    speaking = next(
        (
            match
            for match in re.finditer(rf"\b{full[2]}\b", cut)
            if re.match(r" (?:said|added|told|argued)\b", cut[match.end() : match.end() + 8])
        ),
        None,
    )
    return Planted(cut, [speaking.span()], []) if speaking else None


def _quotation(text: str, rng: random.Random) -> Planted | None:
    quotes = [match for match in re.finditer(r"“([^“”\"\n]{50,160})”", text) if 9 <= len(match[1].split()) <= 25]
    if not quotes:
        return None
    quote = rng.choice(quotes)
    words = quote[1].split()
    at = rng.randrange(2, len(words) - 2)
    words[at] = rng.choice(
        [word for word in ("never", "people", "every", "house", "country", "money") if word != words[at]]
    )
    end = text.rfind("\n", 0, len(text) - 2)
    put_in = f"\n\nThe words were “{' '.join(words).rstrip(',.')}.”"
    changed = text[:end] + put_in + text[end:]
    start = end + put_in.index("“") + 1
    return Planted(changed, [quote.span(1), (start, start + len(" ".join(words)) - 2)], [])


def _headline(text: str, rng: random.Random) -> Planted | None:
    line = text[: text.find("\n")]
    people = {match[2] for match in _FULL.finditer(text)}
    names = [
        match
        for match in re.finditer(r"\b[A-Z][a-z]{4,12}\b", line)
        if match[0] in people and len(re.findall(rf"(?<=[a-z] ){match[0]}\b", text[len(line) :])) >= 2
    ]
    if not names:
        return None
    name = rng.choice(names)
    other = next(re.finditer(rf"\b{name[0]}\b", text[len(line) :]))
    return _replaced(
        text, name.start(), name.end(), misspelled(name[0], rng), (len(line) + other.start(), len(line) + other.end())
    )


def _role(text: str, rng: random.Random) -> Planted | None:
    titles = {
        "Sen.": "Rep.",
        "Rep.": "Sen.",
        "Gov.": "Sen.",
        "Mayor": "Gov.",
        "Senator": "Governor",
        "Governor": "Senator",
    }
    choices = []
    for match in re.finditer(
        r"\b(Sen\.|Rep\.|Gov\.|Mayor|Senator|Governor) ([A-Z][a-z]{2,9}) ([A-Z][a-z]{3,11})\b", text
    ):
        later = [
            use
            for use in re.finditer(rf"(?<=[.”,] ){match[3]}(?= (?:said|told|added))", text)
            if use.start() > match.end()
        ]
        if later and not re.search(rf"\b(?:former|then)[ -]{re.escape(match[1])}", text):
            choices.append((match, later[0]))
    if not choices:
        return None
    match, later = rng.choice(choices)
    return _replaced(text, later.start(), later.end(), f"{titles[match[1]]} {match[3]}", match.span(1))


def _share_words(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether both amounts are of one thing, as far as the words beside them tell."""
    around = [
        set(re.findall(r"[a-z]{5,}", text[max(0, match.start() - 60) : match.end() + 60])) for match in (first, second)
    ]
    return second.start() - first.end() > 200 and len(around[0] & around[1]) >= 2


def _unit(text: str, rng: random.Random) -> Planted | None:
    by_figure: dict[str, list[re.Match[str]]] = {}
    for match in re.finditer(r"\$([1-9]\d*\.\d|\d*[1-9]\d*[1-9]) (million|billion)\b", text):
        by_figure.setdefault(match.group(), []).append(match)
    groups = [group for group in by_figure.values() if len(group) >= 2 and _share_words(text, group[0], group[1])]
    if not groups:
        return None
    group = rng.choice(groups)
    other = {"million": "billion", "billion": "million"}[group[1][2]]
    return _replaced(text, group[1].start(2), group[1].end(2), other, group[0].span())


def _age(text: str, rng: random.Random) -> Planted | None:
    choices = []
    for match in re.finditer(r"\b([A-Z][a-z]{2,9}) ([A-Z][a-z]{3,11}), (\d\d),", text):
        later = [
            use for use in re.finditer(rf"\b{match[2]}(?= (?:said|told|added))", text) if use.start() > match.end()
        ]
        if later:
            choices.append((match, later[0]))
    if not choices:
        return None
    match, later = rng.choice(choices)
    return _replaced(text, later.end(), later.end(), f", {int(match[3]) + rng.choice([-4, 3, 7])},", match.span(3))


_PLANTERS = {
    "name-variant": _name,
    "second-reference": _second,
    "quotation": _quotation,
    "headline": _headline,
    "role": _role,
    "unit": _unit,
    "age": _age,
}

"""The rules that need the whole article. Each gives the places of claims, in reading order, and what is to be said of
them; all take time in proportion to the number of claims.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from factcheck.standards import words
from factcheck.standards.passages import UNNAMED, WITHOUT_SPEAKER, Article, Passage, bare
from factcheck.standards.rules import Remark


class Spotted(NamedTuple):
    """Some claims, by their place in the article, and what is said of them."""

    places: tuple[int, ...]
    remark: Remark


#: So many things in common make two sentences say the same, if one of them is a word that few claims have.
_IN_COMMON = 3
_FEW = 3
#: And so much of the shorter one's.
_SHARE = 0.25


def attribution_dropped(article: Article) -> Iterator[Spotted]:
    """The article credits another outlet or hedges, and later states the same in its own voice.

    The same is: at least three names, numbers or other words in common that say something, among them a name or number
    and a word that few claims of the article have, and together a quarter of the shorter sentence. Silent on what
    might be (“could”, “if”), and where a reviewer gave the outlet’s own voice a reason.
    """
    about = [_about(passage) for passage in article.passages]
    names = frozenset[str]().union(*(called for called, _ in about))
    everything = [called | others for called, others in about]
    common = Counter(word for one in everything for word in one)
    credited: defaultdict[str, list[int]] = defaultdict(list)
    for place, passage in enumerate(article.passages):
        rare = [word for word in everything[place] - names if common[word] <= _FEW]
        if _is_weak(passage):
            for word in rare:
                credited[word].append(place)
        elif rare and _is_own_voice(passage):
            for first in sorted({one for word in rare for one in credited[word]}):
                if _is_the_same(everything[first], everything[place], names):
                    yield Spotted((place,), _dropped(article.passages[first]))
                    break


def _about(passage: Passage) -> tuple[frozenset[str], frozenset[str]]:
    """What is said, without who says it to whom."""
    names, others = words.subjects(passage.text)
    if passage.status == "unattributed" or not (passage.source or passage.channel):
        return names, others
    speaking = frozenset[str]().union(*words.subjects(f"· {passage.source} {passage.channel}"))
    return names - speaking, others - speaking


def _is_own_voice(passage: Passage) -> bool:
    is_open = passage.status == "unattributed" and passage.unattributed_reason in ("", "needs_source")
    return is_open and words.is_stated(passage.text)


def _is_weak(passage: Passage) -> bool:
    return passage.is_borrowed or passage.status == "hedged" or passage.status in UNNAMED


def _is_the_same(one: frozenset[str], other: frozenset[str], names: frozenset[str]) -> bool:
    shared = one & other
    return len(shared) >= _IN_COMMON and len(shared) >= _SHARE * min(len(one), len(other)) and bool(shared & names)


def _dropped(first: Passage) -> Remark:
    who = first.leads_to
    where = (
        f"claim {first.label} credits to {who}" if first.status != "hedged" and who else f"claim {first.label} hedges"
    )
    return Remark(f"states as fact what {where}", f"state as fact what {where}")


def no_reason_for_anonymity(article: Article) -> Iterator[Spotted]:
    """The article never says why its sources aren’t named.

    Silent as soon as one sentence of it does, wherever it stands, and for claims where the desk wrote the reason down.
    """
    places = tuple(
        place
        for place, passage in enumerate(article.passages)
        if passage.status in UNNAMED and not passage.anonymity_reason.strip()
    )
    if places and not words.tells_why_unnamed(article.text):
        says = "why the source is not named"
        for place in places:
            yield Spotted((place,), Remark(f"doesn’t say {says}", f"don’t say {says}"))


def attribution_far_away(article: Article) -> Iterator[Spotted]:
    """Who says so stands more than a sentence away. Silent where it is in the sentence before or after."""
    says = "attributed more than a sentence away"
    for place, passage in enumerate(article.passages):
        if passage.distance > 1:
            yield Spotted((place,), Remark(f"is {says}", f"are {says}"))


def person_not_described(article: Article) -> Iterator[Spotted]:
    """A person is named and nobody learns who that is. Said once, of the first claim that rests on them.

    Silent as soon as the article says anything of them beside their name, anywhere, and on single names.
    """
    seen: set[str] = set()
    for place, passage in enumerate(article.passages):
        name = " ".join((passage.origin or passage.source).split())
        if passage.status != "named_person" or " " not in name or name in seen:
            continue
        seen.add(name)
        if not passage.described and not words.describes(article.text, name):
            says = f"{name} and doesn’t say who that is"
            yield Spotted((place,), Remark(f"names {says}", f"name {says}"))


#: So many claims make another outlet the article's origin; any other source has to have more, and most of all.
_MANY_FROM_AN_OUTLET = 3
_MANY_FROM_ONE = 5
_MOST = 2 / 3


def one_origin(article: Article) -> Iterator[Spotted]:
    """Many claims that come from one place in the end: three or more from another outlet, or most from one source.

    “An official told CNN” leads back to CNN. Silent while fewer than five claims are attributed to a single source.
    """
    origins = origins_of(article)
    attributed = sum(len(places) for _, places, _ in origins)
    for name, places, is_outlet in origins:
        is_main = len(places) >= _MANY_FROM_ONE and len(places) >= _MOST * attributed
        if is_main or (is_outlet and len(places) >= _MANY_FROM_AN_OUTLET):
            yield Spotted(places, Remark(f"leads back to one origin: {name}", f"lead back to one origin: {name}"))


class Origin(NamedTuple):
    """Where claims come from in the end, with their places; another outlet or not."""

    name: str
    places: tuple[int, ...]
    is_outlet: bool


def origins_of(article: Article) -> list[Origin]:
    """The distinct origins of an article’s claims, those of most claims first. What is only hedged has none."""
    places: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    outlets: set[str] = set()
    for place, passage in enumerate(article.passages):
        if passage.status in WITHOUT_SPEAKER or not passage.leads_to:
            continue
        key = bare(passage.leads_to)
        names.setdefault(key, passage.leads_to)
        places.setdefault(key, []).append(place)
        if passage.is_borrowed:
            outlets.add(key)
    found = [Origin(names[key], tuple(of), key in outlets) for key, of in places.items()]
    return sorted(found, key=lambda one: -len(one.places))


def rests_on_an_article_loaded_here(article: Article) -> Iterator[Spotted]:
    """The outlet that is credited has its article here: what it rests on in turn. Silent when none is loaded."""
    for there in article.elsewhere:
        places = tuple(
            place
            for place, passage in enumerate(article.passages)
            if passage.is_borrowed and bare(passage.leads_to) == bare(there.outlet)
        )
        if places:
            says = f"on {there.outlet}, whose article “{there.title}” is loaded here: {there.rests_on}"
            yield Spotted(places, Remark(f"rests {says}", f"rest {says}"))

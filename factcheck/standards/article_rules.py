"""The rules that need the whole article.

Each yields the places of claims, in reading order, with the remark on them. All take time in proportion to the number
of claims. As in ``rules``, the words of a remark are the key of its dismissals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from factcheck.standards import patterns
from factcheck.standards.inputs import WITHOUT_SPEAKER, RulesArticle, RulesClaim, outlet_key
from factcheck.standards.rules import Remark


class PlacedRemark(NamedTuple):
    """Some claims, by their place in the article, and what is said of them."""

    places: tuple[int, ...]
    remark: Remark


#: Two sentences say the same if they share at least this many subjects (chosen by hand) …
_MIN_SHARED = 3
#: … one of them a word that no more claims than this have (chosen by hand) …
_MAX_CLAIMS_OF_RARE_WORD = 3
#: … and together at least this part of the shorter sentence's subjects (chosen by hand).
_MIN_SHARED_PART = 0.25


def attribution_dropped(article: RulesArticle) -> Iterator[PlacedRemark]:
    """The article credits another outlet or hedges, and later states the same in its own voice.

    The same is: at least three names, numbers or other words in common that say something, among them a name or number
    and a word that few claims of the article have, and together a quarter of the shorter sentence. Silent on what
    might be (“could”, “if”), and where a reviewer gave the outlet’s own voice a reason.
    """
    about = [_about(claim) for claim in article.claims]
    names = frozenset[str]().union(*(claim_names for claim_names, _ in about))
    subjects = [claim_names | others for claim_names, others in about]
    frequency = Counter(word for claim_subjects in subjects for word in claim_subjects)
    credited: defaultdict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(article.claims):
        rare = [word for word in subjects[place] - names if frequency[word] <= _MAX_CLAIMS_OF_RARE_WORD]
        if _is_weak(claim):
            for word in rare:
                credited[word].append(place)
        elif rare and _is_own_voice(claim):
            for first in sorted({earlier for word in rare for earlier in credited[word]}):
                if _says_the_same(subjects[first], subjects[place], names):
                    yield PlacedRemark((place,), _dropped(article.claims[first]))
                    break


def _about(claim: RulesClaim) -> tuple[frozenset[str], frozenset[str]]:
    """What is said, without who says it to whom."""
    names, others = patterns.subjects(claim.text)
    if claim.status == "unattributed" or not (claim.source or claim.channel):
        return names, others
    speaker = frozenset[str]().union(*patterns.subjects(f"· {claim.source} {claim.channel}"))
    return names - speaker, others - speaker


def _is_own_voice(claim: RulesClaim) -> bool:
    is_open = claim.status == "unattributed" and claim.unattributed_reason in ("", "needs_source")
    return is_open and patterns.is_stated(claim.text)


def _is_weak(claim: RulesClaim) -> bool:
    return claim.is_borrowed or claim.status == "hedged" or claim.is_unnamed


def _says_the_same(first: frozenset[str], second: frozenset[str], names: frozenset[str]) -> bool:
    shared = first & second
    enough = max(_MIN_SHARED, _MIN_SHARED_PART * min(len(first), len(second)))
    return len(shared) >= enough and bool(shared & names)


def _dropped(first: RulesClaim) -> Remark:
    origin = first.leads_to or "an unnamed source"
    earlier = f"claim {first.label} hedges" if first.status == "hedged" else f"claim {first.label} credits to {origin}"
    return Remark(f"states as fact what {earlier}", f"state as fact what {earlier}")


def attribution_far_away(article: RulesArticle) -> Iterator[PlacedRemark]:
    """The source is named more than a sentence away. Silent where it is in the sentence before or after."""
    says = "attributed more than a sentence away"
    for place, claim in enumerate(article.claims):
        if claim.distance > 1:
            yield PlacedRemark((place,), Remark(f"is {says}", f"are {says}"))


def person_not_described(article: RulesArticle) -> Iterator[PlacedRemark]:
    """A person is named and the reader doesn't learn who that is. Remarked once, on the first claim that rests on them.

    Silent as soon as the article says anything about them besides their name, anywhere, and on single names.
    """
    named: set[str] = set()
    for place, claim in enumerate(article.claims):
        name = " ".join((claim.origin or claim.source).split())
        if claim.status != "named_person" or " " not in name or name in named:
            continue
        named.add(name)
        if not claim.described and not patterns.describes(article.text, name):
            says = f"{name} and doesn’t say who that is"
            yield PlacedRemark((place,), Remark(f"names {says}", f"name {says}"))


#: From this many claims on, another outlet is the article's one origin (chosen by hand).
_MIN_FROM_OUTLET = 3
#: Any other source needs this many claims, and this part of all attributed ones (both chosen by hand).
_MIN_FROM_SOURCE = 5
_MIN_PART_FROM_SOURCE = 2 / 3


def one_origin(article: RulesArticle) -> Iterator[PlacedRemark]:
    """Many claims come from one place in the end: three or more from another outlet, or most from one source.

    “An official told CNN” leads back to CNN. Silent while fewer than five claims are attributed to a single source.
    """
    origins = origins_of(article)
    attributed = sum(len(places) for _, places, _ in origins)
    for name, places, is_outlet in origins:
        is_main = len(places) >= _MIN_FROM_SOURCE and len(places) >= _MIN_PART_FROM_SOURCE * attributed
        if is_main or (is_outlet and len(places) >= _MIN_FROM_OUTLET):
            yield PlacedRemark(
                places, Remark(f"comes from a single source: {name}", f"come from a single source: {name}")
            )


class Origin(NamedTuple):
    """Where claims come from in the end, with their places, and whether that is another outlet."""

    name: str
    places: tuple[int, ...]
    is_outlet: bool


def origins_of(article: RulesArticle) -> list[Origin]:
    """The distinct origins of an article’s claims, those with most claims first. What is only hedged has none."""
    places: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    outlets: set[str] = set()
    for place, claim in enumerate(article.claims):
        if claim.status in WITHOUT_SPEAKER or claim.is_own_reporting or not claim.leads_to:
            continue
        key = outlet_key(claim.leads_to)
        names.setdefault(key, claim.leads_to)
        places.setdefault(key, []).append(place)
        if claim.is_borrowed:
            outlets.add(key)
    origins = [Origin(names[key], tuple(claim_places), key in outlets) for key, claim_places in places.items()]
    return sorted(origins, key=lambda origin: -len(origin.places))


def rests_on_an_article_loaded_here(article: RulesArticle) -> Iterator[PlacedRemark]:
    """The outlet that is credited has its article here: what it rests on in turn. Silent when none is loaded."""
    for credited in article.credited_articles:
        places = tuple(
            place
            for place, claim in enumerate(article.claims)
            if claim.is_borrowed and outlet_key(claim.leads_to) == outlet_key(credited.outlet)
        )
        if places:
            says = f"on {credited.outlet}, whose article “{credited.title}” is loaded here: {credited.rests_on}"
            yield PlacedRemark(places, Remark(f"relies {says}", f"rely {says}"))

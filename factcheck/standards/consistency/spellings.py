"""One name spelled in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from factcheck.standards.consistency.known import KNOWN
from factcheck.standards.consistency.names import Name, is_same_given, names_of
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place
from factcheck.standards.consistency.words import BODIES, COMMON, DEMONYMS, GIVEN, TITLES, words_of

#: Shorter words are too like each other. Chosen by hand.
_MIN_LENGTH = 4
#: Words of at least this length may differ in two letters. Chosen by hand.
_MIN_FOR_TWO = 8
#: More distinct words than this are looked at no further: only very long texts have them.
_MAX_WORDS = 20_000
#: Endings that make an adjective, an inhabitant or a plural of a name.
_ENDINGS = frozenset("s es ns ans an ian ese ish ite ist ism ic os as".split())  # noqa: SIM905
_SPELLED_AS = re.compile(
    r"\b(?:also (?:known|spelled|written|rendered|transliterated)|sometimes (?:spelled|written|known|rendered)|"
    r"(?:is|was) (?:also )?spelled|spelling|transliterat\w+|misspell\w*|"
    r"misspelt|pronounced|alias|a\.k\.a|aka|née|born)\b",
    re.IGNORECASE,
)


def name_variant(article: ArticleText) -> Iterator[Disagreement]:
    """Two spellings, a letter or two apart, of what looks like the same name.

    Silent on two people who are both introduced, on what is derived from a name, on nicknames, on “[sic]”, and where
    the article itself speaks of a spelling.
    """
    uses = _uses(article)
    words = sorted(uses)
    if len(words) > _MAX_WORDS:
        words = sorted(words, key=lambda word: -len(uses[word]))[:_MAX_WORDS]
    reported: set[str] = set()
    for first, second in _alike(words):
        if first.casefold() in reported or second.casefold() in reported:
            continue
        common, rare = sorted((first, second), key=lambda word: (-len(uses[word]), uses[word][0][0].start))
        pair = _clash(article, uses[common], uses[rare])
        if pair is None:
            continue
        reported.update((first.casefold(), second.casefold()))
        (name, at), (other, other_at) = pair
        yield Disagreement(
            "name-variant",
            (
                Place(name.starts[at], name.starts[at] + len(name.words[at])),
                Place(other.starts[other_at], other.starts[other_at] + len(other.words[other_at])),
            ),
            f"“{name.words[at]}” and “{other.words[other_at]}”",
        )


#: A name and which of its words.
_Use = tuple[Name, int]


def _uses(article: ArticleText) -> dict[str, list[_Use]]:
    """By word: where it stands in a name. Words that stand in small letters as well are no names."""
    lower = article.lower_words
    uses: defaultdict[str, list[_Use]] = defaultdict(list)
    for name in names_of(article):
        if name.is_headline:
            continue
        for use in _words_of(name):
            bare = use[0].words[use[1]].rstrip(".")
            if len(bare) < _MIN_LENGTH or bare.isupper() or not bare[0].isupper():
                continue
            folded = bare.casefold()
            if folded in COMMON or folded in lower or folded in TITLES:
                continue
            is_single = len(use[0].words) == 1
            if is_single and (folded in BODIES | DEMONYMS | _STATES or folded.rstrip("s") in DEMONYMS):
                continue
            uses[bare].append(use)
    return uses


def _words_of(name: Name) -> Iterator[_Use]:
    """Each word of a name; the parts of “Reagan-Schweiker” as names of their own."""
    for at, word in enumerate(name.words):
        parts = re.split(r"[-‑]", word)
        if len(parts) == 1:
            yield name, at
            continue
        if not all(part[:1].isupper() and len(part) > _MIN_LENGTH + 1 for part in parts):
            continue
        start = name.starts[at]
        for part in parts:
            yield Name(start, start + len(part), (part,), starts=(start,)), 0
            start += len(part) + 1


def _alike(words: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words that are a letter or two apart, each pair once.

    Words that share a key (the word with one letter left out) are compared; so the time goes with the number of words.
    """
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for word in words:
        folded = word.casefold()
        keys = {folded} | {folded[:at] + folded[at + 1 :] for at in range(len(folded))}
        if len(folded) >= _MIN_FOR_TWO:
            keys |= {
                key[:at] + key[at + 1 :] for key in list(keys) if len(key) == len(folded) - 1 for at in range(len(key))
            }
        for key in keys:
            others = by_key[key]
            for other in others[:50]:
                pair = (other, word)
                if pair not in seen and other.casefold() != folded:
                    seen.add(pair)
                    if _may_be_same(other, word):
                        yield pair
            others.append(word)


def _may_be_same(first: str, second: str) -> bool:
    first, second = _folded(first), _folded(second)
    if first == second or (first[0] != second[0] and not (sorted(first) == sorted(second) and first[1] == second[0])):
        return False
    if abs(len(first) - len(second)) > 2:
        return False
    short, long = sorted((first, second), key=len)
    ending = long[len(short) :] if long.startswith(short) else ""
    if ending in _ENDINGS or (ending in ("n", "i", "y", "a", "e") and (long in DEMONYMS or short in KNOWN)):
        return False
    if _is_derived(short, long):
        return False
    if (first in KNOWN and second in KNOWN) or {first, second} & BODIES:
        return False
    distance = edit_distance(first, second)
    return distance == 1 or (distance == 2 and min(len(first), len(second)) >= _MIN_FOR_TWO - 1)


def _folded(word: str) -> str:
    """Without capitals, accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalpha())


_SAME_BUT = [
    pair.split("/")
    for pair in sorted(
        words_of(
            """man/men o/a os/as ia/ian y/ies ant/ants ist/ism ism/ists ist/ists an/ans ic/ics ce/t er/ers
            er/ed ed/es ing/ed us/a e/ed e/er an/a i/is ia/ians m/st en/an t/ce n/c a/s ic/ist o/s ese/a
            ns/c ne/na ine/ina"""
        )
    )
]


def _is_derived(short: str, long: str) -> bool:
    """“Latino” and “Latina”, “Congressman” and “Congressmen”, “Brexit” and “Brexits”."""
    for ending, other_ending in _SAME_BUT:
        for first, second in ((short, long), (long, short)):
            if first.endswith(ending) and second.endswith(other_ending):
                stem = first[: len(first) - len(ending)]
                if len(stem) >= 3 and stem == second[: len(second) - len(other_ending)]:
                    return True
    return False


def edit_distance(first: str, second: str, limit: int = 2) -> int:
    """How many letters are put in, left out, replaced or swapped with their neighbor; limit + 1 for more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        earlier, before, row = before, row, [at]
        for column, other in enumerate(second, 1):
            value = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != other))
            if at > 1 and column > 1 and letter == second[column - 2] and first[at - 2] == other:
                value = min(value, earlier[column - 2] + 1)
            row.append(value)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _clash(article: ArticleText, common: list[_Use], rare: list[_Use]) -> tuple[_Use, _Use] | None:
    """The two places to show, if both spellings are of one name."""
    if len(rare) > 3 and len(common) < 3 * len(rare):
        return None  # both are at home in the article
    if any(article.is_sic(name.starts[at] + len(name.words[at])) for name, at in (*rare, *common)):
        return None
    for name, at in rare:
        other = _same_name(article, common, name, at)
        if other is None:
            return None  # one use that stands for itself: two names
    name, at = rare[0]
    other = _same_name(article, common, name, at)
    if other is None or _speaks_of_spelling(article, name) or _speaks_of_spelling(article, other[0]):
        return None
    return (other, (name, at)) if other[0].start < name.start else ((name, at), other)


def _speaks_of_spelling(article: ArticleText, name: Name) -> bool:
    return bool(_SPELLED_AS.search(article.text[max(0, name.start - 60) : name.end + 60]))


def _same_name(article: ArticleText, common: list[_Use], name: Name, at: int) -> _Use | None:
    """A use of the other spelling that is of the same person or body as this one; None where it isn't clear."""
    fulls = [(other, other_at) for other, other_at in common if len(other.words) > 1]
    if len(name.words) > 1:
        same = next((use for use in fulls if _is_parallel(name, at, *use)), None)
        if same:
            return None if _are_both_introduced(article, name, same[0]) else same
        if at == len(name.words) - 1 and name.given and not name.is_body:
            # A full name: its surname must be the other's bare one, who has no other first name.
            if any(other.given and other_at == len(other.words) - 1 for other, other_at in fulls):
                return None
            bare = [
                (other, other_at)
                for other, other_at in common
                if len(other.words) == 1 and (other.title or other.words[0].casefold() not in KNOWN | GIVEN)
            ]
            return bare[0] if bare and _is_likely_person(article, name) else None
        return None
    # A bare word: the other spelling has a full name, or both are bare.
    if not name.title and name.words[0].casefold() in KNOWN | GIVEN:
        return None
    owners = [
        (other, other_at)
        for other, other_at in fulls
        if other_at == len(other.words) - 1 or other.words[other_at] == other.last
    ]
    if owners:
        owner = owners[0]
        if owner[0].is_body and (name.begins_sentence or len(name.words[0]) < 5):
            return None
        if not owner[0].is_body and not _is_likely_person(article, owner[0]):
            return None
        if name.begins_sentence and not name.title and len(name.words[0]) < 5:
            return None
        if (
            name.title
            and owner[0].title
            and name.title != owner[0].title
            and name.title in ("mr", "mrs", "ms")
            and len(common) < 2
        ):
            return owner
        return owner
    if any(len(other.words) == 1 for other, _ in common) and not fulls:
        word = name.words[0]
        if word.casefold() in KNOWN:
            return None
        if len(word) >= 5 and (len(common) >= 2 or name.title or common[0][0].title) and word.casefold() not in GIVEN:
            if name.begins_sentence and not name.title:
                return None
            return common[0]
    if fulls and len(common) >= 2 and all(other_at == 0 for _, other_at in fulls) and len(name.words[0]) >= 6:
        return None
    return None


_STATES = frozenset("conn mass wash mich minn miss calif colo penn tenn ariz okla kans nebr".split())  # noqa: SIM905
_CUE = re.compile(
    r"^(?:, (?:who|whose|a|an|the|his|her|has|is|was|had|will|then|now|and|\d\d)\b| (?:said|says|told|added|"
    r"wrote|of)\b|[’']s? | \()"
)
_CUE_BEFORE = re.compile(
    r"(?:\bsaid|\bsays|\bby|\bnamed|\bcalled|\bof|\bto|[a-z],|[a-z](?:er|or|ist|man|woman|ant|ent|ian)) $"
)


def _is_likely_person(article: ArticleText, name: Name) -> bool:
    """The same for first names that no list has, by what stands around them."""
    if _is_someone(name):
        return True
    if not 2 <= len(name.words) <= 3 or any(word.isupper() or word.casefold() in COMMON for word in name.words):
        return False
    behind, ahead = article.text[name.end : name.end + 20], article.text[max(0, name.start - 20) : name.start]
    return bool(_CUE.match(behind) or _CUE_BEFORE.search(ahead))


def _is_someone(name: Name) -> bool:
    return name.is_person or bool(name.title)


def _is_parallel(name: Name, at: int, other: Name, other_at: int) -> bool:
    """Whether all other words of both are the same: “Goldman Sachs”, “Goldman Sacks”; “Alan Larson”, “Al Larsen”."""
    mine = [word.casefold() for place, word in enumerate(name.words) if place != at]
    theirs = [word.casefold() for place, word in enumerate(other.words) if place != other_at]
    if not mine or not theirs:
        return False
    if mine == theirs and (at == other_at or len(mine) > 1):
        return not (at == 0 and _are_two_given(name.words[0], other.words[0]))
    is_surname = at == len(name.words) - 1 and other_at == len(other.words) - 1
    if is_surname and not name.is_body and not other.is_body:
        return is_same_given(name.words[0], other.words[0]) and (
            name.words[0].casefold() in GIVEN or other.words[0].casefold() in GIVEN
        )
    if at == 0 and other_at == 0 and name.last == other.last and not name.is_body:
        return not _are_two_given(name.words[0], other.words[0]) and (name.is_person or other.is_person)
    return False


def _are_two_given(first: str, second: str) -> bool:
    """Whether two first names are two usual ones that nobody takes for one another: “Jean” and “Dean”."""
    first, second = first.casefold(), second.casefold()
    if first[0] != second[0]:
        return True
    if is_same_given(first, second):
        return True  # a nickname
    both_known = first in GIVEN and second in GIVEN
    return both_known and _SOUNDS[first] != _SOUNDS[second]


class _Sounds(dict[str, str]):
    """A first name as it sounds, roughly: “Steven” and “Stephen”, “Brian” and “Bryan” are one."""

    def __missing__(self, name: str) -> str:
        sound = name.replace("ph", "v").replace("y", "i").replace("ck", "k").replace("c", "k").replace("th", "t")
        sound = (
            re.sub(r"(.)\1", r"\1", sound).replace("h", "").replace("ae", "ei").replace("ea", "ei").replace("ie", "ei")
        )
        self[name] = sound.rstrip("e")
        return self[name]


_SOUNDS = _Sounds()


def _are_both_introduced(article: ArticleText, name: Name, other: Name) -> bool:
    """Whether both full names come with a word on who that is: then they are two people."""
    return (
        bool(_introduction(article, name))
        and bool(_introduction(article, other))
        and (_introduction(article, name) != _introduction(article, other))
    )


def _introduction(article: ArticleText, name: Name) -> str:
    behind = article.text[name.end : name.end + 60]
    match = re.match(
        r"(?:, (?:a|an|the|who|whose|his|her|\d\d)\b[^,.;]*|, [a-z][\w-]+ (?:of|at|for|in|with)\b[^,.;]*|"
        r" \([^)]*\)|, [A-Z]?[a-z-]*(?:er|or|ist|man|woman)\b)",
        behind,
    )
    return match.group() if match else ""

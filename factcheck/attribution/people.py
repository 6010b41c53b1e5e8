"""Who the people of an article are, settled once from every place that names them.

A parser sees a sentence at a time and takes “Merrill” for a firm here and a person there. Over a whole article a name
is one or the other: a title, a given name, an age, a post beside it or “who” after it say a person wherever the name
stands, “the” before it and nouns in it a body. What was settled is written into the trees, and what post a person
holds is kept for every later mention, surname alone or “she”.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from factcheck.attribution import grammar
from factcheck.attribution import lexicon as lex
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree, Word, as_written
from factcheck.attribution.status import singular, status_of
from factcheck.attribution.types import SourcingStatus as S

#: One given name a line and who bears it: women (f), men (m) or both (-). From the lists of Faker (MIT), which cover
#: some sixty countries; names that are common words or places were left out.
_GIVEN_NAMES = Path(__file__).parent / "given_names.txt"
_PARTICLES = words_of("de la del der den van von bin al el da di du le dos das ibn ben st y bint ter ten zu ó mac mc")
_SUFFIXES = words_of("jr sr ii iii iv phd md mbe obe")
_PARTIES = words_of("republican democrat democratic independent conservative liberal tory labour green socialist")
#: Nouns that no person's name ends with.
_OF_BODIES = (lex.BODIES | lex.CAPITALS | lex.OUTLET_ENDS | lex.OUTLETS | lex.DOCUMENTS) - words_of(
    """white house act bill baker mission page post mirror star sun rule law label wire press hill stern variety"""
)
_BODY_MARKS = words_of(
    """inc corp ltd plc llc university college hospital school council committee department ministry agency bank
    group party association institute foundation company court office bureau commission union club league
    international amnesty global national federal airlines motors pictures records sports entertainment systems
    technologies solutions partners capital energy"""
)
#: Things that are called by a name of their own.
_THINGS = words_of(
    """typhoon hurricane storm cyclone mount mountain lake river street avenue road island islands operation project act
    airport bridge park stadium station theatre theater hotel building tower prize award cup festival series season
    bay valley beach square hall house castle city county district province festival church cathedral festival"""
)
#: Nouns for firms that stand before their names: “Developer Krafton”.
_FIRMS = words_of(
    """developer publisher airline bank lender carmaker automaker retailer insurer brewer manufacturer operator charity
    drugmaker chipmaker startup supermarket"""
)
_SPEAKING = words_of("said says told added asked wrote tweeted replied recalled insisted explained argued warned")
_PERSONS = lex.OFFICES | lex.PEOPLE
#: Nouns of persons that stand for bodies and things as well.
_NOT_TELLING = words_of(
    """police developer publisher authorities staff crew family speaker leader champion winner guard forward major
    general host owner trader rival ally many some few most others source editor"""
)
_TITLE_NOUNS = {
    "sen": "senator",
    "sens": "senator",
    "rep": "representative",
    "reps": "representative",
    "gov": "governor",
    "gen": "general",
    "col": "colonel",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "det": "detective",
    "cllr": "councillor",
    "pres": "president",
    "amb": "ambassador",
    "atty": "attorney",
    "prof": "professor",
    "dr": "doctor",
    "fr": "priest",
    "rev": "minister",
}
#: A name is taken for a person's from this much evidence on; chosen on articles that are not scored.
_PERSON_FROM = 0.75
#: From here on nothing further is asked of the parser, and of a doubtful name only at its first places. By hand.
_CLEAR = 2.0
_LOOKS = 2
#: What the recognizer's word weighs.
_VOTE = 1.4
_OTHER_ENTITIES = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"})
#: So many words behind a name, a post may still be its bearer’s; and where it isn’t.
_REACH_OF_POST = 8
_ENDS_OF_POST = words_of("former ex retired late for at in from with that which and or but said whose")
_DATES = words_of(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december"""
)
_LONGEST_NAME = 5
#: How many words of a phrase are read for posts; chosen by hand.
_LONGEST_PHRASE = 30


@cache
def given_names() -> dict[str, str]:
    """Given names in lower case: “f”, “m”, or nothing where both bear it."""
    lines = _GIVEN_NAMES.read_text(encoding="utf-8").split("\n")
    names = {name: gender.strip("-") for name, _, gender in (line.partition(" ") for line in lines) if name}
    return names | dict.fromkeys(lex.WOMEN, "f") | dict.fromkeys(lex.MEN, "m")


@dataclass(slots=True)
class Person:
    """Somebody with a name, as far as the whole article tells."""

    names: tuple[str, ...]
    is_official: bool = False
    gender: str = ""
    #: How often the full name is given.
    mentions: int = 0
    #: Nouns that the article calls them by: senator, nominee, plumber.
    nouns: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Run:
    """Capitalized words in a row that may be a name; ``names`` are those that are left without titles."""

    words: list[Word]
    names: list[Word]
    title: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(_bare(word) for word in self.names if len(_bare(word)) > 1 and word.text != "-")


class People:
    """The people of one article, from its trees, which are put right: words of people's names are names there."""

    def __init__(self, trees: Sequence[tuple[int, Tree]], recognize: Callable[[Sequence[Tree]], None]) -> None:
        placed = [(run, tree) for _, tree in trees for run in _runs(tree)]
        looked_at = _doubtful(placed)
        recognize(looked_at)
        votes = _votes(placed, {id(tree) for tree in looked_at})
        runs = [run for run, _ in placed]
        evidence = _weighed(runs)
        full = {key: _sum(values) + votes[key] for key, values in evidence.items() if len(key) > 1}
        self._by_last: dict[str, list[Person]] = defaultdict(list)
        self._by_first: dict[str, list[Person]] = defaultdict(list)
        for key, score in full.items():
            if score + _sum(evidence.get(key[-1:], [])) / 2 >= _PERSON_FROM:
                self._add(Person(key, mentions=len(evidence[key])))
        for key, values in evidence.items():
            if len(key) == 1 and not self._by_last.get(key[0]) and _sum(values) + votes[key] >= _PERSON_FROM:
                self._add(Person(key))
        self._bodies = {key for key, score in full.items() if score < 0}
        for run in runs:
            self._put_right(run)
        in_runs = {id(word) for run in runs for word in run.words}
        for _, tree in trees:
            for word in tree:
                if id(word) not in in_runs and self._is_surname(word):
                    _make_name(word)
        for run in runs:
            if (person := self.named(run.names)) is not None:
                _learn(person, run)

    def named(self, words: Iterable[Word]) -> Person | None:
        """The person that some words of a name mean, if they can mean only one."""
        key = [bare for word in words if len(bare := _bare(word)) > 1 and bare not in _SUFFIXES]
        return self.with_names(key)

    def with_names(self, names: Sequence[str]) -> Person | None:
        """The same for words in lower case."""
        if not names:
            return None
        namesakes = self._by_last.get(names[-1], [])
        if len(names) > 1:
            same = [person for person in namesakes if len(person.names) < 2 or _agree(person.names, names)]
            return same[0] if same else None
        if len(namesakes) > 1:
            # Of several, whom the article names most in full: the surname alone is theirs.
            return max(namesakes, key=lambda person: person.mentions)
        if namesakes:
            return namesakes[0]
        firsts = self._by_first.get(names[0], [])
        return firsts[0] if len(firsts) == 1 else None

    def _add(self, person: Person) -> None:
        self._by_last[person.names[-1]].append(person)
        if len(person.names) > 1:
            self._by_first[person.names[0]].append(person)
            person.gender = given_names().get(person.names[0], "")

    def _is_surname(self, word: Word) -> bool:
        """A word that no run holds, in a headline or where a parser took it for a verb, and that somebody bears."""
        if not word.text[:1].isupper() or len(word.text) < 3:
            return False
        bare = _bare(word)
        namesakes = self._by_last.get(bare) or self._by_first.get(bare) or ()
        return any(len(person.names) > 1 for person in namesakes)

    def _put_right(self, run: _Run) -> None:
        if not run.names:
            return
        if self.named(run.names) is not None:
            for word in run.names:
                _make_name(word)
        elif run.key in self._bodies:
            for word in run.names:
                word.entity = "ORG"


def _weighed(runs: Iterable[_Run]) -> dict[tuple[str, ...], list[float]]:
    """The evidence of every name, place by place."""
    evidence: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for run in runs:
        if run.key:
            evidence[run.key].append(_evidence(run))
    return evidence


def _votes(runs: Sequence[tuple[_Run, Tree]], looked_at: Set[int]) -> dict[tuple[str, ...], float]:
    """What the parser's recognizer takes each name for where it looked: above 0 for a person."""
    votes: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for run, tree in runs:
        if run.key and id(tree) in looked_at:
            persons = sum(word.entity == "PERSON" for word in run.names)
            others = sum(word.entity in _OTHER_ENTITIES for word in run.names)
            votes[run.key].append((persons - others) / len(run.names))
    return defaultdict(float, {key: _VOTE * sum(values) / len(values) for key, values in votes.items()})


def _doubtful(runs: Sequence[tuple[_Run, Tree]]) -> list[Tree]:
    """The sentences that a recognizer of names should look at: some of those with a name that the rest doesn't tell."""
    evidence = _weighed(run for run, _ in runs)
    clear = {key for key, values in evidence.items() if _sum(values) >= _CLEAR or _sum(values) <= -_CLEAR}
    lasts = {key[-1] for key in clear if len(key) > 1}
    acting = {run.key for run, _ in runs if _acts(run)} | {
        key for key, values in evidence.items() if len(values) > _LOOKS
    }
    looked_at: dict[tuple[str, ...], int] = defaultdict(int)
    trees: dict[int, Tree] = {}
    for run, tree in runs:
        key = run.key
        if key not in acting or key in clear or (len(key) == 1 and key[0] in lasts) or key[0] in _DATES:
            continue
        looked_at[key] += 1
        if looked_at[key] <= _LOOKS:
            trees[id(tree)] = tree
    return list(trees.values())


def _acts(run: _Run) -> bool:
    """Whether a name is a subject, or beside a verb of saying: whoever isn't is nobody's source."""
    if not run.key:
        return False
    before, after = run.words[0].before, run.words[-1].after
    if any(word is not None and word.lower in _SPEAKING for word in (before, after)):
        return True
    return any(word.dep in ("nsubj", "nsubjpass", "appos") for word in run.names)


def _make_name(word: Word) -> None:
    word.entity = "PERSON"
    if not word.is_name and word.text[:1].isalpha():
        word.tag = "NNP"


def _agree(names: Sequence[str], others: Sequence[str]) -> bool:
    """“Joseph Biden” and “Joe Biden” may be one; “Bill Clinton” and “Hillary Clinton” are two."""
    first, second = names[0], others[0]
    genders = given_names().get(first, ""), given_names().get(second, "")
    return first[0] == second[0] and not (all(genders) and genders[0] != genders[1])


def _sum(values: Sequence[float]) -> float:
    """Evidence of several places: what most of them say, and the clearest word for and against a person."""
    if not values:
        return 0.0
    return 2 * sum(values) / len(values) + max(0.0, *values, 0.0) / 2 + min(0.0, *values, 0.0) / 4


def _bare(word: Word) -> str:
    return word.lower.rstrip(".")


def _runs(tree: Tree) -> Iterator[_Run]:
    letters = [word for word in tree if word.text[:1].isalpha()]
    capitals = sum(word.text[:1].isupper() for word in letters)
    if len(letters) > 3 and capitals > 0.7 * len(letters) and tree[-1].text[-1:] not in '.!?”"':
        return  # a headline, in which every word has a capital
    place = 0
    while place < len(tree):
        if not _opens(tree, place):
            place += 1
            continue
        end = place + 1
        while end < len(tree):
            ahead = end
            while ahead < len(tree) - 1 and tree[ahead].lower in _PARTICLES | {"-", "–", "'"} and ahead - end < 3:
                ahead += 1
            if not _continues(tree[ahead]) and not _is_hyphenated(tree, ahead):
                break
            end = ahead + 1
        yield _without_titles(tree[place:end])
        place = end


def _opens(tree: Tree, place: int) -> bool:
    word = tree[place]
    if not word.text[:1].isupper() or (not word.text[-1:].isalpha() and not word.text.endswith(".")):
        return False
    if word.is_name or word.entity in ("PERSON", "ORG", "GPE") or _bare(word) in given_names():
        return word.tag not in ("PRP", "DT", "WP") and word.lower not in ("the", "a", "an", "i")
    return (
        place > 0
        and word.tag in ("NN", "JJ", "VBD", "VBN", "VBZ", "VB", "VBP", "NNS", "FW", "RB")
        and (tree[place - 1].text not in (".", ":", "“", '"', "``", "‘", "-", "–", "—"))
    )


def _continues(word: Word) -> bool:
    return word.text[:1].isupper() and word.text[:1].isalpha() and word.tag not in ("PRP", "DT", "WP", "IN", "CC")


def _is_hyphenated(tree: Tree, place: int) -> bool:
    """“Ki-moon”, which a parser takes apart."""
    if place < 2 or tree[place - 1].text != "-" or not tree[place].text.isalpha():
        return False
    return tree[place - 2].end == tree[place - 1].start and tree[place - 1].end == tree[place].start


def _without_titles(words: list[Word]) -> _Run:
    """“Republican Sen. Mike Lee” has the name “Mike Lee”."""
    names = list(words)
    while len(names) > 1 and _bare(names[-1]) in _SUFFIXES:
        names.pop()
    title = ""
    for place in range(len(names) - 2, -1, -1):
        bare = _bare(names[place])
        follows_given = place > 0 and _bare(names[place - 1]) in given_names()
        if follows_given:
            continue
        is_firm = place == 0 and bare in _FIRMS and len(names) == 2
        if is_firm or bare in lex.NOT_IN_NAMES | lex.OFFICE_TITLES or singular(bare) in _PERSONS or bare in _PARTIES:
            title = bare
            names = names[place + 1 :]
            break
    if (
        len(names) == 1
        and not title
        and (singular(_bare(names[0])) in _PERSONS or _bare(names[0]) in lex.NOT_IN_NAMES | lex.OFFICE_TITLES)
    ):
        names = []
    return _Run(words, names[:_LONGEST_NAME], title)


def _evidence(run: _Run) -> float:
    """How much the place of a name speaks for a person, and below 0 against it."""
    names, key = run.names, run.key
    score = 0.0
    before, after = run.words[0].before, run.words[-1].after
    if run.title in _FIRMS:
        score -= 2.0  # “Developer Krafton”
    elif run.title and run.title not in _PARTIES:
        score += 1.0 if singular(run.title) in _NOT_TELLING else 2.0
    last = key[-1]
    if not run.title and (last in _OF_BODIES or singular(last) in _OF_BODIES):
        score -= 2.0
    if any(name in _BODY_MARKS for name in key):
        score -= 1.5
    if key[0] in given_names() and (len(key) > 1 or run.title):
        score += 1.0
    if before is not None and not run.title:
        noun = singular(before.lower)
        if before.text.islower() and noun in _PERSONS - _NOT_TELLING and before.tag in ("NN", "NNS"):
            score += 1.5
        elif before.text.islower() and noun in lex.BODIES - _PERSONS:
            score -= 1.5
        elif before.lower in ("the", "a", "an") and len(run.words) == len(names) and not _describes(after):
            score -= 1.0 if len(key) == 1 else 1.5
        elif (
            before.lower == ","
            and before.before is not None
            and singular(before.before.lower) in _PERSONS - _NOT_TELLING
            and not _goes_on(after)
        ):
            score += 1.0
    score += _behind(after)
    if not run.title and _post_before(run):
        score += 1.0
    if score <= 0 and {_bare(run.words[0]), last} & _THINGS:
        score -= 2.5
    if len(key) > _LONGEST_NAME - 1 or (len(key) == 1 and key[0] in lex.CAPITALS):
        score -= 1.0
    if any(name.text.isupper() and len(name.text) > 1 for name in names) and len(key) == 1:
        score -= 0.7
    return score


def _describes(after: Word | None) -> bool:
    """“The Donald Trump campaign”: the name only describes a noun."""
    return after is not None and after.tag in ("NN", "NNS") and after.text.islower()


def _goes_on(after: Word | None) -> bool:
    """Whether a list goes on, rather than “his mother, Ann Berg,”."""
    return after is not None and after.lower in ("and", "or", "&")


def _behind(after: Word | None) -> float:
    """“…, 34, …”, “…, who …”, “…, the foreign minister”, “… (D-Ohio)”, “… said”."""
    if after is None:
        return 0.0
    if after.lower in _SPEAKING:
        return 0.3
    if after.lower == "who":
        return 1.0
    following = after.after
    if after.lower == "(" and following is not None:
        return 1.5 if following.text[:2] in ("D-", "R-", "I-") or following.text in ("D", "R", "I") else 0.0
    if after.lower != "," or following is None:
        return 0.0
    if following.text.isdigit() and len(following.text) < 3:
        return 1.5
    if following.lower == "who" or (following.lower == "whose"):
        return 1.0
    word: Word | None = following
    for _ in range(5):
        if word is None or word.lower in (",", ".", "and", "of", "for"):
            break
        if word.text.islower() and singular(word.lower) in _PERSONS - _NOT_TELLING:
            return 1.0
        word = word.after
    return 0.0


def _post_before(run: _Run) -> bool:
    """“Director of nursing and governance Paul Moore”: a post with an “of” of its own right before the name."""
    word, link = run.words[0].before, False
    for _ in range(9):
        if word is None or (word.is_verb and word.tag != "VBG") or word.tag in ("PRP", ",", ".", "MD", "DT", "WDT"):
            return False
        noun = singular(word.lower)
        if link and noun in lex.OFFICES - _NOT_TELLING:
            before = word.before
            return not (before is not None and before.lower in ("former", "ex", "retired", "-"))
        link = link or word.lower in ("of", "for", "in", "at")
        word = word.before
    return False


def _post_behind(run: _Run) -> bool:
    """“…, 54, its medical director”, “… (director)”, “…, who is the mayor”, whatever the parser makes of it."""
    word = run.words[-1].after
    if word is None or word.lower not in (",", "(", "–", "—"):
        return False
    word, steps = word.after, 0
    while word is not None and steps < _REACH_OF_POST:
        after = word.after
        if word.lower in _ENDS_OF_POST or (word.is_verb and word.lower not in ("is", "serves", "managing", "acting")):
            return False
        if word.lower in (",", ".") and not (word.before is not None and word.before.text.isdigit()):
            return False
        if singular(word.lower) in lex.OFFICES - _NOT_TELLING and word.tag != "POS":
            return after is None or after.tag != "POS"
        word, steps = after, steps + 1
    return False


def _is_post(head: Word) -> bool:
    """“Moore is the hospital’s director.”"""
    if head.dep != "nsubj" or head.head.lower not in ("is", "serves", "'s"):
        return False
    noun = head.head.child("attr")
    return noun is not None and singular(noun.lower) in lex.OFFICES - _NOT_TELLING and noun.i > head.i


def _learn(person: Person, run: _Run) -> None:
    """What the words around a mention say of its person."""
    head = run.names[-1]
    while head.head in run.names and head.head is not head:
        head = head.head
    phrase = grammar.noun_phrase(head)[:_LONGEST_PHRASE]
    if run.words[0] not in phrase:
        phrase = [*(word for word in run.words if word not in phrase), *phrase]
        phrase.sort(key=lambda word: word.i)
    if not any(word.lower in ("and", "or") for word in phrase[: phrase.index(run.names[0]) + 1]):
        people = frozenset(word.text for word in phrase if word.entity == "PERSON")
        if status_of(as_written(phrase), head=head.text, people=people) is S.NAMED_OFFICIAL:
            person.is_official = True
    if _post_before(run) or _post_behind(run) or _is_post(head):
        person.is_official = True
    after = run.words[-1].after
    if after is not None and after.lower == "(" and _behind(after):
        person.is_official = True
        person.nouns |= {"senator", "lawmaker", "congressman", "congresswoman", "representative"}
    for noun in ("nominee", "candidate"):
        if noun in person.nouns:
            person.nouns |= {"nominee", "candidate"}
    if run.title:
        person.nouns.add(_TITLE_NOUNS.get(run.title, singular(run.title)))
        if run.title in ("mr", "sir", "lord"):
            person.gender = "m"
        if run.title in ("mrs", "ms", "miss", "dame", "lady"):
            person.gender = "f"
    for word in phrase:
        noun = singular(word.lower)
        if word not in run.names and noun in _PERSONS and (word.head in phrase or word.head is head):
            person.nouns.add(noun)

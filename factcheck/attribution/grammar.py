"""Questions asked of a sentence's tree: whose verb is this, how far does that clause reach."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.attribution import lexicon as lex
from factcheck.attribution.parse import Tree, Word
from factcheck.attribution.types import Span
from factcheck.attribution.verbs import CARRIERS, VERBS

SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
AUXILIARIES = ("aux", "auxpass", "neg", "prt")
_TRIM_LEFT = frozenset({",", ";", ":", "-", "--", "–", "—", "and", "but", "while", "that", ".", "…"})
_TRIM_RIGHT = frozenset({",", ";", ":", "-", "--", "–", "—", ".", "(", "…"})
_OPEN_MARKS = frozenset({"“", "‘", '"', "''", "``", "«", "„"})
_MARKS = _OPEN_MARKS | {"”", "’", "»"}
RELATIVES = frozenset({"who", "which", "that", "whom"})
#: How many clauses up a verb's subject is looked for; chosen by hand.
_MAX_STEPS = 8
#: “went on to say” is one cue if at most this many words lead from its first verb to its last; chosen by hand.
_MAX_WORDS_TO_INFINITIVE = 4


def subject_of(verb: Word) -> Word | None:
    """Whose verb it is: its own subject, or that of the clause it leans on."""
    word, steps = verb, 0
    while steps < _MAX_STEPS:
        steps += 1
        if (subject := word.child("nsubj", "nsubjpass")) is not None:
            return subject
        if word.dep in ("acl", "relcl") and word.head.is_noun | (word.head.tag in ("PRP", "DT", "CD")):
            return word.head
        if word.dep not in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep") or word.head is word:
            return None
        if word.dep in ("advcl", "ccomp", "pcomp") and verb.tag not in ("VBG", "VBN", "VB"):
            return None
        word = word.head
    return None


def is_passive(verb: Word) -> bool:
    """Whether the verb's subject is what was said, not who said it."""
    if verb.child("nsubjpass", "auxpass") is not None:
        return True
    if verb.dep == "conj" and verb.tag == "VBN" and verb.child("nsubj") is None and verb.child("aux") is None:
        return is_passive(verb.head)
    return verb.tag == "VBN" and verb.child("aux") is None and verb.dep in ("acl", "advcl", "amod", "relcl")


def agent_of(verb: Word) -> Word | None:
    """Who did it, in the passive: “was described by critics as …”."""
    by = verb.child("agent") or next((c for c in verb.children if c.dep == "prep" and c.lower == "by"), None)
    return by.child("pobj") if by is not None else None


def is_infinitive(verb: Word) -> bool:
    """“to say”, and the bare form after “let” or “made”: told of, not necessarily done."""
    if verb.tag != "VB":
        return False
    before = {child.lower for child in verb.children if child.dep == "aux"}
    return "to" in before or (not before and verb.dep not in ("ROOT", "conj", "parataxis"))


def is_carried(verb: Word) -> bool:
    """Whether only carrying verbs are above an infinitive: “went on to say”, “appeared to suggest”."""
    word = verb
    while word.dep == "conj" and word.head is not word:
        word = word.head
    if word.dep == "advcl" and word.head.lower not in ("went", "go", "goes", "going", "gone", "continued", "continues"):
        return False
    return word.dep in ("xcomp", "advcl") and word.head.lower in CARRIERS and word.child("nsubj") is None


def particle_lemma(verb: Word, lemma: str) -> str:
    """The verb with its particle: “point out”."""
    after = verb.after
    if after is not None and after.head is verb and f"{lemma} {after.lower}" in VERBS:
        return f"{lemma} {after.lower}"
    return lemma


def cue_words(verb: Word, particle: str = "") -> list[Word]:
    """The verb with what belongs to it on both sides: “has repeatedly said”, “did not say”, “pointed out”."""
    beside = {child.i: child for child in verb.children if child.dep in (*AUXILIARIES, "advmod")}
    words = [verb]
    if is_infinitive(verb) and is_carried(verb) and verb.i - verb.head.i <= _MAX_WORDS_TO_INFINITIVE:
        return _between(verb.head, verb)
    place = verb.i - 1
    while place in beside and beside[place].lower not in _NOT_IN_CUES:
        words.insert(0, beside[place])
        place -= 1
    after = beside.get(verb.i + 1) or next(
        (c for c in verb.children if c.i == verb.i + 1 and c.lower == particle), None
    )
    if after is not None and (after.dep == "prt" or after.lower == particle):
        words.append(after)
    while words[0].dep == "advmod" and words[0].lower in ("when", "how", "where", "why"):
        words.pop(0)
    return words


def _between(first: Word, last: Word) -> list[Word]:
    """All words from one to the other."""
    words, word = [first], first.after
    while word is not None and words[-1] is not last:
        words.append(word)
        word = word.after
    return words


_NOT_IN_CUES = frozenset({"reportedly", "allegedly", "purportedly", "supposedly", "apparently", "when", "how", "where"})


def noun_phrase(head: Word, without: Iterable[Word] = ()) -> list[Word]:
    """A source's words in one piece: the noun and what describes it, without marks and clauses that are not its own."""
    barred = set(without)
    words = [word for word in head.subtree() if not any(word.is_under(bar) for bar in barred)]
    words = trim(_piece_around(words, head)) or [head]
    twin = next((c for c in head.head.children if c is not head and c.dep == head.dep == "nsubj"), None)
    if twin is not None and words and (name := twin.subtree())[0].i == words[-1].i + 1:
        words += name  # “the charity Open Doors” falls apart into two subjects
    while words and _is_title(before := words[0].before) and words[0].is_name and before is not None:
        words.insert(0, before)  # the parser sometimes leaves “Gen.” out
    while len(words) > 1 and words[-1].tag == "POS":
        words.pop()
    return words


def _is_title(word: Word | None) -> bool:
    return (
        word is not None and word.lower.rstrip(".") in lex.OFFICE_TITLES | lex.NOT_IN_NAMES and word.text[:1].isupper()
    )


def _piece_around(words: list[Word], head: Word) -> list[Word]:
    """The unbroken run of words that holds the head."""
    at = next(place for place, word in enumerate(words) if word is head)
    first = last = at
    while first > 0 and words[first - 1].i == words[first].i - 1:
        first -= 1
    while last + 1 < len(words) and words[last + 1].i == words[last].i + 1:
        last += 1
    return words[first : last + 1]


def trim(words: list[Word]) -> list[Word]:
    """Without commas and connecting words at the edges."""
    words = list(words)
    while words and (words[0].lower in _TRIM_LEFT or (words[0].lower in _MARKS and len(words) > 1)):
        words.pop(0)
    while words and (words[-1].lower in _TRIM_RIGHT or words[-1].lower in _MARKS):
        words.pop()
    return words


def pieces(words: Iterable[Word]) -> tuple[Span, ...]:
    """Words as spans, one for each unbroken run; commas at the edges left out, quotation marks kept."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.i):
        if runs and runs[-1][-1].i == word.i - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    spans = []
    for run in runs:
        while run and run[0].lower in _TRIM_LEFT - {"that", "and", "but", "while"}:
            run.pop(0)
        while run and run[-1].lower in _TRIM_RIGHT:
            run.pop()
        if any(any(letter.isalnum() for letter in word.text) for word in run):
            spans.append(Span(run[0].start, run[-1].end))
    return tuple(spans)


def carries_sentence(verb: Word) -> bool:
    """Whether the verb is the sentence's main one, is coordinated with it, or is what the main one leads up to."""
    word = verb
    if is_infinitive(verb):
        if not is_carried(verb):
            return False  # “it led officials to demand …” tells what came of something
        word = verb.head
    if is_parallel(verb):
        word = verb.head.head
    while word.head is not word:
        if word.dep == "relcl" and _presents(word.head):
            return True
        if word.dep not in ("conj", "xcomp", "parataxis") and not (word.dep == "pcomp" and word.head.dep == "prep"):
            return False
        if word.dep == "pcomp" and not (
            word.head.lower == "by" and word.head.head.lower in ("began", "ended", "opened")
        ):
            return False
        word = word.head
    return True


def is_parallel(verb: Word) -> bool:
    """“Residents said it fell and the mayor said it held”: the parser puts the second into the first's words."""
    if verb.dep != "conj" or verb.head.dep != "ccomp" or verb.lower not in _PLAIN or verb.child("mark") is not None:
        return False
    subject = verb.child("nsubj")
    return subject is not None and subject.tag != "PRP"


_PLAIN = frozenset({"said", "says", "say", "told", "tells", "added", "reported", "argued", "insisted", "warned"})


def without_parallel(words: list[Word]) -> list[Word]:
    """A clause without what another speaker says after its “and”."""
    others = [word for word in words if is_parallel(word)]
    return [word for word in words if not any(word.is_under(other) for other in others)]


def _presents(noun: Word) -> bool:
    """“Among those is X, who …”, “There is a man who …”: the main clause only introduces the noun."""
    verb = noun.head
    if verb.lower not in ("is", "are", "was", "were", "be", "been", "'s") or verb.head is not verb:
        return False
    if verb.child("expl") is not None:
        return True
    return noun.i > verb.i and any(child.i < verb.i and _is_fronted(child) for child in verb.children)


def _is_fronted(child: Word) -> bool:
    return child.dep in ("prep", "advmod", "acomp", "expl") or child.lower == "it"


def is_question(tree: Tree) -> bool:
    """Whether the outlet itself asks: the sentence ends with a question mark outside quotation marks."""
    return bool(tree) and tree[-1].lower == "?"

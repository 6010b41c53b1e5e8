"""Attributions that a verb makes: “Berg said …”, “was described by critics as …”, “a source who knew that …”."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.attribution import grammar
from factcheck.attribution import lexicon as lex
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.inversion import BREAKS, ENDS, inserted_speaker, neighbour, rest_of, speaker_described
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree, Word, span_of
from factcheck.attribution.status import singular
from factcheck.attribution.types import Span
from factcheck.attribution.verbs import LEMMAS, VERBS, Kind, Verb

#: Nouns that can come before “shows” or “means” when nobody said anything.
_GENERIC = words_of(
    """itself himself herself themselves there it this that what story saying legend adage proverb clock"""
)
#: Forms that report whatever the parser makes of them, given a noun before and words after.
_UNMISTAKABLE = words_of("""said says told tells tweeted wrote writes added argued insisted show shows""")
#: A quotation belongs to a verb that the parser lost if it opens at most this many words after it, or ends at most that
#: many before it. Both chosen by hand.
_MAX_WORDS_TO_QUOTATION = 4
_MAX_WORDS_SINCE_QUOTATION = 12
_DOUBT = frozenset({"might", "may", "could", "should", "can", "must"})


def verb_candidates(tree: Tree, number: int) -> Iterator[Candidate]:
    """One candidate for each verb that reports somebody's words, in reading order."""
    for word in tree:
        lemma = LEMMAS.get(word.lower)
        if lemma is None:
            continue
        candidate = None
        if word.is_verb and word.dep not in ("aux", "auxpass", "amod", "compound"):
            candidate = _from_verb(word, lemma, tree, number)
        elif word.dep == "amod" and (speaker := speaker_described(word)) is not None and _takes_clause(lemma):
            rest = rest_of(tree, word, speaker)
            candidate = _candidate(word, VERBS[lemma][0], speaker, rest, number, "") if rest else None
        if candidate is None and word.lower in _UNMISTAKABLE:
            candidate = _from_neighbour(word, lemma, tree, number)
        if candidate is not None:
            yield candidate


def _takes_clause(lemma: str) -> bool:
    return "clause" in VERBS.get(lemma, _NONE)[0].frames


_NONE = (Verb("", Kind.STANCE, frozenset()),)


def _from_neighbour(verb: Word, lemma: str, tree: Tree, number: int) -> Candidate | None:
    """A plain “said” where the parser lost its subject: the noun phrase right before it speaks."""
    source = neighbour(verb)
    if source is None or not _can_speak(source, verb) or verb.child("nsubjpass", "auxpass") is not None:
        return None
    if not _near_end_or_clause(verb, tree):
        return None
    content = rest_of(tree, verb, source)
    if sum(word.text[:1].isalnum() for word in content) < 2:
        return None
    candidate = _candidate(verb, VERBS[lemma][0], source, content, number, "")
    if source.head is verb and verb.before is not None and not verb.is_verb:
        # A verb that was mistaken for a noun took some of the phrase's words.
        candidate.source = (Span(candidate.source[0].start, verb.before.end),)
    return candidate


def _near_end_or_clause(verb: Word, tree: Tree) -> bool:
    after = verb.after
    if verb.before is not None and verb.before.lower in ("to", "was", "were", "is", "be", "been"):
        return False
    if after is None or after.lower in ENDS:
        return True
    if after.lower in ("nothing", "little", "anything", "much"):
        return False
    if verb.lower in ("told", "tells"):
        return any(word.lower in ("that", "“", '"', "``", "”") for word in tree if word is not verb)
    return after.tag in (
        "IN",
        "DT",
        "PRP",
        "NNP",
        "NNPS",
        "NNS",
        "EX",
        "PRP$",
        "``",
        "VBG",
        "NN",
        "JJ",
        "WP",
        "CD",
        "UH",
    )


def _from_verb(verb: Word, lemma: str, tree: Tree, number: int) -> Candidate | None:
    name = grammar.particle_lemma(verb, lemma)
    readings = VERBS.get(name) or VERBS.get(lemma)
    if readings is None:
        return None
    particle = name.partition(" ")[2]
    if grammar.is_infinitive(verb) and not grammar.is_carried(verb):
        return None
    passive = grammar.is_passive(verb)
    source = grammar.agent_of(verb) if passive else grammar.subject_of(verb)
    inserted = inserted_speaker(verb, source) if "clause" in readings[0].frames else None
    if inserted is not None and (rest := rest_of(tree, verb, inserted)):
        return _candidate(verb, readings[0], inserted, rest, number, particle)
    if source is None or not _can_speak(source, verb):
        return None
    for reading in readings:
        content = _content(verb, reading, source, tree, passive)
        if content is not None and _holds(verb, reading, source, tree):
            return _candidate(verb, reading, source, content, number, particle)
    return None


def _candidate(verb: Word, reading: Verb, source: Word, content: list[Word], number: int, particle: str) -> Candidate:
    cue = grammar.cue_words(verb, particle)
    words = grammar.noun_phrase(source, without=[verb] if verb.is_under(source) else ())
    used = {word.i for word in (*words, *cue)}
    spans = grammar.pieces(word for word in content if word.i not in used)
    return Candidate(
        sentence=number,
        rule=reading.kind.value if reading.kind is not Kind.SPEECH else "reporting_verb",
        anchor=verb,
        cue=(span_of(cue),),
        source=(span_of(words),) if words else (),
        source_head=source,
        content=spans,
        kind=reading.kind,
    )


def _can_speak(source: Word, verb: Word) -> bool:
    if source.lower in _GENERIC and source.lower != "it":
        return source.lower == "that" and source.dep == "nsubj" and verb.dep == "relcl"
    if source.lower == "it":
        return (verb.child("ccomp") is not None and verb.tag != "VBZ") or verb.lower in ("said", "says")
    return (
        source.is_noun
        or source.tag in ("PRP", "WP", "WDT", "DT", "CD", "JJ", "JJS", "NNP", "JJR")
        or bool(source.text[:1].isupper())
    )


def _holds(verb: Word, reading: Verb, source: Word, tree: Tree) -> bool:
    """Whether the words were said at all: not asked for, not merely possible."""
    aux = {child.lower for child in verb.children if child.dep == "aux"}
    if aux & _DOUBT and reading.kind is not Kind.SPEECH:
        return False
    if any(child.dep == "mark" and child.lower in ("if", "unless", "whether") for child in verb.children):
        return False
    if reading.kind is Kind.FINDING and reading.frames == {"object"} and singular(source.lower) not in lex.DOCUMENTS:
        return False
    if reading.kind is Kind.FINDING and source.tag == "PRP" and source.lower in ("it", "they", "this"):
        return False
    return source.lower not in ("i", "we", "you") or reading.kind not in (Kind.STANCE, Kind.THOUGHT)


def _content(verb: Word, reading: Verb, source: Word, tree: Tree, passive: bool) -> list[Word] | None:
    """The words reported, or None when the verb has nothing that this reading asks for."""
    frames = reading.frames
    if "clause" in frames and (clause := _clause(verb, source, tree)):
        return clause
    if "to" in frames and (child := _infinitive(verb)) is not None:
        return child.subtree()
    if "as" in frames and "clause" not in frames and (named := _object_and_predicate(verb)):
        return named
    if "as" in frames and (predicate := verb.child("oprd", "xcomp")) is not None and predicate.i > verb.i:
        return [*(_object_words(verb)), *predicate.subtree()]
    if "as" in frames and (prepositional := _preposition(verb, {"as"})) is not None:
        return [*_object_words(verb), *prepositional.subtree()]
    if "object" in frames:
        if passive and (subject := verb.child("nsubjpass")) is not None:
            return subject.subtree()
        words = _object_words(verb)
        if words:
            prepositional = _preposition(verb, frames & {"for", "of", "as", "against", "over", "about", "on"})
            return [*words, *(prepositional.subtree() if prepositional else ())]
    prepositional = _preposition(verb, frames - {"clause", "object", "to", "as"})
    return prepositional.subtree() if prepositional is not None else None


def _object_and_predicate(verb: Word) -> list[Word]:
    """“called the delay unacceptable”, “called it a ‘disgrace’”, where the parser makes one phrase of both."""
    direct_object = verb.child("dobj")
    if direct_object is None or direct_object.i < verb.i:
        return []
    predicates = [
        word
        for word in direct_object.children
        if word.i > direct_object.i and word.dep in ("amod", "appos", "npadvmod", "acl")
    ]
    predicates += [
        word
        for word in verb.children
        if word.i > direct_object.i and word.dep in ("npadvmod", "advcl", "acomp", "attr")
    ]
    first = direct_object.subtree()[0]
    quoted = [word for word in verb.subtree() if word.i > first.i and word.lower in ("“", '"', "``", "‘", "''")]
    return [word for word in verb.subtree() if word.i > verb.i] if predicates or quoted else []


def _object_words(verb: Word) -> list[Word]:
    direct_object = verb.child("dobj", "attr")
    if direct_object is None or direct_object.i < verb.i or direct_object.lower in ("so", "it"):
        return []
    return direct_object.subtree()


def _infinitive(verb: Word) -> Word | None:
    for child in verb.children:
        is_behind = child.dep in ("xcomp", "ccomp", "advcl") and child.i > verb.i and child.tag == "VB"
        if is_behind and any(mark.lower == "to" for mark in child.children):
            return child
    return None


def _preposition(verb: Word, words: frozenset[str] | set[str]) -> Word | None:
    for child in verb.children:
        if child.dep in ("prep", "agent") and child.lower in words and child.i > verb.i:
            return child
    return None


def _clause(verb: Word, source: Word, tree: Tree) -> list[Word]:
    """The clause reported: what depends on the verb, or what the verb is inserted into (“Prices, he said, rose”)."""
    clauses = [
        child for child in verb.children if child.dep in ("ccomp", "parataxis", "intj") and _is_clause(child, source)
    ]
    gerunds = [child for child in clauses if child.tag == "VBG" and child.i > verb.i and _is_bare(child)]
    if clauses and len(gerunds) < len(clauses):
        return grammar.without_parallel([word for clause in clauses for word in clause.subtree()])
    if verb.after is not None and verb.after.lower in ("yes", "no", "so") and verb.after.head is verb:
        return [verb.after]
    if verb.dep in ("parataxis", "ccomp", "advcl", "dep", "conj") and _thrown_in(verb):
        above = verb.head
        inside = {word.i for word in verb.subtree()}
        return [word for word in above.subtree() if word.i not in inside]
    return _quoted_beside(verb, tree)


def _is_bare(gerund: Word) -> bool:
    """“found itself asking”, “saw him leaving”: seen or met with, not said."""
    subject = gerund.child("nsubj")
    return gerund.child("aux") is None and (subject is None or subject.tag == "PRP")


def _is_clause(child: Word, source: Word) -> bool:
    return (child is not source and any(True for _ in child.children)) or child.is_verb


def _thrown_in(verb: Word) -> bool:
    """Whether there are commas or marks on both sides of a clause that has a subject of its own."""
    if verb.child("nsubj") is None or verb.child("mark") is not None or verb.child("dobj") is not None:
        return False
    words = verb.subtree()
    edge = words[0].before if verb.head.i < words[0].i else words[-1].after
    edges = {word.lower for word in (edge, words[0], words[-1]) if word is not None}
    return bool(edges & BREAKS | edges & ENDS)


def _quoted_beside(verb: Word, tree: Tree) -> list[Word]:
    """Words in quotation marks, or after a colon, right beside verb and subject, for when the parser was wrong."""
    marks = [word.i for word in tree if word.lower in ("“", "”", '"', "''", "``", "‘")]
    if not marks:
        return []
    first, last = tree[0].i, tree[-1].i
    before = [m for m in marks if m < verb.i]
    after = [m for m in marks if m > verb.i]
    near_after = after and after[0] - verb.i <= _MAX_WORDS_TO_QUOTATION
    near_before = before and verb.i - before[-1] <= _MAX_WORDS_SINCE_QUOTATION
    if near_after:
        return tree[after[0] - first : (after[-1] if len(after) > 1 else last) - first + 1]
    if near_before:
        return tree[0 : before[-1] - first + 1]
    return []

"""Attributions without a reporting verb: “according to …”, “in the view of …”, a name and a colon, a noun of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.attribution import cues, grammar
from factcheck.attribution import lexicon as lex
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree, Word, span_of
from factcheck.attribution.status import singular, status_of
from factcheck.attribution.types import SourcingStatus, Span
from factcheck.attribution.verbs import forms_of

_NAME_AND_COLON = re.compile(r"^[“\"‘']?(?:[A-Z][\w.’'-]*(?: (?:of|de|von|the|and|for))? ){0,5}[A-Z][\w.’'-]*$")
_NOT_SPEAKERS = re.compile(
    r"\b(?:Update|Updated|Exclusive|Watch|Video|Photos?|Read|Note|Breaking|Analysis|Opinion|Live|Correction|Q|A|"
    r"Related|Source|By|Question|Answer|Fact|Explainer|Poll|Review)\b",
    re.IGNORECASE,
)


#: “has made it clear” with more words is not taken for a cue. Chosen by hand.
_MAX_WORDS_OF_CUE = 6
#: A phrase whose clause has fewer words applies to the whole sentence. Chosen by hand.
_MIN_WORDS_OF_CLAUSE = 3


def phrase_candidates(tree: Tree, number: int) -> Iterator[Candidate]:
    """In reading order."""
    for word in tree:
        if word.lower == "according":
            candidate = _according(word, tree, number)
        elif word.lower == "in" and word.dep == "prep" and word.i <= tree[0].i + 2 and word.child("pobj") is not None:
            candidate = _in_poll(word, tree, number)
        elif word.lower == "per" and word.dep == "prep":
            candidate = _per(word, tree, number)
        elif (
            word.dep == "dobj" and word.head.lower in _GIVING and singular(word.lower) in cues.SPEECH_NOUNS | _FEELINGS
        ):
            candidate = _given_words(word, number)
        elif word.lower in cues.SPEECH_NOUNS or word.lower.rstrip("s") in cues.SPEECH_NOUNS:
            candidate = _noun_of_saying(word, number)
        elif word.lower == "clear":
            candidate = _made_clear(word, tree, number)
        elif word.lower in ("words", "view", "opinion", "eyes"):
            candidate = _in_the_words_of(word, tree, number)
        else:
            candidate = None
        if candidate is not None:
            yield candidate
    if (headline := _name_and_colon(tree, number)) is not None:
        yield headline


def _according(word: Word, tree: Tree, number: int) -> Candidate | None:
    to = next((following for following in tree if following.i == word.i + 1 and following.lower == "to"), None)
    if to is None:
        return None
    source = to.child("pobj") or next((c for c in to.children if c.i > to.i), None)
    source = source or next((following for following in tree if following.i > to.i and following.is_noun), None)
    source = _outlet_behind(source) or source if source is not None else None
    if source is None or source.lower in ("plan", "schedule", "type", "size", "custom", "law", "rank", "merit", "age"):
        return None
    return _adverbial("according_to", word, [word, to], source, tree, number)


def _outlet_behind(report: Word) -> Word | None:
    """“a report by Reuters” is Reuters speaking: the outlet, not its report, is the source."""
    if report.lower not in lex.REPORTING:
        return None
    for link in report.children:
        if (
            link.dep == "prep"
            and link.lower in ("by", "in", "from", "on")
            and (outlet := link.child("pobj")) is not None
        ):
            words = grammar.noun_phrase(outlet)
            if status_of(" ".join(word.text for word in words)) is SourcingStatus.MEDIA_REPORT:
                return outlet
    return None


def _in_poll(word: Word, tree: Tree, number: int) -> Candidate | None:
    """“In a poll of dentists, most …”: numbers that come from a survey."""
    source = word.child("pobj")
    if source is None or source.lower.rstrip("s") not in ("poll", "survey") or word.i > 2 + tree[0].i:
        return None
    return _adverbial("in_poll", word, [word], source, tree, number)


def _per(word: Word, tree: Tree, number: int) -> Candidate | None:
    """“per the ministry”, never “per cent” or “per day”: only with a name or an article after it."""
    source = word.child("pobj")
    if (
        source is None
        or not (source.is_name or source.child("det", "poss"))
        or source.lower in ("cent", "se", "capita")
    ):
        return None
    if word.head.is_noun or word.head.tag == "CD":
        return None
    return _adverbial("according_to", word, [word], source, tree, number)


_GIVING = frozenset(
    form
    for lemma in (
        "express",
        "voice",
        "raise",
        "issue",
        "make",
        "offer",
        "deliver",
        "repeat",
        "reiterate",
        "release",
        "give",
    )
    for form in forms_of(lemma)
) | {"made", "making", "gave", "given", "giving"}
_FEELINGS = words_of(
    """hope concern fear doubt regret confidence worry alarm support outrage surprise disappointment anger dismay
    optimism skepticism scepticism gratitude sympathy condolence frustration belief sorrow shock relief caution"""
)


def _given_words(noun: Word, number: int) -> Candidate | None:
    """“expressed hope that”, “issued a warning that”, “voiced doubts about”: the verb only introduces the noun."""
    verb = noun.head
    source = grammar.subject_of(verb)
    if source is None or grammar.is_infinitive(verb) or grammar.is_passive(verb) or verb.i > noun.i:
        return None
    clause = next((c for c in (*noun.children, *verb.children) if c.i > noun.i and c.dep in _CONTENTS), None)
    if clause is None or (noun.child("poss") is not None and verb.lower.startswith(("ma", "gi"))):
        return None
    words = grammar.noun_phrase(source, without=[verb] if verb.is_under(source) else ())
    cue = [word for word in verb.subtree() if grammar.cue_words(verb)[0].i <= word.i <= noun.i]
    return Candidate(
        sentence=number,
        rule="given_words",
        anchor=verb,
        cue=(span_of(cue),),
        source=(span_of(words),),
        source_head=source,
        content=grammar.pieces(clause.subtree()),
    )


_CONTENTS = frozenset({"acl", "ccomp", "prep", "advcl"})


def _made_clear(word: Word, tree: Tree, number: int) -> Candidate | None:
    """“has made it clear that”, “made clear she would”."""
    verb = word.head
    if word.lower != "clear" or verb.lower not in ("make", "makes", "made", "making") or verb.i > word.i:
        return None
    source = grammar.subject_of(verb)
    if source is None or grammar.is_infinitive(verb):
        return None
    cue = [tree_word for tree_word in tree if grammar.cue_words(verb)[0].i <= tree_word.i <= word.i]
    words = grammar.noun_phrase(source, without=[verb] if verb.is_under(source) else ())
    content = [tree_word for tree_word in tree if tree_word.i > word.i and tree_word.is_under(verb)]
    if not content or len(cue) > _MAX_WORDS_OF_CUE:
        return None
    return Candidate(
        sentence=number,
        rule="made_clear",
        anchor=verb,
        cue=(span_of(cue),),
        source=(span_of(words),),
        source_head=source,
        content=grammar.pieces(content),
    )


def _in_the_words_of(word: Word, tree: Tree, number: int) -> Candidate | None:
    """“in the words of Berg”, “in his view”."""
    before = word.head
    if before.dep != "prep" or before.lower not in ("in",):
        return None
    owner = word.child("poss")
    of = next((child for child in word.children if child.lower == "of"), None)
    source = owner or (of.child("pobj") if of is not None else None)
    if source is None:
        return None
    return _adverbial("according_to", before, [before], source, tree, number, rest=word)


def _adverbial(
    rule: str, word: Word, cue: list[Word], source: Word, tree: Tree, number: int, rest: Word | None = None
) -> Candidate:
    """A phrase that modifies a clause: the clause is the content."""
    words = _source_words(source, tree)
    inside = {tree_word.i for tree_word in (*words, *cue, *(rest.subtree() if rest else ()))}
    clause = _clause_of(word)
    content = [tree_word for tree_word in clause.subtree() if tree_word.i not in inside]
    if not content or clause.is_under(source):
        content = [tree_word for tree_word in tree if tree_word.i not in inside]
    if len(content) < _MIN_WORDS_OF_CLAUSE:
        content = [tree_word for tree_word in tree if tree_word.i not in inside]
    candidate = Candidate(
        sentence=number,
        rule=rule,
        anchor=word,
        cue=(span_of(cue),),
        source=(span_of(words),),
        source_head=source,
        content=grammar.pieces(content),
    )
    candidate.is_main = _touches_main(clause, tree) or words[-1].i >= tree[-1].i - 2 or cue[0].i <= tree[0].i + 1
    return candidate


def _source_words(source: Word, tree: Tree) -> list[Word]:
    words = grammar.noun_phrase(source)
    # “according to Berg, who …” stays whole; a main clause that the parser attached to the source does not
    for place, word in enumerate(words):
        if word.lower == "," and place + 1 < len(words) and words[0].i <= 3:
            rest = words[place + 1 :]
            if not any(further.dep in ("appos", "relcl", "acl", "conj", "cc") for further in rest[:6]):
                return grammar.trim(words[:place])
    return words


def _clause_of(word: Word) -> Word:
    """The verb that a phrase modifies, also where the parser attached the phrase to the nearest noun by mistake."""
    above = word.head
    while not above.is_verb and above.head is not above:
        above = above.head
    while above.dep in ("aux", "auxpass", "xcomp", "acl", "pcomp") and above.head is not above:
        above = above.head
    return above


def _touches_main(clause: Word, tree: Tree) -> bool:
    return clause.head is clause or grammar.carries_sentence(clause) or clause.dep in ("ccomp", "conj")


def _noun_of_saying(word: Word, number: int) -> Candidate | None:
    """“Berg’s claim that …”, “a warning by the bank that …”: part of a sentence, so it never decides."""
    clause = next((c for c in word.children if c.dep in ("acl", "ccomp", "relcl") and _is_that_clause(c)), None)
    owner = word.child("poss")
    by = next((c for c in word.children if c.dep == "prep" and c.lower in ("by", "from", "among")), None)
    source = owner or (by.child("pobj") if by is not None else None)
    if source is None or (not source.is_noun and source.tag != "PRP$"):
        return None
    if clause is None:
        return None
    words = grammar.noun_phrase(source, without=[c for c in source.children if c.dep == "case"])
    return Candidate(
        sentence=number,
        rule="noun_of_saying",
        anchor=word,
        cue=(span_of([word]),),
        source=(span_of(words),),
        source_head=source,
        content=grammar.pieces(clause.subtree()),
    )


def _is_that_clause(clause: Word) -> bool:
    return any(child.lower == "that" and child.dep == "mark" for child in clause.children)


def _name_and_colon(tree: Tree, number: int) -> Candidate | None:
    """Headlines and interviews: “Berg: We will not yield”, “Report: Talks fail”."""
    colon = next((word for word in tree[:8] if word.lower == ":"), None)
    if colon is None or colon is tree[0] or len(tree) < colon.i - tree[0].i + 3:
        return None
    words = tree[: tree.index(colon)]
    phrase = " ".join(word.text for word in words)
    if not _NAME_AND_COLON.match(phrase) or _NOT_SPEAKERS.search(phrase) or any(word.is_verb for word in words):
        return None
    rest = tree[tree.index(colon) + 1 :]
    span = Span(words[0].start, words[-1].end)
    candidate = Candidate(
        sentence=number,
        rule="name_and_colon",
        anchor=colon,
        cue=(Span(colon.start, colon.end),),
        source=(span,),
        source_head=words[-1],
        content=grammar.pieces(rest),
    )
    candidate.is_main = True
    return candidate

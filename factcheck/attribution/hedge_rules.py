"""Second-hand wording that names no source: “reportedly”, “is believed to”, “it is expected that”."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.attribution import cues, grammar
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Tree, Word, span_of
from factcheck.attribution.types import SourcingStatus, Span

_BE = words_of("""is are was were be been being 's 're""")


#: Where “was quoted … as saying” would be longer, the verb alone is the cue. Chosen by hand.
_MAX_WORDS_OF_CUE = 8


def hedge_candidates(tree: Tree, number: int) -> Iterator[Candidate]:
    """In reading order."""
    for word in tree:
        if word.lower in cues.HEDGE_ADVERBS:
            yield _adverb(word, tree, number)
        elif word.lower in cues.HEDGE_PARTICIPLES and word.tag in ("VBN", "VBD", "JJ", "VB"):
            if (candidate := _participle(word, tree, number)) is not None:
                yield candidate
        elif word.lower in cues.HEDGE_NOUNS or word.lower == "reports":
            if (candidate := _noun(word, tree, number)) is not None:
                yield candidate
        elif word.lower in ("quoted", "cited") and (candidate := _quoted_as(word, tree, number)) is not None:
            yield candidate
        elif word.lower in cues.HEDGE_ADJECTIVES and word.dep == "amod" and word.head.is_noun:
            yield _hedge("hedge_adjective", word, [word], _beneath(word.head, [word]), number)


def _hedge(rule: str, anchor: Word, cue: list[Word], content: tuple[Span, ...], number: int) -> Candidate:
    candidate = Candidate(
        sentence=number,
        rule=rule,
        anchor=anchor,
        cue=(span_of(cue),),
        content=content,
        status=SourcingStatus.HEDGED,
    )
    candidate.is_main = rule != "hedge_adjective" and grammar.carries_sentence(_verb_of(anchor))
    return candidate


def _adverb(word: Word, tree: Tree, number: int) -> Candidate:
    return _hedge("hedge_adverb", word, [word], _beneath(_verb_of(word), [word]), number)


def _verb_of(word: Word) -> Word:
    """The verb that a hedge colours. One inside a noun phrase colours no more than that."""
    above = word
    while above.dep in ("advmod", "aux", "auxpass") and above.head is not above:
        above = above.head
    if above.dep in ("acomp", "attr") and above.head.lower in _BE:
        above = above.head
    return above


def _beneath(word: Word, cue: list[Word]) -> tuple[Span, ...]:
    barred = {tree_word.i for tree_word in cue}
    return grammar.pieces(tree_word for tree_word in word.subtree() if tree_word.i not in barred)


def _participle(word: Word, tree: Tree, number: int) -> Candidate | None:
    """“is believed to”, “it is expected that”, “is considered an option”, “said to be”, “thought to have”."""
    if grammar.agent_of(word) is not None or (
        word.child("dobj") is not None and word.lower not in ("considered", "accused")
    ):
        return None
    be = [child for child in word.children if child.dep in ("auxpass", "aux") and child.lower in _BE]
    reduced = word.dep in ("acl", "advcl", "amod", "relcl") and not be
    if word.tag in ("VBD", "VB") and not be and not reduced:
        return None
    if not be and not reduced and not _shares_passive(word):
        return None
    subject = word.child("nsubjpass", "nsubj", "expl")
    impersonal = subject is not None and subject.lower == "it"
    clause = word.child("ccomp", "xcomp", "advcl", "oprd", "csubj", "csubjpass")
    needs = word.lower in cues.NEED_CLAUSE or reduced
    to = clause is not None and any(child.lower == "to" for child in clause.children)
    that = impersonal and clause is not None
    if not (to or that) and (needs or (word.lower in _WITH_COMPLEMENT and not _complement(word))):
        return None
    if (word.lower == "supposed" and not (to or that)) or (word.lower in ("suggested", "argued") and not that):
        return None
    if word.lower in ("held", "seen", "estimated") and not (to or that):
        return None
    if word.lower == "accused" and _complement(word) is None:
        return None
    cue = grammar.cue_words(word)
    cue = [cue_word for cue_word in cue if cue_word.lower not in ("to",)]
    if impersonal and subject is not None and subject.i == cue[0].i - 1:
        cue = [subject, *cue]
    return _hedge("hedge_passive", word, cue, _beneath(word, cue), number)


_WITH_COMPLEMENT = words_of(
    """said reported known considered regarded reputed deemed understood accused expected believed thought feared
    suspected"""
)


def _complement(word: Word) -> Word | None:
    """What somebody is believed to be, or accused of."""
    complement = word.child("oprd", "xcomp", "ccomp", "attr", "acomp", "dobj", "csubjpass", "csubj")
    if complement is not None and complement.i > word.i:
        return complement
    for child in word.children:
        if child.i > word.i and (
            (child.dep == "prep" and child.lower in ("of", "as", "in", "on", "at")) or child.tag == "JJ"
        ):
            return child
        if child.i > word.i and child.dep in ("npadvmod", "advmod") and child.is_noun:
            return child
    return None


def _shares_passive(word: Word) -> bool:
    """“was arrested and is …”: the second of two participles does without its “was”."""
    return word.dep == "conj" and word.head.child("auxpass") is not None


def _noun(word: Word, tree: Tree, number: int) -> Candidate | None:
    """“Rumours that …”, “amid unconfirmed reports of …”, when nobody is named."""
    if word.child("poss") is not None or any(c.lower in ("by", "from", "in") for c in word.children):
        return None
    if word.lower == "reports" and not _nameless_reports(word):
        return None
    if any(child.is_name for child in word.children):
        return None
    candidate = _hedge("hedge_noun", word, [word], _beneath(word, [word]), number)
    above = word.head
    candidate.is_main = above.head is above and (above.lower in _BE or word.dep in ("nsubj", "nsubjpass"))
    return candidate


def _nameless_reports(word: Word) -> bool:
    before = {child.lower for child in word.children if child.dep in ("amod", "det", "compound")}
    links = {child.lower for child in word.children if child.dep in ("prep", "acl", "ccomp")}
    that = any(g.lower == "that" and g.dep == "mark" for child in word.children for g in child.children)
    if before - {"unconfirmed", "there", "unverified", "some", "early", "initial"}:
        return False
    return (
        that or bool(before) or ("of" in links and word.head.lower in (*_BE, "amid", "after", "despite", "following"))
    )


def _quoted_as(word: Word, tree: Tree, number: int) -> Candidate | None:
    """“was quoted as saying”: by whom is not told, so nobody vouches for the quotation."""
    if not grammar.is_passive(word) or _outlet_agent(word) is not None:
        return None
    as_ = next((child for child in word.children if child.lower == "as"), None)
    saying = as_.child("pcomp") if as_ is not None else None
    if saying is None:
        return None
    cue = [*grammar.cue_words(word), as_, saying] if as_ is not None else grammar.cue_words(word)
    cue = [tree_word for tree_word in tree if cue[0].i <= tree_word.i <= cue[-1].i]
    if len(cue) > _MAX_WORDS_OF_CUE:
        cue = grammar.cue_words(word)
    content = [
        tree_word
        for tree_word in (*saying.subtree(), *_quoted(word, tree))
        if tree_word.i > cue[-1].i or tree_word.i < cue[0].i
    ]
    return _hedge(
        "quoted_as", word, cue, grammar.pieces({tree_word.i: tree_word for tree_word in content}.values()), number
    )


def _quoted(word: Word, tree: Tree) -> list[Word]:
    return [quoted_word for c in word.children if c.dep in ("ccomp", "parataxis") for quoted_word in c.subtree()]


def _outlet_agent(word: Word) -> Word | None:
    return grammar.agent_of(word)

"""Whether somebody said anything at all: acts, thoughts, plans, requests made of them and silence are no statements."""

from __future__ import annotations

from factcheck.attribution import grammar
from factcheck.attribution import lexicon as lex
from factcheck.attribution.candidate import Candidate
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.parse import Word
from factcheck.attribution.status import singular
from factcheck.attribution.types import SourcingStatus, Span
from factcheck.attribution.verbs import LEMMAS, Kind, forms_of

#: Whoever did not do this kept silent.
_SILENT = words_of(
    """say comment respond reply answer discuss apologize apologise explain mention address specify elaborate disclose
    reveal release provide identify name tell speak state"""
)
_NOT = words_of("not n't never barely hardly scarcely rarely")
_WITHHOLDING = frozenset(
    form for lemma in ("decline", "refuse", "fail", "neglect", "omit") for form in forms_of(lemma)
) | {"unable", "unwilling", "reluctant", "yet"}
#: “Is trying to”, “wants to”: not done yet.
_TRYING = frozenset(
    form for lemma in ("try", "attempt", "seek", "want", "need", "plan") for form in forms_of(lemma)
) | {
    "tried",
    "trying",
}
#: Verbs of doing, which a network may take for saying when a clause follows.
_ACT_LEMMAS = words_of(
    """allow help enable permit prevent force cause require ensure lead make let keep stop start end begin use offer
    build buy sell send bring take give hold host open close run win lose sign file submit vote visit meet join leave
    move travel arrest detain charge search raid seize shoot kill attack block cancel suspend raise cut arrange
    organize organise prepare work serve play perform investigate"""
)
_ACTS = frozenset(form for lemma in _ACT_LEMMAS for form in forms_of(lemma)) | words_of(
    "made making gave given taken took brought sent sold bought built held met won lost left kept led shot"
)
_HELP = words_of(
    """police 911 999 ambulance office sheriff department authorities firefighters security meeting vote election
    witness halt strike doctor hotline number emergency"""
)
_TOLD = frozenset(form for lemma in ("tell", "inform", "advise") for form in forms_of(lemma)) | {"told"}
_MANY = words_of("men women children people")
_DAYS = words_of(
    """monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday january february march april
    june july august september october november december"""
)
#: Nouns that count people, and so may speak for themselves.
_COUNTS = words_of("percent % cent half third quarter majority number those one")


def settle_kind(candidate: Candidate, quoted: bool) -> None:
    """Take a candidate that is no statement for an attitude, which decides nothing. ``quoted``: words of it are."""
    anchor, head = candidate.anchor, candidate.source_head
    if head is None or candidate.rule in ("according_to", "name_and_colon", "in_poll"):
        if head is not None and head.lower in _DAYS:
            candidate.kind = Kind.STANCE
        return
    lemma = LEMMAS.get(anchor.lower, "")
    if _is_told(anchor, head):
        if anchor.lower in _TOLD and anchor.child("ccomp", "xcomp") is not None and not candidate.channel:
            candidate.source, candidate.status = (), SourcingStatus.HEDGED
        else:
            candidate.kind = Kind.STANCE
    elif (
        _is_silent(anchor, lemma)
        or _is_tried(anchor, lemma)
        or (candidate.kind is Kind.THOUGHT and not quoted)
        or (lemma == "call" and _calls_for_help(anchor))
        or (lemma == "question" and _is_somebody(anchor.child("dobj")))
        or (candidate.rule == "tagged" and not lemma and anchor.lower in _ACTS and not quoted)
        or (candidate.kind is not Kind.SPEECH and _is_thing(head) and not quoted)
        or head.lower in _DAYS
        or (head.lower == "you" and head.dep != "pobj")
    ):
        candidate.kind = Kind.STANCE


def _is_told(anchor: Word, subject: Word) -> bool:
    """“People have been asked to”: what stands as the subject heard it."""
    return subject.dep == "nsubjpass" and subject.head is anchor and grammar.agent_of(anchor) is None


def _is_silent(anchor: Word, lemma: str) -> bool:
    word = anchor
    for _ in range(3):
        if word.lower in _WITHHOLDING or any(
            child.lower in _WITHHOLDING for child in word.children if child.i < anchor.i
        ):
            return True
        if word.dep != "xcomp" or word.head is word:
            break
        word = word.head
    denied = any(child.lower in _NOT for child in (*anchor.children, *(word.children if word is not anchor else ())))
    return lemma in _SILENT and denied


def _is_tried(anchor: Word, lemma: str) -> bool:
    return anchor.dep == "xcomp" and anchor.head.lower in _TRYING and grammar.is_infinitive(anchor) and lemma != "say"


def _calls_for_help(anchor: Word) -> bool:
    called = anchor.child("dobj")
    return called is not None and called.lower in _HELP


def _is_somebody(word: Word | None) -> bool:
    """Whom the police questioned, rather than what somebody questioned."""
    if word is None or not word.is_noun:
        return False
    return word.entity == "PERSON" or singular(word.lower) in lex.PEOPLE | lex.OFFICES | _MANY


def _is_thing(head: Word) -> bool:
    """A common noun that is nobody and no paper: “the snafu demonstrates”."""
    if head.tag not in ("NN", "NNS") or head.lower in _COUNTS or head.entity:
        return False
    noun = singular(head.lower)
    known = lex.PEOPLE | lex.OFFICES | lex.BODIES | lex.DOCUMENTS | lex.OUTLETS
    return noun not in known and head.lower not in known


def covered(candidate: Candidate, sentence: Span) -> float:
    """The share of a sentence, 0 to 1, that source, cue and what was said take up."""
    spans = (*candidate.source, *candidate.cue, *candidate.content)
    inside = sum(max(0, min(span.end, sentence.end) - max(span.start, sentence.start)) for span in spans)
    return min(1.0, inside / max(1, sentence.end - sentence.start))

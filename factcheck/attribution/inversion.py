"""Speakers that the parser misses because news copy turns its sentences around.

“Rain, the office said, is likely.” “Reported the Mirror.” “‘No,’ said a man.” Speaker and verb stand between marks
there, and what stands between marks is told from the words themselves.
"""

from __future__ import annotations

from factcheck.attribution import grammar
from factcheck.attribution.parse import Tree, Word

BREAKS = frozenset({",", "”", '"', "''", "’", "?", "!", "—", "–", "--", "»"})
ENDS = frozenset({",", ".", "“", '"', "``", ";", ":", "—", "–", "--", ")"})


def inserted_speaker(verb: Word, source: Word | None) -> Word | None:
    """Speaker and verb between marks, whatever the parser saw: “Rain, the office said, is likely”."""
    before, after = verb.before, verb.after
    if before is None or verb.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    if before.lower in BREAKS:
        return _speaker_behind(verb, source)
    if (after is None or after.lower in ENDS) and (before.is_noun or before.tag == "PRP"):
        words = grammar.noun_phrase(_head_before(before))
        words = [word for word in words if word.i < verb.i]
        lead = words[0].before if words else None
        if lead is not None and lead.lower in BREAKS and source not in words:
            return _head_before(before)
    return None


def _speaker_behind(verb: Word, source: Word | None) -> Word | None:
    """The noun right after a verb that follows a comma or a closing mark and has no subject of its own there."""
    speaker = next((child for child in verb.children if child.i > verb.i and child.dep in _OBJECTS), None)
    if (source is not None and source.i > verb.i) or speaker is None or speaker.child("mark") is not None:
        return None
    # “The singer is to marry, reported the Mirror”: a subject far off may still claim the verb; only a name outdoes it.
    has_subject = source is not None and source.head is verb
    if not speaker.is_name and (has_subject or not speaker.is_noun or speaker.child("det") is None):
        return None
    words = speaker.subtree()
    is_closed = words[-1].after is None or words[-1].after.lower in ENDS
    return speaker if words[0].i == verb.i + 1 and is_closed else None


_OBJECTS = frozenset({"dobj", "attr", "oprd", "npadvmod", "ccomp"})


def _head_before(word: Word) -> Word:
    while word.head.is_noun and word.head.i < word.i and word.dep in ("appos", "compound", "flat"):
        word = word.head
    return word


def speaker_described(verb: Word) -> Word | None:
    """“…,” recalled caretaker Joe Flynn: right after a closing mark, that is no description but the speaker's verb."""
    if verb.before is None or verb.before.lower not in ("”", '"', "''", "’") or not verb.is_verb:
        return None
    speaker = verb.head
    while speaker.is_noun and speaker.head.is_noun and speaker.dep == "compound":
        speaker = speaker.head
    return speaker if speaker.is_name or (speaker.is_noun and speaker.i > verb.i) else None


def neighbour(verb: Word) -> Word | None:
    """The head of the noun phrase that ends right before a verb, commas and adverbs aside: a last resort."""
    word = verb.child("nsubj") or verb.before
    while word is not None and (word.tag in ("RB", "MD") or word.lower in ("has", "have", "had", ",", "also")):
        word = word.before
    if word is None or not (word.is_noun or word.tag in ("PRP", "WP", "CD")):
        return None
    while word.head is not word and word.head.i < verb.i and _describes(word.head):
        word = word.head
    if not (word.is_noun or word.tag in ("PRP", "WP", "CD")):
        return None
    return word


def _describes(word: Word) -> bool:
    """Whether a word is no end of a phrase: “papers seen by the Echo” goes on from “seen” to “papers”."""
    return word.dep in ("acl", "relcl") if word.is_verb else word.dep != "ROOT"


def rest_of(tree: Tree, verb: Word, source: Word) -> list[Word]:
    """The sentence without speaker and verb: what was said, when nothing better is known."""
    speaker_and_verb = {word.i for word in grammar.noun_phrase(source)} | {verb.i}
    first = min(speaker_and_verb)
    after = [word for word in tree if word.i > verb.i and word.i not in speaker_and_verb]
    before = [word for word in tree if word.i < first]
    has_words = sum(word.text[:1].isalnum() for word in after)
    return (
        after
        if has_words > 2 and not (before and before[-1].lower in BREAKS and len(before) > 3)
        else [*before, *after]
    )

"""Annotated articles as what the network learns from: a tag for each word, and for each word the cue it belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from tokenizers import Tokenizer

from factcheck.attribution.encoding import Words, read_words
from factcheck.attribution.tags import NO_CUE, OUTSIDE, Role
from factcheck.attribution.training.brat import ROLES, Document

#: A word that belongs to no attribution has nothing to point at.
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Example:
    """One article: for each word its tag, and the first word of the cue of its attribution."""

    name: str
    words: Words
    tags: list[int]
    heads: list[int]


def example(document: Document, tokenizer: Tokenizer) -> Example:
    """What a perfect reader would say of each word. A word is in one attribution at most: the first marked keeps it."""
    words = read_words(document.text, tokenizer)
    starts = [start for start, _ in words.spans]
    ends = [end for _, end in words.spans]
    tags = [OUTSIDE] * len(starts)
    heads = [NOWHERE] * len(starts)
    #: For each word the number of its attribution and its role in it.
    owner: list[tuple[int, Role] | None] = [None] * len(starts)
    for number, marked in enumerate(document.marked):
        words_by_role = {
            role: [
                word
                for start, end in getattr(marked, role)
                for word in range(bisect_right(ends, start), bisect_left(starts, end))
            ]
            for role in ROLES
        }
        head = min(words_by_role["cue"], default=NO_CUE)
        for role, name in zip(Role, ROLES, strict=True):
            for word in words_by_role[name]:
                if owner[word] is None:
                    owner[word], heads[word] = (number, role), head
    previous: tuple[int, Role] | None = None
    spelled = [document.text[start:end][:1].isalnum() for start, end in words.spans]
    for word, owned in enumerate(owner):
        if owned is not None:
            _, role = owned
            tags[word] = role.inside if owned == previous else role.opening
            previous = owned
        elif spelled[word]:
            previous = None
    return Example(document.name, words, tags, heads)

"""From probabilities to attributions: the likeliest stretches of words, and who belongs with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from factcheck.attribution.encoding import Words
from factcheck.attribution.tags import NO_CUE, OUTSIDE, TAGS, Floats, Role, Tagged, role_probability

_ROLE_OF_TAG = {tag: role for role in Role for tag in (role.opening, role.inside)}
#: The score of a step that no sequence of tags may take.
_FORBIDDEN = -1e4
#: Added to probabilities before their logarithm is taken, so that a 0 has one.
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """Thresholds chosen on training articles that were held out, none on the articles that are scored.

    The model's card may override them; today's card overrides none.
    """

    #: A handicap in log-probability for “outside of any attribution”; 0 for none.
    outside: float = 0.0
    #: Two stretches of a cue are one when at least this share of links leads from one to the other.
    merge: float = 0.5
    #: A source or content belongs to a cue when at least this share of its links leads there.
    link: float = 0.3
    #: A content that fits no cue continues the attribution that ends at most this many words before it.
    reach: int = 40
    #: At most this many words may separate two stretches of one source.
    bridge: int = 2
    #: A rule that reads verbs counts without the network only where the network gives its cue this probability.
    rule_gate: float = 0.2


@dataclass(slots=True)
class Chunk:
    """Words ``start`` to ``end`` (excluded) in one role, with their mean probability of it.

    ``link`` is the share of their links that fall on the cue they were given to.
    """

    role: Role
    start: int
    end: int
    probability: float
    link: float = 1.0


@dataclass(slots=True)
class Linked:
    """One attribution as stretches of words."""

    cues: list[Chunk]
    sources: list[Chunk] = field(default_factory=list)
    contents: list[Chunk] = field(default_factory=list)


def best_tags(tags: Floats, outside: float = 0.0) -> list[int]:
    """The likeliest sequence of tags in which no ``I`` comes without what it continues (Viterbi)."""
    if not len(tags):
        return []
    scores = np.log(tags + _TINY)
    scores[:, OUTSIDE] -= outside
    allowed = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for role in Role:
        allowed[:, role.inside] = _FORBIDDEN
        allowed[role.opening, role.inside] = allowed[role.inside, role.inside] = 0.0
    back = np.zeros(tags.shape, np.int8)
    # (tags,): the score of the best sequence so far that ends in each tag.
    best_so_far = scores[0] + allowed[OUTSIDE]
    for place in range(1, len(tags)):
        steps = best_so_far[:, None] + allowed  # (tag before, tag here)
        back[place] = steps.argmax(axis=0)
        best_so_far = steps.max(axis=0) + scores[place]
    best = [int(best_so_far.argmax())]
    for place in range(len(tags) - 1, 0, -1):
        best.append(int(back[place, best[-1]]))
    return best[::-1]


def chunks_of(sequence: Sequence[int], tags: Floats) -> list[Chunk]:
    """Stretches of one role in reading order."""
    chunks: list[Chunk] = []
    for word, number in enumerate(sequence):
        role = _ROLE_OF_TAG.get(number)
        if role is None:
            continue
        if number == role.inside and chunks and chunks[-1].end == word and chunks[-1].role == role:
            chunks[-1].end = word + 1
        else:
            chunks.append(Chunk(role, word, word + 1, 0.0))
    for chunk in chunks:
        chunk.probability = float(role_probability(tags[chunk.start : chunk.end], chunk.role).mean())
    return chunks


def decode(words: Words, tagged: Tagged, weights: Weights | None = None) -> list[Linked]:
    """All attributions in the order of their cues; sources and contents that fit no cue are left out."""
    weights = weights or Weights()
    chunks = chunks_of(best_tags(tagged.tags, weights.outside), tagged.tags)
    cues = [chunk for chunk in chunks if chunk.role is Role.CUE]
    if not cues:
        return []
    owner = np.full(len(words.spans), -1, np.int32)
    for number, cue in enumerate(cues):
        owner[cue.start : cue.end] = number
    group = list(range(len(cues)))
    for number, cue in enumerate(cues):
        share = _shares(cue, tagged, owner)
        best = max((n for n in share if n != NO_CUE), key=share.__getitem__, default=number)
        if best < number and share[best] >= weights.merge:
            group[number] = group[best]
    linked = {number: Linked([]) for number in dict.fromkeys(group)}
    for number, cue in enumerate(cues):
        linked[group[number]].cues.append(cue)
    for chunk in chunks:
        if chunk.role is Role.CUE:
            continue
        grouped: dict[int, float] = {}
        for number, share_of in _shares(chunk, tagged, owner).items():
            if number != NO_CUE:
                grouped[group[number]] = grouped.get(group[number], 0.0) + share_of
        best = max(grouped, key=grouped.__getitem__, default=NO_CUE)
        if best != NO_CUE and grouped[best] >= weights.link:
            into = linked[best].sources if chunk.role is Role.SOURCE else linked[best].contents
            chunk.link = min(1.0, grouped[best])
            into.append(chunk)
        elif chunk.role is Role.CONTENT and (before := _just_before(chunk, linked.values(), weights.reach)) is not None:
            before.contents.append(chunk)
    between = words.stops | {chunk.start for chunk in chunks}
    for attribution in linked.values():
        attribution.sources = _one_piece(attribution.sources, between, weights.bridge)
    return list(linked.values())


def _one_piece(chunks: list[Chunk], between: Set[int], bridge: int) -> list[Chunk]:
    """Stretches with hardly a word, and nothing of ``between``, between them as one.

    Such as “Ursula Keller” and “who chairs the committee”.
    """
    joined: list[Chunk] = []
    for chunk in chunks:
        gap = range(joined[-1].end, chunk.start) if joined else range(0)
        if joined and len(gap) <= bridge and between.isdisjoint(gap):
            joined[-1].end = chunk.end
        else:
            joined.append(chunk)
    return joined


def _just_before(chunk: Chunk, linked: Iterable[Linked], reach: int) -> Linked | None:
    """The attribution whose words end right before: what it reports goes on."""
    near: Linked | None = None
    end = chunk.start - reach
    for attribution in linked:
        for other in (*attribution.cues, *attribution.sources, *attribution.contents):
            if end < other.end <= chunk.start:
                near, end = attribution, other.end
    return near


def _shares(chunk: Chunk, tagged: Tagged, owner: np.ndarray) -> dict[int, float]:
    """How the links of a stretch fall on the cues, by number; NO_CUE for those that fall on none."""
    cue_shares: dict[int, float] = {}
    count = chunk.end - chunk.start
    for targets, shares in zip(
        tagged.targets[chunk.start : chunk.end].tolist(), tagged.shares[chunk.start : chunk.end].tolist(), strict=True
    ):
        for target, share in zip(targets, shares, strict=True):
            number = int(owner[target]) if target >= 0 else NO_CUE
            number = NO_CUE if number < 0 else number
            cue_shares[number] = cue_shares.get(number, 0.0) + share / count
    return cue_shares

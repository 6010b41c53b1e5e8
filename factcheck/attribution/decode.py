"""From probabilities to attributions: the likeliest stretches of words, and who belongs with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from factcheck.attribution.encoding import Words
from factcheck.attribution.tags import NO_CUE, TAGS, Floats, Tagged

SOURCE, CUE, CONTENT = range(3)
_ROLE = (None, SOURCE, SOURCE, CUE, CUE, CONTENT, CONTENT)


@dataclass(frozen=True, slots=True)
class Weights:
    """Choices made on held-out training articles, none on the articles that are scored."""

    #: How much likelier than its rivals a word must be before it counts as outside of any attribution.
    outside: float = 0.0
    #: From which share of links on two stretches of a cue are one.
    merge: float = 0.5
    #: From which share of links on a source or content belongs to a cue.
    link: float = 0.3
    #: Within how many words a content that fits no cue goes on with the attribution before it.
    reach: int = 40
    #: How many words may stand between two stretches of one source.
    bridge: int = 2
    #: From which probability of a cue on a rule may stand alone.
    rule_gate: float = 0.2


@dataclass(slots=True)
class Chunk:
    """Words ``start`` to ``end`` (excluded) in one role, with their mean probability of it.

    ``link`` is the share of their links that fall on the cue they were given to.
    """

    role: int
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
    """The likeliest sequence of tags in which no ``I`` stands without what it continues (Viterbi)."""
    if not len(tags):
        return []
    scores = np.log(tags + 1e-6)
    scores[:, 0] -= outside
    allowed = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for number in (2, 4, 6):
        allowed[:, number] = -1e4
        allowed[number - 1, number] = allowed[number, number] = 0.0
    back = np.zeros(tags.shape, np.int8)
    now = scores[0] + allowed[0]
    for place in range(1, len(tags)):
        ways = now[:, None] + allowed
        back[place] = ways.argmax(axis=0)
        now = ways.max(axis=0) + scores[place]
    best = [int(now.argmax())]
    for place in range(len(tags) - 1, 0, -1):
        best.append(int(back[place, best[-1]]))
    return best[::-1]


def chunks_of(sequence: Sequence[int], tags: Floats) -> list[Chunk]:
    """Stretches of one role in reading order."""
    chunks: list[Chunk] = []
    for word, number in enumerate(sequence):
        role = _ROLE[number]
        if role is None:
            continue
        if number % 2 == 0 and chunks and chunks[-1].end == word and chunks[-1].role == role:
            chunks[-1].end = word + 1
        else:
            chunks.append(Chunk(role, word, word + 1, 0.0))
    for chunk in chunks:
        of_role = tags[chunk.start : chunk.end, 1 + 2 * chunk.role] + tags[chunk.start : chunk.end, 2 + 2 * chunk.role]
        chunk.probability = float(of_role.mean())
    return chunks


def decode(words: Words, tagged: Tagged, weights: Weights | None = None) -> list[Linked]:
    """All attributions in the order of their cues; sources and contents that fit no cue are left out."""
    weights = weights or Weights()
    chunks = chunks_of(best_tags(tagged.tags, weights.outside), tagged.tags)
    cues = [chunk for chunk in chunks if chunk.role == CUE]
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
        if chunk.role == CUE:
            continue
        grouped: dict[int, float] = {}
        for number, share_of in _shares(chunk, tagged, owner).items():
            if number != NO_CUE:
                grouped[group[number]] = grouped.get(group[number], 0.0) + share_of
        best = max(grouped, key=grouped.__getitem__, default=NO_CUE)
        if best != NO_CUE and grouped[best] >= weights.link:
            into = linked[best].sources if chunk.role == SOURCE else linked[best].contents
            chunk.link = min(1.0, grouped[best])
            into.append(chunk)
        elif chunk.role == CONTENT and (before := _just_before(chunk, linked.values(), weights.reach)) is not None:
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

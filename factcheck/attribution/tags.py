"""What the network says of a text, word by word, and how its windows are put together again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from factcheck.attribution.encoding import Window, Words, windows

#: What a word is to an attribution; ``B`` opens a stretch of words, ``I`` goes on with it. The network's columns.
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
#: The column of a word outside of any attribution.
OUTSIDE = TAGS.index("O")


class Role(IntEnum):
    """The roles in the order of their columns in TAGS."""

    SOURCE = 0
    CUE = 1
    CONTENT = 2

    @property
    def opening(self) -> int:
        """The column of a word that opens a stretch in this role."""
        return 1 + 2 * self

    @property
    def inside(self) -> int:
        """The column of a word that continues one."""
        return 2 + 2 * self


#: A word that belongs to an attribution whose cue is not in its window, or that has none.
NO_CUE = -2
#: How many of its likeliest cue words are kept for each word. Chosen by hand.
KEPT = 4
#: On one core a window at a time is fastest and takes least memory; training asks for more.
_BATCH = 1

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
#: Windows of one batch to the network's raw scores: (batch, pieces, 7) and (batch, pieces, pieces).
Run = Callable[[Sequence[Window]], tuple[npt.NDArray[Any], npt.NDArray[Any]]]


@dataclass(frozen=True, slots=True)
class Tagged:
    """For each word of a text the probabilities of its tags, and of the cue it belongs to if it belongs to any.

    ``tags`` is (words, 7) in the order of TAGS. ``targets`` (words, KEPT) are the numbers of the words that open the
    likeliest cues, or NO_CUE, and ``shares`` (words, KEPT) their probabilities, the likeliest first.
    """

    tags: Floats
    targets: Integers
    shares: Floats


def tag(words: Words, run: Run, *, begin: int, end: int, batch_size: int = _BATCH) -> Tagged:
    """Read all windows of a text through ``run``. Time and memory grow with the number of words, not faster."""
    count = len(words.spans)
    tags = np.zeros((count, len(TAGS)), np.float32)
    tags[:, OUTSIDE] = 1.0
    targets = np.full((count, KEPT), NO_CUE, np.int32)
    shares = np.zeros((count, KEPT), np.float32)
    cut = sorted(windows(words, begin=begin, end=end), key=lambda window: len(window.ids))
    for at in range(0, len(cut), batch_size):
        batch = cut[at : at + batch_size]
        tag_scores, link_scores = run(batch)
        for row, window in enumerate(batch):
            fresh = next(place for place, word in enumerate(window.words) if word >= window.fresh)
            window_words = np.array(window.words, np.int32)
            firsts = np.array(window.firsts)
            tags[window_words[fresh:]] = _softmax(tag_scores[row, firsts[fresh:]])
            columns = np.concatenate(([0], firsts))
            links = _softmax(link_scores[row, firsts[fresh:, None], columns[None, :]])
            names = np.concatenate((np.array([NO_CUE], np.int32), window_words))
            per_word = min(KEPT, links.shape[1])
            best = np.argpartition(-links, per_word - 1, axis=1)[:, :per_word]
            best = np.take_along_axis(best, np.argsort(-np.take_along_axis(links, best, 1), axis=1), 1)
            targets[window_words[fresh:], :per_word] = names[best]
            shares[window_words[fresh:], :per_word] = np.take_along_axis(links, best, 1)
    return Tagged(tags, targets, shares)


def role_probability(tags: Floats, role: Role) -> Floats:
    """For each word how likely it has a role, whether it opens a stretch or continues one."""
    return np.asarray(tags[:, role.opening] + tags[:, role.inside], np.float32)


def _softmax(scores: npt.NDArray[Any]) -> Floats:
    scores = scores.astype(np.float32)
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def filled(batch: Sequence[Window], pad: int) -> tuple[npt.NDArray[np.int64], ...]:
    """Ids, shapes and mask of a batch, each (batch, pieces), filled up to its longest window."""
    size = (len(batch), max(len(window.ids) for window in batch))
    ids = np.full(size, pad, np.int64)
    shapes, mask = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for row, window in enumerate(batch):
        length = len(window.ids)
        ids[row, :length], shapes[row, :length], mask[row, :length] = window.ids, window.shapes, 1
    return ids, shapes, mask

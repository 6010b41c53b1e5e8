"""From text to windows and from probabilities to attributions, with a vocabulary of our own and no network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from factcheck.attribution.decode import Linked, Weights, best_tags, decode
from factcheck.attribution.encoding import LIMIT, Shape, Words, read_words, windows
from factcheck.attribution.tagger import FOLDER
from factcheck.attribution.tags import KEPT, NO_CUE, TAGS, Tagged, tag

BEGIN, END = 101, 102


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    loaded = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def spelled(text: str, words: Words) -> list[str]:
    return [text[start:end] for start, end in words.spans]


def test_words_keep_their_places_and_shapes(tokenizer: Tokenizer) -> None:
    text = "NATO’s Berg said:\n\n“No way”, 商店 😀."
    words = read_words(text, tokenizer)
    assert spelled(text, words) == [
        "NATO", "’", "s", "Berg", "said", ":", "“", "No", "way", "”", ",", "商", "店", "😀", ".",
    ]  # fmt: skip
    assert [len(paragraph) for paragraph in words.paragraphs] == [6, 9]
    shape = dict(zip(spelled(text, words), words.shapes, strict=True))
    assert (shape["NATO"], shape["Berg"], shape["said"], shape[":"]) == (
        Shape.CAPITALS, Shape.CAPITAL, Shape.LOWER, Shape.OTHER,
    )  # fmt: skip
    assert shape["No"] == Shape.CAPITAL + Shape.QUOTED
    assert words.stops == {len(words.spans) - 1}


@given(st.lists(st.sampled_from(["Berg said so.", "“No”", "a " * 300, "\n", "supercalifragilistic" * 40]), max_size=8))
def test_every_word_is_fresh_in_exactly_one_window(tokenizer: Tokenizer, parts: list[str]) -> None:
    words = read_words(" ".join(parts), tokenizer)
    cut = windows(words, begin=BEGIN, end=END)
    fresh = [word for window in cut for word in window.words if word >= window.fresh]
    assert fresh == list(range(len(words.spans)))
    for window in cut:
        assert window.ids[0] == BEGIN
        assert window.ids[-1] == END
        assert len(window.ids) == len(window.shapes) <= max(LIMIT, 2 + max(map(len, words.pieces)))
        assert [window.ids[first] for first in window.firsts] == [words.pieces[word][0] for word in window.words]


def test_a_long_paragraph_is_cut_behind_a_sentence(tokenizer: Tokenizer) -> None:
    words = read_words("The wall held all night. " * 80, tokenizer)
    for window in windows(words, begin=BEGIN, end=END, context=0)[:-1]:
        assert window.words[-1] in words.stops


def test_windows_are_put_together_in_the_text_s_own_order(tokenizer: Tokenizer) -> None:
    text = "\n".join(f"Line {number} says so." for number in range(200))
    words = read_words(text, tokenizer)
    tag_of_piece = {first: number % len(TAGS) for number, (first, *_) in enumerate(words.pieces)}

    def run(batch):  # type: ignore[no-untyped-def]
        longest = max(len(window.ids) for window in batch)
        tags = np.zeros((len(batch), longest, len(TAGS)))
        links = np.zeros((len(batch), longest, longest))
        for row, window in enumerate(batch):
            for place, piece in enumerate(window.ids):
                tags[row, place, tag_of_piece.get(piece, 0)] = 20
            for place in window.firsts:
                links[row, place, place] = 20  # everybody points to themselves
        return tags, links

    tagged = tag(words, run, begin=BEGIN, end=END)
    assert tagged.tags.argmax(axis=1).tolist() == [tag_of_piece[pieces[0]] for pieces in words.pieces]
    assert tagged.targets[:, 0].tolist() == list(range(len(words.spans)))
    assert tagged.shares[:, 0].min() > 0.99


def make(tags: str, links: dict[int, int]) -> tuple[Words, Tagged]:
    """Tags by letter (O, S s, C c, T t: source, cue, content; capitals open) and links from word to cue word."""
    letters = "OSsCcTt"
    count = len(tags)
    probabilities = np.full((count, len(TAGS)), 0.01, np.float32)
    for word, letter in enumerate(tags):
        probabilities[word, letters.index(letter)] = 0.94
    targets = np.full((count, KEPT), NO_CUE, np.int32)
    shares = np.zeros((count, KEPT), np.float32)
    shares[:, 0] = 1.0
    for word, cue in links.items():
        targets[word, 0] = cue
    words = Words([(2 * n, 2 * n + 1) for n in range(count)], [[n] for n in range(count)], [0] * count, [], frozenset())
    return words, Tagged(probabilities, targets, shares)


def shown(linked: list[Linked]) -> list[tuple[list[tuple[int, int]], ...]]:
    return [
        tuple(
            [(chunk.start, chunk.end) for chunk in role]
            for role in (attribution.sources, attribution.cues, attribution.contents)
        )
        for attribution in linked
    ]


def test_source_and_content_go_to_the_cue_they_point_at() -> None:
    # Berg said X, Obi said Y – and the first content points to the second cue.
    words, tagged = make("SCTtOSCTt", {0: 1, 1: 1, 2: 6, 3: 6, 5: 6, 6: 6, 7: 6, 8: 6})
    assert shown(decode(words, tagged)) == [([(0, 1)], [(1, 2)], []), ([(5, 6)], [(6, 7)], [(2, 4), (7, 9)])]


def test_a_cue_in_two_pieces_is_one() -> None:
    words, tagged = make("SCOOCT", {0: 1, 1: 1, 4: 1, 5: 1})
    assert shown(decode(words, tagged)) == [([(0, 1)], [(1, 2), (4, 5)], [(5, 6)])]


def test_a_source_that_points_nowhere_is_left_out_and_a_content_goes_on_with_the_one_before() -> None:
    words, tagged = make("SCTOOTtOS", {0: 1, 1: 1, 2: 1})
    assert shown(decode(words, tagged)) == [([(0, 1)], [(1, 2)], [(2, 3), (5, 7)])]
    assert shown(decode(words, tagged, Weights(reach=1))) == [([(0, 1)], [(1, 2)], [(2, 3)])]


def test_two_stretches_of_one_source_are_joined() -> None:
    words, tagged = make("SOSsOCT", dict.fromkeys(range(7), 5))
    assert shown(decode(words, tagged)) == [([(0, 4)], [(5, 6)], [(6, 7)])]


def test_no_tag_goes_on_with_what_was_not_opened() -> None:
    tags = np.full((3, len(TAGS)), 0.01, np.float32)
    tags[0, 0] = tags[1, 4] = tags[2, 4] = 0.9  # outside, then I-cue twice
    tags[1, 3] = 0.09
    assert best_tags(tags) == [0, 3, 4]
    assert best_tags(tags[:0]) == []


def test_no_word_no_attribution() -> None:
    words, tagged = make("", {})
    assert decode(words, tagged) == []

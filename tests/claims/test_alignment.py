"""Two versions of a text, laid side by side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.claims.alignment import SentenceChange, align
from factcheck.claims.word_diff import moved_cuts, normal_words, word_diff

A = "Mayor Berg said the bridge can wait until spring."
B = "The council met on Monday for three hours."
C = "Reportedly the harbour is closed."
D = "It rained all day in the old town."


def fates(old: list[str], new: list[str]) -> list[str]:
    """Such as ``1=0``: the second is the first now, unchanged; ``~`` for changed, ``!`` for moved."""
    signs = {
        SentenceChange.UNCHANGED: "=",
        SentenceChange.CHANGED: "~",
        SentenceChange.NEW: "+",
        SentenceChange.DROPPED: "-",
    }
    return [
        f"{'' if pair.old is None else pair.old}{signs[pair.change]}{'' if pair.new is None else pair.new}"
        f"{'!' * pair.is_moved}"
        for pair in align(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param([], [], [], id="nothing"),
        pytest.param([A], [A], ["0=0"], id="the same"),
        pytest.param([], [A], ["+0"], id="new"),
        pytest.param([A], [], ["0-"], id="dropped"),
        pytest.param(
            [A, B, C],
            [A, B.replace("Monday", "Tuesday"), C],
            ["0=0", "1~1", "2=2"],
            id="a word",
        ),
        pytest.param([A], [D], ["+0", "0-"], id="nothing in common"),
        pytest.param(
            [A, B, C, D],
            [B, C, D, A],
            ["1=0", "2=1", "3=2", "0=3!"],
            id="moved",
        ),
        pytest.param(
            [A, B, C, D],
            [B, C, D, A.replace("can", "must")],
            ["1=0", "2=1", "3=2", "0~3!"],
            id="moved and changed",
        ),
        pytest.param(
            ["Yes.", A, "Yes.", B],
            [A, "Yes.", B],
            ["1=0", "2=1", "3=2", "0-"],
            id="one of two alike goes: the one beside its neighbours stays",
        ),
        pytest.param(
            [A, B],
            [A.replace("until spring", "until summer"), A, B],
            ["+0", "0=1", "1=2"],
            id="a copy beside it is new",
        ),
        pytest.param(
            [B.replace("Monday", "Friday"), B.replace("hours", "days")],
            [B, B.replace("hours", "days").replace("met", "sat")],
            ["0~0", "1~1"],
            id="of two that are like it, the likest",
        ),
    ],
)
def test_what_became_of_each(old: list[str], new: list[str], expected: list[str]) -> None:
    assert fates(old, new) == expected


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("“We  can’t wait,”\nhe said.", '"We can\'t wait," he said.'),
        ("From 2019–2020 — at last…", "From 2019-2020 -- at last..."),
        ("The co\u00adoperation\u00a0holds.", "The cooperation holds."),
        ("Cafe\u0301 opens.", "Café opens."),
    ],
)
def test_typesetting_changes_no_sentence(first: str, other: str) -> None:
    assert [pair.change for pair in align([first], [other])] == [SentenceChange.UNCHANGED]
    assert [piece.kind for piece in word_diff(first, other)] == ["kept"]


@pytest.mark.parametrize(
    ("first", "other"), [("10² metres of it.", "102 metres of it."), ("He said no.", "He said No."), ("a.", "a!")]
)
def test_what_may_mean_something_else_is_no_typesetting(first: str, other: str) -> None:
    assert normal_words(first) != normal_words(other)


def test_the_words_that_went_and_came() -> None:
    pieces = word_diff("Mayor Berg said the bridge can wait.", "Mayor Berg said on Monday the bridge must wait.")
    assert [(piece.text, piece.kind) for piece in pieces] == [
        ("Mayor Berg said ", "kept"),
        ("on Monday ", "come"),
        ("the bridge ", "kept"),
        ("can ", "gone"),
        ("must ", "come"),
        ("wait.", "kept"),
    ]


def test_cuts_stand_before_the_same_words() -> None:
    old, new = "“We can’t  wait,” he said.", '"We  can\'t wait," he said.'
    (cut,) = moved_cuts(old, new, [old.index("he said")])
    assert new[cut:] == "he said."


WORDS = st.sampled_from(["the", "bridge", "mayor", "said", "can", "“yes”", "—", "…", "a", "5"])
SENTENCE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TEXT = st.lists(SENTENCE, max_size=25)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_every_sentence_is_there_once(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert sorted(pair.old for pair in pairs if pair.old is not None) == list(range(len(old)))
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
    for pair in pairs:
        has_both = pair.old is not None and pair.new is not None
        assert has_both is (pair.change in (SentenceChange.UNCHANGED, SentenceChange.CHANGED))
        if has_both:
            is_same = normal_words(old[pair.old]) == normal_words(new[pair.new])
            assert is_same is (pair.change is SentenceChange.UNCHANGED)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_no_sentence_that_is_in_both_counts_as_dropped(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    dropped = {normal_words(old[pair.old]) for pair in pairs if pair.new is None}
    come = {normal_words(new[pair.new]) for pair in pairs if pair.old is None}
    assert not dropped & come


@given(TEXT)
def test_the_same_text_is_unchanged(text: list[str]) -> None:
    assert [(pair.old, pair.new, pair.change, pair.is_moved) for pair in align(text, text)] == [
        (place, place, SentenceChange.UNCHANGED, False) for place in range(len(text))
    ]


@settings(max_examples=200)
@given(st.text(max_size=60), st.text(max_size=60))
def test_both_sentences_can_be_read_from_the_diff(old: str, new: str) -> None:
    old, new = old.strip(), new.strip()
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    was = " ".join(piece.text for piece in pieces if piece.kind != "come")
    assert normal_words(was) == normal_words(old)


def test_a_text_made_to_annoy_ends() -> None:
    """No quadratic step without a bound: with one, this would take hours."""
    same = ["a."] * 50_000
    assert len(align(same, [*same[:-5], *["b."] * 50_000])) == 100_000
    alike = ["the " * 300 + str(n) for n in range(600)]
    assert all(pair.change is SentenceChange.CHANGED for pair in align(alike, [f"{sentence}x" for sentence in alike]))
    assert len(word_diff("the a " * 20_000, "a the " * 20_000)) == 2

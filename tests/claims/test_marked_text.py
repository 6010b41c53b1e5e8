from __future__ import annotations

import pytest

from factcheck.claims.marked_text import Mark, cut_at_marks


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        ([], [("She said so.", "")]),
        ([(4, 8, "cue"), (0, 3, "source")], [("She", "source"), (" ", ""), ("said", "cue"), (" so.", "")]),
        ([(0, 3, "source"), (3, 12, "cue")], [("She", "source"), (" said so.", "cue")]),
        ([(4, 8, "cue"), (0, 6, "source")], [("She ", ""), ("said", "cue"), (" so.", "")]),
        ([(-2, 3, "source"), (4, 4, "cue"), (9, 40, "cue")], [("She said so.", "")]),
    ],
    ids=["none", "two", "adjoining", "overlapping", "outside or empty"],
)
def test_marks_are_cut_out_and_nothing_is_lost(marks: list[Mark], pieces: list[tuple[str, str]]) -> None:
    cut = cut_at_marks("She said so.", marks)
    assert [(piece.text, piece.role) for piece in cut] == pieces
    assert "".join(piece.text for piece in cut) == "She said so."

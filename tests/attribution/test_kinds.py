"""Lines that are no claims: headings, dates, bylines, captions, credits, page furniture."""

import pytest

from factcheck.attribution.kinds import kinds_of
from factcheck.attribution.segmentation import split_sentences
from factcheck.attribution.types import ClaimKind as K

ARTICLE = """Harbor to be dredged in spring

{line}

The harbor will be dredged in the spring, the board said on Monday. It was last dredged in 1998.

The work was put off twice because of storms.
"""


def kinds(text: str) -> dict[str, K]:
    sentences = split_sentences(text)
    return dict(zip((" ".join(s.text.split()) for s in sentences), kinds_of(text, sentences), strict=True))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Saturday, January 12, 2019", K.DATELINE),
        ("Posted on 4 May 2026 by Staff Reporter", K.DATELINE),
        ("Published: 12/05/2026 14:30 GMT", K.DATELINE),
        ("5:30 p.m.", K.DATELINE),
        ("By Ann Berg, Harbor Correspondent", K.BYLINE),
        ("Ann Berg", K.BYLINE),
        ("ann.berg@example.com", K.BYLINE),
        ("Photo: Ella Grant", K.CREDIT),
        ("(Credit: Clay Alder / Gristmill)", K.CREDIT),
        ("Image: Remi Matthis.", K.CREDIT),
        ("File photo of the harbor in 1998.", K.CAPTION),
        ("A barge passes the lock on Monday (AP Photo/Ann Berg).", K.CAPTION),
        ("Share this on Facebook", K.FURNITURE),
        ("Home > News > Local", K.FURNITURE),
        ("Read more: Five things to do this weekend", K.FURNITURE),
        ("Copyright 2026 Example Media. All rights reserved.", K.FURNITURE),
        ("1 2 3", K.FURNITURE),
        ("What the board wants", K.HEADING),
    ],
)
def test_a_line_that_is_no_claim_says_what_it_is(line: str, kind: K) -> None:
    read = kinds(ARTICLE.format(line=line))

    assert kind in {found for sentence, found in read.items() if sentence in line}
    assert read["Harbor to be dredged in spring"] is K.HEADING
    assert read["It was last dredged in 1998."] is K.CLAIM


@pytest.mark.parametrize(
    "line",
    [
        "By then it was late and the lock was shut.",
        "Share prices fell by a tenth.",
        "In May the board met.",
        "“We will not wait any longer,” the mayor said.",
        "“It is impossible to overstate the loss.”",
        "Subscribers paid the board 40 million last year, and readers of the paper paid more.",
    ],
)
def test_a_sentence_of_the_article_is_a_claim(line: str) -> None:
    assert set(kinds(ARTICLE.format(line=line)).values()) == {K.HEADING, K.CLAIM}


def test_a_line_alone_is_a_claim() -> None:
    assert kinds("Harbor board resigns") == {"Harbor board resigns": K.CLAIM}


def test_lines_wrapped_by_hand_are_no_headings() -> None:
    read = kinds(
        "The harbor will be dredged in\nspring, the board said on\na Monday. It hailed.\n\nWork was put\noff.\n"
    )

    assert set(read.values()) == {K.CLAIM}


def test_sentences_without_stops_stay_claims() -> None:
    lines = [f"The board of harbor number {number} has put off its work again" for number in range(9)]

    assert list(kinds("\n\n".join(lines)).values())[1:] == [K.CLAIM] * 8


def test_a_list_of_names_of_things_is_none() -> None:
    lines = [f"Best actor in a drama number {number}" for number in range(9)]

    assert K.CLAIM not in kinds("The awards\n\n" + "\n\n".join(lines)).values()

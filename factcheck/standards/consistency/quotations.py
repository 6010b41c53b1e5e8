"""One quotation given in two wordings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from factcheck.standards.consistency.text import ArticleText, Disagreement, Place, Stretch

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\[[^\]]*\]|…|\.\.\.")
#: Fewer words than this are a phrase that anybody may say twice. Chosen by hand.
_MIN_WORDS = 6
#: This part of the shorter quotation's words stands in the other, in this order. Chosen by hand.
_MIN_SHARED = 0.72
#: This many of the words differ, at most. Chosen by hand.
_MAX_DIFFERENT = 4
#: Quotations that share a run of three words with more others than this are slogans. Chosen by hand.
_MAX_OTHERS = 6
_OTHER_WORDING = re.compile(
    r"\b(?:first|earlier|initially|original(?:ly)?|draft|previous|changed|edited|revised|version|misquot\w+|"
    r"paraphras\w+|"
    r"corrected|later (?:said|tweeted|wrote)|instead|wording|reword\w*|rather than|repeated)\b",
    re.IGNORECASE,
)


def quotation(article: ArticleText) -> Iterator[Disagreement]:
    """Two quotations of several words that are the same but for a few.

    Silent where one is part of the other, on what is left out or put in by marks (“…”, “[…]”), on capitals and
    punctuation, on phrases, and where the article speaks of two versions.
    """
    quotations = [(stretch, _words(stretch.text)) for stretch in article.quotations]
    quotations = [(stretch, words) for stretch, words in quotations if len(words) >= _MIN_WORDS]
    by_run: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, (_, words) in enumerate(quotations):
        for run in {tuple(words[place : place + 2]) for place in range(len(words) - 1)}:
            by_run[run].append(at)
    pairs: defaultdict[tuple[int, int], int] = defaultdict(int)
    for places in by_run.values():
        if 2 <= len(places) <= _MAX_OTHERS:
            for at, first in enumerate(places):
                for second in places[at + 1 :]:
                    pairs[first, second] += 1
    shown: set[int] = set()
    for (first, second), runs in sorted(pairs.items()):
        if runs < 2 or second in shown:
            continue
        difference = _difference(quotations[first][1], quotations[second][1])
        if difference is None:
            continue
        stretch, other = quotations[first][0], quotations[second][0]
        if other.start - stretch.end < 400 and "\n" not in article.text[stretch.end : other.start]:
            continue  # a speaker who says it again in other words
        if _is_explained(article, stretch) or _is_explained(article, other):
            continue
        shown.add(second)
        yield Disagreement(
            "quotation",
            (Place(stretch.start, stretch.end), Place(other.start, other.end)),
            f"“{difference[0]}” and “{difference[1]}”",
        )


def _words(text: str) -> list[str]:
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    return ["…" if word == "..." else word for word in words]


def _is_explained(article: ArticleText, stretch: Stretch) -> bool:
    sentence = article.sentences[max(0, article.sentence_at(stretch.start))]
    behind = article.text[stretch.end : stretch.end + 60].partition("\n")[0]
    around = article.text[max(0, sentence.start) : stretch.start] + " " + behind
    return bool(_OTHER_WORDING.search(around)) or "[sic" in article.text[stretch.start : stretch.end + 8]


def _difference(first: list[str], second: list[str]) -> tuple[str, str] | None:
    """The words that differ, of both; None where they are two quotations, or one is part of the other."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    shared = 0
    for block in blocks:
        shared += block.size
    start, end = blocks[0], blocks[-1]
    # What stands before or behind in only one of them is no difference: a part of a longer one.
    lead_first, lead_second = start.a, start.b
    tail_first, tail_second = len(first) - end.a - end.size, len(second) - end.b - end.size
    lead = (
        min(lead_first, lead_second) if abs(lead_first - lead_second) <= 1 and max(lead_first, lead_second) <= 3 else 0
    )
    from_first, from_second = start.a - (lead_first if lead else 0), start.b - (lead_second if lead else 0)
    to_first, to_second = end.a + end.size, end.b + end.size
    if tail_first and tail_second and abs(tail_first - tail_second) <= 1 and max(tail_first, tail_second) <= 3:
        to_first, to_second = len(first), len(second)
    mine, theirs = first[from_first:to_first], second[from_second:to_second]
    shorter = min(len(mine), len(theirs))
    if shorter < _MIN_WORDS or shared < _MIN_SHARED * max(len(mine), len(theirs)) or shared < 5:
        return None
    # Both stand for themselves: the shorter quotation is mostly this.
    if shorter < 0.6 * min(len(first), len(second)):
        return None
    pieces = [
        (mine[a:b], theirs[c:d])
        for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    if not pieces or any(
        "…" in words or any(word.startswith("[") for word in words) for pair in pieces for words in pair
    ):
        return None
    different = max(len(words) for pair in pieces for words in pair) if len(pieces) == 1 else _size(pieces)
    if different > max(1, min(_MAX_DIFFERENT, round(0.3 * shorter))):
        return None
    if all(not left or not right for left, right in pieces) and _size(pieces) > 1:
        return None
    if all(_spelled_out(left) == _spelled_out(right) for left, right in pieces):
        return None
    (left_from, left_to), (right_from, right_to) = _around(mine, theirs)
    return " ".join(mine[left_from:left_to]), " ".join(theirs[right_from:right_to])


def _size(pieces: list[tuple[list[str], list[str]]]) -> int:
    size = 0
    for left, right in pieces:
        size += max(len(left), len(right))
    return size


def _around(mine: list[str], theirs: list[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The stretch from the first to the last difference, with a word on either side."""
    codes = [code for code in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes() if code[0] != "equal"]
    first, last = codes[0], codes[-1]
    return (
        (max(0, first[1] - 2), min(len(mine), last[2] + 2)),
        (max(0, first[3] - 2), min(len(theirs), last[4] + 2)),
    )


def _spelled_out(words: list[str]) -> str:
    """“We’re” as “we are”, “gonna” as “going to”."""
    text = " ".join(words).replace("n't", " not").replace("'re", " are").replace("'ve", " have").replace("'m", " am")
    text = text.replace("'ll", " will").replace("'s", " is").replace("gonna", "going to").replace("can not", "cannot")
    return text.replace("ca not", "cannot").replace("wo not", "will not").replace(" ", "").replace("-", "")

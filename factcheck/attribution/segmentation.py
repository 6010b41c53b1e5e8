"""A text cut into sentences, with exact offsets.

Two passes, both linear in the length of the text. The first finds the line breaks that end a sentence, the second the
full stops, question marks and exclamation marks that do. What a full stop after an abbreviation means is decided by
the words around it: “a row with the U.S. Qatar has …” ends one sentence, “the U.S. Senate has …” doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.attribution.abbreviations import (
    AFTER_CLOCK,
    BEFORE_NUMBERS,
    BODIES,
    BODY_ENDS,
    CLOCK,
    EITHER,
    EXCLAIMED,
    HEADS,
    MONTHS,
    OFFICERS,
    OPENERS,
    PERSON_TITLES,
    SPEECH,
    TITLES,
    VERBS,
    WITHIN,
)
from factcheck.attribution.types import Sentence

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# A list's item: a dot, dash or asterisk, or a number or letter with a point or bracket.
_ITEM = re.compile(r"\s*(?:[•‣◦▪●·*–—-]\s|\(?(?:\d{1,3}|[A-Za-z])[.)]\s)")
_OPENING = "“‘\"'«‹„‚([{¿¡*_"
_CLOSING = "”’\"'»›)]}*_"
# Only at the start of a run of marks, so that a million full stops are looked at once and not a million times.
_STOP = re.compile(
    rf"(?<![.!?…])(?:\.(?:[ \u00a0]\.)++|[.!?…؟۔।]++)(?P<closing>[{re.escape(_CLOSING)}]*+)(?=\s|$)"
    rf"|[。！？]++(?P<wide>[」』”’）]*+)"
)
# Words are looked at in windows of this many characters, so that one decision costs the same in any text.
_BEFORE, _AFTER = 300, 160
_WORD = re.compile(r"[^\s“”\"«»()\[\]{},;:]+")
#: Nobody wraps lines shorter than this: below it, a break was meant.
_NARROWEST = 40
#: Small words within a name: “Bank of Japan”, “Marks and Spencer”.
_JOINING = frozenset({"of", "and", "the", "for", "de", "al", "bin", "van", "von", "&"})
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of any text, in order.

    ``text[s.start:s.end] == s.text`` for each. None is empty or begins or ends with white space, none overlap, and
    together they hold every character that isn't white space. Quotations of several sentences are cut within.
    """
    found = []
    for block_start, block_end in _blocks(text):
        for start, end in _sentences(text, block_start, block_end):
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end:
                found.append(Sentence(start, end, text[start:end]))
    return tuple(found)


# ---- Line breaks -----------------------------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text within which no line break ends a sentence by itself."""
    lines = list(_lines(text))
    width = _widths(text, lines)
    block_start = 0
    for index in range(len(lines) - 1):
        if _ends_block(text, lines[index], lines[index + 1], width[index]):
            yield block_start, lines[index][1]
            block_start = lines[index + 1][0]
    yield block_start, len(text)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line_break in _LINE_BREAK.finditer(text):
        yield start, line_break.start()
        start = line_break.end()
    yield start, len(text)


def _widths(text: str, lines: list[tuple[int, int]]) -> list[int]:
    """For each line the width of its paragraph: the longest line between blank ones."""
    widths: list[int] = []
    paragraph: list[int] = []
    for start, end in [*lines, (0, 0)]:
        if start == end or text[start:end].isspace():
            widths += [max(paragraph, default=0)] * len(paragraph)
            paragraph = []
            widths.append(0)
        else:
            paragraph.append(end - start)
    return widths


def _ends_block(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the break between two lines ends a sentence.

    It does around blank lines, list items and headings. A break in the middle of a sentence comes from wrapping: there
    the next line's first word would not have fitted, or goes on in small letters.
    """
    this, after = text[line[0] : line[1]].strip(), text[following[0] : following[1]].lstrip()
    if not this or not after or _ITEM.match(after):
        return True
    first = after.lstrip(_OPENING)[:1]
    if first.islower():
        return False
    word = after.split(None, 1)[0]
    if width < _NARROWEST:
        return True
    fits = line[1] - line[0] + 1 + len(word) <= width
    return fits and this[-1] not in ",;–—-("


# ---- Marks -----------------------------------------------------------------------------------------------------------


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _STOP.finditer(text, start, end):
        if stop.end() >= end:
            break
        if stop["wide"] is not None or _ends_sentence(text, start, stop, end):
            yield start, stop.end()
            start = stop.end()
    yield start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str], block_end: int) -> bool:
    """Whether the mark ends the sentence that began at ``start``."""
    after = text[stop.end() : min(block_end, stop.end() + _AFTER)].lstrip()
    first = after.lstrip(_OPENING + " ")[:1]
    if not first:
        return True
    if first.islower():
        return False
    marks = stop.group()[: len(stop.group()) - len(stop["closing"])]
    if marks != ".":
        return not _goes_on_after_mark(text, start, stop, marks, after)
    before = text[max(start, stop.start() - _BEFORE) : stop.start()]
    return _full_stop_ends(before, after, has_closing=bool(stop["closing"].strip("*_")))


def _goes_on_after_mark(text: str, start: int, stop: re.Match[str], marks: str, after: str) -> bool:
    """“Who goes there?” Smith asked; Yahoo! Finance."""
    closing = stop["closing"]
    if marks == "!" and not closing:
        return _last_word(text[max(start, stop.start() - 40) : stop.start()]) in EXCLAIMED
    if not closing or not set(marks) & set("!?…."):
        return False
    if closing[0] in ")]" or after[0] in _OPENING:
        return False
    words = [word.strip("’'.,") for word in _WORD.findall(after)[:6]]
    if not words or words[0] in OPENERS - {"He", "She", "They", "I", "We", "One"}:
        return False
    name = _leading_name(words)
    # “He”, after a question, is a new sentence as a rule; a name with a verb of speech is its speaker.
    return 0 < len(name) < len(words) and words[0] not in OPENERS and words[len(name)].lower() in SPEECH


def _full_stop_ends(before: str, after: str, *, has_closing: bool) -> bool:
    """Whether a single full stop does, given the sentence so far and what comes next, which is no small letter."""
    word = _last_word(before)
    if not word:
        return True
    bare = word.lower()
    next_is_number = after.lstrip(_OPENING + "$€£")[:1].isdigit()
    is_first = before.strip().strip(_OPENING) == word
    if is_first and ((bare.isdecimal() and len(bare) <= 3) or len(word) == 1):
        return False  # “1. The first point”
    if bare in WITHIN:
        return False
    if bare in BEFORE_NUMBERS and next_is_number and bare not in EITHER:
        return False
    if bare in MONTHS and word[0].isupper():
        return not next_is_number
    if bare in EITHER:
        return _abbreviation_ends(word, before, after, has_closing=has_closing)
    if bare in TITLES and word[:1].isupper():
        return has_closing
    if len(word) == 1 and word.isalpha():
        return _initial_ends(word, before, after)
    if _DOTTED.fullmatch(word):
        return _begins_anew(after) or has_closing
    return True


def _initial_ends(letter: str, before: str, after: str) -> bool:
    """“George W. Bush” and “by J. Smith” go on; “vitamin C. The doctors” doesn't."""
    if letter.islower():
        return True
    preceding = _last_word(before[: -len(letter)].rstrip())
    if letter == "I" and preceding[:1].islower():
        return True
    return bool(preceding) and preceding[:1].islower() and _begins_anew(after)


def _abbreviation_ends(word: str, before: str, after: str, *, has_closing: bool) -> bool:
    """For an abbreviation that may stand anywhere: does what follows begin a sentence of its own?"""
    bare = word.lower()
    if has_closing and after[:1] not in "“‘\"'":
        return not _is_head(after)
    if after[:1].isdigit():
        return bare not in BODIES | CLOCK | {"st", "ste"}
    words = [one for one in _WORD.findall(after)[:8] if one.strip(_OPENING)]
    if not words:
        return True
    first = words[0].strip("’'").rstrip(".")
    if bare in CLOCK:
        return first.removesuffix("’s").removesuffix("'s") not in AFTER_CLOCK
    if _begins_anew(after):
        return _has_verb(before)
    if after[:1] in _OPENING:
        return _has_verb(before) and after[:1] not in "(["
    if first.lower() in TITLES:
        return first.lower() in PERSON_TITLES and _has_verb(before)
    if bare in BODIES and _stem(first) in HEADS:
        return False
    if first in OFFICERS and bare not in BODIES:
        return False
    return _has_verb(before) and _is_subject(after, words)


def _is_head(after: str) -> bool:
    words = _WORD.findall(after)
    return bool(words) and _stem(words[0]) in HEADS


def _is_subject(after: str, words: list[str]) -> bool:
    """Whether the words read as the start of a sentence: a name, and then its verb, a comma or a possessive."""
    name = _leading_name(words)
    if not name:
        return False
    if _stem(name[-1]) in BODY_ENDS:
        return False
    if any(one.endswith(("’s", "'s", "s’", "s'")) for one in name):
        return True
    reach = after.find(name[-1]) + len(name[-1])
    if after[reach : reach + 1] in {",", ":"}:
        return True
    if len(words) == len(name):
        return False
    verb = words[len(name)].strip("’'.").lower()
    return verb in VERBS or (verb.endswith(("ed", "s")) and len(verb) > 3 and verb.isalpha())


def _leading_name(words: list[str]) -> list[str]:
    """The capitalised words in front, with the small ones that join them: “Bank of Japan”, “Marks and Spencer”."""
    name: list[str] = []
    for word in words[:7]:
        bare = word.lstrip(_OPENING)
        if bare[:1].isupper() or bare[:1].isdigit() or (name and bare in _JOINING):
            name.append(word)
        else:
            break
    while name and not (name[-1].lstrip(_OPENING)[:1].isupper() or name[-1].lstrip(_OPENING)[:1].isdigit()):
        name.pop()
    return name


def _begins_anew(after: str) -> bool:
    """Whether the next word can only begin a sentence."""
    words = _WORD.findall(after.lstrip(_OPENING))
    return bool(words) and words[0].strip(".") in OPENERS


def _has_verb(before: str) -> bool:
    """Whether the sentence so far can stand by itself. A guess, and enough: “The U.S. Qatar …” can't."""
    words = [word.strip("’'.").lower() for word in _WORD.findall(before)[:-1] if word[:1].islower()]
    return any(word in VERBS or (len(word) > 3 and word.endswith(("ed", "s"))) for word in words)


def _last_word(before: str) -> str:
    """The word that the mark follows, without opening marks: “U.S”, “Mr”, “5”."""
    cut = re.split(r"[\s“”\"«»()\[\]{}—–/]", before[-40:])[-1]
    return cut.strip("’'‘*_").split("-")[-1]


def _stem(word: str) -> str:
    """Without possessive and marks: “Senate’s” is “Senate”."""
    bare = word.strip(_OPENING + _CLOSING + ".,")
    for ending in ("’s", "'s"):
        bare = bare.removesuffix(ending)
    return bare

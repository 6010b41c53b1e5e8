"""A text cut into sentences, with exact offsets.

Two passes, both linear in the length of the text. The first finds the line breaks that end a sentence, the second the
full stops, question marks and exclamation marks that do. What a full stop after an abbreviation means is decided by
the words around it: “a row with the U.S. Qatar has …” ends one sentence, “the U.S. Senate has …” doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from factcheck.attribution.abbreviations import (
    ADVERBS,
    AFTER_CLOCK,
    APPOSITION,
    BASES,
    BEFORE_NUMBERS,
    BODIES,
    BODY_ENDS,
    BREAKING,
    CLAUSE_OPENERS,
    CLAUSE_TAKERS,
    CLOCK,
    DESCRIBING,
    EITHER,
    ELSEWHERE,
    EXCLAIMED,
    HEADS,
    LETTERED,
    MONTHS,
    NOUN_MARKERS,
    OBJECTS,
    OFFICERS,
    OPENERS,
    PERSONS,
    PLAIN_VERBS,
    PLURALS,
    PREPOSITIONS,
    SPEECH,
    STREETS,
    SUBJECTS,
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
# The mark of a note belongs to the sentence before it: “cracks.[1] The”, “cracks. [1][2] The”, “cracks.1 The”. French
# puts a space before the mark that closes a quotation. A space may have been lost: “paid.The mayor”.
_STOP = re.compile(
    rf"(?<![.!?…])(?:\.(?:[ \u00a0]\.)++|[.!?…؟۔।]++)"
    rf"(?P<closing>[{re.escape(_CLOSING)}“«‘]*+(?:[ \u00a0\u202f]»(?=\s|$))?)"
    r"(?P<notes>(?:[ \u00a0]?\[(?:\d{1,3}|[a-z]{1,2})\])*(?:(?<=[a-z]{3}\.)\d{1,2}(?=\s+[A-Z“]))?)(?=\s|$)"
    r"|(?<=[^\W\d_A-Z]{2})(?P<glued>[.!?]++[”’\"»)\]]*(?:\[\d{1,3}\])*)(?=[“‘]?[A-Z][a-z’]*[\s,])"
    rf"|[。！？]++(?P<wide>[」』”’）]*+)"
)
#: What follows the dot in an address that somebody wrote with a capital.
_DOMAINS = frozenset({"Com", "Org", "Net", "Co", "Uk", "Io", "Gov", "Edu", "Tv", "Js", "Py"})
#: German numbers its days and presidents with a full stop.
_GERMAN = re.compile(r"\b(?:der|die|das|und|ist|am|im|den|dem|des|ein|eine|nicht|sagte|von|mit|kam|war|wurde)\b")
_ENGLISH = re.compile(r"\b(?:the|and|of|was|said)\b", re.I)
# A decision looks at this many characters before and after a mark, so that it costs the same in any text. Chosen by
# hand.
_BEFORE, _AFTER = 300, 160
#: Nobody wraps lines at fewer characters than this: a break in such text is deliberate. Chosen by hand.
_NARROWEST = 40
#: A run of signs is at most so long; chosen by hand.
_LONGEST_MARKS = 40
#: How many lines of a wrapped paragraph, but for its last, are at least how full. Chosen by hand.
_MOST, _FULL = 0.8, 0.85
#: Nor at more than this: such a line is a paragraph. Chosen by hand.
_WIDEST = 160
#: The width of a paragraph that nobody wrapped: each line is one of its own.
_UNWRAPPED = 100_000
#: A word that begins sentences and is no name; a quotation does, too.
_OPENS = re.compile(r"[“\"]|(?:The|A|An|He|She|It|They|We|I|In|On|At|But|And|This|That|These|When|After|As|More)\b")
_ENDS = (".", "!", "?", ".”", "!”", "?”", '."')
#: Small words within a name: “Bank of Japan”, “Marks and Spencer”.
_JOINING = frozenset({"of", "and", "the", "for", "de", "al", "bin", "van", "von", "&"})
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")
#: “iPhone” begins a sentence although its first letter is small.
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
#: “Ann Lee, a judge, asked”.
_SPEAKER = re.compile(rf"[^\s.!?,]+(?: [^\s.!?,]+){{0,3}},(?: [^\s.!?,]+){{1,9}}, (?:{'|'.join(sorted(SPEECH))})\b")
_OMISSION = frozenset({"…", "...", ". . .", ".\u00a0.\u00a0."})
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of any text, in order.

    ``text[s.start:s.end] == s.text`` for each. None is empty or begins or ends with white space, none overlap, and
    together they hold every character that isn't white space. Quotations of several sentences are cut within.
    """
    sentences: list[Sentence] = []
    for block_start, block_end in _blocks(text):
        first = len(sentences)
        for start, end in _sentences(text, block_start, block_end):
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start >= end:
                continue
            # “…”, “[...]” and the like are part of what they follow, or of what follows them.
            before = sentences[-1] if len(sentences) > first else None
            if before is not None and (_has_no_word(text, start, end) or _has_no_word(text, before.start, before.end)):
                start = sentences.pop().start
            sentences.append(Sentence(start, end, text[start:end]))
    return tuple(sentences)


def _has_no_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch holds neither a letter nor a digit. One longer than any run of marks does."""
    return end - start <= _LONGEST_MARKS and not any(map(str.isalnum, text[start:end]))


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
    paragraph_start = paragraph_end = 0
    for start, end in [*lines, (0, 0)]:
        if start == end or text[start:end].isspace():
            width = max(paragraph, default=0)
            is_wrapped = _is_wrapped(paragraph, width, text[paragraph_start:paragraph_end])
            widths += [width if is_wrapped else _UNWRAPPED] * len(paragraph)
            paragraph = []
            widths.append(0)
        else:
            paragraph_start, paragraph_end = paragraph_start if paragraph else start, end
            paragraph.append(end - start)
    return widths


def _is_wrapped(lengths: list[int], width: int, paragraph: str) -> bool:
    """Whether a program broke these lines: all but those that end a paragraph nearly fill the width.

    Of a headline and the sentence below it the longer line is full, too. There only a word that begins sentences tells.
    """
    if len(lengths) == 2:
        return not _OPENS.match(paragraph[lengths[0] :].lstrip())
    full = sum(length >= _FULL * width for length in lengths[:-1])
    ends = sum(line.rstrip().endswith(_ENDS) for line in paragraph.split("\n")[:-1]) if full < len(lengths) - 1 else 0
    return full + ends >= _MOST * (len(lengths) - 1) and full > 1


def _ends_block(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the break between two lines ends a sentence.

    It does around blank lines, list items and headings. A break in the middle of a sentence comes from wrapping: there
    the next line's first word would not have fitted, or goes on in small letters.
    """
    line_text, next_text = text[line[0] : line[1]].strip(), text[following[0] : following[1]].lstrip()
    if not line_text or not next_text:
        return True
    word = next_text.split(None, 1)[0]
    # The next word had room: nobody wraps there.
    fits = line[1] - line[0] + 1 + len(word) <= width or not _NARROWEST <= width <= _WIDEST
    if _ITEM.match(next_text) and (fits or line_text[-1] in ".!?:;" + _CLOSING or _ITEM.match(line_text)):
        return True
    if next_text.lstrip(_OPENING)[:1].islower():
        return False
    if width < _NARROWEST:
        return True
    return fits and line_text[-1] not in ",;–—-("


# ---- Marks -----------------------------------------------------------------------------------------------------------


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _STOP.finditer(text, start, end):
        if stop.end() >= end:
            break
        if stop["glued"] is not None:
            if _is_glued(text, stop):
                yield start, stop.end()
                start = stop.end()
        elif stop["wide"] is not None or _ends_sentence(text, start, stop, end):
            yield start, stop.end()
            start = stop.end()
    yield start, end


def _is_glued(text: str, stop: re.Match[str]) -> bool:
    """“The council paid.The mayor denies it”: the space is missing; in “Amazon.Com” or “etc.The” it isn't."""
    word = _last_word(text[max(0, stop.start() - 40) : stop.start()])
    following = re.match(r"[A-Za-z]+", text[stop.end() : stop.end() + 30].lstrip("“‘"))
    is_address = following is not None and following[0] in _DOMAINS
    around = text[max(0, stop.start() - 60) : stop.start()].rsplit(None, 1)[-1:]
    return bool(word) and not is_address and not any("/" in part or "@" in part for part in around)


def _ends_sentence(text: str, start: int, stop: re.Match[str], block_end: int) -> bool:
    """Whether the mark ends the sentence that began at ``start``."""
    after = text[stop.end() : min(block_end, stop.end() + _AFTER)].lstrip()
    first = after.lstrip(_OPENING + " ")[:1]
    if not first:
        return True
    if first.islower() and not _CAMEL.match(after.lstrip(_OPENING)):
        return False
    marks = stop.group()[: len(stop.group()) - len(stop["closing"]) - len(stop["notes"])]
    if marks != ".":
        return not _goes_on_after_mark(text, start, stop, marks, after)
    before = text[max(start, stop.start() - _BEFORE) : stop.start()]
    return _full_stop_ends(before, after, has_closing=bool(stop["closing"].strip("*_")))


def _goes_on_after_mark(text: str, start: int, stop: re.Match[str], marks: str, after: str) -> bool:
    """“Who goes there?” Smith asked; Yahoo! Finance."""
    closing = stop["closing"]
    if marks == "!" and not closing:
        return _last_word(text[max(start, stop.start() - 40) : stop.start()]) in EXCLAIMED
    if marks in _OMISSION and not closing:
        return _is_omission(text[max(start, stop.start() - 40) : stop.start()], after)
    if not closing or not set(marks) & set("!?…."):
        return False
    if closing[0] in ")]" or after[0] in _OPENING:
        return False
    words = _words(after)
    if not words or words[0].core in OPENERS:
        return False
    # “The …” or “He …”, after a question, is a new sentence as a rule; a name with a verb of speech is its speaker.
    name = _name_length(words)
    if 0 < name < len(words) and words[name].core in SPEECH:
        return True
    return _SPEAKER.match(after) is not None or _is_title_of_work(text, start, stop)


def _is_omission(before: str, after: str) -> bool:
    """“I… I can’t” falters, “It was … Obama” leaves words out; “He waited... Then he left” trails off."""
    preceding, words = _last_word(before.rstrip()), _words(after)
    if not words or preceding == words[0].core:
        return bool(words)
    if not before[-1:].isspace():
        return False
    return preceding in SPEECH or not (_begins_anew(after) or _reads_as_clause(words))


def _is_title_of_work(text: str, start: int, stop: re.Match[str]) -> bool:
    """“In “Who goes there?” Ann Lee plays …”: words before the quotation that still wait for their verb."""
    opening = text.rfind("“", max(start, stop.start() - 80), stop.start())
    if opening < 0:
        return False
    lead = text[max(start, opening - _BEFORE) : opening].rstrip()
    return lead[-1:].isalpha() and not _is_complete(lead)


def _full_stop_ends(before: str, after: str, *, has_closing: bool) -> bool:
    """Whether a single full stop does, given the sentence so far and what comes next, which is no small letter."""
    word = _last_word(before)
    if not word:
        return True
    bare = word.lower()
    if word.isdecimal() and len(word) <= 2 and _is_german(f"{before[-120:]} {after}"):
        return False
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
    if bare in EITHER or _DOTTED.fullmatch(word) or (bare in STREETS and _follows_name(before, word)):
        return _abbreviation_ends(word, before, after, has_closing=has_closing)
    if bare in TITLES and word[:1].isupper():
        return has_closing
    if len(word) == 1 and word.isalpha():
        return _initial_ends(word, before, after)
    return True


def _is_german(words: str) -> bool:
    return len(_GERMAN.findall(words)) > 1 and not _ENGLISH.search(words)


def _follows_name(before: str, word: str) -> bool:
    """“Elm St.” is a street, “in St. Louis” isn't."""
    preceding = _last_word(before[: -len(word)].rstrip())
    return preceding[:1].isupper() or preceding[:1].isdigit()


def _initial_ends(letter: str, before: str, after: str) -> bool:
    """“George W. Bush” and “by J. Smith” go on; “vitamin C. The doctors” doesn't."""
    if letter.islower():
        return True
    preceding = _last_word(before[: -len(letter)].rstrip())
    if preceding.lower() in LETTERED or (letter == "I" and preceding[:1].islower()):
        return True
    return bool(preceding) and _begins_anew(after)


def _abbreviation_ends(word: str, before: str, after: str, *, has_closing: bool) -> bool:
    """For an abbreviation that may be anywhere in a sentence: does what follows begin a sentence of its own?"""
    bare = word.lower()
    if has_closing and after[:1] not in "“‘\"'":
        return _stem(after.split()[0]) not in HEADS
    sofar = before[: len(before) - len(word)]
    words = _words(after)
    if bare in CLOCK:
        return _ends_after_clock(words)
    if not words:
        return True
    if after[:1] in _OPENING and after[0] not in "([":
        return _is_complete(sofar)
    if after[:1] in "([" or not _is_complete(sofar):
        return False
    if _begins_anew(after):
        return True
    if bare in STREETS:
        return False  # more often a saint’s name: “the SS St. Louis”
    if bare in EITHER - BODIES:
        return not _is_officer(words) and _reads_as_clause(words)
    return _body_ends(sofar, words)


def _ends_after_clock(words: list[_Word]) -> bool:
    """“at 5 p.m. Tuesday” and “at 5 p.m. New York time” go on, “at 5 p.m. Monday is a holiday” doesn't."""
    name = _name_length(words)
    if name < len(words) and words[name].core == "time":
        return False
    if not words or words[0].core not in AFTER_CLOCK:
        return True
    return len(words) > 1 and not words[0].tail and words[1].core in PLAIN_VERBS


def _body_ends(sofar: str, words: list[_Word]) -> bool:
    """After “the U.S.”, and a sentence that could end there: does a new one follow, or a name that it is part of?

    “a deal with the U.S. Qatar has …” against “a deal with the U.S. Senate …”.
    """
    words_before = sofar.split()
    has_article = bool(words_before) and words_before[-1].lower().strip(_OPENING) == "the"
    governor = words_before[-2] if has_article and len(words_before) > 1 else words_before[-1] if words_before else ""
    if governor.lower() in CLAUSE_OPENERS or governor[-1:] in {",", ":", ";", "—", "–"}:
        return False  # “that the U.S. Midwest is dry”: the body is the subject of what follows
    first = words[0].core
    if not has_article:
        # As a noun such a body has its article nearly always; without, it describes the next word.
        name = _name_length(words)
        return first not in HEADS and name < len(words) and words[name].core in PLAIN_VERBS and governor in PREPOSITIONS
    if first.lower().rstrip(".") in BODIES:
        return _reads_as_clause(words)
    if words[0].is_title:
        return _reads_as_clause(words)
    if _stem(first) in PERSONS and not _describes(words):
        # “for the U.S. President Jane Doe said”: before title and name English has no “the”.
        name = _name_length(words)
        return name > 1 and governor.lower() in PREPOSITIONS and _reads_as_clause(words)
    if _stem(first) in HEADS:
        return _describes(words) and _reads_as_clause(words)
    return not _ORDINAL.match(first) and _reads_as_clause(words)


def _describes(words: list[_Word]) -> bool:
    """“National pride kept him”, “South Korea said”: what looks like the start of a body’s name isn’t."""
    first, second = words[0].core, words[1].core if len(words) > 1 else ""
    return second in ELSEWHERE or (first in DESCRIBING and second[:1].islower())


def _is_officer(words: list[_Word]) -> bool:
    """“Example Inc. Chief Executive”, “Example Ltd. Friday rose”; but not “Friday was”, “Police closed”."""
    if _stem(words[0].core) not in OFFICERS or _describes(words):
        return False
    return not (words[0].core in AFTER_CLOCK and len(words) > 1 and words[1].core in PLAIN_VERBS)


# ---- Clauses ---------------------------------------------------------------------------------------------------------


class _Word(NamedTuple):
    core: str
    #: The marks after it.
    tail: str

    @property
    def is_title(self) -> bool:
        return self.tail == "." and self.core.lower() in TITLES

    @property
    def is_name(self) -> bool:
        return self.core[:1].isupper() or self.core[:1].isdigit()

    @property
    def stops(self) -> bool:
        """Whether a sentence or part of it ends with the word."""
        is_abbreviated = self.is_title or len(self.core) == 1 or self.core.lower() in EITHER
        return self.tail[:1] in {".", "!", "?", ";", ":", "…"} and not (self.tail == "." and is_abbreviated)


def _words(text: str) -> list[_Word]:
    words = []
    for piece in text.split()[:16]:
        unopened = piece.lstrip(_OPENING)
        core = unopened.rstrip(_CLOSING + ".,;:!?…")
        if core:
            words.append(_Word(core, unopened[len(core) :]))
    return words


def _name_length(words: list[_Word]) -> int:
    """How many words the name in front has: capitalised ones, and small ones that join them (“Bank of Japan”)."""
    length = 0
    for index, word in enumerate(words):
        if word.is_name:
            length = index + 1
        elif not length or word.core not in _JOINING:
            break
        if word.tail and not (word.tail == "." and not word.stops):
            break
    return length


def _reads_as_clause(words: list[_Word]) -> bool:
    """Whether the words read as the start of a sentence: a subject, and soon its verb.

    Looks past “for the firm” in “Lawyers for the firm declined” and past “, a judge,” but not into another clause.
    """
    name = _name_length(words)
    if not name or name == len(words) or words[name - 1].stops:
        return False
    if _stem(words[name - 1].core) in BODY_ENDS:
        return False
    if words[name - 1].tail[:1] == ",":
        return words[name].core in APPOSITION or (words[name].is_name and _reads_as_clause(words[name:]))
    if words[name].core.endswith("ed") and words[name].core.islower():
        return True
    previous = words[name - 1].core
    for index in range(name, min(len(words), name + 8)):
        word, following = words[index], words[index + 1].core if index + 1 < len(words) else ""
        if word.core in BREAKING and (previous, word.core) != ("such", "as"):
            return False
        if _is_verb(word.core, previous, following):
            return True
        if word.core not in ADVERBS:
            previous = word.core
        if word.stops or word.tail[:1] == ",":
            return False
    return False


def _is_verb(word: str, previous: str, following: str) -> bool:
    """Whether a word in small letters is a finite verb, as far as a list and its neighbours tell."""
    if word in PLAIN_VERBS:
        return True
    if not word.isalpha() or not word.islower() or previous.lower() in NOUN_MARKERS:
        return False
    if word in VERBS:
        return True
    if previous[:1].isupper() and following in OBJECTS and word not in PREPOSITIONS | ADVERBS:
        return True
    if word.endswith("ed") and len(word) > 3:
        return following != "by" or previous[:1].isupper()
    if word in BASES:
        return previous.endswith("s") or previous[:1].isupper() or previous in PLURALS or previous.endswith("ly")
    if not word.endswith("s") or len(word) < 4:
        return False
    return following in OBJECTS or bool({word[:-1], word[:-2], word[:-3] + "y"} & BASES)


def _is_complete(sofar: str) -> bool:
    """Whether the words make a complete sentence. A guess: a verb of its own for the last clause that was opened.

    “Farmers in the U.S. …” is not, “Officials said farmers in the U.S. …” neither, “They left the U.S. …” is.
    """
    words = [word.strip(_OPENING + _CLOSING + ".,;:!?…—–") for word in sofar.split()]
    complete, previous = False, ""
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in CLAUSE_TAKERS:
            complete = following in {"so", "in", "on", "to"}
        elif word.lower() in SUBJECTS or _is_verb(word, previous, following):
            complete = True
        elif word in {"that", "whether", "because"} and following != "to":
            complete = False
        if word not in ADVERBS:
            previous = word
    return complete


def _begins_anew(after: str) -> bool:
    """Whether the next word can only begin a sentence."""
    words = _words(after)
    if len(words) > 1 and (words[0].core, words[1].core) == ("Under", "Secretary"):
        return False
    if len(words) > 1 and words[0] == ("No", ".") and words[1].core[:1].isdigit():
        return False
    return bool(words) and words[0].core in OPENERS


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

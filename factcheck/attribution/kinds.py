"""What a line of an article is: a claim, or a heading, date, byline, caption, credit or page furniture.

Read from how the line is written and where it stands. Whoever checks an article has nothing to do with lines that are
no claims; a wrong guess costs a claim, so in doubt a line is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.attribution.lexicon import words_of
from factcheck.attribution.types import ClaimKind, Sentence

_FLAGS = re.IGNORECASE


def _pattern(alternatives: str) -> re.Pattern[str]:
    """A pattern of alternatives, one a line, whatever their case."""
    return re.compile("|".join(f"(?:{line.strip()})" for line in alternatives.splitlines()), _FLAGS)


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:gmt|utc|bst|e[sd]?t|p[sd]?t|c[sd]?t|ist|cet)\)?)?"
_DATE = (
    rf"(?:{_DAY},?\s*)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d\d-\d\d)"
)
#: A date or time and what goes with it on a line of its own: “Posted on 4 May 2026 by Staff Reporter”.
_DATELINE = re.compile(
    rf"(?:(?:first\s+)?(?:published|posted|updated|last\s+(?:updated|modified|edited)|date|issued|created)\b[:\s]*"
    rf"(?:on|at)?\s*)?(?:{_DATE}(?:[\s,|•·–-]*(?:at|@)?\s*{_CLOCK})?|{_CLOCK}(?:[\s,|•·–-]*(?:on\s+)?{_DATE})?|{_DAY})"
    rf"(?:[\s,|•·–-]*(?:by|{_CLOCK}|{_DATE}|(?:first\s+)?(?:published|posted|updated)\b).*)?[.\s]*",
    _FLAGS,
)
_DATE_WORDS = _pattern(
    r"""(?:(?:last\s+)?(?:published|posted|updated)\b[:\s]*(?:on|at|by)?)[\s.:]*
    \d+\s+(?:minutes?|hours?|days?)\s+ago[\s.:]*"""
)
_BYLINE = _pattern(
    r"""(?:by|words by|story by|reporting by|report by|written by|text by|edited by)\s+[^.!?]{2,90}
    (?:from our|additional reporting by)\s+[^.!?]{2,90}
    [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    @\w{2,20}"""
)
#: Cased: the words after “by” must be names, or the line may be a sentence: “By then it was late”.
_BYLINE_NAMES = re.compile(
    r"(?:by|BY|By|[A-Z][a-z]+ by|.*@.*|from our|From our)\b\s*(?:[A-ZÀ-Þ][\w.’'-]*|and|&|,|in|for|of|\W)+.*"
)
_PICTURE = (
    r"(?:file |cover )?(?:photo|picture|image|video|graphic|illustration|photograph|map|chart)s?"
    r"(?:\s*(?:credit|courtesy|source)s?)?"
)
_CREDIT = _pattern(
    rf"""[(\[]?\s*{_PICTURE}(?:\s*[:©]|\s+(?:by|courtesy(?:\s+of)?|via|from)\b)[^.!?]{{0,120}}[.)\]]*
    [(\[]?\s*(?:credits?\s*[:/]|source\s*:|©|courtesy(?:\s+of)?\b)[^.!?]{{0,120}}[.)\]]*
    with (?:files|reporting) from\b[^.!?]{{0,120}}[.)\]]*"""
)
_AGENCY = re.compile(
    r"\(?(?:[\w.’' -]{2,60}/\s*)?(?:(?:AP|AFP|EPA|PA|Reuters|Getty|Shutterstock|Alamy|iStock|Bloomberg)"
    r"(?:\s+(?:Photo|Images|News|Wire|via [\w ]+))?)(?:\s*/\s*[\w.’' -]{2,60})*\)?\.?"
)
_CAPTION = _pattern(
    r"""(?:pictured\b|file photo\b|caption\b|(?:left|right|above|below)\s*:|photo shows\b|seen here\b).*
    .*\((?:(?:file\s+)?(?:photo|image|picture|credit|ap photo|via)\b|AFP|AP|Reuters|Getty|EPA)[^()]*\)[.\s]*
    .*\b(?:Getty Images|AP Photo|Shutterstock|/\s?AFP|/\s?Reuters)\b[^.]{0,60}[.)]*"""
)
#: How lines begin that belong to the page and not to the article, one way a line.
_FURNITURE_OPENS = _pattern(
    r"""share (?:this|on|via|article)\b
    (?:share|tweet|sources?|references?|print(?: this)?|comments?\s*(?:\(\d+\))?)$
    tweet this\b
    sign (?:up (?:for|to)|in)\b
    (?:log ?in|subscribe|advertisement|sponsored|copyright|recommended|cookie|newsletter|loading|donate)\b
    read (?:more|next|also|the full)\b
    see also\b
    related\b(?: (?:articles?|stor(?:y|ies)|topics?|content|links?))?\s*(?::|$)
    more (?:on|from) (?:this|our)\b
    (?:click|tap) (?:here|on)\b
    follow (?:us|\W?@|\w+ on)\b
    all rights reserved
    ©
    skip to\b
    back to top
    home\s*[>»/|]
    download (?:the|our) \w*\s?app
    join (?:our|the conversation)
    most (?:read|popular)\b
    top stories
    (?:tags?|topics?|categor(?:y|ies)|watch|listen|video|live updates?|correction)\s*:
    filed under
    editor.?s picks?
    get (?:the|our) (?:latest|best|daily|newsletter)
    leave a (?:comment|reply)
    privacy policy
    terms (?:of|and) (?:use|service|conditions)\b
    (?:contact|write to) us\b
    have your say
    have an opinion
    we use cookies
    accept (?:all )?cookies
    continue reading
    story continues
    enter your email
    already a subscriber
    become a (?:member|subscriber)
    to view the full
    please (?:subscribe|enable)
    do you (?:have|know) (?:a|more|any|something)\b.*\b(?:story|tip)
    if you have a (?:story|tip|correction)
    this (?:article|story) (?:was|has been) (?:originally|first|updated|amended|corrected)\b
    this material may not\b
    external links?\b
    \[\W*(?:edit|more|…|\.\.\.)?\W*\]$"""
)
#: Words by which they are known wherever these stand.
_FURNITURE_HOLDS = _pattern(
    r"""\b(?:all rights reserved|you can log ?in|sign up for our|subscribe (?:to|now)|our newsletter)\b
    \bmay not be (?:published|reproduced|redistributed)\b
    \b(?:story|news) (?:ideas?|tips?|suggestions?)\b.*@
    \bplease contact us\b
    \blet us know\b.*\b(?:contact|e-?mail)
    \bterms of (?:use|service)\b
    \b(?:follow|like) us on\b
    (?:\.\.\.|…)\s*more$"""
)
_REFERENCE = _pattern(
    r"""[A-Z][\w .&]{2,60}\s\d+(?:\(\d+\))?,\s*[\de]+(?:[-–]\d+)?(?:\s*\(\d{4}\))?\.?
    (?:doi|https?)\s*:\S+.*"""
)
_ENDS = tuple(".!?…。！？؟।…:;")
_CLOSING = "”’\"')]»* "
_LIST_MARK = re.compile(r"[-–—•*·▪►○]\s+|\d{1,2}[.)]\s+")
_LETTER = re.compile(r"[^\W\d_]")
_NAME = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?:\s+(?:[A-ZÀ-Þ][\w.’'-]*|de|la|van|von|der|den|bin|al|and|of|du|da|di)){1,4}")
_NOT_IN_NAMES = words_of("the a an how why what when who this these our your no new")
_SPEAKER = re.compile(r"[A-ZÀ-Þ(\[][^.!?:]{0,60}:\s+\S")
#: A heading has no more words; chosen by hand on articles that are not scored.
_MAX_HEADING = 16
_MAX_FIRST = 28
#: How near to the top a bare name on a line is a byline.
_TOP = 6
#: Where no more lines than this share end in a stop, stops were dropped, and a line without tells nothing. By hand.
_FEWEST_STOPS = 0.1
#: … unless they have fewer words than this on average, as lists and headings do.
_WORDS_OF_A_SENTENCE = 9


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text and the sentences that begin on it."""

    text: str
    sentences: tuple[int, ...]
    #: Whether a sentence runs on from the line before, or into the next.
    is_broken: bool


def kinds_of(text: str, sentences: Sequence[Sentence]) -> tuple[ClaimKind, ...]:
    """What each sentence is, in the same order."""
    lines = _lines(text, sentences)
    kinds = [ClaimKind.CLAIM] * len(sentences)
    weak: list[int] = []
    for number, line in enumerate(lines):
        certain, guessed = _certain(line.text), None
        if certain is None and len(line.sentences) == 1 and not line.is_broken:
            guessed = _heading_or_byline(line.text, number, len(lines))
        for index in line.sentences:
            kind = certain if len(line.sentences) == 1 and not line.is_broken else _of_sentence(sentences[index].text)
            if kind is not None:
                kinds[index] = kind
            elif guessed is not None:
                kinds[index] = guessed
                if number or len(lines) < 3:
                    weak.append(index)
    _spread_furniture(lines, kinds)
    stopped = sum(line.text.rstrip(_CLOSING).endswith(_ENDS) for line in lines)
    words = sum(len(sentences[index].text.split()) for index in weak)
    if stopped <= _FEWEST_STOPS * len(lines) and words >= _WORDS_OF_A_SENTENCE * len(weak):
        for index in weak:
            kinds[index] = ClaimKind.CLAIM
    return tuple(kinds)


def _lines(text: str, sentences: Sequence[Sentence]) -> list[_Line]:
    lines: list[_Line] = []
    at, start = 0, 0
    for piece in text.splitlines(keepends=True):
        end = start + len(piece)
        first = at
        while at < len(sentences) and sentences[at].start < end:
            at += 1
        runs_in = first > 0 and sentences[first - 1].end > start
        runs_on = at > first and sentences[at - 1].end > end
        if piece.strip():
            lines.append(_Line(" ".join(piece.split()), tuple(range(first, at)), runs_in or runs_on))
        start = end
    return lines


def _certain(line: str) -> ClaimKind | None:
    """What a whole line is, whatever stands around it."""
    if len(_LETTER.findall(line)) < 2:
        return ClaimKind.FURNITURE
    if _DATELINE.fullmatch(line) or _DATE_WORDS.fullmatch(line):
        return ClaimKind.DATELINE
    if _BYLINE.fullmatch(line) and _BYLINE_NAMES.fullmatch(line):
        return ClaimKind.BYLINE
    if _CREDIT.fullmatch(line) or _AGENCY.fullmatch(line):
        return ClaimKind.CREDIT
    if _CAPTION.fullmatch(line):
        return ClaimKind.CAPTION
    return ClaimKind.FURNITURE if _is_furniture(line) or _REFERENCE.fullmatch(line) else None


def _is_furniture(words: str) -> bool:
    opens = next((place for place, letter in enumerate(words) if letter.isalnum() or letter in "©["), 0)
    return _FURNITURE_OPENS.match(words, opens) is not None or _FURNITURE_HOLDS.search(words) is not None


def _of_sentence(sentence: str) -> ClaimKind | None:
    """What one of several sentences of a line is, for all that the line has others."""
    words = " ".join(sentence.split())
    if len(_LETTER.findall(words)) < 2 or _is_furniture(words):
        return ClaimKind.FURNITURE
    if _CREDIT.fullmatch(words):
        return ClaimKind.CREDIT
    if _DATELINE.fullmatch(words):
        return ClaimKind.DATELINE
    return ClaimKind.BYLINE if _BYLINE.fullmatch(words) and "@" in words else None


def _heading_or_byline(line: str, number: int, lines: int) -> ClaimKind | None:
    """A line without a full stop; “Ann Berg” near the top is a byline."""
    words = line.split()
    bare = line.rstrip(_CLOSING)
    is_first = number == 0 and lines > 1
    if bare.endswith(_ENDS) and not (is_first and bare.endswith(("?", "!")) and len(words) <= _MAX_HEADING):
        return None
    if line[:1] in '“"‘«' and line[-1:] in '”"’»' and len(words) > 3:
        return None  # words pulled out of the article: they are somebody's
    if is_first:
        return ClaimKind.HEADING if len(words) <= _MAX_FIRST else None
    if len(words) > _MAX_HEADING or (lines == 1) or (_SPEAKER.match(line) and not line.isupper()):
        return None
    if number < _TOP and _NAME.fullmatch(line) and words[0].lower() not in _NOT_IN_NAMES:
        return ClaimKind.BYLINE
    return ClaimKind.HEADING


def _spread_furniture(lines: Sequence[_Line], kinds: list[ClaimKind]) -> None:
    """A short line between two lines of furniture is furniture."""
    last = [kinds[line.sentences[0]] if line.sentences else ClaimKind.CLAIM for line in lines]
    for number in range(1, len(lines) - 1):
        line = lines[number]
        if (
            last[number - 1] is ClaimKind.FURNITURE
            and last[number + 1] is ClaimKind.FURNITURE
            and len(line.text.split()) <= _MAX_HEADING
        ):
            for index in line.sentences:
                kinds[index] = ClaimKind.FURNITURE

"""What stands around an article's text in any kind of file, and is none of it.

Above it who wrote it and when, a slug, an embargo; within it a button, an advertisement, a caption; below it a
signature, contacts, rights. Each line of the kind is left out under a rule with a name, so that it can be told. A line
that may be text stays.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from factcheck.readers.base import Dropped, parse_date

#: How many lines that are text, the headline among them, are read until the head is over; and the longest line of it.
_MAX_TEXT_LINES = 5
_MAX_LINE_LENGTH = 150
#: How many lines from the end a foot may begin.
_MAX_FOOT_LINES = 25

_BETWEEN = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+")
_BYLINE = re.compile(
    r"(?:(?:words|written|reporting|story|text|analysis|opinion|comment|review|exclusive|interview|a report) by|by:?"
    r"|byline:|von|par|por)\s+(?P<names>.+)",
    re.I,
)
#: Other languages' words for “by”, which begin titles too: only names may follow.
_FOREIGN_BY = re.compile(r"(?:von|par|por)\s", re.I)
_LABEL = r"(?:(?:first |last )?(?:published|posted|issued|updated|modified|changed|date)(?: on| at)?\b:?)"
_CHANGED = re.compile(r"(?:last )?(?:updated|modified|changed)\b", re.I)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_DATE = re.compile(
    rf"(?:\b{_DAY}\b\.?,? )?"
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?,? \d{4}"
    r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\d)",
    re.I,
)
_TIME = re.compile(r"(?<!\d)\d{1,2}(?:[:.]\d{2}){1,2}(?: ?[ap]\.?m\b\.?)?|(?<!\d)\d{1,2} ?[ap]\.?m\b\.?", re.I)
_ZONE = re.compile(
    r"\(?\b(?:GMT|UTC|BST|IST|[ECMP][SD]?T|CES?T|EES?T|A[EC][SD]T|SAST|HKT|JST)\b(?:[+-]\d{1,2}(?::?\d{2})?)?\)?"
)
_AGO = re.compile(
    r"\b(?:\d{1,3}|an?|one) (?:sec(?:ond)?|min(?:ute)?|hr|hour|day|week|month)s? ago\b|\bjust now\b", re.I
)
_READING = re.compile(r"\b\d{1,3}[ -]min(?:ute)?s?(?: read)?\b", re.I)
_JOINTS = re.compile(rf"{_LABEL}|\b{_DAY}\b\.?|\bat\b|[\W_]+|(?<=\d)T(?=\d)", re.I)

#: What may come between names besides words with a capital.
_SMALL = frozenset(
    """
    & al and at bin da de del den der di dos du e el for ibn in la le of the van von with y und et
    """.split()  # noqa: SIM905
)
#: Who signs alone, in one word.
_DESKS = frozenset("reuters afp ap dpa staff pa tass xinhua ansa efe kyodo bloomberg newsroom".split())  # noqa: SIM905
_OFFICE = re.compile(
    r"(?:[\w’'&/-]+ ){0,5}(?:correspondent|reporter|editor|writer|columnist|journalist|producer|photographer|analyst"
    r"|critic|bureau chief|staff|newsroom|desk)(?:,? (?:in|for|at) [\w .’'&-]{2,40})?",
    re.I,
)
_CONTACT = re.compile(r"[\s,|(]*(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w{2,30})\)?", re.I)


_AGENCIES = r"(?:getty images|ap photo|reuters|pa media|pa wire|epa(?:-efe)?|afp|alamy|shutterstock)"
_NETWORKS = r"(?:facebook|twitter|x|whatsapp|linkedin|email|e-mail|copy|link|print)"
_DONE = r"(?:reporting|writing|editing|graphics?|research|produced|edited|written)"


def _whole(*patterns: str) -> re.Pattern[str]:
    """Lines that are one of these from end to end, whatever signs are around them."""
    return re.compile(rf"[\W_]*(?:{'|'.join(patterns)})[\W_]*", re.I)


#: Lines that are no text wherever they are, by the rule that leaves them out.
_ANYWHERE = {
    "button of a page": _whole(
        r"share(?: this(?: article| story| page)?| on \w+)?",
        r"save(?: (?:article|story))?|bookmark|print(?: this)?(?: article| page)?|copy link|comments?|\d+ comments?",
        r"(?:follow|like) us(?: on \w+)?|follow|gift(?: this)? article",
        r"listen(?: to (?:this )?(?:article|story).{0,40})?",
        r"skip to (?:main )?content|back to top|sign up|sign in|log in|subscribe(?: now)?|read more|more on this story",
        rf"{_NETWORKS}(?: {_NETWORKS})*",
    ),
    "advertisement": _whole(
        r"(?:skip )?advertisements?|advert|ad|sponsored(?: content)?|continue reading the main story",
        r"story continues below(?: (?:this )?advertisement)?|anzeige|publicité|publicidad",
        r"article continues (?:after|below)(?: (?:this )?(?:advertisement|ad))?",
    ),
    "caption": re.compile(
        r"(?:image|photo|picture|video|media) (?:caption|credit|source|copyright)\b[,:]?.{0,300}"
        r"|\[?(?:photo|image|picture):.{0,300}",
        re.I,
    ),
    "credit of a picture": _whole(
        r"(?:(?:file )?photo(?:graph)?|image|picture|illustration|credit|graphic)s?(?: credit)?(?: by|:).{1,100}",
        rf"{_AGENCIES}(?:/[\w ./-]{{1,60}})?",
        rf"[\w .’'-]{{2,60}}/{_AGENCIES}(?: via [\w ]{{2,40}})?",
    ),
    "pointer to another article": re.compile(
        r"(?:read (?:more|also|next)|more|related(?: (?:stories|articles|coverage))?|see also|also read|watch"
        r"|most read)\s?[:|].{0,200}",
        re.I,
    ),
    "embargo": re.compile(
        r"[\W_]*(?:(?:strictly )?(?:under )?embargo(?:ed)?\b(?:[ :]*(?:until|till|to)\b.{1,80}|)"
        r"|not for (?:publication|release) (?:before|until)\b.{1,80}|hold for release\b.{0,80}"
        r"|for (?:immediate|instant) (?:release|publication)"
        r"|(?:news|press|media) release(?:[ :–-]{1,3}.{0,40})?|immediate release)[\W_]*",
        re.I,
    ),
    "end mark": _whole(r"ends?|more|mehr|30|ends here|end of (?:article|text|release)", r""),
}
#: Lines of the head alone.
_IN_HEAD = {
    "slug": re.compile(
        r"[A-Z][A-Z0-9_-]{2,20}(?:/[A-Za-z0-9 _-]{2,20}){1,6}(?:/\d+ words)?|[A-Z]{2,}[-_][A-Z0-9_-]{3,30}"
    ),
    "note to editors": re.compile(
        r"\(?(?:eds?|editors?|note to (?:desk|editors?)s?)\.?\s?:.{1,300}"
        r"|\((?:adds|updates|corrects|recasts|refiles|repeats|writethru|new throughout)\b.{1,200}\)",
        re.I,
    ),
    "place of writing": re.compile(r"reporting (?:from|in) [\w ,.’'-]{2,60}", re.I),
    "office of the author": _OFFICE,
    "outlet": _whole(
        r"(?:the )?associated press|reuters|agence france-presse|afp|pa media|press association|dpa|bbc news"
    ),
    "length": re.compile(r"\d[\d,]{0,6} words", re.I),
    "contact": re.compile(r"(?:press |media )?(?:contacts?|enquiries|inquiries|further information)\s?:.{1,200}", re.I),
}
#: Lines at the end, each by itself.
_IN_FOOT = {
    "credits of the desk": re.compile(
        rf"\(?(?:additional |further )?{_DONE}(?: and {_DONE})? by\b.{{2,300}}"
        r"|.{2,200} contributed (?:reporting|to this (?:report|story|article))\b.{0,200}"
        r"|[\w’'-]+ reported from [\w ,.’'-]{2,80}\.",
        re.I,
    ),
    "rights": re.compile(
        r"[\W_]*(?:copyright\b.{0,200}|©.{0,200}|\(c\) ?\d{4}.{0,200}|(?:.{0,80}\. )?all rights reserved\b.{0,100}"
        r"|our standards: the .{3,60} trust principles\W*.{0,60})",
        re.I,
    ),
    "sent from a phone": re.compile(
        r"(?:sent|gesendet|envoyé|enviado) (?:from|von|de|depuis|desde) (?:my|meinem|mon|mi)\b.{1,60}", re.I
    ),
    "disclaimer": re.compile(
        r".{0,60}\b(?:this |the information (?:contained )?in this )(?:e-?mail|message|communication)"
        r"(?: and any .{1,60})? (?:is|are|may be|may contain|contains?)\b.{0,40}\b(?:confidential|intended|privileged)"
        r"\b.*",
        re.I | re.S,
    ),
}
#: Where what follows to the end is none of the text.
_FROM_HERE = {
    "notes to editors": _whole(r"notes? to (?:editors?|desks?|the editor)s?", r"editors?[’'] notes?"),
    "signature": _whole(
        r"(?:kind|best|warm|many)(?:est)? (?:regards|wishes)|regards|yours (?:sincerely|faithfully|truly)|sincerely"
        r"|cheers|mit freundlichen grüßen|viele grüße|cordialement|saludos(?: cordiales)?|many thanks|all the best"
    ),
}
#: The same in a text that says it is a press release; in others these words are headings.
_FROM_HERE_IN_RELEASES = {
    "contact": _whole(
        r"(?:(?:press|media|for (?:more|further|media)) )?(?:contacts?|enquiries|inquiries|information)"
        r"(?: contacts?)?(?:, (?:please )?contact)?"
    ),
    "about the sender": re.compile(r"about [A-Z][\w ,.&’'-]{2,60}:?"),
}


@dataclass(frozen=True, slots=True)
class Furniture:
    """Who wrote an article and when, as far as lines of their own say so; and which lines are none of its text.

    ``lines`` gives the number of each such line (from 0) and the rule that leaves it out.
    """

    byline: str = ""
    published_on: dt.date | None = None
    lines: dict[int, str] = field(default_factory=dict)

    def removed_from(self, lines: Sequence[str]) -> list[str]:
        """The same lines without the furniture; of the blank lines around it one stays."""
        remaining: list[str] = []
        is_after = False
        for number, line in enumerate(lines):
            if number in self.lines:
                is_after = True
            # A blank line after it still parts what is above from what is below.
            elif line.strip() or not is_after or (remaining and remaining[-1].strip()):
                remaining.append(line)
                is_after = is_after and not line.strip()
        return remaining

    def dropped_from(self, lines: Sequence[str]) -> list[Dropped]:
        """What was left out of these lines and why, in their order."""
        return [Dropped(rule, lines[number].strip()) for number, rule in sorted(self.lines.items())]


def furniture_of(lines: Sequence[str], *, is_titled: bool = False) -> Furniture:
    """Which of an article's lines or paragraphs are none of its text, and what they say of it. Blank ones don't count.

    The first line of text is the headline, unless the title is known to be elsewhere. A line with only a date is text
    where the article has more of them: it is a timeline or a diary. Nothing is left out of a text that would be empty
    without it.
    """
    filled = [(number, " ".join(line.split())) for number, line in enumerate(lines) if line.strip()]
    byline, published_on, in_head = _head(filled, is_titled=is_titled)
    rules = dict(in_head)
    for number, words in filled:
        if number not in rules and (rule := _rule_in(_ANYWHERE, words)):
            rules[number] = rule
    is_release = "embargo" in rules.values()
    rules |= _foot([(number, words) for number, words in filled if number not in rules], is_release=is_release)
    rules |= _beside_captions(filled, rules)
    if all(number in rules for number, _ in filled):
        return Furniture()
    return Furniture(byline, published_on, dict(sorted(rules.items())))


def is_time(line: str) -> bool:
    """Whether a line says when, and nothing else: “12:41 GMT”, “2 hours ago”, “Published on 9 November 2024”."""
    return bool(line.strip()) and _when(line) is not None


def _rule_in(table: dict[str, re.Pattern[str]], words: str) -> str:
    return next((rule for rule, pattern in table.items() if pattern.fullmatch(words)), "")


def _head(filled: Sequence[tuple[int, str]], *, is_titled: bool) -> tuple[str, dt.date | None, dict[int, str]]:
    """Who wrote it and when, and the lines of the head by their rules."""
    byline, published_on = "", None
    rules: dict[int, str] = {}
    dates = sum(bool(_DATE.fullmatch(words)) for _, words in filled)
    times = [number for number, words in filled if _TIME.fullmatch(_ZONE.sub("", words).strip())]
    if len(times) > 1:
        rules |= dict.fromkeys(times, "time of a post")
    texts = 0
    names: list[tuple[int, str, int]] = []
    for index, (number, words) in enumerate(filled):
        if texts == _MAX_TEXT_LINES:
            break
        if number in rules:
            continue
        is_below = is_titled or texts > 0
        rule = ""
        if len(words) <= _MAX_LINE_LENGTH:
            rule = _rule_in({"embargo": _ANYWHERE["embargo"]} | _IN_HEAD, words)
            if rule in {"office of the author", "outlet"} and (not is_below or _BYLINE.fullmatch(words)):
                rule = ""
            if not rule and is_below and not (dates > 1 and _DATE.fullmatch(words)) and (line := _who_and_when(words)):
                byline = byline or line[0]
                published_on = published_on or line[1]
                rule = "byline" if line[0] else "date"
        if not rule and is_below:
            rule = _rule_in(_ANYWHERE, words)
        if rule:
            rules[number] = rule
        else:
            if is_below and _is_name(words):
                names.append((number, words, index))
            texts += 1
    # A name by itself may be a heading. Beside a line that says who or when it is who wrote it.
    for number, words, index in names:
        beside = {filled[near][0] for near in (index - 1, index + 1) if 0 <= near < len(filled)}
        if any(rules.get(near) in _BESIDE_NAMES for near in beside) and (not byline or words.lower() in byline.lower()):
            byline, rules[number] = byline or words, "byline"
    return byline, published_on, rules


#: What is beside a name that is a byline.
_BESIDE_NAMES = frozenset(("byline", "date", "office of the author", "place of writing", "button of a page", "outlet"))


def _foot(filled: Sequence[tuple[int, str]], *, is_release: bool) -> dict[int, str]:
    """The lines at the end that are none of the text, by their rules."""
    rules: dict[int, str] = {}
    last = list(filled)[max(1, len(filled) - _MAX_FOOT_LINES) :]
    begins = _FROM_HERE | _FROM_HERE_IN_RELEASES if is_release else _FROM_HERE
    for index, (_, words) in enumerate(last):
        if rule := _rule_in(begins, words):
            rules |= dict.fromkeys((number for number, _ in last[index:]), rule)
            last = last[:index]
            break
    for number, words in reversed(last):
        if not (rule := _rule_in(_IN_FOOT, words)):
            break
        rules[number] = rule
    return rules


_AGENCY = re.compile(r"(?:getty images|reuters|pa media|epa|afp|ap photo|alamy|bbc|shutterstock) \S", re.I)


def _beside_captions(filled: Sequence[tuple[int, str]], rules: dict[int, str]) -> dict[int, str]:
    """The lines above a caption that begin with an agency's name: a page shows its picture's credit there."""
    return {
        number: "credit of a picture"
        for (number, words), (below, _) in pairwise(filled)
        if number not in rules and rules.get(below) == "caption" and _AGENCY.match(words)
    }


def _who_and_when(words: str) -> tuple[str, dt.date | None] | None:
    """The names and the day of publication in a line that says nothing else; None for any other line."""
    if posted := re.fullmatch(rf"{_LABEL}(.{{6,60}}?) by (.+)", words, re.I):
        names, when = posted.group(2), _when(posted.group(1))
        return (_named(names), when[0]) if when and _named(names) else None
    names, issued = "", None
    for part in _BETWEEN.split(words):
        when = _when(part)
        if when is not None:
            issued = issued or when[0]
            continue
        without, on = _without_date(part)
        if _OFFICE.fullmatch(without) and names:
            continue
        author = _author_in(without) or (without if on and _is_name(without) else "")
        if not author:
            # After the names “By Jane Doe | Example Times” has the outlet.
            if names and _is_name(without) and not on:
                continue
            return None
        if names:
            return None
        names, issued = author, issued or on
    return names, issued


def _author_in(words: str) -> str:
    """The names in a byline; empty for other words."""
    by = _BYLINE.fullmatch(words.rstrip(" ,"))
    if by is not None:
        names = _named(by.group("names"))
        is_foreign = bool(_FOREIGN_BY.match(words))
        return names if names and (not is_foreign or _is_name(names)) else ""
    name, separator, office = words.partition(", ")
    if separator and _is_name(name) and _OFFICE.fullmatch(office):
        return words
    if (at := re.fullmatch(r"(.+?) in ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})", words)) and _is_name(at.group(1)):
        return words
    return ""


def _named(words: str) -> str:
    """Names without the address that follows them; empty where these can't be names of people or bodies."""
    names = _CONTACT.sub("", words).strip(" ,|")
    return names if names.lower().removeprefix("the ") in _DESKS or _are_names(names) else ""


def _without_date(part: str) -> tuple[str, dt.date | None]:
    """A line without the date at its end, and that date."""
    plain = _ZONE.sub("", part).rstrip(" ,")
    plain = re.sub(rf",?(?: at)?[ T]*(?:{_TIME.pattern})$", "", plain, flags=re.I)
    for match in _DATE.finditer(plain):
        if match.end() == len(plain) and (on := parse_date(match.group())):
            return plain[: match.start()].rstrip(" ,"), on
    return part, None


def _when(part: str) -> tuple[dt.date | None] | None:
    """The day of publication in words that say only when, (None,) where they name no day; None for others."""
    has_moment = False
    issued: dt.date | None = None

    def date(match: re.Match[str]) -> str:
        nonlocal issued, has_moment
        on = parse_date(re.sub(rf"^{_DAY}\b\.?,? ", "", match.group(), flags=re.I))
        if on is None:
            return match.group()
        has_moment = True
        before = part[: match.start()]
        labels = re.findall(_LABEL, before, re.I)
        if issued is None and not (labels and _CHANGED.match(labels[-1])):
            issued = on
        return " "

    rest = re.sub(r"(?<=\d)(?=updated|published)", " ", part, flags=re.I)
    part = rest
    rest = _DATE.sub(date, rest)
    for pattern in (_AGO, _TIME, _READING):
        rest, count = pattern.subn(" ", rest)
        has_moment |= bool(count)
    rest = _ZONE.sub(" ", rest)
    is_label = bool(re.fullmatch(rf"\W*{_LABEL}\W*", part, re.I)) and not re.fullmatch(r"\W*date\W*", part, re.I)
    return (issued,) if (has_moment or is_label) and not _JOINTS.sub("", rest) else None


def _is_name(words: str) -> bool:
    """Whether this is two to four words as people's names are written, and nothing else."""
    parts = words.split()
    return (
        2 <= len(parts) <= 5
        and not re.search(r"[\d.!?:;,“”\"]$|[\d!?:;“”\"()]", words)
        and sum(part[0].isupper() for part in parts) >= 2
        and parts[0][0].isupper()
        and all(part[0].isupper() or part.lower() in _SMALL - {"the", "in", "for", "at", "of"} for part in parts)
    )


def _are_names(words: str) -> bool:
    """Whether this could be people or bodies: two words with a capital at least; their office may follow a comma."""
    parts = words.partition(",")[0].split()
    is_named = len(parts) > 1 and all(part[0].isupper() or part.lower() in _SMALL for part in parts)
    return is_named and parts[0].lower() not in _SMALL - {"the"} and not words.endswith((".", "!", "?", ":"))


def without_furniture(paragraphs: Iterable[str], *, is_titled: bool = False) -> Iterator[str]:
    """Paragraphs without the furniture among them."""
    listed = list(paragraphs)
    yield from furniture_of(listed, is_titled=is_titled).removed_from(listed)

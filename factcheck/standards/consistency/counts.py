"""An announced count that disagrees with the list that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.standards.consistency.numbers import ABOUT, spelled_value
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place, Stretch
from factcheck.standards.consistency.words import OPEN_LIST

_OPEN = re.compile(OPEN_LIST + r"|\bmany\b|\bor\b|\bother\b", re.IGNORECASE)
_COUNT = r"(?P<count>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1[0-2])"
_ABOUT_BEFORE = re.compile(rf"\b{ABOUT}\s*(?:the\s+)?$", re.IGNORECASE)
#: “three reasons: …”, “the four finalists — …”, “two people were killed: …”
_ANNOUNCED = re.compile(
    rf"(?<![\w$€£.,-]){_COUNT} (?P<noun>(?:[\w’'-]+ ){{0,4}}?[\w’'-]*(?:s|men|women|people|children|criteria|"
    rf"media|phenomena|sheep|staff))"
    rf"\b(?P<between>[^:—–.;()]{{0,90}}?)(?P<mark>:|\s?—\s?|\s–\s|\s--?\s|\s\()(?=\s*\S)",
    re.IGNORECASE,
)
#: “The three winners are …”, “Its four members were …”
_ARE = re.compile(
    rf"(?:\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Tt]hose|[Tt]hese|[Aa]ll) |"
    rf"^)(?:[\w’'-]+ ){{0,2}}?{_COUNT} "
    rf"(?P<noun>(?:[\w’'-]+ ){{0,4}}?[\w’'-]*(?:s|men|women|people|"
    rf"children))(?P<between>(?: [\w’'-]+){{0,6}}?) (?P<mark>are|were|will be)\s+(?=[A-Z“\"]|to |the |a |an |"
    rf"his |her |its |their )",
    re.IGNORECASE,
)
#: “her two brothers, Mark, Paul and Simon.”
_NAMED = re.compile(
    rf"(?<![\w$€£.,-]){_COUNT} (?P<noun>(?:[a-z’'-]+ ){{0,3}}?[a-z’'-]*(?:s|men|women|people|"
    rf"children))(?P<between>)(?P<mark>,)"
    r"(?= (?:[A-Z][\w.’'-]+ ?){1,4}(?:, (?:[A-Z][\w.’'-]+ ?){1,4})*,? and (?:[A-Z][\w.’'-]+ ?){1,4}[.;]?$)",
)
_NOT_COUNTED = re.compile(
    r"\b(?:years?|days?|weeks?|months?|hours?|minutes?|seconds?|points?|times|miles|feet|inches|percent|dollars|cents|"
    r"decades|centuries|pounds|yards|meters|metres|kilometers|votes|degrees|words|acres|across|always|perhaps|"
    r"press|process|access|business|less|is|was|as|this|its|us|sentences|paragraphs|pages|"
    r"ways to go|letters|digits|runs|innings|cups|tablespoons|teaspoons|a\.m|p\.m|others)\b",
    re.IGNORECASE,
)
_ORDINALS = {
    word: number
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)  # noqa: SIM905
}
_ORDINAL = re.compile(
    r"^[“\"]?(?:(?:And|But)\s+)?(?:The\s+)?(First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|"
    r"Firstly|Secondly|"
    r"Thirdly|Lastly|Finally)\b(?:\s+(?:reason|step|goal|is|was|,)|,|:|\s+(?:the|it|he|she|they|we|there|a|an|"
    r"his|her|its)\b|\s*—)"
)
_INLINE_ORDINAL = re.compile(
    r"(?:^|[,;:—]\s*(?:and\s+)?)(first|second|third|fourth|fifth|sixth|seventh|eighth)(?:ly)?,?\s"
)
_NUMBERED = re.compile(r"(?:^|[\s;,])\(?(\d{1,2}|[a-h])\)\s")
_ONE_OTHER = re.compile(r"\bboth\b", re.IGNORECASE)


def count(article: ArticleText) -> Iterator[Disagreement]:
    """“Three reasons”, and four are listed: in the same sentence, or each with a sentence that says which it is.

    Silent on lists that go on, on lists whose items can be counted in two ways, and on amounts and times.
    """
    for at, sentence in enumerate(article.sentences):
        finding = _listed(sentence) or _enumerated(article, at, sentence)
        if finding and not any(article.is_sic(place.end) for place in finding.places):
            yield finding


def _listed(sentence: Stretch) -> Disagreement | None:
    for pattern in (_ANNOUNCED, _ARE, _NAMED):
        for match in pattern.finditer(sentence.text):
            if _is_other(sentence.text, match):
                continue
            announced = int(spelled_value(match["count"].casefold()) or 0) or int(match["count"])
            listed = _list_after(sentence.text, match)
            if listed is None:
                continue
            start, end, numbers = listed
            if announced not in numbers:
                return _says(sentence.start, match, announced, start, end, max(numbers))
    return None


def _is_other(text: str, match: re.Match[str]) -> bool:
    ahead = text[max(0, match.start("count") - 30) : match.start("count")]
    if _ABOUT_BEFORE.search(ahead) or _NOT_COUNTED.search(match["noun"]):
        return True
    if re.search(
        r"(?:\b(?:No\.|number|age[ds]?|top|last|first|next|past|of the|another|other|from|chapter|to|between|"
        r"least)|-)\s*$",
        ahead,
        re.IGNORECASE,
    ) and not re.search(r"\bthe (?:top|first|last|next|other)\s*$", ahead):
        return not re.search(r"\b(?:the last|the first|the other|the next|another) $", ahead)
    return bool(
        _OPEN.search(match["between"] or "")
        or re.search(r"[“\"”]|\bsaid\b|\bsays\b|\bthat\b.*\bthat\b", match["between"] or "")
    )


def _list_after(text: str, match: re.Match[str]) -> tuple[int, int, set[int]] | None:
    """Where the list stands, and how many items it may have."""
    start = match.end()
    start += len(text[start:]) - len(text[start:].lstrip())
    mark = match["mark"].strip()
    end = len(text)
    if mark == "(":
        end = text.find(")", start)
    elif mark in ("—", "–", "-", "--"):
        closing = re.search(r"\s?—\s?|\s–\s|\s--?\s", text[start:])
        end = start + closing.start() if closing else len(text)
    if end < start:
        return None
    listed = text[start:end].rstrip(".!?”\"’' \n")
    if _OPEN.search(listed):
        return None
    numbers = _count_items(listed, is_clause_allowed=mark == ":")
    return (start, start + len(listed), numbers) if numbers else None


_AGE = re.compile(r",\s*(?:aged\s+|age\s+)?\d{1,3}\b(?=,|;|$|\s+and\b|\s*\))")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|said|says|can|could|did|do|does|who|which|where|when)\b"
)
_STATE = re.compile(r"^(?:[A-Z][a-z]*\.|[A-Z]\.[A-Z]\.|Calif\.?|Ohio|Texas|Iowa|Fla\.?|D\.C\.?)$")


def _count_items(listed: str, *, is_clause_allowed: bool) -> set[int] | None:
    """In how many items a list may be read; None where nobody can tell."""
    listed = _IN_BRACKETS.sub("", _AGE.sub("", listed))
    numbered = _NUMBERED.findall(listed)
    if len(numbered) >= 2 and numbered[0] in ("1", "a"):
        return {len(numbered)}
    ordinals = [match[1] for match in _INLINE_ORDINAL.finditer(listed.casefold())]
    if ordinals[:2] == ["first", "second"]:
        return {len(ordinals)} if "final" not in listed.casefold() else None
    if ";" in listed:
        parts = [part.strip() for part in listed.split(";") if part.strip()]
        if len(parts) < 2:
            return None
        return (
            {len(parts), len(parts) + 1}
            if re.search(r"\band\b", parts[-1]) and not parts[-1].startswith("and")
            else {len(parts)}
        )
    parts = [part.strip() for part in re.split(r",\s*", listed) if part.strip()]
    if len(parts) == 1:
        pieces = re.split(r"\s+and\s+", listed)
        if len(pieces) == 2 and all(len(piece.split()) <= 5 for piece in pieces):
            return {2} if _are_alike(pieces) else None
        return None
    if not parts:
        return None
    last = parts[-1]
    if not re.search(r"\band\b|&", last) and not all(re.match(r"[A-Z]", part) for part in parts):
        return None  # nothing says that the list ends here
    has_final = re.match(r"(?:and|plus|&)\s+", last)
    if has_final:
        parts[-1] = last[has_final.end() :]
    else:
        pieces = re.split(r"\s+(?:and|&)\s+", last)
        if len(pieces) == 2:
            parts[-1:] = pieces
        elif len(pieces) > 2:
            return None
    if ":" in listed:
        return None
    if not _are_alike(parts):
        return None
    if any(re.search(r"\s(?:and|&)\s", part) for part in parts):
        low = len(parts)
        return set(range(low, low + 3)) if len(parts) > 2 else None
    longest = 12 if is_clause_allowed else 7
    if any(len(part.split()) > longest or _STATE.match(part) for part in parts) or not _are_alike(parts):
        return None
    if len(parts) >= 3 and any(_is_apposition(part) for part in parts[1:]):
        return None
    return {len(parts)} if len(parts) >= 2 else None


def _is_apposition(part: str) -> bool:
    """“a Democrat”, “who lives there”, “45”: says more of the item before."""
    return bool(
        re.match(
            r"(?:who|which|where|whose|then|now|also|formerly|based|aged|from|of|in|at)\b|\d+$|(?:Jr|Sr)\.?$|"
            r"Inc\.?$|LLC$",
            part,
        )
    )


def _are_alike(parts: list[str]) -> bool:
    """Whether all items begin in the same way: names, or things."""
    firsts = {_form(part) for part in parts}
    return (
        len(firsts) == 1
        or firsts <= {"thing", "article"}
        or firsts <= {"name", "titled"}
        or firsts <= {"name", "the"}
        or (firsts <= {"thing", "name"} and all(len(part.split()) <= 2 for part in parts))
    )


def _form(part: str) -> str:
    word = next(iter(part.lstrip("“\"'‘").split()), "")
    if word.casefold() in ("a", "an", "the", "his", "her", "its", "their", "more", "better", "one"):
        return "the" if word.casefold() == "the" and re.match(r"the [A-Z]", part) else "article"
    if word == "to":
        return "to"
    if word[:1].isupper():
        return "name"
    if re.match(r"[a-z]+ [A-Z]", part):
        return "titled"
    return "number" if word[:1].isdigit() else "thing"


def _enumerated(article: ArticleText, at: int, sentence: Stretch) -> Disagreement | None:
    """“for three reasons.” and then “First, …”, “Second, …”."""
    match = re.search(
        rf"(?<![\w$€£.,-]){_COUNT} (?P<noun>(?:[\w’'-]+ ){{0,3}}?[\w’'-]*(?:s|criteria|people|men|"
        rf"women))\b[^.;]{{0,80}}[.:]?[”\"]?$",
        sentence.text,
        re.IGNORECASE,
    )
    if match is None or _NOT_COUNTED.search(match["noun"]):
        return None
    ahead = sentence.text[max(0, match.start() - 24) : match.start()]
    if _ABOUT_BEFORE.search(ahead) or _OPEN.search(sentence.text[match.start() :]):
        return None
    last, expected, end, first_start = 0, 1, 0, 0
    is_closed = False
    following = article.sentences[at + 1 : at + 26]
    gap = 0
    for other in following:
        ordinal = _ORDINAL.match(other.text)
        if ordinal is None:
            gap += 1
            if gap > (4 if last else 0):
                break
            continue
        word = ordinal[1].casefold().removesuffix("ly")
        if word in ("final", "last") or ordinal[1] in ("Finally", "Lastly"):
            last, end, is_closed = last + 1, other.start + ordinal.end(1), True
            break
        if _ORDINALS.get(word) != expected:
            break
        if expected == 1:
            first_start = other.start + ordinal.start(1)
        last, expected, end, gap = expected, expected + 1, other.start + ordinal.end(1), 0
    announced = int(spelled_value(match["count"].casefold()) or 0) or int(match["count"])
    if last < 2 or last == announced:
        return None
    if last < announced and not is_closed and gap <= 4 and len(following) == 25:
        return None
    return _says(sentence.start, match, announced, first_start - sentence.start, end - sentence.start, last)


def _says(offset: int, match: re.Match[str], announced: int, start: int, end: int, listed: int) -> Disagreement:
    head = Place(offset + match.start("count"), offset + match.end("noun"))
    return Disagreement(
        "count",
        (head, Place(offset + start, offset + end)),
        f"the text announces {match['count'].casefold()} {match['noun']}, the list has {listed}",
    )

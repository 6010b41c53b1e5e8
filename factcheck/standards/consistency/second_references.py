"""A surname or acronym that is used as known and was never introduced."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from factcheck.standards.consistency.known import ACRONYMS, KNOWN
from factcheck.standards.consistency.names import Name, is_demonym, names_of
from factcheck.standards.consistency.spellings import edit_distance
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place
from factcheck.standards.consistency.words import BODIES, COMMON, GIVEN, TITLES

_ACRONYM = re.compile(r"(?<![\w.&/@#$’'-])(?P<letters>[A-Z][A-Z&]{1,5}[A-Z])(?:s|[’']s)?(?![\w&@/-])(?!\.[A-Z])(?! \d)")
_SAID = (
    r"(?:said|says|told|added|adds|argued|argues|explained|insisted|recalled|noted|wrote|writes|believes|thinks|"
    r"acknowledged|admitted|testified|declined|replied|asked|answered|smiled|laughed|sighed|nodded|shrugged|tweeted|"
    r"conceded|complained|remembers|remembered|described|warned|urged|hopes|hoped|contended|continued|concluded)"
)
_DOES = (
    r"(?:called|pointed|shook|walked|looked|sat|stood|refused|denied|denies|apologized|resigned|promised|vowed|pleaded|"
    r"grew up|moved to|lives|lived|retired|agreed|disagreed|signed|met with|visited|joined|won|lost|left|hopes|wants|"
    r"plans|expects|credits|credited|blamed|blames|praised|criticized|accused|dismissed|defended|predicted|estimated|"
    r"suggested|recommended|proposed|thanked|hugged|wept|cried|died|married|was arrested|was charged|was born|"
    r"was convicted|was sentenced|was released|was hired|was fired|was elected|was appointed|had no comment|"
    r"could not be reached|did not respond|did not return|would not say|would not comment)"
)
_SPEAKS = re.compile(
    rf"^(?:, who\b|,? (?:also |then |later |himself |herself |has |had |still |never |quickly |"
    rf"again )?(?:{_SAID}|{_DOES})\b|, \d\d,"
    r"|[’']s? (?:attorney|lawyer|wife|husband|mother|father|family|daughter|son|parents|sister|brother|colleagues|"
    r"neighbors|friends|widow|children|doctor)s?\b)"
)
_SPEAKS_AFTER = re.compile(
    rf"(?:[”\",] {_SAID} |\b[Aa]ccording to |\b(?:[Ll]awyers?|[Aa]ttorneys?|[Ss]pokes(?:man|woman|person)|family|"
    rf"parents|"
    r"wife|husband|mother|father) (?:for|of) )$"
)
_HONORIFIC = frozenset("mr mrs ms dr".split())  # noqa: SIM905


def second_reference(article: ArticleText) -> Iterator[Disagreement]:
    """Somebody who speaks by a surname alone, and an acronym, without anything before that says who or what that is.

    Silent on names that everybody knows by one word, on what is introduced anywhere before or in the same sentence,
    and, of a surname, where it may be a body's or place's.
    """
    yield from _surnames(article)
    yield from _acronyms(article)


def _surnames(article: ArticleText) -> Iterator[Disagreement]:
    names = names_of(article)
    introduced: dict[str, int] = {}
    bare: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names:
        for word in name.words:
            folded = word.casefold()
            if len(name.words) > 1:
                introduced.setdefault(folded, name.start)
                for part in filter(None, folded.split("-")):
                    introduced.setdefault(part, name.start)
        if len(name.words) == 1:
            bare[name.words[0]].append(name)
        if name.title and name.title not in _HONORIFIC:
            introduced.setdefault(name.words[-1].casefold(), name.start)
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for known in introduced:
        by_letter[known[0]].append(known)
    body = article.text
    for word, uses in bare.items():
        folded = word.casefold()
        first = uses[0]
        if folded in introduced and not _is_introduced_later(introduced[folded], first):
            continue
        if (
            len(word) < 3
            or word.isupper()
            or folded in KNOWN
            or folded in COMMON
            or folded in GIVEN
            or folded in TITLES
        ):
            continue
        if folded in BODIES or folded in article.lower_words or is_demonym(word) or "-" in word or not word.isalpha():
            continue
        if folded in introduced or any(_may_be_place(body, use) for use in uses[:_MOST_USES]):
            continue
        speaking = next((use for use in uses if _speaks(article, use)), None)
        if speaking is None or any(use.is_headline for use in uses):
            continue
        if re.search(r"[a-z][A-Z]", word) and not re.match(r"(?:Mc|Mac|De|Di|La|Le|Du|Fitz|Van|O)[A-Z]", word):
            continue  # “CrowdTangle”
        if all(use.begins_sentence for use in uses) and re.search(
            r"(?:[eo]rs|ists|ants|ents|ians|ees|men|ives|ings)$", word
        ):
            continue  # “Demonstrators said”
        if any(edit_distance(folded, known) <= (1 if len(folded) < 7 else 2) for known in by_letter[folded[0]]):
            continue  # it is spelled in two ways, which is another rule's
        if all(use.begins_sentence for use in uses) and re.search(
            r"(?:tion|ness|ment|ance|ence|ity|ever|ship|ism|ing)$", word
        ):
            continue  # “Nuance has left the room”
        if any(_is_introduced_here(body, use.start, use.end) for use in uses):
            continue
        places = [speaking, *(use for use in uses if use is not speaking)][:2]
        yield Disagreement(
            "second-reference",
            tuple(Place(use.start, use.start + len(word)) for use in sorted(places, key=lambda use: use.start)),
            f"“{word}” appears by itself, and no full name or post is given",
        )


_FUNCTION = (
    r"(?:the|a|an|of|by|from|at|to|with|and|for|in|on|or|that|than|but|when|while|as|if|because|after|before|"
    r"until|where|"
    r"who|which|whom|what|how|under|against|over|about|into|through|like|said|says|told|asked|added|according|"
    r"between|its|"
    r"their|his|her|our|is|was|are|were|not|so|also|then|later|meanwhile|however|though|although|since|whether|"
    r"yet|this|"
    r"recalled|wrote|replied|explained|insisted|argued|complained|continued|noted|concluded|warned|joked|testified)"
)
_NOUN_BEFORE = re.compile(rf"(?:^|[\s“\"])(?!{_FUNCTION} $)[a-z][\w’'-]* $")
_APPOSED = re.compile(r"^(?:[’']s)?(?:, (?:a|an|the|one of|which is|or)\b| \(|\)|, [a-z]+ (?:of|at|for) )")


def _is_introduced_here(text: str, start: int, end: int) -> bool:
    """“his sister Hiwot”, “Crowdpac, a website”, “John ‘Tig’ Tiegen”, “Bailey & Glasser”."""
    ahead = text[max(0, start - 24) : start]
    behind = text[end : end + 16]
    if re.match(r"\.[a-z]|\]| v\. ", behind) or (ahead.endswith(", ") and behind.startswith(",")):
        return True
    if re.search(r"[A-Z][\w’'-]+ (?:on|of) $", ahead):
        return True
    if ahead.endswith(("& ", "(", "[", "/", "d’", "d'", "-", "@", "#")) or re.search(r"[a-z][”\"’'] $", ahead):
        return True
    is_apposed = bool(_APPOSED.match(text[end : end + 16])) and not ahead.endswith("to ")
    return bool(_NOUN_BEFORE.search(ahead) or is_apposed or re.search(r"\b(?:known as|called|or) (?:the )?$", ahead))


def _is_part_of_name(text: str, start: int, length: int) -> bool:
    """“SITE Intelligence Group”, “Navy SEALS”; not “NEA President Lily Day”."""
    behind = re.match(r"(?:s|[’']s)? ([A-Z][\w’'-]+)", text[start + length : start + length + 30])
    if behind and behind[1].casefold() not in TITLES | {"chairman", "executive", "board"}:
        return True
    ahead = re.search(r"([A-Z][\w’'-]*) $", text[max(0, start - 24) : start])
    return ahead is not None and ahead[1].casefold() not in COMMON


#: Of a word that stands in very many places, the first of these are looked at.
_MOST_USES = 200
_PLACE_BEFORE = re.compile(r"\b(?:the|a|an|in|at|from|near|of) $", re.IGNORECASE)


def _may_be_place(text: str, use: Name) -> bool:
    """“in Bristol”, “the Kremlin”: not somebody's name; “the lawyer of Smith’s” may be."""
    return bool(_PLACE_BEFORE.search(text[max(0, use.start - 6) : use.start])) and not re.match(
        r"[’']s", text[use.end : use.end + 2]
    )


def _is_introduced_later(place: int, first: Name) -> bool:
    return place > first.end + 400


def _speaks(article: ArticleText, name: Name) -> bool:
    if name.title in _HONORIFIC:
        return True
    behind = article.text[name.end : name.end + 40]
    ahead = article.text[max(0, name.start - 24) : name.start]
    if article.is_quoted(name.start):
        return False
    if re.search(r"\b(?:and|or),? $", ahead) and not re.match(rf",? {_SAID}\b", behind):
        return False
    return bool(_SPEAKS.match(behind) or _SPEAKS_AFTER.search(ahead))


def _acronyms(article: ArticleText) -> Iterator[Disagreement]:
    text = article.text
    body = article.headline.end if article.headline else 0
    uses: defaultdict[str, list[int]] = defaultdict(list)
    for match in _ACRONYM.finditer(text):
        uses[match["letters"]].append(match.start())
    shouted = _shouts(text)
    initials = _Initials(text)
    lower = article.lower_words
    for letters, places in uses.items():
        in_body = [place for place in places if place >= body]
        if (
            not in_body
            or letters in ACRONYMS
            or letters.replace("&", "") in ACRONYMS
            or any(place in shouted for place in places)
        ):
            continue
        first = in_body[0]
        if any(_is_part_of_name(text, place, len(letters)) for place in in_body) or _is_introduced_here(
            text, first, first + len(letters)
        ):
            continue
        if letters.casefold() in lower | COMMON | BODIES | KNOWN | GIVEN or _is_station(text, letters, in_body):
            continue
        if re.match(r"[A-Z]+(?:,| \(|\s?[—–-])", text[first : first + 12]) and text[max(0, first - 1) : first] in (
            "",
            "\n",
        ):
            continue  # a dateline
        if article.is_quoted(first) or not re.search(r"[AEIOU]|[^AEIOU]{2}", letters):
            continue
        sentence = article.sentences[max(0, article.sentence_at(first))]
        if initials.spell(letters, sentence.end) or _is_bracketed(text, letters):
            continue
        if (
            len(letters) > 5
            or text[first - 1 : first] == "("
            or text[first + len(letters) : first + len(letters) + 1] == ":"
        ):
            continue
        if (
            re.match(r"(?:s|[’']s)? ?[-–—(]", text[first + len(letters) : first + len(letters) + 5])
            and "(" in text[first : first + 8 + len(letters)]
        ):
            continue
        yield Disagreement(
            "second-reference",
            tuple(Place(place, place + len(letters)) for place in in_body[:2]),
            f"“{letters}” appears without what it is short for",
        )


def _is_station(text: str, letters: str, places: list[int]) -> bool:
    """Call letters: “told WBUR”, “KUNA reported”."""
    if re.fullmatch(r"[KW][B-DF-HJ-NP-TV-Z]{3}", letters):
        return True
    if not re.fullmatch(r"[KW][A-Z]{2,3}", letters):
        return False
    around = " ".join(text[max(0, place - 60) : place + 60] for place in places)
    return bool(
        re.search(
            r"\b(?:told|radio|TV|television|station|channel|reported|reports|interview|affiliate|poll|news)\b",
            around,
            re.IGNORECASE,
        )
    )


_SHOUT = re.compile(r"\b[A-Z][A-Z’'&.,:!?-]+(?:[\s,:!?-]+[A-Z][A-Z’'&]+)+")


def _shouts(text: str) -> set[int]:
    """Where words stand in capitals all in a row."""
    return {place for match in _SHOUT.finditer(text) for place in range(match.start(), match.end())}


def _is_bracketed(text: str, letters: str) -> bool:
    return bool(re.search(rf"\(\s*(?:the |or |[“\"])?{re.escape(letters)}\b", text)) or bool(
        re.search(
            rf"\b{re.escape(letters)}s?,? (?:\(|or (?:the )?[A-Z]|short for|which stands for|stands for|"
            rf"an? (?:acronym|abbreviation))",
            text,
        )
    )


_SMALL = frozenset("of the and for in on to a de at with".split())  # noqa: SIM905


class _Initials:
    """The first letters of a text's words, to look acronyms up in; small words left out or not."""

    def __init__(self, text: str) -> None:
        every = [
            (part[0], match.start())
            for match in _PLAIN_WORD.finditer(text)
            for part in match.group().split("-")
            if part
        ]
        telling = [
            (match.group()[0], match.start())
            for match in _PLAIN_WORD.finditer(text)
            if match.group().casefold() not in _SMALL
        ]
        self._rows = [
            (
                "".join(letter for letter, _ in words).casefold(),
                "".join(letter for letter, _ in words),
                [at for _, at in words],
            )
            for words in (every, telling)
        ]

    def spell(self, letters: str, end: int) -> bool:
        """Whether words with these initials stand before ``end``, half of them with capitals."""
        wanted = letters.replace("&", "").casefold()
        for folded, written, places in self._rows:
            at = folded.find(wanted)
            while at >= 0 and places[at] < end:
                capitals = [letter for letter in written[at : at + len(wanted)] if letter.isupper()]
                if len(capitals) >= max(1, len(wanted) // 2):
                    return True
                at = folded.find(wanted, at + 1)
        return False


_PLAIN_WORD = re.compile(r"[^\W\d_][\w’'-]*")

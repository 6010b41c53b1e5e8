"""A number or name of the headline that the body has otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from factcheck.standards.consistency.names import names_of
from factcheck.standards.consistency.numbers import Number, find_numbers, shown_as
from factcheck.standards.consistency.spellings import edit_distance
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place
from factcheck.standards.consistency.words import COMMON, GIVEN, TITLES

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CAPITALIZED = re.compile(r"[A-ZÀ-Þ][\w’'-]{2,}")
_DULL = frozenset(
    """the a an of in on at to for and or with from by as is are was were be his her its their new says say said
    after over into more than that this it he she they we you who what how why when not no up out about us
    against amid among will would could may can has have had been but if so""".split()  # noqa: SIM905
)
_LIST = re.compile(
    r"^(?:\W*(?:Top|The|These|Here are|Watch|See|My|Our|His|Her)\W+)?\d+ (?:\w+ )*?(?:things|ways|reasons|facts|"
    r"questions|"
    r"takeaways|times|moments|lessons|tips|steps|points|stories|quotes|highlights|ideas|numbers|photos|tweets|key|best|"
    r"worst|most|biggest|top|great|other|more)\b",
    re.IGNORECASE,
)


def headline(article: ArticleText) -> Iterator[Disagreement]:
    """The number that the headline gives of something, and the body another; a name of it that the body spells
    otherwise. Silent where the number stands anywhere in the body, where it is rounded, and where the body
    gives no number of the same thing."""
    if article.headline:
        text, offset, is_title = article.headline.text, article.headline.start, False
    elif article.title:
        text, offset, is_title = article.title, 0, True
    else:
        return
    yield from _numbers(article, text, offset, is_title)
    yield from _names(article, text, offset, is_title)


def _numbers(article: ArticleText, text: str, offset: int, is_title: bool) -> Iterator[Disagreement]:
    numbers = [
        number
        for number in find_numbers(text, offset)
        if number.is_exact and number.value > 0 and not (number.is_spelled and number.value <= 1)
    ]
    if not numbers or _LIST.match(text):
        return
    body: list[tuple[Number, str]] = []
    values: set[float] = set()
    for sentence in article.sentences:
        for number in find_numbers(sentence.text, sentence.start):
            values.add(number.value)
            if number.is_plain and not (number.is_spelled and number.value <= 1):
                body.append((number, sentence.text))
    for number in numbers:
        if number.value in values or any(_is_rounded(number, value) for value in values):
            continue
        if str(number.text).strip("$€£ ") and re.search(
            rf"(?<![\d.,]){re.escape(number.text.split()[0].strip('$€£%'))}(?![\d.,]\d|\d)",
            article.text[article.headline.end if article.headline else 0 :],
        ):
            continue
        rival = _rival(article, text, offset, number, body)
        if rival is None:
            continue
        place = article.text[max(0, rival.start) : rival.end]
        yield Disagreement(
            "headline",
            (Place(number.start, number.end, is_title), Place(rival.start, rival.end)),
            f"the headline has {shown_as(number.value, number)}, the text {shown_as(rival.value, rival)}"
            if place
            else "",
        )


def _is_rounded(number: Number, value: float) -> bool:
    """Whether the headline rounds what the body gives exactly."""
    step = number.step
    if number.value >= 100 and number.value % 10 == 0 and step <= 1:
        step = 10.0
        while number.value % (step * 10) == 0:
            step *= 10
    elif number.is_spelled or number.value < 100:
        return abs(value - number.value) < 0.5 and value != round(value)
    return abs(value - number.value) <= step / 2 or (
        number.scale != "" and abs(value - number.value) <= number.step / 2
    )


def _rival(
    article: ArticleText, text: str, offset: int, number: Number, body: list[tuple[Number, str]]
) -> Number | None:
    """The number that the body gives of the same thing: same kind, same noun or neighbors, not far off."""
    noun = _noun(text, number.end - offset)
    content = _content(text) - {noun}
    best: tuple[float, Number] | None = None
    for other, sentence in body:
        if (
            other.currency != number.currency
            or other.percent != number.percent
            or not 0.2 <= other.value / number.value <= 5
        ):
            continue
        start = article.sentences[article.sentence_at(other.start)].start
        their_noun = _noun(sentence, other.end - start)
        shared = content & _content(sentence)
        is_same_noun = bool(noun) and (noun == their_noun or noun in _near(sentence, other.end - start))
        if number.kind:
            score = 1.0 * len(shared) + (1 if is_same_noun else 0)
            enough = len(shared) >= 2
        else:
            score = len(shared) + (2 if is_same_noun else 0)
            enough = (
                (is_same_noun and len(shared) >= 1)
                or (not _is_noun(noun) and _are_people(their_noun) and len(shared) >= 1)
                or (not noun and len(shared) >= 2)
            )
        if not enough:
            continue
        if best is None or score > best[0]:
            best = (score, other)
    if best is None:
        return None
    return best[1] if article.sentence_at(best[1].start) <= max(8, len(article.sentences) // 2) else None


_VERBS = frozenset(
    """killed dead die dies hurt injured missing arrested charged rescued wounded held detained feared found
    evacuated displaced fired hired drown drowned stranded trapped shot sickened hospitalized left in after at
    as""".split()  # noqa: SIM905
)
_PEOPLE = frozenset(
    """people person men women children workers passengers students soldiers officers residents victims others
    employees civilians protesters migrants miners police""".split()  # noqa: SIM905
)


def _is_noun(noun: str) -> bool:
    return bool(noun) and noun not in _VERB_STEMS


def _are_people(noun: str) -> bool:
    return noun in _PEOPLE_STEMS or noun in _VERB_STEMS


def _noun(text: str, end: int) -> str:
    match = re.match(r"[\s-]+(?:of (?:the |its |their )?)?([A-Za-z][\w’'-]*)", text[end:])
    return _stem(match[1]) if match else ""


def _near(text: str, end: int) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text[end : end + 45])[:4]}


def _content(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text) if word.casefold() not in _DULL and len(word) > 2}


def _stem(word: str) -> str:
    word = word.casefold().removesuffix("’s").removesuffix("'s").rstrip("-'’")
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return (word[: -len(ending)] + ("y" if ending == "ies" else "")).rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


_VERB_STEMS = frozenset(_stem(word) for word in _VERBS)
_PEOPLE_STEMS = frozenset(_stem(word) for word in _PEOPLE)


def _names(article: ArticleText, text: str, offset: int, is_title: bool) -> Iterator[Disagreement]:
    """A name of the headline that stands nowhere in the body, and the body has it with a letter or two otherwise."""
    body_start = article.headline.end if article.headline else 0
    body = article.text[body_start:]
    names: Counter[str] = Counter()
    places: dict[str, int] = {}
    for name in names_of(article):
        if name.start < body_start:
            continue
        for word, start in zip(name.words, name.starts, strict=True):
            names[word] += 1
            places.setdefault(word, start)
    people = {word for name in names_of(article) if name.is_person and name.start >= body_start for word in name.words}
    words = {word.casefold() for word in _WORD.findall(body)} | {
        word.casefold().removesuffix("’s").removesuffix("'s") for word in _WORD.findall(body)
    }
    for match in _CAPITALIZED.finditer(text):
        word = re.sub(r"[’']s?$", "", match.group())
        folded = word.casefold()
        if len(word) < 4 or folded in words or folded in COMMON or folded in TITLES or folded + "s" in words:
            continue
        if article.is_sic(offset + match.end()) and not is_title:
            continue
        near = [
            other
            for other in names
            if (other in people or names[other] >= 2)
            and other.casefold() not in TITLES
            and other != "Prime"
            and len(other) >= 4
            and other.casefold() not in article.lower_words
            and _is_misspelled(folded, other.casefold())
            and other.casefold() not in COMMON
        ]
        if not near:
            continue
        other = max(near, key=lambda spelling: (names[spelling], spelling))
        yield Disagreement(
            "headline",
            (
                Place(offset + match.start(), offset + match.start() + len(word), is_title),
                Place(places[other], places[other] + len(other)),
            ),
            f"the headline has “{word}”, the text “{other}”",
        )


def _plain(word: str) -> str:
    """Without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def _is_misspelled(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if long.startswith(short) and long[len(short) :] in (
        "s",
        "es",
        "n",
        "an",
        "ian",
        "i",
        "ns",
        "ish",
        "y",
        "ist",
        "ism",
        "er",
        "ers",
        "ed",
        "ing",
        "d",
        "r",
    ):
        return False
    first, second = _plain(first), _plain(second)
    if first == second or first[0] != second[0] or (short in GIVEN and long in GIVEN):
        return False
    distance = edit_distance(first, second)
    return (distance == 1 and len(short) >= 4) or (distance == 2 and len(short) >= 7)

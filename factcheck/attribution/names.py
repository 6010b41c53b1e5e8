"""Parses a source's words: the name, what describes it, and what tells it from another of the same name.

Knows words only. “U.S. Secretary of State Antony Blinken” has the name “Antony Blinken” and the description “U.S.
Secretary of State”; “a senior official, who asked not to be named,” has no name, and its phrase is used instead.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from factcheck.attribution import lexicon as lex
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.status import singular
from factcheck.attribution.types import SourcingStatus as S

#: Longer phrases are cut, to bound the time: nothing after this tells who it is. Both chosen by hand.
_MAX_CHARACTERS = 400
_MAX_WORDS = 16
_TOKEN = re.compile(r"[^\W_](?:[\w'’.&/-]*[^\W_])?|[,;:()—–―]")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,7}")
_IN_BRACKETS = re.compile(r"\s?\(([^()]{2,12})\)")

_PRONOUNS = words_of(
    """i you he she it we they him her us them me who whom whose that this these those which what one nobody
    somebody someone anybody anyone everybody everyone himself herself itself themselves his its their my our your"""
)
_POINTING = words_of("the this that these those both")
_ARTICLES = words_of("a an the")
_DETERMINERS = _ARTICLES | _POINTING | words_of("his her its their our my your one two three another some several many")
_BREAKS = words_of(", ; : ( ) — – ― who whom whose which that")
_CONJUNCTIONS = words_of(
    """though although but yet while whereas and or nor so if unless because since as than when whenever once until
    till before after however meanwhile whether too also"""
)
_PREPOSITIONS = words_of("of for from at in on to with by and or near about under against inside within as like")
_PARTICLES = words_of("de la del der den van von bin al el da di du le dos das ibn ben st y bint ter ten zu")
_SUFFIXES = words_of("jr sr ii iii iv phd md mbe obe")
_HONORIFICS = {"mr": "m", "sir": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "madam": "f"}
#: Stay with the name: “Pope Francis”.
_REGNAL = words_of("king queen prince princess pope lord lady baroness sheikh emir sultan")
_PARTIES = words_of("republican democrat democratic independent conservative liberal tory labour green socialist")
_COMPANY = words_of(
    """corp corporation inc incorporated ltd limited plc llc llp company co group holding holdings gmbh ag sa nv spa
    motor motors airlines airways industries technologies international"""
)
_NOUNS = lex.BODIES | lex.OFFICES | lex.PEOPLE | lex.DOCUMENTS
#: One body under a plural or collective noun, wherever it speaks.
_COLLECTIVE = words_of("police")


class Kind(Enum):
    """What a source is, as far as joining its forms goes."""

    PERSON = "person"
    BODY = "body"
    DOCUMENT = "document"
    UNNAMED = "unnamed"


_KINDS = {
    S.NAMED_OFFICIAL: Kind.PERSON,
    S.NAMED_PERSON: Kind.PERSON,
    S.ORGANIZATION: Kind.BODY,
    S.MEDIA_REPORT: Kind.BODY,
    S.DOCUMENT: Kind.DOCUMENT,
}


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which an article names a source."""

    kind: Kind
    #: Without title and description; for what has no name, the phrase.
    name: str
    described: str = ""
    #: The name in lower case, word by word, without initials; empty when there is none.
    words: tuple[str, ...] = ()
    #: Initials between given name and surname, which tell George W. from George H. W.
    initials: str = ""
    gender: str = ""
    #: Whether the same words mean the same source everywhere in the article.
    is_definite: bool = False
    #: Short forms that the article gives in brackets: “(EPA)”.
    aliases: tuple[str, ...] = ()
    #: Whether a post or title comes with a name: “Mayor Berg”.
    has_title: bool = False

    @property
    def is_full(self) -> bool:
        """Whether a person's name has more than one word."""
        return len(self.words) > 1

    @property
    def acronym(self) -> str:
        """“epa” for the Environmental Protection Agency; empty for a name of one word."""
        letters = [word[0] for word in self.words if word not in _PREPOSITIONS | _ARTICLES]
        return "".join(letters) if len(letters) > 1 else ""


def is_pronoun(phrase: str) -> bool:
    """Whether a phrase names nobody by itself: “he”, “who”."""
    return phrase.strip().lower() in _PRONOUNS


def form_of(phrase: str, status: S, following: str = "") -> Form | None:
    """What a phrase says of a source that has this status; None when it says nothing, as “he” does.

    ``following`` is the text after the phrase, which may open with a short form in brackets.
    """
    phrase = _tidy(phrase)
    if not phrase or is_pronoun(phrase):
        return None
    kind = _KINDS.get(status, Kind.UNNAMED)
    parsed = _NamePhrase(phrase)
    if parsed.tokens and parsed.head_end == 1 and is_pronoun(parsed.tokens[0].text):
        return None  # “He, like Donald Trump,”
    if not parsed.tokens or not parsed.tokens[0].text[0].isalnum():
        return Form(kind, phrase, words=(phrase.lower(),), is_definite=kind is not Kind.UNNAMED)
    if kind is Kind.PERSON:
        return parsed.person()
    if kind is Kind.BODY:
        return parsed.body(_alias(phrase) or _alias_behind(following))
    return parsed.other(kind)


def normal(words: str) -> str:
    """Words as they are compared: without case, leading article, possessive and spaces to spare."""
    words = " ".join(words.split()).strip(" ,;:.“”\"'‘’").casefold()
    words = _POSSESSIVE.sub("", words)
    first, _, rest = words.partition(" ")
    return rest if first in _ARTICLES and rest else words


def _tidy(phrase: str) -> str:
    phrase = " ".join(phrase[: _MAX_CHARACTERS * 2].split())[:_MAX_CHARACTERS]
    return phrase.strip(' ,;:—–“”"')


def _alias(phrase: str) -> str:
    match = _IN_BRACKETS.search(phrase)
    return _as_acronym(match[1]) if match else ""


def _alias_behind(following: str) -> str:
    match = _IN_BRACKETS.match(" ".join(following.split(" ")))
    return _as_acronym(match[1]) if match else ""


def _as_acronym(word: str) -> str:
    bare = word.strip("“”\"'‘’ ").replace(".", "")
    return bare.lower() if _ACRONYM.fullmatch(bare) else ""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower().rstrip(".")

    @property
    def bare(self) -> str:
        """In lower case and without possessive, accents and full stops: what names are compared by."""
        word = _POSSESSIVE.sub("", self.text).replace(".", "").casefold()
        if word.isascii():
            return word
        return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))

    @property
    def is_proper(self) -> bool:
        return self.text[0].isupper() and self.lower not in _DETERMINERS

    @property
    def is_possessive(self) -> bool:
        return len(self.text) > 2 and _POSSESSIVE.search(self.text) is not None

    @property
    def is_plural_noun(self) -> bool:
        """“Companies”, which are others each time, but not “Hamas”."""
        noun = singular(self.bare)
        return noun != self.bare and (noun in _NOUNS or self.bare in _NOUNS)

    @property
    def is_initial(self) -> bool:
        return len(self.bare) == 1

    @property
    def is_title(self) -> bool:
        word = self.lower.partition("-")[0] if self.lower.endswith(("-elect", "-designate")) else self.lower
        return singular(word) in lex.OFFICES or word in lex.OFFICE_TITLES | lex.NOT_IN_NAMES


class _NamePhrase:
    """The words of one source, and where in them its name is."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.tokens = [_Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(phrase)]
        self.head_end = next(
            (place for place, token in enumerate(self.tokens) if place and token.lower in _BREAKS), len(self.tokens)
        )

    # -- persons -----------------------------------------------------------------------------------------------------

    def person(self) -> Form:
        """A person: with a name, or, where the phrase only points (“the president”), without words to compare."""
        if (together := self._several()) is not None:
            return together
        run = self._run_in_head() or self._run_behind()
        if run is not None:
            return self._named(*run)
        first = self.tokens[0]
        points = first.lower in _DETERMINERS or first.text[0].islower()
        words = () if points else tuple(token.bare for token in self.tokens[: self.head_end])
        described = _without_article(self._text(0, self.head_end)) if first.lower in _ARTICLES else ""
        return Form(Kind.PERSON, self._head(), described, words[:_MAX_WORDS])

    def _named(self, first: int, last: int) -> Form:
        inside = self.tokens[first:last]
        titles = [token.lower for token in self.tokens[:first]]
        while len(inside) > 1 and inside[-1].lower in _SUFFIXES:
            inside = inside[:-1]
        words = tuple(token.bare for token in inside if not token.is_initial) or tuple(t.bare for t in inside)
        if first and len(words) == 1 and self.tokens[first - 1].lower in _REGNAL:
            first -= 1
        described = self._described(first, last)
        return Form(
            Kind.PERSON,
            _POSSESSIVE.sub("", self._name(first, last)),
            described,
            words[:_MAX_WORDS],
            initials="".join(token.bare for token in inside[1:-1] if token.is_initial),
            gender=_gender(titles, words),
            is_definite=True,
            has_title=bool(described),
        )

    def _several(self) -> Form | None:
        """“Jane Roe and John Doe” speak as one source, apart from each of them."""
        for place in range(1, min(self.head_end, len(self.tokens)) - 1):
            before, here, after = self.tokens[place - 1 : place + 2]
            if here.lower in ("and", "&") and before.is_proper and after.is_proper:
                if any(token.lower == "of" for token in self.tokens[:place]):
                    continue  # “Minister of Justice and Trade Ada Obi”
                return Form(Kind.PERSON, self.phrase, words=(self.phrase.casefold(),), is_definite=True)
        return None

    def _run_in_head(self) -> tuple[int, int] | None:
        place = 0
        while place < self.head_end:
            if not self.tokens[place].is_proper:
                place += 1
                continue
            end = self._run_end(place)
            if self._may_be_name(place, end) and (run := self._without_titles(place, end)) is not None:
                return run
            place = end
        return None

    def _run_behind(self) -> tuple[int, int] | None:
        """“The minister, Ada Obi”: the post first, the name after a comma."""
        for place in range(self.head_end, len(self.tokens) - 1):
            if self.tokens[place].text == "," and self.tokens[place + 1].is_proper:
                end = self._run_end(place + 1)
                run = self._without_titles(place + 1, end)
                if run is not None and (run[1] - run[0] > 1 or run[0] > place + 1):
                    return run
        return None

    def _run_end(self, place: int) -> int:
        end = place + 1
        while end < len(self.tokens):
            ahead = end
            while ahead < len(self.tokens) - 1 and self.tokens[ahead].lower in _PARTICLES and ahead - end < 3:
                ahead += 1
            if self.tokens[ahead].lower in _BREAKS or not self.tokens[ahead].is_proper:
                break
            end = ahead + 1
        return end

    def _may_be_name(self, place: int, end: int) -> bool:
        """Whether a run of capitals is more than a part of the post: “Trump campaign spokesman”, “head of Acme”."""
        following = self.tokens[end].lower if end < self.head_end else ""
        if following and following not in _PREPOSITIONS:
            return False
        if (
            following in ("of", "for")
            and self.tokens[end - 1].is_title
            and not self._follows_given_name(end - 1, place)
        ):
            return False  # “Secretary of …”: a post, the name may follow
        before = place - 1
        if before > 0 and self.tokens[before].lower == "the":
            before -= 1
        if before < 0 or self.tokens[before].lower not in _PREPOSITIONS:
            return True
        # “Secretary of State Ada Obi”: a capitalized post has an “of” of its own.
        post = self.tokens[before - 1] if before else None
        return self.tokens[before].lower == "of" and post is not None and post.is_title and post.is_proper

    def _without_titles(self, place: int, end: int) -> tuple[int, int] | None:
        """The name in a run of capitals, without post, title and “NBC’s” in front of it."""
        last = end
        while last - place > 1 and self.tokens[last - 1].lower in _SUFFIXES:
            last -= 1
        has_post = False
        for at in range(last - 2, place - 1, -1):
            token = self.tokens[at]
            if self._follows_given_name(at, place) and not token.is_possessive:
                continue  # “Larry King Junior”: here the post’s word is a name
            if token.is_title or token.is_possessive or token.lower in _PARTIES or singular(token.lower) in lex.PEOPLE:
                place, has_post = at + 1, True
                break
        if not has_post and last - place == 1 and place and self.tokens[place].lower in _PARTIES:
            return None  # “at least one Democrat”
        if not has_post and place and self.tokens[place - 1].lower in ("of", "the") and place > 1:
            return self._behind_post(place, end)
        return place, end

    def _follows_given_name(self, at: int, place: int) -> bool:
        return at > place and self.tokens[at - 1].lower in lex.MEN | lex.WOMEN

    def _behind_post(self, place: int, end: int) -> tuple[int, int] | None:
        """The “Antony Blinken” of “State Antony Blinken”, which comes after “Secretary of”."""
        whole = [at for at in range(place, end) if not self.tokens[at].is_initial]
        if len(whole) < 2:
            return None
        forename = next((at for at in whole[:-1] if self.tokens[at].lower in lex.MEN | lex.WOMEN), None)
        return (whole[-2] if forename is None else forename), end

    def _described(self, first: int, last: int) -> str:
        """The title before the name, “of Nigeria” and an apposition after it."""
        before = self.phrase[: self.tokens[first].start].strip(' ,“"')
        title_words = [word for word in before.split() if word.lower().rstrip(".") not in _HONORIFICS]
        before = _without_article(_POSSESSIVE.sub("", " ".join(title_words)))
        after = self.phrase[self.tokens[last - 1].end :].lstrip(".")
        after = _POSSESSIVE.sub("", after) if len(after) < 3 else after
        joined = after.startswith(" ") and after[1:2] not in ",;"
        after = after.strip(" ,;:—–―")
        after = _telling(after)
        if not before:
            return _without_article(after.strip("()") if after.count("(") == after.count(")") == 1 else after)
        return f"{before} {after}" if after and joined else f"{before}, {after}" if after else before

    # -- all others --------------------------------------------------------------------------------------------------

    def body(self, alias: str) -> Form:
        """A body or an outlet; of “a report by CNN”, CNN."""
        first, end = self._outlet_of_report() or (0, self.head_end)
        if first < end - 1 and self.tokens[first].lower == "the" and self.tokens[first + 1].is_proper:
            first += 1
        words = [token.bare for token in self.tokens[first:end]]
        while len(words) > 1 and words[-1] in _COMPANY and words[0] not in lex.CAPITALS | _DETERMINERS:
            words.pop()
        described = self.phrase[self.tokens[end - 1].end :] if end == self.head_end else ""
        described = _IN_BRACKETS.sub("", described, count=1) if _alias(self.phrase) else described
        return Form(
            Kind.BODY,
            _POSSESSIVE.sub("", _uncapitalized(self._name(first, end))),
            _telling(_without_article(described.lstrip(".").strip(" ,;:—–―"))),
            tuple(words[:_MAX_WORDS]),
            is_definite=self._is_definite(first, end),
            aliases=(alias,) if alias else (),
        )

    def _outlet_of_report(self) -> tuple[int, int] | None:
        place = next((p for p, token in enumerate(self.tokens[: self.head_end]) if token.lower in lex.REPORTING), None)
        if place is None:
            return None
        proper = [p for p in range(place) if self.tokens[p].is_proper]
        if proper and proper[-1] == place - 1:
            return proper[0], place
        if place + 2 < self.head_end and self.tokens[place + 1].lower in ("by", "in", "from", "on"):
            return place + 2, self.head_end
        return None

    def other(self, kind: Kind) -> Form:
        """A document, or somebody without a name: the phrase up to what tells more."""
        end = self.head_end
        described = self._text(end, len(self.tokens)).strip(" ,;:—–―") if end < len(self.tokens) else ""
        described = _telling(described)
        words = tuple(token.bare for token in self.tokens[:end])
        first = self.tokens[0].lower
        definite = first in _POINTING or (end == 1 and first in _COLLECTIVE)
        if words and words[0] in _POINTING:
            words = words[1:]
        return Form(
            kind,
            _uncapitalized(self._text(0, end).strip(" ,;:—–―")),
            described,
            words[:_MAX_WORDS],
            is_definite=definite or (kind is Kind.DOCUMENT and self._is_definite(0, end)),
        )

    def _is_definite(self, first: int, end: int) -> bool:
        """Whether the words point, or hold a name of their own."""
        if self.tokens[0].lower in _POINTING:
            return True
        for place in range(first, end):
            token = self.tokens[place]
            if token.is_proper and (place or not token.is_plural_noun):
                return True
        return end - first == 1 and self.tokens[first].lower in _COLLECTIVE

    # -- words -------------------------------------------------------------------------------------------------------

    def _head(self) -> str:
        return _uncapitalized(self._text(0, self.head_end).strip(" ,;:—–―"))

    def _text(self, first: int, end: int) -> str:
        return self.phrase[self.tokens[first].start : self.tokens[end - 1].end] if end > first else ""

    def _name(self, first: int, end: int) -> str:
        """The words with the full stop that belongs to the last: “Jr.”, “Acme Corp.”."""
        stop = self.tokens[end - 1].end
        last = self.tokens[end - 1]
        ends_short = last.lower in _SUFFIXES | _COMPANY or last.is_initial or "." in last.text
        if ends_short and self.phrase[stop : stop + 1] == ".":
            stop += 1
        return self.phrase[self.tokens[first].start : stop]


def _gender(titles: list[str], words: tuple[str, ...]) -> str:
    for title in reversed(titles):
        if title in _HONORIFICS:
            return _HONORIFICS[title]
    if titles and titles[-1].endswith("woman"):
        return "f"
    if len(words) > 1 and words[0] in lex.WOMEN:
        return "f"
    return "m" if len(words) > 1 and words[0] in lex.MEN else ""


def _telling(described: str) -> str:
    """What comes after a name, unless it goes on to another thought: “though they disagreed” describes nobody."""
    first = described.split(maxsplit=1)[0].strip(",;") if described else ""
    return "" if first.lower() in _CONJUNCTIONS else described


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if first.lower() in _ARTICLES else words


def _uncapitalized(words: str) -> str:
    """“A senior official” began a sentence: here it doesn't."""
    first = words.partition(" ")[0]
    shouts = first.isupper() and len(first) > 1
    return words[0].lower() + words[1:] if first.lower() in _DETERMINERS and not shouts else words

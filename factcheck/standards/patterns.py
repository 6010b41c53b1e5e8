"""The wordings that rules look for: lists that anybody can read, and add to."""

from __future__ import annotations

import re
from functools import lru_cache

#: What may stand before a bare source, and the words for one.
_BEFORE = (
    r"(?:(?:a|an|the|one|two|three|four|five|six|some|several|many|few|multiple|various|other|another|both|these|those|"
    r"its|anonymous|unnamed|unidentified|undisclosed|reliable|credible|trusted|independent|separate|well-placed)\s+)*"
)
_BARE = re.compile(
    rf"{_BEFORE}(?:sources?|people|persons?|insiders?|observers?|individuals?|it|he|she|they|one)", re.IGNORECASE
)


def is_bare(source: str) -> bool:
    """Whether a source is called that and nothing more: “two anonymous sources”, “a person”."""
    return bool(_BARE.fullmatch(" ".join(source.split())))


_WITHOUT_NAME = re.compile(
    r"(?:(?:an?|the|one|two|three|four|five|six|some|several|many|few|other|another|senior|former|top|local)\s+)?"
    r"(?:[\w.’'-]+\s+){0,6}(?:officials?|spokes(?:man|men|woman|women|person|people)|aides?|sources?|persons?|people|"
    r"diplomats?|officers?|lawmakers?|insiders?|advisers?|advisors?|executives?|employees?|witness(?:es)?)"
    r"(?:\s+(?:for|of|at|in|with|from|close|familiar|who|that)\b.*)?",
    re.DOTALL,
)


def may_be_name(source: str) -> bool:
    """Whether a source may be somebody's name; not where it is empty, or ends as “a senior U.S. official” does."""
    words = " ".join(source.split())
    return bool(words) and not _WITHOUT_NAME.fullmatch(words)


_KNOWS = re.compile(
    r"\b(?:familiar with|close to|briefed on|informed (?:of|about)|knowledge of|aware of|involved in|privy to|"
    r"(?:took|taking) part in|participat\w+ in|present (?:at|in|when)|in the room|attend(?:ed|ing)|"
    r"work(?:s|ed|ing)? (?:on|for|with|at|in)|(?:has|have|had) (?:seen|read|reviewed|heard)|who (?:saw|heard|watched|"
    r"read|reviewed|witnessed|was there|were there)|witness(?:es)?|eyewitness(?:es)?|at the (?:scene|meeting|talks)|"
    r"in the (?:delegation|negotiations?|talks|meeting)|first-?hand|directly)\b",
    re.IGNORECASE,
)


def tells_how_they_know(text: str) -> bool:
    """“Familiar with the talks”, “who was in the room”."""
    return bool(_KNOWS.search(text))


_ANONYMITY = re.compile(
    r"\b(?:anonymity|anonymously|not (?:be|being) (?:named|identified|quoted by name)|"
    r"without being (?:named|identified)|"
    r"(?:declined|refused|asked|wished|wanted|did not want|didn.t want) (?:not )?to be (?:named|identified)|"
    r"(?:was|were|is|are) not authori[sz]ed|withh(?:e|o)ld(?:ing)? (?:his|her|their) (?:name|identity)|"
    r"fear(?:ed|ing|s|ful)?\b[^.]{0,30}\b(?:retaliation|reprisals?|retribution|safety|jobs?|lives|life|arrest))",
    re.IGNORECASE,
)


def tells_why_unnamed(text: str) -> bool:
    """“On condition of anonymity because …”, “who asked not to be named”."""
    return bool(_ANONYMITY.search(text))


#: Guesses and judgments. “May” with a capital is a month; “could not” and “may have to” report what is.
_OPINION = re.compile(
    r"\b(?:(?:might|may|could)(?! not\b| have to\b)(?= [a-z])|(?i:likely|unlikely|probably|perhaps|possibly|presumably|"
    r"should(?! not be (?:named|identified))|ought to|I think|we think|I believe|we believe|(?:it )?seems?|appears? to|"
    r"hopefully|unacceptable|outrageous|shameful|disgrace(?:ful)?|disast(?:er|rous)|reckless|incompetent|ridiculous|"
    r"absurd|brilliant|pathetic|cowardly|irresponsible|naive|foolish))\b"
)


def opinion_in(text: str) -> str:
    """The first word that shows an opinion or a guess; empty for none."""
    for match in _OPINION.finditer(text):
        if not (
            match[0].casefold() in _MODALS and _SUBORDINATE.search(text, max(0, match.start() - 80), match.start())
        ):
            return match[0]
    return ""


_MODALS = frozenset({"might", "may", "could", "should"})
#: What a conclusion says, a question or a rule, isn't what the source thinks: “the conclusion that nobody should …”.
_SUBORDINATE = re.compile(
    r"\b(?:whether|if|who|whom|whose|which|what|how|when|where|so that|"
    r"(?:conclusions?|decisions?|determinations?|findings?|questions?|rules?|rulings?|recommendations?|proposals?|"
    r"policy|policies|laws?|orders?|demands?|requirements?|agreements?|plans?|guidance|advice|view|verdict) that)"
    r"\b[^,.;:—–”\"]*$",
    re.IGNORECASE,
)


#: A quotation of this many words is somebody's sentence; fewer are a title, a name or a word the outlet doesn't adopt.
#: Chosen by hand.
_MIN_SPOKEN_WORDS = 6
_QUOTED = re.compile(r"“([^“”]*)(?:”|$)|(?<!\w)\"([^\"]*)(?:\"|$)|(?<!\w)«([^«»]*)(?:»|$)")


def has_quotation(text: str) -> bool:
    """Whether somebody's words are quoted at length."""
    return any(len(" ".join(match.groups("")).split()) >= _MIN_SPOKEN_WORDS for match in _QUOTED.finditer(text))


#: Words that say nothing of what a sentence is about.
_SAYS_NOTHING = """
    a about after again against all also although among an and any are around as at back be because been before being
    between both but by can come comes could day days did do does down during each even ever every few first for former
    from get go going had has have he her here him his how however i if in into is it its itself just last late later
    less like made make makes many may might month months more most much must near new next no nor not now of off old on
    once one only or other others our out over own part people per put rather recent recently said same saw say saying
    says second see seen set several she should since so some still such take taken tell than that the their them then
    there these they this those though three through time to today told too took two under until up upon us use used
    very was way we week weeks well were what when where whether which while who whom whose why will with within without
    would year years yet you your according reportedly allegedly report reported reports source sources official
    officials agree agreed agrees announce announced ask asked asks call called confirm confirmed deny denied urge urged
    warn warned want wanted wants need needed needs help helped try tried trying claim claimed add added
"""
_EMPTY = frozenset(_SAYS_NOTHING.split())
_WORD = re.compile(r"[^\W_]+(?:[’'.][^\W_]+)*")
_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ingly", "edly", "ings", "ing", "ions", "ion", "als", "al"),
    *("ied", "ies", "ers", "ed", "es", "er", "ly", "s"),
)


def subjects(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a sentence is about: its names and numbers, and its other words without their endings.

    The first word has a capital anyway and is none of the names.
    """
    names: set[str] = set()
    others: set[str] = set()
    before = ""
    for place, word in enumerate(_WORD.findall(text)):
        subject = _subject(word)
        is_name = place > 0 and not word[0].islower()
        if subject and is_name:
            names.discard(before)
            before = f"{before} {subject}".strip()  # “United States” is one name
            names.add(before)
        elif subject:
            others.add(subject)
        if not (subject and is_name):
            before = ""
    return frozenset(names), frozenset(others)


@lru_cache(maxsize=20_000)
def _subject(word: str) -> str:
    """The word as it is compared; empty when it says nothing of what a sentence is about."""
    if word[0].isdigit():
        return word
    word = word.removesuffix("’s").removesuffix("'s")
    low = word.casefold().replace(".", "")
    if word.isupper() and len(low) > 1:
        return low  # U.S., NATO
    return "" if low in _EMPTY or len(low) < 3 else _stem(low)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("aeiy")
    return word.rstrip("e")


_SUPPOSED = re.compile(r"\b(?:(?i:if|would|could|might|should|unless|whether)|may(?= [a-z]))\b|\?")


def is_stated(text: str) -> bool:
    """Whether a sentence says that something is so, rather than that it might be."""
    return not _SUPPOSED.search(text)


#: Before a name, these say nothing of who it belongs to.
_BEFORE_A_NAME = """
    said says say told tells added adds asked by to with and but or according of for from that when as after before
    while because if than like on in at about against between wrote writes warned claimed argues argued called
    explained noted insisted recalled where who
"""
_NOTHING_BEFORE = frozenset(_BEFORE_A_NAME.split())
#: “, who lives there”, “, 43”, “, a nurse”, “, the oldest of them,”, “, head of …”, “ (Greens)”, “ of Norcorp”.
_DESCRIBED_AFTER = re.compile(
    r",\s(?:who|whose|an?|one of|\d+)\b|,\s(?:the|its|their|his|her|our)\s[^,.]{3,60},|"
    r",\s(?!said|says|told|and|but|according)[a-z-]+\s(?:of|at|for|with|in)\b|"
    r"\s?\(|\s?[–—]|\s(?:of|from|at|who|whose)\s"
)


def describes(text: str, name: str) -> bool:
    """Whether a text says who somebody is where it names them: “Ann Ray, a nurse”, “neighbour Ann Ray”, “Dr Ann Ray”.

    In doubt it does.
    """
    surname = name.rpartition(" ")[2]
    start = text.find(surname)
    while start >= 0:
        if _is_described(text, start, start + len(surname)):
            return True
        start = text.find(surname, start + len(surname))
    return False


def _is_described(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
        return False  # in the middle of another word
    if _DESCRIBED_AFTER.match(text, end):
        return True
    before = text[max(0, start - 60) : start].rstrip()
    # The given names belong to the name; what comes before them may describe.
    words_before = re.split(r"\s+", before) if before else []
    while words_before and words_before[-1][:1].isupper() and not _ends_sentence(words_before[-1]):
        forename = words_before.pop()
        if forename.rstrip(".").casefold() in _TITLES:
            return True
    if not words_before or not words_before[-1][-1:].isalnum():
        return False
    return words_before[-1].casefold() not in _NOTHING_BEFORE


_OFFICES = """
    dr prof professor mayor senator sen rep representative president minister secretary judge justice governor gov
    captain chief general gen colonel col lieutenant lt sergeant sgt officer detective inspector reverend rev father
    sister bishop ambassador director chairman chairwoman chair attorney councillor councilman councilwoman lord lady
    sir dame king queen prince princess pope imam rabbi sheikh nurse coach
"""
_TITLES = frozenset(_OFFICES.split())


def _ends_sentence(word: str) -> bool:
    return word[-1:] in '.!?”"' and word.rstrip(".").casefold() not in _TITLES and len(word) > 2

"""What the article says of its people: their ages, their offices, and whether they are he or she."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from factcheck.standards.consistency.names import Name, Person, names_between, people_of, person_of
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place
from factcheck.standards.consistency.words import MEN_TITLES, MONTHS, WOMEN_TITLES

_MONTH = "|".join(sorted((month.capitalize() for month in MONTHS), key=len, reverse=True))
_YEAR = r"(?:1[89]\d\d|20\d\d)"


class _Fact(NamedTuple):
    """Something said of somebody: a value and where."""

    value: str
    place: Place
    #: Whether it may have been so at another time.
    is_past: bool = False


# ---- Ages -----------------------------------------------------------------------------------------------------------

_AGE_BEHIND = re.compile(
    r"^(?:’s|'s)?(?:, (?:aged? |who is |now |an? )?|, who turned | \(|, age )(?P<age>\d{1,3})"
    r"(?=,|\.|;|\)| of | and | from | years old|-year-old|$|\s—)"
)
_IS_AGE = re.compile(
    r"^(?:,[^,.;]{0,60},)? (?P<verb>is|turned|turns|was|had turned|will turn|will be|, who is|who is) "
    r"(?:now |just |only |a |an )?(?P<age>\d{1,3})"
    r"(?=[,.;]| years? old|-year-old| and | when | at | on | years of age| last| this|$)"
)
_AGE_BEFORE = re.compile(r"\b(?P<age>\d{1,3})[- ]year[- ]old(?: [\w’'-]+){0,5},? (?:named )?$")
_BORN_BEHIND = re.compile(
    rf"^(?:,[^,.;]{{0,60}},)?(?:,? (?:who )?(?:was )?born(?: (?:in|on|at|to|into|near|outside)\b[^.;]{{0,50}}?)?,? "
    rf"(?:in |on )(?:(?:the )?(?:{_MONTH})\.? (?:\d{{1,2}}, )?|[\w ,’'-]{{0,40}}? in )?"
    rf"| \((?:born |b\. )(?:in )?(?:(?:{_MONTH})\.? (?:\d{{1,2}}, )?)?)(?P<year>{_YEAR})\b"
)
_BORN_BEFORE = re.compile(
    rf"\b[Bb]orn (?:in|on)\b[^.;]{{0,50}}?(?P<year>{_YEAR})\b(?:[^.;]{{0,40}}?), (?:[A-Z]?[a-z]+ )?$"
)
_HE_WAS_BORN = re.compile(rf"^(?:He|She) (?:was born|is a \w+ born|, born)\b[^.;]{{0,60}}?\b(?P<year>{_YEAR})\b")
_HE_IS = re.compile(r"^(?:He|She) (?:is|was|turned|turns|will turn) (?P<age>\d{1,3})(?=[,.;]| years? old| and | when )")
_THEN_BEFORE = re.compile(r"\b(?:then|when|at the time|former|as an?|aged?)[ -]*$", re.IGNORECASE)


def age(article: ArticleText) -> Iterator[Disagreement]:
    """Two ages of one person, and an age against the year of birth. A birthday may lie between two mentions:
    silent on one year where the text speaks of a birthday or of another time."""
    for person in people_of(article):
        ages = [fact for name in person.names for fact in _ages(article, name)]
        births = [fact for name in person.names for fact in _births(article, name)]
        yield from _two_ages(article, person.surname, ages)
        yield from _age_and_birth(article, ages, births)


def _ages(article: ArticleText, name: Name) -> Iterator[_Fact]:
    text = article.text
    behind = text[name.end : name.end + 90]
    ahead = text[max(0, name.start - 70) : name.start]
    if name.titles:
        ahead = re.sub(r"(?:[A-Z][\w.’'-]*\s+)+$", "", ahead)
    for pattern in (_AGE_BEHIND, _IS_AGE):
        match = pattern.match(behind)
        if match and 1 <= int(match["age"]) <= 115:
            rest = text[name.end + match.end() : name.end + match.end() + 30]
            if re.match(r"\s*(?:percent|points|of the|years (?:in|of|as|ago|later|after)|to \d|people|-\d)|[:%]", rest):
                continue
            verb = match.groupdict().get("verb") or ""
            if verb in ("is", "was") and not re.match(r" years? old|,| and|\.|-year-old| when|;", rest):
                continue
            is_past = (
                verb not in ("", "is", "who is", ", who is")
                or "turned" in match.group()
                or bool(re.match(r"[^,.;]{0,4}\b(?:when|at the time|in \d{4})\b", rest.strip()))
            )
            yield _Fact(match["age"], Place(name.end + match.start("age"), name.end + match.end("age")), is_past)
    match = _AGE_BEFORE.search(ahead)
    if match and not re.search(r"[.;:]\s", ahead[match.start() :]):
        at = max(0, name.start - 70) + match.start("age")
        is_past = bool(_THEN_BEFORE.search(ahead[: match.start()])) or (
            len(name.words) == 1 and bool(re.search(r"\b[Aa]n? $", ahead[: match.start()]))
        )
        words = ahead[match.end("age") :]
        if not re.search(
            r"\b(?:son|daughter|wife|husband|brother|sister|mother|father|of|with|and|by|to|for|from|told|said|"
            r"’s|'s)\b",
            words,
        ):
            yield _Fact(match["age"], Place(at, at + len(match["age"])), is_past)
    yield from _ages_by_description(article, name)
    yield from _pronoun_facts(article, name, _HE_IS, "age")


_DESCRIBED_AS = re.compile(r"^(?:,[^,.;]{0,60},)? as an? (?P<age>\d{1,3})-year-old\b")
_AT_AGE = re.compile(r"(?:^|[\s“])(?:At|at|At age|at age) (?P<age>\d{1,3}), (?:[A-Z][\w.]+ )?$")
_STILL = re.compile(
    r"^ (?:is|has|remains|still|says|plans|continues|can|looks|does|shows|works|lives|keeps|knows|will)\b"
)
_THE_YEAR_OLD = re.compile(
    r"(?:^|[.!?”\"]\s+|\n)The (?P<age>\d{1,3})-year-old (?=(?:said|has|is|was|told|[a-z]+ed|[a-z]+s|added)\b)"
)


def _ages_by_description(article: ArticleText, name: Name) -> Iterator[_Fact]:
    """“described Lee as a 43-year-old”, “At 43, Lee has no plans”, “Lee … . The 43-year-old said”."""
    text = article.text
    ahead, behind = text[max(0, name.start - 40) : name.start], text[name.end : name.end + 80]
    match = _DESCRIBED_AS.match(behind)
    if match and re.search(r"\b(?:describ\w+|identif\w+|remember\w*|named?)\b[^.;]*$", ahead):
        yield _Fact(match["age"], Place(name.end + match.start("age"), name.end + match.end("age")))
    match = _AT_AGE.search(ahead)
    if match and _STILL.match(behind):
        at = max(0, name.start - 40) + match.start("age")
        yield _Fact(match["age"], Place(at, at + len(match["age"])))
    following = _THE_YEAR_OLD.search(text, name.end, name.end + 600)
    if following and person_of(article, name):
        between = names_between(article, name.start + 1, following.start())
        if not any(other.is_person or person_of(article, other) for other in between):
            yield _Fact(following["age"], Place(following.start("age"), following.end("age")))


def _pronoun_facts(article: ArticleText, name: Name, pattern: re.Pattern[str], group: str) -> Iterator[_Fact]:
    """What the sentence after says of “he” or “she”, where only one person is named before."""
    at = article.sentence_at(name.start)
    sentences = article.sentences
    if at < 0 or at + 1 >= len(sentences):
        return
    sentence, after = sentences[at], sentences[at + 1]
    match = pattern.match(after.text)
    if match is None:
        return
    others = {
        other.last
        for other in names_between(article, sentence.start, sentence.end)
        if other.is_person or person_of(article, other)
    }
    if others == {name.last}:
        is_past = " was " in match.group() or "turn" in match.group()
        yield _Fact(match[group], Place(after.start + match.start(group), after.start + match.end(group)), is_past)


def _births(article: ArticleText, name: Name) -> Iterator[_Fact]:
    text = article.text
    match = _BORN_BEHIND.match(text[name.end : name.end + 150])
    if match:
        yield _Fact(match["year"], Place(name.end + match.start("year"), name.end + match.end("year")))
    start = max(0, name.start - 100)
    match = _BORN_BEFORE.search(text[start : name.start])
    if match:
        yield _Fact(match["year"], Place(start + match.start("year"), start + match.end("year")))
    yield from _pronoun_facts(article, name, _HE_WAS_BORN, "year")


def _two_ages(article: ArticleText, surname: str, facts: list[_Fact]) -> Iterator[Disagreement]:
    present = [fact for fact in dict.fromkeys(facts) if not fact.is_past]
    if len(present) < 2 or len({fact.value for fact in present}) < 2:
        return
    first = present[0]
    second = next(fact for fact in present if fact.value != first.value)
    years = abs(int(first.value) - int(second.value))
    if any(article.is_sic(fact.place.end) for fact in (first, second)):
        return
    if years == 1 and re.search(r"\bbirthday\b|\bturn(?:s|ed|ing) (?:\d|a year)|\bwould have been\b", article.text):
        return
    yield Disagreement("age", (first.place, second.place), f"{surname} is {first.value} and {second.value}")


def _age_and_birth(article: ArticleText, ages: list[_Fact], births: list[_Fact]) -> Iterator[Disagreement]:
    if len({fact.value for fact in births}) > 1:
        first, second = births[0], next(fact for fact in births if fact.value != births[0].value)
        yield Disagreement("age", (first.place, second.place), f"born in {first.value} and in {second.value}")
        return
    if not births:
        return
    born = int(births[0].value)
    for fact in dict.fromkeys(ages):
        year = _year_of(article, fact)
        if year is None:
            continue
        possible = (year - born - 1, year - born)
        if int(fact.value) not in possible:
            yield Disagreement(
                "age",
                (births[0].place, fact.place),
                f"who was born in {born} was {possible[0]} or {possible[1]} in {year}, the text says {fact.value}",
            )
            return


def _year_of(article: ArticleText, fact: _Fact) -> int | None:
    """In which year somebody had an age: that of publication, or one that stands beside it."""
    behind = article.text[fact.place.end : fact.place.end + 70]
    match = re.match(
        rf"(?: years old)?,? (?:when|at the time|in)\b[^.;]*?\bin (?P<year>{_YEAR})\b|"
        rf"(?: years old)? in (?P<year2>{_YEAR})\b",
        behind,
    )
    if match:
        return int(match["year"] or match["year2"])
    if fact.is_past or article.published_on is None:
        return None
    return article.published_on.year


# ---- Offices and pronouns -------------------------------------------------------------------------------------------

#: The words for an office, by the office that they mean; those of one line are one.
_OFFICES = {
    spelling: spellings.split(", ")[0]
    for spellings in (
        "senator, sen",
        "representative, rep, congressman, congresswoman",
        "governor, gov",
        "lieutenant governor",
        "mayor",
        "deputy mayor",
        "sheriff",
        "police chief, chief of police",
        "fire chief",
        "judge, justice, magistrate",
        "chief justice",
        "prosecutor, district attorney",
        "attorney general",
        "solicitor general",
        "surgeon general",
        "public defender",
        "defense lawyer, defense attorney",
        "chief executive, chief executive officer, ceo",
        "chief financial officer, cfo",
        "chief operating officer, coo",
        "chief economist",
        "chief scientist",
        "treasurer, state treasurer",
        "secretary of state",
        "vice president",
        "president",
        "prime minister",
        "foreign minister",
        "defense minister, defence minister",
        "finance minister",
        "interior minister",
        "health minister",
        "justice minister",
        "education minister",
        "trade minister",
        "transport minister",
        "defense secretary, secretary of defense",
        "treasury secretary",
        "education secretary",
        "labor secretary",
        "health secretary",
        "transportation secretary",
        "energy secretary",
        "foreign secretary",
        "home secretary",
        "colonel, col",
        "captain, capt",
        "major, maj",
        "general, gen",
        "lieutenant, lt",
        "sergeant, sgt",
        "admiral, adm",
        "commander, cmdr",
        "corporal, cpl",
        "detective",
        "inspector",
        "superintendent",
        "principal",
        "vice principal, assistant principal",
        "head coach",
        "assistant coach",
        "editor",
        "publisher",
        "executive editor",
        "managing editor",
        "dean",
        "provost",
        "chancellor",
        "ambassador",
        "council member, councilman, councilwoman, city councilman, city councilwoman, councilor",
        "commissioner, county commissioner",
        "city manager",
        "coroner",
        "medical examiner",
        "bishop",
        "archbishop",
        "cardinal",
        "rabbi",
        "pastor",
        "priest",
        "imam",
        "state senator, state sen",
        "state representative, state rep, assemblyman, assemblywoman",
        "surgeon",
        "nurse",
        "chief of staff",
        "press secretary",
        "campaign manager",
        "communications director",
        "chair, chairman, chairwoman",
        "vice chair, vice chairman, vice chairwoman",
        "deputy director",
        "executive director",
        "fire captain",
        "deputy sheriff",
        "deputy chief",
        "assistant chief",
        "plaintiff",
        "defendant",
        "republican",
        "democrat",
    )
    for spelling in spellings.split(", ")
}
#: Offices of one kind can't be held together; those of different kinds often can.
_KINDS = tuple(
    frozenset(line.split(", "))
    for line in (
        "senator, representative, governor, mayor, president, vice president, lieutenant governor, deputy mayor,"
        " sheriff,"
        " police chief, fire chief, prime minister, attorney general, secretary of state, treasurer, council member,"
        " city manager, state senator, state representative, judge, prosecutor, public defender, ambassador,"
        " foreign minister, defense minister, finance minister, interior minister, health minister, justice minister,"
        " education minister, trade minister, transport minister, coroner, superintendent, defense secretary,"
        " treasury secretary, education secretary, labor secretary, health secretary, transportation secretary,"
        " energy secretary, foreign secretary, home secretary, chief justice, solicitor general, surgeon general,"
        " commissioner, deputy sheriff, medical examiner, defense lawyer",
        "chief executive, chief financial officer, chief operating officer, treasurer, chief economist,"
        " chief scientist",
        "chair, vice chair",
        "executive director, deputy director",
        "executive editor, managing editor, publisher",
        "colonel, captain, major, general, lieutenant, sergeant, admiral, commander, corporal",
        "detective, inspector, sheriff, police chief, captain, lieutenant, sergeant, deputy chief, assistant chief,"
        " fire chief, fire captain",
        "principal, vice principal, superintendent",
        "head coach, assistant coach",
        "dean, provost, chancellor",
        "bishop, archbishop, cardinal, rabbi, imam, priest, pastor",
        "surgeon, nurse",
        "chief of staff, press secretary, campaign manager, communications director",
        "defendant, plaintiff, prosecutor, judge, defense lawyer",
        "republican, democrat",
    )
)
_OFFICE = "|".join(sorted((re.escape(office) for office in _OFFICES), key=len, reverse=True))
_BEHIND = re.compile(
    rf"^, (?P<then>(?:a |an |the |its |his |her |their )?(?:former|then|ex-|late|acting|interim|retired|longtime|"
    rf"one-time|"
    rf"onetime|previous|deputy|assistant)\b[\w -]*? |)(?:(?:who is )?(?:a|an|the|its|their|our) )?"
    rf"(?P<before>(?:(?!former|then|ex-|deputy|assistant|vice|acting|interim|lieutenant)[\w’'.-]+ ){{0,4}}?)"
    rf"(?P<office>{_OFFICE}|Republican|Democrat)(?=,|\.|;|:| of | for | from | in | at | and (?:a|an|the)\b|"
    rf" who | whose | on | —|$)"
)
_AHEAD = re.compile(
    rf"(?:^|[\s(“\"‘-])(?P<office>{_OFFICE})\.? $|(?:[’']s|[Tt]he|[Ii]ts) (?:[a-z]+ ){{0,2}}?(?P<office2>{_OFFICE}), $",
    re.IGNORECASE,
)


def role(article: ArticleText) -> Iterator[Disagreement]:
    """Two offices of one person that nobody holds together, and “he” and “she” of one person.

    Silent on what was at another time (“former”, “then”, a candidate), and where two people share the surname.
    """
    yield from _offices(article)
    yield from _genders(article)


def _offices(article: ArticleText) -> Iterator[Disagreement]:
    for person in people_of(article):
        facts = [fact for name in person.names for fact in _offices_beside(article, name)]
        pair = _clashing(facts)
        if pair is None or any(article.is_sic(fact.place.end) or article.is_quoted(fact.place.start) for fact in pair):
            continue
        first, second = pair
        yield Disagreement(
            "role",
            (first.place, second.place),
            f"{person.surname} is “{article.text[first.place.start : first.place.end]}” and"
            f" “{article.text[second.place.start : second.place.end]}”",
        )


def _clashing(facts: list[_Fact]) -> tuple[_Fact, _Fact] | None:
    present = [fact for fact in facts if not fact.is_past]
    past = {fact.value for fact in facts if fact.is_past}
    for at, first in enumerate(present):
        for second in present[at + 1 :]:
            if first.value == second.value or {first.value, second.value} & past:
                continue
            if any(first.value in kind and second.value in kind for kind in _KINDS):
                return first, second
    return None


_OTHER_OFFICE = re.compile(
    r"(?:lieutenant|lt\.?|attorney|major|brigadier|vice|deputy|assistant|surgeon|solicitor)[\s-]$", re.IGNORECASE
)
_PAST_OFFICE = re.compile(
    r"(?:former|then|ex|late|acting|interim|retired|future|incoming|outgoing|onetime|one-time|candidate|as|under|"
    r"predecessor)[\s-]+(?:[\w.’'-]+\s+){0,2}?$",
    re.IGNORECASE,
)


def _offices_beside(article: ArticleText, name: Name) -> Iterator[_Fact]:
    text = article.text
    at = article.sentence_at(name.start)
    start = max(article.sentences[at].start if at >= 0 else 0, name.start - 60)
    ahead = text[start : name.start]
    match = _AHEAD.search(ahead)
    if match:
        group = "office" if match["office"] else "office2"
        value = _OFFICES[match[group].casefold()]
        before = ahead[: match.start(group)]
        if value in ("senator", "representative") and re.search(r"\b(?:[Ss]tate|Assembly)\s$", before):
            value = f"state {value}"
        if not _OTHER_OFFICE.search(before) and value not in ("republican", "democrat"):
            is_past = bool(_PAST_OFFICE.search(before))
            yield _Fact(value, Place(start + match.start(group), start + match.end(group)), is_past)
    behind = text[name.end : name.end + 110]
    match = _BEHIND.match(behind)
    if match:
        value = _OFFICES[match["office"].casefold()]
        before = match["before"].casefold()
        if value in ("senator", "representative") and re.search(r"\bstate\b", before):
            value = f"state {value}"
        rest = behind[match.end() :]
        is_past = bool(match["then"]) or bool(
            re.match(r" (?:(?:from|until|between|in) (?:1|2)\d{3}|at the time)\b", rest)
        )
        if not re.search(
            r"\b(?:to|for|of|by|who|and|with|son|daughter|wife|husband|brother|sister|whose|under|that|which|told|said|"
            r"says|against|as|from|not|no|now|once)\b",
            before,
        ):
            yield _Fact(value, Place(name.end + match.start("office"), name.end + match.end("office")), is_past)


_RELATED = re.compile(
    r"\b(?:wife|husband|spouse|couple|married|widow|widower|Mr\. (?:[A-Z]\w+ )?and Mrs|first lady|their (?:son|"
    r"daughter|children|home|"
    r"marriage)|his mother|her son|parents|siblings?|brothers?|sisters?)\b",
    re.IGNORECASE,
)
_SAID = (
    r"(?:said|says|told|added|adds|argued|explained|insisted|recalled|noted|wrote|believes|thinks|"
    r"acknowledged|admitted|claimed|announced|promised|vowed|hopes|joked|testified|knew|knows|realized|learned|felt|"
    r"confirmed)"
)
_THAT_PRONOUN = re.compile(
    rf"^(?:,[^,.;“”]{{0,70}},)? (?P<verb>{_SAID})(?:,? (?:on|in|last|at|adding|noting|explaining|insisting|"
    rf"reporters|police|voters|that|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|later|he|she|"
    rf"the \w+|in an interview|a \w+))*?(?: that)? (?P<pronoun>he|she)\b"
)
_OWN = re.compile(
    r"^(?:,[^,.;“”]{0,70},)? (?:and|with|lost|left|sold|raised|lives with|moved with|began|started|built|"
    r"credits?|credited|grew up|ended|finished|spent|celebrated|announced|launched|resigned|kicked off|opened|"
    r"won|used|brought|joined|praised|defended|thanked|wrote|posted|signed|gave|put|made|took|broke|changed|"
    r"shared|dropped|suspended|ran|quit|kept|described|called|lists?|listed|donated|told) (?P<pronoun>his|"
    r"her) (?!(?:that|to|the|a|an|in|on|at|about|of|he|she|it|they)\b)"
)


def _genders(article: ArticleText) -> Iterator[Disagreement]:
    for person in people_of(article):
        if person.is_shared:
            continue
        facts = [fact for name in person.names for fact in _gender_facts(article, person, name)]
        first = next(iter(facts), None)
        second = next((fact for fact in facts if first and fact.value != first.value), None)
        if first is None or second is None:
            continue
        titles = {article.text[fact.place.start : fact.place.end].casefold() for fact in facts}
        near = " ".join(article.text[max(0, fact.place.start - 300) : fact.place.end + 300] for fact in (first, second))
        if ("mrs" in titles and _RELATED.search(article.text)) or (titles & {"ms", "mr"} and _RELATED.search(near)):
            continue  # Mr. and Mrs., one of them without a first name
        # A slip, not a second person: one of the two stands alone.
        counts = [len([fact for fact in facts if fact.value == value]) for value in (first.value, second.value)]
        if min(counts) > 1 and max(counts) < 4 * min(counts):
            continue
        yield Disagreement(
            "role",
            (first.place, second.place),
            f"{person.surname} is “{article.text[first.place.start : first.place.end]}” and"
            f" “{article.text[second.place.start : second.place.end]}”",
        )


def _gender_facts(article: ArticleText, person: Person, name: Name) -> Iterator[_Fact]:
    text = article.text
    if name.title in WOMEN_TITLES or name.title in MEN_TITLES:
        value = "she" if name.title in WOMEN_TITLES else "he"
        match = re.search(r"([A-Z]?\w+)\.? (?:[\w.’'-]+ )*$", text[max(0, name.start - 30) : name.start])
        start = text.rfind(name.title[:1].upper() + name.title[1:], 0, name.start)
        if start < 0 or start < name.start - 30:
            start = text.rfind(name.title, 0, name.start)
        if match and start >= name.start - 40:
            yield _Fact(value, Place(start, start + len(name.title)))
    behind = text[name.end : name.end + 150]
    match = _THAT_PRONOUN.match(behind)
    if match and not _others_between(article, name, match.start("pronoun")):
        yield _Fact(match["pronoun"], Place(name.end + match.start("pronoun"), name.end + match.end("pronoun")))
    match = _OWN.match(behind)
    if match and not _others_between(article, name, match.start("pronoun")):
        value = "he" if match["pronoun"] == "his" else "she"
        yield _Fact(value, Place(name.end + match.start("pronoun"), name.end + match.end("pronoun")))
    yield from _next_sentence(article, person, name)


def _others_between(article: ArticleText, name: Name, upto: int) -> bool:
    """Whether anybody else is named in this sentence before a pronoun, or in the one before."""
    at = article.sentence_at(name.start)
    start = article.sentences[at].start if at >= 0 else 0
    return any(
        other.start != name.start
        and not other.is_body
        and other.last != name.last
        and (other.is_person or person_of(article, other) or other.title)
        for other in names_between(article, start, name.end + upto)
    )


_BEGINS_WITH = re.compile(r"^(?P<pronoun>He|She)\b")


def _next_sentence(article: ArticleText, person: Person, name: Name) -> Iterator[_Fact]:
    """“He” or “She” at the start of the next sentence, after one that names nobody else and begins with the person."""
    at = article.sentence_at(name.start)
    sentences = article.sentences
    if at < 0 or at + 1 >= len(sentences) or sentences[at].start + 40 < name.start:
        return
    sentence, after = sentences[at], sentences[at + 1]
    match = _BEGINS_WITH.match(after.text)
    if (
        match is None
        or article.is_quoted(sentence.start)
        or sentence.start != name.start - len(_lead(article, sentence.start, name.start))
    ):
        return
    if "“" in sentence.text or '"' in sentence.text:
        return
    words = {word.casefold() for word in re.findall(r"[a-z’']+", sentence.text)}
    if words & _OTHER_PEOPLE or (
        ({"he", "she", "his", "her", "him"} & words and {"he", "his", "him"} & words != set())
        and {"she", "her"} & words
    ):
        return
    others = {
        other.last
        for other in names_between(article, sentence.start, sentence.end)
        if not other.is_body and (len(other.words) > 1 or person_of(article, other) or other.title)
    }
    if others == {name.last}:
        yield _Fact(
            match["pronoun"].casefold(), Place(after.start + match.start("pronoun"), after.start + match.end("pronoun"))
        )


def _lead(article: ArticleText, start: int, end: int) -> str:
    """What stands between the start of a sentence and a name, if it is nothing but titles."""
    between = article.text[start:end]
    return between if re.fullmatch(r"(?:[A-Z][\w.’'-]*\s+)*", between) else ""


_OTHER_PEOPLE = frozenset(
    """wife husband mother father son daughter sister brother woman man girl boy president candidate nominee
    senator governor secretary rival opponent predecessor successor reporter host aide adviser colleague someone
    somebody friend boss leader chief mayor partner spokeswoman spokesman moderator official judge lawyer
    attorney officer victim him parents couple aunt uncle grandmother grandfather niece nephew girlfriend
    boyfriend fiancee fiance ex-wife ex-husband actress actor singer student teacher nurse doctor professor
    author donor businessman billionaire lawmaker congressman congresswoman former queen king prince princess
    driver suspect her""".split()  # noqa: SIM905
)

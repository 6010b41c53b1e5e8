"""From the words of a source to its sourcing status.

Knows words only: a phrase such as “Maria Gomez, a spokeswoman for the ministry” and, when there is a parser, which
of its words are names of people. So every detector, whatever finds its sources, can use the same ladder.
"""

from __future__ import annotations

import re

from factcheck.attribution import lexicon as lex
from factcheck.attribution.lexicon import words_of
from factcheck.attribution.types import SourcingStatus as S

_TOKEN = re.compile(r"[^\W_][\w'’.&-]*[^\W_]|[^\W_]|[,;()]")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
#: What comes after these describes; the head of the phrase is before them.
_BREAKS = words_of(
    """, ; ( ) who whom which that of for from in at by with on to near close familiar briefed about against inside
    within among whose speaking working living outside behind under like and or but as involved based"""
)
_DETERMINERS = words_of(
    """a an the this that these those another other some several many few all both each every any one two three
    four five six seven eight nine ten dozens hundreds thousands no most more its his her their our my your"""
)
#: Adjectives between article and noun that say nothing of who it is.
_SMALL_IN_NAMES = words_of("""de la del der den van von bin al el da di du le dos das ibn ben st""")


#: Before a party's adherents: some of them, not the party.
_SOME = words_of("some many few several most one two three other fellow leading top senior both dozens hundreds number")
_GROUPS = words_of("group number crowd majority minority handful dozen team couple pair band generation")

_PRONOUNS = words_of(
    """i you he she it we they him her us them me who that this these those which one nobody somebody anybody
    everybody someone anyone everyone none both neither either another others many some few most all several
    what"""
)


def status_of(
    phrase: str, *, head: str = "", people: frozenset[str] = frozenset(), bodies: frozenset[str] = frozenset()
) -> S:
    """The sourcing status of a source, by its words.

    ``head`` is the phrase's main word if a parser knows it; ``people`` and ``bodies`` are words that a parser took for
    parts of people's and organizations' names. The phrase's own words outweigh them.
    """
    found = _TOKEN.findall(phrase)
    tokens = [_POSSESSIVE.sub("", token) if len(token) > 2 else token for token in found]
    if found and head == "WHO" == found[-1]:
        return S.ORGANIZATION
    if not tokens or (len(tokens) == 1 and tokens[0].lower() in _PRONOUNS):
        return S.ORGANIZATION if phrase.strip().lower() == "it" else S.UNNAMED_SOURCE
    read = _SourcePhrase(tokens, people, bodies, _POSSESSIVE.sub("", head) if len(head) > 2 else head)
    read.owners = frozenset(place for place, token in enumerate(found) if token != tokens[place])
    return read.status()


class _SourcePhrase:
    """A source's words, split into its head and what describes it, to be judged by who or what they name."""

    def __init__(self, tokens: list[str], people: frozenset[str], bodies: frozenset[str], head: str = "") -> None:
        self.tokens = tokens
        self.lower = [token.lower().rstrip(".").replace("’", "'") for token in tokens]
        self.people, self.bodies = people, bodies
        #: The places of possessives: “the nominee’s daughter”.
        self.owners: frozenset[int] = frozenset()
        end = next((i for i, word in enumerate(self.lower) if i and word in _BREAKS), len(tokens))
        comma = next((i for i, word in enumerate(self.lower) if i and word in (",", "(", "who")), len(tokens))
        if "and" in self.lower[:comma] and singular(self.lower[comma - 1]) in lex.PEOPLE | lex.OFFICES:
            if tokens[comma - 1].islower() and tokens[end - 1][:1].isupper() and end < comma:
                end = comma  # “New Orleans and Jefferson Parish officials”
        elif head in tokens[:comma] and not {"by", "from"} & set(self.lower[: tokens.index(head)]):
            end = tokens.index(head) + 1  # “a memo seen by …”, “a Ministry of Health spokesman”
            # “the midfielder Jamie Oduya”, “the technology site Gadget Wire”
            if singular(head.lower()) in lex.PEOPLE | lex.OFFICES | _OUTLET_NOUNS:
                end = next((i for i in range(end, comma) if not self._is_proper(tokens[i])), comma)
        end = self._beyond_office(end)
        self.head = tokens[:end]
        self.head_lower = self.lower[:end]
        self.rest_lower = self.lower[end:]
        self.rest = tokens[end:]

    def status(self) -> S:
        if self._is_part_of_group():
            return self._unnamed()
        for judge in (self._outlet, self._document, self._person, self._body):
            if (status := judge()) is not None:
                return status
        return self._unnamed()

    def _is_part_of_group(self) -> bool:
        """“Some Democrats”, “a group of protesters”: people, however the body they belong to is named."""
        last = singular(self.head_lower[-1])
        if last in _GROUPS and self.rest_lower[:1] == ["of"]:
            counted = [singular(word) for word in self.rest_lower[1:5]]
            return any(word in lex.PEOPLE | lex.OFFICES for word in counted)
        if self.lower[0] not in _SOME:
            return False
        members = {"republican", "democrat", "tory", "conservative", "liberal", "lawmaker"}
        return last in members or (
            self.rest_lower[:1] == ["of"] and any(singular(word) in members for word in self.rest_lower[1:4])
        )

    def _beyond_office(self, end: int) -> int:
        """“Secretary of State Ada Obi”: the post has an “of” of its own, the head goes on to the name."""
        if self.lower[end : end + 1] != ["of"] or self.lower[0] in _DETERMINERS:
            return end
        if singular(self.lower[end - 1]) not in lex.OFFICES or not self.tokens[end - 1][:1].isupper():
            return end
        stop = next(
            (i for i, word in enumerate(self.lower) if i > end and word in (",", "(", "who", "and")), len(self.tokens)
        )
        run = [token for token in self.tokens[end + 1 : stop] if token[:1].isupper()]
        return stop if len(run) >= 3 or any(token in self.people for token in run) else end

    # -- the rungs ---------------------------------------------------------------------------------------------------

    def _outlet(self) -> S | None:
        last = self.head_lower[-1]
        if last in lex.REPORTING and (
            self._outlet_in(self.head[:-1]) or self._outlet_behind({"by", "in", "from", "on"})
        ):
            return S.MEDIA_REPORT
        if last in lex.REPORTING and set(self.head_lower) & {"media", "news", "press", "newspaper", "television"}:
            return S.MEDIA_REPORT
        if singular(last) in lex.PEOPLE | lex.OFFICES | lex.DOCUMENTS and not self._is_outlet_name(self.head):
            return None
        return S.MEDIA_REPORT if self._outlet_in(self.head) else None

    def _document(self) -> S | None:
        last = singular(self.head_lower[-1])
        if last not in lex.DOCUMENTS or (self.head[-1][:1].isupper() and len(self.head) > 1 and not self._shouts()):
            return None
        if last in lex.STATEMENTS and self.rest_lower[:1] and self.rest_lower[0] in ("from", "by"):
            return _SourcePhrase(self.rest[1:], self.people, self.bodies).status() if self.rest[1:] else S.DOCUMENT
        return S.DOCUMENT

    def _person(self) -> S | None:
        if not self._has_name():
            return None
        return S.NAMED_OFFICIAL if self._has_office() else S.NAMED_PERSON

    def _body(self) -> S | None:
        last = self.head_lower[-1]
        if (
            last == "police"
            and len(self.head) > 1
            and self._is_proper(self.head[-1])
            and self._is_proper(self.head[-2])
        ):
            return S.ORGANIZATION
        if singular(last) in lex.OFFICES | lex.PEOPLE and not self._is_proper(self.head[-1]):
            return None
        if last in lex.BODIES or singular(last) in lex.BODIES or last in lex.CAPITALS:
            return S.ORGANIZATION
        if singular(last) in lex.OFFICES | lex.PEOPLE:
            return None
        capitals = [token for token in self.head if self._is_proper(token)]
        return S.ORGANIZATION if capitals and self._is_proper(self.head[-1]) else None

    def _unnamed(self) -> S:
        heads = [singular(self.head_lower[-1])]
        if heads[0] in (
            "one",
            "two",
            "three",
            "some",
            "several",
            "many",
            "most",
            "all",
            "both",
            "none",
            "number",
            "group",
        ):
            counted = self.rest_lower[1:] if self.rest_lower[:1] == ["of"] else []
            heads += [singular(word) for word in counted[:4]]
        if any(head in lex.OFFICES for head in heads):
            return S.UNNAMED_OFFICIAL
        if heads[0] in ("lawyer", "attorney", "source", "person", "people", "someone"):
            return self._speaks_for_body()
        return S.UNNAMED_SOURCE

    def _speaks_for_body(self) -> S:
        """“A lawyer for the company” speaks for it; “a source in the company” only informs."""
        is_lawyer = self.head_lower[-1].rstrip("s") in ("lawyer", "attorney")
        if is_lawyer and self.rest_lower[:1] == ["for"] and set(self.rest_lower) & lex.BODIES:
            return S.UNNAMED_OFFICIAL
        return S.UNNAMED_SOURCE

    # -- what a part of a phrase is ----------------------------------------------------------------------------------

    def _is_proper(self, token: str) -> bool:
        return token[:1].isupper() and token.lower() not in _DETERMINERS

    def _shouts(self) -> bool:
        return all(not token[:1].islower() for token in self.tokens)

    def _outlet_in(self, tokens: list[str]) -> bool:
        lower = [token.lower().replace("’", "'") for token in tokens]
        for place, word in enumerate(lower[:-1]):
            if word in _OUTLET_NOUNS and tokens[place].islower() and self._is_proper(tokens[place + 1]):
                return True  # “the German magazine Der Blick”, “the technology site Gadget Wire”
        if len(tokens) > 1 and tokens[0] in ("Radio", "Television", "Kanal", "Canal"):
            return True
        if set(lower) & {"inc", "inc.", "corp", "corp.", "ltd", "plc", "group"}:
            return False
        if any(word.endswith((".com", ".co.uk", ".org")) for word in lower) or self._is_outlet_name(tokens):
            return True
        is_person = bool(self.people & set(tokens)) or any(singular(word) in lex.OFFICES for word in lower)
        if is_person and lower[-1] not in lex.OUTLETS:
            return False  # “press secretary Amy Chen”, “CNN’s Joe Bell”
        for token, word in zip(tokens, lower, strict=True):
            if word in lex.OUTLETS and (token[:1].isupper() or word in _COMMON_OUTLETS):
                return True
        if lower and lower[-1] in ("television", "tv", "radio") and len(lower) > 1:
            return True
        return "news" in lower and bool({"agency", "agencies", "service", "site", "website", "channel"} & set(lower))

    def _is_outlet_name(self, tokens: list[str]) -> bool:
        """“The Example Times”: a capital at the end that outlets bear and people seldom do."""
        proper = [token for token in tokens if self._is_proper(token)]
        if [token.lower() for token in tokens] == ["the", "economist"]:
            return bool(proper)  # in capitals it is a paper, else somebody's trade
        return (
            bool(proper)
            and tokens[-1] == proper[-1]
            and proper[-1].lower() in lex.OUTLET_ENDS
            and (tokens[0].lower() == "the" or len(proper) > 1)
        )

    def _outlet_behind(self, links: set[str]) -> bool:
        for place, word in enumerate(self.rest_lower):
            if word in links and self._outlet_in(self.rest[place + 1 : place + 6]):
                return True
        return False

    def _has_name(self) -> bool:
        """Whether a person is named: by title, by a parser's word, or by two capitals that no body bears."""
        names = self._name_tokens(self.head)
        before = self.head_lower[-len(names) - 1] if names and len(names) < len(self.head) else ""
        if before in lex.BODIES and before not in lex.OFFICES | lex.PEOPLE and not set(names) & self.people:
            return False  # “the charity Open Doors”
        if names and names[0] != self.head[0] and self.head_lower[0].rstrip(".") in lex.NOT_IN_NAMES:
            return True
        if names and self._titled_name():
            return True
        if names and (self._ends_like_body(names) or (self.head_lower[0] == "the" and names[-1] not in self.people)):
            return self._name_in_apposition()
        if names and names[-1] == self.head[-1] and (names[-1] in self.people or any(n in self.people for n in names)):
            return True
        if len(names) >= 2 and names[-1] == self.head[-1] and not set(names) & self.bodies:
            return not self._ends_like_body(names)
        return self._name_in_apposition()

    def _name_tokens(self, tokens: list[str]) -> list[str]:
        """The run of capitals at the end of the head, titles and posts left out."""
        run: list[str] = []
        for token in reversed(tokens):
            low = token.lower().rstrip(".")
            if not (self._is_proper(token) or (run and low in _SMALL_IN_NAMES)):
                break
            run.append(token)
        run.reverse()
        titles = [place for place, token in enumerate(run) if _is_title(token)]
        while titles and titles[-1] == len(run) - 1 and len(run) > 1 and run[-1] in self.people:
            titles.pop()  # “Stephen King”: a post's word that is a name here
        return run[titles[-1] + 1 :] if titles else run

    def _titled_name(self) -> bool:
        """“Finance Minister Ada Obi”, “team captain Joe Root”: a post right before a name."""
        names = self._name_tokens(self.head)
        if not names:
            return False
        for place, word in enumerate(self.head_lower):
            if singular(word) in lex.OFFICES | lex.PEOPLE | lex.OFFICE_TITLES and place + 1 < len(self.head):
                after = self.head[place + 1]
                if (
                    self._is_proper(after)
                    and after.lower() not in lex.BODIES
                    and self.head[-1].lower() not in lex.BODIES
                ):
                    return singular(self.head_lower[-1]) not in lex.OFFICES or self.head[-1] in self.people
        return False

    def _ends_like_body(self, names: list[str]) -> bool:
        last = names[-1].lower()
        return last in lex.BODIES or last in lex.CAPITALS or singular(last) in lex.BODIES or last in lex.OUTLET_ENDS

    def _name_in_apposition(self) -> bool:
        """“The minister, Ada Obi,” or “one neighbour, John Smith,”: post first, name after a comma."""
        if singular(self.head_lower[-1]) not in lex.OFFICES | lex.PEOPLE or self.rest[:1] == []:
            return False
        for place, part in enumerate(self.rest[:-1]):
            if part == ",":
                if self.rest_lower[place + 1] in lex.NOT_IN_NAMES and self.rest[place + 2 :]:
                    return True
                run = [t for t in self._run_from(place + 1) if t.lower() not in lex.NOT_IN_NAMES]
                if len(run) >= 2 and not self._ends_like_body(run) and not set(run) & self.bodies:
                    return True
        return False

    def _run_from(self, place: int) -> list[str]:
        run = []
        for token in self.rest[place:]:
            if not (self._is_proper(token) or token.lower() in _SMALL_IN_NAMES):
                break
            run.append(token)
        return run

    def _has_office(self) -> bool:
        """A post before the name, or the first noun of what follows it."""
        names = set(self._name_tokens(self.head))
        for place, (token, low) in enumerate(zip(self.head, self.head_lower, strict=True)):
            if place in self.owners or self.head_lower[place + 1 : place + 2] == ["s"]:
                continue  # “the minister’s sister”
            is_office = singular(low) in lex.OFFICES or low in lex.OFFICE_TITLES or self._prosecutes(place)
            if token not in names and is_office:
                return not self._speaks_for_nobody(low)
        return self._office_behind()

    def _prosecutes(self, place: int) -> bool:
        """“District attorney”: of all attorneys only those of a district or a state hold an office."""
        return (
            self.head_lower[place] in ("attorney", "attorneys")
            and place > 0
            and (
                self.head_lower[place - 1]
                in ("district", "state", "county", "city", "prosecuting", "commonwealth", "us", "u.s")
            )
        )

    def _speaks_for_nobody(self, low: str) -> bool:
        """“Former minister Ada Obi” no longer speaks for the office."""
        return bool({"former", "ex", "retired", "onetime", "one-time", "ex-president"} & set(self.head_lower))

    def _office_behind(self) -> bool:
        for place, part in enumerate(self.rest):
            if part != ",":
                continue
            for at, low in enumerate(self.rest_lower[place + 1 : place + 12], place + 1):
                if len(self.head) + at in self.owners or self.rest_lower[at + 1 : at + 2] == ["s"]:
                    continue  # “the nominee’s daughter”
                if low == "who":
                    led = set(self.rest_lower[place + 3 : place + 9])
                    return bool(set(self.rest_lower[place + 2 : place + 4]) & _LEADING and led & lex.BODIES)
                if low in (",", "which", "that", "former", "ex", "retired"):
                    break
                if low in ("for", "of", "at", "in", "and", "from", "with"):
                    break
                if singular(low) in lex.OFFICES:
                    return True
        return False


def _is_title(token: str) -> bool:
    word = token.lower().rstrip(".")
    return singular(word) in lex.OFFICES or word in lex.OFFICE_TITLES | lex.NOT_IN_NAMES


#: “who chairs the committee” gives an office as well as “the chairman”.
_LEADING = words_of("""chairs heads leads runs directs oversees commands manages governs represents chaired""")
#: A name that follows them is an outlet's.
_OUTLET_NOUNS = words_of(
    """newspaper paper daily weekly broadcaster tabloid magazine channel station site website portal broadsheet newswire
    network podcast journal outlet"""
)
_COMMON_OUTLETS = words_of(
    """newspaper newspapers daily weekly broadcaster broadcasters tabloid tabloids magazine magazines media press
    outlet outlets"""
)


def singular(noun: str) -> str:
    """A noun's singular, well enough for the tables: officials → official, spokesmen → spokesman."""
    if noun in _SAME or len(noun) < 4:
        return noun
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("sses", "ches", "shes", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


_SAME = words_of(
    """minutes series news authorities police sens reps forces others analysis census corps thesis politics means
    synopsis diagnosis prognosis hypothesis"""
)

"""The article's own outlet: by which names it calls itself, and what is its own reporting.

“The Post found”, “a Times analysis”, “this newspaper has seen”: in an article of that outlet nobody else speaks there,
so it is no other outlet and no unnamed source. Which names an outlet goes by is in one table; what the table doesn't
have follows from the name: “The Example Times” is “the Times” in its own pages.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from factcheck.attribution import lexicon as lex
from factcheck.attribution.lexicon import words_of

#: An outlet's full name, then every other name it goes by, and the addresses of its pages.
_TABLE = """
    The Washington Post | The Post | WaPo | washingtonpost.com
    The New York Times | The Times | NYT | NY Times | N.Y. Times | nytimes.com
    The Los Angeles Times | The Times | LA Times | L.A. Times | latimes.com
    The Wall Street Journal | The Journal | WSJ | wsj.com
    The New York Post | The Post | nypost.com
    The Times | The Times of London | thetimes.co.uk | thetimes.com
    The Sunday Times | The Times
    Financial Times | The FT | FT | ft.com
    The Daily Telegraph | The Telegraph | The Sunday Telegraph | telegraph.co.uk
    The Daily Mail | The Mail | MailOnline | Mail Online | dailymail.co.uk
    The Guardian | The Observer | theguardian.com | guardian.co.uk
    BBC | BBC News | The British Broadcasting Corporation | bbc.com | bbc.co.uk
    BBC News | BBC | bbc.com | bbc.co.uk
    The Associated Press | AP | The AP | apnews.com | ap.org
    Reuters | Thomson Reuters | Reuters News | reuters.com
    Agence France-Presse | AFP | Agence France Presse | afp.com
    United Press International | UPI | upi.com
    CNN | Cable News Network | cnn.com
    NBC News | NBC | nbcnews.com
    ABC News | ABC | abcnews.go.com
    CBS News | CBS | cbsnews.com
    Fox News | Fox | Fox News Digital | foxnews.com
    NPR | National Public Radio | npr.org
    PBS NewsHour | NewsHour | The NewsHour | PBS News Hour | pbs.org
    Sky News | Sky | news.sky.com
    ITV News | ITV | itv.com
    Channel 4 News | Channel 4 | channel4.com
    Al Jazeera | Al Jazeera English | aljazeera.com
    Bloomberg News | Bloomberg | bloomberg.com
    Deutsche Welle | DW | dw.com
    ProPublica | propublica.org
    Politico | politico.com | politico.eu
    Axios | axios.com
    HuffPost | The Huffington Post | huffpost.com | huffingtonpost.com
    BuzzFeed News | BuzzFeed | buzzfeednews.com
    USA Today | usatoday.com
    Der Spiegel | Spiegel | spiegel.de
    Le Monde | lemonde.fr
    El País | elpais.com
    The Irish Times | The Times | irishtimes.com
    The Globe and Mail | The Globe | theglobeandmail.com
    The Boston Globe | The Globe | bostonglobe.com
    The Sydney Morning Herald | The Herald | smh.com.au
    Wikinews | wikinews.org
"""
_SUFFIXES = words_of("com org net co uk news info eu us au ca ie nz za in ng ke www www2 m edition amp go")

#: The outlet speaks of itself, whichever it is.
_ITSELF = words_of("newspaper paper magazine website outlet broadcaster publication newsroom")
_STAFF = words_of(
    """reporter reporters correspondent correspondents journalist journalists newsroom team columnist photographer
    photographers editors"""
)
#: What an outlet finds out with: “an analysis by The Post”.
_WORK = words_of(
    """analysis analyses investigation investigations review reviews reporting report reports story article account
    examination inquiry count tally calculation calculations coverage interview interviews fact-check database tracker
    estimate visit"""
)
#: Before these, “we” and “I” are the outlet's or the author's, outside of quotation marks.
_FIRST_PERSON = frozenset({"we", "i"})
_OURS = frozenset({"our", "my"})
_ARTICLES = words_of("a an the this that its our previous earlier recent separate new joint")
_LINKS = words_of("by from in of")
_WORD = re.compile(r"[^\W_]+(?:[.’'&-][^\W_]+)*")


def outlet_of(name: str, url: str = "") -> str:
    """The outlet an article comes from: its name or, where only an address is known, whose address it is.

    A name that is itself an address becomes the name of the outlet that has it. Empty when nothing is known.
    """
    name = " ".join(name.split())
    if name and not _is_address(name):
        return name
    host = _host(name or url)
    return (_OWNERS.get(host) or _OWNERS.get(host.partition(".")[2]) or host) if host else ""


class OwnOutlet:
    """Tells the article's own outlet from others in one text. ``name`` may be empty: then only “this newspaper”,
    “our reporter” and “we” are its own.
    """

    def __init__(self, name: str, text: str = "") -> None:
        self.name = outlet_of(name)
        self._names = _names_of(self.name)
        self._full = _key(self.name)
        self._last = self._full.rpartition(" ")[2]
        self._mentions = self._full_mentions(text) if self._is_shared else []

    def named_by(self, phrase: str, place: int | None = None) -> bool:
        """Whether a phrase is a name of the outlet: “The Post”. ``place`` is where in the text it stands."""
        return self._is_name(_WORD.findall(phrase), place)

    def speaks_in(self, phrase: str, place: int | None = None) -> bool:
        """Whether a source's words are the outlet, its staff or its work: “a Post investigation”, “our reporter”."""
        words = _WORD.findall(phrase)
        lower = [word.casefold() for word in words]
        if not words:
            return False
        if lower[0] in _FIRST_PERSON and len(words) == 1:
            return True
        if lower[0] in _OURS and lower[-1] in _WORK | _ITSELF | _STAFF:
            return True
        return self._is_name(words, place) or self._has_work(words, lower, place)

    def _has_work(self, words: list[str], lower: list[str], place: int | None) -> bool:
        """“An analysis by The Post”, “the Times’s reporters”, “a review of records by The Times”."""
        # “Its investigation” after the name, and the name before what it does: “a Post investigation”.
        if lower[-1] in _WORK | _STAFF:
            before = words[:-1]
            while before and before[0].casefold() in _ARTICLES - {"the"} and not self._is_name(before, place):
                before = before[1:]
            if self._is_name([_bare(word) for word in before], place):
                return True
        head = next((i for i, word in enumerate(lower) if word in _LINKS), 0)
        if not head or lower[head - 1] not in _WORK | _STAFF:
            return False
        if self._has_work(words[:head], lower[:head], place):
            return True  # “an AP review of records”
        for at in range(head, len(words)):
            # In “documents from The Post’s files” or “a review of The Post” the outlet does nothing.
            is_theirs = lower[at] in ("by", "from") or (lower[at] in ("in", "of", "for") and lower[head - 1] in _STAFF)
            ends = range(at + 2, min(at + 8, len(words)) + 1)
            if is_theirs and any(self._is_name(words[at + 1 : end], place) for end in ends):
                return True
        return False

    def _is_name(self, words: list[str], place: int | None) -> bool:
        if not words:
            return False
        words = [*words[:-1], _bare(words[-1])]
        if len(words) == 2 and words[0].casefold() == "this":
            return words[1].casefold() in _ITSELF | _STAFF
        key = _key(" ".join(words))
        if key not in self._names:
            return False
        if key == self._full:
            return len(words) > 1 or words[0][:1].isupper() or "." in words[0]
        # “The post said so” is no outlet, and “the Times” may be another one that was named before.
        return (words[-1][:1].isupper() or _is_address(words[-1])) and not (
            key == self._last and self._means_another(place)
        )

    @property
    def _is_shared(self) -> bool:
        """Whether others bear its short name too: “Times”, “Post”."""
        return self._last in self._names and self._last != self._full

    def _full_mentions(self, text: str) -> list[tuple[int, bool]]:
        """Where an outlet is named in full that ends in the same word, and whether it is this one."""
        mentions = []
        for match in re.finditer(rf"((?:[A-Z][\w.’'-]*\s+){{1,4}}){re.escape(self._last.capitalize())}\b", text):
            before = match[1].split()
            if before[-1].casefold() in _NO_PART_OF_A_NAME:
                continue
            mentions.append((match.start(), _key(match[0]).endswith(self._full)))
        return mentions

    def _means_another(self, place: int | None) -> bool:
        """Whether the outlet that was last named in full before this place is another of that short name."""
        if place is None:
            return False
        last = None
        for start, is_own in self._mentions:
            if start > place:
                break
            last = is_own
        return last is False


_NO_PART_OF_A_NAME = words_of(
    """the a an this our in at to by and with for from of on as but when after before while former told said both
    however according"""
)


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _key(name: str) -> str:
    """As names are compared: without capitals, leading “the” and full stops."""
    words = [word.casefold().replace("’", "'") for word in name.split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(word if _is_address(word) else word.replace(".", "") for word in words)


def _names_of(name: str) -> frozenset[str]:
    """Every name the outlet goes by, as names are compared."""
    if not name:
        return frozenset()
    full = _key(name)
    names = {full, *_ALIASES.get(full, ())}
    if full not in _ALIASES:
        # “AP” is the Associated Press; “The Post” may be one of several.
        rows = [{whole, *aliases} for whole, aliases in _ALIASES.items() if full in aliases]
        names |= rows[0] if len(rows) == 1 else set()
    last = full.rpartition(" ")[2]
    if full not in _ALIASES and last != full and last in lex.OUTLET_ENDS - _TOO_COMMON:
        names.add(last)
    return frozenset(names)


#: No outlet is called “the Today” or “the News” for short.
_TOO_COMMON = words_of("today news tv television radio press review standard weekly")


def _is_address(name: str) -> bool:
    return (
        "." in name
        and " " not in name
        and not name.endswith(".")
        and name.rpartition(".")[2].isalpha()
        and bool(re.fullmatch(r"(?:https?://)?[\w-]{2,}(?:\.[\w-]{2,})+(?:/.*)?", name))
    )


def _host(address: str) -> str:
    if not address:
        return ""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    for prefix in ("www.", "m.", "edition.", "amp.", "en."):
        host = host.removeprefix(prefix)
    return host.casefold()


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.strip() for part in line.split("|")) for line in _TABLE.strip().splitlines())


_ALIASES = {_key(name): frozenset(map(_key, aliases)) for name, *aliases in _rows()}
#: The first that has an address has it.
_OWNERS = {alias: name for name, *aliases in reversed(_rows()) for alias in aliases if _is_address(alias)}

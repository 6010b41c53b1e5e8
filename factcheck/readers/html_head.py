"""What a page says of itself, as an editor would write it: a title without the site's name, names and nothing else."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from factcheck.readers.base import language_tag, tidy

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
#: The longest name of a site; what is longer is a part of the title.
_MAX_SITE_LENGTH = 50
_ADDRESS = re.compile(r"https?://|www\.|@|\S+\.[a-z]{2,}/", re.I)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.I)
_LANGUAGES = (
    ".//meta[@http-equiv='content-language']",
    ".//meta[@http-equiv='Content-Language']",
    ".//meta[@property='og:locale']",
    ".//meta[@itemprop='inLanguage']",
    ".//meta[@name='DC.language']",
)


def title_of(said: str, tree: Any, outlet: str) -> str:
    """The title that a page gives, as its headline has it: without site, section and date behind it."""
    whole = tidy(said)
    for one in tree.iter("h1"):
        headline = tidy("".join(one.itertext()))
        # “Opinion | The bridge must close” begins with a heading too, but not with the headline.
        is_most = " " in headline and len(headline) > len(whole) / 3
        if is_most and whole.startswith(headline) and _SEPARATOR.match(whole, len(headline)):
            return headline
    title, site = _last_part(whole)
    return title if title and _same(site, outlet) else whole


def outlet_of(said: str, title: str, url: str, tree: Any) -> str:
    """The name of the site: as it gives it, else what stands behind the headline in its title, else its domain."""
    if said and not _ADDRESS.search(said) and not _DOMAIN.fullmatch(said):
        return said
    before, site = _last_part(tidy(tree.findtext(".//title") or ""))
    is_name = site and len(site) <= _MAX_SITE_LENGTH and site[0].isupper() and not re.search(r"\d{4}", site)
    if is_name and title and before.startswith(title):
        return site
    # Some give the address of their page at a network instead, which is somebody else's.
    return (said if said and not _ADDRESS.match(said) else urlsplit(url).hostname or "").removeprefix("www.")


def names(said: str, outlet: str) -> str:
    """The people of a byline, each once: without addresses and the outlet, which has a field of its own."""
    found: dict[str, str] = {}
    for name in re.split(r"\s*[;,]\s*", tidy(said)):
        if name and not _ADDRESS.search(name) and not _same(name, outlet):
            found.setdefault(_letters(name), name)
    return ", ".join(found.values())


def language_of(tree: Any) -> str:
    """The language in which a page says it is written; empty where it says none."""
    said = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
    said += [one.get("content") for path in _LANGUAGES if (one := tree.find(path)) is not None]
    return next(filter(None, map(language_tag, said)), "")


def _last_part(title: str) -> tuple[str, str]:
    """A title before its last separator, and what stands behind it; no title where there is no separator."""
    parts = list(_SEPARATOR.finditer(title))
    return (title[: parts[-1].start()], title[parts[-1].end() :]) if parts else ("", title)


def _same(name: str, other: str) -> bool:
    """Whether two names are one: “HeraldSun” and “Herald Sun”, “Phys org” and “Phys.org”."""
    return bool(name) and _letters(name) == _letters(other)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))

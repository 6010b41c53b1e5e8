"""What a page says of itself, as an editor would write it: a title without the site's name, a byline of names only."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from factcheck.readers.base import language_tag, tidy

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
#: The longest name of a site; anything longer is part of the title.
_MAX_SITE_LENGTH = 50
_ADDRESS = re.compile(r"https?://|www\.|@|\S+\.[a-z]{2,}/", re.I)
#: How many objects of a page's data are looked at.
_MAX_OBJECTS = 500
_MONTHS = r"january|february|march|april|june|july|august|september|october|november|december"
#: What pages name as an author that is nobody: a login, a desk, a firm, a date, a section.
_NOBODY = re.compile(
    rf"^(?:name|user(?: ?name)?|admin(?:istrator)?|author|editor|webmaster|guest|anonymous|redaktion"
    rf"|redacci[oó]n|redazione|news ?desk|news ?room|editorial(?: team)?|press office|online|team"
    rf"|unknown|none|null|default|staff|news|sports?|politics|business|opinion|world|local)$|\b(?:gmbh|ltd|llc|inc|ag|s\.a|plc|agency|agentur)\b\.?|\b(?:{_MONTHS})\b|\d{{3,}}"
    rf"|^\W*$",
    re.I,
)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.I)
_LANGUAGES = (
    ".//meta[@http-equiv='content-language']",
    ".//meta[@http-equiv='Content-Language']",
    ".//meta[@property='og:locale']",
    ".//meta[@itemprop='inLanguage']",
    ".//meta[@name='DC.language']",
)


def title_of(full_title: str, tree: Any, outlet: str) -> str:
    """The title of a page as its headline has it: without the site, section and date that follow."""
    full_title = tidy(full_title)
    for element in tree.iter("h1"):
        headline = tidy("".join(element.itertext()))
        # “Opinion | The bridge must close” begins with a heading too, but not with the headline.
        is_most = " " in headline and len(headline) > len(full_title) / 3
        if is_most and full_title.startswith(headline) and _SEPARATOR.match(full_title, len(headline)):
            return headline
    title, site = _last_part(full_title)
    return title if title and _same(site, outlet) else full_title


def outlet_of(site_name: str, title: str, url: str, tree: Any) -> str:
    """The name of the site: its own, else what follows the headline in its title, else its domain."""
    if site_name and not _ADDRESS.search(site_name) and not _DOMAIN.fullmatch(site_name):
        return site_name
    before, site = _last_part(tidy(tree.findtext(".//title") or ""))
    is_name = site and len(site) <= _MAX_SITE_LENGTH and site[0].isupper() and not re.search(r"\d{4}", site)
    if is_name and title and before.startswith(title):
        return site
    # Some give the address of their page on a social network instead, which is somebody else's.
    return (site_name if site_name and not _ADDRESS.match(site_name) else urlsplit(url).hostname or "").removeprefix(
        "www."
    )


def people_in(byline: str, outlet: str) -> str:
    """The people in a byline, each once: without addresses and the outlet, which has a field of its own."""
    people: dict[str, str] = {}
    for name in re.split(r"\s*[;,]\s*", tidy(byline)):
        if name and not _ADDRESS.search(name) and not _same(name, outlet) and not _NOBODY.search(name):
            people.setdefault(_letters(name), name)
    return ", ".join(people.values())


def people_in_json_ld(tree: Any) -> str:
    """The authors that a page names as people in its data for search engines (JSON-LD)."""
    names: list[str] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            todo = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_OBJECTS):
            if not todo:
                break
            value = todo.pop()
            if isinstance(value, list):
                todo.extend(reversed(value[:100]))
            elif isinstance(value, dict):
                todo.extend(inner for key, inner in value.items() if key in {"@graph", "mainEntity"})
                names += _persons(value.get("author"))
    return ", ".join(dict.fromkeys(names))


def _persons(authors: Any) -> list[str]:
    listed = authors if isinstance(authors, list) else [authors]
    return [
        tidy(author["name"])
        for author in listed[:20]
        if isinstance(author, dict) and author.get("@type") == "Person" and isinstance(author.get("name"), str)
    ]


def language_of(tree: Any) -> str:
    """The language in which a page says it is written; empty where it says none."""
    values = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
    values += [element.get("content") for path in _LANGUAGES if (element := tree.find(path)) is not None]
    return next(filter(None, map(language_tag, values)), "")


def _last_part(title: str) -> tuple[str, str]:
    """A title up to its last separator, and what follows; no title where there is no separator."""
    parts = list(_SEPARATOR.finditer(title))
    return (title[: parts[-1].start()], title[parts[-1].end() :]) if parts else ("", title)


def _same(name: str, other: str) -> bool:
    """Whether two names are the same: “HeraldSun” and “Herald Sun”, “Phys org” and “Phys.org”."""
    return bool(name) and _letters(name) == _letters(other)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))

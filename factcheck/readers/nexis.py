"""What news archives (Nexis) give as text: many documents in one file, each with lines that say where it is from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.readers.base import Dropped, ImportedArticle, RefusedFile, clean_article, one_line, parse_date
from factcheck.readers.furniture import furniture_of
from factcheck.readers.text import Unreadable

_START = re.compile(r"^[ \t]*(?:Document )?\d{1,5} of \d{1,5} DOCUMENTS?[ \t]*$", re.M)
_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.M | re.I)
_FIELD = re.compile(
    r"(BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|HEADLINE|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|DOCUMENT-TYPE|SUBJECT|GRAPHIC"
    r"|PERSON|COMPANY|ORGANIZATION|GEOGRAPHIC|CITY|STATE|COUNTRY|TICKER|INDUSTRY|SERIES|CORRECTION-DATE|TYPE|URL|NOTES"
    r"|JOURNAL-CODE|ACC-NO|BODY|CATEGORY):[ \t]*(.*)",
    re.I,
)
_RIGHTS = re.compile(r"copyright\b.*|all rights reserved\.?|©.*", re.I)
_EDITION = re.compile(r".{0,60}\bedition\b.{0,20}", re.I)
#: The fields whose words go on in the lines below; after all others comes the text.
_LONG = frozenset(("highlight", "graphic", "subject", "notes"))


def is_archive(text: str) -> bool:
    """Whether a text is an archive's file and no article."""
    return bool(_START.search(text[:4000])) and bool(re.search(r"^(?:LENGTH|LOAD-DATE|BYLINE|SECTION):", text, re.M))


def documents(text: str) -> Iterator[ImportedArticle | RefusedFile]:
    """The documents of an archive's file, each with its number as its place."""
    starts = [*_START.finditer(text)]
    for number, start in enumerate(starts, start=1):
        end = starts[number].start() if number < len(starts) else len(text)
        place = f"document {number}"
        try:
            yield _document(_END.sub("", text[start.end() : end]), place)
        except Unreadable as why:
            yield RefusedFile(str(why), place)


def _document(text: str, place: str) -> ImportedArticle:
    fields: dict[str, str] = {}
    above: list[str] = []
    lines: list[str] = []
    dropped: list[Dropped] = []
    is_long = False
    for line in map(str.strip, text.split("\n")):
        if field := _FIELD.fullmatch(line):
            name = field[1].lower()
            fields.setdefault(name, field[2])
            is_long = name in _LONG
            dropped.append(Dropped("field of an archive", line))
        elif not line:
            is_long = False
            lines.append("")
        elif is_long:
            dropped.append(Dropped("field of an archive", line))
        elif not fields:
            above.append(line)
        elif _RIGHTS.fullmatch(line):
            dropped.append(Dropped("rights", line))
        else:
            lines.append(line)
    outlet, title, published_on = "", fields.get("headline", ""), None
    for line in above:
        on = next((on for part in (line, line.rpartition(" ")[0]) if (on := parse_date(part))), None)
        if on:
            published_on = published_on or on
        elif _EDITION.fullmatch(line) or _RIGHTS.fullmatch(line):
            dropped.append(Dropped("edition", line))
        elif not outlet:
            outlet = line
        else:
            title = f"{title} {line}".strip() if not fields.get("headline") else title
    furniture = furniture_of(lines, is_titled=True)
    body = "\n".join(furniture.removed_from(lines)).strip("\n")
    return clean_article(
        f"{title}\n\n{body}" if title else body,
        title=title,
        byline=fields.get("byline", "") or furniture.byline,
        outlet=outlet,
        published_on=published_on or fields.get("load-date"),
        language=_language(fields.get("language", "")),
        url=fields.get("url", ""),
        dropped=[*dropped, *furniture.dropped_from(lines)],
        place=place,
    )


def _language(name: str) -> str:
    word = one_line(name, 60).partition(" ")[0].strip(";,").lower()
    return {"english": "en", "german": "de", "french": "fr", "spanish": "es", "dutch": "nl", "italian": "it"}.get(
        word, ""
    )

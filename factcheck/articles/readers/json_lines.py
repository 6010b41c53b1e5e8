"""Articles as JSON: one object a line, an array, or a single one; plain fields, or IPTC ninjs 1, 2 and 3."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from factcheck.articles.readers import columns
from factcheck.articles.readers.base import Copy, Limits, Refused, copy_of, read_all
from factcheck.articles.readers.html import paragraphs_of
from factcheck.articles.readers.plain_text import decode
from factcheck.articles.text import MAX_BYTES, Unreadable

#: A line holds one article, written with escapes.
_LONGEST_LINE = 8 * MAX_BYTES
#: A single document is read whole.
_LARGEST = 50_000_000


class JsonLines:
    """Reads what a newsroom's programs and news agencies write."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """An article an object; a bad line is refused by its number, and the others go on."""
        first = _first_line(file)
        if first is None:
            yield from _document(decode(read_all(file, _LARGEST)))
            return
        number = 0
        while line := file.readline(_LONGEST_LINE + 1):
            number += 1
            if len(line) > _LONGEST_LINE:
                raise Unreadable(f"Line {number:,} is longer than any article; is the file one object a line?")
            if line.strip():
                yield _line(line, f"line {number}")


def _first_line(file: BinaryIO) -> object | None:
    """The value of the first line where each line is one of its own; None for one document over many lines."""
    try:
        start = file.readline(_LONGEST_LINE)
        more = file.readline(_LONGEST_LINE)
        value = json.loads(decode(start)) if start.strip() else None
        return value if isinstance(value, dict) and more.strip() else None
    except (ValueError, RecursionError):
        return None
    finally:
        file.seek(0)


def _line(line: bytes, place: str) -> Copy | Refused:
    try:
        value = json.loads(decode(line))
    except (ValueError, RecursionError):
        return Refused("It is not JSON.", place)
    return _article(value, place)


def _document(text: str) -> Iterator[Copy | Refused]:
    try:
        value = json.loads(text)
    except RecursionError:
        raise Unreadable("It is nested too deeply to be read.") from None
    except ValueError as why:
        at = f", line {why.lineno}" if isinstance(why, json.JSONDecodeError) else ""
        raise Unreadable(f"It is not JSON{at}; it may be cut short, so send it again.") from None
    if isinstance(value, dict):
        listed = next(
            (value[name] for name in ("articles", "items", "data") if isinstance(value.get(name), list)), None
        )
        if listed is None:
            yield _article(value, "")
            return
        value = listed
    for number, one in enumerate(value, 1):
        yield _article(one, f"article {number}")


def _article(value: object, place: str) -> Copy | Refused:
    if not isinstance(value, dict):
        return Refused("It is no object with fields such as title and text.", place)
    try:
        if _is_ninjs(value):
            return _ninjs(value, place)
        names = columns.known(value)
        if "text" not in names:
            return Refused(f"No field holds the text: the fields are {', '.join(map(str, value))[:200]}.", place)
        return columns.article({field: _plain(value[name]) for field, name in names.items()}, place)
    except Unreadable as why:
        return Refused(str(why), place)


def _plain(value: object) -> object:
    """A list of authors as one line; an object by its name."""
    if isinstance(value, list):
        return ", ".join(str(_plain(one)) for one in value if one)
    if isinstance(value, dict):
        return value.get("name") or value.get("value") or ""
    return value


_NINJS = ("body_text", "body_html", "body_xhtml", "bodies", "headlines")


def _is_ninjs(value: dict[str, Any]) -> bool:
    return any(name in value for name in _NINJS)


def _ninjs(value: dict[str, Any], place: str) -> Copy:
    """ninjs 1 and 2 have ``headline`` and ``body_…``, 3 has lists of ``headlines`` and ``bodies``."""
    providers = value.get("infosources") or value.get("organisations") or ()
    source = value.get("source") or value.get("provider") or _named(providers) or value.get("copyrightholder")
    return copy_of(
        _ninjs_body(value),
        title=value.get("headline") or value.get("title") or _best(value.get("headlines"), "main", "headline"),
        byline=value.get("byline") or value.get("by") or _named(value.get("people") or (), "author"),
        outlet=_plain(source),
        published_on=value.get("versioncreated") or value.get("versionCreated") or value.get("firstcreated"),
        language=value.get("language"),
        url=value.get("located_url") or value.get("url") or value.get("uri"),
        place=place,
    )


def _ninjs_body(value: dict[str, Any]) -> list[str]:
    for name in ("body_xhtml", "body_html"):
        if value.get(name):
            return paragraphs_of(str(value[name]))
    if value.get("body_text"):
        return str(value["body_text"]).splitlines()
    bodies = [one for one in value.get("bodies") or () if isinstance(one, dict) and one.get("value")]
    if not bodies:
        raise Unreadable("It has a headline and no body; a picture or a note holds no article.")
    is_html = [one for one in bodies if "html" in str(one.get("contenttype", ""))]
    body = (is_html or bodies)[0]
    return paragraphs_of(str(body["value"])) if is_html else str(body["value"]).splitlines()


def _best(listed: object, *roles: str) -> object:
    """The value with the first of these roles, or else the first there is."""
    found = [one for one in listed if isinstance(one, dict) and one.get("value")] if isinstance(listed, list) else []
    found.sort(key=lambda one: roles.index(one.get("role")) if one.get("role") in roles else len(roles))
    return found[0]["value"] if found else ""


def _named(listed: object, role: str = "") -> str:
    people = [one for one in listed if isinstance(one, dict)] if isinstance(listed, (list, tuple)) else []
    return ", ".join(
        str(one["name"])
        for one in people
        if one.get("name") and (not role or role in str(one.get("rel") or one.get("role") or role))
    )

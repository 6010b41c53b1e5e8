"""JSON: ninjs of any version, or articles by plain names; a single one, a list of them, or one on each line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, BinaryIO

from factcheck.readers import agency, columns, nitf
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, read_all
from factcheck.readers.characters import decode
from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable

#: A document that isn't divided into lines is in memory as a whole.
MAX_FILE_BYTES = 50_000_000
#: The longest line: a text may be written with escapes, and several times over.
MAX_LINE_LENGTH = 8 * MAX_TEXT_BYTES
_LINED = (".jsonl", ".ndjson")
_LISTS = ("articles", "items", "item", "results", "entries", "docs", "data", "response")
_OUTLETS = ("provider", "copyrightholder", "infosources", "creditline")
#: The shortest and the longest that another rendition of the main body is, as a share of its length.
_SAME_LENGTH = (0.8, 1.25)
_MARKS = (b"\xff\xfe", b"\xfe\xff")


class JsonLines:
    """Reads ``.json`` and ``.jsonl``. Lines are read one by one, and a bad one costs only itself."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        if self._is_lined(file, name):
            yield from _lines(file)
            return
        document = _loaded(decode(read_all(file, min(MAX_FILE_BYTES, limits.file_bytes))))
        articles = _listed(document)
        if isinstance(document, dict) and "jsonfeed" in str(document.get("version") or ""):
            articles = [
                {"publication": document.get("title"), **entry} for entry in articles if isinstance(entry, dict)
            ]
        for number, entry in enumerate(articles, start=1):
            yield _article(entry, f"article {number}" if len(articles) > 1 else "")

    @staticmethod
    def _is_lined(file: BinaryIO, name: str) -> bool:
        """Whether each line is an article; the file is back at its beginning."""
        first, second = file.readline(MAX_LINE_LENGTH + 1), file.readline(MAX_LINE_LENGTH + 1)
        while second and not second.strip():
            second = file.readline(MAX_LINE_LENGTH + 1)
        file.seek(0)
        if first.startswith(_MARKS):
            return False
        start = first.removeprefix(b"\xef\xbb\xbf").strip()
        if not start.startswith(b"{"):
            return False
        if name.lower().endswith(_LINED):
            return start != b"{"  # a single document may have this ending too
        return bool(second) and (_is_object(first) or _is_object(second))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line.removeprefix(b"\xef\xbb\xbf")), dict)
    except (ValueError, RecursionError):
        return False


def _lines(file: BinaryIO) -> Iterator[ImportedArticle | RefusedFile]:
    number = 0
    while line := file.readline(MAX_LINE_LENGTH + 1):
        number += 1
        place = f"line {number:,}"
        if len(line) > MAX_LINE_LENGTH:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE_LENGTH)
            yield RefusedFile(f"This line is longer than {MAX_LINE_LENGTH / 1_000_000:g} MB; split it.", place)
            continue
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            entry = _loaded(decode(line))
        except Unreadable as why:
            yield RefusedFile(str(why), place)
            continue
        yield _article(entry, place)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise Unreadable("This JSON is nested too deeply to read; put each article on its own line.") from None
    except json.JSONDecodeError as why:
        where = f"line {why.lineno}, column {why.colno}" if why.lineno > 1 else f"column {why.colno}"
        raise Unreadable(f"This is not JSON, or it is cut short; correct it at {where}.") from None
    except ValueError:
        raise Unreadable("This JSON has a number that is too long; put it in quotation marks.") from None


def _listed(document: Any) -> list[Any]:
    """The articles of a document: a list, a list within whatever an interface puts around it, or one article."""
    while isinstance(document, dict) and "text" not in _fields(document):
        wrapped = next((document[key] for key in _LISTS if isinstance(document.get(key), list | dict)), None)
        if wrapped is None:
            break
        document = wrapped
    return document if isinstance(document, list) else [document]


def _article(entry: Any, place: str) -> ImportedArticle | RefusedFile:
    if not isinstance(entry, dict):
        return RefusedFile("This is not an article: it must be an object with a text and a title.", place)
    fields = _fields(entry)
    if why := agency.why_withheld(str(entry.get("pubstatus") or entry.get("pubStatus") or "")):
        return RefusedFile(why, place)
    kind = str(entry.get("type") or ("event" if "eventDetails" in entry else ""))
    # The words that come with a picture are its caption.
    if not fields.get("text") or kind in {"picture", "graphic"}:
        if kind in {"picture", "graphic", "audio", "video", "composite", "event", "planning"}:
            return RefusedFile(f"It has no text: it is of the type “{kind}”; load the text that goes with it.", place)
        if kind == "text":
            return RefusedFile("It has no text, though its type is “text”; have it sent with its body.", place)
        if "text" not in fields:
            listed = ", ".join(f"“{str(key)[:40]}”" for key in list(entry)[:12]) + (" …" if len(entry) > 12 else "")
            return RefusedFile(f"It has no text: it says {listed or 'nothing'}; call the text “text” or “body”.", place)
    return columns.read_row(fields, place)


def _fields(entry: Mapping[str, Any]) -> dict[str, str]:
    """What an article says of itself, by our names: as ninjs calls it, else by the names of plain tables."""
    keys = {re.sub(r"[\W_]+", "", str(key)).lower(): value for key, value in entry.items()}
    fields = {
        ours: _text(entry[theirs]) if ours == "text" else _line(entry[theirs]) for ours, theirs in _plain(entry).items()
    }
    title = _line(_of_role(keys.get("headlines"), "main", "headline", "title") or _main(keys.get("headline")))
    body = agency.body_of(_body(keys).split("\n\n"), title)
    byline = _line(_of_role(keys.get("bylines"), "main", "byline")) or fields.get("byline", "")
    ninjs = {
        "text": "\n\n".join(body.paragraphs),
        "title": title,
        "byline": agency.join_bylines(byline, body.byline),
        "outlet": next(filter(None, (_line(keys.get(name)) for name in _OUTLETS)), ""),
        "published_on": _line(keys.get("versioncreated")),
    }
    if ninjs["text"] or "versioncreated" in keys:
        fields |= {name: value for name, value in ninjs.items() if value}
    return fields


def _plain(entry: Mapping[str, Any]) -> dict[str, str]:
    return columns.known_columns(key for key, value in entry.items() if value not in (None, "", [], {}))


def _body(keys: Mapping[str, Any]) -> str:
    """The body of ninjs: as HTML, since that has paragraphs, else as text."""
    for name in ("bodyhtml", "bodyxhtml", "bodyhtml5", "articlehtml", "bodytext"):
        if isinstance(value := keys.get(name), str) and (text := _text(value, html="html" in name)):
            return text
    return _rendition(_list(keys.get("bodies")) or _list(keys.get("body")))


def _rendition(bodies: list[Any]) -> str:
    """The main one among the bodies in a list, in the rendition that has paragraphs.

    Roles are the providers' own words; summaries and the like are told by their length.
    """
    read = [(body, text) for body in bodies if isinstance(body, dict) and (text := _read(body))]
    if not read:
        return ""
    is_main = [text for body, text in read if _role(body) in {"main", "body", "bodytext"}]
    length = len(is_main[0] if is_main else max((text for _, text in read), key=len))
    alike = [(body, text) for body, text in read if _SAME_LENGTH[0] * length <= len(text) <= _SAME_LENGTH[1] * length]
    return min(alike, key=lambda pair: "html" not in _content_type(pair[0]))[1]


def _read(body: Mapping[str, Any]) -> str:
    value = body.get("value")
    if not isinstance(value, str):
        return ""
    kind = _content_type(body)
    if "nitf" in kind:
        return "\n\n".join(nitf.paragraphs_of(value))
    # Other XML is in a provider's own vocabulary.
    return "" if kind.endswith("xml") and "html" not in kind else _text(value, html="html" in kind)


def _role(entry: Mapping[str, Any]) -> object:
    return entry.get("role") or entry.get("name")


def _content_type(body: Mapping[str, Any]) -> str:
    return str(body.get("contentType") or body.get("contenttype") or _role(body) or "").lower()


def _of_role(values: Any, *roles: str) -> Any:
    """The value in a ninjs 3 list that has one of the roles, else the first."""
    entries = _list(values)
    for role in (*roles, None):
        for entry in entries:
            if isinstance(entry, dict) and _role(entry) == role:
                return entry
    return entries[0] if entries else None


def _main(value: Any) -> Any:
    return _of_role(value, "main") if isinstance(value, list) else value


def _text(value: Any, *, html: bool = False) -> str:
    """A text with blank lines between its paragraphs, whether it is HTML or not."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_text, value)))
    words = _line(value)
    return "\n\n".join(agency.paragraphs_of(words)) if html or agency.IS_HTML.search(words) else words


def _line(value: Any) -> str:
    """A value as words: an object by its name, a list by all of its values."""
    if isinstance(value, dict):
        if isinstance(value.get("rendered"), str):
            return unescape(value["rendered"])
        # Where there is a value, a name says what role it has.
        return next((value[key] for key in ("value", "name", "text") if isinstance(value.get(key), str)), "")
    if isinstance(value, list):
        return ", ".join(words for part in value if not isinstance(part, list) and (words := _line(part)))
    return "" if value is None or isinstance(value, bool) else str(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

"""What the sandboxed process writes: a JSON object on each line."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from typing import Any

from factcheck.readers.base import (
    MAX_DROPPED,
    MAX_DROPPED_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_NOTES,
    Dropped,
    ImportedArticle,
    Note,
    RefusedFile,
    clean_article,
    one_line,
)
from factcheck.readers.text import MAX_TEXT_BYTES

#: The longest line of an honest process: a text whose every character is escaped, its notes and what was left out.
MAX_LINE_LENGTH = 4 * MAX_TEXT_BYTES + 8 * MAX_NOTES * MAX_NOTE_LENGTH + 8 * MAX_DROPPED * MAX_DROPPED_LENGTH
#: What an article has besides plain values.
_LISTS = ("notes", "dropped")
#: The last line of a process that came to its end.
END = b'"end"'
OUT_OF_MEMORY = b'"out of memory"'


def as_line(item: ImportedArticle | RefusedFile) -> bytes:
    kind = "copy" if isinstance(item, ImportedArticle) else "refused"
    encoded = json.dumps({kind: asdict(item)}, ensure_ascii=False, default=str)
    return encoded.encode("utf-8", "replace") + b"\n"


def from_line(line: bytes) -> ImportedArticle | RefusedFile:
    """What a line says, cleaned again: the process that wrote it has read a stranger's file. Raises ValueError."""
    try:
        (kind, values), *_ = json.loads(line).items()
        if kind == "refused":
            return RefusedFile(one_line(values["sentence"], 1000), one_line(values["place"], 1000))
        plain = [field.name for field in fields(ImportedArticle) if field.name not in _LISTS]
        article = clean_article(
            **{name: values[name] for name in plain},
            dropped=[Dropped(str(item["rule"]), str(item["text"])) for item in values["dropped"][:MAX_DROPPED]],
        )
        notes = tuple(_note(note, article.text) for note in values["notes"][:MAX_NOTES])
    except (TypeError, KeyError, AttributeError) as why:
        raise ValueError("not a line of the protocol") from why
    return replace(article, notes=notes)


def number_from_line(line: bytes) -> int | None:
    """The number of a report, or None. Raises ValueError."""
    number = json.loads(line)
    if number is None or (isinstance(number, int) and 0 <= number < 10**18):
        return number
    raise ValueError("not a line of the protocol")


def _note(values: dict[str, Any], text: str) -> Note:
    start = min(max(int(values["start"]), 0), len(text))
    end = min(max(int(values["end"]), start), len(text))
    author, kind = one_line(values["author"], 200), one_line(values["kind"], 30)
    at = one_line(values.get("at", ""), 40)
    return Note(start, end, author, str(values["text"])[:MAX_NOTE_LENGTH], kind, at)

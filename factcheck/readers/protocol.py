"""What the sandboxed process writes: a JSON object on each line."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from factcheck.readers.base import (
    MAX_NOTE_LENGTH,
    MAX_NOTES,
    ImportedArticle,
    Note,
    RefusedFile,
    clean_article,
    one_line,
)
from factcheck.readers.text import MAX_TEXT_BYTES

#: The longest line of an honest process: a text whose every character is escaped, and its notes.
MAX_LINE_LENGTH = 4 * MAX_TEXT_BYTES + 8 * MAX_NOTES * MAX_NOTE_LENGTH
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
        article = clean_article(
            **{field.name: values[field.name] for field in fields(ImportedArticle) if field.name != "notes"}
        )
        notes = tuple(_note(note, article.text) for note in values["notes"][:MAX_NOTES])
    except (TypeError, KeyError, AttributeError) as why:
        raise ValueError("not a line of the protocol") from why
    return ImportedArticle(
        **{field.name: getattr(article, field.name) for field in fields(ImportedArticle) if field.name != "notes"},
        notes=notes,
    )


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

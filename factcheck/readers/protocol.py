"""How the fenced process tells what it found: one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from factcheck.readers.base import LONGEST_NOTE, MOST_NOTES, ImportedArticle, Note, Refused, clean_article, line
from factcheck.readers.text import MAX_BYTES

#: No honest line is longer: a text whose every character is written as two, and its notes.
LONGEST_LINE = 4 * MAX_BYTES + 8 * MOST_NOTES * LONGEST_NOTE
#: The last line of a process that came to its end.
END = b'"end"'
OUT_OF_MEMORY = b'"out of memory"'


def as_line(item: ImportedArticle | Refused) -> bytes:
    kind = "copy" if isinstance(item, ImportedArticle) else "refused"
    said = json.dumps({kind: asdict(item)}, ensure_ascii=False, default=str)
    return said.encode("utf-8", "replace") + b"\n"


def from_line(said: bytes) -> ImportedArticle | Refused:
    """What a line says, checked again: the process that wrote it has read a stranger's file. Raises ValueError."""
    try:
        (kind, values), *_ = json.loads(said).items()
        if kind == "refused":
            return Refused(line(values["sentence"], 1000), line(values["place"], 1000))
        copy = clean_article(
            **{field.name: values[field.name] for field in fields(ImportedArticle) if field.name != "notes"}
        )
        notes = tuple(_note(one, copy.text) for one in values["notes"][:MOST_NOTES])
    except (TypeError, KeyError, AttributeError) as why:
        raise ValueError("not a line of ours") from why
    return ImportedArticle(
        **{field.name: getattr(copy, field.name) for field in fields(ImportedArticle) if field.name != "notes"},
        notes=notes,
    )


def _note(said: dict[str, Any], text: str) -> Note:
    start = min(max(int(said["start"]), 0), len(text))
    end = min(max(int(said["end"]), start), len(text))
    return Note(start, end, line(said["author"], 200), str(said["text"])[:LONGEST_NOTE], line(said["kind"], 30))

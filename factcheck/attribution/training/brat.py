"""Annotated articles in brat's standoff form, as PARC3-style corpora such as PolNeAR come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Marked:
    """One attribution that a person marked: for each role its spans as (start, end) characters, if it has any."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated article."""

    name: str
    text: str
    marked: tuple[Marked, ...]


def read_corpus(folder: Path) -> Iterator[Document]:
    """The articles of ``folder/text/*.txt`` by name, each with ``folder/attributions/<name>_<annotator>.ann``.

    Where several people annotated an article, the alphabetically first counts; an article without annotation is left
    out. Raises FileNotFoundError, in one sentence, for a folder without texts.
    """
    paths = sorted((folder / "text").glob("*.txt"))
    if not paths:
        raise FileNotFoundError(f"There is no .txt file in {folder / 'text'}; give the folder of an annotated corpus.")
    for path in paths:
        annotations = sorted((folder / "attributions").glob(f"{path.stem}_????.ann"))
        if annotations:
            # Bytes, not lines: reading as text would turn \r\n into \n and shift every offset after it.
            text = path.read_bytes().decode("utf-8")
            yield Document(path.stem, text, tuple(read_annotation(annotations[0])))


def read_sentences(folder: Path) -> dict[str, list[tuple[int, int]]]:
    """``folder/sentences.json``: the sentences to score by, and with them which articles count; empty without it."""
    path = folder / "sentences.json"
    if not path.exists():
        return {}
    return {name: [(start, end) for start, end in spans] for name, spans in json.loads(path.read_text()).items()}


def read_annotation(path: Path) -> Iterator[Marked]:
    """The attributions of one ``.ann`` file."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) > 1 and cells[0].startswith("T"):
            _, _, offsets = cells[1].partition(" ")
            spans[cells[0]] = [_span(part) for part in offsets.split(";")]
        elif len(cells) > 1 and cells[0].startswith("E"):
            events.append(cells[1].split())
    for event in events:
        roles: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for argument in event:
            name, _, reference = argument.partition(":")
            role = name.rstrip("0123456789").lower()
            if role in roles:
                roles[role] += spans.get(reference, [])
        if any(roles.values()):
            yield Marked(*(tuple(sorted(roles[role])) for role in ROLES))


def _span(part: str) -> tuple[int, int]:
    start, end = part.split()
    return int(start), int(end)

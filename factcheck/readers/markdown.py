"""Markdown, with front matter as site generators write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from markdown_it import MarkdownIt
from markdown_it.token import Token

from factcheck.readers import columns
from factcheck.readers.base import (
    Dropped,
    ImportedArticle,
    Limits,
    NoteText,
    RefusedFile,
    clean_article,
    note_mark,
    read_all,
    tidy,
    without_note_marks,
)
from factcheck.readers.characters import decoded
from factcheck.readers.furniture import furniture_of
from factcheck.readers.html import paragraphs_of
from factcheck.readers.text import MAX_TEXT_BYTES, clean_text

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.S | re.M)
_ENTRY = re.compile(r"([\w-]{1,40}):[ \t]*(.*)")
#: A footnote: “[^1]: …”, with the indented lines below it; and where it is referred to.
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*)\n?", re.M)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
#: What note programs write besides: remarks that aren't shown, and links by the name of a note.
_REMARK = re.compile(r"%%.{0,2000}?%%", re.S)
_WIKI_LINK = re.compile(r"!?\[\[([^\[\]|]{1,200})(?:\|([^\[\]]{1,200}))?\]\]")


class Markdown:
    """Reads ``.md``: the words without their marks."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """One article, titled by its front matter, else by its first heading, which stays in the text."""
        plain = decoded(read_all(file, 4 * MAX_TEXT_BYTES))
        source = clean_text(without_note_marks(plain.text))
        dropped = [Dropped("characters", plain.remark)] if plain.remark else []
        fields: dict[str, str] = {}
        if toml := _TOML.match(source):
            fields = _of_toml(toml.group(1))
            source = source[toml.end() :]
        elif front := _FRONT.match(source):
            fields = _entries(front.group(1))
            source = source[front.end() :]
        source, notes = _without_extras(source, dropped)
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
        if not fields.get("title"):
            fields["title"] = _first_heading(tokens)
        fields.pop("text", None)
        paragraphs = list(_paragraphs(tokens, dropped))
        furniture = furniture_of(paragraphs)
        fields["byline"] = fields.get("byline") or furniture.byline
        fields["published_on"] = fields.get("published_on") or str(furniture.published_on or "")
        yield clean_article(
            furniture.removed_from(paragraphs),
            dropped=[*dropped, *furniture.dropped_from(paragraphs)],
            marked=notes,
            **fields,  # type: ignore[arg-type]
        )


def _of_toml(front: str) -> dict[str, str]:
    """What front matter in TOML says, by our names; nothing where it is broken."""
    try:
        entries = tomllib.loads(front)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    listed = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in entries.items()
    }
    return {ours: listed[theirs] for ours, theirs in columns.known_columns(listed).items()}


def _without_extras(source: str, dropped: list[Dropped]) -> tuple[str, dict[str, NoteText]]:
    """The source without footnotes, whose places are marked, and without remarks that no reader sees."""
    texts: dict[str, str] = {}

    def keep(note: re.Match[str]) -> str:
        texts.setdefault(note[1], tidy(note[2]))
        return ""

    notes: dict[str, NoteText] = {}

    def mark(reference: re.Match[str]) -> str:
        if not texts.get(reference[1]):
            return reference[0]
        number = str(len(notes))
        notes[number] = NoteText(f"Footnote {len(notes) + 1}", "", texts[reference[1]])
        return note_mark(number)

    def drop(remark: re.Match[str]) -> str:
        dropped.append(Dropped("remark of a note program", remark[0].strip("%")))
        return ""

    source = _REFERENCE.sub(mark, _FOOTNOTE.sub(keep, source))
    source = _REMARK.sub(drop, source)
    return _WIKI_LINK.sub(lambda link: "" if link[0].startswith("!") else link[2] or link[1], source), notes


def _entries(front: str) -> dict[str, str]:
    """What the front matter says, by our names. Of YAML only what is used there: values and flat lists."""
    entries: dict[str, list[str]] = {}
    key = ""
    for line in front.splitlines():
        if entry := _ENTRY.match(line):
            key, value = entry.groups()
            if value.strip() in {">", "|", ">-", "|-"}:
                value = ""  # the words stand in the lines below
            listed = value.startswith("[") and value.rstrip().endswith("]")
            entries[key] = value.strip()[1:-1].split(",") if listed else [value]
        elif key and line.lstrip().startswith("- "):
            entries[key].append(re.sub(r"^name:\s*", "", line.lstrip()[2:]))
        elif key and line[:1] in " \t" and (nested := _ENTRY.fullmatch(line.strip())):
            if nested[1] == "name":
                entries[key].append(nested[2])
        elif key and line[:1] in " \t" and line.strip():
            entries[key] = [*entries[key][:-1], f"{entries[key][-1] if entries[key] else ''} {line.strip()}".strip()]
    return {
        ours: ", ".join(value for part in entries[theirs] if (value := part.strip().strip("\"'")))
        for ours, theirs in columns.known_columns(entries).items()
    }


def _first_heading(tokens: Sequence[Token]) -> str:
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            return tidy(_words(tokens[number + 1]))
    return ""


def _paragraphs(tokens: Sequence[Token], dropped: list[Dropped]) -> Iterator[str]:
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield " ".join(cells or ())
            cells = None
        elif token.type == "inline":
            if cells is None:
                yield _words(token, dropped)
            else:
                cells.append(_words(token, dropped))
        elif token.type == "html_block":
            yield from paragraphs_of(token.content)
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _words(inline: Token, dropped: list[Dropped] | None = None) -> str:
    """The words of a line: a link's text, nothing of a picture, nothing that is struck out."""
    pieces = []
    struck: list[str] | None = None
    for token in inline.children or ():
        if token.type == "s_open":
            struck = []
        elif token.type == "s_close":
            if dropped is not None and struck:
                dropped.append(Dropped("struck out", "".join(struck)))
            struck = None
        elif struck is not None:
            struck.append(token.content)
        elif token.type in {"text", "code_inline"}:
            pieces.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or (
            token.type == "html_inline" and token.content.lower().startswith("<br")
        ):
            pieces.append(" ")
    return "".join(pieces)

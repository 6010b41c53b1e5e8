"""Rich text (RTF), which TextEdit, InCopy and archives give.

Read word by word of its control language (Microsoft, Rich Text Format Specification 1.9.1): libraries give the words
alone, with struck-out figures and footnotes among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

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
from factcheck.readers.furniture import furniture_of
from factcheck.readers.lines import is_note_mark, raised
from factcheck.readers.text import Unreadable, heading

MAX_FILE_BYTES = 50_000_000
_MAX_DEPTH = 500
_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
#: Control words that stand for characters.
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "cell": " ", "nestcell": " ",
}  # fmt: skip
_BREAKS = frozenset(("par", "sect", "page", "row", "nestrow"))
#: Groups whose words are no text. A group that begins with \\* is none either, unless it is known.
_IGNORED = frozenset(
    """
    fonttbl colortbl stylesheet listtable listoverridetable pict object header headerl headerr headerf footer footerl
    footerr footerf fldinst datafield themedata colorschememapping datastore xmlnstbl filetbl revtbl rsidtbl generator
    bkmkstart bkmkend nonshppict objdata template pgptbl latentstyles atnicn atnparent atrfstart atrfend atndate
    ftnsep ftnsepc aftnsep aftnsepc passwordhash userprops
    """.split()  # noqa: SIM905
)
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """How the words of a group are to be read: where they go, and how they are written."""

    #: “text”, “ignored”, “note”, “comment”, “author of a comment”, “title”, “author”, “font”.
    goes_to: str = "text"
    is_struck: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_raised: bool = False
    encoding: str = "cp1252"
    #: How many characters follow a Unicode character for programs that don't know it.
    skipped: int = 1


class RtfFile:
    """Struck-out, hidden and deleted words are left out; footnotes and comments are notes on their words."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The document's one article."""
        reading = _Reading()
        reading.read(read_all(file, min(MAX_FILE_BYTES, limits.file_bytes)))
        paragraphs = [words for words in map(tidy, reading.paragraphs) if words]
        furniture = furniture_of(paragraphs)
        text = furniture.removed_from(paragraphs)
        yield clean_article(
            text,
            title=heading("\n\n".join(text)) or tidy(reading.fields.get("title", "")),
            byline=furniture.byline,
            published_on=furniture.published_on,
            dropped=[*reading.dropped, *furniture.dropped_from(paragraphs)],
            marked=reading.notes,
        )


@dataclass(slots=True)
class _Reading:
    """What has been read of a document so far."""

    paragraphs: list[str] = field(default_factory=lambda: [""])
    notes: dict[str, NoteText] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    _fonts: dict[int, str] = field(default_factory=dict)
    _default: str = "cp1252"
    _bytes: bytearray = field(default_factory=bytearray)
    _note: list[str] = field(default_factory=list)
    _out: str = ""
    _font: int = 0
    _commenter: str = ""
    _footnotes: int = 0

    def read(self, data: bytes) -> None:
        """Read all tokens. Raises Unreadable where groups are nested without end."""
        state = _State()
        around: list[_State] = []
        skip = 0
        is_starred = False
        for token in _TOKEN.finditer(data):
            word, number, byte, sign, brace, plain = token.groups()
            if brace == b"{":
                self._flush(state)
                around.append(state)
                if len(around) > _MAX_DEPTH:
                    raise Unreadable("This rich text is nested too deeply to be read; copy its words and paste them.")
            elif brace == b"}":
                self._flush(state)
                if not around:
                    break
                outer = around.pop()
                if outer.goes_to != state.goes_to:
                    self._close(state.goes_to)
                state = outer
            elif byte or plain:
                letters = bytes.fromhex(byte.decode()) if byte else plain
                dropped = min(skip, len(letters))
                skip -= dropped
                self._bytes += letters[dropped:]
            elif sign is not None:
                is_starred = sign == b"*"
                state = self._sign(sign.decode("latin-1"), state)
                continue
            elif word is not None:
                self._flush(state)
                name, value = word.decode("ascii"), int(number) if number else None
                if name == "u" and value is not None:
                    self._add(chr(value % 0x10000), state)
                    skip = state.skipped
                elif name == "bin":
                    skip = max(value or 0, 0)
                else:
                    state = self._control(name, value, state, is_starred=is_starred)
            is_starred = False
        self._flush(state)

    def _sign(self, sign: str, state: _State) -> _State:
        if sign in "\\{}":
            self._bytes += sign.encode("latin-1")
        elif sign == "~":
            self._flush(state)
            self._add(" ", state)
        elif sign == "_":
            self._flush(state)
            self._add("-", state)
        elif sign in "\r\n":
            self._flush(state)
            self._break(state)
        return state

    def _control(self, name: str, value: int | None, state: _State, *, is_starred: bool) -> _State:
        is_on = value != 0
        if name in _SIGNS:
            self._add(_SIGNS[name], state)
        elif name in _BREAKS or name == "line":
            self._break(state)
        elif name in ("strike", "striked"):
            return replace(state, is_struck=is_on)
        elif name == "v":
            return replace(state, is_hidden=is_on)
        elif name == "deleted":
            return replace(state, is_deleted=is_on)
        elif name == "super":
            return replace(state, is_raised=is_on)
        elif name in ("nosupersub", "sub"):
            return replace(state, is_raised=False)
        elif name == "plain":
            return replace(state, is_struck=False, is_hidden=False, is_raised=False, encoding=self._default)
        elif name == "ansicpg" and value:
            self._default = _known(f"cp{value}")
            return replace(state, encoding=self._default)
        elif name == "mac":
            self._default = "mac_roman"
            return replace(state, encoding=self._default)
        elif name == "uc" and value is not None:
            return replace(state, skipped=min(max(value, 0), 10))
        elif name == "f" and value is not None:
            self._font = value
            return state if state.goes_to == "font" else replace(state, encoding=self._fonts.get(value, self._default))
        elif name == "fcharset" and state.goes_to == "font":
            if value in _CHARSETS:
                self._fonts[self._font] = _CHARSETS[value]
        else:
            return self._destination(name, state, is_starred=is_starred)
        return state

    def _destination(self, name: str, state: _State, *, is_starred: bool) -> _State:
        if state.goes_to == "ignored":
            return state
        if name == "footnote":
            return replace(state, goes_to="note")
        if name == "annotation":
            return replace(state, goes_to="comment")
        if name == "atnauthor":
            return replace(state, goes_to="author of a comment")
        if name == "fonttbl":
            return replace(state, goes_to="font")
        if name == "info":
            return replace(state, goes_to="info")
        if state.goes_to == "info":
            return replace(state, goes_to="title" if name == "title" else "ignored")
        if name in _IGNORED or (is_starred and name not in ("shppict", "shpinst", "shptxt", "atnid")):
            return replace(state, goes_to="ignored")
        return state

    def _flush(self, state: _State) -> None:
        if self._bytes:
            words = self._bytes.decode(state.encoding, "replace")
            self._bytes.clear()
            self._add(words, state)

    def _add(self, words: str, state: _State) -> None:
        words = without_note_marks(words)
        if state.goes_to in {"note", "comment"}:
            self._note.append(words)
        elif state.goes_to == "author of a comment":
            self._commenter += words
        elif state.goes_to == "title":
            self.fields["title"] = self.fields.get("title", "") + words
        elif state.goes_to == "text":
            self._add_text(words, state)

    def _add_text(self, words: str, state: _State) -> None:
        rule = (
            "struck out" if state.is_struck else "deleted" if state.is_deleted else "hidden" if state.is_hidden else ""
        )
        if not rule and state.is_raised and re.search(r"\d", words):
            if is_note_mark(self.paragraphs[-1], words):
                rule = "mark of a note"
            else:
                words = raised(words)
        if not rule:
            self.paragraphs[-1] += words
        elif words.strip():
            if self.dropped and self.dropped[-1].rule == rule and self._out == self.paragraphs[-1]:
                self.dropped[-1] = Dropped(rule, self.dropped[-1].text + words)
            else:
                self.dropped.append(Dropped(rule, words.strip()))
            self._out = self.paragraphs[-1]

    def _break(self, state: _State) -> None:
        if state.goes_to in {"note", "comment"}:
            self._note.append("\n")
        elif state.goes_to == "text" and self.paragraphs[-1]:
            self.paragraphs.append("")

    def _close(self, goes_to: str) -> None:
        """Make a note of what was collected, where its group ends."""
        if goes_to not in {"note", "comment"}:
            return
        text = "\n".join(line for line in map(tidy, "".join(self._note).split("\n")) if line)
        self._note = []
        if not text:
            return
        number = str(len(self.notes))
        if goes_to == "note":
            self._footnotes += 1
            self.notes[number] = NoteText(f"Footnote {self._footnotes}", "", text)
        else:
            self.notes[number] = NoteText("Margin comment", tidy(self._commenter), text)
            self._commenter = ""
        self.paragraphs[-1] += note_mark(number)


def _known(encoding: str) -> str:
    try:
        b"".decode(encoding)
    except LookupError:
        return "utf-8" if encoding == "cp65001" else "cp1252"
    return encoding

"""What a reader returns, and the limits it works within."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from factcheck.readers.text import Unreadable, clean_text

#: The longest values that an article's columns hold.
MAX_LENGTHS = {"title": 300, "byline": 200, "outlet": 200, "url": 1000}
#: Margin comments of one article, and letters of one comment. What is beyond is cut, and a last one says so.
MAX_NOTES = 2_000
MAX_NOTE_LENGTH = 4_500
#: What is told of one article as left out, and letters of each.
MAX_DROPPED = 500
MAX_DROPPED_LENGTH = 500

#: How a byline begins that is a line of its own.
BY = re.compile(r"^by:?\s+(?=\S)", re.I)

_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: Signs that no article has, around the number of a note.
_MARK_START, _MARK_END = "\u2045", "\u2046"
_NOTE_MARK = re.compile(rf"{_MARK_START}(\d{{1,6}}){_MARK_END}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Note:
    """A margin comment or footnote: the offsets in the text of the words it is on, who wrote it, what it says."""

    start: int
    end: int
    author: str
    text: str
    #: What it is: “Footnote 3”.
    kind: str = "Margin comment"
    #: When it was written, as the file says it: ISO 8601, often without a zone, if all is well; empty where it doesn't.
    at: str = ""


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note whose place a reader has marked in the text: what it is, who wrote it, what it says, and when."""

    kind: str
    author: str
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words of the file that are not in the text, and the rule that left them out: “advertisement”, “struck out”.

    Or what had to be guessed, or couldn't be read: a rule in a word or two, and a sentence about it.
    """

    rule: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """One article as its file has it. Made by ``clean_article``, so that every value fits and ``text`` is clean.

    Only the text is sure to be there: a title may be missing. A blank line separates paragraphs.
    """

    text: str
    title: str = ""
    byline: str = ""
    outlet: str = ""
    published_on: dt.date | None = None
    language: str = ""
    url: str = ""
    notes: tuple[Note, ...] = ()
    #: What was left out of the text, in the order of the file, and what was guessed.
    dropped: tuple[Dropped, ...] = ()
    #: Which part of the file it came from: “row 7”, “entry 3”, “2024/bridge.docx”; empty when it is the whole file.
    place: str = ""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """What could not be read: one sentence, and the part of the file it is about. The other parts are still read."""

    sentence: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use up. A desk sets its own in the settings, where the defaults are these."""

    #: The largest file.
    file_mb: int = 100
    #: The longest wait for the next article, and the longest time a whole file may keep a processor busy.
    seconds: int = 60
    total_seconds: int = 1800
    #: The reading process's address space.
    memory_mb: int = 1024
    #: Articles in one file, whether they can be read or not.
    articles: int = 20_000
    #: What a compressed file may unpack to, and how many times its own size that may be.
    unpacked_mb: int = 500
    ratio: int = 200
    #: Columns of a table.
    columns: int = 500
    #: Whether nothing is read where the system can't confine the process that reads; see confinement.py.
    must_confine: bool = False

    @property
    def file_bytes(self) -> int:
        return self.file_mb * 1_000_000

    @property
    def unpacked_bytes(self) -> int:
        return self.unpacked_mb * 1_000_000


class Reader(Protocol):
    """Reads one kind of file.

    Articles come one by one, and so do refusals of single ones. Raises Unreadable with one sentence when nothing
    (more) can be read. ``file`` is seekable and at its beginning.
    """

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]: ...


def clean_article(
    text: str | Iterable[str],
    *,
    title: object = "",
    byline: object = "",
    outlet: object = "",
    published_on: object = None,
    language: object = "",
    url: object = "",
    notes: Iterable[Note] = (),
    dropped: Iterable[Dropped] = (),
    marked: Mapping[str, NoteText] | None = None,
    place: str = "",
) -> ImportedArticle:
    """An article whose values fit, from a text or its paragraphs and whatever its file says of it.

    Nonsense (a date that is none, an address that isn't on the web) is left out. Raises Unreadable as clean_text does.
    ``notes`` have to point into the cleaned text already. ``marked`` are notes by the number of their ``note_mark`` in
    the text; the marks are taken out.
    """
    words = text if isinstance(text, str) else "\n\n".join(paragraph for paragraph in map(tidy, text) if paragraph)
    cleaned = clean_text(_HALVES.sub("", words))
    if marked is not None:
        cleaned, notes = _without_marks(cleaned, marked)
    return ImportedArticle(
        text=cleaned,
        title=one_line(title, MAX_LENGTHS["title"]),
        byline=one_line(BY.sub("", one_line(byline, 1_000)), MAX_LENGTHS["byline"]),
        outlet=one_line(outlet, MAX_LENGTHS["outlet"]),
        published_on=parse_date(published_on),
        language=language_tag(language),
        url=web_address(url),
        notes=tuple(notes),
        dropped=tuple(
            Dropped(one_line(item.rule, 60), one_line(item.text, MAX_DROPPED_LENGTH))
            for item in islice(dropped, MAX_DROPPED)
        ),
        place=place,
    )


def note_mark(number: str) -> str:
    """What a reader puts into the text where a note is referred to, until all paragraphs are known."""
    return f"{_MARK_START}{number}{_MARK_END}"


def without_note_marks(words: str) -> str:
    """A stranger's text without the signs that note marks are made of, so that it holds none."""
    return words.replace(_MARK_START, "").replace(_MARK_END, "")


def _without_marks(text: str, marked: Mapping[str, NoteText]) -> tuple[str, list[Note]]:
    """The text without marks, and each note on the word before its mark."""
    pieces: list[str] = []
    notes: list[Note] = []
    length = end = 0
    for mark in _NOTE_MARK.finditer(text):
        pieces.append(text[end : mark.start()])
        length += mark.start() - end
        end = mark.end()
        before = "".join(pieces)[-200:]
        if len(pieces) > 50:
            pieces = ["".join(pieces)]
        note = marked.get(mark[1])
        if note is not None and len(notes) < MAX_NOTES:
            word = before.rstrip()
            last = max(word.rfind(" "), word.rfind("\n")) + 1
            stop = length - (len(before) - len(word))
            notes.append(
                Note(stop - (len(word) - last), stop, note.author, note.text[:MAX_NOTE_LENGTH], note.kind, note.at)
            )
    pieces.append(text[end:])
    return "".join(pieces), notes


def tidy(paragraph: str) -> str:
    """A paragraph without odd spaces, broken characters and blank ends; line breaks within it become spaces."""
    return " ".join(_BROKEN.sub("", paragraph).replace("\u00ad", "").split())


def one_line(value: object, max_length: int) -> str:
    """Any value as one line, cut with an ellipsis where it is too long."""
    words = tidy(str(value)) if value is not None else ""
    return words if len(words) <= max_length else words[: max_length - 1].rstrip() + "…"


def parse_date(value: object) -> dt.date | None:
    """A date in one of the forms that files use; None for anything else."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    words = str(value or "").strip()
    for pattern, order in _DAYS:
        if match := pattern.match(words):
            parts = dict(zip(order, match.groups(), strict=True))
            month = parts["m"] if parts["m"].isdecimal() else _MONTHS.get(parts["m"][:3].lower(), "0")
            try:
                return dt.date(int(parts["y"]), int(month), int(parts["d"]))
            except ValueError:
                return None
    return None


# A date such as 03/04/2026 is left out: nobody can say which of the two is the month.
_DAYS = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?(?!\d)"), "ymd"),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)"), "dmy"),
    (re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})(?!\d)"), "dmy"),
    (re.compile(r"(?:[A-Za-z]+day,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)"), "mdy"),
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: str(number) for number, name in enumerate(_MONTH_NAMES, start=1)}


def language_tag(value: object) -> str:
    """A language tag such as ``en-GB``; empty for anything else."""
    words = str(value or "").strip()
    return words.replace("_", "-")[:35] if _LANGUAGE.fullmatch(words) else ""


def web_address(value: object) -> str:
    """An address on the web; empty for anything else, and for one with a name or password, which isn't for readers."""
    words = str(value or "").strip()
    try:
        parts = urlsplit(words)
    except ValueError:
        return ""
    has_credentials = "@" in parts.netloc
    fits = parts.scheme in {"http", "https"} and parts.hostname and len(words) <= MAX_LENGTHS["url"]
    fits = fits and not has_credentials
    return words if fits and not _BROKEN.search(words) and " " not in words else ""


def read_all(file: BinaryIO, max_bytes: int) -> bytes:
    """What is left of a file. Raises Unreadable for more than ``most`` bytes, before it is all in memory."""
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise Unreadable(
            f"It is larger than {max_bytes / 1_000_000:g} MB, which is too large for one article; split it."
        )
    return data


def with_place(place: str, item: ImportedArticle | RefusedFile) -> ImportedArticle | RefusedFile:
    """The same item, with the part of the file it came from."""
    inner = f"{place}, {item.place}" if item.place and place else place or item.place
    return replace(item, place=inner)

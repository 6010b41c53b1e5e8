"""What a reader gives, and what it may use up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from factcheck.readers.text import Unreadable, clean_text

#: The longest values an article's columns hold.
MAX_LENGTHS = {"title": 300, "byline": 200, "outlet": 200, "url": 1000}
#: Margin comments of one article, and letters of one of them. What is beyond is cut, and says so.
MAX_NOTES = 2_000
MAX_NOTE_LENGTH = 4_500

#: How a byline begins that is a line of its own.
BY = re.compile(r"^by:?\s+(?=\S)", re.I)

_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Note:
    """A margin comment or footnote: the offsets of the words it touches in the text, who wrote it, what it says."""

    start: int
    end: int
    author: str
    text: str
    #: What it is: “Footnote 3”.
    kind: str = "Margin comment"


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """One article as it was found. Made by ``clean_article``, so that every value fits and ``text`` is clean.

    Only the text is sure to be there: a title may be missing. Paragraphs are parted by a blank line.
    """

    text: str
    title: str = ""
    byline: str = ""
    outlet: str = ""
    published_on: dt.date | None = None
    language: str = ""
    url: str = ""
    notes: tuple[Note, ...] = ()
    #: Which part of the file it came from: “row 7”, “entry 3”, “2024/bridge.docx”; empty when it is the whole file.
    place: str = ""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """What could not be read: one sentence, and the part of the file it speaks of. The rest is not lost by it."""

    sentence: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use up. The settings say so for the desk; these are the same numbers."""

    #: The largest file.
    file_mb: int = 100
    #: The longest wait for the next article, and the longest time a whole file may keep a processor busy.
    seconds: int = 60
    total_seconds: int = 1800
    #: The reading process's address space.
    memory_mb: int = 1024
    #: Articles, good or bad, of one file.
    articles: int = 20_000
    #: What may come out of a compressed file, and how many times larger than the file.
    unpacked_mb: int = 500
    ratio: int = 200
    #: Columns of a table.
    columns: int = 500

    @property
    def file_bytes(self) -> int:
        return self.file_mb * 1_000_000

    @property
    def unpacked_bytes(self) -> int:
        return self.unpacked_mb * 1_000_000


class Reader(Protocol):
    """Reads one kind of file.

    Articles come one by one, and so do refusals of single ones. Raises Unreadable with one sentence when nothing
    (more) can be read. ``file`` is seekable and stands at its beginning.
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
    place: str = "",
) -> ImportedArticle:
    """A copy whose values fit, from a text or its paragraphs and whatever was said of it.

    Nonsense (a date that is none, an address that isn't on the web) is left out. Raises Unreadable as clean_text does.
    ``notes`` have to point into the cleaned text already.
    """
    words = text if isinstance(text, str) else "\n\n".join(one for one in map(tidy, text) if one)
    return ImportedArticle(
        text=clean_text(_HALVES.sub("", words)),
        title=one_line(title, MAX_LENGTHS["title"]),
        byline=one_line(BY.sub("", one_line(byline, 1_000)), MAX_LENGTHS["byline"]),
        outlet=one_line(outlet, MAX_LENGTHS["outlet"]),
        published_on=parse_date(published_on),
        language=language_tag(language),
        url=web_address(url),
        notes=tuple(notes),
        place=place,
    )


def tidy(paragraph: str) -> str:
    """A paragraph without odd spaces, broken characters and blank ends; line breaks within it become spaces."""
    return " ".join(_BROKEN.sub("", paragraph).replace("\u00ad", "").split())


def one_line(value: object, longest: int) -> str:
    """Any value as one line, cut with an ellipsis where it is too long."""
    words = tidy(str(value)) if value is not None else ""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def parse_date(value: object) -> dt.date | None:
    """The day something says, in the forms that files use; None for anything else."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    words = str(value or "").strip()
    for pattern, order in _DAYS:
        if found := pattern.match(words):
            said = dict(zip(order, found.groups(), strict=True))
            month = said["m"] if said["m"].isdecimal() else _MONTHS.get(said["m"][:3].lower(), "0")
            try:
                return dt.date(int(said["y"]), int(month), int(said["d"]))
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
    """An address on the web; empty for anything else."""
    words = str(value or "").strip()
    try:
        parts = urlsplit(words)
    except ValueError:
        return ""
    fits = parts.scheme in {"http", "https"} and parts.hostname and len(words) <= MAX_LENGTHS["url"]
    return words if fits and not _BROKEN.search(words) and " " not in words else ""


def read_all(file: BinaryIO, most: int) -> bytes:
    """What is left of a file. Raises Unreadable for more than ``most`` bytes, before it is all in memory."""
    data = file.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"It is larger than {most / 1_000_000:g} MB, which is too large for one article; divide it.")
    return data


def with_place(place: str, item: ImportedArticle | RefusedFile) -> ImportedArticle | RefusedFile:
    """The same, named by the part of the file it came from."""
    inner = f"{place}, {item.place}" if item.place and place else place or item.place
    return replace(item, place=inner)

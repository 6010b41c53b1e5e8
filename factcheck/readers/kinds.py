"""What kind a file is: told by its content; the name decides only where the content says too little."""

from __future__ import annotations

import csv
import re
import zipfile
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import BinaryIO

from factcheck.readers import columns
from factcheck.readers.base import Reader
from factcheck.readers.characters import decode_start
from factcheck.readers.office import kind_of_package
from factcheck.readers.subtitles import is_subtitles
from factcheck.readers.text import Unreadable

#: How much of a file is looked at.
HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file and the class that reads it, imported only when it is needed."""

    slug: str
    label: str
    endings: tuple[str, ...]
    reader: str

    def load(self) -> Reader:
        module, name = self.reader.split(":")
        reader: Reader = getattr(import_module(f"factcheck.readers.{module}"), name)()
        return reader


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("text", "plain text", (".txt", ".text"), "plain_text:PlainText"),
        Kind("markdown", "Markdown", (".md", ".markdown"), "markdown:Markdown"),
        Kind("html", "web page", (".html", ".htm", ".xhtml"), "html:WebPage"),
        Kind("mhtml", "web page in one file", (".mhtml", ".mht"), "mhtml:SavedPage"),
        Kind("docx", "Word document", (".docx", ".docm", ".dotx", ".dotm"), "docx_file:DocxFile"),
        Kind("odt", "OpenDocument text", (".odt", ".ott"), "odt_file:OdtFile"),
        Kind("rtf", "rich text", (".rtf",), "rtf_file:RtfFile"),
        Kind("epub", "e-book", (".epub",), "epub_file:EpubFile"),
        Kind("pdf", "PDF", (".pdf",), "pdf_file:PdfFile"),
        Kind("eml", "mail", (".eml",), "mail:Mail"),
        Kind("feed", "RSS or Atom feed", (".rss", ".atom", ".xml"), "feed:Feed"),
        Kind("newsml", "NewsML", (".xml",), "newsml:NewsML"),
        Kind("json", "ninjs or JSON Lines", (".jsonl", ".ndjson", ".json"), "json_lines:JsonLines"),
        Kind("csv", "CSV table", (".csv", ".tsv"), "csv_file:CsvFile"),
        Kind("xlsx", "Excel workbook", (".xlsx", ".xlsm"), "xlsx_file:XlsxFile"),
        Kind("subtitles", "subtitles", (".srt", ".vtt"), "subtitles:Subtitles"),
        Kind("zip", "ZIP archive", (".zip",), "zip_file:ZipFile"),
    )
}

_NULS = "It was damaged in transfer and holds no text; send it again."
_PROGRAM = "a program and has no text to load"
_PICTURE = "a picture; type out its text and paste it"
# Files that begin like this are refused, and called by their name.
_REFUSED = (
    (b"\x1f\x8b", "a gzip file; unpack it, or pack its files as .zip"),
    (b"BZh", "a bzip2 file; unpack it, or pack its files as .zip"),
    (b"\xfd7zXZ", "an xz file; unpack it, or pack its files as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; pack its files as .zip"),
    (b"Rar!", "a RAR archive; pack its files as .zip"),
    (b"\x7fELF", _PROGRAM),
    (b"MZ", _PROGRAM),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"SQLite format 3", "a database; save its table of articles as .csv"),
    (b"PAR1", "a Parquet file; save it as .csv"),
    (b"bplist00", "a web archive of Safari or another property list; save the page as .html, or copy its words"),
    (b"%!PS", "a PostScript file; save it as PDF"),
)
_OFFICE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "a presentation; copy its text and paste it",
    "xl/workbook.bin": "a binary Excel workbook (.xlsb); save it as .xlsx",
    "META-INF/container.xml": "epub",
    "Index/Document.iwa": "a Pages, Numbers or Keynote file; save it as .docx or .xlsx",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_KINDS = {
    "text": "odt",
    "spreadsheet": "an OpenDocument table; save it as .xlsx or .csv",
    "presentation": "an OpenDocument presentation; copy its text and paste it",
    "graphics": "an OpenDocument drawing; copy its text and paste it",
}
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,100})")
_ROOTS = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "channel": "feed",
    "newsmessage": "newsml",
    "newsitem": "newsml",
}
_ROOTS |= dict.fromkeys(
    ("newsml", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem", "nitf"), "newsml"
)
_TAG = re.compile(
    r"</?(?:html|head|body|p|div|article|section|main|h[1-6]|span|table|ul|ol|br|a|b|i|em|strong|img|meta"
    r"|title|script|style|header|footer|nav|blockquote|figure|link|font|center)\b[^<>]*>",
    re.I,
)
_HEADER = re.compile(r"[!-9;-~]{1,70}:(?:[ \t]|$)")
_MAILS = ("from", "received", "return-path", "delivered-to", "sender", "mime-version", "message-id")
_SENT = ("to", "cc", "bcc", "received", "return-path", "delivered-to", "message-id", "in-reply-to")
_MARKDOWN = re.compile(
    r"\A\+\+\+\n(?:[\w-]+ ?=.*\n)+\+\+\+\n|\A---\n(?:[\w-]+:.*\n)+---\n|\A#{1,6} \S.*\n|^(?:#{2,6}) \S|(?:\[[^\[\]\n]{1,300}\]\(https?://[^()\s]{1,300}\))",
    re.M,
)


def kind_of(file: BinaryIO, name: str = "", hint: str = "") -> Kind:
    """The kind of a file, which is back at its beginning afterwards. ``hint`` is a content type, if there is one.

    Raises Unreadable with a sentence that calls the file what it is, when it is of no kind that is read.
    """
    file.seek(0)
    head = file.read(HEAD)
    slug = _by_bytes(file, head) or _by_text(decode_start(head), name.lower(), hint.lower())
    file.seek(0)
    return KINDS[slug]


def _by_bytes(file: BinaryIO, head: bytes) -> str:
    if not head.strip(b"\x00 \t\r\n"):
        raise Unreadable("It is empty; send it again, or paste the text." if not head.strip() else _NULS)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(file)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_old_office(file, head))
    for start, what in _REFUSED:
        if head.startswith(start):
            raise Unreadable(f"This is {what}.")
    if head[4:8] == b"ftyp" or head.startswith((b"ID3", b"OggS", b"RIFF", b"\x1aE\xdf\xa3", b"fLaC")):
        raise Unreadable(f"This is a recording or {_PICTURE}.")
    return ""


def _zipped(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            package = kind_of_package(archive)
            media = _media_type(archive, names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise Unreadable("It is a Word, Excel or ZIP file that is damaged or cut short; send it again.") from None
    if package in KINDS and "xl/workbook.bin" not in names:
        return package
    if media.startswith(_OPEN_DOCUMENT):
        what = _OPEN_KINDS.get(
            media.removeprefix(_OPEN_DOCUMENT).removesuffix("-template"), "an OpenDocument file without text"
        )
        if what in KINDS:
            return what
        raise Unreadable(f"This is {what}.")
    for member, what in _OFFICE.items():
        if member in names:
            if what in KINDS:
                return what
            raise Unreadable(f"This is {what}.")
    return "zip"


def _media_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    """What OpenDocument files and e-books say they are, in a part of their own."""
    if "mimetype" not in names:
        return ""
    try:
        with archive.open("mimetype") as part:
            return part.read(200).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        return ""


def _old_office(file: BinaryIO, head: bytes) -> str:
    file.seek(0)
    start = head + file.read(1_000_000)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return "It is a Word or Excel file protected by a password; save it without one."
    if "__substg1.0".encode("utf-16-le") in start:
        return "This is an Outlook message (.msg); save it as .eml, or copy its text and paste it."
    return "This is an old Word or Excel file (.doc, .xls); save it as .docx or .xlsx."


def _by_text(start: str, name: str, hint: str) -> str:
    words = start.lstrip()
    named = partial(_named, name, hint)
    if words.startswith("<"):
        if slug := _marked_up(words):
            return slug
    elif words.startswith(("{", "[")) and re.match(r'\[\s*[\[{\]]|\{\s*["}]', words):
        return "json"
    if is_subtitles(words):
        return "subtitles"
    if words.startswith("[InternetShortcut]") and len(words) < 3000:
        raise Unreadable("This is a link to a page, not the page; open it and save the page, or load its address.")
    headers = _headers(words)
    if _is_saved_page(headers):
        return "mhtml"
    if _are_of_mail(headers):
        return "eml"
    if named("csv", "text/csv", "text/tab-separated-values") or _is_table(words):
        return "csv"
    if named("html", "text/html") and _TAG.search(start):
        return "html"
    if len(_TAG.findall(start)) >= 6 and re.search(r"</(?:p|div|body|html)>", start, re.I):
        return "html"
    if named("markdown", "text/markdown") or _MARKDOWN.search(words):
        return "markdown"
    return "text"


def _marked_up(words: str) -> str:
    prolog, words = _after_prolog(words)
    if re.search(r"<!doctype\s+html\b", prolog, re.I):
        return "html"
    root = _ROOT.match(words)
    tag = root.group(1).rpartition(":")[2].lower() if root else ""
    if tag in _ROOTS:
        return _ROOTS[tag]
    if _TAG.match(words) and (not prolog.startswith("<?xml") or tag in {"html", "body"}):
        return "html"
    if tag and (prolog.startswith("<?xml") or f"</{tag}" in words):
        raise Unreadable(
            f"This is XML whose outermost element is <{tag[:50]}>, which is not read; send RSS, Atom, NewsML or NITF."
        )
    return ""


def _after_prolog(words: str) -> tuple[str, str]:
    """What comes before the first element (declarations, comments, the document type), and the rest."""
    end = 0
    while True:
        end += len(words[end:]) - len(words[end:].lstrip())
        for start, stop in (("<?", "?>"), ("<!--", "-->"), ("<!", ">")):
            if words.startswith(start, end):
                stop = "]" if start == "<!" and 0 <= words.find("[", end) < words.find(">", end) else stop
                at = words.find(stop, end)
                if at < 0:
                    return words, ""
                end = words.find(">", at) + 1 if stop == "]" else at + len(stop)
                break
        else:
            return words[:end], words[end:]
        if not end:
            return words, ""


def _headers(words: str) -> dict[str, str]:
    """The header lines from the very first line on, as mail has them; none where another line is among them."""
    headers: dict[str, str] = {}
    name = ""
    if words.startswith("From "):  # the separator of mailboxes
        words = words.partition("\n")[2]
    for line in words.splitlines():
        if not line.strip():
            break
        if line[0] in " \t":
            headers[name] = headers.get(name, "") + line
            continue
        if not _HEADER.match(line):
            return {}
        name, _, value = line.partition(":")
        name = name.lower()
        headers[name] = value
    return headers


def _is_saved_page(headers: dict[str, str]) -> bool:
    """Whether this is a page with its pictures: nobody with an address wrote it, and it was sent to nobody."""
    if "snapshot-content-location" in headers:
        return True
    is_page = headers.get("content-type", "").lower().lstrip().startswith(("multipart/related", "text/html"))
    is_sent = headers.keys() & {*_SENT} or "@" in headers.get("from", "")
    return is_page and not is_sent


def is_mail(start: str) -> bool:
    """Whether a text that begins like this is a mail, and not a letter or a press release with lines of the kind."""
    return _are_of_mail(_headers(start.lstrip()))


def _are_of_mail(headers: dict[str, str]) -> bool:
    """Whether there are some among these that only mail has."""
    count = len(headers.keys() & {*_MAILS})
    return count >= 2 or bool(count and headers.keys() & {"date", "subject", "to"})


def _is_table(words: str) -> bool:
    """Whether the first line names columns that we know, the text among them."""
    first = words.split("\n", 1)[0].strip()
    for separator in columns.SEPARATORS:
        if separator in first:
            try:
                names = next(csv.reader([first], delimiter=separator), [])
            except csv.Error:
                continue
            known = columns.known_columns(names)
            if "text" in known and len(known) > 1:
                return True
    return False


def _named(name: str, hint: str, slug: str, *types: str) -> bool:
    return name.endswith(KINDS[slug].endings) or hint.partition(";")[0].strip() in types

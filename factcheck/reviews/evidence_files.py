"""Files of evidence: what they are, told by their content, and where they are kept.

A file lies in a private folder under the SHA-256 of its content, so that one content is stored once and nobody's name
for it becomes a path. What was interrupted or refused leaves nothing behind.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import filetype
from django.conf import settings
from django.core.files import File

from factcheck.readers.characters import decode_start
from factcheck.readers.kinds import is_mail
from factcheck.refusals import Refused

#: What is taken, and under which content type it is given out again.
TAKEN = {
    "application/pdf": "application/pdf",
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/webp": "image/webp",
    "image/gif": "image/gif",
    "audio/mpeg": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    "audio/x-wav": "audio/wav",
    "audio/ogg": "audio/ogg",
    "video/mp4": "video/mp4",
    "video/webm": "video/webm",
    (_DOCX := "application/vnd.openxmlformats-officedocument.wordprocessingml.document"): _DOCX,
    (_XLSX := "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"): _XLSX,
    (_ODT := "application/vnd.oasis.opendocument.text"): _ODT,
}
TEXT, MAIL = "text/plain", "message/rfc822"
#: The names of what is taken, for people and for the browser's choice of files.
TAKEN_NAMES = (
    "PDF, Word, Excel and ODT documents, PNG, JPEG, WebP and GIF pictures, plain text, emails (.eml), "
    "MP3, M4A, WAV, Ogg, MP4 and WebM"
)
ENDINGS = ".pdf,.png,.jpg,.jpeg,.webp,.gif,.docx,.xlsx,.odt,.txt,.eml,.mp3,.m4a,.wav,.ogg,.mp4,.webm"
#: What people most often try instead; anything else is called by its usual ending.
_REFUSED = {
    "zip": "a ZIP archive",
    "exe": "a program",
    "elf": "a program",
    "pptx": "a presentation",
    "ppt": "a presentation",
    "doc": "an old Word document (.doc)",
    "xls": "an old Excel document (.xls)",
    "rtf": "an RTF document",
    "mov": "a QuickTime film (.mov)",
    "heic": "a HEIC picture",
}
#: How much of a file is looked at for its type, at its beginning and, where a ZIP lists what it holds, at its end.
_HEAD = 64 * 1024
_TAIL = 512 * 1024
_PIECE = 1024 * 1024
_LONGEST_NAME = 200
#: A process that was killed may have left a file half-written; a day later nobody is writing it any more.
_LEFT_BEHIND = 24 * 3600


class Gone(Exception):
    """The file is no longer in the private folder."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the private folder. ``path`` is within it, ``name`` what the file was called where it came from."""

    path: str
    name: str
    content_type: str
    size: int
    sha256: str


def max_bytes() -> int:
    """How large a file may be."""
    return settings.EVIDENCE_MAX_MB * 1024**2


# ---- What it is -----------------------------------------------------------------------------------------------------


def content_type_of(file: File[bytes]) -> str:
    """The type of what is in the file, whatever its name says. Raises Refused for what isn't taken.

    It looks at some bytes at both ends: ``readers.kinds`` opens archives, which only the sandbox may, no web process.
    """
    if (file.size or 0) > max_bytes():
        raise Refused(f"The file has {_megabytes(file.size)} MB; the limit is {settings.EVIDENCE_MAX_MB} MB.")
    if not file.size:
        raise Refused("The file is empty; choose another one.")
    head, tail = _ends(file)
    kind = filetype.guess(head)
    if kind and kind.mime in TAKEN and kind.mime not in (_DOCX, _XLSX):
        return TAKEN[kind.mime]
    if head.startswith(b"PK\x03\x04"):
        return _office(tail, kind)
    if kind:
        raise _not_taken(_REFUSED.get(kind.extension, f"a file of the type “{kind.extension}”"))
    return _text(file, head)


def _office(tail: bytes, kind: Any) -> str:
    """Word and Excel are ZIP archives; the list of what they hold is at the end, in any order."""
    if b"vbaProject.bin" in tail:
        raise _not_taken("an Office document with macros")
    if b"[Content_Types].xml" in tail:
        for inside, content_type in ((b"word/document", _DOCX), (b"xl/workbook", _XLSX)):
            if inside in tail:
                return content_type
    known = kind.extension if kind and kind.extension not in ("docx", "xlsx") else "zip"
    raise _not_taken(_REFUSED.get(known, f"a file of the type “{known}”"))


def _text(file: File[bytes], head: bytes) -> str:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(b"#!"):
        raise _not_taken("a program")
    if re.match(rb"<([a-z!?])", start):
        is_page = b"<html" in start or start.startswith(b"<!doctype html")
        raise _not_taken("a web page" if is_page else "an XML file")
    if not _is_text(file, head):
        raise _not_taken("of an unknown type")
    return MAIL if is_mail(decode_start(head)) else TEXT


def _is_text(file: File[bytes], head: bytes) -> bool:
    """Letters all through: UTF-8, UTF-16 with its mark, or one of the Windows encodings."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(file, "utf-16")
    if _decodes(file, "utf-8"):
        return True
    return all(not piece.translate(None, delete=_PRINTED) for piece in _pieces(file))


#: All bytes but the control characters that no text has.
_PRINTED = bytes(byte for byte in range(256) if byte >= 32 or byte in b"\t\n\r\f\x1a")


def _decodes(file: File[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(file):
            if any(
                unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f\x1a\x85"
                for letter in set(decoder.decode(piece))
            ):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _ends(file: File[bytes]) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(max(0, (file.size or 0) - _TAIL))
    tail = file.read(_TAIL)
    file.seek(0)
    return head, tail


def _pieces(file: File[bytes]) -> Iterator[bytes]:
    file.seek(0)
    yield from file.chunks(_PIECE)


def _not_taken(what: str) -> Refused:
    return Refused(f"This file is {what}; choose one of these: {TAKEN_NAMES}.")


def _megabytes(size: int | None) -> str:
    """Rounded up, so that what is too large never reads as just fitting."""
    return f"{-(-(size or 0) * 10 // 1024**2) / 10:g}"


# ---- Where it is kept -----------------------------------------------------------------------------------------------


def store(file: File[bytes], *, content_type: str) -> StoredFile:
    """Put the content into the private folder, safely on disk when this returns. The same content is the same file.

    Raises OSError, and then nothing stays.
    """
    incoming = _folder("incoming")
    _clear(incoming)
    digest, size = hashlib.sha256(), 0
    making = tempfile.NamedTemporaryFile(dir=incoming, delete=False)  # noqa: SIM115  renamed, not removed
    try:
        with making:
            for piece in _pieces(file):
                digest.update(piece)
                size += len(piece)
                making.write(piece)
            making.flush()
            os.fsync(making.fileno())
        sha256 = digest.hexdigest()
        folder = _folder(sha256[:2])
        # A file that is there has the same content, unless a disk has lost some of it.
        Path(making.name).replace(folder / sha256)
        _settle(folder)
    except BaseException:
        Path(making.name).unlink(missing_ok=True)
        raise
    return StoredFile(f"{sha256[:2]}/{sha256}", safe_name(file.name or ""), content_type, size, sha256)


def opened(path: str) -> IO[bytes]:
    """A stored file to read from. Raises Gone when somebody took it from the disk."""
    root = Path(settings.EVIDENCE_ROOT)
    try:
        return (root / path).open("rb")
    except OSError as error:
        raise Gone(f"{root / path} can’t be read: {error.strerror}.") from error


def safe_name(name: str) -> str:
    """What a file is called, without folders, and without unseen letters, which may turn its ending around."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = name.strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def _folder(name: str) -> Path:
    root = Path(settings.EVIDENCE_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    for folder in (root, root / name):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
            _settle(folder.parent)
    return root / name


def _settle(folder: Path) -> None:
    """What was renamed into a folder is there after a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(incoming: Path) -> None:
    for path in incoming.iterdir():
        with suppress(FileNotFoundError):  # somebody else's, stored this very moment
            if path.stat().st_mtime < time.time() - _LEFT_BEHIND:
                path.unlink()

"""Office files as what they say they are: the main part of one is named by its list of content types, not by its name.

Word writes the same document as a document with macros, as a template, in the Strict form of the standard, or with its
main part under another name. python-docx knows the first form alone, so the others are told it in its words.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import BinaryIO

CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.(?:document|template)"
    rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml",
    re.I,
)
_EXCEL = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)"
    rb"|ms-excel\.(?:sheet|template)\.macroEnabled)\.main\+xml",
    re.I,
)
_SLIDES = re.compile(rb"presentationml\.|ms-powerpoint\.", re.I)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
#: The largest list of content types that is looked at.
_MAX_LIST_BYTES = 2_000_000


def kind_of_package(archive: zipfile.ZipFile) -> str:
    """“docx”, “xlsx” or “pptx”, by what the package says of its main part; empty where it says nothing."""
    listed = _content_types(archive)
    for slug, pattern in (("docx", _WORD), ("xlsx", _EXCEL), ("pptx", _SLIDES)):
        if pattern.search(listed):
            return slug
    return ""


def as_plain_document(file: BinaryIO) -> BinaryIO:
    """A Word file as python-docx reads it: the same bytes, or a copy with its content type and namespaces renamed."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        listed = _content_types(archive)
        is_plain = _MAIN.encode() in listed
        if is_plain and not _is_strict(archive):
            file.seek(0)
            return file
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as renamed:
            for member in archive.infolist():
                data = archive.read(member)
                if member.filename == CONTENT_TYPES:
                    data = _WORD.sub(_MAIN.encode(), data)
                if member.filename.endswith((".xml", ".rels")):
                    data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
                renamed.writestr(member.filename, data)
    copy.seek(0)
    return copy


def _content_types(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open(CONTENT_TYPES) as part:
            return part.read(_MAX_LIST_BYTES)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        return b""


def _is_strict(archive: zipfile.ZipFile) -> bool:
    with archive.open("_rels/.rels") as part:
        return bool(_STRICT.search(part.read(_MAX_LIST_BYTES)))

"""Small files of every kind that people bring as evidence, or try to."""

from __future__ import annotations

import io
import zipfile


def zipped(*names: str, mimetype: str = "") -> bytes:
    """A ZIP archive that holds these files; ``mimetype`` comes first, as OpenDocument has it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, f"<x>{name}</x>")
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
_FTYP = b"\0\0\0\x20ftyp"
_EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82"
_MAIL = b"Received: from desk by mail\nFrom: Anna <anna@example.org>\nSubject: Minutes\n\nHello,\nsee page 3.\n"
_OFFICE = "application/vnd.openxmlformats-officedocument"

#: Content, and the type under which it is given out.
TAKEN: dict[str, tuple[bytes, str]] = {
    "pdf": (PDF, "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20), "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(20), "image/jpeg"),
    "jpeg of a camera": (b"\xff\xd8\xff\xe1\0\x10Exif\0\0" + bytes(20), "image/jpeg"),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20), "image/webp"),
    "gif": (b"GIF89a" + bytes(20), "image/gif"),
    "docx": (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), f"{_OFFICE}.wordprocessingml.document"),
    "docx in another order": (
        zipped(*(f"customXml/item{n}.xml" for n in range(9)), "word/document.xml", "[Content_Types].xml"),
        f"{_OFFICE}.wordprocessingml.document",
    ),
    "xlsx": (zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), f"{_OFFICE}.spreadsheetml.sheet"),
    "odt": (
        zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
        "application/vnd.oasis.opendocument.text",
    ),
    "text": (b"Minutes of the council\nPage 3.\n", "text/plain"),
    "text in UTF-8": ("\ufeff“Können”, sagte er.\n".encode(), "text/plain"),
    "text in UTF-16": ("“Können”, sagte er.\n".encode("utf-16"), "text/plain"),
    "text of an old Windows": ("“Können”, sagte er.\n".encode("cp1252"), "text/plain"),
    "a letter split over two pieces": (b"x" * (1024 * 1024 - 1) + "é".encode(), "text/plain"),
    "eml": (_MAIL, "message/rfc822"),
    "mp3": (b"ID3\x03\0\0\0\0\0\x0a" + bytes(30), "audio/mpeg"),
    "mp3 without tags": (b"\xff\xfb\x90\x64" + bytes(400), "audio/mpeg"),
    "m4a": (_FTYP + b"M4A \0\0\0\0M4A mp42isom" + bytes(20), "audio/mp4"),
    "wav": (b"RIFF\x24\0\0\0WAVEfmt " + bytes(20), "audio/wav"),
    "ogg": (b"OggS\0\2" + bytes(20), "audio/ogg"),
    "mp4": (_FTYP + b"isom\0\0\2\0isomiso2avc1mp41" + bytes(20), "video/mp4"),
    "webm": (_EBML + b"\x84webm" + bytes(20), "video/webm"),
}
#: Content, and what a person is told it is.
REFUSED: dict[str, tuple[bytes, str]] = {
    "zip": (zipped("notes.txt"), "a ZIP archive"),
    "zip that calls itself Word": (zipped("word/notes.txt"), "a ZIP archive"),
    "macros": (
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        "an Office document with macros",
    ),
    "pptx": (zipped("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml"), "a presentation"),
    "old word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"\xec\xa5\xc1\0" + bytes(20),
        "an old Word document",
    ),
    "program": (b"MZ" + bytes(100), "a program"),
    "linux program": (b"\x7fELF" + bytes(60), "a program"),
    "script": (b"#!/bin/sh\necho hello\n", "a program"),
    "page": (b"\n<!DOCTYPE html><html><script>alert(1)</script></html>", "a web page"),
    "page with a mark": (b"\xef\xbb\xbf<HTML><body>", "a web page"),
    "svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "an XML file"),
    "rtf": (b"{\\rtf1\\ansi hello}", "an RTF document"),
    "film": (b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(20), "a QuickTime film"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(20), "a HEIC picture"),
    "archive": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(30), "a file of the type “7z”"),
    "noise": (bytes(range(1, 255)) * 3, "of an unknown type"),
    "zeros": (bytes(500), "of an unknown type"),
}

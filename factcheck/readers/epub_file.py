"""E-books (EPUB): each chapter that is more than a title is an article."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import unquote

from defusedxml.ElementTree import fromstring

from factcheck.readers.archive import check_archive
from factcheck.readers.base import Dropped, ImportedArticle, Limits, RefusedFile, clean_article, one_line
from factcheck.readers.furniture import furniture_of
from factcheck.readers.html import MAX_PAGE_BYTES, chapter_of
from factcheck.readers.text import Unreadable, heading
from factcheck.readers.xml import words_in, xml_errors_as_unreadable

_PAGES = frozenset(("application/xhtml+xml", "text/html"))
#: A chapter with fewer letters is a cover, a title or a page of rights.
_FEWEST_LETTERS = 200
_MAX_SHEETS, _MAX_SHEET_BYTES = 10, 50_000


class EpubFile:
    """Reads the chapters in the order of the book; its cover and lists of contents are left out."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        check_archive(file, limits)
        with zipfile.ZipFile(file) as archive:
            with xml_errors_as_unreadable():
                opf_name, package = _package(archive)
            about = {
                "title": words_in(package.find("{*}metadata/{*}title")),
                "byline": words_in(package.find("{*}metadata/{*}creator")),
                "outlet": words_in(package.find("{*}metadata/{*}publisher")),
                "language": words_in(package.find("{*}metadata/{*}language")),
                "published_on": words_in(package.find("{*}metadata/{*}date")),
            }
            articles, left_out = [], []
            css = _style_sheets(archive, package, posixpath.dirname(opf_name))
            for member in _chapters(package, posixpath.dirname(opf_name)):
                item = _chapter(archive, member, about, css)
                if isinstance(item, ImportedArticle) and len(item.text) < _FEWEST_LETTERS:
                    left_out.append(item)
                elif item is not None:
                    articles.append(item)
        if not any(isinstance(item, ImportedArticle) for item in articles):
            # A short text is all there is.
            articles, left_out = [*articles, *left_out], []
        dropped = tuple(Dropped("short page of the book", one_line(item.text, 200)) for item in left_out)
        for number, item in enumerate(articles):
            if isinstance(item, ImportedArticle):
                place = item.place if len(articles) > 1 else ""
                item = replace(item, place=place, dropped=(*item.dropped, *(dropped if not number else ())))
            yield item


def _package(archive: zipfile.ZipFile) -> tuple[str, Any]:
    try:
        container = fromstring(archive.read("META-INF/container.xml"))
        name = next(
            rootfile.get("full-path") or "" for rootfile in container.iter() if rootfile.tag.endswith("}rootfile")
        )
        return name, fromstring(archive.read(name))
    except (KeyError, StopIteration):
        raise Unreadable("This e-book is damaged or cut short; send it again.") from None


def _chapters(package: Any, folder: str) -> Iterator[str]:
    items = {
        item.get("id"): item
        for item in package.iterfind("{*}manifest/{*}item")
        if item.get("media-type") in _PAGES and "nav" not in (item.get("properties") or "").split()
    }
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None:
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _style_sheets(archive: zipfile.ZipFile, package: Any, folder: str) -> str:
    sheets: list[str] = []
    for item in package.iterfind("{*}manifest/{*}item"):
        if item.get("media-type") == "text/css" and len(sheets) < _MAX_SHEETS:
            try:
                with archive.open(posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))) as part:
                    sheets.append(part.read(_MAX_SHEET_BYTES).decode("utf-8", "replace"))
            except (KeyError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError):
                continue
    return "\n".join(sheets)


def _chapter(
    archive: zipfile.ZipFile, member: str, about: dict[str, str], css: str
) -> ImportedArticle | RefusedFile | None:
    place = one_line(member, 200)
    try:
        with archive.open(member) as part:
            chapter = chapter_of(part.read(MAX_PAGE_BYTES), css)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError):
        return RefusedFile("It is damaged or missing in the e-book; send it again.", place)
    paragraphs = chapter.paragraphs
    if not paragraphs:
        return None
    furniture = furniture_of(paragraphs)
    text = furniture.removed_from(paragraphs)
    try:
        return clean_article(
            text,
            title=heading("\n\n".join(text)) or about["title"],
            byline=furniture.byline or about["byline"],
            outlet=about["outlet"],
            published_on=furniture.published_on or about["published_on"],
            language=about["language"],
            dropped=[*chapter.dropped, *furniture.dropped_from(paragraphs)],
            marked=chapter.notes,
            place=place,
        )
    except Unreadable as why:
        return RefusedFile(str(why), place)

"""A ZIP of files of any kind that we read. Names are labels: nothing is written under them."""

from __future__ import annotations

import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from factcheck.readers.archive import check_archive
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, one_line, parse_date, with_place
from factcheck.readers.dispatch import read_as
from factcheck.readers.kinds import kind_of
from factcheck.readers.sidecar import read_sidecar
from factcheck.readers.text import Unreadable

_PIECE = 1024 * 1024
#: What unpacking a member raises when it is damaged, or packed in a way that nothing here unpacks.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, KeyError, OSError)
_MAX_NAME_LENGTH = 200


class ZipFile:
    """Each member is read as what it is; a ``.json`` beside a file of the same name says where that comes from."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The articles of all members, by name; a member that can't be read doesn't stop the others."""
        check_archive(file, limits)
        with zipfile.ZipFile(file) as archive:
            members = {one.filename: one for one in archive.infolist() if not _is_clutter(one)}
            beside = _sidecars(set(members))
            for member in sorted(members.values(), key=lambda one: one.filename):
                if member.filename in beside.values():
                    continue
                place = one_line(member.filename.replace("\\", "/"), _MAX_NAME_LENGTH)
                said = members.get(beside.get(member.filename, ""))
                try:
                    for item in _articles(archive, member, said, limits):
                        yield with_place(place, item)
                except Unreadable as why:
                    yield RefusedFile(str(why), place)
                except _BROKEN:
                    yield RefusedFile("It is damaged or cut short within the ZIP; pack it again.", place)


def _articles(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, said: zipfile.ZipInfo | None, limits: Limits
) -> Iterator[ImportedArticle | RefusedFile]:
    if (member.flag_bits | (said.flag_bits if said else 0)) & 1:
        raise Unreadable("It is protected by a password; pack it without one.")
    given = read_sidecar(archive.read(said)) if said else {}
    with tempfile.TemporaryFile() as unpacked:
        with archive.open(member) as packed:
            while piece := packed.read(_PIECE):
                unpacked.write(piece)
        kind = kind_of(unpacked, member.filename)
        if kind.slug == "zip":
            raise Unreadable("It is a ZIP within a ZIP; pack its files into one.")
        for item in read_as(kind, unpacked, member.filename, limits):
            yield _with(item, given)


def _with(item: ImportedArticle | RefusedFile, given: dict[str, str]) -> ImportedArticle | RefusedFile:
    if isinstance(item, RefusedFile) or not given:
        return item
    said: dict[str, Any] = {name: value for name, value in given.items() if name != "published_on"}
    said["published_on"] = parse_date(given.get("published_on", "")) or item.published_on
    return replace(item, **said)


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    return member.is_dir() or "__MACOSX" in parts or (bool(parts) and parts[-1].startswith("."))


def _sidecars(names: set[str]) -> dict[str, str]:
    """The ``.json`` of each text file that has one."""
    return {one: beside for one in names if one.lower().endswith(".txt") and (beside := f"{one[:-4]}.json") in names}

"""A ZIP of files of any kind that is read. Names are only labels: nothing is written under them."""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from factcheck.readers.archive import check_archive
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, one_line, parse_date, with_place
from factcheck.readers.dispatch import read_as
from factcheck.readers.kinds import kind_of
from factcheck.readers.sidecar import read_sidecar
from factcheck.readers.text import Unreadable

_PIECE = 1024 * 1024
#: What unpacking a member raises when it is damaged, or packed in a way that isn't supported.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, KeyError, OSError)
_MAX_NAME_LENGTH = 200


class ZipFile:
    """Each member is read as what it is; a ``.json`` beside a file of the same name says where that comes from."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """The articles of all members, by name; a member that can't be read doesn't stop the others."""
        check_archive(file, limits)
        with zipfile.ZipFile(file) as archive:
            members = {member.filename: member for member in archive.infolist() if not _is_clutter(member)}
            sidecars = _sidecars(set(members))
            for member in sorted(members.values(), key=lambda member: member.filename):
                if member.filename in sidecars.values():
                    continue
                place = one_line(member.filename.replace("\\", "/"), _MAX_NAME_LENGTH)
                sidecar = members.get(sidecars.get(member.filename, ""))
                try:
                    for item in _articles(archive, member, sidecar, limits):
                        yield with_place(place, item)
                except Unreadable as why:
                    yield RefusedFile(str(why), place)
                except _BROKEN:
                    yield RefusedFile("It is damaged or cut short within the ZIP; pack it again.", place)


def _articles(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, sidecar: zipfile.ZipInfo | None, limits: Limits
) -> Iterator[ImportedArticle | RefusedFile]:
    if (member.flag_bits | (sidecar.flag_bits if sidecar else 0)) & 1:
        raise Unreadable("It is protected by a password; pack it without one.")
    fields = read_sidecar(archive.read(sidecar)) if sidecar else {}
    # In memory that counts as the process's own: in the sandbox nothing can be written, nor kept aside.
    with BytesIO() as unpacked:
        with archive.open(member) as packed:
            while piece := packed.read(_PIECE):
                unpacked.write(piece)
        kind = kind_of(unpacked, member.filename)
        if kind.slug == "zip":
            raise Unreadable("It is a ZIP within a ZIP; pack its files into one.")
        for item in read_as(kind, unpacked, member.filename, limits):
            yield _with_sidecar(item, fields)


def _with_sidecar(item: ImportedArticle | RefusedFile, fields: dict[str, str]) -> ImportedArticle | RefusedFile:
    if isinstance(item, RefusedFile) or not fields:
        return item
    changes: dict[str, Any] = {name: value for name, value in fields.items() if name != "published_on"}
    changes["published_on"] = parse_date(fields.get("published_on", "")) or item.published_on
    return replace(item, **changes)


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    # A symbolic link is stored as a file whose text is where it leads.
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return member.is_dir() or is_link or "__MACOSX" in parts or (bool(parts) and parts[-1].startswith("."))


def _sidecars(names: set[str]) -> dict[str, str]:
    """The ``.json`` beside each text file that has one."""
    return {
        name: beside for name in names if name.lower().endswith(".txt") and (beside := f"{name[:-4]}.json") in names
    }

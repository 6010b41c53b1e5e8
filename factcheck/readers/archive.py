"""What a ZIP, or an office file that is one, may unpack to. Its directory is read before anything is unpacked."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from factcheck.readers.base import Limits
from factcheck.readers.text import Unreadable

#: Whatever unpacks to no more than this may be packed as tightly as it likes.
_ALWAYS_ALLOWED = 10_000_000
#: Parts of an office file, members of a ZIP.
MAX_MEMBERS = 20_000


def check_archive(file: BinaryIO, limits: Limits) -> None:
    """Raises Unreadable for an archive that says it unpacks to too much. The file is back at its beginning.

    zipfile stops at the size that the directory gives, so an archive that lies about it gains nothing.
    """
    size = file.seek(0, 2)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    file.seek(0)
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise Unreadable(f"It holds {len(members):,} files; {MAX_MEMBERS:,} is the limit, so split it.")
    if unpacked > limits.unpacked_bytes:
        raise Unreadable(
            f"It unpacks to {unpacked / 1_000_000:,.0f} MB, and {limits.unpacked_mb:,} MB is the limit; split it."
        )
    if unpacked > _ALWAYS_ALLOWED and unpacked > limits.ratio * max(size, 1):
        raise Unreadable(
            f"It unpacks to {unpacked // max(size, 1):,} times its size, which no text does; pack it again."
        )

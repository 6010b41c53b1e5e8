"""Office files are ZIP files: written so that they are the same again."""

from __future__ import annotations

import datetime as dt
import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def deterministic_zip(content: bytes, at: dt.datetime) -> bytes:
    """The same parts in the same order, all dated ``at``. For our own files: nothing is checked."""
    moment = at.astimezone(dt.UTC)
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            # A ZIP file counts from 1980.
            info = ZipInfo(part.filename, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(part))
    return packed.getvalue()

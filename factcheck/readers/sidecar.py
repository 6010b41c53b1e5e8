"""The ``.json`` beside a text file, which says where the text comes from."""

from __future__ import annotations

import json
from pathlib import Path

from factcheck.readers.text import Unreadable

FIELDS = ("title", "outlet", "byline", "url", "published_on")


def sidecar_of(path: Path) -> Path:
    return path.with_suffix(".json")


def read_sidecar(data: bytes) -> dict[str, str]:
    """What it says, by the names in FIELDS. Raises Unreadable with one sentence."""
    try:
        fields = json.loads(data)
    except ValueError:
        raise Unreadable("The .json beside the file is not JSON; correct it, or take it away.") from None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise Unreadable('The .json beside the file must look like {"title": "…", "outlet": "…"}.')
    if unknown := sorted(fields.keys() - set(FIELDS)):
        raise Unreadable(f"The .json beside the file has {unknown[0]!r}; it may have {', '.join(FIELDS)}.")
    return fields

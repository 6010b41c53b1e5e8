"""What the readers' tests share: a file in, what was found out."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO

from factcheck.articles.readers import front_door
from factcheck.articles.readers.base import Copy, Refused
from factcheck.articles.readers.kinds import KINDS, kind_of


def articles(data: bytes | str, name: str = "", kind: str = "") -> list[Copy | Refused]:
    """What a file holds; ``kind`` is what it has to be recognised as."""
    data = data.encode() if isinstance(data, str) else data
    if kind:
        assert kind_of(BytesIO(data), name).slug == kind
    return list(front_door.read(data, name=name))


def only(data: bytes | str, name: str = "", kind: str = "") -> Copy:
    (found,) = articles(data, name, kind)
    assert isinstance(found, Copy), found
    return found


def refusal(data: bytes | str, name: str = "", kind: str = "") -> str:
    (found,) = articles(data, name, kind)
    assert isinstance(found, Refused), found
    return found.sentence


def of_kind(slug: str, data: bytes) -> list[Copy | Refused]:
    """What a reader makes of bytes that may be nothing of its kind; as the front door would answer."""
    kind = KINDS[slug]
    patched = BytesIO(data)
    module, name = kind.reader.split(":")
    reader = getattr(import_module(f"factcheck.articles.readers.{module}"), name)()
    try:
        return list(reader.read(patched, f"some{kind.endings[0]}", front_door.Limits()))
    except front_door.Unreadable as why:
        return [Refused(str(why))]

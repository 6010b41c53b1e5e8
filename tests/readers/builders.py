"""What the readers' tests share: a file in, its articles out."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO

from factcheck.readers import dispatch
from factcheck.readers.base import ImportedArticle, RefusedFile
from factcheck.readers.kinds import KINDS, kind_of


def articles(data: bytes | str, name: str = "", kind: str = "") -> list[ImportedArticle | RefusedFile]:
    """What a file holds; ``kind`` is what it has to be recognised as."""
    data = data.encode() if isinstance(data, str) else data
    if kind:
        assert kind_of(BytesIO(data), name).slug == kind
    return list(dispatch.read(data, name=name))


def only(data: bytes | str, name: str = "", kind: str = "") -> ImportedArticle:
    (item,) = articles(data, name, kind)
    assert isinstance(item, ImportedArticle), item
    return item


def refusal(data: bytes | str, name: str = "", kind: str = "") -> str:
    (item,) = articles(data, name, kind)
    assert isinstance(item, RefusedFile), item
    return item.sentence


def read_as(slug: str, data: bytes) -> list[ImportedArticle | RefusedFile]:
    """What a reader makes of bytes that may be nothing of its kind, answered as dispatch would."""
    kind = KINDS[slug]
    module, name = kind.reader.split(":")
    reader = getattr(import_module(f"factcheck.readers.{module}"), name)()
    try:
        return list(reader.read(BytesIO(data), f"some{kind.endings[0]}", dispatch.Limits()))
    except dispatch.Unreadable as why:
        return [RefusedFile(str(why))]

"""What tables of articles call their columns, read forgivingly: for CSV, Excel and JSON alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from factcheck.readers.base import ImportedArticle, RefusedFile, clean_article
from factcheck.readers.text import Unreadable

SEPARATORS = (",", ";", "\t", "|")

# The first name that a table has wins.
NAMES = {
    "text": (
        "text", "body", "content", "contenthtml", "contenttext", "fulltext", "articletext", "articlebody", "bodytext",
        "article", "story",
    ),
    "title": ("title", "headline", "articletitle", "heading", "hed", "subject"),
    "byline": ("byline", "author", "authors", "by", "writer", "reporter", "creator"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "site", "sitename", "medium", "provider"),
    "url": ("url", "link", "weburl", "address", "permalink", "href", "uri"),
    "published_on": (
        "publishedon", "date", "published", "publishedat", "publicationdate", "datepublished", "pubdate", "publishdate",
        "created", "createdat", "versioncreated", "datetime", "day",
    ),
    "language": ("language", "lang", "locale"),
}  # fmt: skip


def known_columns(names: Iterable[object]) -> dict[str, str]:
    """The columns of a table that we know: what we call it → what the table calls it."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(_key(name), str(name))
    return {
        field: by_key[key]
        for field, keys in NAMES.items()
        if (key := next((key for key in map(_key, keys) if key in by_key), None))
    }


def column_positions(names: Sequence[object]) -> dict[str, int]:
    """The positions of the columns we know. Raises Unreadable when none of them is the text, naming what is there."""
    labels = [str(name).strip() for name in names if name is not None and str(name).strip()]
    columns = known_columns(names)
    if "text" not in columns:
        listed = ", ".join(f"“{name[:40]}”" for name in labels[:12]) + (" …" if len(labels) > 12 else "")
        raise Unreadable(
            f"No column holds the text: the columns are {listed or 'without names'}; call one “text” (or body)."
        )
    as_words = [str(name) for name in names]
    return {field: as_words.index(name) for field, name in columns.items()}


def read_row(row: Mapping[str, object], place: str) -> ImportedArticle | RefusedFile:
    """The article in a row, whose values have our names of the columns."""
    values = {field: value for field, value in row.items() if value is not None}
    text = values.pop("text", "")
    if not str(text).strip():
        return RefusedFile("It has no text; fill it in, or leave the row out.", place)
    try:
        return clean_article(str(text), place=place, **values)  # type: ignore[arg-type]
    except Unreadable as why:
        return RefusedFile(str(why), place)


def _key(name: object) -> str:
    return re.sub(r"[\W_]+", "", str(name)).lower()

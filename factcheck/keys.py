"""The key of a form, and the words that it came with: the same form sent twice is one decision (decision 4).

A service looks up its row by the key. Where there is one, ``are_other_words()`` tells the same form again from somebody
who typed on while the first answer was lost; then the service raises KeyReused and says what is stored.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any, cast

from django import forms
from django.db import connection, models
from django.http import QueryDict

_QUOTED = 100


def words_field() -> models.CharField[str, str]:
    """A column beside ``key``: the SHA-256 of the form's words. Empty in rows older than it, and where columns tell."""
    return models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)


def words_sha256(form: str, /, **words: Any) -> str:
    """The SHA-256 of what a form says, as 64 hexadecimal digits; ``form`` names what it does.

    ``words`` are what a person chose or typed, as the service gets them: no version and no key. Lists keep their order.
    """
    text = json.dumps([form, words], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def are_other_words(stored: str, words: str) -> bool:
    """Whether a row was made from other words than came now. One from before the sums were kept counts as the same."""
    return bool(stored) and stored != words


def lock_key(key: uuid.UUID) -> None:
    """Wait for another request with this key, until the transaction ends.

    For services whose two requests need not meet at the lock of a row before they look for the key.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key.bytes[:8], signed=True)])


def key_of_row(key: uuid.UUID, place: int, name: object) -> uuid.UUID:
    """The key of one of several rows that a form makes. The first has the form's own, by which the form is found.

    ``name`` tells the rows of a form apart, such as a primary key.
    """
    return key if place == 0 else uuid.uuid5(key, str(name))


def give_new_key(form: forms.Form, **fields: str) -> None:
    """Let what was typed stay in a form and be a decision of its own when it is sent again; ``fields`` change too."""
    data = cast(QueryDict, form.data).copy()
    for name, value in {"key": str(uuid.uuid4()), **fields}.items():
        data[name] = value
    form.data = data


def quoted(words: str) -> str:
    """What somebody wrote, on one line, short enough for a sentence and without a full stop of its own."""
    line = " ".join(words.split()).removesuffix(".")
    return f"“{line}”" if len(line) <= _QUOTED else f"“{line[: _QUOTED - 1].rstrip()}…”"

"""What would only hurt later is said at start: system checks, run by every command and by ``make run``."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils.module_loading import import_string

OLDEST_POSTGRESQL = 14


def too_old(server_version: int) -> str | None:
    """A sentence when a server of this version (as libpq counts: 130004 is 13.4) can't be used."""
    if server_version >= OLDEST_POSTGRESQL * 10_000:
        return None
    return (
        f"The database is PostgreSQL {server_version // 10_000}, but Factcheck needs {OLDEST_POSTGRESQL} or newer; "
        "upgrade it, or point DATABASE_URL to another."
    )


@register(Tags.database)
def database_is_new_enough(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """factcheck.E001"""
    found = (too_old(cast(DatabaseWrapper, connections[alias]).pg_version) for alias in databases or [])
    return [Error(sentence, id="factcheck.E001") for sentence in found if sentence]


@register()
def detector_can_read(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.E002"""
    path = settings.ATTRIBUTION_DETECTOR
    try:
        detector = import_string(path)
    except ImportError as error:
        return [Error(f"ATTRIBUTION_DETECTOR {path!r} can’t be imported: {error}.", id="factcheck.E002")]
    # Its name may be known only once it is made, with a model that takes seconds to load.
    if not callable(getattr(detector, "detect", None)):
        return [Error(f"ATTRIBUTION_DETECTOR {path!r} can’t detect(text).", id="factcheck.E002")]
    return []

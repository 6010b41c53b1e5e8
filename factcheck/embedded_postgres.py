"""The only module that knows the database may be embedded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def home() -> Path:
    return ROOT / ".local"


def database_settings() -> dict[str, object]:
    return {}


@contextmanager
def running() -> Iterator[None]:
    yield

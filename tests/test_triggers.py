"""The database holds the triggers that the rooms’ files show, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from factcheck.triggers import ROOMS, triggers_of

pytestmark = pytest.mark.django_db

#: procrastinate brings its own.
TRIGGERS = """
SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE 'procrastinate%'
"""
FUNCTIONS = """
SELECT proname, pg_get_functiondef(oid) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype AND proname NOT LIKE 'procrastinate%'
"""


def held() -> dict[str, str]:
    """What the database holds, by name."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        triggers = dict(cursor.fetchall())
        cursor.execute(FUNCTIONS)
        return triggers | dict(cursor.fetchall())


def test_the_database_holds_what_the_files_name() -> None:
    named = [
        name
        for room in ROOMS
        for name in re.findall(r"CREATE OR REPLACE (?:TRIGGER|FUNCTION) (\w+)", triggers_of(room))
    ]
    assert len(named) == len(set(named)) > 20
    assert set(held()) == set(named)


def test_installing_them_again_changes_nothing() -> None:
    """A file that was edited, and that no migration has installed since, shows here."""
    before = held()
    with transaction.atomic(), connection.cursor() as cursor:
        for room in ROOMS:
            cursor.execute(triggers_of(room))
        after = held()
        transaction.set_rollback(True)
    assert after == before, "edit a triggers.sql and move the room’s install_triggers() to a new migration"


@pytest.mark.parametrize("room", ROOMS)
def test_one_migration_of_a_room_installs_them(room: str) -> None:
    """In an older one it would run today’s file on the tables of yesterday."""
    migrations = Path(settings.BASE_DIR, "factcheck", room, "migrations").glob("*.py")
    installing = [
        path.stem for path in migrations if f"install_triggers('{room}')" in path.read_text().replace('"', "'")
    ]
    assert len(installing) == 1

"""The database's triggers: one ``triggers.sql`` a room shows them as they are today, and a migration installs them.

Each file may run again and again (``CREATE OR REPLACE``). To change a trigger, edit the file, move the room's
``install_triggers()`` from the migration that has it to a new one, and drop there by hand what the file no longer has.
It is in one migration alone, the newest: by then the tables of a new database are complete, and an existing database
runs the file once more. ``tests/test_triggers.py`` holds the database to the files (decision 50).
"""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

ROOMS = ("accounts", "articles", "claims", "reviews", "reports")


def triggers_of(room: str) -> str:
    """The SQL of a room's triggers and of the functions they call."""
    return (Path(__file__).parent / room / "triggers.sql").read_text(encoding="utf-8")


def install_triggers(room: str) -> migrations.RunSQL:
    """The operation of a migration. Going back leaves them: the tables take their triggers along."""
    return migrations.RunSQL(triggers_of(room), migrations.RunSQL.noop)

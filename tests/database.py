"""A PostgreSQL for this run of the tests alone: started once, before Django reads its settings, and gone afterwards.

Loaded early by ``-p tests.database``. The migrations run once, in a process of their own while the tests are being
collected; every worker gets a copy of what they made. After a test with real transactions its tables are put back to
that state, groups and permissions included.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from factcheck import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent

_cleanup = contextlib.ExitStack()


def _start() -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "TLS", "DEBUG"):
        os.environ.pop(name, None)  # what a developer's shell says is not what is tested
    # Every worker, and each program that a test starts, would compile the whole project for itself.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    server = _cleanup.enter_context(embedded_postgres.temporary())
    os.environ["FACTCHECK_HOME"] = str(server.data.parent)


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def _migrations_log() -> Path:
    return Path(os.environ["FACTCHECK_HOME"]) / "migrations.log"


def pytest_configure(config: pytest.Config) -> None:
    if not _is_worker() and not config.option.collectonly:
        _start_migrations()


def _start_migrations() -> None:
    """Migrate in a process of its own, which holds a lock on its log until it ends."""
    with _migrations_log().open("w") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        migrations = subprocess.Popen(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks"],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
    _cleanup.callback(migrations.wait)
    _cleanup.callback(migrations.kill)  # a run that needed no database is over before


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _cleanup.close()


def copy_migrated(name: str) -> None:
    """Make the database ``name`` as the migrations leave one, once they are through."""
    with _migrations_log().open() as log:
        fcntl.flock(log, fcntl.LOCK_SH)
        if complaints := log.read():
            pytest.fail(f"The migrations say:\n{complaints}", pytrace=False)
    address = embedded_postgres.server().url.replace(f"/{embedded_postgres.DATABASE}?", "/postgres?")
    with psycopg.connect(address, autocommit=True) as link:
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        link.execute(words.format(sql.Identifier(name), sql.Identifier(embedded_postgres.DATABASE)))


def restorer(link: psycopg.Connection) -> Callable[[psycopg.Connection], None]:
    """Remembers what the tables hold now; the function returned puts every table back to that.

    Much quicker than Django's flush, which truncates every table and then makes contents and permissions again: only
    tables that hold anything are emptied, row by row, and groups need not be granted their rights once more.
    """
    tables = [
        sql.Identifier("public", name)
        for (name,) in link.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        ).fetchall()
    ]
    holds_rows = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (TABLE {})").format(number, table) for number, table in enumerate(tables)
    )
    link.execute("CREATE SCHEMA as_migrated")
    restore = []
    for (number,) in link.execute(holds_rows).fetchall():
        kept = sql.Identifier("as_migrated", str(number))
        link.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, tables[number]))
        restore.append(sql.SQL("INSERT INTO {} TABLE {}").format(tables[number], kept))
    # Whoever still writes, such as a server that was killed, is waited for.
    lock = sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.SQL(", ").join(tables))

    def put_back(link: psycopg.Connection) -> None:
        with link.transaction():
            link.execute("SET LOCAL session_replication_role = replica")  # without triggers and foreign keys
            link.execute(lock)
            emptied = [
                sql.SQL("DELETE FROM {}").format(tables[number]) for (number,) in link.execute(holds_rows).fetchall()
            ]
            link.execute(sql.SQL(";").join([*emptied, *restore]))

    return put_back


if not _is_worker():
    _start()

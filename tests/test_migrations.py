"""A database that the version before the first release made goes on with the migrations of today.

``database_before_0001.sql.gz`` is such a database: pg_dump of what its 31 migrations made, with Django's own record of
them, the groups and the list of rules.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from factcheck import embedded_postgres

BEFORE = Path(__file__).parent / "database_before_0001.sql.gz"
#: What a database is made of; how PostgreSQL words an expression changes when it is dumped and read again.
PARTS = """
SELECT 'column', table_name || '.' || column_name, data_type || ' ' || is_nullable
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname, contype::text
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, tablename FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgname, tgfoid::regproc || ' ' || tgtype FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'right', g.name, p.codename FROM auth_group g
JOIN auth_group_permissions ON group_id = g.id JOIN auth_permission p ON p.id = permission_id
"""


@pytest.fixture
def old_database() -> Iterator[str]:
    """The address of a database as the version before left it."""
    url = embedded_postgres.server().url
    postgres = url.replace(f"/{embedded_postgres.DATABASE}?", "/postgres?")
    name = f"before_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        old = url.replace(f"/{embedded_postgres.DATABASE}?", f"/{name}?")
        with psycopg.connect(old) as restoring:
            restoring.execute(gzip.decompress(BEFORE.read_bytes()))
        yield old
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


@pytest.mark.django_db
def test_a_database_of_the_version_before_migrates_on(old_database: str) -> None:
    environment = os.environ | {
        "DATABASE_URL": old_database,
        "SECRET_KEY": "not a secret, and long enough for the checks of Django",
        "ALLOWED_HOSTS": "localhost",
        "TLS": "off",
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, timeout=120)
    with psycopg.connect(old_database) as migrated, connection.cursor() as cursor:
        cursor.execute(PARTS)
        new = set(cursor.fetchall())
        assert len(new) > 500
        assert set(migrated.execute(PARTS).fetchall()) == new

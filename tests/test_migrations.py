"""A database that the version before the first release made goes on with the migrations of today.

``database_before_0001.sql.gz`` is such a database: pg_dump of what its 31 migrations made, with Django's own record of
them, the groups and the list of rules.
"""

from __future__ import annotations

import datetime as dt
import gzip
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def migrate(url: str) -> None:
    environment = os.environ | {
        "DATABASE_URL": url,
        "SECRET_KEY": "not a secret, and long enough for whoever checks it: 0123",
        "ALLOWED_HOSTS": "localhost",
        "TLS": "off",
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, timeout=120)


@pytest.mark.django_db
def test_a_database_of_the_version_before_migrates_on(old_database: str) -> None:
    migrate(old_database)
    with psycopg.connect(old_database) as migrated, connection.cursor() as cursor:
        cursor.execute(PARTS)
        new = set(cursor.fetchall())
        assert len(new) > 500
        assert set(migrated.execute(PARTS).fetchall()) == new


#: What a column holds that nothing is said of, by its type.
EMPTY = {
    "character varying": "",
    "text": "",
    "integer": 0,
    "bigint": 0,
    "smallint": 0,
    "boolean": False,
    "ARRAY": [],
    "timestamp with time zone": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
}


class Rows:
    """Rows of a database whose models are gone."""

    def __init__(self, link: psycopg.Connection[Any]) -> None:
        self.link = link

    def add(self, table: str, **values: Any) -> None:
        """One row; what must be there and isn’t named is empty."""
        needed = self.link.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
            "AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER' AND is_identity = 'NO'",
            [table],
        )
        row = {name: uuid.uuid4() if kind == "uuid" else EMPTY[kind] for name, kind in needed} | values
        columns, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
        self.link.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(row.values()))  # type: ignore[call-overload]

    def add_claim(self, number: int, *decisions: dict[str, Any]) -> None:
        """A claim of article 1 and its log; each decision takes over what it doesn’t say of the one before."""
        state: dict[str, Any] = {"status": "hedged", "recommended": "pending", "said": "pending", "verdict": "pending"}
        claim = {"id": number, "article_id": 1, "number": number, "end": 9, "suggested_status": "hedged"}
        place = {"is_current": True, "version": len(decisions)}
        states = [state := state | decision for decision in decisions]
        own = ("by_id", "undoes_id")
        self.add("claims_claim", **{name: value for name, value in state.items() if name not in own}, **claim, **place)
        for version, entry in enumerate(states, 1):
            row = {"id": 100 * number + version, "claim_id": number, "article_id": 1, "version": version}
            self.add("reviews_review", **({"kind": "decided"} | entry), **row)


@pytest.mark.django_db
def test_verdicts_of_the_version_before_learn_what_they_judged(old_database: str) -> None:
    rita, ed = {"by_id": 1}, {"by_id": 2}
    days = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in range(1, 5)]
    verified = {"verdict": "verified", "verdict_by_id": 2, "verdict_at": days[1]}
    with psycopg.connect(old_database) as link:
        rows = Rows(link)
        for pk, name in ((1, "rita"), (2, "ed")):
            rows.add("accounts_user", id=pk, username=name)
        rows.add("articles_article", id=1, title="Harbour", text="Mayor Berg said no.", version=1)
        rows.add_claim(1, rita | {"note": "Rang."}, ed | verified)
        rows.add_claim(2, rita, ed | verified, rita | {"note": "She withdrew it."})
        rows.add_claim(3, rita, ed | verified, rita | {"note": "Hm."}, rita | {"note": "", "undoes_id": 303})
        rows.add_claim(4, rita, ed | verified, ed | {"note": "Rang her too."})
        rows.add_claim(5, rita, ed | verified, ed | {"note": "Hm."}, ed | {"note": "", "undoes_id": 503})
        rows.add_claim(6, rita)
        rows.add_claim(7, ed | verified)
        rows.add_claim(8, ed | verified)
        for claim, added, withdrawn in ((7, days[2], None), (8, days[0], None), (8, days[2], days[3])):
            pk = claim * 10 + added.day
            ended = {"withdrawn_at": withdrawn, "withdrawn_by_id": 2} if withdrawn else {}
            rows.add("reviews_evidence", id=pk, article_id=1, by_id=1, url="https://example.org/")
            rows.add(
                "reviews_evidenceuse",
                **({"id": pk, "article_id": 1, "claim_id": claim, "evidence_id": pk, "by_id": 1} | ended),
                stance="supports",
                at=added,
            )
        verdicts = {"pending": 1, "verified": 7}
        rows.add("claims_tally", article_id=1, claims=8, reviewed=0, hedged=8, **verdicts)
    migrate(old_database)
    with psycopg.connect(old_database) as migrated:
        claims = migrated.execute("SELECT id, verdict_version, is_verdict_stale FROM claims_claim ORDER BY id")
        assert claims.fetchall() == [
            (1, 2, False),
            (2, 2, True),
            (3, 2, False),
            (4, 3, False),
            (5, 2, False),
            (6, None, False),
            (7, 1, True),
            (8, 1, False),
        ]
        log = migrated.execute(
            "SELECT version, verdict_version, is_verdict_stale FROM reviews_review WHERE claim_id = 2 ORDER BY version"
        )
        assert log.fetchall() == [(1, None, False), (2, 2, False), (3, 2, True)]
        with pytest.raises(psycopg.IntegrityError, match="only grows"):
            migrated.execute("UPDATE reviews_review SET verdict_version = 1")

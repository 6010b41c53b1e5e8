"""System checks: what would only hurt later is said at start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage, run_checks
from django.db import connection

from factcheck import checks
from factcheck.static_files import HashedStaticFiles


def ids(messages: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


def test_too_old_a_database_is_one_sentence() -> None:
    assert checks.too_old(140000) is None
    assert "PostgreSQL 13" in (checks.too_old(130011) or "")


@pytest.mark.django_db
def test_database_of_the_tests_stands_every_check() -> None:
    assert run_checks(databases=["default"]) == []


@pytest.mark.django_db
def test_too_old_a_database_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", connection.pg_version // 10_000 + 1)
    assert ids(run_checks(databases=["default"])) == ["factcheck.E001"]


@pytest.mark.parametrize("path", ["factcheck.nowhere.Detector", "factcheck.urls.path", "builtins.str", "Detector"])
def test_detector_that_cannot_read_is_found(settings: Any, path: str) -> None:
    settings.ATTRIBUTION_DETECTOR = path
    assert ids(run_checks()) == ["factcheck.E002"]


@pytest.mark.django_db
def test_encoding_is_read_from_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()")
        assert cursor.fetchone() == (checks._encoding("default"),)


@pytest.mark.django_db
def test_other_encodings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_encoding", lambda alias: "SQL_ASCII")
    assert ids(run_checks(databases=["default"])) == ["factcheck.E003"]


@pytest.mark.parametrize(
    ("debug", "tls", "expected"),
    [
        (True, "proxy", ["factcheck.E004"]),
        (True, "direct", ["factcheck.E004"]),
        (True, "off", []),
        (False, "proxy", []),
    ],
)
def test_debug_is_refused_where_strangers_are(settings: Any, debug: bool, tls: str, expected: list) -> None:
    settings.DEBUG = debug
    settings.TLS = tls
    assert ids(run_checks()) == expected


@pytest.mark.parametrize(
    ("tls", "count", "expected"),
    [("proxy", 0, ["factcheck.W021"]), ("proxy", 1, []), ("direct", 0, [])],
)
def test_a_proxy_that_is_not_counted_is_found(settings: Any, tls: str, count: int, expected: list) -> None:
    settings.TLS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = tls, count
    assert ids(run_checks()) == expected


def test_static_files_that_were_not_collected_are_found(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(checks, "staticfiles_storage", HashedStaticFiles())
    assert ids(checks.static_files_are_collected()) == ["factcheck.W005"]
    (tmp_path / "staticfiles.json").write_text("{}")
    assert checks.static_files_are_collected() == []


@pytest.mark.parametrize("inside", ["", "evidence", "deep/down"])
def test_evidence_among_static_files_is_found(settings: Any, tmp_path: Path, inside: str) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.EVIDENCE_ROOT = tmp_path / "static" / inside
    assert ids(run_checks()) == ["factcheck.E007"]
    settings.EVIDENCE_ROOT = tmp_path / "static-not" / inside
    assert ids(run_checks()) == []


def test_evidence_that_cannot_be_kept_is_found(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    settings.EVIDENCE_ROOT = tmp_path / "taken" / "evidence"
    assert ids(run_checks()) == ["factcheck.E007"]


def test_a_fact_check_that_nobody_signs_is_found(settings: Any) -> None:
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}"
    assert ids(run_checks()) == ["factcheck.E013"]
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    assert ids(run_checks()) == []
    settings.CLAIMREVIEW_RATINGS = "verified=True"
    assert ids(run_checks()) == ["factcheck.E013"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("FETCH_SECONDS", 0, ["factcheck.E011"]),
        ("FETCH_MAX_MB", 0, ["factcheck.E011"]),
        ("FETCH_REDIRECTS", 0, []),
        ("FETCH_CONTACT", "https://example.org/about", []),
        ("FETCH_CONTACT", "desk@example.org) Other/1 (", ["factcheck.E011"]),
        ("FETCH_CONTACT", "https://example.org\r\nCookie: a=b", ["factcheck.E011"]),
        ("FETCH_CONTACT", "https://bücher.example", ["factcheck.E011"]),
        ("FETCH_TEST_SERVERS", frozenset({("127.0.0.1", 80)}), ["factcheck.E012"]),
    ],
)
def test_fetching_without_bounds_is_found(settings: Any, name: str, value: object, expected: list) -> None:
    setattr(settings, name, value)
    assert ids(run_checks()) == expected


@pytest.mark.parametrize(
    ("host", "mode", "expected"),
    [
        ("db.example.org", None, ["factcheck.W020"]),
        ("db.example.org", "prefer", ["factcheck.W020"]),
        ("192.0.2.1", "allow", ["factcheck.W020"]),
        ("db.example.org", "require", []),
        ("db.example.org", "verify-full", []),
        ("localhost", None, []),
        ("/run/postgresql", None, []),
    ],
)
def test_a_database_elsewhere_without_tls_is_found(
    monkeypatch: pytest.MonkeyPatch, settings: Any, host: str, mode: str | None, expected: list[str]
) -> None:
    database = settings.DATABASES["default"]
    monkeypatch.setitem(database, "HOST", host)
    monkeypatch.setitem(database, "OPTIONS", {"sslmode": mode} if mode else {})

    assert ids(checks.database_is_reached_by_tls()) == expected

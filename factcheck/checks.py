"""System checks, run by every command and by ``make run``: what would only hurt later is said at the start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils.module_loading import import_string

from factcheck.attribution.parse import ModelMissing
from factcheck.readers import confinement
from factcheck.reports.publisher import Misconfigured, publisher

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
    sentences = (too_old(cast(DatabaseWrapper, connections[alias]).pg_version) for alias in databases or [])
    return [Error(sentence, id="factcheck.E001") for sentence in sentences if sentence]


@register()
def detector_can_read(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.E002, factcheck.E006"""
    path = settings.ATTRIBUTION_DETECTOR
    try:
        detector = import_string(path)
    except ImportError as error:
        return [Error(f"ATTRIBUTION_DETECTOR {path!r} can’t be imported: {error}.", id="factcheck.E002")]
    # Its name may only be known once it is made, with a model that takes seconds to load.
    if not callable(getattr(detector, "detect", None)):
        return [Error(f"ATTRIBUTION_DETECTOR {path!r} can’t detect(text).", id="factcheck.E002")]
    try:
        # A detector with a model may say, without loading it, whether the model exists and is complete.
        getattr(detector, "ready", lambda: None)()
    except ModelMissing as problem:
        return [Error(str(problem), id="factcheck.E006")]
    return []


@register(Tags.database)
def database_holds_every_letter(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """factcheck.E003: a server set up without a locale makes databases that count bytes for letters."""
    return [
        Error(
            f"The database's encoding is {encoding}, but must be UTF8; "
            "create another: createdb --encoding=UTF8 --template=template0 NAME.",
            id="factcheck.E003",
        )
        for encoding in map(_encoding, databases or [])
        if encoding != "UTF8"
    ]


def _encoding(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        return str(cursor.fetchone()[0])


#: What libpq may be told of TLS so that nothing goes in the clear.
_ENCRYPTED = ("require", "verify-ca", "verify-full")
_HERE = ("", "localhost", "127.0.0.1", "::1")


@register(Tags.security)
def database_is_reached_by_tls(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.W020: left to itself, libpq goes on without TLS where the server has none."""
    database = settings.DATABASES["default"]
    host, mode = str(database.get("HOST", "")), database.get("OPTIONS", {}).get("sslmode")
    if host in _HERE or host.startswith("/") or mode in _ENCRYPTED:
        return []
    sentence = f"DATABASE_URL reaches {host} without demanding TLS; add ?sslmode=verify-full to it, or sslmode=require."
    return [Warning(sentence, id="factcheck.W020")]


@register(Tags.security)
def debug_is_off_where_strangers_are(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.E004"""
    if settings.DEBUG and settings.TLS != "off":
        sentence = (
            "DEBUG=on shows code and settings to anyone who meets an error; set DEBUG=off, or TLS=off for a trial."
        )
        return [Error(sentence, id="factcheck.E004")]
    return []


@register(Tags.security)
def proxy_is_counted(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.W021: behind a proxy that isn't counted everybody comes from the proxy's own address."""
    if settings.TLS == "proxy" and not getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1):
        sentence = (
            "PROXY_COUNT is 0 behind a proxy: everybody seems to come from one address, so one who guesses passwords "
            "slows everybody down; say how many proxies stand in front."
        )
        return [Warning(sentence, id="factcheck.W021")]
    return []


@register()
def evidence_can_be_kept(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.E007: files of evidence need a folder that we may write to and that no web server serves."""
    root = Path(settings.EVIDENCE_ROOT)
    public = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    if any(root == folder or folder in root.parents for folder in public):
        sentence = f"EVIDENCE_ROOT {root} is inside the static files, which anyone can fetch; name another folder."
        return [Error(sentence, id="factcheck.E007")]
    existing = next(folder for folder in (root, *root.parents) if os.path.exists(folder))
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        sentence = f"EVIDENCE_ROOT {root} can’t be written to; name a folder that can, or change who owns it."
        return [Error(sentence, id="factcheck.E007")]
    return []


@register()
def fact_checks_can_be_signed(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.E013: a ClaimReview with a wrong address or scale would be published wrong."""
    try:
        publisher()
    except Misconfigured as problem:
        return [Error(str(problem), id="factcheck.E013")]
    return []


@register(Tags.security)
def fetching_is_bounded(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.E011, factcheck.E012: limits of zero, a contact that fits no header, an opening meant for tests."""
    messages: list[CheckMessage] = [
        Error(f"{name} is 0, but must be at least 1.", id="factcheck.E011")
        for name in ("FETCH_SECONDS", "FETCH_MAX_MB")
        if not getattr(settings, name)
    ]
    contact = settings.FETCH_CONTACT
    if not contact.isascii() or not contact.isprintable() or set(contact) & set("()\\"):
        sentence = f"FETCH_CONTACT is {contact!r}, but must be an address such as https://example.org/about."
        messages.append(Error(sentence, id="factcheck.E011"))
    if settings.FETCH_TEST_SERVERS:
        sentence = "FETCH_TEST_SERVERS lets fetching reach this machine, which only a test may; leave it empty."
        messages.append(Error(sentence, id="factcheck.E012"))
    return messages


@register(Tags.security, deploy=True)
def files_are_read_in_a_sandbox(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.W030: what this kernel lacks to confine a process that reads a stranger's file."""
    remedy = (
        "with SANDBOX=required no file is read here"
        if settings.READER_LIMITS["must_confine"]
        else "run on a newer kernel, or set SANDBOX=required to read no files here"
    )
    return [Warning(f"{clause}; {remedy}.", id="factcheck.W030") for clause in confinement.missing()]


@register(Tags.staticfiles, deploy=True)
def static_files_are_collected(**kwargs: Any) -> list[CheckMessage]:
    """factcheck.W005: without its list of static files no page can be drawn."""
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return []
    if (Path(settings.STATIC_ROOT) / staticfiles_storage.manifest_name).exists():
        return []
    sentence = f"{settings.STATIC_ROOT} holds no collected static files; run manage.py collectstatic."
    return [Warning(sentence, id="factcheck.W005")]

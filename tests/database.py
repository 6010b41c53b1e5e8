"""A PostgreSQL for this run of the tests alone: started once, before Django reads its settings, and gone afterwards.

Loaded early by ``-p tests.database``. Parallel workers inherit the environment and each make a database of their own.
"""

from __future__ import annotations

import contextlib
import os

import pytest

from factcheck import embedded_postgres

_cleanup = contextlib.ExitStack()


def _start() -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "TLS", "DEBUG"):
        os.environ.pop(name, None)  # what a developer's shell says is not what is tested
    server = _cleanup.enter_context(embedded_postgres.temporary())
    os.environ["FACTCHECK_HOME"] = str(server.data.parent)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _cleanup.close()


if "PYTEST_XDIST_WORKER" not in os.environ:
    _start()

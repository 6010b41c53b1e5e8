"""How gunicorn serves Factcheck: ``gunicorn -c python:factcheck.server factcheck.wsgi``."""

from __future__ import annotations

import os
from typing import Any

_host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or '8000'}"
if _socket := os.environ.get("FACTCHECK_SOCKET"):  # opened by `make run` as root
    bind = f"fd://{_socket}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Strangers who never finish a request keep nobody waiting.
worker_class = "factcheck.patient_worker.PatientWorker"
# Fewer than the files that a process may usually have open.
worker_connections = 500
threads = int(os.environ.get("THREADS", "4"))
# Loaded once and shared by the workers: the language model is most of the memory.
preload_app = True
timeout = 60
graceful_timeout = 20
loglevel = "warning"
accesslog = None
# Request bodies and heartbeats stay in memory where there is one.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Before the first worker starts: put the secrets away, say what the sandbox lacks, and load the detector, so that
    nobody waits for it and the workers share it."""
    from factcheck.claims.detection import detector
    from factcheck.readers.confinement import missing
    from factcheck.secrecy import put_away_secrets

    put_away_secrets()
    for clause in missing():
        server.log.warning("%s.", clause)
    detector()


def post_worker_init(worker: Any) -> None:
    """Detect once in each worker: what can't be shared across a fork is loaded now and not while somebody waits."""
    from factcheck.claims.detection import detector

    detector().detect("The mayor said so.")

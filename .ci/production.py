"""Does what a server does before it goes up: migrate, collect static files, and every check, warnings included."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from factcheck import embedded_postgres  # noqa: E402
from factcheck.readers import confinement  # noqa: E402

with embedded_postgres.temporary() as server, tempfile.TemporaryDirectory() as static:
    environment = os.environ | {
        "DATABASE_URL": server.url,
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "factcheck.example.org",
        "TLS": "proxy",
        "STATIC_ROOT": static,
    }
    for command in (
        ["migrate", "--verbosity=0"],
        ["collectstatic", "--noinput", "--verbosity=0"],
        # A kernel without Landlock is a warning, and nothing that a commit can mend.
        ["check", "--deploy", "--database=default", f"--fail-level={'ERROR' if confinement.missing() else 'WARNING'}"],
    ):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)

"""Secrets are in the process that needs them and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRETS = {
    "SECRET_KEY": "hush",
    "DATABASE_URL": "postgresql://desk:hush@db.example.org/desk",
    "EMAIL_HOST_PASSWORD": "hush",
    "PGPASSWORD": "hush",
    "OIDC_CLIENT_SECRET": "hush",
}
#: As an ordinary user looks at another process of their own: what its environment says, or that it can't be read.
LOOK = """
import ctypes, os, subprocess, sys
from factcheck.secrecy import put_away_secrets
if not os.geteuid():
    os.setgroups([])
    os.setresgid(54321, 54321, 54321)
    os.setresuid(54321, 54321, 54321)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as if this user had started it
def look():
    command = ["cat", f"/proc/{os.getpid()}/environ"]
    print("hush" in subprocess.run(command, capture_output=True, text=True, cwd="/").stdout)
look()
put_away_secrets()
look()
"""


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | SECRETS, capture_output=True, text=True, timeout=60
    )
    assert done.stdout, done.stderr
    return done.stdout


def test_no_other_process_of_the_same_user_reads_the_environment() -> None:
    assert run(LOOK).split() == ["True", "False"]


def test_programs_that_are_started_inherit_no_secret() -> None:
    code = (
        "import subprocess\n"
        "from factcheck.secrecy import put_away_secrets\n"
        "put_away_secrets()\n"
        "print(subprocess.run(['env'], capture_output=True, text=True).stdout)\n"
    )
    inherited = run(code)
    assert "hush" not in inherited
    assert "PATH=" in inherited
    # What only asks whether there is a database of one's own goes on to see that there is.
    assert "DATABASE_URL=(" in inherited


def test_whoever_starts_a_reader_cannot_be_looked_into() -> None:
    code = LOOK.replace("put_away_secrets()\n", "list(read_sandboxed(b'It was May.'))\n", 1).replace(
        "from factcheck.secrecy import put_away_secrets", "from factcheck.readers.sandbox import read_sandboxed"
    )
    assert run(code).split() == ["True", "False"]

"""Secrets stay where they are needed: out of other processes' sight, and not handed on to programs that are started."""

from __future__ import annotations

import os
import re

from factcheck.readers.confinement import hide_memory

#: What a variable is called that holds a secret.
SECRET = re.compile(r"SECRET|PASSWORD|(?:TOKEN|_KEY|_KEYS|DATABASE_URL)$")
PUT_AWAY = "(read at start, and put away)"


def put_away_secrets() -> None:
    """Once the settings are read: the environment that programs inherit says no secret any more, and this process and
    those that it forks can't be looked into by others of the same user, ``/proc/PID/environ`` included."""
    hide_memory()
    for name in filter(SECRET.search, list(os.environ)):
        os.environ[name] = PUT_AWAY

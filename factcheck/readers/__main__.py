"""The fenced process: reads the file on its standard input, writes what it finds. Started by ``fence`` alone."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

from factcheck.readers.base import Limits

#: What the fence asks for, as JSON: name, hint and limits. Not an argument: those are seen by everyone.
REQUEST = "FACTCHECK_READER"
# What no reader does: reach for another machine or start a program.
_NEVER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "urllib.Request")


def limit(limits: Limits) -> None:
    """Bind this process for good. Where a system lacks a limit (macOS that of memory), the others hold."""
    import resource

    bounds = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.total_seconds),
        (resource.RLIMIT_FSIZE, limits.unpacked_bytes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_AS, limits.memory_mb * 1024 * 1024),
    ]
    if os.geteuid():
        bounds.append((resource.RLIMIT_NPROC, 0))  # nothing new is started; root is not bound by this one
    for what, most in bounds:
        with suppress(ValueError, OSError):
            # A second behind the time that is asked for lies the end that can't be caught: the first says which it was.
            resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))
    with suppress(OSError):
        os.nice(5)  # pages go first
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_NEVER):
        raise PermissionError("A reader stays by itself.")


def main() -> NoReturn:
    asked = json.loads(os.environ.pop(REQUEST))
    limits = Limits(**asked["limits"])
    limit(limits)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, with its threads, to no use
    from factcheck.readers.dispatch import read
    from factcheck.readers.protocol import END, OUT_OF_MEMORY, as_line

    out = sys.stdout.buffer
    last = END
    try:
        with os.fdopen(0, "rb") as file:
            for item in read(file, name=asked["name"], hint=asked["hint"], limits=limits):
                out.write(as_line(item))
                out.flush()
    except MemoryError:
        last = OUT_OF_MEMORY
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more
    with suppress(BrokenPipeError):
        out.write(last + b"\n")
        out.flush()
    os._exit(0)  # nothing to tidy up, however large what was read


if __name__ == "__main__":
    main()

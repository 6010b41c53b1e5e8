"""The process in which a stranger's file is read: the file on its standard input, what it holds on its standard output.

Started by ``sandbox`` alone.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

from factcheck.readers.base import Limits

#: The environment variable that says, as JSON, what to read: name, hint and limits. Not an argument: those are seen by
#: everyone.
REQUEST = "FACTCHECK_READER"
# What no reader does: reach for another machine or start a program.
_FORBIDDEN = (
    *("socket.", "subprocess.", "urllib.Request"),
    *("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
)


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
    for kind, soft in bounds:
        with suppress(ValueError, OSError):
            # The hard limit of processor time comes a second later: its signal can't be caught, and the soft one's says
            # which limit it was.
            resource.setrlimit(kind, (soft, soft + (kind == resource.RLIMIT_CPU)))
    with suppress(OSError):
        os.nice(5)  # pages go first
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError("A reader reaches no other machine and starts no program.")


def main() -> NoReturn:
    request = json.loads(os.environ.pop(REQUEST))
    limits = Limits(**request["limits"])
    limit(limits)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, with its threads, to no use
    from factcheck.readers.dispatch import read
    from factcheck.readers.protocol import END, OUT_OF_MEMORY, as_line

    out = sys.stdout.buffer
    last = END
    try:
        with os.fdopen(0, "rb") as file:
            for item in read(file, name=request["name"], hint=request["hint"], limits=limits):
                out.write(as_line(item))
                out.flush()
    except MemoryError:
        last = OUT_OF_MEMORY
    except BrokenPipeError:
        os._exit(0)  # nobody reads what we write any more
    with suppress(BrokenPipeError):
        out.write(last + b"\n")
        out.flush()
    os._exit(0)  # without tidying up, however large what was read


if __name__ == "__main__":
    main()

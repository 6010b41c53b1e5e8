"""The process in which a stranger's file is read: the file on its standard input, what it holds on its standard output.

Started by ``sandbox`` alone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from factcheck.readers.base import Limits, RefusedFile
from factcheck.readers.confinement import Unconfined, confine, give_up_rights, hide_memory

#: The environment variable that says, as JSON, what to read: task, name, hint and limits, and who asks for it. Not an
#: argument: those are seen by everyone.
REQUEST = "FACTCHECK_READER"
#: What is asked of it: the articles in the file, or the number of the report that it names.
ARTICLES, REPORT_NUMBER = "articles", "report number"
#: How often it is looked whether whoever asked is still there.
_LOOK_SECONDS = 1.0


def limit(limits: Limits) -> None:
    """Bind this process for good. Where a system lacks a limit (macOS that of memory), the others hold."""
    import resource

    bounds = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.total_seconds),
        (resource.RLIMIT_FSIZE, limits.unpacked_bytes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),  # nothing new is started; root is not bound by this one
        (resource.RLIMIT_AS, limits.memory_mb * 1024 * 1024),
    ]
    for kind, soft in bounds:
        with suppress(ValueError, OSError):
            # The hard limit of processor time comes a second later: its signal can't be caught, and the soft one's says
            # which limit it was.
            resource.setrlimit(kind, (soft, soft + (kind == resource.RLIMIT_CPU)))
    with suppress(OSError):
        os.nice(5)  # pages go first


def watch(asker: int) -> int:
    """Divide this process in two: the child goes on, and is told the number of the parent, which watches over it.

    The parent ends the child when it is told to (SIGTERM), or when the ``asker``, whose child it is, is gone, however
    that was killed; and it ends as the child does. A child that somebody else has taken over can't get rid of it: it
    may signal nobody, and is killed with its parent (``confine``). A thread of the asker could not be that parent: the
    kernel kills the child with the thread that started it.
    """
    watched = {signal.SIGCHLD, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, watched)
    own = os.getpid()
    child = os.fork()
    if not child:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, watched)
        return own
    for open_file in (0, 1):  # or whoever reads the answers would wait for ours
        os.close(open_file)
    with suppress(OSError):
        give_up_rights()
        hide_memory()
    while True:
        signaled = signal.sigtimedwait(watched, _LOOK_SECONDS)
        is_told = signaled is not None and signaled.si_signo == signal.SIGTERM
        if is_told or os.getppid() != asker:
            with suppress(PermissionError):  # it hasn't given up being root yet, and will see that we are gone
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            os._exit(0)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            _end_as(os.waitstatus_to_exitcode(status))


def _end_as(code: int) -> NoReturn:
    if code < 0:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.kill(os.getpid(), -code)
    os._exit(abs(code))


def main() -> NoReturn:
    request = json.loads(os.environ.pop(REQUEST))
    if sys.platform == "linux":
        request["parent"] = watch(request["asker"])
    limits = Limits(**request["limits"])
    limit(limits)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, with its threads, to no use
    from factcheck.readers.protocol import END, OUT_OF_MEMORY

    out = sys.stdout.buffer
    last = END
    try:
        with os.fdopen(0, "rb") as file:
            for line in _lines(file, request, limits):
                out.write(line)
                out.flush()
    except MemoryError:
        last = OUT_OF_MEMORY
    except BrokenPipeError:
        os._exit(0)  # nobody reads what we write any more
    with suppress(BrokenPipeError):
        out.write(last + b"\n")
        out.flush()
    os._exit(0)  # without tidying up, however large what was read


def _lines(file: BinaryIO, request: dict[str, Any], limits: Limits) -> Iterator[bytes]:
    """What is to be told of the file. From here on the process is bound, before it looks at the first byte."""
    from factcheck.readers.protocol import as_line

    try:
        confine(strict=limits.must_confine, parent=request.get("parent", 0))
    except Unconfined as why:
        yield as_line(RefusedFile(str(why)))
        return
    if request["task"] == REPORT_NUMBER:
        from factcheck.readers.report_stamp import report_number_in

        yield json.dumps(report_number_in(file.read())).encode() + b"\n"
        return
    from factcheck.readers.dispatch import read

    for item in read(file, name=request["name"], hint=request["hint"], limits=limits):
        yield as_line(item)


if __name__ == "__main__":
    main()

"""Reads files of strangers in a process of its own, whose time, memory and rights are limited.

Whatever a file does to the process, the caller gets a sentence. The process knows no settings and no secrets, and is
given one open file, to read. ``sandboxed_process`` bounds what it uses up; ``confinement`` has the kernel refuse it the
network, other files, other processes and other programs, and says what a system lacks to do so.
"""

from __future__ import annotations

import compileall
import functools
import json
import os
import selectors
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, TypeVar

import factcheck
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.confinement import hide_memory
from factcheck.readers.protocol import END, MAX_LINE_LENGTH, OUT_OF_MEMORY, from_line, number_from_line
from factcheck.readers.sandboxed_process import ARTICLES, REPORT_NUMBER, REQUEST
from factcheck.readers.text import Unreadable

_PACKAGE = Path(factcheck.__file__).parent
_PIECE = 64 * 1024
T = TypeVar("T")


def read_sandboxed(
    source: Path | bytes | BinaryIO, *, name: str = "", hint: str = "", limits: Limits | None = None
) -> Iterator[ImportedArticle | RefusedFile]:
    """The articles of a file one by one, with a RefusedFile for each that can't be read; nothing is raised.

    ``name`` (else the path's) and ``hint``, a content type, decide only where the content says too little. The process
    waits while the caller is busy with an article, and ends when the caller stops asking.
    """
    limits = limits or Limits()
    name = name or (source.name if isinstance(source, Path) else "")
    try:
        with ExitStack() as stack:
            file = stack.enter_context(_opened(source, limits))
            process = stack.enter_context(_started(file, name, hint, limits))
            stack.callback(_end, process)
            yield from _answers(process, limits, parse=from_line)
    except Unreadable as why:
        yield RefusedFile(str(why))
    except OSError as why:
        yield RefusedFile(f"The file can’t be read: {why.strerror}; check that it is there and may be read.")


def report_number_sandboxed(content: bytes, limits: Limits) -> int | None:
    """The number of the report that a file names, or None. Raises Unreadable where it could not be looked through."""
    try:
        with ExitStack() as stack:
            file = stack.enter_context(_opened(content, limits))
            process = stack.enter_context(_started(file, "", "", limits, task=REPORT_NUMBER))
            stack.callback(_end, process)
            (answer,) = _answers(process, limits, parse=number_from_line)
    except (OSError, ValueError) as why:
        raise Unreadable(f"The file can’t be checked ({why}).") from None
    if isinstance(answer, RefusedFile):
        raise Unreadable(answer.sentence)
    return answer


def _end(process: subprocess.Popen[bytes]) -> None:
    """On Linux the process that watches over the reader takes it along, and nothing is left to be reaped."""
    if sys.platform == "linux":
        process.terminate()
    else:
        process.kill()


def _opened(source: Path | bytes | BinaryIO, limits: Limits) -> BinaryIO:
    """A real file with the content, at its beginning. Raises OSError, or Unreadable for what is too large."""
    if isinstance(source, Path):
        # Whoever opens a pipe would wait for somebody to write into it.
        file: BinaryIO = os.fdopen(os.open(source, os.O_RDONLY | os.O_NONBLOCK), "rb")
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            file.close()
            raise Unreadable("This is a folder, a device or a pipe; give a file.")
        return file
    with tempfile.NamedTemporaryFile() as copied:
        remaining = limits.file_bytes + 1
        if isinstance(source, bytes):
            copied.write(source[:remaining])
        else:
            while remaining and (piece := source.read(min(remaining, _PIECE))):
                copied.write(piece)
                remaining -= len(piece)
        copied.flush()
        return open(copied.name, "rb")


@functools.cache
def _compile_readers() -> None:
    """Once in each process: the one that reads may write nothing, so it would compile them again for every file."""
    with suppress(OSError):
        compileall.compile_dir(_PACKAGE / "readers", quiet=2)


def _started(file: BinaryIO, name: str, hint: str, limits: Limits, *, task: str = ARTICLES) -> subprocess.Popen[bytes]:
    """The process that reads the file. Whoever starts one can't be looked into any more."""
    hide_memory()
    _compile_readers()
    request = {"name": name[-300:], "hint": hint[:100], "task": task, "limits": asdict(limits), "asker": os.getpid()}
    environment = {
        "PYTHONPATH": str(_PACKAGE.parent),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        REQUEST: json.dumps(request),
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "factcheck.readers.sandboxed_process"],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,  # Ctrl-C reaches the caller, who ends this process
    )


def _answers(
    process: subprocess.Popen[bytes], limits: Limits, *, parse: Callable[[bytes], T]
) -> Iterator[T | RefusedFile]:
    """What the process writes, and a last RefusedFile when it didn't come to its end."""
    last = b""
    try:
        for last in _lines(process, limits):
            if last in (END, OUT_OF_MEMORY):
                break
            yield parse(last)
    except TimeoutError:
        yield RefusedFile(_too_slow(limits.seconds))
        return
    except ValueError:
        yield RefusedFile("It has more text than an article can hold, or no readable text; paste its text.")
        return
    if last == END:
        return
    if last == OUT_OF_MEMORY:
        yield RefusedFile(
            f"Reading it takes more than {limits.memory_mb} MB of memory; it is too large or unsafe, so split it."
        )
        return
    code = process.wait()
    if code == -signal.SIGXCPU:
        yield RefusedFile(_too_slow(limits.total_seconds))
    else:
        yield RefusedFile("It can’t be read: it is damaged, unsafe or too large; save it again, or paste its text.")


def _too_slow(seconds: int) -> str:
    return f"Reading it took longer than {seconds} seconds and was stopped; save it as plain text, or split it."


def _lines(process: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
    """Line by line. Raises TimeoutError when the next takes too long; the caller's own time doesn't count.

    Raises ValueError for a line, or lines together, longer than anything honest.
    """
    assert process.stdout is not None
    out = process.stdout.fileno()
    buffer = bytearray()
    total = 0
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        remaining = float(limits.seconds)
        while True:
            began = time.monotonic()
            ready = selector.select(max(remaining, 0))
            remaining -= time.monotonic() - began
            if not ready:
                raise TimeoutError
            piece = os.read(out, _PIECE)
            if not piece:
                return
            total += len(piece)
            buffer += piece
            if len(buffer) > MAX_LINE_LENGTH or total > 2 * limits.unpacked_bytes + MAX_LINE_LENGTH:
                raise ValueError("too much")
            if b"\n" in piece:
                *lines, rest = bytes(buffer).split(b"\n")
                buffer = bytearray(rest)
                yield from lines
                remaining = float(limits.seconds)

"""Whoever doesn't finish a request keeps nobody waiting: with real sockets, on the real web server."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from factcheck import server
from factcheck.patient_worker import SMALL_BODY, PatientWorker

ROOT = Path(__file__).resolve().parent.parent
CERTIFICATE = ROOT / "tests" / "loading" / "news.example.org.pem"
THREADS = 2


def served(*options: str) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [sys.executable, "-m", "gunicorn", "-b", f"fd://{listener.fileno()}", "-w", "1", "--keep-alive", "5"]
        command += ["--threads", str(THREADS), "-k", "factcheck.patient_worker.PatientWorker", "--no-control-socket"]
        process = subprocess.Popen(
            [*command, *options, "tests.small_app"], cwd=ROOT, pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL
        )
        yield listener.getsockname()[1]
        process.terminate()
        assert process.wait(timeout=60) == 0


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    yield from served()


@pytest.fixture
def tls_port() -> Iterator[int]:
    """Where gunicorn itself ends TLS."""
    yield from served("--certfile", str(CERTIFICATE), "--keyfile", str(CERTIFICATE))


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def answer(link: socket.socket) -> str:
    """The body of the next answer; empty when the connection was closed instead."""
    come = b""
    while not (match := re.search(rb"\r\n\r\n(?:[0-9a-fA-F]+\r\n)?(\w+ /\S* \d+)", come)):
        piece = link.recv(4096)
        if not piece:
            return ""
        come += piece
    return match[1].decode()


def get(port: int, path: str = "/", more: str = "") -> str:
    with connected(port) as link:
        link.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{more}\r\n".encode())
        return answer(link)


UNFINISHED = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: ",
    "half of a small body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
    "half of a large body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhalf",
    "half of a body without a length": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
    "the next one along with a whole one": b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
}


@pytest.mark.parametrize("beginning", UNFINISHED.values(), ids=UNFINISHED)
def test_unfinished_requests_keep_nobody_waiting(port: int, beginning: bytes) -> None:
    assert get(port) == "GET / 0"
    with ExitStack() as stack:
        for _ in range(5 * THREADS):
            stack.enter_context(connected(port)).sendall(beginning)
        began = time.monotonic()
        for number in range(5):
            assert get(port, f"/{number}") == f"GET /{number} 0"
        assert time.monotonic() - began < 4  # they'd be held for ten seconds at least


def test_unfinished_handshakes_keep_nobody_waiting(tls_port: int) -> None:
    context = ssl.create_default_context(cafile=CERTIFICATE)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE

    def get_safely() -> str:
        with context.wrap_socket(connected(tls_port), server_hostname="news.example.org") as link:
            link.sendall(b"POST /safe HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000)
            return answer(link)

    assert get_safely() == "POST /safe 100000"
    with ExitStack() as stack:
        for _ in range(5 * THREADS):
            stack.enter_context(connected(tls_port)).sendall(b"\x16\x03\x01\x02\x00\x01")
        began = time.monotonic()
        assert get_safely() == "POST /safe 100000"
        assert time.monotonic() - began < 4


def test_a_request_in_pieces_is_put_together(port: int) -> None:
    with connected(port) as link:
        for piece in (b"POST /slow HTTP/1.1\r\nHost:", b" x\r\nContent-Length: 10\r", b"\n\r\n01234", b"56789"):
            link.sendall(piece)
            get(port)  # meanwhile somebody else
        assert answer(link) == "POST /slow 10"
        link.sendall(b"GET /again HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer(link) == "GET /again 0"


def test_requests_one_behind_the_other_are_answered_in_order(port: int) -> None:
    with connected(port) as link:
        link.sendall(b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(3)))
        assert [answer_of(link) for _ in range(3)] == ["GET /0 0", "GET /1 0", "GET /2 0"]


def answer_of(link: socket.socket) -> str:
    """One answer and not a byte more."""
    come = b""
    while not come.endswith(b"0\r\n\r\n"):
        come += link.recv(1)
    return re.findall(rb"GET /\d 0", come)[0].decode()


@pytest.mark.parametrize("length", [SMALL_BODY, SMALL_BODY + 1, 20 * SMALL_BODY])
def test_bodies_of_any_length_arrive(port: int, length: int) -> None:
    with connected(port) as link:
        link.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % length + b"x" * length)
        assert answer(link) == f"POST /body {length}"


def test_whoever_waits_to_be_told_to_go_on_is_told(port: int) -> None:
    with connected(port) as link:
        link.sendall(b"POST /told HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert link.recv(100).startswith(b"HTTP/1.1 100")
        link.sendall(b"body")
        assert answer(link) == "POST /told 4"


@pytest.mark.parametrize(
    ("request_line", "status"), [("GET /" + "a" * 9000 + " HTTP/1.1", 414), ("GET / / HTTP/9.9", 400)]
)
def test_what_gunicorn_answers_itself_has_the_headers_of_all_answers(port: int, request_line: str, status: int) -> None:
    with connected(port) as link:
        link.sendall(f"{request_line}\r\nHost: x\r\n\r\n".encode())
        come = b""
        while piece := link.recv(4096):
            come += piece
    head, _, body = come.decode().partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ")
    for header in ("X-Content-Type-Options: nosniff", "Cache-Control: no-store, private", "X-Frame-Options: DENY"):
        assert header in head
    assert f"Content-Length: {len(body)}" in head


def test_endless_head_is_not_kept(port: int) -> None:
    with connected(port) as link, pytest.raises(OSError):  # noqa: PT011 - whichever of them the system calls it
        link.sendall(b"X-Endless: x\r\n" * 10_000_000)
    assert get(port) == "GET / 0"


def test_desk_is_served_by_it() -> None:
    module, _, name = server.worker_class.rpartition(".")
    assert (module, name) == (PatientWorker.__module__, PatientWorker.__name__)

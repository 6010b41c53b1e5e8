"""gunicorn's worker with threads, for strangers who never finish what they began to say.

gunicorn hands a connection to a thread with its first byte, and the thread waits for the rest: a few requests that are
never finished take all threads, and nobody is answered. Here one loop waits, for all connections at once, until a
request's head has come and its body, if that is small. Large bodies are read by half of the threads at most, as long as
they keep coming.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
import struct
import time
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import http, sock
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

#: Seconds for the head of a request, and for its body where that is small.
HEAD_SECONDS, BODY_SECONDS = 10, 20
#: The longest head, and the longest body that is waited for here; a longer one is read by a thread.
MAX_HEAD, SMALL_BODY = 64 * 1024, 64 * 1024
#: A large body: seconds it may wait for a thread, seconds it may be silent then, and the bytes a second it must bring.
TURN_SECONDS, SILENT_SECONDS, BYTES_PER_SECOND = 300, 10, 4096
#: So many seconds an answer may go unread.
UNREAD_SECONDS = 30
_PIECE = 64 * 1024

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r$", re.I | re.M)
#: Whose length isn't known, or who waits to be told to go on.
_OPEN_ENDED = re.compile(rb"^(?:transfer-encoding|expect):", re.I | re.M)


@dataclass(eq=False, slots=True)
class Arriving:
    """A connection of which a request is on its way, and what has come of it."""

    conn: TConn
    until: float
    come: bytearray = field(default_factory=bytearray)
    #: The length of head and body together, once the head is there.
    length: int | None = None


class PatientUnreader(SocketUnreader):
    """Reads a large body in a thread, and gives up on one that hardly comes. Raises ConnectionResetError then."""

    def __init__(self, link: socket.socket) -> None:
        super().__init__(link)
        self.waited, self.count = 0.0, 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        began = time.monotonic()
        self.sock.settimeout(SILENT_SECONDS)
        try:
            piece: bytes = super().chunk(size_hint)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "The rest of the request never arrived.") from None
        finally:
            with suppress(OSError):
                self.sock.settimeout(None)
        self.waited += time.monotonic() - began
        self.count += len(piece)
        if self.count < (self.waited - SILENT_SECONDS) * BYTES_PER_SECOND:
            raise ConnectionResetError(errno.ECONNRESET, "The rest of the request arrived too slowly.")
        return piece


class Guarded:
    """A connection on which gunicorn says itself that a request makes no sense: with the headers of all our answers."""

    def __init__(self, link: Any) -> None:
        self.link = link

    def __getattr__(self, name: str) -> Any:
        return getattr(self.link, name)

    def sendall(self, answer: bytes) -> None:
        head, _, body = answer.partition(b"\r\n\r\n")
        self.link.sendall(head + b"\r\n" + _GUARDS + b"\r\n" + body)


_GUARDS = b"".join(
    line + b"\r\n"
    for line in (
        b"X-Content-Type-Options: nosniff",
        b"X-Frame-Options: DENY",
        b"Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        b"Referrer-Policy: same-origin",
        b"Cross-Origin-Resource-Policy: same-origin",
        b"Cache-Control: no-store, private",
    )
)


class PatientWorker(ThreadWorker):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.arriving: dict[socket.socket, Arriving] = {}
        #: Large bodies that wait for a thread, and those that have one.
        self.turns: deque[Arriving] = deque()
        self.large: set[TConn] = set()
        self.next_look = 0.0

    def accept(self, listener: socket.socket) -> None:
        try:
            link, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK, errno.EMFILE, errno.ENFILE):
                raise
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, link, address, listener.getsockname())
        try:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", UNREAD_SECONDS, 0))
            if self.cfg.is_ssl:
                conn.sock = sock.ssl_wrap_socket(link, self.cfg)
        except OSError:
            self._end(conn)
            return
        if self.nr_conns >= self.worker_connections and self.arriving:
            self._drop(next(iter(self.arriving.values())))  # whoever has been unfinished for longest
        self._wait_for(conn)

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait_for(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        self.large.discard(conn)
        self._give_turns()
        if not fs.cancelled() and fs.exception() is None and fs.result() and conn.parser.unreader.buf.getvalue():
            self._wait_for(conn, conn.parser.unreader.take_buffered())  # the next request came along with this one
            return
        super().finish_request(conn, fs)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        super().handle_error(req, Guarded(client), addr, exc)

    def murder_pending(self) -> None:
        """Once a second: end what took too long, and what has not begun when we are to stop."""
        super().murder_pending()
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + 1
        for arriving in list(self.arriving.values()):
            if arriving.until <= now or not (self.alive or arriving.come):
                self._drop(arriving)
        while self.turns and self.turns[0].until <= now:
            self._end(self.turns.popleft().conn)

    def _wait_for(self, conn: TConn, come: bytes = b"") -> None:
        conn.sock.setblocking(False)
        arriving = Arriving(conn, time.monotonic() + HEAD_SECONDS, bytearray(come))
        self.arriving[conn.sock] = arriving
        self.poller.register(conn.sock, EVENT_READ, partial(self._receive, arriving))
        if come:
            self._look(arriving)

    def _receive(self, arriving: Arriving, link: Any) -> None:
        try:
            if self.cfg.is_ssl:
                link.do_handshake()  # nothing, once it is done
            while piece := link.recv(_PIECE):
                arriving.come += piece
                if len(arriving.come) > MAX_HEAD + SMALL_BODY:
                    break
            else:
                self._drop(arriving)  # whoever it is has hung up
                return
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        except OSError:
            self._drop(arriving)
            return
        self._look(arriving)

    def _look(self, arriving: Arriving) -> None:
        """Hand a request on that is there, or whose body a thread has to read."""
        if arriving.length is None:
            end = arriving.come.find(b"\r\n\r\n")
            if end < 0:
                if len(arriving.come) > MAX_HEAD:
                    self._drop(arriving)
                return
            head = bytes(arriving.come[: end + 2])
            length = _LENGTH.search(head)
            size = int(length[1]) if length else 0
            if size > SMALL_BODY or _OPEN_ENDED.search(head):
                self._forget(arriving)
                arriving.until = time.monotonic() + TURN_SECONDS
                self.turns.append(arriving)
                self._give_turns()
                return
            arriving.length = end + 4 + size
            arriving.until = time.monotonic() + BODY_SECONDS
        if len(arriving.come) >= arriving.length:
            self._forget(arriving)
            self._hand_on(arriving)

    def _give_turns(self) -> None:
        while self.turns and len(self.large) < max(1, self.cfg.threads // 2):
            arriving = self.turns.popleft()
            self.large.add(arriving.conn)
            self._hand_on(arriving)

    def _hand_on(self, arriving: Arriving) -> None:
        conn = arriving.conn
        conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
        conn.parser.unreader = PatientUnreader(conn.sock)
        conn.parser.unreader.unread(bytes(arriving.come))
        conn.initialized = conn.data_ready = True
        self.enqueue_req(conn)

    def _forget(self, arriving: Arriving) -> None:
        self.arriving.pop(arriving.conn.sock, None)
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(arriving.conn.sock)

    def _drop(self, arriving: Arriving) -> None:
        self._forget(arriving)
        self._end(arriving.conn)

    def _end(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

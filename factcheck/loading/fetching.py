"""Fetching one page from the open web, and from nowhere else. Pure Python; the caller sets the limits.

What an editor types, and where a site redirects to, must never reach a machine of the house. A name is looked up once,
each of its addresses is checked, and the connection is made to a checked address by its number: there is no second
look-up that could answer differently.
"""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from functools import cache
from ipaddress import ip_address
from socket import SHUT_RDWR, SOCK_STREAM, getaddrinfo, socket
from typing import Protocol

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, DecodeError, HTTPError, NewConnectionError, ProtocolError, SSLError
from urllib3.response import BaseHTTPResponse

from factcheck.loading.web_address import PORTS, WebAddress, follow, is_public, read_address
from factcheck.readers.text import Unreadable

#: What a reader may be able to read. Everything else is refused before it is downloaded.
CONTENT_TYPES = frozenset(
    {
        *("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/csv"),
        *("text/xml", "application/xml", "application/rss+xml", "application/atom+xml"),
        *("application/json", "application/ld+json", "application/feed+json"),
        *("application/pdf", "application/rtf", "text/rtf", "application/vnd.oasis.opendocument.text"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
_REDIRECTS = {301, 302, 303, 307, 308}
_PIECE = 64 * 1024
#: How many addresses of one name are tried.
_MAX_TRIED = 4


class Resolver(Protocol):
    """Gives a name's addresses as numbers; raises OSError for a name that has none."""

    def __call__(self, host: str, port: int) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the desk's time and memory a site may use, and how we introduce ourselves."""

    seconds: float = 20
    connect_seconds: float = 5
    max_bytes: int = 10_000_000
    redirects: int = 5
    user_agent: str = "Factcheck"
    #: Loopback addresses and ports that count as public: where a test has its web server. Only loopback counts.
    test_servers: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a site answered: ``url`` is where it was in the end, after redirects."""

    url: str
    content_type: str
    #: As the site says, in lower case; empty when it doesn't.
    charset: str
    body: bytes
    name: str

    @property
    def hint(self) -> str:
        """What to tell a reader about the kind."""
        return f"{self.content_type}; charset={self.charset}" if self.charset else self.content_type


def look_up(host: str, port: int) -> list[str]:
    """The system's own resolver."""
    return [str(info[4][0]) for info in getaddrinfo(host, port, type=SOCK_STREAM)]


@cache
def trusted() -> ssl.SSLContext:
    """Trusts the certificates that this machine trusts, and checks the name on them."""
    return ssl.create_default_context()


def fetch(url: str, limits: Limits, *, resolve: Resolver = look_up, tls: ssl.SSLContext | None = None) -> Fetched:
    """What is at a URL, after redirects. Raises Unreadable with one sentence."""
    address = read_address(url)
    with Alarm(limits.seconds) as alarm:
        try:
            for _ in range(limits.redirects + 1):
                answer = _ask(address, limits, alarm, resolve, tls or trusted())
                if isinstance(answer, Fetched):
                    return answer
                address = answer
        except Unreadable as why:
            # A connection that the alarm cut off looks like a site that broke off.
            raise (_too_slow(address, limits) if alarm.has_rung else why) from None
    raise Unreadable(f"{address.host} redirects more than {limits.redirects} times; copy the URL of the page itself.")


def _ask(
    address: WebAddress, limits: Limits, alarm: Alarm, resolve: Resolver, tls: ssl.SSLContext
) -> Fetched | WebAddress:
    """One request: what came, or where it redirects to."""
    connection = _connect(address, limits, alarm, resolve, tls)
    try:
        headers = {
            "Host": address.host_header,
            "User-Agent": limits.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        connection.request("GET", address.target, headers=headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            if response.status in _REDIRECTS and (location := response.headers.get("Location")):
                return follow(address, location)
            return _answer(address, response, limits, alarm)
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise _broken_off(address, problem) from None
    finally:
        connection.close()


def _answer(address: WebAddress, response: BaseHTTPResponse, limits: Limits, alarm: Alarm) -> Fetched:
    """The answer, if it is one that can be used."""
    if response.status != 200:
        raise Unreadable(_refusal(address.host, response.status))
    content_header = Message()
    content_header["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
    content_type = content_header.get_content_type()
    if content_type not in CONTENT_TYPES:
        raise Unreadable(
            f"{address.host} sent a file of type {content_type[:100]!r}, which isn’t an article we can read;  "
            "use the page of the article itself."
        )
    if response.headers.get("Content-Encoding", "").strip().lower() not in _ENCODINGS:
        raise Unreadable(f"{address.host} sends its pages in a format we can’t read; paste the text instead.")
    body = _body(address, response, limits)
    # Without a length, an answer that was cut off looks like one that has ended.
    if alarm.has_rung:
        raise _too_slow(address, limits)
    charset = (content_header.get_content_charset() or "")[:40]
    return Fetched(str(address), content_type, charset, body, address.file_name)


def _body(address: WebAddress, response: BaseHTTPResponse, limits: Limits) -> bytes:
    """The whole body, unpacked a piece at a time, so that no small one grows large in memory."""
    too_large = Unreadable(
        f"The page from {address.host} is larger than {limits.max_bytes / 1_000_000:g} MB; paste the text instead."
    )
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > limits.max_bytes:
        raise too_large
    body = bytearray()
    while piece := response.read(_PIECE, decode_content=True):
        body += piece
        if len(body) > limits.max_bytes:
            raise too_large
    return bytes(body)


def _connect(
    address: WebAddress, limits: Limits, alarm: Alarm, resolve: Resolver, tls: ssl.SSLContext
) -> HTTPConnection:
    """A connection to one of the host's addresses, after all of them were checked."""
    ips = [str(address.ip)] if address.is_number else _resolved(address, limits, resolve)
    are_tests = [is_test_server(ip, address.port, limits) for ip in ips]
    if not all(is_test or is_public(ip) for is_test, ip in zip(are_tests, ips, strict=True)):
        raise Unreadable(f"{address.host} is not a public website, so nothing is fetched from it; paste the text.")
    if address.port not in PORTS.values() and not all(are_tests):
        raise Unreadable(f"The URL uses port {address.port}, but only ports 80 and 443 are allowed; paste the text.")
    problem: Exception = OSError()
    for ip in ips[:_MAX_TRIED]:
        connection = _connection(address, ip, limits, tls)
        connection.guarded_by(alarm, is_test=all(are_tests))
        try:
            connection.connect()
            # From here on only the alarm counts: the socket's own timeout comes after it, or the two would race.
            connection.timeout = limits.seconds + 5
        except (HTTPError, OSError) as failed:
            connection.close()
            problem = failed
        else:
            return connection
    raise _unreached(address, problem)


def is_test_server(ip: str, port: int, limits: Limits) -> bool:
    """Whether a test has its own server there. Only loopback can have one, whatever the limits name."""
    return ip in ("127.0.0.1", "::1") and (ip, port) in limits.test_servers


def _resolved(address: WebAddress, limits: Limits, resolve: Resolver) -> list[str]:
    """The addresses of a name. The system's resolver can't be interrupted, so one that hangs is abandoned."""
    addresses: list[str] = []

    def run() -> None:
        try:
            addresses.extend(resolve(address.host, address.port))
        except (OSError, UnicodeError):
            return

    thread = threading.Thread(target=run, name="look-up", daemon=True)
    thread.start()
    thread.join(min(limits.connect_seconds, limits.seconds))
    ips = list(addresses)
    if not ips:
        raise Unreadable(f"{address.host} can’t be found; check the URL.")
    return ips


class Alarm:
    """Cuts the connection when the time is up, whatever it is doing: a site that drips bytes can't stall us."""

    def __init__(self, seconds: float) -> None:
        self.has_rung = False
        self._watched: socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> Alarm:
        self._timer.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._timer.cancel()
        self.watch(None)

    def watch(self, connected: socket | None) -> None:
        """Watch this connection instead of the one before."""
        with self._lock:
            if self._watched is not None:
                self._watched.close()
            # A second handle: TLS takes the first one over.
            self._watched = connected.dup() if connected is not None else None
        if self.has_rung:
            self._cut()

    def _ring(self) -> None:
        self.has_rung = True
        self._cut()

    def _cut(self) -> None:
        with self._lock:
            if self._watched is not None:
                try:
                    self._watched.shutdown(SHUT_RDWR)
                except OSError:
                    return


def check_peer(connected: socket, ip: str, *, is_test: bool) -> None:
    """Raises OSError unless the other end has the address that was checked and is not this machine."""
    peer, own = ip_address(connected.getpeername()[0]), ip_address(connected.getsockname()[0])
    if peer != ip_address(ip):
        raise OSError("connected to another address than the one checked")
    if peer == own and not is_test:
        raise OSError("connected to this machine itself")


class _Guarded(HTTPConnection):
    """A connection whose other end is checked as soon as it is open, before anything is sent."""

    _alarm: Alarm
    _is_test = False

    def guarded_by(self, alarm: Alarm, *, is_test: bool) -> None:
        self._alarm, self._is_test = alarm, is_test

    def _new_conn(self) -> socket:
        connected = super()._new_conn()
        try:
            check_peer(connected, self.host, is_test=self._is_test)
            self._alarm.watch(connected)
        except OSError:
            connected.close()
            raise
        return connected


class _GuardedTLS(_Guarded, HTTPSConnection):
    pass


def _connection(address: WebAddress, ip: str, limits: Limits, tls: ssl.SSLContext) -> _Guarded:
    """A connection to the number; the certificate has to bear the name."""
    seconds = min(limits.connect_seconds, limits.seconds)
    if address.scheme == "http":
        return _Guarded(ip, address.port, timeout=seconds)
    return _GuardedTLS(ip, address.port, timeout=seconds, ssl_context=tls, server_hostname=address.host)


def _too_slow(address: WebAddress, limits: Limits) -> Unreadable:
    return Unreadable(f"{address.host} took longer than {limits.seconds:g} seconds; try again, or paste the text.")


def _unreached(address: WebAddress, problem: Exception) -> Unreadable:
    if isinstance(problem, (ssl.SSLError, SSLError)):
        return Unreadable(f"{address.host} has an invalid certificate, so nothing was fetched from it; paste the text.")
    # A plain TimeoutError comes from a site that accepts the connection and then sends no certificate.
    timed_out = isinstance(problem, (ConnectTimeoutError, TimeoutError))
    if timed_out and not isinstance(problem, NewConnectionError):
        return Unreadable(f"{address.host} doesn’t answer; try again later, or paste the text.")
    return Unreadable(f"{address.host} can’t be reached; try again later, or paste the text.")


def _broken_off(address: WebAddress, problem: Exception) -> Unreadable:
    if isinstance(problem, DecodeError):
        return Unreadable(f"The page from {address.host} can’t be unpacked; paste the text instead.")
    if isinstance(problem, (ProtocolError, http.client.HTTPException, ValueError)):
        return Unreadable(f"{address.host} sent an invalid response; try again later.")
    return Unreadable(f"{address.host} stopped answering; try again later, or paste the text.")


def _refusal(host: str, status: int) -> str:
    phrase = http.client.responses.get(status, "")
    answered = f"{host} answered {status} ({phrase})" if phrase else f"{host} answered {status}"
    if status in (404, 410):
        return f"{answered}: page not found; check the URL."
    if status in (401, 402, 403, 451):
        return f"{answered}: this page isn’t public; open it in the browser and paste the text."
    if status == 429 or status >= 500:
        return f"{answered}; try again later, or paste the text."
    return f"{answered} instead of the page; open it in the browser and paste the text."
